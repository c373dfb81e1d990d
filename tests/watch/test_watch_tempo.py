"""The tempo of a country: it stands out against its own past, once each way, and never for a few reports."""

from __future__ import annotations

from datetime import timedelta

import msgspec
import pytest
from readings_by_hand import ALEPPO, IDLIB, MOSUL, NOON, Wire, event, hours, reading

from bellwire.reading.reading import Place
from bellwire.watch.alert import Alert, MsgType, Priority
from bellwire.watch.policy import load_policy
from bellwire.watch.reasons import Reason
from bellwire.watch.tempo import paces
from bellwire.watch.thread import Level

DAY = timedelta(days=1)


def tempos(alerts: list[Alert]) -> list[Alert]:
    return [alert for alert in alerts if alert.event.kind == "tempo"]


def town(number: int, country: str = "SY") -> Place:
    """One of many towns that lie far apart."""
    name = f"Town {number}"
    lat = -60 + 3 * (number % 40)
    lon = -170 + 4 * (number // 40)
    return Place(name=name, path=f"{country}/{name}", country=country, lat=lat, lon=lon, precision="town")


class Busy(Wire):
    """A wire on which one country has so many reports a day, each of another town."""

    def __init__(self) -> None:
        super().__init__()
        self.number = 0
        self.now = NOON
        self.send(reading("urn:first", event("strike", place=MOSUL), at=NOON))

    def day(self, count: int, kind: str = "strike", country: str = "SY") -> list[Alert]:
        """`count` reports, evenly over the next day."""
        made: list[Alert] = []
        for n in range(count):
            self.number += 1
            told = event(kind, place=town(self.number, country), text=f"{kind} number {self.number} of all")
            made += self.send(reading(f"urn:{self.number}", told, at=self.now + DAY * n / count))
        self.now += DAY
        return tempos(made + self.wait(self.now))


def test_a_burst_after_silence_is_one_alert_and_its_end_one_update() -> None:
    wire = Busy()
    for _ in range(5):
        assert wire.day(1) == []
    up = wire.day(40)
    assert [alert.reason for alert in up] == [Reason.TEMPO_UP]
    alert = up[0]
    assert (alert.msg_type, alert.priority, alert.version) == (MsgType.ALERT, Priority.URGENT, 1)
    assert (alert.event.place, alert.direction.value) == (alert.event.place, "escalation")
    assert alert.headline.startswith("Syria: tempo of escalation up, ")
    assert [pace.hours for pace in alert.tempo] == [1, 6, 24]
    assert any(pace.count >= pace.most for pace in alert.tempo)
    usual = wire.day(1) + wire.day(1)
    assert [(one.reason, one.msg_type, one.version, one.references) for one in usual] == [
        (Reason.TEMPO_USUAL, MsgType.UPDATE, 2, (alert.id,))
    ]
    assert usual[0].thread == alert.thread
    assert usual[0].priority is Priority.ROUTINE


def test_a_few_reports_after_silence_are_no_alarm() -> None:
    wire = Busy()
    for _ in range(6):
        wire.day(0)
    assert wire.day(5) == []


def test_what_is_always_so_is_no_alarm() -> None:
    wire = Busy()
    wire.day(20)
    wire.day(20)
    steady = [wire.day(20) for _ in range(8)]
    assert steady == [[]] * 8
    assert [alert.reason for alert in wire.day(90)] == [Reason.TEMPO_UP]


def test_a_war_that_goes_on_becomes_the_usual() -> None:
    wire = Busy()
    for _ in range(4):
        wire.day(2)
    assert [alert.reason for alert in wire.day(60)] == [Reason.TEMPO_UP]
    told = [alert for _ in range(10) for alert in wire.day(60)]
    assert [alert.reason for alert in told] == [Reason.TEMPO_USUAL]


def test_a_silence_where_much_is_usual_is_told_by_the_clock() -> None:
    wire = Busy()
    for _ in range(7):
        wire.day(24)
    lull = wire.day(0)
    assert [alert.reason for alert in lull] == [Reason.TEMPO_DOWN]
    assert lull[0].priority is Priority.ROUTINE
    assert [alert.reason for alert in wire.day(24)] == [Reason.TEMPO_USUAL]


def test_nothing_stands_out_before_a_usual_is_known() -> None:
    wire = Busy()
    assert wire.day(80) == []


def test_countries_and_directions_are_counted_apart() -> None:
    wire = Busy()
    for _ in range(3):
        wire.day(1)
    assert wire.day(12, "strike") + wire.day(12, "talks") + wire.day(12, "strike", "IQ") == []


def test_copies_tests_denials_and_background_do_not_count() -> None:
    wire = Busy()
    for _ in range(3):
        wire.day(0)
    at = wire.now
    wire.send(reading("urn:a", event("strike", place=ALEPPO), at=at))
    for n in range(30):
        wire.send(
            reading(f"urn:copy{n}", event("strike", place=ALEPPO), at=at, provider=f"Paper {n}", byline="REUTERS"),
            reading(f"urn:test{n}", event("strike", place=town(n)), at=at, headline="EXERCISE EXERCISE - strike"),
            reading(f"urn:denied{n}", event("strike", "denied", place=IDLIB), at=at),
            reading(f"urn:past{n}", event("strike", "past", place=IDLIB), at=at),
        )
    assert tempos(wire.alerts) == []


def test_a_clock_that_goes_back_or_leaps_breaks_nothing() -> None:
    wire = Busy()
    for _ in range(4):
        wire.day(30)
    wire.send(reading("urn:back", event("strike", place=ALEPPO), at=wire.now - 3 * DAY))
    made = tempos(wire.wait(wire.now + 400 * DAY))
    assert [alert.reason for alert in made] == [Reason.TEMPO_DOWN, Reason.TEMPO_USUAL]
    assert wire.ledger.next_due() is None


@pytest.mark.parametrize("times", [2, 5])
def test_ticking_again_at_the_same_time_tells_nothing_again(times: int) -> None:
    wire = Busy()
    for _ in range(7):
        wire.day(24)
    until = wire.now + hours(30)
    told = [alert for _ in range(times) for alert in tempos(wire.wait(until))]
    assert [alert.reason for alert in told] == [Reason.TEMPO_DOWN]


def test_hours_longer_ago_than_four_weeks_are_forgotten() -> None:
    wire = Busy()
    for _ in range(40):
        wire.day(2)
    policy = load_policy()
    (tempo,) = [one for one in wire.ledger.tempos if one.country == "SY"]
    assert len(tempo.hours) <= 24 * policy.figures.tempo.kept_days
    assert min(tempo.hours) * 3600 > wire.now.timestamp() - 29 * 86400
    assert tempo.level is Level.USUAL
    assert paces(msgspec.structs.replace(tempo, since=wire.now), wire.now, policy.figures.tempo) == ()
