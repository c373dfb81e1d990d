"""docs/formats.md: what is read of each wire format, and every sample of ../shared/wire as it is read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from bellwire.errors import BadCopy
from bellwire.wire import read_copy
from bellwire.wire.sniff import format_of

#: Samples from real systems, with source and licence beside each; not part of the project.
SAMPLES = Path(__file__).resolve().parents[2] / "shared" / "wire"

_COPY = frozenset((".xml", ".json", ".txt"))

#: Formats, what reads each, and what of it.
_FORMATS = (
    (
        "ninjs 1.x, 2.x, 3.x; Superdesk's, Fingerpost's, the BBC's and Reuters' dialects (Connect, machine-readable "
        "news); a news API's pages",
        "wire/ninjs.py",
        "headlines, bodies as text, HTML or NITF, by, located, urgency, status, version, embargo, signals; "
        "associations, renditions and pictures are passed over, the associations counted by `intake files --dry-run`",
    ),
    (
        "AP Media API",
        "wire/ap.py",
        "items and feeds; version 0 is a version",
    ),
    (
        "dpa digitalwires",
        "wire/dpa.py",
        "items and feeds, the same article as dpa's NewsML-G2",
    ),
    (
        "NewsML-G2",
        "wire/newsml_g2.py",
        "items and messages of several, XHTML, NITF or text inside (in base64, too), signals, notes, codes without "
        "their catalogs; packages and pictures are no stories",
    ),
    (
        "NewsML 1.2",
        "wire/newsml_1.py",
        "items and components, revisions and updates, instructions, NITF, XHTML, NewsText or text inside",
    ),
    (
        "NITF 3.x",
        "wire/nitf.py",
        "docdata, headlines, byline, dateline, paragraphs, tables, quotes, notes; a document that says another one is "
        "canceled (`management-doc-idref`) is a story and a kill of that one",
    ),
    (
        "RSS 2.0, RSS 1.0, Atom",
        "wire/feed.py",
        "through feedparser: ids, updates, full content (Yandex's too) before summaries, Dublin Core, PRISM, what AP "
        "adds to Atom; "
        "left out are WordPress's \"The post … appeared first on …\", buttons, and an aggregator's list of who has "
        'the story, with the name behind its headline ("… - Reuters")',
    ),
    (
        "IPTC 7901, ANPA 1312, telex; bytes of 8, 7, 6 or 5 bits",
        "wire/teletype/",
        "parity bits; five-bit code (Baudot, ITA2) with either keyboard's figures; six-bit code of "
        "typesetting machines (TTS), of whose signs only . , ( ) - & ? and eighths are known; controls there, lost or "
        "shown as pictures; priorities, slugs, takes joined, kills, what is not for publication",
    ),
    (
        "e-mail, one or a mailbox (mbox)",
        "wire/mail.py",
        "text before HTML, unless that says much more; forwarded mail, also in quoted lines; any charset; signatures, "
        "a list's footer and the headers of what is forwarded are left out, and attachments (also those "
        "within the text, uuencoded), but for a text that is the only one",
    ),
    (
        "plain text",
        "wire/plain.py",
        "with a dateline, or declared as text; agencies' keyword, headline, byline and copyright lines",
    ),
)

_HEAD = """
# Formats

