"""Where and when an event takes place, out of the places and times that its sentence and its article name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import msgspec

from bellwire.reading.facts import Facts
from bellwire.reading.facts.places import PlaceMention, best_place
from bellwire.reading.facts.times import TimeMention
from bellwire.reading.reading import Party, Place, When
from bellwire.reading.syntax.frames import Frame

#: Days before the article's own at which a dated event is background rather than news.
OLD_DAYS = 5


@dataclass(frozen=True, slots=True)
class Scene:
    """What an article offers where a sentence is silent: its country, its dateline's place, its own time."""

    prior: str | None
    located: Place | None
    anchor: datetime | None


def where(
    frame: Frame, mentions: tuple[PlaceMention, ...], scene: Scene, actor: Party | None, target: Party | None, facts: Facts,
    at_actor: bool,
) -> Place | None:  # fmt: skip
    """The place of an event: named near its trigger, else its target's or actor's country, else the article's."""
    inside = tuple(m for m in mentions if m.kind in ("toponym", "sea") and not _is_party(m, frame, at_actor))
    if inside and not at_actor:
        return best_place(inside, frame.trigger, frame.sentence, scene.prior, facts)
    order = (actor, target) if at_actor else (target, actor)
    countries = facts.gazetteer.countries
    if at_actor:
        for party in order:
            if party is not None and party.country in countries:
                return msgspec.structs.replace(countries[party.country].place(), origin="actor")
    if scene.prior and scene.prior in countries:
        return msgspec.structs.replace(countries[scene.prior].place(), origin="article")
    for party in order:
        if party is not None and party.country in countries:
            return msgspec.structs.replace(countries[party.country].place(), origin="actor")
    return msgspec.structs.replace(scene.located, origin="located") if scene.located else None


def _is_party(mention: PlaceMention, frame: Frame, at_actor: bool) -> bool:
    """Whether a place stands for a government that acts here ("Iran said"), not for where it happens."""
    if mention.place.precision != "country":
        return False
    token = frame.sentence.tokens[mention.last]
    if token.dep in ("nsubj", "poss", "agent", "compound", "dative"):
        return True
    head = frame.sentence.tokens[token.head]
    return token.dep == "pobj" and head.lemma in ("by", "with", "from", "between") and not at_actor


def when(frame: Frame, mentions: tuple[TimeMention, ...]) -> TimeMention | None:
    """The dated time expression that belongs to an event: in its clause, nearest to its trigger."""
    token = frame.token
    dated = [m for m in mentions if m.first is not None]
    return min(dated, key=lambda m: abs(m.start - token.start), default=None)


def when_of(mention: TimeMention | None, text: str, offset: int) -> When | None:
    """The contract's form of a time mention; None where it names no days."""
    if mention is None or mention.first is None:
        return None
    last = mention.last or mention.first
    words = text[mention.start - offset : mention.end - offset]
    return When(
        start=mention.first, end=max(last, mention.first), precision=mention.precision, text=words, at=mention.at
    )


def is_old(mention: TimeMention | None, anchor: datetime | None) -> bool:
    """Whether a time lies clearly before the article's own."""
    if mention is None or anchor is None:
        return False
    last: date | None = mention.last or mention.first
    return last is not None and last < (anchor - timedelta(days=OLD_DAYS)).date()
