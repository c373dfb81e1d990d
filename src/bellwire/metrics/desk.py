"""What the desk counts, and serves at `/metrics`: who listens to it, and what it delivers."""

from __future__ import annotations

from bellwire.metrics.served import Served

SERVED = Served()

DESK_FEED_LIVE = SERVED.gauge(
    "bellwire_desk_feed_live",
    "1 while the desk follows the alerts topic, else 0.",
    unit="0 or 1",
    do="Pages show no new alert (runbook BellwireDeskBlind).",
)
SSE_CLIENTS = SERVED.gauge(
    "bellwire_sse_clients",
    "Pages and programs connected to the desk's event stream.",
    unit="connections",
    do="Nobody in a shift: nobody watches.",
)
SSE_DROPPED = SERVED.counter(
    "bellwire_sse_dropped",
    "Event streams ended because their listener was too slow; it may resume.",
    unit="times",
    do="A listener that reads too slowly, or a proxy that holds answers back.",
)
DELIVERIES = SERVED.counter(
    "bellwire_deliveries",
    "Attempts to send to a subscription, by route and outcome (taken, failed); dead: given up.",
    "route",
    "outcome",
    unit="attempts",
    do="Many `failed`: a target is down, and is tried again. Any `dead`: `bellwire deliveries` says whom nothing "
    "reached.",
)
TARGETS_HELD = SERVED.gauge(
    "bellwire_delivery_targets_held",
    "Targets that fail again and again, and are asked only once in a while, by route.",
    "route",
    unit="targets",
    do="*Subscriptions* on the page has each with its last answer, and *Try now* once it is mended.",
)
DELIVERY_DECISIONS = SERVED.counter(
    "bellwire_delivery_decisions",
    "Alert versions decided on for a subscription, by reason (docs/routes.md).",
    "why",
    unit="versions",
    do="Nearly all unwanted: a subscription asks for little; `bellwire subscriptions test` tells what it would be "
    "sent.",
)
