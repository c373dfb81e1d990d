"""What more unseen copy taught: what is over, who somebody is, outcomes in part and too late, ships that are freed."""

from __future__ import annotations

from datetime import datetime, timedelta

from readings_by_hand import IDLIB, NOON, SYRIA, Wire, event, hours, on, reading, says

from bellwire.reading.reading import Direction, Event, Grade, Party, Place

TANKER = Party(text="a Greek-flagged tanker")
GULF = Place(name="Gulf", path="XG/Gulf", country="XG", lat=26.5, lon=52.0, precision="region")
KARABAKH = Place(name="Karabakh", path="AZ/Karabakh", country="AZ", lat=39.8, lon=46.7, precision="region")
BARDA = Place(name="Barda", path="AZ/Barda", country="AZ", lat=40.37, lon=47.13, precision="town")


def of_rule(one: Event, rule: str) -> Event:
    """The same event, read by another rule."""
    return type(one)(**{name: getattr(one, name) for name in one.__struct_fields__} | {"rule": rule})


def test_a_siege_that_is_lifted_is_over_and_nobody_denies_it() -> None:
    wire = Wire()
    wire.send(reading("a", event("siege")))
    lifted = event("siege", "denied", text="Rebels have lifted the siege of Aleppo, an elder said.")
    wire.send(reading("b", lifted, provider="AFP", at=NOON + hours(30)))
    assert wire.latest.direction is Direction.DE_ESCALATION
    assert not wire.latest.contested
    assert wire.latest.certainty == "Likely"
    assert "end of siege" in (wire.latest.changed or "")


def test_a_siege_that_its_besiegers_deny_is_disputed() -> None:
    wire = Wire()
    wire.send(reading("a", event("siege")))
    denial = event("siege", "denied", attribution=(says("the army", Grade.PARTY, denies=True),))
    wire.send(reading("b", denial, provider="AFP", at=NOON + hours(3)))
    assert wire.latest.contested


def test_who_somebody_is_is_no_news() -> None:
    wire = Wire()
    text = "Leaders gave the soldiers who seized power until Sunday to go."
    start = text.index("seized")
    coup = event("unrest", text=text)
    evidence = type(coup.evidence[0])(field="body", start=0, end=len(text), text=text, trigger=(start, start + 6))
    wire.send(
        reading("a", type(coup)(**{n: getattr(coup, n) for n in coup.__struct_fields__} | {"evidence": (evidence,)}))
    )
    assert wire.alerts == []


def test_that_nothing_was_heard_opens_no_thread() -> None:
    wire = Wire()
    wire.send(reading("a", event("clash", "denied", text="There were no reports of fighting on Sunday.")))
    assert wire.alerts == []


def test_what_is_denied_in_so_many_words_opens_one() -> None:
    wire = Wire()
    wire.send(reading("a", event("clash", "denied", text="Iran denied any role in the fighting.")))
    assert [alert.msg_type for alert in wire.alerts] == ["Alert"]


def test_the_first_train_is_not_the_withdrawal() -> None:
    wire = Wire()
    wire.send(reading("a", event("withdrawal", "planned", when=on("2016-12-10"))))
    first = event("withdrawal", text="A first train with troops left Aleppo.")
    wire.send(reading("b", first, provider="AFP", at=NOON + hours(24)))
    assert wire.latest.deadline is not None and wire.latest.deadline.state == "open"


def test_a_truce_that_is_accepted_before_its_hour_has_not_begun() -> None:
    wire = Wire()
    wire.send(reading("a", event("truce", "planned", when=on("2016-12-06", "04:00"), duration="P3D")))
    wire.send(reading("b", event("truce", text="Rebels accept truce"), provider="AFP", at=NOON + hours(6)))
    assert wire.latest.deadline is not None and wire.latest.deadline.state == "open"
    assert wire.latest.deadline.at == datetime.fromisoformat("2016-12-06T04:00:00Z")


def test_an_outcome_that_comes_late_is_one_all_the_same() -> None:
    wire = Wire()
    wire.send(reading("a", event("talks", "planned", when=on("2016-12-05", "10:00"))))
    wire.wait(NOON + hours(23))
    assert wire.latest.deadline is not None and wire.latest.deadline.state == "passed"
    opened = event("talks", when=on("2016-12-05", "10:20"))
    wire.send(reading("b", opened, provider="AFP", at=NOON + hours(24)))
    assert wire.latest.deadline is not None and wire.latest.deadline.state == "met"


