"""The whole system in a browser: `bellwire up` replays the example wire while an editor watches."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from bellwire.processes import Child
from kit.browsers import Opened
from kit.workers import wait_for

pytestmark = pytest.mark.browser


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """The page's, before the wire begins."""
    log = tmp_path / "up.log"
    child = Child("up", [sys.executable, "-m", "bellwire", "up", "--port", "0"], log)
    try:
        yield wait_for(lambda: re.search(r"Desk +(http://[\d.:]+)/", log.read_text()) or child.ended)[1]
    finally:
        child.stop()


def test_the_list_fills_live_with_a_denial_a_kill_and_proof_in_the_copy(address: str, open_page: Opened) -> None:
    page = open_page(address)
    page.evaluate("window.same = true")
    rows = page.locator("#rows > [data-thread]")
    denied = rows.filter(has_text="deny losing Aleppo eye hospital").or_(rows.filter(has_text="concede loss of Aleppo"))
    expect(denied).to_have_count(1, timeout=200_000)
    expect(rows.filter(has_text="Withdrawn – do not use")).to_have_count(1, timeout=200_000)
    expect(rows.filter(has_text="concede loss of Aleppo")).to_have_count(1, timeout=200_000)
    assert page.evaluate("window.same"), "nobody reloaded it"
    denied.get_by_role("heading").get_by_role("link").click()
    expect(page.locator(".timeline")).to_contain_text("deny capture of eye hospital")
    expect(page.locator(".copy mark.trigger").first).to_be_attached()
    expect(page.locator(".agencies")).to_contain_text("AP")
