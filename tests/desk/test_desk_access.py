"""Who may come in, and what a request from elsewhere may not do."""

from __future__ import annotations

import http.client
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlencode

import pytest

from bellwire.desk import access
from bellwire.desk.access import COOKIE
from bellwire.desk.feed import Door
from bellwire.desk.forms import here
from bellwire.desk.server import run
from bellwire.errors import BellwireError, Unavailable
from bellwire.ledger import Scope, TokenMemory
from bellwire.settings import Settings
from kit.alerts import alert
from kit.desks import Desk, PlayedFeed, running_desk, stream


@pytest.fixture
def closed(tmp_path: Path) -> Iterator[Desk]:
    """A desk that asks for a token, as one that listens beyond this machine does."""
    with running_desk(tmp_path, settings=Settings(desk_host="0.0.0.0", desk_hosts="desk.example")) as running:
        yield running


def _token(desk: Desk, scope: Scope = "read", days: float = 1) -> tuple[str, str]:
    now = datetime.now(UTC)
    token, text = desk.ledger.tokens.create("night desk", scope, now, now + timedelta(days=days))
    return token.id, text


def _ask(
    desk: Desk, path: str, method: str = "GET", body: str = "", **headers: str
) -> tuple[int, http.client.HTTPMessage, str]:
    connection = http.client.HTTPConnection("127.0.0.1", desk.port, timeout=120)
    try:
        connection.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read().decode()
    finally:
        connection.close()


def _login(desk: Desk, text: str, onward: str = "/", **headers: str) -> tuple[int, http.client.HTTPMessage, str]:
    form = urlencode({"token": text, "next": onward})
    return _ask(desk, "/login", "POST", form, Content_Type="application/x-www-form-urlencoded", **headers)


def _cookie(headers: http.client.HTTPMessage) -> str:
    return headers["set-cookie"].partition(";")[0]


@pytest.mark.parametrize(
    "path", ["/api/v1/alerts", "/api/v1/threads/x", "/metrics", "/stream/alerts", "/api/openapi.json"]
)
def test_without_a_token_a_program_is_asked_for_one(closed: Desk, path: str) -> None:
    status, headers, text = closed.get(path)
    assert (status, headers["www-authenticate"]) == (401, 'Bearer realm="bellwire"')
    assert "bellwire tokens create" in text
    assert "default-src 'none'" in headers["content-security-policy"]


def test_without_a_token_a_person_is_led_to_the_login_and_back(closed: Desk) -> None:
    status, headers, _ = closed.get("/threads/x?a=b", Accept="text/html")
    assert (status, headers["location"]) == (303, "/login?next=%2Fthreads%2Fx%3Fa%3Db")
    assert closed.get("/login")[0] == 200
    status, headers, _ = _login(closed, _token(closed)[1], "/threads/x?a=b")
    assert (status, headers["location"]) == (303, "/threads/x?a=b")


@pytest.mark.parametrize("path", ["/", "/login", "/api/v1/alerts", "/no/such/page", "/static/desk.css", "/livez"])
def test_every_answer_bears_a_policy_that_loads_and_runs_nothing_from_elsewhere(closed: Desk, path: str) -> None:
    _, headers, _ = _ask(closed, path)
    policy = dict(words.split(" ", 1) for words in headers["content-security-policy"].split("; "))
    assert policy.pop("default-src") == policy.pop("base-uri") == policy.pop("frame-ancestors") == "'none'"
    assert set(policy.values()) == {"'self'"}
    assert (headers["x-content-type-options"], headers["referrer-policy"]) == ("nosniff", "same-origin")


def test_a_token_reads(closed: Desk) -> None:
    _, text = _token(closed)
    assert closed.get("/api/v1/alerts", Authorization=f"Bearer {text}")[0] == 200
    with stream(closed, Authorization=f"Bearer {text}"):
        pass


def test_an_expired_or_wrong_token_does_not(closed: Desk) -> None:
    _, text = _token(closed, days=-1)
    assert closed.get("/api/v1/alerts", Authorization=f"Bearer {text}")[0] == 401
    assert closed.get("/api/v1/alerts", Authorization="Bearer bw_x_y")[0] == 401


def test_a_session_is_a_cookie_that_no_script_can_read(closed: Desk) -> None:
    status, headers, _ = _login(closed, _token(closed)[1])
    assert status == 303
    assert headers["set-cookie"].startswith(f"{COOKIE}=bw_")
    assert "HttpOnly" in headers["set-cookie"] and "SameSite=lax" in headers["set-cookie"]
    assert "Secure" not in headers["set-cookie"]
    assert closed.get("/", Cookie=_cookie(headers))[0] == 200


