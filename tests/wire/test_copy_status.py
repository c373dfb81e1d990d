"""A story's standing in the words of every format."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bellwire.errors import BadCopy
from bellwire.wire.status import code_of, is_kill, noted, pubstatus_of, signal_of, signaled, urgency_of
from bellwire.wire.takes import Kind

NOON = datetime(2016, 12, 5, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("stat:usable", "usable"),
        (" Usable ", "usable"),
        ("http://cv.iptc.org/newscodes/pubstatusg2/usable", "usable"),
        ("urn:x#usable", "usable"),
        ("", ""),
    ],
)
def test_a_code_is_what_stands_behind_its_alias_or_address(name: str, code: str) -> None:
    assert code_of(name) == code


@pytest.mark.parametrize(
    ("name", "until", "embargo", "means"),
    [
        ("", None, False, "usable"),
        ("Cancelled", None, False, "canceled"),
        ("embargoed", NOON, False, "usable"),
        ("embargoed", None, False, "withheld"),
        ("usable", NOON, True, "usable"),
        ("usable", None, True, "withheld"),
        ("withheld", NOON, True, "withheld"),
        ("canceled", None, True, "canceled"),
        ("Published", None, False, "usable"),
        ("Recalled", None, False, "canceled"),
        ("hold", NOON, False, "withheld"),
        ("tt:replaced", None, False, "withheld"),
        ("commissioned", None, False, "withheld"),
    ],
)
def test_an_embargo_without_an_end_is_withheld(name: str, until: datetime | None, embargo: bool, means: str) -> None:
    assert pubstatus_of(name, until, embargo=embargo) == means


def test_an_unknown_status_is_no_article() -> None:
    with pytest.raises(BadCopy, match="status 'maybe' is none of"):
        pubstatus_of("maybe", None)


def test_only_a_cancellation_is_a_kill() -> None:
    assert [is_kill(name) for name in ("stat:canceled", "Killed", "withheld", "x", "")] == [
        True,
        True,
        False,
        False,
        False,
    ]


@pytest.mark.parametrize(
    ("written", "means"), [("1", 1), (" 9 ", 9), ("0", 5), ("10", 5), ("", 5), (None, 5), ("²", 5), ("2.0", 5)]
)
def test_urgency_is_one_to_nine_and_five_when_missing(written: str | None, means: int) -> None:
    assert urgency_of(written) == means


@pytest.mark.parametrize(
    ("code", "word"), [("sig:correction", "Correction"), ("x:update", "Update"), ("Kill", "Kill"), ("sig:cwarn", "")]
)
def test_a_signal_is_a_word_where_it_says_something_of_the_copy(code: str, word: str) -> None:
    assert signal_of(code) == word


def test_a_note_says_each_thing_once() -> None:
    assert noted("Update", "", "Adds quotes", "Update") == "Update Adds quotes"
    assert noted("Update", "Update RECASTS", "Kill") == "Update RECASTS Kill"


def test_a_signal_of_a_kill_is_a_take_and_a_code_of_something_else_is_none() -> None:
    assert [signaled(code).kind for code in ("sig:kill", "sig:retraction", "Hold", "sig:cwarn")] == [
        Kind.KILL,
        Kind.KILL,
        Kind.STORY,
        Kind.STORY,
    ]
