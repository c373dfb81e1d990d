"""Rules are data: each is checked, and its own examples and near misses hold."""

import tomllib
from collections import Counter
from importlib.resources import files

import msgspec
import pytest

from bellwire.reading import Reader
from bellwire.reading.events.match import Match
from bellwire.reading.events.rules import Rule, RuleFile, compile_rules
from bellwire.reading.events.triggers import framer_of, matches
from bellwire.reading.knowledge import load_knowledge
from bellwire.reading.syntax.pages import pages_of, parsed

RULES = load_knowledge(opinion=False).rules.rules
#: The share of examples that must fire their own rule; another rule of the same kind may take the others.
LEAST = 0.75


def fired(reader: Reader, text: str) -> set[tuple[str, str]]:
    know = reader.knowledge
    pages = pages_of("", text, reader.gate, know.is_name)
    found = set()
    for sentence in parsed(pages, reader.parser):
        for outcome in matches(framer_of(sentence, know.facts), know, pages.flags):
            if isinstance(outcome, Match):
                found.add((outcome.rule.kind, outcome.rule.name))
                found.update((kind, outcome.rule.name) for kind in outcome.rule.data.also)
    return found


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_rule_has_two_examples_and_a_near_miss(rule: Rule) -> None:
    assert len(rule.data.examples) >= 2
    assert rule.data.near_misses


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_each_example_tells_the_kind_of_its_rule(rule: Rule, reader: Reader) -> None:
    silent = [text for text in rule.data.examples if rule.kind not in {kind for kind, _ in fired(reader, text)}]
    assert not silent


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_no_near_miss_fires_its_rule(rule: Rule, reader: Reader) -> None:
    wrong = [text for text in rule.data.near_misses if rule.name in {name for _, name in fired(reader, text)}]
    assert not wrong


def test_most_examples_fire_the_very_rule_that_they_stand_under(reader: Reader) -> None:
    own = Counter(
        rule.name in {name for _, name in fired(reader, text)} for rule in RULES for text in rule.data.examples
    )
    assert own[True] >= LEAST * own.total()


def test_a_rule_with_an_unknown_key_is_refused() -> None:
    data = {"rule": [{"name": "x", "kind": "strike", "examples": [], "near_misses": [], "verb": ["hit"]}]}
    with pytest.raises(msgspec.ValidationError, match="verb"):
        msgspec.convert(data, RuleFile)


def test_a_rule_of_an_unknown_kind_is_refused() -> None:
    data = {"rule": [{"name": "x", "kind": "tempest", "examples": [], "near_misses": []}]}
    with pytest.raises(ValueError, match="tempest"):
        compile_rules([msgspec.convert(data, RuleFile)], {}, {"strike"})


def test_two_rules_of_one_name_are_refused() -> None:
    one = {"name": "x", "kind": "strike", "examples": [], "near_misses": []}
    with pytest.raises(ValueError, match="x"):
        compile_rules([msgspec.convert({"rule": [one, one]}, RuleFile)], {}, {"strike"})


def test_a_list_that_rules_share_stands_for_its_words() -> None:
    one = {"name": "x", "kind": "strike", "examples": [], "near_misses": [], "not_near": ["@drills", "film"]}
    book = compile_rules([msgspec.convert({"rule": [one]}, RuleFile)], {}, {"strike"}, {"drills": "drill exercise"})
    assert book.rules[0].not_near == {"drill", "exercise", "film"}


def test_a_list_that_there_is_not_is_refused() -> None:
    one = {"name": "x", "kind": "strike", "examples": [], "near_misses": [], "near": ["@drils"]}
    with pytest.raises(ValueError, match="drils"):
        compile_rules([msgspec.convert({"rule": [one]}, RuleFile)], {}, {"strike"}, {"drills": "drill exercise"})


def test_a_list_that_has_a_name_is_shared() -> None:
    data = files("bellwire.reading") / "data"
    written = [entry.read_text() for entry in (data / "rules").iterdir() if entry.name.endswith(".toml")]
    for name in tomllib.loads((data / "lexicon.toml").read_text())["lists"]:
        assert sum(text.count(f'"@{name}"') for text in written) >= 2, name
