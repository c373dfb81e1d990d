"""`bellwire intake` on the embedded broker: what it says, what it sends, how it exits."""

from __future__ import annotations

import gzip
import json
import os
import signal
import subprocess
import sys
import tarfile
import zipfile
from collections import Counter
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from time import monotonic, sleep
from uuid import uuid4

import pytest
from typer.testing import CliRunner, Result

from bellwire.broker.embedded import EmbeddedBroker
from bellwire.broker.topics import COPY, ensure_topics
from bellwire.cli.intake import intake
from bellwire.errors import BellwireError
from bellwire.intake.example import example_wire
from bellwire.settings import Settings
from bellwire.subscribe import Message, subscribe
from bellwire.wire import dialects, read_copy

EXAMPLE = files("bellwire.intake.example").joinpath("aleppo-2016.ninjs.jsonl").read_bytes()


@pytest.fixture
def articles(broker: str, monkeypatch: pytest.MonkeyPatch) -> Callable[[], list[Message]]:
    """What is on the topics for copy of this test alone, what is urgent last."""
    prefix = f"test-{uuid4().hex[:8]}"
    monkeypatch.setenv("BELLWIRE_TOPIC_PREFIX", prefix)
    monkeypatch.setenv("BELLWIRE_BROKERS", broker)

    def found() -> list[Message]:
        came: list[Message] = []
        for topic in COPY:
            with subscribe(topic, since="beginning", follow=False, include_tests=True) as messages:
                came += messages
        return came

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


def test_a_folder_of_any_mix_arrives(tmp_path: Path, articles: Callable[[], list[Message]]) -> None:
    wire = tmp_path / "wire"
    (wire / "deep").mkdir(parents=True)
    (wire / "a.json").write_text('{"uri": "urn:a", "headline": "x"}')
    (wire / "deep" / "b.json.gz").write_bytes(gzip.compress(b'{"uri": "urn:b", "headline": "x"}'))
    with tarfile.open(wire / "c.tar.xz", "w:xz") as archive:
        archive.add(wire / "a.json", "d/c.json")
    with zipfile.ZipFile(wire / "wire.zip", "w") as archive:
        archive.writestr("lines", EXAMPLE)
    result = run("files", str(wire))
    assert result.exit_code == 0, result.output
    assert "23 articles read, 23 messages confirmed" in result.stderr
    assert {"urn:a", "urn:b"} < {message.key for message in articles()}
    assert list(tmp_path.iterdir()) == [wire]


def test_a_dry_run_shows_each_item_and_needs_no_broker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BELLWIRE_BROKERS", "127.0.0.1:1")
    with zipfile.ZipFile(tmp_path / "wire.zip", "w") as archive:
        archive.writestr(
            "a.json",
            '{"uri": "urn:a", "version": "2", "headline": "Army advances", "body_text": "Text.", '
            '"associations": {"main": {"type": "picture"}, "side": {"type": "text"}, "none": null}}',
        )
        archive.writestr("b.json", "{")
        archive.writestr("../c", "x")
    result = run("files", "--dry-run", str(tmp_path))
    head, *rows = [line.split("\t") for line in result.stdout.splitlines()]
    assert head == [
        "format",
        "articles",
        "version",
        "status",
        "characters",
        "associations",
        "item",
        "headline or reason",
    ]
    assert rows[0] == ["ninjs", "1", "2", "usable", "18", "2", f"{tmp_path}/wire.zip/a.json", "Army advances"]
    assert rows[1][6] == f"{tmp_path}/wire.zip/b.json" and rows[1][7].startswith("not-json: ")
    assert rows[2][7] == "not sent: its name leads out of the archive"
    assert result.exit_code == 1
    assert result.stderr == (
        "3 items: 1 can be read, 2 cannot, 1 of these would not be sent\n"
        "2 associations (pictures, films, other items) are passed over\n"
    )


def test_a_dry_run_sniffs_each_item_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.json").write_text('{"uri": "urn:a", "headline": "Army advances"}')
    decoded = list[bytes]()
    items_of = dialects.items_of
    monkeypatch.setattr(dialects, "items_of", lambda data: decoded.append(data) or items_of(data))
    assert run("files", "--dry-run", str(tmp_path)).exit_code == 0
    assert len(decoded) == 1


