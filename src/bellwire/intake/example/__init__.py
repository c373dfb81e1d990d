"""The wire that ships with Bellwire: Aleppo in December 2016, retold for it in twenty items over two days."""

from __future__ import annotations

from importlib.resources import files

from bellwire.intake.example.pace import replay, schedule
from bellwire.wire import Article, read_copy

__all__ = ["example_wire", "replay", "schedule"]


def example_wire() -> list[Article]:
    """The articles of the example, in the order in which they arrive; every one has `received`."""
    lines = files(__package__).joinpath("aleppo-2016.ninjs.jsonl").read_bytes().splitlines()
    return [article for line in lines for article in read_copy(line)]