def test_whoever_is_logged_in_finds_the_way_out_on_every_page(closed: Desk) -> None:
    cookie = _cookie(_login(closed, _token(closed)[1])[1])
    for path in ("/", "/map", "/trail"):
        assert '<a href="/login">Log out</a>' in closed.get(path, Cookie=cookie)[2]
    assert 'action="/logout"' in closed.get("/login", Cookie=cookie)[2]


def test_within_tls_the_cookie_stays_there(closed: Desk) -> None:
    _, headers, _ = _login(closed, _token(closed)[1], X_Forwarded_Proto="https")
    assert "Secure" in headers["set-cookie"]


def test_a_session_is_not_the_token_and_opens_no_other(closed: Desk) -> None:
    _, text = _token(closed)
    session = _cookie(_login(closed, text)[1]).partition("=")[2]
    assert text not in session
    assert _login(closed, session)[0] == 403


def test_logging_out_ends_the_session_at_once(closed: Desk) -> None:
    cookie = _cookie(_login(closed, _token(closed)[1])[1])
    assert closed.get("/", Cookie=cookie)[0] == 200
    origin = f"http://127.0.0.1:{closed.port}"
    assert _ask(closed, "/logout", "POST", Cookie=cookie, Origin=origin)[0] == 303
    assert closed.get("/api/v1/alerts", Cookie=cookie)[0] == 401


@pytest.mark.parametrize("accept", ["text/html", "application/json"])
def test_a_form_that_comes_after_its_session_has_ended_does_not_seem_sent(closed: Desk, accept: str) -> None:
    cookie = _cookie(_login(closed, _token(closed, "acknowledge")[1])[1])
    named = {"Cookie": cookie, "Origin": f"http://127.0.0.1:{closed.port}"}
    assert _ask(closed, "/logout", "POST", **named)[0] == 303
    status, headers, body = _ask(closed, "/threads/a/acknowledge", "POST", "note=x", Accept=accept, **named)
    assert (status, headers["location"]) == (401, None) and "nothing was done" in body
    assert _ask(closed, "/logout", "POST", **named)[0] == 303


def test_a_revoked_token_ends_its_sessions_and_the_streams_that_are_open(
    closed: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(access, "FRESH", 0.0)
    monkeypatch.setattr("bellwire.desk.gate.FRESH", 0.0)
    monkeypatch.setattr("bellwire.desk.stream.PING", 1)
    made, text = _token(closed)
    cookie = _cookie(_login(closed, text)[1])
    with stream(closed, Cookie=cookie) as listening:
        for name in ("a", "b"):  # Until then it goes on.
            closed.feed.publish(alert(name))
            assert len(listening.alerts(1)) == 1
        closed.ledger.tokens.revoke(made, datetime.now(UTC))
        closed.feed.state("lost")
        assert [event.event for event in listening] == []
    assert closed.get("/api/v1/alerts", Cookie=cookie)[0] == 401


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({}, 403),
        ({"Sec-Fetch-Site": "same-origin"}, 303),
        ({"Origin": "https://desk.example"}, 303),
    ],
)
def test_a_change_with_a_cookie_must_come_from_our_own_page(closed: Desk, headers: dict[str, str], status: int) -> None:
    cookie = _cookie(_login(closed, _token(closed, "admin")[1])[1])
    assert _ask(closed, "/logout", "POST", Cookie=cookie, **headers)[0] == status


@pytest.mark.parametrize(("scope", "status"), [("read", 403), ("acknowledge", 405), ("admin", 405)])
def test_changing_anything_asks_for_more_than_reading(closed: Desk, scope: Scope, status: int) -> None:
    """405: the gate let it pass, and there is nothing of that name to change."""
    _, text = _token(closed, scope)
    assert _ask(closed, "/api/v1/alerts", "POST", Authorization=f"Bearer {text}")[0] == status


def test_probes_are_answered_without_their_reasons(closed: Desk) -> None:
    closed.feed.state("lost")
    end = time.monotonic() + 20
    while closed.get("/readyz")[0] != 503:
        assert time.monotonic() < end
    assert closed.get("/readyz")[2] == '{"status":"unavailable"}'
    assert closed.get("/livez")[0] == 200
    _, text = _token(closed)
    assert "the feed of alerts is lost" in closed.get("/readyz", Authorization=f"Bearer {text}")[2]


def test_a_page_whose_session_has_ended_guesses_nothing(closed: Desk) -> None:
    answers = {closed.get("/api/v1/alerts", Cookie=f"{COOKIE}=bw_a_b")[0] for _ in range(15)}
    assert answers == {401}
    assert _login(closed, _token(closed)[1])[0] == 303


