"""Facts: what names, words and numbers mean. Loaded once, passed to every finder.

gazetteer, places   where            actors   who and what            times   when            counts   how many
"""

from __future__ import annotations

from dataclasses import dataclass

from bellwire.reading.facts.gazetteer import Gazetteer, load_gazetteer


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything that the finders know."""

    gazetteer: Gazetteer
    nouns: dict[str, frozenset[str]]


def load_facts() -> Facts:
    """All facts, out of the package's data files: build once and pass on."""
    return Facts(load_gazetteer(), load_nouns())


def load_nouns() -> dict[str, frozenset[str]]:
    return {}
