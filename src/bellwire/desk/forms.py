"""What a form on the page sends, checked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from unicodedata import bidirectional, category
from urllib.parse import parse_qsl, quote

import msgspec
from fastapi import Request
from starlette.exceptions import HTTPException

from bellwire.intake.http_limits import CLOSE, read_body
from bellwire.toml_file import nearest, shown

#: Bytes of a form, seconds in which it must have come, its fields, and characters of a note.
_MOST, _SECONDS, _FIELDS, _LONGEST = 64 * 1024, 15.0, 100, 2000

#: The classes of signs that open or end a piece in another direction (Unicode's UAX 9).
_TURNS = frozenset({"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"})


class BadForm(ValueError):
    """A form that cannot be followed: its sentence says which field, and what to write."""


async def form_of(request: Request) -> dict[str, str]:
    """The fields of a form, the last of each name."""
    body = await _body(request, "application/x-www-form-urlencoded")
    try:
        return dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=_FIELDS))
    except ValueError:
        raise BadForm(f"this form has more than {_FIELDS} fields") from None


async def json_of(request: Request) -> dict[str, Any]:
    """The fields of a JSON object, as programs send them."""
    body = await _body(request, "application/json")
    try:
        return msgspec.json.decode(body, type=dict[str, Any])
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise BadForm(f"this is no JSON object: {error}") from None


def as_form(fields: Mapping[str, Any], known: Iterable[str], numbers: Iterable[str] = ()) -> dict[str, str]:
    """A JSON object as a form has it: texts, of some fields numbers too. Raises BadForm for a field that is none."""
    names = list(known)
    for name, value in fields.items():
        if name not in names:
            raise BadForm(f"{shown(name)}: no such field; {nearest(name, names, 'there are ' + ', '.join(names))}")
        if not (isinstance(value, str) or (name in numbers and type(value) in (int, float))):
            raise BadForm(f"{name}: write a {'number' if name in numbers else 'text'}")
    return {name: str(value) for name, value in fields.items()}


async def _body(request: Request, media_type: str) -> bytes:
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != media_type:
        raise HTTPException(415, f"send {media_type}", CLOSE)
    return await read_body(request, _MOST, _SECONDS)


def words(form: Mapping[str, str], name: str, *, least: int = 0, most: int = _LONGEST) -> str:
    """A field in words, its white space in order and no control in it."""
    value = readable(form.get(name, "").replace("\r\n", "\n")).strip()
    if not least <= len(value) <= most:
        needs = "say something" if not value else f"has {len(value)} characters"
        raise BadForm(f"{name}: {needs}; from {least} to {most} characters will do")
    return value


def readable(text: str) -> str:
    """Without what would turn the words around it on a page, and what no database keeps: controls, and marks that
    change the direction of writing."""
    return "".join(
        sign for sign in text if sign in "\n\t" or not (category(sign) == "Cc" or bidirectional(sign) in _TURNS)
    )


def one_of(form: Mapping[str, str], name: str, allowed: Sequence[str]) -> str:
    """A field that has one of these values; "" where it is left empty."""
    value = form.get(name, "").strip()
    if value and value not in allowed:
        raise BadForm(f"{name}: no {value!r}; there are {', '.join(allowed[:20])}")
    return value


def end_of(form: Mapping[str, str], now: datetime, longest: timedelta) -> datetime:
    """When something ends that begins now: after `hours`."""
    given = form.get("hours", "").strip()
    try:
        span = timedelta(hours=float(given))
    except (ValueError, OverflowError):
        raise BadForm(f"hours: {given!r} is no number of hours") from None
    if not timedelta(minutes=1) <= span <= longest:
        raise BadForm(f"hours: between 0.02 and {longest.total_seconds() / 3600:g}")
    return (now + span).astimezone(UTC)


def here(path: str, otherwise: str = "/") -> str:
    """A path on this desk; `otherwise` for what leads anywhere else, as browsers take it."""
    there = path.startswith("/") and not path.startswith("//") and "\\" not in path and path.isprintable()
    return quote(path, safe="/?&=#%+,:.~-_") if there else otherwise
