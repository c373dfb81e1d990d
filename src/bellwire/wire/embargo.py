"""Embargoes in words: what copy says of itself in a headline, a note or a line above the story, in any format.

`is_embargo` knows such a line; `held` holds an article by what its headline, its notes and its first lines say, so that
an embargo means the same whatever the format. News of embargoes ("The EU extended its arms embargo until 2025") holds
nothing: only what begins a line, a note or a bracket speaks of the copy itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from itertools import islice

import msgspec

from bellwire.wire.article import Article
from bellwire.wire.dateline import NONE, dateline_of
from bellwire.wire.embargo_end import end_in
from bellwire.wire.status import noted

#: What may stand before the word itself: whom it is for, what kind of copy it is, how strict it is.
_LEAD = re.compile(
    r"(?:eds?\b\.?|(?:note to |attention )?(?:all )?editors?(?:['’]s?)?(?: note)?\b|(?:please )?note\b|important\b|nb\b"
    r"|attention\b|achtung\b|(?:media|press|news) (?:release|statement|advisory|notice)\b"
    r"|(?:media|press|news|publication)\b"
    r"|(?:advance|update|urgent|correction|repeat|strictly|strict|adv[0-9]{0,2})\b"
    r"|(?:this|the following|the) (?:\w{3,12} ){1,3}is\b)[\W_]{0,6}",
    re.IGNORECASE,
)
_MOST_LEADS = 5
_EDGE = re.compile(r"[\W_]{0,12}")
_USE = r"(?:release[ds]?|publication|publish(?:ed)?|use[ds]?|broadcast)"
_PARTICIPLE = re.compile(r"(?:embargoed|embargad[oa]|(?:under|sous|bajo|sob)(?: strict)? embargo)\b", re.IGNORECASE)
_NOUN = re.compile(r"embargo\b", re.IGNORECASE)
#: "NOT FOR USE BEFORE …", "Not to be published until …", "HOLD FOR RELEASE".
_NOT = re.compile(
    rf"(?:(?:not (?:for|to be)|do not|no) {_USE}(?:[ /,]{{1,3}}(?:or |and )?{_USE}){{0,3}}"
    r" (?:before|until|till|prior to|ahead of|earlier than)"
    r"|not for release|hold (?:for release|until|till)|hfr|sperrfrist|gesperrt bis)\b",
    re.IGNORECASE,
)
_FOR = re.compile(rf"(?:to be released|release (?:time|date)|for {_USE})\b(?! on (?:receipt|delivery))", re.IGNORECASE)
_UNTIL = re.compile(r"[\W_]{0,4}(?:until|till?|bis|jusqu\w{0,2}|hasta|fino|até)\b[\W_]{0,3}", re.IGNORECASE)
#: "EMBARGOED FOR RELEASE", "Embargo for publication".
_FOR_USE = re.compile(rf"[\W_]{{0,4}}(?:for|to) {_USE}\b", re.IGNORECASE)
#: A time or a day follows, with a word or two between.
_TIMED = re.compile(
    r"[\W_]{0,6}(?:(?:until|till?|to|at|on|after|from|before|for|not|bis|zum?|um|ab|am|jusqu|hasta|fino|até|au|à|a|le|el|las?|al|alle|del?|hrs)[\W_]{1,3}"
    r"){0,4}(?P<time>[0-9][\w.:/-]{0,12}|noon|midday|midnight|today|tonight|tomorrow|(?:mon|tue|wed|thu|fri|sat|sun|lun|jeu|ven|mié|jue|vie)[a-z]{0,6}\b|(?:diens|donners|frei|sams|sonn)(?:tag|abend)\b"
    r"|mittwoch\b|(?:mar|mercre|same)di\b|dimanche\b|martes\b|sábado\b|domingo\b"
    r"|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\b(?=\W{1,2}[0-9]))(?P<more>.{0,40})",
    re.IGNORECASE,
)
#: "Embargo lifts at 1900 GMT", "Embargo time: 7 p.m.": with an hour, unlike "Embargo ends on Dec 5".
_ENDING = re.compile(
    r" (?:lifts|ends|expires|time|date|period|notice)\b.{0,40}?(?:[0-9]{4} ?(?:GMT|UTC|hrs|hours|[ECMP]S?T\b)"
    r"|[0-9][:.][0-9]{2}|[0-9] ?[ap]\.?m\b|noon|midnight)",
    re.IGNORECASE,
)
_MARK = re.compile(r" ?[:;.!*\])}/|_–—-]")
#: A number that is a year and nothing else.
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
#: What makes an hour of four digits before it.
_HOUR = re.compile(r" ?(?:GMT|UTC|Z\b|hrs|hours|h\b|uhr|[A-Z]{1,4}T\b|[A-Z][A-Za-z]{2,5}day|[A-Z]{3}\b)")
_OVER = re.compile(r"\b(?:lifted|expired|no longer|aufgehoben|is over|has passed)\b", re.IGNORECASE)
#: Words of an open time: "Embargo: after the speech".
_OPEN = re.compile(r"[\W_]{0,4}(?:until|till?|after|when|before|bis|jusqu|hasta|fino|end of)\b", re.IGNORECASE)
#: Where notes that are joined, and headlines, may begin to speak of it.
_IN_NOTES = re.compile(
    r"(?:^|[.!?:;)\]*] {0,3}|[(\[])(?=[\w(\[*])"
    r"|\b(?i:(?:strictly |under |sous |bajo )?embargoed|(?:under|sous|bajo)(?: strict)? embargo|sperrfrist"
    r"|do not (?:use|publish|release)|hold for release"
    r"|not for release|not for use before)\b|\b(?:EMBARGO|Embargo|FOR RELEASE|For release)\b"
)
#: How a sentence holds the copy below it: "…, which is strictly embargoed until …".
_STRICT = re.compile(r"\b(?:embargoed|under(?: strict)? embargo)(?= until\b| till\b)", re.IGNORECASE)
_IN_HEADLINE = re.compile(r"^|[(\[]|(?<=[:|–—-] )(?=(?:STRICTLY |UNDER )?EMBARGO)")
#: What parts an embargo from the headline behind it, and a headline's fewest characters.
_PARTED = re.compile(r": |[\])*]+:? |(?<=\S) [|–—-] ")
_SHORTEST = 12
#: Characters behind the word that speak of its end, of a line, and of the notes and headline that are looked at.
_TAIL, _LINE, _LONGEST = 160, 300, 4000
_MOST_PLACES = 100
#: What is sent so long after the end of its embargo is sent again; longer after, something is not what it seems.
_LATE = timedelta(days=7)
#: Lines above a story's text in which it may stand.
_TOP = 3
#: Lines, empty ones counted, below it.
_BOTTOM = 3
_GAP = re.compile(r"\n{3,}")


@dataclass(frozen=True, slots=True)
class Embargo:
    """An embargo. `until`: its end, None where it is not known."""

    until: datetime | None


def is_embargo(line: str) -> bool:
    """Whether a line says that the copy is held."""
    return len(line) <= _LINE and _words_at(line, 0) is not None


def speaks_of(headline: str) -> bool:
    """Whether a headline, or a mail's subject, says that the copy is held, at its beginning or behind it."""
    return any(_said(headline[:_LONGEST], _IN_HEADLINE))


