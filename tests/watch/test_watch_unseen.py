"""What runs of unseen copy taught: first words of no harm, sums of a war, towns close by, what is put off or vetoed."""

from __future__ import annotations

from datetime import datetime

import msgspec
from readings_by_hand import NOON, SYRIA, Wire, event, hours, on, reading, says, shingles

from bellwire.reading.reading import Place
from bellwire.watch.thread import ThreadState

AZAZ = Place(name="Azaz", path="SY/Azaz", country="SY", lat=36.59, lon=37.05, precision="town")
MAREA = Place(name="Marea", path="SY/Marea", country="SY", lat=36.52, lon=37.13, precision="town")


def test_a_first_word_that_nobody_was_hurt_denies_nothing_that_is_counted_later() -> None:
    wire = Wire()
    wire.send(reading("a", event("strike"), event("casualties", "denied", attribution=(says("the mayor"),))))
    dead = event("casualties", counts={"killed": (3, 3)}, disputed=True)
    wire.send(reading("b", event("strike"), dead, provider="AFP", at=NOON + hours(2)))
    assert wire.latest.changed is not None and "toll 3" in wire.latest.changed
    assert not wire.latest.contested


def test_who_denies_the_dead_still_disputes_them() -> None:
    wire = Wire()
    dead = event("casualties", counts={"killed": (3, 3)})
    wire.send(reading("a", event("strike"), dead))
    denial = event("casualties", "denied", attribution=(says("the army", denies=True),))
    wire.send(reading("b", denial, provider="AFP", at=NOON + hours(2)))
    assert wire.latest.contested


def test_a_sum_of_a_war_is_background() -> None:
    wire = Wire()
    text = "More than 3,000 people have been killed in raids since the coup."
    wire.send(reading("a", event("casualties", counts={"killed": (3001, 3999)}, text=text)))
    assert wire.reasons == ["background", "no-events"]


def test_what_is_the_worst_since_a_war_began_is_none() -> None:
    wire = Wire()
    text = "The raid was the deadliest since the war began: 30 were killed."
    wire.send(reading("a", event("strike", counts={"killed": (30, 30)}, text=text)))
    assert wire.reasons == ["new-thread"]


def test_blows_on_two_towns_close_by_are_two() -> None:
    wire = Wire()
    wire.send(reading("a", event("strike", place=AZAZ, counts={"killed": (3, 3)}), headline="Raid on Azaz kills three"))
    wire.send(reading("b", event("strike", place=MAREA), headline="Shells hit Marea", at=NOON + hours(1)))
    assert [alert.msg_type for alert in wire.alerts] == ["Alert", "Alert"]


def test_unless_the_copy_names_the_other_town() -> None:
    wire = Wire()
    wire.send(reading("a", event("strike", place=AZAZ), headline="Raid on Azaz"))
    text = "A raid hit Marea, a town near Azaz."
    wire.send(reading("b", event("strike", place=MAREA, text=text), provider="AFP", at=NOON + hours(1)))
    assert [alert.msg_type for alert in wire.alerts] == ["Alert", "Update"]


def test_a_deadline_keeps_its_hour_where_later_copy_names_the_day_alone() -> None:
    wire = Wire()
    wire.send(reading("a", event("talks", "planned", when=on("2016-12-06", "10:00"))))
    wire.send(reading("b", event("talks", "planned", when=on("2016-12-06")), provider="AFP", at=NOON + hours(3)))
    assert wire.latest.deadline is not None
    assert wire.latest.deadline.at == datetime.fromisoformat("2016-12-06T10:00:00Z")


def test_what_is_put_off_by_a_day_is_due_a_day_later() -> None:
    wire = Wire()
    wire.send(reading("a", event("withdrawal", "planned", when=on("2016-12-06"))))
    text = "The withdrawal was delayed by a day, the army said."
    wire.send(reading("b", event("withdrawal", "planned", text=text), provider="AFP", at=NOON + hours(3)))
    assert wire.latest.deadline is not None
    assert wire.latest.deadline.at == datetime.fromisoformat("2016-12-07T23:59:00Z")


def test_what_is_put_off_without_a_new_time_is_called_off_for_now() -> None:
    wire = Wire()
    wire.send(reading("a", event("talks", "planned", when=on("2016-12-06", "10:00"))))
    text = "The talks have been postponed, a diplomat said."
    wire.send(reading("b", event("talks", "planned", text=text), provider="AFP", at=NOON + hours(3)))
    assert wire.latest.deadline is not None
    assert wire.latest.deadline.state == "averted"


def test_talks_that_a_report_tells_as_yet_to_come_are_not_their_own_outcome() -> None:
    wire = Wire()
    wire.send(reading("a", event("talks", "planned", when=on("2016-12-06", "10:00"))))
    named, due = event("talks"), event("talks", "planned", when=on("2016-12-06"))
    wire.send(reading("b", named, due, provider="AFP", at=NOON + hours(3)))
    assert wire.latest.deadline is not None
    assert wire.latest.deadline.state == "open"


def test_a_truce_that_no_rule_knows_is_none_where_a_rule_reads_its_veto() -> None:
    wire = Wire()
    text = "Two powers vetoed a resolution on a truce in Aleppo."
    one = event("truce", text=text)
    unruled = type(one)(**{name: getattr(one, name) for name in one.__struct_fields__} | {"rule": "truce/unruled"})
    wire.send(reading("a", unruled, event("rejection", text=text)))
    assert [alert.event.kind for alert in wire.alerts] == ["rejection"]


def test_what_is_no_news_by_itself_revives_nothing_that_was_killed() -> None:
    wire = Wire()
    wire.send(reading("a", event("attack")))
    wire.send(reading("a", version="2", outcome="canceled", at=NOON + hours(1)))
    wire.send(reading("b", event("attack", "claimed", alertable=False), provider="AFP", at=NOON + hours(2)))
    (thread,) = wire.ledger.threads.values()
    assert thread.state is ThreadState.CANCELED
    assert wire.latest.msg_type == "Cancel"


def test_a_protest_after_the_shooting_tells_of_no_new_one() -> None:
    wire = Wire()
    text = "Oman accused both sides of recklessness after the shooting on their border."
    protest, shooting = event("accusation", text=text), event("attack", place=SYRIA, text=text)
    [said] = protest.evidence
    protest = msgspec.structs.replace(protest, evidence=(msgspec.structs.replace(said, field="headline"), said))
    at = text.index("shooting")
    shooting = msgspec.structs.replace(shooting, evidence=(msgspec.structs.replace(said, trigger=(at, at + 8)),))
    wire.send(reading("a", protest, shooting, headline=text))
    assert not wire.alerts


def test_a_reprint_under_another_name_has_no_story_of_its_own() -> None:
    text = (
        "Gunmen stopped a bus at the edge of the town and shot six labourers dead, police said on Wednesday. "
        "The passengers were made to lie face down in the sand before the killers singled out those from elsewhere."
    )
    somalia = Place(name="Somalia", path="SO", country="SO", lat=5.0, lon=46.0, precision="country")
    for printed, threads in ((text, 1), ("Bandits burnt lorries on a mountain road overnight.", 2)):
        wire = Wire()
        wire.send(reading("a", event("attack", place=AZAZ), provider="AFP", shingles=shingles(text)))
        both = (event("attack", place=AZAZ), event("attack", place=somalia))
        wire.send(reading("b", *both, at=NOON + hours(1), provider="The Standard", shingles=shingles(printed)))
        assert len(wire.ledger.threads) == threads
