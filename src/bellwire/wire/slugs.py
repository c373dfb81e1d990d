"""The slug in a field that may hold anything: a keyword line of AP's kind, or words of whoever filled it in."""

from __future__ import annotations

import re

from bellwire.wire.takes import STORY, Kind, Take, keywords_of, without_cycle

#: Words that take a story back or hold it, and are as often what it tells of ("US-Afghanistan, withdrawal").
_AMBIGUOUS = re.compile(r"withdraw|eliminat|hold|kills\b", re.IGNORECASE)
#: Where the marks of a keyword line begin.
_MARKS = re.compile(r",|\(")


def slug_of(line: str) -> tuple[str, Take]:
    """As `keywords_of`, but that only a cycle or a mark makes a keyword line of a field, and only a cycle, or capitals
    behind small letters, a mark of a word that the story may be about."""
    line = " ".join(line.split())
    slug, take = keywords_of(line)
    if without_cycle(line) != line:
        return slug, take
    mark = line.removeprefix(slug)
    unsure = take.kind in (Kind.KILL, Kind.HOLD) and bool(_AMBIGUOUS.search(mark))
    if take.kind is Kind.STORY or not _MARKS.search(mark) or (unsure and not (mark.isupper() and not slug.isupper())):
        return line, STORY
    return slug, take
