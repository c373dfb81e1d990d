"""What processes of a pool do in tests. They import this module for it, so it needs little itself."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path
from typing import Any

from bellwire.errors import BadCopy


def tool(**options: Any) -> dict[str, Any]:
    return options


def counted_tool(folder: str) -> str:
    """Leaves a file a time that it is made."""
    (Path(folder) / f"made-{time.monotonic_ns()}").touch()
    return folder


def broken_tool(**_: Any) -> None:
    raise RuntimeError("no model")


def double(tool: dict[str, Any], number: int) -> int:
    return int(tool["times"]) * number


def who(_tool: Any, _argument: Any) -> int:
    return os.getpid()


def die(_tool: Any, _argument: Any) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def hang(_tool: Any, _argument: Any) -> None:
    while True:
        time.sleep(0.01)


def nap(_tool: Any, seconds: float) -> int:
    time.sleep(seconds)
    return os.getpid()


def refuse(_tool: Any, _argument: Any) -> None:
    raise BadCopy("no text in it", reason="no-text")


class Unpicklable(Exception):
    def __init__(self, one: int, two: int) -> None:
        super().__init__()


def fail_to_say(_tool: Any, _argument: Any) -> None:
    raise Unpicklable(1, 2)


def environment(_tool: Any, _argument: Any) -> tuple[str | None, Any, Any]:
    return os.environ.get("OMP_NUM_THREADS"), signal.getsignal(signal.SIGTERM), signal.getsignal(signal.SIGINT)


def slow_tool(folder: str) -> int:
    """The first of all processes loads at once, the others when they are told to."""
    try:
        (Path(folder) / "first").touch(exist_ok=False)
    except FileExistsError:
        end = time.monotonic() + 60
        while not (Path(folder) / "go").exists() and time.monotonic() < end:
            time.sleep(0.05)
    return 2


def tool_that_fails_later(folder: str) -> int:
    try:
        (Path(folder) / "first").touch(exist_ok=False)
    except FileExistsError:
        raise OSError("no model") from None
    return 2
