"""What the ledger remembers, for programs: events, articles, feeds."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

import msgspec
import pytest

from bellwire.ledger.texts import Copy
from bellwire.reading.reading import Direction, Evidence, Outcome, Place, Status
from bellwire.settings import Settings
from bellwire.watch.thread import Changes, Decision, KnownVersion, ThreadEvent
from kit.alerts import CAPTURE, alert, thread
from kit.desks import Desk, running_desk

URI = "https://wire.example/a?b=1"
NOW = datetime.now(UTC)
SAYS = Evidence(field="body", start=0, end=20, text="Rebels denied the loss.", trigger=(7, 13))
MOSUL = Place(name="Mosul", path="IQ/Mosul", country="IQ")

#: Events by name, how many hours ago they were told, and in what they differ; ids do not follow the times.
TOLD: tuple[tuple[str, int, dict[str, Any]], ...] = (
    ("e2", 9, {}),
    ("e3", 2, {"status": Status.DENIED, "disputed": True, "evidence": (SAYS,)}),
    ("e1", 1, {"kind": "talks", "family": "diplomacy", "direction": Direction.DE_ESCALATION, "place": MOSUL}),
    ("e4", 0, {"traffic": "Exercise"}),
)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    folder: Path = tmp_path_factory.mktemp("desk")
    file = folder / "feeds.toml"
    file.write_text('[feeds.quiet]\nsilence = "30m"\n')
    with running_desk(folder, settings=Settings(feeds_file=str(file))) as running:
        with running.ledger.watching(["SY"]) as tx:
            tx.arrived("wire", NOW)
            tx.cited(Copy(uri=URI, version="1", headline="Army takes hospital", body="…"))
            tx.apply(Changes(version=KnownVersion(uri=URI, version="2", outcome=Outcome.EMBARGOED)))
            tx.apply(Changes(threads=(thread("t1", uri=URI),), alerts=(alert("t1"),)))
            for name, ago, more in TOLD:
                arrived = KnownVersion(uri=URI, version="1", outcome=Outcome.READ, received=NOW - timedelta(hours=ago))
                told = Decision(reason="new-thread")
                tx.apply(Changes(version=arrived, events=(_event(name, **more),), decisions=(told,)))
        yield running


def _event(name: str, traffic: Any = "Actual", **more: Any) -> ThreadEvent:
    event = msgspec.structs.replace(CAPTURE, **{"id": name} | more)
    theatre = event.place.path if event.place else ""
    return ThreadEvent(thread="t1", theatre=theatre, uri=URI, version="1", event=event, status=traffic)


def told(desk: Desk, path: str) -> Any:
    status, headers, body = desk.get(path)
    assert status == 200, body
    assert desk.get(path, If_None_Match=headers["etag"])[0] == 304
    return json.loads(body)


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("", ["e1", "e3", "e2"]),
        ("?exercises=true", ["e4", "e1", "e3", "e2"]),
        ("?thread=t1&status=denied", ["e3"]),
        ("?kind=capture,strike&status=claimed,denied", ["e3", "e2"]),
        ("?kind=strike", []),
        ("?family=ground", ["e3", "e2"]),
        ("?direction=de-escalation", ["e1"]),
        ("?country=iq", ["e1"]),
        ("?place=SY", ["e3", "e2"]),
        ("?contested=true", ["e3"]),
        ("?text=Loss", ["e3"]),
        ("?filter=kind!=talks,place=SY/Aleppo", ["e3", "e2"]),
        ("?since=3h", ["e1", "e3"]),
        ("?uri=https%3A%2F%2Fwire.example%2Fa%3Fb%3D1&theatre=SY/Aleppo&limit=1", ["e3"]),
    ],
)
def test_events_are_found_by_what_they_tell_the_last_told_first(desk: Desk, query: str, ids: list[str]) -> None:
    assert [one["event"]["id"] for one in told(desk, f"/api/v1/events{query}")["events"]] == ids


def test_events_are_found_since_a_time(desk: Desk) -> None:
    since = quote((NOW - timedelta(hours=1.5)).isoformat())
    assert [one["event"]["id"] for one in told(desk, f"/api/v1/events?since={since}")["events"]] == ["e1"]


@pytest.mark.parametrize("filtered", ["", "&place=SY"])
def test_pages_of_events_follow_each_other_without_gap_or_repeat_and_end(desk: Desk, filtered: str) -> None:
    ids, page = [], told(desk, f"/api/v1/events?limit=1{filtered}")
    while True:
        ids += [(one["event"]["id"], one["at"]) for one in page["events"]]
        if page["next"] is None:
            break
        page = told(desk, f"/api/v1/events?limit=1{filtered}&cursor={quote(page['next'])}")
    times = {name: (NOW - timedelta(hours=ago)).isoformat().replace("+00:00", "Z") for name, ago, _ in TOLD}
    assert ids == [(name, times[name]) for name in (("e3", "e2") if filtered else ("e1", "e3", "e2"))]


def test_a_page_of_events_is_full_however_many_do_not_fit(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bellwire.desk.api_events._AT_ONCE", 1)
    assert [one["event"]["id"] for one in told(desk, "/api/v1/events?kind=capture")["events"]] == ["e3", "e2"]
    monkeypatch.setattr("bellwire.desk.api_events._LOOKED_AT", 2)
    first = told(desk, "/api/v1/events?text=loss")
    assert first["events"] == [] and first["next"]
    assert told(desk, f"/api/v1/events?text=loss&cursor={quote(first['next'])}")["events"]


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("kind=captre", "no kind is captre; did you mean capture?"),
        ("knid=capture", "knid: no such filter; did you mean kind?"),
        ("agency=AFP", "agency: alerts have one, events have none: ask /api/v1/alerts"),
        ("least=FLASH", "priority: alerts have one, events have none: ask /api/v1/alerts"),
        ("since=soon", "since: soon is no time; write 2026-11-23T06:00:00Z, or how long ago: 2h"),
        ("since=12", "since: 12 is no time; write 2026-11-23T06:00:00Z, or how long ago: 2h"),
        (f"since={'1' * 5000}", f"since: {'1' * 80} is no time; write 2026-11-23T06:00:00Z, or how long ago: 2h"),
        (
            "since=2026-11-23T06:00:00+01:00",
            "since: 2026-11-23T06:00:00 01:00 is no time; write 2026-11-23T06:00:00Z, or how long ago: 2h "
            "(a + is written %2B in an address)",
        ),
        ("cursor=e1", "cursor: e1 is none of ours; take the one of the answer before"),
        ("exercises=all", "exercises: all is neither true nor false"),
    ],
)
def test_events_that_cannot_be_asked_for_are_told(desk: Desk, query: str, says: str) -> None:
    status, headers, body = desk.get(f"/api/v1/events?{query}")
    assert (status, headers["content-type"]) == (400, "application/problem+json")
    assert json.loads(body)["detail"] == says


def test_an_article_tells_what_became_of_its_versions_and_nothing_of_embargoed_ones(desk: Desk) -> None:
    article = told(desk, "/api/v1/articles/https%3A%2F%2Fwire.example%2Fa%3Fb%3D1")
    [version] = article["versions"]
    assert (article["uri"], article["threads"], version["version"]) == (URI, ["t1"], "1")
    assert (version["outcome"], version["decisions"][0]["reason"]) == ("read", "new-thread")
    assert version["copy"]["headline"] == "Army takes hospital"
    assert desk.get("/api/v1/articles/urn:nothing")[0] == 404


def test_feeds_are_those_of_the_file_and_those_that_copy_came_by(desk: Desk) -> None:
    found = told(desk, "/api/v1/feeds")
    assert [(one["name"], one["state"], one["day"], one["expected"]) for one in found["feeds"]] == [
        ("quiet", "waiting", 0, 1800.0),
        ("wire", "unlisted", 1, None),
    ]
    assert found["wrong"] == ""
