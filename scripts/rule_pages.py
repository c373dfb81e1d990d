"""The pages of rules and operators, out of their data: what scripts/make-docs writes to docs/{rules,operators}.md."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib.resources import files
from typing import Any

import msgspec

from bellwire.reading.events.composition import compose
from bellwire.reading.events.kinds import Kinds, compile_kinds
from bellwire.reading.events.operators import EFFECTS, OperatorData, OperatorFile
from bellwire.reading.events.rules import RuleData, RuleFile, spelled_out
from bellwire.reading.reading import Status

DATA = files("bellwire.reading") / "data"
SOURCE = "../src/bellwire/reading/data"
#: Keys of a rule that the page puts in words; another stands there as it is written.
TOLD = frozenset(
    "name kind examples near_misses verbs nouns adjectives agent patient either prep with_any near not_with not_near "
    "passive context not_context status plover swap result consumes yields_to also also_for anywhere confidence".split()
)
#: A rule of the page: the file that it stands in, and what it says.
Written = tuple[str, RuleData]


def rules_page() -> str:
    """Every rule by family and kind, with contents before and an index of trigger words behind."""
    kinds, rules = compile_kinds(_toml("kinds.toml")), list(_rules())
    groups: Mapping[str, list[str]] = _toml("lexicon.toml")["groups"]
    families = dict.fromkeys(kind.family for kind in kinds.values())
    sections = "\n\n".join(_family(family, kinds, rules) for family in families)
    return f"""
# Rules

{len(rules)} rules tell {len(kinds)} kinds of events. They are data ([`data/rules`]({SOURCE}/rules)); [how an article is
read](reading.md) says how to write one, [operators](operators.md) what makes an event planned, denied or past. Of the
rules that know a trigger, the first that fits wins, file by file in the order of their names.

| family | kind | rules |
| --- | --- | --- |
{chr(10).join(_contents(kinds, rules))}

{sections}

## Groups of types

What an argument can be, and what a rule may call by one name.

| group | types |
| --- | --- |
{chr(10).join(f"| {name} | {', '.join(types)} |" for name, types in groups.items())}

## Index of triggers

