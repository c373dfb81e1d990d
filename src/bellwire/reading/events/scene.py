"""The scene of an article: the country it is about, its dateline, its own time; and the proof that a sentence gives."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Literal

from bellwire.reading.events.bearings import bearings_of
from bellwire.reading.events.setting import Scene
from bellwire.reading.events.spots import spot_of
from bellwire.reading.facts import Facts
from bellwire.reading.facts.places import find_places, told_towns
from bellwire.reading.facts.prior import article_prior
from bellwire.reading.facts.situate import PlaceMention
from bellwire.reading.facts.times.chain import told_before
from bellwire.reading.reading import Evidence, Place
from bellwire.reading.syntax.pages import Pages
from bellwire.reading.syntax.tokens import Sentence, Token
from bellwire.wire.article import Article

#: Sentences of the beginning in which places are looked for.
MOST = 40


def scene_of(article: Article, pages: Pages, sentences: Sequence[Sentence], facts: Facts) -> Scene:
    """What the article offers where one of its sentences is silent."""
    head: list[PlaceMention] = []
    body: list[PlaceMention] = []
    numbered: list[tuple[int, PlaceMention]] = []
    alone = [find_places(sentence, facts) for sentence in sentences[:MOST]]
    towns = told_towns(mention for found in alone for mention in found)
    for sentence, known in zip(sentences, alone, strict=False):
        found = find_places(sentence, facts, towns=towns) if towns else known
        (head if sentence.field == "headline" else body).extend(found)
        numbered.extend((sentence.index, mention) for mention in found)
    prior = article_prior(head, body)
    located = _located(article.located or pages.dateline, facts, prior)
    theatre = _theatre([*head, *head, *head, *body], prior)
    named = frozenset(m.place.country for m in (*head, *body) if m.place.country and m.place.precision == "country")
    country = prior or (located.country if located else None)
    if located is not None and located.country is not None:
        named |= {located.country}
    bearings = bearings_of(pages.headline.text, pages.body.text, numbered, facts)
    anchor = _anchor(article.version_time, located)
    told = _told(sentences, anchor)
    spots = [
        (sentence.index, spot)
        for sentence in sentences[:MOST]
        if (spot := spot_of(sentence, lambda one: find_places(one, facts, country, named=named, towns=towns)))
    ]
    return Scene(country, theatre, located, anchor, named, prior is None, told, bearings, towns, spots)


def _anchor(told: datetime | None, located: Place | None) -> datetime | None:
    """The time that days count from: the wire's own, or the beginning of the next day where that has begun at the
    dateline, by its longitude ("Friday" in copy that leaves Seoul on Thursday at 2200 GMT)."""
    if told is None or located is None or located.lon is None or located.precision == "country":
        return told
    local = told + timedelta(hours=located.lon / 15)
    return datetime.combine(local.date(), time(), told.tzinfo) if local.date() > told.date() else told


def _told(sentences: Sequence[Sentence], anchor: datetime | None) -> Mapping[tuple[str, int], date]:
    """The day named last before each sentence that points back at one ("the next day")."""
    if anchor is None:
        return {}
    found = told_before([sentence.text for sentence in sentences], anchor)
    return {(sentences[k].field, sentences[k].index): day for k, day in found.items()}


def _theatre(mentions: Sequence[PlaceMention], prior: str | None) -> Place | None:
    """The town or region of the article's country that it names at least twice, the most named one."""
    named = Counter(m.place.path for m in mentions if m.place.precision != "country" and m.place.country == prior)
    if not named:
        return None
    path, count = named.most_common(1)[0]
    return next(m.place for m in mentions if m.place.path == path) if count >= 2 else None


def _located(name: str, facts: Facts, prior: str | None) -> Place | None:
    """The place of a dateline: "Tripoli, Libya" is in the country that it names, else where most people live."""
    words = name.lower().replace(",", " ").split()
    if not words:
        return None
    n, toponyms = facts.gazetteer.match(words, 0)
    if not toponyms:
        return None
    lands = facts.gazetteer.match(words, n)[1] if n < len(words) else []
    named = {land.country for land in lands if land.own}
    best = max(toponyms, key=lambda t: (t.country in named, t.own, t.country == prior, t.population))
    return best.place() if not named or best.country in named else next(t for t in lands if t.own).place()


def prover(article: Article, pages: Pages) -> Callable[[Sentence, Token], Evidence]:
    """A function from a sentence and its trigger to the evidence, exact slices of the article's own text."""

    def prove(sentence: Sentence, trigger: Token) -> Evidence:
        field: Literal["headline", "body"] = "headline" if sentence.field == "headline" else "body"
        copy, text = pages.copy(field), article.headline if field == "headline" else article.body
        start, end = copy.back(sentence.start, sentence.end)
        first, last = copy.back(trigger.start, trigger.end)
        return Evidence(field=field, start=start, end=end, text=text[start:end], trigger=(first, last))

    return prove
