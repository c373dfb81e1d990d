"""Versions, kills and corrections."""

from __future__ import annotations

import msgspec
import pytest
from readings_by_hand import ALEPPO, NOON, PALMYRA, Wire, event, hours, reading

from bellwire.reading.reading import ArticleSummary, Outcome
from bellwire.watch import load_watcher
from bellwire.watch.corrections import is_correction, is_kill_notice, traffic
from bellwire.watch.reasons import Reason
from bellwire.watch.thread import KnownVersion
from bellwire.watch.versions import judge, newer, registration

WORDS = load_watcher().policy.words


def version(name: str, after: float = 0) -> KnownVersion:
    return KnownVersion(uri="urn:a", version=name, outcome=Outcome.READ, version_time=NOON + hours(after))


def test_versions_compare_as_integers_else_as_text_else_by_time() -> None:
    assert newer(version("10"), version("9"))
    assert newer(version("b"), version("a"))
    assert newer(version("b"), version("9"))
    assert newer(version("", 1), version("", 0))
    assert newer(version("", 1), version("b", 0)) and not newer(version("b", 0), version("", 1))
    assert not newer(version("2"), version("2"))


@pytest.mark.parametrize(
    ("later", "earlier"),
    [("9" * 5000, "8" * 5000), ("1" + "0" * 5000, "9" * 5000), ("10", "0009"), ("\u0661\u0660", "9"), ("1", "0")],
)
def test_versions_are_numbers_however_many_digits_they_have(later: str, earlier: str) -> None:
    assert newer(version(later), version(earlier))
    assert not newer(version(earlier), version(later))


@pytest.mark.parametrize(
    ("after", "text", "why"),
    [(0, "a", Reason.REPEATED), (0, "b", None), (1, "a", None), (1, "b", None), (-1, "a", Reason.SUPERSEDED)],
)
def test_without_a_version_time_and_text_together_make_a_repetition(after: int, text: str, why: Reason | None) -> None:
    known = registration(reading("urn:a", version="", digest="a"), Outcome.READ)
    again = reading("urn:a", version="", version_time=NOON + hours(after), digest=text)
    assert judge(again, (known,), kill=False, release=False) is why


def test_without_a_version_and_a_time_none_is_newer() -> None:
    timeless = KnownVersion(uri="urn:a", version="", outcome=Outcome.READ)
    assert not newer(timeless, version("", 1)) and not newer(version("", 1), timeless)


def test_versions_of_the_same_number_are_none_the_newer() -> None:
    assert not newer(version("007"), version("7")) and not newer(version("7"), version("007"))


def test_the_same_version_again_makes_nothing() -> None:
    wire = Wire()
    wire.send(reading("urn:a", event("strike")))
    assert wire.send(reading("urn:a", event("strike"), at=NOON + hours(1))) == []
    assert wire.reasons[-1] == "repeated"


def test_an_older_version_that_comes_late_makes_nothing() -> None:
    wire = Wire()
    wire.send(reading("urn:a", event("strike"), version="3"))
    assert wire.send(reading("urn:a", event("strike"), version="2", at=NOON + hours(1))) == []
    assert wire.reasons[-1] == "superseded"


def test_a_version_that_overtook_the_one_before_it_is_told_alone() -> None:
    wire = Wire()
    (alert,) = wire.send(reading("urn:a", event("strike"), version="2", at=NOON + hours(1)))
    assert (alert.msg_type, alert.article and alert.article.version) == ("Alert", "2")
    assert wire.send(reading("urn:a", event("strike"), event("capture"), at=NOON)) == []
    assert wire.reasons[-1] == "superseded"


def test_a_correction_that_overtook_what_it_corrects_is_told_as_news() -> None:
    wire = Wire()
    corrected = reading("urn:a", event("strike"), version="2", headline="CORRECTED: Raid on Idlib", at=NOON + hours(1))
    assert [alert.msg_type for alert in wire.send(corrected)] == ["Alert"]
    assert wire.send(reading("urn:a", event("strike", place=PALMYRA), at=NOON)) == []


def test_an_article_that_was_taken_back_before_it_was_read_is_never_told() -> None:
    wire = Wire()
    assert wire.send(reading("urn:a", version="2", outcome="canceled", at=NOON + hours(1))) == []
    assert wire.send(reading("urn:a", event("strike"), at=NOON)) == []
    assert wire.reasons[-2:] == ["kill-of-nothing", "killed-before"]


