"""Logging in and out in a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from bellwire.settings import Settings
from kit.alerts import alert, keep
from kit.axe import violations
from kit.browsers import Opened, live
from kit.desks import Desk, running_desk

pytestmark = pytest.mark.browser


@pytest.fixture
def closed(tmp_path: Path) -> Iterator[Desk]:
    with running_desk(tmp_path, settings=Settings(desk_host="0.0.0.0")) as running:
        yield running


def go(page: Page, address: str) -> None:
    page.goto(address)
    live(page)


def log_in(page: Page, text: str) -> None:
    page.get_by_label("Token").fill(text)
    page.get_by_role("button", name="Log in").click()


def test_an_editor_logs_in_sees_alerts_come_and_logs_out(closed: Desk, open_page: Opened) -> None:
    now = datetime.now(UTC)
    _, text = closed.ledger.tokens.create("<b>night</b>", "read", now, now + timedelta(days=1))
    page = open_page(f"{closed.url}/?exercises=true")
    log_in(page, text)
    expect(page).to_have_url(f"{closed.url}/?exercises=true")
    live(page)
    one = alert("a", headline="Army takes hospital - army")
    closed.tell(one)
    expect(page.get_by_role("heading", name="Army takes hospital - army")).to_be_visible()
    assert page.evaluate("document.cookie") == ""
    page.goto(f"{closed.url}/login")
    expect(page.get_by_text("as <b>night</b>.")).to_be_visible()
    page.get_by_role("button", name="Log out").click()
    page.goto(closed.url)
    expect(page.get_by_label("Token")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_where_one_logs_in(closed: Desk, open_page: Opened, scheme: str) -> None:
    page = open_page(closed.url, color_scheme=scheme)
    expect(page.get_by_label("Token")).to_be_visible()
    assert violations(page) == []


def test_a_wrong_token_is_told_and_stays_out(closed: Desk, open_page: Opened) -> None:
    page = open_page(closed.url)
    log_in(page, "bw_a_b")
    expect(page.get_by_role("alert").filter(has_text="That token is not known")).to_be_visible()
    open_page.complaints.clear()  # Of the answer's 403.


def test_what_was_written_stays_where_the_session_has_ended(closed: Desk, open_page: Opened) -> None:
    now = datetime.now(UTC)
    _, text = closed.ledger.tokens.create("night", "acknowledge", now, now + timedelta(days=1))
    page = open_page(f"{closed.url}/silences/new?kind=capture")
    log_in(page, text)
    page.get_by_label("Reason").fill("known to all")
    page.wait_for_load_state()  # The script that keeps what was written may come after what is filled in.
    page.context.clear_cookies()
    page.get_by_role("button", name="Silence").click()
    expect(page.locator("main form .wrong")).to_contain_text("nothing was done")
    expect(page.get_by_label("Reason")).to_have_value("known to all")
    page.get_by_role("link", name="Log in").click()
    log_in(page, text)
    expect(page.get_by_label("Reason")).to_have_value("known to all")
    page.get_by_role("button", name="Silence").click()
    expect(page.get_by_text("known to all")).to_be_visible()
    go(page, f"{closed.url}/silences/new?kind=capture")
    expect(page.get_by_label("Reason")).to_have_value("")
    open_page.complaints.clear()  # Of the answer's 401.


def test_what_was_half_written_outlasts_a_reload_and_is_shown_to_nobody_else(closed: Desk, open_page: Opened) -> None:
    now = datetime.now(UTC)
    keep(closed.ledger, alert("a"))
    texts = [closed.ledger.tokens.create(name, "acknowledge", now, now + timedelta(days=1))[1] for name in ("a", "b")]
    page = open_page(closed.url)
    for text, seen in zip((*texts, texts[0]), ("", "", "call the"), strict=True):
        log_in(page, text)
        live(page)
        page.keyboard.press("j")
        page.keyboard.press("a")
        note = page.get_by_role("dialog").get_by_label("Note")
        expect(note).to_have_value(seen)
        if text == texts[0]:
            note.fill("call the")
            go(page, f"{closed.url}/threads/a")
            expect(page.locator("main").get_by_label("Note")).to_have_value("call the")
        page.context.clear_cookies()
        page.goto(closed.url)


def test_who_may_only_read_is_shown_no_form(closed: Desk, open_page: Opened) -> None:
    now = datetime.now(UTC)
    keep(closed.ledger, alert("a"))
    closed.ledger.desk.silence("kind=strike", by="Ana", reason="known", begins=now, ends=now + timedelta(hours=4))
    _, text = closed.ledger.tokens.create("guest", "read", now, now + timedelta(days=1))
    page = open_page(f"{closed.url}/threads/a")
    log_in(page, text)
    for path in ("/threads/a", "/silences", "/silences/new?kind=strike", "/?country=SY", "/subscriptions"):
        go(page, f"{closed.url}{path}")
        assert page.locator("form[method=post]").count() == 0
        if not path.startswith("/?"):
            expect(page.get_by_text("guest is logged in to read")).to_be_visible()
    go(page, closed.url)
    page.keyboard.press("j")
    for key in "as":
        page.keyboard.press(key)
        expect(page.get_by_role("status").filter(has_text="asks for a token that may acknowledge")).to_be_visible()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys").get_by_text("acknowledge")).to_have_count(0)


def test_a_session_that_has_ended_is_told_by_the_login(
    closed: Desk, open_page: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bellwire.desk.access.FRESH", 0.0)
    monkeypatch.setattr("bellwire.desk.gate.FRESH", 0.0)
    now = datetime.now(UTC)
    token, text = closed.ledger.tokens.create("night", "read", now, now + timedelta(days=1))
    page = open_page(closed.url)
    log_in(page, text)
    live(page)
    closed.ledger.tokens.revoke(token.id, datetime.now(UTC))
    closed.feed.state("lost")
    expect(page.get_by_label("Token")).to_be_visible(timeout=30_000)
    open_page.complaints.clear()  # Of the 401 that told the page.
