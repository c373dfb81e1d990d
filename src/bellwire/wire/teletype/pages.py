"""What a message's text tells: headline, byline, notes, marks, story; and what of it both standards share."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from itertools import pairwise

from bellwire.wire.columns import MOST_WIDTH, column_of, has_no_room
from bellwire.wire.embargo import is_embargo
from bellwire.wire.takes import Take, take_of
from bellwire.wire.text import clean

#: Where a story ends: agencies' end marks, alone in a line.
_END = re.compile(
    r"[-(=# *]{0,6}(?:end|ends|fin|more|mehr folgt|suite|30|0|nnnn|endit|(?:\./){1,2}\.\s?[A-Z/]{0,12})[-)=# *]{0,6}"
    r"|==\w{2,20}|[#*=_-]{2,40}|(?:[*=-] ){2,10}[*=-]?|[A-Z]{2,3}(?:/[A-Z]{2,3}){1,3}/?"
    r"|[A-Z]{2,4}(?: ?// ?[A-Z]{2,4}){1,3}|[A-Z]\w{1,11}/(?:fim|end|fin|fine)",
    re.IGNORECASE,
)
_NOT_FOR_PUBLICATION = re.compile(
    r"(?:the following information is not (?:intended )?for publication"
    r"|die folgenden informationen sind nicht zur veröffentlichung bestimmt"
    r"|not for publication)\b.{0,20}",
    re.IGNORECASE,
)
#: A part for editors behind the story: dpa's notebook, marked as a heading.
_NOTEBOOK = re.compile(r"# {1,2}[^\W\d_].{0,60}")
_BYLINE = re.compile(r"(?:By|Von|Par|Por|Door|Di)[ :]{1,2}(?=[A-Z]|dpa|our\b|staff\b)")
#: Hyphens at which a machine breaks a line: the word goes on, but not behind "left- and right-wing".
_BROKEN_WORD = re.compile(r"(?<=[^\W\d_])-\n(?!(?:and|or|to|und|oder|bis|et|ou|y|o|e)\b)(?=[a-z])")
#: 7-bit machines write an accent behind a letter and a backspace.
_ACCENTED = re.compile("([A-Za-z])\x08(['`^\",~])")
_ACCENTS = {"'": "\u0301", "`": "\u0300", "^": "\u0302", '"': "\u0308", ",": "\u0327", "~": "\u0303"}
_BACKSPACE = "\x08"
#: Characters of the longest line of copy too short to tell how wide its lines are.
_NARROW = 40
#: The share of the column from which a line without a sentence's end goes on.
_NEARLY = 0.75
_BREAK = re.compile(r"\n+")


@dataclass(slots=True)
class Page:
    """A message's text, laid out. `slug` and `place` are what lines within the text tell."""

    slug: str = ""
    place: str = ""
    takes: list[Take] = field(default_factory=list)
    headline: str = ""
    byline: str = ""
    notes: list[str] = field(default_factory=list)
    story: str = ""


def is_end_mark(line: str) -> bool:
    """Whether a line only says that the story ends or goes on."""
    return bool(_END.fullmatch(line.strip()))


def is_private(line: str) -> bool:
    """Whether a line says that what follows is not for publication."""
    return bool(_NOT_FOR_PUBLICATION.match(line.strip(" *#\t"))) and not is_embargo(line.strip())


def is_notebook(line: str) -> bool:
    """Whether a line heads what agencies tell editors behind a story."""
    return bool(_NOTEBOOK.fullmatch(line.strip()))


def is_byline(line: str) -> bool:
    """Whether a line names who wrote it."""
    return bool(_BYLINE.match(line)) and len(line) < 120 and not line.endswith((".", "?", "!"))


def mark_in(line: str) -> Take | None:
    """The take that a line of capitals or a bracketed one names."""
    plain = line.strip(" \"'`*=()!")
    return take_of(plain) if plain and (plain.isupper() or plain != line.strip(" =")) else None


def whole_words(text: str) -> str:
    """The text with words put together that a line's end parted, and accents on their letters."""
    if _BACKSPACE in text:
        text = _ACCENTED.sub(_accented, text).replace(_BACKSPACE, "")
    return _BROKEN_WORD.sub("-", text)


def _accented(found: re.Match[str]) -> str:
    return unicodedata.normalize("NFC", found[1] + _ACCENTS[found[2]])


def laid_out(lines: list[str]) -> str:
    """The lines as paragraphs: a break is a machine's where the next word had no room or goes on in small letters; it
    stays within lists and tables. Where no column tells of a machine, lines that are wider than one are paragraphs."""
    text = clean("\n".join(lines))
    told = text.split("\n")
    width = column_of(told) or max(map(len, told))
    if width > MOST_WIDTH:
        return _BREAK.sub("\n\n", text)
    joined: list[str] = []
    for before, line in pairwise(["", *told]):
        if joined:
            joined.append(" " if _is_wrapped(before, line, width) else "\n")
        joined.append(line)
    return "".join(joined)


def _is_wrapped(before: str, line: str, width: int) -> bool:
    if not before or not line or line.startswith("|") or before.startswith("|"):
        return False
    open_ended = not before.endswith((".", ":", "!", "?"))
    goes_on = open_ended and (line[0].islower() or (line[0].isalpha() and len(before) > _NEARLY * width))
    return goes_on or width < _NARROW or has_no_room(before, line, width)


def without_end_marks(lines: list[str]) -> list[str]:
    """The lines up to the last of the story."""
    end = len(lines)
    while end and (not lines[end - 1].strip() or is_end_mark(lines[end - 1])):
        end -= 1
    return lines[:end]
