from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from bellwire.errors import StopWorker
from bellwire.ledger import Ledger, OutboxMessage
from bellwire.stream.message import Output
from bellwire.stream.outbox import SETTLE, Outbox, output_of
from bellwire.watch.thread import Changes


class _Sent:
    """A broker that confirms all, until it is told to break."""

    def __init__(self) -> None:
        self.outputs: list[Output] = []
        self.broken = False

    async def __call__(self, *outputs: Output) -> None:
        if self.broken:
            raise StopWorker("gone")
        self.outputs += outputs

    def values(self) -> list[bytes]:
        return [output.value for output in self.outputs]


def _queue(ledger: Ledger, *messages: tuple[str, bytes]) -> None:
    with ledger.watching(()) as tx:
        tx.apply(Changes(), [OutboxMessage("alerts", key, (("ce_id", "1"),), value) for key, value in messages])


async def test_it_publishes_the_touched_keys_in_order_and_marks_them(ledger: Ledger) -> None:
    _queue(ledger, ("a", b"a1"), ("b", b"b1"), ("a", b"a2"))
    sent = _Sent()
    assert await Outbox(ledger, sent).publish(["a"]) == 2
    assert sent.values() == [b"a1", b"a2"]
    assert [row.message.value for row in ledger.unpublished()] == [b"b1"]


async def test_what_is_not_confirmed_stays_and_is_sent_again_the_same(ledger: Ledger) -> None:
    _queue(ledger, ("a", b"a1"))
    sent = _Sent()
    sent.broken = True
    with pytest.raises(StopWorker):
        await Outbox(ledger, sent).publish(["a"])
    sent.broken = False
    assert await Outbox(ledger, sent).publish_all() == 1
    assert sent.outputs == [Output("alerts", b"a", b"a1", (("ce_id", b"1"),))]
    assert ledger.unpublished() == []


async def test_a_sweep_leaves_what_is_new_to_its_own_worker(ledger: Ledger) -> None:
    sent = _Sent()
    outbox = Outbox(ledger, sent)
    _queue(ledger, ("a", b"a1"))
    assert await outbox.sweep() == 0
    assert await outbox.sweep() == 1
    assert sent.values() == [b"a1"]


async def test_a_sweep_takes_along_all_that_waits_for_the_same_key(ledger: Ledger) -> None:
    sent = _Sent()
    outbox = Outbox(ledger, sent)
    _queue(ledger, ("a", b"a1"))
    await outbox.sweep()
    _queue(ledger, ("a", b"a2"), ("b", b"b1"))
    await outbox.sweep()
    assert sent.values() == [b"a1", b"a2"]


async def test_many_rows_are_all_published(ledger: Ledger) -> None:
    _queue(ledger, *((f"k{number}", b"%d" % number) for number in range(1200)))
    sent = _Sent()
    assert await Outbox(ledger, sent).publish_all() == 1200
    assert sent.values() == [b"%d" % number for number in range(1200)]


async def test_one_publication_waits_for_the_other(ledger: Ledger) -> None:
    _queue(ledger, ("a", b"a1"))
    sent = _Sent()
    outbox = Outbox(ledger, sent)
    await asyncio.gather(outbox.publish(["a"]), outbox.publish_all(), outbox.publish(["a"]))
    assert sent.values() == [b"a1"]


def _view(ledger: Ledger, *values: bytes) -> None:
    with ledger.watching(()) as tx:
        tx.apply(Changes(), [OutboxMessage("threads", "t", (("ce_id", "1"),), value) for value in values])


class _Frozen(_Sent):
    """Its worker stands still before it sends; `meanwhile` is what others do."""

    def __init__(self, topic: _Sent, meanwhile: Callable[[], Awaitable[object]]) -> None:
        super().__init__()
        self.outputs = topic.outputs
        self._meanwhile: Callable[[], Awaitable[object]] | None = meanwhile

    async def __call__(self, *outputs: Output) -> None:
        first, self._meanwhile = self._meanwhile, None
        if first is not None:
            await first()
        await super().__call__(*outputs)


