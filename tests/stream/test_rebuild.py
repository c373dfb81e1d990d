"""A ledger built anew is, row for row, the one that the worker wrote."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest

from bellwire.errors import BellwireError, Unavailable
from bellwire.intake.example import example_wire
from bellwire.ledger import Ledger
from bellwire.reading.reading import Reading
from bellwire.settings import Settings
from bellwire.stream.message import Message, Output
from bellwire.stream.outbox import Outbox
from bellwire.stream.rebuild import Rebuild
from bellwire.stream.steps import LATE, Steps
from bellwire.stream.watcher_agent import WatcherAgent
from bellwire.watch import load_watcher
from bellwire.watch.thread import Changes, Known
from kit.alerts import NOON, thread
from kit.fakes import FakeWatcher
from kit.ledgers import ledger_in, rows
from kit.readers import full_reader

sys.path.append(str(Path(__file__).parents[1] / "watch"))
from ideal_readings import IDEAL, ideal_readings

SCENARIOS = Path(__file__).parents[3] / "shared" / "gold" / "scenarios"


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Callable[[str], Ledger]]:
    """Opens ledgers of the test's own by name, once each."""
    found: dict[str, Ledger] = {}

    def get(name: str) -> Ledger:
        return found.setdefault(name, ledger_in(tmp_path / f"{name}.db"))

    yield get
    for ledger in found.values():
        ledger.close()


def messages(readings: list[Reading], written: timedelta = timedelta(0)) -> list[Message]:
    """Readings as their topic has them, each written so long after its arrival."""
    return [
        Message("readings", 0, offset, _ms((one.article.received or NOON) + written), b"k", msgspec.json.encode(one))
        for offset, one in enumerate(readings)
    ]


def _ms(time: datetime) -> int:
    return round(time.timestamp() * 1000)


async def by_the_articles(ledger: Ledger, taken: list[Message]) -> None:
    """What a worker makes of messages by the articles' clock."""

    async def confirmed(*outputs: Output) -> None:
        pass

    agent = WatcherAgent(Settings(clock="article"), ledger, load_watcher(), Outbox(ledger, confirmed), "/x", 1.0)
    for message in taken:
        await agent.deliver(message, await agent.prepare(message))


def by_the_wall(ledger: Ledger, taken: list[Message], until: datetime) -> None:
    """What a worker makes of messages by the wall, whose ticks come most of a second after what they find is due."""
    steps = Steps(ledger, load_watcher(), lambda changes, now: [])

    def tick(until: datetime) -> None:
        while True:
            with ledger.watching(()) as tx:
                due = tx.next_due()
            if due is None or due > until:
                return
            steps.tick(due + timedelta(seconds=0.9), LATE)

    for message in taken:
        tick(message.arrival)
        reading = msgspec.json.decode(message.value, type=Reading)
        steps.watch(reading, reading.article.received or message.arrival)
    tick(until)


@pytest.fixture(scope="module")
def example() -> list[Message]:
    reader = full_reader()
    return messages([reader.read(article) for article in example_wire()])


async def test_of_the_example_wire_every_row_comes_out_as_the_worker_wrote_it(
    example: list[Message], opened: Callable[[str], Ledger]
) -> None:
    await by_the_articles(opened("live"), example)
    Rebuild(opened("new"), load_watcher(), "article").take(example)
    assert rows(opened("new")) == rows(opened("live"))
    assert opened("new").counts()["alerts"] >= 10


@pytest.mark.shared
@pytest.mark.skipif(not SCENARIOS.is_dir(), reason="no ../shared")
@pytest.mark.parametrize("name", sorted(IDEAL))
def test_of_a_scenario_every_row_comes_out_as_by_the_wall(name: str, opened: Callable[[str], Ledger]) -> None:
    path = SCENARIOS / f"{name}.json"
    taken = messages(ideal_readings(path), written=timedelta(seconds=2))
    until = datetime.fromisoformat(json.loads(path.read_text(encoding="utf-8"))["until"])
    by_the_wall(opened("live"), taken, until)
    rebuild = Rebuild(opened("new"), load_watcher(), "wall")
    rebuild.take(taken)
    rebuild.run_on(until)
    assert rows(opened("new")) == rows(opened("live"))
    assert opened("new").counts()["alerts"] > 0


