"""What a sentence names: places, peoples, governments and parties, before it is decided what each name means."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bellwire.reading.facts.gazetteer import Toponym
from bellwire.reading.facts.metonyms import LOCATIVE, stands_for_government
from bellwire.reading.facts.names import OWNED, Words, sentence_words
from bellwire.reading.facts.quarters import COMPASS, is_street, quarter_at
from bellwire.reading.facts.unlisted import unlisted_town, with_article
from bellwire.reading.syntax.tokens import Token

if TYPE_CHECKING:
    from bellwire.reading.facts import Facts


#: No towns.
NONE: Mapping[tuple[str, ...], str] = {}


@dataclass(frozen=True, slots=True)
class Named:
    """A name of tokens `first` to `last`. `kind`: toponym, demonym, metonym, party; quarter, of a town yet to be found;
    unlisted, a town that no list has. `toponyms`: what may be meant; else `country`, where one is known."""

    first: int
    last: int
    toponyms: tuple[Toponym, ...] = ()
    country: str = ""
    kind: str = "toponym"

    @property
    def of_country(self) -> str:
        """The country that it names, or whose people, government or party; "" where it names none."""
        if self.country:
            return self.country if self.kind != "unlisted" else ""
        return self.toponyms[0].country if self.toponyms and self.toponyms[0].kind == "country" else ""


def names_in(tokens: Sequence[Token], facts: Facts, towns: Mapping[tuple[str, ...], str] = NONE) -> list[Named]:
    """Every name in a sentence, in order, the longest where several begin at one word. `towns`: those that no list has
    and the article told to be some, by their words, each with its country."""
    words = sentence_words(tokens)
    names: list[Named] = []
    at = 0
    while at < len(words.words):
        first = words.tokens[at]
        quarter = _quarter(tokens, words, at, facts)
        if quarter is not None:
            names.append(quarter)
            at = next((k for k in range(at, len(words.words)) if words.tokens[k] > quarter.last), len(words.words))
            continue
        if not (tokens[first].text[:1].isupper() or words.words[at] in COMPASS or with_article(tokens, first)):
            at += 1
            continue
        step, found = _name_at(tokens, words, at, facts)
        if found is not None and found.toponyms and is_street(tokens, found.last):
            at += max(step, 1)
            continue
        unknown = found is None or not found.toponyms
        last, country = (_told(words, at, towns) if towns and unknown else None) or (None, "")
        last = last if last is not None or not unknown else unlisted_town(tokens, first)
        if last is not None:
            names.append(Named(first, last, country=country, kind="unlisted"))
            step = max(step, sum(first <= token <= last for token in words.tokens))
        elif found is not None and not _is_owner(tokens, found):
            names.append(found)
        at += max(step, 1)
    return names


def _is_owner(tokens: Sequence[Token], name: Named) -> bool:
    """Whether it only says whose a thing is, or where it has its seat: "a Portuguese-flagged tanker"."""
    after = [token.text.lower() for token in tokens[name.last + 1 : name.last + 3]]
    return name.kind in ("demonym", "toponym") and len(after) == 2 and after[0] in ("-", "–") and after[1] in OWNED


def _told(words: Words, at: int, towns: Mapping[tuple[str, ...], str]) -> tuple[int, str] | None:
    """The last token of a town that the article told to be one, and its country."""
    for town, country in towns.items():
        if tuple(words.words[at : at + len(town)]) == town:
            return words.tokens[at + len(town) - 1], country
    return None


def _quarter(tokens: Sequence[Token], words: Words, at: int, facts: Facts) -> Named | None:
    """A part that any town may have, with a capital or after "the" or an owner, unless our own list knows it."""
    n, first = quarter_at(words.words, at), words.tokens[at]
    if not n or facts.gazetteer.names.match(words.words, at, tokens[first].text)[0] >= n:
        return None
    before = tokens[first - 1].text.lower() if first > 0 else ""
    last = words.tokens[at + n - 1]
    named = tokens[last].text[:1].isupper() and first > 0
    return Named(first, last, kind="quarter") if named or before in ("the", "its", "'s", "’s", "'") else None


def _name_at(tokens: Sequence[Token], words: Words, at: int, facts: Facts) -> tuple[int, Named | None]:
    """The longest known name that begins at word `at`: its length, and what it is if it is of a place or people."""
    first, gazetteer = words.tokens[at], facts.gazetteer
    written = tokens[first].text
    party, actors = facts.lexicon.actors.match(words.words, at, written)
    people, codes = gazetteer.demonyms.match(words.words, at, written)
    place, toponyms = gazetteer.match(words.words, at, written)
    seat, seats = gazetteer.seats.match(words.words, at, written)
    longest = max(people, place, seat)
    if party and party >= longest:
        actor, last = actors[0], words.tokens[at + party - 1]
        of_country = actor.country in gazetteer.countries and not actor.person
        return party, Named(first, last, country=actor.country, kind="party") if of_country else None
    last = words.tokens[at + max(longest, 1) - 1]
    small = written[:1].islower() and (place < max(longest, 2) or not tokens[last].text[:1].isupper())
    if not longest or small:
        return 1, None
    if people == longest:
        return _or_its_capital(tokens, Named(first, last, country=codes[0], kind="demonym"), people, facts)
    if seat == longest and (place < seat or stands_for_government(tokens, first, last)):
        return seat, Named(first, last, country=seats[0], kind="metonym")
    return _or_its_capital(tokens, Named(first, last, tuple(toponyms)), place, facts)


def _or_its_capital(tokens: Sequence[Token], name: Named, length: int, facts: Facts) -> tuple[int, Named]:
    """The name of a country or people, or its capital where the copy goes on so: "the Libyan capital", "Libya's
    capital"; not what is invested: "an inflow of Libyan capital"."""
    owner = name.last + 1 < len(tokens) and tokens[name.last + 1].text in ("'s", "’s", "'", "’")
    at = name.last + 1 + owner
    town = facts.gazetteer.capitals.get(name.of_country)
    if town is None or at >= len(tokens) or tokens[at].text != "capital" or tokens[at].dep in ("compound", "amod"):
        return length, name
    before = tokens[name.first - 1].text.lower() if name.first else ""
    if not (owner or before == "the" or before in LOCATIVE):
        return length, name
    return length + 1, Named(name.first, at, (town,))
