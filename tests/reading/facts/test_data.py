"""The data files: strict, without duplicates, and of the size that the docs say."""

from collections import Counter
from pathlib import Path

import msgspec
import pytest

from bellwire.reading.facts import Facts, tables
from bellwire.reading.facts.gazetteer import PRECISION
from bellwire.reading.facts.lexicon import ROLE_TYPES
from bellwire.reading.facts.names import words_of
from bellwire.reading.facts.tables import Country, Group, Leader, Spot, read_table

DOCS = Path(__file__).resolve().parents[3] / "docs" / "facts.md"


def key(name: str) -> str:
    return " ".join(words_of(name))


def test_an_unknown_key_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "groups.toml").write_text('[rebel]\nSY = [{ name = "A", colour = "red" }]\n')
    monkeypatch.setattr(tables, "DATA", tmp_path)
    with pytest.raises(msgspec.ValidationError, match="colour"):
        read_table("groups.toml", dict[str, dict[str, list[Group]]])


def test_no_noun_stands_twice_under_one_type() -> None:
    for kind, words in read_table("nouns.toml", dict[str, dict[str, list[str]]])["types"].items():
        assert [w for w, n in Counter(words).items() if n > 1] == [], kind


def test_nouns_are_written_as_they_are_looked_up() -> None:
    for words in read_table("nouns.toml", dict[str, dict[str, list[str]]])["types"].values():
        assert [w for w in words if w != w.lower() or "-" in w] == []


def test_no_country_has_anothers_name() -> None:
    countries = read_table("countries.toml", dict[str, dict[str, Country]])["country"]
    names = Counter(key(n) for c in countries.values() for n in {key(x): x for x in (c.name, *c.also)}.values())
    assert [n for n, k in names.items() if k > 1] == []


def test_codes_of_countries_are_two_capitals_everywhere() -> None:
    countries = set(read_table("countries.toml", dict[str, dict[str, Country]])["country"])
    assert all(len(code) == 2 and code.isupper() for code in countries)
    groups = read_table("groups.toml", dict[str, dict[str, list[Group]]])
    leaders = read_table("leaders.toml", dict[str, dict[str, list[Leader]]])
    places = read_table("places.toml", dict[str, dict[str, list[Spot]]])
    used = {code for table in (groups, leaders, places) for by_country in table.values() for code in by_country}
    assert used <= countries | {"none", "XG"}


def test_no_group_has_anothers_name_in_its_country() -> None:
    for role, by_country in read_table("groups.toml", dict[str, dict[str, list[Group]]]).items():
        assert role in ROLE_TYPES
        for code, groups in by_country.items():
            names = Counter(n for g in groups for n in {key(x) for x in (g.name, *g.also, *g.alike)})
            assert [n for n, k in names.items() if k > 1] == [], (role, code)


def test_no_place_has_anothers_name_in_its_country_and_kind() -> None:
    for kind, by_country in read_table("places.toml", dict[str, dict[str, list[Spot]]]).items():
        assert kind in PRECISION
        for code, spots in by_country.items():
            names = Counter(n for s in spots for n in {key(x) for x in (s.name, *s.also, *s.alike)})
            assert [n for n, k in names.items() if k > 1] == [], (kind, code)


def test_places_lie_on_the_globe() -> None:
    for by_country in read_table("places.toml", dict[str, dict[str, list[Spot]]]).values():
        for spots in by_country.values():
            assert all(-90 <= s.at[0] <= 90 and -180 <= s.at[1] <= 180 for s in spots)


def test_types_of_groups_are_types_of_nouns_or_roles() -> None:
    known = set(read_table("nouns.toml", dict[str, dict[str, list[str]]])["types"]) | {"party"}
    for by_country in read_table("groups.toml", dict[str, dict[str, list[Group]]]).values():
        assert {t for groups in by_country.values() for g in groups for t in g.types} <= known


def test_every_type_of_noun_is_explained_in_the_docs(facts: Facts) -> None:
    text = DOCS.read_text(encoding="utf-8")
    kinds = {kind for kinds in facts.lexicon.nouns.values() for kind in kinds}
    assert [kind for kind in sorted(kinds) if f"`{kind}`" not in text] == []


def test_the_gazetteer_knows_small_places_of_conflict_areas(facts: Facts) -> None:
    assert len(facts.gazetteer.towns.meanings) > 50_000
    assert {t.country for t in facts.gazetteer.match(["robotyne"], 0)[1]} == {"UA"}
