from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import msgspec

from bellwire.reading.reading import Reading
from bellwire.stream import envelope
from bellwire.stream.message import Message
from bellwire.watch.thread import Changes, Known
from bellwire.wire import Article
from kit.fakes import FakeReader, FakeWatcher

_NOW = datetime(2026, 11, 20, 10, 0, 5, tzinfo=UTC)
_ARTICLE = Article(
    uri="urn:x:1",
    version="2",
    headline="Fight in Ravno",
    body="…",
    version_time=datetime(2026, 11, 20, 10, 0, tzinfo=UTC),
    received=_NOW,
)
_MESSAGE = Message("bellwire.articles.v1", 3, 41, 1_763_632_805_000, b"urn:x:1", b"{}")


def _reading() -> Reading:
    return FakeReader().read(_ARTICLE)


def _changes() -> Changes:
    watcher = FakeWatcher()
    return watcher.watch(_reading(), Known(), _NOW)


def _headers(pairs: Any) -> dict[str, str]:
    return {name: value.decode() if isinstance(value, bytes) else value for name, value in pairs}


def test_a_reading_is_keyed_by_uri_and_says_which_message_it_comes_from() -> None:
    output = envelope.of_reading(_reading(), _MESSAGE, 2, 3, "/bellwire/x")
    assert (output.topic, output.key) == ("readings", b"urn:x:1")
    assert msgspec.json.decode(output.value, type=Reading) == _reading()
    headers = _headers(output.headers)
    assert headers.pop("ce_id")
    assert headers == {
        "content-type": "application/json",
        "ce_specversion": "1.0",
        "ce_source": "/bellwire/x",
        "ce_type": "bellwire.reading",
        "ce_subject": "XX/Ravno",
        "ce_time": "2026-11-20T10:00:00Z",
        "ce_recordedtime": "2026-11-20T10:00:05Z",
        "ce_dataschema": "urn:bellwire:reading:v1",
        "ce_partitionkey": "urn:x:1",
        "ce_causationid": "urn:x:1#2",
        "ce_sequence": "00000000000000000041",
        "topic": "bellwire.articles.v1",
        "partition": "3",
        "offset": "41",
        "part": "2/3",
    }


def test_an_alert_is_keyed_by_thread_and_can_be_filtered_by_its_headers() -> None:
    changes = _changes()
    (alert,) = (m for m in envelope.of_changes(changes, _NOW, "/bellwire/x") if m.topic == "alerts")
    thread = changes.threads[0].id
    assert alert.key == thread
    assert _headers(alert.headers) == {
        "content-type": "application/json",
        "ce_specversion": "1.0",
        "ce_id": f"{thread}-000001",
        "ce_source": "/bellwire/x",
        "ce_type": "bellwire.alert.created",
        "ce_subject": "XX/Ravno",
        "ce_recordedtime": "2026-11-20T10:00:05Z",
        "ce_dataschema": "urn:bellwire:alert:v1",
        "ce_partitionkey": thread,
        "ce_correlationid": thread,
        "ce_causationid": "urn:x:1#2",
        "ce_sequence": "000001",
        "ce_severitytext": "URGENT",
    }


def test_an_event_goes_to_the_topic_of_its_family_keyed_by_theatre() -> None:
    changes = _changes()
    (event,) = (m for m in envelope.of_changes(changes, _NOW, "/bellwire/x") if m.topic.startswith("events."))
    assert (event.topic, event.key) == ("events.ground", "XX/Ravno")
    headers = _headers(event.headers)
    assert headers["ce_type"] == "bellwire.event.clash"
    assert headers["ce_id"] == changes.events[0].event.id
    assert headers["ce_correlationid"] == changes.threads[0].id


def test_the_view_of_a_thread_is_its_latest_alert_with_a_bounded_timeline() -> None:
    changes = _changes()
    thread = changes.threads[0]
    long = msgspec.structs.replace(thread, timeline=thread.timeline * (3 * envelope.TIMELINE))
    messages = envelope.of_changes(msgspec.structs.replace(changes, threads=(long,)), _NOW, "/bellwire/x")
    (view,) = (m for m in messages if m.topic == "threads")
    told = msgspec.json.decode(view.value, type=envelope.ThreadView)
    assert view.key == told.thread == thread.id
    assert told.latest == changes.alerts[0]
    assert len(told.timeline) == envelope.TIMELINE


def test_the_same_changes_make_the_same_bytes() -> None:
    changes = _changes()
    assert envelope.of_changes(changes, _NOW, "x") == envelope.of_changes(changes, _NOW, "x")


def test_ids_differ_by_version() -> None:
    other = msgspec.structs.replace(_reading(), version="3")
    made = {dict(envelope.of_reading(r, _MESSAGE, 1, 1, "x").headers)["ce_id"] for r in (_reading(), other)}
    assert len(made) == 2


def test_what_has_no_value_has_no_header() -> None:
    bare = msgspec.structs.replace(_reading(), events=())
    headers = dict(envelope.of_reading(bare, _MESSAGE, 1, 1, "x").headers)
    assert "ce_subject" not in headers and "ce_severitytext" not in headers


def test_an_event_without_an_alert_is_published_too() -> None:
    changes = msgspec.structs.replace(_changes(), alerts=(), threads=())
    assert [message.topic for message in envelope.of_changes(changes, _NOW, "x")] == ["events.ground"]
