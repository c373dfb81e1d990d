"""How many of the events that are found by parsing every sentence the fast way finds, and how many it finds besides."""

from __future__ import annotations

from collections.abc import Iterator
from inspect import signature

from bellwire.reading import Reader, load_reader
from bellwire.wire import Article
from bench import wires
from bench.figures import How, Row, measured

#: What makes two events the same: kind, status, place, where the trigger stands.
Found = tuple[str, str, str, str, tuple[int, int]]


def rows(how: How) -> Iterator[Row]:
    """Shares of the events of `exhaustive`; none where the reader has no such way."""
    if "exhaustive" not in signature(load_reader).parameters:
        return
    fast, whole = load_reader(), load_reader(exhaustive=True)  # type: ignore[call-arg]
    for name, articles in (
        ("mixed wire", wires.taken(wires.mixed(), how.pick(2_000, 30))),
        ("conflict wire", wires.taken(wires.conflict(), how.pick(len(wires.conflict()), 10))),
    ):
        ours, all_ = found(fast, articles), found(whole, articles)
        note = f"{len(all_)} events in {len(articles):,} articles"
        yield measured(
            f"events of exhaustive found, {name}", [len(ours & all_) / max(1, len(all_))], "", "≥ 0.99", note
        )
        yield measured(f"events beyond exhaustive, {name}", [len(ours - all_) / max(1, len(all_))], "", "≤ 0", note)


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
