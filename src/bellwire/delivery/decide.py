"""Is this alert version for this subscription, and when? Pure: what was told before is an argument."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bellwire.delivery.filters import Filter
from bellwire.delivery.labels import labels_of
from bellwire.delivery.matchers import matches
from bellwire.delivery.silences import is_silenced
from bellwire.delivery.subscriptions import Subscription
from bellwire.delivery.timing import due
from bellwire.watch.alert import LOUDNESS, Alert, MsgType, Priority


class Why(StrEnum):
    """Why an alert version is sent, or not; the same word in log, metric and the delivery ledger."""

    # It is sent.
    MATCHES = "matches"
    FOLLOWS = "follows"
    TAKES_BACK = "takes-back"
    # It is not.
    UNMATCHED = "unmatched"
    TOO_LOW = "too-low"
    EXERCISE = "exercise"
    SILENCED = "silenced"
    NEVER_TOLD = "never-told"


#: What each means. Listed in docs/routes.md.
MEANING = {
    Why.MATCHES: "all matchers fit, and it is loud enough",
    Why.FOLLOWS: "a version before it went there, so this one does too, whatever it is like now",
    Why.TAKES_BACK: "a Cancel of what went there: at once, through every threshold, digest and quiet hour",
    Why.UNMATCHED: "a matcher does not fit",
    Why.TOO_LOW: "below the least priority",
    Why.EXERCISE: "a test or an exercise, and the subscription does not ask for them",
    Why.SILENCED: "hidden by a silence of the desk, which the subscription heeds",
    Why.NEVER_TOLD: "a Cancel of what never went there",
}

_SENT = frozenset({Why.MATCHES, Why.FOLLOWS, Why.TAKES_BACK})


@dataclass(frozen=True, slots=True)
class Decision:
    """Why, and when it is due where it is sent; `batched`: it waits for a digest or the end of quiet hours."""

    why: Why
    due: datetime | None = None
    batched: bool = False


def decide(
    subscription: Subscription, alert: Alert, *, told: bool, now: datetime, silences: Sequence[Filter] = ()
) -> Decision:
    """`told`: whether a version of this thread went to this subscription, or waits for it; `silences`: in force."""
    why = _why(subscription, alert, told)
    if why in _SENT and subscription.silences and is_silenced(alert, silences):
        why = Why.SILENCED
    if why not in _SENT:
        return Decision(why)
    if why is Why.TAKES_BACK or louder(alert.priority, subscription.passes):
        return Decision(why, now)
    when = due(now, subscription.digest, subscription.quiet, subscription.zone)
    return Decision(why, when, batched=when > now)


def louder(priority: Priority, least: Priority) -> bool:
    """Whether it is as loud or louder."""
    return LOUDNESS[priority] <= LOUDNESS[least]


def _why(subscription: Subscription, alert: Alert, told: bool) -> Why:
    if alert.msg_type is MsgType.CANCEL:
        return Why.TAKES_BACK if told else Why.NEVER_TOLD
    if told:
        return Why.FOLLOWS
    if alert.status != "Actual" and not subscription.tests:
        return Why.EXERCISE
    if not louder(alert.priority, subscription.least):
        return Why.TOO_LOW
    return Why.MATCHES if matches(subscription.matchers, labels_of(alert)) else Why.UNMATCHED
