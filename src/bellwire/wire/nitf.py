"""NITF 3.x (IPTC), of any version, with or without namespace → Article. Source: NITF 3.6 DTD."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from datetime import UTC, tzinfo

import msgspec

from bellwire.errors import BadCopy
from bellwire.wire.article import Article
from bellwire.wire.credit import agency_of, byline_of, place_of
from bellwire.wire.dateline import filed, located_in
from bellwire.wire.safe_xml import Element, parse
from bellwire.wire.slugs import slug_of
from bellwire.wire.status import code_of, is_kill, noted, signaled, standing, urgency_of
from bellwire.wire.takes import merged, note_of
from bellwire.wire.text import from_html, one_line
from bellwire.wire.times import read_time, says_when
from bellwire.wire.xml_text import LANGUAGE, first_line, line_of, notes_of, story_of, value_of, without_headline

#: A number at a document id's end, behind a mark: a revision where the version says the same.
_REVISION = re.compile(r"(.*\S)[_:.#;-](\d{1,4})", re.DOTALL)
#: "Reporting by A; Editing by B": who did what, no byline.
_SHARED = re.compile(
    r"\b(?:reporting|writing|editing|edited|compiled|additional|translated) (?:by|in)\b", re.IGNORECASE
)

#: What stands between the parts of a byline.
_GAP = " ,\n\t"


def read(data: bytes, *, zone: tzinfo = UTC) -> list[Article]:
    """The article in it, and before it a kill of the document that it says is canceled. `zone`: of times that name
    none. Raises BadCopy."""
    root = parse(data)
    if root.tag != "nitf":
        raise BadCopy(f"<{root.tag[:40]}> is no NITF")
    headline, body = headline_of(root), body_of(root)
    line = filed(body)
    version = _key(root, "version")
    issued, until = read_time(_norm(root, "date.issue"), zone), read_time(_norm(root, "date.release"), zone)
    status = _value(root, ".//docdata", "management-status")
    unclear = until is None and says_when(_norm(root, "date.release"))
    late = until is not None and (code_of(status) == "embargoed" or (issued is not None and until > issued))
    slug, take = slug_of(_slug(root))
    take = merged(take, signaled(*(value_of(message, "msg-type") for message in root.iter("ed-msg"))))
    made = (_value(root, ".//pubdata", "date.publication"), _norm(root, "story.date"))
    article = Article(
        uri=_uri(root, version) or digest_uri(headline, body),
        version=version,
        headline=headline,
        body=body,
        version_time=issued or next(filter(None, (read_time(time, zone) for time in made)), None),
        embargoed=until if late else None,
        pubstatus=standing(take, status, until, embargo=unclear),
        urgency=urgency_of(_value(root, ".//urgency", "ed-urg")),
        language=_language(root),
        located=located_in(located_of(root), line),
        provider=_provider(root) or line.agency,
        byline=byline_in(root),
        slug=slug,
        ednote=_ednote(root, take.word),
    )
    return [*_kills(root, article), article]


def headline_of(root: Element) -> str:
    """The headline of NITF, whole or a part of it."""
    return first_line(root, ".//hedline/hl1", ".//headline/hl1", ".//body.head/hl1", ".//hedline", "head/title")


def body_of(root: Element) -> str:
    """The story, or the abstract where there is none."""
    abstract = root.find(".//abstract")
    body = story_of(root) or (story_of(abstract) if abstract is not None else "")
    return without_headline(body, headline_of(root))


def story_in(markup: str) -> str:
    """The story in what an item holds as text: NITF, whole or from its body on, or HTML."""
    if "<nitf" not in markup and "<body.content" not in markup:
        return from_html(markup)
    try:
        root = parse(markup.encode("utf-8", "replace"))
    except BadCopy:
        return from_html(markup)
    return body_of(root) if root.tag == "nitf" else story_of(root)


def located_of(root: Element) -> str:
    """Where it was filed: the dateline's place, by its parts (city, region, country) where all of it is marked up."""
    location = root.find(".//dateline/location")
    if location is not None and len(location) and not _has_words(location):
        parts = (first_line(location, name) for name in ("city", "state", "region", "country"))
        return place_of(", ".join(list(dict.fromkeys(filter(None, parts)))[:2]))
    return place_of(line_of(location)) or place_of(first_line(root, ".//dateline"))


