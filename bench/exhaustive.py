"""How many of the events that are found by parsing every sentence the reader finds, and how many it finds besides."""

from __future__ import annotations

from collections.abc import Iterator

from bellwire.reading import Reader
from bellwire.wire import Article
from bench import loaded, wires
from bench.figures import How, Row, measured

#: What makes two events the same: article, kind and status, place, where the trigger stands.
Found = tuple[str, str, str, str, tuple[int, int]]


def rows(how: How) -> Iterator[Row]:
    """Both as shares of all that `exhaustive` finds."""
    fast = loaded.reader()
    whole = Reader(fast.parser, fast.knowledge, fast.gate, max_chars=fast.max_chars, exhaustive=True)
    for name, articles in (
        ("mixed wire", wires.taken(wires.mixed(), how.pick(2_000, 10))),
        ("conflict wire", wires.taken(wires.conflict(), how.pick(len(wires.conflict()), 3))),
    ):
        ours, all_ = found(fast, articles), found(whole, articles)
        same = len(ours & all_) / len(all_) if all_ else 1.0
        beyond = len(ours - all_) / max(1, len(all_))
        note = f"{len(all_)} events in {len(articles):,} articles"
        yield measured(f"events of exhaustive found, {name}", [same], "", "≥ 0.99", note)
        yield measured(f"events beyond exhaustive, {name}", [beyond], "", "≤ 0", note)


def found(reader: Reader, articles: list[Article]) -> set[Found]:
    """The events of all articles."""
    return {
        (
            article.uri,
            f"{event.kind} {event.status.value}",
            event.place.path if event.place else "",
            event.evidence[0].field if event.evidence else "",
            event.evidence[0].trigger if event.evidence else (0, 0),
        )
        for article in articles
        for event in reader.read(article).events
    }
