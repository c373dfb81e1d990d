"""OpenAPI as it is: what each address answers and what may be wrong with a request, in which form.

What is declared here is what programs are made from, so a test asks every address and holds the answers against it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from starlette.responses import Response

from bellwire.desk import shapes
from bellwire.stream.schemas import schemas

JSON, PROBLEM = "application/json", "application/problem+json"

_REF = "#/components/schemas/{name}"

#: What a status of a problem means.
MEANING = {
    400: "a filter, cursor or place that is none",
    401: "a token is wanted, and this is none",
    403: "this token may not do that, or it is another's, or the request comes from a page elsewhere",
    404: "there is no such thing",
    409: "it stands in a file, and is changed there",
    413: "too much was sent",
    415: "another media type is wanted",
    421: "the desk is not known by this name",
    422: "a value that is none",
    429: "too many requests: `Retry-After` says when to come back",
    503: "the ledger, or a file that is needed, is out of reach or not sound",
}

Kind = Literal["list", "one", "all", "make", "drop", "probe"]

#: What may be wrong, by what an address is for.
WRONG: Mapping[Kind, tuple[int, ...]] = {
    "list": (400, 422),
    "one": (404,),
    "all": (422,),
    "make": (400, 403, 413, 415, 422),
    "drop": (403, 404, 422),
    "probe": (),
}
#: And whatever it is for: of probes only that they are asked too often.
_ANYWHERE, _OF_PROBES = (401, 421, 429, 503), (429,)

_HEADERS = {429: "Retry-After", 401: "WWW-Authenticate"}


def answers(
    kind: Kind,
    told: type | Mapping[str, Any] | None,
    media: str = JSON,
    *,
    status: int = 200,
    wrong: tuple[int, ...] = (),
) -> Any:
    """What the decorator of an address is given besides: its answer's type or schema (None: no content), and what may
    be wrong, with what is so here alone. Answers to GET bear an ETag, and are 304 for who has it."""
    found: dict[int | str, dict[str, Any]] = {code: _problem(code) for code in (*WRONG[kind], *wrong, *_ANYWHERE)}
    if kind == "probe":
        found = {code: _problem(code) for code in _OF_PROBES}
        found[503] = {"description": "it cannot", "content": _content(told, media)}
    elif status == 200 and media != "text/event-stream":
        found[304] = {"description": "as it was when this ETag was given"}
    found[status] = {"description": "done" if told is None else "as told above"}
    if told is not None:
        found[status]["content"] = _content(told, media)
    return {"responses": found, "response_class": Response, "status_code": status}


def body(fields: Mapping[str, str], *required: str, **types: Mapping[str, Any]) -> dict[str, Any]:
    """A JSON object with these fields, as OpenAPI tells of it; what each is. Without a type they are texts."""
    properties = {name: {"description": meaning, **types.get(name, TEXT)} for name, meaning in fields.items()}
    schema = {"type": "object", "required": list(required), "properties": properties, "additionalProperties": False}
    return {"requestBody": {"required": True, "content": {JSON: {"schema": schema}}}}


TEXT = {"type": "string"}
TEXTS = {"anyOf": [TEXT, {"type": "array", "items": TEXT}]}
YES_OR_NO = {"type": "boolean"}


def describe_truly(app: FastAPI) -> None:
    """Serve this document in place of FastAPI's, which knows neither our problems nor our answers."""

    def document() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _document(app)
        return app.openapi_schema

    app.openapi = document  # type: ignore[method-assign]


def _document(app: FastAPI) -> dict[str, Any]:
    made = get_openapi(title=app.title, version=app.version, description=app.description, routes=app.routes)
    _, parts = schemas(shapes.EVERY, _REF)
    made["components"] = {
        "schemas": parts,
        "securitySchemes": {
            "token": {"type": "http", "scheme": "bearer", "description": "one of `bellwire tokens create`"}
        },
    }
    made["security"] = [{"token": []}, {}]
    for methods in made["paths"].values():
        for operation in methods.values():
            _mend(operation["responses"])
    return made


def _mend(responses: dict[str, Any]) -> None:
    """Drop what FastAPI adds of its own where values are checked: we declare that, in the form in which it comes."""
    for code, response in list(responses.items()):
        if "HTTPValidationError" in str(response.get("content", {}).get(JSON, "")):
            del responses[code]


def _problem(status: int) -> dict[str, Any]:
    made: dict[str, Any] = {"description": MEANING[status], "content": _content(shapes.Problem, PROBLEM)}
    if status in _HEADERS:
        made["headers"] = {_HEADERS[status]: {"schema": TEXT}}
    return made


def _content(told: type | Mapping[str, Any] | None, media: str) -> dict[str, Any]:
    schema = {"$ref": _REF.format(name=told.__name__)} if isinstance(told, type) else told
    return {media: {"schema": schema}}
