"""Made-up alerts and their threads."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec

from bellwire.ledger import Ledger
from bellwire.reading.reading import Direction, Event, Place, Status
from bellwire.watch.alert import (
    Alert,
    ArticleRef,
    Cap,
    Certainty,
    CitedEvidence,
    Corroboration,
    MsgType,
    Priority,
    Score,
    ScorePart,
)
from bellwire.watch.thread import Changes, Report, Thread, ThreadKey

NOON = datetime(2016, 12, 4, 12, 0, tzinfo=UTC)
GROUND = ThreadKey("SY", "ground")
CAPTURE = Event(
    id="e1",
    kind="capture",
    family="ground",
    direction=Direction.ESCALATION,
    status=Status.CLAIMED,
    place=Place(name="Aleppo", path="SY/Aleppo", country="SY", lat=36.2, lon=37.16, precision="town"),
    counts={"killed": (3, 5)},
)
SENTENCE = "The army said the day's gains included a hospital."


def proof(text: str = SENTENCE, trigger: str = "included", at: int = 40) -> CitedEvidence:
    """A sentence that stands at `at` in the body, with its trigger."""
    start = at + text.index(trigger)
    span = (start, start + len(trigger))
    return CitedEvidence(field="body", start=at, end=at + len(text), text=text, trigger=span, uri="urn:a", version="1")


def alert(thread: str, version: int = 1, **other: Any) -> Alert:
    """One version of a thread's alert; `other` replaces fields."""
    made = Alert(
        id=f"{thread}-{version:06d}",
        thread=thread,
        version=version,
        msg_type=MsgType.ALERT if version == 1 else MsgType.UPDATE,
        article=ArticleRef(uri="urn:a", version="1", provider="Example", version_time=NOON),
        headline="Army takes hospital in east Aleppo - army",
        direction=Direction.ESCALATION,
        priority=Priority.URGENT,
        score=Score(value=55.5, parts=(ScorePart(name="kind", value=55.5, why="capture"),), method="2026.11"),
        certainty=Certainty.POSSIBLE,
        event=CAPTURE,
        corroboration=Corroboration(articles=1, independent_sources=("Example",), unique_texts=1),
        evidence=(proof(),),
        cap=Cap(urgency="Immediate", severity="Severe", certainty="Possible"),
        first_seen=NOON,
        updated=NOON + timedelta(microseconds=version),
        reason="new-thread",
    )
    return msgspec.structs.replace(made, **other)


def thread(
    name: str, *, uri: str = "urn:a", due: datetime | None = None, keys: tuple[ThreadKey, ...] = (GROUND,)
) -> Thread:
    """A thread that one article told of."""
    return Thread(
        id=name,
        theatre="SY/Aleppo",
        keys=keys,
        first_seen=NOON,
        last_news=NOON,
        due=due,
        reports=(Report(uri=uri, version="1", agency="Example", shingles=(2**63, 1), events=(CAPTURE,)),),
        latest=alert(name, 1),
    )


def keep(ledger: Ledger, *alerts: Alert) -> None:
    """Write alerts with their threads, as a worker does."""
    latest = {one.thread: msgspec.structs.replace(thread(one.thread), latest=one) for one in alerts}
    with ledger.watching(["SY"]) as tx:
        tx.apply(Changes(threads=tuple(latest.values()), alerts=alerts))
