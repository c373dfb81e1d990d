"""OpenAPI as served: every address is asked, and what it answers is held against what is declared."""

from __future__ import annotations

import http.client
import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from bellwire.errors import Unavailable
from bellwire.ledger import Ledger
from bellwire.ledger.texts import Copy
from bellwire.reading.reading import Outcome
from bellwire.settings import Settings
from bellwire.watch.thread import Changes, Decision, KnownVersion, ThreadEvent
from kit.alerts import CAPTURE, NOON, alert, keep, thread
from kit.desks import Desk, running_desk

SILENCE = {"filter": "kind=strike", "hours": 1, "reason": "known", "by": "Ana"}
SUBSCRIPTION = {"name": "chat", "route": "slack", "url": "https://hooks.example/x", "by": "Ana"}
A_SILENCE = "/api/v1/silences/{name}"

#: What is asked: the method, the address as it is declared, as it is asked, what is sent, and the status of the answer.
ASKED: tuple[tuple[str, str, str, Any, int], ...] = (
    ("GET", "/api/v1/alerts", "?place=SY", None, 200),
    ("GET", "/api/v1/alerts", "?kind=strik", None, 400),
    ("GET", "/api/v1/alerts", "?limit=0", None, 422),
    ("GET", "/api/v1/alerts/{alert}", "/api/v1/alerts/t1-000001", None, 200),
    ("GET", "/api/v1/alerts/{alert}", "/api/v1/alerts/none-000001", None, 404),
    ("GET", "/api/v1/alerts/{alert}.cap", "/api/v1/alerts/t1-000001.cap", None, 200),
    ("GET", "/api/v1/alerts/{alert}.cap", "/api/v1/alerts/none-000001.cap", None, 404),
    ("GET", "/atom", "", None, 200),
    ("GET", "/atom", "?sort=loud", None, 400),
    ("GET", "/atom", "?limit=999", None, 422),
    ("GET", "/stream/alerts", "", None, 200),
    ("GET", "/stream/alerts", "?after=garbage", None, 400),
    ("GET", "/stream/alerts", "?as=xml", None, 422),
    ("GET", "/api/v1/threads", "", None, 200),
    ("GET", "/api/v1/threads", "?cursor=x", None, 400),
    ("GET", "/api/v1/threads", "?limit=x", None, 422),
    ("GET", "/api/v1/threads/{thread}", "/api/v1/threads/t1", None, 200),
    ("GET", "/api/v1/threads/{thread}", "/api/v1/threads/none", None, 404),
    ("GET", "/api/v1/events", "", None, 200),
    ("GET", "/api/v1/events", "?since=soon", None, 400),
    ("GET", "/api/v1/events", "?limit=x", None, 422),
    ("GET", "/api/v1/events", "?uri=%00", None, 400),
    ("GET", "/api/v1/events", "?thread=a%00", None, 400),
    ("GET", "/api/v1/articles/{uri}", "/api/v1/articles/urn:a", None, 200),
    ("GET", "/api/v1/articles/{uri}", "/api/v1/articles/urn:none", None, 404),
    ("GET", "/api/v1/feeds", "", None, 200),
    ("POST", "/api/v1/silences", "", SILENCE, 201),
    ("POST", "/api/v1/silences", "", SILENCE | {"filter": "kind=strik"}, 400),
    ("POST", "/api/v1/silences", "", SILENCE | {"by": None}, 422),
    ("POST", "/api/v1/silences", "", SILENCE | {"reason": {"a": 1}}, 422),
    ("POST", "/api/v1/silences", "", SILENCE | {"hours": True}, 422),
    ("POST", "/api/v1/silences", "", SILENCE | {"hourz": 1}, 422),
    ("POST", "/api/v1/silences", "", "x" * 70_000, 413),
    ("GET", "/api/v1/silences", "?ended=true", None, 200),
    ("GET", "/api/v1/silences", "?ended=maybe", None, 422),
    ("DELETE", A_SILENCE, "/api/v1/silences/none?by=Ana", None, 404),
    ("DELETE", A_SILENCE, "/api/v1/silences/none", None, 422),
    ("POST", "/api/v1/subscriptions", "", SUBSCRIPTION, 201),
    ("POST", "/api/v1/subscriptions", "", SUBSCRIPTION | {"name": None}, 422),
    ("POST", "/api/v1/subscriptions", "", SUBSCRIPTION | {"route": "fax"}, 422),
    ("POST", "/api/v1/subscriptions", "", SUBSCRIPTION | {"name": "listed"}, 409),
    ("GET", "/api/v1/subscriptions", "", None, 200),
    ("POST", "/api/v1/subscriptions/{name}/try", "/api/v1/subscriptions/chat/try", {"by": "Ana"}, 202),
    ("POST", "/api/v1/subscriptions/{name}/try", "/api/v1/subscriptions/none/try", {"by": "Ana"}, 404),
    ("POST", "/api/v1/subscriptions/{name}/try", "/api/v1/subscriptions/chat/try", {}, 422),
    ("DELETE", "/api/v1/subscriptions/{name}", "/api/v1/subscriptions/chat?by=Ana", None, 204),
    ("DELETE", "/api/v1/subscriptions/{name}", "/api/v1/subscriptions/chat?by=Ana", None, 404),
    ("DELETE", "/api/v1/subscriptions/{name}", "/api/v1/subscriptions/listed?by=Ana", None, 409),
    ("GET", "/healthz", "", None, 200),
    ("GET", "/livez", "", None, 200),
    ("GET", "/readyz", "", None, 200),
)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    folder: Path = tmp_path_factory.mktemp("desk")
    (folder / "subscriptions.toml").write_text('[subscriptions.listed]\nroute = "mail"\nto = "a@b.example"\n')
    settings = Settings(subscriptions_file=str(folder / "subscriptions.toml"), desk_burst=10_000)
    with running_desk(folder, settings=settings) as running:
        keep(running.ledger, alert("t1"), alert("t2"), alert("t2", 2, contested=True))
        with running.ledger.watching(["SY"]) as tx:
            tx.arrived("wire", NOON)
            tx.cited(Copy(uri="urn:a", version="1", headline="Army takes hospital", body="…"))
            event = ThreadEvent(thread="t1", theatre="SY/Aleppo", uri="urn:a", version="1", event=CAPTURE)
            version = KnownVersion(uri="urn:a", version="1", outcome=Outcome.READ, received=NOON)
            told = Decision(reason="new-thread")
            tx.apply(Changes(version=version, events=(event,), decisions=(told,), threads=(thread("t3"),)))
        yield running


