"""Which sentences are worth a parse: cheap to tell, and nothing of conflict is passed over."""

from __future__ import annotations

import pytest

from bellwire.reading.knowledge import load_gate, load_knowledge
from bellwire.reading.syntax.gate import Gate
from bellwire.reading.syntax.pages import pages_of

TRADE = (
    "Grain merchants said the bank would buy shares in the company after profits rose. "
    "Talks between the two firms over the price of the deal went on in London on Tuesday. "
    "Analysts said the market had expected higher earnings and a stock offering by the bank. "
)


@pytest.fixture(scope="module")
def gate() -> Gate:
    return load_gate(load_knowledge())


def texts(body: str, gate: Gate, *, exhaustive: bool = False) -> list[str]:
    return [piece.text for piece in pages_of("", body, gate, lambda word: False, exhaustive).pieces]


def test_a_note_to_editors_within_the_story_is_not_parsed(gate: Gate) -> None:
    note = "(This story has been corrected to show that rebels bombed the port.)"
    (first, last) = texts(f"Troops shelled the town.\n\n{note}\n\nRebels fled.", gate)
    assert (first, last) == ("Troops shelled the town.", "Rebels fled.")


def test_copy_on_trade_alone_is_not_parsed(gate: Gate) -> None:
    assert texts(TRADE, gate) == []


def test_a_sentence_of_conflict_in_copy_on_trade_is_parsed(gate: Gate) -> None:
    (sentence,) = texts(f"{TRADE}Shares fell in London on talk of war.", gate)
    assert "war" in sentence


def test_in_copy_on_conflict_every_sentence_with_a_trigger_is_parsed(gate: Gate) -> None:
    body = "Troops shelled the town after rebels attacked a post. The rebels offered talks. Two men drank tea."
    assert texts(body, gate) == ["Troops shelled the town after rebels attacked a post.", "The rebels offered talks."]


def test_exhaustive_reading_parses_everything(gate: Gate) -> None:
    assert len(texts(TRADE, gate, exhaustive=True)) == 3


def test_a_political_word_counts_beside_an_actor(gate: Gate) -> None:
    assert len(texts("The Belgian premier praised the choir. Critics praised the choir.", gate)) == 1


def test_a_word_of_conflict_counts_alone(gate: Gate) -> None:
    assert len(texts("Shells fell at dawn. Two men drank tea.", gate)) == 1


@pytest.mark.parametrize(
    ("body", "disaster"),
    [
        ("Talks on the border collapsed after an outbreak of shooting at the crossing.", False),
        ("Gas rose from a second leak after blasts in the pipes that Denmark calls sabotage.", False),
        ("Police will storm the jail, and the truce has collapsed, a guard said.", False),
        ("A ferry capsized off Sulawesi and 40 passengers drowned.", True),
        ("The quake set off a tsunami that killed 300 people.", True),
    ],
)
def test_words_that_wars_and_disasters_share_make_no_disaster(body: str, disaster: bool, gate: Gate) -> None:
    assert ("disaster" in pages_of("", body, gate, lambda word: False).flags) is disaster