def _has_words(element: Element) -> bool:
    """Whether words stand between an element's parts: "Aleppo, <country>Syria</country>"."""
    between = (element.text, *(part.tail for part in element))
    return any(any(map(str.isalpha, text or "")) for text in between)


def byline_in(root: Element) -> str:
    """Who wrote it, with what they are ("A. Reporter, Example Press"); from the tagline where no byline tells."""
    for byline in root.iter("byline"):
        if name := _who(byline):
            return byline_of(name)
    tagline = first_line(root, ".//body.end/tagline")
    return "" if "@" in tagline or _SHARED.search(tagline) else byline_of(tagline)


def _who(byline: Element) -> str:
    """The names in a byline; a title, and an agency or a place that no word joins to them, behind a comma."""
    said = byline.text or ""
    for part in byline.iterchildren("*"):
        before = part.getprevious()
        is_apart = before is not None and not (before.tail or "").strip()
        if part.tag == "byttl" or (is_apart and part.tag in ("org", "location")):
            said = f"{said.rstrip(_GAP)}, "
        said = f"{said} {' '.join(map(str, part.itertext()))} {part.tail or ''}"
    return one_line(said.replace(" ,", ",")).strip(_GAP)


def digest_uri(headline: str, body: str) -> str:
    """A name for copy that bears none: the same text has the same."""
    text = f"{headline}\n\n{body}"
    return f"urn:sha256:{hashlib.sha256(text.encode()).hexdigest()[:32]}"


def _uri(root: Element, version: str) -> str:
    """The document's id without the revision that some agencies end it with (`…_00`, then `…_01`)."""
    name = _value(root, ".//doc-id", "id-string")
    found = _REVISION.fullmatch(name)
    if found and version.isdecimal() and len(version) < 5 and int(found[2]) in (int(version), int(version) - 1):
        return found[1]
    return name


def _kills(root: Element, article: Article) -> Iterator[Article]:
    """A kill of another story where its document is canceled by this one; not of an earlier revision of the same.

    It bears no headline and no slug: these are names of the story that may have come in place of that one."""
    other = _value(root, ".//docdata", "management-doc-idref")
    if not other or not is_kill(_value(root, ".//docdata", "management-idref-status")):
        return
    if article.uri != _value(root, ".//doc-id", "id-string") and (found := _REVISION.fullmatch(other)):
        other = found[1]
    if other != article.uri:
        yield msgspec.structs.replace(
            article, uri=other, version="", headline="", body="", slug="", embargoed=None, pubstatus="canceled",
            ednote=noted("Kill", article.ednote),
        )  # fmt: skip


def _language(root: Element) -> str:
    return (value_of(root, "baselang") or value_of(root, LANGUAGE)).lower()


def _provider(root: Element) -> str:
    return agency_of(
        [
            first_line(root, ".//distributor"),
            _value(root, ".//doc.copyright", "holder"),
            first_line(root, ".//rights.owner"),
            _value(root, ".//from-src", "src-name"),
            _value(root, ".//doc-id", "regsrc"),
        ]
    )


def _slug(root: Element) -> str:
    words = (value_of(word, "key") or line_of(word) for word in root.iter("keyword"))
    return _key(root, "key") or next(filter(None, words), "")


def _ednote(root: Element, take: str) -> str:
    corrects = ["Correction", *(value_of(mark, "info") for mark in root.iter("correction"))]
    notes = [note_of(value_of(message, "info")) for message in root.iter("ed-msg")]
    notes += [value_of(history, "comment") for history in root.iter("revision-history")][-1:]
    return noted(*(corrects if len(corrects) > 1 else ()), take, *notes, *notes_of(root))


def _key(root: Element, attribute: str) -> str:
    return _value(root, ".//du-key", attribute)


def _norm(root: Element, name: str) -> str:
    return _value(root, f".//{name}", "norm")


def _value(root: Element, path: str, attribute: str) -> str:
    """The first value of an attribute that is not empty."""
    values = (value_of(element, attribute) for element in root.iterfind(path))
    return next(filter(None, values), "")
