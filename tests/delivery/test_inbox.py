"""New alerts are decided for every subscription, however slow these are to ask."""

from __future__ import annotations

import asyncio
import time

import pytest

from bellwire.delivery import inbox
from bellwire.delivery.inbox import Inbox
from bellwire.delivery.matchers import Matcher
from bellwire.delivery.office import Office
from bellwire.delivery.subscriptions import Subscription
from bellwire.ledger import Ledger
from kit.alerts import alert, keep

SECONDS = 0.5


def _slow(text: str) -> bool:
    time.sleep(SECONDS)
    return True


SLOW = {"slow": Subscription("slow", matchers=(Matcher("kind", "=", "capture", _slow),))}


async def test_a_subscription_that_is_slow_to_ask_holds_up_nothing_else(ledger: Ledger) -> None:
    keep(ledger, alert("t1"))
    taking = asyncio.create_task(Inbox(Office(ledger)).take(SLOW))
    longest, last = 0.0, time.monotonic()
    while not taking.done():
        await asyncio.sleep(0.01)
        longest, last = max(longest, time.monotonic() - last), time.monotonic()
    assert await taking == {("slow", "")}
    assert longest < SECONDS


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
