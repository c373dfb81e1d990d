"""Who disagrees with whom, who gave in, and how sure the thing is."""

from __future__ import annotations

import pytest
from readings_by_hand import ARMY, NOON, REBELS, Wire, event, hours, on, reading, says

from bellwire.reading.reading import Event, Grade, Party
from bellwire.watch import load_watcher
from bellwire.watch.certainty import same_party

TITLES = load_watcher().policy.words.titles
CLAIM = event("capture", "claimed", actor=ARMY, attribution=(says("Syrian army", Grade.PARTY),))
DENIAL = event("capture", "denied", actor=ARMY, attribution=(says("rebel fighters", Grade.PARTY, denies=True),))


def contested(*later: Event) -> Wire:
    wire = Wire()
    wire.send(reading("urn:a", CLAIM))
    wire.send(reading("urn:b", DENIAL, at=NOON + hours(1), provider="AFP"))
    for n, one in enumerate(later):
        wire.send(reading(f"urn:c{n}", one, at=NOON + hours(2 + n), provider="AP"))
    return wire


def test_a_denial_makes_a_claim_contested_and_both_accounts_stand() -> None:
    wire = contested()
    assert wire.latest.contested
    assert wire.latest.reason == "contested"
    assert {(said.source, said.stance) for said in wire.latest.attribution} == {
        ("Syrian army", "asserts"),
        ("rebel fighters", "denies"),
    }
    assert wire.latest.headline == "Syrian army says it takes Aleppo, rebel fighters deny it"
    assert wire.latest.changed == "rebel fighters deny capture of Aleppo by Syrian army (AFP)"


def test_one_report_may_hold_both_accounts() -> None:
    both = event("capture", "claimed", attribution=(says("army"), says("rebels", denies=True)), disputed=True)
    (alert,) = Wire().send(reading("urn:a", both))
    assert alert.contested


def test_who_denies_the_harm_does_not_deny_the_blow() -> None:
    hurt = event("casualties", counts={"killed": (3, 3)})
    none = event("casualties", "denied", attribution=(says("the army", denies=True),), text="denied harm to civilians")
    wire = Wire()
    wire.send(reading("urn:a", event("strike"), hurt))
    wire.send(reading("urn:b", event("strike"), none, at=NOON + hours(1), provider="AFP"))
    assert wire.latest.headline == "Strike in Aleppo, 3 killed, army denies casualties - AFP"


def test_it_is_settled_when_the_denier_concedes() -> None:
    conceded = event("withdrawal", "claimed", actor=REBELS, attribution=(says("the rebel fighters", Grade.PARTY),))
    wire = contested(conceded)
    assert not wire.latest.contested
    assert wire.latest.reason == "settled"


def test_it_is_settled_when_the_losing_side_tells_of_the_gain() -> None:
    told = event("capture", "claimed", actor=ARMY, attribution=(says("Syrian insurgents", Grade.PARTY),))
    assert not contested(told).latest.contested


def test_what_speaks_of_something_else_settles_nothing() -> None:
    hit = event("strike", actor=ARMY, attribution=(says("the mission"),), counts={"killed": (2, 2)})
    wire = contested(hit)
    assert wire.latest.reason != "settled"
    assert "no longer disputed" not in (wire.latest.changed or "")
    assert "concede" not in (wire.latest.changed or "")


def planned_truce(*later: Event) -> Wire:
    truce = event("truce", "planned", when=on("2016-12-05", "20:00"), attribution=(says("the government"),))
    never = event("truce", "denied", attribution=(says("rebels", Grade.PARTY),), text="had not agreed to any truce")
    wire = Wire()
    wire.send(reading("urn:a", truce))
    wire.send(reading("urn:b", never, at=NOON + hours(1), provider="AFP"))
    for n, one in enumerate(later):
        wire.send(reading(f"urn:c{n}", one, at=NOON + hours(33 + n), provider="AP"))
    return wire


def test_who_says_that_it_never_agreed_contests_a_plan_and_calls_nothing_off() -> None:
    latest = planned_truce().latest
    assert latest.contested and latest.reason == "contested"
    assert latest.changed == "rebels deny truce in Aleppo (AFP)"
    assert latest.deadline is not None and latest.deadline.state == "open"


def test_what_has_come_to_pass_is_not_denied_by_that() -> None:
    assert not planned_truce(event("truce", attribution=(says("the army"),))).latest.contested


def test_what_is_called_off_contests_nothing() -> None:
    off = event("talks", "denied", attribution=(says("the mission"),), text="The talks were called off, it said.")
    wire = Wire()
    wire.send(reading("urn:a", event("talks", "planned", when=on("2016-12-05", "20:00"))))
    wire.send(reading("urn:b", off, at=NOON + hours(1), provider="AFP"))
    assert not wire.latest.contested


