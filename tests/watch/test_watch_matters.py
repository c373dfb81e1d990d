"""What links two things of one city and one day, and what parts them: matters, sites, one article or two."""

from __future__ import annotations

import msgspec
import pytest
from readings_by_hand import ARMY, IDLIB, NOON, REBELS, RUSSIA, Wire, event, hours, on, reading, says

from bellwire.reading.reading import Event, Grade, Party, Place
from bellwire.watch import load_watcher
from bellwire.watch.matter import matters, one_site, site

POLICY = load_watcher().policy
EYE_HOSPITAL = Party(text="an eye hospital", role="civilian")
EAST = Place(name="eastern Aleppo", path="SY/eastern Aleppo", country="SY", lat=36.21, lon=37.2, precision="point")
WEST = Place(name="western Aleppo", path="SY/western Aleppo", country="SY", lat=36.2, lon=37.1, precision="point")

TALKS = event("talks", "proposed", actor=RUSSIA, text="Russia proposed talks on how insurgents could be withdrawn")
REFUSAL = event("rejection", actor=REBELS, text="Rebels rejected a call to withdraw and refused talks about leaving")
VOTE = event("truce", "planned", when=on("2016-12-05", "20:00"), text="The council votes on Monday on a truce")
VETO = event("rejection", actor=RUSSIA, text="Russia vetoed a resolution that demanded a truce in Aleppo")
CORRIDOR = event("aid", actor=ARMY, text="The army opened a humanitarian corridor")
ADVANCE = event("advance", actor=ARMY, text="Troops pushed into two more districts")
CAPTURE = event(
    "capture",
    "claimed",
    actor=ARMY,
    target=EYE_HOSPITAL,
    text="The army said it had captured an eye hospital",
    attribution=(says("the army", Grade.PARTY),),
)
DENIAL = event(
    "capture",
    "denied",
    actor=ARMY,
    target=EYE_HOSPITAL,
    text="Rebels denied that the eye hospital had fallen to the army",
    attribution=(says("rebels", Grade.PARTY, denies=True),),
)


def threads(*events: Event) -> int:
    """In how many threads these events end, each in copy of its own, an hour apart."""
    wire = Wire()
    for n, one in enumerate(events):
        agency = ("Reuters", "AFP", "AP", "Xinhua")[n % 4]
        wire.send(reading(f"urn:{n}", one, at=NOON + hours(n), provider=agency, headline=one.evidence[0].text))
    return len(wire.ledger.threads)


@pytest.mark.parametrize(
    ("one", "other", "number"),
    [
        (TALKS, REFUSAL, 1),
        (VOTE, VETO, 1),
        (REFUSAL, VOTE, 2),
        (REFUSAL, VETO, 2),
        (REFUSAL, CORRIDOR, 2),
        (VOTE, CORRIDOR, 2),
        (TALKS, VOTE, 2),
        (ADVANCE, CAPTURE, 2),
        (CAPTURE, ADVANCE, 2),
        (CAPTURE, DENIAL, 1),
    ],
)
def test_what_links_two_things_of_one_city_and_one_day(one: Event, other: Event, number: int) -> None:
    assert threads(one, other) == number


def test_a_refusal_is_about_what_it_names() -> None:
    assert matters(REFUSAL, POLICY) == {"talks", "withdrawal"}
    assert matters(VETO, POLICY) == {"truce"}
    assert matters(event("rejection"), POLICY) == set()
    assert matters(CAPTURE, POLICY) == {"capture"}


def test_an_answer_joins_the_offer_not_what_came_to_pass() -> None:
    offered = event("withdrawal", "proposed", actor=REBELS)
    assert threads(offered, REFUSAL) == 1
    assert threads(event("withdrawal", actor=REBELS), REFUSAL) == 2


def test_talks_lead_what_they_are_about() -> None:
    (alert,) = Wire().send(reading("urn:a", event("withdrawal", "proposed", text=TALKS.evidence[0].text), TALKS))
    assert alert.event.kind == "talks"


def test_a_site_is_its_sort_and_the_word_that_says_which() -> None:
    assert site(CAPTURE, POLICY) == {"eye", "hospital"}
    assert site(event("strike", target=Party(text="a crowded market")), POLICY) == {"market"}
    assert site(event("strike", target=Party(text="the rebels")), POLICY) == set()
    assert site(event("talks", target=Party(text="the field hospital")), POLICY) == set()
    assert one_site(frozenset({"hospital"}), frozenset({"eye", "hospital"}), POLICY) is True
    assert one_site(frozenset({"field", "hospital"}), frozenset({"eye", "hospital"}), POLICY) is False
    assert one_site(frozenset({"power", "plant"}), frozenset({"power", "station"}), POLICY) is True
    assert one_site(frozenset({"plant"}), frozenset({"power", "station"}), POLICY) is True
    assert one_site(frozenset(), frozenset({"market"}), POLICY) is None


