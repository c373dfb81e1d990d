"""Votes, truces, ultimatums and talks with a time: open → near → met, passed or averted."""

from __future__ import annotations

from datetime import timedelta

import msgspec
import pytest
from readings_by_hand import ALEPPO, ARMY, NOON, REBELS, Wire, event, hours, on, reading

from bellwire.watch.alert import Alert
from bellwire.watch.deadlines import iso_duration

VOTE = event("truce", "proposed", when=on("2016-12-05", "20:00"), duration="P7D", text="a vote on a truce is due")


def states(alerts: list[Alert]) -> list[str | None]:
    return [alert.deadline.state.value if alert.deadline else None for alert in alerts]


def test_a_vote_is_open_then_near_within_the_hour_then_passed_within_the_next() -> None:
    wire = Wire()
    wire.send(reading("urn:a", VOTE))
    wire.wait(NOON + hours(48))
    assert states(wire.alerts) == ["open", "near", "passed"]
    at = wire.alerts[0].deadline and wire.alerts[0].deadline.at
    assert at is not None
    assert [alert.updated - at for alert in wire.alerts[1:]] == [timedelta(minutes=-60), timedelta(minutes=55)]
    assert wire.alerts[0].headline == "Truce vote due Monday 20:00 GMT, Aleppo - Reuters"
    assert [alert.article for alert in wire.alerts[1:]] == [None, None]
    assert [alert.reason for alert in wire.alerts[1:]] == ["deadline-near", "deadline-passed"]


def test_its_outcome_meets_it_and_no_alarm_follows() -> None:
    wire = Wire()
    wire.send(reading("urn:a", VOTE))
    wire.send(reading("urn:b", event("rejection"), at=NOON + hours(32.5)))
    wire.wait(NOON + hours(60))
    assert states(wire.alerts) == ["open", "near", "met"]
    assert wire.latest.direction == "escalation"


@pytest.mark.parametrize(
    ("kind", "outcome"),
    [("withdrawal", "lawmakers voted to withdraw the troops"), ("rejection", "the council vetoed the withdrawal")],
)
def test_what_else_is_put_to_a_vote_is_due_at_the_vote_and_met_by_how_that_went(kind: str, outcome: str) -> None:
    wire = Wire()
    when = on("2016-12-05", "20:00")
    text = f"will vote at {when.text} on a draft that would order a withdrawal"
    wire.send(reading("urn:a", event("withdrawal", "planned", when=when, text=text)))
    assert wire.alerts[0].headline == "Vote on withdrawal due Monday 20:00 GMT, Aleppo - Reuters"
    wire.send(reading("urn:b", event("withdrawal", "planned", when=on("2016-12-31"), text="troops leave this year")))
    status = "planned" if kind == "withdrawal" else "happened"
    wire.send(reading("urn:c", event(kind, status, text=outcome), at=NOON + hours(32.5)))
    wire.wait(NOON + hours(60))
    assert [state for state in dict.fromkeys(states(wire.alerts))] == ["open", "near", "met"]


def test_a_vote_that_is_called_off_is_averted() -> None:
    wire = Wire()
    when = on("2016-12-05", "20:00")
    text = f"will vote at {when.text} on a draft that would order a withdrawal"
    wire.send(reading("urn:a", event("withdrawal", "planned", when=when, text=text)))
    off = event("withdrawal", "proposed", text="the vote on a withdrawal has been called off")
    wire.send(reading("urn:b", off, at=NOON + hours(5)))
    assert states(wire.alerts)[-1] == "averted"


def test_a_refusal_before_a_vote_does_not_decide_it() -> None:
    wire = Wire()
    when = on("2016-12-05", "20:00")
    text = f"will vote at {when.text} on a draft that would order a withdrawal"
    wire.send(reading("urn:a", event("withdrawal", "planned", when=when, text=text)))
    wire.send(reading("urn:b", event("rejection", text="the minister rejected the withdrawal"), at=NOON + hours(5)))
    assert states(wire.alerts)[-1] == "open"


