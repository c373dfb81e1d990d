"""The gazetteer: what each name of a place may mean, built once out of our own tables and the GeoNames extract."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from bellwire.reading.facts.names import NameIndex, words_of
from bellwire.reading.facts.tables import Country, Spot, Wars, read_table, read_towns
from bellwire.reading.reading import Place

Precision = Literal["point", "town", "region", "country"]

#: Kinds of places of our own list → how exactly such a place says where.
PRECISION: dict[str, Precision] = {
    "site": "point", "base": "point", "district": "point", "crossing": "point", "town": "town",
    "island": "region", "region": "region", "sea": "region", "strait": "region", "river": "region",
    "mountain": "region", "front": "region", "border": "region", "area": "region", "country": "country",
}  # fmt: skip
#: Kinds that are water: an event there is nobody's country, or the Gulf's waters (XG).
WATERS = frozenset({"sea", "strait", "river"})


@dataclass(frozen=True, slots=True)
class Toponym:
    """One thing that a name may mean. `own` is true for our tables: sure enough to need no other evidence."""

    name: str
    kind: str
    country: str
    lat: float | None
    lon: float | None
    population: int = 0
    own: bool = True

    def place(self) -> Place:
        """The place of the contract; its path is the country alone, or country and name."""
        path = (
            self.name if not self.country else self.country if self.kind == "country" else f"{self.country}/{self.name}"
        )
        return Place(
            name=self.name,
            path=path,
            country=self.country or None,
            lat=self.lat,
            lon=self.lon,
            precision=PRECISION[self.kind],
        )


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """Names of places; `demonyms` and `seats` are apart, since those are actors. Countries by code."""

    names: NameIndex[Toponym]
    demonyms: NameIndex[str]
    seats: NameIndex[str]
    countries: dict[str, Toponym]
    towns: NameIndex[str]
    adjectives: dict[str, str] = field(default_factory=dict)
    common: frozenset[str] = frozenset()
    wars: dict[str, list[tuple[int, int]]] = field(default_factory=dict)
    abroad: dict[str, list[tuple[str, int, int]]] = field(default_factory=dict)
    regional: set[str] = field(default_factory=set)
    talks: dict[str, list[tuple[str, int, int]]] = field(default_factory=dict)
    missions: NameIndex[str] = field(default_factory=NameIndex)
    capitals: dict[str, Toponym] = field(default_factory=dict)

    def at_war(self, country: str, year: int) -> bool:
        """Whether there was war, insurgency or terror on the soil of a country in a year."""
        return any(first <= year <= last for first, last in self.wars.get(country, ()))

    def fields(self, country: str, year: int) -> frozenset[str]:
        """The countries where forces of a country fought or stood in a year, its own apart."""
        return frozenset(where for where, first, last in self.abroad.get(country, ()) if first <= year <= last)

    def seats_of_talks(self, country: str, year: int) -> frozenset[str]:
        """The countries where others met in a year to talk about the war of a country."""
        return frozenset(where for where, first, last in self.talks.get(country, ()) if first <= year <= last)

    def whole(self, country: str) -> Place | None:
        """A country as a place; the Gulf for its waters (XG); None for no country."""
        gulf = next((t for t in self.match(["gulf"], 0)[1] if t.country == country), None)
        found = self.countries.get(country) or gulf
        return found.place() if found is not None else None

    def match(self, words: Sequence[str], at: int, written: str = "") -> tuple[int, list[Toponym]]:
        """The longest name of a place that begins at word `at` and all it may mean; own meanings hide GeoNames' of one
        country.
        """
        n, own = self.names.match(words, at, written)
        m, lines = self.towns.match(words, at)
        if n > m:
            return n, list(own)
        found = list(own) if n == m else []
        taken = {t.country for t in found if t.kind != "country"}
        towns = [_town(line) for line in lines]
        return m, found + [t for t in towns if t.country not in taken]

    def is_name(self, word: str) -> bool:
        """Whether a lower-case word names a country, people, seat, own place, or a town of 100,000 that is no common
        word.
        """
        key = " ".join(words_of(word))
        if key in self.names.meanings or key in self.demonyms.meanings or key in self.seats.meanings:
            return True
        lines = self.towns.meanings.get(key, ())
        return key not in self.common and any(_town(line).population >= 100_000 for line in lines)


def _people(country: Country) -> list[str]:
    """Nouns and adjectives for the people of a country: `Syrian`, `Syrians`; no plural of `British`, `Chinese`,
    `Swiss`.
    """
    plural = [a + "s" for a in country.adjectives if not a.endswith(("ese", "sh", "ch", "ss", "s"))]
    return [*country.adjectives, *plural, *country.people]


def load_gazetteer() -> Gazetteer:
    """The gazetteer; own tables first, so that they win over GeoNames where both know a name of the same country.

    "Irans" is Iran, since careless copy loses apostrophes."""
    common = frozenset(read_table("common.toml", dict[str, list[str]])["words"])
    gazetteer = Gazetteer(NameIndex(), NameIndex(), NameIndex(), {}, load_towns(), common=common)
    wars = read_table("wars.toml", Wars)
    gazetteer.wars.update(wars.war)
    gazetteer.abroad.update(wars.abroad)
    gazetteer.talks.update(wars.talks)
    for code, missions in wars.missions.items():
        gazetteer.missions.add_all(missions, code)
    capitals = dict[str, Sequence[str]]()
    for code, country in read_table("countries.toml", dict[str, dict[str, Country]])["country"].items():
        toponym = Toponym(country.name, "country", code, None, None)
        gazetteer.countries[code] = toponym
        gazetteer.names.add_all((country.name, *country.also), toponym)
        careless = [n for n in (country.name, *country.also) if n.istitle() and n.isascii() and n[-1] not in "s."]
        gazetteer.names.add_all([name + "s" for name in careless], toponym)
        gazetteer.demonyms.add_all(_people(country), code)
        for people in (name for one in country.regional for name in (one, one + "s")):
            gazetteer.demonyms.add(people, code)
            gazetteer.regional.add(" ".join(words_of(people)))
        gazetteer.seats.add_all(country.seats, code)
        if country.adjectives:
            gazetteer.adjectives[code] = country.adjectives[0]
        capitals[code] = country.seats
    for kind, by_country in read_table("places.toml", dict[str, dict[str, list[Spot]]]).items():
        for code, spots in by_country.items():
            for spot in spots:
                toponym = Toponym(spot.name, kind, "" if code == "none" else code, spot.at[0], spot.at[1])
                gazetteer.names.add_all((spot.name, *spot.also), toponym)
                for name in spot.alike:
                    gazetteer.names.add(name, replace(toponym, name=name))
    for code, seats in capitals.items():
        found = (town for seat in seats for town in gazetteer.match(words_of(seat), 0)[1])
        if (town := next((town for town in found if town.country == code), None)) is not None:
            gazetteer.capitals[code] = replace(town, own=True)
    return gazetteer


def _town(line: str) -> Toponym:
    name, country, lat, lon, population, _ = line.split("\t")
    return Toponym(name, "town", country, float(lat), float(lon), int(population), own=False)


def load_towns() -> NameIndex[str]:
    """The names of the GeoNames extract → their lines, which are only parsed when a text names them."""
    index: NameIndex[str] = NameIndex()
    meanings, longest = index.meanings, index.longest
    for line in read_towns():
        for key in line[line.rindex("\t") + 1 :].split("|"):
            meanings[key] = (*meanings[key], line) if key in meanings else (line,)
            if " " in key:
                first, words = key[: key.index(" ")], key.count(" ") + 1
                if longest.get(first, 1) < words:
                    longest[first] = words
    return index
