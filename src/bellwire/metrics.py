"""Every metric, once: declared here, documented by its help text, used everywhere else.

Base units; `_total` on counters (prometheus-client adds it).
No label may grow without bound: labels take values of enums, kinds, priorities and configured feeds only.
"""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

REGISTRY = CollectorRegistry()

#: Seconds; from a warm short article to the limit of patience.
_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60)

ARTICLES = Counter("bellwire_articles", "Article versions read, by outcome.", ["outcome"], registry=REGISTRY)
READING_SECONDS = Histogram(
    "bellwire_reading_seconds", "Seconds one article took to read, in the pool.", buckets=_SECONDS, registry=REGISTRY
)
EVENTS = Counter("bellwire_events", "Events read, by kind and status.", ["kind", "status"], registry=REGISTRY)
ALERTS = Counter(
    "bellwire_alerts",
    "Alert versions published, by message type and priority.",
    ["msg_type", "priority"],
    registry=REGISTRY,
)
DECISIONS = Counter(
    "bellwire_decisions", "What the watcher decided on an event or article, by reason.", ["reason"], registry=REGISTRY
)
TEMPO_TURNS = Counter(
    "bellwire_tempo_turns",
    "Times a country's tempo turned, by direction (escalation, de-escalation) and turn (up, down, usual).",
    ["direction", "turn"],
    registry=REGISTRY,
)
THREADS_PRUNED = Counter(
    "bellwire_threads_pruned",
    "Ended threads dropped from the ledger for the age of their last news.",
    registry=REGISTRY,
)
WIRE_TO_ALERT_SECONDS = Histogram(
    "bellwire_wire_to_alert_seconds",
    "Seconds from an article's arrival at Kafka to its alert's confirmed publication.",
    buckets=_SECONDS,
    registry=REGISTRY,
)
DEAD_LETTERS = Counter(
    "bellwire_dead_letters", "Messages put on the dead-letters topic, by reason.", ["reason"], registry=REGISTRY
)
IN_FLIGHT = Gauge(
    "bellwire_in_flight", "Messages taken and not yet acknowledged, by agent.", ["agent"], registry=REGISTRY
)
CONSUMER_LAG = Gauge(
    "bellwire_consumer_lag",
    "Messages behind the end of a topic, all partitions, asked of the broker.",
    ["topic"],
    registry=REGISTRY,
)
FEED_LAST_ARTICLE = Gauge(
    "bellwire_feed_last_article_timestamp_seconds",
    "Unix time of the last article seen from a feed.",
    ["feed"],
    registry=REGISTRY,
)
FEED_SILENT = Gauge(
    "bellwire_feed_silent",
    "1 while a feed of feeds.toml has sent no article for longer than it may, else 0.",
    ["feed"],
    registry=REGISTRY,
)
FEED_EXPECTED_SILENCE = Gauge(
    "bellwire_feed_expected_silence_seconds",
    "Seconds that a feed of feeds.toml may send no article.",
    ["feed"],
    registry=REGISTRY,
)
OUTBOX_UNPUBLISHED = Gauge(
    "bellwire_outbox_unpublished", "Outbox rows not yet confirmed by the broker.", registry=REGISTRY
)
POOL_REBUILDS = Counter(
    "bellwire_pool_rebuilds", "Times the pool was rebuilt after a child ended or hung.", registry=REGISTRY
)
SSE_CLIENTS = Gauge(
    "bellwire_sse_clients", "Pages and programs connected to the desk's event stream.", registry=REGISTRY
)
SSE_DROPPED = Counter(
    "bellwire_sse_dropped", "Event streams ended because their listener was too slow; it may resume.", registry=REGISTRY
)
DELIVERIES = Counter(
    "bellwire_deliveries",
    "Attempts to send to a subscription, by route and outcome (taken, failed); dead: given up.",
    ["route", "outcome"],
    registry=REGISTRY,
)
DELIVERY_DECISIONS = Counter(
    "bellwire_delivery_decisions",
    "Alert versions decided on for a subscription, by reason (docs/routes.md).",
    ["why"],
    registry=REGISTRY,
)