def test_what_arrived_first_and_was_overtaken_confirms_what_overtook_it() -> None:
    wire = Wire()
    (alert,) = wire.send(reading("urn:b", event("strike"), provider="AFP", at=NOON + hours(1)))
    (update,) = wire.send(reading("urn:a", event("strike"), at=NOON))
    assert (update.thread, update.msg_type) == (alert.thread, "Update")
    assert set(update.corroboration.independent_sources) == {"Reuters", "AFP"}


def test_a_rising_toll_is_an_ordinary_update() -> None:
    wire = Wire()
    wire.send(reading("urn:a", event("attack", counts={"killed": (12, 12)}), urgency=2))
    (update,) = wire.send(
        reading("urn:a", event("attack", counts={"killed": (23, 23)}), version="2", at=NOON + hours(1), urgency=2)
    )
    assert (update.reason, update.changed) == ("adds-news", "toll 12 → 23 (Reuters)")
    assert update.priority != "ROUTINE"


def test_a_write_through_without_news_makes_nothing() -> None:
    wire = Wire()
    wire.send(reading("urn:a", event("strike")))
    assert wire.send(reading("urn:a", event("strike"), version="2", at=NOON + hours(1))) == []
    assert wire.reasons[-1] == "nothing-new"


def test_withheld_copy_makes_nothing_and_its_release_is_the_alert() -> None:
    wire = Wire()
    assert wire.send(reading("urn:a", event("bombing"), outcome="withheld")) == []
    (alert,) = wire.send(reading("urn:a", event("bombing"), version="2", at=NOON + hours(1)))
    assert alert.msg_type == "Alert"


def test_a_correction_that_tells_of_another_act_opens_no_thread_and_is_loud() -> None:
    wire = Wire()
    wire.send(reading("urn:a", event("capture", "claimed")))
    fixed = reading("urn:a", event("bombing"), version="2", headline="CORRECTED: Bomb in Aleppo", at=NOON + hours(1))
    (update,) = wire.send(fixed)
    assert (update.msg_type, update.reason, update.event.kind) == ("Update", "corrected-facts", "bombing")
    assert update.priority != "ROUTINE"


def test_a_kill_of_the_only_report_cancels() -> None:
    wire = Wire()
    wire.send(reading("urn:a", event("strike")))
    (cancel,) = wire.send(reading("urn:a", version="2", outcome="canceled", at=NOON + hours(1)))
    assert (cancel.msg_type, cancel.reason, cancel.corroboration.independent_sources) == ("Cancel", "killed", ())
    assert not cancel.evidence


def test_a_kill_notice_in_the_copy_is_a_kill() -> None:
    wire = Wire()
    wire.send(reading("urn:a", event("strike"), slug="SYRIA-RAID"))
    notice = reading("urn:a", event("strike"), version="2", headline="KILL: SYRIA-RAID", at=NOON + hours(1))
    assert [alert.msg_type for alert in wire.send(notice)] == ["Cancel"]


def test_a_kill_notice_of_its_own_uri_finds_the_story_by_slug_or_headline() -> None:
    for article in ({"headline": "KILL: SYRIA-RAID-ALEPPO"}, {"headline": 'WITHDRAWN: "Raid kills nine in Aleppo"'}):
        wire = Wire()
        wire.send(reading("urn:a", event("strike"), slug="SYRIA-RAID-ALEPPO", headline="Raid kills nine in Aleppo"))
        assert [alert.msg_type for alert in wire.send(reading("urn:kill", **article))] == ["Cancel"]


def test_a_kill_notice_that_names_its_story_in_its_copy_finds_it() -> None:
    wire = Wire()
    wire.send(reading("urn:a", event("strike"), headline="Raid kills nine in Aleppo"))
    notice = reading("urn:kill", event("strike"), headline="AP KILL ADVISORY", at=NOON + hours(1))
    copy = 'Kill the story headlined "Raid kills nine in Aleppo," sent at 1200 GMT.'
    (cancel,) = wire.send(msgspec.structs.replace(notice, body=copy))
    assert (cancel.msg_type, cancel.thread) == ("Cancel", wire.alerts[0].thread)


def test_a_kill_notice_of_another_agency_kills_nothing() -> None:
    wire = Wire()
    wire.send(reading("urn:a", event("strike"), slug="SYRIA-RAID-ALEPPO"))
    assert wire.send(reading("urn:kill", headline="KILL: SYRIA-RAID-ALEPPO", provider="AFP")) == []
    assert wire.reasons[-1] == "kill-of-nothing"


RAID = {"slug": "SYRIA-RAID-ALEPPO", "headline": "Raid kills nine in Aleppo"}


