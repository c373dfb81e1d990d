"""Cleans copy for the parser and keeps the way back: every clean character knows its offset in the wire's own text.

Wire copy of any decade comes hard-wrapped, in capitals, with agency shorthand ("mln dlrs") and hyphens that tokenizers
split ("cease-fire"). All of that is made regular here, in one pass, so that rules see one spelling.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass

#: Spellings made one. Keys are matched as whole words, whatever their case.
SPELLINGS = {
    "cease-fire": "ceasefire", "cease-fires": "ceasefires", "mln": "million", "bln": "billion", "dlrs": "dollars",
    "dlr": "dollar", "air-strike": "airstrike", "air-strikes": "airstrikes", "air strike": "airstrike",
    "air strikes": "airstrikes", "air raid": "airstrike", "air raids": "airstrikes", "air attack": "airstrike",
    "air attacks": "airstrikes", "air-raid": "airstrike", "suicide-bomber": "suicide bomber",
    "counter-attack": "counterattack", "counter-attacks": "counterattacks", "counter-attacked": "counterattacked",
    "counter-offensive": "counteroffensive", "counter-offensives": "counteroffensives", "war planes": "warplanes",
    "war-planes": "warplanes", "war plane": "warplane", "gun men": "gunmen", "re-captured": "recaptured",
    "re-took": "retook", "re-taken": "retaken", "gun-battle": "gunbattle", "gun battle": "gunbattle",
    "gun battles": "gunbattles", "peace-keepers": "peacekeepers", "peace-keeping": "peacekeeping",
    "pull-out": "pullout", "pull-back": "pullback", "call-up": "callup", "stand-off": "standoff", "sit-in": "sitin",
    "sit-ins": "sitins", "fire-fight": "firefight", "house-to-house": "fierce", "hand-to-hand": "fierce",
    "boobytrapped": "booby-trapped", "cross-border": "crossborder", "hit-and-run": "guerrilla",
}  # fmt: skip

_DASHES = "\u2013\u2014"
_PIECE = re.compile(
    r"(?P<para>[ \t\r]*\n(?:[ \t\r]*\n)+[ \t]*|[ \t\r]*\n(?: {3,}|\t)[ \t]*)"
    r"|(?P<wrap>[ \t\r]*\n[ \t]*)"
    r"|(?P<space>[ \t\r\u00a0\u2002-\u200a\u202f]{2,}|[\t\r\u00a0\u2002-\u200a\u202f])"
    r"|(?P<quote>``|''|[\u201c\u201d\u201e\u00ab\u00bb])"
    r"|(?P<tick>[\u2018\u2019\u0060])"
    r"|(?P<drop>[\u00ad\u200b-\u200f\ufeff\u2060\ud800-\udfff\x00-\x08\x0b\x0c\x0e-\x1f\x7f])"
    r"|(?P<dash>[ ]?[" + _DASHES + r"]+[ ]?)"
    r"|(?P<word>\b(?:" + "|".join(sorted(map(re.escape, SPELLINGS), key=len, reverse=True)) + r")\b)",
    re.I,
)
#: "BEIRUT, Lebanon, March 5 (Reuters) - " or "BEIRUT: ": up to eight words, an agency, a dash or a colon, at the start.
_AGENCY = r"(?:AP|AFP|Reuters|UPI|dpa|Canadian Press|SPACE\.com|washingtonpost\.com|USATODAY\.com)\s+-+\s+"
_DATELINE = re.compile(
    rf"\A\s*(?:(?:{_AGENCY})?(?P<city>[A-Z][\w.'/-]*(?:[ ,]+[\w.'/-]+){{0,7}}?),?\s*(?:\([^()\n]{{2,40}}\)|)\s*"
    rf"(?P<mark>--+|-|\u2013|\u2014|_|:)\s+|{_AGENCY})"
)
_MONTHS = frozenset("jan feb mar apr may jun jul aug sep sept oct nov dec".split())


@dataclass(frozen=True, slots=True)
class Copy:
    """Clean text with its way back: `offsets[i]` is where character `i` stands in the original; one more at the end."""

    text: str
    offsets: array[int]
    original: int

    def back(self, start: int, end: int) -> tuple[int, int]:
        """The original's span for a clean span; never empty for a non-empty one."""
        if not self.text:
            return 0, 0
        first = self.offsets[min(start, len(self.text))]
        last = self.offsets[min(end, len(self.text))] if end > start else first
        if 0 < end <= len(self.text) and end > start:
            last = max(first + 1, min(last, self.offsets[end - 1] + max(1, last - self.offsets[end - 1])))
        return first, min(last, self.original)

    def forward(self, offset: int) -> int:
        """The first clean offset that stands at or after an offset of the original."""
        return bisect_left(self.offsets, offset, 0, len(self.text))


