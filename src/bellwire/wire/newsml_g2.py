"""NewsML-G2 (IPTC), of any version, with or without namespace → Articles. Source: NewsML-G2 specification 2.34.

A newsMessage holds several items. A package refers to stories, a picture or a video only has a caption: neither is a
story. They are passed over in a message that has one, and refused alone. No catalog is ever fetched: of a code
(`stat:usable`) what stands behind its alias counts.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, tzinfo

from bellwire.errors import BadCopy
from bellwire.wire.article import Article
from bellwire.wire.credit import agency_of, byline_of, person_of, place_of
from bellwire.wire.dateline import filed, located_in
from bellwire.wire.dpa import NO_NOTES
from bellwire.wire.family import family_of
from bellwire.wire.g2_content import Content, content_of, is_english, language_in
from bellwire.wire.limits import check_count
from bellwire.wire.safe_xml import Element, parse
from bellwire.wire.slugs import slug_of
from bellwire.wire.status import code_of, noted, signal_of, signaled, standing, urgency_of
from bellwire.wire.takes import merged, note_of
from bellwire.wire.times import read_time, says_when
from bellwire.wire.xml_text import first_line, line_of, value_of, without_headline

_ITEMS = frozenset(("newsItem", "packageItem", "conceptItem", "knowledgeItem", "planningItem", "catalogItem"))
#: Classes of items (`itemClass`) that are no story without a text of their own.
_MEDIA = frozenset("picture photo graphic animated video audio composite concept events planning".split())
#: Types of files → the class of an item that is one.
_FILES = {"image": "picture", "video": "video", "audio": "audio"}
#: Where an item says when it was made: the archives of some agencies leave the first one empty.
_MADE = (
    "itemMeta/versionCreated",
    "contentMeta/contentModified",
    "itemMeta/firstCreated",
    "contentMeta/contentCreated",
)
#: Parts of codes by which agencies tell a headline that is not the first one.
_LESSER = ("sub", "short", "kicker", "overline", "roof", "alt", "seo", "web", "mobile", "push")


def read(data: bytes, *, zone: tzinfo = UTC) -> list[Article]:
    """The stories in it. `zone`: of times that name none. Raises BadCopy: `no-story` where it holds none."""
    root = parse(data)
    items = [root] if root.tag in _ITEMS else [item for item in root.iterfind("itemSet/*") if item.tag in _ITEMS]
    if root.tag not in _ITEMS and root.tag != "newsMessage":
        raise BadCopy(f"<{root.tag[:40]}> is no NewsML-G2")
    check_count(len(items))
    articles = [article for item in items if (article := _article(item, zone)) is not None]
    if not articles:
        kinds = ", ".join(dict.fromkeys(map(_kind, items))) or "nothing"
        raise BadCopy(f"no story in it: it holds {kinds[:200]}", reason="no-story")
    return articles


def _kind(item: Element) -> str:
    if item.tag != "newsItem":
        return str(item.tag)
    return code_of(_code(item.find("itemMeta/itemClass"))) or _kept_elsewhere(item) or "newsItem"


def _kept_elsewhere(item: Element) -> str:
    """What an item without a class only points at, as "video"; "" where it holds, or points at, anything else."""
    parts = [part for part in item.iterfind("contentSet/*") if isinstance(part.tag, str)]
    kinds = {part.get("contenttype", "").lower().partition("/")[0] for part in parts if part.tag == "remoteContent"}
    return _FILES.get(kinds.pop(), "") if len(kinds) == 1 and all(part.tag == "remoteContent" for part in parts) else ""


def _article(item: Element, zone: tzinfo) -> Article | None:
    """The item's article, None where it is no story."""
    if item.tag != "newsItem":
        return None
    content = content_of(item)
    if not content.body and _kind(item) in _MEDIA:
        return None
    headline, line = _headline(item, content), filed(content.body)
    body = without_headline(content.body, headline) if content.body else _description(item)
    embargo = first_line(item, "itemMeta/embargoed")
    until = read_time(embargo, zone)
    slug, take = slug_of(first_line(item, "contentMeta/slugline"))
    take = merged(take, signaled(*_signals(item)))
    return Article(
        uri=family_of(value_of(item, "guid"), value_of(item, "version")),
        version=value_of(item, "version"),
        headline=headline,
        body=body,
        version_time=read_time(first_line(item, *_MADE), zone),
        embargoed=until,
        pubstatus=standing(take, _code(item.find("itemMeta/pubStatus")), until, embargo=says_when(embargo)),
        urgency=urgency_of(first_line(item, "contentMeta/urgency")),
        language=content.language or language_in(item),
        located=located_in(_located(item) or content.located, line),
        provider=_provider(item) or line.agency,
        byline=_byline(item, content),
        slug=slug,
        ednote=_ednote(item, content, take.word),
        profile=_profile(item),
    )


