"""Every topic of the contract: its key, what is kept of it and how long; creating and checking them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
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


@dataclass(frozen=True, slots=True)
class TopicState:
    """How a topic of the contract stands at a broker: its full name, and what is wrong with it, a sentence each."""

    spec: TopicSpec
    name: str
    there: bool
    wrong: tuple[str, ...]


def check_topics(brokers: Brokers, settings: Settings) -> list[str]:
    """What is wrong with the topics, a sentence each; empty when all is as the contract says."""
    return [sentence for one in topic_states(brokers, settings) for sentence in one.wrong]


def topic_states(brokers: Brokers, settings: Settings) -> list[TopicState]:
    """How every topic of the contract stands, in its order.

    Workers share out `partitions` of the topics that they read, and size their buffers by it, so there must be as many.

    A broker that tells no topic's configuration (the embedded one) is only asked which topics there are, unless it asks
    who we are: one with rights is silent on what we may not see.
    """
    with Admin(brokers) as admin:
        there = admin.topics()
        names = [settings.topic(spec.name) for spec in TOPICS]
        configs = admin.configs([name for name in names if name in there])
    tells = any(configs.values()) or settings.broker_security != "PLAINTEXT"
    told = {name: configs.get(name, {}) for name in there} if tells else {}
    return [
        TopicState(spec, name, True, tuple(_wrong(spec, name, there[name], told.get(name), settings)))
        if name in there
        else TopicState(spec, name, False, (f"topic {name} is missing",))
        for spec, name in zip(TOPICS, names, strict=True)
    ]


def _wrong(
    spec: TopicSpec, name: str, partitions: int, has: Mapping[str, str] | None, settings: Settings
) -> Iterator[str]:
    if has is not None and not has:
        yield f"topic {name} does not tell us how it is kept: may we DESCRIBE_CONFIGS? (docs/security.md)"
    if spec.name in READ_BY_WORKERS and partitions != settings.partitions:
        yield f"topic {name} has {partitions} partitions, not {settings.partitions} (BELLWIRE_PARTITIONS)"
    for key, wanted in spec.config(settings).items():
        if has and key in has and has[key] != wanted:
            yield f"topic {name} has {key}={has[key]}, not {wanted}"
