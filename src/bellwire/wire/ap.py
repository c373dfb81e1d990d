"""AP Media API JSON (item and feed) → Articles. Links are never followed: of a story's text what stands in the item.

Source: AP Media API, "Content Metadata Fields" (developer.ap.org).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, tzinfo

from bellwire.errors import BadCopy
from bellwire.wire import nitf
from bellwire.wire.article import Article
from bellwire.wire.credit import agency_of, byline_of, place_of
from bellwire.wire.dateline import filed, located_in
from bellwire.wire.json_fields import Item, digits, first, line, names, objects, place, text
from bellwire.wire.status import NORMAL_URGENCY, noted, standing, urgency_of
from bellwire.wire.takes import PRIORITIES, keywords_of, merged, note_of, take_of
from bellwire.wire.times import read_time, says_when
from bellwire.wire.xml_text import without_headline

_MEDIA = frozenset("picture photo graphic video audio complexdata".split())


def read(items: Sequence[Item], *, zone: tzinfo = UTC) -> list[Article]:
    """The articles, one an item; pictures and films are passed over where others are stories.

    `zone`: of times that name none. Raises BadCopy: `no-story` where all are such.
    """
    articles = [_article(item, zone) for item in items if line(item, "type").lower() not in _MEDIA]
    if not articles:
        kinds = ", ".join(dict.fromkeys(line(item, "type") for item in items))
        raise BadCopy(f"no story in it: it holds {kinds}", reason="no-story")
    return articles


def _article(item: Item, zone: tzinfo) -> Article:
    headline = line(item, "headline", "title")
    until = read_time(first(item, "embargoed"), zone)
    slug, take = keywords_of(line(item, "slugline", "title"))
    take = merged(take, *map(take_of, _marks(item)))
    body = without_headline(_body(item), headline)
    return Article(
        uri=_uri(item),
        version=line(item, "version"),
        headline=headline,
        body=body,
        version_time=read_time(first(item, "versioncreated"), zone),
        embargoed=until,
        pubstatus=standing(take, line(item, "pubstatus"), until, embargo=says_when(first(item, "embargoed"))),
        urgency=_urgency(item),
        language=line(item, "language").lower(),
        located=located_in(place_of(line(item, "located")) or place(item, "datelinelocation"), filed(body)),
        provider=agency_of([*names(item.get("infosource")), line(item, "provider"), "AP"]),
        byline=" and ".join(map(byline_of, names(item.get("bylines")))),
        slug=slug,
        ednote=noted(take.word, note_of(line(item, "ednote"))),
        profile=line(item, "profile"),
    )


def _uri(item: Item) -> str:
    """The story's, of all its revisions, as AP's NewsML-G2 names it."""
    itemid = next((line(ids, "itemid") for ids in objects(item, "altids")), "")
    return f"tag:ap.org,2011:{itemid}" if itemid else text(item, "uri").partition("?")[0].strip()


def _marks(item: Item) -> list[str]:
    """What kind of dispatch it is: editorial types ("Correction", "Kill"), signals."""
    return [mark for field in ("editorialtypes", "signals") for mark in names(item.get(field))]


def _urgency(item: Item) -> int:
    urgency = digits(item, "urgency")
    if urgency in ("", "0"):
        return PRIORITIES.get(line(item, "editorialpriority").lower(), NORMAL_URGENCY)
    return urgency_of(urgency)


def _body(item: Item) -> str:
    """The story, as it stands in the item or was laid beside it; else its summary."""
    beside = objects(item, "nitf")
    inline = [text(item, "body_nitf"), *(text(part, "body_html") for part in beside), text(item, "body_html")]
    if isinstance(item.get("nitf"), str):
        inline.append(text(item, "nitf"))
    body = next(filter(None, map(nitf.story_in, inline)), "")
    return body or line(item, "description_summary") or line(item, "headline_extended")