def test_a_feed_that_is_not_in_the_file_of_feeds_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "feeds.toml").write_text('[feeds.afp]\nsilence = "6h"\n')
    (tmp_path / "a").write_text("x")
    monkeypatch.chdir(tmp_path)
    assert "did you mean afp?" in str(run("files", "--dry-run", "--feed", "apf", "a").exception)
    assert run("files", "--dry-run", "--feed", "afp", "a").exit_code == 0


def test_a_run_that_is_killed_goes_on_and_loses_nothing(tmp_path: Path, articles: Callable[[], list[Message]]) -> None:
    ensure_topics(Settings().brokers, Settings())
    wire, count = tmp_path / "wire.jsonl", 5_000
    wire.write_text("".join(json.dumps({"uri": f"urn:{number}", "headline": "x"}) + "\n" for number in range(count)))
    journal = tmp_path / "wire.jsonl.bellwire-resume"
    dies = (
        "import os\nfrom bellwire.intake import resume\nresume.EVERY, append = 0.05, resume.Journal._append\n"
        "resume.Journal._append = lambda *words: (append(*words), os.kill(os.getpid(), 9))\n"
    )
    lives = "from bellwire.cli.intake import intake; intake()"
    words = ["files", str(wire)]
    first = subprocess.run([sys.executable, "-c", dies + lives, *words], env=os.environ, check=False, timeout=300)
    assert first.returncode == -signal.SIGKILL
    confirmed = max(line[3] for line in map(json.loads, journal.read_text().splitlines()[1:]))
    assert {f"urn:{number}" for number in range(confirmed)} <= {message.key for message in articles()}
    second = subprocess.run(
        [sys.executable, "-c", lives, *words], capture_output=True, env=os.environ, check=False, timeout=120
    )
    said = second.stderr.decode()
    assert second.returncode == 0, said
    assert "Going on where an earlier run was" in said and "confirmed before" in said
    sent = Counter(message.key for message in articles())
    assert len(sent) == count
    assert sent.total() < 2 * count and not journal.exists()


def test_what_a_broker_has_forgotten_is_sent_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a").write_text('{"uri": "urn:a", "headline": "x"}')
    words = ("files", "--resume", str(tmp_path / "progress"), str(tmp_path / "a"))
    for _ in range(2):
        with EmbeddedBroker() as broker:
            monkeypatch.setenv("BELLWIRE_BROKERS", broker.address)
            assert "1 message confirmed" in run(*words).stderr
            assert "1 item confirmed before" in run(*words).stderr


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


def test_a_watcher_killed_between_the_broker_s_word_and_the_move_sends_the_same_again(
    tmp_path: Path, articles: Callable[[], list[Message]]
) -> None:
    ensure_topics(Settings().brokers, Settings())
    with zipfile.ZipFile(tmp_path / "wire.zip", "w") as archive:
        archive.writestr("lines", EXAMPLE)
    dies = (
        "import os\nfrom bellwire.intake import drop_folder\ndrop_folder._move = lambda *_: os.kill(os.getpid(), 9)\n"
    )
    lives = "from bellwire.cli.intake import intake; intake()"
    words = ["directory", str(tmp_path), "--settle", "0.05"]
    first = subprocess.run([sys.executable, "-c", dies + lives, *words], env=os.environ, check=False, timeout=300)
    assert first.returncode == -signal.SIGKILL and (tmp_path / "wire.zip").exists()
    with subprocess.Popen([sys.executable, "-c", lives, *words], env=os.environ) as second:
        _await((tmp_path / "done" / "wire.zip").exists)
        second.send_signal(signal.SIGTERM)
        assert second.wait(20) == 0
    sent = Counter(message.headers["ce_id"] for message in articles())
    assert len(sent) == 20 and set(sent.values()) == {2}


def _await(condition: Callable[[], bool]) -> None:
    end = monotonic() + 30
    while not condition():
        assert monotonic() < end, "not in time"
        sleep(0.002)
