"""Markup → text, safely: no entity of a document type, no fetch, no code kept; linear, however it is nested."""

from __future__ import annotations

import re
from typing import Any

from lxml import etree

from bellwire.wire.captions import is_caption
from bellwire.wire.cells import CELLS, Cells
from bellwire.wire.tags import with_addresses, without_unclosed

#: Elements that begin and end a paragraph.
_BLOCKS = frozenset(
    "p div section article header footer main aside h1 h2 h3 h4 h5 h6 li ul ol dl dt dd table caption tr blockquote pre"
    " address center hr hl1 hl2 body.head body.content".split()
)
#: Elements whose content is no copy: code, forms, players, pictures with their captions and credits.
_SILENT = frozenset(
    "script style head title template noscript iframe object svg math canvas audio video picture figure figcaption"
    " select textarea button nav media".split()
)
_HIDDEN = re.compile(r"display\s{0,3}:\s{0,3}none", re.IGNORECASE)
_SPACES = re.compile(r"[ \t\r\f\v\n\u00a0]+")
_EMPTY_LINE = re.compile(r"\n[ \t\r]*\n\s*")
_BLOCK_TAG = re.compile(r"<(?:p|br|div|li|tr|td|h[1-6]|pre|blockquote|section|article)\b", re.IGNORECASE)
_NUMBER = re.compile(r"&#(?:x0{0,40}([0-9a-f]{1,8})|0{0,40}([0-9]{1,9}));?", re.IGNORECASE | re.ASCII)
#: Stands for a line's end within `pre`; nulls never come from the parser.
_LINE = "\x00"


def text_of(markup: str) -> str:
    """The text of HTML or XHTML, paragraphs parted by an empty line, cells of a row by a bar."""
    markup = with_addresses(without_unclosed(_NUMBER.sub(_possible, markup.replace(_LINE, "")), _SILENT))
    if not _BLOCK_TAG.search(markup):
        markup = _EMPTY_LINE.sub("<p>", markup)
    paragraphs = _Paragraphs()
    target: Any = paragraphs  # lxml hands it str; the stubs ask for bytes too
    parser = etree.HTMLParser(target=target, encoding="utf-8", no_network=True, huge_tree=False)
    try:
        parser.feed(markup.encode("utf-8", "replace"))
        parser.close()
    except (etree.XMLSyntaxError, etree.ParserError):
        paragraphs.close()
    return "\n\n".join(paragraphs.found)


def _possible(reference: re.Match[str]) -> str:
    """A reference as it is, "" for a surrogate: the parser would hand out half a character."""
    number = int(reference[1], 16) if reference[1] else int(reference[2])
    return "" if 0xD800 <= number <= 0xDFFF else reference.group()


def _is_silent(tag: str, attributes: dict[str, str]) -> bool:
    """Whether nothing in an element is copy: by its name, because it is hidden, or as a picture's caption."""
    if tag in _SILENT or "hidden" in attributes or is_caption(attributes.get("class", "")):
        return True
    return hides(attributes.get("style", ""))


def hides(style: str) -> bool:
    """Whether no reader sees an element of this style."""
    return bool(style) and _HIDDEN.search(style) is not None


class _Paragraphs:
    """Takes a parser's events as they come: no tree is built, so none can be too deep."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self.line: list[str] = []
        self.silent: list[str] = []
        self.verbatim = 0
        self.told = False
        self.cells = Cells()

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if self.silent:
            if tag == self.silent[0]:
                self.silent.append(tag)
            return
        if _is_silent(tag, attributes):
            if tag not in ("br", "img", "input", "hr", "meta", "link", "wbr"):
                self.silent.append(tag)
            return
        self.verbatim += tag == "pre"
        self.cells.begin(tag)
        if tag == "br" or (tag in _BLOCKS and self.cells.parts_at_start()):
            self.end_line()
        elif tag in CELLS and self.told:
            self.line.append(" | ")

    def end(self, tag: str) -> None:
        if self.silent:
            if tag == self.silent[-1]:
                self.silent.pop()
            return
        self.verbatim -= tag == "pre" and self.verbatim > 0
        self.cells.end(tag)
        if tag in _BLOCKS and self.cells.parts_at_end():
            self.end_line()

    def data(self, text: str) -> None:
        if not self.silent:
            if not text.isspace() and self.cells.parts_before_text():
                self.end_line()
            self.told = self.told or not text.isspace()
            self.line.append(text.replace("\n", _LINE) if self.verbatim else text)

    def comment(self, text: str) -> None:
        """Comments are no copy."""

    def pi(self, target: str, data: str | None = None) -> None:
        """Processing instructions are no copy."""

    def end_line(self) -> None:
        self.told = False
        text = _SPACES.sub(" ", "".join(self.line)).replace(_LINE, "\n").strip()
        if text:
            self.found.append(text)
        self.line.clear()

    def close(self) -> None:
        self.end_line()
