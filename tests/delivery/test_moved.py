"""A Cancel goes to where the versions went, wherever their subscription points by then."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bellwire.delivery import sender
from bellwire.delivery.destination import recalled, target_of
from bellwire.delivery.keys import Keys
from bellwire.delivery.subscriptions import Subscription
from bellwire.ledger import DeliveryState, Ledger, StoredSubscription
from bellwire.watch.alert import MsgType
from kit.alerts import NOON, alert, keep
from kit.receivers import QUICK, Receiver, receiving, sending, until


@pytest.fixture(autouse=True)
def looks_often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sender, "_READ", 0.05)


def store(ledger: Ledger, url: str, name: str = "chat", **fields: Any) -> None:
    stored = {"route": "slack", "url": url, **fields}
    ledger.desk.save_subscription(name, StoredSubscription(stored, "editor", NOON))


def drop(ledger: Ledger, name: str = "chat") -> None:
    ledger.desk.drop_subscription(name, by="editor", at=NOON)


def kill(version: int = 2) -> Any:
    return alert("t1", version, msg_type=MsgType.CANCEL)


def states(ledger: Ledger) -> list[tuple[str, int, str]]:
    return [(one.subscription, one.version, one.state.value) for one in ledger.deliveries.of_thread("t1")]


def heard(receiver: Receiver) -> list[str]:
    """The first word of every message of a chat."""
    return [body["text"].split()[0] for _, body in receiver.taken]


async def sent(ledger: Ledger, *versions: int) -> None:
    def which() -> set[int]:
        return {one.version for one in ledger.deliveries.of_thread("t1") if one.state == "sent"}

    await until(lambda: which() >= {*versions})


async def serving(ledger: Ledger, receiver: Receiver) -> None:
    """Until the sender knows of a receiver: other stories come there."""

    def comes() -> bool:
        keep(ledger, alert(f"other-{datetime.now(UTC).timestamp()}"))
        return bool(receiver.taken)

    await until(comes)


@pytest.mark.parametrize("how", ["another address", "another route", "dropped", "dropped and made anew"])
async def test_a_kill_goes_where_the_version_went_and_not_where_none_did(how: str, ledger: Ledger) -> None:
    async with receiving() as before, receiving() as after, sending(ledger, []):
        store(ledger, before.url)
        await serving(ledger, before)
        keep(ledger, alert("t1"))
        await sent(ledger, 1)
        if how.startswith("dropped"):
            drop(ledger)
        if how == "another route":
            mail = StoredSubscription({"route": "mail", "to": ["night@example.org"]}, "editor", NOON)
            ledger.desk.save_subscription("chat", mail)
        elif how != "dropped":
            store(ledger, after.url)
        if how in ("another address", "dropped and made anew"):
            await serving(ledger, after)
        keep(ledger, kill())
        await until(lambda: "WITHDRAWN" in heard(before))
        await sent(ledger, 2)
    assert "WITHDRAWN" not in heard(after)
    assert {state for _, version, state in states(ledger) if version == 2} <= {"sent", "unneeded"}


async def test_a_kill_goes_to_the_old_place_and_to_the_new_one_where_both_were_told(ledger: Ledger) -> None:
    async with receiving() as before, receiving() as after, sending(ledger, []):
        store(ledger, before.url)
        await serving(ledger, before)
        keep(ledger, alert("t1"))
        await sent(ledger, 1)
        store(ledger, after.url)
        await serving(ledger, after)
        keep(ledger, alert("t1", 2))
        await sent(ledger, 1, 2)
        keep(ledger, kill(3))
        await until(lambda: "WITHDRAWN" in heard(before) and "WITHDRAWN" in heard(after))
    assert len({one.target for one in ledger.deliveries.of_thread("t1")}) == 2


async def test_a_kill_goes_where_a_version_may_have_come_that_was_then_sent_elsewhere(ledger: Ledger) -> None:
    patience = replace(QUICK, first=0.5)
    async with receiving(*["lost"] * 10_000) as before, receiving() as after, sending(ledger, [], patience=patience):
        store(ledger, before.url)
        await serving(ledger, before)
        keep(ledger, alert("t1"))
        await until(lambda: any(one.attempts for one in ledger.deliveries.of_thread("t1")))
        store(ledger, after.url)
        await until(lambda: ("chat", 1, "moved") in states(ledger) and ("chat", 1, "sent") in states(ledger))
        before.faults.clear()
        keep(ledger, kill())
        await until(lambda: "WITHDRAWN" in heard(before) and "WITHDRAWN" in heard(after))


async def test_what_was_under_way_in_a_crash_may_have_come_so_a_kill_follows_it(ledger: Ledger) -> None:
    """Between an attempt and its mark; the kill comes before the sender is back."""
    async with receiving() as receiver:
        desk = Subscription("desk", url=receiver.url)
        async with sending(ledger, [desk]):
            keep(ledger, alert("t0"))
            await until(lambda: receiver.taken)
            [told] = ledger.deliveries.of_thread("t0")
        queued = replace(told, alert="t1-000001", thread="t1", state=DeliveryState.WAITING, reached=False, target="")
        ledger.deliveries.queue([replace(queued, attempts=0)], 0)
        [waits] = ledger.deliveries.waiting("desk", datetime.now(UTC))
        there = ledger.targets.of("desk")[told.target]
        ledger.deliveries.begin([waits], there, datetime.now(UTC))
        keep(ledger, alert("t1"), kill())
        async with sending(ledger, [desk]):
            await until(lambda: "t1-000002" in receiver.ids)


async def test_a_subscription_that_was_taken_out_of_the_file_is_told_of_the_kill_alone(ledger: Ledger) -> None:
    async with receiving() as receiver, receiving() as other:
        desk = Subscription("desk", url=receiver.url)
        async with sending(ledger, [desk]):
            keep(ledger, alert("t1"))
            await sent(ledger, 1)
        async with sending(ledger, [Subscription("other", url=other.url)]):
            keep(ledger, alert("t1", 2))
            await until(lambda: other.ids == ["t1-000002"])
        async with sending(ledger, [Subscription("other", url=other.url)], of={"desk": keys_of(receiver)}):
            keep(ledger, kill(3))
            await until(lambda: "t1-000003" in receiver.ids and "t1-000003" in other.ids)
    assert receiver.ids == ["t1-000001", "t1-000003"]


def keys_of(receiver: Receiver) -> Keys:
    return Keys(secrets=(receiver.secret,))


SECRET_PLACES = {
    "with the keys": (Subscription("desk"), Keys(url="http://127.0.0.1:{port}/services/T0/hush")),
    "a chat of the file": (Subscription("desk", route="slack", url="http://127.0.0.1:{port}/services/T0/hush"), Keys()),
    "behind a question mark": (Subscription("desk", url="http://127.0.0.1:{port}/?token=hush"), Keys()),
    "before the host": (Subscription("desk", url="http://hush:hush@127.0.0.1:{port}/"), Keys()),
}


@pytest.mark.parametrize("where", SECRET_PLACES)
async def test_a_secret_address_is_not_kept_and_a_kill_that_cannot_find_it_is_a_dead_letter(
    where: str, ledger: Ledger, tmp_path: Path
) -> None:
    async with receiving() as before, receiving() as after:
        port = before.url.rpartition(":")[2]
        one, keys = SECRET_PLACES[where]
        keys = replace(keys, url=keys.url.format(port=port), secrets=(before.secret,))
        async with sending(ledger, [replace(one, url=one.url.format(port=port))], of={"desk": keys}):
            keep(ledger, alert("t1"))
            await sent(ledger, 1)
        moved = replace(one, url=after.url) if one.url else one
        async with sending(ledger, [moved], of={"desk": replace(keys, url=after.url)}):
            keep(ledger, kill())
            await until(lambda: ("desk", 2, "dead") in states(ledger))
    assert "is not kept" in ledger.deliveries.dead()[0].detail
    assert after.requests == []
    ledger.close()
    assert all(b"hush" not in file.read_bytes() for file in tmp_path.iterdir())


async def test_a_kill_finds_an_address_that_another_subscription_has_now(ledger: Ledger) -> None:
    """Renamed in the file, with its keys."""
    async with receiving() as receiver:
        keys = Keys(url=receiver.url, secrets=(receiver.secret,))
        async with sending(ledger, [Subscription("desk")], of={"desk": keys}):
            keep(ledger, alert("t1"))
            await sent(ledger, 1)
        async with sending(ledger, [Subscription("night desk")], of={"night desk": keys}):
            keep(ledger, kill())
            await until(lambda: receiver.ids == ["t1-000001", "t1-000002"])


async def test_a_kill_that_waited_for_a_subscription_which_went_meanwhile_still_goes(ledger: Ledger) -> None:
    async with receiving() as receiver:
        async with sending(ledger, [Subscription("desk", url=receiver.url)]):
            keep(ledger, alert("t1"))
            await sent(ledger, 1)
            [told] = ledger.deliveries.of_thread("t1")
        keep(ledger, kill())
        waits = replace(told, alert="t1-000002", version=2, msg_type=MsgType.CANCEL, state=DeliveryState.WAITING)
        ledger.deliveries.queue([replace(waits, target="", reached=False)], 99)
        async with sending(ledger, [], of={"desk": keys_of(receiver)}):
            await until(lambda: receiver.ids == ["t1-000001", "t1-000002"])
        assert ("desk", 2, "unneeded") in states(ledger)


@pytest.mark.parametrize(
    "one",
    [
        Subscription("a", route="mail", to=("night@example.org", "day@example.org")),
        Subscription("a", route="matrix", url="https://m.example", room="!x:m.example"),
        Subscription("a", url="https://desk.example/hook"),
        Subscription("a", route="slack", url="https://hooks.example/T0/B0", stored=True),
    ],
)
def test_a_place_is_found_again_by_what_is_kept_of_it(one: Subscription) -> None:
    found = recalled(target_of(one, Keys(token="syt", secrets=("whsec_x",))))
    assert found == one
    assert target_of(found, Keys()).id == target_of(replace(one, least="URGENT"), Keys(token="other")).id


def test_every_other_place_is_another() -> None:
    places = [
        Subscription("a", url="https://desk.example/"),
        Subscription("a", url="https://desk.example/2"),
        Subscription("a", route="slack", url="https://desk.example/"),
        Subscription("a", route="mail", to=("a@example.org",)),
        Subscription("a", route="mail", to=("a@example.org", "b@example.org")),
        Subscription("a", route="matrix", url="https://desk.example/", room="!x:m.example"),
    ]
    assert len({target_of(one, Keys()).id for one in places}) == len(places)
    assert target_of(Subscription("a"), Keys(url="https://desk.example/")).id == target_of(places[0], Keys()).id
