"""What has little but its neighbourhood in common: two things, unless words or parties say that they are one."""

from __future__ import annotations

import msgspec
import pytest
from readings_by_hand import ALEPPO, ARMY, NOON, REBELS, SYRIA, Wire, event, hours, on, reading, says

from bellwire.reading.reading import Event, Party, Place
from bellwire.watch import load_watcher
from bellwire.watch.places import VAGUE, near
from bellwire.watch.same_thing import likeness
from bellwire.watch.telling import Telling

POLICY = load_watcher().policy
#: Some twenty kilometres from Aleppo.
NUBL = Place(name="Nubl", path="SY/Nubl", country="SY", lat=36.37, lon=36.99, precision="town")
STRAIT = Place(name="Strait of Hormuz", path="XG/Strait of Hormuz", country="XG", precision="region")
IRAN = Place(name="Iran", path="IR", country="IR", lat=32.0, lon=53.0, precision="country")
TURKEY = Place(name="Turkey", path="TR", country="TR", lat=39.0, lon=35.0, precision="country")
DRONE = Party(text="an Iranian drone", country="IR")


def message_types(*told: tuple[str, Event]) -> list[str]:
    """What comes of articles with these headlines and events, two hours from one to the next."""
    wire = Wire()
    for number, (headline, one) in enumerate(told):
        agency = ("Reuters", "AFP", "AP")[number % 3]
        wire.send(reading(f"urn:{number}", one, headline=headline, provider=agency, at=NOON + hours(2 * number)))
    return [alert.msg_type for alert in wire.alerts]


def test_fighting_in_two_towns_is_one_only_by_what_is_said_of_it() -> None:
    ambush = ("Fuel trucks burn", event("clash", place=NUBL, text="Lorries were set alight on a road at Nubl"))
    palace = event("clash", place=ALEPPO, text="Shots rang out by the old palace in Aleppo")
    again = event("clash", place=ALEPPO, text="Fuel lorries were set alight on a road north of Aleppo")
    assert message_types(ambush, ("Gunfire at palace", palace)) == ["Alert", "Alert"]
    assert message_types(ambush, ("Fuel trucks burn north of Aleppo", again)) == ["Alert", "Update"]


def test_a_raid_and_a_revolt_in_one_country_are_two_things() -> None:
    raid = ("Gunmen kill 21 in village", event("attack", place=SYRIA, text="Gunmen on motorbikes killed 21 villagers"))
    coup = ("Junta denies coup", event("unrest", place=SYRIA, text="Shots were heard as officers spoke of a mutiny"))
    assert message_types(raid, coup) == ["Alert", "Alert"]


@pytest.mark.parametrize("name", ["JNIM", "TV", "Syrian"])
def test_what_is_at_many_places_of_a_country_makes_no_one_thing(name: str) -> None:
    first = event("attack", place=SYRIA, text=f"Men of the {name} rode into a hamlet at dusk")
    second = event("attack", place=SYRIA, text=f"A convoy was set on fire as the {name} laid in wait by day")
    told = (("Men ride into hamlet at dusk", first), ("Convoy burns by a river", second))
    assert message_types(*told) == ["Alert", "Alert"]


def test_a_denial_of_before_answers_only_what_the_same_party_is_said_to_do() -> None:
    denied = event("attack", "denied", SYRIA, actor=REBELS, attribution=(says("the rebels", denies=True),))
    wire = Wire()
    wire.send(reading("urn:a", event("attack", place=SYRIA, actor=REBELS, text="Rebels burnt down a village")))
    wire.send(reading("urn:b", denied, at=NOON + hours(2)))
    other = event("attack", place=SYRIA, text="Masked men fired at lorries on a mountain pass", when=on("2016-12-04"))
    wire.send(reading("urn:c", other, headline="Lorries fired at", at=NOON + hours(20), provider="AFP"))
    assert [alert.msg_type for alert in wire.alerts] == ["Alert", "Update", "Alert"]


def test_what_happens_on_the_gulf_may_be_told_of_a_country_on_it() -> None:
    assert near(STRAIT, IRAN, "spot", POLICY)[1] == near(IRAN, STRAIT, "spot", POLICY)[1] == VAGUE
    assert near(STRAIT, TURKEY, "spot", POLICY)[0] == -1.0
    shot = event("clash", place=IRAN, target=DRONE, text="A destroyer shot down an Iranian drone in the strait")
    army = Party(text="Iran's army", name="Iranian army", country="IR", role="military")
    denied = event(
        "clash",
        "denied",
        STRAIT,
        actor=army,
        attribution=(says("Iran's army", denies=True),),
        text="Iran's army denied that any drone had been shot down in the strait",
    )
    told = (("Iranian drone shot down", shot), ("Iran denies that a drone was shot down", denied))
    assert message_types(*told) == ["Alert", "Update"]


def test_a_ship_seized_on_the_gulf_and_told_to_be_off_a_country_on_it_is_one() -> None:
    tanker = Party(text="a tanker")
    seized = event("capture", place=STRAIT, target=tanker, text="Armed men seized a tanker in the strait")
    told = event("capture", place=IRAN, target=tanker, text="The navy seized a tanker with smuggled fuel in the strait")
    assert message_types(("Armed men seize tanker", seized), ("Navy seizes tanker", told)) == ["Alert", "Update"]


@pytest.mark.parametrize(
    ("text", "killed", "types"),
    [
        ("Men opened fire on a health worker in a market in Aleppo", 2, ["Alert", "Alert"]),
        ("Men opened fire after the bomb at the court in Aleppo", 2, ["Alert", "Update"]),
        ("Men opened fire at the court in Aleppo", 9, ["Alert", "Update"]),
    ],
)
def test_a_bomb_and_a_gun_in_one_town_are_two_things_where_fewer_die(text: str, killed: int, types: list[str]) -> None:
    blast = event("bombing", counts={"killed": (7, 7)}, text="A bomb went off at the gate of a court in Aleppo")
    shots = event("attack", counts={"killed": (killed, killed)}, text=text)
    assert message_types(("Bomb kills seven", blast), ("Gunmen open fire", shots)) == types


@pytest.mark.parametrize(("hour", "speaks"), [("18:00", True), ("20:00", False)])
def test_that_two_ultimatums_are_due_at_one_minute_speaks_for_one(hour: str, speaks: bool) -> None:
    due, again = (
        Telling(event("threat", "threatened", SYRIA, when=on("2016-12-05", at)), NOON, f"Due at {at}", POLICY)
        for at in ("18:00", hour)
    )
    assert any(part.name == "hour" for part in likeness(again, due, POLICY).parts) is speaks


def test_two_accounts_filed_from_one_town_may_be_of_what_was_done_in_it() -> None:
    here = msgspec.structs.replace(ALEPPO, origin="located")
    shot = event("attack", place=here, text="Gunmen shot dead the commander of an armed group")
    confirmed = event("attack", place=here, text="The ministry confirmed the killing of a commander")
    told = (("Gunmen assassinate commander", shot), ("Ministry confirms killing", confirmed))
    assert message_types(*told) == ["Alert", "Update"]


def test_a_threat_of_sanctions_is_one_thing() -> None:
    text = "The ministers threatened to impose sanctions on Syria unless it freed the ship"
    wire = Wire()
    both = [event(kind, "threatened", SYRIA, actor=ARMY, text=text) for kind in ("threat", "sanction")]
    wire.send(reading("urn:a", *both, headline="Ministers threaten Syria with sanctions"))
    assert [alert.msg_type for alert in wire.alerts] == ["Alert"]
