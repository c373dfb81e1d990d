"""Publishes what a test's subscribers are to hear."""

from __future__ import annotations

from kafka import KafkaProducer

from bellwire.settings import Settings
from bellwire.subscribe import Message
from kit.topics import send_in_one_batch


class Publisher:
    """Publishes on the topics of one test."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._kafka = KafkaProducer(bootstrap_servers=settings.brokers)

    def __call__(self, *messages: Message) -> None:
        for one in messages:
            headers = [(name, value.encode()) for name, value in one.headers.items()]
            topic = self.settings.topic(one.topic)
            self._kafka.send(topic, key=one.key.encode(), value=one.value, headers=headers).get(10)

    def in_one_batch(self, *alerts: Message) -> None:
        send_in_one_batch(
            self.settings.brokers, self.settings.topic("alerts"), ((one.key, one.value) for one in alerts)
        )

    def close(self) -> None:
        self._kafka.close()
