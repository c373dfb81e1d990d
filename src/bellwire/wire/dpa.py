"""dpa digitalwires JSON (entry and feed) → Articles. Source: dpa-digitalwires, versions 0.9 and 1.0."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, tzinfo

from bellwire.errors import BadCopy
from bellwire.wire.article import Article
from bellwire.wire.credit import agency_of, byline_of, place_of
from bellwire.wire.dateline import filed, located_in
from bellwire.wire.json_fields import Item, digits, first, line, names, objects, text
from bellwire.wire.status import code_of, noted, signal_of, signaled, standing, urgency_of
from bellwire.wire.text import from_html, one_line
from bellwire.wire.times import read_time, says_when
from bellwire.wire.xml_text import without_headline

#: Roles of notes that tell nothing of the story: dpa's own codes, telephone numbers, what photos there are, all notes
#: once more as XHTML.
NO_NOTES = frozenset(("closingline", "dpacontacts", "notepad", "picture"))


def read(items: Sequence[Item], *, zone: tzinfo = UTC) -> list[Article]:
    """The articles, one an entry; pictures are passed over where others are stories.

    `zone`: of times that name none. Raises BadCopy: `no-story` where all are pictures.
    """
    articles = [_article(item, zone) for item in items if not _is_picture(item)]
    if not articles:
        raise BadCopy("no story in it: it holds pictures", reason="no-story")
    return articles


def _is_picture(item: Item) -> bool:
    """Whether a usable entry has no text, and a picture instead."""
    usable = text(item, "pubstatus") in ("", "usable")
    return usable and not text(item, "article_html").strip() and bool(objects(item, "associations"))


def _article(item: Item, zone: tzinfo) -> Article:
    headline = line(item, "headline", "dpa_title", "title")
    body = _body(item, headline)
    held = first(item, "embargoed")
    until = read_time(held, zone)
    return Article(
        uri=text(item, "urn").strip(),
        version=line(item, "version"),
        headline=headline,
        body=body,
        version_time=read_time(first(item, "version_created"), zone),
        embargoed=until,
        pubstatus=standing(signaled(*_signals(item)), text(item, "pubstatus"), until, embargo=says_when(held)),
        urgency=urgency_of(digits(item, "urgency")),
        language=line(item, "language").lower(),
        located=located_in(_located(item), filed(body)),
        provider=agency_of([line(item, "creditline"), *_names(item, "provider")]),
        byline=byline_of(line(item, "byline")),
        ednote=_ednote(item),
    )


def _body(item: Item, headline: str) -> str:
    """The story behind its dateline, as dpa's own NewsML-G2 and teletype copy have it."""
    body = without_headline(from_html(text(item, "article_html")), headline)
    dateline = line(item, "dateline")
    return f"{dateline} {body}" if body and dateline and not body.startswith(dateline) else body


def _located(item: Item) -> str:
    """The dateline's place, else the category's where other agencies' copy has one."""
    return place_of(line(item, "dateline")) or next(filter(None, map(place_of, _names(item, "located"))), "")


def _names(item: Item, kind: str) -> list[str]:
    """The names of the categories of a kind (`dnltype:provider`)."""
    return names([part for part in objects(item, "categories") if code_of(str(part.get("type"))) == kind])


def _signals(item: Item) -> list[str]:
    return names(item.get("signal")) + names(item.get("signals")) + _names(item, "signal")


def _ednote(item: Item) -> str:
    """Signals in words, then the notes that tell editors of the story."""
    notes = [
        one_line(str(note["ednote"]))
        for note in objects(item, "ednotes")
        if note.get("ednote") and code_of(str(note.get("role"))) not in NO_NOTES
    ]
    return noted(*map(signal_of, _signals(item)), *notes)
