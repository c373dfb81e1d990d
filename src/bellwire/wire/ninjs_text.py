"""Headline and body of a ninjs item of any generation, out of the several that it may have."""

from __future__ import annotations

import re
from typing import Any

from bellwire.wire.json_fields import Item, listed, text
from bellwire.wire.text import clean, from_html, one_line

#: Roles of headlines that are not the whole headline.
_LESSER = frozenset("short sub subheadline alternative seo web mobile kicker push".split())


#: How markup begins, unlike a company's name in brackets ("<Cyclops Corp> said").
_MARKUP = re.compile(
    r"\s{0,64}<(?:!doctype|\?xml|html|body|article|section|div|p|h[1-6]|ul|ol|table|br|span|figure|!--)\b", re.I
)
_BREAKS = re.compile(r"\n+")
#: Characters of a column, lines that tell of it, and how sentences end.
_COLUMN, _SEEN, _ENDS = 80, 60, (".", "!", "?", ":", '"', "\u201d", ")")


def headline_of(item: Item) -> str:
    """ninjs 1's single one or its `headline_main`, the main (or first) of ninjs 2 and 3's, else the title."""
    if single := text(item, "headline", "headLine", *_patterned(item, "headline_")):
        return one_line(single)
    parts = _parts(item, "headlines")
    parts.sort(key=lambda part: (part.get("role") != "main", part.get("role") in _LESSER))
    return one_line(parts[0]["value"] if parts else text(item, "title"))


def body_of(item: Item) -> str:
    """The story: its plain text, or its markup's where there is none or where only that has paragraphs."""
    return _told(item, "bodies", "body_") or _of_markup(text(item, "bodyXhtml", "bodyXhtmlRich"))


def description_of(item: Item) -> str:
    """What is told of a story in place of it."""
    return _told(item, "descriptions", "description_")


def _told(item: Item, plural: str, prefix: str) -> str:
    plain, marked = _variants(item, plural, prefix)
    text_alone = next(filter(None, map(_of_plain, plain)), "")
    if text_alone and ("\n\n" in text_alone or not marked):
        return text_alone
    text_of_markup = next(filter(None, map(_of_markup, marked)), "")
    if not text_alone or text_alone.split() == text_of_markup.split():
        return text_of_markup
    return text_alone


def _of_plain(value: str) -> str:
    """Clean text; where lines are no wraps of a narrow column, each is a paragraph."""
    text = clean(value)
    return text if _is_wrapped(text) else _BREAKS.sub("\n\n", text)


def _is_wrapped(text: str) -> bool:
    """Whether most lines are narrow and many end within a sentence."""
    lines = [line for line in text.split("\n", _SEEN)[:_SEEN] if line]
    narrow = sum(len(line) <= _COLUMN for line in lines)
    unended = sum(not line.endswith(_ENDS) for line in lines[:-1])
    return narrow >= 0.8 * len(lines) and unended > 0.3 * (len(lines) - 1)


def _of_markup(value: str) -> str:
    """The text of markup; where that is text without a tag, its line breaks are white space all the same."""
    return from_html(value if "<" in value or "\n\n" in value else f"<p>{value}</p>") if value else ""


def _variants(item: Item, plural: str, prefix: str) -> tuple[list[str], list[str]]:
    """Its plain texts and its texts in markup, the likeliest first; bytes of other formats are neither."""
    parts = _parts(item, plural)
    single = {name: text(item, name) for name in _patterned(item, prefix)}
    plain = [part["value"] for part in parts if _is_plain(part)]
    plain += [value for name, value in single.items() if not _in_markup(name, value)]
    marked = [value for name, value in single.items() if _in_markup(name, value)]
    marked += [part["value"] for part in parts if not _is_plain(part) and _is_html(part)]
    return plain, marked


def _parts(item: Item, name: str) -> list[dict[str, Any]]:
    return [part for part in listed(item, name) if isinstance(part.get("value"), str) and part["value"].strip()]


def _content_type(part: Item) -> str:
    return str(part.get("contentType") or part.get("contenttype") or "").lower()


def _is_plain(part: Item) -> bool:
    """Whether a {contentType, role, value} is text without markup."""
    kind = _content_type(part)
    return kind.startswith("text/plain") or (not kind and not _in_markup(str(part.get("role") or ""), part["value"]))


def _is_html(part: Item) -> bool:
    return "xml" not in _content_type(part).replace("xhtml", "")


def _in_markup(name: str, value: str) -> bool:
    return "html" in name or "richtext" in name or bool(_MARKUP.match(value))


def _patterned(item: Item, prefix: str) -> list[str]:
    """ninjs 1's names of one pattern (`body_text`, `body_xhtml`, `headline_main`…), main and text first."""
    found = [name for name in item if name.startswith(prefix)]
    return sorted(found, key=lambda name: (name.removeprefix(prefix) not in ("text", "main"), name))
