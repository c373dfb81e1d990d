"""Clean text keeps the way back to the wire's own."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bellwire.reading.syntax.copy import clean, dateline
from bellwire.reading.syntax.sentences import split
from bellwire.reading.syntax.truecase import spellings, truecase


@given(st.text(max_size=400))
def test_every_clean_span_leads_back_into_the_text(text: str) -> None:
    copy = clean(text)
    assert len(copy.offsets) == len(copy.text) + 1
    for at in range(len(copy.text)):
        start, end = copy.back(at, at + 1)
        assert 0 <= start < end <= len(text)


def test_hard_wrapped_lines_are_joined_and_indented_ones_begin_a_paragraph() -> None:
    text = (
        "Troops moved towards the\ntown at dawn and met no\nresistance there.\n    Residents fled to the\nhills nearby."
    )
    assert clean(text).text.split("\n") == [
        "Troops moved towards the town at dawn and met no resistance there.",
        "Residents fled to the hills nearby.",
    ]


def test_a_replaced_word_leads_back_to_all_of_the_original() -> None:
    text = "A cease-fire held."
    copy = clean(text)
    at = copy.text.index("ceasefire")
    start, end = copy.back(at, at + len("ceasefire"))
    assert text[start:end] == "cease-fire"


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Gen. Smith met U.S. envoys. They agreed.", 2),
        ("It cost 1.5 million dollars. He left at 5 p.m. on Sunday.", 2),
        ('"We will not leave," he said. "Never!" he added.', 2),
        ("One\nTwo\nThree", 3),
        ("no stop at all", 1),
    ],
)
def test_sentences_end_where_a_reader_ends_them(text: str, sentences: int) -> None:
    assert len(split(text)) == sentences


def test_no_sentence_is_longer_than_the_parser_likes() -> None:
    assert max(span.end - span.start for span in split("word " * 5000)) <= 700


@pytest.mark.parametrize(
    ("text", "city"),
    [
        ("BEIRUT, March 5 (Reuters) - Troops moved.", "Beirut"),
        ("AP - Troops moved.", ""),
        ("Troops moved - slowly.", ""),
        ("TRIPOLI, Libya (Reuters) - Troops moved.", "Tripoli, Libya"),
        ("KADUGLI, Sudan: Troops moved.", "Kadugli, Sudan"),
        ("ASMARA : Troops moved.", "Asmara"),
        ("New Delhi, Aug 26: Troops moved.", "New Delhi"),
        ("AP - MONROVIA, Liberia (AP) - Troops moved.", "Monrovia, Liberia"),
        ("Damascus - Troops moved.", "Damascus"),
    ],
)
def test_a_dateline_is_no_part_of_the_first_sentence(text: str, city: str) -> None:
    start, found = dateline(text, lambda name: name == "damascus")
    assert found == city
    assert text[start:].startswith("Troops")


def test_capitals_get_the_case_that_the_body_gives_them() -> None:
    own = spellings("The offensive by Iran began near Basra, and Iraq said so.")
    fixed = truecase("IRAN SAYS OFFENSIVE AIMED AT BASRA", own, lambda word: word in {"iran", "basra"})
    assert fixed == "Iran says offensive aimed at Basra"
