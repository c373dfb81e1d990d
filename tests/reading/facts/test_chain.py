"""Which day the words of a sentence count from, that its forerunner named."""

from datetime import UTC, date, datetime

from bellwire.reading.facts.times import find_times
from bellwire.reading.facts.times.chain import told_before

ANCHOR = datetime(2016, 12, 7, 15, 30, tzinfo=UTC)


def test_only_sentences_that_point_back_are_told_a_day() -> None:
    texts = ["He fell ill on Nov. 28.", "Nobody came.", "Two days later he died.", "His son wept."]
    assert told_before(texts, ANCHOR) == {2: date(2016, 11, 28)}


def test_each_link_of_a_chain_counts_from_the_one_before() -> None:
    texts = ["He fell ill on Nov. 28.", "The next day he felt better.", "The following day he died."]
    days = [date(2016, 11, 28), date(2016, 11, 29), date(2016, 11, 30)]
    told = told_before(texts, ANCHOR)
    assert [find_times(text, ANCHOR, told=told.get(k))[0].first for k, text in enumerate(texts)] == days


def test_what_nobody_named_is_not_told() -> None:
    assert told_before(["He fell ill.", "The next day he died."], ANCHOR) == {}
