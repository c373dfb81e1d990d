from __future__ import annotations

from dataclasses import replace

import pytest

from bellwire.errors import BadCopy, TooManyDeadLetters
from bellwire.stream.dead_letters import SHARE_OF, Limits, dead_letter
from bellwire.stream.message import Message

_MESSAGE = Message(
    topic="bellwire.readings.v1",
    partition=2,
    offset=7,
    timestamp_ms=1_700_000_000_000,
    key=b"k",
    value=b"\x00not text",
    headers=(("topic", b"bellwire.articles.v1"), ("x", b"\xff")),
)


def test_it_keeps_key_bytes_and_headers_and_says_what_became_of_them() -> None:
    letter = dead_letter(_MESSAGE, BadCopy("no text", reason="no-text"), attempts=2, version="9")
    assert (letter.topic, letter.key, letter.value) == ("dead-letters", b"k", b"\x00not text")
    assert letter.headers[:2] == _MESSAGE.headers
    assert dict(letter.headers) == {
        "x": b"\xff",
        "topic": b"bellwire.readings.v1",
        "partition": b"2",
        "offset": b"7",
        "error-class": b"BadCopy",
        "reason": b"no-text",
        "sentence": b"no text",
        "attempts": b"2",
        "first-seen": b"2023-11-14T22:13:20+00:00",
        "version": b"9",
    }


def test_the_same_message_makes_the_same_dead_letter() -> None:
    made = [dead_letter(_MESSAGE, BadCopy("x"), attempts=1, version="9") for _ in range(2)]
    assert made[0] == made[1]


def test_a_sentence_that_cannot_be_encoded_does_not_hinder_it() -> None:
    letter = dead_letter(_MESSAGE, BadCopy("\ud800"), attempts=1, version="9")
    assert dict(letter.headers)["sentence"] == b"?"


@pytest.mark.parametrize(
    ("before", "attempts"), [(b"3", b"4"), (b"three", b"2"), (b"-3", b"2"), (b"9" * 10, b"2"), (b"\xff", b"2")]
)
def test_attempts_before_count_where_the_message_bears_a_number_of_them(before: bytes, attempts: bytes) -> None:
    again = replace(_MESSAGE, headers=(("attempt", before),))
    letter = dead_letter(again, BadCopy("x"), attempts=2, version="9")
    assert dict(letter.headers)["attempts"] == attempts


def test_a_run_of_dead_letters_stops() -> None:
    limits = Limits(ratio=1.0, run=3)
    limits.dead(BadCopy("x"))
    limits.dead(BadCopy("x"))
    with pytest.raises(TooManyDeadLetters, match="3 dead letters in a row; the last: why"):
        limits.dead(BadCopy("why"))


def test_one_good_message_ends_a_run() -> None:
    limits = Limits(ratio=1.0, run=3)
    for _ in range(50):
        limits.dead(BadCopy("x"))
        limits.dead(BadCopy("x"))
        limits.passed()


def test_a_share_of_the_last_messages_stops() -> None:
    limits = Limits(ratio=0.5, run=1000)
    for _ in range(SHARE_OF // 2):
        limits.passed()
        limits.dead(BadCopy("x"))
    with pytest.raises(TooManyDeadLetters, match="of the last 200"):
        for _ in range(2):
            limits.dead(BadCopy("x"))


def test_the_share_of_the_first_few_says_nothing() -> None:
    limits = Limits(ratio=0.1, run=1000)
    for _ in range(SHARE_OF - 1):
        limits.dead(BadCopy("x"))


def _buried(limits: Limits, most: int = 1000) -> int:
    """How many are buried, one after another, before it stops."""
    for number in range(most):
        try:
            limits.dead(BadCopy("x"))
        except TooManyDeadLetters:
            return number
    return most


def test_a_worker_that_is_started_again_goes_on_with_the_run_of_the_one_before() -> None:
    limits = Limits(ratio=1.0, run=5)
    limits.recall(readings=[1, 2, 5], dead_letters=[3, 6, 7])
    assert _buried(limits) == 2


def test_a_good_message_ends_the_run_of_the_one_before_too() -> None:
    limits = Limits(ratio=1.0, run=3)
    limits.recall(readings=[], dead_letters=[1, 2])
    limits.passed()
    assert _buried(limits) == 2


def test_the_share_counts_the_messages_of_the_one_before() -> None:
    limits = Limits(ratio=0.5, run=1000)
    limits.recall(readings=range(0, 2000, 2), dead_letters=range(1, 2001, 2))
    assert limits.anew <= _buried(limits) < 200


@pytest.mark.parametrize(("run", "before"), [(5, 4), (5, 5), (100, 99), (100, 200)])
@pytest.mark.parametrize("ratio", [0.1, 0.5, 1.0])
def test_a_start_after_a_bad_deploy_may_bury_the_next_message_that_really_is_bad(
    run: int, before: int, ratio: float
) -> None:
    limits = Limits(ratio=ratio, run=run)
    limits.recall(readings=range(200 - before), dead_letters=range(1000, 1000 + before))
    limits.dead(BadCopy("truly bad"))
    limits.passed()
    limits.dead(BadCopy("truly bad"))


def test_a_start_may_bury_a_message_where_the_share_before_it_was_at_its_limit() -> None:
    limits = Limits(ratio=0.1, run=100)
    limits.recall(readings=range(180), dead_letters=range(1000, 1020))
    limits.dead(BadCopy("truly bad"))


@pytest.mark.parametrize(("run", "each"), [(2, 1), (5, 1), (20, 1), (100, 5), (1000, 50)])
def test_a_bad_deploy_that_is_started_for_ever_buries_few_at_each_start(run: int, each: int) -> None:
    letters = list(range(1000, 1000 + _buried(Limits(ratio=1.0, run=run))))
    assert len(letters) == run - 1
    for _ in range(10):
        limits = Limits(ratio=1.0, run=run)
        limits.recall(readings=range(10), dead_letters=letters)
        buried = _buried(limits)
        assert buried == limits.anew == each
        letters += range(letters[-1] + 1, letters[-1] + 1 + buried)
