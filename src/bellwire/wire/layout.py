"""Agencies' layouts of plain text: what stands above the story, what below it, and the story itself."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo

from bellwire.wire.article import PubStatus
from bellwire.wire.captions import is_caption_text
from bellwire.wire.credit import agency_of, byline_of
from bellwire.wire.dateline import NONE, dateline_in, dateline_of
from bellwire.wire.embargo import is_embargo
from bellwire.wire.layout_lines import (
    employer_of,
    ends_story,
    is_keywords,
    is_last,
    is_name_line,
    is_note,
    is_notebook,
    is_slug,
    label_of,
    owner_of,
    release_line,
    stamp_in,
)
from bellwire.wire.status import NORMAL_URGENCY, noted, standing, urgency_of
from bellwire.wire.takes import Take, keywords_of, merged, note_of
from bellwire.wire.teletype.pages import is_private, mark_in
from bellwire.wire.teletype.stamps import time_in
from bellwire.wire.text import clean, one_line, unwrap

#: Lines above a story, at most; among them its dateline is looked for.
_HEAD = 24
#: Characters of the longest headline.
_HEADLINE = 250
_PRIVATE = re.compile(r".{0,80}?not (?:intended )?for publication[ .:!*-]{0,9}", re.IGNORECASE)
#: End marks behind the last sentence.
_INLINE_END = re.compile(r"(?<=[.!?\"”)]) ?(?:Enditem|ENDIT|\(END\)|###|-30-|/END|\(?[Mm]ore\)?)$")
#: A headline's line that may go on in the next.
_FULL_LINE = 45
_MOST_GROUPED = 6
#: Characters kept of what stands below a story's end.
_NOTES = 500


@dataclass(slots=True)
class Layout:
    """A text, laid out. `labelled`: whether a label says what the headline is; `stamp`: the time in its time group."""

    zone: tzinfo = UTC
    headline: str = ""
    labelled: bool = False
    titled: bool = False
    body: str = ""
    byline: str = ""
    slug: str = ""
    place: str = ""
    provider: str = ""
    urgency: int = NORMAL_URGENCY
    notes: list[str] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)
    takes: list[Take] = field(default_factory=list)
    stamp: datetime | None = None
    dated: bool = False

    @property
    def ednote(self) -> str:
        """Notes and marks, joined by a space."""
        return noted(*self.notes)

    @property
    def pubstatus(self) -> PubStatus:
        """Canceled where it is a kill; withheld where it is a hold. An embargo is among the notes."""
        return standing(merged(*self.takes), "", None)


def laid_out(text: str, zone: tzinfo = UTC, *, titled: bool = False) -> Layout:
    """The layout of a text. `zone`: of times that name none; `titled`: whether its headline is known from elsewhere."""
    layout = Layout(zone, titled=titled)
    story = _above(clean(text).split("\n"), layout)
    story = _private(story, layout)
    _below(story, layout)
    layout.body = _INLINE_END.sub("", unwrap("\n".join(story)))
    layout.headline = layout.headline or " ".join(layout.marks)
    line = dateline_in(layout.body)
    layout.dated = line is not NONE
    if layout.pubstatus != "usable":
        layout.notes.append(one_line(layout.body))
        layout.body = ""
    layout.place, layout.provider = line.place or layout.place, line.agency or layout.provider
    return layout


def _above(lines: list[str], layout: Layout) -> list[str]:
    """Reads what stands above the story; the story's lines. Without a dateline it begins behind the headline."""
    begin = _dateline_at(lines)
    lines, begin = _grouped(lines, begin)
    unknown: list[str] = []
    private = under_byline = False
    for at, line in enumerate(lines):
        if at == begin:
            return [*_headed(unknown, layout), *lines[at:]]
        if not line:
            private = False
            unknown += [""] if unknown else []
        elif private or is_private(line):
            private = True
            layout.notes.append(one_line(_PRIVATE.sub("", line)))
        elif under_byline and (employer := employer_of(line)) is not None:
            layout.provider = layout.provider or employer
        elif _told(line, layout):
            under_byline = is_name_line(line)
            continue
        elif begin is None and (unknown or layout.titled or layout.labelled or len(line) > _HEADLINE):
            return [*_headed(unknown, layout), *lines[at:]]
        else:
            unknown.append(line)
        under_byline = under_byline and not line
    return _headed(unknown, layout)


def _dateline_at(lines: list[str]) -> int | None:
    told = [at for at, line in enumerate(lines[: 4 * _HEAD]) if line.strip()][:_HEAD]
    return next((at for at in told if dateline_of(lines[at]) is not NONE), None)


def _grouped(lines: list[str], begin: int | None) -> tuple[list[str], int | None]:
    """The lines, with notes above the story put together that run from bracket to bracket over several."""
    if begin is None:
        return lines, None
    groups: list[str] = []
    length = 0
    for line in lines[:begin]:
        before = groups[-1] if groups else ""
        if before[:1] == "(" and before[-1:] != ")" and line and length < _MOST_GROUPED:
            groups[-1], length = f"{before} {line}", length + 1
        else:
            groups.append(line)
            length = 0
    return [*groups, *lines[begin:]], len(groups)


