"""The data files of the fact finders, decoded strictly: an unknown key or a wrong type is an error, never a silence."""

from __future__ import annotations

import gzip
from functools import lru_cache
from importlib.resources import files
from typing import TypeVar

import msgspec
import rtoml

T = TypeVar("T")
DATA = files("bellwire.reading.facts") / "data"


class Country(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A country. `adjectives` also name its people (with -s where they take one), `people` adds other nouns,
    `regional` peoples of parts of it ("Chechen"), who are not its name; `seats` are capitals and buildings whose
    names stand for the government. Historical names stand under the country that files their events today.
    """

    name: str
    also: list[str] = []
    adjectives: list[str] = []
    people: list[str] = []
    regional: list[str] = []
    seats: list[str] = []


class Spot(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A place of our own list, of a kind that gazetteer.PRECISION names; `alike` are others near by."""

    name: str
    at: tuple[float, float]
    also: list[str] = []
    alike: list[str] = []


class Group(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An armed group, force, alliance, body, party or medium: other names (`also`), the types of its arguments where
    they differ from its role's, whose side it is on; `alike` are others of the same sort, each with its own name.
    """

    name: str
    also: list[str] = []
    alike: list[str] = []
    types: list[str] = []
    side: str = ""


class Leader(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A person whom copy names by surname alone; `role` as of a party; `alike` are others of that country and role."""

    name: str
    also: list[str] = []
    alike: list[str] = []
    role: str = "government"


class Wars(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`war`: country → [first, last year] of violence on its soil. `abroad`, where its forces stand, and `talks`, where
    others meet about it: country → [where, first, last year]. `missions`: country → missions to it."""

    war: dict[str, list[tuple[int, int]]]
    abroad: dict[str, list[tuple[str, int, int]]]
    talks: dict[str, list[tuple[str, int, int]]]
    missions: dict[str, list[str]]


def read_table(name: str, shape: type[T]) -> T:
    """The TOML file `name` of the data folder as `shape`; raises msgspec.ValidationError where it does not fit."""
    return msgspec.convert(rtoml.loads((DATA / name).read_text(encoding="utf-8")), shape)


@lru_cache(maxsize=1)
def country_names() -> dict[str, str]:
    """ISO 3166 alpha-2 code → English name."""
    table = read_table("countries.toml", dict[str, dict[str, Country]])["country"]
    return {code: country.name for code, country in table.items()}


def read_towns() -> list[str]:
    """The lines of the GeoNames extract: name, country, latitude, longitude, population, keys joined by |."""
    return gzip.decompress((DATA / "towns.tsv.gz").read_bytes()).decode().splitlines()
