"""The hour of what is due, told apart from its day or put off, and days that count from those of the dateline."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from bellwire.reading import Reader
from bellwire.reading.reading import Event
from bellwire.wire.article import Article

TOLD = datetime.fromisoformat("2024-05-14T18:00:00Z")


def events(reader: Reader, headline: str, body: str, told: datetime = TOLD, **more: str) -> tuple[Event, ...]:
    return reader.read(
        Article(uri="urn:h", version="1", headline=headline, body=body, version_time=told, **more)
    ).events


def test_the_next_sentence_gives_the_hour_of_what_is_due_on_a_day(reader: Reader) -> None:
    body = "Armenia and Azerbaijan will hold peace talks in Tbilisi on Friday. The talks are due to start at 1000 GMT."
    found = [one for one in events(reader, "", body) if one.kind == "talks"]
    assert [one.when.at for one in found if one.when] == [datetime.fromisoformat("2024-05-17T10:00:00Z")]


def test_who_is_to_meet_gives_the_hour_too(reader: Reader) -> None:
    body = "Serbia and Kosovo will hold peace talks in Brussels on Friday. The two are to meet at 3 p.m. (1300 GMT)."
    found = [one for one in events(reader, "", body) if one.kind == "talks"]
    assert {one.when.at for one in found if one.when} == {datetime.fromisoformat("2024-05-17T13:00:00Z")}


def test_what_is_put_to_a_vote_is_due_when_it_is_voted_on(reader: Reader) -> None:
    body = (
        "The U.N. Security Council will vote at 10 a.m. (1500 GMT) on Thursday on a draft resolution that would order "
        "the withdrawal of all peacekeepers from Cyprus by the end of the year, diplomats said on Tuesday."
    )
    found = [one for one in events(reader, "", body) if one.kind == "withdrawal"]
    assert {one.when.at for one in found if one.when} == {datetime.fromisoformat("2024-05-16T15:00:00Z")}


def test_an_hour_of_another_thing_is_none_of_it(reader: Reader) -> None:
    body = "Armenia and Azerbaijan will hold peace talks in Tbilisi on Friday. The match is due to start at 1000 GMT."
    found = [one for one in events(reader, "", body) if one.kind == "talks"]
    assert [one.when.at for one in found if one.when] == [None]


@pytest.mark.parametrize("how", ["postponed on Tuesday to", "put off from Wednesday until"])
def test_what_is_put_off_is_due_when_it_is_put_off_to(how: str, reader: Reader) -> None:
    body = f"A Security Council vote on a ceasefire in Sudan was {how} Friday at 1300 GMT, diplomats said."
    found = [one for one in events(reader, "", body) if one.kind == "truce" and one.when]
    assert {one.when.at for one in found if one.when} == {datetime.fromisoformat("2024-05-17T13:00:00Z")}


def test_days_count_from_that_of_the_dateline(reader: Reader) -> None:
    body = "North Korea fired a ballistic missile on Friday, South Korea's military said."
    late = datetime.fromisoformat("2024-05-16T22:05:00Z")
    found = [one for one in events(reader, "", body, late, located="Seoul") if one.when]
    assert {one.when.start for one in found if one.when} == {date(2024, 5, 17)}


def test_no_group_has_claimed_an_attack_makes_it_no_claim(reader: Reader) -> None:
    body = "Gunmen ambushed a convoy near Mosul on Monday and killed two guards.\n\nNo group has claimed the attack."
    assert {one.status for one in events(reader, "", body) if one.kind == "attack"} == {"happened"}


def test_a_claim_to_have_done_a_thing_can_be_denied(reader: Reader) -> None:
    body = "Ukraine's military on Tuesday denied Moscow's claim to have captured Kupiansk."
    assert {one.status for one in events(reader, "", body) if one.kind == "capture"} == {"denied"}


@pytest.mark.parametrize(("stretch", "status"), [("In the past year", "past"), ("In the past month", "happened")])
def test_what_came_in_a_stretch_until_now_is_news_where_the_stretch_is_short(
    reader: Reader, stretch: str, status: str
) -> None:
    found = events(reader, "", f"{stretch} rebels killed 12 soldiers near Goma.")
    assert found and {one.status for one in found} == {status}


def test_a_truce_that_holds_has_the_hour_at_which_it_ends(reader: Reader) -> None:
    body = (
        "A two-day truce between soldiers and rebels began in Bamenda on Friday, residents said.\n\n"
        "The pause came into force at 6:00 am (0500 GMT) and is due to end at 6:00 am (0500 GMT) on Sunday."
    )
    [truce] = [one for one in events(reader, "", body) if one.kind == "truce"]
    assert truce.when and truce.when.at and truce.when.at.weekday() == 6 and truce.when.at.hour == 5


@pytest.mark.parametrize("hour", ["The vote is down for 3pm (0400 GMT).", "Voting starts at 4 a.m. GMT."])
def test_a_vote_has_its_hour_from_the_sentence_after_it(reader: Reader, hour: str) -> None:
    body = f"Parliament will vote on Friday on a peace accord with the rebels. {hour}"
    [accord] = [one for one in events(reader, "", body) if one.kind == "agreement"]
    assert accord.when and accord.when.at and accord.when.at.hour == 4
