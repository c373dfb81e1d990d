"""Takes: what an agency's marks say of a dispatch ("1stLd-Writethru", "ADD 2", "CORRECTIVE", "BULLETIN KILL"), and the
slug without them. Source: AP, "Filing the Wire"; dpa's stylebook, "Corrections, holds and kills"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum
from urllib.parse import quote


class Kind(IntEnum):
    """What a dispatch is to its story; of several marks the highest counts."""

    STORY = 0
    LEAD = 1
    INSERT = 2
    SUB = 3
    ADD = 4
    CORRECTION = 5
    HOLD = 6
    KILL = 7


_KINDS = {
    **dict.fromkeys("ld lead leads net writethru writethrough writet writethr update updates".split(), Kind.LEAD),
    "updated": Kind.LEAD,
    **dict.fromkeys("insert inserts ins".split(), Kind.INSERT),
    **dict.fromkeys("sub subs substitute".split(), Kind.SUB),
    **dict.fromkeys("add adds take page".split(), Kind.ADD),
    **dict.fromkeys(
        "correction corrections corrected corrective corrects correct cor corr clarification refile refiles"
        " berichtigung korrektur rectificatif".split(),
        Kind.CORRECTION,
    ),
    **dict.fromkeys("hold withhold".split(), Kind.HOLD),
    **dict.fromkeys("kill killed kills withdrawn withdrawal withdraw elimination eliminate".split(), Kind.KILL),
}  # fmt: skip
#: What stands among marks and says nothing of the take.
_NEUTRAL = frozenset(
    "bulletin mandatory urgent flash extra alert newsalert eil blitz snap optional precede final new repeat achtung"
    " attention editors advisory adv".split()
)
_FILLERS = frozenset("the a an of to our this story item report".split())
_WORD = re.compile(r"([0-9]{1,2})(?:st|nd|rd|th)?|([^\W\d_]{1,40})", re.IGNORECASE)
#: A mark's longest.
_LONGEST = 60
#: The cycle that a story is filed for (before, morning, afternoon), in front of AP's keywords.
_CYCLE = re.compile(r"(?:BC|AM|PM|AP)-(?=\S)")
_REFERENCE = re.compile(r"[a-z]{1,2}[0-9]{3,4}|[0-9]{1,5}", re.IGNORECASE)
_TAIL = re.compile(r"(.{0,200}?)[ ,]{0,3}\(([^()]{1,40})\)[ /]{0,3}", re.DOTALL)
#: "SYRIA-ALEPPO/2", "SYRIA-ALEPPO =2": the second page.
_PAGE = re.compile(r"(.{2,200}?)(?:/ ?| ?= ?)([2-9]|1[0-9])/?")
_NO_NAME = re.compile(r"[\W_]+")
_ADDRESS = re.compile(
    r"(?<!\w)(?:(?:attention|notes? to) )?(?:eds?|editors?)(?:[.'’]s?)? ?(?:note)? ?[:_–—-]{1,2} ?", re.IGNORECASE
)
#: ANPA 1312's priorities, flash, bulletin, urgent, regular, deferred, (hold for release), weekday and Sunday advance →
#: urgency, as AP's own items have both (Media API, `editorialpriority` beside `urgency`).
PRIORITIES = {"f": 1, "b": 2, "u": 3, "r": 4, "d": 5, "z": 6, "a": 7, "s": 8}
#: Characters of a keyword line that a header of ANPA 1312 has room for, the cycle's mark included.
KEYWORD_WIDTH = 24


@dataclass(frozen=True, slots=True)
class Take:
    """A dispatch's kind and its number (0: none)."""

    kind: Kind = Kind.STORY
    number: int = 0

    @property
    def word(self) -> str:
        """What a desk would say of it, "" for the story itself."""
        if self.kind in PIECES and self.number:
            return f"{_SAID[self.kind]} {self.number}"
        return _SAID[self.kind]


#: Dispatches that are no story without another.
PIECES = (Kind.ADD, Kind.SUB, Kind.INSERT)
_SAID = {kind: kind.name.title() for kind in Kind} | {Kind.STORY: "", Kind.LEAD: "Update"}
STORY = Take()


def take_of(mark: str) -> Take | None:
    """The take that a mark names, None where it is no mark but words of a story ("Kill ratio doubles")."""
    if len(mark) > _LONGEST:
        return None
    kind, number, seen = Kind.STORY, 0, False
    for digits, word in _WORD.findall(mark):
        name = word.lower()
        if digits:
            number = number or int(digits)
        elif name in _KINDS:
            kind, seen = max(kind, _KINDS[name]), True
        elif name not in _NEUTRAL and name not in _FILLERS:
            return None
        seen = seen or name in _NEUTRAL
    return Take(kind, number) if seen else None


def merged(*takes: Take | None) -> Take:
    """One take of several marks on the same dispatch."""
    found = [take for take in takes if take is not None]
    kind = max((take.kind for take in found), default=Kind.STORY)
    numbers = [take.number for take in sorted(found, key=lambda take: take.kind != kind)]
    return Take(kind, next(filter(None, numbers), 0))


def keywords_of(line: str) -> tuple[str, Take]:
    """The slug and the take in a keyword line: "BC-Syria-Aleppo, 1st Ld-Writethru, a0512,466" is `Syria-Aleppo`."""
    line = " ".join(line.split())
    take: Take | None = None
    if page := _PAGE.fullmatch(line):
        line, take = page[1], Take(Kind.ADD, int(page[2]) - 1)
    if (tail := _TAIL.fullmatch(line)) and (take := take_of(tail[2])) is not None:
        line = tail[1]
    slug, *rest = line.split(",")
    for part in map(str.strip, rest):
        if (found := take_of(part)) is not None:
            take = merged(take, found)
        elif part and not _REFERENCE.fullmatch(part):
            slug += f", {part}"
    return without_cycle(slug.strip(" ,")).strip("/ "), merged(take)


def without_cycle(slug: str) -> str:
    """The slug without the cycle that it is filed for."""
    return _CYCLE.sub("", slug, count=1) if _CYCLE.match(slug) else slug


def story_name(slug: str) -> str:
    """The slug as it stands in a story's uri: the same however it is spaced and capitalised."""
    return quote(_NO_NAME.sub("-", slug.casefold()).strip("-"), safe="-")


def note_of(line: str) -> str:
    """An editor's note without brackets and address: "(Eds: Updates with quotes.)" is "Updates with quotes."."""
    line = line.strip()
    if line.startswith("(") and line.endswith(")") and "(" not in line[1:]:
        line = line[1:-1].strip()
    return _ADDRESS.sub("", line)
