from __future__ import annotations

import dataclasses
import json
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
import pytest

from bellwire.errors import BadCopy, StopWorker, WorkFailed
from bellwire.metrics.worker import SERVED
from bellwire.reading.reading import Reading
from bellwire.settings import Settings
from bellwire.stream import work
from bellwire.stream.message import Message, Output
from bellwire.stream.reader_agent import MOST_FEEDS, ReaderAgent
from bellwire.wire import Article
from kit.fakes import RAISE, FakeReader
from kit.topics import article

_ARRIVAL = datetime(2026, 11, 20, 12, tzinfo=UTC)


class _Here:
    """A pool that works in this process; `several` is what opening a copy gives instead, where it is set."""

    def __init__(self, several: list[Article] | None = None) -> None:
        self.several = several

        self.urgent: list[bool] = []

    async def do(self, what: Any, argument: Any, *, urgent: bool = False, size: int = 0) -> tuple[Any, float]:
        self.urgent.append(urgent)
        if what is work.open_copy and self.several is not None:
            return self.several, 0.0
        try:
            return what(FakeReader(), argument), 0.25
        except LookupError as error:
            raise WorkFailed(repr(error)) from error


def _agent(pool: Any, **settings: Any) -> tuple[ReaderAgent, list[Output]]:
    sent: list[Output] = []

    async def publish(*outputs: Output) -> None:
        sent.extend(outputs)

    return ReaderAgent(Settings(**settings), pool, publish, "/x"), sent


def _message(value: bytes) -> Message:
    return Message("bellwire.articles.v1", 2, 9, round(_ARRIVAL.timestamp() * 1000), b"key", value)


async def _through(agent: ReaderAgent, value: bytes) -> None:
    message = _message(value)
    await agent.deliver(message, await agent.prepare(message))


def _readings(sent: list[Output]) -> list[Reading]:
    return [msgspec.json.decode(output.value, type=Reading) for output in sent]


async def test_an_article_becomes_one_reading_stamped_with_when_and_how_long() -> None:
    agent, sent = _agent(_Here())
    await _through(agent, json.dumps(article(7)).encode())
    (reading,) = _readings(sent)
    assert reading.uri == "urn:test:7"
    assert reading.took_ms == 250
    assert reading.read_at is not None


async def test_by_the_wall_clock_an_article_arrives_with_its_record() -> None:
    agent, sent = _agent(_Here())
    await _through(agent, json.dumps(article(7)).encode())
    assert _readings(sent)[0].article.received == _ARRIVAL


async def test_by_the_articles_clock_its_own_arrival_stays() -> None:
    agent, sent = _agent(_Here(), clock="article")
    await _through(agent, json.dumps(article(7)).encode())
    assert _readings(sent)[0].article.received != _ARRIVAL


@pytest.mark.parametrize(
    ("source", "hour"), [("/bellwire/intake/AFP%20wire", 20), ("/bellwire/intake/other", 21), ("/elsewhere", 21)]
)
async def test_raw_copy_is_read_in_the_zone_of_the_feed_that_it_came_by(source: str, hour: int) -> None:
    sent: list[Output] = []

    async def publish(*outputs: Output) -> None:
        sent.extend(outputs)

    zones = {"AFP wire": ZoneInfo("Europe/Paris")}
    agent = ReaderAgent(Settings(), _Here(), publish, "/x", zones=zones)  # type: ignore[arg-type]
    value = json.dumps({"uri": "u", "headline": "h", "versioncreated": "2016-12-04T21:30:00"}).encode()
    message = dataclasses.replace(_message(value), headers=(("ce_source", source.encode()),))
    await agent.deliver(message, await agent.prepare(message))
    (reading,) = _readings(sent)
    assert reading.article.version_time == datetime(2016, 12, 4, hour, 30, tzinfo=UTC)


async def test_every_article_of_a_message_gets_its_reading_numbered() -> None:
    several = [Article(uri=f"urn:{n}", version="1", headline="x") for n in range(3)]
    agent, sent = _agent(_Here(several))
    await _through(agent, b"many")
    assert [reading.uri for reading in _readings(sent)] == ["urn:0", "urn:1", "urn:2"]
    assert [dict(output.headers)["part"] for output in sent] == [b"1/3", b"2/3", b"3/3"]


