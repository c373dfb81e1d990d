"""Which of the places that bear a name is meant, if it is a place at all and no person, company or common word."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import log10
from typing import TYPE_CHECKING

from bellwire.reading.facts.gazetteer import WATERS, Toponym
from bellwire.reading.facts.metonyms import LOCATIVE, span_head
from bellwire.reading.facts.named import Named
from bellwire.reading.facts.names import words_of
from bellwire.reading.facts.unlisted import TOWNS, is_explained
from bellwire.reading.syntax.tokens import Token

if TYPE_CHECKING:
    from bellwire.reading.facts import Facts

#: Entity labels by which the parser takes a name for a place.
PLACES = frozenset(["GPE", "LOC", "FAC"])
#: What is only called after a water: "the Gulf war" was not fought at sea.
NAMED_AFTER_WATER = frozenset(["war", "crisis"])
#: A GeoNames town of fewer people is only believed in its own country's company.
LEAST_ALONE = 15_000
#: A town of fewer is not believed in a story of other countries.
KNOWN = 100_000
#: A town of this many is known by its name alone, where the parser takes it for no person and no organisation.
LARGE = 300_000
#: What is done to towns and hardly to anything else that bears such a name.
TAKEN = frozenset(
    "capture recapture retake overrun besiege encircle storm shell bomb bombard liberate evacuate".split()
)
#: What a meaning is worth: our own list; the article's country; a country named in the sentence; one that the copy
#: binds to the name.
OWN, PRIOR, IN_SENTENCE, BOUND = 7.5, 3.0, 2.0, 6.0


@dataclass(frozen=True, slots=True)
class Company:
    """The countries beside a name: `near`, that the sentence and the article name; `prior`, that the article is about;
    `bound`, that the copy binds to it ("Tripoli, Lebanon", "Lebanon's Tripoli", "the Lebanese city of Tripoli"), else
    ""; `told`: the towns that the article tells elsewhere, by their words, each with its country."""

    near: frozenset[str]
    prior: str | None
    bound: str
    told: Mapping[tuple[str, ...], str] = field(default_factory=dict)

    def __contains__(self, country: str) -> bool:
        return country in self.near or country in (self.prior, self.bound)


def meant(tokens: Sequence[Token], name: Named, company: Company, facts: Facts) -> Toponym | None:
    """What a name means here; None where it is a person's, a company's or a common word's rather than a place's."""
    if _within_other_name(tokens, name):
        return None
    sure = not _is_common(tokens, name, facts) or _stands_as_name(tokens, name, company)
    possible = [t for t in name.toponyms if (t.own and sure) or _believed(tokens, name, t, company, facts)]
    if not possible:
        return None
    words = _words(tokens, name)
    best = max(possible, key=lambda t: _weight(t, company) + (words_of(t.name) == words))
    following = tokens[min(name.last + 1, len(tokens) - 1)]
    return None if best.kind in WATERS and following.lemma in NAMED_AFTER_WATER else best


def _weight(toponym: Toponym, company: Company) -> float:
    near, prior, bound = company.near, company.prior, company.bound
    weight = OWN + (toponym.kind == "country") if toponym.own else log10(toponym.population + 1)
    weight += PRIOR if prior and toponym.country == prior else 0.0
    weight += IN_SENTENCE if toponym.country in near and toponym.kind != "country" else 0.0
    return weight + (BOUND if bound and toponym.country == bound and toponym.kind != "country" else 0.0)


def _within_other_name(tokens: Sequence[Token], name: Named) -> bool:
    """Whether the name is a part of a person's or an organisation's: "Michael Jordan", "Iran Air", "Chad Smith"."""
    head = tokens[span_head(tokens, name.first, name.last)]
    before = tokens[name.first - 1] if name.first > 0 else None
    after = tokens[name.last + 1] if name.last + 1 < len(tokens) else None
    if head.entity == "PERSON":
        given = before is not None and before.entity == "PERSON" and before.pos == "PROPN"
        return given or (
            after is not None and after.entity == "PERSON" and after.pos == "PROPN" and head.dep == "compound"
        )
    if head.entity in ("ORG", "PRODUCT", "WORK_OF_ART") and after is not None:
        return after.pos == "PROPN" and after.entity == head.entity and head.dep in ("compound", "nmod")
    return False


def _believed(tokens: Sequence[Token], name: Named, town: Toponym, company: Company, facts: Facts) -> bool:
    """Whether a GeoNames town is meant: the parser or a preposition must say place, and small towns need company."""
    head = tokens[span_head(tokens, name.first, name.last)]
    before = _preposition(tokens, name)
    placed = before in LOCATIVE or (before in ("from", "to", "of") and head.entity != "PERSON")
    named = before == "of" and tokens[tokens[head.head].head].lemma in TOWNS
    placed = placed or named or (town.country in company and _is_town_here(tokens, name, head, town, company))
    labelled = head.entity in PLACES
    if head.pos not in ("PROPN", "NOUN", "ADJ"):
        return False
    kin = town.country in company
    if _is_common(tokens, name, facts):
        told = named or company.told.get(_words(tokens, name)) == town.country
        sure = (kin and told) or (before in LOCATIVE and labelled)
        return sure and tokens[name.first].text.istitle()
    if not kin and town.population < KNOWN and (company.prior is not None or not (placed and labelled)):
        return False
    if town.population < LEAST_ALONE:
        return kin and (placed or labelled)
    if labelled or (placed and (kin or before in LOCATIVE)):
        return True
    if town.population >= LARGE and head.entity in ("", "NORP", "EVENT") and head.pos == "PROPN":
        return True
    return kin and town.population >= KNOWN and head.entity != "PERSON" and head.pos == "PROPN"


def _is_town_here(tokens: Sequence[Token], name: Named, head: Token, town: Toponym, company: Company) -> bool:
    """Whether the copy treats the name as a town's: it says so of it, here or elsewhere, or tells that it is taken."""
    if head.pos != "PROPN" or head.entity == "PERSON":
        return False
    taken = head.dep == "dobj" and tokens[head.head].lemma in TAKEN
    return taken or company.told.get(_words(tokens, name)) == town.country or is_explained(tokens, name.last)


def _words(tokens: Sequence[Token], name: Named) -> tuple[str, ...]:
    return words_of(" ".join(token.text for token in tokens[name.first : name.last + 1]))


def _is_common(tokens: Sequence[Token], name: Named, facts: Facts) -> bool:
    return name.first == name.last and tokens[name.first].text.lower() in facts.gazetteer.common


def _stands_as_name(tokens: Sequence[Token], name: Named, company: Company) -> bool:
    """Whether a common word that also names a place of our own list is that name here: "captured Bara"."""
    head = tokens[span_head(tokens, name.first, name.last)]
    if head.pos != "PROPN" or head.entity == "PERSON" or head.dep in ("compound", "ROOT", "amod", "nmod"):
        return False
    return head.entity in PLACES or _preposition(tokens, name) != "" or name.toponyms[0].country in company


def _preposition(tokens: Sequence[Token], name: Named) -> str:
    """The preposition before a name, or the one that governs it past its modifiers; "" if there is none."""
    before = tokens[name.first - 1] if name.first > 0 else None
    if before is not None and (before.pos == "ADP" or before.text.lower() in LOCATIVE):
        return before.lemma
    head = tokens[span_head(tokens, name.first, name.last)]
    return tokens[head.head].lemma if head.dep == "pobj" else ""
