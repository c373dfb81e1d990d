"""A consumer written from docs/asyncapi.json and nothing else: none of Bellwire's code is used here.

The document says where alerts are, that a header tells created, updated and canceled apart, that a Cancel takes back
all that it references, that delivery is at least once under the same `ce_id`, and what fields an alert has.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from kafka import KafkaConsumer

from .asyncapi import Document


class Newcomer:
    """Keeps a board: the headline of every thread that stands."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._seen: set[str] = set()
        self.board: dict[str, str] = {}
        self.changes: list[str] = []
        self.complaints: list[str] = []

    def listen(self, brokers: str) -> Iterator[str]:
        """Follow the alerts from their beginning; yields the `ce_id` of each once the board has it."""
        topic = self._document.address("alerts")
        consumer = KafkaConsumer(topic, bootstrap_servers=brokers, auto_offset_reset="earliest")
        try:
            for record in consumer:
                headers = {name: value.decode() for name, value in record.headers}
                self.complaints += self._document.problems(topic, record.headers, record.value)
                if headers["ce_id"] not in self._seen:
                    self._seen.add(headers["ce_id"])
                    self._put_up(headers["ce_type"].rpartition(".")[2], json.loads(record.value))
                yield headers["ce_id"]
        finally:
            consumer.close()

    def _put_up(self, change: str, alert: dict[str, object]) -> None:
        thread = str(alert["thread"])
        self.changes.append(change)
        if change == "canceled":
            self.board.pop(thread, None)
        else:
            self.board[thread] = str(alert["headline"])
