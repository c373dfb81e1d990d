"""Where: toponyms in a sentence, what each means, and the country that an article is about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import log10
from typing import TYPE_CHECKING

import msgspec

from bellwire.reading.facts.gazetteer import WATERS, Toponym
from bellwire.reading.facts.metonyms import LOCATIVE, governing, is_actor, is_where, span_head, stands_for_government
from bellwire.reading.facts.names import Words, sentence_words, words_of
from bellwire.reading.facts.nations import Nation, nation_of
from bellwire.reading.facts.phrases import span_text
from bellwire.reading.facts.quarters import quarter_at, within
from bellwire.reading.facts.situate import SPEECH, PlaceMention, best_place
from bellwire.reading.facts.unlisted import TOWNS, unlisted_town
from bellwire.reading.reading import Place
from bellwire.reading.syntax.tokens import Sentence, Token

if TYPE_CHECKING:
    from bellwire.reading.facts import Facts

__all__ = ["PlaceMention", "article_prior", "best_place", "find_places"]

#: Entity labels by which the parser takes a name for a place.
PLACES = frozenset(["GPE", "LOC", "FAC"])
#: Words that begin names of parts of places, small as they are written: "eastern Aleppo", "northern Gaza".
COMPASS = frozenset(
    """northern southern eastern western central north south east west northeast northwest southeast southwest
    northeastern
    northwestern southeastern southwestern occupied lower upper n. s.""".split()
)
#: What makes a town's name that of the land round it.
PROVINCES = frozenset(["province", "governorate", "region", "oblast", "state", "countryside", "county"])
#: Types of those who speak for others and from where they sit.
SPOKESMEN = frozenset(["official", "diplomat", "media", "leader"])
#: What is only called after a water: "the Gulf war" was not fought at sea.
NAMED_AFTER_WATER = frozenset(["war", "crisis"])
#: A GeoNames town of fewer people is only believed in its own country's company.
LEAST_ALONE = 15_000
#: A town of fewer is not believed in a story of other countries.
KNOWN = 100_000
#: A town of this many is known by its name alone, where the parser takes it for no person and no organisation.
LARGE = 300_000
#: What the name of a country that acts says of where the story is, against 1 for any other.
ACTING = 0.35
#: What a people says of it, by what its noun is: a town or a war, police or villagers, soldiers or hostages, a
#: border.
NATION = {"where": 1.0, "home": 0.7, "whose": 0.35, "edge": 0.6}
NOWHERE: Nation = "where"
#: What a meaning is worth: our own list; the article's country; a country named in the sentence; one right after the
#: name.
OWN, PRIOR, IN_SENTENCE, RIGHT_AFTER = 7.5, 3.0, 2.0, 6.0


@dataclass(frozen=True, slots=True)
class _Found:
    """A name in the sentence before it is decided what it means."""

    first: int
    last: int
    toponyms: tuple[Toponym, ...] = ()
    country: str = ""
    kind: str = "toponym"


def find_places(
    sentence: Sentence,
    facts: Facts,
    prior: str | None = None,
    *,
    town: Place | None = None,
    named: frozenset[str] = frozenset(),
) -> tuple[PlaceMention, ...]:
    """Every place named in `sentence`, in order, in the copy's own spelling.

    `prior` is the country that the article is about, `town` the town, `named` all countries that it names, if known.
    Capitals that stand for governments come as metonyms, peoples as demonyms, armed groups and other known
    parties as parties, waters as seas, all else as toponyms. "The Old City" is that of a town of the sentence, else
    of `town`.
    """
    tokens = sentence.tokens
    words = sentence_words(tokens)
    names: list[_Found] = []
    at = 0
    while at < len(words.words):
        first = words.tokens[at]
        quarter = _quarter(tokens, words, at, facts)
        if quarter is not None:
            names.append(quarter)
            at = next((k for k in range(at, len(words.words)) if words.tokens[k] > quarter.last), len(words.words))
            continue
        if not tokens[first].text[:1].isupper() and words.words[at] not in COMPASS:
            at += 1
            continue
        step, found = _name_at(tokens, words, at, facts)
        last = unlisted_town(tokens, first) if found is None or not found.toponyms else None
        if last is not None:
            names.append(_Found(first, last, kind="unlisted"))
            step = max(step, sum(first <= token <= last for token in words.tokens))
        elif found is not None:
            names.append(found)
        at += max(step, 1)
    near = {
        f.country or f.toponyms[0].country
        for f in names
        if f.country or (f.toponyms and f.toponyms[0].kind == "country")
    }
    near |= named
    decided = [
        _unlisted(tokens, name, k, names, near, facts, prior)
        if name.kind == "unlisted"
        else _decided(tokens, name, k, names, near, facts, prior)
        for k, name in enumerate(names)
    ]
    mentions = [mention for mention in decided if mention is not None]
    for name in names:
        if name.kind == "quarter":
            part = _in_its_town(tokens, name, mentions, town or _holy_city(tokens, name, facts, prior), facts)
            mentions.extend([part] if part is not None else [])
    return tuple(sorted(mentions, key=lambda mention: mention.first))


def _quarter(tokens: Sequence[Token], words: Words, at: int, facts: Facts) -> _Found | None:
    """A part that any town may have, with a capital or after "the" or an owner, unless our own list knows it."""
    n, first = quarter_at(words.words, at), words.tokens[at]
    if not n or facts.gazetteer.names.match(words.words, at, tokens[first].text)[0] >= n:
        return None
    before = tokens[first - 1].text.lower() if first > 0 else ""
    last = words.tokens[at + n - 1]
    named = tokens[last].text[:1].isupper() and first > 0
    return _Found(first, last, kind="quarter") if named or before in ("the", "its", "'s", "’s", "'") else None


def _in_its_town(
    tokens: Sequence[Token], name: _Found, found: Sequence[PlaceMention], town: Place | None, facts: Facts
) -> PlaceMention | None:
    """The quarter in the town that owns it, that follows with "of", that the sentence or else the article is about."""
    towns = [m for m in found if m.kind == "toponym" and m.place.precision in ("town", "point") and not m.voice]
    its = [m for m in towns if 1 <= name.first - m.last <= 2 or m.first - name.last == 2]
    before = [m for m in towns if m.last < name.first][-1:]
    mine = next(iter((*its, *before)), None)
    place = mine.place if mine else town or (towns[0].place if towns else None)
    if place is None:
        return None
    place = _whole_town(place, facts)
    written = span_text(tokens, name.first, name.last)
    where, acts = is_where(tokens, name.first, name.last), is_actor(tokens, name.first, name.last)
    return PlaceMention(name.first, name.last, within(place, written), "toponym", where, acts)


def _whole_town(place: Place, facts: Facts) -> Place:
    """The town of which "eastern Aleppo" is a side; the place itself where it is no side."""
    side, _, rest = place.path.rpartition("/")[2].partition(" ")
    if place.precision != "point" or side.lower() not in COMPASS or not rest:
        return place
    towns = [t for t in facts.gazetteer.match(words_of(rest), 0)[1] if t.kind == "town" and t.country == place.country]
    return towns[0].place() if towns else place


def _holy_city(tokens: Sequence[Token], name: _Found, facts: Facts, prior: str | None) -> Place | None:
    """Jerusalem, where copy from there names "the Old City" without its town."""
    if prior not in ("IL", "PS") or tokens[name.first].text != "Old" or tokens[name.last].text != "City":
        return None
    toponyms = facts.gazetteer.match(["jerusalem"], 0)[1]
    return toponyms[0].place() if toponyms else None


def _name_at(tokens: Sequence[Token], words: Words, at: int, facts: Facts) -> tuple[int, _Found | None]:
    """The longest known name that begins at word `at`: its length, and what it is if it is of a place or people."""
    first, gazetteer = words.tokens[at], facts.gazetteer
    written = tokens[first].text
    a, actors = facts.lexicon.actors.match(words.words, at, written)
    n, codes = gazetteer.demonyms.match(words.words, at, written)
    m, toponyms = gazetteer.match(words.words, at, written)
    k, seats = gazetteer.seats.match(words.words, at, written)
    longest = max(n, m, k)
    if a and a >= longest:
        party = actors[0].country in gazetteer.countries and not actors[0].person
        return a, _Found(first, words.tokens[at + a - 1], country=actors[0].country, kind="party") if party else None
    last = words.tokens[at + max(longest, 1) - 1]
    if not longest or (written[:1].islower() and (m < 2 or m < longest or not tokens[last].text[:1].isupper())):
        return 1, None
    if n == longest:
        return n, _Found(first, last, country=codes[0], kind="demonym")
    if k == longest and (m < k or stands_for_government(tokens, first, last)):
        return k, _Found(first, last, country=seats[0], kind="metonym")
    return m, _Found(first, last, tuple(toponyms))


def _unlisted(
    tokens: Sequence[Token], name: _Found, k: int, names: list[_Found], near: set[str], facts: Facts, prior: str | None
) -> PlaceMention | None:
    """A town of the country whose people its noun bears ("the Syrian town of"), else of the one that follows it, that
    the sentence alone names, that the article is about. None where there is no such country."""
    before = [one for one in names[:k] if one.last == name.first - 3 and one.kind == "demonym"]
    after = _country_after(tokens, name, names[k + 1] if k + 1 < len(names) else None)
    country = next((one.country for one in before), "") or after or (next(iter(near)) if len(near) == 1 else prior)
    if not country or country not in facts.gazetteer.countries:
        return None
    written = span_text(tokens, name.first, name.last)
    place = Place(name=written, path=f"{country}/{written}", country=country, precision="town")
    where, acts = is_where(tokens, name.first, name.last), is_actor(tokens, name.first, name.last)
    return PlaceMention(name.first, name.last, place, "toponym", where, acts)


def _decided(
    tokens: Sequence[Token], name: _Found, k: int, names: list[_Found], near: set[str], facts: Facts, prior: str | None
) -> PlaceMention | None:
    """What a name means here; None where it is a person's, a company's or a common word's rather than a place's."""
    where = is_where(tokens, name.first, name.last)
    acts = is_actor(tokens, name.first, name.last)
    if name.kind == "quarter":
        return None
    voice = _where_spoken(tokens, name, facts)
    if name.kind != "toponym":
        place = facts.gazetteer.countries[name.country].place()
        nation = nation_of(tokens, name.first, name.last, True, facts)
        return PlaceMention(name.first, name.last, place, name.kind, where, acts, False, nation, voice)
    if _within_other_name(tokens, name):
        return None
    after = _country_after(tokens, name, names[k + 1] if k + 1 < len(names) else None)
    sure = not _is_common(tokens, name, facts) or _stands_as_name(tokens, name, {*near, prior, after})
    possible = [t for t in name.toponyms if (t.own and sure) or _believed(tokens, name, t, near, prior, after, facts)]
    if not possible:
        return None
    words = words_of(" ".join(token.text for token in tokens[name.first : name.last + 1]))
    best = max(possible, key=lambda t: _weight(t, near, prior, after) + (words_of(t.name) == words))
    kind = "sea" if best.kind in WATERS else "toponym"
    if kind == "sea" and tokens[min(name.last + 1, len(tokens) - 1)].lemma in NAMED_AFTER_WATER:
        return None
    place, nation = best.place(), NOWHERE
    if best.kind == "country":
        nation = nation_of(tokens, name.first, name.last, False, facts)
        acts = acts and not (nation == "where" and _in_compound(tokens, name))
    else:
        written = span_text(tokens, name.first, name.last)
        place = place if written.isupper() else msgspec.structs.replace(place, name=written)
        if best.kind == "town" and _is_province(tokens, name):
            place = msgspec.structs.replace(place, precision="region")
    return PlaceMention(name.first, name.last, place, kind, where, acts, best.kind == "area", nation, voice)


def _is_province(tokens: Sequence[Token], name: _Found) -> bool:
    """Whether the name is said to be of the land round the town: "the province of Idlib", "Idlib province"."""
    head = tokens[span_head(tokens, name.first, name.last)]
    after = tokens[name.last + 1].lemma.lower() if name.last + 1 < len(tokens) else ""
    above = tokens[head.head]
    of = above.lemma == "of" and head.dep == "pobj" and tokens[above.head].lemma.lower() in PROVINCES
    return of or after in PROVINCES


def _in_compound(tokens: Sequence[Token], name: _Found) -> bool:
    return tokens[span_head(tokens, name.first, name.last)].dep in ("compound", "nmod", "poss")


def _where_spoken(tokens: Sequence[Token], name: _Found, facts: Facts) -> bool:
    """Whether a preposition hangs the name on a verb of saying or on those who speak for others: "officials said in
    Washington", "a spokesman in Accra said"; not "residents in Goma said", who are where it happens."""
    token = tokens[governing(tokens, span_head(tokens, name.first, name.last))]
    above = tokens[tokens[token.head].head]
    if token.dep != "pobj":
        return False
    after = [tokens[above.head], *tokens[name.last + 1 : name.last + 4]]
    says = any(t.lemma in SPEECH and t.pos == "VERB" for t in after)
    speaks = says and bool(SPOKESMEN & facts.lexicon.nouns.get(above.lemma, frozenset()))
    return speaks or (above.pos == "VERB" and above.lemma in SPEECH)


