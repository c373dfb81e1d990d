"""Whole runs of `intake files` on a client that only notes what it is given."""

from __future__ import annotations

import json
import os
from itertools import count
from pathlib import Path

import pytest
from fake_kafka import FakeKafka
from kafka.errors import KafkaTimeoutError, MessageSizeTooLargeError

from bellwire.errors import BellwireError
from bellwire.intake.files import Sending, all_delivered, send_files, summary
from bellwire.intake.folders import files_in, missing
from bellwire.intake.producer import ArticleProducer, Delivery
from bellwire.intake.resume import Journal, beside
from bellwire.intake.unpacking import Limits


def copy(uri: str) -> str:
    return json.dumps({"uri": uri, "headline": "x"})


class Wire:
    """A folder of copy, and runs over it."""

    def __init__(self, folder: Path, kafka: FakeKafka) -> None:
        self.folder, self.kafka = folder / "wire", kafka
        self.folder.mkdir()
        self.said: list[str] = []

    def put(self, **files: str) -> None:
        for name, text in files.items():
            (self.folder / name).write_text(text)

    def journal(self, **more: object) -> Journal:
        return Journal(self.folder.parent / "journal", {"topic": "articles"}, clock=count().__next__, **more)  # type: ignore[arg-type]

    def run(self, journal: Journal | None = None) -> bool:
        said: list[str] = []
        with ArticleProducer("a:1", "articles", max_message_bytes=1000, connect=self.kafka) as producer:
            sending = Sending(producer, said.append, max_article_bytes=500)
            tally = send_files(files_in([str(self.folder)]), sending, Limits(item=1000), journal=journal)
        if journal:
            journal.close()
        self.said = [line.replace(f"{self.folder}/", "") for line in said + summary(tally, producer)]
        return all_delivered(tally, producer)

    @property
    def sent(self) -> list[str]:
        return [sent["key"].decode() for sent in self.kafka.sent]


@pytest.fixture
def wire(tmp_path: Path, kafka: FakeKafka) -> Wire:
    return Wire(tmp_path, kafka)


def test_every_article_is_sent_and_counted(wire: Wire) -> None:
    wire.put(a=copy("a"), b=copy("b"))
    assert wire.run()
    assert wire.said == ["2 articles read, 2 messages confirmed on articles"]
    assert wire.sent == ["a", "b"]


def test_folders_are_taken_with_all_below_them_but_what_is_hidden_or_a_link(wire: Wire) -> None:
    (wire.folder / "deep").mkdir()
    (wire.folder / "deep" / "c").write_text(copy("c"))
    wire.put(b=copy("b"), a=copy("a"))
    (wire.folder / ".git").mkdir()
    (wire.folder / ".git" / "x").write_text("x")
    (wire.folder / "a.bellwire-resume").write_text("x")
    os.mkfifo(wire.folder / "pipe")
    (wire.folder / "link").symlink_to("a")
    assert not wire.run()
    assert wire.sent == ["a", "b", "c"]
    assert wire.said[:2] == ["link: not sent: it is a link", "pipe: not sent: it is no file"]


def test_folders_within_folders_to_any_depth_are_walked(tmp_path: Path) -> None:
    folders = [tmp_path / "/".join(["d"] * depth) for depth in range(1, 1200)]
    for folder in folders:
        folder.mkdir()
    (folders[-1] / "a").write_text("x")
    assert [file.size for file in files_in([str(tmp_path)])] == [1]
    (folders[-1] / "a").unlink()
    for folder in reversed(folders):
        folder.rmdir()


def test_the_unreadable_is_sent_as_it_is_named_and_counted(wire: Wire) -> None:
    wire.put(a="{", b=copy("b"))
    assert wire.run()
    assert wire.said[0].startswith("a: sent as it is, for the dead letters (not-json)")
    assert wire.said[1] == "1 article read, 1 unreadable and sent as is, 2 messages confirmed on articles"
    assert wire.kafka.sent[0]["value"] == b"{"


