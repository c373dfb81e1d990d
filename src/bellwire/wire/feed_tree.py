"""A feed's bytes → small, well-formed XML, so that feedparser meets nothing broken, hostile or endless.

feedparser's own lenient parser, and some of its patterns, take quadratic time; lxml mends a feed in linear time. What
no article needs (media, places, categories) is left out, and markup that stands in a text is escaped.
"""

from __future__ import annotations

import html
import re

from lxml import etree

from bellwire.errors import BadCopy
from bellwire.wire.limits import MAX_ITEMS, check_count
from bellwire.wire.safe_xml import LIMITS

#: Characters of a field that is no text: an id, a time.
_SHORT = 1_000
#: Characters of a name: feedparser looks for an address in it, in quadratic time.
_NAME = 120
#: Attributes of one element; real ones have ten. To remove them takes quadratic time.
_MOST_ATTRIBUTES = 100

ATOM = "http://www.w3.org/2005/Atom"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_PRISM = "http://prismstandard.org/namespaces/1.2/basic/"
AP_CONTENT = "http://ap.org/schemas/03/2005/apcm"
AP_NEWS = "http://ap.org/schemas/03/2005/apnm"
_CONTENT = "http://purl.org/rss/1.0/modules/content/"
#: Yandex's, which Russian-language press writes its whole text in.
_YANDEX, _YANDEX_NAME = "http://news.yandex.ru", re.compile(r"https?://(?:\w{2,10}\.)?yandex\.(?:ru|com)/?")
_MEDIA = "{http://search.yahoo.com/mrss/}"
_TOMBSTONE = "{http://purl.org/atompub/tombstones/1.0}deleted-entry"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
#: Namespaces whose fields are read, with what is read of them. The feed's own is `""`.
_READ = {
    "": "channel item entry title description summary abstract content body fullitem guid id link pubdate published"
    " issued updated modified created author name source language",
    "http://purl.org/dc/elements/1.1/": "title creator date publisher language description",
    "http://purl.org/dc/terms/": "modified issued created valid",
    _CONTENT: "encoded",
    _YANDEX: "full-text",
    "http://www.w3.org/1999/xhtml": "body",
    _PRISM: "publicationname publicationdate modificationdate",
    AP_CONTENT: "contentmetadata headline slugline dateline priority",
    AP_NEWS: "newsmanagement managementsequencenumber publishingstatus",
}
#: Namespaces of feeds themselves, besides the one of the feed's root.
_OWN = frozenset(
    (ATOM, "", "http://purl.org/rss/1.0/", "http://purl.org/atom/ns#", "http://my.netscape.com/rdf/simple/0.9/")
)
_FIELDS = {name: frozenset(fields.split()) for name, fields in _READ.items()}
#: RSS 0.90 under the name that Netscape's own feeds gave it, and under the one that feedparser knows.
_NETSCAPE = ("http://channel.netscape.com/rdf/simple/0.9/", "http://my.netscape.com/rdf/simple/0.9/")
#: Prefixes that feeds use without declaring them.
_PREFIXES = {
    "atom": "",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "content": _CONTENT,
    "yandex": _YANDEX,
    "prism": _PRISM,
    "apcm": AP_CONTENT,
    "apnm": AP_NEWS,
}
_TEXTS = frozenset("title description summary abstract content encoded full-text body fullitem".split())
_NAMES = frozenset("author creator name publisher".split())
_ENTRIES = frozenset(("item", "entry"))
_BRANCHES = frozenset("channel item entry contentmetadata newsmanagement".split())
_ATTRIBUTES = frozenset(f"type mode href rel isPermaLink url src version Numeric {_LANG} {{{_RDF}}}about".split())
_MEDIA_TYPE = re.compile(r"(?:text|html|xhtml|text/[\w.+-]{1,40}|application/(?:xhtml\+|nitf\+)?xml)?", re.IGNORECASE)
#: Elements of NITF in a feed (AP's) that are fields of their own, or no text.
_NO_STORY = frozenset(("body.head", "body.end", "tobject", "docdata"))
_HTML_NAME = re.compile(r"[A-Za-z][A-Za-z0-9]{0,20}")
_ENTRY = re.compile(r"<(?:[A-Za-z][\w.-]{0,30}:)?(?:item|entry)[\s/>]", re.ASCII)
_TEXT_TAG = re.compile(r"<(title|description|summary|content:encoded|content)(?:\s[^<>]{0,500})?(?<!/)>")


