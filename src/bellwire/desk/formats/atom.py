"""A feed of alerts (RFC 4287), page by page (RFC 5005, 3): one entry a thread, as its latest version tells it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from types import MappingProxyType
from urllib.parse import quote, urljoin

from lxml import etree

from bellwire.delivery.wording import plain, text, wording
from bellwire.desk.views import TEMPO
from bellwire.watch.alert import Alert

_ATOM = "http://www.w3.org/2005/Atom"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"

#: Signs that a URN (RFC 2141, 2.2) and a URI (RFC 3986, 2) may have as they are.
_NSS = "()+,-.:=@;$_!*'"
_URI = ":/?#[]@!$&'()*+,;=%"


def atom(
    alerts: Sequence[Alert],
    *,
    name: str,
    title: str,
    address: str,
    now: datetime,
    pages: Mapping[str, str] = MappingProxyType({}),
) -> bytes:
    """The feed. `name`: its path and filter, by which it is the same feed at every address; `address`: where it was
    asked for; `now`: where there is no alert whose time it could bear; `pages`: the addresses of others of its pages,
    by relation (`first`, `next`)."""
    feed = etree.Element(f"{{{_ATOM}}}feed", {_LANG: "en"}, nsmap={None: _ATOM})  # type: ignore[dict-item]
    address = quote(address, safe=_URI)
    _add(feed, "id", f"tag:bellwire,2026:feed:{hashlib.sha256(name.encode()).hexdigest()[:32]}")
    _add(feed, "title", plain(title))
    _add(feed, "updated", _time(max((alert.updated for alert in alerts), default=now)))
    _add(_add(feed, "author"), "name", "Bellwire")
    _add(feed, "link", rel="self", type="application/atom+xml", href=address)
    for relation, page in pages.items():
        _add(feed, "link", rel=relation, type="application/atom+xml", href=quote(page, safe=_URI))
    for alert in alerts:
        _entry(feed, alert, address)
    return etree.tostring(feed, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _entry(feed: etree._Element, alert: Alert, address: str) -> None:
    entry, words = _add(feed, "entry"), wording(alert)
    _add(entry, "id", f"urn:bellwire:thread:{quote(alert.thread, safe=_NSS)}")
    _add(entry, "title", words.title)
    _add(entry, "updated", _time(alert.updated))
    _add(entry, "published", _time(alert.first_seen))
    if alert.event.kind != TEMPO:
        story = urljoin(address, f"/threads/{quote(alert.thread, safe='')}")
        _add(entry, "link", rel="alternate", type="text/html", href=story)
    for term in (alert.priority.value, alert.event.kind, alert.direction.value, alert.msg_type.value):
        _add(entry, "category", term=term)
    _add(entry, "content", text([alert]), type="text")


def _add(parent: etree._Element, name: str, value: str | None = None, **attributes: str) -> etree._Element:
    made = etree.SubElement(parent, f"{{{_ATOM}}}{name}", attributes)
    made.text = value
    return made


def _time(time: datetime) -> str:
    return f"{time.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