def clean(text: str) -> Copy:
    """One spelling, one kind of quote, paragraphs parted by a newline, nothing else broken; linear in the text."""
    pieces: list[str] = []
    offsets: array[int] = array("l")
    at = 0
    wrapped = _hard_wrapped(text)
    for match in _PIECE.finditer(text):
        new = _replacement(match, text, wrapped)
        pieces.append(text[at : match.start()])
        offsets.extend(range(at, match.start()))
        pieces.append(new)
        width = match.end() - match.start()
        offsets.extend(match.start() + min(k, width - 1) for k in range(len(new)))
        at = match.end()
    pieces.append(text[at:])
    offsets.extend(range(at, len(text) + 1))
    return Copy("".join(pieces), offsets, len(text))


def _hard_wrapped(text: str) -> bool:
    """Whether single newlines are line breaks of a narrow column rather than paragraphs."""
    lines = text.split("\n", 60)[:60]
    inner = [line for line in lines[:-1] if line.strip()]
    if not inner:
        return False
    narrow = sum(len(line) <= 80 for line in inner)
    ended = sum(line.rstrip().endswith((".", "!", "?", '"', "\u201d")) for line in inner)
    return narrow >= 0.8 * len(inner) and ended <= 0.6 * len(inner)


def _replacement(match: re.Match[str], text: str, wrapped: bool) -> str:
    kind, found = match.lastgroup, match.group()
    if kind == "para":
        return "\n"
    if kind == "wrap":
        return " " if wrapped else "\n"
    if kind == "space":
        return " "
    if kind == "quote":
        return '"'
    if kind == "tick":
        return "'"
    if kind == "drop":
        return ""
    if kind == "dash":
        inside = match.start() > 0 and match.end() < len(text) and found[0] != " " and found[-1] != " "
        return "-" if inside and len(found) == 1 else " - "
    new = SPELLINGS[found.lower()]
    if found.isupper():
        return new.upper()
    return new[0].upper() + new[1:] if found[0].isupper() else new


def dateline(text: str, is_name: Callable[[str], bool] = lambda _: False) -> tuple[int, str]:
    """Where copy begins after its dateline, and the dateline's place, "Tripoli, Libya" ("" where there is none).

    "Damascus - A lawmaker said" has one only where `is_name` knows the place."""
    match = _DATELINE.match(text[:160])
    if not match:
        return 0, ""
    parts = [part.strip() for part in (match["city"] or "").split(",")]
    sure = _is_capitals(parts[0]) or "(" in match.group() or re.search(r"\d", match["city"] or "")
    if parts[0] and not sure and not _opens(match, parts, text, is_name):
        agency = re.match(rf"\s*{_AGENCY}", text[:160])
        return (agency.end(), "") if agency else (0, "")
    land = parts[1] if len(parts) > 1 and not re.search(r"\d", parts[1]) else ""
    if land[:3].lower() in _MONTHS or not land.istitle():
        land = ""
    return match.end(), ", ".join(filter(None, (parts[0].title(), land)))


def _is_capitals(city: str) -> bool:
    return city.isupper() and len(city) > 3


def _opens(match: re.Match[str], parts: list[str], text: str, is_name: Callable[[str], bool]) -> bool:
    """Whether a place's name and a dash are followed by the beginning of a sentence."""
    after = text[match.end() : match.end() + 1]
    return match["mark"] != ":" and after.isupper() and all(is_name(part.lower()) for part in parts)