def test_raids_on_two_sites_of_one_town_are_two_incidents() -> None:
    market = event("strike", target=Party(text="a market"), text="Warplanes bombed a market")
    hospital = event("strike", target=Party(text="a field hospital"), text="Mortar shells hit a field hospital")
    assert threads(market, hospital) == 2
    assert threads(market, event("strike", target=Party(text="the crowded market"), text="Jets hit the market")) == 1


def test_the_two_sides_of_a_town_are_two_spots() -> None:
    assert threads(event("strike", place=EAST), event("strike", place=WEST)) == 2


def test_captures_of_two_towns_are_two_things_however_near() -> None:
    near = Place(name="Binnish", path="SY/Binnish", country="SY", lat=35.95, lon=36.9, precision="town")
    assert threads(event("capture", place=IDLIB), event("capture", place=near)) == 2


def test_a_concession_joins_the_site_it_names_though_the_front_moves_too() -> None:
    conceded = event(
        "withdrawal",
        actor=REBELS,
        text="Rebels conceded that they left the eye hospital",
        attribution=(says("rebels", Grade.PARTY),),
    )
    wire = Wire()
    wire.send(reading("urn:a", ADVANCE), reading("urn:b", CAPTURE, headline="Army takes eye hospital"))
    wire.send(reading("urn:c", DENIAL, at=NOON + hours(1), provider="AP", headline="Rebels deny losing eye hospital"))
    (update,) = wire.send(
        reading("urn:d", conceded, at=NOON + hours(20), headline="Rebels concede loss of eye hospital")
    )
    assert (update.reason, update.contested) == ("settled", False)


def test_the_artillery_behind_an_advance_is_no_thread_of_its_own_and_draws_no_shelling_elsewhere() -> None:
    text = "Soldiers advanced behind a heavy artillery barrage"
    wire = Wire()
    wire.send(reading("urn:a", event("advance", text=text), event("strike", text=text)))
    wire.send(reading("urn:b", event("strike", text="Shells hit a bakery"), at=NOON + hours(3), provider="AP"))
    assert [(alert.msg_type, alert.event.kind) for alert in wire.alerts] == [("Alert", "advance"), ("Alert", "strike")]


def test_a_move_told_in_the_sentence_of_a_blow_is_part_of_it_and_elsewhere_a_thing_of_its_own() -> None:
    text = "The cutter was hit after it ordered the warship to leave"
    blow, move = event("strike", text=text), event("mobilization", "planned", text=text)
    told = tuple(msgspec.structs.replace(one, trigger=(len(text) - 5, len(text))) for one in move.evidence)
    move = msgspec.structs.replace(move, evidence=told)
    assert len(Wire().send(reading("urn:a", blow, move))) == 1
    assert threads(blow, move) == 2


def test_want_is_a_circumstance_of_one_article_not_a_link_between_two() -> None:
    want = event("shortage", text="Food has run out in the east")
    assert len(Wire().send(reading("urn:a", CORRIDOR, want))) == 1
    assert threads(CORRIDOR, want) == 2


def test_two_plans_of_two_kinds_are_two_things() -> None:
    assert threads(event("withdrawal", "proposed"), event("aid", "proposed")) == 2
    assert threads(event("withdrawal"), event("aid")) == 1


@pytest.mark.parametrize(("toll", "alerts"), [({}, 1), ({"killed": (4, 4)}, 2)])
def test_two_blows_that_one_article_places_in_no_town_are_one_unless_each_has_its_toll(
    toll: dict[str, tuple[int, int]], alerts: int
) -> None:
    kinmen = Place(name="Kinmen", path="TW/Kinmen", country="TW", precision="region")
    taiwan = Place(name="Taiwan", path="TW", country="TW", precision="country")
    fight = event("clash", place=taiwan, text="A ship opened fire on a cutter", counts={"killed": (2, 2)})
    blow = event("strike", place=kinmen, text="The cutter was hit by four rounds", counts=toll)
    [said] = blow.evidence
    later = msgspec.structs.replace(said, start=200, end=200 + len(said.text), trigger=(204, 207))
    blow = msgspec.structs.replace(blow, evidence=(later,))
    assert len(Wire().send(reading("urn:a", fight, blow, headline="Shots at sea"))) == alerts
