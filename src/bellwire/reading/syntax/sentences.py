"""Splits clean copy into sentences by rule, before any parser is asked: offsets only, linear in the text."""

from __future__ import annotations

import re
from dataclasses import dataclass

#: Words whose full stop ends no sentence.
ABBREVIATIONS = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "dr",
        "prof",
        "gen",
        "lt",
        "col",
        "maj",
        "capt",
        "sgt",
        "adm",
        "rear-adm",
        "brig",
        "cmdr",
        "gov",
        "sen",
        "rep",
        "rev",
        "st",
        "jr",
        "sr",
        "hon",
        "pres",
        "min",
        "messrs",
        "supt",
        "corp",
        "inc",
        "co",
        "ltd",
        "plc",
        "bros",
        "no",
        "nos",
        "vs",
        "etc",
        "e.g",
        "i.e",
        "u.s",
        "u.n",
        "u.k",
        "u.s.s.r",
        "e.u",
        "u.a.e",
        "a.m",
        "p.m",
        "jan",
        "feb",
        "mar",
        "apr",
        "jun",
        "jul",
        "aug",
        "sep",
        "sept",
        "oct",
        "nov",
        "dec",
        "mon",
        "tue",
        "wed",
        "thu",
        "fri",
        "sat",
        "sun",
        "ft",
        "mt",
        "fig",
        "ph.d",
        "n",
        "w",
        "s",
        "e",
        "d.c",
        "approx",
        "est",
        "pvt",
        "cpl",
        "pfc",
        "spc",
        "col-gen",
        "lt-gen",
        "maj-gen",
        "brig-gen",
        "al",
    ]
)
_END = re.compile(r"(?<![.!?])[.!?]+[\"')\]]*(?=\s|$)|\n")
_NEXT = re.compile(r"\s*[\"'(\[]*([A-Z0-9\u00c0-\u024f])")
_AFTER = re.compile(r"\s*(\S)")
_WORD = re.compile(r"[\w.'-]+$")
#: Characters after which a sentence without any full stop is cut, so that no parse is longer.
LONGEST = 700


@dataclass(frozen=True, slots=True)
class Span:
    """A sentence's place in the clean text; `paragraph` counts from 0."""

    start: int
    end: int
    paragraph: int


def split(text: str, start: int = 0) -> list[Span]:
    """The sentences of `text` from `start` on."""
    spans: list[Span] = []
    at, paragraph = start, 0
    for match in _END.finditer(text, start):
        broken = match.group() == "\n"
        if not broken and not _ends(text, match, at):
            continue
        _add(spans, text, at, match.end(), paragraph)
        at = match.end()
        paragraph += broken
    _add(spans, text, at, len(text), paragraph)
    return spans


def _ends(text: str, match: re.Match[str], at: int) -> bool:
    following = _NEXT.match(text, match.end(), match.end() + 12)
    if match.end() < len(text) and not following and text[match.end() : match.end() + 1] != "\n":
        after = _AFTER.match(text, match.end())
        return bool(set(match.group()) & set("!?")) and not (after and after[1].islower())
    if match.group()[0] != ".":
        return True
    word = _WORD.search(text, max(at, match.start() - 24), match.start())
    last = word.group().lower().strip("'") if word else ""
    if last in ABBREVIATIONS:
        return last in {"inc", "corp", "co", "ltd", "a.m", "p.m", "u.s", "u.n"} and bool(
            re.match(r'\s+"?(?:The|He|She|It|But|In|A|They|On|At)\s', text[match.end() : match.end() + 12])
        )
    return not (len(last) == 1 and last.isalpha())


def _add(spans: list[Span], text: str, start: int, end: int, paragraph: int) -> None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    while end - start > LONGEST:
        cut = max(text.rfind("; ", start + 200, start + LONGEST), text.rfind(", ", start + 400, start + LONGEST))
        cut = cut + 1 if cut > 0 else max(text.rfind(" ", start + 200, start + LONGEST), start + 200)
        spans.append(Span(start, cut, paragraph))
        start = cut
        while start < end and text[start].isspace():
            start += 1
    if end > start:
        spans.append(Span(start, end, paragraph))