def held(article: Article, zone: tzinfo) -> Article:
    """The article, held until the end that its headline, its notes or the lines above and below its story tell;
    withheld where they tell none. Such lines, and what a headline begins with, become notes. A field that says until
    when has the word. `zone`: of times that name none.
    """
    article = _without_prefix(_without_lines(article), zone)
    if article.pubstatus != "usable" or article.embargoed is not None:
        return article
    found = _told(article, zone)
    if found is None:
        return article
    return msgspec.structs.replace(article, embargoed=found.until, pubstatus="usable" if found.until else "withheld")


def _told(article: Article, zone: tzinfo) -> Embargo | None:
    """The embargo of a headline or a note, of several the first whose end is known."""
    sent = article.version_time
    texts = ((article.headline, _IN_HEADLINE), (article.ednote, _IN_NOTES))
    told = [words for text, places in texts for words in _said(text[:_LONGEST], places)]
    told = [words for words in told if not _is_past(*words, sent, zone)]
    ends = (end_in(tail, sent, zone) for _, tail in told)
    return Embargo(next(filter(None, ends), None)) if told else None


def _is_past(word: str, tail: str, sent: datetime | None, zone: tzinfo) -> bool:
    """Whether this only dates a release that is out: "FOR RELEASE: December 4, 2016", with its year; or an embargo that
    has ended of late, of copy that was sent when it did or once more since."""
    end = end_in(tail, None, zone) if sent else None
    if end is None or sent is None or end > sent:
        return False
    return _FOR.match(word) is not None or sent - end <= _LATE


