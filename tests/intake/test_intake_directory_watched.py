"""The drop folder as it is watched: files that come, a broker or a folder that goes away, a start anew."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from drops import await_, connected, names, put, watching
from fake_kafka import FakeKafka
from kafka.errors import KafkaTimeoutError

from bellwire.errors import Unavailable
from bellwire.intake import directory
from bellwire.intake.directory import watch
from bellwire.intake.drop_folder import DropFolder
from bellwire.intake.feeds import NO_FEED
from bellwire.intake.producer import ArticleProducer
from bellwire.intake.unpacking import Limits


def test_files_there_at_the_start_and_files_that_come_are_taken(drop: DropFolder, kafka: FakeKafka) -> None:
    put(drop, "a.json")
    with watching(drop, lambda: connected(kafka)):
        await_(lambda: names(drop.folder / "done") == ["a.json"])
        put(drop, "b.json")
        await_(lambda: names(drop.folder / "done") == ["a.json", "b.json"])


def test_a_file_renamed_when_it_is_whole_is_taken(drop: DropFolder, kafka: FakeKafka) -> None:
    part = put(drop, "a.json.part")
    with watching(drop, lambda: connected(kafka)):
        put(drop, "b.json")
        await_(lambda: names(drop.folder / "done") == ["b.json"])
        assert part.exists()
        part.rename(drop.folder / "a.json")
        await_(lambda: names(drop.folder / "done") == ["a.json", "b.json"])


def test_after_a_clean_restart_nothing_is_sent_twice(drop: DropFolder, kafka: FakeKafka) -> None:
    for number in range(30):
        put(drop, f"{number}.json", f"urn:{number}")
    for _ in range(2):
        with watching(drop, lambda: connected(kafka)):
            await_(lambda: len(names(drop.folder / "done")) >= 30)
    assert sorted(sent["key"] for sent in kafka.sent) == sorted(f"urn:{number}".encode() for number in range(30))


def test_a_broker_that_goes_away_is_tried_again_and_the_file_waits(
    drop: DropFolder, kafka: FakeKafka, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(directory, "RETRY_SECONDS", (0.05, 0.1))
    errors = [KafkaTimeoutError("late"), KafkaTimeoutError("late")]
    kafka.fate = lambda value: errors.pop() if errors else None
    put(drop, "a.json")
    with watching(drop, lambda: connected(kafka)) as said:
        await_(lambda: names(drop.folder / "done") == ["a.json"])
    assert sum("stays where it is" in line for line in said) == 2
    assert len(kafka.sent) == 3


def test_a_folder_that_goes_away_is_told_and_taken_up_again(
    tmp_path: Path, kafka: FakeKafka, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As when what it lies on is unmounted for a while."""
    monkeypatch.setattr(directory, "RETRY_SECONDS", (0.05, 0.05))
    monkeypatch.setattr(directory, "SCAN_SECONDS", 0.05)
    (tmp_path / "drop").mkdir()
    drop = DropFolder(tmp_path / "drop", feed=NO_FEED, limits=Limits(item=1000), max_article_bytes=500)
    with watching(drop, lambda: connected(kafka)) as said:
        drop.folder.rename(tmp_path / "away")
        await_(lambda: any("cannot be looked into: No such file" in line for line in said))
        (tmp_path / "away").rename(drop.folder)
        put(drop, "a.json")
        await_(lambda: names(drop.folder / "done") == ["a.json"])
    assert len(kafka.sent) == 1


@pytest.mark.parametrize("error", [FileNotFoundError("No path was found."), RuntimeError("no inotify instance left")])
def test_a_folder_that_cannot_be_watched_is_scanned(
    error: Exception, drop: DropFolder, kafka: FakeKafka, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As when the folder is away at the moment that watching begins, or the machine's watches are used up."""

    def unwatchable(*args: object, **options: object) -> None:
        raise error

    monkeypatch.setattr(directory, "SCAN_SECONDS", 0.05)
    monkeypatch.setattr(directory, "watch_files", unwatchable)
    with watching(drop, lambda: connected(kafka)):
        put(drop, "a.json")
        await_(lambda: names(drop.folder / "done") == ["a.json"])
        put(drop, "b.json")
        await_(lambda: names(drop.folder / "done") == ["a.json", "b.json"])


def test_a_folder_for_what_is_done_that_is_removed_is_made_again(drop: DropFolder, kafka: FakeKafka) -> None:
    (drop.folder / "done").rmdir()
    put(drop, "a.json")
    drop.take(["a.json"], connected(kafka), print)
    assert names(drop.folder / "done") == ["a.json"]


def test_no_broker_at_the_start_is_an_error(drop: DropFolder) -> None:
    def nobody() -> ArticleProducer:
        raise Unavailable("no broker")

    with pytest.raises(Unavailable, match="no broker"):
        watch(drop, nobody, stop=threading.Event(), settle=0.05, talk=print)
