"""No finder raises on any text, however it was parsed."""

from hypothesis import given, settings
from hypothesis import strategies as st

from bellwire.reading.facts import Facts
from bellwire.reading.facts.actors import party, types_of
from bellwire.reading.facts.counts import find_counts
from bellwire.reading.facts.places import find_places
from bellwire.reading.facts.situate import best_place
from bellwire.reading.syntax.tokens import Sentence, Token

DEPS = ["nsubj", "pobj", "compound", "ROOT", "amod", "appos", "conj", "poss", "prep", "det", "punct", "nsubjpass"]
WORDS = st.one_of(
    st.text(min_size=1, max_size=8),
    st.sampled_from("Aleppo Iran Iraqi killed 12 at least - dozens of the New York Gulf in by to between and".split()),
)


@st.composite
def sentences(draw: st.DrawFn) -> Sentence:
    words = draw(st.lists(WORDS, min_size=1, max_size=12))
    tokens, at = [], 0
    for i, word in enumerate(words):
        head = draw(st.integers(0, len(words) - 1))
        pos = draw(st.sampled_from(["PROPN", "NOUN", "VERB", "ADJ", "NUM", "ADP", "DET", "AUX", "PRON", "PUNCT"]))
        entity = draw(st.sampled_from(["", "GPE", "PERSON", "ORG", "DATE", "CARDINAL"]))
        dep = draw(st.sampled_from(DEPS))
        tokens.append(Token(i, word, word.lower(), pos, "NN", dep, head, at, at + len(word), entity))
        at += len(word) + 1
    children = tuple(tuple(t.i for t in tokens if t.head == i != t.i) for i in range(len(tokens)))
    return Sentence("body", 0, 0, 0, at, " ".join(words), tuple(tokens), children)


@settings(max_examples=200, deadline=None)
@given(sentences())
def test_no_parse_makes_a_finder_raise(facts: Facts, sentence: Sentence) -> None:
    mentions = find_places(sentence, facts, "SY")
    last = len(sentence.tokens) - 1
    assert all(0 <= m.first <= m.last <= last for m in mentions)
    assert all(0 <= c.first <= c.last <= last and 0 <= c.least <= c.most for c in find_counts(sentence))
    for i in range(last + 1):
        types_of(sentence.tokens, i, facts)
        assert party(sentence.tokens, i, facts, "SY").text
        assert best_place(mentions, i, sentence, "SY", facts) is not None
