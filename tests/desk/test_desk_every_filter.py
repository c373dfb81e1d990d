"""Every filter at every door: page, API, Atom, stream, silences, views and subscriptions know the same."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import count
from urllib.parse import urlencode

import msgspec
import pytest

from bellwire.delivery.decide import Why, decide
from bellwire.delivery.filters import NAMES
from bellwire.delivery.subscriptions import read_subscription
from bellwire.reading.reading import Direction, Place, Status
from bellwire.watch.alert import Alert, Certainty, Corroboration, Priority
from kit.alerts import CAPTURE, alert, keep
from kit.desks import Desk, post, running_desk, stream

#: A value of each filter that fits `wanted` and not `other`.
EVERY = {
    "kind": "capture",
    "family": "ground",
    "direction": "escalation",
    "country": "SY",
    "place": "SY/Aleppo",
    "agency": "Example",
    "priority": "URGENT",
    "status": "claimed",
    "certainty": "Possible",
    "contested": "true",
    "thread": "wanted",
    "text": "hospital army",
    "least": "URGENT",
    "filter": 'kind=~"cap.*",agency!="AFP"',
}
TALKS = msgspec.structs.replace(
    CAPTURE,
    kind="talks",
    family="diplomacy",
    direction=Direction.DE_ESCALATION,
    status=Status.PROPOSED,
    place=Place(name="Mosul", path="IQ/Mosul", country="IQ"),
)
HEADLINES = {"wanted": "Army takes hospital", "other": "Envoys meet"}
EACH = pytest.mark.parametrize("name", EVERY)

_versions = count(2)


def wanted(version: int = 1) -> Alert:
    return alert("wanted", version, contested=True)


def other(version: int = 1) -> Alert:
    return alert(
        "other",
        version,
        headline=HEADLINES["other"],
        event=TALKS,
        direction=Direction.DE_ESCALATION,
        priority=Priority.ROUTINE,
        certainty=Certainty.LIKELY,
        corroboration=Corroboration(articles=1, independent_sources=("AFP",), unique_texts=1),
        evidence=(),
    )


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with running_desk(tmp_path_factory.mktemp("desk")) as running:
        keep(running.ledger, wanted(), other())
        yield running


def query(name: str) -> str:
    return urlencode({name: EVERY[name]})


def shown(desk: Desk, path: str) -> set[str]:
    """Which of the two a page or an answer has."""
    status, _, body = desk.get(path)
    assert status == 200, body
    return {name for name, headline in HEADLINES.items() if headline in body}


def test_there_is_a_value_of_every_filter() -> None:
    assert set(EVERY) == set(NAMES)


@EACH
@pytest.mark.parametrize("path", ["/", "/api/v1/alerts", "/api/v1/threads", "/atom", "/silences/new"])
def test_a_list_shows_what_fits(desk: Desk, path: str, name: str) -> None:
    assert shown(desk, f"{path}?{query(name)}") == {"wanted"}


@EACH
@pytest.mark.parametrize("form", ["json", "row"])
def test_the_stream_tells_what_fits(desk: Desk, form: str, name: str) -> None:
    version = next(_versions)
    with stream(desk, f"?as={form}&{query(name)}") as listening:
        desk.feed.publish(other(version), wanted(version))
        told = listening.alerts(1 if form == "json" else 2)
    assert [one.json["thread"] for one in told if not one.json.get("gone")] == ["wanted"]


@EACH
def test_a_silence_hides_what_fits(desk: Desk, name: str) -> None:
    asked = {"filter": query(name), "hours": 1, "reason": "known", "by": "Ana"}
    status, _, body = desk.send("POST", "/api/v1/silences", json.dumps(asked), Content_Type="application/json")
    assert status == 201, body
    assert (shown(desk, "/"), shown(desk, "/?silenced=true")) == ({"other"}, {"wanted"})
    assert desk.send("DELETE", f"/api/v1/silences/{json.loads(body)['id']}?by=Ana")[0] == 204


@EACH
def test_a_view_shows_what_fits(desk: Desk, name: str) -> None:
    assert post(desk, "/views", query=query(name), name=name, by="Ana")[0] == 204
    assert shown(desk, f"/?{desk.ledger.desk.views()[name]}") == {"wanted"}


@EACH
def test_a_subscription_is_sent_what_fits(desk: Desk, name: str) -> None:
    fields = {"route": "webhook", "target": "https://desk.example/", "name": f"by {name}", "by": "Ana"}
    assert post(desk, "/subscriptions", query=query(name), **fields)[0] == 204
    stored = desk.ledger.desk.subscriptions()[f"by {name}"]
    subscription = read_subscription(f"by {name}", stored.fields, [])
    decided = [decide(subscription, one, told=False, now=datetime.now(UTC)).why for one in (wanted(), other())]
    assert decided == [Why.MATCHES, Why.UNMATCHED]
