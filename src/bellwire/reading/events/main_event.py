"""Which event a sentence is about: the one told nearest to its main predicate. The others explain or date it."""

from __future__ import annotations

from collections.abc import Sequence

from bellwire.reading.events.draft import Draft
from bellwire.reading.events.status_words import SAYING
from bellwire.reading.syntax.tokens import Sentence, Token

#: How far each link leads away from the main predicate; links not listed count 1.
STEPS = {
    "conj": 0.3, "dobj": 0.5, "attr": 0.5, "oprd": 0.5, "nsubjpass": 0.5, "nsubj": 0.7, "prep": 0.2, "pobj": 0.6,
    "xcomp": 0.8,
}  # fmt: skip
#: Layers of "he said that she said that".
MOST_SPEECHES = 4


def main_predicate(sentence: Sentence) -> tuple[Token, tuple[Token, ...]] | None:
    """The predicate that a sentence tells, below what is only said about it, and the verbs of saying above it."""
    root = next((token for token in sentence.tokens if token.head == token.i), None)
    if root is None:
        return None
    said: list[Token] = []
    while root.lemma in SAYING and len(said) < MOST_SPEECHES:
        below = [c for c in sentence.below(root.i) if c.dep in ("ccomp", "parataxis")]
        if not below:
            break
        said.append(root)
        root = below[0]
    return root, tuple(said)


def distance(draft: Draft) -> float:
    """How far an event is told from the main predicate of its sentence; who says it does not count."""
    tokens = draft.frame.sentence.tokens
    token, far = tokens[draft.frame.anchor], 0.0
    for _ in tokens:
        head = tokens[token.head]
        if head.i == token.i:
            break
        if token.dep not in ("ccomp", "parataxis") or head.lemma not in SAYING:
            far += STEPS.get(token.dep, 1.0)
        token = head
    return far


def by_distance(drafts: Sequence[Draft]) -> list[Draft]:
    """The events of one sentence, the main one first."""
    return sorted(drafts, key=lambda draft: (distance(draft), draft.frame.trigger))
