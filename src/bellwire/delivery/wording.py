"""An alert in words, for chats and mail. Wire copy is not trusted: nothing in it moves a cursor or becomes markup."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bellwire.printable import printable
from bellwire.reading.reading import MARKS
from bellwire.watch.alert import Alert, MsgType


@dataclass(frozen=True, slots=True)
class Wording:
    """The parts of an alert as they are shown, plain text all."""

    label: str
    mark: str
    headline: str
    changed: str
    facts: str
    evidence: str
    canceled: bool

    @property
    def title(self) -> str:
        """`URGENT ▲ Army takes hospital`; what is taken back says so first."""
        return f"{self.label} {self.mark} {self.headline}".strip()


def wording(alert: Alert) -> Wording:
    """The alert in words."""
    canceled = alert.msg_type is MsgType.CANCEL
    exercise = "" if alert.status == "Actual" else f"{alert.status.upper()} "
    place = alert.event.place.path if alert.event.place else "nowhere named"
    sources = ", ".join(alert.corroboration.independent_sources)
    facts = (place, alert.event.kind, alert.event.status, sources, "contested" if alert.contested else "")
    return Wording(
        label=exercise + ("WITHDRAWN" if canceled else alert.priority.value),
        mark="✕" if canceled else MARKS.get(alert.direction, "–"),
        headline=plain(alert.headline),
        changed=plain(alert.changed or ""),
        facts=plain("; ".join(filter(None, facts))) + f"; {alert.updated:%Y-%m-%d %H:%M} UTC",
        evidence=plain(alert.evidence[0].text) if alert.evidence else "",
        canceled=canceled,
    )


def text(alerts: Sequence[Alert]) -> str:
    """All of them as plain text, an empty line between two."""
    return "\n\n".join(_lines(wording(alert)) for alert in alerts)


def subject(alerts: Sequence[Alert]) -> str:
    """One line for all: the alert's own, or how many there are."""
    if len(alerts) == 1:
        return wording(alerts[0]).title
    loudest = next(one for one in ("FLASH", "BULLETIN", "URGENT", "ROUTINE") if any(a.priority == one for a in alerts))
    return f"{len(alerts)} alerts, the loudest {loudest}"


def plain(text: str) -> str:
    """On one line, without controls."""
    return " ".join(printable(text, " ").split())


def _lines(words: Wording) -> str:
    evidence = f"“{words.evidence}”" if words.evidence else ""
    return "\n".join(filter(None, (words.title, words.changed, words.facts, evidence)))
