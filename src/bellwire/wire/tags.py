"""Tags of HTML in what came as text: told from tickers ("Sears <S>"), addresses ("<desk@x.com>") and "a < b"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from string import ascii_lowercase, ascii_uppercase

#: HTML's elements, those of old, and what begins pictures and formulas in it.
_NAMES = frozenset(
    "a abbr acronym address animate applet area article aside audio b base basefont bdi bdo bgsound big blink body br"
    " blockquote button canvas caption center cite code col colgroup data datalist dd del details dfn dialog dir div dl"
    " dt em embed fieldset figcaption figure font footer foreignobject form frame frameset h1 h2 h3 h4 h5 h6 head hr"
    " header hgroup html i iframe image img input ins isindex kbd keygen label layer legend li link listing main map"
    " mark marquee math menu menuitem meta meter multicol nav nobr noembed noframes noscript object ol optgroup option"
    " output p param picture plaintext portal pre progress q rp rt ruby s samp script search section select slot small"
    " source span strike strong style sub summary sup svg table tbody td template textarea tfoot th thead time title tr"
    " track tt u ul use var video wbr xml xmp xss".split()
)
#: Where markup begins, and the name of what may be a tag with what follows it.
_START = re.compile(
    r"<(?:!--|!doctype\b|!\[CDATA\[|\?(?=xml|php)|/(?=[a-z][\w:-]{0,20}\s{0,9}>)|(?P<name>[a-z][\w:-]{0,20})(?P<behind>[\s/>]))",
    re.IGNORECASE,
)
#: What follows the name of any tag, and of one of HTML's: attributes.
_ATTRIBUTE = re.compile(r"[^<>]{0,300}?(?:=\s{0,3}[\"']|\bon[a-z]{2,30}\s{0,3}=)", re.IGNORECASE)
_ATTRIBUTES = re.compile(r"[^<>]{0,300}=|[^<>=]{0,300}>")
#: As a stock exchange writes a company: no tag unless it is closed.
_TICKER = re.compile(r"[A-Z][A-Z0-9]{0,4}")
_ALWAYS = frozenset(("BR", "HR", "P"))
#: Elements that are raw until they end: their content is code, be it cut short.
_RAW = frozenset(("script", "style"))
_END = re.compile(r"</([A-Z][A-Z0-9]{0,4})", re.IGNORECASE)
_SIGN = re.compile("<")
_LOWER = str.maketrans(ascii_uppercase, ascii_lowercase)
_ADDRESS = re.compile(r"<(?=[\w.+-]{1,64}@)", re.ASCII)


def has_tags(text: str) -> bool:
    """Whether unmistakable markup stands in a text."""
    return next(_starts(text), None) is not None


def only_tags(text: str) -> str:
    """The text with every "<" that begins no markup as the sign that it is in HTML."""
    starts = set(_starts(text))
    return _SIGN.sub(lambda sign: "<" if sign.start() in starts else "&lt;", text)


def without_starts(text: str) -> str:
    """The text without the sign with which markup begins."""
    starts = set(_starts(text))
    return _SIGN.sub(lambda sign: "" if sign.start() in starts else "<", text) if starts else text


def with_addresses(markup: str) -> str:
    """HTML in which mail addresses in angle brackets are text, as those who wrote them meant."""
    return _ADDRESS.sub("&lt;", markup)


def without_unclosed(markup: str, silent: frozenset[str]) -> str:
    """HTML without the openings of elements that would hide all that follows, since nothing closes them."""
    lower = markup.translate(_LOWER)
    for name in silent - _RAW:
        closed_at = lower.rfind(f"</{name}") + 1
        if lower.find(f"<{name}", closed_at) >= 0:
            tail = re.sub(rf"<{name}(?=[\s/>])", "<span", markup[closed_at:], flags=re.IGNORECASE)
            markup = markup[:closed_at] + tail
            lower = markup.translate(_LOWER)
    return markup


def _starts(text: str) -> Iterator[int]:
    """Where markup begins."""
    closed: set[str] | None = None
    for found in _START.finditer(text):
        name = found["name"] or ""
        if found["behind"] == ">" and name not in _ALWAYS and name.lower() in _NAMES and _TICKER.fullmatch(name):
            closed = {end[1].upper() for end in _END.finditer(text)} if closed is None else closed
            if name in closed:
                yield found.start()
        elif _is_tag(text, found):
            yield found.start()


def _is_tag(text: str, start: re.Match[str]) -> bool:
    name = start["name"]
    if name is None:
        return True
    if name.lower() not in _NAMES:
        return start["behind"] != ">" and _ATTRIBUTE.match(text, start.end()) is not None
    if start["behind"] == ">":
        return True
    return _ATTRIBUTES.match(text, start.end()) is not None if len(name) > 1 else _has_value(text, start.end())


def _has_value(text: str, at: int) -> bool:
    """Whether an attribute with a value, or the tag's end, follows the name of one letter: "a <b and c>" is none."""
    end = text.find(">", at, at + 300)
    inside = text[at : end if end >= 0 else at + 300].partition("<")[0]
    return "=" in inside or (end >= 0 and not inside.strip(" /\t\n"))
