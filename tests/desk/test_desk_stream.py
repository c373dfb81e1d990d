"""The event stream, over a real connection."""

from __future__ import annotations

import contextlib
import threading
from itertools import takewhile
from pathlib import Path

import msgspec
import pytest

from bellwire.errors import Unavailable
from bellwire.ledger import Ledger
from bellwire.watch.alert import Alert, ArticleRef, Corroboration, MsgType, Priority
from kit.alerts import CAPTURE, alert, keep
from kit.desks import Desk, PlayedFeed, Stream, running_desk, stream


def test_an_alert_arrives_as_it_was_published(desk: Desk) -> None:
    one = alert("a")
    with stream(desk) as listening:
        desk.feed.publish(one)
        (event,) = listening.alerts(1)
    assert msgspec.json.decode(event.data, type=Alert) == one
    assert event.data.encode() == msgspec.json.encode(one)


def test_a_listener_comes_back_without_gap_or_repeat(desk: Desk) -> None:
    with stream(desk) as listening:
        desk.feed.publish(alert("a"), alert("b"))
        seen = listening.alerts(2)
    with stream(desk) as other:
        desk.feed.publish(alert("c"), alert("d"))
        other.alerts(2)
    with stream(desk, Last_Event_ID=seen[0].id) as listening:
        assert [event.json["id"] for event in listening.alerts(3)] == ["b-000001", "c-000001", "d-000001"]
    with stream(desk, f"?after={seen[1].id}") as listening:
        assert [event.json["id"] for event in listening.alerts(2)] == ["c-000001", "d-000001"]


def test_a_listener_comes_back_to_a_desk_that_was_started_again(tmp_path: Path) -> None:
    with running_desk(tmp_path) as first, stream(first) as listening:
        first.feed.publish(alert("a"), alert("b"))
        place = listening.alerts(2)[0].id
    feed = PlayedFeed(past=(alert("a"), alert("b"), alert("c")))
    with running_desk(tmp_path, feed) as second, stream(second, Last_Event_ID=place) as listening:
        assert [event.json["id"] for event in listening.alerts(2)] == ["b-000001", "c-000001"]


def test_what_the_list_shows_and_what_the_stream_brings_fit(desk: Desk) -> None:
    with stream(desk) as other:
        keep(desk.ledger, alert("a"))
        desk.feed.publish(alert("a"))
        other.alerts(1)
    listed = msgspec.json.decode(desk.get("/api/v1/alerts")[2])
    desk.feed.publish(alert("b"))
    with stream(desk, f"?after={listed['place']}") as listening:
        assert [event.json["id"] for event in listening.alerts(1)] == ["b-000001"]
    assert [one["id"] for one in listed["alerts"]] == ["a-000001"]


def test_a_place_that_is_no_more_is_told_to_load_afresh(desk: Desk) -> None:
    with stream(desk, "?after=0:99.abc") as listening:
        assert next(iter(listening)).event == "reload"


def test_tests_and_exercises_pass_only_where_asked_for(desk: Desk) -> None:
    with stream(desk) as real, stream(desk, "?exercises=true") as every:
        desk.feed.publish(alert("x", status="Exercise"), alert("a"))
        assert [event.json["id"] for event in real.alerts(1)] == ["a-000001"]
        assert [event.json["id"] for event in every.alerts(2)] == ["x-000001", "a-000001"]


def test_an_empty_place_is_none(desk: Desk) -> None:
    with stream(desk, "?after=") as listening:
        desk.feed.publish(alert("a"))
        assert next(iter(listening)).event == "alert"


def test_bytes_that_are_no_alert_stop_nothing(desk: Desk) -> None:
    with stream(desk) as listening:
        desk.feed.publish(b"\xff not an alert", alert("a"))
        assert [event.json["id"] for event in listening.alerts(1)] == ["a-000001"]


def test_everyone_is_told_when_alerts_cannot_come(desk: Desk) -> None:
    with stream(desk) as listening:
        desk.feed.state("lost")
        event = next(iter(listening))
        assert (event.event, event.data) == ("feed", "lost")


def test_a_form_that_is_none_is_refused_with_what_is_wrong(desk: Desk) -> None:
    status, headers, text = desk.get("/stream/alerts?as=xml")
    assert status == 422
    assert headers["content-type"] == "application/problem+json"
    assert "as:" in msgspec.json.decode(text)["detail"]


def test_a_listener_that_left_is_no_longer_counted(desk: Desk) -> None:
    with stream(desk):
        assert msgspec.json.decode(desk.get("/healthz")[2])["listeners"] == 1
    left = threading.Event()
    for _ in range(200):
        desk.feed.publish(alert("ping"))
        if msgspec.json.decode(desk.get("/healthz")[2])["listeners"] == 0:
            left.set()
            break
    assert left.is_set()


