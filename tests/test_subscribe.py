"""Subscribers get what they asked for, each alert version once, and every later version of what they were told."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from threading import Event
from typing import Any
from uuid import uuid4

import pytest
from kafka import KafkaProducer
from typer.testing import CliRunner, Result

from bellwire.broker.embedded import EmbeddedBroker
from bellwire.broker.topics import ensure_topics
from bellwire.cli.lines import json_line, readable_line
from bellwire.errors import BellwireError
from bellwire.settings import Settings
from bellwire.subscribe import Message, subscribe
from bellwire.subscribe.since import read_since
from bellwire.subscribe.wanted import Filter, Told, is_test

NOW = datetime(2016, 12, 4, 12, tzinfo=UTC)


def message(topic: str, data: Any, key: str = "t1", **headers: str) -> Message:
    return Message(topic, key, headers, json.dumps(data).encode(), 0, 0)


def alert(
    thread: str = "t1", version: int = 1, kind: str = "capture", place: str = "SY/Aleppo", **more: Any
) -> Message:
    event = {"kind": kind, "direction": "escalation", "place": {"path": place}}
    data = {
        "id": f"{thread}-{version:06d}",
        "thread": thread,
        "msg_type": "Alert",
        "status": "Actual",
        "direction": "escalation",
        "event": event,
        **more,
    }
    return message("alerts", data, thread, ce_subject=place, ce_type="bellwire.alert.created")


# Filters


def test_without_conditions_everything_is_wanted() -> None:
    assert Filter().wants(alert())


def test_an_alert_is_wanted_by_its_leading_event_s_kind() -> None:
    assert Filter(kinds=("capture", "strike")).wants(alert())
    assert not Filter(kinds=("strike",)).wants(alert())


def test_a_place_wants_what_lies_in_it() -> None:
    assert Filter(places=("SY",)).wants(alert())
    assert Filter(places=("sy/aleppo",)).wants(alert())
    assert Filter(places=("SY/Aleppo/",)).wants(alert())
    assert not Filter(places=("SY/Al",)).wants(alert())
    assert not Filter(places=("SY/Aleppo/Old City",)).wants(alert())


def test_a_direction_is_the_event_s_or_the_thread_s() -> None:
    mixed = alert(direction="mixed")
    assert Filter(directions=("mixed",)).wants(mixed)
    assert Filter(directions=("escalation",)).wants(mixed)
    assert not Filter(directions=("de-escalation",)).wants(mixed)


def test_a_reading_is_wanted_when_one_of_its_events_fits_all_conditions() -> None:
    events = [
        {"kind": "strike", "direction": "escalation", "place": {"path": "SY/Idlib"}},
        {"kind": "talks", "direction": "de-escalation", "place": None},
    ]
    reading = message("readings", {"events": events, "article": {"headline": "x"}})
    assert Filter(kinds=("strike",), places=("SY",)).wants(reading)
    assert not Filter(kinds=("talks",), places=("SY",)).wants(reading)


def test_an_event_that_the_headers_rule_out_is_never_parsed() -> None:
    unreadable = Message("events.ground", "SY", {"ce_type": "bellwire.event.advance", "ce_subject": "SY"}, b"{", 0, 0)
    assert not Filter(kinds=("capture",)).wants(unreadable)
    assert not Filter(places=("UA",)).wants(unreadable)
    assert "data" not in vars(unreadable)


def test_a_thread_is_wanted_by_its_latest_alert() -> None:
    thread = message("threads", {"thread": "t1", "latest": alert().data})
    assert Filter(kinds=("capture",), places=("SY",)).wants(thread)
    assert not Filter(kinds=("strike",)).wants(thread)


@pytest.mark.parametrize(
    "data",
    [
        {"status": "Test"},
        {"status": "Exercise"},
        {"latest": {"status": "Test"}},
        {"profile": "test"},
        {"article": {"profile": "Exercise"}},
    ],
)
def test_test_and_exercise_traffic_is_left_out_unless_asked_for(data: dict[str, Any]) -> None:
    assert is_test(data)
    assert not Filter().wants(message("alerts", data))
    assert Filter(include_tests=True).wants(message("alerts", data))


def test_an_event_that_happened_is_no_test() -> None:
    assert not is_test({"status": "happened", "article": None})


def test_a_dead_letter_passes_whatever_is_in_it() -> None:
    assert Filter(kinds=("capture",)).wants(Message("dead-letters", "k", {}, b"\xff", 0, 0))


# Once, and whoever was told stays told


def test_an_alert_version_is_handed_on_once() -> None:
    told = Told()
    versions = [told.passes(alert(version=version), True) for version in (1, 2, 2, 1, 3)]
    assert versions == [True, True, False, False, True]


def test_threads_are_counted_apart() -> None:
    told = Told()
    assert told.passes(alert("t1", 2), True) and told.passes(alert("t2", 1), True)


def test_repeats_are_handed_on_when_asked_for() -> None:
    told = Told(once=False)
    assert told.passes(alert(), True) and told.passes(alert(), True)


def test_a_kill_reaches_whoever_was_told_although_it_no_longer_fits() -> None:
    told = Told()
    assert told.passes(alert(version=1), True)
    assert told.passes(alert(version=2, msg_type="Cancel"), False)


def test_what_was_never_wanted_is_not_handed_on_when_it_is_killed() -> None:
    told = Told()
    assert not told.passes(alert(version=1), False)
    assert not told.passes(alert(version=2, msg_type="Cancel"), False)


def test_memory_is_bounded_and_forgets_the_thread_without_news_first() -> None:
    told = Told(remembered=2)
    for thread in ("t1", "t2", "t1", "t3"):
        told.passes(alert(thread, version=1), True)
    assert not told.passes(alert("t1", version=1), True)
    assert told.passes(alert("t2", version=1), True)


def test_a_repeat_that_was_dropped_does_not_make_a_thread_told() -> None:
    told = Told()
    assert not told.passes(alert(version=1), False)
    assert not told.passes(alert(version=1), True)


# Where to begin


@pytest.mark.parametrize(
    ("since", "begin"),
    [
        ("latest", "latest"),
        ("beginning", "beginning"),
        ("42", 42),
        (7, 7),
        ("2h", NOW - timedelta(hours=2)),
        ("30m", NOW - timedelta(minutes=30)),
        ("2016-12-04T06:00:00Z", datetime(2016, 12, 4, 6, tzinfo=UTC)),
        ("2016-12-04", datetime(2016, 12, 4, tzinfo=UTC)),
        ("2016-12-04T06:00:00+02:00", datetime(2016, 12, 4, 6, tzinfo=timezone(timedelta(hours=2)))),
        (datetime(2016, 12, 4, 6), datetime(2016, 12, 4, 6, tzinfo=UTC)),
    ],
)
def test_since_is_read(since: Any, begin: Any) -> None:
    assert read_since(since, NOW) == begin


@pytest.mark.parametrize("since", ["yesterday", "", "2w", "2016-13-01", "-1"])
def test_a_since_that_is_none_is_refused(since: str) -> None:
    with pytest.raises(BellwireError, match="is not latest, beginning"):
        read_since(since, NOW)


def test_a_topic_that_is_none_is_refused_with_the_names_there_are() -> None:
    with pytest.raises(BellwireError, match=r"no topic 'alarms'; there are: articles, readings, .*alerts"):
        subscribe("alarms")


# On a broker


@pytest.fixture(scope="module")
def broker() -> Iterator[str]:
    with EmbeddedBroker() as embedded:
        yield embedded.address


class Publisher:
    """Publishes on the topics of one test."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._kafka = KafkaProducer(bootstrap_servers=settings.brokers)

    def __call__(self, *messages: Message) -> None:
        for one in messages:
            headers = [(name, value.encode()) for name, value in one.headers.items()]
            topic = self.settings.topic(one.topic)
            self._kafka.send(topic, key=one.key.encode(), value=one.value, headers=headers).get(10)

    def close(self) -> None:
        self._kafka.close()


