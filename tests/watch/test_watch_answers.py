"""What answers another thing: denials, refusals, breaches, tolls that rise; and what only sets the scene."""

from __future__ import annotations

import msgspec
import pytest
from readings_by_hand import ALEPPO, NOON, SYRIA, Wire, event, hours, on, reading, says

from bellwire.reading.reading import Event, Party, Place

CHINA = Party(text="China's military", country="CN", role="military")
JETS = Party(text="76 Chinese aircraft", country="CN")
REGION = Place(name="northern Syria", path="SY/northern Syria", country="SY", precision="region")
DENIED = (says("the minister", denies=True),)


def at_word(one: Event, word: str) -> Event:
    """The same event, told by this word of its sentence."""
    evidence = one.evidence[0]
    first = evidence.text.index(word)
    told = msgspec.structs.replace(evidence, trigger=(first, first + len(word)))
    return msgspec.structs.replace(one, evidence=(told,))


def test_a_denial_looks_for_what_it_denies() -> None:
    wire = Wire()
    wire.send(reading("a", event("mobilization", place=SYRIA)))
    denial = event("mobilization", "denied", SYRIA, attribution=DENIED)
    wire.send(reading("b", denial, provider="AFP", at=NOON + hours(14)))
    assert [alert.msg_type for alert in wire.alerts] == ["Alert", "Update"]
    assert wire.latest.contested


def test_two_tellings_of_it_without_a_denial_are_two() -> None:
    wire = Wire()
    first = event("mobilization", place=SYRIA, text="Jets were sent north")
    wire.send(reading("a", first, headline="Jets were sent north"))
    second = event("mobilization", place=SYRIA, text="Tanks roll to a depot")
    wire.send(reading("b", second, provider="AFP", headline="Tanks roll to a depot", at=NOON + hours(26)))
    assert [alert.msg_type for alert in wire.alerts] == ["Alert", "Alert"]


def test_a_refusal_belongs_to_the_offer_that_it_names() -> None:
    wire = Wire()
    wire.send(reading("a", event("truce", "planned", REGION, when=on("2016-12-06"))))
    refusal = event("rejection", place=SYRIA, text="The government dismissed the ceasefire")
    wire.send(reading("b", refusal, provider="AFP", at=NOON + hours(14)))
    assert [alert.msg_type for alert in wire.alerts] == ["Alert", "Update"]


def test_a_toll_that_rises_was_told_before() -> None:
    wire = Wire()
    wire.send(reading("a", event("clash", place=REGION, counts={"killed": (21, 29)})))
    risen = event("clash", place=SYRIA, counts={"killed": (60, 60)}, text="60 died in fights")
    wire.send(reading("b", risen, provider="AFP", headline="Toll rises to 60", at=NOON + hours(26)))
    assert [alert.msg_type for alert in wire.alerts] == ["Alert", "Update"]


def test_one_country_that_acts_without_a_name_speaks_for_one_thing() -> None:
    wire = Wire()
    text = "drills round the island go on"
    wire.send(reading("a", event("mobilization", place=SYRIA, actor=CHINA, text=text)))
    counted = event("mobilization", place=SYRIA, actor=JETS, text=text)
    wire.send(reading("b", counted, provider="AFP", at=NOON + hours(3)))
    assert [alert.msg_type for alert in wire.alerts] == ["Alert", "Update"]


@pytest.mark.parametrize(
    ("text", "alerts"),
    [
        ("A curfew was imposed as gangs tightened their grip", 2),
        ("A curfew was imposed after the attack on a bus", 1),
    ],
)
def test_a_curfew_is_of_the_blow_that_it_names(text: str, alerts: int) -> None:
    wire = Wire()
    wire.send(reading("a", event("attack")))
    wire.send(reading("b", event("unrest", text=text), provider="AFP", at=NOON + hours(6)))
    assert len([alert for alert in wire.alerts if alert.msg_type == "Alert"]) == alerts


def test_how_long_a_siege_has_lasted_opens_no_thread_beside_news() -> None:
    wire = Wire()
    siege = at_word(event("siege", text="The army has encircled the city for more than 500 days"), "encircled")
    wire.send(reading("a", event("strike", text="A drone hit a market"), siege))
    assert [alert.event.kind for alert in wire.alerts] == ["strike"]


def test_a_siege_that_is_news_by_itself_does() -> None:
    wire = Wire()
    siege = at_word(event("siege", text="The army has encircled the city for more than 500 days"), "encircled")
    wire.send(reading("a", siege))
    assert [alert.event.kind for alert in wire.alerts] == ["siege"]