def regular(text: str) -> bytes:
    """A feed (from its root element on) as plain UTF-8 XML.

    Raises BadCopy: `too-large` for too many entries, `unsafe-xml` for nesting beyond 256 levels and the like,
    `not-xml` for what is no feed however it is mended, or is cut short.
    """
    root = tree(text)
    _sift(root)
    etree.cleanup_namespaces(root)
    return etree.tostring(root, encoding="utf-8")


def tree(text: str, *, most: int = MAX_ITEMS) -> etree._Element:
    """A feed (from its root element on) as it stands, mended where it is not well formed. `most`: entries that it may
    have. Raises as `regular` does."""
    check_count(sum(1 for _ in _ENTRY.finditer(text)), "entries of a feed", most)
    parser, text = _parser(mending=False), text.replace(*_NETSCAPE)
    try:
        return etree.fromstring(text.encode("utf-8"), parser)
    except etree.XMLSyntaxError as error:
        if any(entry.type in LIMITS for entry in parser.error_log):
            raise BadCopy("XML that is nested too deep or holds too long a name", reason="unsafe-xml") from None
        fault = f"no well-formed XML: {' '.join(str(error.msg).split())[:200]}"
    name = re.match(r"<[^\s/<>]{1,80}", text)
    if name is None or f"</{name.group()[1:]}" not in text:
        raise BadCopy(f"{fault}, and no end of it", reason="not-xml")
    root = etree.fromstring(_escaped(text).encode("utf-8"), _parser(mending=True))
    if root is None:
        raise BadCopy(fault, reason="not-xml")
    return root


def _parser(*, mending: bool) -> etree.XMLParser:
    return etree.XMLParser(
        recover=mending, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True,
        remove_pis=True,
    )  # fmt: skip


def _escaped(text: str) -> str:
    """The feed with what stands within its fields of text escaped: their markup is what is usually not well formed."""
    pieces, at, missing = list[str](), 0, set[str]()
    while opening := _TEXT_TAG.search(text, at):
        closing = f"</{opening[1]}>"
        end = -1 if closing in missing else text.find(closing, opening.end())
        if end < 0:
            missing.add(closing)
            end = opening.end()
        inside = text[opening.end() : end]
        if not inside.lstrip().startswith("<![CDATA[") and "<" in inside:
            inside = html.escape(inside, quote=False)
        pieces += [text[at : opening.end()], inside]
        at = end
    return "".join([*pieces, text[at:]])


def _sift(root: etree._Element) -> None:
    """Leaves what an article is made of. Walks without recursion."""
    own = str(root.tag).rpartition("}")[0][1:]
    _strip(root)
    branches = [root]
    while branches:
        branch = branches.pop()
        _told_by_media(branch)
        for child in list(branch):
            if child.tag == _TOMBSTONE:
                _mark_deleted(child)
                continue
            name = _named(child, own)
            if not name or (name in _TEXTS and not _MEDIA_TYPE.fullmatch(child.get("type", ""))):
                branches += _lifted(child, branch)
                branch.remove(child)
                continue
            _strip(child)
            if name in _BRANCHES or (name in ("author", "source") and len(child)):
                branches.append(child)
            elif name in _TEXTS:
                _flatten(child)
            else:
                _shorten(child, _NAME if name in _NAMES else _SHORT)


