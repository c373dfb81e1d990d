"""What a filter may ask for: a kind or place that nothing can have would be waited for in silence, for ever."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import cache

from bellwire.errors import BellwireError
from bellwire.reading.facts.tables import Spot, country_names, read_table
from bellwire.reading.reading import Direction
from bellwire.toml_file import nearest, shown

#: Names that a sentence lists at most.
_LISTED = 12


def several(option: str, given: Iterable[str]) -> tuple[str, ...]:
    """The values of an option that takes several. Raises BellwireError for a text alone, of which every letter would be
    one, and for what is no text."""
    if isinstance(given, str | bytes):
        raise BellwireError(f"{option}: write a list: {option}=[{given!r}]", reason="bad-filter")
    if not isinstance(given, Iterable):
        raise BellwireError(f"{option}: {given!r} is no list", reason="bad-filter")
    values = tuple(given)
    for value in values:
        if not isinstance(value, str):
            raise BellwireError(f"{option}: {value!r} is no text", reason="bad-filter")
    return values


def check(kinds: Collection[str], places: Collection[str], directions: Collection[str]) -> None:
    """Raise BellwireError for the first that is none, with what may have been meant."""
    for direction in directions:
        _one_of("direction", direction, tuple(Direction))
    for kind in kinds:
        _one_of("kind", kind, _kinds())
    for place in places:
        if why := no_place(place):
            raise BellwireError(why, reason="bad-filter")


def no_place(path: str) -> str | None:
    """Why nothing can lie in this place, as a sentence; None where something may."""
    first = path.strip("/").partition("/")[0].strip()
    return None if first.casefold() in _beginnings() else f"no place begins with {_name(first)}; {_hint(first)}"


@cache
def _kinds() -> tuple[str, ...]:
    from bellwire.reading.knowledge import load_kinds  # Takes half a second, and few filters have kinds.

    return (*load_kinds(), "tempo")


@cache
def _beginnings() -> dict[str, str]:
    """With what a place path may begin, in small letters: codes of countries, names of seas and rivers between them."""
    table = read_table("places.toml", dict[str, dict[str, list[Spot]]])
    of_none = [spot.name for countries in table.values() for spot in countries.get("none", ())]
    codes = {code for countries in table.values() for code in countries if code != "none"}
    return {name.casefold(): name for name in (*country_names(), *sorted(codes), *of_none)}


def _hint(first: str) -> str:
    named = {name.casefold(): code for code, name in country_names().items()}
    if code := named.get(first.casefold()):
        return f"did you mean {code}?"
    near = nearest(first.casefold(), {**named, **_beginnings()}, "")
    name = near.removeprefix("did you mean ").removesuffix("?")
    meant = named.get(name) or _beginnings().get(name)
    return f"did you mean {meant}?" if meant else "a path begins with two letters of a country: SY, SY/Aleppo"


def _one_of(noun: str, value: str, known: Collection[str]) -> None:
    if value not in known:
        listed = [str(name) for name in known]
        more = ", …" if len(listed) > _LISTED else ""
        hint = nearest(value.casefold(), listed, f"there are {', '.join(listed[:_LISTED])}{more}")
        raise BellwireError(f"no {noun} {_name(value)}; {hint}", reason="bad-filter")


def _name(value: str) -> str:
    return repr(shown(value))
