"""PLOVER roots: kind, words and status make them, and only what a sentence is about bears one."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from bellwire.reading import Reader
from bellwire.reading.events.candidates import by_rules, candidates
from bellwire.reading.events.context import Context
from bellwire.reading.events.extract import drafts
from bellwire.reading.events.plover import as_politics
from bellwire.reading.events.root_model import ROOTS, RootModel
from bellwire.reading.events.roots import RootFile, compile_roots
from bellwire.reading.events.scene import prover
from bellwire.reading.reading import Direction, Event
from bellwire.wire.article import Article
from kit.readers import reader_by_rules

SENTENCES = [
    line.split("|", 1)
    for line in (Path(__file__).parent / "roots.txt").read_text(encoding="utf-8").splitlines()
    if "|" in line
]
#: The share of the listed sentences whose root is read.
LEAST = 0.88
WHEN = datetime(2016, 12, 4, 18, tzinfo=UTC)


@pytest.fixture(scope="module")
def ruled() -> Reader:
    return reader_by_rules()


def events(reader: Reader, body: str) -> tuple[Event, ...]:
    return reader.read(Article(uri="urn:r", version="1", body=body, version_time=WHEN)).events


def roots(reader: Reader, body: str) -> set[str]:
    return {event.plover for event in events(reader, body) if event.plover}


@pytest.mark.parametrize(
    ("text", "root"),
    [
        ("The kingdom agreed to sell grain to its neighbour.", "AGREE"),
        ("The chancellor met the king in the palace on Sunday.", "CONSULT"),
        ("The bishop praised the premier for his patience.", "SUPPORT"),
        ("The two armies will cooperate in patrolling the border.", "AGREE"),
        ("The two police forces shared intelligence on smugglers.", "COOPERATE"),
        ("The kingdom sent 40 tonnes of flour to the islands.", "AID"),
        ("The prime minister resigned after a week of protest.", "YIELD"),
        ("The mayor urged the government to open the archives.", "REQUEST"),
        ("The opposition accused the minister of fraud.", "ACCUSE"),
        ("The premier refused to receive the delegation.", "REJECT"),
        ("The president threatened to dissolve parliament.", "THREATEN"),
        ("Students marched through the capital against the tax.", "PROTEST"),
        ("The ministry halted fuel shipments to the islands.", "SANCTION"),
        ("The army massed troops on the border.", "MOBILIZE"),
        ("Police arrested two opposition leaders.", "COERCE"),
        ("Warplanes bombed the rebel town on Sunday.", "ASSAULT"),
    ],
)
def test_each_root_has_its_deeds(ruled: Reader, text: str, root: str) -> None:
    assert roots(ruled, text) == {root}


@pytest.mark.parametrize(
    ("text", "root"),
    [
        ("The rebels withdrew from the town.", "YIELD"),
        ("The rebels are ready to withdraw from the town.", "AGREE"),
        ("The president said the rebels must withdraw from the town.", "REQUEST"),
        ("The rebels refused to withdraw from the town.", "REJECT"),
        ("The union withdrew its peacekeepers from the valley.", "SANCTION"),
        ("The workers will go on strike on Monday.", "THREATEN"),
        ("The government declared a curfew after riots.", "COERCE"),
    ],
)
def test_status_and_words_turn_a_root(ruled: Reader, text: str, root: str) -> None:
    assert root in roots(ruled, text)


def missed(reader: Reader) -> list[str]:
    return [text for root, text in SENTENCES if root not in roots(reader, text)]


def test_most_ways_to_tell_a_root_are_read_by_the_rules(ruled: Reader) -> None:
    assert len(missed(ruled)) <= (1 - LEAST) * len(SENTENCES), missed(ruled)


def test_the_model_loses_few_of_them(reader: Reader) -> None:
    assert len(missed(reader)) <= (1 - LEAST) * len(SENTENCES), missed(reader)


def test_what_a_sentence_only_mentions_bears_no_root(ruled: Reader) -> None:
    found = events(ruled, "The minister condemned the bombing of a hospital in the rebel town.")
    assert {event.plover for event in found if event.kind == "strike" or event.kind == "bombing"} == {None}
    assert {event.plover for event in found if event.kind == "accusation"} == {"ACCUSE"}


def test_who_says_it_does_not_take_the_root(ruled: Reader) -> None:
    assert roots(ruled, "Residents said on Sunday that warplanes had bombed the rebel town.") == {"ASSAULT"}


def test_background_bears_a_root_where_its_sentence_is_about_it(ruled: Reader) -> None:
    assert roots(ruled, "The kingdom suspended food aid to the islands in 1982.") == {"SANCTION"}


def test_the_model_may_change_a_root(reader: Reader) -> None:
    table = {"m=bomb": [1000 * (root == "COERCE") for root in ROOTS]}
    know = replace(reader.knowledge, root_model=RootModel(table))
    other = Reader(reader.parser, know, reader.gate)
    assert roots(other, "Warplanes bombed the rebel town on Sunday.") == {"COERCE"}


def test_a_changed_root_says_which_features_weighed(reader: Reader) -> None:
    table = {"m=bomb": [1000 * (root == "COERCE") for root in ROOTS]}
    other = Reader(reader.parser, replace(reader.knowledge, root_model=RootModel(table)), reader.gate)
    article = Article(uri="urn:r", version="1", body="Warplanes bombed the rebel town on Sunday.", version_time=WHEN)
    pages = reader.pages(article)
    (why,) = [draft.why[-1] for draft in other.drafts(article, pages)[0] if draft.root]
    assert why == "coded COERCE (1.00): m=bomb"


def test_what_is_dropped_as_conflict_is_told_as_politics(reader: Reader) -> None:
    article = Article(uri="urn:r", version="1", body="The envoy held talks with the rebels.", version_time=WHEN)
    pages = reader.pages(article)
    scene, sentences = reader.heard(article, pages)
    context = Context(scene, pages.flags, prover(article, pages))
    mentions = drafts(by_rules(candidates(sentences)), context, reader.knowledge)
    (told,) = as_politics([], mentions, reader.knowledge.roots, reader.knowledge.kinds)
    assert (mentions[0].name, told.name, told.rule.data.plover) == ("talks", "cooperation", "CONSULT")


def test_an_event_that_only_the_model_reads_never_rings(reader: Reader) -> None:
    kinds = reader.knowledge.kinds
    learned = reader.knowledge.roots.learned.values()
    assert {kinds[rule.kind].direction for rule in learned} == {Direction.CONTEXT}


def test_the_model_knows_nothing_of_features_it_has_not_seen() -> None:
    assert RootModel({}).guess(["always", "m=sell"]) is None


def test_an_unknown_root_is_refused() -> None:
    data = {"offers": [], "decisions": [], "learned": {}, "status": {"SHOUT": {}}, "turn": []}
    with pytest.raises(ValueError, match="SHOUT"):
        compile_roots(msgspec.convert(data, RootFile), {})
