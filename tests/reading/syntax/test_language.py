"""English is told from other languages by the copy itself."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bellwire.reading.syntax.language import is_english

COPY = tomllib.loads(Path(__file__).with_name("data").joinpath("languages.toml").read_text(encoding="utf-8"))
#: In these a headline alone is too short for any detector.
LEAD_ONLY = frozenset(["kurdish"])


@pytest.mark.parametrize("language", COPY["other"])
def test_the_lead_of_another_language_is_not_english(language: str) -> None:
    assert not is_english(COPY["other"][language][0])


@pytest.mark.parametrize("language", sorted(COPY["other"].keys() - LEAD_ONLY))
def test_the_headline_of_another_language_is_not_english(language: str) -> None:
    assert not is_english(COPY["other"][language][1])


@pytest.mark.parametrize("language", COPY["other"])
def test_copy_in_capitals_of_another_language_is_not_english(language: str) -> None:
    headline = COPY["other"][language][1].upper()
    assert not is_english(f"{headline}\n\n{COPY['other'][language][0]}")


@pytest.mark.parametrize(
    "text", ["Les rebelles prennent la ville", "L'armée reprend Alep", "Los rebeldes toman la ciudad"]
)
def test_a_snatch_with_two_signs_of_another_language_is_not_english(text: str) -> None:
    assert not is_english(text)


@pytest.mark.parametrize(
    "text", ["Los Angeles riots spread", "Le Pen, Macron clash", "D'Arcy and L'Oreal split", "LA PAZ: EL ALTO SHUT"]
)
def test_a_snatch_with_foreign_names_is_english(text: str) -> None:
    assert is_english(text)


@pytest.mark.parametrize("text", [text for texts in COPY["english"].values() for text in texts])
def test_names_capitals_tables_and_snatches_of_english_are_english(text: str) -> None:
    assert is_english(text)


@pytest.mark.parametrize("text", COPY["mixed"]["english"])
def test_english_that_quotes_another_language_is_english(text: str) -> None:
    assert is_english(text)


@pytest.mark.parametrize("text", COPY["mixed"]["other"])
def test_another_language_that_quotes_english_is_not_english(text: str) -> None:
    assert not is_english(text)


def test_copy_that_is_half_english_is_read() -> None:
    lead = "Los rebeldes atacaron el cuartel con morteros durante la madrugada y mataron a siete soldados. "
    assert is_english(
        lead + "Rebels attacked the barracks with mortars before dawn and killed seven soldiers, police said."
    )


def test_copy_is_judged_by_its_beginning_however_long_it_is() -> None:
    assert is_english("The army said that it had left the town. " * 10_000)


@given(st.text())
def test_any_text_is_judged(text: str) -> None:
    assert is_english(text) in (True, False)
