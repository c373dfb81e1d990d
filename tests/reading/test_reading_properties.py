"""What holds for any text: nothing raises, evidence is an exact slice, the same text gives the same bytes."""

from datetime import UTC, datetime

import msgspec
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bellwire.reading import Reader, explain
from bellwire.reading.reading import Reading
from bellwire.wire.article import Article

WHEN = datetime(2016, 12, 4, 18, tzinfo=UTC)
#: Pieces that meet in real copy, among them triggers, shouting, brackets, half surrogates and odd spaces.
PIECES = st.sampled_from(
    ["Rebels", "captured", "the", "town", "of", "Aleppo", "said", "denied", "ceasefire", "was", "killed", '"', "'", "(",
     ")", ".", ",", "\n", "\n\n", "    ", "-", "--", "\u2014", "\u201c", "\u00a0", "\u200b", "\ud83d", "12", "1,000",
     "on December 4", "AIR RAID", "U.N.", "mln", "cease-fire", "\x00", "نص", "войска", "軍", "e\u0301", "if", "not"]
)  # fmt: skip
TEXTS = st.one_of(st.text(max_size=300), st.lists(PIECES, max_size=60).map(" ".join), st.lists(PIECES).map("".join))
CAREFUL = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


def article(body: str, headline: str = "") -> Article:
    return Article(uri="urn:t", version="1", headline=headline, body=body, version_time=WHEN)


def read(reader: Reader, body: str, headline: str = "") -> Reading:
    return reader.read(article(body, headline))


@CAREFUL
@given(body=TEXTS, headline=TEXTS)
def test_every_evidence_is_an_exact_slice_of_its_field(reader: Reader, body: str, headline: str) -> None:
    for event in read(reader, body, headline).events:
        for evidence in event.evidence:
            text = headline if evidence.field == "headline" else body
            assert evidence.text == text[evidence.start : evidence.end]
            assert evidence.start <= evidence.trigger[0] < evidence.trigger[1] <= evidence.end


@CAREFUL
@given(body=TEXTS, headline=TEXTS)
def test_the_same_text_gives_the_same_bytes_twice(reader: Reader, body: str, headline: str) -> None:
    body, headline = body.replace("\ud83d", ""), headline.replace("\ud83d", "")
    once, twice = (msgspec.json.encode(read(reader, body, headline)) for _ in range(2))
    assert once == twice


def test_a_long_word_is_read(reader: Reader) -> None:
    assert read(reader, "The army captured " + "x" * 50_000 + " on Sunday.").outcome == "read"


def test_long_copy_without_a_full_stop_is_read(reader: Reader) -> None:
    assert read(reader, "the rebels said that the army shelled the town and " * 300).outcome == "read"


def test_deep_quotes_and_brackets_are_read(reader: Reader) -> None:
    assert read(reader, '("' * 800 + "Troops captured the town" + '")' * 800).outcome == "read"


def test_an_article_without_any_text_gives_an_empty_reading(reader: Reader) -> None:
    assert read(reader, "").events == ()


def test_event_ids_are_distinct_within_a_reading(reader: Reader) -> None:
    text = (
        "Rebels captured the town. Warplanes bombed the port, killing nine people. The army denied it bombed the port."
    )
    events = read(reader, text).events
    assert len({event.id for event in events}) == len(events) >= 2


def test_an_explanation_names_a_rule_for_every_event(reader: Reader) -> None:
    text = "Warplanes bombed a market in Idlib on Sunday, killing 12 people. The weather was fine."
    why = explain(reader, article(text))
    assert [one.event.id for one in why.events] == [event.id for event in read(reader, text).events]
    assert all(one.rule for one in why.events)
