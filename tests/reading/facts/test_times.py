"""Time expressions of wire copy and their TIMEX3 values, resolved against Wednesday, 7 December 2016, 15:30 UTC."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bellwire.reading.facts.times import find_times
from kit.effort import soon

ANCHOR = datetime(2016, 12, 7, 15, 30, tzinfo=UTC)


def values(text: str) -> list[str]:
    return [m.value for m in find_times(text, ANCHOR)]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("The army advanced on Sunday.", "2016-12-04"),
        ("Officials said Wednesday that the town had fallen.", "2016-12-07"),
        ("The council will vote on Monday.", "2016-12-12"),
        ("A truce is due to begin on Friday.", "2016-12-09"),
        ("On Saturday, the council will meet again.", "2016-12-10"),
        ("The rebels withdrew last Thursday.", "2016-12-01"),
        ("They meet next Tuesday.", "2016-12-13"),
        ("The truce holds from Monday.", "2016-12-12"),
        ("Shells fell yesterday.", "2016-12-06"),
        ("It starts tomorrow.", "2016-12-08"),
        ("He arrived the day before yesterday.", "2016-12-05"),
        ("The raid came on December 4.", "2016-12-04"),
        ("The raid came on 4 December.", "2016-12-04"),
        ("The raid came on Dec 4, 2015.", "2015-12-04"),
        ("The talks collapsed on Nov. 25.", "2016-11-25"),
        ("The truce expires on January 3.", "2017-01-03"),
        ("It was signed on 2012-06-30.", "2012-06-30"),
        ("War broke out on the 4th of August, 1914.", "1914-08-04"),
        ("The war has raged since 2011.", "2011"),
        ("It was built in the 1980s.", "198X"),
        ("Fighting grew in early 1997.", "1997"),
        ("They fled in March.", "2016-03"),
        ("Elections are planned for January.", "2017-01"),
        ("They fled in June 1998.", "1998-06"),
        ("The base was taken last week.", "2016-W48"),
        ("The vote is next month.", "2017-01"),
        ("The base was taken last year.", "2015"),
        ("He left two days ago.", "2016-12-05"),
        ("He left three months ago.", "2016-09"),
        ("He left ten years ago.", "2006"),
        ("Shelling went on overnight.", "2016-12-06TNI"),
        ("Planes struck early on Tuesday morning.", "2016-12-06TMO"),
        ("Planes struck on Monday night.", "2016-12-05TNI"),
        ("They will leave tonight.", "2016-12-07TNI"),
        ("It lasted for seven days.", "P7D"),
        ("The envoy proposed a seven-day truce.", "P7D"),
        ("They must leave within 48 hours.", "PT48H"),
        ("A day-long battle ended.", "P1D"),
        ("The siege has lasted three and a half years.", "P3.5Y"),
        ("They held out for twenty-five days.", "P25D"),
        ("He was jailed for several months.", "PXM"),
        ("Buses run every day.", "P1D"),
        ("They march every Friday.", "XXXX-WXX-5"),
        ("The deadline is 9 a.m. EST Tuesday.", "2016-12-13T09:00"),
        ("The raid began at 2000 GMT.", "2016-12-07T20:00"),
        ("The raid began at 3 p.m. (1300 GMT).", "2016-12-07T15:00"),
        ("The truce begins at midnight.", "2016-12-07T24:00"),
        ("It was over by noon.", "2016-12-07T12:00"),
        ("He flies home on Christmas Eve.", "2016-12-24"),
        ("It was the worst attack since 9/11.", "2001-09-11"),
        ("The week of March 7 was calm.", "2016-W10"),
        ("It is now a ruin.", "PRESENT_REF"),
    ],
)
def test_one_expression_one_value(text: str, value: str) -> None:
    assert values(text) == [value]


@pytest.mark.parametrize(
    "text",
    [
        "The army may march on the capital.",
        "The rebels may attack.",
        "A 12-year-old boy was hurt.",
        "About 2000 people fled.",
        "The firm earned 1987 dlrs.",
        "The sun set over the second city.",
        "He wed her.",
        "",
    ],
)
def test_words_that_look_like_times_are_none(text: str) -> None:
    assert values(text) == []


def test_a_weekday_follows_the_tense_that_the_caller_knows() -> None:
    past, ahead = (find_times("Monday", ANCHOR, tense)[0].first for tense in ("past", "future"))
    assert (past, ahead) == (date(2016, 12, 5), date(2016, 12, 12))


def test_the_verb_nearest_before_a_weekday_decides_its_direction() -> None:
    assert values("The court will free the men whom police arrested on Monday.") == ["2016-12-05"]


def test_a_clock_time_with_a_zone_has_its_minute_in_utc() -> None:
    (mention,) = find_times("They left at 9:15 p.m. EST Monday.", ANCHOR)
    assert mention.at == datetime(2016, 12, 6, 2, 15, tzinfo=UTC)
    assert mention.precision == "minute"


def test_greenwich_time_in_brackets_gives_the_minute() -> None:
    (mention,) = find_times("The blast came at 6 p.m. (1600 GMT) on Sunday.", ANCHOR)
    assert mention.at == datetime(2016, 12, 4, 16, 0, tzinfo=UTC)


def test_greenwich_time_may_stand_behind_the_day() -> None:
    (mention,) = find_times("The truce is to end at 6 a.m. Tuesday (0400 GMT).", ANCHOR, "future")
    assert mention.at == datetime(2016, 12, 13, 4, 0, tzinfo=UTC)
    (mention,) = find_times("They will leave by midnight on Tuesday (2200 GMT).", ANCHOR, "future")
    assert mention.at == datetime(2016, 12, 13, 22, 0, tzinfo=UTC)


def test_what_is_put_back_is_put_back_to_a_day_to_come() -> None:
    text = "Talks that were to open on Monday have been put back to Wednesday, an envoy said."
    assert find_times(text, ANCHOR)[-1].first == date(2016, 12, 7)


def test_a_duration_is_iso_8601_and_an_open_one_is_none() -> None:
    assert find_times("a seven-day truce", ANCHOR)[0].duration == "P7D"
    assert find_times("several days", ANCHOR)[0].duration is None


def test_within_a_span_ends_that_much_later() -> None:
    (mention,) = find_times("Leave within 48 hours.", ANCHOR)
    assert (mention.first, mention.last) == (date(2016, 12, 7), date(2016, 12, 9))


def test_a_week_runs_from_monday_to_sunday() -> None:
    (mention,) = find_times("last week", ANCHOR)
    assert (mention.first, mention.last, mention.precision) == (date(2016, 11, 28), date(2016, 12, 4), "week")


def test_the_past_week_is_valued_as_the_one_before_and_runs_until_today() -> None:
    (mention,) = find_times("They shelled it in the past week.", ANCHOR)
    assert (mention.value, mention.first, mention.last) == ("2016-W48", date(2016, 11, 30), date(2016, 12, 7))
    assert mention.reaches(ANCHOR.date())


def test_nothing_counts_from_a_stretch_until_today() -> None:
    assert values("Over the past year they fled, and the town fell that month.") == ["2015", "2016-12"]


def test_nothing_counts_from_what_figures_are_held_against() -> None:
    text = "Deaths in November doubled from a year earlier, but fell from the previous month."
    assert values(text) == ["2016-11", "2015", "2016-10"]


def test_that_year_is_the_year_last_named() -> None:
    assert values("He fled in June 1998 and came back later that year.") == ["1998-06", "1998"]


def test_mentions_are_slices_in_order_that_never_overlap() -> None:
    text = "On Sunday, December 4, troops who came on Friday night left for two weeks."
    found = find_times(text, ANCHOR)
    assert [text[m.start : m.end] for m in found] == ["Sunday, December 4", "Friday night", "two weeks"]


def test_an_anchor_without_a_zone_is_utc() -> None:
    assert find_times("today", datetime(2016, 12, 7, 23, 59))[0].first == date(2016, 12, 7)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            "last next the two 31 December Feb 30 9999 1500 ago years centuries 48 hours - : a.m. GMT ( ) Monday night"
            " in since until 100 days later before midnight 25:99 2400 week of 1/2 é 0 weekend Palm Sunday"
            " 1461 Dec.-Jan. turn century first day the twice end-1986 1980-88 17th-march-2016 following October ago"
            " Tuesday to".split()
        ),
        max_size=14,
    ),
    st.datetimes(min_value=datetime(1, 1, 2), max_value=datetime(9999, 12, 30)),
)
def test_no_heap_of_time_words_raises_at_any_date(words: list[str], anchor: datetime) -> None:
    text = " ".join(words)
    for mention in find_times(text, anchor):
        assert 0 <= mention.start < mention.end <= len(text)
        assert mention.first is None or mention.last is None or mention.first <= mention.last


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=400), st.datetimes(min_value=datetime(1, 1, 2), max_value=datetime(9999, 12, 30)))
def test_no_text_raises(text: str, anchor: datetime) -> None:
    for mention in find_times(text, anchor):
        assert text[mention.start : mention.end].strip()


def test_finding_takes_time_in_step_with_the_text() -> None:
    text = "on the last day of the two or three days before the 12 12 12 12 of the of the last last next "
    with soon():
        find_times(text * 10_000, ANCHOR)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("He lived there last fall.", "1998-FA"),
        ("They met in the fall of 1998.", "1998-FA"),
        ("It snowed this winter.", "1998-WI"),
        ("Sales fell in the fourth quarter.", "1998-Q4"),
        ("Sales will rise in the fourth quarter.", "1999-Q4"),
        ("They fell in the first quarter of last year.", "1998-Q1"),
        ("Sales fell in Q3 1998.", "1998-Q3"),
        ("It grew in fiscal 1998.", "1998"),
        ("He was born in '58.", "1958"),
        ("Parades on the Fourth of July drew crowds.", "1998-07-04"),
        ("It ended in mid-February.", "1999-02"),
        ("It took a year and a half.", "P1.5Y"),
        ("It took a quarter century.", "P25Y"),
        ("A yearlong ban ended.", "P1Y"),
        ("They met on Sunday mornings.", "XXXX-WXX-7TMO"),
        ("Ten flights per day left.", "P1D"),
        ("Troops moved before dawn on Tuesday.", "1999-03-09TMO"),
        ("Until Tuesday, they had not met.", "1999-03-09"),
        ("Until Tuesday, they will not meet.", "1999-03-16"),
    ],
)
def test_whole_classes_of_expressions(text: str, value: str) -> None:
    (found,) = find_times(text, datetime(1999, 3, 12, 12, tzinfo=UTC))
    assert found.value == value


@pytest.mark.parametrize("text", ["The town woke a day after soldiers seized power.", "A truce held for a second day."])
def test_a_day_counted_from_another_event_is_no_date(text: str) -> None:
    assert not any(found.first for found in find_times(text, ANCHOR))


def test_a_clock_time_has_the_minute_that_is_told_in_brackets_behind_it() -> None:
    text = "a truce from 6 a.m. on Tuesday (2330 GMT on Monday) in the port"
    first, _ = find_times(text, datetime(2026, 3, 9, 10, tzinfo=UTC))
    assert first.at == datetime(2026, 3, 9, 23, 30, tzinfo=UTC)
