"""Where a blow was that copy names first and places later: "A raid killed nine. The raid hit a market in Gedeb"."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from bellwire.reading.events.draft import Draft
from bellwire.reading.facts.situate import PlaceMention, best_place
from bellwire.reading.facts.unlisted import TOWNS
from bellwire.reading.reading import Place
from bellwire.reading.syntax.tokens import Sentence

#: Nouns that point back at a blow with "the".
_BLOWS = frozenset(
    "strike airstrike raid attack assault blast explosion bombing shelling ambush shooting massacre clash drone".split()
)
#: Kinds that such a noun may point at.
_KINDS = frozenset(["strike", "bombing", "attack", "clash", "casualties", "damage"])


def spot_of(sentence: Sentence, places: Callable[[Sentence], Sequence[PlaceMention]]) -> Place | None:
    """The town at which a sentence of the body places "the attack" that it begins with; None where it does not."""
    tokens = sentence.tokens
    if sentence.field != "body" or not tokens or tokens[0].text != "The":
        return None
    noun = next((t for t in tokens[1:4] if t.lemma in _BLOWS and t.dep in ("nsubj", "nsubjpass")), None)
    if noun is None:
        return None
    exact = [m for m in places(sentence) if m.exact and m.situates and not m.voice and _is_where(sentence, m)]
    return best_place(exact, noun.head, sentence) if exact else None


def _is_where(sentence: Sentence, mention: PlaceMention) -> bool:
    """Whether it is told to be there: "in Gedeb", "in the town of Gedeb"."""
    before = [t.lemma.lower() for t in sentence.tokens[max(0, mention.first - 2) : mention.first]]
    return mention.where or (len(before) == 2 and before[0] in TOWNS and before[1] == "of")


def spotted(drafts: Sequence[Draft], spots: Sequence[tuple[int, Place]]) -> list[Draft]:
    """The drafts, those of a blow that is told at no town put where a later sentence places it."""
    return [_spotted(draft, spots) for draft in drafts]


def _spotted(draft: Draft, spots: Sequence[tuple[int, Place]]) -> Draft:
    place = draft.place
    if draft.name not in _KINDS or draft.status not in ("happened", "claimed"):
        return draft
    if place is not None and (place.precision in ("town", "point") or place.origin == "actor"):
        return draft
    for order, spot in spots:
        if draft.order < order and (place is None or place.country == spot.country):
            return replace(draft, place=spot)
    return draft
