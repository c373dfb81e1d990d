"""The ledger: what is remembered. SQLite in one file by default, PostgreSQL by URL; nobody else speaks SQL."""

from bellwire.ledger.deliveries import Delivery, DeliveryLedger, DeliveryState
from bellwire.ledger.feeds import FeedArrivals
from bellwire.ledger.ledger import Ledger, Watching, open_ledger
from bellwire.ledger.outbox import OutboxMessage, OutboxRow

__all__ = [
    "Delivery",
    "DeliveryLedger",
    "DeliveryState",
    "FeedArrivals",
    "Ledger",
    "OutboxMessage",
    "OutboxRow",
    "Watching",
    "open_ledger",
]
