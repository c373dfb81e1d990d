"""A wall clock that a test can step, in a process of its own. (Debian's libfaketime 0.9.10 breaks `time.sleep`.)"""

from __future__ import annotations

import os
import sys
import time
from datetime import datetime, timedelta, tzinfo
from pathlib import Path
from typing import Any

#: The environment variable that names the file with the seconds by which the clock is wrong.
FILE = "BELLWIRE_TEST_CLOCK"

#: Where the worker asks what time it is; elsewhere `datetime` is the name of a type.
_ASKED = ("worker", "reader_agent", "watcher_agent", "feed_silence")

_time, _time_ns = time.time, time.time_ns


def _wrong() -> float:
    try:
        return float(Path(os.environ[FILE]).read_text() or 0)
    except (OSError, ValueError):
        return 0.0


class _Stepped(datetime):
    @classmethod
    def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
        return datetime.now(tz) + timedelta(seconds=_wrong())


def go_by_the_file() -> None:
    """From now on `time.time` is wrong by what the file says; call it before others take that name."""
    time.time = lambda: _time() + _wrong()
    time.time_ns = lambda: _time_ns() + round(_wrong() * 1e9)


def so_does_the_worker() -> None:
    """And `datetime.now` in the worker's modules, and the time that its records bear, for which aiokafka does not ask
    Python; call it when they are imported."""
    from aiokafka import AIOKafkaProducer  # Here, where the clock goes by the file already.

    send = AIOKafkaProducer.send

    async def stamped(self: Any, *given: Any, timestamp_ms: int | None = None, **more: Any) -> Any:
        return await send(self, *given, timestamp_ms=timestamp_ms or round(time.time() * 1000), **more)

    AIOKafkaProducer.send = stamped  # type: ignore[method-assign]
    for name in _ASKED:
        module = sys.modules[f"bellwire.stream.{name}"]
        assert module.datetime is datetime
        module.datetime = _Stepped  # type: ignore[attr-defined]
