"""What holds for any text: nothing raises, evidence is an exact slice, the same text gives the same bytes."""

import json
import os
import subprocess
import sys
from datetime import UTC, datetime

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bellwire.errors import BadCopy
from bellwire.reading import Reader, explain, rendered
from bellwire.reading.reading import Outcome, Reading
from bellwire.reading.syntax.fingerprint import words_of
from bellwire.wire import read_copy
from bellwire.wire.article import Article

WHEN = datetime(2016, 12, 4, 18, tzinfo=UTC)
#: Pieces that meet in real copy, among them triggers, shouting, brackets, half surrogates, odd spaces and marks, any
#: numbers, writing from right to left, and what makes sentences, notes, datelines, quotations and conditions.
PIECES = st.sampled_from(
    ["Rebels", "captured", "the", "town", "of", "Aleppo", "said", "denied", "ceasefire", "was", "killed", '"', "'", "(",
     ")", ".", ",", "\n", "\n\n", "    ", "-", "--", "\u2014", "\u201c", "\u00a0", "\u200b", "\ud83d", "12", "1,000",
     "on December 4", "AIR RAID", "U.N.", "mln", "cease-fire", "\x00", "نص", "войска", "軍", "e\u0301", "if", "not",
     "\u202e", "\u200f", "\u0301\u0323", "\ufeff", "\ufffe", "\x1b[31m", "\x85",
     "\u2028", "\u0130", "\ufb01", "9" * 400, "1e999", "-0", "½", "٣", "99:99", "32 December 99999", "0/0/0000", "by",
     "troops", "which", "who", "until", "(Adds", "EDITORS:", "BEIRUT (Reuters) -", "Gen.", "?", "!", "U.S.", "and",
     "to", "dozens of", "no", "will", "may", "\U0001f600", "\r\n", "\t", "|", "<b>", "&amp;", "\\", "{", "%s"]
)  # fmt: skip
JUNK = st.one_of(st.text(max_size=300), st.lists(PIECES, max_size=60).map(" ".join), st.lists(PIECES).map("".join))
#: Junk round and within a sentence that tells an event, so that every step has work.
STORY = st.builds(
    "{}Rebels who shelled the {} captured the town of Idlib on Sunday, killing {}, the army said.{}".format,
    *(st.one_of(st.sampled_from(["", "\n", "port"]), JUNK) for _ in range(4)),
)
TEXTS = st.one_of(JUNK, STORY)
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


@CAREFUL
@given(bodies=st.lists(TEXTS.map(lambda text: text.replace("\ud83d", "")), min_size=2, max_size=4), data=st.data())
def test_what_is_read_before_changes_no_byte(reader: Reader, bodies: list[str], data: st.DataObject) -> None:
    alone = {body: msgspec.json.encode(read(reader, body)) for body in bodies}
    for body in data.draw(st.permutations(bodies)):
        assert msgspec.json.encode(read(reader, body)) == alone[body]


@CAREFUL
@given(body=TEXTS, headline=TEXTS)
def test_any_reading_can_be_explained(reader: Reader, body: str, headline: str) -> None:
    why = explain(reader, article(body, headline))
    assert [one.event for one in why.events] == list(read(reader, body, headline).events)
    assert rendered(why)
    for silent in why.silent:
        text = headline if silent.evidence.field == "headline" else body
        assert silent.evidence.text == text[silent.evidence.start : silent.evidence.end]


@CAREFUL
@given(st.one_of(st.binary(max_size=200), TEXTS.map(lambda text: text.encode("utf-8", "surrogatepass"))))
def test_any_bytes_are_read_or_refused(reader: Reader, copy: bytes) -> None:
    try:
        articles = list(read_copy(copy, "text/plain"))
    except BadCopy:
        return
    for one in articles:
        assert msgspec.json.decode(msgspec.json.encode(reader.read(one)), type=Reading).uri == one.uri