def _said(text: str, places: re.Pattern[str]) -> Iterator[tuple[str, str]]:
    """The word, and what follows it, at each place where a text speaks of an embargo of its own."""
    for found in islice(places.finditer(text), _MOST_PLACES):
        begin = found.start() if found[0][:1].isalpha() else found.end()
        if (words := _words_at(text, begin)) is not None:
            yield words


def _words_at(text: str, at: int) -> tuple[str, str] | None:
    """The word by which an embargo's line holds copy, and what it says behind it; None where it is no such line."""
    for _ in range(_MOST_LEADS):
        edge = _EDGE.match(text, at)
        at = edge.end() if edge else at
        lead = _LEAD.match(text, at)
        if lead is None:
            break
        at = lead.end()
    for pattern, holds in ((_NOT, _always), (_PARTICIPLE, _holds), (_NOUN, _noun_holds), (_FOR, _is_timed)):
        if found := pattern.match(text, at):
            tail = text[found.end() : found.end() + _TAIL]
            return (found[0], tail) if not _OVER.search(tail) and holds(found[0], tail) else None
    return None


def _always(word: str, tail: str) -> bool:
    return True


def _holds(word: str, tail: str) -> bool:
    """Whether "embargoed" speaks of the copy, unlike "Embargoed oil reaches Latakia"."""
    return not tail.strip() or any(sign.match(tail) for sign in (_MARK, _UNTIL, _FOR_USE, _TIMED))


def _noun_holds(word: str, tail: str) -> bool:
    """Whether "embargo" does, unlike "Embargo lifted on arms" and "Embargo: how Cuba survived"."""
    if (
        not tail.strip(" *.:!)]-_")
        or _is_timed(word, tail)
        or _FOR_USE.match(tail)
        or _NOT.match(tail.lstrip(" :,-–—"))
    ):
        return True
    if _ENDING.match(tail):
        return True
    marked = _MARK.match(tail) is not None or word.isupper()
    return marked and _OPEN.match(tail) is not None


def _is_timed(word: str, tail: str) -> bool:
    """Whether a time or a day follows, and no mere year."""
    found = _TIMED.match(tail)
    return found is not None and not (_YEAR.fullmatch(found["time"].rstrip(".:/-")) and not _HOUR.match(found["more"]))


def _without_lines(article: Article) -> Article:
    """The article with lines of an embargo above its story, or below it, among its notes."""
    above, rest = _cut(article.body.split("\n", 2 * _TOP), _above)
    below, rest = _cut("\n".join(rest).rsplit("\n", _BOTTOM), _below)
    if not above and not below:
        return article
    return msgspec.structs.replace(
        article, body=_GAP.sub("\n\n", "\n".join(rest)).strip(), ednote=noted(article.ednote, *above, *below)
    )


def _cut(lines: list[str], held_at: Callable[[list[str]], list[int]]) -> tuple[list[str], list[str]]:
    """The lines at those places, and the others."""
    places = held_at(lines)
    return [lines[at] for at in places], [line for at, line in enumerate(lines) if at not in places]


def _above(lines: list[str]) -> list[int]:
    """Where lines above the story hold it: above its dateline, a sentence may do so too."""
    told = [at for at, line in enumerate(lines[: 2 * _TOP]) if line][: _TOP + 1]
    dated = next((place for place, at in enumerate(told) if dateline_of(lines[at]) is not NONE), None)
    return [
        at
        for at in told[: min(_TOP, len(told) if dated is None else dated)]
        if is_embargo(lines[at]) or (dated is not None and len(lines[at]) <= _LINE and any(_said(lines[at], _STRICT)))
    ]


def _below(lines: list[str]) -> list[int]:
    """Where the last lines hold the story."""
    return [at for at, line in enumerate(lines) if at and is_embargo(line)]


def _without_prefix(article: Article, zone: tzinfo) -> Article:
    """The article with an embargo in front of its headline ("EMBARGOED UNTIL …: Army takes …") among its notes."""
    headline, sent = article.headline, article.version_time
    words = _words_at(headline[:_LONGEST], 0)
    if words is None:
        return article
    whole = end_in(words[1], sent, zone)
    for found in islice(_PARTED.finditer(headline[:_LINE]), _MOST_LEADS):
        told = _words_at(headline[: found.start()], 0)
        if told and end_in(told[1], sent, zone) == whole and len(headline) - found.end() >= _SHORTEST:
            prefix = headline[: found.end()].strip(" :|–—-")
            return msgspec.structs.replace(
                article, headline=headline[found.end() :].strip(), ednote=noted(article.ednote, prefix)
            )
    return article