For whoever connects a wire. Copy is known by its content, never by a name or a content type alone; one message is read
whole, or refused whole with a reason ([operations.md](operations.md#dead-letters)); intake tells its items apart, so
that one that cannot be read costs no other. Whatever the format, an article's
fields mean the same: a test writes one story in each and wants equal articles. A slug may be a keyword line in each: of
`BC-SYRIA-BRIDGE, KILL` the slug is `SYRIA-BRIDGE`, and the story is canceled; a signal, an instruction or a message of
a kill cancels, too. An item whose status is no word for usable, withheld, canceled or embargoed is refused in each:
nobody knows whether it may be used. A paragraph that only tells what a picture shows ("FILE - In this Dec. 4, 2016 file
photo, …", "FILE PHOTO: …", "(AP Photo/…)" at its end) is none of the story in any.

{table}

A template that nobody filled in and an entry of Superdesk's agenda are refused.

Nothing is fetched: no catalog, no DTD, no rendition, no link. Entity definitions, markup without end, archives within
copy, what is larger than `BELLWIRE_MAX_ARTICLE_BYTES` and what holds more than 2,000 items are refused; of a feed that
`intake rss` asks for the newest 2,000 entries are read.

## Times

A time is ISO 8601, RFC 822, or a day in words or numbers as agencies, programs and web pages write it ("Sunday,
December 4, 2016 - 21:30", "4 déc. 2016", "4.12.2016 21:30", "2016/12/4", "Sun Dec 04 23:30:00 EET 2016"), with its
offset however that is written ("+03", "+03:00", "GMT+0300"), else in the feed's zone. Of "12/04/2016" nobody can tell
the month: it is no time, and neither is what names a zone that nobody knows. Copy that has no time of its version at
all has that of its content, else of its first version. An article without a time is read, and never alerts.

## Embargoes

A field that says until when copy is held has the word, but not the pattern of one that nobody filled
("YYYYMMDD000000-HHMM", zeros). Where there is none, the words count, the same in every
format: a note to editors, a headline that begins with them or has them in brackets, a line of their own above or
below the story ("EMBARGOED UNTIL 1900 GMT, DEC 5", "Strictly embargoed until 10 a.m. EST Monday", "Not for use before
…", "For release Sunday, Dec. 11", "Sperrfrist: 5.12.2016, 19 Uhr"). A day without a year, or a time without a day, is
told from when the copy was sent; a day alone ends at its first moment; a time without a zone is in the feed's. Copy
is `withheld`, and never alerts, where no end can be read, or where it is not after the time at which the copy was
sent: one of the two is then not what it seems, and only another version of it is free. News about embargoes holds
nothing, and neither does an end with its year that came within the week before the copy was sent (it is sent once
more), nor the date of a release that is out ("FOR RELEASE: December 4, 2016").

## Takes

Pages and adds of one story that stand in one transmission of IPTC 7901 or ANPA 1312 are joined. A piece that comes
alone (an add, a page, an insert, a substitute) is no version of its story, which it would replace: it is an article
of its own, named by the story and the piece (`urn:teletype:ap-w:2016-12-04:syria-aleppo:add-1`), and its note says
what it goes on with. The version of such copy is when it was sent, to the minute, then the channel's number, which
begins anew.

## Samples

From public repositories (IPTC, agencies, newsrooms); they lie beside the project and are not part of it.
"""


def formats_page() -> str:
    """The page. Every sample is read anew."""
    rows = ["| file | format | version | status | headline | characters |", "| --- | --- | --- | --- | --- | --- |"]
    rows += [" | ".join(("", *cells, "")).strip() for path in _samples() for cells in _rows(path)]
    return _HEAD.format(table="\n".join(_table())) + "\n" + "\n".join(rows) + "\n"


def _table() -> Iterator[str]:
    yield "| format | read by | what of it |"
    yield "| --- | --- | --- |"
    yield from (f"| {name} | `{reader}` | {what} |" for name, reader, what in _FORMATS)


def _samples() -> Iterator[Path]:
    found = (path for path in sorted(SAMPLES.rglob("*")) if path.suffix in _COPY and path.is_file())
    return (path for path in found if "schema" not in path.name)


def _rows(path: Path) -> Iterator[tuple[str, ...]]:
    """A row for each article in a file, or one with the reason why there is none."""
    name, data = f"`{path.relative_to(SAMPLES)}`", path.read_bytes()
    try:
        for article in read_copy(data):
            headline = " ".join(article.headline.replace("|", "\\|").split())
            yield name, format_of(data), article.version, article.pubstatus, headline[:90], f"{len(article.body):,}"
    except BadCopy as error:
        yield name, "", "", f"refused: {error.reason}", str(error)[:120].replace("|", "\\|"), ""