def test_an_outcome_that_was_not_read_for_sure_is_none() -> None:
    wire = Wire()
    wire.send(reading("urn:a", VOTE))
    unsure = msgspec.structs.replace(event("rejection"), confidence=0.5)
    wire.send(reading("urn:b", unsure, at=NOON + hours(10)))
    wire.wait(NOON + hours(60))
    assert states(wire.alerts)[-2:] == ["near", "passed"]


def test_an_ultimatum_is_led_by_its_threat_and_not_by_what_it_demands() -> None:
    text = "The army gave rebels until Monday 14:00 GMT to leave or be destroyed."
    hour = on("2016-12-05", "14:00")
    demand = event("withdrawal", "planned", actor=REBELS, when=hour, text=text)
    (alert,) = Wire().send(reading("urn:a", demand, event("threat", "threatened", actor=ARMY, when=hour, text=text)))
    assert alert.event.kind == "threat"


def test_an_ultimatum_with_a_term_is_due_when_it_runs_out() -> None:
    text = "The rebels gave the army 48 hours to leave the airport."
    wire = Wire()
    wire.send(reading("urn:a", event("threat", "threatened", actor=REBELS, duration="PT48H", text=text)))
    deadline = wire.latest.deadline
    assert deadline is not None and (deadline.at, deadline.precision) == (NOON + hours(48), "part")
    assert states(wire.wait(NOON + hours(47.5))) == ["near"]
    assert states(wire.wait(NOON + hours(49))) == ["passed"]


def test_the_term_of_an_ultimatum_set_days_ago_is_not_counted_from_today() -> None:
    old = event("threat", "threatened", actor=REBELS, duration="PT48H", when=on("2016-12-01"))
    (alert,) = Wire().send(reading("urn:a", old))
    assert alert.deadline is None


def test_what_is_called_off_before_its_hour_is_averted() -> None:
    wire = Wire()
    wire.send(reading("urn:a", VOTE))
    wire.send(reading("urn:b", event("truce", "denied"), at=NOON + hours(10), provider="AFP"))
    wire.wait(NOON + hours(60))
    assert states(wire.alerts) == ["open", "averted"]


def test_an_article_in_the_last_hour_is_near_at_once_and_not_twice() -> None:
    wire = Wire()
    wire.send(reading("urn:a", VOTE, at=NOON + hours(31.5)))
    wire.wait(NOON + hours(60))
    assert states(wire.alerts) == ["near", "passed"]


def test_an_ultimatum_that_is_complied_with_is_met() -> None:
    wire = Wire()
    wire.send(
        reading("urn:a", event("threat", "threatened", actor=ARMY, target=REBELS, when=on("2016-12-05", "14:00")))
    )
    wire.send(reading("urn:b", event("withdrawal", actor=REBELS), at=NOON + hours(25)))
    wire.wait(NOON + hours(60))
    assert states(wire.alerts)[-1] == "met"
    assert wire.latest.event.kind == "withdrawal"


def test_a_truce_that_is_announced_has_not_begun_though_its_purpose_is_told() -> None:
    start = on("2016-12-05", "03:00")
    purpose = event("truce", alertable=False, text="This is a pause for the people of the city.")
    (alert,) = Wire().send(reading("urn:a", event("truce", "planned", when=start, duration="PT72H"), purpose))
    assert alert.deadline is not None
    assert alert.deadline.stage == "start"


def test_a_truce_has_one_deadline_at_a_time_its_start_and_then_its_end() -> None:
    wire = Wire()
    start = on("2016-12-05", "03:00")
    wire.send(reading("urn:a", event("truce", "planned", when=start, duration="PT72H")))
    wire.send(reading("urn:b", event("truce", when=start), at=NOON + hours(15.3), provider="AFP"))
    wire.wait(NOON + hours(24 * 5))
    assert states(wire.alerts) == ["open", "near", "open", "near", "passed"]
    assert str(wire.alerts[2].deadline and wire.alerts[2].deadline.at) == "2016-12-08 03:00:00+00:00"


