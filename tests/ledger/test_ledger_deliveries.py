"""The delivery ledger on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from msgspec.structs import replace as replace_thread

from bellwire.ledger import Delivery, DeliveryState, Ledger, StoredSubscription, Target
from bellwire.watch.alert import MsgType
from bellwire.watch.thread import Changes, ThreadState
from kit.alerts import NOON, alert, keep, thread


def queued(version: int = 1, subscription: str = "desk", thread: str = "t1", **other: object) -> Delivery:
    made = Delivery(
        subscription=subscription,
        alert=f"{thread}-{version:06d}",
        thread=thread,
        version=version,
        msg_type=MsgType.ALERT,
        why="matches",
        queued=NOON,
        due=NOON,
    )
    return replace(made, **other)  # type: ignore[arg-type]


def test_the_first_sender_begins_after_the_past(ledger: Ledger) -> None:
    keep(ledger, alert("t1"))
    assert ledger.sequence.take_turn("a", NOON, 30)
    position = ledger.sequence.position()
    keep(ledger, alert("t2"))
    assert [one.id for _, one in ledger.sequence.alerts_after(position, 10)] == ["t2-000001"]
    assert len(ledger.sequence.taken(0, position)) == 1


def test_one_has_the_turn_until_it_ends_or_is_given_back(ledger: Ledger) -> None:
    turns = ledger.sequence
    assert turns.take_turn("a", NOON, 30)
    assert not turns.take_turn("b", NOON + timedelta(seconds=29), 30)
    assert turns.take_turn("a", NOON + timedelta(seconds=29), 0)
    assert turns.take_turn("b", NOON + timedelta(seconds=29), 30)


def test_a_turn_taken_by_a_clock_that_was_an_hour_ahead_is_free(ledger: Ledger) -> None:
    turns = ledger.sequence
    assert turns.take_turn("a", NOON + timedelta(hours=1), 30)
    assert turns.take_turn("b", NOON, 30)
    assert not turns.take_turn("c", NOON, 30)


def test_what_is_queued_waits_once_in_sequence_and_the_position_never_goes_back(ledger: Ledger) -> None:
    told = ledger.deliveries
    ledger.sequence.take_turn("a", NOON, 30)
    told.queue([queued(), queued(2)], 7)
    told.queue([queued(2), queued(3)], 5)
    assert [one.version for one in told.waiting("desk", NOON)] == [1, 2, 3]
    assert ledger.sequence.position() == 7


def test_a_later_version_knows_whether_an_earlier_one_may_have_come(ledger: Ledger) -> None:
    told = ledger.deliveries
    told.queue([queued(), queued(2), queued(subscription="other"), queued(2, "other")], 0)
    [first, _] = told.waiting("desk", NOON)
    told.change([replace(first, state=DeliveryState.SENT, reached=True, attempts=1, at=NOON, detail="answered 204")])
    assert [(one.version, one.reached_before) for one in told.waiting("desk", NOON)] == [(2, True)]
    assert [one.reached_before for one in told.waiting("other", NOON)] == [False, False]
    assert told.told("t1") == {"desk": 2, "other": 2}
    sent = told.of_thread("t1")[0]
    assert (sent.subscription, sent.version, sent.state) == ("desk", 1, "sent")
    assert told.counts()["desk", "sent"] == 1


def test_what_is_due_comes_with_all_of_its_threads_however_much_waits_for_later(ledger: Ledger) -> None:
    """The Cancel first, though a thousand others were queued before it."""
    told, later = ledger.deliveries, NOON + timedelta(hours=1)
    keep(ledger, *(alert(f"t{number}") for number in range(4)), alert("t9", 2, msg_type=MsgType.CANCEL))
    others = [replace(queued(thread=f"t{number}"), due=later if number else NOON) for number in range(4)]
    told.queue([*others, queued(thread="t9"), replace(queued(2, thread="t9"), msg_type=MsgType.CANCEL)], 0)
    assert [one.alert for one in told.waiting("desk", NOON, limit=1)] == ["t9-000001", "t9-000002"]
    assert [one.alert for one in told.waiting("desk", NOON)] == ["t0-000001", "t9-000001", "t9-000002"]
    assert [one.priority for one in told.waiting("desk", NOON)] == ["URGENT", "", "URGENT"]
    assert (told.next_due("desk", NOON), told.next_due("desk", later)) == (later, None)


OLD, NEW = (Target("desk", name, {"route": "webhook", "url": f"https://{name}.example/"}) for name in ("old", "new"))


def test_what_may_have_come_to_one_target_stays_when_it_goes_to_another_and_back(ledger: Ledger) -> None:
    told = ledger.deliveries
    told.queue([queued()], 0)
    one = told.waiting("desk", NOON)[0]
    for target in (OLD, NEW, OLD):
        [one] = told.begin([one], target, NOON)
        told.change([replace(one, attempts=1, reached=True, at=NOON, detail="no answer")])
        one = told.waiting("desk", NOON, target=(target.id, True))[0]
    assert {(at.target, at.state.value) for at in told.of_thread("t1")} == {("old", "waiting"), ("new", "moved")}
    assert told.told_at("t1") == {("desk", "old"), ("desk", "new")}
    assert ledger.targets.of("desk") == {"old": OLD, "new": NEW}


def test_what_surely_came_nowhere_just_goes_to_the_new_target(ledger: Ledger) -> None:
    told = ledger.deliveries
    told.queue([queued()], 0)
    [one] = told.begin(told.waiting("desk", NOON), OLD, NOON)
    told.change([replace(one, attempts=1, at=NOON, detail="no connection")])
    [one] = told.begin(told.waiting("desk", NOON), NEW, NOON)
    assert [(at.target, at.reached) for at in told.of_thread("t1")] == [("new", True)]


def test_a_cancel_with_a_target_is_for_that_alone(ledger: Ledger) -> None:
    told = ledger.deliveries
    told.queue([queued()], 0)
    told.begin(told.waiting("desk", NOON), OLD, NOON)
    cancel = queued(2, msg_type=MsgType.CANCEL)
    told.queue([cancel, replace(cancel, target="old")], 0)

    def seen(*target: object) -> list[tuple[int, str, bool]]:
        found = told.waiting("desk", NOON, target=target)  # type: ignore[arg-type]
        return [(one.version, one.target, one.reached_before) for one in found]

    assert seen("old", False) == [(2, "old", True)]
    assert seen("new", True) == [(1, "old", False), (2, "", False)]
    assert seen("old", True) == [(1, "old", False), (2, "", True), (2, "old", True)]


def test_a_target_is_forgotten_with_the_last_that_went_there(ledger: Ledger) -> None:
    told = ledger.deliveries
    told.queue([queued()], 0)
    told.begin(told.waiting("desk", NOON), OLD, NOON)
    story = replace_thread(thread("t1"), state=ThreadState.CLOSED, last_news=NOON)
    with ledger.watching(["SY"]) as watching:
        watching.apply(Changes(version=None, threads=(story,)))
    ledger.prune(NOON - timedelta(days=1), 9)
    assert ledger.targets.of("desk") == {"old": OLD}
    assert ledger.prune(NOON + timedelta(days=1), 9) == 1
    assert ledger.targets.of("desk") == {}


def test_whoever_was_told_of_nothing_in_the_end_was_not_told(ledger: Ledger) -> None:
    told = ledger.deliveries
    told.queue([queued()], 0)
    told.change([replace(told.waiting("desk", NOON)[0], state=DeliveryState.WITHDRAWN, at=NOON)])
    assert told.told("t1") == {}


def test_stored_subscriptions_come_back_as_they_were_given(ledger: Ledger) -> None:
    desk = ledger.desk
    for box in ("a@b.example", "c@d.example"):
        stored = StoredSubscription({"route": "mail", "to": [box]}, "editor", NOON)
        desk.save_subscription("night", stored)
    assert desk.subscriptions() == {"night": stored}
    drops = [desk.drop_subscription("night", by="editor", at=NOON) for _ in range(2)]
    assert (drops, desk.subscriptions()) == ([True, False], {})
    assert [deed.more["subscription"] for deed in desk.after(0)] == ["night"] * 3
