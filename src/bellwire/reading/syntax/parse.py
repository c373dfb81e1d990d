"""Parses sentences: the one file that imports spaCy. What comes out is plain tokens, copied out of the Doc."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Protocol

from bellwire.errors import Unavailable
from bellwire.reading.syntax.tokens import Sentence, Token


class Parser(Protocol):
    """Anything that turns texts of single sentences into tokens and their children."""

    def __call__(self, texts: Sequence[str]) -> list[tuple[Token, ...]]: ...


class SpacyParser:
    """An installed spaCy pipeline. Token offsets count from the sentence's own start. Raises Unavailable without it."""

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

    def __call__(self, texts: Sequence[str]) -> list[tuple[Token, ...]]:
        if not texts:
            return []
        with self._pipeline.memory_zone():
            return [_copy(doc) for doc in self._pipeline.pipe(texts, batch_size=32)]


def _copy(doc: Any) -> tuple[Token, ...]:
    return tuple(
        Token(
            i=token.i,
            text=token.text,
            lemma=_lemma(token),
            pos=token.pos_,
            tag=token.tag_,
            dep=token.dep_,
            head=token.head.i,
            start=token.idx,
            end=token.idx + len(token.text),
            entity=token.ent_type_,
        )
        for token in doc
    )


def _lemma(token: Any) -> str:
    """The lemma in lower case; the singular of a capitalised plural that was taken for a name ("Rockets slammed")."""
    lemma: str = token.lemma_.lower()
    if token.tag_ == "NNPS" and lemma == token.lower_ and lemma.endswith("s") and len(lemma) > 4:
        return lemma[:-3] + "y" if lemma.endswith("ies") else lemma[:-1]
    return lemma


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
