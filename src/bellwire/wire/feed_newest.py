"""A feed that keeps its whole past → its newest entries: of such a feed they alone are news."""

from __future__ import annotations

from copy import deepcopy
from datetime import UTC, datetime, tzinfo

from lxml import etree

from bellwire.wire.feed_tree import tree
from bellwire.wire.limits import MAX_ITEMS
from bellwire.wire.safe_xml import document
from bellwire.wire.times import read_time

#: Entries of a feed out of which its newest are looked for; nobody publishes more.
MOST_ENTRIES = 50_000
_ENTRIES = frozenset(("item", "entry"))
#: Where an entry says when it was made, the surest first.
_TIMES = ("updated", "modified", "date", "pubdate", "published", "issued", "publicationdate")
_NEVER = datetime.min.replace(tzinfo=UTC)


def newest_of(data: bytes, most_bytes: int, *, zone: tzinfo = UTC) -> tuple[bytes, int]:
    """The feed with as many of its newest entries as one message may hold, in so many bytes, in its own order, and how
    many are left out. Those without a time count as older, the first ones as the newest of these.

    `zone`: of times that name none. Raises BadCopy: `too-large` beyond 50,000 entries, and as `document` and `tree` do.
    """
    root = tree(document(data), most=MOST_ENTRIES)
    bare = deepcopy(root)
    room, kept = most_bytes - len(_written(_without(_entries(bare), bare))), 0
    left_out = list[etree._Element]()
    for entry in sorted(_entries(root), key=lambda entry: _time(entry, zone), reverse=True):
        size = len(_written(entry))
        if kept < MAX_ITEMS and size <= room:
            kept, room = kept + 1, room - size
        else:
            left_out.append(entry)
    return _written(_without(left_out, root)), len(left_out)


def _entries(root: etree._Element) -> list[etree._Element]:
    return [element for element in root.iter(etree.Element) if _local(element) in _ENTRIES]


def _without(entries: list[etree._Element], root: etree._Element) -> etree._Element:
    for entry in entries:
        if (parent := entry.getparent()) is not None:
            parent.remove(entry)
    return root


def _written(element: etree._Element) -> bytes:
    return etree.tostring(element, encoding="utf-8")


def _time(entry: etree._Element, zone: tzinfo) -> datetime:
    told = {_local(child): child.text for child in reversed(entry)}
    times = (read_time(told.get(name), zone) for name in _TIMES)
    return next(filter(None, times), _NEVER)


def _local(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2].rpartition(":")[2].lower()
