"""A TCP proxy before Kafka, on loopback, that delays or drops the answers to produce requests.

It reads no more of the protocol than it must: a request's length, API key and correlation id, and an answer's length
and correlation id.
"""

from __future__ import annotations

import asyncio
import struct
import threading
from contextlib import suppress

PRODUCE = 0


class Proxy:
    """Listens on a port of its own once started, in a thread of its own, and passes all on to `target`.

    `delay`: seconds that answers to produce requests wait. `drop`: how many of them are still to be dropped, each with
    its connection. `swallow`: whether from the next one on a connection gives no answers at all.
    """

    def __init__(self, port: int, target: int) -> None:
        self._port = port
        self._target = target
        self.delay = 0.0
        self.drop = 0
        self.swallow = False
        self.delayed = self.dropped = 0
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._ready = threading.Event()

    def __enter__(self) -> Proxy:
        self._thread.start()
        assert self._ready.wait(10)
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        server = self._loop.run_until_complete(asyncio.start_server(self._serve, "127.0.0.1", self._port))
        self._ready.set()
        self._loop.run_forever()
        server.close()
        for task in asyncio.all_tasks(self._loop):
            task.cancel()
        self._loop.run_until_complete(asyncio.sleep(0))
        self._loop.close()

    async def _serve(self, client: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
        produced: set[int] = set()
        try:
            broker, on = await asyncio.open_connection("127.0.0.1", self._target)
        except OSError:
            back.close()
            return
        both = [
            asyncio.ensure_future(self._requests(client, on, produced)),
            asyncio.ensure_future(self._answers(broker, back, produced)),
        ]
        try:
            await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for one in both:
                one.cancel()
            for writer in (on, back):
                with suppress(OSError, RuntimeError):
                    writer.close()

    async def _requests(self, client: asyncio.StreamReader, on: asyncio.StreamWriter, produced: set[int]) -> None:
        with suppress(OSError, asyncio.IncompleteReadError):
            while True:
                frame = await _frame(client)
                key, _, correlation = struct.unpack_from(">hhi", frame, 4)
                if key == PRODUCE:
                    produced.add(correlation)
                on.write(frame)
                await on.drain()

    async def _answers(self, broker: asyncio.StreamReader, back: asyncio.StreamWriter, produced: set[int]) -> None:
        silent = False
        with suppress(OSError, asyncio.IncompleteReadError):
            while True:
                frame = await _frame(broker)
                (correlation,) = struct.unpack_from(">i", frame, 4)
                if correlation in produced:
                    produced.discard(correlation)
                    if self.delay:
                        self.delayed += 1
                        await asyncio.sleep(self.delay)
                    if self.drop > 0:
                        self.drop -= 1
                        self.dropped += 1
                        return
                    if self.swallow and not silent:
                        silent = True
                        self.dropped += 1
                if not silent:
                    back.write(frame)
                    await back.drain()


async def _frame(stream: asyncio.StreamReader) -> bytes:
    """One request or answer with its length before it."""
    head = await stream.readexactly(4)
    return head + await stream.readexactly(int.from_bytes(head, "big"))
