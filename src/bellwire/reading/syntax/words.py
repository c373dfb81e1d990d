"""What a word is beside its tag and its place in the sentence: part of speech and lemma, asked of the pipeline once.

The pipeline's attribute ruler tries every pattern on every word of every sentence, and its lemmatizer follows. Nearly
all of their patterns look at one word's own text, tag and dependency, so that what they make of these can be kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import Any, NamedTuple

#: Words whose forms are kept; when there are more, from none again.
KEPT = 1 << 14
#: The components whose work this is, and what their patterns may look at to be a matter of one word.
RULER, LEMMATIZER = "attribute_ruler", "lemmatizer"
OWN = frozenset(["TAG", "LOWER", "DEP", "ORTH", "IS_SPACE"])
#: Ways of the lemmatizer that look at one word alone.
MODES = frozenset(["rule", "lookup"])


#: A word's text, tag and dependency, as numbers of the vocabulary.
Seen = tuple[int, int, int]


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
        self._vocab = pipeline.vocab
        self._steps = [pipeline.get_pipe(name) for name in (RULER, LEMMATIZER)]
        ruler = self._steps[0]
        self._wider = type(ruler.matcher)(self._vocab)
        for number, pattern in enumerate(ruler.patterns):
            if wide := [words for words in pattern["patterns"] if len(words) > 1]:
                self._wider.add(str(number), wide)
        self._doc = type(pipeline.make_doc(""))
        self._known: dict[Seen, Form] = {}

    def __call__(self, docs: Sequence[Any], columns: Sequence[Sequence[Seen]]) -> list[list[Form]]:
        """The forms of the words of sentences, of each of which `columns` tells what is seen of it."""
        if len(self._known) > KEPT:
            self._known.clear()
        known = self._known
        self._learn([one for one in dict.fromkeys(chain.from_iterable(columns)) if one not in known])
        return [
            self._asked(doc) if self._wider(doc, allow_missing=True) else [known[one] for one in seen]
            for doc, seen in zip(docs, columns, strict=True)
        ]

    def _asked(self, doc: Any) -> list[Form]:
        for step in self._steps:
            step(doc)
        return forms_of(doc)

    def _learn(self, new: Sequence[Seen]) -> None:
        """Asks for words, all at once unless some of them, side by side, would be seen as more than one word."""
        if not new:
            return
        strings = self._vocab.strings
        doc = self._doc(self._vocab, words=[strings[text] for text, _, _ in new], spaces=[False] * len(new))
        for token, (_, tag, dep) in zip(doc, new, strict=True):
            token.tag, token.dep = tag, dep
        if len(new) > 1 and self._wider(doc, allow_missing=True):
            self._learn(new[: len(new) // 2])
            self._learn(new[len(new) // 2 :])
        else:
            self._known.update(zip(new, self._asked(doc), strict=True))


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