def test_two_hundred_listeners_each_hear_everything_in_order(desk: Desk) -> None:
    with contextlib.ExitStack() as stack:
        listening = [stack.enter_context(stream(desk)) for _ in range(200)]
        assert msgspec.json.decode(desk.get("/healthz")[2])["listeners"] == 200
        desk.feed.publish(*(alert(f"t{number}") for number in range(50)))
        for one in listening:
            assert [event.json["id"] for event in one.alerts(50)] == [f"t{number}-000001" for number in range(50)]


def test_a_listener_that_is_too_slow_is_told_why_and_comes_back_without_gap_or_repeat(desk: Desk) -> None:
    ids = [f"t{number:03}-000001" for number in range(600)]
    with stream(desk) as slow, stream(desk) as quick:
        for at in range(0, 600, 100):
            some = ids[at : at + 100]
            desk.feed.publish(*(alert(one.partition("-")[0], changed="x" * 20_000) for one in some))
            assert [event.json["id"] for event in quick.alerts(100)] == some
        heard = list(slow)
    assert heard[-1].event == "dropped" and "come back" in heard[-1].data
    seen = [event for event in heard if event.event == "alert"]
    assert 0 < len(seen) < 600
    with stream(desk, Last_Event_ID=seen[-1].id) as back:
        rest = back.alerts(600 - len(seen))
    assert [event.json["id"] for event in (*seen, *rest)] == ids


FILTERS = {
    "what only the evidence said": "text=gains",
    "a dispute": "contested=true",
    "an agency": "agency=Example",
    "what a later version left": "priority=URGENT",
    "all versions": "country=SY",
}


def kill_of(name: str, version: int) -> Alert:
    """As the watcher makes it: without evidence, sources and dispute."""
    nobody = Corroboration(articles=1, independent_sources=(), unique_texts=0)
    killer = ArticleRef(uri="urn:kill", version="1", provider="Wire desk")
    return alert(
        name,
        version,
        headline="WITHDRAWN by Example",
        msg_type=MsgType.CANCEL,
        priority=Priority.FLASH,
        evidence=(),
        corroboration=nobody,
        article=killer,
    )


def ids_until(listening: Stream, last: str) -> list[object]:
    ids = (event.json["id"] for event in listening if event.event == "alert")
    return list(takewhile(lambda name: name != last, ids))


@pytest.mark.parametrize("query", FILTERS.values(), ids=FILTERS)
def test_a_kill_reaches_every_filter_that_wanted_any_version(desk: Desk, query: str) -> None:
    told = (alert("a", contested=True), alert("a", 2, priority=Priority.FLASH), kill_of("a", 3))
    with stream(desk, f"?{query}") as listening, stream(desk, f"?as=row&{query}") as page:
        for one in (*told, alert("b", contested=True)):
            keep(desk.ledger, one)
            desk.feed.publish(one)
        heard = ids_until(listening, "b-000001")
        row = next(event.json for event in page.alerts(4) if event.json["id"] == "a-000003")
    assert heard[0] == "a-000001" and heard[-1] == "a-000003"
    assert row["type"] == "Cancel" and "Withdrawn" in str(row["html"])
    with stream(desk, f"?after=none&{query}") as back:
        assert ids_until(back, "b-000001") == heard
    listed = msgspec.json.decode(desk.get(f"/api/v1/alerts?{query}")[2])["alerts"]
    assert [one["id"] for one in listed] == ["b-000001", "a-000003"]
    assert "WITHDRAWN" in desk.get(f"/atom?{query}")[2] and "WITHDRAWN" in desk.get(f"/?{query}", Accept="text/html")[2]


def test_a_kill_of_what_a_filter_never_wanted_does_not_reach_it(desk: Desk) -> None:
    with stream(desk, "?country=IQ") as listening, stream(desk, "?as=row&country=IQ") as page:
        elsewhere = msgspec.structs.replace(
            CAPTURE, place=msgspec.structs.replace(CAPTURE.place, country="IQ", path="IQ")
        )
        for one in (alert("a"), kill_of("a", 2), alert("x", status="Exercise"), alert("b", event=elsewhere)):
            keep(desk.ledger, one)
            desk.feed.publish(one)
        assert [event.json["id"] for event in listening.alerts(1)] == ["b-000001"]
        assert page.alerts(2)[1].json["gone"] is True
    listed = msgspec.json.decode(desk.get("/api/v1/alerts?country=IQ")[2])["alerts"]
    assert [one["id"] for one in listed] == ["b-000001"]


def test_a_kill_reaches_everyone_while_the_ledger_cannot_tell_whom_it_concerns(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(self: Ledger, thread: str) -> list[Alert]:
        raise Unavailable("the ledger is away")

    monkeypatch.setattr(Ledger, "alerts_of", away)
    with stream(desk, "?country=IQ") as listening:
        desk.feed.publish(kill_of("a", 2))
        assert [event.json["id"] for event in listening.alerts(1)] == ["a-000002"]