def test_a_truce_that_is_extended_moves_its_end() -> None:
    wire = Wire()
    wire.send(reading("urn:a", event("truce", when=on("2016-12-04", "12:00"), duration="P1D")))
    longer = event("truce", "planned", when=on("2016-12-07", "12:00"))
    (update,) = wire.send(reading("urn:b", longer, at=NOON + hours(5), provider="AFP"))
    assert str(update.deadline and update.deadline.at) == "2016-12-07 12:00:00+00:00"


def test_a_truce_that_is_extended_by_some_days_moves_its_end_once_however_many_tell_it() -> None:
    wire = Wire()
    wire.send(reading("urn:a", event("truce", when=on("2016-12-04", "12:00"), duration="P1D")))
    longer = event("truce", duration="P2D", text="The truce in Aleppo was extended by two days.")
    (update,) = wire.send(reading("urn:b", longer, at=NOON + hours(5), provider="AFP"))
    assert update.deadline and update.deadline.at == NOON + hours(72)
    wire.send(reading("urn:c", longer, at=NOON + hours(6), provider="AP"))
    assert wire.latest.deadline and wire.latest.deadline.at == NOON + hours(72)
    again = event("truce", duration="P1D", text="The truce in Aleppo was extended again, by a day.")
    wire.send(reading("urn:d", again, at=NOON + hours(30)))
    assert wire.latest.deadline and wire.latest.deadline.at == NOON + hours(96)


def test_a_thread_with_a_deadline_ahead_outlives_two_days() -> None:
    wire = Wire()
    wire.send(reading("urn:a", event("truce", "planned", when=on("2016-12-09", "12:00"))))
    (update,) = wire.send(reading("urn:b", event("truce"), at=NOON + hours(24 * 5), provider="AFP"))[-1:]
    assert update.msg_type == "Update"
    assert states([update]) == ["met"]


def test_a_deadline_without_an_hour_is_not_called_near() -> None:
    wire = Wire()
    wire.send(reading("urn:a", event("truce", "planned", when=on("2016-12-05"))))
    wire.wait(NOON + hours(60))
    assert states(wire.alerts) == ["open", "passed"]


def test_each_step_is_taken_once_whoever_ticks_and_however_late() -> None:
    wire = Wire()
    wire.send(reading("urn:a", VOTE))
    (thread,) = wire.ledger.threads.values()
    from bellwire.watch import load_watcher

    watcher = load_watcher()
    late = watcher.tick([thread], NOON + hours(100))
    assert [alert.deadline and alert.deadline.state for alert in late.alerts] == ["passed"]
    assert watcher.tick(late.threads, NOON + hours(100)).alerts == ()


def test_a_killed_thread_has_no_deadline_left() -> None:
    wire = Wire()
    wire.send(reading("urn:a", VOTE))
    wire.send(reading("urn:a", version="2", outcome="canceled", at=NOON + hours(1)))
    assert wire.wait(NOON + hours(90)) == []


def test_a_time_in_the_past_or_for_no_kind_with_deadlines_is_none() -> None:
    wire = Wire()
    (past,) = wire.send(reading("urn:a", event("truce", "planned", when=on("2016-12-03", "20:00"))))
    (strike,) = wire.send(reading("urn:b", event("strike", "planned", place=ALEPPO, when=on("2016-12-05", "20:00"))))
    assert (past.deadline, strike.deadline) == (None, None)


@pytest.mark.parametrize(
    ("text", "hours_long"),
    [
        ("P7D", 168),
        ("PT72H", 72),
        ("P1W", 168),
        ("P", None),
        ("seven days", None),
        (None, None),
        ("P" + "9" * 5000 + "D", None),
    ],
)
def test_durations(text: str | None, hours_long: int | None) -> None:
    assert iso_duration(text) == (timedelta(hours=hours_long) if hours_long else None)
