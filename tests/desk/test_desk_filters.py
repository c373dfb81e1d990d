"""Filters in the address: what they match, and what they refuse."""

from __future__ import annotations

import re
from typing import Any

import msgspec
import pytest

from bellwire.delivery.filters import BadFilter, read_query
from bellwire.delivery.matchers import read_matchers
from bellwire.delivery.silences import is_silenced
from bellwire.desk.lists import Wanted, groups, listing, read_wanted, theatres
from bellwire.reading.reading import Direction, Place, Status
from bellwire.watch.alert import Certainty, Corroboration, MsgType, Priority
from kit.alerts import CAPTURE, alert, keep
from kit.desks import Desk, stream

IRAQ = Place(name="Mosul", path="IQ/Mosul", country="IQ")


def event(**other: Any) -> Any:
    return msgspec.structs.replace(CAPTURE, **other)


@pytest.mark.parametrize(
    ("query", "other"),
    [
        ("direction=escalation", {"direction": Direction.IMPACT, "event": event(direction=Direction.IMPACT)}),
        ("kind=capture,strike", {"event": event(kind="talks")}),
        ("priority=bulletin,flash", {"priority": Priority.ROUTINE}),
        ("country=sy", {"event": event(place=IRAQ)}),
        (
            "agency=EXAMPLE",
            {"corroboration": Corroboration(articles=1, independent_sources=("AP",), unique_texts=1), "article": None},
        ),
        ("place=SY/Aleppo,IQ", {"event": event(place=Place(name="Homs", path="SY/Homs", country="SY"))}),
        ("family=ground", {"event": event(family="truce")}),
        ("certainty=possible", {"certainty": Certainty.LIKELY}),
        ("least=bulletin", {"priority": Priority.ROUTINE}),
        ("filter=kind%3D~%22cap.*%22,agency!%3DTass", {"event": event(kind="talks")}),
        ("status=claimed", {"event": event(status=Status.DENIED)}),
        ("contested=true", {"contested": False}),
        ("text=HOSPITAL+army", {"headline": "Nothing", "evidence": ()}),
        ("thread=a", {"id": "b-000001", "thread": "b"}),
    ],
)
def test_each_name_matches_its_values_and_no_others(query: str, other: dict[str, Any]) -> None:
    wanted = read_query(query)
    assert wanted.matches(alert("a", contested=True, priority=Priority.BULLETIN))
    assert not wanted.matches(msgspec.structs.replace(alert("a"), **other))


def test_values_are_alternatives_and_names_add_up() -> None:
    wanted = read_query("country=SY,IQ&kind=capture")
    assert wanted.matches(alert("a", event=event(place=IRAQ)))
    assert not wanted.matches(alert("a", event=event(kind="strike")))


def test_an_empty_filter_wants_all_and_empty_values_ask_nothing() -> None:
    wanted = read_query("kind=&text=+&country=,")
    assert not wanted and wanted.matches(alert("a"))


def test_the_same_filter_is_the_same_text_and_reads_back() -> None:
    one = read_query("text=Old+City&kind=strike&filter=agency!%3DTass&country=sy&country=IQ&country=SY&least=urgent")
    assert one.query() == ("kind=strike&country=SY%2CIQ&text=old+city&least=URGENT&filter=agency%21%3D%22Tass%22")
    assert read_query(one.query()) == one
    fewer = one.without("country", "SY").without("kind", "strike").without("filter", 'agency!="Tass"')
    assert fewer.query() == "country=IQ&text=old+city&least=URGENT"


def test_a_filter_asks_in_the_words_of_subscriptions() -> None:
    wanted = read_query("country=SY,IQ&place=SY/Aleppo,IQ&text=Old+City&least=URGENT&agency=A.P.,AFP")
    assert [str(matcher) for matcher in wanted.matchers] == [
        'country=~"SY|IQ"',
        'place=~"(SY/Aleppo|IQ)(/.*)?"',
        'agency=~"A\\\\.P\\\\.|AFP"',
        'text="old"',
        'text="city"',
        'priority=~"FLASH|BULLETIN|URGENT"',
    ]
    assert read_matchers(",".join(map(str, wanted.matchers))) == wanted.matchers


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("mood=red", "mood: no such filter; there are kind, family, direction"),
        ("knid=strike", "knid: no such filter; did you mean kind?"),
        ("kind=strik", "no kind is strik; did you mean strike?"),
        ("country=Syrai", "no country is Syrai; did you mean SY?"),
        ("country=QQ", "no country is QQ; write two letters: SY"),
        ("contested=maybe", "contested is maybe; there are true, false"),
        ("least=LOUD", "no priority is LOUD; there are FLASH, BULLETIN, URGENT, ROUTINE"),
        ("filter=kind", 'kind is no matcher: write LABEL="VALUE", with =, !=, =~ or !~'),
        (f"text={'x' * 1001}", "text: a value of more than 1000 letters"),
        (f"text={'x+' * 60}y{'+z'.join(map(str, range(60)))}", "there are more than 20 conditions"),
        ("country=" + "SY," * 301, "country: there are more than 300 values"),
        ('filter=text=~"(.{0,30}a){28}z"', "text: (.{0,30}a){28}z is too complex"),
        ("agency=" + ",".join(map(str, range(299))), "agency: a value of more than 1000 letters"),
    ],
)
def test_what_cannot_be_asked_for_is_said(query: str, says: str) -> None:
    with pytest.raises(BadFilter, match=re.escape(says)):
        read_query(query)


