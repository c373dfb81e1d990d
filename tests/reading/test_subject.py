"""What copy is about: a sum over its words turns away what is neither conflict nor politics, and nothing else."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import replace
from datetime import UTC, datetime

import msgspec
import numpy as np
import pytest

from bellwire.reading import Reader, explain, rendered
from bellwire.reading.events.opinion.subject import FEW, STRETCH, Subject, SubjectData
from bellwire.reading.reading import Outcome
from bellwire.wire import Article

PLAIN = "shares index cocoa crop coffee tonnes exports price quarter profit sales dividend bank rate".split()
OURS = "rebels shelled army troops killed border truce minister war talks attack soldiers guerrillas siege".split()
HARVEST = "The cocoa crop will be a tenth smaller than last year, traders said, as rain kept men from the farms. " * 4
SHELLING = "Rebels shelled the town of Malin for a third night, and the army said that eleven soldiers were killed. "
GERMAN = "Die Zentralbank hat den Leitzins um einen Viertelpunkt gesenkt, wie ein Sprecher am Dienstag mitteilte. " * 3


def subject(least: float = 0.0) -> Subject:
    rows = {**dict.fromkeys(PLAIN, (-1, -1, -1)), **dict.fromkeys(OURS, (4, 3, 3))}
    weights = b64encode(np.array(list(rows.values()), dtype=np.int8).tobytes()).decode()
    data = SubjectData("two lists", 0.5, -0.25, least, list(rows), weights)
    return Subject.of(msgspec.json.encode(data))


def article(headline: str, body: str) -> Article:
    return Article(
        uri="urn:s", version="1", headline=headline, body=body, version_time=datetime(2026, 5, 1, tzinfo=UTC)
    )


def test_words_weigh_by_where_they_stand() -> None:
    headline, opening, later = " ".join(OURS), "", ""
    assert subject().score((headline, opening, later)) == pytest.approx(-0.25 + 0.5 * 4 * len(OURS) ** 0.5)
    assert subject().score(("", " ".join(PLAIN), "")) == pytest.approx(-0.25 - 0.5 * len(PLAIN) ** 0.5)


def test_a_word_counts_once_a_part() -> None:
    assert subject().score((" ".join(OURS * 3), "", "")) == subject().score((" ".join(OURS), "", ""))


def test_copy_of_few_known_words_is_not_judged() -> None:
    assert subject(least=1e9).is_ours(" ".join(PLAIN[: FEW - 1]), "nothing else that is known")
    assert not subject(least=1e9).is_ours(" ".join(PLAIN), "")


def test_one_stretch_of_a_long_roundup_is_enough() -> None:
    quiet = f"{' '.join(PLAIN)}. " * (2 * STRETCH // len(" ".join(PLAIN)))
    assert not subject().is_ours("", quiet)
    assert subject().is_ours("", f"{quiet}{' '.join(OURS)}. {' '.join(OURS)}")


def test_a_harvest_is_turned_away_whatever_its_words(reader: Reader) -> None:
    copy = article("COCOA CROP SEEN SMALLER AS RAIN DELAYS HARVEST", HARVEST)
    reading = reader.read(copy)
    assert (reading.outcome, reading.events, reading.language) == (Outcome.READ, (), "en")
    assert rendered(explain(reader, copy)).startswith("about something else")


def test_a_harvest_with_a_shelling_in_it_is_read(reader: Reader) -> None:
    told = reader.read(article("COCOA CROP SEEN SMALLER", f"{SHELLING * 2}{HARVEST}")).events
    assert "strike" in {event.kind for event in told}


def test_copy_in_another_language_is_said_to_be_so(reader: Reader) -> None:
    assert reader.read(article("Leitzins sinkt", GERMAN)).outcome is Outcome.NOT_ENGLISH


def test_rules_alone_read_all_copy(reader: Reader) -> None:
    ruling = Reader(reader.parser, replace(reader.knowledge, opinion=None, subject=None), reader.gate)
    assert ruling.is_ours(article("COCOA CROP SEEN SMALLER AS RAIN DELAYS HARVEST", HARVEST))
