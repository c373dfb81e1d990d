"""The ledger as others see it: a transaction for what is watched, an outbox to publish from, and what the desk asks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy import Connection, Engine, func, select

from bellwire.ledger import alerts, articles, events, feeds, outbox, pruning, takeover, tempos, texts, threads
from bellwire.ledger.deliveries import DeliveryLedger
from bellwire.ledger.desk import DeskBook
from bellwire.ledger.engine import connect, reachable
from bellwire.ledger.events import EventPlace, ToldEvent
from bellwire.ledger.feeds import FeedArrivals
from bellwire.ledger.migrate import migrate
from bellwire.ledger.outbox import OutboxMessage, OutboxRow
from bellwire.ledger.rows import lookup
from bellwire.ledger.rows import put as put_rows
from bellwire.ledger.sequence import AlertSequence
from bellwire.ledger.sources import SourceMemory
from bellwire.ledger.tables import EVENTS, THEATRES, THREADS
from bellwire.ledger.targets import TargetLedger
from bellwire.ledger.texts import Copy
from bellwire.ledger.tokens import TokenMemory
from bellwire.watch.alert import Alert
from bellwire.watch.thread import Changes, Decision, Known, KnownVersion, Tempo, Thread, ThreadEvent, ThreadKey


def open_ledger(url: str, *, there: bool = False) -> Ledger:
    """The ledger at `sqlite:///FILE` or `postgresql://…`, its tables made or brought up to date.

    Any number of processes may open it at once. Raises Unavailable if it cannot be reached, BellwireError for a URL
    that is none, a ledger that a newer Bellwire wrote, or a FILE that must be `there` and is not.
    """
    engine = connect(url, there=there)
    try:
        with reachable():
            migrate(engine)
    except BaseException:
        engine.dispose()
        raise
    return Ledger(engine)


class Watching:
    """One transaction that holds its theatres: what is read in it stays true until it ends."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def known(self, uri: str, keys: Iterable[ThreadKey], most: int | None = None) -> Known:
        """What the watcher must know before it judges a reading of `uri`: the threads that it told of, and those that
        `keys` lead to: all that names do, of each country the `most` likely ones (None: all)."""
        wanted = tuple(keys)
        return Known(
            versions=articles.versions_of(self._connection, uri),
            threads=threads.find(self._connection, uri, wanted, most),
            tempos=tempos.find(self._connection, {key.country for key in wanted}),
            since=articles.first_arrival(self._connection),
        )

    def due(self, now: datetime, most: int | None = None) -> list[Thread | Tempo]:
        """Threads for which the clock matters now, then tempos; the longest due first, and at most `most` of each."""
        return [*threads.due(self._connection, now, most), *tempos.due(self._connection, now, most)]

    def next_due(self, after: datetime | None = None) -> datetime | None:
        """When the clock next matters to anything; with `after`, what is later than that."""
        found = [one.next_due(self._connection, after) for one in (threads, tempos)]
        return min((due for due in found if due is not None), default=None)

    @contextmanager
    def part(self) -> Iterator[None]:
        """A part of the transaction that leaves no trace if it raises, whatever becomes of the rest."""
        with reachable(), self._connection.begin_nested():
            yield

    def arrived(self, feed: str, at: datetime) -> None:
        """Count an article version that came by this feed; "" where nobody named it."""
        feeds.arrived(self._connection, feed, at)

    def cited(self, copy: Copy) -> None:
        """Keep the copy of an article version that a thread tells of."""
        texts.keep(self._connection, copy)

    def apply(self, changes: Changes, messages: Sequence[OutboxMessage] = ()) -> None:
        """Write all that changed, and queue what tells of it."""
        if changes.version is not None:
            articles.register(self._connection, changes.version, changes.decisions)
        threads.keep(self._connection, changes.threads)
        tempos.keep(self._connection, changes.tempos)
        events.keep(self._connection, changes.events, changes.version)
        alerts.keep(self._connection, changes.alerts)
        outbox.put(self._connection, messages)


