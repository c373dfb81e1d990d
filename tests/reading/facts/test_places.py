"""Places in invented sentences: what is named, what it means, and which is the event's."""

from collections.abc import Callable

import pytest

from bellwire.reading.facts import Facts
from bellwire.reading.facts.places import find_places
from bellwire.reading.facts.prior import article_prior
from bellwire.reading.facts.situate import best_place
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
        ("A bomb exploded in Jisr el-Shughur in Syria.", [("SY/Jisr ash Shughur", "toponym"), ("SY", "toponym")]),
        ("A drone hit a market in al-Fashir on Friday.", [("SD/El Fasher", "toponym")]),
        ("Shells fell on the city of el-Obeid.", [("SD/El Obeid", "toponym")]),
        ("Shells hit the Iraqi city of al-Qaim.", [("IQ", "demonym"), ("IQ/Qaim", "toponym")]),
        ("An al-Qaeda leader told us to go.", []),
        ("We told us to go.", []),
        ("Police opened fire.", []),
    ],
)
def test_names_of_places_are_found(text: str, places: list[tuple[str, str]], parse: Parse, facts: Facts) -> None:
    assert [(m.place.path, m.kind) for m in find_places(parse(text), facts)] == places


@pytest.mark.parametrize(
    ("text", "prior", "paths"),
    [
        ("Gunmen attacked the village of Oubarou-Koro.", "ML", ["ML/Oubarou-Koro"]),
        ("Gunmen attacked the Malian village of Oubarou Koro.", "NE", ["ML", "ML/Oubarou Koro"]),
        ("Gunmen attacked the village of Oubarou in Mali on Monday.", None, ["ML/Oubarou", "ML"]),
        ("Gunmen attacked the village of Oubarou.", None, []),
        ("Gunmen attacked the headquarters of Oubarou.", "ML", []),
        ("Rebels took control of the strategic town of Sake.", "CD", ["CD/Sake"]),
        ("Rebels took bottles of Sake.", "CD", []),
    ],
)
def test_a_name_that_is_said_to_be_a_towns_is_one_though_no_list_has_it(
    text: str, prior: str | None, paths: list[str], parse: Parse, facts: Facts
) -> None:
    assert [m.place.path for m in find_places(parse(text), facts, prior)] == paths


@pytest.mark.parametrize(("prior", "country"), [("LB", "LB"), ("LY", "LY")])
def test_the_articles_country_decides_between_towns_of_one_name(
    prior: str, country: str, parse: Parse, facts: Facts
) -> None:
    (mention,) = find_places(parse("Shells fell in Tripoli."), facts, prior)
    assert mention.place.country == country


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("Gunmen fought in Lebanon's Tripoli.", "LB/Tripoli"),
        ("Gunmen fought in the Lebanese port city of Tripoli.", "LB/Tripoli"),
        ("Gunmen fought in Tripoli in northern Lebanon.", "LB/Tripoli"),
        ("Gunmen fought in Libya's Tripoli.", "LY/Tripoli"),
    ],
)
def test_a_country_that_the_copy_binds_to_a_town_decides(text: str, path: str, parse: Parse, facts: Facts) -> None:
    assert path in [m.place.path for m in find_places(parse(text), facts)]


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
        ("Warplanes bombed a market in the Syrian town of Kafr Nabl.", "bombed", "SY/Kafranbel"),
        ("Myanmar air raid on mining town of Mogok kills 14", "raid", "MM/Mogok"),
        ("A missile hit a hotel in Sloviansk in eastern Ukraine.", "hit", "UA/Sloviansk"),
        ("Troops were pushed out of Kupiansk, about 90 km (55 miles) east of Kharkiv.", "pushed", "UA/Kupiansk"),
        ("Shells hit Kupiansk, some 100 miles from Kharkiv.", "hit", "UA/Kupiansk"),
        ("Troops clashed with rebels 25 km west of Goma.", "clashed", "CD/Goma"),
        ("Israel closed roads in Gaza after mortars were fired at an Israeli village.", "fired", "IL"),
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


@pytest.mark.parametrize(
    ("text", "name", "path"),
    [
        ("Shells fell on Kafr Nabl in Syria.", "Kafr Nabl", "SY/Kafranbel"),
        ("A car bomb exploded in Azaz, Syria.", "Azaz", "SY/I'zaz"),
        ("Troops entered east Aleppo.", "east Aleppo", "SY/eastern Aleppo"),
        ("Guards were killed in America.", "United States", "US"),
    ],
)
def test_a_place_keeps_the_spelling_of_the_copy(text: str, name: str, path: str, parse: Parse, facts: Facts) -> None:
    mention = find_places(parse(text), facts)[0]
    assert (mention.place.name, mention.place.path) == (name, path)


