"""What the worker counts, and serves at `--metrics-port`: reading, watching, carrying, and the feeds as they come."""

from __future__ import annotations

from bellwire.metrics.served import Served

SERVED = Served()

ARTICLES = SERVED.counter(
    "bellwire_articles",
    "Article versions read, by outcome.",
    "outcome",
    unit="articles",
    do="None for half an hour: see whether intake runs (runbook BellwireNoArticles). Many `undated` or `not-english`: "
    "a feed's format or language has changed.",
)
READING_SECONDS = SERVED.seconds(
    "bellwire_reading_seconds",
    "Seconds one article took to read, in the pool.",
    do="With its rate, how many cores are busy: near `processes`, add processes or workers.",
)
EVENTS = SERVED.counter(
    "bellwire_events",
    "Events read, by kind and status.",
    "kind",
    "status",
    unit="events",
    do="To see what the wire tells of; a kind that vanishes after an upgrade is a fault of a rule.",
)
SIGNALS = SERVED.counter(
    "bellwire_signals",
    "Events read that bear on escalation or de-escalation, by country (ISO 3166; empty: none named).",
    "country",
    "direction",
    unit="events",
    do="The tempo of each theatre as told, copies included.",
)
ALERTS = SERVED.counter(
    "bellwire_alerts",
    "Alert versions published, by message type, priority and direction.",
    "msg_type",
    "priority",
    "direction",
    unit="alerts",
    do="The newsroom's own; more `Cancel` than usual: ask the feed why it kills.",
)
CONTESTED = SERVED.counter(
    "bellwire_alerts_contested",
    "Alert versions published whose sources disagree on the same thing.",
    unit="alerts",
    do="The newsroom's own.",
)
DECISIONS = SERVED.counter(
    "bellwire_decisions",
    "What the watcher decided on an event or article, by reason.",
    "reason",
    unit="decisions",
    do="Why nothing rang: docs/watching.md tells each reason.",
)
TEMPO_TURNS = SERVED.counter(
    "bellwire_tempo_turns",
    "Times a country's tempo turned, by direction (escalation, de-escalation) and turn (up, down, usual).",
    "direction",
    "turn",
    unit="turns",
    do="Look at the page: something begins or ends, or a feed sends everything twice (runbook BellwireTempo).",
)
THREADS_PRUNED = SERVED.counter(
    "bellwire_threads_pruned",
    "Ended threads dropped from the ledger for the age of their last news.",
    unit="threads",
    do="Nothing; it shows that the ledger does not grow for ever.",
)
WIRE_TO_ALERT_SECONDS = SERVED.seconds(
    "bellwire_wire_to_alert_seconds",
    "Seconds from an article's arrival at Kafka to its alert's confirmed publication.",
    do="99 of 100 within 5 s is the objective (runbook BellwireAlertsLate).",
)
ACKNOWLEDGED = SERVED.counter(
    "bellwire_acknowledged",
    "Messages seen through and acknowledged, by agent.",
    "agent",
    unit="messages",
    do="Its rate is the throughput. None while some are in flight: runbook BellwireWorkerStuck.",
)
DEAD_LETTERS = SERVED.counter(
    "bellwire_dead_letters",
    "Messages put on the dead-letters topic, by reason.",
    "reason",
    unit="messages",
    do="Look at them: docs/operations.md tells each reason (runbook BellwireDeadLetters).",
)
DELETED_UNREAD = SERVED.counter(
    "bellwire_deleted_unread",
    "Messages that their topic deleted (retention) before a worker had read them, by topic.",
    "topic",
    unit="messages",
    do="They are lost to us: have them sent again, keep the topic longer, or add workers (runbook "
    "BellwireDeletedUnread).",
)
IN_FLIGHT = SERVED.gauge(
    "bellwire_in_flight",
    "Messages taken and not yet acknowledged, by agent.",
    "agent",
    unit="messages",
    do="At `window` for long: the pool is the limit.",
)
CONSUMER_LAG = SERVED.gauge(
    "bellwire_consumer_lag",
    "Messages behind the end of a topic, all partitions, asked of the broker.",
    "topic",
    unit="messages",
    do="Scale workers by it; alarm by `bellwire_consumer_lag_seconds`: a thousand waiting are a minute or a day.",
)
CONSUMER_LAG_SECONDS = SERVED.gauge(
    "bellwire_consumer_lag_seconds",
    "Seconds since the eldest message that is not committed came to its topic; 0 when none waits.",
    "topic",
    unit="seconds",
    do="More workers, or find what holds them (runbook BellwireBehind).",
)
LAG_SEEN = SERVED.gauge(
    "bellwire_lag_seen_timestamp_seconds",
    "Unix time at which the broker last told the lag; until then the lag is unknown, not small.",
    unit="seconds",
    do="The broker does not answer (runbook BellwireLagUnknown).",
)
CLOCK_SEEN = SERVED.gauge(
    "bellwire_clock_timestamp_seconds",
    "Unix time up to which deadlines and embargoes have been seen to (by the wall clock only).",
    unit="seconds",
    do="Behind now by a minute: deadlines pass unseen (runbook BellwireDeadlinesOverdue).",
)
FEED_ARTICLES = SERVED.counter(
    "bellwire_feed_articles",
    "Article versions by feed and sort: first, later (a version number above 1), kill.",
    "feed",
    "sort",
    unit="articles",
    do="What each feed sends; kills far above its usual: ask it.",
)
FEED_LAST_ARTICLE = SERVED.gauge(
    "bellwire_feed_last_article_timestamp_seconds",
    "Unix time of the last article seen from a feed.",
    "feed",
    unit="seconds",
    do="Its age against `bellwire_feed_expected_silence_seconds`.",
)
FEED_SILENT = SERVED.gauge(
    "bellwire_feed_silent",
    "1 while a feed of feeds.toml has sent no article for longer than it may, else 0.",
    "feed",
    unit="0 or 1",
    do="See to its intake, then call the agency (runbook BellwireFeedSilent).",
)
FEED_EXPECTED_SILENCE = SERVED.gauge(
    "bellwire_feed_expected_silence_seconds",
    "Seconds that a feed of feeds.toml may send no article.",
    "feed",
    unit="seconds",
    do="Set in feeds.toml (docs/feeds.md).",
)
OUTBOX_UNPUBLISHED = SERVED.gauge(
    "bellwire_outbox_unpublished",
    "Outbox rows not yet confirmed by the broker.",
    unit="messages",
    do="How much waits; how long is `bellwire_outbox_waiting_seconds`.",
)
OUTBOX_WAITING_SECONDS = SERVED.gauge(
    "bellwire_outbox_waiting_seconds",
    "Seconds for which this worker has seen the eldest outbox row wait; 0 when none waits.",
    unit="seconds",
    do="Alerts are decided and not out (runbook BellwireOutboxStuck).",
)
POOL_REBUILDS = SERVED.counter(
    "bellwire_pool_rebuilds",
    "Times the pool was rebuilt after a child ended or hung.",
    unit="times",
    do="Memory, or copy that ends a process (runbook BellwirePoolUnsteady).",
)
BUILD = SERVED.gauge(
    "bellwire_build_info",
    "1, with what this worker is, from its first reading on: version, method of reading, spaCy pipeline.",
    "version",
    "method",
    "model",
    unit="1",
    do="Two methods at once give two readings of one text (runbook BellwireMethodsDiffer).",
)
