"""JSON Schemas (2020-12) out of the types of what is published and answered: docs/schemas, AsyncAPI, OpenAPI.

Only words that older drafts understand alike, since the schemas of an AsyncAPI document are read as draft 7 too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from inspect import cleandoc
from typing import Any

import msgspec
from msgspec import inspect as types

Schema = dict[str, Any]


def schemas(wanted: Sequence[type], ref: str) -> tuple[tuple[Schema, ...], dict[str, Schema]]:
    """The schema of each type, and the parts that they refer to as `ref` says."""
    roots, parts = msgspec.json.schema_components(wanted, ref_template=ref)
    for struct in _structs(types.multi_type_info(wanted), set()):
        for field in struct.fields:
            if any(isinstance(kind, types.DateTimeType) for kind in (field.type, *_inner(field.type))):
                _say_that_it_is_a_time(parts[struct.cls.__name__]["properties"][field.encode_name])
    return roots, {name: _plain(part) for name, part in parts.items()}


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
