"""Has this version been seen, is it older than one that has, or is it new?"""

from __future__ import annotations

import unicodedata

from bellwire.reading.reading import Outcome, Reading
from bellwire.watch.reasons import Reason
from bellwire.watch.thread import KnownVersion

#: Outcomes of a version that was registered and yet never told: it may still come to be.
_UNTOLD = frozenset({Outcome.WITHHELD, Outcome.EMBARGOED})


def registration(reading: Reading, outcome: Outcome) -> KnownVersion:
    """What is remembered of a version."""
    return KnownVersion(
        uri=reading.uri,
        version=reading.version,
        outcome=outcome,
        version_time=reading.article.version_time,
        received=reading.article.received,
        digest=reading.article.digest,
    )


def judge(reading: Reading, versions: tuple[KnownVersion, ...], *, kill: bool, release: bool) -> Reason | None:
    """Why this version makes nothing, or None where it is new. A kill passes, but once.

    Once killed, an article stays killed: the status "canceled" is of the item, all versions of it.
    """
    killed = [known for known in versions if known.outcome is Outcome.CANCELED]
    if kill:
        return Reason.REPEATED if killed else None
    if killed:
        return Reason.KILLED_BEFORE
    for known in versions:
        if _same(reading, known):
            untold = known.outcome in _UNTOLD and (release or reading.outcome is not known.outcome)
            if not untold:
                return Reason.REPEATED
        elif known.outcome is not Outcome.SUPERSEDED and newer(known, registration(reading, reading.outcome)):
            return Reason.SUPERSEDED
    return None


def newer(one: KnownVersion, other: KnownVersion) -> bool:
    """Whether `one` is the later version: as integers, else as text, else by version time (design: contract)."""
    if one.version != other.version:
        numbers = number(one.version), number(other.version)
        if numbers[0] is not None and numbers[1] is not None:
            return numbers[0] > numbers[1]
        if one.version and other.version:
            return one.version > other.version
    if one.version_time and other.version_time:
        return one.version_time > other.version_time
    return False


def number(version: str) -> tuple[int, str] | None:
    """What orders versions that are whole numbers as numbers, in whatever digits and however many; None where it is
    none. Python makes no integer of more than 4,300 digits, and feeds may send any."""
    if not version.isdecimal():
        return None
    digits = "".join(str(unicodedata.decimal(digit)) for digit in version).lstrip("0")
    return len(digits), digits


def _same(reading: Reading, known: KnownVersion) -> bool:
    if reading.version != known.version:
        return False
    if reading.version:
        return True
    return reading.article.version_time == known.version_time and reading.article.digest == known.digest
