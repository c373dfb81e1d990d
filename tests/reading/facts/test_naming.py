"""Which countries a text names, from its words alone."""

import pytest

from bellwire.reading.facts import Facts
from bellwire.reading.facts.naming import namings


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Peru and Chile signed a treaty in Lima.", [("PE", "country"), ("CL", "country"), ("PE", "seat")]),
        ("Ghanaian troops reached Bouake.", [("GH", "people"), ("CI", "town")]),
        ("Hezbollah and Museveni disagreed.", [("LB", "party"), ("UG", "person")]),
        ("It happened in Darfur.", [("SD", "region")]),
        ("Irans missiles", [("IR", "country")]),
        ("The Gulf war ended in the Gulf.", [("XG", "region")]),
        ("UNIFIL patrols", [("LB", "region")]),
        ("NOORDWIJK, Netherlands", [("NL", "country")]),
        ("a nice reading by the bank", []),
    ],
)
def test_every_naming_has_its_country_and_sort(text: str, found: list[tuple[str, str]], facts: Facts) -> None:
    assert [(n.country, n.sort) for n in namings(text, facts)] == found


def test_wars_and_forces_abroad_have_their_years(facts: Facts) -> None:
    gazetteer = facts.gazetteer
    assert gazetteer.at_war("LK", 2008) and not gazetteer.at_war("LK", 2012)
    assert "AF" in gazetteer.fields("CA", 2008) and not gazetteer.fields("CA", 2020)
    assert all(first <= last for spans in gazetteer.wars.values() for first, last in spans)
    assert all(first <= last for fields in gazetteer.abroad.values() for _, first, last in fields)
    known = {*gazetteer.countries, "XG"}
    assert {*gazetteer.wars, *gazetteer.abroad} <= known | {"FK"}


def test_the_gulf_stands_for_its_waters(facts: Facts) -> None:
    gulf, peru, none = (facts.gazetteer.whole(code) for code in ("XG", "PE", ""))
    assert gulf is not None and gulf.country == "XG"
    assert peru is not None and peru.path == "PE"
    assert none is None
