"""Where: toponyms in a sentence, and which of them is the place of an event."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import log10
from typing import TYPE_CHECKING

import msgspec

from bellwire.reading.facts.gazetteer import WATERS, Toponym
from bellwire.reading.facts.names import Words, sentence_words
from bellwire.reading.reading import Place
from bellwire.reading.syntax.tokens import Sentence, Token

if TYPE_CHECKING:
    from bellwire.reading.facts import Facts


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A place named by tokens `first` to `last`, both included. `kind`: toponym, sea (any water), demonym, metonym."""

    first: int
    last: int
    place: Place
    kind: str


def find_places(sentence: Sentence, facts: Facts, prior: str | None = None) -> tuple[PlaceMention, ...]:
    """Every place named in `sentence`, in order; `prior` is the country that the article is about, if known."""
    tokens = sentence.tokens
    words = sentence_words(tokens)
    found: list[PlaceMention] = []
    at = 0
    while at < len(words.words):
        step, mention = _mention(tokens, words, at, facts, prior)
        if mention is not None:
            found.append(mention)
        at += step
    return tuple(found)


def _mention(
    tokens: Sequence[Token], words: Words, at: int, facts: Facts, prior: str | None
) -> tuple[int, PlaceMention | None]:
    first = words.tokens[at]
    if not tokens[first].text[:1].isupper():
        return 1, None
    gazetteer = facts.gazetteer
    n, codes = gazetteer.demonyms.match(words.words, at)
    m, toponyms = gazetteer.match(words.words, at)
    k, seats = gazetteer.seats.match(words.words, at)
    if n and n >= m:
        place = gazetteer.countries[codes[0]].place()
        return n, PlaceMention(first, words.tokens[at + n - 1], place, "demonym")
    if k and k >= m and _acts(tokens, first):
        place = gazetteer.countries[seats[0]].place()
        return k, PlaceMention(first, words.tokens[at + k - 1], place, "metonym")
    if not m:
        return 1, None
    best = max(toponyms, key=lambda t: _weight(t, prior))
    kind = "sea" if best.kind in WATERS else "toponym"
    return m, PlaceMention(first, words.tokens[at + m - 1], best.place(), kind)


def _weight(toponym: Toponym, prior: str | None) -> float:
    return (8.0 if toponym.own else log10(toponym.population + 1)) + (
        3.0 if prior and toponym.country == prior else 0.0
    )


def _acts(tokens: Sequence[Token], i: int) -> bool:
    return tokens[i].dep in ("nsubj", "agent", "poss")


def best_place(
    mentions: Iterable[PlaceMention],
    trigger: int,
    sentence: Sentence,
    prior: str | None = None,
    facts: Facts | None = None,
) -> Place | None:
    """Where the event of token `trigger` takes place: the nearest toponym, town before country; else the prior's country."""
    places = [m for m in mentions if m.kind in ("toponym", "sea")]
    if places:
        rank = {"point": 0, "town": 0, "region": 1, "country": 2}
        return min(places, key=lambda m: (rank[m.place.precision], abs(m.first - trigger))).place
    if prior and facts is not None:
        return msgspec.structs.replace(facts.gazetteer.countries[prior].place(), origin="article")
    return None


def article_prior(headline: Iterable[PlaceMention], body: Iterable[PlaceMention]) -> str | None:
    """The country an article is about: the one named most, the headline counting thrice; None if none is named."""
    votes: Counter[str] = Counter()
    for weight, mentions in ((3, headline), (1, body)):
        for mention in mentions:
            if mention.place.country:
                votes[mention.place.country] += weight
    return votes.most_common(1)[0][0] if votes else None
