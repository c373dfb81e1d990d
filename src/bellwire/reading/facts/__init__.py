"""Facts: what names, words and numbers mean. Loaded once, passed to every finder.

gazetteer, places   where            lexicon, actors   who and what            times   when            counts   how many
named, toponyms, metonyms, nations, quarters, unlisted, situate, prior: the steps of where
quantities, counted, fates, count_words: the steps of how many      naming: countries, without a parse
tables, names, phrases: the data files, the index of names, the words of a noun phrase
"""

from __future__ import annotations

from dataclasses import dataclass

from bellwire.reading.facts.gazetteer import Gazetteer, load_gazetteer
from bellwire.reading.facts.lexicon import Lexicon, load_lexicon


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything that the finders know."""

    gazetteer: Gazetteer
    lexicon: Lexicon

    def is_name(self, word: str) -> bool:
        """Whether a word of no known case is written with a capital: a country, people, place or actor of one word."""
        return self.gazetteer.is_name(word) or word in self.lexicon.actors.meanings


def load_facts() -> Facts:
    """All facts, out of the package's data files: build once and pass on."""
    return Facts(load_gazetteer(), load_lexicon())
