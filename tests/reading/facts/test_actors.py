"""Actors in invented sentences: what a noun phrase is, and the party that it makes."""

from collections.abc import Callable

import pytest

from bellwire.reading.facts import Facts
from bellwire.reading.facts.actors import party, types_of
from bellwire.reading.syntax.tokens import Sentence

Parse = Callable[[str], Sentence]


def head(sentence: Sentence, word: str) -> int:
    return next(t.i for t in sentence.tokens if t.text == word)


@pytest.mark.parametrize(
    ("text", "word", "types"),
    [
        ("Gunmen kidnapped three aid workers.", "Gunmen", {"gunmen"}),
        ("Gunmen kidnapped three aid workers.", "workers", {"civilians", "aid_agency"}),
        ("Warplanes raided an oil refinery.", "Warplanes", {"aircraft"}),
        ("Warplanes raided an oil refinery.", "refinery", {"facility"}),
        ("A tanker was hit by a missile.", "tanker", {"ship"}),
        ("A tanker was hit by a missile.", "missile", {"missile"}),
        ("The prime minister met the envoys.", "minister", {"leader"}),
        ("The prime minister met the envoys.", "envoys", {"diplomat"}),
        ("Hezbollah fired rockets.", "Hezbollah", {"rebel"}),
        ("The Tamil Tigers attacked a base.", "Tigers", {"rebel"}),
        ("The Tamil Tigers attacked a base.", "base", {"base"}),
        ("Iraq invaded Kuwait.", "Iraq", {"state", "place"}),
        ("Troops left Kunduz.", "Kunduz", {"town", "place"}),
        ("Iraqis fled the city.", "Iraqis", {"people"}),
        ("The U.N. Security Council met.", "Council", {"igo"}),
        ("The company raised its stake.", "company", {"company"}),
        ("The company raised its stake.", "stake", {"money"}),
        ("The striker scored a goal.", "goal", {"sport"}),
        ("The army released 40 prisoners.", "prisoners", {"prisoners"}),
        ("The army released 40 prisoners.", "army", {"armed_force"}),
        ("The council passed a resolution.", "resolution", {"resolution"}),
        ("They signed a peace accord.", "accord", {"accord"}),
    ],
)
def test_noun_phrases_have_types(text: str, word: str, types: set[str], parse: Parse, facts: Facts) -> None:
    sentence = parse(text)
    assert types <= types_of(sentence.tokens, head(sentence, word), facts)


def test_a_person_of_two_names_is_no_country(parse: Parse, facts: Facts) -> None:
    sentence = parse("Michael Jordan scored 30 points in Chicago.")
    assert types_of(sentence.tokens, 1, facts) == {"person"}


@pytest.mark.parametrize(
    ("text", "word", "want"),
    [
        ("The Syrian army said it had won.", "army", ("the Syrian army", "Syrian army", "SY", "military")),
        (
            "Pakistan's military downed a drone.",
            "military",
            ("Pakistan's military", "Pakistani military", "PK", "military"),
        ),
        ("Ukraine's air force hit a base.", "force", ("Ukraine's air force", "Ukrainian air force", "UA", "military")),
        ("Iranian warplanes raided a port.", "warplanes", ("Iranian warplanes", None, "IR", "military")),
        ("Moscow said it would veto the text.", "Moscow", ("Moscow", "Russia", "RU", "government")),
        ("The IDF struck targets.", "IDF", ("the IDF", "Israel Defense Forces", "IL", "military")),
        ("The Taliban denied the report.", "Taliban", ("the Taliban", "Taliban", "AF", "rebel")),
        ("The WHO said a clinic was hit.", "WHO", ("the WHO", "World Health Organization", None, "IGO")),
        ("President Assad refused.", "Assad", ("President Assad", "Assad", "SY", "government")),
        ("UNRWA closed its schools.", "UNRWA", ("UNRWA", "UNRWA", None, "IGO")),
        ("Oxfam and Mercy Corps left.", "Corps", ("Mercy Corps", "Mercy Corps", None, "NGO")),
        ("Rebels shelled the town.", "Rebels", ("Rebels", None, None, "rebel")),
        ("Police fired on the crowd.", "Police", ("police", None, None, "police")),
    ],
)
def test_parties(
    text: str, word: str, want: tuple[str, str | None, str | None, str], parse: Parse, facts: Facts
) -> None:
    sentence = parse(text)
    found = party(sentence.tokens, head(sentence, word), facts)
    name = found.name if want[1] is not None else None
    assert (found.text, name, found.country, found.role) == want


def test_the_army_is_that_of_the_country_the_article_is_about(parse: Parse, facts: Facts) -> None:
    sentence = parse("The army retook the hill.")
    found = party(sentence.tokens, 1, facts, prior="SD")
    assert (found.country, found.name) == ("SD", "Sudanese army")


def test_the_army_of_a_country_that_is_named_is_never_that_of_another(parse: Parse, facts: Facts) -> None:
    found = party(parse("Israel's army retook the hill.").tokens, 2, facts, prior="LB")
    assert (found.country, found.name) == ("IL", "Israeli army")


@pytest.mark.parametrize(
    ("text", "word", "country"),
    [
        ("Army retakes hill", "Army", "SD"),
        ("Government troops retook the hill.", "troops", "SD"),
        ("Warplanes bombed the hill.", "Warplanes", None),
        ("Foreign troops took the hill.", "troops", None),
        ("The rebels took the hill.", "rebels", None),
    ],
)
def test_only_a_countrys_own_bodies_are_taken_for_its_own(
    text: str, word: str, country: str | None, parse: Parse, facts: Facts
) -> None:
    sentence = parse(text)
    assert party(sentence.tokens, head(sentence, word), facts, prior="SD").country == country
