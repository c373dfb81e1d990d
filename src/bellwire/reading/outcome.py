"""What becomes of an article before its text is read, and what is kept of it beside its events."""

from __future__ import annotations

from datetime import timedelta

from bellwire.reading.reading import ArticleSummary, Outcome
from bellwire.reading.syntax.fingerprint import credits, digest, shingles
from bellwire.wire.article import Article

#: Outcomes of copy that is read and kept, and never rings: whether it is news cannot be known, or it is none.
KEPT = frozenset([Outcome.STALE, Outcome.UNDATED])
#: Outcomes whose text is read.
READABLE = KEPT | {Outcome.READ, Outcome.EMBARGOED}
#: How far ahead of its arrival an article's own time may lie.
AHEAD = timedelta(hours=1)


def outcome_of(article: Article, max_chars: int, recency_days: float) -> Outcome:
    """The outcome that the article's fields alone decide; the arrival stands for now."""
    if article.pubstatus == "canceled":
        return Outcome.CANCELED
    if article.pubstatus == "withheld":
        return Outcome.WITHHELD
    if len(article.headline) + len(article.body) > max_chars:
        return Outcome.TOO_LONG
    if article.version_time is None:
        return Outcome.UNDATED
    arrival = article.received or article.version_time
    if article.version_time > arrival + AHEAD:
        return Outcome.FUTURE
    if article.embargoed is not None and article.embargoed > arrival:
        return Outcome.EMBARGOED
    if arrival - article.version_time > timedelta(days=recency_days):
        return Outcome.STALE
    return Outcome.READ


def summary(article: Article, *, sketched: bool = True) -> ArticleSummary:
    """What later steps need of the article without its text; `sketched`: with shingles, which only copy that tells of
    something is known by."""
    text = f"{article.headline}\n{article.body}"[:400_000]
    return ArticleSummary(
        headline=article.headline,
        provider=article.provider,
        byline=article.byline,
        credits=credits(text),
        version_time=article.version_time,
        received=article.received or article.version_time,
        embargoed=article.embargoed,
        pubstatus=article.pubstatus,
        urgency=article.urgency,
        located=article.located,
        slug=article.slug,
        ednote=article.ednote,
        profile=article.profile,
        feed=article.feed,
        digest=digest(text),
        shingles=shingles(text) if sketched else (),
    )
