"""The sender against a real receiver on loopback: each alert once, in order, whatever goes wrong."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bellwire.delivery import sender
from bellwire.delivery.keys import Keys
from bellwire.delivery.matchers import read_matchers
from bellwire.delivery.patience import Patience
from bellwire.delivery.subscriptions import Subscription
from bellwire.delivery.timing import Digest
from bellwire.ledger import Held, Ledger, StoredSubscription
from bellwire.metrics.desk import TARGETS_HELD
from bellwire.watch.alert import MsgType, Priority
from kit.alerts import NOON, alert, keep
from kit.receivers import OLD_SECRET, QUICK, SECRET, receiving, sending, until


def to(url: str, name: str = "desk", **other: Any) -> Subscription:
    return Subscription(name, url=url, **other)


def stands(ledger: Ledger, thread: str = "t1") -> list[tuple[str, int, str]]:
    """Who, which version, how it stands."""
    return [(one.subscription, one.version, one.state.value) for one in ledger.deliveries.of_thread(thread)]


async def test_an_alert_arrives_signed_with_its_id_and_the_ledger_says_so(ledger: Ledger) -> None:
    async with receiving() as receiver, sending(ledger, [to(receiver.url)]):
        keep(ledger, alert("t1"))
        await until(lambda: stands(ledger) == [("desk", 1, "sent")])
    [(name, body)] = receiver.taken
    assert (name, body["type"], body["data"]["headline"]) == (
        "t1-000001",
        "bellwire.alert.created",
        "Army takes hospital in east Aleppo - army",
    )
    [told] = ledger.deliveries.of_thread("t1")
    assert (told.attempts, told.why, told.detail) == (1, "matches", "answered 204")


@pytest.mark.parametrize("fault", ["500", "503", "404", "hang", "reset", "redirect"])
async def test_each_is_taken_once_whatever_fails_before(fault: str, ledger: Ledger) -> None:
    patience = replace(QUICK, timeout=1.0) if fault == "hang" else QUICK
    async with receiving(fault, fault) as receiver, sending(ledger, [to(receiver.url)], patience=patience):
        keep(ledger, alert("t1"), alert("t1", 2), alert("t2"))
        await until(lambda: len(receiver.taken) >= 3)
        await until(lambda: stands(ledger) == [("desk", 1, "sent"), ("desk", 2, "sent")])
        await until(lambda: stands(ledger, "t2") == [("desk", 1, "sent")])
    assert sorted(name for name, _ in receiver.taken) == ["t1-000001", "t1-000002", "t2-000001"]
    assert [name for name in receiver.ids if name.startswith("t1")] == ["t1-000001", "t1-000002"]


async def test_what_was_taken_while_its_answer_got_lost_comes_again_under_the_same_id(ledger: Ledger) -> None:
    async with receiving("lost") as receiver, sending(ledger, [to(receiver.url)]):
        keep(ledger, alert("t1"))
        await until(lambda: stands(ledger) == [("desk", 1, "sent")])
    assert [name for name, _ in receiver.taken] == ["t1-000001", "t1-000001"]


async def test_a_redirect_is_not_followed(ledger: Ledger) -> None:
    async with receiving("redirect") as receiver, sending(ledger, [to(receiver.url + "/hook")]):
        keep(ledger, alert("t1"))
        await until(lambda: receiver.taken)
    assert {path for _, path, _, _ in receiver.requests} == {"/hook"}


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost"])
async def test_nothing_is_sent_to_an_address_that_is_not_public_whatever_its_name(name: str, ledger: Ledger) -> None:
    async with (
        receiving() as receiver,
        sending(ledger, [to(receiver.url.replace("127.0.0.1", name))], allow_private=False),
    ):
        keep(ledger, alert("t1"))
        await until(lambda: ledger.deliveries.of_thread("t1") and ledger.deliveries.of_thread("t1")[0].attempts)
    assert receiver.requests == []
    assert "its address is not public" in ledger.deliveries.of_thread("t1")[0].detail


async def test_a_target_that_hangs_delays_no_other(ledger: Ledger) -> None:
    patience = replace(QUICK, timeout=3600.0)
    async with (
        receiving(*["hang"] * 10) as hanging,
        receiving() as well,
        sending(ledger, [to(hanging.url, "hanging"), to(well.url, "well")], patience=patience),
    ):
        keep(ledger, *(alert(f"t{number}") for number in range(12)))
        await until(lambda: len(well.taken) == 12)
        assert hanging.requests and not hanging.taken


async def test_a_version_that_fails_holds_back_its_own_thread_only(ledger: Ledger) -> None:
    patience = replace(QUICK, first=3600.0, longest=3600.0, at_once=1)
    async with receiving("500") as receiver, sending(ledger, [to(receiver.url)], patience=patience):
        keep(ledger, alert("t1"), alert("t1", 2), alert("t2"))
        await until(lambda: receiver.ids == ["t2-000001"])
    assert stands(ledger) == [("desk", 1, "waiting"), ("desk", 2, "waiting")]


async def test_both_secrets_of_a_rotation_verify(ledger: Ledger) -> None:
    async with receiving() as receiver:
        receiver.secret = OLD_SECRET
        async with sending(ledger, [to(receiver.url)], secrets=(SECRET, OLD_SECRET)):
            keep(ledger, alert("t1"))
            await until(lambda: receiver.taken)


async def test_what_is_gone_for_good_is_a_dead_letter(ledger: Ledger) -> None:
    async with receiving("410") as receiver, sending(ledger, [to(receiver.url)]):
        keep(ledger, alert("t1"))
        await until(lambda: stands(ledger) == [("desk", 1, "dead")])
    [dead] = ledger.deliveries.dead()
    assert (dead.alert, dead.detail, dead.reached) == ("t1-000001", "answered 410", False)


async def test_after_so_long_a_delivery_is_given_up(ledger: Ledger) -> None:
    patience = replace(QUICK, give_up=timedelta())
    async with receiving(*["500"] * 3) as receiver, sending(ledger, [to(receiver.url)], patience=patience):
        keep(ledger, alert("t1"))
        await until(lambda: stands(ledger) == [("desk", 1, "dead")])


async def test_a_circuit_that_is_open_asks_once_in_a_while_and_closes(ledger: Ledger) -> None:
    patience = replace(QUICK, circuit_after=1, circuit_first=0.05, circuit_longest=0.05)
    async with receiving(*["500"] * 4) as receiver, sending(ledger, [to(receiver.url)], patience=patience):
        keep(ledger, *(alert(f"t{number}") for number in range(6)))
        await until(lambda: len(receiver.ids) == 6)


async def test_a_target_that_is_held_back_is_known_as_such_and_tried_at_once_when_asked(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sender, "_READ", 0.05)
    patience = replace(QUICK, first=3600.0, longest=3600.0, circuit_after=1, circuit_first=600.0)
    async with receiving("500", "500") as receiver, sending(ledger, [to(receiver.url)], patience=patience):
        keep(ledger, alert("t1"))
        await until(lambda: ledger.targets.held())
        [held] = ledger.targets.held()
        assert (held.subscription, held.said) == ("desk", "answered 500")
        assert TARGETS_HELD.labels("webhook")._value.get() == 1
        assert timedelta(seconds=590) < held.next_try - held.since <= timedelta(seconds=600)
        assert ledger.targets.ask("desk", by="Ana", at=datetime.now(UTC)) == 1
        await until(lambda: len(receiver.requests) == 2)
        await until(lambda: ledger.targets.held()[0].next_try > held.next_try)
        assert ledger.targets.held()[0].since == held.since
        assert ledger.targets.ask("desk", by="Ana", at=datetime.now(UTC)) == 1
        await until(lambda: receiver.ids == ["t1-000001"])
        await until(lambda: not ledger.targets.held())
        assert TARGETS_HELD.labels("webhook")._value.get() == 0


async def test_a_sender_that_begins_or_ends_holds_nothing_back(ledger: Ledger) -> None:
    patience = replace(QUICK, circuit_after=1, circuit_first=600.0)
    async with receiving("500") as receiver:
        async with sending(ledger, [to(receiver.url)], patience=patience):
            keep(ledger, alert("t1"))
            await until(lambda: ledger.targets.held())
        assert not ledger.targets.held()
        assert TARGETS_HELD.labels("webhook")._value.get() == 0
        [told] = ledger.deliveries.of_thread("t1")
        ledger.targets.hold(Held("desk", told.target, NOON, NOON, "answered 500"))
        async with sending(ledger, [to(receiver.url)]):
            await until(lambda: receiver.ids == ["t1-000001"])
            assert not ledger.targets.held()


# Kills


async def test_a_kill_goes_to_exactly_those_who_got_a_version(ledger: Ledger) -> None:
    async with receiving() as told, receiving() as other:
        syria = to(told.url, "syria", matchers=read_matchers('place="SY"'))
        kyiv = to(other.url, "kyiv", matchers=read_matchers('place="UA"'))
        async with sending(ledger, [syria, kyiv]):
            keep(ledger, alert("t1"))
            await until(lambda: stands(ledger) == [("syria", 1, "sent")])
            keep(ledger, alert("t1", 2, msg_type=MsgType.CANCEL, priority=Priority.ROUTINE))
            await until(lambda: told.ids == ["t1-000001", "t1-000002"])
    assert told.taken[1][1]["type"] == "bellwire.alert.canceled"
    assert other.requests == []


async def test_a_kill_of_what_waits_for_a_digest_withdraws_it_and_is_not_sent(ledger: Ledger) -> None:
    async with receiving() as receiver, sending(ledger, [to(receiver.url, digest=Digest(every=timedelta(days=1)))]):
        keep(ledger, alert("t1"), alert("t1", 2, msg_type=MsgType.CANCEL))
        await until(lambda: stands(ledger) == [("desk", 1, "withdrawn"), ("desk", 2, "unneeded")])
    assert receiver.requests == []


async def test_a_kill_passes_the_digest_to_one_who_was_told_by_a_flash(ledger: Ledger) -> None:
    async with receiving() as receiver, sending(ledger, [to(receiver.url, digest=Digest(every=timedelta(days=1)))]):
        keep(ledger, alert("t1", priority=Priority.FLASH), alert("t1", 2))
        await until(lambda: stands(ledger) == [("desk", 1, "sent"), ("desk", 2, "waiting")])
        keep(ledger, alert("t1", 3, msg_type=MsgType.CANCEL))
        await until(lambda: receiver.ids == ["t1-000001", "t1-000003"])
        await until(lambda: stands(ledger)[1:] == [("desk", 2, "withdrawn"), ("desk", 3, "sent")])


async def test_a_kill_goes_to_one_who_may_have_got_what_it_never_confirmed(ledger: Ledger) -> None:
    patience = replace(QUICK, first=3600.0, longest=3600.0)
    async with receiving("lost") as receiver, sending(ledger, [to(receiver.url)], patience=patience):
        keep(ledger, alert("t1"))
        await until(lambda: receiver.ids == ["t1-000001"])
        keep(ledger, alert("t1", 2, msg_type=MsgType.CANCEL))
        await until(lambda: receiver.ids == ["t1-000001", "t1-000002"])
        await until(lambda: stands(ledger) == [("desk", 1, "withdrawn"), ("desk", 2, "sent")])


async def test_a_kill_is_not_sent_to_one_who_surely_got_nothing(ledger: Ledger) -> None:
    patience = replace(QUICK, first=3600.0, longest=3600.0)
    async with receiving("404") as receiver, sending(ledger, [to(receiver.url)], patience=patience):
        keep(ledger, alert("t1"))
        await until(lambda: receiver.requests)
        keep(ledger, alert("t1", 2, msg_type=MsgType.CANCEL))
        await until(lambda: stands(ledger) == [("desk", 1, "withdrawn"), ("desk", 2, "unneeded")])
    assert receiver.taken == []


# Restarts, turns and stored subscriptions


async def test_the_past_is_not_sent_to_whoever_begins_now(ledger: Ledger) -> None:
    async with receiving() as receiver:
        async with sending(ledger, [to(receiver.url)]):
            keep(ledger, alert("t1"))
            await until(lambda: receiver.ids == ["t1-000001"])
        async with sending(ledger, [to(receiver.url), to(receiver.url + "/new", "new")]):
            keep(ledger, alert("t2"))
            await until(lambda: stands(ledger, "t2") == [("desk", 1, "sent"), ("new", 1, "sent")])
    assert stands(ledger) == [("desk", 1, "sent")]


async def test_what_waits_when_a_sender_ends_is_sent_by_the_next(ledger: Ledger) -> None:
    async with receiving(*["500"] * 50) as receiver:
        async with sending(ledger, [to(receiver.url)]):
            keep(ledger, alert("t1"))
            await until(lambda: receiver.requests)
        receiver.faults.clear()
        async with sending(ledger, [to(receiver.url)]):
            await until(lambda: receiver.ids == ["t1-000001"])


async def test_one_sender_has_the_turn_at_a_time(ledger: Ledger) -> None:
    assert ledger.sequence.take_turn("a", NOON, 30)
    assert not ledger.sequence.take_turn("b", NOON + timedelta(seconds=29), 30)
    assert ledger.sequence.take_turn("a", NOON + timedelta(seconds=29), 30)
    assert ledger.sequence.take_turn("b", NOON + timedelta(seconds=60), 30)


async def test_a_stored_subscription_is_served_like_one_of_the_file(ledger: Ledger) -> None:
    async with receiving() as receiver:
        fields = {"route": "slack", "url": receiver.url, "matchers": ['place="SY"']}
        ledger.desk.save_subscription("page", StoredSubscription(fields, "editor", NOON))
        ledger.desk.save_subscription("broken", StoredSubscription({"route": "fax"}, "editor", NOON))
        async with sending(ledger, []):
            keep(ledger, alert("t1"))
            await until(lambda: stands(ledger) == [("page", 1, "sent")])
    assert receiver.taken[0][1]["text"] == "URGENT ▲ Army takes hospital in east Aleppo - army"


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"route": "matrix", "room": "!x:evil.example"}, ""),
        ({"route": "matrix", "room": "!x:evil.example"}, "http://127.0.0.1"),
        ({"route": "matrix", "room": "!x:evil.example"}, "https://127.0.0.1:{port}"),
        ({"route": "webhook"}, ""),
        ({"route": "webhook"}, "http://127.0.0.1.evil.example:{port}"),
    ],
)
async def test_a_stored_subscription_from_before_shows_the_keys_of_its_name_to_no_other_host(
    fields: dict[str, str], named: str, ledger: Ledger
) -> None:
    async with receiving() as receiver:
        ledger.desk.save_subscription("ops", StoredSubscription(fields | {"url": receiver.url}, "editor", NOON))
        of = {
            "ops": Keys(secrets=(SECRET,), token="syt_secret", url=named.format(port=receiver.url.rpartition(":")[2]))
        }
        async with sending(ledger, [], of=of):
            keep(ledger, alert("t1"))
            await until(lambda: ledger.deliveries.of_thread("t1") and ledger.deliveries.of_thread("t1")[0].attempts)
    assert receiver.requests == []
    assert "the keys of this name are not for http://127.0.0.1" in ledger.deliveries.of_thread("t1")[0].detail


@pytest.mark.parametrize("fields", [{"route": "matrix", "room": "!x:m.example"}, {"route": "webhook"}])
async def test_a_stored_subscription_gets_the_keys_of_its_name_for_the_host_that_they_name(
    fields: dict[str, str], ledger: Ledger
) -> None:
    async with receiving() as receiver:
        stored = StoredSubscription(fields | {"url": receiver.url + "/hook"}, "editor", NOON)
        ledger.desk.save_subscription("ops", stored)
        of = {"ops": Keys(secrets=(SECRET,), token="syt_secret", url=receiver.url)}
        async with sending(ledger, [], of=of):
            keep(ledger, alert("t1"))
            await until(lambda: receiver.taken)


async def test_a_silence_holds_back_from_who_heeds_it_all_but_the_kill_of_what_was_sent(ledger: Ledger) -> None:
    async with (
        receiving() as receiver,
        sending(ledger, [to(receiver.url, "heeds", silences=True), to(receiver.url, "all")]),
    ):
        keep(ledger, alert("t1"))
        await until(lambda: len(stands(ledger)) == 2)
        now = datetime.now(UTC)
        ledger.desk.silence("kind=capture", by="Ana", reason="known", begins=now, ends=now + timedelta(hours=1))
        keep(ledger, alert("t1", 2), alert("t2"))
        await until(lambda: ("all", 2, "sent") in stands(ledger) and stands(ledger, "t2"))
        keep(ledger, alert("t1", 3, msg_type=MsgType.CANCEL), alert("t2", 2, msg_type=MsgType.CANCEL))
        await until(lambda: {("heeds", 3, "sent"), ("all", 3, "sent")} <= set(stands(ledger)))
        await until(lambda: ("all", 2, "sent") in stands(ledger, "t2"))
    assert ("heeds", 2, "sent") not in stands(ledger)
    assert {name for name, _, _ in stands(ledger, "t2")} == {"all"}


def test_patience_grows_to_its_longest() -> None:
    patience = Patience(first=5, factor=4, longest=300)
    assert [patience.wait(attempts) for attempts in (1, 2, 3, 4, 99)] == [5, 20, 80, 300, 300]