def test_of_a_list_only_what_cannot_be_read_is_sent_as_it_is(wire: Wire) -> None:
    wire.put(a=f'[{copy("a")},{{"uri": "b"}},{copy("c")}]')
    assert wire.run()
    assert wire.said[0].startswith("a: sent as it is, for the dead letters (no-text): b is usable")
    assert wire.said[1].startswith("2 articles read, 1 unreadable and sent as is, 3 messages")
    assert wire.kafka.sent[1]["value"] == b'{"uri":"b"}'


MAILBOX = "".join(
    f"From a Sun Dec  4 21:30:00 2016\nMessage-ID: <{name}@x>\nSubject: {subject}\n\n{subject}\n\n"
    for name, subject in (("a", "Army advances"), ("b", ""), ("c", "Army withdraws"))
)


def test_mails_of_a_mailbox_are_an_article_each(wire: Wire) -> None:
    wire.put(inbox=MAILBOX)
    assert wire.run()
    assert [key.removeprefix(f"{wire.folder}/") for key in wire.sent] == ["a@x", "inbox#2", "c@x"]
    assert wire.said[0] == "inbox#2: sent as it is, for the dead letters (no-text): a mail without a text"


def test_a_piece_over_the_article_limit_is_sent_as_it_is(wire: Wire) -> None:
    wire.put(a=json.dumps({"uri": "a", "body_text": "x" * 600}))
    assert wire.run()
    assert "too-large" in wire.said[0] and len(wire.sent) == 1


def test_a_piece_that_no_message_can_hold_is_named_and_fails_the_run(wire: Wire) -> None:
    wire.put(a="x" * 1001, b=copy("b"))
    assert not wire.run()
    assert wire.said[0] == "a: not sent: more than 1,000 bytes, which no message may have"
    assert wire.said[1] == "1 article read, 1 too large and not sent, 1 message confirmed on articles"


def test_after_an_undelivered_message_nothing_more_is_sent(wire: Wire) -> None:
    wire.kafka.fate = lambda value: KafkaTimeoutError("late") if b'"b"' in value else None
    wire.put(a=copy("a"), b=copy("b"), c=copy("c"), d=copy("d"))
    assert not wire.run()
    assert wire.said[0] == "c: stopped here; this and what follows is not sent"
    assert wire.said[1].startswith("b: not confirmed")
    assert wire.sent == ["a", "b"]


def test_of_many_unreadable_items_only_the_first_are_named(wire: Wire) -> None:
    wire.put(**{f"f{number:02}": "{" for number in range(50)})
    wire.run()
    assert len(wire.said) == 21 and "50 unreadable" in wire.said[-1]


def test_each_piece_tells_how_many_bytes_were_read(wire: Wire) -> None:
    lines = "".join(copy(str(number)) + "\n" for number in range(3))
    wire.put(a=lines, b=lines)
    steps: list[int] = []
    with ArticleProducer("a:1", "articles", max_message_bytes=1000, connect=wire.kafka) as producer:
        sending = Sending(producer, print, max_article_bytes=500)
        send_files(files_in([str(wire.folder)]), sending, Limits(item=1000), step=steps.append)
    assert steps == [len(lines)] * 3 + [2 * len(lines)] * 3


def test_a_run_goes_on_where_one_before_was_stopped(wire: Wire) -> None:
    wire.put(a="".join(copy(f"a{number}") + "\n" for number in range(5)), b=copy("b"))
    wire.kafka.fate = lambda value: KafkaTimeoutError("late") if b'"a3"' in value else None
    assert not wire.run(wire.journal())
    wire.kafka.fate = lambda value: None
    wire.kafka.sent.clear()
    assert wire.run(wire.journal())
    assert wire.sent == ["a3", "a4", "b"]
    assert wire.said[-1].startswith("3 articles read, 3 items confirmed before")


