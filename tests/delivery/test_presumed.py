"""A ledger that was built anew does not know who was told: whoever would have been is taken to have been."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bellwire.delivery.matchers import read_matchers
from bellwire.delivery.presumed import presumed
from bellwire.delivery.subscriptions import Subscription
from bellwire.ledger import Ledger
from bellwire.watch.alert import MsgType, Priority
from kit.alerts import NOON, alert, keep
from kit.ledgers import ledger_in
from kit.receivers import receiving, sending, until

SYRIA = Subscription("syria", matchers=read_matchers('place="SY"'))
KYIV = Subscription("kyiv", matchers=read_matchers('place="UA"'))
LOUD = Subscription("loud", least=Priority.FLASH)


def known(*subscriptions: Subscription) -> dict[str, Subscription]:
    return {one.name: one for one in subscriptions}


@pytest.fixture
def rebuilt(tmp_path: Path) -> Ledger:
    """Two threads of which one is taken back later; nobody knows whom they reached."""
    ledger = ledger_in(tmp_path / "ledger.db")
    keep(ledger, alert("t1"), alert("t1", 2), alert("t2"))
    ledger.sequence.forget()
    return ledger


def test_whoever_fits_any_version_counts_as_told_of_the_last() -> None:
    versions = [alert("t1", priority=Priority.FLASH), alert("t1", 2)]
    found = presumed(known(SYRIA, KYIV, LOUD), versions, NOON)
    assert [(one.subscription, one.version, one.state, one.reached) for one in found] == [
        ("syria", 2, "presumed", True),
        ("loud", 2, "presumed", True),
    ]


def test_an_exercise_is_not_taken_to_have_reached_who_asked_for_none() -> None:
    versions = [alert("t1", status="Exercise")]
    assert presumed(known(SYRIA), versions, NOON) == []
    assert len(presumed(known(replace(SYRIA, tests=True)), versions, NOON)) == 1


async def test_a_kill_reaches_whoever_was_told_before_the_ledger_was_built_anew(rebuilt: Ledger) -> None:
    async with receiving() as told, receiving() as other:
        async with sending(rebuilt, [replace(SYRIA, url=told.url), replace(KYIV, url=other.url)]):
            keep(rebuilt, alert("t1", 3, msg_type=MsgType.CANCEL))
            await until(lambda: told.ids == ["t1-000003"])
        assert other.requests == []
    stands = [(one.subscription, one.version, one.state.value, one.why) for one in rebuilt.deliveries.of_thread("t1")]
    assert stands == [("syria", 2, "presumed", "follows"), ("syria", 3, "sent", "takes-back")]


async def test_an_update_below_the_threshold_follows_what_went_there_before(rebuilt: Ledger) -> None:
    async with receiving() as told, sending(rebuilt, [replace(SYRIA, url=told.url, least=Priority.URGENT)]):
        keep(rebuilt, alert("t1", 3, priority=Priority.ROUTINE))
        await until(lambda: told.ids == ["t1-000003"])


async def test_a_thread_that_began_since_is_decided_as_ever(rebuilt: Ledger) -> None:
    async with receiving() as told, sending(rebuilt, [replace(LOUD, url=told.url)]):
        keep(rebuilt, alert("t3"), alert("t3", 2, msg_type=MsgType.CANCEL))
        keep(rebuilt, alert("t4", priority=Priority.FLASH))
        await until(lambda: told.ids == ["t4-000001"])
    assert rebuilt.deliveries.of_thread("t3") == []


async def test_what_came_before_the_sender_began_is_sent_though_the_rest_is_past(rebuilt: Ledger) -> None:
    keep(rebuilt, alert("t3"))
    async with receiving() as told, sending(rebuilt, [replace(SYRIA, url=told.url)]):
        await until(lambda: told.ids == ["t3-000001"])
    assert rebuilt.deliveries.of_thread("t2") == []


async def test_where_all_is_known_nothing_is_presumed(ledger: Ledger) -> None:
    keep(ledger, alert("t1"))
    ledger.deliveries.queue([], 1)
    async with receiving() as told, sending(ledger, [replace(SYRIA, url=told.url)]):
        keep(ledger, alert("t1", 2, msg_type=MsgType.CANCEL), alert("t2"))
        await until(lambda: told.ids == ["t2-000001"])
    assert ledger.deliveries.of_thread("t1") == []
