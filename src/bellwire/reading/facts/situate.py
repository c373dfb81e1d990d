"""Which of the places that a sentence names is the place of an event."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec

from bellwire.reading.facts.metonyms import LOCATIVE, governing, span_head
from bellwire.reading.facts.nations import Nation
from bellwire.reading.facts.unlisted import UNITS
from bellwire.reading.reading import Place
from bellwire.reading.syntax.frame_words import QUANTIFIERS
from bellwire.reading.syntax.tokens import Sentence, Token

if TYPE_CHECKING:
    from bellwire.reading.facts import Facts


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A place named by tokens `first` to `last`, both included. `kind`: toponym, sea (any water), demonym, metonym,
    party.

    `where`: a preposition of place governs it. `acts`: it stands where governments do ("Iran said", "by Iran").
    `wide`: it is larger than a country and says little ("Middle East"). `nation`: of a country, whether it says where
    or whose. `voice`: it is where somebody speaks ("told reporters in Geneva").
    """

    first: int
    last: int
    place: Place
    kind: str
    where: bool = False
    acts: bool = False
    wide: bool = False
    nation: Nation = "where"
    voice: bool = False

    @property
    def exact(self) -> bool:
        """Whether it is a town or a spot in it."""
        return self.place.precision in ("town", "point")

    @property
    def situates(self) -> bool:
        """Whether an event may be here: a place or a water, or the people of one ("an Israeli town")."""
        named = self.kind in ("toponym", "sea") and self.nation != "edge"
        return named or (self.kind == "demonym" and self.nation == "where")


#: Verbs that tell who speaks and where: "in Geneva, he told reporters" is not where the fighting is.
SPEECH = frozenset(
    "say tell report announce ask add declare state quote speak warn write inform monitor receive".split()
)
#: Nouns that a place only names: "Tehran radio", "the Geneva accord", "a Beirut newspaper".
NAMED_AFTER = frozenset(
    "radio television newspaper daily newsroom bureau accord convention treaty agreement conference tv".split()
)
#: What a mention is worth by how exactly it says where.
EXACT = {"point": 1.5, "town": 1.5, "region": 1.0, "country": 0.0}
#: How much less a town may score than the region round it and still be the place.
NEARLY = 3.0
#: Prepositions that only say what is close by: "in the town of Jamundi, near Cali".
BESIDE = frozenset(["near", "outside", "beyond", "towards", "toward"])
#: Below this no mention is where the event is.
LEAST = -0.6
#: Tokens before a name in which the distance from it stands: "25 km to the west of".
_REACH = 8


def best_place(
    mentions: Iterable[PlaceMention],
    trigger: int,
    sentence: Sentence,
    prior: str | None = None,
    facts: Facts | None = None,
) -> Place | None:
    """Where the event of token `trigger` takes place.

    What hangs on the trigger by a preposition of place, as its object or in its compound comes first, nearest in the
    tree and towns before countries; speakers' places and acting governments last. Without any, with `facts`, the
    country `prior` that the article is about; else None.
    """
    tokens = sentence.tokens
    up = _ancestors(tokens, trigger)
    scores: list[tuple[float, int, PlaceMention]] = []
    found = tuple(mention for mention in mentions if mention.situates)
    found = tuple(mention for mention in found if not _locates(tokens, mention, found))
    for mention in found:
        if mention.kind != "demonym" or not _is_named(tokens, mention, found):
            scores.append((_score(tokens, mention, trigger, up, prior), -mention.first, mention))
    best = _exactest(scores, max(scores, key=lambda one: one[:2])) if scores else None
    if best is not None and best[0] >= LEAST:
        return best[2].place
    if prior and facts is not None and prior in facts.gazetteer.countries:
        return msgspec.structs.replace(facts.gazetteer.countries[prior].place(), origin="article")
    return best[2].place if best is not None else None


def _locates(tokens: Sequence[Token], mention: PlaceMention, found: Sequence[PlaceMention]) -> bool:
    """Whether a place only says where the town before it is."""
    towns = [one.last for one in found if one.exact]
    return _is_beside(tokens, mention, towns) or _is_measured_from(tokens, mention, towns)


def _is_beside(tokens: Sequence[Token], mention: PlaceMention, towns: Sequence[int]) -> bool:
    """Cali in "in Jamundi, near Cali", Donetsk in "in Bakhmut, outside Donetsk". `towns`: the last words of towns."""
    if mention.first < 3 or tokens[mention.first - 1].lemma not in BESIDE or tokens[mention.first - 2].text != ",":
        return False
    return mention.first - 3 in towns


