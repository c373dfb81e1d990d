"""From push to page: an item that is pushed rings on the desk, through the real reader and watcher."""

from __future__ import annotations

import http.client
import json
import os
import re
import sys
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import msgspec
from web import until

from bellwire.intake.example import example_wire
from bellwire.processes import Child
from bellwire.wire import encode


def test_an_item_that_is_pushed_is_an_alert_on_the_page(broker: str, tmp_path: Path) -> None:
    environment = {
        "BELLWIRE_BROKERS": broker,
        "BELLWIRE_TOPIC_PREFIX": f"test-{uuid4().hex[:8]}",
        "BELLWIRE_LEDGER_URL": f"sqlite:///{tmp_path / 'ledger.db'}",
        "BELLWIRE_PROCESSES": "1",
    }

    def started(name: str, *arguments: str) -> Child:
        return Child(
            name, [sys.executable, "-m", "bellwire", *arguments], tmp_path / f"{name}.log", os.environ | environment
        )

    children = [started("http", "intake", "http", "--port", "0")]
    try:
        port = said(children[0], r"Listening at http://127\.0\.0\.1:(\d+)")
        children += [started("worker", "worker"), started("desk", "desk", "--port", "0")]
        page = said(children[2], r"desk ready at http://127\.0\.0\.1:(\d+)")
        said(children[1], r"(worker is ready)")
        now = datetime.now(UTC)
        front_line = next(article for article in example_wire() if article.uri.endswith("afp:front-line"))
        article = msgspec.structs.replace(front_line, uri="urn:test:pushed", version_time=now, received=None)
        assert request(port, "POST", "/v1/articles", encode(article))[0] == 202
        until(lambda: alerts(page), 120)
        [alert] = alerts(page)
        assert alert["article"]["uri"] == "urn:test:pushed" and "Aleppo" in alert["headline"]
        status, text = request(page, "GET", "/", headers={"accept": "text/html"})
        assert status == 200 and alert["headline"] in text
    finally:
        for child in children:
            child.stop()
    assert [child.ended for child in children] == [0, 0, 0]


def said(child: Child, pattern: str) -> str:
    """What it tells of itself, once it does."""
    until(lambda: re.search(pattern, child.log.read_text()) or child.ended is not None, 120)
    found = re.search(pattern, child.log.read_text())
    assert found, child.last_lines()
    return found[1]


def request(
    port: str, method: str, path: str, body: bytes = b"", headers: dict[str, str] | None = None
) -> tuple[int, str]:
    connection = http.client.HTTPConnection("127.0.0.1", int(port), timeout=30)
    try:
        connection.request(method, path, body, {"content-type": "application/json"} | (headers or {}))
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    finally:
        connection.close()


def alerts(page: str) -> list[dict[str, dict[str, str]]]:
    return list(json.loads(request(page, "GET", "/api/alerts")[1])["alerts"])
