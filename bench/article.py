"""How long one article of some 600 tokens takes a process that is warm, against the plain pipeline on the same text."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from bellwire.wire import Article
from bench import loaded, wires
from bench.figures import How, Row, alternate, compared
from bench.forks import forked

#: Articles that are read before the clock starts.
WARM = 10


def rows(how: How) -> Iterator[Row]:
    """The Aleppo article, once in every fork; without ../shared the longest of the example wire."""
    reader, nlp = loaded.reader(), loaded.pipeline()
    longest = max(wires.aleppo() or wires.mixed(), key=lambda article: len(article.body))
    warm = wires.leads()[:WARM]

    def ms(read: Callable[[Article], Any]) -> Callable[[int], float]:
        def once() -> float:
            for article in warm:
                read(article)
            began = time.perf_counter()
            read(longest)
            return 1000 * (time.perf_counter() - began)

        return lambda _: forked(once)

    pair = alternate(
        ms(reader.read),
        ms(lambda article: nlp(wires.text_of(article))),
        replace(how, rounds=how.pick(3, 1) * how.rounds),
    )
    tokens = len(nlp.make_doc(wires.text_of(longest)))
    yield compared(f"one article of {tokens} tokens, warm", pair, "ms", "≤ 0.6")
