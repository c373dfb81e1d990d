"""What intake remembers of its sources, on SQLite and on PostgreSQL."""

from __future__ import annotations

from datetime import timedelta

from bellwire.intake.memory import SourceState
from bellwire.ledger import Ledger, open_ledger
from kit.alerts import NOON

DAY = timedelta(days=1)
STATE = SourceState(etag='"7"', last_modified="Sun, 04 Dec 2016 12:00:00 GMT", cursor=NOON)


def test_a_source_never_read_has_an_empty_state(ledger: Ledger) -> None:
    assert ledger.sources.state("feed") == SourceState()


def test_a_state_comes_back_equal_after_a_restart(ledger: Ledger, url: str) -> None:
    ledger.sources.remember("feed", STATE, ["a"], NOON)
    again = open_ledger(url)
    assert again.sources.state("feed") == STATE
    assert again.sources.unseen("feed", ["a", "b"]) == ["b"]
    again.close()


def test_new_items_come_each_once_in_their_order(ledger: Ledger) -> None:
    ledger.sources.remember("feed", STATE, ["c"], NOON)
    assert ledger.sources.unseen("feed", ["b", "c", "a", "b"]) == ["b", "a"]


def test_what_one_source_has_shown_is_new_in_another(ledger: Ledger) -> None:
    ledger.sources.remember("feed", STATE, ["a"], NOON)
    assert ledger.sources.unseen("other", ["a"]) == ["a"]


def test_thousands_of_items_are_known_at_once(ledger: Ledger) -> None:
    items = [str(number) for number in range(2_001)]
    ledger.sources.remember("feed", STATE, items[:-1], NOON)
    assert ledger.sources.unseen("feed", items) == ["2000"]


def test_items_are_forgotten_by_the_age_of_their_last_sight(ledger: Ledger) -> None:
    ledger.sources.remember("feed", STATE, ["gone", "there"], NOON)
    ledger.sources.remember("feed", STATE, ["there"], NOON + 2 * DAY)
    assert ledger.sources.forget(NOON + DAY) == 1
    assert ledger.sources.unseen("feed", ["gone", "there"]) == ["gone"]


def test_an_item_that_is_there_at_each_poll_is_written_once_a_day(ledger: Ledger) -> None:
    ledger.sources.remember("feed", STATE, ["a"], NOON)
    ledger.sources.remember("feed", STATE, ["a"], NOON + DAY / 2)
    assert ledger.sources.forget(NOON + DAY / 4) == 1


def test_the_longest_name_of_a_source_can_be_kept(ledger: Ledger) -> None:
    name = "https://example.org/" + "x" * 5000
    ledger.sources.remember(name, STATE, ["a"], NOON)
    assert ledger.sources.state(name) == STATE
    assert ledger.sources.unseen(name, ["a"]) == []


def test_no_items_at_all_are_remembered_too(ledger: Ledger) -> None:
    ledger.sources.remember("feed", STATE, [], NOON)
    assert ledger.sources.state("feed") == STATE and ledger.sources.unseen("feed", []) == []
