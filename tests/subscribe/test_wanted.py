"""What a subscriber is handed, once, and from where it begins."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from bellwire.cli.subscribe import subscribe as subscribe_command
from bellwire.errors import BellwireError
from bellwire.subscribe import Message, subscribe
from bellwire.subscribe.since import place_since, read_since
from bellwire.subscribe.wanted import PRIORITIES, Filter, Told, is_test
from bellwire.watch.alert import Priority
from kit.told import alert, message

NOW = datetime(2016, 12, 4, 12, tzinfo=UTC)

# Filters


def test_without_conditions_everything_is_wanted() -> None:
    assert Filter().wants(alert())


def test_an_alert_is_wanted_by_its_leading_event_s_kind() -> None:
    assert Filter(kinds=("capture", "strike")).wants(alert())
    assert not Filter(kinds=("strike",)).wants(alert())


def test_a_place_wants_what_lies_in_it() -> None:
    assert Filter(places=("SY",)).wants(alert())
    assert Filter(places=("sy/aleppo",)).wants(alert())
    assert Filter(places=("SY/Aleppo/",)).wants(alert())
    assert not Filter(places=("SY/Al",)).wants(alert())
    assert not Filter(places=("SY/Aleppo/Old City",)).wants(alert())


def test_the_least_priority_wants_what_is_as_loud_or_louder() -> None:
    urgent = Filter(least="URGENT")
    assert [urgent.wants(alert(priority=one)) for one in ("FLASH", "URGENT", "ROUTINE")] == [True, True, False]
    assert not urgent.wants(message("threads", {"latest": {"priority": "ROUTINE"}}))


def test_a_priority_that_is_none_is_refused() -> None:
    with pytest.raises(BellwireError, match="no priority 'LOUD'; there are: FLASH, BULLETIN, URGENT, ROUTINE"):
        Filter(least="LOUD")


@pytest.mark.parametrize(
    ("option", "given", "says"),
    [
        ("kinds", "capture", r"kinds: write a list: kinds=\['capture'\]"),
        ("places", b"SY", "places: write a list"),
        ("directions", "escalation", "directions: write a list"),
        ("kinds", [Priority.FLASH, 5], "kinds: 5 is no text"),
        ("kinds", None, "kinds: None is no list"),
        ("kinds", ["captre"], "no kind 'captre'; did you mean capture"),
        ("kinds", ["Capture"], "no kind 'Capture'; did you mean capture"),
        ("kinds", [""], "no kind ''; there are "),
        ("places", ["Syria"], "no place begins with 'Syria'; did you mean SY"),
        ("places", ["SY/Aleppo", "Syriaa/Aleppo"], "no place begins with 'Syriaa'; did you mean SY"),
        ("places", ["ZZ"], "no place begins with 'ZZ'; "),
        ("places", ["/"], "no place begins with ''; a path begins with two letters"),
        ("directions", ["up"], "no direction 'up'; there are escalation, de-escalation"),
        ("directions", ["deescalation"], "no direction 'deescalation'; did you mean de-escalation"),
        ("least", "urgent", "no priority 'urgent'; there are: FLASH"),
        ("since", "1960-01-01", "since '1960-01-01' is before 1970"),
        ("since", "99999d", "since '99999d' is before 1970"),
        ("since", datetime(1, 1, 1, tzinfo=UTC), "before 1970"),
        ("since", "9" * 30, "is no offset"),
        ("since", -1, "since -1 is no offset"),
    ],
)
def test_what_can_match_nothing_is_refused_before_a_broker_is_asked(option: str, given: Any, says: str) -> None:
    with pytest.raises(BellwireError, match=says):
        subscribe("alerts", brokers="127.0.0.1:1", **{option: given})


@pytest.mark.parametrize("place", ["SY", "sy/aleppo/", "XK", "Black Sea", "SY/Nowhere yet"])
def test_a_place_that_may_be_read_is_a_filter(place: str) -> None:
    assert Filter(places=(place,), kinds=("capture", "tempo"), directions=("escalation", "mixed"))


@pytest.mark.parametrize(
    "arguments",
    [
        ("--since", "1960-01-01"),
        ("--since", "99999d"),
        ("--since", "soon"),
        ("--kind", "captre"),
        ("--place", "Syria"),
        ("--direction", "up"),
        ("--least", "loud"),
    ],
)
def test_bad_use_of_the_command_ends_with_2_and_one_sentence(arguments: tuple[str, ...]) -> None:
    command = typer.Typer()
    command.command()(subscribe_command)
    result = CliRunner().invoke(command, ["alerts", "--brokers", "127.0.0.1:1", *arguments])
    assert result.exit_code == 2 and arguments[1].casefold() in result.output.casefold()
    assert "Traceback" not in result.output


def test_the_priorities_are_those_of_alerts() -> None:
    assert list(PRIORITIES) == list(Priority)


def test_a_direction_is_the_event_s_or_the_thread_s() -> None:
    mixed = alert(direction="mixed")
    assert Filter(directions=("mixed",)).wants(mixed)
    assert Filter(directions=("escalation",)).wants(mixed)
    assert not Filter(directions=("de-escalation",)).wants(mixed)


def test_a_reading_is_wanted_when_one_of_its_events_fits_all_conditions() -> None:
    events = [
        {"kind": "strike", "direction": "escalation", "place": {"path": "SY/Idlib"}},
        {"kind": "talks", "direction": "de-escalation", "place": None},
    ]
    reading = message("readings", {"events": events, "article": {"headline": "x"}})
    assert Filter(kinds=("strike",), places=("SY",)).wants(reading)
    assert not Filter(kinds=("talks",), places=("SY",)).wants(reading)


def test_an_event_that_the_headers_rule_out_is_never_parsed() -> None:
    unreadable = Message("events.ground", "SY", {"ce_type": "bellwire.event.advance", "ce_subject": "SY"}, b"{", 0, 0)
    assert not Filter(kinds=("capture",)).wants(unreadable)
    assert not Filter(places=("UA",)).wants(unreadable)
    assert "data" not in vars(unreadable)


def test_a_thread_is_wanted_by_its_latest_alert() -> None:
    thread = message("threads", {"thread": "t1", "latest": alert().data})
    assert Filter(kinds=("capture",), places=("SY",)).wants(thread)
    assert not Filter(kinds=("strike",)).wants(thread)


@pytest.mark.parametrize(
    "data",
    [
        {"status": "Test"},
        {"status": "Exercise"},
        {"latest": {"status": "Test"}},
        {"profile": "test"},
        {"article": {"profile": "Exercise"}},
    ],
)
def test_test_and_exercise_traffic_is_left_out_unless_asked_for(data: dict[str, Any]) -> None:
    assert is_test(data)
    assert not Filter().wants(message("alerts", data))
    assert Filter(include_tests=True).wants(message("alerts", data))


def test_an_event_that_happened_is_no_test() -> None:
    assert not is_test({"status": "happened", "article": None})


def test_a_dead_letter_passes_whatever_is_in_it() -> None:
    assert Filter(kinds=("capture",)).wants(Message("dead-letters", "k", {}, b"\xff", 0, 0))


# Once, and whoever was told stays told


def test_an_alert_version_is_handed_on_once() -> None:
    told = Told()
    versions = [told.passes(alert(version=version), True) for version in (1, 2, 2, 1, 3)]
    assert versions == [True, True, False, False, True]


def test_threads_are_counted_apart() -> None:
    told = Told()
    assert told.passes(alert("t1", 2), True) and told.passes(alert("t2", 1), True)


def test_repeats_are_handed_on_when_asked_for() -> None:
    told = Told(once=False)
    assert told.passes(alert(), True) and told.passes(alert(), True)


def test_a_kill_reaches_whoever_was_told_although_it_no_longer_fits() -> None:
    told = Told()
    assert told.passes(alert(version=1), True)
    assert told.passes(alert(version=2, msg_type="Cancel"), False)


def test_what_was_never_wanted_is_not_handed_on_when_it_is_killed() -> None:
    told = Told()
    assert not told.passes(alert(version=1), False)
    assert not told.passes(alert(version=2, msg_type="Cancel"), False)


def test_memory_is_bounded_and_forgets_the_thread_without_news_first() -> None:
    told = Told(remembered=2)
    for thread in ("t1", "t2", "t1", "t3"):
        told.passes(alert(thread, version=1), True)
    assert not told.passes(alert("t1", version=1), True)
    assert told.passes(alert("t2", version=1), True)


def test_a_repeat_that_was_dropped_does_not_make_a_thread_told() -> None:
    told = Told()
    assert not told.passes(alert(version=1), False)
    assert not told.passes(alert(version=1), True)


# Where to begin


@pytest.mark.parametrize(
    ("since", "begin"),
    [
        ("latest", "latest"),
        ("beginning", "beginning"),
        ("42", 42),
        (7, 7),
        ("2h", NOW - timedelta(hours=2)),
        ("30m", NOW - timedelta(minutes=30)),
        ("2016-12-04T06:00:00Z", datetime(2016, 12, 4, 6, tzinfo=UTC)),
        ("2016-12-04", datetime(2016, 12, 4, tzinfo=UTC)),
        ("2016-12-04T06:00:00+02:00", datetime(2016, 12, 4, 6, tzinfo=timezone(timedelta(hours=2)))),
        (datetime(2016, 12, 4, 6), datetime(2016, 12, 4, 6, tzinfo=UTC)),
    ],
)
def test_since_is_read(since: Any, begin: Any) -> None:
    assert read_since(since, NOW) == begin


@pytest.mark.parametrize("since", [None, 2.5, b"2h", True])
def test_what_is_no_time_at_all_is_refused_in_words(since: Any) -> None:
    with pytest.raises(BellwireError, match="is no text, time or offset"):
        read_since(since, NOW)


def test_an_offset_of_thousands_of_digits_is_none() -> None:
    with pytest.raises(BellwireError, match="is no offset"):
        place_since("1" * 5000, NOW)


@pytest.mark.parametrize("since", ["yesterday", "", "2w", "2016-13-01", "-1", f"{10**30}d"])
def test_a_since_that_is_none_is_refused(since: str) -> None:
    with pytest.raises(BellwireError, match="is not latest, beginning"):
        read_since(since, NOW)


def test_a_topic_that_is_none_is_refused_with_the_names_there_are() -> None:
    with pytest.raises(
        BellwireError, match=r"no topic 'alarms'; there are: articles, articles.urgent, readings, .*alerts"
    ):
        subscribe("alarms")
