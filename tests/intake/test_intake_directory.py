"""The drop folder: complete files go out once, each ends in done/ or failed/, none is lost."""

from __future__ import annotations

import gzip
import io
import json
import os
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from drops import connected, names, put
from fake_kafka import FakeKafka
from kafka.errors import KafkaTimeoutError

from bellwire.errors import BellwireError, Unavailable
from bellwire.intake import drop_folder, pieces
from bellwire.intake.drop_folder import DropFolder
from bellwire.intake.feeds import NO_FEED
from bellwire.intake.unpacking import Limits


def test_a_delivered_file_is_moved_to_done(drop: DropFolder, kafka: FakeKafka) -> None:
    put(drop, "a.json")
    drop.take(["a.json"], connected(kafka), print)
    assert names(drop.folder) == ["done", "failed"] and names(drop.folder / "done") == ["a.json"]
    assert kafka.sent[0]["key"] == b"urn:a" and kafka.sent[0]["headers"]["ce_source"] == b"/bellwire/intake/drop"


def test_a_file_stays_until_the_broker_has_it(drop: DropFolder, kafka: FakeKafka) -> None:
    path = put(drop, "a.json")
    there_when_confirmed = []
    kafka.held = True
    flush = kafka.flush

    def look(timeout: float | None = None) -> None:
        there_when_confirmed.append(path.exists())
        flush(timeout)

    kafka.flush = look  # type: ignore[method-assign]
    drop.take(["a.json"], connected(kafka), print)
    assert there_when_confirmed == [True] and not path.exists()


def test_an_unreadable_file_is_sent_as_it_is_and_moved_to_failed_with_the_reason(
    drop: DropFolder, kafka: FakeKafka
) -> None:
    (drop.folder / "a.json").write_bytes(b"{")
    taken = drop.take(["a.json"], connected(kafka), print)
    assert (taken.done, taken.failed) == (0, 1)
    assert kafka.sent[0]["value"] == b"{"
    assert (drop.folder / "failed" / "a.json").read_bytes() == b"{"
    assert (drop.folder / "failed" / "a.json.reason.txt").read_text().startswith("not-json: ")


