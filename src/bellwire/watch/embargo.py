"""Embargoed copy waits as a thread of its own in state HELD until the clock releases it (design: product, rule 11)."""

from __future__ import annotations

import hashlib
from datetime import datetime

import msgspec

from bellwire.reading.reading import Outcome, Reading
from bellwire.watch import versions
from bellwire.watch.reasons import Reason
from bellwire.watch.thread import Changes, Decision, Known, Thread, ThreadKey, ThreadState


def hold(reading: Reading) -> Changes:
    """Keep the reading until its embargo ends; a later version takes the place of an earlier one that is held."""
    article = reading.article
    assert article.embargoed is not None, "copy that is held has a time until which it is"
    told = article.received or article.version_time or article.embargoed
    held = waiting("held", reading, told, article.embargoed)
    return Changes(
        outcome=Outcome.EMBARGOED,
        version=versions.registration(reading, Outcome.EMBARGOED),
        threads=(held,),
        decisions=(Decision(reason=Reason.EMBARGOED, detail=article.embargoed.isoformat()),),
    )


def waiting(kind: str, reading: Reading, since: datetime, due: datetime, keys: tuple[ThreadKey, ...] = ()) -> Thread:
    """A thread without a story that keeps a reading until it is due; one of each kind for an article."""
    return Thread(
        id=f"{kind}-{hashlib.sha256(reading.uri.encode('utf-8', 'replace')).hexdigest()[:16]}",
        theatre="",
        keys=keys,
        state=ThreadState.HELD,
        first_seen=since,
        last_news=since,
        due=due,
        held=reading,
    )


def is_release(reading: Reading, now: datetime) -> bool:
    """Whether this is held copy whose time has come."""
    until = reading.article.embargoed
    return reading.outcome is Outcome.EMBARGOED and until is not None and until <= now


def let_go(known: Known, uri: str) -> tuple[Thread, ...]:
    """The known threads, with held copy of this article ended: what is told now takes its place."""
    return tuple(closed(thread) if _holds(thread, uri) else thread for thread in known.threads)


def given_up(known: Known, uri: str) -> tuple[Thread, ...]:
    """Held copy of this article, ended without being told."""
    return tuple(closed(thread) for thread in known.threads if _holds(thread, uri) and thread.state is ThreadState.HELD)


def closed(thread: Thread) -> Thread:
    """Held copy that waits no more."""
    return msgspec.structs.replace(thread, state=ThreadState.CLOSED, due=None, keys=())


def _holds(thread: Thread, uri: str) -> bool:
    return thread.held is not None and thread.held.uri == uri
