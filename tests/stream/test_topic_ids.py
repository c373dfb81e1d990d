from __future__ import annotations

from bellwire.errors import Unavailable
from bellwire.stream.topic_ids import TopicIds


def _ids(*told: dict[str, str] | Unavailable) -> TopicIds:
    """As a broker tells them that answers so, one question after another."""
    answers = iter(told)

    class Asked:
        def topic_ids(self, names: list[str]) -> dict[str, str]:
            answer = next(answers)
            if isinstance(answer, Unavailable):
                raise answer
            return answer

    made = TopicIds("127.0.0.1:1", ["a", "b"])
    made._admin = Asked()  # type: ignore[assignment]
    return made


async def test_a_commit_with_the_mark_of_another_topic_counts_for_nothing() -> None:
    ids = _ids({"a": "1", "b": "2"})
    await ids.refresh()
    assert [ids.belongs("a", mark) for mark in ("1", "2", "")] == [True, False, True]


async def test_where_the_broker_tells_no_ids_every_commit_counts() -> None:
    ids = _ids({})
    await ids.refresh()
    assert ids.belongs("a", "1")
    assert ids.changed({}) is None


async def test_a_topic_with_another_id_has_changed_and_one_that_is_gone_has_not() -> None:
    ids = _ids({"a": "1", "b": "2"})
    await ids.refresh()
    assert ids.changed({"a": "1", "b": "3"}) == "b"
    assert ids.changed({"a": "1"}) is None


async def test_while_the_broker_is_away_what_was_known_stays() -> None:
    ids = _ids({"a": "1"}, Unavailable("gone"))
    await ids.refresh()
    await ids.refresh()
    assert ids.known == {"a": "1"}
