"""Of a feed that keeps its whole past the newest entries are left, whatever their order."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from bellwire.errors import BadCopy
from bellwire.wire import read_copy
from bellwire.wire.feed_newest import MOST_ENTRIES, newest_of
from bellwire.wire.limits import MAX_ITEMS
from kit.effort import soon

FIRST = datetime(2016, 12, 4, tzinfo=UTC)
MANY = MAX_ITEMS + 500
ROOM = 2 * 1024 * 1024


def rss(numbers: list[int], *, timed: bool = True) -> bytes:
    """An RSS feed of these entries; the higher the number, the newer."""
    told = "".join(
        f"<item><guid>{number}</guid><title>Troops came</title>"
        + (f"<pubDate>{format_datetime(FIRST + timedelta(minutes=number))}</pubDate></item>" if timed else "</item>")
        for number in numbers
    )
    return f"<rss version='2.0'><channel><title>Desk</title>{told}</channel></rss>".encode()


@pytest.mark.parametrize("numbers", [list(range(MANY)), list(range(MANY))[::-1]], ids=["oldest first", "newest first"])
def test_the_newest_entries_are_left_in_their_order(numbers: list[int]) -> None:
    data, older = newest_of(rss(numbers), ROOM)
    assert older == 500
    assert [int(article.uri) for article in read_copy(data)] == [number for number in numbers if number >= 500]


def test_of_entries_without_a_time_the_first_are_left() -> None:
    data, older = newest_of(rss(list(range(MANY)), timed=False), ROOM)
    assert older == 500
    assert [int(article.uri) for article in read_copy(data)] == list(range(MAX_ITEMS))


def test_a_change_counts_before_the_day_of_publication() -> None:
    told = "".join(
        f"<entry><id>{number}</id><title>Troops came</title><published>2016-12-04T00:00:00Z</published></entry>"
        for number in range(MAX_ITEMS)
    )
    changed = (
        "<entry><id>changed</id><title>Troops left</title><published>2010-12-04T00:00:00Z</published>"
        "<updated>2016-12-05T00:00:00Z</updated></entry>"
    )
    data, older = newest_of(f"<feed xmlns='http://www.w3.org/2005/Atom'>{told}{changed}</feed>".encode(), ROOM)
    assert (older, read_copy(data)[-1].uri) == (1, "changed")


def test_no_more_are_left_than_there_is_room_for() -> None:
    data, older = newest_of(rss(list(range(100))), 5_000)
    left = [int(article.uri) for article in read_copy(data)]
    assert 4_000 < len(data) <= 5_000
    assert left == list(range(older, 100))


def test_there_is_room_for_what_stands_around_the_entries_and_for_their_namespace() -> None:
    told = "".join(f"<entry><id>{number}</id><title>Troops came</title></entry>" for number in range(100))
    around = f"<title>Desk</title><x>{'y' * 500}</x>"
    data, older = newest_of(f"<feed xmlns='http://www.w3.org/2005/Atom'>{around}{told}</feed>".encode(), 2_000)
    assert len(data) <= 2_000
    assert len(read_copy(data)) == 100 - older > 5


def test_a_feed_of_no_more_entries_than_are_read_loses_none() -> None:
    data, older = newest_of(rss([1, 2]), ROOM)
    assert (older, len(read_copy(data))) == (0, 2)


def test_a_feed_beyond_all_measure_is_refused_soon() -> None:
    with soon(), pytest.raises(BadCopy, match="the limit is 50,000") as refused:
        newest_of(b"<rss>" + b"<item/>" * (20 * MOST_ENTRIES) + b"</rss>", ROOM)
    assert refused.value.reason == "too-large"
