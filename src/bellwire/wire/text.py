"""Bytes to text, and markup to text, safely: no entity expansion, no fetch, no code kept."""

from __future__ import annotations

import re

import lxml.html
from lxml import etree

from bellwire.errors import BadCopy

#: Elements after whose end a paragraph ends.
_BLOCKS = frozenset(
    re.findall(
        r"\w+",
        "p div section article header footer h1 h2 h3 h4 h5 h6 li ul ol table tr blockquote pre figure figcaption",
    )
)
#: Elements whose content is no copy.
_SILENT = frozenset(("script", "style", "head", "template", "noscript", "iframe", "object", "svg"))
_SPACES = re.compile(r"[ \t\r\f\v\n\u00a0]+")


def decode(data: bytes) -> str:
    """UTF-8 text without its byte-order mark. Raises BadCopy (`not-utf8`)."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadCopy(f"no UTF-8 at byte {error.start}", reason="not-utf8") from None


def from_html(markup: str) -> str:
    """The text of HTML or XHTML, paragraphs parted by an empty line; scripts, styles and comments left out."""
    if "<" not in markup and "&" not in markup:
        return markup
    parser = lxml.html.HTMLParser(no_network=True, huge_tree=False, remove_comments=True, remove_pis=True)
    try:
        root = lxml.html.document_fromstring(markup.replace("\x00", ""), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError):
        return ""
    return "\n\n".join(_paragraphs(root))


def _paragraphs(root: lxml.html.HtmlElement) -> list[str]:
    """Text between block boundaries, in document order, white space folded. Walks without recursion."""
    found: list[str] = []
    line: list[str] = []
    silent = 0

    def end_line() -> None:
        text = _SPACES.sub(" ", "".join(line)).strip()
        if text:
            found.append(text)
        line.clear()

    for action, element in etree.iterwalk(root, events=("start", "end")):
        tag = element.tag if isinstance(element.tag, str) else ""
        if action == "start":
            silent += tag in _SILENT
            if tag in _BLOCKS or tag == "br":
                end_line()
            if not silent:
                line.append(element.text or "")
        else:
            silent -= tag in _SILENT
            if tag in _BLOCKS:
                end_line()
            if not silent:
                line.append(element.tail or "")
    end_line()
    return found