@pytest.fixture
def publish(broker: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Publisher]:
    monkeypatch.setenv("BELLWIRE_BROKERS", broker)
    monkeypatch.setenv("BELLWIRE_TOPIC_PREFIX", f"test-{uuid4().hex[:8]}")
    ensure_topics(broker, Settings())
    publisher = Publisher(Settings())
    yield publisher
    publisher.close()


def ids(topic: str = "alerts", **options: Any) -> list[str]:
    with subscribe(topic, since="beginning", follow=False, **options) as messages:
        return sorted(message.data["id"] for message in messages)


def test_a_subscriber_gets_what_comes_after_it_listens(publish: Publisher) -> None:
    publish(alert("t1"))
    with subscribe("alerts") as messages:
        publish(alert("t2"))
        got = next(messages)
    assert (got.topic, got.key, got.data["id"]) == ("alerts", "t2", "t2-000001")
    assert got.headers["ce_subject"] == "SY/Aleppo"


def test_a_subscriber_can_begin_at_the_beginning_and_end_at_the_end(publish: Publisher) -> None:
    publish(alert("t1"), alert("t2"), alert("t1", 2), alert("t1", 2))
    assert ids() == ["t1-000001", "t1-000002", "t2-000001"]
    assert len(ids(once=False)) == 4