@pytest.mark.parametrize("text", ['{"uri": "urn:a", "headline": "x"}', "no copy"])
def test_a_file_that_cannot_be_moved_is_told_of_and_sent_once_until_it_changes(
    drop: DropFolder, kafka: FakeKafka, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    """As in a folder with the sticky bit, whose files belong to whoever wrote them."""

    def refused(path: Path, to: Path) -> Path:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr("bellwire.intake.drop_folder._move", refused)
    said: list[str] = []
    (drop.folder / "a.json").write_text(text)
    drop.take(list(drop.stamps()), connected(kafka), said.append)
    assert "a.json stays where it is, though it is sent: Operation not permitted" in said[-1]
    assert drop.stamps() == {} and len(kafka.sent) == 1
    (drop.folder / "a.json").write_text(text + " ")
    assert list(drop.stamps()) == ["a.json"]


def test_a_file_that_no_message_can_hold_is_moved_to_failed_and_not_sent(drop: DropFolder, kafka: FakeKafka) -> None:
    (drop.folder / "a").write_bytes(b"x" * 1001)
    drop.take(["a"], connected(kafka), print)
    assert kafka.sent == [] and names(drop.folder / "failed") == ["a", "a.reason.txt"]


def packed(*files: tuple[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in files:
            archive.writestr(name, text)
    return out.getvalue()


def test_an_archive_is_done_when_all_in_it_is_delivered(drop: DropFolder, kafka: FakeKafka) -> None:
    copy = [(f"{number}.json", json.dumps({"uri": f"urn:{number}", "headline": "x"})) for number in range(3)]
    (drop.folder / "wire.zip").write_bytes(packed(*copy))
    drop.take(["wire.zip"], connected(kafka), print)
    assert names(drop.folder / "done") == ["wire.zip"]
    assert [sent["key"] for sent in kafka.sent] == [b"urn:0", b"urn:1", b"urn:2"]


def test_an_archive_with_something_bad_in_it_is_moved_to_failed_and_each_reason_is_told(
    drop: DropFolder, kafka: FakeKafka
) -> None:
    good = json.dumps({"uri": "urn:a", "headline": "x"})
    (drop.folder / "wire.zip").write_bytes(packed(("../a", good), ("b", "{"), ("c", good)))
    drop.take(["wire.zip"], connected(kafka), print)
    told = (drop.folder / "failed" / "wire.zip.reason.txt").read_text().splitlines()
    assert told[0] == "wire.zip/../a: its name leads out of the archive"
    assert told[1].startswith("wire.zip/b: not-json: ")
    assert [sent["key"] for sent in kafka.sent] == [b"wire.zip/b", b"urn:a"]


def test_an_archive_stays_whole_when_the_broker_goes_away_in_its_midst(drop: DropFolder, kafka: FakeKafka) -> None:
    copy = [(str(number), json.dumps({"uri": f"urn:{number}", "headline": "x"})) for number in range(9)]
    (drop.folder / "wire.zip").write_bytes(packed(*copy))
    kafka.fate = lambda value: KafkaTimeoutError("late") if b"urn:2" in value else None
    with pytest.raises(Unavailable, match="stays where it is"):
        drop.take(["wire.zip"], connected(kafka), print)
    assert len(kafka.sent) == 3 and (drop.folder / "wire.zip").exists()


def test_of_very_many_reasons_the_rest_is_counted(drop: DropFolder, kafka: FakeKafka) -> None:
    (drop.folder / "wire.zip").write_bytes(packed(*((f"../{number}", "") for number in range(150))))
    drop.take(["wire.zip"], connected(kafka), print)
    told = (drop.folder / "failed" / "wire.zip.reason.txt").read_text().splitlines()
    assert (len(told), told[-1]) == (101, "… and 50 more")


def test_lines_of_json_are_an_article_each(drop: DropFolder, kafka: FakeKafka) -> None:
    lines = [json.dumps({"uri": f"urn:{number}", "headline": "x"}) for number in range(3)]
    (drop.folder / "wire.jsonl").write_text("\n".join(lines))
    drop.take(["wire.jsonl"], connected(kafka), print)
    assert len(kafka.sent) == 3 and names(drop.folder / "done") == ["wire.jsonl"]


MAILBOX = "".join(
    f"From a Sun Dec  4 21:30:00 2016\nMessage-ID: <{name}@x>\nSubject: {subject}\n\n{subject}\n\n"
    for name, subject in (("a", "Army advances"), ("b", ""), ("c", "Army withdraws"))
)


def test_mails_of_a_mailbox_are_an_article_each_and_one_that_cannot_be_read_costs_no_other(
    drop: DropFolder, kafka: FakeKafka
) -> None:
    (drop.folder / "inbox").write_text(MAILBOX)
    drop.take(["inbox"], connected(kafka), print)
    assert [one["key"] for one in kafka.sent] == [b"a@x", b"inbox#2", b"c@x"]
    assert (drop.folder / "failed" / "inbox.reason.txt").read_text() == "inbox#2: no-text: a mail without a text\n"


def test_a_file_that_grows_while_it_is_sent_stays(
    drop: DropFolder, kafka: FakeKafka, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = put(drop, "a.json")
    read = pieces.Source.__iter__

    def grow(source: pieces.Source) -> Iterator[pieces.Piece]:
        for piece in read(source):
            path.write_text("more and more and more")
            yield piece

    monkeypatch.setattr(pieces.Source, "__iter__", grow)
    taken = drop.take(["a.json"], connected(kafka), print)
    assert (taken.done, taken.failed, kafka.sent) == (0, 0, []) and path.exists()


def test_a_file_that_is_not_confirmed_stays_and_the_confirmed_before_it_are_moved(
    drop: DropFolder, kafka: FakeKafka
) -> None:
    put(drop, "a.json", "urn:a")
    put(drop, "b.json", "urn:b")
    kafka.fate = lambda value: KafkaTimeoutError("late") if b"urn:b" in value else None
    with pytest.raises(Unavailable, match=r"b\.json stays"):
        drop.take(["a.json", "b.json"], connected(kafka), print)
    assert names(drop.folder) == ["b.json", "done", "failed"]


def confirmed_after(kafka: FakeKafka, change: Callable[[], object]) -> None:
    """Something happens to the folder while the broker is asked to confirm."""
    flush = kafka.flush

    def changed(timeout: float | None = None) -> None:
        change()
        flush(timeout)

    kafka.flush = changed  # type: ignore[method-assign]


def test_a_file_that_grows_after_it_is_sent_stays_for_what_was_added(drop: DropFolder, kafka: FakeKafka) -> None:
    path = put(drop, "wire.jsonl")
    longer = path.read_text() + "\n" + json.dumps({"uri": "urn:b", "headline": "x"})
    confirmed_after(kafka, lambda: path.write_text(longer))
    taken = drop.take(["wire.jsonl"], connected(kafka), print)
    assert (taken.done, taken.failed) == (0, 0) and path.read_text() == longer
    assert list(drop.stamps()) == ["wire.jsonl"]


def test_a_file_put_in_the_place_of_one_that_is_sent_is_sent_too(drop: DropFolder, kafka: FakeKafka) -> None:
    """As a server writes each item under the same name: as long as the one before, in the same moment."""
    path = put(drop, "latest.json", "urn:a")
    when = path.stat().st_mtime_ns

    def replaced() -> None:
        other = put(drop, "latest.part", "urn:b")
        os.utime(other, ns=(when, when))
        other.replace(path)

    confirmed_after(kafka, replaced)
    drop.take(["latest.json"], connected(kafka), print)
    assert json.loads(path.read_text())["uri"] == "urn:b" and names(drop.folder / "done") == []


def test_a_file_put_in_the_place_of_one_at_the_very_moment_of_the_move_comes_back(
    drop: DropFolder, kafka: FakeKafka, monkeypatch: pytest.MonkeyPatch
) -> None:
    move = drop_folder._move

    def late(path: Path, to: Path) -> Path:
        if to != drop.folder:
            put(drop, "latest.part", "urn:b").replace(path)
        return move(path, to)

    put(drop, "latest.json", "urn:a")
    monkeypatch.setattr(drop_folder, "_move", late)
    drop.take(["latest.json"], connected(kafka), print)
    assert json.loads((drop.folder / "latest.json").read_text())["uri"] == "urn:b"
    assert names(drop.folder / "done") == []


def test_a_file_that_is_no_more_as_it_was_when_it_was_complete_settles_anew(drop: DropFolder, kafka: FakeKafka) -> None:
    put(drop, "a.json")
    stamps = drop.stamps()
    (drop.folder / "a.json").write_text('{"uri": "urn:b", "head')
    drop.take(["a.json"], connected(kafka), print, stamps)
    assert kafka.sent == [] and names(drop.folder) == ["a.json", "done", "failed"]


def test_a_reason_that_cannot_be_written_is_told_and_ends_nothing(
    drop: DropFolder, kafka: FakeKafka, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path, text: str, **more: str) -> int:
        raise OSError(28, "No space left on device")

    (drop.folder / "a.json").write_bytes(b"{")
    put(drop, "b.json")
    monkeypatch.setattr(Path, "write_text", full)
    said: list[str] = []
    taken = drop.take(["a.json", "b.json"], connected(kafka), said.append)
    assert (taken.done, taken.failed) == (1, 1) and names(drop.folder / "failed") == ["a.json"]
    assert said[-1] == "a.json: its reason cannot be kept beside it: No space left on device"


def test_a_file_that_is_gone_again_is_no_failure(drop: DropFolder, kafka: FakeKafka) -> None:
    taken = drop.take(["a.json"], connected(kafka), print)
    assert (taken.done, taken.failed) == (0, 0)


def test_a_name_that_is_taken_in_done_gets_a_number(drop: DropFolder, kafka: FakeKafka) -> None:
    for _ in range(3):
        put(drop, "a.json")
        drop.take(["a.json"], connected(kafka), print)
    assert names(drop.folder / "done") == ["a.2.json", "a.3.json", "a.json"]


@pytest.mark.parametrize("name", [b"caf\xe9.json", b"n" * 255])
def test_any_name_that_a_file_can_have_is_moved_with_its_reason(
    drop: DropFolder, kafka: FakeKafka, name: bytes
) -> None:
    path = drop.folder / os.fsdecode(name)
    path.write_bytes(gzip.compress(b"{}")[:-9])
    drop.take([path.name], connected(kafka), print)
    assert sorted(map(os.fsencode, names(drop.folder / "failed"))) == sorted([name, name[:240] + b".reason.txt"])


def test_a_folder_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "done").write_text("a file, not a folder")
    with pytest.raises(BellwireError, match="cannot make"):
        DropFolder(tmp_path, feed=NO_FEED, limits=Limits(item=1), max_article_bytes=1)
