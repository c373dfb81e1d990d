"""Writing articles to a topic and reading topics whole, by a client that is not the worker's."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from contextlib import closing
from typing import Any

from kafka import KafkaProducer
from kafka.consumer.fetcher import ConsumerRecord

from bellwire.broker.follower import Follower


def article(number: int, headline: str = "", body: str = "Nothing much.", version: int = 1) -> dict[str, Any]:
    """A made-up article in ninjs 3 form."""
    return {
        "uri": f"urn:test:{number}",
        "version": str(version),
        "pubstatus": "usable",
        "versioncreated": "2026-11-20T10:00:00Z",
        "language": "en",
        "headlines": [{"value": headline or f"Item {number}"}],
        "bodies": [{"value": body, "contentType": "text/plain"}],
    }


def send(brokers: str, topic: str, messages: Iterable[tuple[str | None, bytes]]) -> list[tuple[int, int]]:
    """Send (key, value) pairs, confirmed; the partition and offset of each."""
    producer = KafkaProducer(bootstrap_servers=brokers, max_request_size=16 * 1024 * 1024)
    try:
        sent = [producer.send(topic, value, key=key.encode() if key else None) for key, value in messages]
        producer.flush(timeout=300)
        return [(done.partition, done.offset) for done in (future.get(timeout=300) for future in sent)]
    finally:
        producer.close()


def send_in_one_batch(
    brokers: str, topic: str, messages: Iterable[tuple[str | None, bytes]], partition: int = 0
) -> None:
    """Send (key, value) pairs to one partition, confirmed, all in one batch."""
    with closing(KafkaProducer(bootstrap_servers=brokers, linger_ms=1000, batch_size=4 * 1024 * 1024)) as producer:
        for key, value in messages:
            producer.send(topic, value, key=key.encode() if key else None, partition=partition)
        producer.flush(timeout=300)


def send_articles(brokers: str, topic: str, articles: Iterable[Mapping[str, Any]]) -> list[tuple[int, int]]:
    """Send articles keyed by uri."""
    return send(brokers, topic, ((item["uri"], json.dumps(item).encode()) for item in articles))


def read_all(brokers: str, topic: str) -> list[ConsumerRecord]:
    """Every message of a topic, each partition in order."""
    follower = Follower(brokers, topic)
    try:
        return list(follower.new())
    finally:
        follower.close()


def header(record: ConsumerRecord, name: str) -> str | None:
    """The last header of this name."""
    return next((value.decode() for key, value in reversed(record.headers) if key == name), None)
