"""Pages of a news API: what is in one, what follows it, and what to ask for when there is more than it gives."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bellwire.errors import BadCopy
from bellwire.intake.news_pages import Page, Window, following, read_page

NOON = datetime(2016, 12, 4, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
BASE = "https://api.example/v1/news/search"


def page(*items: Any, **links: Any) -> Page:
    return read_page(json.dumps({"_items": items, "_links": links}).encode())


def at(*hours: int) -> list[datetime]:
    return [NOON + hour * HOUR for hour in hours]


def test_items_are_given_as_they_stand_in_the_page() -> None:
    found = read_page(b'{"_items": [{"uri" : "a"}, 7], "_meta": {"total": 2}}')
    assert found.items == (b'{"uri" : "a"}', b"7")


@pytest.mark.parametrize("name", ["next", "next_page"])
def test_what_follows_is_told_in_two_ways(name: str) -> None:
    assert page(**{name: {"title": "next", "href": "news/search?page=2"}}).next_href == "news/search?page=2"


@pytest.mark.parametrize("links", [{}, {"next": None}, {"next": "x"}, {"next": {"href": 7}}, {"next": [1]}])
def test_without_a_link_nothing_follows(links: Any) -> None:
    assert page(**links).next_href == ""


@pytest.mark.parametrize("links", [7, "next", None, ["next"]])
def test_links_of_any_shape_are_no_fault(links: Any) -> None:
    assert read_page(json.dumps({"_items": [], "_links": links}).encode()).next_href == ""


def test_times_are_those_of_the_versions() -> None:
    items = ({"versioncreated": "2016-12-04T12:00:00+0000"}, {"versionCreated": "2016-12-04T13:00:00Z"}, {}, 7, "x")
    assert page(*items).times == (NOON, NOON + HOUR)


@pytest.mark.parametrize("wrong", ['{"uri": "b", "n": NaN}', '{"uri": "b", "headline": "cut \\ud83d"}', "-Infinity"])
def test_an_item_that_is_no_json_costs_no_other_and_no_page(wrong: str) -> None:
    good = '{"uri": "a", "versioncreated": "2016-12-04T12:00:00Z"}'
    text = (
        f'{{"_meta": {{"x": [1]}}, "_items": [ {good} , {wrong},{good}], "_links": {{"next": {{"href": "?page=2"}}}}}}'
    )
    found = read_page(text.encode())
    assert found.items == (good.encode(), wrong.encode(), good.encode())
    assert found.times == (NOON, NOON) and found.next_href == "?page=2"


def test_a_mark_of_byte_order_before_a_page_is_no_part_of_it() -> None:
    assert read_page(b'\xef\xbb\xbf{"_items": [1]}').items == (b"1",)


@pytest.mark.parametrize(
    "data", [b"", b"[]", b"{}", b'{"_items": {}}', b'{"_items": [', b"\xff", b'{"_items": null}', b'{"_items": [NaN}']
)
def test_what_is_no_page_is_refused(data: bytes) -> None:
    with pytest.raises(BadCopy):
        read_page(data)


def test_a_page_nested_without_end_is_refused() -> None:
    with pytest.raises(BadCopy):
        read_page(b'{"_items": ' + b"[" * 100_000)


@given(st.binary(max_size=300) | st.text(max_size=300).map(lambda text: f'{{"_items": [{text}]}}'.encode()))
def test_any_bytes_are_a_page_or_refused(data: bytes) -> None:
    with suppress(BadCopy):
        read_page(data)


def test_a_window_stands_among_the_operator_s_own_parameters() -> None:
    url = Window(NOON).url(f"{BASE}?include_fields=body_html,urgency&start_date=now-1d#x")
    assert url == f"{BASE}?include_fields=body_html%2Curgency&start_date=2016-12-04T12%3A00%3A00"


def test_the_end_of_a_window_is_the_next_whole_second() -> None:
    end = NOON + timedelta(milliseconds=1)
    assert Window(NOON, end).url(BASE).endswith("end_date=2016-12-04T12%3A00%3A01")
    assert Window(NOON, NOON).url(BASE).endswith("end_date=2016-12-04T12%3A00%3A00")


def test_where_the_newest_comes_first_the_rest_is_older() -> None:
    assert Window(NOON).rest(at(9, 8, 7, 6)) == Window(NOON, NOON + 6 * HOUR)


def test_where_the_oldest_comes_first_the_rest_is_newer() -> None:
    assert Window(NOON, NOON + 20 * HOUR).rest(at(1, 2, 3)) == Window(NOON + 3 * HOUR, NOON + 20 * HOUR)


@pytest.mark.parametrize("times", [[], at(6), at(6, 6)])
def test_the_rest_is_unknown_where_no_time_parts_it(times: list[datetime]) -> None:
    assert Window(NOON, NOON + 6 * HOUR).rest(times) is None


@pytest.mark.parametrize(
    ("href", "url"),
    [
        ("news/search?page=2", f"{BASE}?a=1&page=2"),
        ("/v1/news/search?page=2", f"{BASE}?a=1&page=2"),
        (f"{BASE}?page=2&a=2", f"{BASE}?page=2&a=2"),
        ("?page=2", f"{BASE}?a=1&page=2"),
        ("//api.example/v1/other?page=2", "https://api.example/v1/other?a=1&page=2"),
        ("?page=2&b=1&b=2", f"{BASE}?a=1&page=2&b=1&b=2"),
        ("feed?page=2", "https://api.example/v1/news/feed?a=1&page=2"),
    ],
)
def test_the_next_page_keeps_what_was_asked_for(href: str, url: str) -> None:
    assert following(f"{BASE}?a=1", href) == url


def test_a_parameter_that_is_given_more_than_once_is_kept_as_often() -> None:
    """Superdesk's `products` may be."""
    assert following(f"{BASE}?products=1&products=2", "?page=2") == f"{BASE}?products=1&products=2&page=2"


def test_the_next_page_replaces_the_page_before() -> None:
    assert following(f"{BASE}?page=2", "news/search?page=3") == f"{BASE}?page=3"


@pytest.mark.parametrize(
    "href",
    [
        "https://evil.example/v1/news/search?page=2",
        "http://api.example/v1/news/search?page=2",
        "https://api.example:8443/v1/news/search",
        "//evil.example/v1",
        "https://api.example@evil.example/",
        "file:///etc/passwd",
        "https://[::1",
        "https://api.example:x/",
    ],
)
def test_a_next_page_on_another_host_is_refused(href: str) -> None:
    with pytest.raises(BadCopy):
        following(BASE, href)


def test_the_name_and_password_of_the_address_stay() -> None:
    assert following("https://me:pass@api.example/a", "/b?page=2") == "https://me:pass@api.example/b?page=2"


@given(st.text(max_size=200))
def test_any_link_leads_to_the_same_host_or_is_refused(href: str) -> None:
    try:
        url = following(BASE, href)
    except BadCopy:
        return
    assert url.startswith("https://api.example/") or url == "https://api.example"
