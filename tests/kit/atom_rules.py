"""What RFC 4287 asks of a feed, and the Feed Validator lists as errors: checks of our own, as far as our feeds go."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from urllib.parse import urlsplit

from lxml import etree

_NAMESPACE = "http://www.w3.org/2005/Atom"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"

#: What may stand in each element, and how often: at least, at most.
_CHILDREN = {
    "feed": {"id": (1, 1), "title": (1, 1), "updated": (1, 1), "author": (0, 99), "link": (0, 99), "entry": (0, 9999)},
    "entry": {
        "id": (1, 1),
        "title": (1, 1),
        "updated": (1, 1),
        "published": (0, 1),
        "content": (0, 1),
        "author": (0, 99),
        "link": (0, 99),
        "category": (0, 99),
        "summary": (0, 1),
    },
    "author": {"name": (1, 1), "uri": (0, 1), "email": (0, 1)},
}
_ATTRIBUTES = {
    "feed": {_LANG},
    "link": {"rel", "type", "href"},
    "category": {"term", "label", "scheme"},
    "content": {"type"},
    "title": {"type"},
}
#: RFC 4287, 4.2.7.2, and RFC 5005, 3.
_RELATIONS = {"self", "alternate", "related", "via", "enclosure", "first", "next"}
_URN = re.compile(r"urn:[A-Za-z0-9][A-Za-z0-9-]{0,31}:(?:[A-Za-z0-9()+,\-.:=@;$_!*']|%[0-9A-Fa-f]{2})+")
_TAG = re.compile(r"tag:[a-z0-9.-]+,\d{4}(?:-\d\d(?:-\d\d)?)?:(?:[A-Za-z0-9()+,\-.:=@;$_!*'/?]|%[0-9A-Fa-f]{2})*")
_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:(?:[A-Za-z0-9:/?#\[\]@!$&'()*+,;=._~-]|%[0-9A-Fa-f]{2})+")
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)")
_MEDIA = re.compile(r"[a-z]+/[a-z0-9.+-]+")


def faults(made: bytes) -> list[str]:
    """All that is wrong with a feed, each with the element."""
    root = etree.fromstring(made)
    found = [] if root.tag == f"{{{_NAMESPACE}}}feed" else ["not a feed"]
    for element in root.iter():
        found += [f"{_name(element)}: {fault}" for fault in _faults(element)]
    return found + list(_of_feed(root))


def _faults(element: etree._Element) -> Iterator[str]:
    name, text = _name(element), element.text or ""
    yield from (f"{key} is undefined" for key in set(element.attrib) - _ATTRIBUTES.get(name, set()))
    children = [_name(child) for child in element]
    allowed = _CHILDREN.get(name, {})
    yield from (f"{child} is misplaced" for child in set(children) - set(allowed))
    for child, (least, most) in allowed.items():
        if not least <= children.count(child) <= most:
            yield f"{child} stands {children.count(child)} times"
    if name == "id" and not (_URN.fullmatch(text) or _TAG.fullmatch(text)):
        yield f"{text!r} is no URN and no tag"
    if name in ("updated", "published") and not _is_time(text):
        yield f"{text!r} is no time"
    if name in ("title", "name") and not text.strip():
        yield "is empty"
    if name == "category" and not element.get("term", "").strip():
        yield "has no term"
    if name == "content" and element.get("type", "text") != "text":
        yield "is no text"
    if name == "link":
        yield from _of_link(element)


def _of_link(link: etree._Element) -> Iterator[str]:
    href = link.get("href", "")
    if not _URI.fullmatch(href) or not urlsplit(href).hostname:
        yield f"{href!r} is no address"
    if link.get("rel", "alternate") not in _RELATIONS:
        yield f"{link.get('rel')} is no relation"
    if not _MEDIA.fullmatch(link.get("type", "text/html")):
        yield f"{link.get('type')} is no media type"


def _of_feed(root: etree._Element) -> Iterator[str]:
    entries = root.findall(f"{{{_NAMESPACE}}}entry")
    ids = [entry.findtext(f"{{{_NAMESPACE}}}id") for entry in entries]
    if len(set(ids)) < len(ids):
        yield "two entries have one id"
    for place in (root, *entries):
        links = [link for link in place.findall(f"{{{_NAMESPACE}}}link") if link.get("rel") == "alternate"]
        if len({(link.get("type"), link.get("hreflang")) for link in links}) < len(links):
            yield "two alternates are alike"
        if place is not root and not links and place.find(f"{{{_NAMESPACE}}}content") is None:
            yield "an entry has neither content nor alternate"
    if root.find(f"{{{_NAMESPACE}}}link[@rel='self']") is None:
        yield "there is no link to itself"
    if root.find(f"{{{_NAMESPACE}}}author") is None:
        yield "nobody wrote it"


def _is_time(text: str) -> bool:
    try:
        return bool(_TIME.fullmatch(text)) and datetime.fromisoformat(text) is not None
    except ValueError:
        return False


def _name(element: etree._Element) -> str:
    return str(element.tag).removeprefix(f"{{{_NAMESPACE}}}")
