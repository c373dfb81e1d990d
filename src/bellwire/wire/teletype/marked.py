"""Telex whose header lines begin with a mark each, as AAP's: "#keyword", "$headline", ":(PLACE)"."""

from __future__ import annotations

import re

from bellwire.wire.dateline import dateline_of
from bellwire.wire.teletype.pages import Page, laid_out, without_end_marks
from bellwire.wire.text import one_line

_LINE = re.compile(r"([#$:%&*@^=+~!])(.{0,200})")
#: What desks put behind a keyword: its copy's kind and number.
_DESK = re.compile(r"_[A-Z]{1,3}[0-9]{0,2}$")
_PLACE = re.compile(r"\(([^()]{2,40})\)")
_SIGN_OFF = re.compile(r"[A-Z]{2,5}(?: [A-Z]{2,12})?")
#: Header lines that there must be, and the least characters of a headline: a category is shorter.
_LEAST, _HEADLINE = 2, 8


def page_of(text: str) -> Page | None:
    """The page, None where the text does not begin with lines so marked."""
    lines = [line.strip() for line in text.strip().split("\n")]
    marked = []
    for line in lines:
        if line and not (found := _LINE.fullmatch(line)):
            break
        if line and found:
            marked.append((found[1], one_line(found[2])))
    if len(marked) < _LEAST:
        return None
    page = Page()
    for mark, value in marked:
        _read(mark, value, page)
    told = without_end_marks(text.strip().split("\n")[_header_length(lines) :])
    if told and _SIGN_OFF.fullmatch(told[-1].strip()):
        told.pop()
    page.story = laid_out(told)
    return page


def _header_length(lines: list[str]) -> int:
    return next((at for at, line in enumerate(lines) if line and not _LINE.fullmatch(line)), len(lines))


def _read(mark: str, value: str, page: Page) -> None:
    if mark in "$^" and len(value) >= _HEADLINE:
        page.headline = page.headline or value
    elif mark == ":" and (place := _PLACE.fullmatch(value)):
        page.place = dateline_of(f"{place[1].upper()} - ").place
    elif mark in "#:" and value:
        page.slug = page.slug or _DESK.sub("", value)
