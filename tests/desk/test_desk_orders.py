"""Silences and subscriptions: made on the page and by programs."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from bellwire.desk import subscriptions
from bellwire.settings import Settings
from kit.alerts import alert, keep
from kit.desks import Desk, post, running_desk

LISTED = """
[subscriptions.syria]
route = "webhook"
url = "https://desk.example/secret"
matchers = ['place="SY"']
least = "URGENT"
"""


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    file = tmp_path / "subscriptions.toml"
    file.write_text(LISTED)
    with running_desk(tmp_path, settings=Settings(subscriptions_file=str(file))) as running:
        yield running


def order(desk: Desk, method: str, path: str, asked: Any = None, **headers: str) -> tuple[int, Any]:
    body = "" if asked is None else json.dumps(asked)
    status, _, answer = desk.send(method, path, body, Content_Type="application/json", **headers)
    return status, json.loads(answer) if answer else None


def test_a_program_makes_a_silence_and_ends_it(desk: Desk) -> None:
    keep(desk.ledger, alert("a"))
    asked = {"filter": "kind=capture&country=sy", "hours": 0.5, "reason": "known", "by": "bot"}
    status, made = order(desk, "POST", "/api/v1/silences", asked)
    assert (status, made["filter"], made["by"]) == (201, "kind=capture&country=SY", "bot")
    assert order(desk, "GET", "/api/v1/silences") == (200, {"silences": [made]})
    assert "Army takes" not in desk.get("/")[2]
    assert len(json.loads(desk.get("/api/v1/alerts")[2])["alerts"]) == 1
    assert len(json.loads(desk.get("/api/v1/alerts?silenced=true")[2])["alerts"]) == 1
    assert order(desk, "DELETE", f"/api/v1/silences/{made['id']}?by=bot")[0] == 204
    assert order(desk, "DELETE", f"/api/v1/silences/{made['id']}?by=bot")[0] == 404
    assert order(desk, "GET", "/api/v1/silences")[1]["silences"] == []
    assert len(order(desk, "GET", "/api/v1/silences?ended=true")[1]["silences"]) == 1


def test_what_a_list_shows_is_sent_from_then_on(desk: Desk) -> None:
    fields = {"query": "kind=strike,bombing&country=SY&least=URGENT&exercises=true", "by": "Ana", "name": "night mail"}
    answer = post(desk, "/subscriptions", accept="text/html", route="mail", target="a@b.example, c@d.example", **fields)
    assert answer[:2] == (303, "/subscriptions")
    stored = desk.ledger.desk.subscriptions()["night mail"]
    assert (stored.by, stored.fields) == (
        "Ana",
        {
            "route": "mail",
            "matchers": ['kind=~"strike|bombing"', 'country="SY"', 'priority=~"FLASH|BULLETIN|URGENT"'],
            "tests": True,
            "to": ["a@b.example", "c@d.example"],
        },
    )
    page = desk.get("/subscriptions")[2]
    assert "night mail" in page and "no mail server is set" in page and "syria" in page
    assert post(desk, "/subscriptions/night%20mail/drop", by="Ana")[0] == 204
    assert not desk.ledger.desk.subscriptions()
    assert [deed.what.value for deed in desk.ledger.desk.after(0)] == ["save-subscription", "drop-subscription"]


def test_who_need_not_be_sent_what_is_silenced_says_so(desk: Desk) -> None:
    form = {"query": "kind=strike", "name": "chat", "route": "slack", "by": "Ana", "silences": "true"}
    assert post(desk, "/subscriptions", target="https://hooks.example/x", **form)[0] == 204
    assert desk.ledger.desk.subscriptions()["chat"].fields["silences"] is True
    assert "not what is silenced" in desk.get("/subscriptions")[2]


def test_a_list_and_a_subscription_can_be_had_as_atom_and_as_a_stream(desk: Desk) -> None:
    keep(desk.ledger, alert("a"))
    listed, ordered = desk.get("/?kind=capture")[2], desk.get("/subscriptions")[2]
    [feed] = re.findall(r'<link rel="alternate" type="application/atom\+xml" title="[^"]+" href="([^"]+)">', listed)
    assert feed == "/atom?kind=capture"
    [also] = re.findall(r'<a href="(/atom[^"]*)">', ordered)
    for address in (feed, also):
        assert desk.get(unescape(address))[2].count("<entry>") == 1
    assert unescape(also).replace("/atom", "/stream/alerts") in unescape(ordered)


def test_a_program_lists_makes_and_drops_subscriptions_and_no_secret_shows(desk: Desk) -> None:
    asked = {"name": "chat", "route": "slack", "url": "https://hooks.example/T0/secret", "digest": "1h", "by": "bot"}
    assert order(desk, "POST", "/api/v1/subscriptions", asked)[0] == 201
    _, headers, body = desk.get("/api/v1/subscriptions")
    syria, chat = json.loads(body)["subscriptions"]
    assert (syria["name"], syria["by"], syria["least"], syria["target"]) == ("syria", None, "URGENT", "desk.example")
    assert (chat["name"], chat["by"], chat["target"], chat["lacks"]) == ("chat", "bot", "hooks.example", "")
    assert "needs secret" in syria["lacks"] and "T0/" not in body
    assert desk.get("/api/v1/subscriptions", If_None_Match=headers["etag"])[0] == 304
    assert "T0/" not in desk.get("/trail")[2]
    assert order(desk, "DELETE", "/api/v1/subscriptions/chat?by=bot")[0] == 204
    assert order(desk, "DELETE", "/api/v1/subscriptions/chat?by=bot")[0] == 404


def test_the_link_of_a_subscription_shows_what_it_wants(desk: Desk) -> None:
    keep(desk.ledger, alert("a"))
    query = json.loads(desk.get("/api/v1/subscriptions")[2])["subscriptions"][0]["query"]
    assert [one["id"] for one in json.loads(desk.get(f"/api/v1/alerts?{query}")[2])["alerts"]] == ["a-000001"]


@pytest.mark.parametrize(
    ("asked", "status", "says"),
    [
        ({"name": "a", "route": "fax", "by": "bot"}, 422, 'route: "fax" is none of webhook'),
        ({"name": "a", "route": "slack", "matchers": ["kind=captre"], "by": "bot"}, 422, "did you mean capture?"),
        (
            {"name": "a", "route": "slack", "matchers": ["kind=capture"] * 21, "by": "bot"},
            422,
            "more than 20 conditions",
        ),
        ({"name": "a", "route": "slack", "matchers": ['text=~".{990}"'], "by": "bot"}, 422, "is too complex"),
        ({"name": "a", "route": "slack", "least": "LOUD", "by": "bot"}, 422, "least: "),
        ({"name": "a", "route": "slack"}, 422, "by: say who you are"),
        ({"route": "slack", "by": "bot"}, 422, "name: say something"),
        ({"name": "syria", "route": "slack", "by": "bot"}, 409, "change it there"),
        (["no object"], 422, "no JSON object"),
    ],
)
def test_what_cannot_be_subscribed_to_is_said(desk: Desk, asked: Any, status: int, says: str) -> None:
    found, problem = order(desk, "POST", "/api/v1/subscriptions", asked)
    assert found == status and says in problem["detail"]
    assert not desk.ledger.desk.subscriptions()


KEYS = f"""
[ops-room]
token = "syt_secret"
[named]
token = "syt_secret"
url = "https://matrix.example"
[signed]
secret = "whsec_{"A" * 32}"
[chat]
url = "https://hooks.example/T0/B0"
"""


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({"name": "ops-room", "route": "matrix", "url": "https://evil.example", "room": "!x:evil.example"}, 403),
        ({"name": "named", "route": "matrix", "url": "https://evil.example", "room": "!x:evil.example"}, 403),
        ({"name": "named", "route": "matrix", "url": "http://matrix.example", "room": "!x:m.example"}, 403),
        ({"name": "named", "route": "matrix", "url": "https://matrix.example:8448", "room": "!x:m.example"}, 403),
        ({"name": "named", "route": "matrix", "url": "https://matrix.example@evil.example", "room": "!x:m.e"}, 403),
        ({"name": "named", "route": "matrix", "url": "https://MATRIX.example:443/", "room": "!x:m.example"}, 201),
        ({"name": "named", "route": "matrix", "url": "https://matrix.example:x", "room": "!x:m.example"}, 422),
        ({"name": "signed", "route": "webhook", "url": "https://evil.example/hook"}, 403),
        ({"name": "signed", "route": "slack", "url": "https://evil.example/hook"}, 403),
        ({"name": "chat", "route": "slack"}, 201),
        ({"name": "other", "route": "slack", "url": "https://hooks.example/x"}, 201),
    ],
)
def test_nobody_gets_the_keys_of_a_name_shown_to_another_host(
    asked: dict[str, str], status: int, tmp_path: Path
) -> None:
    file = tmp_path / "keys.toml"
    file.write_text(KEYS)
    with running_desk(tmp_path, settings=Settings(subscription_keys_file=str(file))) as desk:
        found, problem = order(desk, "POST", "/api/v1/subscriptions", asked | {"by": "eve"})
        assert found == status
        assert bool(desk.ledger.desk.subscriptions()) is (status == 201)
    assert status != 403 or "the keys of this name are not for" in problem["detail"]


def test_only_so_many_subscriptions_can_be_made_and_old_ones_changed(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(subscriptions, "MOST", 2)
    asked = {"route": "slack", "by": "bot"}
    answers = [order(desk, "POST", "/api/v1/subscriptions", asked | {"name": name})[0] for name in "abca"]
    assert answers == [201, 201, 409, 201]


def test_another_ones_subscription_asks_for_admin_and_reading_changes_nothing(tmp_path: Path) -> None:
    now = datetime.now(UTC)
    with running_desk(tmp_path) as desk:
        bearer = {
            name: f"Bearer {desk.ledger.tokens.create(name, scope, now, now + timedelta(days=1))[1]}"  # type: ignore[arg-type]
            for name, scope in (("ana", "acknowledge"), ("ben", "acknowledge"), ("eve", "read"), ("root", "admin"))
        }
        asked = {"name": "mine", "route": "slack", "url": "https://hooks.example/x"}
        answers = [
            order(desk, "POST", "/api/v1/subscriptions", asked, Authorization=bearer[name])[0]
            for name in ("eve", "ana", "ben", "ana")
        ]
        assert answers == [403, 201, 403, 201]
        assert order(desk, "DELETE", "/api/v1/subscriptions/mine", Authorization=bearer["ben"])[0] == 403
        assert order(desk, "DELETE", "/api/v1/subscriptions/mine", Authorization=bearer["root"])[0] == 204
