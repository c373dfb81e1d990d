"""Who denies what another sentence tells, and who ends a quotation."""

from datetime import UTC, datetime

import pytest

from bellwire.reading import Reader
from bellwire.reading.reading import Event
from bellwire.wire.article import Article
from kit.readers import full_reader

WHEN = datetime(2026, 11, 30, 12, tzinfo=UTC)
CLAIM = "Rebels said on Sunday that they had captured the town of Azaz."


@pytest.fixture(scope="module")
def reader() -> Reader:
    return full_reader()


def told(reader: Reader, body: str, kind: str = "capture", headline: str = "") -> Event:
    """The one event of a kind."""
    article = Article(uri="urn:answer", version="1", headline=headline, body=body, version_time=WHEN)
    [event] = [event for event in reader.read(article).events if event.kind == kind]
    return event


def deniers(event: Event) -> list[str]:
    return [said.source for said in event.attribution if said.stance == "denies"]


@pytest.mark.parametrize(
    ("answer", "who"),
    [
        ("The government denied this.", "The government"),
        ("The army rejected the claim and said that its troops were still there.", "The army"),
        ("A defence ministry official said that this was untrue.", "A defence ministry official"),
        ("The army called the claim a lie.", "The army"),
        ("The claim was dismissed by the army.", "the army"),
        ("The army said that it still held the town.", "The army"),
        ('"Azaz has not fallen. The army holds the city," a ministry official said.', "a ministry official"),
    ],
)
def test_who_denies_what_was_told_before_disputes_it(reader: Reader, answer: str, who: str) -> None:
    event = told(reader, f"{CLAIM} {answer}", headline="Rebels say they hold Azaz")
    assert (event.status.value, event.disputed) == ("claimed", True)
    assert deniers(event) == [who]


def test_a_claim_is_denied_in_its_own_sentence(reader: Reader) -> None:
    event = told(reader, "Israel said Iran had struck an air base, an allegation that Tehran rejected.", "strike")
    assert event.disputed
    assert deniers(event) == ["Tehran"]


def test_a_headline_denies_what_only_the_body_tells(reader: Reader) -> None:
    event = told(reader, CLAIM, headline="Syrian minister calls rebel claim propaganda")
    assert event.disputed


def test_what_copy_tells_as_a_fact_stays_one_and_is_disputed(reader: Reader) -> None:
    body = "A drone struck a bus near Kherson on Sunday. Moscow denied this."
    event = told(reader, body, "strike")
    assert (event.status.value, event.disputed) == ("happened", True)


@pytest.mark.parametrize(
    "body",
    [
        f"{CLAIM} The mayor did not deny it.",
        f"{CLAIM} The court rejected the claim of a widow.",
        f"{CLAIM} The rebels denied it any supplies.",
        f"{CLAIM} The government rejected calls for talks.",
    ],
)
def test_other_denials_dispute_nothing(reader: Reader, body: str) -> None:
    assert not told(reader, body).disputed


def test_a_denial_that_only_dates_the_concession_disputes_nothing(reader: Reader) -> None:
    body = "Syria's army acknowledged on Sunday that rebels had taken Azaz, a day after the ministry had denied it."
    assert not told(reader, body).disputed


def test_a_clause_before_a_verb_of_saying_that_has_its_own_is_not_said_by_it(reader: Reader) -> None:
    event = told(reader, CLAIM, headline="Rebels claim capture of Azaz, army says fighting goes on")
    assert "army" not in [said.source.lower() for said in event.attribution]


@pytest.mark.parametrize("body", ['SELL?" AID"0', f'{"0" * 70}"KILL\nAID"0', 'He said "no.\n"Yes"no.', '"" "'])
def test_a_mark_within_a_word_ends_a_quotation_too(reader: Reader, body: str) -> None:
    assert reader.read(Article(uri="urn:marks", version="1", body=body, version_time=WHEN)).uri == "urn:marks"
