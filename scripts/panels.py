"""What the dashboards show, as data: one panel, one question, its queries. dashboards.py makes Grafana's JSON of it,
dashboard_page.py a page, prove_panels.py asks a real Prometheus."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

#: Width of a panel, of 24 columns, and its height in rows.
SIZE = {"stat": (6, 5), "list": (12, 8), "line": (12, 8), "bars": (12, 8)}


@dataclass(frozen=True, slots=True)
class Query:
    """PromQL, and how its series are called in the legend."""

    expr: str
    legend: str = ""


@dataclass(frozen=True, slots=True)
class Panel:
    """`tells` is what it says to whom looks; `unit` one of Grafana's."""

    title: str
    tells: str
    queries: tuple[Query, ...]
    unit: str = "short"
    shape: Literal["line", "bars", "stat", "list"] = "line"


@dataclass(frozen=True, slots=True)
class Board:
    """A dashboard."""

    name: str
    title: str
    tells: str
    panels: tuple[Panel, ...]


def _quantiles(histogram: str) -> tuple[Query, ...]:
    rate = f"sum by (le) (rate({histogram}_bucket[$__rate_interval]))"
    return tuple(Query(f"histogram_quantile({share}, {rate})", f"{share:.0%}") for share in (0.5, 0.95, 0.99))


def _within(counter: str, by: str, span: str = "10m") -> Query:
    return Query(f"sum by ({by}) (increase({counter}[{span}]))", f"{{{{{by}}}}}")


NEWSROOM = Board(
    "newsroom",
    "Bellwire: Newsroom",
    "What has rung, where, and how soon.",
    (
        Panel(
            "Alerts in the past hour",
            "How much has rung, by priority",
            (_within("bellwire_alerts_total", "priority", "1h"),),
            shape="stat",
        ),
        Panel(
            "Contested in the past hour",
            "Alert versions whose sources disagree",
            (Query("sum(increase(bellwire_alerts_contested_total[1h]))"),),
            shape="stat",
        ),
        Panel(
            "Late in the past hour",
            "Share of alerts later than 5 s after their article; the objective is 1 %",
            (Query("bellwire:alerts_late:ratio1h"),),
            unit="percentunit",
            shape="stat",
        ),
        Panel(
            "Who watches",
            "Pages and programs connected to the desk",
            (Query("sum(bellwire_sse_clients)"),),
            shape="stat",
        ),
        Panel(
            "By priority",
            "Alert versions in ten minutes",
            (_within("bellwire_alerts_total", "priority"),),
            shape="bars",
        ),
        Panel(
            "By direction",
            "Escalation against de-escalation",
            (_within("bellwire_alerts_total", "direction"),),
            shape="bars",
        ),
        Panel(
            "Alert, Update, Cancel",
            "New stories, news of them, and what was taken back",
            (_within("bellwire_alerts_total", "msg_type"),),
            shape="bars",
        ),
        Panel(
            "Tempo of theatres",
            "Countries of which most is told, each direction",
            (
                Query(
                    "topk(10, sum by (country, direction) (increase(bellwire_signals_total[1h])))",
                    "{{country}} {{direction}}",
                ),
            ),
        ),
        Panel(
            "Turns of tempo",
            "Far more or far less told than is usual there",
            (Query("sum by (direction, turn) (increase(bellwire_tempo_turns_total[1h]))", "{{direction}} {{turn}}"),),
            shape="bars",
        ),
        Panel(
            "From wire to alert",
            "Seconds until an alert is out",
            _quantiles("bellwire_wire_to_alert_seconds"),
            unit="s",
        ),
        Panel(
            "Why it rang, or not",
            "The watcher's commonest reasons (docs/watching.md)",
            (Query("topk(10, sum by (reason) (increase(bellwire_decisions_total[1h])))", "{{reason}}"),),
            shape="list",
        ),
        Panel(
            "Kinds",
            "What the wire tells of most, reports and copies",
            (Query("topk(10, sum by (kind) (increase(bellwire_events_total[1h])))", "{{kind}}"),),
            shape="list",
        ),
    ),
)

