"""Replays articles faster than life: `schedule` says how long to wait before each, `replay` waits and sends."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from itertools import pairwise

from bellwire.wire import Article

#: Seconds that a replay lasts where no speed is given: long enough to watch, short enough to wait for.
WHOLE_SECONDS = 8.0

#: Least seconds between two articles, so that an eye can tell them apart.
LEAST_GAP = 0.15


def schedule(
    articles: Sequence[Article],
    *,
    speed: float | None = None,
    whole: float = WHOLE_SECONDS,
    least_gap: float = LEAST_GAP,
) -> list[float]:
    """Seconds to wait before each article: the gaps between arrivals divided by `speed`, the first without a wait.

    `speed` 3600 makes an hour a second; None chooses the speed at which the whole takes about `whole` seconds. An
    article without an arrival follows the one before it by `least_gap`. Raises ValueError for a speed that is not
    above 0.
    """
    if speed is not None and not speed > 0:
        raise ValueError(f"a speed is above 0, not {speed}")
    arrivals = [article.received or article.version_time for article in articles]
    gaps = [(after - before).total_seconds() if before and after else 0.0 for before, after in pairwise(arrivals)]
    divisor = speed or sum(max(gap, 0.0) for gap in gaps) / whole or 1.0
    return [0.0, *(max(gap / divisor, least_gap) for gap in gaps)][: len(articles)]


def replay(
    articles: Sequence[Article],
    send: Callable[[Article], object],
    *,
    speed: float | None = None,
    sleep: Callable[[float], object] = time.sleep,
) -> int:
    """Sends each article in its turn; returns how many. `sleep` may raise to end the replay early."""
    for article, wait in zip(articles, schedule(articles, speed=speed), strict=True):
        if wait:
            sleep(wait)
        send(article)
    return len(articles)
