"""RSS 0.9 to 2.0, RSS 1.0 (RDF) and Atom, through feedparser → Articles. What AP adds to Atom is read too."""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, tzinfo
from typing import Any

from bellwire.errors import BadCopy
from bellwire.wire.article import Article
from bellwire.wire.credit import byline_of, place_of
from bellwire.wire.dateline import dateline_in, located_in
from bellwire.wire.feed_text import story_alone, without_source
from bellwire.wire.feed_tree import regular
from bellwire.wire.safe_xml import document
from bellwire.wire.status import standing, urgency_of
from bellwire.wire.takes import keywords_of
from bellwire.wire.text import clean, from_html, one_line
from bellwire.wire.times import read_time, write_time

#: Where an entry says when this version was made, the surest first.
_CHANGED = ("prism_modificationdate", "updated")
_TIMES = (*_CHANGED, "published", "prism_publicationdate", "created")
_VALID = re.compile(r"(start|end)\s{0,3}=\s{0,3}([^;\s]{1,40})")

Entry = Mapping[str, Any]


def read(data: bytes, *, zone: tzinfo = UTC) -> list[Article]:
    """The articles, one an entry that has a text or is taken back, in the feed's order.

    `zone`: of times that name none. Raises BadCopy: `no-story`, `no-text`, and as `document` and `regular` do.
    """
    import feedparser  # Here, for it takes as long as all other formats together, and most processes read no feed.

    tidy = regular(document(data))
    try:
        found = feedparser.parse(io.BytesIO(tidy), sanitize_html=False, resolve_relative_uris=False)
    except Exception as error:
        raise BadCopy(f"a feed that feedparser gives up: {type(error).__name__}") from error
    feed = dict(found.feed)
    # Plain dictionaries: feedparser's own give `published`, with a warning, where `updated` is asked for in vain.
    articles = [_article(dict(entry), feed, zone) for entry in found.entries]
    told = [article for article in articles if article.headline or article.body or article.pubstatus == "canceled"]
    if not articles:
        raise BadCopy("a feed without entries", reason="no-story")
    if not told:
        raise BadCopy(f"a feed of {len(articles)} entries, none of which has a text", reason="no-text")
    return told


def _article(entry: Entry, feed: Entry, zone: tzinfo) -> Article:
    source = one_line(_field(entry.get("source") or {}, "title"))
    headline = without_source(_headline(entry), source)
    body = story_alone(_body(entry), headline, source)
    changed = _time(entry, _CHANGED, zone)
    time = changed or _time(entry, _TIMES, zone)
    line = dateline_in(body)
    slug, take = keywords_of(_field(entry, "apcm_slugline"))
    return Article(
        uri=_uri(entry, headline or body),
        # When it was published says nothing of the version: without any other time its content does.
        version=_field(entry, "apnm_managementsequencenumber") or write_time(changed) or "",
        headline=headline,
        body=body,
        version_time=time,
        pubstatus="canceled"
        if _is_over(_field(entry, "validity"), time, zone)
        else standing(take, _field(entry, "apnm_publishingstatus"), None),
        urgency=urgency_of((entry.get("apcm_priority") or {}).get("numeric")),
        language=_language(entry, feed),
        located=located_in(place_of(_field(entry, "apcm_dateline")), line),
        provider=_provider(entry) or line.agency or _provider(feed) or ("AP" if _is_of_ap(entry) else ""),
        byline=_byline(entry),
        slug=slug,
        ednote=take.word,
    )


def _time(entry: Entry, names: Iterable[str], zone: tzinfo) -> datetime | None:
    """The first of these times that can be read."""
    return next(filter(None, (read_time(_field(entry, name), zone) for name in names)), None)


def _is_of_ap(entry: Entry) -> bool:
    return any(name.startswith(("apcm_", "apnm_")) for name in entry)


def _field(entry: Entry, name: str) -> str:
    """A field that is text, "" where there is none."""
    value = entry.get(name)
    return value.strip() if isinstance(value, str) else ""


def _uri(entry: Entry, text: str) -> str:
    """Guid or id, else the link, else a digest of the headline: an entry without any has no other name."""
    named = _field(entry, "id") or _field(entry, "link")
    return named or (f"urn:sha256:{hashlib.sha256(text.encode()).hexdigest()[:32]}" if text else "")


def _headline(entry: Entry) -> str:
    """The title, but where AP's is its slug."""
    title = {"value": _field(entry, "title"), **entry.get("title_detail", {"type": "text/plain"})}
    return one_line(_field(entry, "apcm_headline")) or one_line(_text(title))


def _body(entry: Entry) -> str:
    """The whole text where the feed has it, else the description."""
    parts = [*entry.get("content", ()), {"value": _field(entry, "summary"), **entry.get("summary_detail", {})}]
    return next(filter(None, (_text(part) for part in parts)), "")


def _text(part: Mapping[str, Any]) -> str:
    value = str(part.get("value") or "")
    return clean(value) if part.get("type") == "text/plain" else from_html(value)


def _language(entry: Entry, feed: Entry) -> str:
    detail = entry.get("title_detail") or {}
    found = _field(entry, "language") or str(detail.get("language") or "") or _field(feed, "language")
    return one_line(found).lower()


def _provider(part: Entry) -> str:
    source = part.get("source") or {}
    named = (_field(part, "prism_publicationname"), _field(source, "title"), _field(part, "publisher"))
    return next(filter(None, map(one_line, named)), "")


def _byline(entry: Entry) -> str:
    names = [one_line(str(author.get("name") or "")) for author in entry.get("authors", ())]
    return ", ".join(dict.fromkeys(byline_of(name) for name in names if name))


def _is_over(validity: str, time: datetime | None, zone: tzinfo) -> bool:
    """Whether the entry's validity had ended before it began, or when this version was made: how a kill is told.

    Source: Superdesk Newsroom's Atom feed; DCMI Period.
    """
    times = {key: read_time(value, zone) for key, value in _VALID.findall(validity)}
    end, begun = times.get("end"), _latest(times.get("start"), time)
    return end is not None and begun is not None and end <= begun


def _latest(*times: datetime | None) -> datetime | None:
    known: Iterable[datetime] = [time for time in times if time]
    return max(known, default=None)