class Ledger:
    """An open ledger; safe to use from several threads. Every method may raise Unavailable: then try again later."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._reader = engine.execution_options(reading=True)

    @contextmanager
    def watching(
        self, countries: Iterable[str], *, uris: Iterable[str] = (), names: Iterable[str] = ()
    ) -> Iterator[Watching]:
        """A transaction that holds `uris`, the theatres of `countries`, those of all that `uris` ever told of, and
        `names` of stories, against other watchers. Commits at the end; rolls back, leaving no trace, on any exception.
        """
        with reachable(), self._engine.begin() as connection:
            if connection.dialect.name == "postgresql":  # SQLite has one writer anyway.
                _hold(connection, {lookup(country) for country in countries}, set(uris), set(names))
            yield Watching(connection)

    def unpublished(self, keys: Iterable[str] | None = None, limit: int = 1000) -> list[OutboxRow]:
        """Messages that the broker has not confirmed, in sequence; of all keys, or of the given ones."""
        with reachable(), self._reader.begin() as connection:
            return outbox.unpublished(connection, keys, limit)

    def mark_published(self, seqs: Iterable[int]) -> list[OutboxRow]:
        """Note that the broker has confirmed these. Returns views of threads that must be published once more, since
        another process published the same threads meanwhile. Now and then what was published long ago is deleted."""
        numbers = sorted(set(seqs))
        with reachable(), self._engine.begin() as connection:
            again = outbox.mark(connection, numbers)
            if any(number % outbox.SWEEP == 0 for number in numbers):
                outbox.forget(connection, outbox.KEEP)
        return again

    def prune(self, before: datetime, most: int) -> int:
        """Drop at most `most` ended threads without news since `before`, with their events and alerts; how many."""
        with reachable(), self._engine.begin() as connection:
            return pruning.prune(connection, before, most)

    def take_over(self, old: Ledger) -> dict[str, int]:
        """Copy what no topic holds from an old ledger: what people did, tokens, who was sent what, how far intake has
        read; rows by table. Raises BellwireError where this one has such rows already."""
        with reachable():
            return takeover.take_over(self._engine, old._engine)

    @property
    def sources(self) -> SourceMemory:
        """What intake remembers."""
        return SourceMemory(self._engine)

    @property
    def tokens(self) -> TokenMemory:
        """Who may use the desk."""
        return TokenMemory(self._engine)

    @property
    def sequence(self) -> AlertSequence:
        """The alerts in their order, and how far the sender is."""
        return AlertSequence(self._engine)

    @property
    def deliveries(self) -> DeliveryLedger:
        """What the sender remembers: who was sent what version when, and who is to be."""
        return DeliveryLedger(self._engine)

    @property
    def targets(self) -> TargetLedger:
        """Where alerts went, and which targets are held back."""
        return TargetLedger(self._engine)

    @property
    def desk(self) -> DeskBook:
        """What people do at the desk."""
        return DeskBook(self._engine)

    def feeds(self, now: datetime) -> list[FeedArrivals]:
        """What came by each feed: the latest article, and how many within a day."""
        with reachable(), self._reader.begin() as connection:
            return feeds.arrivals(connection, now)

    def alerts_before(self, place: int | None, limit: int) -> list[tuple[int, Alert]]:
        """The newest alert version of each thread, last decided first, from a place in that order on (None: the end);
        each with its own place."""
        with reachable(), self._reader.begin() as connection:
            return alerts.latest(connection, limit, place)

    def thread(self, thread: str) -> Thread | None:
        """A thread as it stands."""
        return self.threads([thread]).get(thread)

    def threads(self, names: Iterable[str]) -> dict[str, Thread]:
        """Those of these threads that are there, as they stand, by id."""
        with reachable(), self._reader.begin() as connection:
            return threads.some(connection, names)

    def alerts_of(self, thread: str) -> list[Alert]:
        """Every version of a thread's alert, eldest first."""
        with reachable(), self._reader.begin() as connection:
            return alerts.of_thread(connection, thread)

    def alerts_of_each(self, threads: Sequence[str]) -> dict[str, list[Alert]]:
        """The same of several threads, by thread; one without alerts is missing."""
        with reachable(), self._reader.begin() as connection:
            return alerts.of_threads(connection, threads)

    def events_of(self, thread: str) -> list[ThreadEvent]:
        """Every event that was told of a thread."""
        with reachable(), self._reader.begin() as connection:
            return events.of_thread(connection, thread)

    def events(self, wanted: Mapping[str, Sequence[str]], before: EventPlace | None, limit: int) -> list[ToldEvent]:
        """Events, the last told first, from a place on (None: the newest); `wanted`: what thread, theatre, uri, kind
        and status may be."""
        with reachable(), self._reader.begin() as connection:
            return events.some(connection, wanted, before, limit)

    def article(self, uri: str) -> list[tuple[KnownVersion, list[Decision]]]:
        """Every version of an article, in the order in which they came, with what was decided on it."""
        with reachable(), self._reader.begin() as connection:
            return articles.decided(connection, uri)

    def threads_told_by(self, uri: str) -> list[Thread]:
        """The threads that an article ever told of, eldest first."""
        with reachable(), self._reader.begin() as connection:
            return threads.told_by(connection, uri)

    def copy_of(self, versions: Sequence[tuple[str, str]]) -> list[Copy]:
        """The copy of these article versions (uri, version), as far as it is kept."""
        with reachable(), self._reader.begin() as connection:
            return texts.of(connection, versions)

    def tempos(self) -> list[Tempo]:
        """Every tempo, by country and direction."""
        with reachable(), self._reader.begin() as connection:
            return tempos.every(connection)

    def ping(self) -> None:
        """Return if the ledger answers; raises Unavailable if not."""
        with reachable(), self._reader.begin() as connection:
            connection.execute(select(THEATRES.c.country).limit(1)).all()

    def counts(self) -> dict[str, int]:
        """Totals for people and gauges: articles by outcome, alerts by type, events, threads, outbox waiting.

        It counts rows: for people and audits, not for a probe."""
        with reachable(), self._reader.begin() as connection:
            outcomes = articles.outcomes(connection)
            types = alerts.counts(connection)
            return {
                "articles": sum(outcomes.values()),
                "events": connection.execute(select(func.count()).select_from(EVENTS)).scalar_one(),
                "threads": connection.execute(select(func.count()).select_from(THREADS)).scalar_one(),
                "alerts": sum(types.values()),
                "unpublished": outbox.waiting(connection),
                **{f"articles {outcome}": count for outcome, count in sorted(outcomes.items())},
                **{f"alerts {msg_type}": count for msg_type, count in sorted(types.items())},
            }

    def close(self) -> None:
        """Give back every connection."""
        self._engine.dispose()


def _hold(connection: Connection, countries: set[str], uris: set[str], names: set[str]) -> None:
    """Lock names, then articles, then theatres, each in sorted order, so that two watchers never wait for each other.

    Names and articles too: a kill notice tells of no theatre, and may be watched while its victim is, by another worker
    and not yet in any thread.
    """
    for name in (*sorted(f"~{name}" for name in names), *sorted(uris)):
        connection.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(lookup(name), 0))))
    for uri in uris:
        countries = countries | threads.countries_told_by(connection, uri)
    if not countries:
        return
    put_rows(connection, THEATRES, [{"country": country} for country in sorted(countries)], key=("country",))
    held = select(THEATRES.c.country).where(THEATRES.c.country.in_(countries))
    connection.execute(held.order_by(THEATRES.c.country).with_for_update()).all()
