"""Who: what type of actor or thing a noun phrase names, and the party it makes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from bellwire.reading.facts.lexicon import Actor
from bellwire.reading.facts.names import sentence_words, words_of
from bellwire.reading.facts.phrases import leftmost, rightmost, span_text
from bellwire.reading.reading import Party
from bellwire.reading.syntax.tokens import Token

if TYPE_CHECKING:
    from bellwire.reading.facts import Facts

#: Roles of a party by the types of its noun, the most telling first.
ROLES = (
    ("media", "media"), ("igo", "IGO"), ("aid_agency", "NGO"), ("rebel", "rebel"), ("gunmen", "rebel"), 
    ("militia", "militia"),
    ("police", "police"), ("armed_force", "military"), ("government", "government"), ("diplomat", "government"),
    ("official", "government"), ("leader", "government"), ("state", "government"), ("civilians", "civilian"),
    ("prisoners", "civilian"), ("hostages", "civilian"), ("wounded", "civilian"), ("company", "company"),
    ("party", "party"),
)  # fmt: skip
#: What the parser's entity label is worth where no table knows the name.
ENTITIES = {
    "PERSON": frozenset(["person"]), "NORP": frozenset(["people"]), "GPE": frozenset(["place", "town"]),
    "LOC": frozenset(["place"]), "FAC": frozenset(["facility", "building"]), "MONEY": frozenset(["money"]),
    "PERCENT": frozenset(["money"]), "ORG": frozenset(["organisation"]),
}  # fmt: skip
#: Words that say which of a country's forces: "air force".
ARMS = frozenset(["air", "armed", "security", "defence", "defense", "special", "ground", "naval"])
#: Forces that a country and a noun name together: "Syrian army", "Iraqi police".
FORCES = frozenset([
    "army", "navy", "air force", "military", "troop", "force", "police", "government", "parliament", "soldier",
    "rebel", "opposition", "cabinet", "president", "prime minister", "foreign minister", "defence minister",
    "defense minister", "militia", "guerrilla", "warplane", "jet", "foreign ministry", "defence ministry",
    "defense ministry", "interior ministry", "junta", "embassy", "navy", "marine", "official", "parliament",
])  # fmt: skip
#: Forces and bodies of which a country has one, so that "the army" is that of the country the article is about.
BODIES = frozenset([
    "army", "navy", "air force", "military", "police", "government", "parliament", "cabinet", "president",
    "prime minister", "foreign minister", "defence minister", "defense minister", "foreign ministry",
    "defence ministry", "defense ministry", "interior ministry",
])  # fmt: skip
PERSONS = frozenset(["he", "she", "him", "her", "who"])


def types_of(tokens: Sequence[Token], head: int, facts: Facts) -> frozenset[str]:
    """What the noun phrase round token `head` is: argument types, none if unknown."""
    token = tokens[head]
    if token.pos in ("NUM", "DET", "PUNCT", "ADP", "SCONJ", "CCONJ") and token.entity not in ENTITIES:
        return frozenset()
    if token.pos == "PRON":
        return frozenset(["person"]) if token.lemma.lower() in PERSONS else frozenset()
    first = leftmost(tokens, head)
    actor = named_actor(tokens, first, head, facts)
    if actor is not None:
        return actor.types
    found = _noun_types(tokens, first, head, facts)
    common = head == 0 and token.pos == "NOUN" and found
    if _is_full_name(tokens, head):
        return ENTITIES["PERSON"]
    if token.text[:1].isupper() and token.pos in ("PROPN", "NOUN", "ADJ") and not common:
        named = _name_types(tokens, head, facts)
        if named:
            return named
    return found or (ENTITIES.get(token.entity, frozenset()) if token.pos == "PROPN" else frozenset())


def named_actor(tokens: Sequence[Token], first: int, head: int, facts: Facts) -> Actor | None:
    """The known actor whose name ends at `head` (or runs through it): the longest one; None if there is none."""
    last = rightmost(tokens, head)
    words = sentence_words(tokens[first : last + 1])
    for at, word in enumerate(words.words):
        here = first + words.tokens[at]
        if here > head:
            break
        n, actors = facts.lexicon.actors.match(words.words, at, tokens[here].text)
        if n and word and tokens[here].text[:1].isupper() and first + words.tokens[at + n - 1] >= head:
            return actors[0]
    return None


def _is_full_name(tokens: Sequence[Token], head: int) -> bool:
    """Whether the head is the surname of a person of two names: "Michael Jordan" is no country."""
    before = tokens[head - 1] if head > 0 else None
    return (
        tokens[head].entity == "PERSON"
        and before is not None
        and before.entity == "PERSON"
        and before.dep == "compound"
    )


def _name_types(tokens: Sequence[Token], head: int, facts: Facts) -> frozenset[str]:
    """Types of a proper name: countries act and are places; demonym nouns are people; other places are places."""
    first = head
    while (
        first > 0
        and tokens[first - 1].dep in ("compound", "punct", "nmod", "amod")
        and tokens[first - 1].text[:1].isupper()
    ):
        first -= 1
    gazetteer = facts.gazetteer
    for start in range(first, head + 1):
        words = tuple(w for t in tokens[start : head + 1] for w in words_of(t.text))
        if not words:
            continue
        key = " ".join(words)
        if key in gazetteer.demonyms.meanings:
            return frozenset(["state"] if tokens[head].pos == "ADJ" else ["people", "state"])
        if (
            key in gazetteer.seats.meanings
            and key not in gazetteer.names.meanings
            and key not in gazetteer.towns.meanings
        ):
            return frozenset(["government", "state"])
        n, toponyms = gazetteer.match(words, 0)
        if n == len(words):
            kinds = {t.kind for t in toponyms if t.own} or (
                {"town"} if tokens[head].entity not in ("PERSON", "ORG") else set()
            )
            if "country" in kinds:
                return frozenset(["state", "place"])
            if "town" in kinds:
                capital = key in gazetteer.seats.meanings
                return frozenset(["place", "town", "state"] if capital else ["place", "town"])
            if kinds:
                return frozenset(["place"])
    return frozenset()


def _noun_types(tokens: Sequence[Token], first: int, head: int, facts: Facts) -> frozenset[str]:
    """Types by the longest listed noun that ends at `head`: "prime minister" before "minister"."""
    nouns = facts.lexicon.nouns
    forms = (tokens[head].lemma.lower(), tokens[head].text.lower())
    before = [w for t in tokens[max(first, head - 5) : head] for w in words_of(t.text)]
    for n in (3, 2, 1):
        if len(before) >= n:
            for form in forms:
                found = nouns.get(" ".join([*before[-n:], form]))
                if found:
                    return found
    for form in forms:
        if form in nouns:
            return nouns[form]
    plain = forms[0].replace("-", " ")
    return nouns.get(plain) or nouns.get(plain.split(" ")[-1], frozenset())


def party(tokens: Sequence[Token], head: int, facts: Facts, prior: str | None = None) -> Party:
    """The party that the noun phrase round token `head` names; `prior` is the country that the article is about."""
    first, last = leftmost(tokens, head), rightmost(tokens, head)
    start = first
    while start < head and tokens[start].dep == "punct":
        start += 1
    text = _as_inside(span_text(tokens, start, last), tokens[start])
    actor = named_actor(tokens, first, head, facts)
    if actor is not None:
        return Party(text=text, name=actor.name, country=actor.country or None, role=actor.role)
    types = types_of(tokens, head, facts)
    role = next((role for kind, role in ROLES if kind in types), None)
    country = _country(tokens, first, last, facts)
    if country is None and (owner := _owner(tokens, first, head)) is not None:
        begins = leftmost(tokens, owner)
        if (country := _country(tokens, begins, owner, facts)) is not None:
            text = _as_inside(span_text(tokens, begins, last), tokens[begins])
    name = _name(tokens, head, last, country, facts, prior)
    if country is None and {"armed_force", "government", "police"} & types and _is_the(tokens, first, head):
        country = prior
    return Party(text=text, name=name, country=country, role=role)


def _owner(tokens: Sequence[Token], first: int, head: int) -> int | None:
    """Whose it is: "Israel" in "Israel's army", which stands before the phrase; None for "its army"."""
    before = (t for t in tokens[:first] if t.dep == "poss" and t.head == head)
    return next((t.i for t in before if t.pos in ("PROPN", "NOUN")), None)


def _as_inside(text: str, first: Token) -> str:
    """A phrase as it would stand inside of a sentence: "The army" is "the army", a name keeps its capital."""
    common = first.i == 0 and first.pos not in ("PROPN", "ADJ") and not first.entity and not first.text[1:].isupper()
    plain = common or (first.i == 0 and first.text.lower() == first.lemma and first.pos == "ADJ" and not first.entity)
    return text[:1].lower() + text[1:] if plain and len(first.text) > 1 else text


def _country(tokens: Sequence[Token], first: int, last: int, facts: Facts) -> str | None:
    """The country that a phrase names: by demonym, by name, by seat of government, by a sure place in it."""
    words = sentence_words(tokens[first : last + 1])
    gazetteer = facts.gazetteer
    for at in range(len(words.words)):
        token = tokens[first + words.tokens[at]]
        if not token.text[:1].isupper() or token.entity == "PERSON":
            continue
        _, codes = gazetteer.demonyms.match(words.words, at)
        if codes:
            return codes[0]
        n, toponyms = gazetteer.match(words.words, at)
        if n:
            best = max(toponyms, key=lambda t: (t.own, t.population))
            if best.own or best.population > 100_000:
                return best.country or None
        _, codes = gazetteer.seats.match(words.words, at)
        if codes:
            return codes[0]
    return None


def _is_the(tokens: Sequence[Token], first: int, head: int) -> bool:
    """Whether it is the country's own: "the army", a headline's "Army", "government troops"; not "warplanes"."""
    if head - first > 2:
        return False
    own = tokens[head - 1].lemma in ("government", "security") if head > first else False
    words = [t.lemma.lower() for t in tokens[first : head + 1] if t.dep not in ("det", "punct")]
    body = bool({" ".join(words[-1:]), " ".join(words[-2:])} & BODIES)
    return own or (body and len(words) <= 2 and (first == head or tokens[first].lemma == "the"))


def _name(
    tokens: Sequence[Token], head: int, last: int, country: str | None, facts: Facts, prior: str | None
) -> str | None:
    """The canonical name: a country's for its people, "Syrian army" for a country's force, a proper name as written."""
    token = tokens[head]
    first = leftmost(tokens, head)
    lemma = token.lemma.lower()
    if token.pos != "PROPN" and lemma in FORCES:
        of = country or (prior if _is_the(tokens, first, head) else None)
        adjective = facts.gazetteer.adjectives.get(of or "")
        arm = tokens[head - 1].text.lower() if head > first else ""
        force = f"{arm} {token.text.lower()}" if arm in ARMS else token.text.lower()
        return f"{adjective} {force}" if adjective else None
    key = " ".join(words_of(token.text))
    if (
        country
        and key not in facts.gazetteer.regional
        and (key in facts.gazetteer.demonyms.meanings or key in facts.gazetteer.seats.meanings)
        and token.pos != "ADJ"
    ):
        known = facts.gazetteer.countries.get(country)
        return known.name if known else None
    if token.pos != "PROPN":
        return None
    start = head
    while start > first and tokens[start - 1].pos == "PROPN":
        start -= 1
    name = span_text(tokens, start, last)
    n, toponyms = facts.gazetteer.match(words_of(name), 0) if words_of(name) else (0, [])
    countries = [t.name for t in toponyms if t.kind == "country" and n == len(words_of(name))]
    return countries[0] if countries else name
