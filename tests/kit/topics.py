"""Writing articles to a topic and reading topics whole, by a client that is not the worker's."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from kafka import KafkaConsumer, KafkaProducer, TopicPartition
from kafka.consumer.fetcher import ConsumerRecord

from bellwire.broker.admin import Admin


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
        producer.flush(timeout=60)
        return [(done.partition, done.offset) for done in (future.get(timeout=30) for future in sent)]
    finally:
        producer.close()


def send_articles(brokers: str, topic: str, articles: Iterable[Mapping[str, Any]]) -> list[tuple[int, int]]:
    """Send articles keyed by uri."""
    return send(brokers, topic, ((item["uri"], json.dumps(item).encode()) for item in articles))


def read_all(brokers: str, topic: str) -> list[ConsumerRecord]:
    """Every message of a topic, each partition in order."""
    with Admin(brokers) as admin:
        ends = admin.ends([topic])
    left = {TopicPartition(at.topic, at.partition): end for at, (first, end) in ends.items() if end > first}
    if not left:
        return []
    consumer = KafkaConsumer(
        bootstrap_servers=brokers, group_id=None, max_partition_fetch_bytes=16 * 1024 * 1024, fetch_max_wait_ms=100
    )
    found = []
    try:
        consumer.assign(list(left))
        consumer.seek_to_beginning(*left)
        while left:
            for at, records in consumer.poll(timeout_ms=1000).items():
                found += records
                if records[-1].offset + 1 >= left.get(at, 0):
                    left.pop(at, None)
        return found
    finally:
        consumer.close()


def header(record: ConsumerRecord, name: str) -> str | None:
    """The last header of this name."""
    return next((value.decode() for key, value in reversed(record.headers) if key == name), None)
