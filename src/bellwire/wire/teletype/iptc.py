"""The text of an IPTC 7901 message → its page: headline lines up to "=" or an empty line, story, notebook."""

from __future__ import annotations

import re

from bellwire.wire.dateline import NONE, dateline_of
from bellwire.wire.embargo import is_embargo
from bellwire.wire.takes import Kind, Take, note_of, take_of
from bellwire.wire.teletype.pages import (
    Page,
    is_byline,
    is_notebook,
    is_private,
    laid_out,
    mark_in,
    whole_words,
    without_end_marks,
)
from bellwire.wire.text import one_line

#: Lines that may stand above the "=", and above an empty line where there is no "=".
_MOST_HEAD, _MOST_BARE = 16, 4
_INDENT = re.compile(r"(?: {2,}|\t)\S")
#: "(3DER)", "(2)", "(1LEAD)", "(CORRECT)" behind a headline.
_TAIL = re.compile(r"(.{1,400}?) ?\(([0-9]{0,2})([A-Za-z]{0,14})\)")
_LAST = frozenset(("der", "last"))
#: Initials in small letters, behind the agency's name, under a story: "dpa abc de fg".
_CLOSING = re.compile(r"([a-z]{2,8}(?:-[a-z]{2,8})?)(?: [a-zà-ÿ0-9/-]{1,9}){1,7}")
_LIST_MARK = re.compile(r"^[* ]{2,40}$|^[ \t]{0,20}(?:#{1,3}|[-*+]) ?", re.MULTILINE)


def page_of(text: str, agency: str = "") -> Page:
    """The page. `agency`: whose initials may close the story."""
    lines = [line.rstrip() for line in whole_words(text).split("\n")]
    head, rest = _headed(lines)
    page = Page()
    _read_head(_grouped(head), page)
    told, notes = _parted(rest, agency)
    page.story = laid_out(without_end_marks(told))
    page.notes += [note for note in [one_line(_LIST_MARK.sub("", "\n".join(notes)))] if note]
    return page


def _headed(lines: list[str]) -> tuple[list[str], list[str]]:
    """The lines above the story, and the story's."""
    first = next((at for at, line in enumerate(lines) if line.strip()), len(lines))
    block: list[str] = []
    for at in range(first, min(len(lines), first + _MOST_HEAD)):
        line = lines[at]
        if line.endswith("="):
            return [*block, line.rstrip("= ")], lines[at + 1 :]
        if not line.strip() or _INDENT.match(line) or dateline_of(line.strip()) is not NONE:
            return (block, lines[at:]) if len(block) <= _MOST_BARE else ([], lines)
        block.append(line)
    return (block, []) if len(block) <= _MOST_BARE else ([], lines)


def _grouped(lines: list[str]) -> list[str]:
    """The lines, those between brackets put together."""
    groups: list[str] = []
    for line in lines:
        before = groups[-1] if groups else ""
        if before.startswith("(") and before.count("(") > before.count(")"):
            groups[-1] = f"{before} {line.strip()}"
        else:
            groups.append(line.strip())
    return groups


def _read_head(groups: list[str], page: Page) -> None:
    headline: list[str] = []
    for place, group in enumerate(groups):
        if (take := mark_in(group)) is not None:
            page.takes.append(take)
        elif is_embargo(group):
            page.notes.append(one_line(note_of(group)))
        elif group.startswith("("):
            page.takes += [found for found in [take_of(group.strip("()").partition(":")[0])] if found]
            page.notes.append(one_line(note_of(group)))
        elif is_byline(group) and place == len(groups) - 1 - _notes_behind(groups):
            page.byline = one_line(group)
        elif group:
            headline.append(group)
    page.headline, page.takes = _without_tail(one_line(" ".join(headline)), page.takes)


def _notes_behind(groups: list[str]) -> int:
    """How many bracketed notes end the head."""
    behind = 0
    while behind < len(groups) and groups[-1 - behind].startswith("("):
        behind += 1
    return behind


def _without_tail(headline: str, takes: list[Take]) -> tuple[str, list[Take]]:
    """The headline without the version's mark behind it, which counts as a take."""
    found = _TAIL.fullmatch(headline)
    if not found or not (found[2] or found[3]):
        return headline, takes
    number, word = int(found[2] or 0), found[3].lower()
    if not word or word in _LAST:
        return found[1], [*takes, Take(Kind.LEAD, number)] if number else takes
    take = take_of(word)
    return (found[1], [*takes, Take(take.kind, number)]) if take else (headline, takes)


def _parted(lines: list[str], agency: str) -> tuple[list[str], list[str]]:
    """The story's lines, and those for editors behind it: notebook, what is not for publication."""
    cut = next((at for at, line in enumerate(lines) if is_private(line) or is_notebook(line)), len(lines))
    told, notes = lines[:cut], lines[cut:]
    for part in (told, notes):
        while part and not part[-1].strip():
            part.pop()
        if part and (closing := _CLOSING.fullmatch(part[-1].strip())) and closing[1] in (agency.lower(), "dpa"):
            part.pop()
    return told, [line for line in notes if not is_private(line) and not _is_bare_heading(line)]


def _is_bare_heading(line: str) -> bool:
    """ "# dpa NOTEBOOK", "## Note to editors": a heading tells nothing."""
    return line.lstrip().startswith("#")
