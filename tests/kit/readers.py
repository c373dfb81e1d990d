"""The readers that ship, one of each for all tests of a process: loading takes a second, and they hold no state."""

from __future__ import annotations

from functools import cache

from bellwire.reading import Reader, load_reader


@cache
def full_reader() -> Reader:
    """Rules and second opinion, as the worker reads. Who changes one makes another of its parts."""
    return load_reader()


@cache
def reader_by_rules() -> Reader:
    """The rules alone."""
    return load_reader(method="rules")