@pytest.mark.parametrize(
    ("text", "name", "path"),
    [
        ("Soldiers entered the Old City of Mosul.", "Old City of Mosul", "IQ/Mosul"),
        ("Shells hit Mosul's Old City.", "Old City of Mosul", "IQ/Mosul"),
        ("In Homs, soldiers entered the old town.", "old town of Homs", "SY/Homs"),
        ("Soldiers reached the city centre.", "city centre of Nyala", "SD/Nyala"),
        ("They shelled the eastern districts at night.", "eastern districts of Nyala", "SD/Nyala"),
        ("Shells fell on the downtown at night.", "downtown Nyala", "SD/Nyala"),
        ("Troops pushed into east Aleppo, near the Old City.", "Old City of Aleppo", "SY/Aleppo"),
    ],
)
def test_a_quarter_lies_in_the_town_that_is_spoken_of(
    text: str, name: str, path: str, parse: Parse, facts: Facts
) -> None:
    nyala = find_places(parse("Shells fell in Nyala, Sudan."), facts)[0].place
    quarter = next(m.place for m in find_places(parse(text), facts, town=nyala) if m.place.name == name)
    assert (quarter.path, quarter.precision) == (path, "point")


def test_a_quarter_of_no_town_is_no_place(parse: Parse, facts: Facts) -> None:
    sentence = parse("Soldiers entered the Old City at dawn.")
    assert find_places(sentence, facts) == ()
    assert [m.place.path for m in find_places(sentence, facts, "IL")] == ["IL/Jerusalem"]


@pytest.mark.parametrize(
    "text",
    [
        "More than 40 people died, police said.",
        "A blast in the central city killed six.",
        "Human rights groups protested.",
        "Van der Berg won the election.",
        "The Pearl murder suspect was shot dead.",
    ],
)
def test_words_and_persons_are_no_towns(text: str, parse: Parse, facts: Facts) -> None:
    assert find_places(parse(text), facts) == ()


def test_a_small_town_of_another_country_needs_its_country_named(parse: Parse, facts: Facts) -> None:
    sentence = parse("Shells fell in Rutland.")
    assert [m.place.path for m in find_places(sentence, facts)] == ["CA/Rutland"]
    assert find_places(sentence, facts, "UA") == ()
    assert len(find_places(sentence, facts, "UA", named=frozenset(["CA"]))) == 1


@pytest.mark.parametrize(
    ("texts", "country"),
    [
        (("British hostage pleads for life", "Kidnappers in Iraq showed a video of the British engineer."), "IQ"),
        (("U.S. sergeant dies in Iraq blasts", "An American sergeant died in two attacks."), "IQ"),
        (("Rebels reject Russian call to leave", "Rebels in Aleppo rejected a Russian call."), "SY"),
        (("Hamas official killed in blast", "A Hamas official was killed in Damascus, Syria."), "SY"),
        (("Blast kills six", "Iraqi police said six people died when a bomb hit the American convoy."), "IQ"),
    ],
)
def test_whose_people_are_harmed_is_not_where(texts: tuple[str, str], country: str, parse: Parse, facts: Facts) -> None:
    head, body = (find_places(parse(text), facts) for text in texts)
    assert article_prior(head, body) == country


@pytest.mark.parametrize("text", ["Jets struck the province of Idlib.", "Jets struck Idlib province."])
def test_the_land_round_a_town_is_a_region(text: str, parse: Parse, facts: Facts) -> None:
    place = find_places(parse(text), facts)[0].place
    assert (place.country, place.precision) == ("SY", "region")


@pytest.mark.parametrize(
    ("text", "trigger"),
    [
        ("Troops massed near the Kuwaiti border.", "massed"),
        ("A convoy was ambushed close to the Chad frontier.", "ambushed"),
    ],
)
def test_a_border_is_not_sure_to_be_in_the_country_that_it_is_named_after(
    text: str, trigger: str, parse: Parse, facts: Facts
) -> None:
    sentence = parse(text)
    at = next(t.i for t in sentence.tokens if t.text == trigger)
    found = find_places(sentence, facts)
    assert [m.nation for m in found] == ["edge"]
    assert best_place(found, at, sentence) is None


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        ("Rebels took the hill, an army spokesman in Maputo said.", True),
        ("Rebels took the hill, officials said in Maputo.", True),
        ("Shells fell all night, residents in Maputo said.", False),
    ],
)
def test_spokesmen_are_where_they_speak_and_residents_where_it_happens(
    text: str, spoken: bool, parse: Parse, facts: Facts
) -> None:
    assert [m.voice for m in find_places(parse(text), facts)] == [spoken]
