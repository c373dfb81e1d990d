"""A reader and a watcher for tests of delivery: marked text crashes, hangs or raises; a headline with a town alerts."""

from __future__ import annotations

import hashlib
import os
import signal
import time
from datetime import UTC, datetime
from typing import Any

import msgspec

from bellwire.reading.reading import ArticleSummary, Direction, Event, Outcome, Place, Reading, Status
from bellwire.watch.alert import (
    Alert,
    ArticleRef,
    Cap,
    Certainty,
    Corroboration,
    MsgType,
    Priority,
    Score,
)
from bellwire.watch.thread import Changes, Decision, Known, KnownVersion, Thread, ThreadEvent, ThreadKey, TimelineEntry
from bellwire.wire import Article

CRASH, HANG, RAISE, SLOW = "makes the process end", "makes it hang", "makes it raise", "takes its time"

_EARLY = datetime(2000, 1, 1, tzinfo=UTC)


class FakeReader:
    """One event in every article whose headline names a town: "… in TOWN"."""

    def read(self, article: Article) -> Reading:
        if CRASH in article.body:
            os.kill(os.getpid(), signal.SIGKILL)
        while HANG in article.body:
            time.sleep(0.05)
        if RAISE in article.body:
            raise LookupError(article.uri)
        if SLOW in article.body:
            time.sleep(1.0)
        town = article.headline.partition(" in ")[2]
        return Reading(
            uri=article.uri,
            version=article.version,
            outcome=Outcome.READ,
            direction=Direction.ESCALATION if town else Direction.NONE,
            article=ArticleSummary(
                headline=article.headline,
                version_time=article.version_time,
                received=article.received,
                feed=article.feed,
            ),
            events=(_event(article, town),) if town else (),
            body=article.body if town else "",
        )


def _event(article: Article, town: str) -> Event:
    return Event(
        id=_hash(article.uri, article.version, town),
        kind="clash",
        family="ground",
        direction=Direction.ESCALATION,
        status=Status.HAPPENED,
        alertable=True,
        place=Place(name=town, path=f"XX/{town}", country="XX"),
    )


class FakeWatcher:
    """One thread a town; every new version of an article that names it is one alert version of its thread."""

    candidates = 1

    def keys(self, reading: Reading) -> tuple[ThreadKey, ...]:
        return tuple(ThreadKey(country="XX", kind_group=event.place.name) for event in reading.events if event.place)

    def watch(self, reading: Reading, known: Known, now: datetime) -> Changes:
        version = KnownVersion(
            uri=reading.uri, version=reading.version, outcome=reading.outcome, received=reading.article.received
        )
        if any(before.version == reading.version for before in known.versions):
            return Changes(outcome=Outcome.REPEATED, decisions=(Decision(reason="repeated"),))
        if not reading.events:
            return Changes(outcome=reading.outcome, version=version)
        event = reading.events[0]
        assert event.place is not None
        theatre = event.place.path
        thread = next((thread for thread in known.threads if thread.theatre == theatre), None)
        thread = thread or Thread(
            id=_hash("thread", theatre), theatre=theatre, keys=self.keys(reading), first_seen=now, last_news=now
        )
        alert = _alert(thread, reading, event, now)
        entry = TimelineEntry(
            id=alert.id,
            version=alert.version,
            msg_type=alert.msg_type,
            priority=alert.priority,
            updated=now,
            headline=alert.headline,
        )
        thread = msgspec.structs.replace(thread, latest=alert, last_news=now, timeline=(*thread.timeline, entry)[-50:])
        told = ThreadEvent(thread=thread.id, theatre=theatre, uri=reading.uri, version=reading.version, event=event)
        return Changes(outcome=reading.outcome, version=version, threads=(thread,), alerts=(alert,), events=(told,))

    def tick(self, threads: Any, now: datetime) -> Changes:
        return Changes()


def _alert(thread: Thread, reading: Reading, event: Event, now: datetime) -> Alert:
    number = thread.latest.version + 1 if thread.latest is not None else 1
    return Alert(
        id=f"{thread.id}-{number:06d}",
        thread=thread.id,
        version=number,
        msg_type=MsgType.ALERT if number == 1 else MsgType.UPDATE,
        article=ArticleRef(uri=reading.uri, version=reading.version),
        headline=reading.article.headline,
        direction=Direction.ESCALATION,
        priority=Priority.URGENT,
        score=Score(value=1.0, parts=(), method="fake"),
        certainty=Certainty.OBSERVED,
        event=event,
        corroboration=Corroboration(articles=1, independent_sources=(), unique_texts=1),
        cap=Cap(urgency="Immediate", severity="Severe", certainty="Observed"),
        first_seen=thread.first_seen or _EARLY,
        updated=now,
        reason="fake",
    )


def _hash(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:20]


class FailingReader:
    """A bad deploy: it can read nothing."""

    def read(self, article: Article) -> Reading:
        raise AttributeError("a field that was renamed")


def load_failing_reader(**_: Any) -> FailingReader:
    return FailingReader()


def load_reader(**_: Any) -> FakeReader:
    return FakeReader()


class SlowWatcher(FakeWatcher):
    """One that needs a tenth of a second for each reading, so that readings wait on their topic."""

    def watch(self, reading: Reading, known: Known, now: datetime) -> Changes:
        time.sleep(0.1)
        return super().watch(reading, known, now)


def load_slow_watcher(grades: object = None) -> SlowWatcher:
    return SlowWatcher()


def load_watcher(grades: object = None) -> FakeWatcher:
    return FakeWatcher()


def load_no_reader(**_: Any) -> FakeReader:
    raise RuntimeError("no model here")
