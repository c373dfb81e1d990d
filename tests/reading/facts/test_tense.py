"""Which way a weekday points, by the verb it hangs on; the articles are of Sunday, December 4, 2016."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest

from bellwire.reading.facts.times import find_times
from bellwire.reading.facts.times.tense import tense_at
from bellwire.reading.syntax.tokens import Sentence

SUNDAY = datetime(2016, 12, 4, 12, tzinfo=UTC)
Parse = Callable[[str], Sentence]


def days(text: str, parse: Parse) -> list[str]:
    return [str(t.first) for t in find_times(text, SUNDAY, partial(tense_at, parse(text))) if t.type != "DURATION"]


@pytest.mark.parametrize(
    "text",
    [
        "UN Security Council to vote Monday on week-long truce",
        "The council will vote on Monday.",
        "The council was due to vote on Monday.",
        "Truce vote due Monday",
        "The road could open on Monday.",
        "Ministers are meeting on Monday in Geneva.",
        "Parliament votes on Monday.",
        "Talks are scheduled for Monday.",
        "The rebels had until Monday to leave.",
        "Leaders agreed to meet on Monday.",
        "The envoy proposed that talks begin on Monday.",
    ],
)
def test_a_weekday_under_a_verb_of_the_future_is_the_coming_one(text: str, parse: Parse) -> None:
    assert days(text, parse) == ["2016-12-05"]


@pytest.mark.parametrize(
    "text",
    [
        "The council voted on Monday.",
        "Troops failed to take the town on Monday.",
        "Troops killed on Monday were buried.",
        "They could have met on Monday.",
        "The general could not be reached on Monday.",
        "The truce had been due to expire on Monday.",
        "The march had been scheduled for Monday.",
        "Neither pilot could be found on Monday.",
        "He flew to Cairo to see his sister on Monday.",
        "The army has held the hill since Monday.",
    ],
)
def test_a_weekday_under_a_verb_of_the_past_is_the_last_one(text: str, parse: Parse) -> None:
    assert days(text, parse) == ["2016-11-28"]


def mondays() -> list[tuple[str, str]]:
    found, which = [], ""
    for line in (Path(__file__).parent / "mondays.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("@"):
            which = {"last": "2016-12-05", "next": "2016-12-12"}[line[2:]]
        elif line and not line.startswith("#"):
            found.append((line, which))
    return found


@pytest.mark.parametrize("parsed", [True, False], ids=["with the parse", "without"])
def test_every_monday_is_the_last_or_the_next_as_its_sentence_says(parsed: bool, parse: Parse) -> None:
    wrong = []
    for text, day in mondays():
        tense = partial(tense_at, parse(text)) if parsed else None
        found = find_times(text, datetime(2016, 12, 7, 12, tzinfo=UTC), tense)
        if day not in [str(t.first) for t in found]:
            wrong.append(text)
    assert not wrong


def test_each_weekday_of_a_sentence_follows_its_own_verb(parse: Parse) -> None:
    assert days("Leaders agreed on Thursday to meet on Monday.", parse) == ["2016-12-01", "2016-12-05"]
