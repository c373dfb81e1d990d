"""Whole runs of `intake files` on a client that only notes what it is given."""

from __future__ import annotations

import json
from itertools import count

from fake_kafka import FakeKafka
from kafka.errors import KafkaTimeoutError

from bellwire.intake.feeds import NO_FEED
from bellwire.intake.files import all_delivered, send_pieces, summary
from bellwire.intake.pieces import Piece
from bellwire.intake.producer import ArticleProducer


def good(uri: str) -> Piece:
    return Piece(uri, json.dumps({"uri": uri, "headline": "x"}).encode())


def run(kafka: FakeKafka, *pieces: Piece, **more: object) -> tuple[bool, list[str]]:
    said: list[str] = []
    with ArticleProducer("a:1", "articles", max_message_bytes=1000, connect=kafka) as producer:
        tally = send_pieces(pieces, producer, feed=NO_FEED, max_article_bytes=500, talk=said.append, **more)  # type: ignore[arg-type]
    return all_delivered(tally, producer), said + summary(tally, producer)


def test_every_article_is_sent_and_counted(kafka: FakeKafka) -> None:
    assert run(kafka, good("a"), good("b")) == (True, ["2 articles read, 2 messages confirmed on articles"])
    assert [sent["key"] for sent in kafka.sent] == [b"a", b"b"]


def test_the_unreadable_is_sent_as_it_is_named_and_counted(kafka: FakeKafka) -> None:
    delivered, said = run(kafka, Piece("f:1", b"{"), good("b"))
    assert delivered
    assert said[0].startswith("f:1: sent as it is, for the dead letters (not-json)")
    assert said[1] == "1 article read, 1 unreadable and sent as is, 2 messages confirmed on articles"
    assert kafka.sent[0]["value"] == b"{"


def test_a_piece_over_the_article_limit_is_sent_as_it_is(kafka: FakeKafka) -> None:
    delivered, said = run(kafka, Piece("f", b'{"uri":"a","body_text":"' + b"x" * 600 + b'"}'))
    assert delivered and "too-large" in said[0] and len(kafka.sent) == 1


def test_a_piece_that_no_message_can_hold_is_named_and_fails_the_run(kafka: FakeKafka) -> None:
    delivered, said = run(kafka, Piece("f", b"x" * 10, cut=True), good("b"))
    assert not delivered
    assert said[0] == "f: not sent: more than 10 bytes, which no message may have"
    assert said[1] == "1 article read, 1 too large and not sent, 1 message confirmed on articles"


def test_after_an_undelivered_message_nothing_more_is_sent(kafka: FakeKafka) -> None:
    kafka.fate = lambda value: KafkaTimeoutError("late") if b'"b"' in value else None
    delivered, said = run(kafka, good("a"), good("b"), good("c"), good("d"))
    assert not delivered
    assert said[0] == "c: stopped here; this and what follows is not sent"
    assert said[1].startswith("b: not confirmed")
    assert [sent["key"] for sent in kafka.sent] == [b"a", b"b"]


def test_of_many_unreadable_items_only_the_first_are_named(kafka: FakeKafka) -> None:
    _, said = run(kafka, *(Piece(f"f:{number}", b"{") for number in range(50)))
    assert len(said) == 21 and "50 unreadable" in said[-1]


def test_a_long_run_says_how_far_it_is(kafka: FakeKafka) -> None:
    ticks = count()
    _, said = run(kafka, *(good(str(number)) for number in range(6)), clock=lambda: float(next(ticks)))
    assert [line for line in said if line.startswith("…")] == [
        "… 2 confirmed, 1 a second",
        "… 4 confirmed, 1 a second",
        "… 6 confirmed, 1 a second",
    ]
