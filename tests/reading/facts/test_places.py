"""Places in invented sentences: what is named, what it means, and which is the event's."""

from collections.abc import Callable

import pytest

from bellwire.reading.facts import Facts
from bellwire.reading.facts.places import article_prior, best_place, find_places
from bellwire.reading.syntax.tokens import Sentence

Parse = Callable[[str], Sentence]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("Iranian warplanes raided a refinery near Baghdad.", [("IR", "demonym"), ("IQ/Baghdad", "toponym")]),
        ("Moscow said it would veto the text in New York.", [("RU", "metonym"), ("US/New York", "toponym")]),
        ("A bomb exploded in Moscow.", [("RU/Moscow", "toponym")]),
        ("A tanker was hit in the Strait of Hormuz.", [("XG/Strait of Hormuz", "sea")]),
        ("Rebels had retreated from eastern Aleppo.", [("SY/eastern Aleppo", "toponym")]),
        ("Soldiers entered Deir al-Zor.", [("SY/Deir al-Zor", "toponym")]),
        ("Police fired on marchers in Paris, Texas.", [("US/Paris", "toponym"), ("US/Texas", "toponym")]),
        ("Hezbollah fired rockets at Kiryat Shmona.", [("LB", "party"), ("IL/Kiryat Shmona", "toponym")]),
        ("The Soviet Union withdrew its troops.", [("RU", "toponym")]),
        ("Michael Jordan scored 30 points in Chicago.", [("US/Chicago", "toponym")]),
        ("We told us to go.", []),
        ("Police opened fire.", []),
    ],
)
def test_names_of_places_are_found(text: str, places: list[tuple[str, str]], parse: Parse, facts: Facts) -> None:
    assert [(m.place.path, m.kind) for m in find_places(parse(text), facts)] == places


@pytest.mark.parametrize(("prior", "country"), [("LB", "LB"), ("LY", "LY")])
def test_the_articles_country_decides_between_towns_of_one_name(
    prior: str, country: str, parse: Parse, facts: Facts
) -> None:
    (mention,) = find_places(parse("Shells fell in Tripoli."), facts, prior)
    assert mention.place.country == country


def test_georgia_is_a_country_unless_the_story_is_american(parse: Parse, facts: Facts) -> None:
    sentence = parse("Troops were sent to Georgia.")
    assert [m.place.country for m in find_places(sentence, facts)] == ["GE"]
    assert [m.place.country for m in find_places(sentence, facts, "US")] == ["US"]


@pytest.mark.parametrize(
    ("text", "trigger", "path"),
    [
        ("Russian planes bombed Aleppo in Syria.", "bombed", "SY/Aleppo"),
        ("Iran shelled Basra, a spokesman said in Tehran.", "shelled", "IQ/Basra"),
        ("In Geneva, he told reporters that troops had entered Goma.", "entered", "CD/Goma"),
        ("The Aleppo offensive began after talks in Vienna failed.", "offensive", "SY/Aleppo"),
        ("Guards were killed in Kabul and a bomb exploded in Herat.", "exploded", "AF/Herat"),
        ("A tanker was attacked in the Gulf.", "attacked", "XG/Gulf"),
    ],
)
def test_the_place_of_an_event(text: str, trigger: str, path: str, parse: Parse, facts: Facts) -> None:
    sentence = parse(text)
    at = next(t.i for t in sentence.tokens if t.text == trigger)
    place = best_place(find_places(sentence, facts), at, sentence)
    assert place is not None
    assert place.path == path
    assert place.origin == "text"


def test_a_silent_sentence_takes_the_country_of_the_article(parse: Parse, facts: Facts) -> None:
    sentence = parse("Soldiers retook the hill.")
    place = best_place(find_places(sentence, facts), 1, sentence, "SD", facts)
    assert place is not None
    assert (place.country, place.origin) == ("SD", "article")
    assert best_place((), 1, sentence) is None


def test_an_article_is_about_where_it_plays_not_who_speaks(parse: Parse, facts: Facts) -> None:
    head = find_places(parse("U.S. urges truce in Sudan"), facts)
    body = find_places(parse("Washington called for a halt to fighting in Khartoum and Nyala."), facts)
    assert article_prior(head, body) == "SD"
    assert article_prior((), ()) is None


def test_known_names_bear_capitals(facts: Facts) -> None:
    assert all(map(facts.is_name, ("basra", "iraqi", "hezbollah", "syria")))
    assert not any(map(facts.is_name, ("police", "bank", "attack", "reading")))
