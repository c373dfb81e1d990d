"""The items of a JSON array or page, each as it stands, where some are no JSON: what programs write for all that.

Python writes NaN; what cuts a text in the midst of a character leaves half of it (`\\ud83d`). Either is within one
item, and the others are whole.
"""

from __future__ import annotations

import json
import re
from typing import Any

_SPACE = re.compile(r"[ \t\r\n]*")
#: Numbers are not made: one of many digits takes long.
_LENIENT = json.JSONDecoder(parse_int=str, parse_float=str, parse_constant=str)


def items_as_they_stand(data: bytes, member: str = "") -> tuple[list[bytes], dict[str, Any]] | None:
    """The elements of an array, or of the array that an object has under `member`, and what else the object has; None
    where it is no such thing, however kindly it is read."""
    try:
        text = data.decode()
        start = _past(text, 0)
        if member:
            items, rest, end = _of_object(text, start, member)
        else:
            (items, end), rest = _of_array(text, start), {}
        return (items, rest) if _past(text, end) == len(text) else None
    except (ValueError, IndexError, RecursionError):
        return None


def _of_array(text: str, at: int) -> tuple[list[bytes], int]:
    """The elements of the array that begins here, and where it ends."""
    items = list[bytes]()
    at = _past(text, _sign(text, at, "["))
    while text[at] != "]":
        _, end = _LENIENT.raw_decode(text, at)
        items.append(text[at:end].encode())
        at = _behind(text, end, "]")
    return items, at + 1


def _of_object(text: str, at: int, member: str) -> tuple[list[bytes], dict[str, Any], int]:
    """The same of a member of the object that begins here, and its other members."""
    found, rest = None, dict[str, Any]()
    at = _past(text, _sign(text, at, "{"))
    while text[at] != "}":
        name, end = _LENIENT.raw_decode(text, at)
        at = _past(text, _sign(text, _past(text, end), ":"))
        if name == member:
            found, end = _of_array(text, at)
        else:
            rest[str(name)], end = _LENIENT.raw_decode(text, at)
        at = _behind(text, end, "}")
    if found is None:
        raise ValueError
    return found, rest, at + 1


def _behind(text: str, at: int, close: str) -> int:
    """Where the next element begins, or `close` stands."""
    at = _past(text, at)
    return at if text[at] == close else _past(text, _sign(text, at, ","))


def _sign(text: str, at: int, sign: str) -> int:
    if text[at] != sign:
        raise ValueError
    return at + 1


def _past(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return found.end() if found else at
