"""Headlines are short, in the present tense, sourced, and readable without the story."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from readings_by_hand import ALEPPO, ARMY, MOSUL, NOON, REBELS, RUSSIA, Wire, event, hours, on, reading, says

from bellwire.reading.reading import Event, Evidence, Grade, Party, Place
from bellwire.watch.headline import LIMIT, cut, fitted, withdrawn
from bellwire.watch.phrases import name

GULF = Place(name="Gulf", path="XG/Gulf", country="XG", lat=27.0, lon=51.0, precision="region")


def told(one: Event, **article: str) -> str:
    (alert,) = Wire().send(reading("urn:a", one, **article))
    return alert.headline


def who(text: str, role: str | None = None, country: str | None = None, name: str | None = None) -> Party:
    return Party(text=text, name=name, country=country, role=role)


@pytest.mark.parametrize(
    ("one", "text"),
    [
        (event("bombing", actor=who("Two bombs"), text="Two car bombs exploded"), "Car bombing in Aleppo - Reuters"),
        (event("bombing", actor=who("Syria", "government", "SY", "Syria")), "Bombing in Aleppo - Reuters"),
        (event("strike", actor=who("many thousands"), text="bombed out"), "Bombing in Aleppo - Reuters"),
        (event("strike", actor=who("Russian", "government", "RU")), "Strike in Aleppo - Reuters"),
        (event("strike", actor=who("Russian helicopters", None, "RU")), "Russian helicopters strike Aleppo - Reuters"),
        (event("attack", actor=who("a singer", "civilian")), "Attack in Aleppo - Reuters"),
        (event("attack", actor=who("masked gunmen", "rebel")), "Masked gunmen attack in Aleppo - Reuters"),
        (event("unrest", actor=who("police", "police"), text="fired tear gas"), "Protests in Aleppo - Reuters"),
        (event("unrest", actor=ARMY, text="Troops staged a mutiny"), "Mutiny in Aleppo - Reuters"),
        (event("threat", "threatened", actor=who("Bomb")), "Threat in Aleppo - Reuters"),
        (event("clash", actor=ARMY, target=who("fire")), "Syrian army fights in Aleppo - Reuters"),
        (
            event("attack", "claimed", actor=REBELS, attribution=(says("Jabha Shamiya", Grade.PARTY),)),
            "Jabha Shamiya says it attacks in Aleppo",
        ),
        (
            event("attack", "claimed", actor=who("rebels", "rebel"), attribution=(says("rebels", Grade.PARTY),)),
            "Rebels say they attack in Aleppo",
        ),
    ],
)
def test_a_headline_names_who_did_it_only_where_that_is_one_who_acts(one: Event, text: str) -> None:
    assert told(one) == text


@pytest.mark.parametrize(
    ("one", "text"),
    [
        (
            event("capture", "claimed", actor=ARMY, attribution=(says("Syrian army", Grade.PARTY),)),
            "Syrian army says it takes Aleppo",
        ),
        (
            event("strike", "denied", actor=RUSSIA, attribution=(says("Russia", denies=True),), text="an air strike"),
            "Russia denies air strike in Aleppo",
        ),
        (
            event("strike", "claimed", actor=RUSSIA, attribution=(says("rebels", Grade.PARTY),)),
            "Rebels say Russia strikes Aleppo",
        ),
        (
            event("withdrawal", actor=REBELS, attribution=(says("the army"),)),
            "Jabha Shamiya withdraws from Aleppo - army",
        ),
        (
            event("strike", counts={"killed": (21, 21)}, text="warplanes bombed"),
            "Air strike in Aleppo, 21 killed - Reuters",
        ),
        (
            event("truce", "proposed", duration="P7D", attribution=(says("Egypt"),)),
            "7-day truce in Aleppo proposed - Egypt",
        ),
        (
            event("truce", "proposed", actor=who("envoy", "government"), attribution=(says("the French envoy"),)),
            "Truce in Aleppo proposed - French envoy",
        ),
        (
            event("truce", "planned", actor=who("internationally brokered", "IGO"), attribution=(says("Egypt"),)),
            "Truce in Aleppo planned - Egypt",
        ),
        (event("threat", "threatened", actor=ARMY), "Syrian army threatens action in Aleppo - Reuters"),
        (
            event("capture", actor=REBELS, text="Rebels captured three villages near the city of Aleppo"),
            "Jabha Shamiya takes ground near Aleppo - Reuters",
        ),
        (
            event("capture", place=GULF, actor=ARMY, target=who("a Greek-owned oil tanker")),
            "Syrian army takes tanker in Gulf - Reuters",
        ),
        (
            event("clash", "denied", text="No drone was shot down, it said", attribution=(says("Iran", denies=True),)),
            "Iran denies downing of drone in Aleppo",
        ),
        (event("mobilization", text="Live-fire drills began"), "Military drills in Aleppo - Reuters"),
        (
            event("strike", actor=RUSSIA, text="Jets bombed a convoy 12 miles east of Aleppo"),
            "Russia strikes near Aleppo - Reuters",
        ),
        (event("clash", text="Fighting broke out near Aleppo"), "Fighting near Aleppo - Reuters"),
        (event("strike", counts={"killed": (0, 0)}), "Strike in Aleppo - Reuters"),
        (
            event("capture", actor=REBELS, text="Rebels near Aleppo took Aleppo airport"),
            "Jabha Shamiya takes Aleppo - Reuters",
        ),
    ],
)
def test_headlines_made_of_the_event(one: Event, text: str) -> None:
    assert told(one) == text


def in_headline(kind: str, status: str, text: str) -> Event:
    one = event(kind, status, actor=ARMY, attribution=(says("Syrian army", Grade.PARTY),))
    span = Evidence(field="headline", start=0, end=len(text), text=text, trigger=(0, 3))
    return msgspec.structs.replace(one, evidence=(span,))


def test_the_wires_own_headline_is_taken_with_its_agency_where_the_event_stands_in_it() -> None:
    text = "Army says it has taken Aleppo's eye hospital"
    assert told(in_headline("capture", "claimed", text), headline=text) == f"{text} - Reuters"


def test_of_two_stories_of_an_article_one_bears_its_headline() -> None:
    text = "Army says it has taken eye hospital as leaders meet"
    wire = Wire()
    span = Evidence(field="headline", start=0, end=len(text), text=text, trigger=(47, 51))
    talks = event("talks", place=MOSUL, actor=ARMY)
    talks = msgspec.structs.replace(talks, evidence=(*talks.evidence, span))
    alerts = wire.send(reading("urn:a", in_headline("capture", "claimed", text), talks, headline=text))
    assert [alert.headline for alert in alerts] == [f"{text} - Reuters", "Talks in Mosul - Reuters"]


def test_labels_of_the_wire_are_taken_off() -> None:
    text = "UPDATE 2-Army says it has taken Aleppo's eye hospital"
    assert told(in_headline("capture", "claimed", text), headline=text).startswith("Army says")


def test_a_claim_without_its_source_is_told_in_our_words() -> None:
    text = "Army takes Aleppo's eye hospital"
    assert told(in_headline("capture", "claimed", text), headline=text) == "Syrian army says it takes Aleppo"


@given(st.text(min_size=1, max_size=400))
def test_no_headline_is_longer_than_the_limit(text: str) -> None:
    assert len(cut(text)) <= LIMIT


def test_place_of_filing_is_not_in_the_headline() -> None:
    assert "Beirut" not in told(event("strike", place=ALEPPO), located="Beirut")


def test_a_headline_is_cut_at_the_end_of_a_clause_and_never_after_a_small_word() -> None:
    long = "Syrian army says it has taken the eye hospital in the east of Aleppo, rebels deny it and say they hold all"
    assert cut(long) == "Syrian army says it has taken the eye hospital in the east of Aleppo"
    words = (
        "Government forces take the strategic town on the highway that links the capital with all of the northern coast"
    )
    assert cut(words) == "Government forces take the strategic town on the highway that links the capital with all…"


def test_a_source_stands_once() -> None:
    text = "Air raid on market kills at least 21 - rescuers"
    assert told(in_headline("strike", "happened", text), headline=text) == text
    assert fitted("Army takes town - AP", ", rebels deny it") == "Army takes town, rebels deny it - AP"
    assert fitted("Raid kills 46 - rescuers", ", Russia denies role") == "Raid kills 46 - rescuers; Russia denies role"
    assert fitted("Army takes town - AP", " - disputed") == "Army takes town - disputed"
    assert withdrawn("Car bomb kills nine - AP", "AP") == "WITHDRAWN by AP: Car bomb kills nine"


@given(st.text(min_size=1, max_size=300), st.sampled_from(["", " - disputed", ", rebels deny it"]))
def test_a_headline_with_its_dispute_is_no_longer_than_the_limit(text: str, dispute: str) -> None:
    assert len(fitted(text, dispute)) <= LIMIT


def test_the_wires_headline_tells_an_event_whose_sentence_has_its_words() -> None:
    text = "Syrian army takes eye hospital in Aleppo"
    told_in_body = event("capture", actor=ARMY, text="The Syrian army took an eye hospital in eastern Aleppo on Sunday")
    assert told(told_in_body, headline=text) == f"{text} - Reuters"
    elsewhere = event("capture", actor=ARMY, text="Soldiers overran an outpost near the old road")
    assert told(elsewhere, headline=text) == "Syrian army takes Aleppo - Reuters"


def test_a_plan_needs_a_headline_that_tells_it_as_a_plan() -> None:
    plan = event("aid", "planned", actor=ARMY, text="The army will open a corridor out of Aleppo on Monday")
    assert told(plan, headline="Army opens corridor out of Aleppo on Monday").startswith("Aid or evacuation")
    assert told(plan, headline="Army to open corridor out of Aleppo Monday") == (
        "Army to open corridor out of Aleppo Monday - Reuters"
    )


def test_a_headline_with_an_older_toll_gives_way() -> None:
    wire = Wire()
    text = "Warplanes bombed a market in Aleppo killing 21 people"
    act = event("strike", counts={"killed": (21, 21)}, text=text, target=Party(text="a market"))
    wire.send(reading("urn:a", act, headline="Warplanes bomb market in Aleppo killing 21"))
    more = event("casualties", counts={"killed": (46, 46)}, text="The toll rose to 46")
    (update,) = wire.send(reading("urn:b", more, at=NOON + hours(2), headline="Toll of raid on market rises"))
    assert (update.headline, update.changed) == (
        "Air strike on market in Aleppo, 46 killed - Reuters",
        "toll 21 → 46 (Reuters)",
    )


def test_who_speaks_of_the_deed_is_not_made_to_speak_of_another_agency_s_dead() -> None:
    """The aid workers told of nine."""
    wire = Wire()
    wire.send(reading("urn:a", event("strike", counts={"killed": (12, 12)}), headline="Raid kills 12"))
    fewer = event("strike", counts={"killed": (9, 9)}, attribution=(says("aid workers"),))
    wire.send(reading("urn:b", fewer, at=NOON + hours(1), provider="AFP", headline="At least 9 killed in raid"))
    assert wire.latest.headline == "Strike in Aleppo, 12 killed - Reuters"


def test_a_term_that_has_no_hour_is_told_in_the_wires_own_words() -> None:
    text = "Rebels gave the army 48 hours to leave the airport"
    threat = event("threat", "threatened", actor=REBELS, duration="PT48H", text=text)
    (alert,) = Wire().send(reading("urn:a", threat, headline="Rebels give army 48 hours to leave airport"))
    assert alert.headline == "Rebels give army 48 hours to leave airport - Reuters"


def test_a_spokesman_for_several_is_one() -> None:
    denied = event("capture", "claimed", attribution=(says("army"), says("a spokesman for the rebels", denies=True)))
    (alert,) = Wire().send(reading("urn:a", msgspec.structs.replace(denied, disputed=True)))
    assert "spokesman for the rebels denies it" in alert.headline


def test_a_deadline_bears_a_day_within_a_week_and_a_date_beyond() -> None:
    def due(day: str, hour: str | None = None) -> str:
        return told(event("truce", "planned", when=on(day, hour), text="a vote on a truce"))

    assert due("2016-12-07").startswith("Truce vote due Wednesday, Aleppo")
    assert due("2016-12-15", "20:00").startswith("Truce vote due Dec 15 20:00 GMT, Aleppo")


def test_what_is_no_party_is_not_named() -> None:
    assert [name(one) for one in ("He", "Sunday", "the army on Sunday", "Rebel groups", "Russia")] == (
        ["", "", "army", "rebel groups", "Russia"]
    )
