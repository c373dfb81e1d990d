"""A message of several items → a message of each, so that one that cannot be read costs no other."""

from __future__ import annotations

import re
from copy import deepcopy

import msgspec
from lxml import etree

from bellwire.errors import BadCopy
from bellwire.wire import feed_tree, mbox
from bellwire.wire.charset import decode
from bellwire.wire.dialects import PAGES, unwrapped
from bellwire.wire.json_items import items_as_they_stand
from bellwire.wire.limits import MAX_ITEMS
from bellwire.wire.safe_xml import Element, document, parse
from bellwire.wire.xml_root import root_of

#: JSON objects on a line each: one that ends on its line, then another, which no JSON by itself has anywhere.
_OBJECT = re.compile(rb"(?:\xef\xbb\xbf)?\s{0,64}\{")
_JSON_LINES = re.compile(rb"^[ \t]{0,64}\{[^\n]*\}[ \t\r]{0,8}\n[ \t\r\n]{0,64}\{", re.MULTILINE)
#: Bytes that the parts of a message may have together, in times of its own: each bears what all share.
_MOST_TIMES = 20
_MARK, _WIDE_MARKS = b"\xef\xbb\xbf", (b"\xff\xfe", b"\xfe\xff")
#: Bytes in which a root element is looked for.
_START = 64 * 1024
_FEEDS = frozenset(("rss", "RDF", "feed"))
_ENTRIES = frozenset(("item", "entry", "deleted-entry"))
#: What entries take from their feed where they do not say it themselves; its times change with every fetch.
_SHARED = frozenset(("channel", "language", "publisher", "publicationname"))


def parts_of(data: bytes) -> list[bytes]:
    """The items of JSON (an array, a page, lines), of a newsMessage, of NewsML 1, of a feed, of a mailbox, each as a
    message of its own; nothing where it is no such message, holds one item only, or too many to be told apart."""
    try:
        data = decode(data).encode() if b"\0" in data[:4] or data.startswith(_WIDE_MARKS) else data
        start = data[:64].lstrip(b"\xef\xbb\xbf \t\r\n")
        if mbox.is_mbox(data):
            found = mbox.mails_of(data)
        elif not start.startswith(b"<"):
            found = _of_json(data)
        elif root_of(data[:_START].lstrip(b"\xef\xbb\xbf \t\r\n")) in _FEEDS:
            found = _of_feed(feed_tree.tree(document(data)))
        else:
            found = _of_xml(parse(data))
    except BadCopy:
        return []
    whole = 1 < len(found) <= MAX_ITEMS and sum(map(len, found)) <= _MOST_TIMES * max(len(data), 10_000)
    return found if whole else []


def begins_object(start: bytes) -> bool:
    """Whether bytes begin as a JSON object does."""
    return _OBJECT.match(start) is not None


def holds_lines(start: bytes) -> bool:
    """Whether bytes begin as JSON with an object on a line each does, be its first lines broken."""
    return begins_object(start) and _JSON_LINES.search(start.removeprefix(_MARK)) is not None


def lines_of(data: bytes) -> list[bytes]:
    """The lines of JSON that hold an object each; nothing where it is no such text."""
    if not holds_lines(data):
        return []
    return [line for line in (line.strip(b" \t\r") for line in data.removeprefix(_MARK).split(b"\n")) if line]


def _of_json(data: bytes) -> list[bytes]:
    if lines := lines_of(data):
        return lines
    try:
        return [msgspec.json.encode(item) for item in unwrapped(msgspec.json.decode(decode(data)))]
    except (msgspec.MsgspecError, RecursionError, UnicodeEncodeError):
        return _as_they_stand(data.removeprefix(_MARK))


def _as_they_stand(data: bytes) -> list[bytes]:
    """The same where some items are no JSON."""
    for name in ("", *PAGES):
        if found := items_as_they_stand(data, name):
            return found[0]
    return []


def _of_xml(root: Element) -> list[bytes]:
    if root.tag == "newsMessage":
        return [etree.tostring(item, with_tail=False) for item in root.iterfind("itemSet/*")]
    if root.tag != "NewsML":
        return []
    items = list(root.iterfind("NewsItem"))
    shared = deepcopy(root)
    for item in list(shared.iterfind("NewsItem")):
        shared.remove(item)
    if len(items) * len(etree.tostring(shared)) > _MOST_TIMES * len(etree.tostring(root)):
        return []
    return [_with(shared, item, shared) for item in items]


def _with(branch: Element, item: Element, root: Element) -> bytes:
    """A document with this item alone, in its branch, in what all share."""
    branch.append(item)
    alone: bytes = etree.tostring(root)
    branch.remove(item)
    return alone


def _of_feed(root: Element) -> list[bytes]:
    branches = [root, *(child for child in root if _local(child) == "channel")]
    entries = [(branch, child) for branch in branches for child in list(branch) if _local(child) in _ENTRIES]
    for branch in branches:
        for child in list(branch):
            if _local(child).lower() not in _SHARED:
                branch.remove(child)
    if len(entries) * len(etree.tostring(root)) > _MOST_TIMES * sum(len(etree.tostring(entry)) for _, entry in entries):
        return []
    return [_with(branch, entry, root) for branch, entry in entries]


def _local(element: Element) -> str:
    return str(element.tag).rpartition("}")[2].rpartition(":")[2]
