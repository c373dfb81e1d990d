"""Parses sentences: the one file that imports spaCy. What comes out is plain tokens, copied out of the Doc."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Protocol

import numpy as np

from bellwire.errors import Unavailable
from bellwire.reading.syntax.entities import NAME, entities_of
from bellwire.reading.syntax.tokens import Sentence, Token
from bellwire.reading.syntax.vectors import VECTORS, shared_vectors
from bellwire.reading.syntax.words import LEMMATIZER, RULER, forms_of, words_of

#: Sentences that go through the pipeline together: a long article's, of which the parser takes a quarter at a time.
BATCH = 256


class Parser(Protocol):
    """Anything that turns texts of single sentences into tokens and their children."""

    def __call__(self, texts: Sequence[str]) -> list[tuple[Token, ...]]: ...


class SpacyParser:
    """An installed spaCy pipeline. Token offsets count from the sentence's own start. Raises Unavailable without it.

    What its ruler, lemmatizer and recogniser find is found in shorter ways, if they are made as those of the pipeline
    that comes with Bellwire are.
    """

    def __init__(self, model: str) -> None:
        import spacy

        self.model = model
        try:
            self._pipeline: Any = spacy.load(model)
        except OSError:
            raise Unavailable(
                f"the spaCy pipeline {model!r} is not installed; set BELLWIRE_MODEL to one that is"
            ) from None
        exceptions: Any = self._pipeline.tokenizer
        for word in ("U.S.", "U.N.", "U.K.", "Gen.", "Lt.", "Col.", "W.", "E.", "N.", "S."):
            exceptions.add_special_case(word, [{"ORTH": word}])
        self._vectors, self._words = shared_vectors(self._pipeline), words_of(self._pipeline)
        self._entities = entities_of(self._pipeline)
        shorter = ((VECTORS, self._vectors), (RULER, self._words), (LEMMATIZER, self._words), (NAME, self._entities))
        self._shorter = [name for name, way in shorter if way is not None]

    def __call__(self, texts: Sequence[str]) -> list[tuple[Token, ...]]:
        found = list[tuple[Token, ...]]()
        for at in range(0, len(texts), BATCH):
            with self._pipeline.memory_zone():
                found += self._parsed(texts[at : at + BATCH])
        return found

    def _parsed(self, texts: Sequence[str]) -> list[tuple[Token, ...]]:
        docs = [self._pipeline.make_doc(text) for text in texts]
        if self._vectors is not None:
            for doc, vectors in zip(docs, self._vectors(docs), strict=True):
                doc.tensor = vectors
        docs = list(self._pipeline.pipe(docs, batch_size=BATCH, disable=self._shorter))
        columns = [_columns(doc) for doc in docs]
        if self._entities:
            labels = self._entities(docs, [[start == 1 for *_, start in rows] for rows in columns])
        else:
            labels = [[token.ent_type_ for token in doc] for doc in docs]
        return [self._copy(*one) for one in zip(docs, columns, labels, strict=True)]

    def _copy(self, doc: Any, columns: Sequence[Sequence[int]], labels: Sequence[str]) -> tuple[Token, ...]:
        forms = self._words(doc, [(row[0], row[1], row[2]) for row in columns]) if self._words else forms_of(doc)
        return tuple(
            Token(i, *form, i + head, start, start + len(form.text), label)
            for i, (form, (_, _, _, head, start, _), label) in enumerate(zip(forms, columns, labels, strict=True))
        )


def _columns(doc: Any) -> list[tuple[int, ...]]:
    """Of each word the numbers of text, tag and dependency, how far off its head is, its offset, and 1 where a sentence
    begins."""
    found = doc.to_array(["ORTH", "TAG", "DEP", "HEAD", "IDX", "SENT_START"])
    signed = found.view(np.int64)
    return list(zip(*(column.tolist() for column in (*found.T[:3], *signed.T[3:])), strict=True))


def sentence_of(field: str, index: int, paragraph: int, start: int, text: str, tokens: Iterable[Token]) -> Sentence:
    """A parsed sentence whose tokens' offsets count in the field's clean text."""
    moved = tuple(
        Token(t.i, t.text, t.lemma, t.pos, t.tag, t.dep, t.head, t.start + start, t.end + start, t.entity)
        for t in tokens
    )
    children: list[list[int]] = [[] for _ in moved]
    for token in moved:
        if token.head != token.i:
            children[token.head].append(token.i)
    return Sentence(
        field, index, paragraph, start, start + len(text), text, moved, tuple(tuple(below) for below in children)
    )
