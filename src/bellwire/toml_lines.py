"""On which line of a TOML file a key stands: the standard library's parser does not tell, so tomlkit marks it."""

from __future__ import annotations

from collections.abc import Iterable

import tomlkit
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import AoT, Item, Table

#: From the outermost table inwards: ("feeds", "afp", "zone").
Path = tuple[str, ...]


def lines_of(text: str, paths: Iterable[Path]) -> dict[Path, int]:
    """The line, from 1, of each key in valid TOML; of a key that is not there, that of the table it would stand in."""
    wanted = list(paths)
    beginnings = {path[:length] for path in wanted for length in range(1, len(path) + 1)}
    mark = "line"
    while mark in text:
        mark += "-line"
    try:
        document = tomlkit.parse(text)
        items = {path: item for path in beginnings if (item := _item(document, path)) is not None}
        for number, item in enumerate(items.values()):
            item.comment(f"{mark}{number};")
        drawn = document.as_string()
    except (TOMLKitError, RecursionError):
        return dict.fromkeys(wanted, 1)
    found = {
        path: drawn.partition(f"{mark}{number};")[0].count("\n") + 1 - _rows(item)
        for number, (path, item) in enumerate(items.items())
        if f"{mark}{number};" in drawn
    }
    return {path: next((found[at] for at in _inside_out(path) if at in found), 1) for path in wanted}


def _item(document: tomlkit.TOMLDocument, path: Path) -> Item | None:
    """What stands there; None for nothing, or for what no comment can be put behind."""
    found: object = document
    for key in path:
        if not isinstance(found, dict) or key not in found:
            return None
        found = found[key]
    while isinstance(found, Table) and found.is_super_table() and found:  # it has no header of its own
        found = next(iter(found.values()))
    if isinstance(found, AoT) and found.body:  # of several tables of one name, [[feeds.a]], the first
        found = found.body[0]
    return found if isinstance(found, Item) else None


def _rows(item: Item) -> int:
    """Lines from where a value begins to where the comment behind it stands."""
    return 0 if isinstance(item, Table) else item.as_string().count("\n")


def _inside_out(path: Path) -> Iterable[Path]:
    return (path[:length] for length in range(len(path), 0, -1))
