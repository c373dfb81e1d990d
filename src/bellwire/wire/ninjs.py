"""ninjs 1.x, 2.x, 3.x (IPTC) and its near dialects (Superdesk's, Fingerpost's) ↔ Article.

The generations differ in names and shapes (`headline` / `headlines[]`, `versioncreated` / `versionCreated`, `byline` /
`by`…), not in meaning, so one table of names reads them all. Source: IPTC's ninjs schemas 1.6, 2.2 and 3.1.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from msgspec import UNSET

from bellwire.errors import BadCopy
from bellwire.wire.article import Article, PubStatus
from bellwire.wire.ninjs_article import NinjsArticle, NinjsPart
from bellwire.wire.text import decode, from_html
from bellwire.wire.times import read_time, write_time

#: What producers write → what it means. `embargoed` counts as usable where a time says until when, else as withheld.
_PUBSTATUS: dict[str, PubStatus] = {
    "": "usable",
    "usable": "usable",
    "withheld": "withheld",
    "canceled": "canceled",
    "cancelled": "canceled",
}

Item = Mapping[str, Any]


def items_of(data: bytes) -> list[dict[str, Any]]:
    """The object in JSON, or those of its array: one at least. Raises BadCopy."""
    try:
        found = msgspec.json.decode(decode(data))
    except (msgspec.DecodeError, RecursionError) as error:
        raise BadCopy(f"no JSON: {error}", reason="not-json") from None
    items = found if isinstance(found, list) else [found]
    if not items or not all(isinstance(item, dict) for item in items):
        raise BadCopy("JSON that is no article: a ninjs object, or an array of them, is expected")
    return items


def read(items: Sequence[Item]) -> list[Article]:
    """The articles, one an item. Raises BadCopy."""
    return [_article(item) for item in items]


def _article(item: Item) -> Article:
    embargoed = read_time(_first(item, "embargoed", "embargoedUntil"))
    return Article(
        uri=_text(item, "uri", "guid"),
        version=_text(item, "version"),
        headline=_labelled(item, "headlines", "headline", "title"),
        body=_body(item),
        version_time=read_time(_first(item, "versioncreated", "versionCreated")),
        received=read_time(_first(item, "received")),
        embargoed=embargoed,
        pubstatus=_pubstatus(_text(item, "pubstatus", "pubStatus", "status"), dated=embargoed is not None),
        urgency=_urgency(_first(item, "urgency", "priority")),
        language=_text(item, "language"),
        located=_text(item, "located", "location"),
        provider=_provider(item),
        byline=_text(item, "by", "byline"),
        slug=_text(item, "slugline", "slug"),
        ednote=_text(item, "ednote", "edNote"),
        profile=_text(item, "profile"),
        feed=_text(item, "feed", "source-feed"),
    )


def _first(item: Item, *names: str) -> Any:
    """The value under the first of these names that is there and not null."""
    return next((item[name] for name in names if item.get(name) is not None), None)


def _text(item: Item, *names: str) -> str:
    """A string field; a number is written out; a list of strings is joined; anything else is no article."""
    value = _first(item, *names)
    if value is None or isinstance(value, str):
        return value or ""
    if isinstance(value, bool):
        raise BadCopy(f"{names[0]} is true or false, not text")
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        return " ".join(value)
    raise BadCopy(f"{names[0]} is no text")


def _labelled(item: Item, plural: str, *single: str) -> str:
    """ninjs 1's single string or its `headline_main`, else the main (or first) of ninjs 2 and 3's {role, value}."""
    if text := _text(item, *single, *_patterned(item, f"{single[0]}_")):
        return text
    parts = [part for part in _list(item, plural) if isinstance(part.get("value"), str)]
    parts.sort(key=lambda part: part.get("role") != "main")
    if not parts:
        return ""
    return str(parts[0]["value"]) if _is_plain(parts[0]) else from_html(parts[0]["value"])


def _body(item: Item) -> str:
    """Plain text where the item has it, else its markup's text, else its description."""
    for names in ("bodies", "descriptions"):
        parts = [part for part in _list(item, names) if isinstance(part.get("value"), str) and part["value"].strip()]
        for part in parts:
            if _is_plain(part):
                return str(part["value"])
        prefix = "body_" if names == "bodies" else "description_"
        single = {name: _text(item, name) for name in _patterned(item, prefix)}
        if plain := next((text for name, text in single.items() if "html" not in name and text.strip()), ""):
            return plain
        if text := next(filter(None, map(from_html, [*single.values(), *(part["value"] for part in parts)])), ""):
            return text
    return ""


def _is_plain(part: Item) -> bool:
    """Whether a {contentType, value} says that its value is text as it stands, without markup."""
    return str(part.get("contentType") or part.get("contenttype") or "").startswith("text/plain")


def _patterned(item: Item, prefix: str) -> list[str]:
    """ninjs 1's names of one pattern (`body_text`, `body_xhtml`, `headline_main`…), main and text first."""
    names = [name for name in item if name.startswith(prefix)]
    return sorted(names, key=lambda name: (name.removeprefix(prefix) not in ("text", "main"), name))


def _list(item: Item, name: str) -> list[dict[str, Any]]:
    value = item.get(name) or []
    if not isinstance(value, list) or not all(isinstance(part, dict) for part in value):
        raise BadCopy(f"{name} is no list of objects")
    return value


def _pubstatus(text: str, *, dated: bool) -> PubStatus:
    name = text.strip().lower().removeprefix("stat:")
    if name == "embargoed":
        return "usable" if dated else "withheld"
    if name not in _PUBSTATUS:
        raise BadCopy(f"pubstatus {text[:40]!r} is none of usable, withheld, canceled, embargoed")
    return _PUBSTATUS[name]


def _urgency(value: Any) -> int:
    """1 (most urgent) to 9; missing, 0 or unreadable is 5."""
    try:
        number = int(value)
    except (TypeError, ValueError, OverflowError):
        return 5
    return number if 1 <= number <= 9 else 5


def _provider(item: Item) -> str:
    named = _first(item, "provider", "copyrightholder", "copyrightHolder", "source")
    if isinstance(named, str) and named:
        return named
    names = [part.get("name") for part in _list(item, "infosources") if isinstance(part.get("name"), str)]
    return str(names[0]) if names else ""


def to_ninjs(article: Article) -> NinjsArticle:
    """The article under ninjs 3's shapes (contract, `--articles`); what it does not have is left out."""
    return NinjsArticle(
        uri=article.uri,
        version=article.version,
        type="text",
        pubstatus=article.pubstatus,
        urgency=article.urgency,
        versioncreated=write_time(article.version_time) or UNSET,
        received=write_time(article.received) or UNSET,
        embargoed=write_time(article.embargoed) or UNSET,
        language=article.language,
        headlines=_main(article.headline),
        bodies=_main(article.body),
        located=article.located,
        provider=article.provider,
        by=article.byline,
        slugline=article.slug,
        ednote=article.ednote,
        profile=article.profile,
        feed=article.feed,
    )


def _main(text: str) -> tuple[NinjsPart, ...]:
    return (NinjsPart(value=text),) if text else ()


def encode(article: Article) -> bytes:
    """One article as the articles topic carries it; `read` gives the same article back."""
    return msgspec.json.encode(to_ninjs(article))
