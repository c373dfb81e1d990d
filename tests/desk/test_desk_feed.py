"""The alerts topic of a real broker, followed: its past, what comes, and its going away."""

from __future__ import annotations

import asyncio
import gc
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, closing

import msgspec
import pytest
from kafka import KafkaAdminClient

from bellwire.broker.embedded import EmbeddedBroker
from bellwire.broker.topics import ensure_topics
from bellwire.desk import feed
from bellwire.desk.feed import Door, kafka_feed
from bellwire.desk.live import NOWHERE, Listener, Live, Passed, Reload
from bellwire.settings import Settings
from kit.alerts import alert
from kit.topics import send, send_in_one_batch

#: kafka-python leaves the sockets of refused connections to the collector.
pytestmark = pytest.mark.filterwarnings("ignore:Exception ignored in. <socket:pytest.PytestUnraisableExceptionWarning")


@pytest.fixture(autouse=True)
def collected() -> Iterator[None]:
    """Such sockets go before the next test."""
    yield
    gc.collect()


@asynccontextmanager
async def _following(live: Live, settings: Settings) -> AsyncIterator[None]:
    stop = threading.Event()
    door = Door(live, asyncio.get_running_loop())
    thread = threading.Thread(target=kafka_feed(settings), args=(door, stop))
    thread.start()
    try:
        yield
    finally:
        stop.set()
        await asyncio.to_thread(thread.join, 20)
        assert not thread.is_alive()


async def _publish(settings: Settings, *threads: str) -> None:
    messages = [(name, msgspec.json.encode(alert(name))) for name in threads]
    await asyncio.to_thread(send, settings.brokers, settings.topic("alerts"), messages)


def _ids(told: object) -> list[str]:
    every = told if isinstance(told, tuple | list) else (told,)
    return sorted(one.alert.id for one in every if isinstance(one, Passed))


async def _heard(listener: Listener, is_wanted: Callable[[object], bool]) -> None:
    while not is_wanted(await listener.queue.get()):
        pass


@asynccontextmanager
async def _listening(broker: EmbeddedBroker) -> AsyncIterator[tuple[Settings, Live, Listener]]:
    """A listener that follows an empty topic."""
    settings = Settings(brokers=broker.address, partitions=1)
    await asyncio.to_thread(ensure_topics, broker.address, settings)
    live = Live()
    _, listener = live.listen(None)
    async with _following(live, settings), asyncio.timeout(300):
        await _heard(listener, lambda one: one == "live")
        yield settings, live, listener


@asynccontextmanager
async def _after_one(broker: EmbeddedBroker) -> AsyncIterator[tuple[Settings, Live, Listener]]:
    """One that has heard of one alert."""
    async with _listening(broker) as (settings, live, listener):
        await _publish(settings, "a")
        await _heard(listener, lambda one: _ids(one) == ["a-000001"])
        yield settings, live, listener


async def test_the_past_is_at_hand_and_what_comes_is_told() -> None:
    with EmbeddedBroker() as broker:
        settings = Settings(brokers=broker.address, partitions=3)
        await asyncio.to_thread(ensure_topics, broker.address, settings)
        await _publish(settings, "a", "b", "c", "d")
        live = Live()
        _, listener = live.listen(NOWHERE)
        async with _following(live, settings), asyncio.timeout(300):
            told: list[object] = []
            while len(_ids(told)) < 4:
                more = await listener.queue.get()
                told += more if isinstance(more, tuple) else [more]
            assert _ids(told) == ["a-000001", "b-000001", "c-000001", "d-000001"]
            place = live.place
            await _publish(settings, "e")
            await _heard(listener, lambda one: _ids(one) == ["e-000001"])
            assert _ids(live.listen(place)[0]) == ["e-000001"]


async def test_it_waits_for_a_topic_that_is_not_there_yet() -> None:
    with EmbeddedBroker() as broker:
        settings = Settings(brokers=broker.address, partitions=1)
        live = Live()
        _, listener = live.listen(None)
        async with _following(live, settings), asyncio.timeout(300):
            await asyncio.to_thread(ensure_topics, broker.address, settings)
            await _heard(listener, lambda one: one == "live")


async def test_a_broker_that_goes_is_said_and_one_that_comes_back_forgetful_begins_anew() -> None:
    broker = EmbeddedBroker().start()
    try:
        async with _after_one(broker) as (settings, _, listener):
            broker.stop()
            await _heard(listener, lambda one: one == "lost")
            broker = EmbeddedBroker(port=broker.port).start()
            await asyncio.to_thread(ensure_topics, broker.address, settings)
            await _heard(listener, lambda one: isinstance(one, Reload))
            await _heard(listener, lambda one: one == "live")
            await _publish(settings, "b")
            await _heard(listener, lambda one: _ids(one) == ["b-000001"])
    finally:
        broker.stop()


async def test_a_topic_that_was_made_anew_and_is_longer_by_now_loads_afresh() -> None:
    broker = EmbeddedBroker().start()
    try:
        async with _after_one(broker) as (settings, live, listener):
            with closing(KafkaAdminClient(bootstrap_servers=broker.address)) as admin:
                await asyncio.to_thread(admin.delete_topics, [settings.topic("alerts")])
            await asyncio.to_thread(ensure_topics, broker.address, settings)
            await _publish(settings, "b", "c", "d")
            await _heard(listener, lambda one: isinstance(one, Reload))
            while live.state != "live":
                await asyncio.sleep(0.01)
            missed, _ = live.listen("none")
            assert _ids(missed[1:]) == ["b-000001", "c-000001", "d-000001"]
    finally:
        broker.stop()


async def test_a_quiet_topic_whose_last_alerts_came_in_one_batch_is_not_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    still_there = feed._still_there
    monkeypatch.setattr(feed, "_ASK_EVERY", 0.1)
    monkeypatch.setattr(feed, "_still_there", lambda consumer: still_there(consumer) or asked.append(1))
    with EmbeddedBroker() as broker:
        async with _listening(broker) as (settings, live, listener):
            batch = [(name, msgspec.json.encode(alert(name))) for name in "abc"]
            await asyncio.to_thread(send_in_one_batch, broker.address, settings.topic("alerts"), batch)
            while _ids(told := await listener.queue.get()) != ["c-000001"]:
                assert told != "lost"
            before = len(asked)
            while len(asked) < before + 2:
                await asyncio.sleep(0.01)
                assert live.state == "live"


async def test_an_error_of_any_sort_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    tries: list[int] = []

    def broken(*_: object) -> None:
        tries.append(1)
        if len(tries) < 3:
            raise AssertionError("a bug in a client")

    monkeypatch.setattr("bellwire.desk.feed._follow", broken)
    monkeypatch.setattr("bellwire.desk.feed._RETRY", 0.01)
    live = Live()
    _, listener = live.listen(None)
    async with _following(live, Settings()), asyncio.timeout(300):
        assert await listener.queue.get() == "lost"
        while len(tries) < 3:
            await asyncio.sleep(0.01)
