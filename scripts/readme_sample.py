"""What README shows of the example wire: the lines that `bellwire up` prints of it, read and watched in memory."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import msgspec

from bellwire.cli.lines import readable_line
from bellwire.intake.example import example_wire
from bellwire.reading import load_reader
from bellwire.subscribe import Message
from bellwire.watch import MemoryLedger, load_watcher
from bellwire.watch.alert import Alert
from bellwire.watch.rehearsal import Rehearsal

README = Path(__file__).resolve().parents[1] / "README.md"

#: Letters of the longest line that is shown.
_WIDE = 116

_SAMPLE = re.compile(r"(?<=^```text\n)(?=Broker ).*?(?=^```$)", re.MULTILINE | re.DOTALL)

_HEAD = """\
Broker  127.0.0.1:43217 – embedded, in memory: it forgets everything when this ends
Ledger  /tmp/bellwire-sin1o5xy/ledger.db, logs beside it
Desk    http://127.0.0.1:8080/
Replay  the example wire, {items} items, retold from December 2016
"""
_FOOT = "Replay  over; Ctrl-C stops everything\n"


def readme() -> str:
    """README with the lines as they are now."""
    lines = [line if len(line) <= _WIDE else f"{line[: _WIDE - 1]}…" for line in alert_lines()]
    shown = _HEAD.format(items=len(example_wire())) + "".join(f"{line}\n" for line in lines) + _FOOT
    return _SAMPLE.sub(lambda _: shown, README.read_text())


def alert_lines() -> list[str]:
    """A line an alert version."""
    return [readable_line(_message(alert)) for alert in example_alerts()]


@cache
def example_alerts() -> tuple[Alert, ...]:
    """Every alert version that the example wire makes, in order."""
    return tuple(_alerts())


def _alerts() -> Iterator[Alert]:
    reader, rehearsal = load_reader(), Rehearsal(load_watcher(), MemoryLedger())
    for article in example_wire():
        yield from rehearsal.read(reader.read(article))


def _message(alert: Alert) -> Message:
    return Message("alerts", alert.thread, {}, msgspec.json.encode(alert), 0, 0)
