"""Readings → threads and alerts. `watcher.py` is the whole way on one screen; one module a question."""

from bellwire.watch.memory import MemoryLedger
from bellwire.watch.reasons import MEANING, Reason
from bellwire.watch.watcher import Watcher, load_watcher

__all__ = ["MEANING", "MemoryLedger", "Reason", "Watcher", "load_watcher"]
