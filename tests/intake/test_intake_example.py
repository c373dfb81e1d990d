"""The example wire holds what it is there to show."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from difflib import SequenceMatcher
from importlib.resources import files
from pathlib import Path

import pytest

from bellwire.intake.example import example_wire

WIRE = {(article.uri.removeprefix("urn:bellwire-example:"), article.version): article for article in example_wire()}
SHARED = Path(__file__).parents[3] / "shared"


def test_twenty_items_come_from_four_agencies_and_a_newspaper() -> None:
    assert len(WIRE) == 20
    assert {article.provider for article in WIRE.values()} == {"AFP", "AP", "Reuters", "Xinhua", "The Harbour Courier"}


def test_items_arrive_in_order_within_two_days_and_after_they_were_written() -> None:
    arrivals = [article.received for article in example_wire()]
    assert arrivals == sorted(arrivals)
    assert arrivals[-1] - arrivals[0] < timedelta(days=2)
    assert all(
        timedelta(0) < article.received - article.version_time < timedelta(minutes=10) for article in WIRE.values()
    )


def test_every_item_is_whole() -> None:
    for article in WIRE.values():
        assert article.headline and article.slug and article.located and article.language == "en"
        assert 1 <= article.urgency <= 9
        assert 3 <= len(article.body.split("\n\n")) <= 8


def test_the_kill_names_the_story_that_it_kills() -> None:
    kill = WIRE["ap:azaz-bomb", "2"]
    assert kill.pubstatus == "canceled"
    assert WIRE["ap:azaz-bomb", "1"].slug in kill.headline


def test_the_correction_changes_the_number_of_dead_and_says_so() -> None:
    first, second = WIRE["ap:field-hospital", "1"], WIRE["ap:field-hospital", "2"]
    assert "killing two" in first.body and "killing one" in second.body
    assert second.slug == first.slug and second.ednote.startswith("Correction")
    assert second.headline.startswith("CORRECTED")


def test_the_toll_of_the_raid_rises_in_its_second_version() -> None:
    assert "at least 21" in WIRE["reuters:idlib-market", "1"].headline
    assert "rises to 46" in WIRE["reuters:idlib-market", "2"].headline


def test_the_newspaper_reprints_reuters_copy_and_credits_it() -> None:
    reprint, original = WIRE["courier:eye-hospital", "1"], WIRE["reuters:eye-hospital", "1"]
    assert "(Reuters)" in reprint.body
    assert SequenceMatcher(None, reprint.body, original.body).ratio() > 0.8


def test_the_veto_comes_after_the_hour_of_the_vote_and_before_it_passes_unreported() -> None:
    vote = datetime(2016, 12, 5, 20, tzinfo=UTC)
    assert "Monday at 2000 GMT" in WIRE["afp:truce-vote", "1"].body
    assert vote < WIRE["afp:veto", "1"].received < vote + timedelta(minutes=30)


def test_something_arrives_within_the_hour_before_the_vote() -> None:
    """A replay's clock is the arrival of articles: without one, nobody would see that the deadline is near."""
    vote = datetime(2016, 12, 5, 20, tzinfo=UTC)
    assert any(vote - timedelta(hours=1) < article.received < vote for article in WIRE.values())


def test_every_item_says_that_it_is_no_agency_s_copy() -> None:
    text = files("bellwire.intake.example").joinpath("aleppo-2016.ninjs.jsonl").read_text()
    assert all("no agency's copy" in json.loads(line)["usageterms"] for line in text.splitlines())


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.is_dir(), reason="needs ../shared")
def test_no_sentence_is_taken_from_real_copy() -> None:
    real = _runs((SHARED / "gold" / "seed" / "article.txt").read_text())
    for article in WIRE.values():
        assert not _runs(f"{article.headline}\n{article.body}") & real, article.uri


def _runs(text: str, words: int = 7) -> set[tuple[str, ...]]:
    found = re.findall(r"\w+", text.lower())
    return {tuple(found[start : start + words]) for start in range(len(found) - words + 1)}
