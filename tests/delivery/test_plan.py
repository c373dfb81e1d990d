"""What is sent now, in which parcels, and what needs no sending any more."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from bellwire.delivery.plan import MOST, Plan, plan
from bellwire.ledger import Delivery
from bellwire.watch.alert import MsgType
from kit.alerts import NOON

LATER = NOON + timedelta(hours=1)


def waits(thread: str = "t1", version: int = 1, **other: Any) -> Delivery:
    fields: dict[str, Any] = {"msg_type": MsgType.ALERT, "why": "matches", "queued": NOON, "due": NOON} | other
    return Delivery(subscription="desk", alert=f"{thread}-{version:06d}", thread=thread, version=version, **fields)


def cancel(version: int, **other: Any) -> Delivery:
    return waits(version=version, msg_type=MsgType.CANCEL, **other)


def sent(todo: Plan) -> list[list[str]]:
    return [[delivery.alert for delivery in parcel.deliveries] for parcel in todo.parcels]


def settled(todo: Plan) -> list[tuple[int, str]]:
    return [(delivery.version, delivery.state.value) for delivery in todo.settled]


def test_of_each_thread_the_first_is_sent() -> None:
    assert sent(plan([waits(), waits("t2"), waits(version=2)], NOON)) == [["t1-000001"], ["t2-000001"]]


def test_a_version_that_waits_for_its_next_attempt_holds_back_the_later_ones() -> None:
    assert sent(plan([waits(due=LATER, attempts=1, at=NOON), waits(version=2)], NOON)) == []


def test_a_version_that_has_come_since_the_last_attempt_has_the_first_tried_at_once() -> None:
    """A flash does not wait for the back-off of what came before it."""
    failed, soon = waits(due=LATER, attempts=3, at=NOON), NOON + timedelta(seconds=1)
    assert sent(plan([failed, waits(version=2, queued=soon, due=soon)], soon)) == [["t1-000001"]]


def test_cancels_come_first_then_the_loudest() -> None:
    waiting = [waits("a", priority="ROUTINE"), waits("b", priority="FLASH"), waits("c", priority="URGENT")]
    told = waits("d", 2, msg_type=MsgType.CANCEL, reached_before=True, priority="ROUTINE")
    assert sent(plan([*waiting, told], NOON)) == [["d-000002"], ["b-000001"], ["c-000001"], ["a-000001"]]


def test_a_digest_is_no_larger_than_a_chat_can_show() -> None:
    batch = [waits(f"t{number}", batched=True) for number in range(MOST + 1)]
    assert [len(parcel) for parcel in sent(plan(batch, NOON))] == [MOST, 1]


def test_what_comes_for_the_next_digest_goes_with_the_one_that_is_late() -> None:
    """A story whose digest failed is not put off by a day because it goes on."""
    late = waits(batched=True, attempts=1, at=NOON)
    todo = plan([late, waits(version=2, batched=True, due=LATER)], NOON)
    assert (sent(todo), settled(todo)) == ([["t1-000002"]], [(1, "superseded")])


def test_a_digest_that_waits_for_its_next_attempt_is_not_emptied_by_a_later_one() -> None:
    soon = NOON + timedelta(seconds=5)
    todo = plan([waits(batched=True, due=soon, attempts=1), waits(version=2, batched=True, due=LATER)], NOON)
    assert (sent(todo), settled(todo)) == ([], [])


def test_a_digest_is_one_parcel_with_the_latest_version_of_each_thread() -> None:
    batch = [waits(batched=True, due=LATER), waits("t2", batched=True, due=LATER)]
    todo = plan([*batch, waits(version=2, batched=True, due=LATER)], LATER)
    assert (sent(todo), settled(todo)) == ([["t1-000002", "t2-000001"]], [(1, "superseded")])


def test_a_digest_has_the_same_id_whenever_it_is_tried() -> None:
    batch = [waits(batched=True), waits("t2", batched=True)]
    again = [waits(batched=True, due=LATER, attempts=1), waits("t2", batched=True, due=LATER, attempts=1)]
    assert plan(batch, NOON).parcels[0].id == plan(again, LATER).parcels[0].id


def test_a_digest_of_one_is_that_alert() -> None:
    assert plan([waits(batched=True)], NOON).parcels[0].id == "t1-000001"


def test_what_waits_for_a_digest_gives_way_to_a_version_that_is_sent_at_once() -> None:
    todo = plan([waits(batched=True, due=LATER), waits(version=2)], NOON)
    assert (sent(todo), settled(todo)) == ([["t1-000002"]], [(1, "superseded")])


def test_a_cancel_of_what_never_went_withdraws_it_and_is_not_sent() -> None:
    todo = plan([waits(), cancel(2)], NOON)
    assert (sent(todo), settled(todo)) == ([], [(1, "withdrawn"), (2, "unneeded")])


def test_a_cancel_of_what_may_have_come_goes_before_what_waits() -> None:
    todo = plan([waits(due=LATER, attempts=1, reached=True), cancel(2, reached_before=True)], NOON)
    assert (sent(todo), settled(todo)) == ([["t1-000002"]], [(1, "withdrawn")])


def test_a_thread_that_is_told_anew_after_its_cancel_goes_on() -> None:
    todo = plan([waits(), cancel(2), waits(version=3)], NOON)
    assert (sent(todo), settled(todo)) == ([["t1-000003"]], [(1, "withdrawn"), (2, "unneeded")])
