"""`bellwire intake` on the embedded broker: what it says, what it sends, how it exits."""

from __future__ import annotations

import gzip
import json
import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from time import monotonic, sleep
from uuid import uuid4

import pytest
from typer.testing import CliRunner, Result

from bellwire.broker.topics import ensure_topics
from bellwire.cli.intake import intake
from bellwire.errors import BellwireError
from bellwire.intake.example import example_wire
from bellwire.settings import Settings
from bellwire.subscribe import Message, subscribe
from bellwire.wire import read_copy

EXAMPLE = files("bellwire.intake.example").joinpath("aleppo-2016.ninjs.jsonl").read_bytes()


@pytest.fixture
def articles(broker: str, monkeypatch: pytest.MonkeyPatch) -> Callable[[], list[Message]]:
    """What is on the articles topic of this test alone."""
    prefix = f"test-{uuid4().hex[:8]}"
    monkeypatch.setenv("BELLWIRE_TOPIC_PREFIX", prefix)
    monkeypatch.setenv("BELLWIRE_BROKERS", broker)

    def found() -> list[Message]:
        with subscribe("articles", since="beginning", follow=False, include_tests=True) as messages:
            return list(messages)

    return found


def run(*arguments: str, stdin: bytes | None = None) -> Result:
    return CliRunner().invoke(intake, list(arguments), input=stdin)


def test_the_example_wire_arrives_whole_through_gzip(tmp_path: Path, articles: Callable[[], list[Message]]) -> None:
    path = tmp_path / "wire.gz"
    path.write_bytes(gzip.compress(EXAMPLE))
    result = run("files", "--jsonl", str(path))
    assert result.exit_code == 0, result.output
    assert result.stdout == ""
    assert "20 articles read, 20 messages confirmed" in result.stderr
    came = {(message.data["uri"], message.data["version"]): message for message in articles()}
    for article in example_wire():
        assert read_copy(came[article.uri, article.version].value) == [article]
        assert came[article.uri, article.version].key == article.uri


def test_versions_of_one_story_keep_their_order(articles: Callable[[], list[Message]]) -> None:
    run("files", "--jsonl", "-", stdin=EXAMPLE)
    versions = [m.data["version"] for m in articles() if m.key == "urn:bellwire-example:reuters:idlib-market"]
    assert versions == ["1", "2"]


def test_what_cannot_be_read_arrives_with_its_bytes(articles: Callable[[], list[Message]]) -> None:
    result = run("files", "-", stdin=b"{broken")
    assert result.exit_code == 0 and "not-json" in result.stderr
    [message] = articles()
    assert message.value == b"{broken" and message.headers["content-type"] == "application/octet-stream"


def test_a_large_unreadable_file_arrives_with_its_bytes(tmp_path: Path, articles: Callable[[], list[Message]]) -> None:
    path = tmp_path / "large.txt"
    path.write_bytes(b"word " * 1_000_000)
    result = run("files", str(path))
    assert result.exit_code == 0 and "too-large" in result.stderr
    assert [len(message.value) for message in articles()] == [5_000_000]


def test_a_file_larger_than_any_message_exits_1_and_the_others_arrive(
    tmp_path: Path, articles: Callable[[], list[Message]]
) -> None:
    large, small = tmp_path / "large", tmp_path / "small"
    large.write_bytes(bytes(9_000_000))
    small.write_text('{"uri": "urn:a", "headline": "x"}')
    result = run("files", str(large), str(small))
    assert result.exit_code == 1 and "not sent" in result.stderr
    assert [message.key for message in articles()] == ["urn:a"]


def test_a_missing_file_is_an_error_before_anything_is_sent(
    tmp_path: Path, articles: Callable[[], list[Message]]
) -> None:
    small = tmp_path / "small"
    small.write_text('{"uri": "urn:a", "headline": "x"}')
    result = run("files", str(small), "nosuchfile")
    assert isinstance(result.exception, BellwireError) and str(result.exception) == "nosuchfile does not exist"
    ensure_topics(Settings().brokers, Settings())
    assert articles() == []


@pytest.mark.parametrize("arguments", [("files",), ("files", "--nonsense", "x"), ("directory",), ("nonsense",)])
def test_bad_use_exits_2(arguments: tuple[str, ...]) -> None:
    assert run(*arguments).exit_code == 2


def test_a_drop_folder_that_is_none_is_an_error() -> None:
    result = run("directory", "nosuchfolder")
    assert str(result.exception) == "nosuchfolder is no directory"


def test_a_watcher_killed_at_any_time_loses_no_file(tmp_path: Path, articles: Callable[[], list[Message]]) -> None:
    ensure_topics(Settings().brokers, Settings())
    program = "from bellwire.cli.intake import intake; intake()"
    command = [sys.executable, "-c", program, "directory", str(tmp_path), "--settle", "0.05"]
    uris = [f"urn:{number}" for number in range(300)]
    for number, uri in enumerate(uris):
        (tmp_path / f"{number}.json").write_text(json.dumps({"uri": uri, "headline": "x"}))

    def waiting() -> int:
        return sum(1 for path in tmp_path.iterdir() if path.suffix == ".json")

    with subprocess.Popen(command, stderr=subprocess.DEVNULL, env=os.environ) as first:
        _await(lambda: waiting() < 300)
        first.kill()
    with subprocess.Popen(command, stderr=subprocess.DEVNULL, env=os.environ) as second:
        _await(lambda: waiting() == 0)
        second.send_signal(signal.SIGTERM)
        assert second.wait(20) == 0
    sent = Counter(message.key for message in articles())
    assert set(sent) == set(uris)
    assert len(list((tmp_path / "done").iterdir())) == 300


def _await(condition: Callable[[], bool]) -> None:
    end = monotonic() + 30
    while not condition():
        assert monotonic() < end, "not in time"
        sleep(0.002)
