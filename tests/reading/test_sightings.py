"""What an agency's own people saw, and towns that only the copy tells to be some, read whole."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bellwire.reading import Reader
from bellwire.reading.events.own_account import own_account
from bellwire.reading.reading import Event, Grade
from bellwire.wire.article import Article

SUNDAY = datetime(2016, 12, 4, 12, tzinfo=UTC)


def events(reader: Reader, headline: str, body: str) -> tuple[Event, ...]:
    article = Article(
        uri="urn:test:seen", version="1", headline=headline, body=body, version_time=SUNDAY, provider="Reuters"
    )
    return reader.read(article).events


def one(found: tuple[Event, ...], kind: str) -> Event:
    return next(event for event in found if event.kind == kind)


@pytest.mark.parametrize(
    "text",
    [
        "Soldiers held the bridge on Sunday, a Reuters witness saw.",
        "An AFP journalist who reached the town on Sunday saw soldiers at every corner.",
        "Rebels were in the square, two Associated Press reporters in the town said.",
        "Tanks seen by a BBC correspondent rolled north.",
        "A Daily Monitor reporter counted six trucks.",
    ],
)
def test_a_house_tells_what_its_own_people_saw(text: str) -> None:
    found = own_account(text, "Daily Monitor")
    assert found is not None and found.grade is Grade.OWN_REPORTER


@pytest.mark.parametrize(
    "text",
    [
        "A resident told a Reuters reporter that soldiers held the bridge.",
        "A Palestinian journalist was wounded, medics said.",
        "A Red Cross team saw the bridge.",
        "Witnesses said that soldiers held the bridge.",
    ],
)
def test_nobody_else_is_its_own(text: str) -> None:
    assert own_account(text, "Daily Monitor") is None


def test_who_saw_it_vouches_for_it(reader: Reader) -> None:
    body = "Syrian soldiers were in full control of Azaz on Sunday, a Reuters witness who entered the town saw."
    (said,) = one(events(reader, "Syrian troops patrol Azaz", body), "capture").attribution
    assert said.grade is Grade.OWN_REPORTER


def test_a_party_that_tells_it_is_heard_before_a_witness_of_something_else(reader: Reader) -> None:
    body = "The Syrian army said on Sunday it had taken Azaz, as a Reuters witness heard blasts."
    grades = {said.grade for said in one(events(reader, "", body), "capture").attribution}
    assert Grade.OWN_REPORTER not in grades


def test_a_town_that_is_said_to_be_one_is_the_place(reader: Reader) -> None:
    body = "Rebels denied on Sunday that the army had recaptured Kyaukme, a town in northern Shan State in Myanmar."
    place = one(events(reader, "Myanmar rebels deny losing Kyaukme", body), "capture").place
    assert place is not None and place.name == "Kyaukme"


def test_a_road_that_bears_the_name_of_a_town_is_not_there(reader: Reader) -> None:
    body = "A bomb killed 11 people in the Nigerian city of Maiduguri on Sunday. The device exploded on Baga Road."
    places = {event.place.name for event in events(reader, "", body) if event.place}
    assert "Baga" not in places


def test_where_a_bus_goes_is_not_where_it_is_hit(reader: Reader) -> None:
    body = "A drone hit a bus station in El Obeid in Sudan on Sunday as a bus for Omdurman was being loaded."
    place = one(events(reader, "Drone strike in Sudan's El Obeid", body), "strike").place
    assert place is not None and place.name == "El Obeid"


def test_a_situation_says_nothing(reader: Reader) -> None:
    body = (
        "Mali's military government said on Sunday the situation in the capital was under control and denied that a"
        " coup was under way, after gunfire near the presidential palace."
    )
    unrest = one(events(reader, "", body), "unrest")
    assert {said.source for said in unrest.attribution if said.stance == "denies"} == {"Mali's military government"}


def test_the_town_that_is_bombed_is_where_the_bombs_fall(reader: Reader) -> None:
    body = "Israeli planes bombed Gaza City on Sunday in retaliation for a rocket attack on Ashkelon."
    found = [event for event in events(reader, "Israel bombs Gaza", body) if event.status == "happened"]
    assert {event.place.path for event in found if event.place} == {"PS/Gaza City"}


def test_a_town_whose_refinery_is_struck_is_where_it_is(reader: Reader) -> None:
    body = "Ukraine's General Staff said on Sunday its drones had struck the Saratov oil refinery in Russia."
    place = one(events(reader, "Ukraine's military claims strike on Saratov refinery", body), "strike").place
    assert place is not None and place.path == "RU/Saratov"


def test_a_town_that_no_list_has_is_believed_where_its_place_is_told(reader: Reader) -> None:
    body = "Mali's army said rebels shot down one of its helicopters near Aguelhrab, in the country's north."
    place = one(events(reader, "Mali helicopter shot down", body), "clash").place
    assert place is not None and place.path == "ML/Aguelhrab"
    far = "Rebels killed five soldiers in Aguelhrab, 400 km northeast of Gao in Mali, the army said."
    assert {event.place.name for event in events(reader, "", far) if event.place} == {"Aguelhrab"}


def test_a_mention_without_a_town_is_where_the_others_of_its_event_are(reader: Reader) -> None:
    body = "Mali's army denied on Sunday that rebels had shot down a helicopter near Kidal. It landed at Gao."
    shot = one(events(reader, "Mali army denies helicopter was shot down in north", body), "clash")
    assert shot.place is not None and shot.place.name == "Kidal"
    assert shot.actor is None or shot.actor.text != "Mali army"  # Who denies it did not do it.


def test_a_thing_denies_nothing(reader: Reader) -> None:
    body = "The army said a helicopter lost in the hills had crashed, denying that ELN guerrillas had shot it down."
    speakers = [said.source for event in events(reader, "", body) for said in event.attribution]
    assert speakers and not [source for source in speakers if "helicopter" in source]
