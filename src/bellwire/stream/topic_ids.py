"""Which topic the committed offsets belong to: one that is deleted and made anew has the name, and other messages.

The broker drops a group's offsets with their topic. But what a worker had done by then it commits afterwards, and the
new topic takes that: everything in it up to there would never be read. Nor does Faust take what comes at an offset
below the last that it saw. So a worker asks for the topics' ids once, when it starts, and stops when they change; every
commit of its bears the id, and one that bears another counts for nothing: the partition is read from its beginning.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import structlog
from aiokafka.structs import OffsetAndMetadata
from faust.transport.drivers.aiokafka import Consumer

from bellwire.broker.topic_ids import TopicIds
from bellwire.stream.fetching import FetchingThread

_log = structlog.get_logger("bellwire.topic_ids")


def mark_commits(app: Any, ids: TopicIds) -> None:
    """Have Faust's consumer commit with the topics' ids, and believe no commit that bears another one."""

    class Thread(FetchingThread):
        async def on_start(self) -> None:
            await super().on_start()
            _mark(self._consumer, ids)

    class Marking(Consumer):
        def _new_consumer_thread(self) -> Any:
            return Thread(self, loop=self.loop, beacon=self.beacon)

    app.transport.Consumer = Marking


def _mark(consumer: Any, ids: TopicIds) -> None:
    """aiokafka's consumer: all that it commits, and all that it learns of what was committed, goes through here."""
    commit, fetch = consumer.commit, consumer._coordinator._do_fetch_commit_offsets

    async def marked(offsets: Mapping[Any, Any]) -> None:
        await commit({at: OffsetAndMetadata(one.offset, ids.known.get(at.topic, "")) for at, one in offsets.items()})

    async def fetched(partitions: Any) -> dict[Any, Any]:
        found = {}
        for at, one in (await fetch(partitions)).items():
            if ids.belongs(at.topic, one.metadata or ""):
                found[at] = one
            else:
                _log.warning("the topic was made anew: read from its beginning", topic=at.topic, partition=at.partition)
        return found

    consumer.commit = marked
    consumer._coordinator._do_fetch_commit_offsets = fetched
