"""What the ledger remembers, for programs: events, articles, feeds."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest

from bellwire.ledger.texts import Copy
from bellwire.reading.reading import Outcome, Status
from bellwire.settings import Settings
from bellwire.watch.thread import Changes, Decision, KnownVersion, ThreadEvent
from kit.alerts import CAPTURE, alert, thread
from kit.desks import Desk, running_desk

URI = "https://wire.example/a?b=1"
NOW = datetime.now(UTC)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    folder: Path = tmp_path_factory.mktemp("desk")
    file = folder / "feeds.toml"
    file.write_text('[feeds.quiet]\nsilence = "30m"\n')
    with running_desk(folder, settings=Settings(feeds_file=str(file))) as running:
        with running.ledger.watching(["SY"]) as tx:
            tx.arrived("wire", NOW)
            tx.cited(Copy(uri=URI, version="1", headline="Army takes hospital", body="…"))
            for version, outcome in (("1", Outcome.READ), ("2", Outcome.EMBARGOED)):
                known = KnownVersion(uri=URI, version=version, outcome=outcome)
                tx.apply(Changes(version=known, decisions=(Decision(reason="new-thread"),)))
            told = tuple(_event(name, status) for name, status in (("e1", Status.CLAIMED), ("e2", Status.DENIED)))
            tx.apply(Changes(threads=(thread("t1", uri=URI),), alerts=(alert("t1"),), events=told))
        yield running


def _event(name: str, status: Status) -> ThreadEvent:
    event = msgspec.structs.replace(CAPTURE, id=name, status=status)
    return ThreadEvent(thread="t1", theatre="SY/Aleppo", uri=URI, version="1", event=event)


def told(desk: Desk, path: str) -> Any:
    status, headers, body = desk.get(path)
    assert status == 200, body
    assert desk.get(path, If_None_Match=headers["etag"])[0] == 304
    return json.loads(body)


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("", ["e1", "e2"]),
        ("?thread=t1&status=denied", ["e2"]),
        ("?kind=capture,strike&status=claimed,denied", ["e1", "e2"]),
        ("?kind=strike", []),
        ("?uri=https%3A%2F%2Fwire.example%2Fa%3Fb%3D1&theatre=SY/Aleppo&limit=1", ["e1"]),
        ("?limit=1&cursor=e1", ["e2"]),
    ],
)
def test_events_are_found_by_what_they_tell(desk: Desk, query: str, ids: list[str]) -> None:
    assert [one["event"]["id"] for one in told(desk, f"/api/v1/events{query}")["events"]] == ids


def test_pages_of_events_end(desk: Desk) -> None:
    first = told(desk, "/api/v1/events?limit=1")
    assert first["next"] == "e1"
    assert told(desk, f"/api/v1/events?limit=1&cursor={first['next']}")["next"] is None


def test_an_event_of_a_kind_that_is_none_is_refused(desk: Desk) -> None:
    status, headers, body = desk.get("/api/v1/events?kind=captre")
    assert (status, headers["content-type"]) == (400, "application/problem+json")
    assert json.loads(body)["detail"] == "no kind is captre; did you mean capture?"


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
