"""Copy that only remembers or plays war: nothing in it rings, and what bears a date of these days stays news."""

from datetime import UTC, datetime

import pytest

from bellwire.reading import Reader
from bellwire.reading.reading import Event
from bellwire.wire.article import Article

WHEN = datetime(2023, 11, 18, 18, tzinfo=UTC)


def events(reader: Reader, headline: str, body: str) -> tuple[Event, ...]:
    return reader.read(Article(uri="urn:g", version="1", headline=headline, body=body, version_time=WHEN)).events


@pytest.mark.parametrize(
    ("headline", "body"),
    [
        ("Today in history: rebels storm the arsenal", "Rebels stormed the arsenal and killed nine soldiers."),
        (
            "TIMELINE: the long war in the hills",
            "Rebels attacked an army post. A truce began. Troops shelled a village.",
        ),
        ("General who shelled the harbour dies at 91", "His guns shelled the harbour and killed forty sailors."),
        ("Town mourns, 30 years after its siege", "The town fell to rebel fighters who killed 200 people."),
        (
            "Grave found under the ridge",
            "Archaeologists dug up the skulls of soldiers. The rebels attacked the camp and killed them all.",
        ),
    ],
)
def test_copy_that_remembers_war_tells_the_past_and_does_not_ring(reader: Reader, headline: str, body: str) -> None:
    found = events(reader, headline, body)
    assert found
    assert not [event for event in found if event.alertable or event.status in ("happened", "claimed")]


def test_an_event_of_these_days_stays_news_on_an_anniversary(reader: Reader) -> None:
    body = "Rebels attacked the army post on Saturday, killing nine soldiers. The war began in 1993."
    statuses = {event.kind: event.status for event in events(reader, "Town mourns, 30 years after its siege", body)}
    assert statuses["casualties"] == "happened"


@pytest.mark.parametrize(
    ("headline", "body"),
    [
        (
            "Brigade storms river in alliance drill",
            "Troops stormed the bridge and seized the town from the fictional state of Norland.",
        ),
        (
            "First blood in the war for the Liberals",
            "Rebels of the party opened fire on the old guard. The two contenders agreed to no truce before delegates"
            " meet. Loyalists shelled the leadership with letters, a member of parliament said.",
        ),
        (
            "Second season of the siege drama",
            "In the first episode soldiers shell the town. By the last episode of the season, streaming now, all die.",
        ),
        (
            "Marines take beach from enemy that is not there",
            "The exercise supposes that a notional invader has seized the island. Marines stormed the beach and"
            " captured the airfield from the enemy's troops.",
        ),
        (
            "Opinion: Suppose the strait were shut tomorrow",
            "Warships close the strait. A destroyer is sunk and troops shell the port. Nobody says what then.",
        ),
        (
            "Blast at shell factory was an accident",
            "A spark caused the explosion that killed four soldiers. There was no bomb, and police ruled out sabotage.",
        ),
        (
            "Man-eater shot after siege",
            "Forest guards with a tranquilliser gun attacked a leopard that had killed three people, and shot it dead.",
        ),
        (
            "Hope fades in the rubble of the quake",
            "Rescuers with sniffer dogs dug through the rubble three days after the earthquake. Troops advanced street"
            " by street, and warships were sent to evacuate the wounded.",
        ),
        (
            "Old bombs found under bridge",
            "Two American bombs from the Second World War were made safe overnight. Soldiers evacuated 9,000 people.",
        ),
        (
            "Ten men survive bombardment",
            "The coach praised his goalkeeper. The striker ambushed the captain after a penalty in the league match.",
        ),
    ],
)
def test_war_that_is_played_did_not_happen(reader: Reader, headline: str, body: str) -> None:
    assert not events(reader, headline, body)


def test_the_same_words_about_a_real_war_are_news(reader: Reader) -> None:
    body = "Warplanes bombed a market in the rebel town on Saturday, killing nine people, doctors said."
    assert [event for event in events(reader, "Air raid kills nine", body) if event.alertable]


def test_tanks_that_bear_the_names_of_beasts_are_none(reader: Reader) -> None:
    body = "Army tanks, among them a Leopard 2 with a tiger painted on it, shelled the rebel town on Saturday."
    assert [event for event in events(reader, "Tanks shell town", body) if event.kind == "strike"]


def test_copy_that_takes_back_a_report_denies_what_that_told(reader: Reader) -> None:
    body = 'An item headlined "Four soldiers killed in clash at border post" is withdrawn. No clash took place.'
    found = events(reader, "RETRACTION: report on border clash", body)
    assert found
    assert {event.status for event in found} == {"denied"}


def test_an_army_that_comes_after_a_flood_of_shells_is_news(reader: Reader) -> None:
    body = "Rebels shelled the town, which a flood and landslides had cut off, on Saturday, killing nine people."
    assert [event for event in events(reader, "Shells hit flooded town", body) if event.alertable]


def test_rescuers_and_a_crane_at_the_place_of_an_air_raid_make_it_no_accident(reader: Reader) -> None:
    body = (
        "Eleven people were killed on Saturday in an Israeli raid on the Lebanese city of Baalbek, officials said. "
        "Rescuers lifted slabs of concrete with a crane in search of survivors."
    )
    assert [event for event in events(reader, "Eleven dead in Israeli raid on Baalbek", body) if event.alertable]


def test_the_tremor_of_a_nuclear_test_is_no_natural_disaster(reader: Reader) -> None:
    body = (
        "North Korea carried out a nuclear test at Punggye-ri on Saturday, the weather agency said, citing an "
        "artificial earthquake of magnitude 5.4. The tremor was recorded at dawn; its epicentre was no deeper."
    )
    found = events(reader, "North Korea carries out nuclear test, Seoul says", body)
    assert [event.kind for event in found if event.alertable] == ["weapons"]
