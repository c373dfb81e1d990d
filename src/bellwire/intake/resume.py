"""How far a run of `intake files` is: a file of lines, appended to as the broker confirms, from which the next run
goes on.

A line says of one file how many of its pieces are confirmed, all before them included. So a kill at any moment loses
nothing; it repeats what was under way and what was confirmed in the last second, which the watcher knows by uri and
version. A file that has changed since counts as another.
"""

from __future__ import annotations

import json
import os
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from bellwire.errors import BellwireError
from bellwire.intake.folders import JOURNAL, STDIN, Found
from bellwire.intake.producer import Delivery

#: Seconds between two writings.
EVERY = 1.0


#: What the first line of such a file holds, with the purpose.
_MARK = "bellwire-resume"

_Stamp = tuple[str, int, int]


@dataclass(frozen=True, slots=True)
class _UnderWay:
    """Pieces of a file up to this one are sent, the last one too where it is `over`; `delivery` tells of this one.
    `lost`: why it is not sent."""

    stamp: _Stamp
    number: int
    delivery: Delivery
    over: bool = False
    lost: str = ""


def beside(paths: list[str]) -> Path | None:
    """Where progress is kept if nobody says: beside the first path that is not standard input."""
    first = next((path for path in paths if path != STDIN), None)
    return None if first is None else Path(f"{Path(first).resolve()}{JOURNAL}")


class Journal:
    """What earlier runs of the same `purpose` (topic, feed…) have confirmed, and what this one does.

    The file is made with the first writing, a second after the start. Where it cannot be, that is said to `give_up`,
    which may raise; without it BellwireError is raised.
    """

    def __init__(
        self,
        path: Path,
        purpose: dict[str, Any],
        *,
        afresh: bool = False,
        give_up: Callable[[str], None] | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.path = path
        self.lost: list[str] = []
        self._purpose = {_MARK: 1, **purpose}
        self._give_up = give_up
        self._kept = True
        self._here = Path.cwd()
        self._clock = clock
        self._written = clock()
        self._known: dict[_Stamp, tuple[int, bool]] = {}
        self._waiting: deque[_UnderWay] = deque()
        self._lines: dict[_Stamp, tuple[int, bool]] = {}
        self._file: IO[str] | None = None
        self._afresh = afresh or not self._read()

    @property
    def resumed(self) -> bool:
        """Whether an earlier run got anywhere."""
        return bool(self._known)

    def done(self, file: Found) -> tuple[int, bool]:
        """How many pieces of this file are confirmed, and whether these are all."""
        return self._known.get(self._stamp(file), (0, False))

    def under_way(self, file: Found, number: int, delivery: Delivery, lost: str = "") -> None:
        """The piece of this number is handed to the broker, or is `lost` for this reason."""
        self._waiting.append(_UnderWay(self._stamp(file), number, delivery, lost=lost))
        if self._clock() - self._written >= EVERY:
            self.write()

    def ended(self, file: Found, pieces: int) -> None:
        """All pieces of this file are under way: so many."""
        self._waiting.append(_UnderWay(self._stamp(file), pieces, Delivery(), over=True))

    def write(self) -> None:
        """Note what is confirmed by now without a gap."""
        self._written = self._clock()
        lost: list[str] = []
        while self._waiting and self._waiting[0].delivery.settled:
            one = self._waiting[0]
            if any(not undelivered.lasting for undelivered in one.delivery.undelivered):
                break
            lost += [f"{undelivered.label}: {undelivered.sentence}" for undelivered in one.delivery.undelivered]
            lost += [one.lost] if one.lost else []
            self._lines[one.stamp] = (one.number, one.over)
            self._waiting.popleft()
        if not self._kept or not (self._lines or lost):
            return
        lines = [json.dumps([*stamp, *done]) for stamp, done in self._lines.items() if stamp[0] != STDIN]
        self._append(lines + [json.dumps({"lost": sentence}) for sentence in lost])
        self._lines.clear()

    def remove(self) -> None:
        """Forget: the work is done."""
        self.close()
        with suppress(OSError):
            self.path.unlink(missing_ok=True)

    def close(self) -> None:
        """Note what is confirmed by now, and end."""
        self.write()
        if self._file is not None:
            self._file.close()

    def _stamp(self, file: Found) -> _Stamp:
        return (STDIN if file.path == STDIN else str(self._here / file.path), file.size, file.changed)

    def _append(self, lines: list[str]) -> None:
        try:
            if self._file is None:
                self._file = self.path.open("w" if self._afresh else "a", encoding="ascii")
                if self._afresh:
                    self._file.write(json.dumps(self._purpose) + "\n")
                else:
                    self._file.write("\n")
            self._file.write("".join(f"{line}\n" for line in lines))
            self._file.flush()
            os.fsync(self._file.fileno())
        except OSError as error:
            self._kept, sentence = False, f"progress cannot be kept in {self.path}: {error.strerror}"
            if self._give_up is None:
                raise BellwireError(sentence) from error
            self._give_up(sentence)

    def _read(self) -> bool:
        """Whether there is a file of the same purpose; what it says is known then. A torn last line counts nothing."""
        try:
            with self.path.open(encoding="ascii") as file:
                first = file.readline()
                if first and not (isinstance(found := _line(first), dict) and _MARK in found):
                    raise BellwireError(f"{self.path} is another file than one of progress; it is left as it is")
                if not first or found != self._purpose:
                    return False
                for text in file:
                    match _line(text):
                        case [str(path), int(size), int(changed), int(number), bool(over)]:
                            self._known[path, size, changed] = (number, over)
                        case {"lost": str(sentence)}:
                            self.lost.append(sentence)
        except FileNotFoundError:
            return False
        except (OSError, ValueError) as error:
            raise BellwireError(f"{self.path} cannot be read: {error}; --afresh sends all again") from error
        return True


def _line(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None
