"""Which events are one story."""

from __future__ import annotations

import msgspec
import pytest
from readings_by_hand import (
    ALEPPO,
    ARMY,
    IDLIB,
    MOSUL,
    NOON,
    PALMYRA,
    REBELS,
    RUSSIA,
    SYRIA,
    Wire,
    event,
    hours,
    on,
    reading,
)

from bellwire.reading.reading import Evidence, Party, Place
from bellwire.watch import load_watcher
from bellwire.watch.places import near
from bellwire.watch.same_thing import likeness
from bellwire.watch.telling import Telling

POLICY = load_watcher().policy
IRAQ = Place(name="Iraq", path="IQ", country="IQ", lat=33.0, lon=44.0, precision="country")
GULF = Place(name="Gulf", path="XG/Gulf", country="XG", lat=27.0, lon=51.0, precision="region")


def test_an_act_and_its_consequences_are_one_thread_led_by_the_act() -> None:
    wire = Wire()
    (alert,) = wire.send(
        reading("urn:a", event("casualties", counts={"killed": (9, 9)}), event("damage"), event("strike"))
    )
    assert alert.event.kind == "strike"
    assert len(alert.events) == 3


def test_one_article_that_tells_of_a_capture_and_a_truce_elsewhere_touches_two_threads() -> None:
    wire = Wire()
    made = wire.send(reading("urn:a", event("capture", place=PALMYRA), event("truce", "proposed", place=ALEPPO)))
    assert {alert.event.kind for alert in made} == {"capture", "truce"}


def test_an_act_at_no_exact_place_spells_out_the_one_of_like_kind_in_the_same_article() -> None:
    made = Wire().send(reading("urn:a", event("strike"), event("attack", place=SYRIA, counts={"wounded": (40, 40)})))
    assert len(made) == 1


def test_fighting_that_led_to_a_capture_is_told_with_it() -> None:
    text = "The army took Aleppo after two days of fighting."
    word = Evidence(field="body", start=0, end=len(text), text=text, trigger=(39, 47))
    capture, clash = event("capture", text=text), event("clash", place=SYRIA)
    told_with_it = msgspec.structs.replace(clash, evidence=(word,))
    assert [alert.event.kind for alert in Wire().send(reading("urn:a", capture, told_with_it))] == ["capture"]
    elsewhere = msgspec.structs.replace(told_with_it, place=IDLIB)
    assert len(Wire().send(reading("urn:a", capture, elsewhere))) == 2


def test_what_has_no_exact_place_is_where_the_rest_of_its_incident_is() -> None:
    wire = Wire()
    wire.send(reading("urn:a", event("strike", place=IDLIB), headline="Idlib"))
    wire.send(reading("urn:b", event("strike", place=ALEPPO), headline="Aleppo", provider="AFP"))
    mixed = reading(
        "urn:c",
        event("strike", place=SYRIA),
        event("casualties", place=ALEPPO, counts={"killed": (15, 15)}),
        at=NOON + hours(2),
        provider="AP",
    )
    (update,) = wire.send(mixed)
    assert update.thread == wire.alerts[1].thread


def test_a_place_that_was_only_guessed_moves_no_thread() -> None:
    wire = Wire()
    wire.send(reading("urn:a", event("truce", "proposed", place=ALEPPO)))
    home = Place(name="China", path="CN", country="CN", precision="country", origin="actor")
    (update,) = wire.send(reading("urn:b", event("rejection", place=home), event("truce", "proposed"), provider="AFP"))
    (thread,) = wire.ledger.threads.values()
    assert thread.theatre == "SY/Aleppo"
    assert "China" not in update.headline + str(update.changed)


def test_the_same_town_a_week_later_is_a_new_thread() -> None:
    wire = Wire()
    wire.send(reading("urn:a", event("strike", when=on("2016-12-04"))))
    (again,) = wire.send(reading("urn:b", event("strike", when=on("2016-12-11")), at=NOON + hours(24 * 7)))
    assert again.msg_type == "Alert"


def test_news_within_two_days_of_the_last_keeps_a_thread() -> None:
    wire = Wire()
    wire.send(reading("urn:a", event("advance")))
    wire.send(reading("urn:b", event("advance"), at=NOON + hours(40)))
    (third,) = wire.send(reading("urn:c", event("advance"), at=NOON + hours(80), provider="AFP"))
    assert third.msg_type == "Update"


