"""What Bellwire publishes, in three lines of Python:

    from bellwire.subscribe import subscribe
    for message in subscribe("alerts"):
        print(message.data["headline"])

No consumer group: every subscriber sees everything, and none disturbs another.
"""

from bellwire.subscribe.message import Message
from bellwire.subscribe.subscription import TOPIC_NAMES, Subscription, subscribe

__all__ = ["TOPIC_NAMES", "Message", "Subscription", "subscribe"]
