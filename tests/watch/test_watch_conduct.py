"""The rules of conduct that concern the watcher, each by its number (design: product)."""

from __future__ import annotations

import pytest
from readings_by_hand import (
    ALEPPO,
    ARMY,
    IDLIB,
    NOON,
    REBELS,
    RUSSIA,
    Wire,
    event,
    hours,
    on,
    reading,
    says,
    shingles,
)

from bellwire.reading.reading import Grade
from bellwire.watch.alert import Certainty, MsgType, Priority
from bellwire.watch.thread import Known
from bellwire.watch.watcher import load_watcher


def test_rule_1_a_thread_has_one_alert_and_then_updates_that_supersede() -> None:
    wire = Wire()
    wire.send(reading("urn:a", event("strike", counts={"killed": (12, 12)})))
    wire.send(reading("urn:b", event("strike", counts={"killed": (17, 17)}), at=NOON + hours(1), provider="AFP"))
    wire.send(reading("urn:c", event("damage"), at=NOON + hours(2), provider="AP"))
    assert [alert.msg_type for alert in wire.alerts] == [MsgType.ALERT, MsgType.UPDATE, MsgType.UPDATE]
    assert [alert.version for alert in wire.alerts] == [1, 2, 3]
    assert len({alert.thread for alert in wire.alerts}) == 1
    assert wire.alerts[2].references == (wire.alerts[1].id,)


def test_rule_2_a_kill_is_as_loud_as_the_loudest_version_and_names_all_of_them() -> None:
    wire = Wire()
    wire.send(reading("urn:a", event("capture", counts={"killed": (120, 120)}), urgency=1))
    wire.send(reading("urn:a", event("capture"), version="2", at=NOON + hours(1), headline="Refile: quiet"))
    loudest = wire.alerts[0].priority
    (cancel,) = wire.send(reading("urn:a", version="3", at=NOON + hours(2), outcome="canceled"))
    assert cancel.msg_type is MsgType.CANCEL
    assert cancel.priority is loudest
    assert set(cancel.references) == {alert.id for alert in wire.alerts[:-1]}


def test_rule_3_a_correction_of_a_detail_is_quiet() -> None:
    wire = Wire()
    wire.send(reading("urn:a", event("strike", counts={"killed": (31, 31)})))
    (update,) = wire.send(
        reading("urn:a", event("strike", counts={"killed": (13, 13)}), version="2", headline="CORRECTED: 13 dead")
    )
    assert (update.msg_type, update.priority, update.reason) == (MsgType.UPDATE, Priority.ROUTINE, "corrected")
    assert "31 → 13" in (update.changed or "")


def test_rule_3_a_correction_of_the_place_is_not_quiet_and_stays_in_its_thread() -> None:
    wire = Wire()
    (first,) = wire.send(reading("urn:a", event("strike", place=ALEPPO)))
    (update,) = wire.send(reading("urn:a", event("strike", place=IDLIB), version="2", slug="CORRECTED-SYRIA"))
    assert update.thread == first.thread
    assert update.priority in (Priority.URGENT, Priority.BULLETIN, Priority.FLASH)
    assert update.event.place == IDLIB
    assert "Aleppo → Idlib" in (update.changed or "")


@pytest.mark.parametrize(
    ("article", "reason"),
    [
        ({"version_time": None}, "undated"),
        ({"version_time": NOON - hours(49)}, "stale"),
        ({"version_time": NOON + hours(1.1)}, "future"),
    ],
)
def test_rule_4_undated_old_and_future_copy_does_not_alert(article: dict[str, object], reason: str) -> None:
    wire = Wire()
    assert wire.send(reading("urn:a", event("strike"), **article)) == []
    assert wire.reasons == [reason]


def test_rule_4_a_clock_that_is_ten_minutes_fast_is_no_reason_to_refuse() -> None:
    assert Wire().send(reading("urn:a", event("strike"), version_time=NOON + hours(0.2)))


def test_rule_5_the_highest_priority_is_published_by_the_very_reading_that_brings_it() -> None:
    wire = Wire()
    for n in range(40):
        wire.send(reading(f"urn:{n}", event("clash"), at=NOON + hours(n / 60)))
    gravest = event("capture", actor=ARMY, text="soldiers seized power", counts={"killed": (200, 200)})
    made = wire.send(reading("urn:flash", gravest, at=NOON + hours(1), urgency=1, provider="AFP"))
    assert [alert.priority for alert in made] == [Priority.FLASH]
    assert made[0].updated == NOON + hours(1)


def test_rule_6_three_reports_of_one_agency_are_one_source() -> None:
    wire = Wire()
    for n in range(3):
        wire.send(reading(f"urn:{n}", event("strike"), at=NOON + hours(n)))
    assert wire.latest.corroboration.independent_sources == ("Reuters",)
    assert wire.latest.corroboration.articles == 3


def test_rule_6_a_newspaper_that_prints_an_agency_makes_no_version() -> None:
    wire = Wire()
    wire.send(reading("urn:a", event("strike")))
    reprint = reading("urn:b", event("strike"), at=NOON + hours(1), provider="The Straits Times", credits=("Reuters",))
    assert wire.send(reprint) == []
    assert wire.reasons[-1] == "reprint"


