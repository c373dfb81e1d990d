"""Making Kafka clients that leave nothing behind when there is no broker."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from kafka.net.compat import KafkaNetClient

_T = TypeVar("_T")


def connected(make: Callable[..., _T], **config: Any) -> _T:
    """`make(**config)` for kafka-python's consumer, producer or admin client.

    Where the first connection fails, kafka-python 3.0.12 raises out of the constructor and leaves a running thread and
    its selector behind, four descriptors a try: whoever tries again for a night runs out of them. Here they are closed.
    (The sockets of refused connections are left to Python's collector, which frees them.)
    """
    made: list[KafkaNetClient] = []

    def remember(*args: Any, **given: Any) -> KafkaNetClient:
        made.append(KafkaNetClient(*args, **given))
        return made[-1]

    try:
        return make(**config, kafka_client=remember)
    except BaseException:
        for client in made:
            client.close()
        raise
