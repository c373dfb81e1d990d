"""When each article was first answered for, by a reading or a dead letter, as a reader of the topics sees it."""

from __future__ import annotations

import threading
import time
from contextlib import suppress
from math import inf
from typing import Any

from bellwire.broker.follower import Follower
from bellwire.settings import Settings
from kit.topics import header

from .history import Item


def causes(record: Any, by_value: dict[bytes, str]) -> str | None:
    """The item that a reading or a dead letter answers for; None where it is none of ours."""
    for name, value in reversed(record.headers):
        if name == "ce_causationid":
            return str(value.decode())
    return by_value.get(record.value)


class Progress:
    """Follows readings and dead letters in a thread of its own, through outages of the broker."""

    def __init__(self, settings: Settings, sent: list[Item]) -> None:
        self._settings = settings
        self._by_value = {item.value: item.id for item in sent}
        self._partition: dict[str, int] = {}
        self._ended = threading.Event()
        self.first: dict[str, float] = {}
        self._alerts: dict[str, float] = {}
        self._threads = [
            threading.Thread(target=self._follow, args=(name,), daemon=True)
            for name in ("readings", "dead-letters", "alerts")
        ]
        for thread in self._threads:
            thread.start()

    def since(self, moment: float, before: float = inf) -> float | None:
        """Seconds from `moment` until every partition that went on before another had its first new answer, and the
        first new alert was out; None if nothing went on."""
        first: dict[int, float] = {}
        if alerts := [seen for seen in list(self._alerts.values()) if moment < seen < before]:
            first[-1] = min(alerts)
        for name, seen in list(self.first.items()):
            if moment < seen < before:
                at = self._partition[name]
                first[at] = min(first.get(at, seen), seen)
        return max(first.values()) - moment if first else None

    def close(self) -> None:
        self._ended.set()
        for thread in self._threads:
            thread.join(30)

    def _follow(self, topic: str) -> None:
        while not self._ended.is_set():
            follower = Follower(self._settings.brokers, self._settings.topic(topic))
            try:
                while not self._ended.wait(0.2):
                    for record in follower.new():
                        self._note(record)
            except Exception:  # The broker is away, or the topic is: from the beginning, once it is back.
                self._ended.wait(0.5)
            finally:
                with suppress(Exception):
                    follower.close()

    def _note(self, record: Any) -> None:
        if record.topic == self._settings.topic("alerts"):
            self._alerts.setdefault(header(record, "ce_id") or "", time.monotonic())
            return
        name = causes(record, self._by_value)
        if name is not None and name not in self.first:
            headers = dict(record.headers)
            self._partition[name] = int(headers.get("partition", b"0"))
            self.first[name] = time.monotonic()