def _headed(unknown: list[str], layout: Layout) -> list[str]:
    """Takes slug and headline from lines that nothing else is known of; those left begin the story."""
    if sum(map(bool, unknown)) > 1 and not layout.slug and is_slug(unknown[0]):
        layout.slug, take = keywords_of(unknown.pop(0))
        _take(take, layout)
    while unknown and not unknown[0]:
        unknown.pop(0)
    _read_release(unknown, layout)
    if unknown and not layout.headline and len(unknown[0]) <= _HEADLINE:
        headline = unknown.pop(0)
        while unknown and unknown[0][:1].isalpha() and _FULL_LINE <= len(headline) <= _HEADLINE:
            headline = f"{headline} {unknown.pop(0)}"
        layout.headline = headline.removesuffix("=").rstrip()
    return [*unknown, ""]


def _read_release(unknown: list[str], layout: Layout) -> None:
    """Takes from the top whose press release it is and whom to call, where a headline is left below."""
    while sum(map(bool, unknown)) > 1 and (told := release_line(unknown[0]))[0]:
        if told[0].startswith("source"):
            layout.provider = layout.provider or agency_of([told[1]])
        layout.notes.append(one_line(unknown.pop(0)))
        while not unknown[0]:
            unknown.pop(0)


def _told(line: str, layout: Layout) -> bool:
    """Whether a line is known to be none of the story; if so, it is read."""
    name, value = label_of(line)
    if is_embargo(line):
        layout.notes.append(one_line(note_of(line)))
    elif name:
        _read_label(name, one_line(value), layout)
    elif is_keywords(line):
        layout.slug, take = keywords_of(line)
        _take(take, layout)
    elif (owner := owner_of(line)) is not None:
        layout.provider = layout.provider or agency_of([owner])
    elif is_note(line):
        layout.notes.append(one_line(note_of(line.strip("= "))).rstrip(" /"))
    elif is_name_line(line):
        _read_byline(line, layout)
    elif stamp := stamp_in(line):
        layout.stamp = time_in(stamp, layout.zone)
    elif (take_mark := mark_in(line)) is not None:
        layout.marks.append(line)
        layout.takes.append(take_mark)
        layout.notes.append(take_mark.word or line.strip(" *#=").title())
    else:
        return ends_story(line) or is_caption_text(line)
    return True


def _take(take: Take, layout: Layout) -> None:
    layout.takes.append(take)
    layout.notes.append(take.word)


def _read_label(name: str, value: str, layout: Layout) -> None:
    if name == "headline":
        layout.headline, layout.labelled = value, True
    elif name == "slug":
        layout.slug = layout.slug or value
    elif name == "byline":
        layout.byline = layout.byline or byline_of(value)
    elif name == "place":
        found = dateline_of(f"{value} - ")
        layout.place, layout.provider = found.place or value, found.agency or layout.provider
    elif name == "provider":
        layout.provider = layout.provider or agency_of([value])
    elif name == "urgency":
        layout.urgency = urgency_of(value)
    else:
        layout.notes.append(note_of(value))


def _read_byline(line: str, layout: Layout) -> None:
    names, comma, employer = byline_of(line).rpartition(", ")
    found = employer_of(employer) if comma else None
    layout.byline = layout.byline or (names if found is not None else byline_of(line))
    layout.provider = layout.provider or found or ""


def _private(lines: list[str], layout: Layout) -> list[str]:
    """The lines up to what is not for publication, or to the story's end, behind which stand notes."""
    cut = next((at for at, line in enumerate(lines) if is_private(line) or is_notebook(line.strip())), None)
    end = next((at for at, line in enumerate(lines[:cut]) if at and is_last(line)), None)
    if end is not None:
        layout.notes.append(one_line(" ".join(lines[end + 1 :]))[:_NOTES].strip())
        return lines[:end]
    if cut is None:
        return lines
    notes = [_PRIVATE.sub("", lines[cut]), *lines[cut + 1 :]]
    kept = [line.strip() for line in notes if not ends_story(line.strip()) and not is_notebook(line.strip())]
    layout.notes.append(one_line(" ".join(kept)))
    return lines[:cut]


def _below(lines: list[str], layout: Layout) -> None:
    """Takes from the end of the lines what is none of the story, and reads it."""
    while lines:
        line = lines[-1].strip()
        if line and not ends_story(line):
            name, value = label_of(line)
            if stamp := stamp_in(line):
                layout.stamp = layout.stamp or time_in(stamp, layout.zone)
            elif name == "slug":
                layout.slug = layout.slug or value
            elif (owner := owner_of(line)) is not None:
                layout.provider = layout.provider or agency_of([owner])
            elif is_name_line(line):
                _read_byline(line, layout)
            else:
                break
        lines.pop()
