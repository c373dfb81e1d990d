"""Counters that alarms look at begin at 0: of a series that begins at 1 Prometheus sees no increase."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import product

from bellwire.errors import DEAD_LETTER_REASONS
from bellwire.metrics.worker import ACKNOWLEDGED, ALERTS, ARTICLES, DEAD_LETTERS, DELETED_UNREAD, TEMPO_TURNS
from bellwire.reading.reading import Direction, Outcome
from bellwire.watch.alert import MsgType, Priority


def count_from_zero(topics: Iterable[str]) -> None:
    """Show every series whose labels are known beforehand; `topics`, in full, are those that are read."""
    for topic in topics:
        DELETED_UNREAD.labels(topic)
    for outcome in Outcome:
        ARTICLES.labels(outcome.value)
    for msg_type, priority, direction in product(MsgType, Priority, Direction):
        ALERTS.labels(msg_type.value, priority.value, direction.value)
    for direction, turn in product((Direction.ESCALATION, Direction.DE_ESCALATION), ("up", "down", "usual")):
        TEMPO_TURNS.labels(direction.value, turn)
    for reason in DEAD_LETTER_REASONS:
        DEAD_LETTERS.labels(reason)
    for agent in ("reader", "watcher"):
        ACKNOWLEDGED.labels(agent)
