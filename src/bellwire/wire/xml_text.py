"""The text of XHTML and NITF in a parsed tree: paragraphs parted by an empty line, nothing but the story."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from bellwire.wire.captions import is_caption
from bellwire.wire.cells import Cells
from bellwire.wire.markup import hides
from bellwire.wire.safe_xml import Element
from bellwire.wire.text import clean, one_line, unwrap

#: The attribute that declares an element's language.
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
#: Elements that begin and end a paragraph; the last four are TT's and Infomaker's own.
_BLOCKS = frozenset(
    "p div section article main aside h1 h2 h3 h4 h5 h6 hl1 hl2 ul ol dl li dt dd table caption tr blockquote bq block"
    " credit pre hr address center fn note datasource body.content ingress mellis citat element".split()
)
#: Elements whose content is no copy: code, pictures with captions and credits, headline and byline (fields of their
#: own), what stands behind the story.
_SILENT = frozenset(
    "script style head title template noscript iframe object svg math canvas audio video picture figure figcaption"
    " img select textarea button nav header footer media media-caption media-producer copyrite body.head body.end"
    " hedline rubrik dat".split()
)
#: Types of Infomaker's elements (IDF) that are fields of their own.
_SILENT_TYPES = frozenset(("byline", "dateline", "headline", "pagedateline", "vignette"))
#: Class names of agencies' (TT, dpa) XHTML for what is a field of its own.
_SILENT_CLASSES = frozenset("byline closingline dat infobox linkbox notepad slugline teaser".split())
#: What NITF's `note` says by its attributes: not for publication, or nothing of the story.
_UNPUBLISHED = frozenset(("npa", "editorsnote"))
_RIGHTS = frozenset(("cpyrt", "copyright", "trademk", "trademark"))
#: Elements of text: what has none of them is another kind of document (sports results, events, a map).
_TEXTUAL = _BLOCKS | frozenset("idf nitf html body br span b i em strong a person location org".split())
#: Where the story stands in a document of any name, as of the Japanese agencies' NewsText.
_ANY_BODY = "*/body"
#: Where the story stands in a document, or in what holds one.
_BODIES = ("body/body.content", "nitf/body/body.content", "body.content", "body", _ANY_BODY)
#: Initials of writers and editors, and end marks, alone in the last paragraph.
_SIGN_OFF = re.compile(
    r"[a-z]{2,4}(?:[-/][a-z]{2,4}){1,4}|[A-Z]{3,4} (?:[A-Z]{2,4} )?[a-z]{2,3}|\(?END\)?|ends?|ENDS|Enditem|#{3}|-30-"
    r"|/ENDS?/?|={2}Kyodo|[A-Z]{2,4}(?: ?// ?[A-Z]{2,4}){1,3}|[A-Z]\w{1,11}/(?:Fim|End|Fin|Fine)"
)
_LONGEST_SIGN_OFF, _MOST_SIGN_OFFS = 30, 3
_SPACES = re.compile(r"[ \t\r\f\n]+")
_BREAKS = re.compile(r" ?\x00 ?")
#: Stands for a line's end that the markup asks for; nulls never come from the parser.
_LINE = "\x00"
#: What stands between two parts of one paragraph: its lines, a table row's cells.
_BETWEEN = {"br": _LINE, "td": " | ", "th": " | "}


def story_of(root: Element) -> str:
    """The story in an element that holds NITF, XHTML, parts of them, or text (escaped markup, too)."""
    body = next((found for path in _BODIES if (found := root.find(path)) is not None), root)
    if not len(body):
        return unwrap(body.text or "")
    return without_sign_off("\n\n".join(_paragraphs(body)))


def holds_text(root: Element) -> bool:
    """Whether an element holds a text rather than data in an XML of its own, which has no body."""
    return not len(root) or any(child.tag.lower() in _TEXTUAL for child in root) or root.find(_ANY_BODY) is not None


def notes_of(root: Element) -> list[str]:
    """What the story's NITF says to editors only."""
    notes = (note for note in root.iter("note") if _is_for_editors(note) and not within(note, "note"))
    told = (one_line(" ".join(text for part in note for text in _paragraphs(part))) or line_of(note) for note in notes)
    return [text for text in told if text]


