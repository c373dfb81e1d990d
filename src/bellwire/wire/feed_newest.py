"""A feed that keeps its whole past → its newest entries: of such a feed they alone are news."""

from __future__ import annotations

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
    entries = [element for element in root.iter(etree.Element) if _local(element) in _ENTRIES]
    sizes = {entry: len(etree.tostring(entry, encoding="utf-8")) for entry in entries}
    room, kept = most_bytes - len(etree.tostring(root, encoding="utf-8")) + sum(sizes.values()), 0
    for entry in sorted(entries, key=lambda entry: _time(entry, zone), reverse=True):
        if kept < MAX_ITEMS and sizes[entry] <= room:
            kept, room = kept + 1, room - sizes[entry]
        elif (parent := entry.getparent()) is not None:
            parent.remove(entry)
    return etree.tostring(root, encoding="utf-8"), len(entries) - kept


def _time(entry: etree._Element, zone: tzinfo) -> datetime:
    told = {_local(child): child.text for child in reversed(entry)}
    times = (read_time(told.get(name), zone) for name in _TIMES)
    return next(filter(None, times), _NEVER)


def _local(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2].rpartition(":")[2].lower()