def test_a_thread_ends_two_days_after_its_last_news_and_leaves_the_index() -> None:
    wire = Wire()
    wire.send(reading("urn:a", event("strike")))
    wire.wait(NOON + hours(49))
    (thread,) = wire.ledger.threads.values()
    assert (thread.state, thread.due) == ("closed", None)
    assert not [key for key in thread.keys if key.country == "SY"]
    assert wire.reasons[-2:] == ["thread-quiet", "thread-ended"]


def test_an_article_that_goes_on_after_its_thread_has_ended_begins_another_with_ids_of_its_own() -> None:
    wire = Wire()
    made = []
    for version in range(1, 4):
        made += wire.send(reading("urn:live", event("strike"), at=NOON + hours(60 * version), version=str(version)))
        wire.wait(NOON + hours(60 * version + 50))
    assert [alert.msg_type for alert in made] == ["Alert", "Alert", "Alert"]
    assert len({alert.thread for alert in made}) == len({alert.id for alert in made}) == 3
    assert len(wire.ledger.threads) == 3


def test_a_town_and_the_country_that_holds_it_are_near_only_for_what_moves_nations() -> None:
    assert near(ALEPPO, SYRIA, "nation", POLICY)[0] > 0
    assert near(ALEPPO, ALEPPO, "spot", POLICY)[0] == 1.0
    assert near(ALEPPO, IDLIB, "spot", POLICY)[0] == -1.0
    assert near(ALEPPO, MOSUL, "area", POLICY)[0] == -1.0


def test_two_names_of_places_within_a_few_kilometres_are_one_spot() -> None:
    suburb = Place(name="Karm al-Jabal", path="SY/Karm al-Jabal", country="SY", lat=36.21, lon=37.18, precision="town")
    assert near(ALEPPO, suburb, "spot", POLICY)[0] == 1.0


def test_villages_near_a_town_may_fall_without_it() -> None:
    villages = event("capture", actor=REBELS, text="Rebels took two villages north of Aleppo")
    wire = Wire()
    wire.send(reading("urn:a", villages))
    (same,) = wire.send(reading("urn:b", villages, at=NOON + hours(1), provider="AFP"))
    town = event("capture", actor=REBELS, text="Rebels have taken Aleppo")
    (other,) = wire.send(reading("urn:c", town, at=NOON + hours(2)))
    assert (same.msg_type, other.msg_type) == ("Update", "Alert")


def test_a_country_alone_makes_no_one_thing_of_two_blows() -> None:
    wire = Wire()
    helicopter = event("strike", place=SYRIA, text="A missile shot a helicopter down in the war in Syria")
    wire.send(reading("urn:a", helicopter, headline="Helicopter shot down by missile"))
    flats = event("strike", place=SYRIA, text="Shells fell on blocks of flats as families slept")
    (other,) = wire.send(reading("urn:b", flats, headline="Families flee bombs", at=NOON + hours(2), provider="AFP"))
    assert other.msg_type == "Alert"


def test_nor_do_the_waters_of_a_gulf() -> None:
    wire = Wire()
    cypriot = event("strike", place=GULF, text="A Cypriot tanker was set ablaze when a gunboat fired on it")
    wire.send(reading("urn:a", cypriot, headline="Gunboat fires on Cypriot tanker"))
    planes = event("strike", place=GULF, text="Warplanes hit two vessels off the coast")
    (other,) = wire.send(reading("urn:b", planes, headline="Warplanes hit ships", at=NOON + hours(9)))
    assert other.msg_type == "Alert"


@pytest.mark.parametrize(("town", "msg_type"), [("Bab Saghir", "Update"), ("Tell Qarah", "Alert")])
def test_unless_both_tell_of_a_town_that_no_gazetteer_has(town: str, msg_type: str) -> None:
    wire = Wire()
    first = event("clash", place=SYRIA, text="Men fought in the village of Bab Saghir until dawn")
    wire.send(reading("urn:a", first, headline="Fighting at village in Syria"))
    second = event("clash", place=SYRIA, text=f"The gunfire at {town} went on all day, farmers told us")
    (found,) = wire.send(reading("urn:b", second, headline="No end of shooting", at=NOON + hours(2), provider="AFP"))
    assert found.msg_type == msg_type


