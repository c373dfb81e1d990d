"""Reading errors that were marked at the desk, as rows of gold: the sentence, and what should be read in it. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bellwire.delivery.labels import known_values
from bellwire.desk.views import marked
from bellwire.ledger import Deed
from bellwire.reading.knowledge import load_kinds
from bellwire.reading.reading import Event
from bellwire.watch.alert import Alert, CitedEvidence
from bellwire.watch.keys import country_of
from bellwire.watch.thread import Thread, ThreadEvent
from bellwire.wire.times import write_time

#: What may be set right, with the question that the page asks.
FIELDS = {"kind": "Kind", "status": "Status", "country": "Country", "direction": "Direction"}

#: Of a sentence that tells nothing at all.
NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Markable:
    """A sentence that may be marked, and what the event was that was read in it; all "" where nobody knows. `at`: the
    time of its article."""

    proof: CitedEvidence
    alert: str
    at: datetime | None = None
    kind: str = ""
    status: str = ""
    country: str = ""
    direction: str = ""

    @property
    def id(self) -> str:
        """By which a form names it among those of its version."""
        offset = self.proof.trigger[0] - self.proof.start
        return hashlib.sha256(f"{offset} {self.proof.text}".encode("utf-8", "replace")).hexdigest()[:16]

    def told(self) -> dict[str, str]:
        """What a mark says of it: where it stands, and what it was read as."""
        return {
            "sentence": self.proof.text,
            "trigger": marked(self.proof).trigger,
            "uri": self.proof.uri,
            "version": self.proof.version,
            "versioncreated": write_time(self.at) or "",
            **{f"was_{name}": str(getattr(self, name)) for name in FIELDS},
        }


def markable(alerts: Sequence[Alert], told: Iterable[ThreadEvent], thread: Thread) -> list[Markable]:
    """The evidence of the newest version that has any, each sentence once, whoever reprints it, with what it was read
    as."""
    shown = next((alert for alert in reversed(alerts) if alert.evidence), None)
    if shown is None:
        return []
    events: dict[tuple[str, str], list[Event]] = {}
    for one in told:
        events.setdefault((one.uri, one.version), []).append(one.event)
    for report in thread.reports:
        events.setdefault((report.uri, report.version), []).extend(report.events)
    unlike: dict[tuple[str, int], CitedEvidence] = {}
    for proof in shown.evidence:
        unlike.setdefault((proof.text, proof.trigger[0] - proof.start), proof)
    times = {(one.article.uri, one.article.version): one.article.version_time for one in alerts if one.article}
    times |= {(one.uri, one.version): at for one in thread.reports if (at := one.version_time or one.received)}
    found = []
    for proof in unlike.values():
        of = proof.uri, proof.version
        found.append(_markable(proof, shown, events.get(of, []), times.get(of)))
    return found


def _markable(proof: CitedEvidence, alert: Alert, events: Sequence[Event], at: datetime | None) -> Markable:
    read = _read_in(proof, [*events, alert.event])
    if read is None:
        return Markable(proof, alert.id, at)
    return Markable(proof, alert.id, at, read.kind, read.status.value, country_of(read) or "", read.direction.value)


def _read_in(proof: CitedEvidence, events: Sequence[Event]) -> Event | None:
    """The event that this sentence proves: that of the same trigger where it proves several."""
    proved = [
        (one.trigger == proof.trigger, event)
        for event in events
        for one in event.evidence
        if (one.field, one.start, one.text) == (proof.field, proof.start, proof.text)
    ]
    return max(proved, key=lambda pair: pair[0])[1] if proved else None


def _direction(kind: str, read: Mapping[str, str]) -> str:
    """That of the kind, where the kind was set right; else as it was read."""
    known = load_kinds().get(kind)
    return known.direction.value if known is not None and kind != read["kind"] else read["direction"]


def choices_of(name: str) -> Sequence[str]:
    """What a field may be set to."""
    return (NOTHING, *known_values()[name]) if name == "kind" else known_values()[name]


def gold_rows(marks: Iterable[Deed]) -> Iterator[dict[str, Any]]:
    """One row a mark: an article of the one sentence, its `signals` as gold has them (none where it tells nothing),
    and `review`: who marked it, when, what was read, and the note. Of a sentence of which nobody knows or says what it
    was read as there is none."""
    for mark in marks:
        given = mark.more
        read = {name: given.get(f"was_{name}", "") for name in FIELDS}
        right = {name: given.get(name) or read[name] for name in FIELDS}
        if not right["kind"]:
            continue
        right["direction"] = given.get("direction") or _direction(right["kind"], read)
        signal = {
            "kind": right["kind"],
            "status": right["status"],
            "country": right["country"],
            "trigger": given.get("trigger", ""),
        }
        tells = right["kind"] != NOTHING
        yield {
            "uri": f"urn:bellwire-review:{mark.seq}",
            "type": "text",
            "version": "1",
            "versioncreated": given.get("versioncreated") or mark.at.isoformat(),
            "language": "en",
            "pubstatus": "usable",
            "body_text": given.get("sentence", ""),
            "direction": right["direction"] if tells else "none",
            "signals": [signal] if tells else [],
            "review": {
                "by": mark.by,
                "at": mark.at.isoformat(),
                "note": mark.note,
                "read": read,
                "article": {"uri": given.get("uri", ""), "version": given.get("version", "")},
                "alert": mark.alert,
            },
        }
