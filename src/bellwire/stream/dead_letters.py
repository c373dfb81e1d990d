"""What becomes of a message that cannot be worked on: the original bytes with headers that say why; and when to stop.

One bad message must not hold up the next, so it goes to the dead letters. Many at once are more likely a fault of ours
than of the copy, so above a share or a run the worker stops instead of draining the topic into the dead letters. Its
supervisor starts it again: so what came before counts on, or each start would bury as many as the limits allow. But a
few it may bury at each start: after a bad deploy was mended, the next message may be truly bad.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from datetime import UTC

from bellwire.errors import BellwireError, TooManyDeadLetters
from bellwire.stream.message import Message, Output, as_headers

#: How many messages the share is taken of.
SHARE_OF = 200

#: The part of a run of dead letters that a start may bury whatever came before it; at least one.
_ANEW = 20

#: Characters of a sentence that a header keeps.
_LONGEST = 500

#: The headers behind those that the message came with, in order.
BEHIND = ("topic", "partition", "offset", "error-class", "reason", "sentence", "attempts", "first-seen", "version")

#: What a message bears that was a dead letter and is sent again: which message it repeats, and which attempt it is.
RESENT_OF, ATTEMPT = "resent-of", "attempt"


def dead_letter(message: Message, error: BellwireError, *, attempts: int, version: str) -> Output:
    """The dead letter of this message: its key, bytes and headers as they came, and ours behind them.

    A header that is there twice means the last: a reading's own `topic` stays readable before that of the dead letter.
    `first-seen` is the record's own time, so the same message makes the same dead letter. Of a message that was sent
    again, `attempts` counts those before.
    """
    before = message.header(ATTEMPT) or "1"
    attempts += int(before) - 1 if before.isdecimal() and len(before) < 10 else 0
    ours = as_headers(
        (
            ("error-class", type(error).__name__),
            ("reason", error.reason),
            ("sentence", str(error)[:_LONGEST]),
            ("attempts", str(attempts)),
            ("first-seen", message.arrival.astimezone(UTC).isoformat()),
            ("version", version),
        )
    )
    return Output("dead-letters", message.key, message.value, message.headers + message.place() + ours)


class Limits:
    """How many dead letters are too many: `ratio` of the last 200 messages, or `run` in a row."""

    def __init__(self, ratio: float, run: int) -> None:
        self._ratio = ratio
        self._run = run
        self._row = 0
        self._last: deque[bool] = deque(maxlen=SHARE_OF)

    def recall(self, readings: Iterable[int], dead_letters: Iterable[int]) -> None:
        """Begin with what workers before this one made: when the last readings and dead letters were written.

        It counts at most so far that `anew` more may be buried: no start is stuck at the message that the one before
        it stopped at, and a bad deploy that is started for ever buries no more than that each time.
        """
        both = [(at, False) for at in readings] + [(at, True) for at in dead_letters]
        for _, dead in sorted(both):
            self._row = self._row + 1 if dead else 0
            self._last.append(dead)
        self._row = min(self._row, max(0, self._run - 1 - self.anew))
        for _ in range(sum(self._last) - max(0, int(self._ratio * SHARE_OF) - self.anew)):
            self._last[self._last.index(True)] = False  # The eldest first.

    @property
    def anew(self) -> int:
        """How many dead letters a start may make at least, whatever came before it."""
        return max(1, self._run // _ANEW)

    def passed(self) -> None:
        """A message was worked on."""
        self._row = 0
        self._last.append(False)

    def dead(self, error: BaseException) -> None:
        """A message is about to become a dead letter. Raises TooManyDeadLetters where it must not."""
        self._row += 1
        self._last.append(True)
        if self._row >= self._run:
            raise TooManyDeadLetters(f"{self._row} dead letters in a row; the last: {error}")
        share = sum(self._last) / SHARE_OF
        if len(self._last) == SHARE_OF and share > self._ratio:
            raise TooManyDeadLetters(f"{share:.0%} of the last {SHARE_OF} messages are dead letters; the last: {error}")
