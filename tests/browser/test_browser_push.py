"""From push to page: an item that curl pushes rings on the page that an editor has open, through the real reader and
watcher."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest
from playwright.sync_api import expect

from bellwire.broker.embedded import EmbeddedBroker
from bellwire.broker.topics import ensure_topics
from bellwire.intake.example import example_wire
from bellwire.processes import Child
from bellwire.settings import Settings
from bellwire.wire import encode
from kit.browsers import Opened, live

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed"),
]

TOKEN = "a-token-that-is-long-enough-for-anyone"
#: Seconds for a worker to load its models, on a machine that has other things to do.
PATIENCE = 120


@pytest.fixture
def environment(tmp_path: Path) -> Iterator[dict[str, str]]:
    with EmbeddedBroker() as broker:
        ensure_topics(broker.address, Settings(brokers=broker.address))
        yield os.environ | {
            "BELLWIRE_BROKERS": broker.address,
            "BELLWIRE_LEDGER_URL": f"sqlite:///{tmp_path / 'ledger.db'}",
            "BELLWIRE_PROCESSES": "1",
            "BELLWIRE_HTTP_TOKEN": TOKEN,
        }


def test_an_item_that_curl_pushes_is_an_alert_on_the_open_page(
    environment: dict[str, str], tmp_path: Path, open_page: Opened
) -> None:
    def started(name: str, *arguments: str) -> Child:
        return Child(name, [sys.executable, "-m", "bellwire", *arguments], tmp_path / f"{name}.log", environment)

    children = [started("http", "intake", "http", "--port", "0")]
    try:
        port = said(children[0], r"Listening at http://127\.0\.0\.1:(\d+)")
        children += [started("worker", "worker"), started("desk", "desk", "--port", "0")]
        page = live(open_page(f"http://127.0.0.1:{said(children[2], r'desk ready at http://127.0.0.1:([0-9]+)')}"))
        said(children[1], r"(worker is ready)")
        page.evaluate("window.same = true")

        now = datetime.now(UTC)
        front_line = next(article for article in example_wire() if article.uri.endswith("afp:front-line"))
        item = tmp_path / "item.json"
        item.write_bytes(encode(msgspec.structs.replace(front_line, uri="urn:x:1", version_time=now, received=None)))
        told = pushed(item, port, "a-token-that-nobody-gave-to-anyone")
        assert told["status"] == 401
        told = pushed(item, port, TOKEN)
        assert told["items"] == [{"item": 1, "status": "accepted", "uri": "urn:x:1", "version": front_line.version}]

        rows = page.locator("#rows > li")
        expect(rows).to_have_count(1, timeout=PATIENCE * 1_000)
        expect(rows.first.get_by_role("heading")).to_contain_text("Aleppo")
        assert page.evaluate("window.same")
    finally:
        for child in children:
            child.stop()
    assert [child.ended for child in children] == [0, 0, 0]


def pushed(item: Path, port: str, token: str) -> dict[str, object]:
    """What the listener answers curl."""
    headers = ["--header", f"Authorization: Bearer {token}", "--header", "Content-Type: application/json"]
    command = ["curl", "--silent", "--show-error", *headers, "--data-binary", f"@{item}"]
    answer = subprocess.run(
        [*command, f"http://127.0.0.1:{port}/v1/articles"], capture_output=True, check=True, timeout=60
    )
    return dict(json.loads(answer.stdout))


def said(child: Child, pattern: str) -> str:
    """What it tells of itself, once it does."""
    end = time.monotonic() + PATIENCE
    while not (found := re.search(pattern, child.log.read_text())):
        assert child.ended is None and time.monotonic() < end, child.last_lines()
        time.sleep(0.05)
    return found[1]
