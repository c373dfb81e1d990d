"""One message is one line, on a terminal and for a program."""

from __future__ import annotations

import json

import pytest

from bellwire.cli.lines import json_line, readable_line
from bellwire.subscribe import Message
from kit.told import alert, message


def test_an_alert_on_a_terminal_is_one_readable_line() -> None:
    line = readable_line(
        alert(
            updated="2016-12-04T12:04:20Z",
            priority="URGENT",
            msg_type="Update",
            headline="Army says takes hospital",
            changed="denied by AP",
            contested=True,
            corroboration={"independent_sources": ["Reuters", "AP"]},
        )
    )
    assert line == (
        "2016-12-04 12:04:20Z URGENT   Update ▲ SY/Aleppo  Army says takes hospital – denied by AP "
        "(Reuters, AP; contested)"
    )


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("2016-12-04T14:04:20+02:00", "2016-12-04 12:04:20Z"),
        ("2016-12-04T12:04:20.123456Z", "2016-12-04 12:04:20Z"),
        (None, "no time"),
        ("soon", "no time"),
    ],
)
def test_times_on_a_terminal_are_in_utc_and_say_so(written: str | None, told: str) -> None:
    article = message("articles", {"uri": "urn:a", "versioncreated": written})
    assert readable_line(article).startswith(f"{told} ")


def test_an_exercise_says_so_on_a_terminal() -> None:
    assert "EXERCISE" in readable_line(alert(status="Exercise"))


@pytest.mark.parametrize("topic", ["alerts", "threads", "readings", "events.ground", "articles", "dead-letters"])
def test_any_payload_is_one_line_and_cannot_move_the_cursor(topic: str) -> None:
    for data in (
        {},
        {"headline": "a\n\x1b[2Jb", "headlines": [{"value": "a\r\x1b[2J"}], "article": {}, "event": {"kind": "a\nb"}},
    ):
        line = readable_line(message(topic, data, key="k\n", reason="\x1b"))
        assert line and line.isprintable()


def test_a_dead_letter_is_printed_with_its_headers() -> None:
    line = json_line(Message("dead-letters", "k", {"reason": "not-json"}, b"\xff", 1, 2))
    assert json.loads(line) == {"key": "k", "headers": {"reason": "not-json"}, "value": "\ufffd"}
