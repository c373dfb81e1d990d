from __future__ import annotations

from bellwire.broker.topic_ids import TopicIds


def test_a_commit_with_the_mark_of_another_topic_counts_for_nothing() -> None:
    ids = TopicIds({"a": "1", "b": "2"})
    assert [ids.belongs("a", mark) for mark in ("1", "2", "")] == [True, False, True]


def test_where_the_broker_tells_no_ids_every_commit_counts() -> None:
    assert TopicIds().belongs("a", "1")
    assert TopicIds().changed({"a": "1"}) == []


def test_a_topic_with_another_id_has_changed_and_one_that_is_gone_has_not() -> None:
    ids = TopicIds({"a": "1", "b": "2"})
    assert ids.changed({"a": "1", "b": "3"}) == ["b"]
    assert ids.changed({"a": "1"}) == []
