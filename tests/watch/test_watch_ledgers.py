"""The ledger in memory and the one on disk lead the watcher to the same alerts."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import msgspec
from readings_by_hand import ALEPPO, IDLIB, NOON, Wire, event, hours, on, reading

from bellwire.ledger import open_ledger
from bellwire.reading.reading import Reading
from bellwire.watch import load_watcher
from bellwire.watch.alert import Alert
from bellwire.watch.thread import Changes

READINGS = [
    reading("urn:a", event("strike"), slug="SYRIA-RAID-ALEPPO"),
    reading("urn:b", event("strike"), at=NOON + hours(1), provider="AFP"),
    reading("urn:c", event("truce"), outcome="embargoed", embargoed=NOON + hours(6)),
    reading("urn:d", event("truce", "planned", IDLIB, when=on("2016-12-04", "20:00"), duration="P1D")),
    reading(
        "urn:a",
        event("strike", place=IDLIB),
        at=NOON + hours(2),
        version="2",
        headline="CORRECTED-Raid",
        slug="SYRIA-RAID-ALEPPO",
    ),
    reading("urn:b", at=NOON + hours(3), version="2", provider="AFP", outcome="canceled"),
    reading("urn:kill", at=NOON + hours(4), headline="KILL: SYRIA-RAID-ALEPPO"),
    reading("urn:late", event("capture"), version_time=NOON, received=NOON + hours(4.5), slug="SYRIA-RAID-ALEPPO"),
    reading("urn:e", event("strike", place=IDLIB), at=NOON + hours(5), provider="AP"),
    reading("urn:f", event("capture", place=ALEPPO), at=NOON + hours(7)),
]
STEPS: list[datetime] = [NOON + hours(n) for n in (5.9, 6, 7, 7.7, 8.7, 19, 31.1, 32.7, 80, 200)]


def test_both_ledgers_lead_to_the_same_alerts(tmp_path: Path) -> None:
    wire = Wire()
    wire.send(*READINGS)
    for until in STEPS:
        wire.wait(until)
    assert msgspec.json.encode(on_disk(tmp_path / "ledger.db", ticks_of(wire))) == msgspec.json.encode(wire.alerts)
    assert {alert.msg_type for alert in wire.alerts} == {"Alert", "Update", "Cancel"}
    assert {"released", "deadline-near", "deadline-passed", "thread-ended"} <= set(wire.reasons)


def ticks_of(wire: Wire) -> list[datetime]:
    """Every time at which the wire's clock made something, so that the other clock stops there too."""
    return sorted({alert.updated for alert in wire.alerts if alert.article is None} | set(STEPS))


def on_disk(file: Path, ticks: list[datetime]) -> list[Alert]:
    watcher, ledger = load_watcher(), open_ledger(f"sqlite:///{file}")
    alerts: list[Alert] = []

    def apply(now: datetime, one: Reading | None) -> None:
        with ledger.watching([], uris=[one.uri] if one else []) as tx:
            if one is None:
                changes: Changes = watcher.tick(tx.due(now), now)
            else:
                changes = watcher.watch(one, tx.known(one.uri, watcher.keys(one)), now)
            tx.apply(changes)
        alerts.extend(changes.alerts)
        for released in changes.released:
            apply(now, released)

    readings = list(READINGS)
    for now in sorted({*ticks, *(one.article.received or NOON for one in readings)}):
        apply(now, None)
        while readings and (readings[0].article.received or NOON) <= now:
            apply(now, readings.pop(0))
    ledger.close()
    return alerts
