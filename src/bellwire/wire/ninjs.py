"""ninjs 1.x, 2.x, 3.x (IPTC) and its near dialects (Superdesk's, Fingerpost's, the BBC's, Reuters' two) ↔ Article.

The generations differ in names and shapes (`headline` / `headlines[]`, `versioncreated` / `versionCreated`, `byline` /
`by`…), not in meaning, so one table of names reads them all. Bellwire's own form, as `encode` writes it, is taken as it
stands; all other text is cleaned. Source: IPTC's ninjs schemas 1.6, 2.2 and 3.1.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, tzinfo

import msgspec
from msgspec import UNSET

from bellwire.errors import BadCopy
from bellwire.wire.article import Article
from bellwire.wire.credit import agency_of, byline_of
from bellwire.wire.dateline import filed, located_in
from bellwire.wire.family import family_of
from bellwire.wire.json_fields import Item, code, digits, first, line, listed, name, names, objects, place, text
from bellwire.wire.ninjs_article import NinjsArticle, NinjsPart
from bellwire.wire.ninjs_text import body_of, description_of, headline_of
from bellwire.wire.slugs import slug_of
from bellwire.wire.status import noted, pubstatus_of, signal_of, signaled, standing, urgency_of
from bellwire.wire.takes import merged, note_of
from bellwire.wire.text import clean
from bellwire.wire.times import read_time, says_when, write_time
from bellwire.wire.xml_text import without_headline, without_sign_off

#: The names in what `encode` writes, and those that are always there.
_OWN = frozenset(NinjsArticle.__struct_fields__)
_OWN_ALWAYS = frozenset(("uri", "version", "pubstatus", "urgency", "headlines", "bodies"))
_OWN_PART = frozenset(NinjsPart.__struct_fields__)
#: Types that are no story where they have no text of their own.
_MEDIA = frozenset("picture photo image graphic animated video audio composite package planning agenda".split())
#: What an entry of a diary has that no story has: when it takes place (Superdesk).
_DIARY = "dates"
#: Where an item says when it was made, the surest first.
_MADE = ("versioncreated", "versionCreated", "firstcreated", "firstCreated")
#: Before the code of an agency in Reuters' machine-readable news.
_SOURCES = "NS:"
#: Roles of those who pass copy on.
_PASSED_ON = re.compile(r"distribut|aggregat|suppl|enhanc|modif", re.IGNORECASE)


def read(items: Sequence[Item], *, zone: tzinfo = UTC) -> list[Article]:
    """The articles, one an item; pictures and packages without text are passed over where others have one.

    `zone`: of times that name none. Raises BadCopy: `no-story` where none has.
    """
    articles = [article for item in items if (article := _article(item, zone)) is not None]
    if not articles:
        kinds = ", ".join(dict.fromkeys(map(_kind, items)))
        raise BadCopy(f"no story in it: it holds {kinds}", reason="no-story")
    return articles


def _article(item: Item, zone: tzinfo) -> Article | None:
    return _own(item) if _is_own(item) else _foreign(item, zone)


def _is_own(item: Item) -> bool:
    """Whether `encode` wrote it: its names and no others, every part of it plain text."""
    if not _OWN_ALWAYS <= item.keys() <= _OWN:
        return False
    return all(part.keys() == _OWN_PART for field in ("headlines", "bodies") for part in listed(item, field))


def _own(item: Item) -> Article:
    """What `encode` was given; whoever else wrote it, nothing but clean text comes out. Raises BadCopy."""
    try:
        given = msgspec.convert(dict(item), NinjsArticle)
    except msgspec.ValidationError as error:
        raise BadCopy(f"an article of Bellwire's own form with {error}") from None
    return Article(
        uri=given.uri,
        version=given.version,
        headline=clean(given.headlines[0].value) if given.headlines else "",
        body=clean(given.bodies[0].value) if given.bodies else "",
        version_time=read_time(given.versioncreated),
        received=read_time(given.received),
        embargoed=read_time(given.embargoed),
        pubstatus=pubstatus_of(given.pubstatus, read_time(given.embargoed), embargo=bool(given.embargoed)),
        urgency=given.urgency,
        language=given.language,
        located=clean(given.located),
        provider=clean(given.provider),
        byline=clean(given.by),
        slug=clean(given.slugline),
        ednote=clean(given.ednote),
        profile=clean(given.profile),
        feed=given.feed,
    )


def _foreign(item: Item, zone: tzinfo) -> Article | None:
    """The article that others wrote, None where it is a picture, a package or the like."""
    kind = _kind(item)
    headline = headline_of(item) or (name(item, "name") if kind == "event" else "")
    body = body_of(item)
    if kind in _MEDIA and not body:
        return None
    held = first(item, "embargoed", "embargoedUntil", "embargo")
    until = read_time(held, zone)
    status, dateline = line(item, "pubstatus", "pubStatus", "status").lower(), filed(body)
    slug, take = slug_of(line(item, "slugline", "slug"))
    take = merged(take, signaled(*_signals(item)))
    return Article(
        uri=_family(item),
        version=line(item, "version", "takeSequence"),
        headline=headline,
        body=without_headline(without_sign_off(body) or description_of(item), headline),
        version_time=read_time(first(item, *_MADE), zone),
        received=read_time(first(item, "received"), zone),
        embargoed=until,
        pubstatus=standing(take, status, until, embargo=says_when(held)),
        urgency=urgency_of(digits(item, "urgency", "priority")),
        language=line(item, "language").lower(),
        located=located_in(_located(item), dateline),
        provider=_provider(item) or dateline.agency,
        byline=byline_of(line(item, "by", "byline", "byLine")),
        slug=slug,
        ednote=noted(*map(signal_of, _signals(item)), take.word, note_of(line(item, "ednote", "edNote"))),
        profile=line(item, "profile") or (kind if kind == "event" else ""),
        feed=line(item, "feed", "source-feed"),
    )


def _kind(item: Item) -> str:
    """Its type; an entry of a diary without one is told by when it takes place."""
    return line(item, "type").lower() or ("agenda" if isinstance(item.get(_DIARY), dict) else "")


def _family(item: Item) -> str:
    """The story's name without the revision that some producers write into it."""
    uri = text(item, "uri", "guid", "_id", "altId").strip()
    usn = text(item, "usn").strip()
    if usn and (at := uri.find(usn)) >= 0:
        return uri[: at + len(usn)]
    return family_of(uri, text(item, "version").strip())


def _located(item: Item) -> str:
    """Where it was filed; Superdesk's own items say so in their dateline alone."""
    if found := place(item, "located", "location"):
        return found
    dateline = item.get("dateline")
    return place(dateline, "located", "text") if isinstance(dateline, dict) else ""


def _provider(item: Item) -> str:
    """The agency that wrote it rather than the one that passed it on."""
    parties = [party for field in ("infosources", "infoSources", "infosource") for party in objects(item, field)]
    parties.sort(key=lambda party: bool(_PASSED_ON.search(line(party, "role"))))
    holders = names([item.get("copyrightholder"), item.get("copyrightHolder")])
    found = name(item, "provider", "source", "credit")
    return found.removeprefix(_SOURCES) or agency_of([*holders, *names(parties)])


def _signals(item: Item) -> list[str]:
    signals = first(item, "signal", "signals") or []
    return [code(signal) for signal in (signals if isinstance(signals, list) else [signals])]


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