{chr(10).join(_index(rules))}
"""


def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads((DATA / name).read_text(encoding="utf-8"))


def _rules() -> Iterator[Written]:
    lists: Mapping[str, str] = _toml("lexicon.toml")["lists"]
    for name in sorted(entry.name for entry in (DATA / "rules").iterdir() if entry.name.endswith(".toml")):
        for rule in msgspec.convert(_toml(f"rules/{name}"), RuleFile).rule:
            yield name, spelled_out(rule, lists)


def _contents(kinds: Kinds, rules: Sequence[Written]) -> Iterator[str]:
    families = list(dict.fromkeys(kind.family for kind in kinds.values()))
    for name, kind in sorted(kinds.items(), key=lambda item: families.index(item[1].family)):
        links = ", ".join(_link(data.name) for _, data in rules if data.kind == name)
        yield f"| {kind.family} | [{name}](#{name}) | {links or 'none'} |"


def _family(family: str, kinds: Kinds, rules: Sequence[Written]) -> str:
    parts = [f"## Family: {family}"]
    for name, kind in kinds.items():
        if kind.family == family:
            parts.append(f"### {name}\n\n{'; '.join(_nature(kind))}.")
            parts.extend(_rule(file, data) for file, data in rules if data.kind == name)
    return "\n\n".join(parts)


def _nature(kind: Any) -> Iterator[str]:
    yield f"Direction: {kind.direction.value}"
    if kind.disputable:
        yield "a side's word on it is a claim"
    others = ", ".join(f"{root or 'none'} where {status}" for status, root in kind.plover.items() if status != "root")
    yield f"PLOVER root {kind.plover['root'] or 'none'}" + (f" ({others})" if others else "")


def _rule(file: str, rule: RuleData) -> str:
    lines = [f"#### {rule.name}", "", *(f"- **{name}**: {said}" for name, said in _conditions(rule)), "- **fits**:"]
    lines += [f"  - {_quoted(text)}" for text in rule.examples]
    lines += ["- **does not fit**:", *(f"  - {_quoted(text)}" for text in rule.near_misses)]
    lines.append(f"- [`{file}`]({SOURCE}/rules/{file}), confidence {rule.confidence}")
    return "\n".join(lines)


def _conditions(rule: RuleData) -> Iterator[tuple[str, str]]:
    """What a rule asks for, in the order in which it is asked."""
    for form in ("verbs", "nouns", "adjectives"):
        if words := getattr(rule, form):
            yield form, _words(words)
    if rule.passive is not None:
        yield "voice", "passive" if rule.passive else "active"
    if rule.anywhere or rule.context or rule.not_context:
        yield "article", "; ".join(_article(rule))
    for role in ("agent", "patient", "either"):
        if types := getattr(rule, role):
            yield {"either": "any argument"}.get(role, role), _slot(types)
    for prep in rule.prep:
        yield f"after {'/'.join(prep.names)}", _slot(prep.types) if prep.types else "anything"
    for field, said in (
        ("with_any", "one of these with it"), ("near", "one of these in the sentence"),
        ("not_with", "none of these with it"), ("not_near", "none of these in the sentence"),
    ):  # fmt: skip
        if words := getattr(rule, field):
            yield said, _words(words)
    yield from _effects(rule)


def _article(rule: RuleData) -> Iterator[str]:
    if rule.anywhere:
        yield "on whatever topic"
    if rule.context:
        yield f"on {' or '.join(rule.context)}"
    if rule.not_context:
        yield f"not on {' or '.join(rule.not_context)}"


def _effects(rule: RuleData) -> Iterator[tuple[str, str]]:
    if rule.also:
        yield "tells also", ", ".join(rule.also) + (f" ({_words(rule.also_for)} only)" if rule.also_for else "")
    if rule.consumes:
        yield "takes in", f"{', '.join(rule.consumes)} inside it"
    if rule.yields_to:
        yield "yields to", f"{', '.join(rule.yields_to)} inside it"
    if rule.swap:
        yield "turned round", "its patient acts on its agent"
    if rule.result:
        yield "a result", "a side's word on it is a claim"
    if rule.status:
        yield "status", f"{rule.status} where no operator says otherwise"
    if rule.plover:
        yield "PLOVER root", rule.plover
    for field in RuleData.__struct_fields__:
        if field not in TOLD and (value := getattr(rule, field)):
            yield field.replace("_", " "), _words(value) if isinstance(value, list) else str(value).lower()


def _slot(types: Sequence[str]) -> str:
    """A list of types in words."""
    wanted = [t for t in types if t not in ("?", "~") and not t.startswith("-")]
    parts = [", ".join(wanted)] if wanted else []
    if "~" in types:
        parts.append("of no known type")
    if "?" in types:
        parts.append("absent")
    said = " or ".join(parts) or "anything"
    refused = [t.removeprefix("-") for t in types if t.startswith("-")]
    return f"{said}, but not {', '.join(refused)}" if refused else said


def _index(rules: Sequence[Written]) -> Iterator[str]:
    entries: dict[str, dict[str, None]] = {}
    for _, rule in rules:
        for text in (*rule.verbs, *rule.nouns, *rule.adjectives):
            entries.setdefault(text, {}).setdefault(rule.name)
    letters: dict[str, list[str]] = {}
    for text in sorted(entries, key=str.lower):
        letters.setdefault(text[0].upper(), []).append(f"{_words([text])} ({', '.join(map(_link, entries[text]))})")
    for letter, found in letters.items():
        yield f"- **{letter}** {' · '.join(found)}"


def operators_page() -> str:
    """Every operator with its words and slots, and what becomes of a status under another."""
    operators = msgspec.convert(_toml("operators.toml"), OperatorFile).operator
    effects = [*(status.value for status in Status), "nothing"]
    by_effect = {effect: [o for o in operators if o.effect == effect] for effect in effects}
    assert by_effect.keys() == EFFECTS, "an effect that is no status"
    sections = "\n\n".join(
        f"## {effect}\n\n" + "\n\n".join(map(_operator, found)) for effect, found in by_effect.items() if found
    )
    statuses = [status.value for status in Status]
    rows = [f"| {inner} | {' | '.join(compose(inner, outer) for outer in statuses)} |" for inner in statuses]
    return f"""
# Operators

{len(operators)} operators say what becomes of an event on the way from its trigger to the root of its sentence. They
are data ([`data/operators.toml`]({SOURCE}/operators.toml)); beside them negations, modals, conditions and infinitives
change a status by themselves ([`events/modality.py`](../src/bellwire/reading/events/modality.py)). Where two operators
know a word in the same slot, the first in the file wins. [Rules](rules.md) say which event it is.

A word reaches what is below it through its slots only: complement (a clause), object, subject, a preposition (of, for,
on…), that only where its object is known already ("to the"), compound ("truce plan"), modifier (an adjective or adverb
beside the event's own word).

{sections}

## One operator over another

The status inside (rows) under an operator that says the status of the column; what is denied twice happened, but
"denied that it failed to…" and the like leave it open.

| inside | {" | ".join(statuses)} |
| --- |{" --- |" * len(statuses)}
{chr(10).join(rows)}
"""


def _operator(data: OperatorData) -> str:
    lines = [f"### {data.name}", ""]
    for form in ("verbs", "nouns", "adjectives", "modifiers"):
        if words := getattr(data, form):
            lines.append(f"- **{form}**: {_words(dict.fromkeys(words))}")
    lines.append(f"- **reaches**: {', '.join(data.slots)}")
    if data.stops:
        lines.append("- **stops**: what stands below is presupposed, and nothing above changes it")
    return "\n".join(lines)


def _words(words: Iterable[str]) -> str:
    return ", ".join(word.replace("[", "\\[") for word in words)


def _quoted(text: str) -> str:
    return re.sub(r"([\\`*_\[\]<>])", r"\\\1", text)


def _link(name: str) -> str:
    return f"[{name}](#{re.sub(r'[^a-z0-9 _-]', '', name.lower()).replace(' ', '-')})"