def test_it_is_settled_by_an_own_reporters_account() -> None:
    seen = event("capture", actor=ARMY, attribution=(says("a Reuters reporter", Grade.OWN_REPORTER),))
    wire = contested(seen)
    assert not wire.latest.contested
    assert wire.latest.certainty == "Observed"


def test_it_is_not_settled_by_the_claimant_saying_so_again() -> None:
    again = event("capture", "happened", actor=ARMY, attribution=(says("Syrian army", Grade.PARTY),))
    assert contested(again).latest.contested


def test_a_denial_of_another_party_s_deed_contests_nothing() -> None:
    wire = Wire()
    wire.send(reading("urn:a", event("strike", "claimed", actor=ARMY, attribution=(says("rebels"),))))
    other = event("strike", "denied", actor=REBELS, attribution=(says("rebels", denies=True),))
    wire.send(reading("urn:b", other, at=NOON + hours(1), provider="AFP"))
    assert not wire.latest.contested


def test_a_country_and_its_army_are_one_in_a_denial() -> None:
    wire = Wire()
    wire.send(reading("urn:a", event("clash", "claimed", actor=ARMY, attribution=(says("army"),))))
    country = Party(text="Syria", name="Syria", country="SY", role="government")
    denied = event("clash", "denied", actor=country, attribution=(says("Turkey", denies=True),))
    wire.send(reading("urn:b", denied, at=NOON + hours(1), provider="AFP"))
    assert wire.latest.contested


def test_a_denial_that_nobody_speaks_contests_nothing() -> None:
    wire = Wire()
    wire.send(reading("urn:a", event("strike"), event("strike", "denied")))
    assert not wire.latest.contested


def test_a_denial_first_told_leads_until_somebody_says_it_happened() -> None:
    wire = Wire()
    (first,) = wire.send(reading("urn:a", DENIAL))
    (then,) = wire.send(reading("urn:b", CLAIM, at=NOON + hours(1), provider="AFP"))
    assert (first.event.status, first.certainty) == ("denied", "Unlikely")
    assert (then.event.status, then.contested) == ("claimed", True)


@pytest.mark.parametrize(
    ("status", "grade", "certainty"),
    [
        ("happened", Grade.OWN_REPORTER, "Observed"),
        ("happened", Grade.OFFICIAL, "Likely"),
        ("happened", Grade.UNNAMED, "Possible"),
        ("claimed", Grade.PARTY, "Possible"),
        ("planned", Grade.OFFICIAL, "Likely"),
        ("proposed", Grade.OFFICIAL, "Possible"),
        ("denied", Grade.OFFICIAL, "Unlikely"),
    ],
)
def test_certainty_follows_status_and_the_best_grade(status: str, grade: Grade, certainty: str) -> None:
    (alert,) = Wire().send(reading("urn:a", event("capture", status, attribution=(says("somebody", grade),))))
    assert alert.certainty == certainty


def test_a_second_agency_makes_what_an_unnamed_source_told_likely() -> None:
    told = event("capture", attribution=(says("a source", Grade.UNNAMED),))
    wire = Wire()
    wire.send(reading("urn:a", told))
    wire.send(reading("urn:b", told, at=NOON + hours(1), provider="AFP"))
    assert wire.latest.certainty == "Likely"


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Sudan's paramilitary Rapid Support Forces", "the Rapid Support Forces", True),
        ("Ethiopia's government", "a government spokesperson", True),
        ("Sudan's army", "Sudan's paramilitary Rapid Support Forces", False),
        ("", "rebels", False),
    ],
)
def test_two_descriptions_of_one_party(one: str, other: str, same: bool) -> None:
    assert same_party(one, other, TITLES) is same


def test_who_told_a_thing_may_take_it_back() -> None:
    back = event("capture", "denied", actor=ARMY, attribution=(says("Syrian army", Grade.PARTY, denies=True),))
    wire = contested(back)
    assert not wire.latest.contested and wire.latest.certainty == "Unlikely"
    assert wire.latest.changed == "Syrian army takes back capture of Aleppo by Syrian army (AP)"


def test_a_country_does_not_take_back_what_its_rebels_say() -> None:
    claim = event("clash", "claimed", actor=REBELS, attribution=(says("Colombia's ELN rebels", Grade.PARTY),))
    denial = event("clash", "denied", actor=REBELS, attribution=(says("Colombia", denies=True),))
    wire = Wire()
    wire.send(reading("urn:a", claim))
    wire.send(reading("urn:b", denial, at=NOON + hours(1), provider="AFP"))
    assert wire.latest.contested


