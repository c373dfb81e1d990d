"""A message of several items → a message of each, so that one that cannot be read costs no other."""

from __future__ import annotations

import re
from copy import deepcopy

import msgspec
from lxml import etree

from bellwire.errors import BadCopy
from bellwire.wire.dialects import unwrapped
from bellwire.wire.limits import MAX_ITEMS
from bellwire.wire.safe_xml import Element, parse
from bellwire.wire.text import decode

#: JSON objects on a line each: one that ends on its line, then another.
JSON_LINES = re.compile(rb"(?:\xef\xbb\xbf)?\s{0,64}\{[^\n]*\}[ \t\r]{0,8}\n[ \t\r\n]{0,64}\{")
#: Bytes that the parts of a message may have together, in times of its own: each bears what all share.
_MOST_TIMES = 20


def parts_of(data: bytes) -> list[bytes]:
    """The items of JSON (an array, a page, lines), of a newsMessage, of NewsML 1, each as a message of its own; nothing
    where it is no such message, holds one item only, or too many to be told apart."""
    start = data[:64].lstrip(b"\xef\xbb\xbf \t\r\n")
    try:
        found = _of_xml(parse(data)) if start.startswith(b"<") else _of_json(data)
    except BadCopy:
        return []
    whole = 1 < len(found) <= MAX_ITEMS and sum(map(len, found)) <= _MOST_TIMES * max(len(data), 10_000)
    return found if whole else []


def lines_of(data: bytes) -> list[bytes]:
    """The lines of JSON that hold an object each; nothing where it is no such text."""
    if not JSON_LINES.match(data):
        return []
    return [line for line in (line.strip(b" \t\r") for line in data.removeprefix(b"\xef\xbb\xbf").split(b"\n")) if line]


def _of_json(data: bytes) -> list[bytes]:
    if lines := lines_of(data):
        return lines
    try:
        return [msgspec.json.encode(item) for item in unwrapped(msgspec.json.decode(decode(data)))]
    except (msgspec.MsgspecError, RecursionError, UnicodeEncodeError):
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
    return [_with(shared, item) for item in items]


def _with(shared: Element, item: Element) -> bytes:
    """A document with this item alone in what all share."""
    shared.append(item)
    document: bytes = etree.tostring(shared)
    shared.remove(item)
    return document
