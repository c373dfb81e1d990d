"""Every metric, once: declared here with its meaning, its unit and what to do, used everywhere else.

Base units; `_total` on counters (prometheus-client adds it).
No label may grow without bound: labels take values of enums, kinds, priorities, countries and configured feeds only.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, disable_created_metrics
from prometheus_client.metrics import MetricWrapperBase

REGISTRY = CollectorRegistry()
ProcessCollector(registry=REGISTRY)
disable_created_metrics()  # type: ignore[no-untyped-call]

#: Seconds; from a warm short article to the limit of patience.
_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60)

M = TypeVar("M", bound=MetricWrapperBase)


@dataclass(frozen=True, slots=True)
class Note:
    """What docs/metrics.md says of a metric beside its meaning: the unit, and what to do with it."""

    unit: str
    do: str


#: The note of every metric, in the order of declaration.
NOTES: dict[MetricWrapperBase, Note] = {}


def _noted(metric: M, unit: str, do: str) -> M:
    NOTES[metric] = Note(unit, do)
    return metric


ARTICLES = _noted(
    Counter("bellwire_articles", "Article versions read, by outcome.", ["outcome"], registry=REGISTRY),
    "articles",
    "None for half an hour: see whether intake runs (runbook BellwireNoArticles). Many `undated` or `not-english`: a "
    "feed's format or language has changed.",
)
READING_SECONDS = _noted(
    Histogram(
        "bellwire_reading_seconds",
        "Seconds one article took to read, in the pool.",
        buckets=_SECONDS,
        registry=REGISTRY,
    ),
    "seconds",
    "With its rate, how many cores are busy: near `processes`, add processes or workers.",
)
EVENTS = _noted(
    Counter("bellwire_events", "Events read, by kind and status.", ["kind", "status"], registry=REGISTRY),
    "events",
    "To see what the wire tells of; a kind that vanishes after an upgrade is a fault of a rule.",
)
SIGNALS = _noted(
    Counter(
        "bellwire_signals",
        "Events read that bear on escalation or de-escalation, by country (ISO 3166; empty: none named).",
        ["country", "direction"],
        registry=REGISTRY,
    ),
    "events",
    "The tempo of each theatre as told, copies included.",
)
ALERTS = _noted(
    Counter(
        "bellwire_alerts",
        "Alert versions published, by message type, priority and direction.",
        ["msg_type", "priority", "direction"],
        registry=REGISTRY,
    ),
    "alerts",
    "The newsroom's own; more `Cancel` than usual: ask the feed why it kills.",
)
CONTESTED = _noted(
    Counter(
        "bellwire_alerts_contested",
        "Alert versions published whose sources disagree on the same thing.",
        registry=REGISTRY,
    ),
    "alerts",
    "The newsroom's own.",
)
DECISIONS = _noted(
    Counter(
        "bellwire_decisions",
        "What the watcher decided on an event or article, by reason.",
        ["reason"],
        registry=REGISTRY,
    ),
    "decisions",
    "Why nothing rang: docs/watching.md tells each reason.",
)
TEMPO_TURNS = _noted(
    Counter(
        "bellwire_tempo_turns",
        "Times a country's tempo turned, by direction (escalation, de-escalation) and turn (up, down, usual).",
        ["direction", "turn"],
        registry=REGISTRY,
    ),
    "turns",
    "Look at the page: something begins or ends, or a feed sends everything twice (runbook BellwireTempo).",
)
THREADS_PRUNED = _noted(
    Counter(
        "bellwire_threads_pruned",
        "Ended threads dropped from the ledger for the age of their last news.",
        registry=REGISTRY,
    ),
    "threads",
    "Nothing; it shows that the ledger does not grow for ever.",
)
WIRE_TO_ALERT_SECONDS = _noted(
    Histogram(
        "bellwire_wire_to_alert_seconds",
        "Seconds from an article's arrival at Kafka to its alert's confirmed publication.",
        buckets=_SECONDS,
        registry=REGISTRY,
    ),
    "seconds",
    "99 of 100 within 5 s is the objective (runbook BellwireAlertsLate).",
)
ACKNOWLEDGED = _noted(
    Counter("bellwire_acknowledged", "Messages seen through and acknowledged, by agent.", ["agent"], registry=REGISTRY),
    "messages",
    "Its rate is the throughput. None while some are in flight: runbook BellwireWorkerStuck.",
)
DEAD_LETTERS = _noted(
    Counter(
        "bellwire_dead_letters", "Messages put on the dead-letters topic, by reason.", ["reason"], registry=REGISTRY
    ),
    "messages",
    "Look at them: docs/operations.md tells each reason (runbook BellwireDeadLetters).",
)
DELETED_UNREAD = _noted(
    Counter(
        "bellwire_deleted_unread",
        "Messages that their topic deleted (retention) before a worker had read them, by topic.",
        ["topic"],
        registry=REGISTRY,
    ),
    "messages",
    "They are lost to us: have the feed send them again; keep the topic longer (`retention.ms`), or add workers.",
)
IN_FLIGHT = _noted(
    Gauge("bellwire_in_flight", "Messages taken and not yet acknowledged, by agent.", ["agent"], registry=REGISTRY),
    "messages",
    "At `window` for long: the pool is the limit.",
)
CONSUMER_LAG = _noted(
    Gauge(
        "bellwire_consumer_lag",
        "Messages behind the end of a topic, all partitions, asked of the broker.",
        ["topic"],
        registry=REGISTRY,
    ),
    "messages",
    "Scale workers by it; alarm by `bellwire_consumer_lag_seconds`: a thousand waiting are a minute or a day.",
)
CONSUMER_LAG_SECONDS = _noted(
    Gauge(
        "bellwire_consumer_lag_seconds",
        "Seconds since the eldest message that is not committed came to its topic; 0 when none waits.",
        ["topic"],
        registry=REGISTRY,
    ),
    "seconds",
    "More workers, or find what holds them (runbook BellwireBehind).",
)
LAG_SEEN = _noted(
    Gauge(
        "bellwire_lag_seen_timestamp_seconds",
        "Unix time at which the broker last told the lag; until then the lag is unknown, not small.",
        registry=REGISTRY,
    ),
    "seconds",
    "The broker does not answer (runbook BellwireLagUnknown).",
)
CLOCK_SEEN = _noted(
    Gauge(
        "bellwire_clock_timestamp_seconds",
        "Unix time up to which deadlines and embargoes have been seen to (by the wall clock only).",
        registry=REGISTRY,
    ),
    "seconds",
    "Behind now by a minute: deadlines pass unseen (runbook BellwireDeadlinesOverdue).",
)
FEED_ARTICLES = _noted(
    Counter(
        "bellwire_feed_articles",
        "Article versions by feed and sort: first, later (a version number above 1), kill.",
        ["feed", "sort"],
        registry=REGISTRY,
    ),
    "articles",
    "What each feed sends; kills far above its usual: ask it.",
)
FEED_LAST_ARTICLE = _noted(
    Gauge(
        "bellwire_feed_last_article_timestamp_seconds",
        "Unix time of the last article seen from a feed.",
        ["feed"],
        registry=REGISTRY,
    ),
    "seconds",
    "Its age against `bellwire_feed_expected_silence_seconds`.",
)
FEED_SILENT = _noted(
    Gauge(
        "bellwire_feed_silent",
        "1 while a feed of feeds.toml has sent no article for longer than it may, else 0.",
        ["feed"],
        registry=REGISTRY,
    ),
    "0 or 1",
    "See to its intake, then call the agency (runbook BellwireFeedSilent).",
)
FEED_EXPECTED_SILENCE = _noted(
    Gauge(
        "bellwire_feed_expected_silence_seconds",
        "Seconds that a feed of feeds.toml may send no article.",
        ["feed"],
        registry=REGISTRY,
    ),
    "seconds",
    "Set in feeds.toml (docs/feeds.md).",
)
OUTBOX_UNPUBLISHED = _noted(
    Gauge("bellwire_outbox_unpublished", "Outbox rows not yet confirmed by the broker.", registry=REGISTRY),
    "messages",
    "How much waits; how long is `bellwire_outbox_waiting_seconds`.",
)
OUTBOX_WAITING_SECONDS = _noted(
    Gauge(
        "bellwire_outbox_waiting_seconds",
        "Seconds for which this worker has seen the eldest outbox row wait; 0 when none waits.",
        registry=REGISTRY,
    ),
    "seconds",
    "Alerts are decided and not out (runbook BellwireOutboxStuck).",
)
POOL_REBUILDS = _noted(
    Counter("bellwire_pool_rebuilds", "Times the pool was rebuilt after a child ended or hung.", registry=REGISTRY),
    "times",
    "Memory, or copy that ends a process (runbook BellwirePoolUnsteady).",
)
BUILD = _noted(
    Gauge(
        "bellwire_build_info",
        "1, with what this worker is, from its first reading on: version, method of reading, spaCy pipeline.",
        ["version", "method", "model"],
        registry=REGISTRY,
    ),
    "1",
    "Two methods at once give two readings of one text (runbook BellwireMethodsDiffer).",
)
DESK_FEED_LIVE = _noted(
    Gauge("bellwire_desk_feed_live", "1 while the desk follows the alerts topic, else 0.", registry=REGISTRY),
    "0 or 1",
    "Pages show no new alert (runbook BellwireDeskBlind).",
)
SSE_CLIENTS = _noted(
    Gauge("bellwire_sse_clients", "Pages and programs connected to the desk's event stream.", registry=REGISTRY),
    "connections",
    "Nobody in a shift: nobody watches.",
)
SSE_DROPPED = _noted(
    Counter(
        "bellwire_sse_dropped",
        "Event streams ended because their listener was too slow; it may resume.",
        registry=REGISTRY,
    ),
    "times",
    "A listener that reads too slowly, or a proxy that holds answers back.",
)
DELIVERIES = _noted(
    Counter(
        "bellwire_deliveries",
        "Attempts to send to a subscription, by route and outcome (taken, failed); dead: given up.",
        ["route", "outcome"],
        registry=REGISTRY,
    ),
    "attempts",
    "Many `failed`: a target is down, and is tried again. Any `dead`: `bellwire deliveries` says whom nothing reached.",
)
TARGETS_HELD = _noted(
    Gauge(
        "bellwire_delivery_targets_held",
        "Targets that fail again and again, and are asked only once in a while, by route.",
        ["route"],
        registry=REGISTRY,
    ),
    "targets",
    "*Subscriptions* on the page has each with its last answer, and *Try now* once it is mended.",
)
DELIVERY_DECISIONS = _noted(
    Counter(
        "bellwire_delivery_decisions",
        "Alert versions decided on for a subscription, by reason (docs/routes.md).",
        ["why"],
        registry=REGISTRY,
    ),
    "versions",
    "Nearly all unwanted: a subscription asks for little; `bellwire subscriptions test` tells what it would be sent.",
)
