"""New alerts are decided for every subscription, however slow these are to ask."""

from __future__ import annotations

import asyncio
import threading

import pytest

from bellwire.delivery import inbox
from bellwire.delivery.inbox import Inbox
from bellwire.delivery.matchers import Matcher
from bellwire.delivery.office import Office
from bellwire.delivery.subscriptions import Subscription
from bellwire.ledger import Ledger
from kit.alerts import alert, keep


async def test_a_subscription_that_is_slow_to_ask_holds_up_nothing_else(ledger: Ledger) -> None:
    asked, go_on = threading.Event(), threading.Event()

    def slow(text: str) -> bool:
        asked.set()
        return go_on.wait(60)

    keep(ledger, alert("t1"))
    subscription = Subscription("slow", matchers=(Matcher("kind", "=", "capture", slow),))
    taking = asyncio.create_task(Inbox(Office(ledger)).take({"slow": subscription}))
    while not asked.is_set():
        await asyncio.sleep(0.01)
    assert not taking.done()
    go_on.set()
    assert await taking == {("slow", "")}


async def test_what_takes_too_long_is_kept_as_far_as_it_was_decided_and_the_rest_comes_next(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inbox, "_LONG", 0.0)
    keep(ledger, *(alert(f"t{number}") for number in range(3)))
    box, decided = Inbox(Office(ledger)), []
    for _ in range(4):
        await box.take({"all": Subscription("all")})
        decided.append([number for number in range(3) if ledger.deliveries.of_thread(f"t{number}")])
    assert decided == [[0], [0, 1], [0, 1, 2], [0, 1, 2]]