def test_the_reason_that_a_headline_gives_opens_no_thread() -> None:
    wire = Wire()
    text = "President suspends talks over attacks"
    attack = at_word(event("attack", place=SYRIA, text=text), "attacks")
    wire.send(reading("a", event("rejection", place=SYRIA, text=text), attack))
    assert [alert.event.kind for alert in wire.alerts] == ["rejection"]


def test_what_an_embassy_advises_its_people_is_no_withdrawal() -> None:
    wire = Wire()
    text = "The embassy urged its citizens to leave the country"
    wire.send(reading("a", event("withdrawal", "proposed", SYRIA, text=text)))
    assert not wire.alerts


def test_what_is_asked_of_troops_is_one() -> None:
    wire = Wire()
    wire.send(reading("a", event("withdrawal", "proposed", SYRIA, text="The council urged troops to leave")))
    assert len(wire.alerts) == 1


def test_a_breach_leads_before_the_truce_that_it_names() -> None:
    wire = Wire()
    text = "Rebels took a village, breaking their own truce"
    wire.send(reading("a", event("truce", text=text), event("violation", text=text)))
    assert wire.latest.event.kind == "violation"


def test_a_truce_that_talks_have_led_to_leads_before_them() -> None:
    wire = Wire()
    text = "The sides agreed a truce from Tuesday after two days of talks"
    truce = event("truce", "planned", when=on("2016-12-06"), text=text)
    wire.send(reading("a", event("talks", text=text), truce))
    assert wire.latest.event.kind == "truce"


def test_a_town_that_falls_is_no_capture_of_the_site_that_holds() -> None:
    wire = Wire()
    wire.send(reading("a", event("capture", "claimed")))
    airport = Party(text="the airport")
    town = Party(text=ALEPPO.name)
    text = "The government denied that Aleppo had fallen and said it held the airport"
    denial = event("capture", "claimed", actor=town, target=airport, text=text, attribution=DENIED)
    wire.send(reading("b", denial, provider="AFP", at=NOON + hours(6)))
    assert [alert.msg_type for alert in wire.alerts] == ["Alert", "Update"]


def test_talks_to_come_that_name_no_truce_are_another_thing_than_one_that_holds() -> None:
    wire = Wire()
    wire.send(reading("a", event("truce")))
    talks = event("talks", "planned", when=on("2016-12-06"), text="They will meet on Tuesday to discuss the future")
    wire.send(reading("b", talks, provider="AFP", at=NOON + hours(6)))
    assert [alert.event.kind for alert in wire.alerts] == ["truce", "talks"]


def test_what_was_due_has_come_to_pass() -> None:
    wire = Wire()
    france = Party(text="France", name="France", country="FR", role="government")
    troops = Party(text="French soldiers", name="French army", country="FR", role="military")
    wire.send(reading("a", event("withdrawal", "planned", SYRIA, when=on("2016-12-07"), actor=france)))
    gone = event("withdrawal", place=SYRIA, actor=troops, text="Soldiers handed over their last base")
    wire.send(reading("b", gone, provider="AFP", at=NOON + hours(42)))
    assert [alert.msg_type for alert in wire.alerts] == ["Alert", "Update"]


def test_a_vow_is_no_part_of_the_blow_that_it_answers() -> None:
    wire = Wire()
    wire.send(reading("a", event("strike")))
    vow = event("threat", "threatened", text="The group vowed a response to the strikes")
    wire.send(reading("b", vow, provider="AFP", at=NOON + hours(6)))
    assert [alert.event.kind for alert in wire.alerts] == ["strike", "threat"]


def test_a_blow_that_was_threatened_belongs_to_its_threat() -> None:
    wire = Wire()
    wire.send(reading("a", event("threat", "threatened")))
    wire.send(reading("b", event("strike"), provider="AFP", at=NOON + hours(6)))
    assert [alert.msg_type for alert in wire.alerts] == ["Alert", "Update"]


def test_the_hour_at_which_troops_leave_is_no_end_of_their_truce() -> None:
    wire = Wire()
    text = "Troops are to leave the town at 2100 GMT under a truce"
    when = msgspec.structs.replace(on("2016-12-04", "21:00"), text="at 2100 GMT")
    wire.send(reading("a", event("truce", text=text, when=when)))
    assert wire.latest.deadline is None


def test_the_hour_until_which_a_truce_runs_is_its_end() -> None:
    wire = Wire()
    text = "A truce holds in the town until 2100 GMT"
    when = msgspec.structs.replace(on("2016-12-04", "21:00"), text="2100 GMT")
    wire.send(reading("a", event("truce", text=text, when=when)))
    assert wire.latest.deadline is not None
    assert wire.latest.deadline.stage == "end"
