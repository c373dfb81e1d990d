"""What a NewsML-G2 item holds in its contentSet: of several renditions and languages the one to be read."""

from __future__ import annotations

import binascii
from collections.abc import Iterator
from dataclasses import dataclass

from bellwire.errors import BadCopy
from bellwire.wire.charset import decode
from bellwire.wire.nitf import body_of, byline_in, headline_of, located_of, story_in
from bellwire.wire.safe_xml import Element
from bellwire.wire.status import code_of
from bellwire.wire.text import unwrap
from bellwire.wire.xml_text import LANGUAGE, first_line, holds_text, line_of, notes_of, story_of, value_of, within

#: Content types whose text is read; all else (pictures, JSON) is not. Those of markup.
_TEXT_TYPES = ("text/", "html", "xml", "nitf")
_MARKUP_TYPES = _TEXT_TYPES[1:]


@dataclass(frozen=True, slots=True)
class Content:
    """A story with what its own markup says of it; all empty where the item has no text."""

    body: str = ""
    language: str = ""
    headline: str = ""
    byline: str = ""
    located: str = ""
    notes: tuple[str, ...] = ()


def content_of(item: Element) -> Content:
    """The item's text: English where it has several, else the first."""
    found = [content for content in _contents(item) if content.body]
    english = (content for content in found if is_english(content.language))
    return next(english, found[0] if found else Content())


def language_in(element: Element) -> str:
    """The language that an element declares, "" where it declares none; an item's is its content's."""
    tags = [value_of(language, "tag") for language in element.iterfind("contentMeta/language")]
    declared = value_of(element, LANGUAGE) or value_of(element, "lang")
    return next((tag for tag in tags if is_english(tag)), next(filter(None, tags), declared)).lower()


def is_english(language: str) -> bool:
    """Whether a language tag is English of any land."""
    return language.lower().partition("-")[0].partition("_")[0] == "en"


def _contents(item: Element) -> Iterator[Content]:
    for held in item.iterfind("contentSet/inlineXML"):
        if holds_text(held):
            yield _in_xml(held)
    for held in item.iterfind("contentSet/inlineData"):
        kind = held.get("contenttype", "text/plain").lower()
        if _is_text(kind) and (text := _data_of(held)):
            marked = any(part in kind for part in _MARKUP_TYPES)
            yield Content(story_in(text) if marked else unwrap(text), language_in(held))


def _data_of(held: Element) -> str:
    """The text of inlineData, out of base64 where it says so; "" for bytes in any other code, or in none."""
    text = "".join(map(str, held.itertext()))
    encoding = code_of(held.get("encoding") or held.get("encodinguri") or "")
    if not encoding:
        return text
    try:
        return decode(binascii.a2b_base64(text)) if encoding == "base64" else ""
    except (ValueError, BadCopy):
        return ""


def _in_xml(held: Element) -> Content:
    document = held[0] if len(held) == 1 else held
    language = language_in(held) or language_in(document)
    if held.find("nitf") is None:
        headline = first_line(held, ".//head/title", ".//h1")
        return Content(story_of(document), language, headline, _byline(held))
    return Content(
        body=body_of(document),
        language=language,
        headline=headline_of(document),
        byline=byline_in(document),
        located=located_of(document),
        notes=tuple(notes_of(document)),
    )


def _byline(held: Element) -> str:
    """What XHTML marks as the byline, unless it is a picture's."""
    marked = (element for element in held.iter() if "byline" in element.get("class", "").split())
    return next((line_of(element) for element in marked if not within(element, "figure")), "")


def _is_text(content_type: str) -> bool:
    return any(part in content_type.lower() for part in _TEXT_TYPES) or not content_type