@pytest.mark.parametrize(
    ("pairs", "says"),
    [
        ([("sort", "worst")], "sort: no worst; there are newest, priority, score, place"),
        ([("sort", "plaice")], "sort: no plaice; did you mean place?"),
        ([("group", "agency")], "group: no agency; there are theatre, place"),
        ([("cursor", "-1")], "cursor: -1 is none of ours; take the one of the answer before"),
        ([("exercises", "yes")], "exercises: yes is neither true nor false"),
    ],
)
def test_a_list_that_cannot_be_is_said(pairs: list[tuple[str, str]], says: str) -> None:
    with pytest.raises(BadFilter, match=f"^{re.escape(says)}$"):
        read_wanted(pairs)


def test_a_list_goes_on_page_by_page_without_gap_or_repeat(desk: Desk) -> None:
    keep(desk.ledger, *(alert(f"t{number:02}") for number in range(30)))
    seen: list[str] = []
    wanted = Wanted()
    while True:
        found = listing(desk.ledger, wanted, most=7)
        seen += [one.thread for one in found.alerts]
        if found.older is None:
            break
        wanted = Wanted(before=found.older)
    assert seen == [f"t{number:02}" for number in reversed(range(30))]


def test_a_list_is_sorted_and_grouped(desk: Desk) -> None:
    keep(desk.ledger, alert("a", priority=Priority.FLASH), alert("b", event=event(place=IRAQ)), alert("c"))
    loudest = listing(desk.ledger, read_wanted([("sort", "priority")]))
    assert [one.thread for one in loudest.alerts] == ["a", "c", "b"]
    assert [(name, [one.thread for one in some]) for name, some in theatres(loudest.alerts)] == [
        ("Syria", ["a", "c"]),
        ("Iraq", ["b"]),
    ]


def test_a_list_by_place_keeps_the_places_of_a_country_together(desk: Desk) -> None:
    idlib = Place(name="Idlib", path="SY/Idlib", country="SY", lat=35.9, lon=36.6, precision="town")
    whole = Place(name="Syria", path="SY", country="SY", lat=35.0, lon=38.0, precision="country")
    given = {"a": idlib, "b": IRAQ, "c": CAPTURE.place, "d": whole, "e": None, "f": idlib}
    keep(desk.ledger, *(alert(name, event=event(place=place)) for name, place in given.items()))
    wanted = read_wanted([("group", "place")])
    found = groups(listing(desk.ledger, wanted).alerts, wanted.group)
    assert [(name, [one.thread for one in some]) for name, some in found] == [
        ("Idlib, Syria", ["f", "a"]),
        ("Syria", ["d"]),
        ("Aleppo, Syria", ["c"]),
        ("Place unknown", ["e"]),
        ("Mosul, Iraq", ["b"]),
    ]
    assert wanted.query() == "group=place"
    assert "Idlib, Syria</h2>" in desk.get("/?group=place")[2]


def test_what_is_silenced_is_counted_and_listed_and_a_cancel_is_never_hidden(desk: Desk) -> None:
    keep(desk.ledger, alert("a"), alert("b"), alert("b", 2, msg_type=MsgType.CANCEL))
    silences = [read_query("kind=capture")]
    shown, hidden = (listing(desk.ledger, Wanted(silenced=one), silences) for one in (False, True))
    assert ([one.thread for one in shown.alerts], shown.silenced) == (["b"], 1)
    assert [one.thread for one in hidden.alerts] == ["a"]
    assert not is_silenced(alert("a", 2, msg_type=MsgType.CANCEL), silences)


@pytest.mark.parametrize(
    "path",
    [
        "/api/v1/alerts?kind=strik",
        "/atom?kind=strik",
        "/stream/alerts?kind=strik",
        "/?kind=strik",
        "/silences/new?kind=strik",
    ],
)
def test_a_bad_filter_is_answered_with_what_is_wrong(desk: Desk, path: str) -> None:
    status, headers, text = desk.get(path)
    assert (status, headers["content-type"]) == (400, "application/problem+json")
    assert msgspec.json.decode(text)["detail"] == "no kind is strik; did you mean strike?"


@pytest.mark.parametrize(
    ("path", "onward"),
    [
        ("/?kind=strik&country=SY&sort=worst&text=two+words", "/?country=SY&amp;text=two+words"),
        ("/?kind=strik", None),
        (f"/?{'&'.join(f'filter=text=~{number}.' for number in range(60))}", None),
        ("/silences/new?kind=strik&country=SY", None),
    ],
)
def test_a_person_is_led_to_the_list_without_what_is_wrong(desk: Desk, path: str, onward: str | None) -> None:
    status, _, text = desk.get(path, Accept="text/html")
    assert status == 400
    assert re.findall(r'<a href="([^"]*)">The alerts without that filter</a>', text) == ([onward] if onward else [])


def test_the_stream_and_the_api_filter_as_the_page_does(desk: Desk) -> None:
    keep(desk.ledger, alert("a"), alert("b", event=event(place=IRAQ)))
    listed = msgspec.json.decode(desk.get("/api/v1/alerts?country=IQ")[2])["alerts"]
    assert [one["id"] for one in listed] == ["b-000001"]
    with stream(desk, "?country=IQ") as listening:
        desk.feed.publish(alert("x"), alert("y", event=event(place=IRAQ)))
        assert [one.json["id"] for one in listening.alerts(1)] == ["y-000001"]


def test_a_row_that_a_list_no_longer_shows_is_told_as_gone(desk: Desk) -> None:
    with stream(desk, "?as=row&country=IQ") as listening:
        desk.feed.publish(alert("x"), alert("y", event=event(place=IRAQ)))
        gone, row = listening.alerts(2)
    assert gone.json == {"id": "x-000001", "thread": "x", "gone": True, "silenced": False}
    assert row.json["id"] == "y-000001" and "html" in row.json
