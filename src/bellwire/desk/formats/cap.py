"""An alert version as a message of the Common Alerting Protocol 1.2 (OASIS, 2010)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from lxml import etree

from bellwire.delivery.wording import plain, wording
from bellwire.watch.alert import Alert

_CAP = "urn:oasis:names:tc:emergency:cap:1.2"

#: Who sends: CAP wants no spaces, commas, < or & in it.
_SENDER = "bellwire"


def cap(alert: Alert, earlier: Sequence[Alert]) -> bytes:
    """The message. `earlier`: the versions before it in its thread, of which those that it supersedes are named."""
    made = etree.Element(f"{{{_CAP}}}alert", nsmap={None: _CAP})  # type: ignore[dict-item]
    _add(made, "identifier", alert.id)
    _add(made, "sender", _SENDER)
    _add(made, "sent", _time(alert.updated))
    _add(made, "status", alert.status)
    _add(made, "msgType", alert.msg_type.value)
    _add(made, "source", plain(alert.article.provider) if alert.article else "")
    _add(made, "scope", "Public")
    _add(made, "note", plain(alert.changed or ""))
    _add(made, "references", " ".join(_references(alert, earlier)))
    _add(made, "incidents", alert.thread)
    _info(made, alert)
    return etree.tostring(made, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _info(made: etree._Element, alert: Alert) -> None:
    info, words = _add(made, "info", None), wording(alert)
    _add(info, "language", "en")
    _add(info, "category", alert.cap.category)
    _add(info, "event", alert.event.kind)
    _add(info, "urgency", alert.cap.urgency)
    _add(info, "severity", alert.cap.severity)
    _add(info, "certainty", alert.cap.certainty)
    _add(info, "senderName", "Bellwire")
    _add(info, "headline", words.headline)
    _add(info, "description", "\n".join(filter(None, (words.changed, words.facts, words.evidence))))
    for name, value in (
        ("priority", alert.priority.value),
        ("direction", alert.direction.value),
        ("status", alert.event.status.value),
        ("contested", str(alert.contested).lower()),
    ):
        parameter = _add(info, "parameter", None)
        _add(parameter, "valueName", name)
        _add(parameter, "value", value)
    _area(info, alert)


def _area(info: etree._Element, alert: Alert) -> None:
    place = alert.event.place
    if place is None:
        return
    area = _add(info, "area", None)
    _add(area, "areaDesc", plain(place.path) or plain(place.name))
    if place.lat is not None and place.lon is not None and place.precision in ("point", "town"):
        _add(area, "circle", f"{place.lat},{place.lon} 0")
    if place.country:
        code = _add(area, "geocode", None)
        _add(code, "valueName", "ISO3166-1")
        _add(code, "value", place.country)


def _references(alert: Alert, earlier: Iterable[Alert]) -> Iterable[str]:
    superseded = set(alert.references)
    return (f"{_SENDER},{one.id},{_time(one.updated)}" for one in earlier if one.id in superseded)


def _add(parent: etree._Element, name: str, value: str | None) -> etree._Element:
    """An element; one whose text is empty is left out."""
    made = etree.Element(f"{{{_CAP}}}{name}")
    made.text = value
    if value != "":
        parent.append(made)
    return made


def _time(time: datetime) -> str:
    """In UTC, which CAP 1.2 writes as -00:00."""
    return f"{time.astimezone(UTC):%Y-%m-%dT%H:%M:%S}-00:00"
