"""JSON Schemas of the payloads, out of their types: docs/schemas, and what docs/asyncapi.json says of values."""

from __future__ import annotations

import json

from bellwire.broker.headers import schema_name
from bellwire.stream.envelope import PAYLOADS
from bellwire.stream.schemas import Schema
from bellwire.stream.schemas import schemas as schemas_of


def schema_page(payload: str) -> str:
    """The JSON Schema of what one kind of message carries, complete in itself."""
    roots, parts = schemas([payload], "#/$defs/{name}")
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": schema_name(payload)}
    return json.dumps(head | roots[payload] | {"$defs": parts}, indent=1) + "\n"


def schemas(payloads: list[str], ref: str) -> tuple[dict[str, Schema], dict[str, Schema]]:
    """The schema of each payload, and the parts that they refer to as `ref` says."""
    roots, parts = schemas_of([PAYLOADS[payload] for payload in payloads], ref)
    return dict(zip(payloads, roots, strict=True)), parts