PIPELINE = Board(
    "pipeline",
    "Bellwire: Pipeline",
    "Whether copy flows: lag, throughput, pool, dead letters, outbox.",
    (
        Panel(
            "Running",
            "1 where worker and desk answer",
            (Query('up{job=~"bellwire-.*"}', "{{job}} {{instance}}"),),
            shape="stat",
        ),
        Panel(
            "Behind, in time",
            "Age of the eldest unread message",
            (Query("bellwire:consumer_lag_seconds:max", "{{topic}}"),),
            unit="s",
        ),
        Panel("Behind, in messages", "Unread messages", (Query("bellwire:consumer_lag:max", "{{topic}}"),)),
        Panel(
            "Throughput",
            "Messages seen through a second",
            (Query("bellwire:acknowledged:rate5m", "{{agent}}"),),
            unit="cps",
        ),
        Panel(
            "Outcomes",
            "What became of the articles read",
            (Query("sum by (outcome) (rate(bellwire_articles_total[$__rate_interval]))", "{{outcome}}"),),
            unit="cps",
        ),
        Panel("Reading an article", "Seconds in the pool", _quantiles("bellwire_reading_seconds"), unit="s"),
        Panel(
            "Pool processes busy",
            "Near `processes`: the pool is the limit",
            (Query("sum by (instance) (rate(bellwire_reading_seconds_sum[$__rate_interval]))", "{{instance}}"),),
        ),
        Panel(
            "In flight",
            "Taken and not acknowledged; at `window` for long: the pool is the limit",
            (Query("sum by (instance, agent) (bellwire_in_flight)", "{{instance}} {{agent}}"),),
        ),
        Panel(
            "Pool rebuilt",
            "Processes that ended or hung",
            (_within("bellwire_pool_rebuilds_total", "instance", "15m"),),
            shape="bars",
        ),
        Panel(
            "Dead letters",
            "Dead letters by reason, and what was deleted before anybody read it",
            (
                _within("bellwire_dead_letters_total", "reason", "15m"),
                Query("sum(increase(bellwire_deleted_unread_total[15m])) or vector(0)", "deleted unread"),
            ),
            shape="bars",
        ),
        Panel(
            "Outbox",
            "Alerts decided and not out: how many, for how long",
            (
                Query("max(bellwire_outbox_unpublished)", "messages"),
                Query("max(bellwire_outbox_waiting_seconds)", "seconds"),
            ),
        ),
        Panel(
            "Unwatched",
            "Seconds since deadlines were seen to, and since the broker told the lag",
            (
                Query("time() - max(bellwire_clock_timestamp_seconds > 0)", "deadlines"),
                Query("time() - max(bellwire_lag_seen_timestamp_seconds > 0)", "lag"),
            ),
            unit="s",
        ),
        Panel(
            "Memory",
            "Of each process that serves metrics, without its pool",
            (Query('process_resident_memory_bytes{job=~"bellwire-.*"}', "{{job}} {{instance}}"),),
            unit="bytes",
        ),
        Panel(
            "What reads",
            "Workers of each version, method and model: one row, but during an upgrade",
            (Query("count by (version, method, model) (bellwire_build_info)", "{{version}} {{method}} {{model}}"),),
            shape="list",
        ),
        Panel(
            "Threads forgotten",
            "Ended threads dropped from the ledger in a day",
            (Query("sum(increase(bellwire_threads_pruned_total[1d]))"),),
            shape="stat",
        ),
        Panel(
            "Desk follows the alerts",
            "1 while pages get what is new",
            (Query('bellwire_desk_feed_live{job="bellwire-desk"}', "{{instance}}"),),
            shape="stat",
        ),
        Panel(
            "Slow listeners let go",
            "They resume from where they were",
            (Query("sum(increase(bellwire_sse_dropped_total[15m]))"),),
            shape="bars",
        ),
    ),
)

FEEDS = Board(
    "feeds",
    "Bellwire: Feeds",
    "What each feed sends, and which is silent.",
    (
        Panel(
            "Silent",
            "1 while a feed has sent nothing for longer than it may",
            (Query("max by (feed) (bellwire_feed_silent)", "{{feed}}"),),
            shape="stat",
        ),
        Panel(
            "Since the last article",
            "Age of the last article of each feed",
            (Query("time() - max by (feed) (bellwire_feed_last_article_timestamp_seconds)", "{{feed}}"),),
            unit="s",
        ),
        Panel(
            "Silence that is allowed",
            "From feeds.toml",
            (Query("max by (feed) (bellwire_feed_expected_silence_seconds)", "{{feed}}"),),
            unit="s",
            shape="list",
        ),
        Panel(
            "Article versions",
            "Of each feed in an hour",
            (_within("bellwire_feed_articles_total", "feed", "1h"),),
            shape="bars",
        ),
        Panel(
            "Later versions",
            "Updates and corrections in an hour",
            (_within('bellwire_feed_articles_total{sort="later"}', "feed", "1h"),),
            shape="bars",
        ),
        Panel(
            "Kills",
            "Stories taken back in a day",
            (_within('bellwire_feed_articles_total{sort="kill"}', "feed", "1d"),),
            shape="bars",
        ),
        Panel(
            "Not read",
            "Undated, stale, not English…: a rise means that a feed has changed",
            (
                Query(
                    'sum by (outcome) (increase(bellwire_articles_total{outcome!~"read|canceled"}[1h]))',
                    "{{outcome}}",
                ),
            ),
            shape="bars",
        ),
    ),
)

BOARDS = (NEWSROOM, PIPELINE, FEEDS)
