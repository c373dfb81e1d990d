"""Reading errors that were marked at the desk, as rows of gold: the sentence, and what should be read in it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from bellwire.delivery.labels import known_values
from bellwire.ledger import Deed

#: What may be set right, with the question that the page asks.
FIELDS = {"kind": "Kind", "status": "Status", "country": "Country", "direction": "Direction"}

#: Of a sentence that tells nothing at all.
NOTHING = "nothing"


def choices_of(name: str) -> Sequence[str]:
    """What a field may be set to."""
    return (NOTHING, *known_values()[name]) if name == "kind" else known_values()[name]


def gold_rows(marks: Iterable[Deed]) -> Iterator[dict[str, Any]]:
    """One row a mark: an article of the one sentence, its `signals` as gold has them (none where it tells nothing),
    and `review`: who marked it, when, what was read, and the note."""
    for mark in marks:
        given = mark.more
        read = {name: given.get(f"was_{name}", "") for name in FIELDS}
        right = {name: given.get(name) or read[name] for name in FIELDS}
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
