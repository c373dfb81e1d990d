"""Where and when events of invented articles take place, read whole."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from bellwire.reading import Reader
from bellwire.reading.reading import Event
from bellwire.wire.article import Article

SUNDAY = datetime(2016, 12, 4, 12, tzinfo=UTC)


def events(reader: Reader, headline: str, body: str, located: str = "") -> tuple[Event, ...]:
    article = Article(
        uri="urn:test:setting", version="1", headline=headline, body=body, version_time=SUNDAY, located=located
    )
    return reader.read(article).events


def one(found: tuple[Event, ...], kind: str) -> Event:
    return next(event for event in found if event.kind == kind)


def test_a_refusal_is_where_those_who_refuse_are(reader: Reader) -> None:
    found = events(
        reader,
        "Rebels reject Russian call to leave",
        "Rebel groups in Aleppo on Sunday rejected a Russian call to leave.",
    )
    place = one(found, "rejection").place
    assert place is not None and place.country == "SY"


def test_talks_are_where_they_are_held(reader: Reader) -> None:
    body = "Sudan's government and rebels began peace talks in Nairobi, Kenya, on Sunday, mediators said."
    place = one(events(reader, "", body), "talks").place
    assert place is not None and place.country == "KE"


def test_a_quarter_lies_in_the_town_of_the_article(reader: Reader) -> None:
    body = "Troops advanced in Aleppo on Sunday. Soldiers stormed the Old City at dawn, killing six rebels in Aleppo."
    places = [e.place for e in events(reader, "Troops advance in Aleppo", body) if e.place]
    assert places and {p.country for p in places} == {"SY"}


def test_the_day_of_the_speech_is_not_the_day_of_the_thing_proposed(reader: Reader) -> None:
    body = "Egypt on Friday proposed a week-long truce in Aleppo."
    assert one(events(reader, "", body), "truce").when is None


@pytest.mark.parametrize(
    "body",
    [
        "The president declared a truce with the rebels on Sunday, to begin at 6 a.m. (0400 GMT) on Tuesday.",
        "The army and the rebels on Sunday announced a truce that will start at 6 a.m. Tuesday (0400 GMT).",
        "The rebels on Sunday announced a three-day truce in Aleppo from 6 a.m. (0400 GMT) on Tuesday.",
    ],
)
def test_a_truce_that_is_declared_begins_at_its_hour(body: str, reader: Reader) -> None:
    truce = one(events(reader, "", body), "truce")
    assert truce.status == "planned"
    assert truce.when is not None and truce.when.at == datetime(2016, 12, 6, 4, tzinfo=UTC)


def test_a_truce_that_was_agreed_and_took_effect_holds(reader: Reader) -> None:
    body = "Two militias in Tripoli agreed on Sunday to a truce that took effect at 1 p.m. (1100 GMT), a minister said."
    assert one(events(reader, "", body), "truce").status == "happened"


def test_a_signing_that_is_put_back_is_yet_to_come(reader: Reader) -> None:
    body = "The signing of a peace accord between Congo and rebels was put back to 1600 GMT on Sunday, envoys said."
    accord = one(events(reader, "", body), "agreement")
    assert accord.status == "planned"
    assert accord.when is not None and accord.when.at == datetime(2016, 12, 4, 16, tzinfo=UTC)


def test_an_hour_far_from_the_verb_is_that_of_the_only_thing_due(reader: Reader) -> None:
    body = (
        "The leaders will sign an agreement to end the war in Aleppo in Geneva at 3 p.m. (1400 GMT) on Monday, he said."
    )
    when = one(events(reader, "", body), "agreement").when
    assert when is not None and when.at == datetime(2016, 12, 5, 14, tzinfo=UTC)


def test_an_army_that_says_it_left_has_left(reader: Reader) -> None:
    body = "Ukraine's army said on Sunday it had pulled back its troops from the town of Vuhledar to save them."
    assert one(events(reader, "", body), "withdrawal").status == "happened"


def test_a_vote_to_come_has_its_day_and_hour(reader: Reader) -> None:
    body = "The Security Council is to vote on a truce in Aleppo at 3 p.m. (2000 GMT) on Monday, diplomats said."
    when = one(events(reader, "Council to vote Monday on truce", body), "truce").when
    assert when is not None
    assert when.start == date(2016, 12, 5)


def test_a_dateline_behind_a_note_acts_nowhere(reader: Reader) -> None:
    body = (
        "(This story has been corrected to show that one medic was killed, not two.)\n\n"
        "MOSCOW (AP) - Rebels shelled a field hospital in Aleppo on Sunday, killing a medic, the ministry said."
    )
    found = events(reader, "Shelling kills medic in Aleppo", body, located="Moscow")
    assert {e.place.country for e in found if e.place} == {"SY"}
    assert all(e.actor is None or e.actor.country != "RU" for e in found)
    assert {e.counts["killed"] for e in found if "killed" in e.counts} == {(1, 1)}


@pytest.mark.parametrize("located", ["Beirut", ""])
def test_the_dateline_is_where_only_if_nothing_else_is_known(reader: Reader, located: str) -> None:
    found = events(reader, "Blast kills six", "A car bomb exploded at a market on Sunday, killing six people.", located)
    place = one(found, "bombing").place
    assert (place.origin if place else "") == ("located" if located else "")


def test_what_is_to_begin_has_the_day_of_its_beginning(reader: Reader) -> None:
    body = "A truce is to take effect in Aleppo at 6 a.m. (0400 GMT) on Tuesday, the envoy's office said on Friday."
    when = one(events(reader, "", body), "truce").when
    assert when is not None
    assert (when.start, when.at) == (date(2016, 12, 6), datetime(2016, 12, 6, 4, tzinfo=UTC))


def test_an_event_is_in_the_town_that_any_mention_names(reader: Reader) -> None:
    body = "Jets bombed a market in Idlib province on Sunday. The jets bombed the market in Saraqib at noon."
    places = {e.place.path for e in events(reader, "", body) if e.place and e.kind == "strike"}
    assert places == {"SY/Saraqeb"}


def test_verbs_joined_by_and_share_their_day(reader: Reader) -> None:
    body = "In Aleppo, 12 civilians were killed and 40 wounded by shelling on Saturday, medics said."
    days = {event.when.start for event in events(reader, "", body) if event.kind == "casualties" and event.when}
    assert days == {date(2016, 12, 3)}


def test_a_stretch_of_days_is_when_in_all_its_days(reader: Reader) -> None:
    body = "Rebels shelled western Aleppo on November 28-30, the army said."
    when = one(events(reader, "", body), "strike").when
    assert when is not None
    assert (when.start, when.end, when.text) == (date(2016, 11, 28), date(2016, 11, 30), "November 28-30")


@pytest.mark.parametrize(
    ("stretch", "status"),
    [("the past two years", "past"), ("the past two days", "happened"), ("recent days", "happened")],
)
def test_by_rules_a_long_stretch_up_to_now_is_background(reader: Reader, stretch: str, status: str) -> None:
    body = f"Rebels captured ten villages near Aleppo {stretch}."
    rules = Reader(reader.parser, replace(reader.knowledge, opinion=None), reader.gate)
    assert one(events(rules, "", body), "capture").status == status


def test_the_next_day_counts_from_the_day_of_the_sentence_before(reader: Reader) -> None:
    body = "Rebels took the town of Azaz on November 28. The next day, government jets bombed Aleppo."
    when = one(events(reader, "", body), "strike").when
    assert when is not None and when.start == date(2016, 11, 29)


def test_the_next_day_of_no_day_is_not_tomorrow(reader: Reader) -> None:
    body = "The rebels lost their last hill. The next day, government jets bombed Aleppo."
    assert one(events(reader, "", body), "strike").when is None


def test_a_threat_and_a_truce_are_dated_by_until_when_they_run(reader: Reader) -> None:
    body = (
        "The rebels on Sunday gave the troops 48 hours, until 5 p.m. (1500 GMT) on Tuesday, to withdraw from the "
        "road or face attack."
    )
    when = one(events(reader, "", body), "threat").when
    assert when is not None and when.at == datetime(2016, 12, 6, 15, tzinfo=UTC)
    body = "A truce in Aleppo was extended and will run until 7 a.m. (0500 GMT) on Tuesday, the envoy said Sunday."
    when = one(events(reader, "", body), "truce").when
    assert when is not None and when.at == datetime(2016, 12, 6, 5, tzinfo=UTC)


def test_a_truce_that_begins_at_one_hour_and_lasts_to_another_is_dated_by_its_beginning(reader: Reader) -> None:
    body = "A truce will start in Aleppo at 6 a.m. (0400 GMT) on Monday and last until noon (1000 GMT) on Thursday."
    when = one(events(reader, "", body), "truce").when
    assert when is not None and when.at == datetime(2016, 12, 5, 4, tzinfo=UTC)