@pytest.fixture(scope="module")
def declared(desk: Desk) -> Any:
    return json.loads(desk.get("/api/openapi.json")[2])


def ask(desk: Desk, method: str, address: str, sent: Any, **headers: str) -> tuple[int, str, str]:
    """Status, media type and body; of a stream none."""
    connection = http.client.HTTPConnection("127.0.0.1", desk.port, timeout=120)
    try:
        body = None if sent is None else json.dumps(sent)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, address, body, {"Content-Type": "application/json", **named})
        answer = connection.getresponse()
        media = (answer.headers["content-type"] or "").partition(";")[0]
        return answer.status, media, "" if media == "text/event-stream" else answer.read().decode()
    finally:
        connection.close()


def hold(declared: Any, method: str, template: str, answer: tuple[int, str, str]) -> None:
    """An answer against what is declared of it."""
    status, media, body = answer
    told = declared["paths"][template][method.lower()]["responses"]
    assert str(status) in told, body
    content = told[str(status)].get("content", {})
    assert media in content or (not media and not content), body
    if media.endswith("json"):
        schema = {**content[media]["schema"], "components": declared["components"]}
        assert list(map(str, Draft202012Validator(schema).iter_errors(json.loads(body)))) == []


def test_every_address_answers_as_it_is_declared(desk: Desk, declared: Any) -> None:
    for method, template, address, sent, status in ASKED:
        answer = ask(desk, method, address if address.startswith("/") else template + address, sent)
        assert answer[0] == status, (method, address, answer)
        hold(declared, method, template, answer)
    silence = json.loads(ask(desk, "GET", "/api/v1/silences", None)[2])["silences"][0]["id"]
    hold(declared, "DELETE", A_SILENCE, ask(desk, "DELETE", f"/api/v1/silences/{silence}?by=Ana", None))


def test_every_declared_address_is_asked(declared: Any) -> None:
    there = {(method.upper(), path) for path, methods in declared["paths"].items() for method in methods}
    assert {(method, template) for method, template, *_ in ASKED} == there


