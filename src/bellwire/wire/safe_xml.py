"""Bytes → an XML tree, safely: nothing is fetched, no document type is loaded, no entity of a document's own is known.

Wire copy names the DTDs of its formats (NITF, NewsML 1.2) and uses HTML's entities without defining them; its encoding
is often not the one it declares. All of that is read. What only an attack needs is refused.
"""

from __future__ import annotations

import codecs
import html
import re
from html.entities import html5

from lxml import etree

from bellwire.errors import BadCopy
from bellwire.wire.charset import decode

#: An element of a parsed document; its tag is the local name, whatever namespace or prefix it had.
Element = etree._Element

_DECLARATION = re.compile(rb"\s{0,64}<\?xml\s[^<>]{0,200}?encoding\s{0,8}=\s{0,8}[\"']([\w.:-]{1,40})[\"']")
#: How XML begins in Unicode without a mark (XML 1.0, appendix F) → its mark.
_WIDE = (
    (re.compile(rb"<\0\0\0"), codecs.BOM_UTF32_LE),
    (re.compile(rb"\0\0\0<"), codecs.BOM_UTF32_BE),
    (re.compile(rb"<\0[^\0]\0"), codecs.BOM_UTF16_LE),
    (re.compile(rb"\0<\0[^\0]"), codecs.BOM_UTF16_BE),
)
#: Characters that XML cannot hold (XML 1.0, production 2), among them nulls and lone surrogates.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_SPACE = re.compile("[\ufeff \t\r\n]+")
_OPENING = re.compile(r"<!(?:\[CDATA\[|--)")
_REFERENCE = re.compile(r"&(?:(#[0-9]{1,8}|#[xX][0-9A-Fa-f]{1,8}|[A-Za-z][A-Za-z0-9]{1,31});)?")
_PREDEFINED = frozenset(("amp", "lt", "gt", "quot", "apos"))
#: What matters within a document type: where it ends, and what hides such signs.
_TYPE_TOKEN = re.compile(r"<!--|<\?|<!ENTITY|[\"'\[\]>]")
#: `<!ENTITY % nitf SYSTEM "nitf.dtd">`: how NewsML 1.2 brings NITF's DTD in. It names a file; it expands nothing.
_NAMES_A_DTD = re.compile(r"<!ENTITY\s{1,32}%\s{1,32}[\w.:-]{1,64}\s{1,32}(?:SYSTEM|PUBLIC)\s")
#: What libxml2 says at its limits.
LIMITS = (etree.ErrorTypes.ERR_RESOURCE_LIMIT, etree.ErrorTypes.ERR_NAME_TOO_LONG)
_CLOSING = {"<!--": "-->", "<?": "?>", '"': '"', "'": "'"}


def parse(data: bytes) -> Element:
    """The root of an XML document; comments and processing instructions are left out.

    Raises BadCopy: `unsafe-xml` for entity definitions, nesting beyond 256 levels and values beyond libxml2's limits
    (10 million characters), `not-xml` for what is not well formed, `not-utf8` for broken Unicode.
    """
    root = _tree(document(data))
    for element in root.iter():
        element.tag = str(element.tag).rpartition("}")[2].rpartition(":")[2]
    return root


def document(data: bytes) -> str:
    """The document's text from its root element on, with characters for references that only HTML or a DTD knows.

    Raises BadCopy: `unsafe-xml` for entity definitions, `not-xml`, `not-utf8`.
    """
    mark = next((mark for start, mark in _WIDE if start.match(data)), b"")
    declared = _DECLARATION.match(data[:512])
    text = _FORBIDDEN.sub("", decode(mark + data, declared[1].decode() if declared else ""))
    return _with_characters(text[_root_at(text) :])


def _root_at(text: str) -> int:
    """Where the root element begins: behind declaration, comments and document type."""
    at = 0
    while True:
        if space := _SPACE.match(text, at):
            at = space.end()
        if text.startswith("<?", at):
            at = _behind(text, "?>", at + 2)
        elif text.startswith("<!--", at):
            at = _behind(text, "-->", at + 4)
        elif text.startswith("<!DOCTYPE", at):
            at = _behind_type(text, at + 9)
        else:
            return at


def _behind(text: str, closing: str, at: int) -> int:
    """The offset behind what closes the thing that began before `at`."""
    end = text.find(closing, at)
    if end < 0:
        raise BadCopy(f"XML cut short: no {closing} is behind character {at}", reason="not-xml")
    return end + len(closing)


def _behind_type(text: str, at: int) -> int:
    """The offset behind a document type, whose DTD nobody reads. Raises BadCopy where it defines entities."""
    inside = False
    while token := _TYPE_TOKEN.search(text, at):
        sign, at = token.group(), token.end()
        if sign in _CLOSING:
            at = _behind(text, _CLOSING[sign], at)
        elif sign == "<!ENTITY":
            if not _NAMES_A_DTD.match(text, token.start()):
                raise BadCopy("the document type defines entities of its own", reason="unsafe-xml")
        elif sign == ">" and not inside:
            return at
        else:
            inside = sign == "[" or (inside and sign != "]")
    raise BadCopy("XML cut short within its document type", reason="not-xml")


def _with_characters(text: str) -> str:
    """The document with HTML's entities as characters, and with every other `&` as text, but in CDATA and comments."""
    parts, at = list[str](), 0
    while opening := _OPENING.search(text, at):
        end = _behind(text, "]]>" if opening.group() == "<![CDATA[" else "-->", opening.end())
        parts += [_REFERENCE.sub(_character, text[at : opening.start()]), text[opening.start() : end]]
        at = end
    return "".join([*parts, _REFERENCE.sub(_character, text[at:])])


def _character(reference: re.Match[str]) -> str:
    name = reference[1]
    if name in _PREDEFINED:
        return reference.group()
    if not name or (name[0] != "#" and f"{name};" not in html5):
        return f"&amp;{reference.group()[1:]}"
    return html.escape(_FORBIDDEN.sub("", html.unescape(reference.group())))


def _tree(text: str, *, lenient: bool = False) -> Element:
    """The parsed document. Prefixes without a namespace, as in parts cut out of a message, are forgiven."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, attribute_defaults=False,
        huge_tree=False, remove_comments=True, remove_pis=True, recover=lenient,
    )  # fmt: skip
    try:
        return etree.fromstring(text, parser)
    except etree.XMLSyntaxError as error:
        faults = [entry for entry in parser.error_log if entry.type != etree.ErrorTypes.NS_ERR_UNDEFINED_NAMESPACE]
        if not faults and parser.error_log and not lenient:
            return _tree(text, lenient=True)
        told = " ".join((faults[0].message if faults else error.msg or "no reason given").split())[:160]
        where = f"line {faults[0].line} of its root" if faults else "its root"
        if any(fault.type in LIMITS for fault in faults):
            raise BadCopy(f"XML beyond what is safe, {where}: {told}", reason="unsafe-xml") from None
        raise BadCopy(f"no well-formed XML, {where}: {told}", reason="not-xml") from None
