"""What the second opinion sees of how an event is told: operators, speakers, tense, modals, times, its sentence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from bellwire.reading.events.attribution import Speaker
from bellwire.reading.events.opinion.vocabulary import Vocabulary
from bellwire.reading.events.status import Standing
from bellwire.reading.facts.times import TimeMention
from bellwire.reading.syntax.frames import Frame
from bellwire.reading.syntax.tokens import Token

_MODALS = frozenset(["will", "would", "may", "might", "could", "can", "should", "must", "shall", "'ll", "wo", "ca"])
_CLAUSES = frozenset(["ROOT", "ccomp", "advcl", "relcl", "conj", "parataxis", "pcomp", "acl", "xcomp", "csubj"])
_AUXILIARY = frozenset(["aux", "auxpass", "neg"])
_MOODY = frozenset(["aux", "auxpass", "neg", "mark", "advmod", "prt"])
_ADJUNCTS = frozenset(["advmod", "mark", "npadvmod", "prep"])
_ABOUT = frozenset(["VERB", "NOUN", "ADJ", "ADV", "SCONJ"])
#: Bounds of how many days an expression lies from the article's own day.
_DAYS = (-3650, -300, -60, -20, -6, -3, -1, 0, 1, 7, 60)
#: Steps from a trigger towards the root that are looked at.
_FAR = 12


@dataclass(frozen=True, slots=True)
class Telling:
    """How one event is told: what the rules make of it, who says so, when, and all times of its sentence."""

    frame: Frame
    standing: Standing
    speakers: tuple[Speaker, ...]
    ruled: str
    time: TimeMention | None
    times: tuple[TimeMention, ...]
    today: date | None


def mood(telling: Telling, words: Vocabulary) -> list[str]:
    """The features of how one event is told, as readable names; each once, in a fixed order."""
    parts = (
        _operators(telling), _speech(telling), _word(telling.frame, words), _way(telling.frame, words),
        _clauses(telling.frame), _sentence(telling.frame), _times(telling),
    )  # fmt: skip
    return list(dict.fromkeys(name for part in parts for name in part))


def _operators(telling: Telling) -> Iterator[str]:
    stands = telling.standing
    yield f"ruled={telling.ruled}"
    yield f"operators={stands.status}"
    yield f"background={stands.background}"
    yield f"steps={min(3, len(stands.steps))}"
    for number, step in enumerate(stands.steps):
        yield f"step={step.name}"
        yield f"step{number}={step.name}"
        yield f"step word={step.word.lower()}"
        yield f"step={step.name} {telling.frame.lemma}"


def _speech(telling: Telling) -> Iterator[str]:
    frame, tokens = telling.frame, telling.frame.sentence.tokens
    yield f"speakers={min(2, len(telling.speakers))}"
    for speech in telling.standing.speeches[:2]:
        yield f"says={tokens[speech.verb].lemma}"
        yield f"says tag={tokens[speech.verb].tag}"
    agents = sorted({kind for argument in frame.agents for kind in argument.types})
    patients = sorted({kind for argument in frame.patients for kind in argument.types})
    for speaker in telling.speakers[:2]:
        yield f"speaker={speaker.grade}"
        yield f"neutral={speaker.neutral}"
        yield f"denies={speaker.denies}"
        yield f"accuses={speaker.accuses}"
        own = {lemma for argument in frame.agents for lemma in argument.lemmas}
        yield f"own={bool(own & set(speaker.source.lower().split()))}"
        for kind in sorted(speaker.types):
            yield f"speaker:{kind}"
            yield from (f"speaker:{kind} agent:{other}" for other in agents)
            yield from (f"speaker:{kind} patient:{other}" for other in patients)


def _word(frame: Frame, words: Vocabulary) -> Iterator[str]:
    token, tokens = frame.token, frame.sentence.tokens
    yield f"tag={token.tag}"
    yield f"link={token.dep}"
    yield f"tag={token.tag} link={token.dep}"
    yield f"lemma={token.lemma}"
    yield f"word={token.text.lower()}"
    yield f"lemma={token.lemma} tag={token.tag}"
    if groups := words.groups(token.text.lower(), token.lemma):
        yield f"group={groups[1]}"
        yield f"group={groups[0]} tag={token.tag}"
    yield f"light={frame.light}"
    yield f"passive={frame.passive}"
    yield f"anchor={tokens[frame.anchor].lemma}"
    yield from (f"beside={word}" for word in sorted(frame.modifiers))
    for role, found in (("agent", frame.agents), ("patient", frame.patients)):
        yield f"{role}s={min(2, len(found))}"
        yield from (f"{role}:{kind}" for argument in found[:2] for kind in sorted(argument.types))
    for step in (-2, -1, 1, 2):
        at = frame.trigger + step
        yield f"{step:+d}={tokens[at].lemma if 0 <= at < len(tokens) else '-'}"


def _way(frame: Frame, words: Vocabulary) -> Iterator[str]:
    """The words on the way to the root and what stands by them."""
    tokens, at, links = frame.sentence.tokens, frame.trigger, list[str]()
    for number in range(_FAR):
        token, head = tokens[at], tokens[tokens[at].head]
        if head.i == at:
            break
        yield f"above={head.lemma}"
        yield f"above{min(number, 2)}={head.lemma} {token.dep}"
        if groups := words.groups(head.lemma):
            yield f"above group={groups[1]}"
        if number == 0:
            yield f"head={head.lemma} {head.tag} {token.dep}"
            yield f"head tag={head.tag} {token.dep}"
        links.append(token.dep)
        for child in frame.sentence.below(head.i):
            if child.dep in _MOODY and child.i != at:
                yield f"above has={child.text.lower()} {child.dep}"
        at = head.i
    yield f"links={'<'.join(links[:3])}"
    yield f"root={tokens[at].lemma}"
    yield f"root tag={tokens[at].tag}"


def _clauses(frame: Frame) -> Iterator[str]:
    """Auxiliaries and adverbs of the trigger, of what carries it, and of its clause."""
    tokens, children = frame.sentence.tokens, frame.sentence.children
    for name, at in (("own", frame.trigger), ("carrier", frame.anchor), ("clause", _clause(tokens, frame.trigger))):
        below = [tokens[k] for k in children[at]]
        auxiliaries = [t.text.lower() for t in below if t.dep in _AUXILIARY]
        yield f"{name} form={'+'.join(auxiliaries)} {tokens[at].tag}"
        yield from (f"{name} has={word}" for word in auxiliaries)
        yield from (f"{name} with={t.lemma}" for t in below if t.dep in _ADJUNCTS)


def _clause(tokens: Sequence[Token], at: int) -> int:
    """The verb of the clause that a word stands in."""
    for _ in range(_FAR + 3):
        token = tokens[at]
        if (token.pos in ("VERB", "AUX") and token.dep in _CLAUSES) or token.head == at:
            break
        at = token.head
    return at


def _sentence(frame: Frame) -> Iterator[str]:
    sentence = frame.sentence
    for token in sentence.tokens:
        if token.text.lower() in _MODALS:
            yield f"modal={token.text.lower()}"
        if token.pos in _ABOUT and len(token.lemma) > 2 and token.lemma.isalpha():
            yield f"near={token.lemma}"
        if token.dep == "neg":
            yield "negated nearby"
        if token.tag in ("VBD", "VBZ", "VBP"):
            yield f"tense nearby={token.tag}"
    tag = frame.token.tag
    yield f"field={sentence.field}"
    yield f"field={sentence.field} tag={tag}"
    yield f"sentence={min(sentence.index, 6)}"
    yield f"sentence={min(sentence.index, 4)} tag={tag}"
    yield f"quoted={any(mark in sentence.text for mark in '“”' + chr(34))}"
    yield f"asks={'?' in sentence.text}"


def _times(telling: Telling) -> Iterator[str]:
    time, today = telling.time, telling.today
    if time is None or today is None:
        yield "time=none"
    else:
        text = telling.frame.sentence.text
        offset = telling.frame.sentence.start
        yield f"time type={time.type}"
        yield f"time={time.value if time.first is None else _days(time, today)}"
        yield f"time word={text[time.start - offset : time.end - offset].lower().split(' ')[0]}"
    if today is not None:
        yield from (f"time nearby={_days(t, today)}" for t in telling.times[:4] if t.first is not None)


def _days(time: TimeMention, today: date) -> int:
    """How far an expression's last day lies from the article's own, as the bound above it."""
    last = time.last or time.first
    away = (last - today).days if last is not None else 0
    return next((bound for bound in _DAYS if away <= bound), 99)
