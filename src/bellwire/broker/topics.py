"""Every topic of the contract: its key, what is kept of it and how long; creating and checking them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bellwire.broker.admin import Admin
from bellwire.broker.clients import Brokers
from bellwire.settings import Settings

#: Families of events, each with a topic of its own (design: ontology).
FAMILIES = ("ground", "strikes", "posture", "truce", "diplomacy", "unrest", "relief", "harm", "context")

#: Room that a dead letter needs above the original message, for the headers that tell what became of it.
DEAD_LETTER_ROOM = 64 * 1024

_DAY_MS = 24 * 60 * 60 * 1000


@dataclass(frozen=True, slots=True)
class TopicSpec:
    """One topic: `name` is short (settings.topic makes it full), `key` says in words what messages are keyed by.

    `carries` names its messages as `headers` does; "wire-copy" is bytes in any format that intake reads.
    """

    name: str
    key: str
    value: str
    carries: tuple[str, ...]
    cleanup: Literal["delete", "compact"] = "delete"
    days: int | None = None

    def config(self, settings: Settings) -> dict[str, str]:
        """Its configuration as Kafka names it."""
        room = DEAD_LETTER_ROOM if self.name == "dead-letters" else 0
        config = {"cleanup.policy": self.cleanup, "max.message.bytes": str(settings.max_message_bytes + room)}
        if self.days is not None:
            config["retention.ms"] = str(self.days * _DAY_MS)
        return config


#: In the order of the way through the house.
TOPICS = (
    TopicSpec("articles", "uri", "an article, or wire copy in any format", ("article", "wire-copy"), days=7),
    TopicSpec(
        "articles.urgent", "uri", "the same, read before all that waits in articles", ("article", "wire-copy"), days=7
    ),
    TopicSpec("readings", "uri", "one reading of one article version", ("reading",), days=30),
    *(
        TopicSpec(f"events.{family}", "theatre", f"one event of the family {family}", ("event",), days=30)
        for family in FAMILIES
    ),
    TopicSpec("alerts", "thread", "one alert version", ("alert",), days=30),
    TopicSpec("threads", "thread", "the thread as it stands", ("thread",), cleanup="compact"),
    TopicSpec("dead-letters", "as the original", "the original bytes", ("dead-letter",), days=30),
)


#: The topics that copy comes in by, and all that workers consume.
COPY = ("articles", "articles.urgent")
READ_BY_WORKERS = (*COPY, "readings")


def ensure_topics(brokers: Brokers, settings: Settings) -> list[str]:
    """Create what is missing; returns the full names of those created. Raises Unavailable when no broker answers."""
    with Admin(brokers) as admin:
        there = admin.topics()
        missing = {
            settings.topic(spec.name): spec.config(settings)
            for spec in TOPICS
            if settings.topic(spec.name) not in there
        }
        if missing:
            admin.create(missing, partitions=settings.partitions, replication=settings.replication)
    return list(missing)


def topics_there(brokers: Brokers) -> set[str]:
    """The names of all topics of the broker."""
    with Admin(brokers) as admin:
        return set(admin.topics())


def check_topics(brokers: Brokers, settings: Settings) -> list[str]:
    """What is wrong with the topics, a sentence each; empty when all is as the contract says.

    Workers share out `partitions` of the topics that they read, and size their buffers by it, so there must be as many.

    A broker that does not tell a topic's configuration (the embedded one) is only asked which topics there are.
    """
    with Admin(brokers) as admin:
        there = admin.topics()
        names = [settings.topic(spec.name) for spec in TOPICS]
        configs = admin.configs([name for name in names if name in there])
    wrong = []
    for spec, name in zip(TOPICS, names, strict=True):
        if name not in there:
            wrong.append(f"topic {name} is missing")
            continue
        if spec.name in READ_BY_WORKERS and there[name] != settings.partitions:
            wrong.append(f"topic {name} has {there[name]} partitions, not {settings.partitions} (BELLWIRE_PARTITIONS)")
        has = configs.get(name, {})
        for key, wanted in spec.config(settings).items():
            if key in has and has[key] != wanted:
                wrong.append(f"topic {name} has {key}={has[key]}, not {wanted}")
    return wrong
