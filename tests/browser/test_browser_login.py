"""Logging in and out in a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from bellwire.settings import Settings
from kit.alerts import alert
from kit.axe import violations
from kit.browsers import Opened, live
from kit.desks import Desk, running_desk

pytestmark = pytest.mark.browser


@pytest.fixture
def closed(tmp_path: Path) -> Iterator[Desk]:
    with running_desk(tmp_path, settings=Settings(desk_host="0.0.0.0")) as running:
        yield running


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
    open_page.complaints.clear()  # Of the answer's 401.


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