def line_of(element: Element | None) -> str:
    """All text of an element as one clean line, "" for None; a break, or a paragraph, parts words."""
    if element is None:
        return ""
    return one_line("".join(_pieces(element)) if len(element) else element.text or "")


def _pieces(element: Element) -> Iterator[str]:
    for action, part in etree.iterwalk(element, events=("start", "end")):
        if (tag := part.tag.lower()) == "br" or tag in _BLOCKS:
            yield " "
        if action == "start" or part is not element:
            yield (part.text if action == "start" else part.tail) or ""


def value_of(element: Element | None, attribute: str) -> str:
    """An attribute's value as one clean line, "" where there is none."""
    return "" if element is None else one_line(element.get(attribute, ""))


def first_line(root: Element, *paths: str) -> str:
    """The text of the first element that has one, path by path."""
    return next((found for path in paths for element in root.iterfind(path) if (found := line_of(element))), "")


def within(element: Element, name: str) -> bool:
    """Whether an element stands in one of this name."""
    return next(element.iterancestors(name), None) is not None


def without_headline(body: str, headline: str) -> str:
    """The body without the headline, where that is its first paragraph and not all of it."""
    first, _, rest = body.partition("\n\n")
    return rest if rest and headline and first.casefold() == headline.casefold() else body


def without_sign_off(body: str) -> str:
    """The body without last lines that say that it ends, or who made it, in initials ("jr/jd", "ends", "###")."""
    for _ in range(_MOST_SIGN_OFFS):
        rest, gap, last = body.rpartition("\n\n")
        if not gap or len(last) > _LONGEST_SIGN_OFF or not _SIGN_OFF.fullmatch(last):
            break
        body = rest
    return body


def _paragraphs(body: Element) -> Iterator[str]:
    """The clean paragraphs. Walks without recursion; white space is folded, lines that are only wrapped are joined."""
    line: list[str] = []
    cells = Cells()
    silent = 0
    verbatim = not any(element.tag.lower() in _BLOCKS for element in body.iterdescendants())
    for action, element in etree.iterwalk(body, events=("start", "end")):
        tag = element.tag.lower()
        starts = action == "start"
        if starts:
            silent += _is_silent(element, tag)
            verbatim += tag == "pre"
            cells.begin(tag)
        else:
            cells.end(tag)
        if tag in _BLOCKS and not silent:
            if cells.parts_at_start() if starts else cells.parts_at_end():
                yield from _told(line)
        elif starts and line and not silent and tag in _BETWEEN:
            line.append(_BETWEEN[tag])
        text = element.text if starts else element.tail
        if not starts:
            silent -= _is_silent(element, tag)
            verbatim -= tag == "pre"
            text = text if element is not body else ""
        if text and not silent and (line or not text.isspace()):
            if not text.isspace() and cells.parts_before_text():
                yield from _told(line)
            line.append(text.replace("\n", _LINE) if verbatim else text)
    yield from _told(line)


def _told(line: list[str]) -> Iterator[str]:
    """The paragraph in a line's pieces, or those that it falls into; empties the line."""
    text = _BREAKS.sub("\n", _SPACES.sub(" ", "".join(line))).strip()
    line.clear()
    if text := (unwrap(text) if "\n" in text else clean(text)):
        yield text


def _is_silent(element: Element, tag: str) -> bool:
    if tag in _SILENT or element.get("hidden") is not None or hides(element.get("style", "")):
        return True
    if tag == "element":
        return element.get("type", "") in _SILENT_TYPES
    if tag == "note":
        return _is_for_editors(element) or element.get("noteclass", "") in _RIGHTS
    classes = element.get("class", "")
    return bool(classes) and (is_caption(classes) or not _SILENT_CLASSES.isdisjoint(classes.lower().split()))


def _is_for_editors(note: Element) -> bool:
    return not _UNPUBLISHED.isdisjoint((note.get("type", ""), note.get("noteclass", "")))
