"""The text of an ANPA 1312 message → its page: keyword line, header lines ("^…<", "^…="), paragraphs behind a tab."""

from __future__ import annotations

import re

from bellwire.wire.dateline import NONE, dateline_of
from bellwire.wire.embargo import is_embargo
from bellwire.wire.takes import keywords_of, note_of, without_cycle
from bellwire.wire.teletype.headers import Header
from bellwire.wire.teletype.pages import Page, is_byline, is_end_mark, is_private, laid_out, mark_in, whole_words
from bellwire.wire.text import clean, one_line

#: Typesetting spaces of every width (em, en, thin, band), all of them one here; other controls go with `clean`.
_SPACES = dict.fromkeys((0x10, *range(0x1C, 0x20)), " ")
_TABLE_MARK = "\x08"
#: How a line begins (bold, centred) and ends (quad left, centre, right): "^By A. REPORTER=", "^Aleppo falls@<", "^x+".
_OPENING = "^"
_CLOSING = re.compile(r" {0,2}(?:@?<|=|@|\+)\s{0,4}")
_INDENT = re.compile(r"[ ]{2,}|\t")
_KEYWORDS = re.compile(r"(?:BC|AM|PM|AP)-\S")
#: Codes of machines: "*9006", "code:2".
_CODE = re.compile(r"[*'`\u00b4]?[0-9]{3,4}|code ?: ?[0-9]{1,3}", re.IGNORECASE)
#: Lines of names and values, as the Canadian Press has them.
_FIELD = re.compile(r"(HL|HEADLINE|Update|INDEX|SYMBOL|PHOTOS?|SUB|DECK)[:=] ?(.{0,400})", re.IGNORECASE)
#: "(Eds: Updates with quotes.)"; "Adv11", copy that is sent ahead for a day.
_NOTE = re.compile(
    r"\(?(?:eds?\b|editors?\b|note to editors|this (?:story|material)|\$?adv\.? ?[0-9]{1,2}\Z)", re.IGNORECASE
)
#: The line under a byline: whose writer it is.
_CREDIT = re.compile(
    r"\b(?:press|writers?|reporters?|correspondents?|editors?|news|agency|service|staff|bureau)\b", re.IGNORECASE
)
#: What pictures there are, whose copyright it is.
_IDLE = re.compile(
    r"(?:[A-Z]{2,7} )?(?:Photos?|Graphics?|Videos?|Audio)\b.{0,200}|\(?(?:c|©)[.)]? ?[0-9]{4}.{0,80}", re.IGNORECASE
)
_QUOTES = re.compile("``|''")
_DASH = re.compile(r"(?<= )_(?= )|^_(?= )", re.MULTILINE)
#: Lines that a header may have, where nothing marks them, and characters that one may have over several lines.
_MOST_BARE, _LONGEST = 6, 600


def page_of(text: str, header: Header | None) -> Page:
    """The page of a message's text; `header` tells tables from running text."""
    lines = _typed(text).split("\n")
    page = Page(slug=without_cycle(header.keyword) if header else "")
    head, story = _headed(_after_keywords(lines, page))
    tables = header is not None and header.tables and not any(map(_goes_on, story))
    summary, behind = _read_head(head, page)
    story = _paragraphs(story, tables=tables)
    told = behind + story if story else summary + behind
    page.story = clean("\n".join(told)) if tables else laid_out(told)
    return page


def _typed(text: str) -> str:
    """As a typewriter would have it: one kind of quotes, dashes and spaces."""
    text = whole_words(text.replace(f"\n{_TABLE_MARK}", "\n\t").translate(_SPACES))
    return _DASH.sub("—", _QUOTES.sub('"', text)).replace("`", "'")


def _after_keywords(lines: list[str], page: Page) -> list[str]:
    """The lines behind the keyword line, which gives the whole slug, where the header's is cut, and the take."""
    for at, line in enumerate(lines[:_MOST_BARE]):
        plain = _plain(line.rpartition(_OPENING)[2])
        if not plain or _CODE.fullmatch(plain):
            continue
        if not (_KEYWORDS.match(plain) or _like(plain, page.slug)):
            return lines
        slug, take = keywords_of(plain)
        page.slug = slug or page.slug
        page.takes.append(take)
        return lines[at + 1 :]
    return lines


