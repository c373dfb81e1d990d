"""The desk's application: what it holds while it runs, and which rooms answer which addresses."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles

from bellwire import __version__
from bellwire.desk import (
    acts,
    api,
    api_events,
    api_records,
    api_threads,
    atlas,
    health,
    login,
    pages,
    probes,
    silences,
    stories,
    stream,
    subscriptions,
)
from bellwire.desk.access import Access
from bellwire.desk.board import Board
from bellwire.desk.feed import Door, Feed, kafka_feed
from bellwire.desk.gate import Gate
from bellwire.desk.guard import Guard
from bellwire.desk.heads import Heads
from bellwire.desk.kills import Concerned, before
from bellwire.desk.live import Live
from bellwire.desk.openapi import describe_truly
from bellwire.desk.orders import at_start
from bellwire.desk.problems import explain_problems
from bellwire.desk.rendering import render_acknowledged, render_row
from bellwire.desk.sifting import Sieve
from bellwire.ledger import Ledger, open_ledger
from bellwire.settings import Settings

_STATIC = Path(__file__).with_name("static")

_ROOMS = (
    pages,
    stories,
    acts,
    silences,
    subscriptions,
    atlas,
    health,
    login,
    api,
    api_threads,
    api_events,
    api_records,
    stream,
    probes,
)


def create_app(settings: Settings, *, ledger: Ledger | None = None, feed: Feed | None = None) -> FastAPI:
    """The desk as an ASGI application. It opens the settings' ledger and follows their broker, unless given others."""
    live = Live()
    board = Board(live, render_acknowledged)
    source = feed or kafka_feed(settings)

    @asynccontextmanager
    async def running(app: FastAPI) -> AsyncIterator[None]:
        app.state.ledger = ledger or await asyncio.to_thread(open_ledger, settings.ledger_url)
        await asyncio.to_thread(board.begin, app.state.ledger, datetime.now(UTC))
        looking = asyncio.create_task(board.follow(app.state.ledger))
        stop = threading.Event()
        door = Door(live, asyncio.get_running_loop(), partial(before, app.state.ledger))
        thread = threading.Thread(target=source, args=(door, stop), name="alerts-feed", daemon=True)
        app.state.following = thread.is_alive
        thread.start()
        try:
            yield
        finally:
            looking.cancel()
            live.close()
            app.state.sieve.close()
            stop.set()
            await asyncio.to_thread(thread.join, 5)
            if ledger is None:
                app.state.ledger.close()

    app = FastAPI(
        title="Bellwire desk",
        version=__version__,
        lifespan=running,
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/openapi.json",
    )
    app.state.live = live
    app.state.board = board
    app.state.settings = settings
    app.state.broker = health.Held(lambda: health.broker_view(settings))
    app.state.listed_at_start = at_start(settings)
    app.state.rows = stream.Rows(render_row)
    app.state.concerned = Concerned()
    app.state.sieve = Sieve()
    explain_problems(app)
    describe_truly(app)
    for room in _ROOMS:
        app.include_router(room.router)
    app.state.routes = [route for room in _ROOMS for route in room.router.routes]
    app.mount("/static", StaticFiles(directory=_STATIC), name="static")
    app.state.access = Access(settings, lambda: app.state.ledger.tokens)
    app.state.session_hours = settings.desk_session_hours
    app.add_middleware(Gate, access=app.state.access)
    app.add_middleware(Guard)  # Outside of the gate: it dresses refusals too.
    app.add_middleware(Heads)
    return app
