"""A feed of alerts (RFC 4287): one entry a thread, as its latest version tells it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime

from lxml import etree

from bellwire.delivery.wording import plain, text, wording
from bellwire.watch.alert import Alert

_ATOM = "http://www.w3.org/2005/Atom"


def atom(alerts: Sequence[Alert], *, name: str, title: str, address: str, now: datetime) -> bytes:
    """The feed. `name`: its path and filter, by which it is the same feed at every address; `address`: where it was
    asked for; `now`: where there is no alert whose time it could bear."""
    feed = etree.Element(f"{{{_ATOM}}}feed", nsmap={None: _ATOM})  # type: ignore[dict-item]
    _add(feed, "id", f"tag:bellwire,2026:feed:{hashlib.sha256(name.encode()).hexdigest()[:32]}")
    _add(feed, "title", plain(title))
    _add(feed, "updated", _time(max((alert.updated for alert in alerts), default=now)))
    _add(_add(feed, "author"), "name", "Bellwire")
    _add(feed, "link", rel="self", type="application/atom+xml", href=address)
    for alert in alerts:
        _entry(feed, alert)
    return etree.tostring(feed, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _entry(feed: etree._Element, alert: Alert) -> None:
    entry, words = _add(feed, "entry"), wording(alert)
    _add(entry, "id", f"urn:bellwire:thread:{plain(alert.thread)}")
    _add(entry, "title", words.title)
    _add(entry, "updated", _time(alert.updated))
    _add(entry, "published", _time(alert.first_seen))
    for term in (alert.priority.value, alert.event.kind, alert.direction.value, alert.msg_type.value):
        _add(entry, "category", term=term)
    _add(entry, "content", text([alert]), type="text")


def _add(parent: etree._Element, name: str, value: str | None = None, **attributes: str) -> etree._Element:
    made = etree.SubElement(parent, f"{{{_ATOM}}}{name}", attributes)
    made.text = value
    return made


def _time(time: datetime) -> str:
    return f"{time.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
