"""One message as one line: for a person, or as JSON for a program."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from bellwire.printable import printable
from bellwire.reading.reading import MARKS
from bellwire.subscribe import Message
from bellwire.wire.times import read_time


def json_line(message: Message) -> str:
    """The payload; bytes that are no JSON object (a dead letter) with their headers round them."""
    if message.data and message.topic != "dead-letters":
        return msgspec.json.encode(message.data).decode()
    text = message.value.decode("utf-8", "replace")
    return msgspec.json.encode({"key": message.key, "headers": message.headers, "value": text}).decode()


def readable_line(message: Message) -> str:
    """Time and what matters of it. Wire copy is not trusted: nothing in it can move the cursor."""
    data = message.data
    if message.topic == "alerts":
        line = _alert(data)
    elif message.topic == "threads":
        line = _thread(data)
    elif message.topic == "readings":
        line = _reading(data)
    elif message.topic in ("articles", "articles.urgent"):
        line = _article(message)
    elif message.topic == "dead-letters":
        line = _dead_letter(message)
    else:
        line = _event(data)
    return printable(line, " ")


def _alert(data: Mapping[str, Any]) -> str:
    """`2016-12-04 12:04:20Z URGENT   Alert  ▲ SY/Aleppo  headline (Reuters, AP; contested)`; with what
    changed."""
    sources = ", ".join((data.get("corroboration") or {}).get("independent_sources") or ())
    notes = "; ".join(filter(None, (sources, "contested" if data.get("contested") else "", _status(data))))
    changed = f" – {data['changed']}" if data.get("changed") else ""
    line = (
        f"{_clock(data.get('updated'))} {data.get('priority', ''):8} {data.get('msg_type', ''):6} "
        f"{MARKS.get(data.get('direction', ''), '–')} {_place(data.get('event'))}  {data.get('headline', '')}"
    )
    return f"{line}{changed}" + (f" ({notes})" if notes else "")


def _thread(data: Mapping[str, Any]) -> str:
    alert = data.get("latest") or {}
    versions = len(data.get("timeline") or ())
    return (
        f"{_clock(data.get('last_news'))} {data.get('state', ''):8} {data.get('theatre', '')}  "
        f"{alert.get('headline', '')} ({versions} versions)"
    )


def _reading(data: Mapping[str, Any]) -> str:
    article = data.get("article") or {}
    kinds = ", ".join(f"{event.get('kind')} {event.get('status')}" for event in data.get("events") or ())
    found = f"{MARKS.get(data.get('direction', ''), '–')} {kinds or 'no events'}"
    return f"{_clock(article.get('version_time'))} {data.get('outcome', ''):10} {article.get('headline', '')} – {found}"


def _event(data: Mapping[str, Any]) -> str:
    event: Mapping[str, Any] = data.get("event") or {}
    evidence: Mapping[str, Any] = next(iter(event.get("evidence") or ()), {})
    return (
        f"{MARKS.get(event.get('direction', ''), '–')} {event.get('kind', '')} {event.get('status', '')} "
        f"{_place(event)}  {evidence.get('text', '')}"
    )


def _article(message: Message) -> str:
    data = message.data
    headlines = data.get("headlines") or [{}]
    headline = headlines[0].get("value") or data.get("headline") or f"{len(message.value):,} bytes"
    version = f"{data.get('uri', message.key)} version {data.get('version') or '–'}"
    return f"{_clock(data.get('versioncreated'))} {data.get('provider', '')}: {headline} [{version}]"


def _dead_letter(message: Message) -> str:
    headers = message.headers
    where = f"{headers.get('topic', '?')}/{headers.get('partition', '?')}@{headers.get('offset', '?')}"
    return f"{where} {headers.get('reason', '?')}: {headers.get('sentence', '')} [{message.key}]"


def _status(data: Mapping[str, Any]) -> str:
    status = data.get("status", "Actual")
    return "" if status == "Actual" else str(status).upper()


def _place(event: Mapping[str, Any] | None) -> str:
    return str(((event or {}).get("place") or {}).get("path") or "nowhere named")


def _clock(time: str | None) -> str:
    """Day and time in UTC, and said to be: `2016-12-04 12:04:20Z`."""
    at = read_time(time)
    return f"{at:%Y-%m-%d %H:%M:%S}Z" if at else "no time"
