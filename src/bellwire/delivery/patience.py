"""How often and how long a target is tried: figures, and the circuit that spares one which answers nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds, but for `give_up`. A delivery is tried again after `first`, then `factor` times later each time, at most
    after `longest`; after so many failures in a row the circuit opens and the target is asked once in a while only.
    `at_once`: deliveries of different threads under way to one target."""

    timeout: float = 15.0
    first: float = 5.0
    factor: float = 4.0
    longest: float = 4 * 3600.0
    give_up: timedelta = timedelta(days=3)
    circuit_after: int = 5
    circuit_first: float = 30.0
    circuit_longest: float = 600.0
    at_once: int = 4

    def wait(self, attempts: int) -> float:
        """Seconds until the next attempt after so many."""
        return min(self.longest, self.first * self.factor ** min(attempts - 1, 20))


class Circuit:
    """Of one target: closed while it answers; open, for longer each time, after failures in a row; then half open, in
    which one delivery is tried. Times are of a clock that only goes forward."""

    def __init__(self, patience: Patience) -> None:
        self._patience = patience
        self._failures = 0
        self._until = 0.0

    def room(self, now: float) -> int:
        """How many deliveries may be tried now."""
        if self._failures < self._patience.circuit_after:
            return self._patience.at_once
        return 1 if now >= self._until else 0

    def opens_in(self, now: float) -> float:
        """Seconds until there is room; 0 where there is."""
        return 0.0 if self.room(now) else self._until - now

    @property
    def is_open(self) -> bool:
        """Whether the target is spared."""
        return self._failures >= self._patience.circuit_after

    def try_now(self) -> None:
        """Let one delivery be tried at once."""
        self._until = 0.0

    def answered(self) -> None:
        """It took a delivery."""
        self._failures = 0

    def failed(self, now: float) -> None:
        """It did not."""
        self._failures += 1
        if (over := self._failures - self._patience.circuit_after) >= 0:
            wait = self._patience.circuit_first * 2 ** min(over, 20)
            self._until = now + min(self._patience.circuit_longest, wait)
