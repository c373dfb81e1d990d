"""What is sent to each sort of address: method, URL, headers and body. Pure, but for the time of a signature."""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

import msgspec
from standardwebhooks import Webhook

from bellwire.delivery.keys import Keys
from bellwire.delivery.subscriptions import Subscription
from bellwire.delivery.wording import subject, text, wording
from bellwire.watch.alert import Alert, MsgType

_TYPES = {MsgType.ALERT: "created", MsgType.UPDATE: "updated", MsgType.CANCEL: "canceled"}

#: Letters of a block of Slack's.
_BLOCK = 3000


@dataclass(frozen=True, slots=True)
class Request:
    """One HTTP request."""

    method: str
    url: str = field(repr=False)
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)


def request_of(subscription: Subscription, keys: Keys, name: str, alerts: Sequence[Alert], now: datetime) -> Request:
    """The request that tells of these alerts. `name`: of the message, the same whenever it is tried."""
    url = subscription.url or keys.url
    if subscription.route == "webhook":
        return webhook(url, keys.secrets, name, alerts, now)
    if subscription.route == "slack":
        return _json("POST", url, {}, slack(alerts))
    room = quote(subscription.room, safe="")
    place = f"{url.rstrip('/')}/_matrix/client/v3/rooms/{room}/send/m.room.message/{quote(name, safe='')}"
    return _json("PUT", place, {"Authorization": f"Bearer {keys.token}"}, matrix(alerts))


def webhook(url: str, secrets: Sequence[str], name: str, alerts: Sequence[Alert], now: datetime) -> Request:
    """By Standard Webhooks 1.0.0, signed with every secret. `data` is the alert; of a digest, `alerts` is a list."""
    one = alerts[0] if len(alerts) == 1 else None
    body = msgspec.json.encode(
        {
            "type": f"bellwire.alert.{_TYPES[one.msg_type]}" if one else "bellwire.alerts.digest",
            "timestamp": max(alert.updated for alert in alerts),
            "data": one or {"alerts": alerts},
        }
    )
    stamp = now.astimezone(UTC).replace(microsecond=0)
    signatures = (Webhook(secret).sign(name, stamp, body.decode()) for secret in secrets)
    headers = {
        "webhook-id": name,
        "webhook-timestamp": str(int(stamp.timestamp())),
        "webhook-signature": " ".join(signatures),
    }
    return Request("POST", url, {"Content-Type": "application/json", **headers}, body)


def slack(alerts: Sequence[Alert]) -> dict[str, Any]:
    """A message with a block of each alert (a digest has few enough), and the same in short as text for notifications.
    Said to be verbatim, so that no copy makes a link or calls a channel."""
    blocks = [
        {"type": "section", "text": {"type": "mrkdwn", "text": _mrkdwn(alert), "verbatim": True}} for alert in alerts
    ]
    return {"text": _escaped(subject(alerts)), "blocks": blocks}


def matrix(alerts: Sequence[Alert]) -> dict[str, Any]:
    """An m.room.message in text and HTML."""
    parts = []
    for alert in alerts:
        words = wording(alert)
        lines = [f"<strong>{html.escape(words.title)}</strong>", html.escape(words.changed), html.escape(words.facts)]
        quoted = f"<blockquote>{html.escape(words.evidence)}</blockquote>" if words.evidence else ""
        parts.append("<p>" + "<br>".join(filter(None, lines)) + f"</p>{quoted}")
    return {
        "msgtype": "m.text",
        "body": text(alerts),
        "format": "org.matrix.custom.html",
        "formatted_body": "".join(parts),
    }


def _mrkdwn(alert: Alert) -> str:
    words = wording(alert)
    quoted = f"> {_escaped(words.evidence)}" if words.evidence else ""
    title = f"*{_escaped(words.title).replace('*', ' ')}*"
    return "\n".join(filter(None, (title, _escaped(words.changed), _escaped(words.facts), quoted)))[:_BLOCK]


def _escaped(words: str) -> str:
    """Slack's three signs, so that no copy makes a link or calls a channel."""
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _json(method: str, url: str, headers: Mapping[str, str], value: Any) -> Request:
    return Request(method, url, {"Content-Type": "application/json", **headers}, msgspec.json.encode(value))
