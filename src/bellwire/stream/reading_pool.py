"""The pool of a worker: what its processes do, and how many they are.

It imports little else, so that they can load what reads while all the rest of a worker is imported.
"""

from __future__ import annotations

from bellwire.settings import Settings
from bellwire.stream.child import Factory, Task
from bellwire.stream.pool import Pool
from bellwire.stream.work import open_copy, read


def overtakes(settings: Settings) -> bool:
    """Whether urgent copy goes first. By the articles' clock nothing does: it would leap, and a replay is told in
    order."""
    return settings.clock == "wall"


def reading_pool(settings: Settings, reader: Factory = "bellwire.reading:load_reader") -> Pool:
    """The pool, begun: its processes load, each what `reader` makes."""
    options = {
        "model": settings.model,
        "max_chars": settings.max_article_chars,
        "recency_days": settings.recency_days,
    }
    reserved = settings.urgent_processes if overtakes(settings) else 0
    pool = Pool(Task(reader, options, (open_copy, read)), settings.processes, settings.article_deadline, reserved)
    pool.begin()
    return pool