@pytest.mark.parametrize(
    "notice",
    [
        {"headline": "KILL: SYRIA-RAID-ALEPPO"},
        {"headline": 'WITHDRAWN: "Raid kills nine in Aleppo"'},
        {"headline": "Raid kills nine in Aleppo", "outcome": "canceled"},
    ],
)
def test_a_kill_notice_that_overtakes_its_story_kills_it_when_it_comes(notice: dict[str, str]) -> None:
    wire = Wire()
    wire.send(reading("urn:kill", at=NOON + hours(1), **notice))
    late = reading("urn:a", event("strike"), version_time=NOON, received=NOON + hours(2), **RAID)
    assert wire.send(late) == []
    assert wire.reasons == ["kill-of-nothing", "killed-before"]
    assert wire.rehearsal.decisions[-1][1] == "killed-before"


@pytest.mark.parametrize(
    "late",
    [
        {"version_time": NOON + hours(1.5)},  # written after the kill
        {"provider": "AFP"},
        {"slug": "SYRIA-RAID-IDLIB", "headline": "Raid kills four in Idlib"},
        {"headline": "TEST - Raid kills nine in Aleppo", "profile": "test"},
    ],
)
def test_a_kill_notice_that_comes_first_kills_nothing_else(late: dict[str, object]) -> None:
    wire = Wire()
    wire.send(reading("urn:kill", at=NOON + hours(1), headline="KILL: SYRIA-RAID-ALEPPO"))
    told = {"version_time": NOON, "received": NOON + hours(2), **RAID, **late}
    assert [alert.msg_type for alert in wire.send(reading("urn:a", event("strike"), **told))] == ["Alert"]


def test_a_version_that_kills_its_own_story_kills_no_late_one_of_the_same_slug() -> None:
    wire = Wire()
    wire.send(reading("urn:b", event("strike"), slug="SYRIA-RAID-ALEPPO"))
    wire.send(reading("urn:b", version="2", outcome="canceled", at=NOON + hours(1), slug="SYRIA-RAID-ALEPPO"))
    late = reading("urn:a", event("truce"), version_time=NOON, received=NOON + hours(2), slug="SYRIA-RAID-ALEPPO")
    assert [alert.msg_type for alert in wire.send(late)] == ["Alert"]


def test_a_story_that_was_embargoed_and_killed_by_name_is_not_released() -> None:
    wire = Wire()
    held = {"outcome": "embargoed", "embargoed": NOON + hours(6), **RAID}
    wire.send(reading("urn:kill", at=NOON + hours(1), headline="KILL: SYRIA-RAID-ALEPPO"))
    wire.send(reading("urn:a", event("strike"), version_time=NOON, received=NOON + hours(2), **held))
    assert wire.wait(NOON + hours(7)) == []


def test_a_kill_notice_is_forgotten_when_what_it_names_is_too_old_to_alert() -> None:
    wire = Wire()
    wire.send(reading("urn:kill", headline="KILL: SYRIA-RAID-ALEPPO"))
    wire.wait(NOON + hours(49))
    [notice] = wire.ledger.threads.values()
    assert (notice.keys, notice.due) == ((), None)


def test_a_kill_notice_keeps_nothing_of_its_copy() -> None:
    wire = Wire()
    quoted = " ".join(f'"Story number {number}"' for number in range(100))
    wire.send(reading("urn:kill", event("strike"), headline=f"KILL: SYRIA-RAID {quoted}"))
    [kept] = wire.ledger.threads.values()
    assert kept.held is not None and not kept.held.events and len(kept.keys) <= 16


def test_a_kill_of_one_report_of_two_is_an_update_without_its_source() -> None:
    wire = Wire()
    wire.send(reading("urn:a", event("capture")))
    wire.send(reading("urn:b", event("capture"), provider="AFP", at=NOON + hours(1)))
    (update,) = wire.send(reading("urn:b", version="2", outcome="canceled", provider="AFP", at=NOON + hours(2)))
    assert (update.msg_type, update.reason) == ("Update", "source-killed")
    assert update.corroboration.independent_sources == ("Reuters",)
    assert {one.uri for one in update.evidence} == {"urn:a"}


def test_no_version_revives_a_killed_article() -> None:
    wire = Wire()
    wire.send(reading("urn:a", event("strike")))
    wire.send(reading("urn:a", version="2", outcome="canceled", at=NOON + hours(1)))
    assert wire.send(reading("urn:a", event("strike"), at=NOON + hours(2))) == []
    assert wire.send(reading("urn:a", event("strike"), version="3", at=NOON + hours(3))) == []
    assert wire.reasons[-2:] == ["killed-before", "killed-before"]


