"""Subscribing on a real broker, from Python."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from publisher import Publisher

from bellwire.broker.embedded import EmbeddedBroker
from bellwire.broker.topics import ensure_topics
from bellwire.errors import BellwireError
from bellwire.settings import Settings
from bellwire.subscribe import Message, subscribe
from kit.told import alert, message


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


def test_a_subscriber_gets_all_of_a_last_batch_that_is_larger_than_a_poll(publish: Publisher) -> None:
    publish.in_one_batch(*(alert(f"t{number}") for number in range(700)))
    assert len(ids()) == 700


def test_a_subscriber_gets_nothing_of_the_last_batch_before_it_listens(publish: Publisher) -> None:
    publish.in_one_batch(alert("t1"), alert("t2"), alert("t3"))
    with subscribe("alerts") as messages:
        publish(alert("t4"))
        assert next(messages).data["id"] == "t4-000001"


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


def test_an_offset_beyond_the_end_is_the_end(publish: Publisher) -> None:
    publish(alert("t1"))
    with subscribe("alerts", since=5) as messages:
        publish(alert("t1", 2))
        assert next(messages).data["id"] == "t1-000002"


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


# Marks


def test_a_subscriber_goes_on_after_what_it_marked_done(publish: Publisher, tmp_path: Path) -> None:
    publish(alert("t1"), alert("t2"), alert("t1", 2))
    options: dict[str, Any] = {"since": "beginning", "follow": False, "resume": tmp_path / "marks"}
    first = []
    with subscribe("alerts", **options) as messages:
        for message in messages:
            if message.key == "t1":
                first.append(message.data["id"])
                message.mark_done()
    publish(alert("t1", 3))
    with subscribe("alerts", **options) as messages:
        second = [message.data["id"] for message in messages if message.key == "t1"]
    assert (first, second) == (["t1-000001", "t1-000002"], ["t1-000003"])


def test_what_was_not_marked_done_comes_again(publish: Publisher, tmp_path: Path) -> None:
    publish(alert("t1"), alert("t1", 2))
    options: dict[str, Any] = {"since": "beginning", "follow": False, "resume": tmp_path / "marks"}
    with subscribe("alerts", **options) as messages:
        next(messages).mark_done()
        next(messages)
    with subscribe("alerts", **options) as messages:
        assert [message.data["id"] for message in messages] == ["t1-000002"]


def test_what_is_marked_after_the_end_is_told_so(publish: Publisher, tmp_path: Path) -> None:
    publish(alert("t1"))
    *_, last = subscribe("alerts", since="beginning", follow=False, resume=tmp_path / "marks")
    with pytest.raises(BellwireError, match="the subscription has ended; mark what is done while it is open"):
        last.mark_done()


def test_after_a_restart_a_repeat_is_dropped_and_a_kill_outside_the_filter_comes(
    publish: Publisher, tmp_path: Path
) -> None:
    options: dict[str, Any] = {"since": "beginning", "follow": False, "resume": tmp_path / "marks", "places": ["SY"]}
    publish(alert("t1"))
    with subscribe("alerts", **options) as messages:
        next(messages).mark_done()
    publish(alert("t1"), alert("t1", 2, place="UA", msg_type="Cancel"))
    with subscribe("alerts", **options) as messages:
        assert [message.data["id"] for message in messages] == ["t1-000002"]


def test_two_subscribers_do_not_share_marks(publish: Publisher, tmp_path: Path) -> None:
    marks = tmp_path / "marks"
    with subscribe("alerts", resume=marks), pytest.raises(BellwireError, match="another subscriber holds it"):
        subscribe("alerts", resume=marks)


def test_a_file_of_something_else_is_left_alone(publish: Publisher, tmp_path: Path) -> None:
    other = tmp_path / "notes.txt"
    other.write_text("Call the Aleppo bureau back.\n" * 100)
    with pytest.raises(BellwireError, match="no file of a subscriber's marks"):
        subscribe("alerts", resume=other)
    assert other.read_text().startswith("Call the Aleppo bureau back.")


def test_a_subscriber_outlives_its_broker() -> None:
    with EmbeddedBroker() as first:
        settings = Settings(brokers=first.address)
        ensure_topics(first.address, settings)
        messages = subscribe("alerts", brokers=first.address)
        publisher = Publisher(settings)
        publisher(alert("t1"))
        assert next(messages).data["id"] == "t1-000001"
        publisher.close()
    with EmbeddedBroker(port=first.port):
        ensure_topics(first.address, settings)
        publisher = Publisher(settings)
        publisher(*(alert(f"other{number}") for number in range(8)))
        assert next(messages).key.startswith("other")
        publisher.close()
        messages.close()


def test_both_ways_to_import_it_are_the_same_client(publish: Publisher) -> None:
    import bellwire

    publish(alert("t1"))
    with bellwire.subscribe("alerts", since="beginning", follow=False) as messages:
        assert [message.data["id"] for message in messages] == ["t1-000001"]


def test_three_lines_are_enough(publish: Publisher, capsys: pytest.CaptureFixture[str]) -> None:
    publish(alert("t1", headline="Army advances"))
    program = (
        "from bellwire import subscribe\n"
        'for alert in subscribe("alerts", since="beginning", follow=False):\n'
        '    print(alert.data["headline"])\n'
    )
    exec(compile(program, "docs/subscribe.md", "exec"), {})
    assert capsys.readouterr().out == "Army advances\n"