def test_a_desk_whose_ledger_is_away_lives_and_is_not_ready(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_: object) -> bool:
        raise Unavailable("the ledger cannot be reached")

    monkeypatch.setattr(TokenMemory, "any", away)
    monkeypatch.setattr(desk.ledger, "ping", away)
    assert desk.get("/livez")[0] == 200
    assert desk.get("/readyz")[0] == 503
    assert desk.get("/api/v1/alerts")[0] == 503


@pytest.mark.parametrize("shown", [{}, {"Authorization": "Bearer bw_a_x"}, {"Accept": "text/html"}])
@pytest.mark.parametrize("path", ["/", "/api/v1/alerts", "/readyz", "/healthz", "/login"])
def test_a_ledger_that_is_away_tells_strangers_nothing_of_hosts_and_files(
    closed: Desk, monkeypatch: pytest.MonkeyPatch, path: str, shown: dict[str, str]
) -> None:
    def away(*_: object) -> bool:
        raise Unavailable("connection to db.internal, port 5432 failed: /srv/ledger.db")

    for name in ("any", "valid"):
        monkeypatch.setattr(TokenMemory, name, away)
    monkeypatch.setattr(closed.ledger, "ping", away)
    status, headers, body = _ask(closed, path, **shown)
    assert status in (200, 303, 401, 503)
    assert "db.internal" not in body and "/srv" not in body
    status, headers, body = _login(closed, "bw_a_x")
    assert (status, headers["retry-after"]) == (503, "5")
    assert "db.internal" not in body and "/srv" not in body


