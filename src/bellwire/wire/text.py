"""Text as a desk wants it: clean characters, no markup, paragraphs parted by an empty line.

Decoding (charset.py) changes no character, since copy that is declared plain stays as it stands; `clean`, `one_line`,
`unwrap` and `from_html` are for all other copy.
"""

from __future__ import annotations

import html
import re
from html.entities import html5
from itertools import pairwise
from textwrap import dedent

from bellwire.wire.captions import without_marked
from bellwire.wire.columns import SLACK, column_of, has_no_room
from bellwire.wire.markup import text_of
from bellwire.wire.mojibake import mended
from bellwire.wire.tags import has_tags, only_tags, without_starts

#: What becomes something else: breaks of lines and paragraphs, spaces of every width, ligatures (U+FB00–FB06).
_CHANGED = {
    **dict.fromkeys("\r\x0b\x0c\x85\u2028", "\n"),
    "\u2029": "\n\n",
    **dict.fromkeys(
        "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000", " "
    ),
    **dict(zip("\ufb00\ufb01\ufb02\ufb03\ufb04\ufb05\ufb06", "ff fi fl ffi ffl st st".split(), strict=True)),
}
#: What goes: controls, soft hyphens, invisible and bidirectional marks, tags, surrogates, what is no character.
_GONE = (
    *range(0x09), *range(0x0E, 0x20), 0x7F, *range(0x80, 0x85), *range(0x86, 0xA0), 0xAD, 0x061C, 0x180E, 0x200B,
    0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2060, 0x2070), 0xFEFF, 0xFFF9, 0xFFFA, 0xFFFB, 0xFFFE, 0xFFFF,
    *range(0xD800, 0xE000), *range(0xE0000, 0xE0080),
)  # fmt: skip
_CHARACTERS = {**dict.fromkeys(_GONE, ""), **{ord(char): new for char, new in _CHANGED.items()}}
#: C1 controls in text are cp1252's quotes and dashes that were taken for Latin-1.
_CHARACTERS |= {
    code: bytes((code,)).decode("cp1252")
    for code in range(0x80, 0xA0)
    if code not in (0x81, 0x85, 0x8D, 0x8F, 0x90, 0x9D)
}
_ENTITY = re.compile(r"&(#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
#: How often what was escaped may have been escaped.
_ROUNDS = 3
#: How sentences end, and how lines begin that are a paragraph each: lists, notes, rules.
_ENDS, _MARKS = '.!?:"”’)=', "(*-_#^=•–—"
_RUN = re.compile(r"[ \t]{2,}|\t")
_EDGES = re.compile(r" ?\n ?")
_INDENT = re.compile(r"\n(?: {3,}|\t)[ \t]*(?=\S)")
_MARGIN = re.compile(r"(?: {3}|\t)[^\n]{0,400}\n")
_GAP = re.compile(r"\n{2,}")


def clean(text: str) -> str:
    """Plain text of whatever came as text: entities (also escaped twice) and unmistakable markup resolved, every space
    a plain one, no control, soft hyphen, ligature or bidirectional mark; "a < b" and "AT&T" stay."""
    text = text.replace("\r\n", "\n")
    for _ in range(_ROUNDS):
        before = text
        text = text_of(only_tags(text)) if "<" in text and has_tags(text) else _ENTITY.sub(_resolved, text)
        if text == before:
            break
    else:
        text = without_starts(text)
    return _parted(mended(without_marked(text)).translate(_CHARACTERS))


def from_html(markup: str) -> str:
    """The clean text of HTML or XHTML, paragraphs parted by an empty line; scripts, styles, comments, figures with
    their captions and what is hidden left out; the cells of a table's row parted by bars."""
    return clean(text_of(markup) if "<" in markup else markup)


def one_line(text: str) -> str:
    """Clean text without line breaks: a headline, a name."""
    return " ".join(clean(text).split())


def unwrap(text: str) -> str:
    """Clean text with each paragraph's lines joined, where it comes in a narrow column; a break stays where the next
    word would have had room, as after a table's row. Where nothing tells of a column, every line is a paragraph."""
    lines = clean(text).split("\n")
    width = column_of(lines)
    forced = [bool(before and line) and has_no_room(before, line, width) for before, line in pairwise(lines)]
    broken = [_is_broken(before, line, width) for before, line in pairwise(lines)]
    goes_on = any(is_broken and line[0].islower() for is_broken, line in zip(broken, lines[1:], strict=True))
    if not (width and (goes_on or sum(broken) > 2)):
        return _GAP.sub("\n\n", "\n\n".join(lines))
    joined = lines[:1]
    for line, is_forced, is_broken in zip(lines[1:], forced, broken, strict=True):
        joined += [" " if is_forced or is_broken else "\n", line]
    return "".join(joined)


def _is_broken(before: str, line: str, width: int) -> bool:
    """Whether a line of about the column's width ended within a sentence."""
    if not before or not line or before[-1] in _ENDS or line[0] in _MARKS:
        return False
    return len(before) >= 0.7 * width and (len(before) <= width + SLACK or has_no_room(before, line, width))


def _resolved(entity: re.Match[str]) -> str:
    """What an entity means; one that nobody knows stays as it is."""
    name = entity[1]
    return html.unescape(entity[0]) if name[0] == "#" or f"{name};" in html5 else entity[0]


def _parted(text: str) -> str:
    """Runs of spaces made one, paragraphs (an empty line, or an indented first line) parted by one empty line."""
    if _MARGIN.match(text):
        text = dedent(text)
    if "\n" not in text:
        return _RUN.sub(" ", text).strip()
    text = _INDENT.sub("\n\n", text.rstrip())
    return _GAP.sub("\n\n", _EDGES.sub("\n", _RUN.sub(" ", text))).strip()
