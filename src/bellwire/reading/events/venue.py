"""Where an event is, decided among all countries that could be meant: a linear chooser over what speaks for each.

The rules' place (setting.py) is one of its features; one decision comes out. Weights are a table of numbers per feature
name (data/venue.json), learned by scripts/train_venue.py; deterministic, a dictionary and a sum.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import exp

import msgspec

from bellwire.reading.events.bearings import NOWHERE
from bellwire.reading.events.countries import candidates
from bellwire.reading.events.draft import Draft
from bellwire.reading.events.setting import SPOKEN, Scene
from bellwire.reading.facts import Facts
from bellwire.reading.facts.situate import PlaceMention, best_place
from bellwire.reading.facts.unlisted import TOWNS
from bellwire.reading.reading import Place
from bellwire.reading.syntax.frames import Frame

#: Rules that tell of a weapon that is tried.
TRIALS = frozenset(["weapons/test", "weapons/launch-test"])
#: What the other mentions of an article may add to a country for one of them, in thousandths of log odds; those of its
#: kind as much again.
LEAN = 1000
#: Kinds of words, whose place is another matter (a weapon is shown somewhere), and prepositions by which a deed is at a
#: town.
_WORDS = SPOKEN - {"weapons"}
_AT = frozenset(["in", "at", "near", "outside", "around"])


class VenueWeights(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The chooser as stored: feature → weight, in thousandths of log odds."""

    trained_on: str
    features: dict[str, int]


@dataclass(frozen=True, slots=True)
class Venue:
    """A loaded chooser."""

    weights: Mapping[str, int]

    @staticmethod
    def of(stored: bytes) -> Venue:
        """Out of the stored JSON. Raises msgspec.ValidationError where it does not fit."""
        return Venue(msgspec.json.decode(stored, type=VenueWeights).features)

    def score(self, features: Iterable[str]) -> int:
        """What speaks for a candidate, in thousandths of log odds."""
        return sum(self.weights.get(feature, 0) for feature in features)

    def reasons(self, features: Iterable[str]) -> tuple[str, ...]:
        """The three features that speak most for a candidate."""
        known = [f for f in features if self.weights.get(f, 0) > 0]
        return tuple(sorted(known, key=lambda f: (-self.weights[f], f))[:3])


def situated(drafts: Sequence[Draft], scene: Scene, facts: Facts, venue: Venue | None) -> list[Draft]:
    """The drafts with the place that is chosen for each; without a chooser as the rules have it."""
    if venue is None:
        return list(drafts)
    seen = [candidates(draft, scene, facts) for draft in drafts]
    scores = _shared(drafts, [{c: venue.score(features) for c, features in found.items()} for found in seen])
    leanings = [_shares(score) for score in scores]
    everyone, kinds = _Leaning(), defaultdict[str, _Leaning](_Leaning)
    for draft, leaning in zip(drafts, leanings, strict=True):
        everyone.add(leaning)
        kinds[draft.name].add(leaning)
    placed: list[Draft] = []
    for draft, found, score, own in zip(drafts, seen, scores, leanings, strict=True):
        total = {c: s + everyone.of(c, own) + kinds[draft.name].of(c, own) for c, s in score.items()}
        country = max(total, key=lambda c: total[c])
        if draft.name == "talks":
            country = _seat(country, total, scene, facts)
        elif draft.name == "truce":
            country = _field(country, total, draft, scene, facts)
        elif draft.rule.name in TRIALS:
            country = _range(country, draft)
        placed.append(_placed(draft, country, venue.reasons(found[country]), scene, facts))
    return placed


def _seat(country: str, total: Mapping[str, float], scene: Scene, facts: Facts) -> str:
    """Where talks about a country's war are held, if the article places something there; else the country itself."""
    year = scene.anchor.year if scene.anchor is not None else 0
    located = scene.located.country if scene.located is not None else None
    placed = {where for _, where, _ in scene.bearings.placed} | ({located} if located else set())
    seats = facts.gazetteer.seats_of_talks(country, year) & placed & total.keys()
    return max(sorted(seats), key=lambda c: total[c], default=country)


def _range(country: str, draft: Draft) -> str:
    """Where a weapon is tried: with who tries it, unless its sentence places it in the country chosen."""
    own = draft.actor.country if draft.actor is not None else None
    placed = any(mention.where and mention.place.country == country for mention in draft.mentions)
    return country if placed or not own else own


