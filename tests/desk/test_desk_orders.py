"""Silences and subscriptions: made on the page and by programs."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from bellwire.desk import subscriptions
from bellwire.ledger import Delivery, DeliveryState, Held, StoredSubscription, Target
from bellwire.settings import Settings
from bellwire.watch.alert import MsgType
from kit.alerts import NOON, alert, keep
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
    status, _, _ = desk.send(
        "POST", "/api/v1/silences", json.dumps(asked), Content_Type="Application/JSON;charset=utf-8"
    )
    assert status == 201
    assert order(desk, "POST", "/api/v1/silences", asked | {"hours": True})[1]["detail"] == "hours: write a number"


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


def test_when_it_is_sent_is_said_with_it(desk: Desk) -> None:
    form = {"query": "kind=strike", "name": "chat", "route": "slack", "by": "Ana", "target": "https://hooks.example/x"}
    times = {"digest": "1h", "quiet": "22:00-06:00", "zone": "Europe/Warsaw", "passes": "BULLETIN"}
    assert post(desk, "/subscriptions", **form, **times)[0] == 204
    assert times.items() <= desk.ledger.desk.subscriptions()["chat"].fields.items()
    assert "a digest every 1h, quiet 22:00-06:00 (Europe/Warsaw; BULLETIN passes)" in desk.get("/subscriptions")[2]
    assert post(desk, "/subscriptions", **form, **times | {"digest": "", "quiet": " "})[0] == 204
    assert not times.keys() & desk.ledger.desk.subscriptions()["chat"].fields.keys()
    status, _, told = post(desk, "/subscriptions", **form, **times | {"quiet": "at night"})
    assert status == 422 and "write the hours from start to end" in told


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
        ({"name": "a/../b", "route": "slack", "by": "bot"}, 422, "can stand in no address"),
        ({"name": "a", "route": "slack", "matchers": ['place="Syria"'], "by": "bot"}, 422, "did you mean SY?"),
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


SENT = """
[subscriptions.night]
route = "mail"
to = "night@example.org"
digest = "1h"
quiet = "22:00-06:00"
zone = "Europe/Paris"
passes = "BULLETIN"
"""


def told_of(desk: Desk, name: str) -> Any:
    every = json.loads(desk.get("/api/v1/subscriptions")[2])["subscriptions"]
    return next(one for one in every if one["name"] == name)


def words(page: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", page).split())


def test_when_something_is_sent_stands_with_who_is_sent_it(desk: Desk) -> None:
    asked = {"name": "chat", "route": "slack", "digest": "07:00", "zone": "Asia/Beirut", "by": "bot"}
    assert order(desk, "POST", "/api/v1/subscriptions", asked)[0] == 201
    made = {**asked, "name": "pager", "digest": "90m", "quiet": "23:30 - 5:00", "passes": "URGENT"}
    assert order(desk, "POST", "/api/v1/subscriptions", made)[0] == 201
    syria, chat, pager = (told_of(desk, name) for name in ("syria", "chat", "pager"))
    names = ("digest", "quiet", "zone", "passes")
    assert [syria[name] for name in names] == [None, None, "UTC", "FLASH"]
    assert [chat[name] for name in names] == ["07:00", None, "Asia/Beirut", "FLASH"]
    assert [pager[name] for name in names] == ["90m", "23:30-05:00", "Asia/Beirut", "URGENT"]
    page = words(desk.get("/subscriptions")[2])
    assert "a digest at 07:00 (Asia/Beirut; FLASH passes)" in page
    assert "a digest every 90m, quiet 23:30-05:00 (Asia/Beirut; URGENT passes)" in page


@pytest.mark.parametrize("file", ["subscriptions.toml", "keys.toml"])
def test_a_file_that_is_not_sound_is_told_and_what_is_served_still_stands(tmp_path: Path, file: str) -> None:
    for name, text in (("subscriptions.toml", LISTED), ("keys.toml", "")):
        (tmp_path / name).write_text(text)
    settings = Settings(
        subscriptions_file=str(tmp_path / "subscriptions.toml"), subscription_keys_file=str(tmp_path / "keys.toml")
    )
    with running_desk(tmp_path, settings=settings) as desk:
        (tmp_path / file).write_text("[subscriptions.syria]\nroute = ")
        status, _, page = desk.get("/subscriptions", Accept="text/html")
        assert status == 200 and file in page and "<b>syria</b>" in page
        answer, headers, problem = desk.get("/api/v1/subscriptions")
        assert (answer, headers["content-type"]) == (503, "application/problem+json") and file in problem
        if file == "subscriptions.toml":
            asked = {"name": "chat", "route": "slack", "by": "bot"}
            assert order(desk, "POST", "/api/v1/subscriptions", asked)[0] == 503


def test_what_the_file_has_since_the_desk_was_started_is_not_yet_served(desk: Desk, tmp_path: Path) -> None:
    assert told_of(desk, "syria")["pending"] == ""
    (tmp_path / "subscriptions.toml").write_text(LISTED.replace("URGENT", "FLASH") + SENT)
    waits = "served as it stands here from the next start of the desk"
    assert [told_of(desk, name)["pending"] for name in ("syria", "night")] == [waits] * 2
    assert words(desk.get("/subscriptions")[2]).count(waits.capitalize()) == 2
    (tmp_path / "subscriptions.toml").write_text(SENT)
    assert told_of(desk, "syria")["pending"] == "no longer in the file, and served until the next start of the desk"


def test_how_deliveries_stand_is_shown_with_what_the_target_said(desk: Desk) -> None:
    now = datetime.now(UTC)
    states = (("sent", 1, ""), ("waiting", 0, ""), ("waiting", 2, "500 Oops"), ("dead", 9, "410 Gone <b>"))
    for number, (state, attempts, detail) in enumerate(states, 1):
        one = Delivery(
            subscription="syria",
            alert=f"t{number}-000001",
            thread=f"t{number}",
            version=1,
            msg_type=MsgType.ALERT,
            why="matches",
            queued=now,
            due=now,
            state=DeliveryState(state),
            attempts=attempts,
            at=now,
            detail=detail,
        )
        desk.ledger.deliveries.queue([one], number)
    syria = told_of(desk, "syria")
    assert syria["deliveries"] == {"sent": 1, "waiting": 2, "dead": 1}
    assert (syria["failing"], syria["dead"]) == ("500 Oops", "410 Gone <b>")
    page = desk.get("/subscriptions")[2]
    assert "Deliveries: 1 dead, 1 sent, 2 waiting" in page and "410 Gone &lt;b&gt;" in page
    assert "given up 1" in words(desk.get("/health")[2])


def test_a_target_that_is_held_back_is_shown_and_can_be_tried_at_once(desk: Desk) -> None:
    now = datetime.now(UTC)
    told = desk.ledger.deliveries
    told.queue([Delivery("syria", "t1-000001", "t1", 1, MsgType.ALERT, "matches", now, now)], 0)
    [one] = told.begin(told.waiting("syria", now), Target("syria", "d1", {"route": "webhook"}), now)
    told.change([replace(one, attempts=5, at=now, due=now + timedelta(hours=4), detail="answered 500")])
    desk.ledger.targets.hold(Held("syria", "d1", now, now + timedelta(minutes=9), "answered 500"))
    [shown] = order(desk, "GET", "/api/v1/subscriptions")[1]["subscriptions"]
    assert shown["held"]["said"] == "answered 500"
    assert datetime.fromisoformat(shown["held"]["next_try"]) - now == timedelta(minutes=9)
    assert "Held back after failures" in desk.get("/subscriptions")[2]
    health = desk.get("/health")[2]
    assert "Targets held back" in health and "answered 500" in health
    assert desk.ledger.targets.asked() == set()
    assert order(desk, "POST", "/api/v1/subscriptions/syria/try", {"by": "bot"}) == (202, {"deliveries": 1})
    assert order(desk, "POST", "/api/v1/subscriptions/none/try", {"by": "bot"})[0] == 404
    assert post(desk, "/subscriptions/syria/try", accept="text/html", by="Ana")[:2] == (303, "/subscriptions")
    assert told.waiting("syria", datetime.now(UTC))[0].due < now + timedelta(minutes=1)
    assert desk.ledger.targets.asked() == {("syria", "d1")}
    assert [deed.what.value for deed in desk.ledger.desk.after(0)] == ["try-subscription"] * 2
    desk.ledger.targets.release("syria", "d1")
    assert order(desk, "GET", "/api/v1/subscriptions")[1]["subscriptions"][0]["held"] is None
    assert "Targets held back" not in desk.get("/health")[2]


def test_a_stored_subscription_that_can_no_longer_be_read_is_shown_as_not_served(desk: Desk) -> None:
    stored = StoredSubscription({"route": "mail", "to": ["a@b.example"], "matchers": ['kind="sortie"']}, "Ana", NOON)
    desk.ledger.desk.save_subscription("old", stored)
    shown = order(desk, "GET", "/api/v1/subscriptions")[1]["subscriptions"][-1]
    assert (shown["name"], shown["matchers"]) == ("old", ['kind="sortie"'])
    assert shown["lacks"].startswith("Not served, for it cannot be read: matchers: no kind is sortie")
    page = words(desk.get("/subscriptions")[2])
    assert "old : kind=&#34;sortie&#34;" in page and "Not served" in page and "everything" not in page


def test_buttons_of_the_same_sort_say_what_each_is_for(desk: Desk) -> None:
    for name in ("a", "b"):
        stored = StoredSubscription({"route": "mail", "to": ["a@b.example"]}, "Ana", NOON)
        desk.ledger.desk.save_subscription(name, stored)
        post(desk, "/silences", by="Ana", filter=f"thread={name}&country=SY", hours="4", reason="known")
    page = words(desk.get("/subscriptions")[2])
    assert "Send no more : a" in page and "Send no more : b" in page
    page = words(desk.get("/silences")[2])
    assert "End it now : country Syria, thread a" in page and "End it now : country Syria, thread b" in page
