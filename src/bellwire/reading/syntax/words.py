"""What a word is beside its tag and its place in the sentence: part of speech and lemma, asked of the pipeline once.

The pipeline's attribute ruler tries every pattern on every word of every sentence, and its lemmatizer follows. Nearly
all of their patterns look at one word's own text, tag and dependency, so that what they make of these can be kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple

#: Words whose forms are kept: those used last.
KEPT = 1 << 14
#: The components whose work this is, and what their patterns may look at to be a matter of one word.
RULER, LEMMATIZER = "attribute_ruler", "lemmatizer"
OWN = frozenset(["TAG", "LOWER", "DEP", "ORTH", "IS_SPACE"])
#: Ways of the lemmatizer that look at one word alone.
MODES = frozenset(["rule", "lookup"])


class Form(NamedTuple):
    """A word's text, lemma in lower case, part of speech, tag and dependency."""

    text: str
    lemma: str
    pos: str
    tag: str
    dep: str


class Words:
    """The forms of a tagged and parsed sentence's words, as the pipeline's ruler and lemmatizer make them."""

    def __init__(self, pipeline: Any) -> None:
        self._make_doc = pipeline.make_doc
        self._vocab = pipeline.vocab
        self._steps = [pipeline.get_pipe(name) for name in (RULER, LEMMATIZER)]
        ruler = self._steps[0]
        self._wider = type(ruler.matcher)(self._vocab)
        for number, pattern in enumerate(ruler.patterns):
            if wide := [words for words in pattern["patterns"] if len(words) > 1]:
                self._wider.add(str(number), wide)
        self._doc = type(pipeline.make_doc(""))
        self._known = lru_cache(KEPT)(self._asked)

    def __call__(self, doc: Any, columns: Sequence[tuple[int, int, int]]) -> list[Form]:
        """The forms of the words, whose texts, tags and dependencies are `columns`, as numbers of the vocabulary."""
        if self._wider(doc, allow_missing=True):
            for step in self._steps:
                step(doc)
            return forms_of(doc)
        known = self._known
        return [known(*column) for column in columns]

    def _asked(self, text: int, tag: int, dep: int) -> Form:
        doc = self._doc(self._vocab, words=[self._vocab.strings[text]], spaces=[False])
        doc[0].tag, doc[0].dep = tag, dep
        for step in self._steps:
            step(doc)
        return forms_of(doc)[0]


def words_of(pipeline: Any) -> Words | None:
    """The forms of a pipeline's words; None where its own components must be run on whole sentences."""
    names = pipeline.pipe_names
    if not {RULER, LEMMATIZER} <= set(names) or pipeline.get_pipe(LEMMATIZER).mode not in MODES:
        return None
    patterns = [words for pattern in pipeline.get_pipe(RULER).patterns for words in pattern["patterns"]]
    one = [words[0] for words in patterns if len(words) == 1]
    return Words(pipeline) if all(OWN.issuperset(word) for word in one) else None


def forms_of(doc: Any) -> list[Form]:
    """The forms of a sentence that every component of its pipeline has seen."""
    return [Form(token.text, _lemma(token), token.pos_, token.tag_, token.dep_) for token in doc]


def _lemma(token: Any) -> str:
    """The lemma in lower case; the singular of a capitalised plural that was taken for a name ("Rockets slammed")."""
    lemma: str = token.lemma_.lower()
    if token.tag_ == "NNPS" and lemma == token.lower_ and lemma.endswith("s") and len(lemma) > 4:
        return lemma[:-3] + "y" if lemma.endswith("ies") else lemma[:-1]
    return lemma
