"""Matches frames against rules: which kind of event, if any, does this trigger tell?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bellwire.reading.events.rules import Pattern, Rule, RuleBook, Slot
from bellwire.reading.syntax.frames import Argument, Frame

#: Topics that, where they outweigh conflict, silence every rule that does not say otherwise.
OFF_TOPIC = frozenset(["sport", "business", "disaster"])

#: Auxiliaries and verbs above what is yet to come.
AHEAD = frozenset(["will", "'ll", "wo", "would", "shall", "may", "might", "could", "must"])
INTENDING = frozenset(["vow", "pledge", "promise", "threaten", "swear", "warn", "prepare", "intend", "plan", "reserve"])
#: Types that say no more than that it has a name, or had one before.
NONDESCRIPT = frozenset(["organisation", "pronoun"])
ARMED = frozenset(["armed_force", "rebel", "militia", "gunmen", "missile", "bomb"])


@dataclass(frozen=True, slots=True)
class Match:
    """A rule that applies to a frame."""

    frame: Frame
    rule: Rule


@dataclass(frozen=True, slots=True)
class Miss:
    """A rule whose trigger stands there but which does not apply, and why."""

    frame: Frame
    rule: Rule
    why: str


def kinds_of(outcome: Match | Miss) -> tuple[str, ...]:
    """The kinds that a match tells of, its rule's own first; of a miss that kind alone."""
    own = (outcome.rule.kind,)
    return (*own, *outcome.rule.also(outcome.frame.lemma)) if isinstance(outcome, Match) else own


def match(frame: Frame, book: RuleBook, flags: frozenset[str]) -> tuple[Match | None, tuple[Miss, ...]]:
    """The first rule that applies, and before it the first of each kind that does not, with the reason why not."""
    misses: dict[str, Miss] = {}
    for rule, pattern in book.by_form.get(frame.token.text.lower(), ()):
        why = _pattern_fails(pattern, frame)
        if why:
            continue
        why = _rule_fails(rule, frame, flags)
        if not why:
            return Match(frame, rule), tuple(misses.values())
        misses.setdefault(rule.kind, Miss(frame, rule, why))
    return None, tuple(misses.values())


def _pattern_fails(pattern: Pattern, frame: Frame) -> str:
    if pattern.form != frame.form:
        return "form"
    if pattern.particles:
        if not pattern.particles & (frame.particles | frame.preps.keys()):
            return "particle"
        if pattern.inner:
            inside = {lemma for p in pattern.particles for a in frame.preps.get(p, ()) for lemma in a.lemmas}
            if not pattern.inner & (inside | frame.objects):
                return "object"
    elif pattern.inner and not pattern.inner & (frame.objects | _lemmas(frame.patients)):
        return "object"
    if pattern.modifiers and not pattern.modifiers & frame.modifiers:
        return "modifier"
    if pattern.of and not pattern.of & _lemmas(a for p in ("of", "in", "for", "to") for a in frame.preps.get(p, ())):
        return "complement"
    return ""


def _lemmas(arguments: Iterable[Argument]) -> set[str]:
    return {lemma for argument in arguments for lemma in argument.lemmas}


def _rule_fails(rule: Rule, frame: Frame, flags: frozenset[str]) -> str:
    return next(filter(None, conditions(rule, frame, flags)), "")


def conditions(rule: Rule, frame: Frame, flags: frozenset[str]) -> Iterator[str]:
    """What a rule asks of a frame that has its trigger, in order: "" for what holds, else why it does not."""
    data = rule.data
    if data.passive is not None:
        yield "" if data.passive == frame.passive else f"it must be {'passive' if data.passive else 'active'}"
    if data.ahead:
        yield "" if _lies_ahead(frame) else "it is not yet to come"
    if not data.anywhere:
        yield f"the article is about {', '.join(sorted(off))}" if (off := flags & OFF_TOPIC) else ""
    if data.context:
        about = flags.intersection(data.context) or ("conflict" in data.context and _armed(frame))
        yield "" if about else f"the article is not about {' or '.join(data.context)}"
    if data.not_context:
        barred = flags.intersection(data.not_context)
        yield f"the article is about {', '.join(sorted(barred))}" if barred else ""
    both = frame.agents + frame.patients + tuple(a for found in frame.preps.values() for a in found)
    yield from _slots(rule, frame, both)
    nearby = frame.modifiers | _lemmas(both) | frame.objects
    if rule.with_any:
        yield "" if rule.with_any & nearby else f"none of {', '.join(sorted(rule.with_any)[:5])} stands with it"
    if rule.near:
        yield "" if rule.near & frame.words else f"none of {', '.join(sorted(rule.near)[:5])} is in the sentence"
    if rule.not_with:
        yield f"{', '.join(sorted(found))} stands with it" if (found := rule.not_with & nearby) else ""
    if rule.not_near:
        yield f"{', '.join(sorted(found))} is in the sentence" if (found := rule.not_near & frame.words) else ""


def _slots(rule: Rule, frame: Frame, both: tuple[Argument, ...]) -> Iterator[str]:
    """The same of what a rule's arguments must be."""
    for name, wanted, there in (
        ("agent", rule.agent, frame.agents), ("patient", rule.patient, frame.patients),
        ("agent or patient", rule.either, both),
    ):  # fmt: skip
        if not wanted.free:
            yield _slot_fails(name, wanted, there)
    for names, wanted in rule.preps:
        yield _slot_fails("/".join(sorted(names)), wanted, tuple(a for n in names for a in frame.preps.get(n, ())))


def near_misses(frame: Frame, book: RuleBook, flags: frozenset[str]) -> Iterator[tuple[Rule, tuple[str, ...]]]:
    """Every rule whose trigger stands there, with what each of its conditions says."""
    for rule, pattern in book.by_form.get(frame.token.text.lower(), ()):
        if not _pattern_fails(pattern, frame):
            yield rule, tuple(conditions(rule, frame, flags))


def _lies_ahead(frame: Frame) -> bool:
    """Whether a modal or a verb of intent stands on the first steps up from a trigger: "will", "vowed to"."""
    tokens = frame.sentence.tokens
    at = frame.anchor
    for _ in range(4):
        if any(c.dep == "aux" and c.text.lower() in AHEAD for c in frame.sentence.below(at)):
            return True
        head = tokens[at].head
        if tokens[head].lemma in INTENDING:
            return True
        if head == at or tokens[at].dep not in ("xcomp", "ccomp", "conj", "pobj", "dobj", "prep"):
            return False
        at = head
    return False


def _armed(frame: Frame) -> bool:
    """Whether fighters or weapons take part, so that even a lone sentence is about conflict."""
    return any(a.types & ARMED for a in frame.agents + frame.patients)


def _slot_fails(name: str, slot: Slot, arguments: tuple[Argument, ...]) -> str:
    if slot.free:
        return ""
    if not arguments:
        return "" if slot.absent else f"it has no {name}"
    types = frozenset().union(*(a.types for a in arguments))
    if types & slot.refused:
        return f"its {name} is {', '.join(sorted(types & slot.refused))}"
    if types & slot.types:
        return ""
    if slot.untyped and (not slot.types or any(not a.types - NONDESCRIPT for a in arguments)):
        return ""
    return f"its {name} is {', '.join(sorted(types)) or 'of no known type'}"