def test_the_score_of_likeness_is_the_sum_of_its_parts() -> None:
    one = Telling(event("capture", actor=ARMY), NOON, "Army takes Aleppo", POLICY)
    other = Telling(event("withdrawal", actor=REBELS), NOON + hours(2), "Rebels quit Aleppo", POLICY)
    found = likeness(one, other, POLICY)
    assert abs(found.value - sum(part.value for part in found.parts)) < 1e-6
    assert {part.name for part in found.parts} == {"kind", "place", "time", "actors", "text"}


def test_a_toll_that_falls_speaks_against_one_thing_where_the_place_is_vague() -> None:
    def met(killed: int) -> str:
        wire = Wire()
        wire.send(reading("urn:a", event("strike", place=ALEPPO, counts={"killed": (9, 9)}), headline="Market bombed"))
        vague = event("strike", place=SYRIA, counts={"killed": (killed, killed)}, text="raid on a market in Syria")
        return wire.send(
            reading("urn:b", vague, at=NOON + hours(1), provider="AFP", headline="Bombed market in Syria")
        )[0].msg_type

    assert (met(12), met(5)) == ("Update", "Alert")


def test_a_withdrawal_that_is_only_called_for_is_no_part_of_a_capture() -> None:
    wire = Wire()
    wire.send(reading("urn:a", event("capture", "claimed", actor=ARMY)))
    (other,) = wire.send(reading("urn:b", event("withdrawal", "proposed"), at=NOON + hours(1), provider="AFP"))
    assert other.msg_type == "Alert"


def test_a_bombing_nearby_is_no_part_of_a_capture_though_both_cost_lives() -> None:
    wire = Wire()
    wire.send(reading("urn:a", event("capture"), event("casualties")))
    (other,) = wire.send(reading("urn:b", event("bombing"), event("casualties"), at=NOON + hours(1), provider="AFP"))
    assert other.msg_type == "Alert"


def test_kinds_without_affinity_never_tell_of_one_thing() -> None:
    one = Telling(event("strike"), NOON, "x", POLICY)
    other = Telling(event("talks"), NOON, "x", POLICY)
    assert likeness(one, other, POLICY).never == "strike is no talks"


def test_gunfire_mutiny_and_seizure_of_power_are_one_coup() -> None:
    town = Place(name="Ouagadougou", path="BF/Ouagadougou", country="BF", lat=12.4, lon=-1.5, precision="town")
    nation = Place(name="Burkina Faso", path="BF", country="BF", lat=12.0, lon=-1.5, precision="country")
    wire = Wire()
    head = {"headline": "Soldiers in Burkina Faso capital"}
    wire.send(reading("urn:1", event("clash", place=town), urgency=2, provider="AFP", **head))
    wire.send(reading("urn:2", event("unrest", place=town), urgency=2, at=NOON + hours(1), **head))
    wire.send(
        reading(
            "urn:3",
            event("unrest", place=nation, text="Soldiers seized power in Burkina Faso"),
            provider="AFP",
            urgency=1,
            at=NOON + hours(3),
            headline="Soldiers announce on Burkina state TV that they have seized power",
        )
    )
    assert [alert.msg_type for alert in wire.alerts] == ["Alert", "Update", "Update"]
    assert wire.latest.priority in ("FLASH", "BULLETIN")


def test_context_kinds_open_and_touch_nothing() -> None:
    wire = Wire()
    assert wire.send(reading("urn:a", event("accusation", alertable=True))) == []
    assert "context-kind" in wire.reasons


def test_a_story_beside_the_headlines_must_be_read_surely_to_have_a_thread_of_its_own() -> None:
    head = Evidence(field="headline", start=0, end=12, text="Aleppo taken", trigger=(7, 12))
    capture = msgspec.structs.replace(event("capture"), evidence=(head,))
    unsure = msgspec.structs.replace(event("truce", "proposed", place=MOSUL), confidence=0.6)
    sure = msgspec.structs.replace(unsure, confidence=0.9)
    assert len(Wire().send(reading("urn:a", capture, unsure))) == 1
    assert len(Wire().send(reading("urn:a", capture, sure))) == 2
    assert len(Wire().send(reading("urn:a", unsure))) == 1


def test_harm_beside_an_act_and_without_figures_is_no_story_of_its_own() -> None:
    damage = event("damage", "claimed", place=MOSUL)
    assert len(Wire().send(reading("urn:a", event("capture"), damage))) == 1
    assert len(Wire().send(reading("urn:a", damage))) == 1


