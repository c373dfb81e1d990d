"""The ledger: what is remembered. SQLite in one file by default, PostgreSQL by URL; nobody else speaks SQL."""

from bellwire.ledger.deliveries import Delivery, DeliveryLedger, DeliveryState
from bellwire.ledger.feeds import FeedArrivals
from bellwire.ledger.ledger import Ledger, Watching, open_ledger
from bellwire.ledger.outbox import OutboxMessage, OutboxRow
from bellwire.ledger.tokens import SCOPES, Scope, Token, TokenMemory

__all__ = [
    "SCOPES",
    "Delivery",
    "DeliveryLedger",
    "DeliveryState",
    "FeedArrivals",
    "Ledger",
    "OutboxMessage",
    "OutboxRow",
    "Scope",
    "Token",
    "TokenMemory",
    "Watching",
    "open_ledger",
]