def test_what_is_confirmed_behind_a_gap_does_not_count(wire: Wire) -> None:
    wire.put(a=copy("a"), b=copy("b"), c=copy("c"))
    journal = wire.journal()
    for file, confirmed in zip(files_in([str(wire.folder)]), (1, 0, 1), strict=True):
        journal.under_way(file, 1, Delivery(sent=1, confirmed=confirmed))
    journal.close()
    assert [wire.journal().done(file)[0] for file in files_in([str(wire.folder)])] == [1, 0, 0]


def test_a_run_over_what_is_confirmed_sends_nothing_and_new_files_are_sent(wire: Wire) -> None:
    wire.put(a=copy("a"), c=copy("c"))
    wire.run(wire.journal())
    wire.put(b=copy("b"))
    assert wire.run(wire.journal())
    assert wire.sent == ["a", "c", "b"]


def test_a_file_that_has_changed_is_sent_again(wire: Wire) -> None:
    wire.put(a=copy("a"))
    wire.run(wire.journal())
    wire.put(a=copy("another"))
    wire.run(wire.journal())
    assert wire.sent == ["a", "another"]


def test_another_topic_or_feed_begins_afresh(wire: Wire) -> None:
    wire.put(a=copy("a"))
    wire.run(wire.journal())
    assert wire.journal().resumed
    assert not Journal(wire.journal().path, {"topic": "other"}).resumed
    assert not wire.journal(afresh=True).resumed


def test_what_an_earlier_run_could_not_send_is_told_again(wire: Wire) -> None:
    wire.kafka.fate = lambda value: MessageSizeTooLargeError("large") if b'"b"' in value else None
    wire.put(a="x" * 1001, b=copy("b"))
    wire.run(wire.journal())
    too_large, not_taken = wire.journal().lost
    assert "a: not sent: more than 1,000 bytes" in too_large
    assert not_taken.startswith("b: ") and "larger than a message may be" in not_taken


@pytest.mark.parametrize("torn", range(1, 300, 13))
def test_a_journal_that_is_torn_anywhere_loses_nothing(wire: Wire, torn: int) -> None:
    wire.put(a=copy("a"), b=copy("b"))
    wire.run(wire.journal())
    path = wire.journal().path
    path.write_text(path.read_text()[:-torn])
    assert wire.run(wire.journal()) and wire.run(wire.journal())
    assert wire.sent in (["a", "b"], ["a", "b", "b"], ["a", "b", "a", "b"])


def test_a_quick_run_writes_no_journal_until_its_end(wire: Wire) -> None:
    wire.put(a=copy("a"))
    journal = Journal(wire.folder.parent / "journal", {}, clock=lambda: 0.0)
    journal.under_way(next(files_in([str(wire.folder)])), 1, Delivery())
    assert not journal.path.exists()
    journal.remove()
    assert not journal.path.exists()


def test_a_journal_that_cannot_be_written_is_one_sentence(wire: Wire, tmp_path: Path) -> None:
    wire.put(a=copy("a"))
    nowhere = tmp_path / "nowhere" / "journal"
    with pytest.raises(BellwireError, match="cannot be kept"):
        wire.run(Journal(nowhere, {}))
    said: list[str] = []
    assert wire.run(Journal(nowhere, {}, give_up=said.append))
    assert len(said) == 1


def test_a_file_that_is_no_journal_is_left_as_it_is(wire: Wire) -> None:
    (wire.folder.parent / "journal").write_text('{"uri": "urn:precious"}\n')
    with pytest.raises(BellwireError, match="left as it is"):
        wire.journal()
    assert "precious" in (wire.folder.parent / "journal").read_text()


def test_progress_is_kept_beside_the_first_path(tmp_path: Path) -> None:
    assert beside(["-", f"{tmp_path}/wire/", "other"]) == tmp_path / "wire.bellwire-resume"
    assert beside(["-"]) is None


def test_a_path_that_is_not_there_is_told_before_anything_is_sent(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("x")
    assert missing([str(tmp_path), str(tmp_path / "a"), "-"], folders=True) is None
    assert missing([str(tmp_path / "b")], folders=True) == f"{tmp_path / 'b'} does not exist"
    assert missing(["/dev/null"], folders=True) == "/dev/null is no file"
