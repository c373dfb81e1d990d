"""The desk's API by filter: pages, forms, ETags, and what is wrong with a request."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from bellwire.watch.alert import MsgType, Priority
from kit.alerts import alert, keep
from kit.atom_rules import faults
from kit.desks import Desk, running_desk

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    folder: Path = tmp_path_factory.mktemp("desk")
    with running_desk(folder) as running:
        keep(running.ledger, alert("t1"), alert("t2", priority=Priority.FLASH), alert("t1", 2, contested=True))
        keep(running.ledger, alert("t3", status="Exercise"), alert("t4"), alert("t4", 2, msg_type=MsgType.CANCEL))
        yield running


def ids(desk: Desk, query: str = "") -> list[str]:
    status, _, body = desk.get(f"/api/v1/alerts{query}")
    assert status == 200, body
    return [one["id"] for one in json.loads(body)["alerts"]]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["t4-000002", "t1-000002", "t2-000001"]),
        ("?least=BULLETIN", ["t2-000001"]),
        ("?contested=true", ["t1-000002"]),
        ("?place=SY&priority=FLASH&priority=URGENT", ["t4-000002", "t1-000002", "t2-000001"]),
        ("?place=UA", []),
        ("?priority=FLASH,URGENT&text=hospital+army", ["t4-000002", "t1-000002", "t2-000001"]),
        ("?sort=priority&limit=1", ["t2-000001"]),
        ("?filter=kind%3D~%22capture%7Cstrike%22&filter=priority%3D%22FLASH%22", ["t2-000001"]),
        ("?exercises=true&limit=2", ["t4-000002", "t3-000001"]),
    ],
)
def test_a_filter_finds_the_latest_version_of_threads_newest_first(desk: Desk, query: str, found: list[str]) -> None:
    assert ids(desk, query) == found


def test_pages_follow_each_other_without_gap_or_repeat(desk: Desk) -> None:
    seen, cursor = [], ""
    while True:
        answer: dict[str, Any] = json.loads(desk.get(f"/api/v1/alerts?limit=1{cursor}")[2])
        seen += [one["id"] for one in answer["alerts"]]
        if answer["next"] is None:
            break
        cursor = f"&cursor={answer['next']}"
    assert seen == ["t4-000002", "t1-000002", "t2-000001"]


def test_pages_of_a_feed_lead_on_and_back_to_the_first_and_are_one_feed(desk: Desk) -> None:
    path, seen, feeds, links = "/atom?limit=1&least=URGENT", [], set(), []
    while path:
        feed = etree.fromstring(desk.get(path)[2].encode())
        assert faults(etree.tostring(feed)) == []
        feeds.add((feed.findtext(f"{ATOM}id"), feed.findtext(f"{ATOM}title")))
        seen += [one.text for one in feed.findall(f"{ATOM}entry/{ATOM}id")]
        links.append({str(one.get("rel")): str(one.get("href")) for one in feed.findall(f"{ATOM}link")})
        path = links[-1].get("next", "").removeprefix(desk.url)
    assert seen == [f"urn:bellwire:thread:{name}" for name in ("t4", "t1", "t2")] and len(feeds) == 1
    assert [sorted(one) for one in links] == [["next", "self"], ["first", "next", "self"], ["first", "self"]]
    assert {one.get("first") for one in links[1:]} == {links[0]["self"]}


@pytest.mark.parametrize(
    ("query", "detail"),
    [
        ("?knid=capture", "knid: no such filter; did you mean kind?"),
        ("?kind=captre", "no kind is captre; did you mean capture?"),
        ("?filter=kind", 'kind is no matcher: write LABEL="VALUE", with =, !=, =~ or !~'),
        ("?least=LOUD", "no priority is LOUD; there are FLASH, BULLETIN, URGENT, ROUTINE"),
        ("?place=Syria", "no place begins with 'Syria'; did you mean SY?"),
        (
            "?place=SY,Aleppo",
            "no place begins with 'Aleppo'; a path begins with two letters of a country: SY, SY/Aleppo",
        ),
        ("?cursor=abc", "cursor: abc is none of ours; take the one of the answer before"),
    ],
)
def test_what_is_wrong_with_a_request_is_told(desk: Desk, query: str, detail: str) -> None:
    status, headers, body = desk.get(f"/api/v1/alerts{query}")
    assert (status, headers["content-type"]) == (400, "application/problem+json")
    assert json.loads(body)["detail"] == detail


@pytest.mark.parametrize("path", ["/api/v1/alerts?place=SY", "/atom?place=SY", "/api/v1/alerts/t1-000002.cap"])
def test_who_has_it_already_is_told_so(desk: Desk, path: str) -> None:
    _, headers, body = desk.get(path)
    status, _, again = desk.get(path, If_None_Match=headers["etag"])
    assert body and (status, again) == (304, "")


def test_tags_may_be_shown_in_a_list_and_in_several_lines(desk: Desk) -> None:
    tag = desk.get("/api/v1/alerts")[1]["etag"]
    assert desk.get("/api/v1/alerts", If_None_Match=f'"other", {tag}')[0] == 304
    assert desk.get("/api/v1/alerts", **{"If_None_Match": '"other"', "if-none-match": tag})[0] == 304
    assert desk.get("/api/v1/alerts", **{"If_None_Match": '"other"', "if-none-match": '"another"'})[0] == 200


def test_an_alert_is_had_in_each_form(desk: Desk) -> None:
    status, headers, body = desk.get("/api/v1/alerts/t1-000002.cap")
    assert (status, headers["content-type"]) == (200, "application/cap+xml")
    assert "<identifier>t1-000002</identifier>" in body
    assert json.loads(desk.get("/api/v1/alerts/t1-000001")[2])["version"] == 1
    assert desk.get("/api/v1/alerts/nothing-000001.cap")[0] == 404


def test_a_feed_is_named_by_its_filter(desk: Desk) -> None:
    status, headers, body = desk.get("/atom?least=FLASH")
    assert (status, headers["content-type"]) == (200, "application/atom+xml")
    assert "<title>Bellwire: least=FLASH</title>" in body
    assert body.count("<entry>") == 1


def test_threads_are_listed_by_the_filters_of_their_alerts(desk: Desk) -> None:
    status, headers, body = desk.get("/api/v1/threads?contested=true&limit=1")
    [thread] = json.loads(body)["threads"]
    assert (status, thread["thread"], thread["latest"]["id"]) == (200, "t1", "t1-000002")
    assert (thread["theatre"], thread["state"]) == ("SY/Aleppo", "open")
    assert desk.get("/api/v1/threads?contested=true&limit=1", If_None_Match=headers["etag"])[0] == 304
    assert desk.get("/api/v1/threads?knid=x")[0] == 400


def test_every_address_of_the_api_is_told_to_machines_with_its_filters(desk: Desk) -> None:
    paths = json.loads(desk.get("/api/openapi.json")[2])["paths"]
    told = {one["name"] for one in paths["/api/v1/events"]["get"]["parameters"]}
    assert {"country", "place", "text", "filter", "since", "limit", "cursor"} <= told and "agency" not in told
    for path in ("/api/v1/alerts", "/api/v1/threads", "/atom", "/stream/alerts"):
        names = {one["name"] for one in paths[path]["get"]["parameters"]}
        assert {"direction", "country", "text", "least", "filter"} <= names
