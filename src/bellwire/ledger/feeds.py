"""What came by each feed: articles of each hour, and the last."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from sqlalchemy import Connection, Executable, bindparam, case, func, select
from sqlalchemy.dialects import postgresql, sqlite

from bellwire.ledger.rows import lookup
from bellwire.ledger.tables import FEED_HOURS
from bellwire.watch.tempo import hour_of

#: What is called a day.
DAY = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class FeedArrivals:
    """Of one feed when the latest article came, and how many articles did within a day, to the hour."""

    feed: str
    latest: datetime
    day: int


def arrived(connection: Connection, feed: str, at: datetime) -> None:
    """Count one article version of a feed; "" is copy that names none."""
    connection.execute(_count(connection.dialect.name), {"feed": lookup(feed), "hour": hour_of(at), "latest": at})


def arrivals(connection: Connection, now: datetime) -> list[FeedArrivals]:
    """Every feed that anything ever came by, by name."""
    of_day = FEED_HOURS.c.hour > hour_of(now - DAY)
    query = select(
        FEED_HOURS.c.feed,
        func.max(FEED_HOURS.c.latest, type_=FEED_HOURS.c.latest.type),
        func.sum(case((of_day, FEED_HOURS.c.articles), else_=0)),
    )
    rows = connection.execute(query.group_by(FEED_HOURS.c.feed).order_by(FEED_HOURS.c.feed))
    return [FeedArrivals(feed, latest, int(day)) for feed, latest, day in rows]


@lru_cache(maxsize=2)
def _count(dialect: str) -> Executable:
    """One more in this hour, in one statement, so that no two workers count past each other."""
    flavour = postgresql if dialect == "postgresql" else sqlite
    insert = flavour.insert(FEED_HOURS).values(
        feed=bindparam("feed"), hour=bindparam("hour"), articles=1, latest=bindparam("latest")
    )
    here, there = FEED_HOURS.c.latest, insert.excluded.latest
    changed = {"articles": FEED_HOURS.c.articles + 1, "latest": case((there > here, there), else_=here)}
    statement: Executable = insert.on_conflict_do_update(index_elements=["feed", "hour"], set_=changed)
    return statement