def _lifted(child: etree._Element, branch: etree._Element) -> list[etree._Element]:
    """The entries within an element that is none and was never closed, put where it stands."""
    if _local(branch) in _ENTRIES or not len(child):
        return []
    entries = [part for part in child.iter(etree.Element) if _local(part) in _ENTRIES]
    for entry in reversed(entries):
        child.addnext(entry)
    return entries


def _local(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2].rpartition(":")[2]


def _told_by_media(branch: etree._Element) -> None:
    """Media RSS's title and description in the place of an entry's own, where it has no text at all."""
    space = str(branch.tag).rpartition("}")[0] + "}" if "}" in str(branch.tag) else ""
    fields = (str(child.tag).rpartition("}")[2] for child in branch if not str(child.tag).startswith(_MEDIA))
    if _local(branch) not in _ENTRIES or not _TEXTS.isdisjoint(fields):
        return
    for name in ("title", "description"):
        found = branch.find(f"{_MEDIA}{name}")
        found = branch.find(f"*/{_MEDIA}{name}") if found is None else found
        if found is not None:
            etree.SubElement(branch, f"{space}{name}").text = found.text


def _strip(element: etree._Element) -> None:
    if len(element.attrib) > _MOST_ATTRIBUTES:
        raise BadCopy(f"an element of {len(element.attrib):,} attributes", reason="unsafe-xml")
    kept = [(name, value) for name, value in element.items() if name in _ATTRIBUTES]
    element.attrib.clear()
    element.attrib.update(kept)


def _named(element: etree._Element, own: str) -> str:
    """The lower-case local name of a field that is read, "" for others; gives an undeclared prefix its namespace."""
    space, _, local = str(element.tag).rpartition("}")
    space, prefix, local = space[1:], *_split(local)
    if space.startswith("http://prismstandard.org/namespaces/"):
        space = _PRISM
    elif _YANDEX_NAME.fullmatch(space):
        space = _YANDEX
    elif prefix and not space:
        space = _PREFIXES.get(prefix, prefix)
    elif space == own or space in _OWN:
        space = ""
    if local.lower() not in _FIELDS.get(space, ()):
        return ""
    if space == _YANDEX:
        element.tag = f"{{{_CONTENT}}}encoded"
    elif prefix or space == _PRISM:
        element.tag = f"{{{space}}}{local}" if space else local
    return local.lower()


def _split(name: str) -> tuple[str, str]:
    prefix, _, local = name.rpartition(":")
    return prefix, local


def _flatten(element: etree._Element) -> None:
    """Markup that stands in a text as the text that it is in HTML."""
    if len(element):
        for part in [child for child in element.iter() if _split(str(child.tag).rpartition("}")[2])[1] in _NO_STORY]:
            if (parent := part.getparent()) is not None:
                parent.remove(part)
        for child in element.iter():
            if child is not element:
                local = _split(str(child.tag).rpartition("}")[2])[1]
                child.tag = local if _HTML_NAME.fullmatch(local) else "span"
        inside = [etree.tostring(child, encoding="unicode") for child in element]
        whole = html.escape(element.text or "", quote=False) + "".join(inside)
        del element[:]
        element.text = whole
        element.set("type", "html")


def _shorten(element: etree._Element, most: int) -> None:
    text = "".join(map(str, element.itertext())).strip()
    del element[:]
    element.text = text[:most]


def _mark_deleted(element: etree._Element) -> None:
    """A tombstone (RFC 6721) as an entry that is no longer valid."""
    gone, when = element.get("ref", ""), element.get("when", "")
    tail = element.tail
    element.clear()
    element.tail = tail
    element.tag = f"{{{ATOM}}}entry"
    etree.SubElement(element, f"{{{ATOM}}}id").text = gone[:_SHORT]
    etree.SubElement(element, f"{{{ATOM}}}updated").text = when[:_SHORT]
    etree.SubElement(element, "{http://purl.org/dc/terms/}valid").text = f"start={when[:100]}; end=0001-01-01"
