"""Where: the places that a sentence names, and what each name means."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

import msgspec

from bellwire.reading.facts.gazetteer import WATERS
from bellwire.reading.facts.metonyms import governing, is_actor, is_where, span_head
from bellwire.reading.facts.named import NONE, Named, names_in
from bellwire.reading.facts.names import words_of
from bellwire.reading.facts.nations import Nation, nation_of
from bellwire.reading.facts.phrases import span_text
from bellwire.reading.facts.quarters import COMPASS, holy_city, in_its_town
from bellwire.reading.facts.situate import SPEECH, PlaceMention
from bellwire.reading.facts.toponyms import Company, meant
from bellwire.reading.facts.unlisted import TOWNS
from bellwire.reading.reading import Place
from bellwire.reading.syntax.tokens import Sentence, Token

if TYPE_CHECKING:
    from bellwire.reading.facts import Facts

#: What makes a town's name that of the land round it.
PROVINCES = frozenset(["province", "governorate", "region", "oblast", "state", "countryside", "county"])
#: Types of those who speak for others and from where they sit.
SPOKESMEN = frozenset(["official", "diplomat", "media", "leader", "government"])
#: Where victims are brought, which is heard of them: "a hospital in nearby Cali said".
INSTITUTIONS = frozenset(["hospital", "clinic", "morgue", "medic", "doctor", "surgeon"])


def find_places(
    sentence: Sentence,
    facts: Facts,
    prior: str | None = None,
    *,
    town: Place | None = None,
    named: frozenset[str] = frozenset(),
    towns: Mapping[tuple[str, ...], str] = NONE,
) -> tuple[PlaceMention, ...]:
    """Every place named in `sentence`, in order, in the copy's own spelling.

    `prior` is the country that the article is about, `town` the town, `named` all countries that it names, if known.
    Capitals that stand for governments come as metonyms, peoples as demonyms, armed groups and other known
    parties as parties, waters as seas, all else as toponyms. "The Old City" is that of a town of the sentence, else
    of `town`. `towns`: what told_towns found in the whole article.
    """
    tokens = sentence.tokens
    names = names_in(tokens, facts, towns)
    near = named | {name.of_country for name in names if name.of_country}
    decided = [
        _mention(tokens, names, k, Company(near, prior, _bound(tokens, names, k), towns), facts)
        for k in range(len(names))
    ]
    mentions = [mention for mention in decided if mention is not None]
    for name in names:
        if name.kind == "quarter":
            first, last = name.first, name.last
            its = town or holy_city(tokens, first, last, prior, facts)
            part = in_its_town(tokens, first, last, mentions, its, facts)
            mentions.extend([part] if part is not None else [])
    return tuple(sorted(mentions, key=lambda mention: mention.first))


def told_towns(mentions: Iterable[PlaceMention]) -> Mapping[tuple[str, ...], str]:
    """The towns that are told to be some anywhere in an article: by their words, each with its country."""
    towns = (m.place for m in mentions if m.kind == "toponym" and m.place.precision == "town")
    return {words_of(place.name): place.country for place in towns if place.country}


def _mention(
    tokens: Sequence[Token], names: Sequence[Named], k: int, company: Company, facts: Facts
) -> PlaceMention | None:
    """What the k-th name means here; None where it means no place, or a quarter, whose town must be known first."""
    name = names[k]
    if name.kind == "quarter":
        return None
    if name.kind == "unlisted":
        return _unlisted(tokens, name, names[:k], company, facts)
    if name.kind == "toponym":
        return _toponym(tokens, name, company, facts)
    where, acts = is_where(tokens, name.first, name.last), is_actor(tokens, name.first, name.last)
    place = facts.gazetteer.countries[name.country].place()
    nation, voice = nation_of(tokens, name.first, name.last, True, facts), _where_spoken(tokens, name, facts)
    return PlaceMention(name.first, name.last, place, name.kind, where, acts, False, nation, voice)


def _unlisted(
    tokens: Sequence[Token], name: Named, before: Sequence[Named], company: Company, facts: Facts
) -> PlaceMention | None:
    """A town of the country whose people its noun bears ("the Syrian town of"), else of the one that follows it, that
    the sentence alone names, that the article is about. None where there is no such country."""
    people = next((one.country for one in before if one.last == name.first - 3 and one.kind == "demonym"), "")
    alone = next(iter(company.near)) if len(company.near) == 1 else company.prior
    country = name.country or people or company.bound or alone
    if not country or country not in facts.gazetteer.countries:
        return None
    written = span_text(tokens, name.first, name.last)
    place = Place(name=written, path=f"{country}/{written}", country=country, precision="town")
    where, acts = is_where(tokens, name.first, name.last), is_actor(tokens, name.first, name.last)
    return PlaceMention(name.first, name.last, place, "toponym", where, acts)


def _toponym(tokens: Sequence[Token], name: Named, company: Company, facts: Facts) -> PlaceMention | None:
    best = meant(tokens, name, company, facts)
    if best is None:
        return None
    where, acts = is_where(tokens, name.first, name.last), is_actor(tokens, name.first, name.last)
    place, kind = best.place(), "sea" if best.kind in WATERS else "toponym"
    nation: Nation = "where"
    if best.kind == "country":
        nation = nation_of(tokens, name.first, name.last, False, facts)
        acts = acts and not (nation == "where" and _in_compound(tokens, name))
    else:
        written = span_text(tokens, name.first, name.last)
        described = tokens[name.last].text == "capital"
        place = place if written.isupper() or described else msgspec.structs.replace(place, name=written)
        if best.kind == "town" and _is_province(tokens, name):
            place = msgspec.structs.replace(place, precision="region")
    voice = _where_spoken(tokens, name, facts)
    return PlaceMention(name.first, name.last, place, kind, where, acts, best.kind == "area", nation, voice)


def _is_province(tokens: Sequence[Token], name: Named) -> bool:
    """Whether the name is said to be of the land round the town: "the province of Idlib", "Idlib province"."""
    head = tokens[span_head(tokens, name.first, name.last)]
    after = tokens[name.last + 1].lemma.lower() if name.last + 1 < len(tokens) else ""
    above = tokens[head.head]
    of = above.lemma == "of" and head.dep == "pobj" and tokens[above.head].lemma.lower() in PROVINCES
    return of or after in PROVINCES


def _in_compound(tokens: Sequence[Token], name: Named) -> bool:
    return tokens[span_head(tokens, name.first, name.last)].dep in ("compound", "nmod", "poss")


def _where_spoken(tokens: Sequence[Token], name: Named, facts: Facts) -> bool:
    """Whether a preposition hangs the name on a verb of saying or on those who speak for others: "officials said in
    Washington", "a spokesman in Accra said"; not "residents in Goma said", who are where it happens."""
    token = tokens[governing(tokens, span_head(tokens, name.first, name.last))]
    above = tokens[tokens[token.head].head]
    if _by_speakers(tokens, token):
        return True
    if token.dep != "pobj":
        return False
    after = [tokens[above.head], *tokens[name.last + 1 : name.last + 4]]
    says = any(t.lemma in SPEECH and t.pos == "VERB" for t in after)
    speaks = says and bool(SPOKESMEN & facts.lexicon.nouns.get(above.lemma, frozenset()))
    speaks = speaks or (says and above.lemma in INSTITUTIONS and tokens[name.first - 1].lemma == "nearby")
    return speaks or (above.pos == "VERB" and above.lemma in SPEECH)