def _headline(item: Element, content: Content) -> str:
    """The main headline, in the content's language where there are several, else the content's own."""
    found = [headline for headline in item.iterfind("contentMeta/headline") if line_of(headline)]

    def order(headline: Element) -> tuple[bool, bool, bool]:
        language = language_in(headline)
        foreign = bool(language) and language[:2] != (content.language or language_in(item))[:2]
        lesser = any(part in headline.get("role", "").lower() for part in _LESSER)
        return foreign, lesser, headline.get("rank", "1") != "1"

    best = min(found, key=order, default=None)
    return line_of(best) or content.headline or first_line(item, "itemMeta/title")


def _description(item: Element) -> str:
    """What is told of a story in place of it; a caption is a picture's."""
    told = item.iterfind("contentMeta/description")
    return next(filter(None, (line_of(part) for part in told if "caption" not in part.get("role", ""))), "")


def _located(item: Element) -> str:
    """The dateline's place; else where it was filed, with the land or state around it, by name, or by a code that is
    one (`city:Moscow`)."""
    for dateline in item.iterfind("contentMeta/dateline"):
        if place := place_of(line_of(dateline)):
            return place
    for located in item.iterfind("contentMeta/located"):
        town = _name(located) or value_of(located, "literal") or _readable_code(located)
        around = next((name for name in map(_name, located.iterfind("broader")) if name and name != town), "")
        if place := place_of(", ".join(filter(None, (town, around)))):
            return place
    return ""


def _readable_code(element: Element) -> str:
    name = value_of(element, "qcode").partition(":")[2]
    return name if name.isalpha() and (not name.isupper() or len(name) > 3) else ""


def _provider(item: Element) -> str:
    meta, rights = item.find("itemMeta"), item.find("rightsInfo")
    content = item.find("contentMeta")
    return agency_of(
        [
            first_line(item, "contentMeta/creditline"),
            *(_party(party) for party in _all(content, "infoSource")),
            *(_party(party) or _agency_code(party) for party in _all(meta, "provider")),
            *(_party(party) or _agency_code(party) for party in _all(rights, "copyrightHolder")),
        ]
    )


def _agency_code(party: Element) -> str:
    """`nprov:REUTERS` names an agency, `approviderid:z01122` nobody."""
    name = value_of(party, "qcode").partition(":")[2]
    return name if not any(char.isdigit() for char in name) else ""


def _party(party: Element) -> str:
    literal = value_of(party, "literal")
    return _name(party) or ("" if "#" in literal else literal)


def _byline(item: Element, content: Content) -> str:
    writers = (person_of(_party(writer)) for writer in _all(item.find("contentMeta"), "creator"))
    return byline_of(first_line(item, "contentMeta/by")) or content.byline or next(filter(None, writers), "")


def _signals(item: Element) -> list[str]:
    return [_code(signal) for signal in _all(item.find("itemMeta"), "signal")]


def _ednote(item: Element, content: Content, take: str) -> str:
    meta = item.find("itemMeta")
    notes = [note_of(line_of(note)) for note in _all(meta, "edNote") if code_of(note.get("role", "")) not in NO_NOTES]
    return noted(*map(signal_of, _signals(item)), take, *notes, *content.notes)


def _profile(item: Element) -> str:
    """The profile, unless it has a version: that names a structure ("dpa-G2", 2.0), no kind of copy."""
    profile = item.find("itemMeta/profile")
    return "" if value_of(profile, "versioninfo") else line_of(profile)


def _all(parent: Element | None, name: str) -> Iterator[Element]:
    return iter(()) if parent is None else parent.iterfind(name)


def _name(element: Element) -> str:
    """An element's name: the English one where there are several, not an abbreviation."""
    names = [name for name in element.iterfind("name") if line_of(name)]
    names.sort(key=lambda name: (not is_english(language_in(name) or "en"), "mnemonic" in name.get("role", "")))
    return line_of(names[0]) if names else ""


def _code(element: Element | None) -> str:
    """The code in `qcode`, `uri` or `literal`."""
    if element is None:
        return ""
    return element.get("qcode") or element.get("uri") or element.get("literal") or ""
