"""The ledger: what is remembered. SQLite in one file by default, PostgreSQL by URL; nobody else speaks SQL.

ledger                               the way in               engine, checkpoints, tables, rows   the database
migrate, upgrading                   its tables as they grow
articles, threads, tempos, events    what is watched          alerts, texts, feeds      what was told, by whom
outbox                               what is to be published  sequence, deliveries, targets   what was sent to whom
desk: deeds, silences, views, subscriptions, tokens           what people do
sources                              what intake remembers    pruning, takeover         what goes, and comes over
"""

from bellwire.ledger.deeds import Deed, DeedKind
from bellwire.ledger.deliveries import Delivery, DeliveryLedger, DeliveryState
from bellwire.ledger.desk import DeskBook
from bellwire.ledger.events import EventPlace
from bellwire.ledger.feeds import FeedArrivals
from bellwire.ledger.ledger import Ledger, Watching, open_ledger
from bellwire.ledger.outbox import OutboxMessage, OutboxRow
from bellwire.ledger.silences import Silence
from bellwire.ledger.subscriptions import StoredSubscription
from bellwire.ledger.targets import Held, Target, TargetLedger
from bellwire.ledger.texts import Copy
from bellwire.ledger.tokens import SCOPES, Scope, Token, TokenMemory

__all__ = [
    "SCOPES",
    "Copy",
    "Deed",
    "DeedKind",
    "Delivery",
    "DeliveryLedger",
    "DeliveryState",
    "DeskBook",
    "EventPlace",
    "FeedArrivals",
    "Held",
    "Ledger",
    "OutboxMessage",
    "OutboxRow",
    "Scope",
    "Silence",
    "StoredSubscription",
    "Target",
    "TargetLedger",
    "Token",
    "TokenMemory",
    "Watching",
    "open_ledger",
]
