"""Rules that tell kinds of events, as data: read, checked and compiled here; matched in match.py.

A rule names its triggers (verbs, nouns, adjectives), what its arguments must be, and which words must or must not stand
near. Patterns are small: "pull out" is a verb with a particle or preposition, "open [fire]" one with an object, "come
under [fire|attack]" one with a prepositional object, "peace talks" a noun with a modifier, "exchange of fire|shots" a
noun with a complement, "A|B" alternatives everywhere. In an argument's list of types "?" means that the argument may be
absent, "~" that it may be of no known type, "-type" that it must not be of that type. `also` are kinds told beside the
rule's own, with `also_for` only by these triggers: a bomb that kills tells of casualties, one that hits does not.
In lists of words "@name" is a list that several rules share (`[lists]` of lexicon.toml).
`ahead`: only where it is yet to come ("will respond", "vowed to respond"). A `status` of a rule stands for "happened";
"happened" itself stands for "denied", where the denial is part of the trigger ("have no food").
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import msgspec

from bellwire.reading.syntax.forms import noun_forms, verb_forms

_PATTERN = re.compile(r"^(?P<words>[^\[\]]+?)(?:\s*\[(?P<inner>[^\]]+)\])?$")


class Prepositional(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A prepositional argument that must be there: any of these prepositions, any of these types."""

    names: list[str]
    types: list[str] = []


