"""What people and the sender leave in a ledger beside what articles make of it."""

from __future__ import annotations

from datetime import datetime, timedelta

from bellwire.intake.memory import SourceState
from bellwire.ledger import Deed, DeedKind, Delivery, DeliveryState, Ledger, StoredSubscription, Target
from bellwire.watch.alert import Alert


def at_work(ledger: Ledger, told: Alert, at: datetime, decided: int = 1) -> None:
    """A row of each sort that a ledger keeps of editors, programs and sources, and an alert of it that was sent to one,
    by a sender that has decided on the first `decided` alerts."""
    ledger.desk.write(Deed(what=DeedKind.ACKNOWLEDGE, by="editor", at=at, thread=told.thread))
    ledger.desk.silence("kind=clash", by="editor", reason="noise", begins=at, ends=at + timedelta(hours=1))
    ledger.desk.save_view("night", "place=SY", by="editor", at=at)
    ledger.desk.save_subscription("bot", StoredSubscription({"route": "webhook"}, "editor", at))
    ledger.tokens.create("bot", "read", at, at + timedelta(days=9))
    ledger.sources.remember("wire", SourceState(), ["item"], at)
    ledger.sequence.take_turn("desk", at, 30)
    sent = Delivery(
        subscription="bot",
        alert=told.id,
        thread=told.thread,
        version=told.version,
        msg_type=told.msg_type,
        why="matches",
        queued=at,
        due=at,
        state=DeliveryState.SENT,
        reached=True,
        at=at,
    )
    ledger.deliveries.queue([sent], ledger.sequence.taken(0, 99)[decided - 1])
    ledger.deliveries.begin(ledger.deliveries.of_thread(told.thread), Target("bot", "place", {"route": "webhook"}), at)
