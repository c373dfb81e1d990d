"""`bellwire intake rss`, `poll` and `http`: copy that is fetched, and copy that is pushed, over the network."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bellwire.cli.intake import Feed, connected, intake, say
from bellwire.cli.options import Brokers, LedgerUrl
from bellwire.errors import BellwireError
from bellwire.printable import printable

if TYPE_CHECKING:
    from bellwire.intake.arrivals import Arrivals
    from bellwire.intake.feeds import Feed as KnownFeed
    from bellwire.intake.fetching import Fetcher
    from bellwire.intake.pacing import Pace
    from bellwire.intake.rounds import Asked
    from bellwire.settings import Settings

Every = Annotated[
    float | None, typer.Option(help="Seconds between two polls of an address. [env: BELLWIRE_FETCH_EVERY]", min=1)
]
Urls = Annotated[
    list[str] | None,
    typer.Argument(metavar="[URL]…", help="Addresses; without any, those of this kind in feeds.toml."),
]


@intake.command()
def rss(
    urls: Urls = None, feed: Feed = "", every: Every = None, brokers: Brokers = None, ledger: LedgerUrl = None
) -> None:
    """Ask RSS and Atom feeds again and again, and send what is new.

    What was sent is remembered in the ledger: a restart sends nothing twice. Ctrl-C ends it once what is under way is
    settled. Exits 1 when every feed is gone for good.
    """
    from bellwire.intake.rss import FeedSource
    from bellwire.settings import chosen_settings

    settings = chosen_settings(brokers=brokers, ledger_url=ledger, fetch_every=every)

    def made(at: _Place, tools: _Tools) -> Asked:
        return FeedSource(
            at.url,
            at.feed,
            _pace(at.feed, settings),
            tools.fetcher,
            tools.arrivals,
            settings.max_body_bytes,
            at.trusted,
        )

    _ask(_places("rss", urls or [], feed, settings), made, settings)


@intake.command()
def poll(
    urls: Urls = None,
    feed: Feed = "",
    since: Annotated[
        str, typer.Option(help="What to begin with where nothing is remembered: a time, or how long ago (30m, 6h, 2d).")
    ] = "24h",
    every: Every = None,
    brokers: Brokers = None,
    ledger: LedgerUrl = None,
) -> None:
    """Ask news APIs of Superdesk's shape for what is new, and send it.

    The token of a URL that is given here is BELLWIRE_POLL_TOKEN, that of a feed stands in keys.toml. How far an API has
    been read is remembered in the ledger. Ctrl-C ends it once what is under way is settled.
    """
    from bellwire.intake.keys import known_keys
    from bellwire.intake.poll import NewsApi
    from bellwire.settings import chosen_settings

    settings = chosen_settings(brokers=brokers, ledger_url=ledger, fetch_every=every)
    begin = _begin(since)
    tokens = {key.feed: key.secret.decode() for key in known_keys(settings) if key.kind == "token"}
    given = settings.poll_token.get_secret_value() if settings.poll_token else ""

    def made(at: _Place, tools: _Tools) -> Asked:
        return NewsApi(
            at.url,
            at.feed,
            _pace(at.feed, settings),
            tools.fetcher,
            tools.arrivals,
            since=begin,
            max_bytes=settings.max_article_bytes,
            look_back=timedelta(hours=settings.poll_look_back_hours),
            token=tokens.get(at.feed.name, "") or (given if at.trusted else ""),
            trusted=at.trusted,
        )

    _ask(_places("poll", urls or [], feed, settings), made, settings)


@intake.command()
def http(
    host: Annotated[str | None, typer.Option(help="Address to listen on. [env: BELLWIRE_HTTP_HOST]")] = None,
    port: Annotated[
        int | None, typer.Option(help="Port to listen on. [env: BELLWIRE_HTTP_PORT]", min=0, max=65535)
    ] = None,
    feed: Feed = "",
    brokers: Brokers = None,
) -> None:
    """Listen for copy that is pushed: POST /v1/articles, one item or many in any format.

    Answers 202 when Kafka has it. Keys stand in keys.toml, a feed each, or in BELLWIRE_HTTP_TOKEN; without any it
    listens to this machine only. Ctrl-C ends it once the requests under way are answered.
    """
    from bellwire.intake.feeds import feed_named
    from bellwire.intake.http_app import Listener, create_app
    from bellwire.intake.http_auth import Gate
    from bellwire.intake.http_limits import Buckets
    from bellwire.intake.http_server import is_this_machine, serve
    from bellwire.intake.keys import bearer_key, known_keys
    from bellwire.intake.outlet import Outlet
    from bellwire.settings import chosen_settings

    settings = chosen_settings(brokers=brokers, http_host=host, http_port=port)
    keys = known_keys(settings)
    if settings.http_token:
        keys.append(bearer_key(feed, settings.http_token.get_secret_value()))
    gate = Gate(keys)
    if gate.is_open and not is_this_machine(settings.http_host):
        raise BellwireError(
            f"without a key it listens to this machine only, not on {settings.http_host}: "
            "set BELLWIRE_HTTP_TOKEN or write keys.toml"
        )
    feeds = {key.feed: feed_named(key.feed, settings) for key in keys}
    outlet = Outlet(lambda: connected(settings), patience=settings.http_confirm_seconds)
    buckets = Buckets(settings.http_rate, settings.http_burst)
    app = create_app(Listener(settings, gate, outlet, buckets, feeds, feed_named(feed, settings)))
    try:
        serve(app, settings.http_host, settings.http_port, confirm_seconds=settings.http_confirm_seconds, talk=say)
    finally:
        outlet.close()


@dataclass(frozen=True, slots=True)
class _Place:
    """Where to ask; `trusted`: it was named on the command line."""

    url: str
    feed: KnownFeed
    trusted: bool


@dataclass(frozen=True, slots=True)
class _Tools:
    """What all that is asked shares."""

    fetcher: Fetcher
    arrivals: Arrivals


def _places(kind: str, urls: list[str], name: str, settings: Settings) -> list[_Place]:
    """The URLs of the command line, else those of the file of feeds. Raises BellwireError where there are none."""
    from bellwire.intake.feeds import feed_named, known_feeds
    from bellwire.toml_fields import url as checked

    known = [feed for feed in known_feeds(settings).values() if feed.kind == kind]
    if not urls:
        found = [_Place(url, feed, False) for feed in known if name in ("", feed.name) for url in feed.urls]
        if not found:
            raise BellwireError(f"no URL is given, and {settings.feeds_file} has no feed of kind {kind}")
        return found
    by_url = {url: feed for feed in known for url in feed.urls}
    try:
        given = [checked(url) for url in dict.fromkeys(urls)]
    except ValueError as error:
        raise BellwireError(str(error)) from None
    return [_Place(url, by_url.get(url) or feed_named(name, settings), True) for url in given]


def _pace(feed: KnownFeed, settings: Settings) -> Pace:
    from bellwire.intake.pacing import Pace

    return Pace(feed.every.total_seconds() if feed.every else settings.fetch_every, settings.fetch_least)


def _begin(since: str) -> datetime:
    from bellwire.toml_fields import span
    from bellwire.wire.times import read_time

    now = datetime.now(UTC)
    try:
        return now - span(since)
    except ValueError:
        time = read_time(since)
    if time is None or time > now + timedelta(minutes=1):
        raise typer.BadParameter("write a time that is past, 30m, 6h or 2d", param_hint="--since")
    return time


def _ask(places: list[_Place], made: Callable[[_Place, _Tools], Asked], settings: Settings) -> None:
    """Ask until a signal comes. Raises BellwireError where nothing is left to be asked."""
    import asyncio

    with _arrivals(settings) as arrivals:
        if not asyncio.run(_rounds(places, made, arrivals, settings)):
            raise BellwireError("nothing is left to be asked", reason="all-gone")


async def _rounds(
    places: list[_Place], made: Callable[[_Place, _Tools], Asked], arrivals: Arrivals, settings: Settings
) -> bool:
    import asyncio

    from bellwire.intake.fetching import Fetcher, Limits
    from bellwire.intake.rounds import Rounds

    limits = Limits(body=settings.max_body_bytes, total=settings.fetch_seconds)
    rounds = Rounds(_tell)
    rounds.stop_on_signals()
    async with Fetcher(limits, allow_private=settings.allow_private_addresses) as fetcher:
        tools = _Tools(fetcher, arrivals)
        say(f"Asking {len(places)} address{'es' if len(places) > 1 else ''}; Ctrl-C stops.")
        forgetting = asyncio.create_task(arrivals.forget_daily(settings.keep_seen_days))
        try:
            return await rounds.run([made(place, tools) for place in places])
        finally:
            forgetting.cancel()


@contextmanager
def _arrivals(settings: Settings) -> Iterator[Any]:
    """The way to the topic and the memory, ended on the way out."""
    from contextlib import ExitStack, closing

    from bellwire.intake.arrivals import Arrivals
    from bellwire.intake.outlet import Outlet
    from bellwire.ledger import open_ledger

    with ExitStack() as stack:
        ledger = stack.enter_context(closing(open_ledger(settings.ledger_url)))
        outlet = stack.enter_context(closing(Outlet(lambda: connected(settings))))
        yield Arrivals(outlet, ledger.sources, _tell)


def _tell(line: str) -> None:
    """A line with words of others in it: nothing in it moves the cursor."""
    say(printable(line))