def test_rule_6_near_identical_copy_under_another_name_corroborates_nothing() -> None:
    text = "two bombs struck houses beside a monastery in the quarter shortly after three a spokeswoman told us " * 3
    wire = Wire()
    wire.send(reading("urn:a", event("strike"), shingles=shingles(text)))
    copy = reading("urn:b", event("strike"), provider="Bangkok Post", shingles=shingles(text + "by phone"))
    assert wire.send(copy) == []
    assert wire.reasons[-1] == "near-copy"


def test_rule_7_background_does_not_alert() -> None:
    wire = Wire()
    assert wire.send(reading("urn:a", event("strike", "past", alertable=True))) == []
    assert wire.reasons == ["background", "no-events"]


def test_rule_7_what_is_planned_has_not_happened() -> None:
    (alert,) = Wire().send(reading("urn:a", event("truce", "planned", when=on("2016-12-05", "20:00"))))
    assert alert.event.status == "planned"
    assert alert.certainty is not Certainty.OBSERVED


def test_rule_7_a_denial_confirms_nothing() -> None:
    wire = Wire()
    wire.send(reading("urn:a", event("capture", "claimed", actor=ARMY, attribution=(says("army", Grade.PARTY),))))
    denial = event("capture", "denied", actor=ARMY, attribution=(says("rebels", Grade.PARTY, denies=True),))
    (update,) = wire.send(reading("urn:b", denial, at=NOON + hours(1), provider="AFP"))
    assert update.contested
    assert update.event.status == "claimed"
    assert update.certainty in (Certainty.POSSIBLE, Certainty.UNLIKELY)


def test_rule_9_every_alert_explains_itself() -> None:
    (alert,) = Wire().send(reading("urn:a", event("strike", actor=RUSSIA)))
    assert alert.evidence[0].uri == "urn:a"
    assert alert.event.rule
    assert alert.reason == "new-thread"
    assert alert.score.method
    assert alert.score.value == pytest.approx(min(100, sum(part.value for part in alert.score.parts)))
    assert all(part.why for part in alert.score.parts)


def test_rule_11_embargoed_copy_is_held_until_its_time_and_alerts_then() -> None:
    wire = Wire()
    until = NOON + hours(5)
    assert wire.send(reading("urn:a", event("truce"), outcome="embargoed", embargoed=until)) == []
    assert wire.wait(until - hours(0.1)) == []
    (alert,) = wire.wait(NOON + hours(6))
    assert alert.updated == until
    assert alert.latency_ms.received_to_alert == 5 * 3600 * 1000


def test_rule_11_embargoed_copy_that_a_later_version_withholds_is_let_go_once_and_never_alerts() -> None:
    wire = Wire()
    wire.send(reading("urn:a", event("truce"), outcome="embargoed", embargoed=NOON + hours(5)))
    wire.send(reading("urn:a", at=NOON + hours(1), version="2", outcome="withheld"))
    assert wire.wait(NOON + hours(9)) == []
    assert wire.reasons[-2:] == ["released", "superseded"]
    assert wire.ledger.next_due() is None


def test_rule_11_embargoed_copy_that_is_killed_never_alerts() -> None:
    wire = Wire()
    wire.send(reading("urn:a", event("truce"), outcome="embargoed", embargoed=NOON + hours(5)))
    wire.send(reading("urn:a", version="2", at=NOON + hours(1), outcome="canceled"))
    assert wire.wait(NOON + hours(9)) == []


@pytest.mark.parametrize(
    ("article", "status"),
    [({"headline": "EXERCISE EXERCISE - commandos land"}, "Exercise"), ({"profile": "test"}, "Test")],
)
def test_rule_12_test_and_exercise_copy_says_so_and_stays_out_of_the_real_thread(
    article: dict[str, str], status: str
) -> None:
    wire = Wire()
    (real,) = wire.send(reading("urn:real", event("strike")))
    (drill,) = wire.send(reading("urn:drill", event("strike"), provider="AFP", **article))
    assert (real.status, drill.status) == ("Actual", status)
    assert real.thread != drill.thread


def test_rule_12_an_event_of_an_exercise_says_so_by_itself() -> None:
    drill = reading("urn:drill", event("strike"), profile="test")
    changes = load_watcher().watch(drill, Known(), NOON)
    assert [told.status for told in changes.events] == ["Test"]


def test_rule_12_a_live_fire_exercise_in_the_news_is_the_real_thing() -> None:
    (alert,) = Wire().send(reading("urn:a", event("strike"), headline="Marines hold live-fire exercise after shelling"))
    assert alert.status == "Actual"


def test_rule_13_two_places_are_two_threads_though_one_town_filed_both() -> None:
    wire = Wire()
    wire.send(reading("urn:a", event("strike", place=ALEPPO), located="Beirut"))
    wire.send(reading("urn:b", event("strike", place=IDLIB), located="Beirut", provider="AFP"))
    assert [alert.msg_type for alert in wire.alerts] == [MsgType.ALERT, MsgType.ALERT]
    assert REBELS.name
