"""What a form on the page sends, checked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qsl, quote

from fastapi import Request
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

#: Bytes of a form, and characters of a note.
_MOST, _LONGEST = 64 * 1024, 2000


class BadForm(ValueError):
    """A form that cannot be followed: its sentence says which field, and what to write."""


async def form_of(request: Request) -> dict[str, str]:
    """The fields of a form, the last of each name."""
    if not request.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
        raise HTTPException(415, "send a form: application/x-www-form-urlencoded")
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > _MOST:
            raise HTTPException(413, f"a form has at most {_MOST} bytes")
    return dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=100))


def words(form: Mapping[str, str], name: str, *, least: int = 0, most: int = _LONGEST) -> str:
    """A field in words, its white space in order."""
    value = form.get(name, "").strip().replace("\r\n", "\n")
    if not least <= len(value) <= most:
        needs = "say something" if not value else f"has {len(value)} characters"
        raise BadForm(f"{name}: {needs}; from {least} to {most} characters will do")
    return value


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


def done(request: Request, form: Mapping[str, str], otherwise: str) -> Response:
    """What answers a form that was followed: back to where it stood for a person, no content for a program."""
    if "text/html" not in request.headers.get("accept", ""):
        return Response(status_code=204)
    return RedirectResponse(_here(form.get("back", "")) or otherwise, 303)


def _here(path: str) -> str:
    """A path on this desk; "" for what leads anywhere else."""
    there = path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable()
    return quote(path, safe="/?&=#%+,:.~-_") if there else ""