def test_to_tell_of_another_doer_is_no_concession() -> None:
    strike = event("strike", "claimed", actor=ARMY, attribution=(says("medics"),))
    denial = event("strike", "denied", actor=ARMY, attribution=(says("Syrian army", Grade.PARTY, denies=True),))
    other = event("strike", "happened", actor=REBELS, attribution=(says("Syrian army", Grade.PARTY), says("medics")))
    wire = Wire()
    for hour, one in enumerate((strike, denial, other)):
        wire.send(reading(f"urn:{hour}", one, at=NOON + hours(hour), provider=("Reuters", "AFP", "AP")[hour]))
    assert wire.latest.contested


def test_an_own_reporter_may_refute_a_claim() -> None:
    seen = event("capture", "denied", actor=ARMY, attribution=(says("an AP journalist", Grade.OWN_REPORTER),))
    wire = contested(seen)
    assert not wire.latest.contested and wire.latest.certainty == "Unlikely"
    assert wire.latest.changed == "own reporter refutes capture of Aleppo by Syrian army (AP)"


def test_what_was_refuted_may_come_to_pass_later() -> None:
    seen = event("capture", "denied", actor=ARMY, attribution=(says("an AP journalist", Grade.OWN_REPORTER),))
    later = event("capture", "happened", actor=ARMY, attribution=(says("an AFP journalist", Grade.OWN_REPORTER),))
    assert contested(seen, later).latest.certainty == "Observed"


def test_a_country_takes_back_what_its_own_service_said() -> None:
    claim = event("strike", "claimed", actor=ARMY, attribution=(says("Jordan's border service"),))
    back = event("strike", "denied", actor=ARMY, attribution=(says("Jordan", denies=True),))
    wire = Wire()
    wire.send(reading("urn:a", claim))
    wire.send(reading("urn:b", back, at=NOON + hours(1), provider="AFP"))
    assert not wire.latest.contested and wire.latest.certainty == "Unlikely"


def test_a_correction_of_the_claim_does_not_settle_its_dispute() -> None:
    said = (says("Jordan's army", Grade.PARTY),)
    claim = event("strike", "happened", actor=ARMY, attribution=said)
    denial = event("strike", "denied", attribution=(says("Syrian army", Grade.PARTY, denies=True),))
    wire = Wire()
    wire.send(reading("urn:a", claim))
    wire.send(reading("urn:b", denial, at=NOON + hours(1), provider="AFP"))
    wire.send(reading("urn:a", claim, at=NOON + hours(2), version="2", headline="CORRECTED-Shells hit Aleppo"))
    assert wire.latest.contested


def blamed(first: Event, then: Event) -> Wire:
    wire = Wire()
    wire.send(reading("urn:a", first))
    wire.send(reading("urn:b", then, at=NOON + hours(1), provider="AFP"))
    return wire


BEGAN = "The rebels opened fire on the army first"


def test_two_sides_that_each_say_the_other_began_contest_it() -> None:
    theirs = event("clash", actor=REBELS, text=BEGAN, attribution=(says("Syrian army", Grade.PARTY),))
    ours = event("clash", "claimed", actor=ARMY, text=BEGAN, attribution=(says("Jabha Shamiya", Grade.PARTY),))
    assert blamed(theirs, ours).latest.contested


def test_two_sides_that_tell_of_their_own_fire_or_of_who_did_not_begin_contest_nothing() -> None:
    mine = event("clash", actor=REBELS, text=BEGAN, attribution=(says("Jabha Shamiya", Grade.PARTY),))
    ours = event("clash", actor=ARMY, text=BEGAN, attribution=(says("Syrian army", Grade.PARTY),))
    assert not blamed(mine, ours).latest.contested
    theirs = event("clash", actor=REBELS, attribution=(says("Syrian army", Grade.PARTY),))
    theirs_too = event("clash", "claimed", actor=ARMY, attribution=(says("Jabha Shamiya", Grade.PARTY),))
    assert not blamed(theirs, theirs_too).latest.contested


def test_who_accuses_a_country_again_concedes_nothing_for_it() -> None:
    strike = event("strike", actor=ARMY, attribution=(says("medics"),))
    denial = event("strike", "denied", actor=ARMY, attribution=(says("Syrian army", Grade.PARTY, denies=True),))
    again = event("strike", actor=ARMY, attribution=(says("Jordan"),))
    wire = Wire()
    for hour, one in enumerate((strike, denial, again)):
        wire.send(reading(f"urn:{hour}", one, at=NOON + hours(hour), provider=("Reuters", "AFP", "AP")[hour]))
    assert wire.latest.contested