def test_a_subscriber_can_begin_at_a_time(publish: Publisher) -> None:
    publish(alert("t1"))
    between = datetime.now(UTC) + timedelta(milliseconds=1)
    while datetime.now(UTC) <= between:
        pass
    publish(alert("t1", 2), alert("t2"))
    with subscribe("alerts", since=between, follow=False) as messages:
        assert sorted(message.data["id"] for message in messages) == ["t1-000002", "t2-000001"]


def test_a_time_after_everything_is_the_end(publish: Publisher) -> None:
    publish(alert("t1"))
    with subscribe("alerts", since=datetime.now(UTC) + timedelta(hours=1), follow=False) as messages:
        assert list(messages) == []


def test_another_thread_can_end_it(publish: Publisher) -> None:
    stop = Event()
    with subscribe("alerts", stop=stop) as messages:
        stop.set()
        assert list(messages) == []


def test_a_subscriber_can_begin_at_an_offset(publish: Publisher) -> None:
    publish(alert("t1"), alert("t1", 2), alert("t1", 3))
    with subscribe("alerts", since=1, follow=False) as messages:
        assert [message.offset for message in messages] == [1, 2]


def test_a_kill_outside_the_filter_follows_its_alert(publish: Publisher) -> None:
    publish(
        alert("t1", place="SY/Aleppo"),
        alert("t2", place="UA/Kyiv"),
        alert("t1", 2, place="SY", msg_type="Cancel"),
        alert("t2", 2, place="UA", msg_type="Cancel"),
    )
    assert ids(places=("SY/Aleppo",)) == ["t1-000001", "t1-000002"]


def test_exercises_are_heard_only_when_asked_for(publish: Publisher) -> None:
    publish(alert("t1", status="Exercise"), alert("t2"))
    assert ids() == ["t2-000001"]
    assert ids(include_tests=True) == ["t1-000001", "t2-000001"]


def test_all_families_of_events_can_be_heard_at_once(publish: Publisher) -> None:
    publish(
        message("events.ground", {"event": {"id": "a", "kind": "capture"}}, ce_type="bellwire.event.capture"),
        message("events.truce", {"event": {"id": "b", "kind": "truce"}}, ce_type="bellwire.event.truce"),
    )

    def heard(*kinds: str) -> list[str]:
        with subscribe("events", since="beginning", follow=False, kinds=kinds) as messages:
            return sorted(message.data["event"]["id"] for message in messages)

    assert heard() == ["a", "b"]
    assert heard("truce") == ["b"]


def test_bytes_that_are_no_json_are_handed_on_with_empty_data(publish: Publisher) -> None:
    publish(Message("dead-letters", "k", {"reason": "not-json"}, b"\xff{", 0, 0))
    with subscribe("dead-letters", since="beginning", follow=False) as messages:
        [got] = messages
    assert (got.data, got.value, got.headers["reason"]) == ({}, b"\xff{", "not-json")


