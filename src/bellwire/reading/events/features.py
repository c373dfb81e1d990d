"""What the second opinion sees of a mention: words of its frame, its way to the root, its place in the article."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from bellwire.reading.events.draft import Draft
from bellwire.reading.syntax.frames import Argument
from bellwire.reading.syntax.tokens import Token

#: Parts of speech whose lemmas say what a sentence is about.
_TELLING = frozenset(["NOUN", "VERB", "ADJ", "PROPN", "ADV", "NUM"])


def kinds_of(drafts: Iterable[Draft]) -> Counter[str]:
    """How often an article mentions each kind; counted once for all its mentions."""
    return Counter(draft.name for draft in drafts)


def features(draft: Draft, flags: frozenset[str], kinds: Counter[str]) -> tuple[str, ...]:
    """The features of one mention, as readable names; each at most once, in a fixed order."""
    found: dict[str, None] = {}
    for name in (*_frame(draft), *_way(draft), *_around(draft, flags, kinds)):
        found.setdefault(name)
        found.setdefault(f"{draft.name}&{name}")
    return tuple(found)


def _frame(draft: Draft) -> Iterator[str]:
    frame, token = draft.frame, draft.frame.token
    yield "always"
    yield f"rule={draft.rule.name}"
    yield f"missed={_reason(draft.missed)}"
    yield f"trigger={frame.lemma}"
    yield f"form={frame.form}"
    yield f"light={frame.light}"
    yield f"passive={frame.passive}"
    yield f"link={token.dep}"
    for role, arguments in (("agent", frame.agents), ("patient", frame.patients)):
        yield from _arguments(role, arguments)
    for name, arguments in sorted(frame.preps.items()):
        yield f"prep={name}"
        yield from _arguments(name, arguments[:2])
    for word in sorted(frame.modifiers):
        yield f"beside={word}"


def _reason(missed: str) -> str:
    """The sort of reason for which a rule does not apply, without the words of the text."""
    return " ".join(missed.split(" ")[:3]) if missed else ""


def _arguments(role: str, arguments: Sequence[Argument]) -> Iterator[str]:
    yield f"{role}s={min(len(arguments), 2)}"
    for argument in arguments[:2]:
        for kind in sorted(argument.types):
            yield f"{role}:{kind}"


def _way(draft: Draft) -> Iterator[str]:
    stands, tokens = draft.standing, draft.frame.sentence.tokens
    anchor = tokens[draft.frame.anchor]
    yield f"status={draft.status}"
    yield f"operators={stands.status}"
    for step in stands.steps:
        yield f"step={step.name}"
        yield f"word={step.word.lower()}"
    yield f"background={stands.background}"
    yield f"tense={anchor.tag}+{_auxiliaries(tokens, draft)}"
    head = tokens[draft.frame.token.head]
    yield f"above={head.lemma}"
    yield f"root={tokens[stands.path[-1]].lemma}"
    for speaker in draft.speakers[:1]:
        yield f"says={speaker.grade}"
        yield f"neutral={speaker.neutral}"
        yield from (f"speaker:{kind}" for kind in sorted(speaker.types))
    yield f"speakers={min(2, len(draft.speakers))}"


def _auxiliaries(tokens: Sequence[Token], draft: Draft) -> str:
    below = draft.frame.sentence.children[draft.frame.anchor]
    return "+".join(tokens[c].text.lower() for c in below if tokens[c].dep in ("aux", "auxpass"))


def _around(draft: Draft, flags: frozenset[str], kinds: Counter[str]) -> Iterator[str]:
    sentence = draft.frame.sentence
    yield f"field={sentence.field}"
    yield f"sentence={min(draft.order, 6)}"
    yield f"dated={draft.when is not None}"
    yield f"counted={bool(draft.counts)}"
    yield f"placed={draft.place.origin if draft.place else ''}"
    yield f"mentions={min(kinds[draft.name], 3)}"
    for flag in sorted(flags):
        yield f"about={flag}"
    for kind in sorted(kinds):
        yield f"also={kind}"
    for token in sentence.tokens:
        if token.pos in _TELLING and len(token.lemma) > 2 and token.lemma.isalpha():
            yield f"near={token.lemma}"
