"""Which topic it is that offsets belong to: one that is deleted and made anew, or whose broker forgets all, has the
name, and other messages at the same offsets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class TopicIds:
    """Ids by topic, as the broker told them at first; where it tells none, every offset counts."""

    known: dict[str, str] = field(default_factory=dict)

    def belongs(self, topic: str, mark: str) -> bool:
        """Whether an offset with this mark belongs to the topic; one without a mark does."""
        known = self.known.get(topic, "")
        return not mark or not known or mark == known

    def changed(self, now: Mapping[str, str]) -> list[str]:
        """The topics that are others by now; one that is gone may come back."""
        return [topic for topic, known in self.known.items() if now.get(topic, known) != known]


def heard_ids(consumer: Any, topics: Iterable[str]) -> dict[str, str]:
    """The ids of those of these topics that are there and have one, as this consumer heard last: it asks anew by itself
    every few seconds (`clients.consumer_of`), and whenever a broker has turned it away."""
    heard = {topic: consumer._cluster.topic_id(topic) for topic in topics}
    return {topic: str(found) for topic, found in heard.items() if found is not None and found.int}
