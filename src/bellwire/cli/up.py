"""`bellwire up`: everything on this machine, until Ctrl-C."""

from __future__ import annotations

import signal
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from threading import Event
from typing import Annotated

import typer

from bellwire.errors import BellwireError, Unavailable
from bellwire.processes import Child, free_port
from bellwire.settings import SECRETS, Settings, chosen_settings

#: Seconds that worker and desk may take to be ready before `up` gives them up.
_PATIENCE = 180.0


def up(
    data: Annotated[Path | None, typer.Option(help="Keep the ledger and the logs in this folder.")] = None,
    port: Annotated[
        int | None,
        typer.Option(
            help="The page's port; a taken one is replaced by a free one. [env: BELLWIRE_DESK_PORT] [default: 8080]",
            min=0,
            max=65535,
        ),
    ] = None,
    replay: Annotated[bool, typer.Option(help="Replay the shipped example wire.")] = True,
    speed: Annotated[float | None, typer.Option(help="How much faster than life; by default all of it in 8 s.")] = None,
    processes: Annotated[
        int | None,
        typer.Option(help="Pool processes that read articles. [env: BELLWIRE_PROCESSES] [default: 1]", min=1),
    ] = None,
) -> None:
    """Run everything on this machine: broker, ledger, worker, desk; replay the example wire; Ctrl-C stops all."""
    if speed is not None and speed <= 0:
        raise typer.BadParameter("a speed is above 0", param_hint="--speed")
    stop = Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    with ExitStack() as stack:
        folder = data or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="bellwire-")))
        folder.mkdir(parents=True, exist_ok=True)
        children, settings = _start(stack, folder, port=port, replay=replay, processes=processes)
        _await_ready(children, stop)
        if not stop.is_set():
            _say(f"Desk    http://127.0.0.1:{settings.desk_port}/")
            stack.enter_context(_alerts_printed(settings))
            if replay:
                _replay(settings, speed, children, stop)
        while not stop.wait(0.2):
            _check(children)
        _say("Stopping.")


def _start(
    stack: ExitStack, folder: Path, *, port: int | None, replay: bool, processes: int | None
) -> tuple[list[Child], Settings]:
    """Broker, topics, worker and desk; leaving the stack ends them in reverse."""
    from bellwire.broker.embedded import EmbeddedBroker
    from bellwire.broker.topics import ensure_topics

    wanted = chosen_settings(desk_port=port, processes=processes)
    broker = stack.enter_context(EmbeddedBroker(log=_fresh(folder / "broker.log")))
    _say(f"Broker  {broker.address} – embedded, in memory: it forgets everything when this ends")
    settings = Settings(
        brokers=broker.address,
        broker_security="PLAINTEXT",
        ledger_url=f"sqlite:///{folder.resolve() / 'ledger.db'}",
        clock="article" if replay else "wall",
        partitions=1,  # one worker reads them all, and the example keeps its order
        processes=wanted.processes if "processes" in wanted.model_fields_set else 1,
        desk_port=free_port("127.0.0.1", wanted.desk_port),
    )
    if wanted.desk_port and settings.desk_port != wanted.desk_port:
        _say(f"Port    {wanted.desk_port} is taken; the page gets {settings.desk_port}")
    _say(f"Ledger  {folder / 'ledger.db'}, logs beside it")
    ensure_topics(settings.cluster, settings)
    parts = [stack.enter_context(_part(name, settings, folder)) for name in ("worker", "desk")]
    return [broker.child, *parts], settings


@contextmanager
def _part(name: str, settings: Settings, folder: Path) -> Iterator[Child]:
    """`bellwire NAME` with these settings in its environment, stopped on the way out."""
    given = settings.model_dump(exclude_unset=True, exclude=set(SECRETS))
    environment = {f"BELLWIRE_{key.upper()}": str(value) for key, value in given.items()}
    child = Child(name, [sys.executable, "-m", "bellwire", name], _fresh(folder / f"{name}.log"), environment)
    try:
        yield child
    finally:
        child.stop()


def _fresh(log: Path) -> Path:
    """A log without what an earlier run wrote."""
    log.unlink(missing_ok=True)
    return log


def _await_ready(children: Sequence[Child], stop: Event) -> None:
    """Wait until worker and desk have said `ready` in their logs."""
    waiting = [child for child in children if child.name != "broker"]
    end = time.monotonic() + _PATIENCE
    while waiting and not stop.wait(0.1):
        _check(children)
        waiting = [child for child in waiting if not child.says("ready")]
        if waiting and time.monotonic() > end:
            raise Unavailable(_last_words(waiting[0], f"was not ready after {_PATIENCE:.0f} s"))


def _check(children: Sequence[Child]) -> None:
    """Raise when a part has ended, with its last lines."""
    for child in children:
        if child.ended is not None:
            raise BellwireError(_last_words(child, f"ended with status {child.ended}"))


def _last_words(child: Child, what: str) -> str:
    lines = "\n".join(f"    {line}" for line in child.last_lines())
    return f"the {child.name} {what}, so everything was stopped; its last lines:\n{lines}"


@contextmanager
def _alerts_printed(settings: Settings) -> Iterator[None]:
    """Print each alert version as it passes, until the block ends."""
    from threading import Thread

    from bellwire.cli.lines import readable_line
    from bellwire.subscribe import subscribe

    over = Event()

    def follow() -> None:
        for message in subscribe("alerts", brokers=settings.brokers, since="beginning", stop=over):
            _say(readable_line(message))

    thread = Thread(target=follow, name="alerts", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join(5)


def _replay(settings: Settings, speed: float | None, children: Sequence[Child], stop: Event) -> None:
    """Send the example wire, paced by its own arrivals; stops early when asked to or when a part ends."""
    from bellwire.intake.example import example_wire
    from bellwire.intake.example.pace import replay
    from bellwire.intake.messages import article_message
    from bellwire.intake.producer import ArticleProducer

    def wait(seconds: float) -> None:
        if stop.wait(seconds):
            raise InterruptedError
        _check(children)

    articles = example_wire()
    _say(f"Replay  the example wire, {len(articles)} items, retold from December 2016")
    topic, largest = settings.topic("articles"), settings.max_message_bytes
    with suppress(InterruptedError), ArticleProducer(settings.cluster, topic, max_message_bytes=largest) as producer:
        replay(
            articles,
            lambda article: producer.send(article_message(article, now=datetime.now(UTC))),
            speed=speed,
            sleep=wait,
        )
        _say("Replay  over; Ctrl-C stops everything")


def _say(line: str) -> None:
    typer.echo(line, err=True)