class RuleData(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A rule as written in TOML. Unknown keys are refused."""

    name: str
    kind: str
    examples: list[str]
    near_misses: list[str]
    verbs: list[str] = []
    nouns: list[str] = []
    adjectives: list[str] = []
    agent: list[str] = []
    patient: list[str] = []
    either: list[str] = []
    prep: list[Prepositional] = []
    with_any: list[str] = []
    near: list[str] = []
    not_with: list[str] = []
    not_near: list[str] = []
    passive: bool | None = None
    ahead: bool = False
    context: list[str] = []
    not_context: list[str] = []
    status: str = ""
    plover: str = ""
    swap: bool = False
    result: bool = False
    consumes: list[str] = []
    yields_to: list[str] = []
    also: list[str] = []
    also_for: list[str] = []
    anywhere: bool = False
    confidence: float = 0.7


class RuleFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A file of rules: the first that matches a trigger wins, file by file in the order of their names."""

    rule: list[RuleData] = []


@dataclass(frozen=True, slots=True)
class Pattern:
    """One way to say a trigger: its form class, head word, needed particle or modifier, needed object."""

    form: str
    lemma: str
    particles: frozenset[str] = frozenset()
    modifiers: frozenset[str] = frozenset()
    of: frozenset[str] = frozenset()
    inner: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Slot:
    """What an argument must be."""

    types: frozenset[str]
    refused: frozenset[str]
    absent: bool
    untyped: bool

    @property
    def free(self) -> bool:
        """Whether anything will do."""
        return self.absent and self.untyped and not self.types and not self.refused


@dataclass(frozen=True, slots=True)
class Rule:
    """A compiled rule."""

    name: str
    kind: str
    data: RuleData
    patterns: tuple[Pattern, ...]
    agent: Slot
    patient: Slot
    either: Slot
    preps: tuple[tuple[frozenset[str], Slot], ...]
    with_any: frozenset[str]
    near: frozenset[str]
    not_with: frozenset[str]
    not_near: frozenset[str]

    def also(self, trigger: str) -> list[str]:
        """The kinds that are told beside the rule's own by this trigger."""
        return self.data.also if not self.data.also_for or trigger in self.data.also_for else []


@dataclass(frozen=True, slots=True)
class RuleBook:
    """All rules, by the written forms of their triggers: form → (form class, lemma) → rules in order."""

    rules: tuple[Rule, ...]
    by_form: Mapping[str, tuple[tuple[Rule, Pattern], ...]]

    def names(self) -> frozenset[str]:
        """Every rule's name."""
        return frozenset(rule.name for rule in self.rules)


def slot(types: Iterable[str], groups: Mapping[str, Iterable[str]]) -> Slot:
    """A slot out of a rule's list; an empty list lets anything pass."""
    wanted: set[str] = set()
    refused: set[str] = set()
    listed = list(types)
    for item in listed:
        if item in ("?", "~"):
            continue
        bare = item.removeprefix("-")
        (refused if item.startswith("-") else wanted).update(groups.get(bare, (bare,)))
    return Slot(
        frozenset(wanted), frozenset(refused), not listed or "?" in listed, not listed or "~" in listed or not wanted
    )


def _patterns(data: RuleData) -> Iterable[Pattern]:
    for text in data.verbs:
        match = _PATTERN.match(text)
        assert match, text
        lemma, *particles = match["words"].split()
        inner = frozenset(match["inner"].split("|")) if match["inner"] else frozenset[str]()
        options = frozenset(particles[0].split("|")) if particles else frozenset[str]()
        for head in lemma.split("|"):
            yield Pattern("verb", head, particles=options, inner=inner)
    for text in data.nouns:
        words, _, complement = text.partition(" of ")
        *modifiers, noun = words.split()
        wanted = frozenset(modifiers[0].split("|")) if modifiers else frozenset[str]()
        for head in noun.split("|"):
            of = frozenset(complement.split("|")) if complement else frozenset[str]()
            yield Pattern("noun", head, modifiers=wanted, of=of)
    for text in data.adjectives:
        yield Pattern("adjective", text)


def forms_of(pattern: Pattern) -> frozenset[str]:
    """The written forms of a pattern's head word."""
    if pattern.form == "verb":
        return verb_forms(pattern.lemma)
    if pattern.form == "noun":
        return noun_forms(pattern.lemma)
    return frozenset((pattern.lemma,))


def spelled_out(data: RuleData, lists: Mapping[str, str]) -> RuleData:
    """The rule with the words of a list in the place of its name. Raises ValueError for a list that is none."""
    words = {field: list(_listed(data, field, lists)) for field in ("with_any", "near", "not_with", "not_near")}
    return msgspec.structs.replace(data, **words)


def _listed(data: RuleData, field: str, lists: Mapping[str, str]) -> Iterator[str]:
    for text in getattr(data, field):
        name = text.removeprefix("@")
        if name == text:
            yield text
        elif name in lists:
            yield from lists[name].split()
        else:
            raise ValueError(f"rule {data.name}: no such list: {name}")


def compile_rules(
    files: Iterable[RuleFile],
    groups: Mapping[str, Iterable[str]],
    kinds: Iterable[str],
    lists: Mapping[str, str] | None = None,
) -> RuleBook:
    """Checks and indexes rules. Raises ValueError where a rule names an unknown kind or list, or a name twice."""
    known, rules, seen = set(kinds), list[Rule](), set[str]()
    for data in (spelled_out(rule, lists or {}) for file in files for rule in file.rule):
        if data.kind not in known:
            raise ValueError(f"rule {data.name}: no such kind: {data.kind}")
        if data.name in seen:
            raise ValueError(f"two rules are called {data.name}")
        seen.add(data.name)
        rules.append(
            Rule(
                name=data.name,
                kind=data.kind,
                data=data,
                patterns=tuple(_patterns(data)),
                agent=slot(data.agent, groups),
                patient=slot(data.patient, groups),
                either=slot(data.either, groups),
                preps=tuple((frozenset(p.names), slot(p.types, groups)) for p in data.prep),
                with_any=_words(data.with_any),
                near=_words(data.near),
                not_with=_words(data.not_with),
                not_near=_words(data.not_near),
            )
        )
    index: dict[str, list[tuple[Rule, Pattern]]] = {}
    for rule in rules:
        for pattern in rule.patterns:
            for form in forms_of(pattern):
                index.setdefault(form, []).append((rule, pattern))
    return RuleBook(tuple(rules), {form: tuple(found) for form, found in index.items()})


def bare_rule(kind: str) -> Rule:
    """A rule without a word: what stands in for one where the second opinion alone reads a kind."""
    data = RuleData(name=f"{kind}/unruled", kind=kind, examples=[], near_misses=[])
    free, none = slot([], {}), frozenset[str]()
    return Rule(data.name, kind, data, (), free, free, free, (), none, none, none, none)


def _words(words: Iterable[str]) -> frozenset[str]:
    return frozenset(w for text in words for w in text.split("|"))
