"""JSON Schemas (2020-12) of the payloads, out of their types: docs/schemas, and what docs/asyncapi.json says of values.

Only words that older drafts understand alike, since the schemas of an AsyncAPI document are read as draft 7 too.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from inspect import cleandoc
from typing import Any

import msgspec
from msgspec import inspect as types

from bellwire.broker.headers import schema_name
from bellwire.stream.envelope import PAYLOADS

Schema = dict[str, Any]


def schema_page(payload: str) -> str:
    """The JSON Schema of what one kind of message carries, complete in itself."""
    roots, parts = schemas([payload], "#/$defs/{name}")
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": schema_name(payload)}
    return json.dumps(head | roots[payload] | {"$defs": parts}, indent=1) + "\n"


def schemas(payloads: list[str], ref: str) -> tuple[dict[str, Schema], dict[str, Schema]]:
    """The schema of each payload, and the parts that they refer to as `ref` says."""
    wanted = [PAYLOADS[payload] for payload in payloads]
    roots, parts = msgspec.json.schema_components(wanted, ref_template=ref)
    for struct in _structs(types.multi_type_info(wanted), set()):
        for field in struct.fields:
            if any(isinstance(kind, types.DateTimeType) for kind in (field.type, *_inner(field.type))):
                _say_that_it_is_a_time(parts[struct.cls.__name__]["properties"][field.encode_name])
    return dict(zip(payloads, roots, strict=True)), {name: _plain(part) for name, part in parts.items()}


def _structs(kinds: tuple[types.Type, ...] | list[types.Type], seen: set[type]) -> Iterator[types.StructType]:
    """Every struct within these types, once."""
    for kind in kinds:
        if isinstance(kind, types.StructType):
            if kind.cls in seen:
                continue
            seen.add(kind.cls)
            yield kind
        yield from _structs(_inner(kind), seen)


def _inner(kind: types.Type) -> tuple[types.Type, ...]:
    match kind:
        case types.StructType():
            return tuple(field.type for field in kind.fields)
        case types.UnionType():
            return kind.types
        case types.TupleType():
            return kind.item_types
        case types.VarTupleType():
            return (kind.item_type,)
        case types.DictType():
            return (kind.value_type,)
    return ()


def _say_that_it_is_a_time(schema: Schema) -> None:
    for branch in schema.get("anyOf", [schema]):
        if branch.get("type") == "string":
            branch["format"] = "date-time"


def _plain(node: Any) -> Any:
    """A pair of like items is an array of two; draft 7 would read `prefixItems` as an array of none."""
    if isinstance(node, list):
        return [_plain(one) for one in node]
    if not isinstance(node, dict):
        return node
    made = {name: _plain(value) for name, value in node.items()}
    if "description" in made and isinstance(made["description"], str):
        made["description"] = cleandoc(made["description"])
    if items := made.pop("prefixItems", None):
        assert all(one == items[0] for one in items), "a tuple of unlike items"
        made["items"] = items[0]
    return made
