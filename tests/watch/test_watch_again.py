"""A new blow at a place that was hit before is a thread of its own; a later account of the old one is not."""

from __future__ import annotations

from datetime import date

import msgspec
from readings_by_hand import NOON, Wire, event, hours, on, reading

from bellwire.reading.reading import Event

NEXT_DAY = NOON + hours(20)


def raid(day: str, text: str = "Planes bombed Aleppo, killing two.", hour: str | None = None) -> Event:
    return event("strike", when=on(day, hour), text=text)


def test_a_raid_at_another_hour_of_the_day_is_a_new_one() -> None:
    wire = Wire()
    wire.send(reading("urn:a", raid("2016-12-04", hour="03:00")))
    (alert,) = wire.send(reading("urn:b", raid("2016-12-04", hour="17:00"), at=NOON + hours(6), provider="AFP"))
    assert alert.msg_type == "Alert"


def test_a_raid_told_by_the_hour_and_by_the_day_is_one() -> None:
    wire = Wire()
    wire.send(reading("urn:a", raid("2016-12-04", hour="03:00")))
    (alert,) = wire.send(reading("urn:b", raid("2016-12-04"), at=NOON + hours(6), provider="AFP"))
    assert alert.msg_type == "Update"


def test_a_raid_that_the_copy_calls_the_second_of_the_day_is_a_new_one() -> None:
    wire = Wire()
    wire.send(reading("urn:a", raid("2016-12-04")))
    text = "Planes bombed Aleppo in the second raid of the day."
    (alert,) = wire.send(reading("urn:b", raid("2016-12-04", text), at=NOON + hours(8), provider="AFP"))
    assert alert.msg_type == "Alert"
    (more,) = wire.send(reading("urn:c", raid("2016-12-04", text), at=NOON + hours(9), provider="AP"))
    assert (more.msg_type, more.thread) == ("Update", alert.thread)


def test_a_second_blast_minutes_later_is_of_the_same_incident() -> None:
    wire = Wire()
    wire.send(reading("urn:a", raid("2016-12-04")))
    text = "A second bomb hit Aleppo in a market as medics arrived."
    (alert,) = wire.send(reading("urn:b", raid("2016-12-04", text), at=NOON + hours(8), provider="AFP"))
    assert alert.msg_type == "Update"


def test_another_day_alone_makes_no_new_raid_since_night_falls_between_two_accounts() -> None:
    wire = Wire()
    wire.send(reading("urn:a", raid("2016-12-04")))
    (alert,) = wire.send(reading("urn:b", raid("2016-12-05"), at=NEXT_DAY, provider="AFP"))
    assert alert.msg_type == "Update"


def test_a_raid_of_another_day_that_the_copy_calls_a_new_one_is_one() -> None:
    wire = Wire()
    wire.send(reading("urn:a", raid("2016-12-04")))
    text = "Planes bombed Aleppo for the second night running."
    (alert,) = wire.send(reading("urn:b", raid("2016-12-05", text), at=NEXT_DAY, provider="AFP"))
    assert alert.msg_type == "Alert"


def test_a_raid_beside_which_the_copy_tells_the_earlier_one_is_a_new_one() -> None:
    wire = Wire()
    wire.send(reading("urn:a", raid("2016-12-04")))
    before = event("strike", "past", when=on("2016-12-04"), id="before", text="On Sunday Aleppo was bombed too.")
    (alert,) = wire.send(reading("urn:b", raid("2016-12-05"), before, at=NEXT_DAY, provider="AFP"))
    assert alert.msg_type == "Alert"


def test_the_dead_of_a_raid_who_die_the_day_after_belong_to_it() -> None:
    wire = Wire()
    wire.send(reading("urn:a", raid("2016-12-04")))
    died = event("casualties", when=on("2016-12-05"), counts={"killed": (3, 3)}, text="A third victim died on Monday.")
    (alert,) = wire.send(reading("urn:b", raid("2016-12-04"), died, at=NEXT_DAY, provider="AFP"))
    assert alert.msg_type == "Update"


def test_two_nights_running_are_two_though_the_one_begins_on_the_day_that_the_other_ends() -> None:
    wire = Wire()
    nights = [
        msgspec.structs.replace(on(end), start=date.fromisoformat(begin), precision="part")
        for begin, end in (("2016-12-03", "2016-12-04"), ("2016-12-04", "2016-12-05"))
    ]
    wire.send(reading("urn:a", event("strike", when=nights[0])))
    again = event("strike", when=nights[1], text="Planes bombed Aleppo again overnight.")
    (alert,) = wire.send(reading("urn:b", again, at=NEXT_DAY, provider="AFP"))
    assert alert.msg_type == "Alert"
