"""How many items one message may hold, whatever its format: each becomes a message of its own, and work."""

from __future__ import annotations

from bellwire.errors import BadCopy

#: Items of one message, entries of one feed; real ones have some hundreds at most.
MAX_ITEMS = 2_000


def check_count(count: int, items: str = "items", most: int = MAX_ITEMS) -> None:
    """Raises BadCopy (`too-large`) for more items than one message may hold."""
    if count > most:
        raise BadCopy(f"{count:,} {items} in one message; the limit is {most:,}", reason="too-large")
