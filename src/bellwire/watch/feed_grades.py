"""A feed's grade (feeds.toml) weighs where its copy names no source: what a party's own agency tells in its own voice
is the party's word, no reporter's."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from bellwire.reading.reading import Attribution, Event, Grade, Reading, Status

#: Grades that make a feed's own voice weaker than a reporter's. The others change nothing: how good a named or an own
#: source is, the text tells.
_WEAKER = frozenset((Grade.OFFICIAL, Grade.UNNAMED, Grade.PARTY))


def graded(reading: Reading, grades: Mapping[str, Grade]) -> Reading:
    """The reading with its feed as the source of what it tells in its own voice. The same once as twice."""
    feed, grade = reading.article.feed, grades.get(reading.article.feed)
    if grade not in _WEAKER:
        return reading
    name = reading.article.provider or feed
    own = Attribution(text=name, source=name, grade=grade)
    return msgspec.structs.replace(reading, events=tuple(_graded(event, own) for event in reading.events))


def _graded(event: Event, own: Attribution) -> Event:
    """The event with no better source than the feed's own voice, which vouches where nobody else does."""
    said = tuple(
        msgspec.structs.replace(one, grade=own.grade) if one.grade is Grade.OWN_REPORTER else one
        for one in event.attribution
    )
    if not said and event.status is not Status.DENIED:
        said = (own,)
    return msgspec.structs.replace(event, attribution=said)