def test_every_answer_in_json_has_a_schema_that_says_something(declared: Any) -> None:
    for path, methods in declared["paths"].items():
        for method, operation in methods.items():
            for status, response in operation["responses"].items():
                for media, content in response.get("content", {}).items():
                    assert content["schema"], (method, path, status, media)
    Draft202012Validator.check_schema(declared["components"]["schemas"]["Alert"])
    assert declared["components"]["schemas"]["Alert"]["properties"]["updated"]["format"] == "date-time"
    assert "HTTPValidationError" not in json.dumps(declared)


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 401),
        ({"Authorization": "Bearer wrong"}, 401),
        ({"Content_Type": "text/plain"}, 415),
        ({"Origin": "x"}, 403),
    ],
)
def test_what_the_gate_refuses_is_declared(tmp_path: Path, declared: Any, headers: dict[str, str], status: int) -> None:
    now = datetime.now(UTC)
    with running_desk(tmp_path) as desk:
        text = desk.ledger.tokens.create("ana", "acknowledge", now, now + timedelta(days=1))[1]
        known = {} if status == 401 else {"Authorization": f"Bearer {text}"}
        answer = ask(desk, "POST", "/api/v1/silences", SILENCE, **known, **headers)
    assert answer[0] == status
    hold(declared, "POST", "/api/v1/silences", answer)
    assert declared["components"]["securitySchemes"]["token"]["scheme"] == "bearer"


def test_another_host_and_too_many_requests_are_declared(tmp_path: Path, declared: Any) -> None:
    with running_desk(tmp_path, settings=Settings(desk_rate=0.01, desk_burst=3)) as desk:
        answers = [ask(desk, "GET", "/api/v1/alerts", None, Host="evil.example")]
        answers += [ask(desk, "GET", "/api/v1/alerts", None) for _ in range(3)]
    assert [answer[0] for answer in answers] == [421, 200, 200, 429]
    for answer in answers:
        hold(declared, "GET", "/api/v1/alerts", answer)


def test_a_ledger_that_is_away_is_declared(desk: Desk, declared: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Ledger, "ping", away)
    monkeypatch.setattr(Ledger, "alerts_before", away)
    for path in ("/api/v1/alerts", "/atom", "/healthz", "/readyz"):
        answer = ask(desk, "GET", path, None)
        assert answer[0] == 503
        hold(declared, "GET", path, answer)


def away(*_: object) -> None:
    raise Unavailable("the ledger is away")


@pytest.mark.parametrize(
    ("method", "template"),
    [
        ("GET", "/api/v1/alerts/{alert}"),
        ("GET", "/api/v1/alerts/{alert}.cap"),
        ("GET", "/api/v1/threads/{thread}"),
        ("GET", "/api/v1/articles/{uri}"),
        ("DELETE", A_SILENCE),
        ("DELETE", "/api/v1/subscriptions/{name}"),
    ],
)
def test_a_name_that_no_database_takes_is_the_name_of_nothing(
    desk: Desk, declared: Any, method: str, template: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """PostgreSQL refuses a NUL where SQLite looks it up: neither is asked."""
    for question in ("alerts_of", "thread", "article"):
        monkeypatch.setattr(Ledger, question, away)
    answer = ask(desk, method, re.sub(r"{\w+}", "a%00b", template) + ("?by=Ana" if method == "DELETE" else ""), None)
    assert answer[0] == 404
    hold(declared, method, template, answer)


@pytest.mark.parametrize("path", ["/atom", "/api/v1/alerts", "/", "/healthz", "/api/v1/alerts/t1-000001"])
def test_head_is_answered_as_get_without_a_body(desk: Desk, path: str) -> None:
    status, headers, body = desk.send("HEAD", path)
    got = desk.get(path)
    assert (status, body, headers["content-type"]) == (200, "", got[1]["content-type"])
    assert headers["etag"] == got[1]["etag"]
    assert desk.send("HEAD", "/stream/alerts")[0] == 405


def test_a_feed_has_one_id_by_whatever_name_and_in_whatever_order_it_is_asked_for(desk: Desk) -> None:
    asked = ("/atom?kind=capture&place=SY", "/atom?place=SY&kind=capture&limit=3")
    ids = {
        desk.get(path, Host=host)[2].split("<id>")[1].split("<")[0] for path in asked for host in ("localhost", "[::1]")
    }
    assert len(ids) == 1
    assert desk.get("/atom")[2].split("<id>")[1].split("<")[0] not in ids
