"""An explanation tells how each event was found, and of each silent sentence what came nearest."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bellwire.reading import Explanation, Reader, explain, rendered
from bellwire.wire.article import Article
from kit.readers import reader_by_rules

WHEN = datetime(2014, 3, 4, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def rules() -> Reader:
    return reader_by_rules()


def explained(reader: Reader, body: str, headline: str = "", **fields: object) -> Explanation:
    given = {"uri": "u", "version": "1", "headline": headline, "body": body, "version_time": WHEN} | fields
    return explain(reader, Article(**given))


def test_the_words_that_name_place_time_and_actor_are_shown(rules: Reader) -> None:
    [why] = explained(rules, "Syrian troops shelled a market in Idlib on Sunday.").events
    assert why.place == "SY/Idlib (town): named “Idlib”"
    assert why.time == "2014-03-02 (day): “Sunday”"
    assert why.actor == "“Syrian troops” = Syrian army, SY, military: acts in “shelled”"


def test_a_country_taken_from_a_party_names_the_party(rules: Reader) -> None:
    events = explained(rules, "Sudan rejected the ceasefire that the rebels had offered.").events
    [why] = [why for why in events if why.event.kind == "rejection"]
    assert why.place == "SD (country): the country of “Sudan”"


def test_each_operator_is_shown_with_what_it_makes_of_the_event(rules: Reader) -> None:
    events = explained(rules, "The rebels have refused to withdraw their fighters from the town.").events
    [why] = [why for why in events if why.event.kind == "withdrawal"]
    assert "“refused” (refuse) makes it denied" in why.status


def test_of_several_rules_the_one_that_fails_least_is_nearest(rules: Reader) -> None:
    text = "The army shelled the town. Fans in the capital captured the moment on their phones."
    [silent] = explained(rules, text).silent
    assert (silent.rule.split("/")[0], silent.trigger) == ("capture", "captured")
    assert silent.why.startswith("its agent “Fans in the capital” is")


def test_a_trigger_that_only_names_a_thing_is_said_to(rules: Reader) -> None:
    [silent] = explained(rules, "The army shelled the town. A coup plaque was unveiled at the museum.").silent
    assert silent.why == "it only names a plaque"


def test_a_match_that_the_second_opinion_overrules_is_said_to_be(reader: Reader) -> None:
    opinion = reader.knowledge.opinion
    assert opinion is not None
    calm = replace(opinion, least=1.1, encoder=lambda *copy: replace(opinion.encoder(*copy), alert=-1.0))  # type: ignore[arg-type]
    strict = replace(reader.knowledge, opinion=calm)
    [silent] = explained(Reader(reader.parser, strict, reader.gate), "Rebels shelled the town.").silent
    assert (silent.rule, silent.why.split(" gives")[0]) == ("strike/shell", "the second opinion")


def test_copy_that_only_plays_war_names_its_sort(rules: Reader) -> None:
    body = "In the exercise the army of a fictional state invaded an island and shelled its port, its planners said."
    why = explained(rules, body)
    assert not why.events
    assert any("of the sort" in silent.why for silent in why.silent)


def test_sentences_in_which_no_word_matters_are_counted(rules: Reader) -> None:
    assert explained(rules, "Rebels shelled the town. Goats grazed nearby. Bees hummed.").passed_over == 2


def test_copy_that_is_not_read_says_why(rules: Reader) -> None:
    assert rendered(explained(rules, "Rebels shelled the town.", pubstatus="canceled")) == "not read: canceled"


def test_wrapped_lines_hang_under_what_they_belong_to(rules: Reader) -> None:
    lines = rendered(explained(rules, "Syrian troops shelled a market in Idlib on Sunday."), width=40).splitlines()
    assert max(map(len, lines)) <= 40
    assert any(line.startswith(" " * 12) for line in lines)
