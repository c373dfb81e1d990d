"""The whole of Bellwire on this machine, as `bellwire up` starts it: embedded broker, ledger, worker and desk."""

from __future__ import annotations

import sqlite3
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bellwire.broker.embedded import EmbeddedBroker
from bellwire.broker.topics import READ_BY_WORKERS, ensure_topics
from bellwire.intake.messages import article_message
from bellwire.intake.producer import ArticleProducer
from bellwire.processes import Child
from bellwire.settings import Settings
from bellwire.wire import Article
from bench.figures import How

#: Seconds that a part may take to be ready, and that nothing may move before a bench gives up.
PATIENCE = 120.0


@dataclass(frozen=True, slots=True)
class Stack:
    """What runs."""

    settings: Settings
    folder: Path
    producer: ArticleProducer
    broker: Child
    worker: Child | None
    desk: Child | None

    def send(self, articles: Iterable[Article]) -> int:
        """Put articles on their topic as intake does; how many. The broker may not have them yet."""
        count = 0
        for article in articles:
            self.producer.send(article_message(article, now=datetime.now(UTC)))
            count += 1
        return count

    def watched(self) -> tuple[int, int]:
        """How many article versions are in the ledger, and how many messages wait in its outbox."""
        with closing(sqlite3.connect(self.folder / "ledger.db")) as database:
            [articles] = database.execute("SELECT count(*) FROM articles").fetchone()
            [waiting] = database.execute("SELECT count(*) FROM outbox WHERE NOT published").fetchone()
        return articles, waiting

    def until_watched(self, articles: int) -> None:
        """Return when so many are in the ledger, and all that follows from them is published."""
        last, moved = (0, 0), time.monotonic()
        while (now := self.watched())[0] < articles or now[1]:
            if now != last:
                last, moved = now, time.monotonic()
            if time.monotonic() - moved > PATIENCE:
                raise RuntimeError(f"{now[0]} of {articles} articles in the ledger, and nothing moves: {self.words()}")
            time.sleep(0.03)

    def desk_address(self) -> str:
        """The desk's URL, as it says itself."""
        assert self.desk is not None
        [line] = [line for line in self.desk.last_lines(100) if "desk ready at " in line]
        return line.rpartition(" ")[2]

    def words(self) -> str:
        """The last words of the worker."""
        return " / ".join(self.worker.last_lines(3)) if self.worker else ""


@contextmanager
def stack(how: How, **chosen: Any) -> Iterator[Stack]:
    """Started and ready, gone at the end of the block; in a quick run the same for all benches that want such a one."""
    if how.quick:
        if (name := repr(chosen)) not in how.kept:
            how.kept[name] = how.closing.enter_context(started(**chosen))
        yield how.kept[name]
        return
    with started(**chosen) as whole:
        yield whole


@contextmanager
def started(*, worker: bool = True, desk: bool = False, **chosen: Any) -> Iterator[Stack]:
    """`chosen` are settings."""
    with ExitStack() as opened:
        folder = Path(opened.enter_context(tempfile.TemporaryDirectory(prefix="bellwire-bench-")))
        broker = opened.enter_context(EmbeddedBroker(log=folder / "broker.log"))
        settings = Settings(brokers=broker.address, ledger_url=f"sqlite:///{folder / 'ledger.db'}", **chosen)
        ensure_topics(settings.cluster, settings)
        wanted = [name for name, is_wanted in (("worker", worker), ("desk", desk)) if is_wanted]
        parts = {name: opened.enter_context(part(name, settings, folder)) for name in wanted}
        for child in parts.values():
            until_ready(child)
        producer = opened.enter_context(
            ArticleProducer(
                settings.cluster,
                settings.topic("articles"),
                max_message_bytes=settings.max_message_bytes,
                **lanes(settings),
            )
        )
        yield Stack(settings, folder, producer, broker.child, parts.get("worker"), parts.get("desk"))


def lanes(settings: Settings) -> dict[str, Any]:
    """Ways in that overtake the others, as the producer takes them: an urgent one, where there is such a topic."""
    names = [name.removeprefix("articles.") for name in READ_BY_WORKERS if name.startswith("articles.")]
    return {f"{name}_topic": settings.topic(f"articles.{name}") for name in names}


@contextmanager
def part(name: str, settings: Settings, folder: Path) -> Iterator[Child]:
    """`bellwire NAME` with these settings, begun and not yet ready."""
    given = settings.model_dump(exclude_unset=True)
    environment = {f"BELLWIRE_{key.upper()}": str(value) for key, value in given.items()}
    command = [sys.executable, "-m", "bellwire", name]
    child = Child(name, command, folder / f"{name}-{time.monotonic_ns()}.log", environment)
    try:
        yield child
    finally:
        child.stop()


def until_ready(child: Child) -> None:
    """Return when it says that it is."""
    end = time.monotonic() + PATIENCE
    while not child.says("ready"):
        if child.ended is not None or time.monotonic() > end:
            raise RuntimeError(f"the {child.name} is not ready: {' / '.join(child.last_lines(3))}")
        time.sleep(0.01)


def pool_of(worker: int) -> Sequence[int]:
    """The processes of a worker's pool: the children of the one that forks them."""
    return [process for server in children_of(worker) for process in children_of(server)]


def children_of(pid: int) -> Sequence[int]:
    """The processes that a process has started."""
    tasks = Path(f"/proc/{pid}/task").iterdir()
    return [int(child) for task in tasks for child in (task / "children").read_text().split()]