def _field(country: str, total: Mapping[str, float], draft: Draft, scene: Scene, facts: Facts) -> str:
    """Where a truce holds that is agreed abroad, in a country at peace that is no party to it: a party's country, else
    one at war; else the country itself."""
    year = scene.anchor.year if scene.anchor is not None else 0
    parties = {one.country for one in (draft.actor, draft.target) if one is not None and one.country}
    if country == NOWHERE or country in parties or facts.gazetteer.at_war(country, year):
        return country
    at_war = {other for other in total if facts.gazetteer.at_war(other, year)}
    fields = (parties & at_war or parties or at_war) & total.keys()
    return max(sorted(fields), key=lambda c: total[c], default=country)


def _shared(drafts: Sequence[Draft], scores: Sequence[dict[str, int]]) -> list[dict[str, int]]:
    """The scores with what one word tells of several kinds ("killed by a bomb") made one: the same deed, one place."""
    sums: defaultdict[tuple[int, int], defaultdict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for draft, score in zip(drafts, scores, strict=True):
        for country, points in score.items():
            sums[draft.order, draft.frame.trigger][country].append(points)
    return [
        {c: sum(told := sums[draft.order, draft.frame.trigger][c]) // len(told) for c in score}
        for draft, score in zip(drafts, scores, strict=True)
    ]


@dataclass(slots=True)
class _Leaning:
    """Where the mentions of an article are, each with its shares: what the others say leads one that is in doubt."""

    shares: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))
    count: int = 0

    def add(self, shares: Mapping[str, float]) -> None:
        self.count += 1
        for country, share in shares.items():
            self.shares[country] += share

    def of(self, country: str, own: Mapping[str, float]) -> float:
        """The mean share of a country among the other mentions, worth LEAN at most."""
        others = self.count - 1
        return LEAN * (self.shares[country] - own[country]) / others if others else 0.0


def _shares(scores: Mapping[str, int]) -> dict[str, float]:
    """How likely each country is, by the scores alone."""
    best = max(scores.values())
    odds = {country: exp((score - best) / 1000) for country, score in scores.items()}
    total = sum(odds.values())
    return {country: odd / total for country, odd in odds.items()}


def _is_told(draft: Draft) -> bool:
    """Whether the place that the rules found is the town that suffers the deed, or whose is what does, or at which the
    deed's own words have it: "bombed Gaza City", "struck the Saratov refinery", "was shot down near Assab"."""
    here, frame = draft.place, draft.frame
    towns = [one for one in draft.mentions if here and one.place.path == here.path and one.exact]
    if any(hit.first <= one.first <= hit.head for one in towns for hit in frame.patients):
        return True
    return draft.name not in _WORDS and any(_is_at(frame, one) for one in towns)


def _is_at(frame: Frame, town: PlaceMention) -> bool:
    """Whether a town hangs on what tells the deed by a preposition of place, it or what is there: "near the port of
    Assab"."""
    tokens = frame.sentence.tokens
    at = tokens[town.last]
    if at.dep == "pobj" and tokens[at.head].lemma == "of" and tokens[tokens[at.head].head].lemma in TOWNS:
        at = tokens[tokens[at.head].head]
    preposition = tokens[at.head]
    return at.dep == "pobj" and preposition.lemma in _AT and preposition.head in (frame.trigger, frame.anchor)


def _placed(draft: Draft, country: str, reasons: Sequence[str], scene: Scene, facts: Facts) -> Draft:
    ruled = (draft.place.country or NOWHERE) if draft.place is not None else NOWHERE
    if country == ruled or _is_told(draft):
        return draft
    why = (
        f"{country or 'no country'} rather than {ruled or 'none'}: {', '.join(reasons) or 'nothing speaks for another'}"
    )
    return replace(draft, place=finest(country, draft, scene, facts), placed=why)


def finest(country: str, draft: Draft, scene: Scene, facts: Facts) -> Place | None:
    """The most exact place in a country that the sentence, else the article names; else the country itself."""
    frame = draft.frame
    named = [m for m in draft.mentions if m.place.country == country]
    here = best_place([m for m in named if m.situates and not m.voice], frame.trigger, frame.sentence)
    if here is not None:
        return here
    whole = facts.gazetteer.whole(country)
    if whole is None:
        return None
    if any(party is not None and party.country == country for party in (draft.actor, draft.target)):
        return msgspec.structs.replace(whole, origin="actor")
    if scene.theatre is not None and scene.theatre.country == country:
        return msgspec.structs.replace(scene.theatre, origin="article")
    if not named and country not in scene.bearings.tallies and scene.located is not None:
        return msgspec.structs.replace(scene.located, origin="located")
    return msgspec.structs.replace(whole, origin="article")