def _weight(toponym: Toponym, near: set[str], prior: str | None, after: str) -> float:
    weight = OWN + (toponym.kind == "country") if toponym.own else log10(toponym.population + 1)
    weight += PRIOR if prior and toponym.country == prior else 0.0
    weight += IN_SENTENCE if toponym.country in near and toponym.kind != "country" else 0.0
    return weight + (RIGHT_AFTER if after and toponym.country == after and toponym.kind != "country" else 0.0)


def _country_after(tokens: Sequence[Token], name: _Found, following: _Found | None) -> str:
    """The country of "Basra, Iraq" or "Paris, Texas"; "" where none stands right after."""
    if following is None or following.kind != "toponym" or not following.toponyms:
        return ""
    if following.first - name.last == 2 and tokens[name.last + 1].text == ",":
        return following.toponyms[0].country
    return ""


def _within_other_name(tokens: Sequence[Token], name: _Found) -> bool:
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


def _believed(
    tokens: Sequence[Token], name: _Found, town: Toponym, near: set[str], prior: str | None, after: str, facts: Facts
) -> bool:
    """Whether a GeoNames town is meant: the parser or a preposition must say place, and small towns need company."""
    head = tokens[span_head(tokens, name.first, name.last)]
    before = _preposition(tokens, name)
    placed = before in LOCATIVE or (before in ("from", "to", "of") and head.entity != "PERSON")
    placed = placed or (before == "of" and tokens[tokens[head.head].head].lemma in TOWNS)
    labelled = head.entity in PLACES
    if head.pos not in ("PROPN", "NOUN", "ADJ"):
        return False
    if _is_common(tokens, name, facts):
        return before in LOCATIVE and labelled and tokens[name.first].text[1:].islower()
    company = town.country in near or town.country in (prior, after)
    if not company and town.population < KNOWN and (prior is not None or not (placed and labelled)):
        return False
    if town.population < LEAST_ALONE:
        return company and (placed or labelled)
    if labelled or (placed and (company or before in LOCATIVE)):
        return True
    if town.population >= LARGE and head.entity in ("", "NORP", "EVENT") and head.pos == "PROPN":
        return True
    return company and town.population >= 100_000 and head.entity != "PERSON" and head.pos == "PROPN"


def _is_common(tokens: Sequence[Token], name: _Found, facts: Facts) -> bool:
    return name.first == name.last and tokens[name.first].text.lower() in facts.gazetteer.common


def _stands_as_name(tokens: Sequence[Token], name: _Found, company: set[str | None]) -> bool:
    """Whether a common word that also names a place of our own list is that name here: "captured Bara"."""
    head = tokens[span_head(tokens, name.first, name.last)]
    if head.pos != "PROPN" or head.entity == "PERSON" or head.dep in ("compound", "ROOT", "amod", "nmod"):
        return False
    return head.entity in PLACES or _preposition(tokens, name) != "" or name.toponyms[0].country in company


def _preposition(tokens: Sequence[Token], name: _Found) -> str:
    """The preposition before a name, or the one that governs it past its modifiers; "" if there is none."""
    before = tokens[name.first - 1] if name.first > 0 else None
    if before is not None and (before.pos == "ADP" or before.text.lower() in LOCATIVE):
        return before.lemma
    head = tokens[span_head(tokens, name.first, name.last)]
    return tokens[head.head].lemma if head.dep == "pobj" else ""


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
