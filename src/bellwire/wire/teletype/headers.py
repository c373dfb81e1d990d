"""The header of a message: what service it runs on, its number, priority, category and keywords.

`eca062 4 i 211 ccccb dpa 061` (IPTC 7901), or `W2870<US>asian` and `u i<DC3><DC1> BC-Syria-Aleppo 1stLd-Writethru 12-04
0466` (ANPA 1312).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from bellwire.wire.takes import STORY, Take, merged, take_of

Standard = Literal["iptc", "anpa"]

#: Service and number, priority, category, words, then what the agency likes.
_IPTC = re.compile(
    r"(?:ZCZC {0,3})?([A-Za-z]{2,6})[ -]?([0-9]{1,5}) {1,3}([0-9]) {1,3}([A-Za-z]{1,6}) {1,3}([0-9]{1,5})"
    r"(?: (.{0,120}))?"
)
_AGENCY = re.compile(r"(?<![\w-])([A-Za-z]{2,12}(?:-[A-Za-z]{2,6})?)[ -]([0-9.]{3,5})(?!\w)(.{0,60})")
#: Service level, number, an agency's own letters, then the selector behind US (or what became of it), if there is one.
_ANPA_FIRST = re.compile(r"([A-Za-z]{0,2})([0-9]{3,4})(?:([A-Za-z]{0,15})[\x1f _]{1,2})?(?:[A-Za-z-][\w-]{0,5})?")
#: ANSA's two lines: letters and number, service, line; then priority, category and what the wire's machines need.
_ANSA_FIRST = re.compile(r"[A-Z]{3}([0-9]{4,6})_([A-Z0-9]{2,4})_[A-Z0-9]{3,6}")
_ANSA_SECOND = re.compile(r"([FBUR]) [A-Z]{3}(?: [A-Z0-9]{2,6}){1,5}")
#: DC3 or DC4, DC1 or DC2: body or small type, text or tables.
_FORMAT = re.compile(r"[\x11-\x14]")
_TABLES = "\x12"
_DAY = re.compile(r"([0-9]{1,2})[-/]([0-9]{1,2})")
_REFERENCE = re.compile(r"[a-z]{1,2}[0-9]{2,5}", re.IGNORECASE)
_WORDS = re.compile(r"[0-9]{1,5}")
#: Words between ANPA's keyword and date: version and reference.
_MOST_BETWEEN = 6


@dataclass(frozen=True, slots=True)
class Header:
    """What a header tells; "" and 0 where it is silent. `day`: its two numbers, in the agency's own order."""

    standard: Standard
    service: str = ""
    number: str = ""
    priority: str = ""
    keyword: str = ""
    take: Take = STORY
    day: tuple[int, int] = (0, 0)
    agency: str = ""
    tables: bool = False


def header_at(lines: list[str], at: int) -> tuple[Header, int] | None:
    """The header that begins in line `at`, and how many lines it has; None where none begins."""
    if found := _IPTC.fullmatch(lines[at].strip()):
        return _iptc(found), 1
    if ansa := _ansa(lines[at : at + 2]):
        return ansa, 2
    first = _ANPA_FIRST.fullmatch(lines[at].strip())
    second = at + 1 if first else at
    found_anpa = _anpa(lines[second], first) if second < len(lines) else None
    return (found_anpa, second - at + 1) if found_anpa else None


def _iptc(found: re.Match[str]) -> Header:
    agency = _AGENCY.search(found[6] or "")
    return Header(
        standard="iptc",
        service=found[1].lower(),
        number=found[2] if found[2].strip("0") else "",
        priority=found[3],
        agency=agency[1] if agency else "",
        take=merged(take_of(agency[3])) if agency else STORY,
    )


def _ansa(lines: list[str]) -> Header | None:
    """`XEF12345_SXA_QBXB`, then `U EST S0A QBXB`."""
    found = [pattern.fullmatch(line.strip()) for pattern, line in zip((_ANSA_FIRST, _ANSA_SECOND), lines, strict=False)]
    if len(found) < 2 or found[0] is None or found[1] is None:
        return None
    return Header("iptc", service=found[0][2].lower(), number=found[0][1], priority=found[1][1].lower(), agency="ANSA")


def _anpa(line: str, first: re.Match[str] | None) -> Header | None:
    """`u i BC-Syria-Aleppo 1stLd-Writethru a0512 12-04 0466`; all but priority, category, keyword and day may lack."""
    priority, category, keyword, *rest = [*_FORMAT.sub(" ", line).split(), "", "", ""][: 12 + 3]
    rest = [word for word in rest if word]
    days = [place for place, word in enumerate(rest[: _MOST_BETWEEN + 1]) if _DAY.fullmatch(word)]
    if not (len(priority) == 1 and priority.isalpha() and len(category) == 1 and len(keyword) > 1 and days):
        return None
    day = _DAY.fullmatch(rest[days[0]])
    behind = rest[days[0] + 1 :]
    if day is None or len(behind) > 1 or not all(map(_WORDS.fullmatch, behind)):
        return None
    version = [word for word in rest[: days[0]] if not _REFERENCE.fullmatch(word)]
    return Header(
        standard="anpa",
        service=first[1].lower() if first else "",
        number=first[2] if first else "",
        priority=priority.lower(),
        keyword=keyword,
        take=merged(take_of(" ".join(version))),
        day=(int(day[1]), int(day[2])),
        agency=(first[3] or "") if first else "",
        tables=_TABLES in line,
    )
