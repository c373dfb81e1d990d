"""How fast reading is, on one core, against the plain spaCy pipeline, all components, over the same whole texts.

Every turn is a fork of a process that has everything loaded and has read other copy: what one turn remembers of its
sentences helps no other.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence

from bellwire.wire import Article
from bench import loaded, wires
from bench.figures import How, Row, alternate, compared
from bench.forks import forked

#: Articles that are read before the clock starts.
WARM = 10


def rows(how: How) -> Iterator[Row]:
    """Mixed wire, other articles in every turn; then conflict wire, always the same."""
    reader, nlp = loaded.reader(), loaded.pipeline()

    def ours(articles: Sequence[Article]) -> None:
        for article in articles:
            reader.read(article)

    def plain(articles: Sequence[Article]) -> None:
        for _ in nlp.pipe(map(wires.text_of, articles), batch_size=64):
            pass

    for name, articles, count, goal in (
        ("reading, mixed wire", wires.mixed(), how.pick(400, 20), "≥ 15"),
        ("reading, conflict wire", wires.conflict(), how.pick(len(wires.conflict()), 4), "≥ 4"),
    ):
        pair = alternate(speed(ours, articles, count), speed(plain, articles, count), how)
        yield compared(name, pair, "articles/s", goal)


def speed(read: Callable[[Sequence[Article]], None], articles: Sequence[Article], count: int) -> Callable[[int], float]:
    """Articles a second of a turn."""

    def of(turn: int) -> float:
        some = wires.taken(articles, count, turn)

        def work() -> float:
            read(wires.leads()[:WARM])
            began = time.perf_counter()
            read(some)
            return len(some) / (time.perf_counter() - began)

        return forked(work)

    wires.leads()  # Loaded here, once, and not in every fork.
    return of
