"""Matches frames against rules: which kind of event, if any, does this trigger tell?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bellwire.reading.events.rules import Pattern, Rule, RuleBook, Slot
from bellwire.reading.syntax.frames import Argument, Frame

#: Topics that, where they outweigh conflict, silence every rule that does not say otherwise.
OFF_TOPIC = frozenset(["sport", "business", "disaster"])

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
    data = rule.data
    if data.passive is not None and data.passive != frame.passive:
        return "it must be passive" if data.passive else "it must be active"
    if not data.anywhere and (off := flags & OFF_TOPIC):
        return f"the article is about {', '.join(sorted(off))}"
    if data.context and not flags.intersection(data.context) and not ("conflict" in data.context and _armed(frame)):
        return f"the article is not about {' or '.join(data.context)}"
    if flags.intersection(data.not_context):
        return f"the article is about {', '.join(sorted(flags.intersection(data.not_context)))}"
    if why := _slot_fails("agent", rule.agent, frame.agents) or _slot_fails("patient", rule.patient, frame.patients):
        return why
    both = frame.agents + frame.patients + tuple(a for found in frame.preps.values() for a in found)
    if why := _slot_fails("agent or patient", rule.either, both):
        return why
    for names, wanted in rule.preps:
        there = tuple(a for name in names for a in frame.preps.get(name, ()))
        if why := _slot_fails("/".join(sorted(names)), wanted, there):
            return why
    nearby = frame.modifiers | _lemmas(both) | frame.objects
    if rule.with_any and not rule.with_any & nearby:
        return f"none of {', '.join(sorted(rule.with_any)[:5])} stands with it"
    if rule.near and not rule.near & frame.words:
        return f"none of {', '.join(sorted(rule.near)[:5])} is in the sentence"
    if found := rule.not_with & nearby:
        return f"{', '.join(sorted(found))} stands with it"
    if found := rule.not_near & frame.words:
        return f"{', '.join(sorted(found))} is in the sentence"
    return ""


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
    if not types and slot.untyped:
        return ""
    if slot.untyped and not slot.types:
        return ""
    if slot.untyped and any(not a.types for a in arguments):
        return ""
    return f"its {name} is {', '.join(sorted(types)) or 'of no known type'}"
