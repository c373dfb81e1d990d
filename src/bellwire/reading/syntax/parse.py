"""Parses sentences: the one file that imports spaCy. What comes out is plain tokens, copied out of the Doc."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from typing import Any, Protocol

import numpy as np

from bellwire.errors import Unavailable
from bellwire.reading.syntax.entities import NAME, entities_of
from bellwire.reading.syntax.tokens import Sentence, Token
from bellwire.reading.syntax.vectors import VECTORS, shared_vectors
from bellwire.reading.syntax.words import LEMMATIZER, RULER, Form, Seen, forms_of, words_of

#: Sentences that go through the pipeline together: a long article's, of which the parser takes a quarter at a time.
BATCH = 256
#: Sentences after which what was learned of new words is freed.
REMEMBERED = 4096


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
        self._zone, self._since = ExitStack(), 0
        self._shorter = [name for name, way in shorter if way is not None]

    def __call__(self, texts: Sequence[str]) -> list[tuple[Token, ...]]:
        found = list[tuple[Token, ...]]()
        for at in range(0, len(texts), BATCH):
            self._remembered()
            found += self._parsed(texts[at : at + BATCH])
            self._since += len(texts[at : at + BATCH])
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
        if self._words:
            forms = self._words(docs, [[row[0] for row in rows] for rows in columns])
        else:
            forms = [forms_of(doc) for doc in docs]
        return [_tokens(*one) for one in zip(forms, columns, labels, strict=True)]

    def _remembered(self) -> None:
        """Keeps what the vocabulary and the tokenizer learn of new words for a while, and then frees it."""
        if self._since >= REMEMBERED:
            self._zone.close()
            self._since = 0
        if self._since == 0:
            self._zone.enter_context(self._pipeline.memory_zone())


def _columns(doc: Any) -> list[tuple[Seen, int, int, int]]:
    """Of each word what is seen of it, how far off its head is, its offset, and 1 where a sentence begins."""
    found = doc.to_array(["ORTH", "TAG", "DEP", "HEAD", "IDX", "SENT_START"])
    seen, rest = found[:, :3].T.tolist(), found.view(np.int64)[:, 3:].T.tolist()
    return list(zip(zip(*seen, strict=True), *rest, strict=True))


def _tokens(
    forms: Sequence[Form], columns: Sequence[tuple[Seen, int, int, int]], labels: Sequence[str]
) -> tuple[Token, ...]:
    return tuple(
        Token(i, *form, i + head, start, start + len(form.text), label)
        for i, (form, (_, head, start, _), label) in enumerate(zip(forms, columns, labels, strict=True))
    )


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