#: Copy that makes some step do its worst; each far longer than any wire.
HARD = {
    "a long word": "The army captured " + "x" * 50_000 + " on Sunday.",
    "no full stop": "the rebels said that the army shelled the town and " * 300,
    "one word": "the " * 50_000,
    "deep quotes": '("' * 800 + "Troops captured the town" + '")' * 800,
    "full stops": "." * 50_000,
    "full stops and brackets without an end": ("." * 20_000 + ")" * 20_000 + "x") * 2,
    "questions": "why? no " * 10_000,
    "line ends": "\n \t\r\n" * 20_000,
    "combining marks in the wrong order": "e" + "\u0301\u0323" * 40_000,
    "from right to left": "Rebels \u202eshelled\u202c \u0646\u0635 the \u05e2\u05d9\u05e8 town. " * 500,
    "zero width": "Re\u200bbels\u200d cap\u2060tured " * 1_000 + "the town.",
    "controls": "\x00\x01\x1b\x7f\x9f" * 10_000,
    "a huge number": "Rebels killed " + "9" * 20_000 + " soldiers and 1" + ",000" * 5_000 + " civilians on Sunday.",
    "notes": "(Adds quotes)\n" * 10_000 + "Rebels captured the town.",
    "initials": "A.B. " * 20_000,
    "operators": "to plan to agree to refuse to " * 200 + "bomb the town.",
    "relatives": "rebels who said that the army, which " * 100 + "attacked the town.",
    "conditions": "if rebels attack the town unless troops shell it, " * 100,
    "places": "In Aleppo, Mosul, Kabul and Gaza rebels attacked the base. " * 100,
}


@pytest.mark.parametrize("body", HARD.values(), ids=HARD.keys())
def test_hard_copy_is_read(reader: Reader, body: str) -> None:
    assert read(reader, body).outcome in (Outcome.READ, Outcome.NOT_ENGLISH)


@pytest.mark.parametrize("headline", HARD.values(), ids=HARD.keys())
def test_a_hard_headline_is_read(reader: Reader, headline: str) -> None:
    assert read(reader, "", headline).outcome in (Outcome.READ, Outcome.NOT_ENGLISH)


def test_a_megabyte_without_a_full_stop_is_read(reader: Reader) -> None:
    patient = Reader(reader.parser, reader.knowledge, reader.gate, max_chars=2_000_000)
    body = "goats grazed on hills where " * 37_000
    assert len(body) > 1_000_000
    assert read(patient, f"{body} rebels captured the town").outcome is Outcome.READ


def test_a_megabyte_is_too_long_by_default(reader: Reader) -> None:
    assert read(reader, "rebels captured the town and " * 37_000).outcome is Outcome.TOO_LONG


def test_words_are_those_of_the_normal_form_however_they_are_spelt() -> None:
    assert words_of("E\u0301lyse\u0301e \ufb01re") == words_of("Élysée fire") == ["élysée", "fire"]


def test_the_order_of_sets_in_a_process_changes_no_byte() -> None:
    """The same text in processes that hash strings otherwise."""
    item = {
        "uri": "urn:t", "version": "1", "versioncreated": "2016-12-04T18:00:00Z", "headline": "Rebels deny losing town",
        "body_text": "Dozens of Syrian rebels and soldiers were killed on Sunday as the army, backed by Russian planes "
        "and Iranian militia, said it had captured Aleppo. The rebels denied it and vowed to shell the airport.",
    }  # fmt: skip
    told = []
    for seed in ("1", "2"):
        done = subprocess.run(
            [sys.executable, "-m", "bellwire", "read", "-"], input=json.dumps(item), capture_output=True, text=True,
            env={**os.environ, "PYTHONHASHSEED": seed}, timeout=120, check=True,
        )  # fmt: skip
        told.append({k: v for k, v in json.loads(done.stdout).items() if k not in ("read_at", "took_ms")})
    assert told[0] == told[1]
    assert json.dumps(told[0]) == json.dumps(told[1])


def test_an_article_without_any_text_gives_an_empty_reading(reader: Reader) -> None:
    assert read(reader, "").events == ()


def test_event_ids_are_distinct_within_a_reading(reader: Reader) -> None:
    text = (
        "Rebels captured the town. Warplanes bombed the port, killing nine people. The army denied it bombed the port."
    )
    events = read(reader, text).events
    assert len({event.id for event in events}) == len(events) >= 2


def test_an_explanation_names_a_rule_for_every_event(reader: Reader) -> None:
    text = "Warplanes bombed a bus station in Idlib on Sunday, killing 12 people. The weather was fine."
    why = explain(reader, article(text))
    assert [one.event.id for one in why.events] == [event.id for event in read(reader, text).events]
    assert why.events and all(one.rule for one in why.events)
