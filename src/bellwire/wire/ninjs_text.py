"""Headline and body of a ninjs item of any generation, out of the several that it may have."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from bellwire.wire.json_fields import Item, listed, text
from bellwire.wire.nitf import story_in
from bellwire.wire.text import clean, one_line

#: Roles of headlines that are not the whole headline.
_LESSER = frozenset("short sub subheadline alternative seo web mobile kicker push".split())


#: How markup begins, unlike a company's name in brackets ("<Cyclops Corp> said").
_MARKUP = re.compile(
    r"\s{0,64}<(?:!doctype|\?xml|html|body|article|section|div|p|h[1-6]|ul|ol|table|br|span|figure|!--|nitf|block|hl1)\b",
    re.I,
)
#: Roles of bodies that are not the whole story.
_SHORT = frozenset("summary abstract teaser lead intro short standfirst excerpt caption snippet push note".split())
#: How many times the words of another, and how many more of them, a text has that says clearly more.
_TIMES_MORE, _WORDS_MORE = 1.2, 20
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
    """The story: its main form before a short one; its plain text, unless its markup says clearly more or only that has
    paragraphs."""
    plain = text(item, "body") if item.get("mimeType") == "text/plain" else ""
    return _told(item, "bodies", "body_") or _of_markup(text(item, "bodyXhtml", "bodyXhtmlRich")) or _of_plain(plain)


def description_of(item: Item) -> str:
    """What is told of a story in place of it."""
    return _told(item, "descriptions", "description_")


def _told(item: Item, plural: str, prefix: str) -> str:
    forms = _forms(item, plural, prefix)
    for rank in sorted({form.rank for form in forms}):
        plain = _fullest(_of_plain(form.value) for form in forms if form.is_plain and form.rank == rank)
        marked = _fullest(_of_markup(form.value) for form in forms if not form.is_plain and form.rank == rank)
        if not plain or _says_more(marked, plain):
            plain = marked
        if plain:
            return plain if "\n\n" in plain else _in_paragraphs(plain, forms)
    return ""


def _fullest(texts: Iterable[str]) -> str:
    """The first of these, unless another says clearly more."""
    best = ""
    for one in texts:
        best = one if _says_more(one, best) else best
    return best


def _says_more(one: str, other: str) -> bool:
    words, others = len(one.split()), len(other.split())
    return words > (_TIMES_MORE * others + _WORDS_MORE if others else 0)


def _in_paragraphs(text: str, forms: list[_Form]) -> str:
    """A text without paragraphs as the markup has it that says the same; some programs take tags off and leave no space
    between two sentences."""
    letters = "".join(text.split())
    told = (_of_markup(form.value) for form in forms if not form.is_plain)
    return next((one for one in told if "".join(one.split()) == letters), text)


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
    return story_in(value if "<" in value or "\n\n" in value else f"<p>{value}</p>") if value else ""


@dataclass(frozen=True, slots=True)
class _Form:
    """One text of several. `rank`: 0 the main one, 2 a short one, 1 what does not say."""

    value: str
    rank: int
    is_plain: bool


def _forms(item: Item, plural: str, prefix: str) -> list[_Form]:
    """The texts that an item has of one thing, the likeliest first; bytes of other formats are none."""
    parts = _parts(item, plural)
    single = {name: text(item, name) for name in _patterned(item, prefix)}
    forms = [_Form(part["value"], _rank(part.get("role")), True) for part in parts if _is_plain(part)]
    forms += [
        _Form(value, _rank(name.removeprefix(prefix)), not _in_markup(name, value)) for name, value in single.items()
    ]
    forms += [
        _Form(part["value"], _rank(part.get("role")), False) for part in parts if not _is_plain(part) and _is_html(part)
    ]
    return forms


def _rank(role: object) -> int:
    words = set(re.split(r"[\W_]+", str(role or "").lower()[:80]))
    return 2 if not words.isdisjoint(_SHORT) else 0 if "main" in words else 1


def _parts(item: Item, name: str) -> list[dict[str, Any]]:
    return [part for part in listed(item, name) if isinstance(part.get("value"), str) and part["value"].strip()]


def _content_type(part: Item) -> str:
    return str(part.get("contentType") or part.get("contenttype") or "").lower()


def _is_plain(part: Item) -> bool:
    """Whether a {contentType, role, value} is text without markup; some name no more than the half of its type."""
    kind = _content_type(part)
    return kind.startswith(("text/plain", "plain")) or (
        not kind and not _in_markup(str(part.get("role") or ""), part["value"])
    )


def _is_html(part: Item) -> bool:
    """Whether it is HTML or NITF rather than data in an XML of its own."""
    kind = _content_type(part)
    return "nitf" in kind or "xml" not in kind.replace("xhtml", "")


def _in_markup(name: str, value: str) -> bool:
    return any(kind in name for kind in ("html", "richtext", "nitf")) or bool(_MARKUP.match(value))


def _patterned(item: Item, prefix: str) -> list[str]:
    """ninjs 1's names of one pattern (`body_text`, `body_xhtml`, `headline_main`…), main and text first."""
    found = [name for name in item if name.startswith(prefix)]
    return sorted(found, key=lambda name: (name.removeprefix(prefix) not in ("text", "main"), name))