def test_what_is_not_alertable_opens_no_thread_but_may_join_one() -> None:
    wire = Wire()
    assert wire.send(reading("urn:a", event("casualties", alertable=False))) == []
    assert wire.reasons == ["not-alertable"]
    wire.send(reading("urn:b", event("strike")))
    (update,) = wire.send(reading("urn:c", event("casualties", alertable=False), provider="AFP"))
    assert update.msg_type == "Update"


def test_every_event_of_a_reading_goes_out_with_its_thread_where_it_has_one() -> None:
    wire = Wire()
    one = reading("urn:a", event("strike"), event("accusation"))
    watcher = load_watcher()
    changes = watcher.watch(one, wire.ledger.known(one.uri, watcher.keys(one)), NOON)
    assert [told.thread for told in changes.events] == [changes.threads[0].id, None]


def test_what_the_article_tells_at_no_exact_place_is_spelled_out_by_an_act_of_like_kind_at_one() -> None:
    made = Wire().send(reading("urn:a", event("strike", place=SYRIA), event("attack", counts={"killed": (1, 1)})))
    assert len(made) == 1


def test_captives_who_are_freed_are_of_the_attack_that_took_them() -> None:
    wire = Wire()
    headline = "Gunmen kidnap three aid workers in Aleppo"
    wire.send(reading("urn:a", event("attack", counts={"captured": (3, 3)}, text=headline), headline=headline))
    free = "Three aid workers kidnapped by gunmen freed in Aleppo"
    taken = event("attack", text=free)
    (update,) = wire.send(
        reading("urn:b", event("release", text=free), taken, at=NOON + hours(20), provider="AFP", headline=free)
    )
    assert (update.msg_type, update.event.kind) == ("Update", "release")


def test_prisoners_who_are_freed_are_of_no_attack_that_led_nobody_away() -> None:
    wire = Wire()
    headline = "Gunmen shoot three aid workers in Aleppo"
    wire.send(reading("urn:a", event("attack", text=headline), headline=headline))
    free = "Three aid workers shot at by gunmen freed in Aleppo"
    (alert,) = wire.send(reading("urn:b", event("release", text=free), at=NOON + hours(20), headline=free))
    assert alert.msg_type == "Alert"


def test_a_base_that_is_attacked_and_then_taken_is_one_thread() -> None:
    wire = Wire()
    wire.send(reading("urn:a", event("attack")))
    (update,) = wire.send(reading("urn:b", event("capture"), at=NOON + hours(8), provider="AFP"))
    assert (update.msg_type, update.event.kind) == ("Update", "capture")


def test_an_exchange_between_two_countries_is_one_thread_in_whichever_it_is_told_to_be() -> None:
    wire = Wire()
    iraqis = Party(text="Iraq", name="Iraq", country="IQ", role="government")
    syrians = Party(text="Syria", name="Syria", country="SY", role="government")
    wire.send(reading("urn:a", event("release", "planned", place=SYRIA, actor=iraqis, target=syrians)))
    (update,) = wire.send(
        reading("urn:b", event("release", place=IRAQ, actor=syrians, target=iraqis), at=NOON + hours(20))
    )
    assert (update.msg_type, update.event.status) == ("Update", "happened")


def test_talks_of_one_country_with_two_others_are_two_threads() -> None:
    wire = Wire()
    wire.send(reading("urn:a", event("talks", place=SYRIA, actor=RUSSIA)))
    (alert,) = wire.send(reading("urn:b", event("talks", place=IRAQ, actor=RUSSIA), at=NOON + hours(20)))
    assert alert.msg_type == "Alert"


def test_what_no_rule_knows_does_not_lead_what_a_rule_reads_in_the_same_word() -> None:
    text = "The army gave the rebels until noon on Monday to leave Aleppo."
    threat = event("threat", "threatened", text=text, when=on("2016-12-05", "12:00"))
    shadow = msgspec.structs.replace(event("withdrawal", text=text), rule="withdrawal/unruled")
    (alert,) = Wire().send(reading("urn:a", threat, shadow))
    assert alert.event.kind == "threat"


def test_who_concedes_a_capture_days_later_tells_of_the_same_one_and_another_side_of_another() -> None:
    took = event("capture", "claimed", actor=REBELS, when=on("2016-12-04"))
    for actor, wanted in ((REBELS, "Update"), (ARMY, "Alert")):
        wire = Wire()
        wire.send(reading("urn:a", took))
        conceded = event("capture", actor=actor, when=on("2016-12-06"))
        (last,) = wire.send(reading("urn:b", conceded, at=NOON + hours(44), provider="AFP"))
        assert last.msg_type == wanted