def _like(line: str, keyword: str) -> bool:
    """Whether a line without a cycle's mark is the header's keyword in full."""
    return bool(keyword) and line.replace(" ", "").lower().startswith(keyword.lower()[:16])


def _headed(lines: list[str]) -> tuple[list[str], list[str]]:
    """The header's logical lines and the story's: a paragraph begins with a tab, or with a dateline."""
    marked = any(line.lstrip(" ").startswith(_OPENING) for line in lines)
    if not marked and (closed_at := _plus_at(lines)) is not None:
        return [" ".join(map(str.strip, lines[: closed_at + 1]))], lines[closed_at + 1 :]
    head: list[str] = []
    closed = True
    for at, line in enumerate(lines):
        opens = line.lstrip(" ").startswith(_OPENING)
        if not line.strip():
            if head and not marked:
                return head, lines[at:]
            continue
        if not opens and (_INDENT.match(line) or dateline_of(line.strip()) is not NONE):
            return head, lines[at:]
        if not marked and len(head) >= _MOST_BARE:
            return [], lines
        if marked and head and closed and not opens:
            return head, lines[at:]
        if opens or closed or not head:
            head.append(line)
        elif len(head[-1]) > _LONGEST:
            return head, lines[at:]
        else:
            head[-1] = f"{head[-1]} {line.strip()}"
        closed = bool(_CLOSING.search(line[-6:])) or not marked
    return head, []


def _goes_on(line: str) -> bool:
    """Whether a line continues a paragraph, which no row of a table does."""
    return bool(line.strip()) and not line.startswith(_OPENING) and not _INDENT.match(line)


def _plus_at(lines: list[str]) -> int | None:
    """The line in which a headline ends with "+", as Kyodo's do."""
    return next((at for at, line in enumerate(lines[:_MOST_BARE]) if line.rstrip().endswith("+")), None)


def _read_head(head: list[str], page: Page) -> tuple[list[str], list[str]]:
    """Fills the page; what is neither of it nor a note is left over, in front of the byline and behind it."""
    summary: list[str] = []
    behind: list[str] = []
    for line in map(_plain, head):
        field = _FIELD.fullmatch(line)
        name, line = (field[1].lower(), field[2]) if field else ("", line)
        if not line or name in ("index", "symbol", "photo", "photos") or _CODE.fullmatch(line) or _IDLE.fullmatch(line):
            continue
        if (take := mark_in(line)) is not None:
            page.takes.append(take)
        elif _NOTE.match(line) or is_embargo(line) or name == "update":
            page.notes.append(one_line(note_of(line)))
        elif is_byline(line):
            page.byline = one_line(line)
        elif page.byline and _CREDIT.search(line) and not behind:
            page.byline = f"{page.byline}, {one_line(line)}"
        elif not page.headline:
            page.headline = one_line(line)
        else:
            (behind if page.byline else summary).extend((line, ""))
    return summary, behind


def _paragraphs(lines: list[str], *, tables: bool) -> list[str]:
    """The story's lines without their codes, an empty one before each paragraph; a table's row begins none."""
    told: list[list[str]] = []
    for line in lines:
        if is_private(line):
            break
        begins = line.startswith(_OPENING) or (not tables and bool(_INDENT.match(line)))
        plain = _plain(line)
        if is_end_mark(plain):
            continue
        if begins and told:
            told.append([])
        if tables or not plain or not told or not told[-1] or not told[-1][0]:
            told.append([plain])
        else:
            told[-1].append(plain)
    return [" ".join(words) for words in told]


def _plain(line: str) -> str:
    """A line without the codes at its ends."""
    line = line.strip().lstrip(_OPENING)
    end = len(line)
    while end and (found := _CLOSING.search(line, max(0, end - 6), end)) and found.end() == end:
        end = found.start()
    return line[:end].replace(_OPENING, "").strip()