async def test_a_late_view_of_a_thread_is_followed_by_the_newest(ledger: Ledger) -> None:
    _view(ledger, b"v1")
    topic = _Sent()

    async def others() -> None:
        await Outbox(ledger, topic).publish(["t"])
        _view(ledger, b"v2")
        await Outbox(ledger, topic).publish(["t"])

    await Outbox(ledger, _Frozen(topic, others)).publish(["t"])
    assert topic.values() == [b"v1", b"v2", b"v1", b"v2"]


async def test_so_it_is_where_the_late_one_is_marked_before_the_other(ledger: Ledger) -> None:
    _view(ledger, b"v1")
    topic = _Sent()

    async def frozen() -> None:
        """It has taken v1 before v2 was there, and sends and marks it before the other marks."""
        await topic(output_of(rows[0]))
        assert ledger.mark_published([rows[0].seq]) == []

    rows = ledger.unpublished()
    _view(ledger, b"v2")

    class Last(_Sent):
        async def __call__(self, *outputs: Output) -> None:
            await topic(*outputs)
            if outputs[-1].value == b"v2" and len(topic.outputs) == 2:
                await frozen()

    await Outbox(ledger, Last()).publish(["t"])
    assert topic.values() == [b"v1", b"v2", b"v1", b"v2"]


async def test_views_that_nobody_else_published_are_published_once(ledger: Ledger) -> None:
    topic = _Sent()
    for value in (b"v1", b"v2", b"v3"):
        _view(ledger, value)
        await Outbox(ledger, topic).publish(["t"])
    assert topic.values() == [b"v1", b"v2", b"v3"]


async def test_what_another_process_wrote_is_followed_by_the_newest_view_when_that_may_have_been_killed(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = 100.0
    monkeypatch.setattr("bellwire.stream.outbox.time.monotonic", lambda: now)
    topic = _Sent()
    outbox = Outbox(ledger, topic)
    _view(ledger, b"v1")  # Of a process that is about to send it.
    theirs = output_of(ledger.unpublished()[0])
    _view(ledger, b"v2")
    await outbox.publish(["t"], [OutboxMessage("threads", "t", (("ce_id", "1"),), b"v2")])
    await topic(theirs)  # And is killed before it marks it.
    await outbox.sweep()
    assert topic.values() == [b"v1", b"v2", b"v1"]
    for times, after in enumerate(SETTLE, 1):  # Again later, since it may have been frozen meanwhile.
        now = 100.0 + after
        for _ in range(3):
            await outbox.sweep()
        assert topic.values() == [b"v1", b"v2", b"v1"] + times * [b"v2"]
    now += 9 * SETTLE[-1]
    await outbox.sweep()
    assert len(topic.values()) == 3 + len(SETTLE)


async def test_a_process_that_ends_does_not_wait_for_that(ledger: Ledger) -> None:
    topic = _Sent()
    outbox = Outbox(ledger, topic)
    _view(ledger, b"v1")
    await outbox.publish_all()
    await outbox.settle()
    assert topic.values() == [b"v1", b"v1"]


async def test_what_we_wrote_ourselves_is_not_looked_at_again(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    now = 100.0
    monkeypatch.setattr("bellwire.stream.outbox.time.monotonic", lambda: now)
    topic = _Sent()
    outbox = Outbox(ledger, topic)
    _view(ledger, b"v1")
    await outbox.publish(["t"], [row.message for row in ledger.unpublished()])
    now += SETTLE[-1]
    await outbox.sweep()
    assert topic.values() == [b"v1"]


async def test_it_tells_how_long_a_row_has_waited_until_it_is_out(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = 100.0
    monkeypatch.setattr("bellwire.stream.outbox.time.monotonic", lambda: now)
    outbox = Outbox(ledger, _Sent())
    _queue(ledger, ("a", b"a1"))
    assert outbox.waiting_seconds() == 0
    await outbox.sweep()
    now = 103.0
    assert outbox.waiting_seconds() == 3
    await outbox.sweep()
    await outbox.sweep()
    assert outbox.waiting_seconds() == 0
