"""Those who are sent alerts: a receiver on loopback that checks signatures and plays faults; and a sender at work."""

from __future__ import annotations

import asyncio
import json
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from standardwebhooks import Webhook

from bellwire.delivery.keys import Keys
from bellwire.delivery.mail import Post
from bellwire.delivery.patience import Patience
from bellwire.delivery.posting import Poster
from bellwire.delivery.sender import Sender
from bellwire.delivery.subscriptions import Subscription
from bellwire.delivery.targets import Network
from bellwire.ledger import Ledger

SECRET = "whsec_" + "QmVsbHdpcmUgcmluZ3MgdGhlIGRlc2sgYXQgbmlnaHQu"
OLD_SECRET = "whsec_" + "VGhlIGRlc2sncyBiZWxsIHJhbmcgdGVuIHRpbWVzIG9uY2U="

#: Quick, so that a test of many attempts takes a moment.
QUICK = Patience(timeout=3.0, first=0.02, factor=1.0, circuit_after=100)


@dataclass(slots=True)
class Receiver:
    """What came. `faults`: what becomes of the next requests in turn: "500", "410", "hang", "reset", "redirect", "lost"
    (taken without an answer); afterwards all is taken."""

    url: str = ""
    faults: list[str] = field(default_factory=list)
    taken: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    requests: list[tuple[str, str, Mapping[str, str], bytes]] = field(default_factory=list)
    times: Counter[str] = field(default_factory=Counter)
    secret: str = SECRET

    @property
    def ids(self) -> list[str]:
        """Names of messages in the order in which they were first taken."""
        return list(dict.fromkeys(name for name, _ in self.taken))

    async def answer(self, request: web.Request) -> web.StreamResponse:
        body = await request.read()
        self.requests.append((request.method, request.raw_path, dict(request.headers), body))
        fault = self.faults.pop(0) if self.faults else ""
        if fault == "hang":
            await asyncio.sleep(3600)
        if fault == "reset":
            assert request.transport is not None
            request.transport.abort()
            return web.Response()
        if fault == "redirect":
            raise web.HTTPTemporaryRedirect(self.url + "/elsewhere")
        if fault.isdecimal():
            return web.Response(status=int(fault))
        if "webhook-id" in request.headers:
            value = Webhook(self.secret).verify(body, dict(request.headers))
            self.taken.append((request.headers["webhook-id"], value))
        else:
            self.taken.append((request.path, json.loads(body)))
        if fault == "lost":
            assert request.transport is not None
            request.transport.abort()
        return web.Response(status=204)


@asynccontextmanager
async def receiving(*faults: str) -> AsyncIterator[Receiver]:
    """A receiver on a free port of 127.0.0.1."""
    receiver = Receiver(faults=list(faults))
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", receiver.answer)
    runner = web.AppRunner(app, shutdown_timeout=0.1, handler_cancellation=True)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    receiver.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield receiver
    finally:
        await runner.cleanup()


@asynccontextmanager
async def sending(
    ledger: Ledger,
    subscriptions: Iterable[Subscription],
    *,
    patience: Patience = QUICK,
    allow_private: bool = True,
    secrets: tuple[str, ...] = (SECRET,),
    post: Post | None = None,
    token: str = "syt_token",
    of: Mapping[str, Keys] | None = None,
) -> AsyncIterator[Sender]:
    """A sender at work on these subscriptions; every alert that was kept since `begin` is new to it. `of`: keys of
    others by name."""
    listed = {one.name: one for one in subscriptions}
    keys: dict[str, Keys] = defaultdict(lambda: Keys(secrets=secrets, token=token))
    keys.update({name: Keys(secrets=secrets, token=token) for name in listed})
    keys.update(of or {})
    stop = asyncio.Event()
    async with Poster(patience.timeout, allow_private=allow_private) as poster:
        targets = Network(poster, post, keys)
        sender = Sender(ledger, listed, targets, patience)
        task = asyncio.create_task(sender.run(stop))
        try:
            yield sender
        finally:
            stop.set()
            await task


async def until(holds: Callable[[], object], seconds: float = 300.0) -> None:
    """Wait for what must come to hold."""
    for _ in range(int(seconds / 0.02)):
        if holds():
            return
        await asyncio.sleep(0.02)
    raise AssertionError("what was waited for did not come")
