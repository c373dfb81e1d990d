"""Every article version gets exactly one outcome, out of its own fields."""

from datetime import UTC, datetime, timedelta

import pytest

from bellwire.reading import Reader
from bellwire.reading.outcome import outcome_of, summary
from bellwire.reading.reading import Outcome
from bellwire.wire.article import Article

WHEN = datetime(2016, 12, 4, 18, tzinfo=UTC)
BODY = "Rebels captured the town of Kobani on Sunday, the army said."


def copy(**fields: object) -> Article:
    return Article(**({"uri": "urn:a", "version": "1", "body": BODY, "version_time": WHEN} | fields))


@pytest.mark.parametrize(
    ("fields", "outcome"),
    [
        ({}, Outcome.READ),
        ({"pubstatus": "canceled"}, Outcome.CANCELED),
        ({"pubstatus": "withheld"}, Outcome.WITHHELD),
        ({"version_time": None}, Outcome.UNDATED),
        ({"received": WHEN - timedelta(minutes=59)}, Outcome.READ),
        ({"received": WHEN - timedelta(minutes=61)}, Outcome.FUTURE),
        ({"received": WHEN + timedelta(days=2)}, Outcome.READ),
        ({"received": WHEN + timedelta(days=2, minutes=1)}, Outcome.STALE),
        ({"embargoed": WHEN + timedelta(hours=1)}, Outcome.EMBARGOED),
        ({"embargoed": WHEN - timedelta(hours=1)}, Outcome.READ),
    ],
)
def test_fields_decide_the_outcome(fields: dict[str, object], outcome: Outcome) -> None:
    assert outcome_of(copy(**fields), 1000, 2.0) is outcome


def test_copy_above_the_limit_is_too_long() -> None:
    assert outcome_of(copy(body="x" * 1001), 1000, 2.0) is Outcome.TOO_LONG


def test_a_reading_has_no_clock_of_its_own(reader: Reader) -> None:
    reading = reader.read(copy())
    assert (reading.read_at, reading.took_ms) == (None, 0)


def test_the_arrival_is_the_version_time_where_the_feed_does_not_say(reader: Reader) -> None:
    assert reader.read(copy()).article.received == WHEN


def test_stale_copy_is_read_and_never_rings(reader: Reader) -> None:
    reading = reader.read(copy(received=WHEN + timedelta(days=9)))
    assert reading.outcome is Outcome.STALE
    assert reading.events
    assert not any(event.alertable for event in reading.events)


def test_undated_copy_is_read_without_a_clock_and_never_rings(reader: Reader) -> None:
    reading = reader.read(copy(version_time=None))
    assert reading.outcome is Outcome.UNDATED
    assert [event.kind for event in reading.events] == ["capture"]
    assert not any(event.alertable or event.when for event in reading.events)


def test_undated_copy_above_the_limit_is_too_long() -> None:
    assert outcome_of(copy(version_time=None, body="x" * 1001), 1000, 2.0) is Outcome.TOO_LONG


def test_embargoed_copy_is_read_all_the_same(reader: Reader) -> None:
    assert reader.read(copy(embargoed=WHEN + timedelta(hours=1))).events


@pytest.mark.parametrize(
    "body",
    [
        "Los rebeldes capturaron la ciudad el domingo y el ejército dijo que los combates siguen en las afueras.",
        "Die Rebellen haben am Sonntag die Stadt eingenommen und die Armee ist aus dem Norden abgezogen.",
        "Les rebelles ont pris la ville dans le nord du pays et les combats se poursuivent, selon une source.",
        "Повстанцы захватили город в воскресенье, сообщили военные источники в столице.",
        "استولى المتمردون على المدينة يوم الأحد وفق مصادر عسكرية في العاصمة",
    ],
)
def test_copy_that_is_not_english_is_told_apart(reader: Reader, body: str) -> None:
    assert reader.read(copy(body=body, language="en")).outcome is Outcome.NOT_ENGLISH


def test_english_copy_declared_otherwise_is_read(reader: Reader) -> None:
    assert reader.read(copy(language="de")).outcome is Outcome.READ


def test_the_digest_sees_through_case_and_punctuation() -> None:
    assert summary(copy()).digest == summary(copy(body=BODY.upper().replace(",", " –"))).digest


def test_a_reprint_shares_most_shingles_and_another_story_none() -> None:
    words = " ".join(f"word{k}" for k in range(300))
    first, reprint = summary(copy(body=words)).shingles, summary(copy(body=words + " and a new last line")).shingles
    other = summary(copy(body=" ".join(f"other{k}" for k in range(300)))).shingles
    assert len(first) == 64
    assert len(set(first) & set(reprint)) >= 56
    assert not set(first) & set(other)


@pytest.mark.parametrize(
    ("body", "credits"),
    [
        ("BEIRUT (Reuters) - Troops moved.", ("Reuters",)),
        ("AP - Troops moved.", ("AP",)),
        ("A boy runs. REUTERS/Jane Roe", ("REUTERS",)),
        ("Troops moved, residents told Reuters.", ()),
    ],
)
def test_agencies_that_the_copy_credits_are_kept_as_written(body: str, credits: tuple[str, ...]) -> None:
    assert summary(copy(body=body)).credits == credits