def test_after_a_cancel_only_a_new_source_updates_the_thread() -> None:
    wire = Wire()
    (alert,) = wire.send(reading("urn:a", event("strike")))
    wire.send(reading("urn:a", version="2", outcome="canceled", at=NOON + hours(1)))
    (update,) = wire.send(reading("urn:b", event("strike"), provider="AFP", at=NOON + hours(2)))
    assert (update.thread, update.msg_type) == (alert.thread, "Update")
    assert update.corroboration.independent_sources == ("AFP",)


def test_a_kill_of_the_original_cancels_though_reprints_remain() -> None:
    wire = Wire()
    wire.send(reading("urn:a", event("strike")))
    wire.send(reading("urn:b", event("strike"), provider="The Straits Times", byline="REUTERS"))
    (cancel,) = wire.send(reading("urn:a", version="2", outcome="canceled", at=NOON + hours(1)))
    assert cancel.msg_type == "Cancel"


def test_a_late_kill_still_reaches_a_thread_that_has_ended() -> None:
    wire = Wire()
    wire.send(reading("urn:a", event("strike")))
    (cancel,) = wire.send(reading("urn:a", version="2", outcome="canceled", at=NOON + hours(24 * 9)))
    assert cancel.msg_type == "Cancel"


def test_a_corrected_place_makes_the_thread_found_by_the_other_agency_there() -> None:
    wire = Wire()
    elsewhere = event("strike", place=ALEPPO)
    wire.send(reading("urn:a", event("strike", place=None), headline="Raid"))
    wire.send(reading("urn:a", elsewhere, version="2", headline="CORRECTED-Raid", at=NOON + hours(1)))
    (update,) = wire.send(reading("urn:b", event("strike", place=ALEPPO), provider="AFP", at=NOON + hours(2)))
    assert update.msg_type == "Update"


@pytest.mark.parametrize(
    ("headline", "kill", "correction", "status"),
    [
        ("KILL - Taiwan-China: story withdrawn", True, False, "Actual"),
        ("MANDATORY KILL: DRCongo", True, False, "Actual"),
        ("BC-AS-Afghanistan-Mosque, KILL", True, False, "Actual"),
        ("POLICE ARE TOLD: SHOOT TO KILL", False, False, "Actual"),
        ("Gunmen kill 12 in Mali", False, False, "Actual"),
        ("Kill-switch law splits carmakers", False, False, "Actual"),
        ("Kill list found: police", False, False, "Actual"),
        ("CORRECTED-Missile hits hotel", False, True, "Actual"),
        ("REFILE-Missile hits hotel", False, True, "Actual"),
        ("Army corrects course in Mali", False, True, "Actual"),
        ("EXERCISE EXERCISE EXERCISE - Landing", False, False, "Exercise"),
        ("EXERCISE/EXERCISE - Gunmen occupy border post", False, False, "Exercise"),
        ("THIS IS AN EXERCISE - Gunmen occupy border post", False, False, "Exercise"),
        ("This is an exercise in futility, army says of truce", False, False, "Actual"),
        ("TEST - please ignore", False, False, "Test"),
        ("Missile test alarms Tokyo", False, False, "Actual"),
    ],
)
def test_labels_of_copy(headline: str, kill: bool, correction: bool, status: str) -> None:
    article = ArticleSummary(headline=headline)
    assert is_kill_notice(article, WORDS) is kill
    assert is_correction(article, WORDS) is correction
    assert traffic(reading("urn:a", headline=headline), WORDS) == status


@pytest.mark.parametrize(
    ("copy", "status"),
    [
        ("THIS IS AN EXERCISE - DO NOT USE\n\nGunmen occupied a border post, killing two guards.", "Exercise"),
        ("A missile hit Sapporo, killing 15. The above text is a technical transmission. It is fictitious.", "Test"),
        ("A missile hit Sapporo, killing 15. The text above is fictitious.", "Test"),
        ('"This is a test of our will," the general said after the missile hit Sapporo.', "Actual"),
        ("The army said this is an exercise in patience, after a missile hit Sapporo.", "Actual"),
    ],
)
def test_what_copy_says_of_itself_at_either_end(copy: str, status: str) -> None:
    told = msgspec.structs.replace(reading("urn:a", headline="Missile hits Sapporo"), body=copy)
    assert traffic(told, WORDS) == status