def _is_measured_from(tokens: Sequence[Token], mention: PlaceMention, towns: Sequence[int]) -> bool:
    """Goma in "Sake, about 25 km (15 miles) west of Goma"."""
    before = [token.text.lower() for token in tokens[max(0, mention.first - _REACH) : mention.first]]
    if before[-1:] not in (["of"], ["from"]) or UNITS.isdisjoint(before):
        return False
    begins = mention.first - len(before) + next(i for i, word in enumerate(before) if word in UNITS)
    return any(begins - _REACH <= last < begins for last in towns)


def _exactest(
    scores: Sequence[tuple[float, int, PlaceMention]], best: tuple[float, int, PlaceMention]
) -> tuple[float, int, PlaceMention]:
    """The town within the region or country that scores best, where it stands nearly as well."""
    place = best[2].place
    if place.precision not in ("region", "country") or place.country is None:
        return best
    towns = [
        one
        for one in scores
        if one[2].exact and one[2].place.country == place.country and one[0] >= best[0] - NEARLY and not one[2].voice
    ]
    return max(towns, key=lambda one: one[:2], default=best)


def _is_named(tokens: Sequence[Token], mention: PlaceMention, found: Sequence[PlaceMention]) -> bool:
    """Whether the noun of a people is a place that is named itself: "the Syrian town of Azaz"."""
    noun = tokens[span_head(tokens, mention.first, mention.last)].head
    return any(noun in _ancestors(tokens, other.last) for other in found if other.kind != "demonym")


def _ancestors(tokens: Sequence[Token], i: int) -> dict[int, int]:
    """The words above a word, each with how many steps above; itself at 0."""
    steps: dict[int, int] = {}
    for step in range(40):
        if i in steps:
            break
        steps[i] = step
        i = tokens[i].head
    return steps


def _score(
    tokens: Sequence[Token], mention: PlaceMention, trigger: int, up: dict[int, int], prior: str | None
) -> float:
    i = governing(tokens, span_head(tokens, mention.first, mention.last))
    if mention.kind == "demonym":
        i = governing(tokens, tokens[i].head)
    token = tokens[i]
    head = tokens[token.head]
    score = EXACT[mention.place.precision] - 0.7 * _distance(tokens, i, up) - 0.02 * abs(mention.first - trigger)
    score += 1.0 if prior and mention.place.country == prior else 0.0
    score -= 2.5 if mention.wide else 0.0
    if token.dep == "pobj":
        score += _by_preposition(tokens, head, trigger)
    elif token.dep in ("dobj", "nsubjpass", "attr"):
        score += 4.0 if head.i == trigger else 1.5
    elif token.dep in ("compound", "nmod", "amod", "poss", "npadvmod", "appos"):
        country = mention.place.precision == "country"
        score += (1.5 if country else 3.5) if head.i == trigger else -4.0 if head.lemma in NAMED_AFTER else 0.5
    elif token.dep == "nsubj":
        score -= 3.0 if mention.place.precision == "country" else 0.5
    return score


def _by_preposition(tokens: Sequence[Token], preposition: Token, trigger: int) -> float:
    """What a preposition is worth: of place most, of source and goal a little, of parties less than nothing."""
    above = tokens[preposition.head]
    score = 0.0
    if preposition.lemma in BESIDE:
        score = 2.0
    elif preposition.lemma in LOCATIVE:
        score = 4.0
    elif preposition.lemma == "of":
        score = 3.0 if above.i == trigger else 1.5
    elif preposition.lemma in ("to", "from", "against", "for"):
        score = 1.5 if above.i == trigger else 0.5
    elif preposition.lemma in ("by", "with"):
        score = -2.0
    if above.lemma in SPEECH and above.i != trigger:
        score -= 4.5
    return score


def steps_between(tokens: Sequence[Token], one: int, other: int) -> int:
    """Steps in the tree between two words of a sentence; 12 where it does not join them."""
    return _distance(tokens, one, _ancestors(tokens, other))


def _distance(tokens: Sequence[Token], i: int, up: dict[int, int]) -> int:
    """Steps in the tree between a word and the one whose ancestors are `up`; "one of" what something is done to is
    none."""
    steps = 0
    for _ in range(40):
        if i in up:
            return steps + up[i]
        if tokens[i].head == i:
            break
        above = tokens[tokens[i].head]
        if tokens[i].dep == "pobj" and above.lemma == "of" and tokens[above.head].lemma in QUANTIFIERS:
            i = above.head
        else:
            i = above.i
            steps += 1
    return 12
