"""What the second opinion sees of a word that may tell an event: its frame, its neighbours, the rules' answer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bellwire.reading.events.match import Match, Miss, kinds_of
from bellwire.reading.events.opinion.vocabulary import Vocabulary
from bellwire.reading.syntax.frames import Frame
from bellwire.reading.syntax.tokens import Token

#: Parts of speech of words that may tell an event, and whose lemmas say what a sentence is about.
CONTENT = frozenset(["VERB", "NOUN", "ADJ", "PROPN", "ADV", "NUM"])
_ABOUT = CONTENT - {"NUM"}


@dataclass(frozen=True, slots=True)
class Around:
    """What stands round a word: topics of the article, kinds that rules read in its sentence and in the article."""

    flags: frozenset[str]
    sentence: frozenset[str]
    article: frozenset[str]


def telling(frame: Frame, outcomes: tuple[Match | Miss, ...], around: Around, words: Vocabulary) -> list[str]:
    """The features of one word, as readable names; each once, in a fixed order."""
    parts = (
        _word(frame.token, words), _tree(frame, words), _window(frame, words), _arguments(frame, words),
        _rules(outcomes, frame.lemma), _sentence(frame, around, words),
    )  # fmt: skip
    return list(dict.fromkeys(name for part in parts for name in part))


def _word(token: Token, words: Vocabulary) -> Iterator[str]:
    lemma, low = token.lemma, token.text.lower()
    yield f"word={low}"
    yield f"lemma={lemma}"
    yield f"tag={token.tag}"
    yield f"link={token.dep}"
    yield f"{lemma} link={token.dep}"
    yield f"{lemma} pos={token.pos}"
    for grain, group in zip("123", words.groups(low, lemma) or (), strict=False):
        yield f"group{grain}={group}"
        yield f"group{grain}={group} link={token.dep}"


def _tree(frame: Frame, words: Vocabulary) -> Iterator[str]:
    """The words above and below."""
    tokens, token, lemma = frame.sentence.tokens, frame.token, frame.lemma
    head = tokens[token.head]
    if head.i != token.i:
        yield f"above={head.lemma} {token.dep}"
        yield f"{lemma} above={head.lemma}"
        if groups := words.groups(head.lemma):
            yield f"above group={groups[1]} {token.dep}"
            yield f"{lemma} above group={groups[1]}"
        if tokens[head.head].i != head.i:
            yield f"far above={tokens[head.head].lemma}"
    for below in frame.sentence.below(token.i):
        if below.dep == "punct":
            continue
        yield f"below={below.dep} {below.lemma}"
        yield f"{lemma} below={below.lemma}"
        if groups := words.groups(below.lemma):
            yield f"below group={below.dep} {groups[1]}"
            yield f"{lemma} below group={groups[0]}"
        if below.dep != "prep":
            continue
        for inner in frame.sentence.below(below.i):
            yield f"{below.lemma}={inner.lemma}"
            if groups := words.groups(inner.lemma):
                yield f"{below.lemma} group={groups[1]}"
                yield f"{lemma} {below.lemma} group={groups[1]}"


def _window(frame: Frame, words: Vocabulary) -> Iterator[str]:
    """The two words either side."""
    tokens, at = frame.sentence.tokens, frame.trigger
    for step in (-2, -1, 1, 2):
        near = tokens[at + step].lemma if 0 <= at + step < len(tokens) else "-"
        yield f"{step:+d}={near}"
        if abs(step) == 1:
            yield f"{frame.lemma} {step:+d}={near}"
        if groups := words.groups(near):
            yield f"{step:+d} group={groups[1]}"


def _arguments(frame: Frame, words: Vocabulary) -> Iterator[str]:
    tokens, lemma = frame.sentence.tokens, frame.lemma
    yield f"form={frame.form}"
    yield f"light={frame.light}"
    yield f"passive={frame.passive} {lemma}"
    for role, found in (("agent", frame.agents), ("patient", frame.patients)):
        yield f"{role}s={min(2, len(found))} {frame.form}"
        for argument in found[:2]:
            for kind in sorted(argument.types):
                yield f"{role}:{kind}"
                yield f"{lemma} {role}:{kind}"
            head = tokens[argument.head].lemma
            yield f"{role}={head}"
            yield f"{lemma} {role}={head}"
            if groups := words.groups(head):
                yield f"{role} group={groups[1]}"
                yield f"{lemma} {role} group={groups[1]}"
    for name, found in sorted(frame.preps.items()):
        for argument in found[:2]:
            for kind in sorted(argument.types):
                yield f"{name}:{kind}"
                yield f"{lemma} {name}:{kind}"
    for word in sorted(frame.modifiers):
        yield f"beside={word}"
        yield f"{lemma} beside={word}"


def _rules(outcomes: tuple[Match | Miss, ...], lemma: str) -> Iterator[str]:
    """The rules' answer."""
    hit = False
    for outcome in outcomes:
        if isinstance(outcome, Miss):
            yield f"missed={outcome.rule.kind}"
            yield f"missed={outcome.rule.name} {' '.join(outcome.why.split(' ')[:3])}"
            continue
        hit = True
        yield f"rule={outcome.rule.name}"
        for kind in kinds_of(outcome):
            yield f"ruled={kind}"
            yield f"ruled={kind} {lemma}"
            yield f"ruled={kind} {outcome.rule.data.confidence}"
    if not hit:
        yield "unruled"
        yield f"unruled {lemma}"


def _sentence(frame: Frame, around: Around, words: Vocabulary) -> Iterator[str]:
    sentence, lemma = frame.sentence, frame.lemma
    yield f"field={sentence.field}"
    yield f"{lemma} field={sentence.field}"
    yield f"sentence={min(sentence.index, 5)}"
    for kind in sorted(around.sentence):
        yield f"sentence tells={kind}"
    for kind in sorted(around.article):
        yield f"article tells={kind}"
    for flag in sorted(around.flags):
        yield f"about={flag}"
        yield f"{lemma} about={flag}"
    for token in sentence.tokens:
        if token.i != frame.trigger and token.pos in _ABOUT and len(token.lemma) > 2 and token.lemma.isalpha():
            yield f"near={token.lemma}"
            if groups := words.groups(token.lemma):
                yield f"near group={groups[1]}"
