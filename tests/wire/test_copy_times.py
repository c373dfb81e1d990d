"""Times of every wire: aware and in UTC, or none."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bellwire.wire import read_copy
from bellwire.wire.times import read_time, write_time

NIGHT = datetime(2016, 12, 4, 21, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    "written",
    [
        "2016-12-04T21:30:00Z",
        "2016-12-04T22:30:00+01:00",
        "2016-12-04T22:30:00.000+0100",
        "2016-12-04T16:30-05",
        "2016-12-04 21:30:00 UTC",
        "20161204T213000Z",
        "20161204T223000+0100",
        "20161204213000",
        "Sun, 04 Dec 2016 21:30:00 GMT",
        "Sun, 4 Dec 2016 21:30:00 -0000",
        "4 Dec 2016 16:30 EST",
        "Sun, 04 Dec 2016 22:30:00 CET",
        "Mon, 05 Dec 2016 00:30:00 MSK",
        "Sun, 04 Dec 2016 22:30:00 +0100 (CET)",
        "Sunday, December 4, 2016 4:30 PM EST",
        "  2016-12-04t21:30:00z\n",
    ],
)
def test_one_moment_in_every_writing(written: str) -> None:
    assert read_time(written) == NIGHT


@pytest.mark.parametrize(
    "written",
    [
        "Mon, 05 Dec 2016 00:30:00 +03:00",
        "Mon, 05 Dec 2016 00:30:00 +03",
        "Sun, 4 Dec 2016 16:30 -5",
        "Mon, 05 Dec 2016 00:30:00 GMT+0300",
        "Mon Dec 05 2016 00:30:00 GMT+0300 (Eastern European Standard Time)",
        "Sun, 04 Dec 2016 23:30:00 UTC+2",
        "2016-12-04T23:30:00 GMT+2",
        "2016-12-04T16:30:00.000\u221205:00",
        "2016-12-04T22:30:00+01:00[Europe/Paris]",
        "Mon, 05 Dec 2016 00:30 (MSK)",
        "Mon, 05 Dec 2016 00:30 (GMT+3)",
        "Sun Dec 04 23:30:00 EET 2016",
        "Sun Dec  4 23:30:00 +0200 2016",
    ],
)
def test_an_offset_counts_however_and_wherever_it_is_written(written: str) -> None:
    assert read_time(written) == NIGHT


@pytest.mark.parametrize(
    "written",
    [
        "Sunday, 04-Dec-16 21:30:00 GMT",
        "Sun Dec  4 21:30:00 2016",
        "Sunday, December 4, 2016 - 21:30",
        "Sun, 04 Dec 2016 at 21:30",
        "Dec 4th, 2016, 9:30 p.m.",
        "4 Sept 2016 21:30",
        "So, 04 Dez 2016 22:30:00 +0100",
        "4. Dezember 2016 um 21:30 Uhr",
        "4.12.2016 21:30",
        "dim., 4 déc. 2016 22:30:00 +0100",
        "4 décembre 2016 à 21:30",
        "domingo, 4 de diciembre de 2016, 21:30",
        "4 dicembre 2016 21:30",
        "Пн, 05 дек 2016 00:30:00 +0300",
        "2016/12/04 21:30:00",
        "2016年12月4日 21:30",
        "2016-12-4 9:30 PM",
    ],
)
def test_a_day_is_read_in_the_words_of_any_agency(written: str) -> None:
    assert read_time(written) == (NIGHT.replace(month=9) if "Sept" in written else NIGHT)


@pytest.mark.parametrize(
    "written",
    ["2016-12-04T23:30:00", "20161204T233000", "Sun, 04 Dec 2016 23:30:00", "Dec 4, 2016 11:30 p.m."],
)
def test_a_time_without_offset_takes_the_feeds_zone(written: str) -> None:
    assert read_time(written, ZoneInfo("Asia/Beirut")) == NIGHT


def test_an_offset_counts_more_than_the_feeds_zone() -> None:
    assert read_time("2016-12-04T21:30:00Z", ZoneInfo("Asia/Tokyo")) == NIGHT


@pytest.mark.parametrize("written", ["2016-12-04", "20161204", "Sun, 04 Dec 2016", "December 4, 2016"])
def test_a_date_alone_is_its_first_moment_in_the_feeds_zone(written: str) -> None:
    assert read_time(written, timezone(timedelta(hours=2))) == datetime(2016, 12, 3, 22, tzinfo=UTC)


def test_a_date_with_an_offset_is_no_time_of_day() -> None:
    assert read_time("2016-12-04-05:00") == datetime(2016, 12, 4, 5, tzinfo=UTC)


@pytest.mark.parametrize(("written", "hour"), [("12:05 AM", 0), ("12:05 PM", 12), ("1:05 am", 1), ("11:05 PM", 23)])
def test_halves_of_the_day(written: str, hour: int) -> None:
    assert read_time(f"4 Dec 2016 {written}") == datetime(2016, 12, 4, hour, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "yesterday-ish",
        "2016",
        "2016-12",
        "2016-02-31T00:00:00Z",
        "2016-12-04T25:00:00Z",
        "2016-12-04T21:30:00 IST",
        "Sun, 04 Dec 2016 21:30:00 XYZ",
        "Sun, 04 Dec 2016 21:30:00 +9999",
        "Sun, 04 Dec 2016 21:30:00 GMT 0300",
        "Sun, 04 Dec 2016 21:30:00 (IST)",
        "4 Foo 2016 21:30",
        "14.13.2016 21:30",
        "Dec 4, 2016 13:30 PM",
        "12/04/2016 21:30",
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59-14:00",
        "2016-12-04T21:30:00Z" + " " * 60,
        None,
        20161204,
    ],
)
def test_what_is_no_sure_time_is_none(written: object) -> None:
    assert read_time(written) is None


@given(st.text(max_size=70))
def test_any_text_is_a_time_in_utc_or_none(text: str) -> None:
    found = read_time(text)
    assert found is None or found.utcoffset() == timedelta(0)


@given(st.datetimes(datetime(1970, 1, 1), timezones=st.just(UTC)))
def test_what_is_written_is_read_back(time: datetime) -> None:
    assert read_time(write_time(time)) == time


@pytest.mark.parametrize(
    ("text", "zone", "hour"),
    [
        ("2016-12-04T21:30:00 IST", "Asia/Jerusalem", 19),
        ("2016-12-04T21:00:00 IST", "Asia/Kolkata", 15),
        ("Sun, 04 Dec 2016 21:30 CST", "Asia/Shanghai", 13),
        ("Sun, 04 Dec 2016 09:30 CST", "America/Chicago", 15),
        ("Sun, 04 Dec 2016 09:30 CST", "UTC", 15),
        ("Sun, 04 Dec 2016 21:30 AST", "Asia/Riyadh", 18),
        ("Sun, 04 Dec 2016 09:30 AST", "America/Halifax", 13),
        ("Sun, 03 Jul 2016 21:30 EST", "Australia/Sydney", 11),
        ("2016-12-04T21:30:00 IST", "UTC", None),
        ("yesterday 9 IST", "Asia/Kolkata", None),
    ],
)
def test_of_a_name_of_several_zones_the_feeds_own_decides(text: str, zone: str, hour: int | None) -> None:
    found = read_time(text, ZoneInfo(zone))
    assert (found.hour if found else None) == hour


UNFILLED = ["", "  ", "YYYYMMDD000000-HHMM", "yyyy-mm-ddThh:mm:ssZ", "0000-00-00T00:00:00Z", "00000000", "None", "n/a"]


@pytest.mark.parametrize("written", UNFILLED)
def test_a_template_that_nobody_filled_holds_no_copy(written: str) -> None:
    ninjs = {"uri": "urn:a", "headline": "h", "embargoed": written}
    ap = {"data": {"item": {"altids": {"itemid": "a"}, "headline": "h", "embargoed": written}}}
    g2 = (
        f'<newsItem guid="urn:a"><itemMeta><embargoed>{written}</embargoed></itemMeta>'
        "<contentMeta><headline>h</headline></contentMeta></newsItem>"
    )
    nitf = (
        f'<nitf><head><docdata><doc-id id-string="a"/><date.release norm="{written}"/></docdata></head>'
        "<body><body.head><hedline><hl1>h</hl1></hedline></body.head></body></nitf>"
    )
    for copy in (json.dumps(ninjs), json.dumps(ap), g2, nitf):
        (article,) = read_copy(copy.encode())
        assert (article.pubstatus, article.embargoed) == ("usable", None)


@pytest.mark.parametrize("written", ["tomorrow", "2016-13-45", "Monday", "0001", "soon", "TBD"])
def test_a_time_that_cannot_be_read_holds_copy(written: str) -> None:
    (article,) = read_copy(json.dumps({"uri": "urn:a", "headline": "h", "embargoed": written}).encode())
    assert (article.pubstatus, article.embargoed) == ("withheld", None)


G2 = (
    "<newsItem xmlns='http://iptc.org/std/nar/2006-10-01/' guid='urn:x:1'><itemMeta><itemClass qcode='ninat:text'/>"
    "<versionCreated/>{}</itemMeta><contentMeta>{}<headline>Army nears</headline></contentMeta></newsItem>"
)
NEWSML = (
    "<NewsML><NewsItem><NewsManagement><FirstCreated>20161204T213000Z</FirstCreated></NewsManagement><NewsComponent>"
    "<NewsLines><HeadLine>Army nears</HeadLine></NewsLines></NewsComponent></NewsItem></NewsML>"
)
NITF = (
    "<nitf><body><body.head><hedline><hl1>Army nears</hl1></hedline><dateline><story.date norm='20161204T213000Z'/>"
    "</dateline></body.head><body.content><p>Troops came.</p></body.content></body></nitf>"
)


@pytest.mark.parametrize(
    "copy",
    [
        G2.format("", "<contentModified>2016-12-04T21:30:00Z</contentModified>"),
        G2.format("<firstCreated>2016-12-04T21:30:00Z</firstCreated>", ""),
        G2.format("", "<contentCreated>2016-12-04T21:30:00Z</contentCreated>"),
        NEWSML,
        NITF,
        '{"uri": "urn:x:1", "type": "text", "headline": "Army nears", "firstcreated": "2016-12-04T21:30:00Z"}',
    ],
)
def test_an_item_that_does_not_date_its_version_has_the_next_time_that_it_gives(copy: str) -> None:
    [article] = read_copy(copy.encode())
    assert article.version_time == NIGHT


def test_a_time_of_the_version_that_cannot_be_read_has_no_stand_in() -> None:
    told = '"headline": "Army nears", "versioncreated": "12/04/2016", "firstcreated": "2016-12-01T21:30:00Z"'
    [article] = read_copy(f'{{"uri": "urn:x:1", "type": "text", {told}}}'.encode())
    assert article.version_time is None