def test_a_room_that_fails_answers_with_the_headers_of_every_answer(
    closed: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(closed.ledger, "alerts_before", lambda *_: 1 / 0)
    status, headers, body = closed.get("/api/v1/alerts", Authorization=f"Bearer {_token(closed)[1]}")
    assert (status, headers["content-type"]) == (500, "application/problem+json")
    assert "default-src 'none'" in headers["content-security-policy"] and "division" not in body


def test_a_method_that_is_not_taken_is_told_which_are(closed: Desk) -> None:
    token = f"Bearer {_token(closed, 'admin')[1]}"
    for path, method, taken in (
        ("/api/v1/alerts", "POST", "GET, HEAD"),
        ("/api/v1/silences", "PUT", "GET, HEAD, POST"),
        ("/api/v1/silences/x", "GET", "DELETE"),
        ("/subscriptions", "DELETE", "GET, HEAD, POST"),
        ("/stream/alerts", "POST", "GET"),
        ("/static/desk.css", "POST", "GET, HEAD"),
    ):
        status, headers, _ = _ask(closed, path, method, Authorization=token)
        assert (status, headers["allow"], headers["cache-control"]) == (405, taken, "no-store")


def test_a_desk_that_follows_nothing_any_more_does_not_live(tmp_path: Path) -> None:
    class Ends(PlayedFeed):
        def __call__(self, door: Door, stop: threading.Event) -> None:
            self._start(door, 0, ())

    with running_desk(tmp_path, Ends()) as desk:
        end = time.monotonic() + 20
        while desk.get("/livez")[0] != 503:
            assert time.monotonic() < end
        assert "nobody follows the alerts topic any more" in desk.get("/livez")[2]


def _looked_up(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The tokens that the ledger is asked for from now on."""
    asked: list[str] = []
    valid = TokenMemory.valid
    monkeypatch.setattr(TokenMemory, "valid", lambda self, text, now: asked.append(text) or valid(self, text, now))
    return asked


def test_a_wrong_token_that_is_shown_again_and_again_is_told_to_wait(closed: Desk) -> None:
    answers = [closed.get("/metrics", Authorization="Bearer bw_1_x") for _ in range(12)]
    assert [status for status, _, _ in answers] == [401] * 10 + [429] * 2
    assert int(answers[-1][1]["retry-after"]) >= 1


def test_a_program_whose_token_was_revoked_shuts_out_nobody_who_comes_from_the_same_host(closed: Desk) -> None:
    made, old = _token(closed)
    closed.ledger.tokens.revoke(made, datetime.now(UTC))
    for _ in range(15):
        status = closed.get("/metrics", Authorization=f"Bearer {old}")[0]
    assert status == 429
    _, text = _token(closed)
    assert _login(closed, text)[0] == 303
    assert closed.get("/metrics", Authorization=f"Bearer {text}")[0] == 200


def test_wrong_logins_become_slow_and_a_right_one_gets_in_all_the_same(closed: Desk) -> None:
    answers = [_login(closed, f"bw_{number}_x") for number in range(12)]
    assert [status for status, _, _ in answers] == [403] * 10 + [429] * 2
    assert int(answers[-1][1]["retry-after"]) >= 1
    assert _login(closed, _token(closed)[1])[0] == 303


@pytest.mark.parametrize(
    "shown",
    [
        lambda number: {"Authorization": f"Bearer bw_a{number}_x"},
        lambda number: {"Cookie": f"{COOKIE}=bw_a{number}_x"},
        lambda number: {"Authorization": f"Bearer {'x' * number}"},
    ],
)
def test_the_pace_is_applied_before_the_ledger_is_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shown: Callable[[int], dict[str, str]]
) -> None:
    settings = Settings(desk_host="0.0.0.0", desk_rate=0.01, desk_burst=5)
    with running_desk(tmp_path, settings=settings) as desk:
        asked = _looked_up(monkeypatch)
        answers = [desk.get("/api/v1/alerts", **shown(number + 1))[0] for number in range(9)]
    assert answers == [401] * 5 + [429] * 4 and len(asked) == 5


def test_the_pace_of_probes_is_applied_before_the_ledger_is_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with running_desk(tmp_path, settings=Settings(desk_host="0.0.0.0", desk_rate=0.01, desk_burst=5)) as desk:
        asked = _looked_up(monkeypatch)
        answers = [desk.get("/livez", Authorization=f"Bearer bw_a{number}_x")[0] for number in range(9)]
    assert answers == [200] * 5 + [429] * 4 and len(asked) == 5


def test_a_valid_token_goes_on_at_its_own_pace_whatever_its_host_has_used_up(tmp_path: Path) -> None:
    with running_desk(tmp_path, settings=Settings(desk_host="0.0.0.0", desk_rate=0.01, desk_burst=5)) as desk:
        bearer = f"Bearer {_token(desk)[1]}"
        assert desk.get("/api/v1/alerts", Authorization=bearer)[0] == 200
        assert {desk.get("/api/v1/alerts", Authorization=f"Bearer bw_a{n}_x")[0] for n in range(9)} == {401, 429}
        assert desk.get("/api/v1/alerts", Authorization=bearer)[0] == 200


def test_one_who_asks_too_fast_is_told_to_wait(tmp_path: Path) -> None:
    with running_desk(tmp_path, settings=Settings(desk_rate=0.01, desk_burst=3)) as desk:
        assert [desk.get("/api/v1/alerts")[0] for _ in range(4)] == [200, 200, 200, 429]
        assert desk.get("/static/desk.css")[0] == desk.get("/livez")[0] == 200
        assert [desk.get("/livez")[0] for _ in range(3)] == [200, 200, 429]


def test_without_any_token_this_machine_may_do_all_but_not_a_page_from_elsewhere(desk: Desk) -> None:
    assert "Log out" not in desk.get("/")[2]
    assert desk.get("/api/v1/alerts")[0] == 200
    assert _ask(desk, "/api/v1/alerts", "POST", Origin="https://evil.example")[0] == 403
    assert _ask(desk, "/api/v1/alerts", "POST")[0] == 405


def test_a_name_that_somebody_else_led_to_us_is_refused(desk: Desk) -> None:
    assert desk.get("/api/v1/alerts", Host="evil.example")[0] == 421
    assert desk.get("/api/v1/alerts", Host=f"localhost:{desk.port}")[0] == 200


def test_the_first_token_closes_the_desk_and_revoking_it_does_not_open_it(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(access, "FRESH", 0.0)
    made, _ = _token(desk)
    assert desk.get("/api/v1/alerts")[0] == 401
    desk.ledger.tokens.revoke(made, datetime.now(UTC))
    assert desk.get("/api/v1/alerts")[0] == 401


@pytest.mark.parametrize(
    ("path", "onward"),
    [
        ("/threads/a?b=c", "/threads/a?b=c"),
        ("//evil.example", "/"),
        ("/\\evil.example", "/"),
        ("https://evil.example", "/"),
        ("javascript:alert(1)", "/"),
        ("/\r\nSet-Cookie: a=b", "/"),
    ],
)
def test_the_login_leads_nowhere_else(path: str, onward: str) -> None:
    assert here(path) == onward


def test_beyond_this_machine_it_does_not_begin_without_a_token(tmp_path: Path) -> None:
    settings = Settings(desk_host="0.0.0.0", desk_port=0, ledger_url=f"sqlite:///{tmp_path / 'ledger.db'}")
    with pytest.raises(BellwireError, match=r"0\.0\.0\.0, beyond this machine, only where it can ask for a token"):
        run(settings)
