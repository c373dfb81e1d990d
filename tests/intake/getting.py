"""One careful GET."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from bellwire.errors import Unavailable
from bellwire.intake.fetching import Answer, Fetcher, Limits

LIMITS = Limits(body=1000, total=2.0, connect=1.0, read=1.0)


def fetch(
    url: str, limits: Limits = LIMITS, *, allow_private: bool = False, trusted: bool = True, **more: Any
) -> Answer:
    async def run() -> Answer:
        async with Fetcher(limits, allow_private=allow_private) as fetcher:
            return await fetcher.get(url, trusted=trusted, **more)

    return asyncio.run(run())


def reason(url: str, limits: Limits = LIMITS, **more: Any) -> str:
    with pytest.raises(Unavailable) as caught:
        fetch(url, limits, **more)
    return caught.value.reason
