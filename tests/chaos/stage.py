"""Where faults play: Apache Kafka, a ledger, two supervised workers, and articles on their way through them."""

from __future__ import annotations

import random
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack, closing, suppress
from itertools import pairwise
from math import inf
from pathlib import Path
from typing import Any, Literal

from kafka import KafkaAdminClient
from kafka.errors import KafkaError

from bellwire.broker.admin import Admin
from bellwire.broker.topics import COPY, READ_BY_WORKERS, TOPICS, ensure_topics
from bellwire.errors import Unavailable
from bellwire.ledger import Ledger, open_ledger
from bellwire.processes import free_port
from bellwire.settings import Settings
from kit.brokers import ApacheKafka
from kit.postgres import Postgres
from kit.workers import Worker, settings_for

from .crew import Exit, Post
from .history import History, Item
from .progress import Progress
from .proxy import Proxy

#: Seconds that anything awaited may take on a machine that has other things to do.
PATIENCE = 1200.0


def make_topics(settings: Settings) -> None:
    """Again, where a busy machine takes longer than the client waits."""
    for _ in range(9):
        with suppress(Unavailable):
            ensure_topics(settings.brokers, settings)
            return
    ensure_topics(settings.brokers, settings)


class Machines:
    """Kafka behind a proxy, and PostgreSQL: started when first asked for, used by one stage after another."""

    def __init__(self) -> None:
        self._stack = ExitStack()
        self._postgres: Postgres | None = None
        self._kafka: ApacheKafka | None = None
        self._proxy: Proxy | None = None
        self.folder = Path(self._stack.enter_context(tempfile.TemporaryDirectory(prefix="bellwire-chaos-")))

    def __enter__(self) -> Machines:
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def mend(self) -> None:
        """All running and the proxy without a whim, whatever became of the stage before."""
        self.kafka.revive()
        if self._postgres is not None:
            self._postgres.revive()
        self.proxy.delay, self.proxy.drop, self.proxy.swallow = 0.0, 0, False

    @property
    def kafka(self) -> ApacheKafka:
        if self._kafka is None:
            told = free_port("127.0.0.1")
            self._kafka = ApacheKafka(self.folder, told)
            self._stack.callback(self._kafka.stop)
            self._kafka.start()
            self._proxy = self._stack.enter_context(Proxy(told, self._kafka.behind))
        return self._kafka

    @property
    def proxy(self) -> Proxy:
        assert self._proxy is not None
        return self._proxy

    @property
    def postgres(self) -> Postgres:
        if self._postgres is None:
            self._postgres = self._stack.enter_context(Postgres())
        return self._postgres


