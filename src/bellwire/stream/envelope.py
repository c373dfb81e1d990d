"""Payloads with their CloudEvents 1.0 headers, binary mode: a subscriber filters without parsing.

Ids are hashes of what they identify, and every value comes from the payload: the same input makes the same bytes.
"""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any

import msgspec

from bellwire.broker.headers import Pairs, in_order, schema_name, type_name
from bellwire.errors import BadCopy
from bellwire.ledger import OutboxMessage
from bellwire.reading.reading import Reading
from bellwire.stream.message import Message, Output, as_headers
from bellwire.watch.alert import Alert, MsgType
from bellwire.watch.thread import Changes, Thread, ThreadEvent, TimelineEntry
from bellwire.wire.ninjs_article import NinjsArticle
from bellwire.wire.times import write_time

#: Entries that the compacted view of a thread keeps: the latest.
TIMELINE = 50

#: The `ce_type` of an alert.
ALERT_TYPES = {
    MsgType.ALERT: type_name("alert", "created"),
    MsgType.UPDATE: type_name("alert", "updated"),
    MsgType.CANCEL: type_name("alert", "canceled"),
}


class ThreadView(msgspec.Struct, frozen=True, kw_only=True):
    """A thread as it stands, as the compacted topic has it: where it plays, its latest alert, its last versions."""

    thread: str
    theatre: str
    state: str
    first_seen: datetime
    last_news: datetime
    due: datetime | None
    latest: Alert
    timeline: tuple[TimelineEntry, ...]


#: What each `ce_dataschema` names: `urn:bellwire:<name>:v1`; docs/schemas has their JSON Schemas.
PAYLOADS: dict[str, type[msgspec.Struct]] = {
    "article": NinjsArticle,
    "reading": Reading,
    "event": ThreadEvent,
    "alert": Alert,
    "thread": ThreadView,
}


def of_reading(reading: Reading, message: Message, part: int, parts: int, source: str) -> Output:
    """The message of one reading: one of `parts` that came of this message of articles."""
    pairs = _pairs(
        id=_hash("reading", reading.uri, reading.version),
        source=source,
        type=type_name("reading"),
        subject=next((event.place.path for event in reading.events if event.place is not None), None),
        time=reading.article.version_time,
        recorded=reading.article.received or message.arrival,
        schema="reading",
        key=reading.uri,
        cause=(reading.uri, reading.version),
        sequence=f"{message.offset:020d}",
    )
    headers = as_headers(pairs) + message.place() + as_headers((("part", f"{part}/{parts}"),))
    return Output("readings", reading.uri.encode("utf-8", "replace"), msgspec.json.encode(reading), headers)


def reading_of(message: Message) -> Reading:
    """The reading in a message; BadCopy where the bytes are none."""
    try:
        return msgspec.json.decode(message.value, type=Reading)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise BadCopy(f"no reading: {error}", reason="not-a-reading") from None


def of_changes(changes: Changes, now: datetime, source: str) -> list[OutboxMessage]:
    """All messages of one change: its events, its alerts, and how each thread stands that ever alerted."""
    messages = [_of_event(event, changes, now, source) for event in changes.events]
    messages += [_of_alert(alert, source) for alert in changes.alerts]
    messages += [_of_thread(thread, thread.latest, now, source) for thread in changes.threads if thread.latest]
    return messages


def _of_alert(alert: Alert, source: str) -> OutboxMessage:
    headers = _alert_headers(alert, alert.id, ALERT_TYPES[alert.msg_type], "alert", source)
    return OutboxMessage(topic="alerts", key=alert.thread, headers=headers, value=msgspec.json.encode(alert))


def _of_thread(thread: Thread, latest: Alert, now: datetime, source: str) -> OutboxMessage:
    value = msgspec.json.encode(view_of(thread, latest))
    headers = _alert_headers(latest, _hash("thread", value), type_name("thread"), "thread", source, now)
    return OutboxMessage(topic="threads", key=thread.id, headers=headers, value=value)


def view_of(thread: Thread, latest: Alert) -> ThreadView:
    """The thread as others see it."""
    return ThreadView(
        thread=thread.id,
        theatre=thread.theatre,
        state=thread.state.value,
        first_seen=thread.first_seen,
        last_news=thread.last_news,
        due=thread.due,
        latest=latest,
        timeline=thread.timeline[-TIMELINE:],
    )


def _alert_headers(
    alert: Alert, id_: str, type_: str, schema: str, source: str, recorded: datetime | None = None
) -> Pairs:
    return _pairs(
        id=id_,
        source=source,
        type=type_,
        subject=alert.event.place.path if alert.event.place is not None else None,
        time=alert.article.version_time if alert.article is not None else None,
        recorded=recorded or alert.updated,
        schema=schema,
        key=alert.thread,
        thread=alert.thread,
        cause=(alert.article.uri, alert.article.version) if alert.article is not None else None,
        sequence=f"{alert.version:06d}",
        severity=alert.priority.value,
    )


def _of_event(told: ThreadEvent, changes: Changes, now: datetime, source: str) -> OutboxMessage:
    event = told.event
    version = changes.version
    headers = _pairs(
        id=event.id,
        source=source,
        type=type_name("event", event.kind),
        subject=event.place.path if event.place is not None else told.theatre or None,
        time=version.version_time if version is not None else None,
        recorded=(version.received if version is not None else None) or now,
        schema="event",
        key=told.theatre,
        thread=told.thread,
        cause=(told.uri, told.version),
    )
    return OutboxMessage(
        topic=f"events.{event.family}", key=told.theatre, headers=headers, value=msgspec.json.encode(told)
    )


def _pairs(
    *,
    id: str,
    source: str,
    type: str,
    subject: str | None,
    time: datetime | None,
    recorded: datetime,
    schema: str,
    key: str,
    thread: str | None = None,
    cause: tuple[str, str] | None = None,
    sequence: str | None = None,
    severity: str | None = None,
) -> Pairs:
    return in_order(
        {
            "content-type": "application/json",
            "ce_specversion": "1.0",
            "ce_id": id,
            "ce_source": source,
            "ce_type": type,
            "ce_subject": subject,
            "ce_time": write_time(time),
            "ce_recordedtime": write_time(recorded),
            "ce_dataschema": schema_name(schema),
            "ce_partitionkey": key,
            "ce_correlationid": thread,
            "ce_causationid": f"{cause[0]}#{cause[1]}" if cause is not None else None,
            "ce_sequence": sequence,
            "ce_severitytext": severity,
        }
    )


def _hash(*parts: Any) -> str:
    return hashlib.sha256("\x1f".join(map(str, parts)).encode("utf-8", "surrogatepass")).hexdigest()[:32]
