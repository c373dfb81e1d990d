"""What programs are answered: JSON and other forms, with an ETag by which they know that they have it already."""

from __future__ import annotations

import hashlib
from typing import Any

import msgspec
from fastapi import Request
from starlette.responses import Response

_JSON = "application/json"


def answer(request: Request, value: msgspec.Struct, *, passing: str = "") -> Response:
    """As JSON; 304 to who has it already. `passing`: the field that is told too, and makes no other answer of it."""
    same = msgspec.structs.replace(value, **{passing: ""}) if passing else value
    return tagged(request, msgspec.json.encode(value), _JSON, msgspec.json.encode(same))


def tagged(request: Request, body: bytes, media_type: str, same: bytes | None = None) -> Response:
    """The answer with its ETag, made of `same` or the body; 304 to who has it already."""
    tag = f'"{hashlib.sha256(body if same is None else same).hexdigest()[:32]}"'
    headers = {"ETag": f"W/{tag}", "Cache-Control": "no-cache"}
    shown = ",".join(request.headers.getlist("if-none-match"))
    known = {one.strip().removeprefix("W/") for one in shown.split(",")}
    if known & {tag, "*"}:
        return Response(status_code=304, headers=headers)
    return Response(body, media_type=media_type, headers=headers)


def made(value: Any) -> Response:
    """What was made, 201."""
    return Response(msgspec.json.encode(value), 201, media_type=_JSON)


def accepted(value: Any) -> Response:
    """What will be done, 202."""
    return Response(msgspec.json.encode(value), 202, media_type=_JSON)
