"""The country that an article is about, by the places, peoples and parties that it names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from bellwire.reading.facts.situate import PlaceMention

#: What the name of a country that acts says of where the story is, against 1 for any other.
ACTING = 0.35
#: What a people says of it, by what its noun is: a town or a war, police or villagers, soldiers or hostages, a
#: border.
NATION = {"where": 1.0, "home": 0.7, "whose": 0.35, "edge": 0.6}


def article_prior(headline: Iterable[PlaceMention], body: Iterable[PlaceMention]) -> str | None:
    """The country an article is about: the most named one, where the headline, towns and what stands first count for
    more.

    Peoples and governments count for less than places: a story from Lebanon names Israelis, Syrians and Americans.
    """
    votes: defaultdict[str, float] = defaultdict(float)
    for weight, mentions in ((2.5, headline), (1.0, body)):
        for k, mention in enumerate(mentions):
            country = mention.place.country
            if country:
                votes[country] += weight * _vote(mention) * 12 / (12 + k)
    return max(sorted(votes), key=lambda country: votes[country]) if votes else None


def _vote(mention: PlaceMention) -> float:
    if mention.kind in ("party", "metonym"):
        return 0.4
    if mention.kind == "demonym" or mention.nation != "where":
        return NATION[mention.nation]
    if mention.place.precision == "country":
        return 1.4 if mention.where else ACTING if mention.acts else 1.0
    return 0.5 if mention.voice else 1.7 if mention.where else 1.3