def _by_speakers(tokens: Sequence[Token], token: Token) -> bool:
    """Whether a clause says it of those who speak: "residents who reached Pemba said"."""
    for _ in range(4):
        verb = tokens[token.head]
        if token.dep == "relcl" and verb.dep == "nsubj":
            return tokens[verb.head].lemma in SPEECH and tokens[verb.head].pos == "VERB"
        if verb.i == token.i:
            return False
        token = verb
    return False


def _bound(tokens: Sequence[Token], names: Sequence[Named], k: int) -> str:
    """The country that the copy binds to the k-th name: of "Basra, Iraq", "Tripoli in northern Lebanon", "Lebanon's
    Tripoli", "the Lebanese port city of Tripoli"; "" where there is none."""
    name, following = names[k], names[k + 1] if k + 1 < len(names) else None
    before = names[k - 1] if k else None
    if following is not None and following.kind == "toponym" and following.toponyms:
        country = following.toponyms[0].country
        between = tokens[name.last + 1 : following.first]
        if [t.text for t in between] == [","]:
            return country
        if following.of_country and _is_within(between):
            return country
    if before is None or not before.of_country or before.kind not in ("toponym", "demonym"):
        return ""
    between = tokens[before.last + 1 : name.first]
    owns = [t.text for t in between] in (["'s"], ["’s"], ["'"], ["’"])
    town = len(between) > 1 and between[-1].lemma == "of" and between[-2].lemma in TOWNS
    plain = all(t.pos in ("ADJ", "NOUN", "PROPN", "ADV") for t in between[:-1])
    return before.of_country if owns or (before.kind == "demonym" and town and plain) else ""


def _is_within(between: Sequence[Token]) -> bool:
    """Whether only "in", a side and commas stand between a town and its country."""
    words = [t.text.lower() for t in between if t.text != ","]
    return words[:1] == ["in"] and all(word in COMPASS or word in ("the", "central") for word in words[1:])