async def test_one_article_that_fails_keeps_no_other_from_its_reading_and_makes_the_message_a_dead_letter() -> None:
    several = [Article(uri="urn:0", version="1", body=RAISE), Article(uri="urn:1", version="1", headline="x")]
    agent, sent = _agent(_Here(several))
    with pytest.raises(WorkFailed, match="urn:0"):
        await _through(agent, b"many")
    assert [reading.uri for reading in _readings(sent)] == ["urn:1"]


async def test_a_message_without_an_article_is_refused() -> None:
    agent, _ = _agent(_Here([]))
    with pytest.raises(BadCopy, match="no article in it"):
        await _through(agent, b"[]")


async def test_what_stops_the_worker_is_no_dead_letter() -> None:
    class Stopped:
        async def do(self, what: Any, argument: Any, *, urgent: bool = False, size: int = 0) -> Any:
            if what is work.open_copy:
                return [Article(uri="urn:0"), Article(uri="urn:1")], 0.0
            raise StopWorker("the pool is stopped")

    agent, _ = _agent(Stopped())
    with pytest.raises(StopWorker):
        await _through(agent, b"many")


async def test_a_reading_that_cannot_be_written_is_a_failure_of_the_work() -> None:
    class Odd:
        async def do(self, what: Any, argument: Any, *, urgent: bool = False, size: int = 0) -> Any:
            return FakeReader().read(Article(uri="urn:\ud800", version="1", headline="x")), 0.0

    agent, _ = _agent(Odd())
    with pytest.raises(WorkFailed, match="cannot be written"):
        await _through(agent, b"odd")


@pytest.mark.parametrize(
    ("version", "sort"),
    [("", "first"), ("0001", "first"), ("\u0661", "first"), ("2", "later"), ("9" * 5000, "later"), ("b", "first")],
)
async def test_a_version_counts_as_first_or_later_however_it_is_written(version: str, sort: str) -> None:
    agent, sent = _agent(_Here())
    before = SERVED.registry.get_sample_value("bellwire_feed_articles_total", {"feed": "unnamed", "sort": sort}) or 0.0
    await _through(agent, json.dumps(article(7) | {"version": version}).encode())
    after = SERVED.registry.get_sample_value("bellwire_feed_articles_total", {"feed": "unnamed", "sort": sort})
    assert (len(sent), after) == (1, before + 1)


async def test_only_so_many_feeds_are_counted_apart_and_the_rest_together() -> None:
    agent, _ = _agent(_Here())
    before = SERVED.registry.get_sample_value("bellwire_feed_articles_total", {"feed": "other", "sort": "first"}) or 0.0
    for number in range(MOST_FEEDS + 2):
        await _through(agent, json.dumps(article(number) | {"feed": f"of many {number}"}).encode())
    counted = [
        SERVED.registry.get_sample_value("bellwire_feed_articles_total", {"feed": feed, "sort": "first"})
        for feed in (f"of many {MOST_FEEDS - 1}", f"of many {MOST_FEEDS}", "other")
    ]
    assert counted == [1, None, before + 2]


def test_versions_of_one_article_are_delivered_in_order() -> None:
    agent, _ = _agent(_Here())
    assert agent.order(_message(b"")) == b"key"


def test_by_the_articles_clock_all_copy_is_delivered_in_order() -> None:
    agent, _ = _agent(_Here(), clock="article")
    one, other = (dataclasses.replace(_message(b""), key=key) for key in (b"key", b"another"))
    assert agent.order(one) == agent.order(other) is not None


async def test_urgent_copy_goes_first_and_its_readings_are_handed_on_once_they_are_published() -> None:
    sent: list[Output] = []
    handed: list[tuple[str, int]] = []

    async def publish(*outputs: Output) -> None:
        sent.extend(outputs)

    async def at_once(message: Message, reading: Reading) -> None:
        handed.append((reading.uri, len(sent)))

    pool = _Here()
    await _through(ReaderAgent(Settings(), pool, publish, "/x", at_once), json.dumps(article(7)).encode())
    assert (handed, pool.urgent) == ([("urn:test:7", 1)], [True])
    await _through(ReaderAgent(Settings(), pool, publish, "/x"), json.dumps(article(8)).encode())
    assert (handed, pool.urgent) == ([("urn:test:7", 1)], [True, False])