class Stage:
    """One run: two workers and a history. `do` of a fault gets it; `heals` marks the moment from which work can go on.

    `long` tells the long form from the short one; `chance` is seeded.
    """

    def __init__(
        self,
        machines: Machines,
        name: str,
        seed: int,
        *,
        sent: list[Item],
        pace: float,
        long: bool,
        ledger: Literal["postgres", "sqlite"] = "postgres",
        through_proxy: bool = False,
        reader: str = "kit.fakes:load_reader",
        environment: dict[str, str] | None = None,
        **settings: Any,
    ) -> None:
        self.machines = machines
        self.name = f"{name}-{seed}"
        self.long = long
        self.chance = random.Random(seed)
        self.folder = machines.folder / self.name
        self.folder.mkdir()
        self.environment = environment or {}
        self.reader = reader
        self.done: list[str] = []
        self.relieved: list[Post] = []
        self._healed: list[float] = []
        brokers = machines.kafka.address
        url = machines.postgres.database(self.name.replace("-", "_")) if ledger == "postgres" else None
        chosen: dict[str, Any] = {
            "topic_prefix": self.name,
            "group": self.name,
            "urgent_processes": 1,
            "article_deadline": 10.0,
            "log_level": "info",
            **({"ledger_url": url} if url else {"ledger_url": f"sqlite:///{self.ledger_folder(ledger)}/ledger.db"}),
            **settings,
        }
        self.settings = settings_for(brokers, self.folder, **chosen)
        behind = f"127.0.0.1:{machines.kafka.behind}" if through_proxy else brokers
        self.workers_settings = self.settings.model_copy(update={"brokers": behind})
        self.sent = sent
        self._pace = pace
        self._started = 0

    def ledger_folder(self, kind: str) -> Path:
        """Where a ledger in a file lies: a folder of its own, which a fault may fill."""
        folder = self.folder / "ledger"
        if kind == "sqlite":
            folder.mkdir()
        return folder

    def __enter__(self) -> Stage:
        make_topics(self.settings)
        self.posts = [Post(self.start_worker) for _ in range(2)]
        for post in self.posts:
            post.until_up()
        self.progress = Progress(self.settings, self.sent)
        lanes = [self.settings.topic(name) for name in COPY]
        self.history = History(self.settings.brokers, *lanes, self.sent, pace=self._pace)
        return self

    def __exit__(self, *_: object) -> None:
        for post in self.posts:
            post.kill()
        self.history.abandon()
        self.progress.close()
        self._delete_topics()

    def _delete_topics(self) -> None:
        """What asks for all topics must not be slower from stage to stage."""
        with suppress(KafkaError), closing(KafkaAdminClient(bootstrap_servers=self.settings.brokers)) as admin:
            admin.delete_topics([self.settings.topic(spec.name) for spec in TOPICS])

    def start_worker(self) -> Worker:
        """A fresh worker process."""
        self._started += 1
        return Worker(
            self.workers_settings,
            self.folder,
            name=f"worker-{self._started}",
            reader=self.reader,
            environment=self.environment,
        )

    @property
    def answered(self) -> int:
        """How many articles have a reading or a dead letter."""
        return len(self.progress.first)

    def until(self, holds: Callable[[], Any], what: str, patience: float = PATIENCE) -> None:
        """Return when this holds."""
        deadline = time.monotonic() + patience
        while not holds():
            if time.monotonic() > deadline:
                words = "\n".join(post.worker.words() for post in self.posts)
                raise AssertionError(f"{self.name}: not within {patience:.0f} s: {what}; {self.standing()}\n{words}")
            time.sleep(0.05)

    def until_answered(self, count: int) -> None:
        """Return when so many articles have a reading or a dead letter."""
        self.until(lambda: self.answered >= count, f"{count} articles answered for")

    def until_more(self, count: int = 20) -> None:
        """Return when so many more than now have one, or all have."""
        self.until_answered(min(self.answered + count, round(len(self.sent) * 0.75)))

    def heals(self) -> None:
        """From now on work can go on."""
        self._healed.append(time.monotonic())
        self.history.release()

    def say(self, what: str) -> None:
        """Note what was done, and tell it on stderr."""
        self.done.append(what)
        print(f"  {self.name}: {what} ({self.standing()})", file=sys.stderr, flush=True)

    def standing(self) -> str:
        return f"{self.answered} of {self.history.sent} sent and {len(self.sent)} answered for"

    def finish(self) -> tuple[float | None, list[Exit]]:
        """Return when all that was sent has been through; the seconds until work went on, the longest where it had to
        several times, and how workers ended."""
        if not self._healed:
            self.heals()
        self.history.finish(PATIENCE)
        self.until(lambda: self.history.acknowledged <= self.progress.first.keys(), "every article answered for")
        with Admin(self.settings.brokers) as admin, closing(open_ledger(self.settings.ledger_url)) as ledger:
            self.until(lambda: self._settled(admin, ledger), "every reading in the ledger and every alert out")
        spans = pairwise([*self._healed, inf])
        recovery = max(filter(None, (self.progress.since(healed, before) for healed, before in spans)), default=None)
        ends = [post.leave() for post in self.posts]
        return recovery, ends

    def exits(self) -> list[Exit]:
        """How workers ended before they were asked to, at every post there was."""
        return [end for post in (*self.relieved, *self.posts) for end in post.exits]

    def _settled(self, admin: Admin, ledger: Ledger) -> bool:
        """Whether the group has committed all, and the ledger has nothing left to publish."""
        names = [self.settings.topic(name) for name in READ_BY_WORKERS]
        with suppress(Unavailable):  # A broker that was started again answers some questions later than others.
            if not any(how.lag for how in admin.standing(self.settings.group, names).values()):
                return not ledger.unpublished(limit=1)
        time.sleep(0.3)
        return False
