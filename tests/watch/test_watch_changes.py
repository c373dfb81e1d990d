"""What an Update adds, in one line: who says what against whom, with the source."""

from __future__ import annotations

from readings_by_hand import ARMY, NOON, REBELS, Wire, event, hours, reading, says

from bellwire.reading.reading import Event, Grade, Party

HOSPITAL = Party(text="an eye hospital", role="civilian")
CLAIM = event(
    "capture",
    "claimed",
    actor=ARMY,
    target=HOSPITAL,
    attribution=(says("Syrian army", Grade.PARTY),),
    text="eye hospital",
)
DENIAL = event(
    "capture",
    "denied",
    actor=ARMY,
    target=HOSPITAL,
    attribution=(says("Rebels in Aleppo", Grade.PARTY, denies=True),),
    text="they deny that the eye hospital has fallen",
)


def story(*later: Event) -> Wire:
    wire = Wire()
    wire.send(reading("urn:a", CLAIM))
    for n, one in enumerate(later):
        agency = ("AP", "Reuters", "AFP")[n % 3]
        wire.send(reading(f"urn:{n}", one, at=NOON + hours(n + 1), provider=agency))
    return wire


def test_a_denial_says_who_denies_what() -> None:
    assert story(DENIAL).latest.changed == "rebels in Aleppo deny capture of eye hospital by Syrian army (AP)"


def test_a_second_agency_s_denial_says_so_too() -> None:
    latest = story(DENIAL, DENIAL, DENIAL).latest
    assert latest.reason == "adds-source"
    assert latest.changed == "rebels in Aleppo deny capture of eye hospital by Syrian army (AFP)"


def test_a_concession_says_who_concedes_what() -> None:
    gone = event(
        "withdrawal",
        actor=REBELS,
        attribution=(says("rebels in Aleppo", Grade.PARTY),),
        text="they left the eye hospital",
    )
    latest = story(DENIAL, gone).latest
    assert latest.changed == "rebels in Aleppo concede capture of eye hospital in Aleppo by Syrian army (Reuters)"


def test_an_own_reporter_settles_by_confirming() -> None:
    seen = event("capture", actor=ARMY, target=HOSPITAL, attribution=(says("a reporter", Grade.OWN_REPORTER),))
    assert (story(DENIAL, seen).latest.changed or "").startswith("own reporter confirms capture of eye hospital")


def test_a_party_that_is_accused_denies_its_role() -> None:
    said = (says("residents"), says("Russia's Defence Ministry", denies=True))
    text = "Russia's Defence Ministry denied that its aircraft had bombed the market"
    both = event("strike", "claimed", target=Party(text="a market"), attribution=said, disputed=True, text=text)
    wire = Wire()
    wire.send(reading("urn:a", event("strike", target=Party(text="a market"), attribution=(says("residents"),))))
    (update,) = wire.send(reading("urn:b", both, at=NOON + hours(1)))
    assert (update.changed or "").startswith("Russia's Defence Ministry denies role in ")
    assert update.headline.endswith("- residents; Russia's Defence Ministry denies role")


def test_one_more_agency_says_what_it_reports() -> None:
    wire = Wire()
    wire.send(reading("urn:a", event("strike", target=HOSPITAL)))
    (update,) = wire.send(reading("urn:b", event("strike", target=HOSPITAL), provider="AP"))
    assert update.changed == "AP also reports strike on eye hospital in Aleppo"


def test_fresh_copy_of_a_known_agency_says_what_it_adds_else_its_headline() -> None:
    wire = Wire()
    wire.send(reading("urn:a", event("clash")))
    (same,) = wire.send(reading("urn:b", event("clash"), at=NOON + hours(1), headline="Fighting goes on in Aleppo"))
    (more,) = wire.send(reading("urn:c", event("clash"), event("siege"), at=NOON + hours(2)))
    assert (same.reason, same.priority, same.changed) == (
        "adds-copy",
        "ROUTINE",
        "Fighting goes on in Aleppo (Reuters)",
    )
    assert more.changed == "adds siege in Aleppo (Reuters)"


def test_an_update_that_weighs_more_leads_headline_and_event() -> None:
    wire = Wire()
    wire.send(reading("urn:a", event("advance", actor=ARMY), headline="Troops push deeper"))
    (update,) = wire.send(
        reading("urn:b", event("capture", "claimed", actor=ARMY, attribution=(says("army"),)), at=NOON + hours(3))
    )
    assert (update.msg_type, update.event.kind) == ("Update", "capture")
    assert update.headline == "Army says it takes Aleppo"
    assert update.changed == "capture of Aleppo by Syrian army, claimed (Reuters)"


def test_nobody_killed_is_no_toll_until_somebody_was() -> None:
    def told(killed: int) -> Event:
        return event("strike", counts={"killed": (killed, killed)})

    wire = Wire()
    wire.send(reading("urn:a", event("strike")))
    wire.send(reading("urn:b", told(0), at=NOON + hours(1), provider="AFP"))
    assert "toll" not in (wire.latest.changed or "")
    wire.send(reading("urn:c", told(3), at=NOON + hours(2), provider="AP"))
    assert "toll 0 → 3" in (wire.latest.changed or "")


def test_a_claim_of_responsibility_says_whose_it_is_once() -> None:
    wire = Wire()
    wire.send(reading("urn:a", event("strike", text="A drone hit a plant, and no group claimed responsibility")))
    claimed = event("strike", actor=REBELS, text=f"{REBELS.text} claimed responsibility for the drone")
    wire.send(reading("urn:b", claimed, at=NOON + hours(2), provider="AFP"))
    assert wire.latest.changed == "Jabha Shamiya claims responsibility (AFP)"
    wire.send(reading("urn:c", claimed, at=NOON + hours(3), provider="AP"))
    assert "responsibility" not in (wire.latest.changed or "")
