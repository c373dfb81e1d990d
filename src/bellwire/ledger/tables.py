"""The tables. A record is kept whole as JSON; columns beside it are only what is looked up, counted or sorted by."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Double,
    Identity,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    false,
    literal_column,
)

from bellwire.ledger.rows import UtcTime

_NAMES = {"ix": "ix_%(table_name)s_%(column_0_N_name)s", "pk": "pk_%(table_name)s"}
METADATA = MetaData(naming_convention=_NAMES)

_sequence = BigInteger().with_variant(Integer, "sqlite")

#: One row a country, made when first watched: the lock of its theatres.
THEATRES = Table("theatres", METADATA, Column("country", Text, primary_key=True))

ARTICLES = Table(
    "articles",
    METADATA,
    Column("seq", _sequence, Identity(), primary_key=True),
    Column("uri", Text, nullable=False),
    Column("version", Text, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("decisions", Text, nullable=False),
    Index("ix_articles_uri_version", "uri", "version", unique=True),
    sqlite_autoincrement=True,
)

THREADS = Table(
    "threads",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("theatre", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("first_seen", UtcTime, nullable=False),
    Column("last_news", UtcTime, nullable=False),
    Column("due", UtcTime),
    Column("body", Text, nullable=False),
    Index("ix_threads_due", "due"),
)
#: Where the clock matters no more: what may be pruned, the oldest news first.
Index(
    "ix_threads_last_news",
    THREADS.c.last_news,
    sqlite_where=THREADS.c.due.is_(None),
    postgresql_where=THREADS.c.due.is_(None),
)

#: In the order of their news: the newest threads of a key are found without the rest. Of a square of the map also what
#: of it the thread plays in, in degrees.
THREAD_KEYS = Table(
    "thread_keys",
    METADATA,
    Column("country", Text, primary_key=True),
    Column("kind_group", Text, primary_key=True),
    Column("last_news", UtcTime, primary_key=True),
    Column("thread", Text, primary_key=True),
    Column("south", Double),
    Column("west", Double),
    Column("north", Double),
    Column("east", Double),
    Index("ix_thread_keys_thread", "thread"),
    sqlite_with_rowid=False,
)

#: Every uri that ever told of a thread, so that a kill finds what it must take back.
TOUCHED = Table(
    "touched",
    METADATA,
    Column("uri", Text, primary_key=True),
    Column("thread", Text, primary_key=True),
    Index("ix_touched_thread", "thread"),
)

#: `at`: when the article that told of it arrived.
EVENTS = Table(
    "events",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("thread", Text),
    Column("theatre", Text, nullable=False),
    Column("uri", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("body", Text, nullable=False),
    Index("ix_events_thread", "thread"),
    Index("ix_events_at_id", "at", "id"),
)

ALERTS = Table(
    "alerts",
    METADATA,
    Column("seq", _sequence, Identity(), primary_key=True),
    Column("id", Text, nullable=False),
    Column("thread", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("msg_type", Text, nullable=False),
    Column("priority", Text, nullable=False),
    Column("updated", UtcTime, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Index("ix_alerts_id", "id", unique=True),
    Index("ix_alerts_thread_version", "thread", "version"),
    sqlite_autoincrement=True,
)

TEMPOS = Table(
    "tempos",
    METADATA,
    Column("country", Text, primary_key=True),
    Column("direction", Text, primary_key=True),
    Column("due", UtcTime),
    Column("body", Text, nullable=False),
    Index("ix_tempos_due", "due"),
)

#: Article versions by feed and hour (since 1970), each once.
FEED_HOURS = Table(
    "feed_hours",
    METADATA,
    Column("feed", Text, primary_key=True),
    Column("hour", BigInteger, primary_key=True, autoincrement=False),
    Column("articles", Integer, nullable=False),
    Column("latest", UtcTime, nullable=False),
    sqlite_with_rowid=False,
)

#: How far each source of intake has been read.
SOURCES = Table(
    "sources",
    METADATA,
    Column("source", Text, primary_key=True),
    Column("body", Text, nullable=False),
    Column("at", UtcTime, nullable=False),
)

#: Items of sources that the broker has, with when they were last there.
SEEN = Table(
    "seen",
    METADATA,
    Column("source", Text, primary_key=True),
    Column("item", Text, primary_key=True),
    Column("at", UtcTime, nullable=False),
    Index("ix_seen_at", "at"),
    sqlite_with_rowid=False,
)

#: Tokens and the sessions that they opened (`parent`); `digest` is of the secret, which is kept nowhere.
TOKENS = Table(
    "tokens",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("scope", Text, nullable=False),
    Column("digest", Text, nullable=False),
    Column("created", UtcTime, nullable=False),
    Column("expires", UtcTime, nullable=False),
    Column("revoked", UtcTime),
    Column("parent", Text),
    Index("ix_tokens_parent", "parent"),
)

#: Whatever somebody did at the desk: never changed, never deleted.
DEEDS = Table(
    "deeds",
    METADATA,
    Column("seq", _sequence, Identity(), primary_key=True),
    Column("what", Text, nullable=False),
    Column("thread", Text, nullable=False),
    Column("body", Text, nullable=False),
    Index("ix_deeds_thread_what_seq", "thread", "what", "seq"),
    Index("ix_deeds_what_seq", "what", "seq"),
    sqlite_autoincrement=True,
)

SILENCES = Table(
    "silences",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("ends", UtcTime, nullable=False),
    Column("body", Text, nullable=False),
    Index("ix_silences_ends", "ends"),
)

VIEWS = Table("views", METADATA, Column("name", Text, primary_key=True), Column("query", Text, nullable=False))

#: The copy of article versions that alerts cite.
TEXTS = Table(
    "texts",
    METADATA,
    Column("uri", Text, primary_key=True),
    Column("version", Text, primary_key=True),
    Column("body", Text, nullable=False),
)

OUTBOX = Table(
    "outbox",
    METADATA,
    Column("seq", _sequence, Identity(), primary_key=True),
    Column("lookup_key", Text, nullable=False),
    Column("published", Boolean, nullable=False, server_default=false()),
    Column("topic", Text, nullable=False),
    Column("envelope", Text, nullable=False),
    Column("value", LargeBinary, nullable=False),
    sqlite_autoincrement=True,
)
Index(
    "ix_outbox_unpublished",
    OUTBOX.c.seq,
    sqlite_where=OUTBOX.c.published == false(),
    postgresql_where=OUTBOX.c.published == false(),
)

#: Stored subscriptions, as a table of subscriptions.toml would have them.
SUBSCRIPTIONS = Table(
    "subscriptions",
    METADATA,
    Column("name", Text, primary_key=True),
    Column("body", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("at", UtcTime, nullable=False),
)

#: How far the sender has come in the sequence of alerts, and which process it is now; and, in a ledger that was built
#: anew, up to where nobody knows who was sent what.
SENDERS = Table(
    "senders",
    METADATA,
    Column("name", Text, primary_key=True),
    Column("position", BigInteger, nullable=False),
    Column("holder", Text, nullable=False),
    Column("until", UtcTime, nullable=False),
)

#: Where a subscription was sent, so that a Cancel finds the place when the subscription has another or is no more.
#: `body`: what of the address may be kept; `held_since`: it is held back after failures; `asked`: to be tried at once.
TARGETS = Table(
    "targets",
    METADATA,
    Column("subscription", Text, primary_key=True),
    Column("id", Text, primary_key=True),
    Column("body", Text, nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("held_since", UtcTime),
    Column("next_try", UtcTime),
    Column("said", Text, nullable=False, server_default=""),
    Column("asked", Boolean, nullable=False, server_default=false()),
)

#: Who was (or is to be) sent what version when; `reached`: it may have arrived, at `target`, an id of the table above:
#: "" before the first attempt, and of what was sent before targets were remembered.
DELIVERIES = Table(
    "deliveries",
    METADATA,
    Column("seq", _sequence, Identity(), primary_key=True),
    Column("subscription", Text, nullable=False),
    Column("alert", Text, nullable=False),
    Column("thread", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("msg_type", Text, nullable=False),
    Column("why", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("queued", UtcTime, nullable=False),
    Column("due", UtcTime, nullable=False),
    Column("batched", Boolean, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("reached", Boolean, nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("detail", Text, nullable=False),
    Column("target", Text, nullable=False, server_default=""),
    Index("ix_deliveries_subscription_alert_target", "subscription", "alert", "target", unique=True),
    Index("ix_deliveries_thread", "thread"),
    sqlite_autoincrement=True,
)
#: In these words, and not with a parameter, the index below serves a query.
WAITING = DELIVERIES.c.state == literal_column("'waiting'")
Index(
    "ix_deliveries_waiting",
    DELIVERIES.c.subscription,
    DELIVERIES.c.seq,
    sqlite_where=WAITING,
    postgresql_where=WAITING,
)
