"""A mailbox is its mails, each read as if it had come alone; what a story says parts nothing."""

from __future__ import annotations

from contextlib import suppress

import pytest

from bellwire.errors import BadCopy
from bellwire.wire import read_copy
from bellwire.wire.limits import MAX_ITEMS
from bellwire.wire.mbox import is_mbox, mails_in, mails_of
from bellwire.wire.parts import parts_of
from bellwire.wire.sniff import format_of
from kit.effort import soon

LINE = "From desk@press.example Sun Dec  4 21:30:00 2016"
MAIL = "Message-ID: <{id}@x>\nFrom: Desk <desk@press.example>\nSubject: {subject}\n\n{text}\n\n"


def mailbox(*texts: str, line: str = LINE) -> bytes:
    mails = (MAIL.format(id=number, subject=f"Story {number}", text=text) for number, text in enumerate(texts, 1))
    return "".join(f"{line}\n{mail}" for mail in mails).encode()


def bodies(data: bytes) -> list[str]:
    return [article.body for article in read_copy(data)]


@pytest.mark.parametrize(
    "line",
    [
        LINE,
        "From - Sun Dec 04 21:30:00 2016",
        "From 1552@xxx Sun Dec 04 21:30:00 +0000 2016",
        "From MAILER-DAEMON Sun Dec  4 21:30 2016",
        "From desk@x Sun Dec  4 21:30:00 GMT 2016",
        "From desk@x  Sun Dec  4 21:30:00 2016 +0100",
        'From "a b"@x Sun, 4 Dec 2016 21:30:00 +0100',
        "From desk!x Sun Dec  4 21:30:00 2016 remote from host",
        "From desk@x Sun Dec  4 21:30:00 2016\r",
    ],
)
def test_each_mail_of_a_mailbox_is_an_article(line: str) -> None:
    data = mailbox("Troops came.", "Rebels left.", line=line)
    assert format_of(data) == "mail"
    assert [(one.uri, one.headline, one.body) for one in read_copy(data)] == [
        ("1@x", "Story 1", "Troops came."),
        ("2@x", "Story 2", "Rebels left."),
    ]


@pytest.mark.parametrize("written", [">From Aleppo they went north.", ">>From Aleppo they went north."])
def test_a_line_that_was_quoted_for_the_mailbox_is_as_it_was_written(written: str) -> None:
    assert bodies(mailbox(f"Troops came.\n\n{written}")) == [f"Troops came.\n\n{written[1:]}"]


@pytest.mark.parametrize(
    "text",
    [
        "From Aleppo they went north.",
        "From Monday on: nothing.",
        "From desk@press.example Sun Dec 11 21:30:00 2016",  # no header behind it
        "From Sun Dec 4 2016 they fought.",
    ],
)
def test_what_a_story_says_parts_no_mail(text: str) -> None:
    assert bodies(mailbox(f"Troops came.\n\n{text}", "Rebels left.")) == [f"Troops came.\n\n{text}", "Rebels left."]


@pytest.mark.parametrize(
    "data", [b"From Aleppo, Sun Dec  4 21:30:00 2016\nthe army went.", b"From: x\nSubject: y\n\nz", b"", b"From "]
)
def test_what_begins_with_from_is_not_yet_a_mailbox(data: bytes) -> None:
    assert not is_mbox(data)


def test_what_is_kept_of_a_mail_has_a_limit_and_the_next_is_whole() -> None:
    first, second = mails_in(mailbox("x" * 5_000, "Rebels left.").splitlines(keepends=True), 1_000)
    assert len(first) == 1_000 and second.endswith(b"Rebels left.\n\n")


def test_a_line_that_comes_in_pieces_parts_nothing_within() -> None:
    line = f"x {LINE}\n".encode()
    pieces = [LINE.encode() + b"\n", b"Subject: s\n", b"\n", line[:2], line[2:], b"Subject: t\n"]
    assert len(list(mails_in(pieces, 10_000))) == 1


def test_a_mail_that_cannot_be_read_is_a_part_of_its_own() -> None:
    data = mailbox("Troops came.", "Rebels left.").replace(b"Subject: Story 1", b"X: y").replace(b"Troops came.", b"")
    with pytest.raises(BadCopy):
        read_copy(data)
    assert [one == mails_of(data)[at] for at, one in enumerate(parts_of(data))] == [True, True]


def test_a_mailbox_holds_no_more_than_a_message_may() -> None:
    with pytest.raises(BadCopy) as refused:
        read_copy(mailbox(*["x"] * (MAX_ITEMS + 1)))
    assert refused.value.reason == "too-large"


@pytest.mark.parametrize("unit", ["From a Sun", "From x Sun Dec  4 21:30:00 2016\n", ">>>>>>>>", ">From ", "\nFrom "])
def test_nothing_takes_quadratic_time(unit: str) -> None:
    data = mailbox(unit * (500_000 // len(unit)))
    with soon(), suppress(BadCopy):
        read_copy(data)


def test_lines_that_look_like_the_beginning_of_mails_and_are_none_cost_no_more_than_others() -> None:
    parting = b"From desk@example.com Sun Dec  4 21:30:00 2016\n"
    lines = [parting, b"Subject: Talks\n", b"\n", *[parting] * 200_000]
    [kept] = mails_in(lines, 1_000)
    assert len(kept) == 1_000
