"""What Bellwire publishes, in three lines of Python:

    from bellwire import subscribe
    for alert in subscribe("alerts", places=["SY"], least="URGENT"):
        print(alert.data["headline"])

No consumer group: every subscriber sees everything, and none disturbs another.
"""

import sys
from types import ModuleType
from typing import Any

from bellwire.subscribe.message import Message
from bellwire.subscribe.subscription import TOPIC_NAMES, Subscription, subscribe

__all__ = ["TOPIC_NAMES", "Message", "Subscription", "subscribe"]


class _Room(ModuleType):
    """`from bellwire import subscribe` finds this room, whose name the function has too: so the room can be called."""

    def __call__(self, *args: Any, **options: Any) -> Subscription:
        return subscribe(*args, **options)


sys.modules[__name__].__class__ = _Room
