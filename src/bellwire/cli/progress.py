"""Progress of long work, on stderr: a line that renews itself on a terminal, a line every few seconds elsewhere."""

from __future__ import annotations

import sys
import time
from types import TracebackType

#: Seconds between lines: on a terminal, elsewhere.
_EVERY = (0.2, 5.0)

#: Seconds of work about which nothing is said.
_QUIET = 2.0


#: Signs of the bar that shows a share.
_BAR = 20


class Progress:
    """Counts steps and says so; quick work says nothing."""

    def __init__(self, verb: str, noun: str) -> None:
        self.done = 0
        self._share: float | None = None
        self._verb, self._noun = verb, noun
        self._terminal = sys.stderr.isatty()
        self._every = _EVERY[0 if self._terminal else 1]
        self._began = self._said = time.monotonic()

    def __enter__(self) -> Progress:
        return self

    def step(self, share: float | None = None) -> None:
        """One more is done; `share`: of the whole, 0 to 1, where that is known."""
        self.done += 1
        self._share = share
        now = time.monotonic()
        if now - self._began >= _QUIET and now - self._said >= self._every:
            self._said = now
            self._say("\r" if self._terminal else "\n")

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._said > self._began:
            self._say("\n")

    def aside(self, line: str) -> None:
        """Say something else on a line of its own."""
        clear = "\r\033[K" if self._terminal and self._said > self._began else ""
        sys.stderr.write(f"{clear}{line}\n")
        sys.stderr.flush()

    def _say(self, end: str) -> None:
        rate = self.done / max(time.monotonic() - self._began, 1e-9)
        sys.stderr.write(f"{self._verb} {self.done:,} {self._noun}, {rate:,.0f}/s{self._bar()}{end}")
        sys.stderr.flush()

    def _bar(self) -> str:
        if self._share is None:
            return ""
        share = min(max(self._share, 0.0), 1.0)
        drawn = "█" * round(share * _BAR)
        return f", {share:.0%} {drawn:░<{_BAR}}" if self._terminal else f", {share:.0%}"
