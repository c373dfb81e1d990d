"""JSON → its items and their dialect: ninjs and its near ones, AP's Media API, dpa's digitalwires.

A feed's page is the list of what it holds. Where a name stands twice in an object the last counts, as in every common
reader of JSON (RFC 8259 leaves it open).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

import msgspec

from bellwire.errors import BadCopy
from bellwire.wire.charset import decode
from bellwire.wire.limits import check_count

Dialect = Literal["ninjs", "ap", "dpa"]

#: Names under which pages of news APIs list their items: Superdesk's, the BBC's, others'.
PAGES = ("_items", "items", "item")
#: Names of which ninjs and its dialects have one at least; `headline` alone is ninjs that lacks its uri.
_NINJS = frozenset(
    "uri guid altId headline headLine headlines body_text body_html body_xhtml bodyXhtml bodies versioncreated"
    " versionCreated pubstatus pubStatus slugline description_text descriptions".split()
)
#: Other JSON that finds its way into wire folders: (names that it has, what it is).
_OTHERS = (
    ({"$schema", "$id"}, "a JSON Schema"),
    ({"$schema", "properties"}, "a JSON Schema"),
    ({"type", "features"}, "GeoJSON"),
    ({"_links", "_meta"}, "a page of a news API without items"),
)


def items_of(data: bytes) -> tuple[Dialect, list[dict[str, Any]]]:
    """The items in JSON, one at least, and their dialect. Raises BadCopy."""
    try:
        found = msgspec.json.decode(decode(data))
    except (msgspec.DecodeError, RecursionError) as error:
        raise BadCopy(f"no JSON: {_told(error)}", reason="not-json") from None
    items = unwrapped(found)
    if not items or not all(isinstance(item, dict) for item in items):
        raise BadCopy("JSON that is no article: an object with an article's fields, or a list of them, is expected")
    check_count(len(items))
    return _dialect(items[0]), items


def _told(error: Exception) -> str:
    return "nested too deep" if isinstance(error, RecursionError) else str(error)


def unwrapped(found: Any) -> list[Any]:
    """The items that JSON holds: in a list, on a page of any API, or itself."""
    if not isinstance(found, dict):
        return found if isinstance(found, list) else [found]
    if isinstance(data := found.get("data"), dict) and ("item" in data or "items" in data):
        return [_ap_item(entry) for entry in _listed(data.get("items", data))]
    if isinstance(data, dict) and isinstance(search := data.get("search"), dict):
        return _listed(search.get("items", []))
    if isinstance(entries := found.get("entries"), list):
        return entries
    if not _NINJS & found.keys() and "version" not in found:
        for name in PAGES:
            if isinstance(page := found.get(name), list):
                return page
    return [found]


def _ap_item(entry: Any) -> Any:
    """An item of AP's, out of what is wrapped round it; beside it may stand its text, fetched by whoever stored it."""
    if not isinstance(entry, dict) or not isinstance(item := entry.get("item"), dict):
        return entry
    return item | {name: entry[name] for name in ("nitf",) if name in entry}


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _dialect(item: Mapping[str, Any]) -> Dialect:
    altids = item.get("altids")
    if isinstance(altids, dict) and ("itemid" in altids or "etag" in altids):
        return "ap"
    if str(item.get("format", "")).startswith("digitalwires") or ("urn" in item and "uri" not in item):
        return "dpa"
    for marks, what in _OTHERS:
        if marks <= item.keys():
            raise BadCopy(f"{what}, no article")
    if not _NINJS & item.keys():
        names = ", ".join(sorted(map(str, item))[:6])[:80]
        raise BadCopy(f"JSON of no wire format: it has {names or 'no names'}")
    return "ninjs"