def test_nothing_waits_to_be_published(example: list[Message], opened: Callable[[str], Ledger]) -> None:
    Rebuild(opened("new"), load_watcher(), "article").take(example)
    assert opened("new").unpublished() == []


def test_the_clock_runs_on_to_when_the_workers_stopped(example: list[Message], opened: Callable[[str], Ledger]) -> None:
    rebuild = Rebuild(opened("new"), load_watcher(), "article")
    rebuild.take(example)
    rebuild.run_on(rebuild.now + timedelta(days=9))  # type: ignore[operator]
    with opened("new").watching(()) as tx:
        assert tx.next_due() is None


def test_by_the_wall_what_came_due_before_a_reading_was_written_is_told_before_it(
    example: list[Message], opened: Callable[[str], Ledger]
) -> None:
    order: list[tuple[str, datetime]] = []

    class Noting(FakeWatcher):
        def watch(self, reading: Reading, known: Known, now: datetime) -> Changes:
            order.append((reading.uri, now))
            return super().watch(reading, known, now)

        def tick(self, threads: Any, now: datetime) -> Changes:
            order.append(("tick", now))
            return Changes(threads=tuple(msgspec.structs.replace(one, due=None) for one in threads))

    new, rebuild = opened("new"), Rebuild(opened("new"), Noting(), "wall")
    with new.watching(()) as tx:
        tx.apply(Changes(threads=(thread("t1", due=NOON + timedelta(seconds=2)),)))
    reading = msgspec.json.decode(example[0].value, type=Reading)
    late = msgspec.structs.replace(reading, article=msgspec.structs.replace(reading.article, received=NOON))
    rebuild.take(messages([late], timedelta(seconds=5)))
    assert order == [("tick", NOON + timedelta(seconds=2)), (reading.uri, NOON)]


def test_what_is_no_reading_and_what_cannot_be_watched_is_left_out_and_named(
    example: list[Message], opened: Callable[[str], Ledger]
) -> None:
    class Broken(FakeWatcher):
        def watch(self, reading: Reading, known: Known, now: datetime) -> Changes:
            if reading.uri.endswith("front-line"):
                raise KeyError("bug")
            return super().watch(reading, known, now)

    said: list[str] = []
    rebuild = Rebuild(opened("new"), Broken(), "article", lambda message, sentence: said.append(sentence))
    rebuild.take([Message("readings", 0, 0, 0, None, b"{"), *example])
    assert (rebuild.readings, rebuild.refused) == (len(example) - 1, 2)
    assert [sentence.split(":")[0] for sentence in said] == ["no reading", "KeyError"]
    assert opened("new").counts()["articles"] == len(example) - 1


def test_a_ledger_out_of_reach_is_no_fault_of_the_reading(
    example: list[Message], opened: Callable[[str], Ledger]
) -> None:
    class Gone(FakeWatcher):
        def watch(self, reading: Reading, known: Known, now: datetime) -> Changes:
            raise Unavailable("locked")

    with pytest.raises(Unavailable):
        Rebuild(opened("new"), Gone(), "article").take(example)


def test_a_ledger_that_holds_articles_is_refused(example: list[Message], opened: Callable[[str], Ledger]) -> None:
    Rebuild(opened("new"), load_watcher(), "article").take(example[:1])
    with pytest.raises(BellwireError, match="holds articles already"):
        Rebuild(opened("new"), load_watcher(), "article")


def test_an_old_ledger_without_articles_is_taken_for_a_slip(opened: Callable[[str], Ledger]) -> None:
    with pytest.raises(BellwireError, match="the old ledger holds no article"):
        Rebuild(opened("new"), load_watcher(), "article", old=opened("old"))
