"""What a reading costs in the ledger with 10 open threads, and with 6,250, four and sixteen times as many.

The threads are invented: 200 countries of 200 towns each, the nth of either as likely as 1/n, kinds as wire copy has
them, one in seven told of a country and of no town in it. The same readings go to all ledgers in turn, half of them on
one of ten threads that all have, half on something new from anywhere; after each, unmeasured, all is put back as it
was. A reading is one transaction, from look-up to commit, with what is queued for the topics. Where another thing comes
of it in one of the ledgers, it does not count.
"""

from __future__ import annotations

import random
import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import accumulate, islice
from pathlib import Path

import msgspec

from bellwire.ledger import Ledger, open_ledger
from bellwire.reading.reading import (
    ArticleSummary,
    Attribution,
    Direction,
    Event,
    Evidence,
    Grade,
    Outcome,
    Party,
    Place,
    Reading,
    Status,
    When,
)
from bellwire.stream import envelope
from bellwire.stream.steps import Steps
from bellwire.watch import Watcher, load_watcher
from bellwire.watch.thread import Changes, Known, Thread, ThreadState
from bench.figures import How, Pair, Row, compared, say

#: Open threads of each ledger; all have the stories of the smallest.
BASE = 10
COUNTS = (BASE, 6_250, 25_000, 100_000)
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
LIVE = timedelta(hours=47)

COUNTRIES = TOWNS = 200
#: Degrees between neighbouring towns: 43 km or more.
APART = 0.5
#: Kinds, how often each leads a story, its family and direction.
KINDS = (
    ("strike", 20, "strikes", Direction.ESCALATION),
    ("attack", 18, "strikes", Direction.ESCALATION),
    ("clash", 16, "ground", Direction.ESCALATION),
    ("bombing", 8, "strikes", Direction.ESCALATION),
    ("talks", 8, "diplomacy", Direction.DE_ESCALATION),
    ("advance", 6, "ground", Direction.ESCALATION),
    ("capture", 5, "ground", Direction.ESCALATION),
    ("threat", 5, "posture", Direction.ESCALATION),
    ("truce", 4, "truce", Direction.DE_ESCALATION),
    ("rejection", 3, "diplomacy", Direction.ESCALATION),
    ("aid", 3, "relief", Direction.DE_ESCALATION),
    ("unrest", 2, "unrest", Direction.ESCALATION),
    ("withdrawal", 2, "relief", Direction.DE_ESCALATION),
)
AGENCIES = ("Reuters", "AFP", "AP", "Xinhua", "DPA", "TASS")
#: Of so many stories one names no town.
VAGUE = 7


@dataclass
class World:
    """Where stories come from: the same for the same seed."""

    seed: int
    told: int = 0
    chance: random.Random = field(init=False)

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)

    def story(self, *, beside: bool = False) -> Event:
        """One thing that happens somewhere; or `beside` a town, more than 30 km away, where nothing else does."""
        kind, _, family, direction = self.chance.choices(KINDS, [row[1] for row in KINDS])[0]
        country, town = self._nth(COUNTRIES), self._nth(TOWNS)
        code = f"{chr(65 + country // 26)}{chr(65 + country % 26)}"
        place = Place(name=f"Land {code}", path=code, country=code, precision="country")
        if self.chance.randrange(VAGUE):
            lat = -40 + country // 20 * 8 + (town // 15 + beside / 2) * APART
            lon = -180 + country % 20 * 18 + (town % 15 + beside / 2) * APART
            name = f"{'Village' if beside else 'Town'} {town}"
            place = Place(name=name, path=f"{code}/{name}", country=code, lat=lat, lon=lon, precision="town")
        sides = [Party(text=f"side {n}", name=f"Side {n} of {code}", country=code, role="rebel") for n in range(6)]
        actor, target = self.chance.sample(sides, 2)
        return Event(
            id="",
            kind=kind,
            family=family,
            direction=direction,
            status=Status.HAPPENED,
            alertable=True,
            actor=actor,
            target=target,
            place=place,
            when=When(start=NOW.date(), end=NOW.date(), text="today"),
            rule=f"{kind}/bench",
            confidence=0.8,
        )

    def report(self, of: Event, at: datetime) -> Reading:
        """An article on it, in words of its own."""
        self.told += 1
        uri = f"urn:bench:{self.seed}:{self.told}"
        words = [f"w{self.chance.randrange(4000)}" for _ in range(50)]
        where = of.place.name if of.place else ""
        headline = f"{of.kind} in {where}: {' '.join(words[:5])}"
        texts = [" ".join([*words[n : n + 18], of.kind, "in", where]) for n in (5, 25)]
        evidence = tuple(
            Evidence(field="body", start=200 * n, end=200 * n + len(text), text=text, trigger=(200 * n, 200 * n + 5))
            for n, text in enumerate(texts)
        )
        said = Attribution(text="an official said", source="an official", grade=Grade.OFFICIAL)
        told = msgspec.structs.replace(of, id=f"{uri}:0", evidence=evidence, attribution=(said,))
        harm = msgspec.structs.replace(
            told,
            id=f"{uri}:1",
            kind="casualties",
            family="harm",
            direction=Direction.IMPACT,
            counts={"killed": (3, 3)},
            evidence=evidence[:1],
        )
        violent = of.family in ("strikes", "ground")
        return Reading(
            uri=uri,
            version="1",
            outcome=Outcome.READ,
            direction=of.direction,
            language="en",
            method="bench",
            article=ArticleSummary(
                headline=headline,
                provider=self.chance.choice(AGENCIES),
                version_time=at,
                received=at,
                digest=uri,
                slug=f"SLUG-{self.told}",
                shingles=tuple(sorted(self.chance.getrandbits(64) for _ in range(64))),
            ),
            events=(told, harm) if violent else (told,),
        )

    def _nth(self, most: int) -> int:
        weights = list(accumulate(1 / n for n in range(1, most + 1)))
        return self.chance.choices(range(most), cum_weights=weights)[0]