def test_two_subscribers_each_get_everything(publish: Publisher) -> None:
    publish(alert("t1"), alert("t2"))
    assert ids() == ids() == ["t1-000001", "t2-000001"]


def test_closing_twice_does_nothing(publish: Publisher) -> None:
    messages = subscribe("alerts")
    messages.close()
    messages.close()
    assert list(messages) == []


def test_a_topic_that_the_broker_does_not_have_is_one_clear_line(broker: str) -> None:
    with pytest.raises(BellwireError, match=r"has no topic nobody\.alerts\.v1; has a worker run there"):
        subscribe("alerts", brokers=broker, prefix="nobody")


# The command


def run(*arguments: str) -> Result:
    import typer

    from bellwire.cli.subscribe import subscribe as command

    app = typer.Typer()
    app.command()(command)
    return CliRunner().invoke(app, list(arguments))


def test_the_command_prints_a_json_line_each(publish: Publisher) -> None:
    publish(alert("t1"), alert("t2"))
    result = run("alerts", "--since", "beginning", "--limit", "2")
    assert result.exit_code == 0, result.output
    assert sorted(json.loads(line)["id"] for line in result.stdout.splitlines()) == ["t1-000001", "t2-000001"]


def test_the_command_filters(publish: Publisher) -> None:
    publish(alert("t1"), alert("t2", kind="strike", place="SY/Idlib"))
    result = run("alerts", "--since", "beginning", "--no-follow", "--kind", "strike", "--place", "SY")
    assert [json.loads(line)["id"] for line in result.stdout.splitlines()] == ["t2-000001"]


def test_the_command_refuses_an_unknown_topic() -> None:
    result = run("alarms")
    assert isinstance(result.exception, BellwireError)


def test_ctrl_c_ends_the_command_with_success(publish: Publisher, monkeypatch: pytest.MonkeyPatch) -> None:
    def pressed(self: object) -> Message:
        raise KeyboardInterrupt

    monkeypatch.setattr("bellwire.subscribe.Subscription.__next__", pressed)
    assert run("alerts").exit_code == 0


# Lines


def test_an_alert_on_a_terminal_is_one_readable_line() -> None:
    line = readable_line(
        alert(
            updated="2016-12-04T12:04:20Z",
            priority="URGENT",
            msg_type="Update",
            headline="Army says takes hospital",
            changed="denied by AP",
            contested=True,
            corroboration={"independent_sources": ["Reuters", "AP"]},
        )
    )
    assert line == (
        "2016-12-04 12:04:20 URGENT   Update ▲ SY/Aleppo  Army says takes hospital – denied by AP "
        "(Reuters, AP; contested)"
    )


def test_an_exercise_says_so_on_a_terminal() -> None:
    assert "EXERCISE" in readable_line(alert(status="Exercise"))


@pytest.mark.parametrize("topic", ["alerts", "threads", "readings", "events.ground", "articles", "dead-letters"])
def test_any_payload_is_one_line_and_cannot_move_the_cursor(topic: str) -> None:
    for data in (
        {},
        {"headline": "a\n\x1b[2Jb", "headlines": [{"value": "a\r\x1b[2J"}], "article": {}, "event": {"kind": "a\nb"}},
    ):
        line = readable_line(message(topic, data, key="k\n", reason="\x1b"))
        assert line and line.isprintable()


def test_a_dead_letter_is_printed_with_its_headers() -> None:
    line = json_line(Message("dead-letters", "k", {"reason": "not-json"}, b"\xff", 1, 2))
    assert json.loads(line) == {"key": "k", "headers": {"reason": "not-json"}, "value": "\ufffd"}


def test_three_lines_are_enough(publish: Publisher, capsys: pytest.CaptureFixture[str]) -> None:
    publish(alert("t1", headline="Army advances"))
    program = (
        "from bellwire.subscribe import subscribe\n"
        'for message in subscribe("alerts", since="beginning", follow=False):\n'
        '    print(message.data["headline"])\n'
    )
    exec(compile(program, "docs/subscribe.md", "exec"), {})
    assert capsys.readouterr().out == "Army advances\n"
