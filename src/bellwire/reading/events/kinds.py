"""The kinds of events: family, direction and PLOVER root of each, as data (data/kinds.toml)."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from bellwire.reading.reading import Direction


class Kind(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A kind as written in TOML."""

    family: str
    direction: Direction
    disputable: bool
    plover: dict[str, str]


Kinds = Mapping[str, Kind]


def compile_kinds(data: Mapping[str, object]) -> Kinds:
    """Checks the table of kinds. Raises msgspec.ValidationError where it does not fit."""
    return msgspec.convert(dict(data), dict[str, Kind])
