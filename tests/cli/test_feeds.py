"""`bellwire feeds` and `bellwire feeds check`: what is shown, what is told, how it exits."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bellwire.cli.feeds import feeds, short
from bellwire.errors import BellwireError
from bellwire.ledger import open_ledger

FILE = '[feeds.afp]\nsilence = "1h"\ngrade = "named"\n\n[feeds.un]\nsilence = "2d"\ngrade = "official"\n'


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """The command in a folder of its own, with a ledger there."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BELLWIRE_LEDGER_URL", f"sqlite:///{tmp_path}/ledger.db")
    return lambda *words: CliRunner().invoke(feeds, list(words))


def arrived(feed: str, ago: timedelta) -> None:
    ledger = open_ledger("sqlite:///ledger.db")
    with ledger.watching(()) as tx:
        tx.arrived(feed, datetime.now(UTC) - ago)
    ledger.close()


def test_each_feed_has_a_row_those_of_the_file_first(run: Callable[..., Result]) -> None:
    Path("feeds.toml").write_text(FILE)
    arrived("afp", timedelta(hours=3, minutes=20))
    arrived("", timedelta(minutes=5))
    result = run()
    assert result.exit_code == 0, result.output
    head, *rows = [line.split("\t") for line in result.stdout.splitlines()]
    assert head == ["feed", "state", "latest article", "ago", "a day", "silence", "grade"]
    assert [[*row[:2], *row[3:]] for row in rows] == [
        ["afp", "silent", "3h 20m", "1", "1h", "named"],
        ["un", "waiting", "–", "0", "2d", "official"],
        ["(unnamed)", "unlisted", "5m", "1", "–", "–"],
    ]


def test_without_a_file_feeds_that_articles_came_by_are_shown(run: Callable[..., Result]) -> None:
    arrived("desk", timedelta(seconds=40))
    assert run().stdout.splitlines()[1].startswith("desk\tunlisted")


def test_a_file_with_nothing_wrong_is_said_to_be_so(run: Callable[..., Result]) -> None:
    Path("feeds.toml").write_text(FILE)
    result = run("check")
    assert (result.exit_code, result.stdout) == (0, "feeds.toml: 2 feeds, nothing wrong\n")


def test_each_fault_is_a_line_that_an_editor_can_follow(run: Callable[..., Result]) -> None:
    Path("other.toml").write_text('[feeds.afp]\nsilence = "1h"\nzone = "Paris"\n[feeds.un]\n')
    result = run("check", "other.toml")
    assert str(result.exception) == "other.toml: 2 to mend"
    assert [line.split(": ")[0] for line in result.stdout.splitlines()] == ["other.toml:3", "other.toml:4"]


def test_a_file_that_is_not_there_is_one_line(run: Callable[..., Result]) -> None:
    result = run("check")
    assert isinstance(result.exception, BellwireError) and "feeds.toml: No such file" in str(result.exception)


@pytest.mark.parametrize(
    ("seconds", "says"), [(0, "0s"), (59, "59s"), (3600, "1h"), (3661, "1h 1m"), (200_000, "2d 7h"), (-5, "0s")]
)
def test_spans_have_their_two_largest_units(seconds: int, says: str) -> None:
    assert short(timedelta(seconds=seconds)) == says
