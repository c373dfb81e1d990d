from __future__ import annotations

import asyncio
from typing import Any

import pytest
from aiokafka.errors import (
    InvalidTimestampError,
    KafkaError,
    KafkaTimeoutError,
    MessageSizeTooLargeError,
    TopicAuthorizationFailedError,
)
from faust.exceptions import ProducerSendError

from bellwire.errors import StopWorker, WorkFailed
from bellwire.settings import Settings
from bellwire.stream.message import Output
from bellwire.stream.publisher import Publisher


class _App:
    """A Faust app as far as sending goes: confirms what it was told to, in the order of sending."""

    def __init__(self, *failures: BaseException) -> None:
        self.failures = list(failures)
        self.sent: list[tuple[str, bytes]] = []
        self.confirmed: list[bytes] = []

    def topic(self, name: str, **_: Any) -> _Topic:
        return _Topic(self, name)


class _Topic:
    def __init__(self, app: _App, name: str) -> None:
        self.app, self.name = app, name

    async def send(self, *, value: bytes, **_: Any) -> Any:
        self.app.sent.append((self.name, value))

        async def confirmation() -> None:
            await asyncio.sleep(0)
            if self.app.failures:
                raise self.app.failures.pop(0)
            self.app.confirmed.append(value)

        return confirmation()


def _publisher(app: _App, patience: float = 60) -> Publisher:
    return Publisher(app, Settings(), patience)


def _output(topic: str, key: bytes | None, value: bytes) -> Output:
    return Output(topic, key, value, ())


async def test_it_returns_when_all_are_confirmed() -> None:
    app = _App()
    await _publisher(app)(_output("alerts", b"a", b"1"), _output("threads", b"a", b"2"))
    assert app.confirmed == [b"1", b"2"]
    assert app.sent[0][0] == "bellwire.alerts.v1"


async def test_how_long_the_eldest_has_waited_is_told_until_it_is_confirmed(monkeypatch: pytest.MonkeyPatch) -> None:
    confirmed = asyncio.Event()

    async def late(self: _Topic, **_: Any) -> Any:
        return confirmed.wait()

    monkeypatch.setattr(_Topic, "send", late)
    publisher = _publisher(_App())
    sending = asyncio.ensure_future(publisher(_output("alerts", b"a", b"1")))
    await asyncio.sleep(0.02)
    assert publisher.waiting_seconds() >= 0.01
    confirmed.set()
    await sending
    assert publisher.waiting_seconds() == 0.0


async def test_a_second_message_of_a_key_is_sent_after_the_first_is_confirmed() -> None:
    app = _App()
    before: list[list[bytes]] = []
    send = _Topic.send

    async def watched(self: _Topic, **given: Any) -> Any:
        before.append(list(app.confirmed))
        return await send(self, **given)

    publisher = _publisher(app)
    publisher._topics["alerts"] = topic = _Topic(app, "alerts")
    topic.send = watched.__get__(topic)  # type: ignore[method-assign]
    await publisher(_output("alerts", b"a", b"1"), _output("alerts", b"b", b"2"), _output("alerts", b"a", b"3"))
    assert before == [[], [], [b"1", b"2"]]


async def test_what_was_not_confirmed_is_sent_again() -> None:
    app = _App(KafkaTimeoutError())
    await _publisher(app)(_output("alerts", b"a", b"1"))
    assert [value for _, value in app.sent] == [b"1", b"1"]
    assert app.confirmed == [b"1"]


async def test_a_message_too_large_for_the_broker_is_a_failure_of_the_work() -> None:
    with pytest.raises(WorkFailed, match="too many for the broker"):
        await _publisher(_App(MessageSizeTooLargeError()))(_output("readings", b"a", b"1"))


async def test_a_broker_that_never_answers_stops_the_worker() -> None:
    class Silent(_App):
        def topic(self, name: str, **_: Any) -> Any:
            never = asyncio.get_running_loop().create_future

            class Topic:
                async def send(self, **_: Any) -> Any:
                    return never()

            return Topic()

    with pytest.raises(StopWorker, match="confirmed nothing for 0 s"):
        await _publisher(Silent(), patience=0.05)(_output("alerts", b"a", b"1"))


async def test_without_patience_the_worker_stops() -> None:
    with pytest.raises(StopWorker) as stopped:
        await _publisher(_App(KafkaTimeoutError(), KafkaTimeoutError()), patience=0.1)(_output("alerts", b"a", b"1"))
    assert stopped.value.reason == "broker-unavailable"


@pytest.mark.parametrize(
    ("error", "reason"),
    [(TopicAuthorizationFailedError(), "not-allowed"), (InvalidTimestampError(), "wrong-clock")],
)
@pytest.mark.parametrize("wrapped", [False, True])
async def test_what_the_broker_will_always_refuse_stops_at_once(error: KafkaError, reason: str, wrapped: bool) -> None:
    failure: BaseException = error
    if wrapped:
        failure = ProducerSendError("cannot send")
        failure.__cause__ = error
    app = _App(failure)
    with pytest.raises(StopWorker, match="alerts") as stopped:
        await _publisher(app)(_output("alerts", b"a", b"1"))
    assert stopped.value.reason == reason
    assert len(app.sent) == 1


async def test_at_the_end_of_its_patience_it_says_what_was_last() -> None:
    app = _App(*[KafkaTimeoutError("too late")] * 20)
    with pytest.raises(
        StopWorker, match=r"confirmed nothing for 0 s; the last was bellwire\.alerts\.v1: KafkaTimeoutError"
    ):
        await _publisher(app, patience=0.3)(_output("alerts", b"a", b"1"))