def test_what_a_threat_demands_does_not_take_its_place() -> None:
    wire = Wire()
    at = on("2016-12-06", "10:00")
    wire.send(reading("a", event("threat", "threatened", when=at)))
    wire.send(reading("b", event("withdrawal", "planned", when=at), provider="AFP", at=NOON + hours(6)))
    off = event("threat", "denied", text="The army suspended its ultimatum.")
    wire.send(reading("c", off, provider="AP", at=NOON + hours(30)))
    assert wire.latest.deadline is not None and wire.latest.deadline.state == "averted"


def test_a_ship_that_is_seized_and_freed_is_one_story() -> None:
    wire = Wire()
    wire.send(reading("a", event("capture", place=GULF, target=TANKER)))
    freed = event("release", place=GULF, target=TANKER)
    wire.send(reading("b", freed, provider="AFP", at=NOON + hours(40)))
    assert [alert.msg_type for alert in wire.alerts] == ["Alert", "Update"]
    assert wire.latest.event.kind == "release"


def test_a_town_that_is_taken_is_not_freed_with_prisoners() -> None:
    wire = Wire()
    wire.send(reading("a", event("capture")))
    wire.send(reading("b", event("release"), provider="AFP", at=NOON + hours(6)))
    assert [alert.msg_type for alert in wire.alerts] == ["Alert", "Alert"]


def test_a_withdrawal_from_a_region_goes_through_its_towns() -> None:
    wire = Wire()
    wire.send(reading("a", event("withdrawal", "planned", place=KARABAKH), event("withdrawal", place=BARDA)))
    wire.send(reading("b", event("withdrawal", place=KARABAKH), provider="AFP", at=NOON + hours(24)))
    assert [alert.msg_type for alert in wire.alerts] == ["Alert", "Update"]


def test_how_a_tested_missile_flew_is_no_strike() -> None:
    wire = Wire()
    test = event("weapons", place=SYRIA, text="Syria test-fired a missile.")
    flown = event("strike", place=SYRIA, text="fell into the sea")
    wire.send(reading("a", test, flown))
    assert [alert.event.kind for alert in wire.alerts] == ["weapons"]


def test_an_agreement_that_no_rule_knows_leads_no_truce() -> None:
    wire = Wire()
    text = "Two armies agree to a truce from midnight."
    agreed = of_rule(event("agreement", text=text), "agreement/unruled")
    wire.send(reading("a", agreed, event("truce", "planned", text=text)))
    assert wire.latest.event.kind == "truce"


def test_a_deadline_passes_within_the_hour_and_lets_the_news_arrive() -> None:
    wire = Wire()
    wire.send(reading("a", event("talks", "planned", when=on("2016-12-05", "10:00"))))
    wire.wait(NOON + hours(23))
    assert wire.latest.deadline is not None
    assert timedelta(minutes=30) <= wire.latest.updated - wire.latest.deadline.at <= timedelta(hours=1)


def test_evacuees_who_arrive_elsewhere_are_of_the_evacuation() -> None:
    wire = Wire()
    wire.send(reading("a", event("aid"), headline="Convoy brings people out of Aleppo"))
    arrived = event("aid", place=IDLIB, text="Buses with evacuees from Aleppo reached Idlib.")
    back = event("aid", "planned", text="The convoy hopes to return to Aleppo.")
    head = "Evacuees from Aleppo reach Idlib"
    wire.send(reading("b", arrived, back, headline=head, provider="AFP", at=NOON + hours(6)))
    assert [alert.msg_type for alert in wire.alerts] == ["Alert", "Update"]


def test_aid_to_another_town_is_another_thing() -> None:
    wire = Wire()
    wire.send(reading("a", event("aid"), headline="Convoy reaches Aleppo"))
    other = event("aid", place=IDLIB, text="Lorries with food reached Idlib.")
    wire.send(reading("b", other, headline="Food gets to Idlib", provider="AFP", at=NOON + hours(6)))
    assert [alert.msg_type for alert in wire.alerts] == ["Alert", "Alert"]
