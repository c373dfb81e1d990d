from __future__ import annotations

import pytest

from bellwire.errors import StopWorker, Unavailable
from bellwire.stream.patience import patiently


class _Slept:
    def __init__(self) -> None:
        self.pauses: list[float] = []

    async def __call__(self, seconds: float) -> None:
        self.pauses.append(seconds)


async def test_it_tries_again_until_it_is_there() -> None:
    tries: list[int] = []

    async def call() -> str:
        tries.append(1)
        if len(tries) < 4:
            raise Unavailable("gone")
        return "there"

    slept = _Slept()
    assert await patiently(call, 60, slept) == "there"
    assert slept.pauses == [0.2, 0.4, 0.8]


async def test_it_gives_up_with_the_reason_when_patience_is_at_its_end() -> None:
    async def call() -> None:
        raise Unavailable("no ledger", reason="ledger-unavailable")

    slept = _Slept()
    with pytest.raises(StopWorker, match=r"gave up after .* s: no ledger") as stopped:
        await patiently(call, 60, slept)
    assert stopped.value.reason == "ledger-unavailable"
    assert 60 <= sum(slept.pauses) < 70
    assert max(slept.pauses) == 5.0


async def test_another_error_is_not_waited_for() -> None:
    async def call() -> None:
        raise ValueError

    slept = _Slept()
    with pytest.raises(ValueError):
        await patiently(call, 60, slept)
    assert slept.pauses == []
