"""Fields of JSON items that every dialect writes a little differently: text or a list of texts, a name or an object."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bellwire.errors import BadCopy
from bellwire.wire.credit import place_of
from bellwire.wire.text import one_line

Item = Mapping[str, Any]

#: Where an object that stands for a town names the land or state around it.
_AROUND = ("country", "countryname", "countryareaname", "state")
#: Where an object that stands for a place, a person or an agency has its name.
_NAMES = ("name", "text", "city", "locality", "by", "literal", "value", "code")


def first(item: Item, *names: str) -> Any:
    """The value under the first of these names that is there and not null."""
    return next((item[name] for name in names if item.get(name) is not None), None)


def text(item: Item, *names: str) -> str:
    """A text as it stands; a number is written out, a list of texts joined. Raises BadCopy for anything else."""
    value = first(item, *names)
    if value is None or isinstance(value, str):
        return value or ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        return " ".join(value)
    raise BadCopy(f"{names[0]} is no text")


def digits(item: Item, *names: str) -> str:
    """A number, or a text that may be one, written out; "" for anything else."""
    value = first(item, *names)
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return ""
    if isinstance(value, float):
        return f"{value:.15g}"
    return str(value)


def line(item: Item, *names: str) -> str:
    """A text as one clean line."""
    value = text(item, *names)
    return one_line(value) if value else ""


def listed(item: Item, name: str) -> list[dict[str, Any]]:
    """A list of objects, empty where there is none. Raises BadCopy for anything else."""
    value = item.get(name) or []
    if not isinstance(value, list) or not all(isinstance(part, dict) for part in value):
        raise BadCopy(f"{name} is no list of objects")
    return value


def names(value: Any) -> list[str]:
    """The names in a text, an object or a list of these, in their order."""
    found: list[str] = []
    for part in value if isinstance(value, list) else [value]:
        if isinstance(part, dict):
            part = next((part[name] for name in _NAMES if isinstance(part.get(name), str) and part[name]), "")
        if isinstance(part, str) and (name := one_line(part)):
            found.append(name)
    return found


def name(item: Item, *fields: str) -> str:
    """The first name under these fields, "" where there is none."""
    return next((found[0] for field in fields if (found := names(item.get(field)))), "")


def place(item: Item, *fields: str) -> str:
    """A place under these fields: a text, or a town's name with its land's where an object has both."""
    for value in map(item.get, fields):
        found = names(value)
        part = value[0] if isinstance(value, list) and value else value
        around = next(filter(None, (names(part.get(field)) for field in _AROUND)), []) if isinstance(part, dict) else []
        if found:
            return place_of(", ".join([found[0], *around[:1]])) or found[0]
    return ""


def code(value: Any) -> str:
    """The code of a concept that is a text or an object, "" where it has none."""
    if isinstance(value, dict):
        value = next((value[name] for name in ("qcode", "code", "literal", "name") if value.get(name)), "")
    return value if isinstance(value, str) else ""


def associations_of(item: Item) -> int:
    """How many items are associated with one: ninjs 1 names them, ninjs 2 and 3 list them. None of theirs counts."""
    value = item.get("associations")
    found = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return sum(isinstance(one, dict) and bool(one) for one in found)


def objects(item: Item, name: str) -> list[dict[str, Any]]:
    """The objects in a list, or the one object that stands in its place; what is none is passed over."""
    value = item.get(name)
    return [part for part in (value if isinstance(value, list) else [value]) if isinstance(part, dict)]
