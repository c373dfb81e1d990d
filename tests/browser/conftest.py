"""Headless Chromium from Debian, driven by Playwright."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from kit.browsers import Opened
from kit.desks import Desk, running_desk

_FLAGS = [
    "--no-sandbox",
    # With it, a page that closes while it goes elsewhere never closes (Chromium issue 536385539, Playwright 42068).
    "--disable-features=RenderDocument",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for the tests of a file, gone after them: its event loop suffers no other beside it."""
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("Debian's chromium is not installed")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=_FLAGS)
        yield started
        started.close()


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with running_desk(tmp_path) as running:
        yield running


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Opened]:
    """Opens pages; a script error or a breach of the policy in any of them fails the test."""
    opened = Opened(browser)
    yield opened
    for context in browser.contexts:
        context.close()
    complaints = [said for said in opened.complaints if "ERR_CONNECTION_REFUSED" not in said]
    assert not complaints
