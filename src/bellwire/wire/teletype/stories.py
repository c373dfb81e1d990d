"""Messages → Articles: takes of one story that stand in one transmission are joined."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo

import msgspec

from bellwire.errors import BadCopy
from bellwire.wire.article import Article
from bellwire.wire.credit import agency_of, byline_of
from bellwire.wire.dateline import NONE, Dateline, dateline_of
from bellwire.wire.nitf import digest_uri
from bellwire.wire.status import NORMAL_URGENCY, noted, standing, urgency_of
from bellwire.wire.takes import (
    KEYWORD_WIDTH,
    PIECES,
    PRIORITIES,
    Kind,
    Take,
    keywords_of,
    merged,
    story_name,
    without_cycle,
)
from bellwire.wire.teletype import anpa, iptc, marked
from bellwire.wire.teletype.frames import Frame, frames_of
from bellwire.wire.teletype.headers import Header
from bellwire.wire.teletype.pages import Page
from bellwire.wire.teletype.stamps import agency_in, time_in
from bellwire.wire.text import one_line
from bellwire.wire.times import date_of

#: Keywords that many stories of one day share: their number tells them apart.
_GENERAL = re.compile(r"(?:[a-z]{0,4}-{0,2})?(?:ap)?-?(?:news-?alert|alert|flash|bulletin|urgent|advisory|divers|news)")
#: Agencies that write the day before the month.
_DAY_FIRST = frozenset(("cp", "kyodo", "canadian press", "the canadian press", "afp", "belga"))
#: "BRUXELLES 23/07 (AFP-DPA) = ": Belga's dateline.
_BELGA = re.compile(r"([^\W\d_a-z][^\W\d_a-z' -]{1,40}) [0-9]{1,2}/[0-9]{1,2} \(([\w-]{2,40})\) = ")
#: Paragraphs in which a dateline may stand.
_SUMMARIES = 3
#: Numbers that a channel has.
_SERIALS = 100_000
#: "x x x held on.": an add begins with the words before it.
_PICKED_UP = re.compile(r"(?:x ){2,4}")


def read(data: bytes, *, charset: str = "", zone: tzinfo = UTC) -> list[Article]:
    """The articles in it, one a message; the adds of a story that stands before them are part of it.

    `charset`: what was said of its bytes; `zone`: of times that name none. Raises BadCopy: `no-text` where no message
    has text.
    """
    messages = [_Message.of(frame, zone) for frame in frames_of(data, charset)]
    told = [message for message in messages if not message.is_empty]
    if not told:
        raise BadCopy("a transmission without text", reason="no-text")
    return list(_joined(told))


@dataclass(frozen=True, slots=True)
class _Message:
    """One message as an article of its own, and what it is to its story."""

    article: Article
    take: Take

    @property
    def is_empty(self) -> bool:
        article = self.article
        return article.pubstatus == "usable" and not (article.headline or article.body)

    @classmethod
    def of(cls, frame: Frame, zone: tzinfo) -> _Message:
        header = frame.header
        page = _page(frame)
        slug, named = keywords_of(" ".join(frame.keywords)) if frame.keywords else (page.slug, Take())
        take = merged(header.take if header else None, named, *page.takes)
        agency = (header.agency if header else "") or agency_in(frame.footer)
        dateline = _dateline(page.story)
        sent = time_in(frame.footer, zone, day_first=agency.lower() in _DAY_FIRST)
        is_notice = take.kind in (Kind.KILL, Kind.HOLD)
        article = Article(
            uri=_uri(frame, slug, agency, sent),
            version=_version(header.number if header and header.number else str(take.number or ""), sent),
            headline=page.headline,
            body="" if is_notice else page.story,
            version_time=sent,
            pubstatus=standing(take, "", None),
            urgency=_urgency(frame),
            located=dateline.place or page.place,
            provider=agency_of([re.split(r"[/-]", dateline.agency)[0], agency.split("-")[0]]),
            byline=byline_of(page.byline),
            slug=slug,
            ednote=noted(take.word, *page.notes, one_line(page.story) if is_notice else ""),
        )
        return cls(article, take)


def _page(frame: Frame) -> Page:
    header = frame.header
    if header is None and (marked_page := marked.page_of(frame.text)):
        return marked_page
    if header.standard == "anpa" if header else "\n^" in f"\n{frame.text}":
        return anpa.page_of(frame.text, header)
    return iptc.page_of(frame.text, header.agency if header else "")


def _dateline(story: str) -> Dateline:
    """The first dateline; a summary may stand in front of it."""
    found = NONE
    for paragraph in story.split("\n\n", _SUMMARIES)[:_SUMMARIES]:
        belga = _BELGA.match(paragraph)
        found = Dateline(belga[1].title(), belga[2]) if belga else dateline_of(paragraph)
        if found is not NONE:
            break
    return found


def _urgency(frame: Frame) -> int:
    priority = frame.header.priority if frame.header else ""
    return PRIORITIES.get(priority, NORMAL_URGENCY) if priority.isalpha() else urgency_of(priority)


def _uri(frame: Frame, slug: str, agency: str, sent: datetime | None) -> str:
    """The same for every take of a story: agency and service, day, keywords. Copy that lacks them has a digest."""
    header = frame.header
    name = story_name(_keyword(frame, slug))
    if not name or (header is None and sent is None):
        return digest_uri("", frame.text)
    if header and header.number and _GENERAL.fullmatch(name):
        name = f"{name}-{header.number}"
    authority = "-".join(filter(None, (agency.lower(), header.service if header else "")))
    return f"urn:teletype:{authority or 'unnamed'}:{_day(header, sent)}:{name}"


def _version(number: str, sent: datetime | None) -> str:
    """A number that grows from version to version: when it was sent, then the channel's number, which begins anew each
    day, or behind 9999; the number alone where no time tells."""
    return f"{sent:%Y%m%d%H%M}{int(number) % _SERIALS:05}" if number and sent else number


def _keyword(frame: Frame, slug: str) -> str:
    """The slug as far as a header of its standard has room for it."""
    if frame.header and frame.header.standard == "anpa":
        return without_cycle(frame.header.keyword)
    return slug if frame.keywords else slug.replace(" ", "")[:KEYWORD_WIDTH]


def _day(header: Header | None, sent: datetime | None) -> str:
    """The day that a story is filed on: the header's, read so that it is near the time group's, or that itself."""
    if header is None or not any(header.day):
        return f"{sent:%Y-%m-%d}" if sent else "undated"
    month, day = header.day
    if sent is None:
        return f"{month:02}-{day:02}"
    near = [
        date_of(year, *order) for year in range(sent.year - 1, sent.year + 2) for order in ((month, day), (day, month))
    ]
    return min(
        (found for found in near if found), key=lambda found: abs(found - sent.date()), default=sent.date()
    ).isoformat()


def _joined(messages: list[_Message]) -> Iterator[Article]:
    """The articles, each with its adds in their order; pieces that stand alone are articles of their own."""
    stories: list[tuple[_Message, list[_Message]]] = []
    open_at: dict[str, int] = {}
    for message in messages:
        uri = message.article.uri
        if message.take.kind is Kind.ADD and uri in open_at:
            stories[open_at[uri]][1].append(message)
            continue
        if message.take.kind in (Kind.STORY, Kind.LEAD):
            open_at[uri] = len(stories)
        stories.append((message, []))
    for story, adds in stories:
        yield _whole(story.article, sorted(adds, key=lambda add: add.take.number)) if adds else _alone(story)


def _whole(article: Article, adds: list[_Message]) -> Article:
    last = adds[-1].article
    return msgspec.structs.replace(
        article,
        body="\n\n".join(filter(None, (article.body, *(_PICKED_UP.sub("", add.article.body) for add in adds)))),
        ednote=noted(article.ednote, *(add.article.ednote.removeprefix(add.take.word).strip() for add in adds)),
        version=last.version or article.version,
        version_time=last.version_time or article.version_time,
    )


def _alone(message: _Message) -> Article:
    """A piece of a story that is not there is no version of it, which it would replace, but an article of its own:
    named by the story and what piece it is; its note says what it goes on with, and it repeats no headline."""
    article, take = message.article, message.take
    if take.kind not in PIECES:
        return article
    story = article.slug or article.headline
    number = "" if take.number else article.version
    return msgspec.structs.replace(
        article,
        uri="-".join(filter(None, (f"{article.uri}:{take.kind.name.lower()}", str(take.number or number)))),
        headline=f"{story} ({take.word})",
        ednote=noted(f"{take.word} to {story}", article.ednote.removeprefix(take.word).strip(), article.headline),
    )