def threads(world: World, count: int, watcher: Watcher) -> Iterator[tuple[Event, Changes]]:
    """Stories, and what the reports on each (one to four) change: spread over the time that a thread stays open."""
    for number in range(count):
        story = world.story(beside=count == BASE)
        at = NOW - LIVE * (1 - number / count)
        known = Known()
        for _ in range(world.chance.choice((1, 1, 1, 2, 2, 3, 4))):
            changes = watcher.watch(world.report(story, at), known, at)
            known = Known(threads=changes.threads)
            yield story, changes


def fill(ledger: Ledger, world: World, count: int, watcher: Watcher) -> dict[str, Event]:
    """Put so many threads into the ledger; the story of each."""
    stories: dict[str, Event] = {}
    changes = threads(world, count, watcher)
    while some := list(islice(changes, 500)):
        with ledger.watching(()) as whole:
            for story, one in some:
                whole.apply(one)
                stories.update((thread.id, story) for thread in one.threads)
        say(f"{len(stories):,} of {count:,} threads")
    return stories


class Measured:
    """A ledger with `count` open threads, and what each reading cost in it."""

    def __init__(self, folder: Path, count: int, watcher: Watcher) -> None:
        self.count = count
        url = f"sqlite:///{folder / f'{count}.db'}"
        self.ledger = open_ledger(url)
        self.stories = list(fill(self.ledger, World(1), BASE, watcher).items())
        self._base = {name: thread for name, _ in self.stories if (thread := self.ledger.thread(name)) is not None}
        if count > BASE:
            fill(self.ledger, World(2), count - BASE, watcher)
        self.ledger.close()
        self.ledger = open_ledger(url)
        self._steps = Steps(self.ledger, watcher, partial(envelope.of_changes, source="/bellwire/bench"))

    def take(self, reading: Reading) -> tuple[float, str]:
        """Watch a reading: the ms that it took, and what was decided; then put back the threads as they were,
        unmeasured."""
        start = time.perf_counter()
        told = self._steps.watch(reading, NOW)
        took = 1000 * (time.perf_counter() - start)
        with self.ledger.watching(()) as whole:
            whole.apply(Changes(threads=tuple(self._as_before(one) for one in told.changes.threads)))
        return took, " ".join(sorted(one.reason for one in told.changes.decisions))

    def _as_before(self, thread: Thread) -> Thread:
        if thread.id in self._base:
            return self._base[thread.id]
        new = thread.first_seen == NOW
        return msgspec.structs.replace(thread, state=ThreadState.CLOSED, keys=(), due=None) if new else thread


def rows(how: How) -> Iterator[Row]:
    """Each larger ledger against the smallest, over the readings of which the same came in all of them."""
    yield from cost(COUNTS if not how.quick else (BASE, 16 * BASE), how.pick(100, 10), how.rounds)


def cost(counts: Sequence[int], stories: int, rounds: int) -> Iterator[Row]:
    """What a reading costs, and how many times as much as in the smallest ledger."""
    watcher, world = load_watcher(), World(3)
    alike = 0
    means: list[list[float]] = [[] for _ in counts]
    with tempfile.TemporaryDirectory(prefix="bellwire-growth-") as folder:
        ledgers = [Measured(Path(folder), count, watcher) for count in counts]
        known = [story for _, story in ledgers[0].stories]
        for number in range(rounds + 1):
            say(f"round {number} of {rounds}")
            same: list[list[float]] = []
            for order in range(stories):
                story = known[order // 2 % len(known)] if order % 2 else world.story(beside=True)
                reading, turn = world.report(story, NOW), 1 if (number + order) % 2 else -1
                told = [ledger.take(reading) for ledger in ledgers[::turn]][::turn]
                if len({decided for _, decided in told}) == 1:
                    same.append([took for took, _ in told])
            if number:  # the first warms up
                alike += len(same)
                for mean, took in zip(means, zip(*same, strict=True), strict=True):
                    mean.append(statistics.mean(took))
        base, *larger = (Pair(mean, means[0]) for mean in means)
        assert base.ours == base.theirs
        for count, pair in zip(counts[1:], larger, strict=True):
            name = f"cost of a reading, {count:,} open threads against {counts[0]}"
            yield compared(name, pair, "ms", "≤ 1.2", f"{alike / rounds:.0f} readings a round")
        for ledger in ledgers:
            ledger.ledger.close()
