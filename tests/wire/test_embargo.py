"""Embargoes in words: which lines are one, when it ends, and what no embargo is."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bellwire.wire import Article, read_copy
from bellwire.wire.embargo import held, is_embargo
from bellwire.wire.embargo_end import end_in
from kit.effort import soon
from kit.teletype_copy import HEADLINE, anpa, iptc

SENT = datetime(2016, 12, 4, 19, 30, tzinfo=UTC)
STORY = Article(uri="urn:x", headline="Army takes district", body="BEIRUT (AP) - Troops came.", version_time=SENT)


def at(day: int, hour: int = 0, minute: int = 0, month: int = 12, year: int = 2016) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("words", "end"),
    [
        ("1900 GMT Dec 5.", at(5, 19)),
        ("1900 GMT, DEC 5", at(5, 19)),
        ("2000 GMT", at(4, 20)),
        ("10 a.m. EST Monday, Dec. 5.", at(5, 15)),
        ("10 a.m. EST Monday", at(5, 15)),
        ("6 A.M. EST MONDAY, DEC. 5", at(5, 11)),
        ("6 a.m. Monday EST", at(5, 11)),
        ("9 AM ET DEC 5", at(5, 14)),
        ("Dec. 5 at 10 a.m. Eastern", at(5, 15)),
        ("00:01 GMT 5/12/2016", at(5, 0, 1)),
        ("00:01 GMT ON MONDAY 5 DECEMBER 2016", at(5, 0, 1)),
        ("0001 HRS TUESDAY DEC 6 2016", at(6, 0, 1)),
        ("0601 HRS GMT MONDAY DEC 5", at(5, 6, 1)),
        ("2030 FRIDAY DEC 9", at(9, 20, 30)),
        ("2016-12-05 19:00 GMT", at(5, 19)),
        ("2016-12-05T06:00+02:00", at(5, 4)),
        ("5.12.2016, 19:00 Uhr", at(5, 19)),
        ("5. Dezember 19 Uhr", at(5, 19)),
        ("5. Januar 19.00 Uhr", at(5, 19, month=1, year=2017)),
        ("5 décembre 2016 19h00", at(5, 19)),
        ("19:00 GMT 5 DIC", at(5, 19)),
        ("DEC 5 2016 1900 GMT", at(5, 19)),
        ("5 DEC 2030 GMT", at(5, 20, 30)),
        ("10:00 GMT+3 Dec 5", at(5, 7)),
        ("7 p.m. Paris time (1800 GMT) Monday", at(5, 18)),
        ("noon GMT Monday", at(5, 12)),
        ("Monday noon", at(5, 12)),
        ("12 midnight Dec 4", at(5)),
        ("SUNDAY, DEC. 11, and Thereafter", at(11)),
        ("Monday", at(5)),
        ("tomorrow", at(5)),
        ("1 January 0001 GMT", at(1, 0, 1, month=1, year=2017)),
    ],
)
def test_the_end_is_read(words: str, end: datetime) -> None:
    assert end_in(words, SENT, UTC) == end


@pytest.mark.parametrize(
    "words",
    [
        "the speech",
        "1900 GMT Dec 4",
        "1900",
        "1900 GMT/2 P.M. ET",
        "2025",
        "1900 GMT Dec 3",
        "1900 IST Dec 5",
        "7 p.m. Paris time Monday",
        "Tuesday Dec 5",
        "Dec 35",
        "10:75 Dec 5",
        "5/6/2017 19:00",
        "",
    ],
)
def test_an_end_that_is_unclear_or_past_is_none(words: str) -> None:
    assert end_in(words, SENT, UTC) is None


def test_a_time_without_a_zone_is_the_feeds() -> None:
    assert end_in("7 p.m. Dec 5", SENT, ZoneInfo("America/New_York")) == at(6)


def test_without_the_messages_own_time_only_a_whole_day_is_an_end() -> None:
    assert end_in("1900 GMT Dec 5, 2016", None, UTC) == at(5, 19)
    assert [end_in(words, None, UTC) for words in ("1900 GMT Dec 5", "1900 GMT", "noon Monday")] == [None] * 3


LINES = [
    "EMBARGOED UNTIL 1900 GMT, DEC 5",
    "(Embargoed until 1900 GMT Dec 5.)",
    "STRICTLY EMBARGOED UNTIL 1900 GMT DEC 5",
    "UNDER EMBARGO UNTIL 1900 GMT DEC 5, 2016",
    "EMBARGO: 1900 GMT MONDAY DEC 5 2016",
    "Embargo: 19:00 GMT, 5 December 2016",
    "Embargoed for release until 5 December 2016, 19:00 GMT",
    "NOT FOR RELEASE BEFORE 19:00 GMT, 5 DECEMBER 2016",
    "NOT FOR PUBLICATION BEFORE 19:00 GMT, 5 DECEMBER 2016",
    "NOT FOR PUBLICATION OR BROADCAST BEFORE 1900 GMT DEC 5",
    "NOT FOR USE BEFORE 1900 GMT DEC 5",
    "NOT TO BE PUBLISHED BEFORE 1900 GMT DEC 5",
    "FOR RELEASE AT 2 P.M. EST MONDAY, DEC. 5",
    "HOLD FOR RELEASE UNTIL 2:00 P.M. EST DEC 5",
    "For use after 2 p.m. EST Monday, Dec 5",
    "***EMBARGOED UNTIL 1900 GMT DEC 5***",
    "*** EMBARGOED: 1900 GMT DEC 5 ***",
    "[EMBARGOED UNTIL 1900 GMT DEC 5]",
    "MEDIA EMBARGO: 1900 GMT DEC 5 2016",
    "PRESS RELEASE - EMBARGOED UNTIL 5 DEC 2016 19:00 GMT",
    "Eds: EMBARGOED UNTIL 1900 GMT DEC 5",
    "This report is embargoed until 1900 GMT Monday",
    "Sperrfrist: 5.12.2016, 19 Uhr",
    "Embargo jusqu'au 5 décembre 2016 19h00",
    "EMBARGADO HASTA 19:00 GMT 5 DIC",
    "Embargo hasta el lunes a las 19:00",
    "Strict embargo: 1900 GMT Monday",
    "Embargo lifts at 1900 GMT Dec 5",
    "Embargo time: 1900 GMT Dec 5",
    "Publication embargo: 1900 GMT Dec 5",
    "DO NOT PUBLISH BEFORE 1900 GMT DEC 5",
    "RELEASE TIME: 1900 GMT DEC 5",
    "HFR 1900 GMT DEC 5",
    "ADV05 For Release 2 p.m. EST MONDAY, DEC. 5, and Thereafter",
]


def plain(line: str, under: bool) -> bytes:
    head = f"Army takes district\n{line}" if under else f"{line}\n\nArmy takes district"
    return f"{head}\n\nBEIRUT (AP) - Troops came.\n\n041930 GMT DEC 16\n".encode()


def mail(line: str) -> bytes:
    head = "From: A <a@example.com>\nSubject: Army takes district\nDate: Sun, 04 Dec 2016 19:30:00 +0000\n"
    return f"{head}Content-Type: text/plain; charset=utf-8\n\n{line}\n\nBEIRUT (AP) - Troops came.\n".encode()


def subject(line: str) -> bytes:
    head = f"From: A <a@example.com>\nSubject: Fwd: {line}\nDate: Sun, 04 Dec 2016 19:30:00 +0000\n"
    return f"{head}Content-Type: text/plain; charset=utf-8\n\nBEIRUT (AP) - Troops came.\n".encode()


@pytest.mark.parametrize("line", LINES)
def test_a_line_holds_copy_of_every_layout(line: str) -> None:
    copies = [plain(line, False), plain(line, True), mail(line), subject(line)]
    copies += [iptc(f"{line}\n{HEADLINE} =\n\n   BEIRUT (AP) - Troops came.\n").encode()]
    copies += [anpa(lines=f"^{HEADLINE}<\n^{line}<\n").encode()]
    articles = [article for copy in copies for article in read_copy(copy, "text/plain")]
    assert [(one.pubstatus, one.embargoed) for one in articles] == [("usable", at(5, 19))] * len(copies)
    assert all("Troops came." in one.body or "army" in one.body for one in articles)


@pytest.mark.parametrize("line", LINES)
def test_a_note_a_headline_and_a_first_line_hold_copy_alike(line: str) -> None:
    texts = [{"ednote": line}, {"headline": f"{line} - Army takes district"}, {"ednote": f"Update Adds quotes. {line}"}]
    articles = [held(msgspec.structs.replace(STORY, **text), UTC) for text in texts]
    articles.append(held(msgspec.structs.replace(STORY, body=f"{line}\n\n{STORY.body}"), UTC))
    assert [(one.pubstatus, one.embargoed) for one in articles] == [("usable", at(5, 19))] * 4
    assert (articles[-1].body, articles[-1].ednote) == (STORY.body, line)


@pytest.mark.parametrize("mark", ["{}: ", "{} - ", "[{}] ", "({}) ", "*** {} *** "])
@pytest.mark.parametrize("words", ["EMBARGOED UNTIL 1900 GMT DEC 5", "Embargo: 1900 GMT Monday", "EMBARGOED"])
def test_an_embargo_in_front_of_a_headline_is_a_note(mark: str, words: str) -> None:
    prefix = mark.format(words)
    article = held(msgspec.structs.replace(STORY, headline=f"{prefix}{STORY.headline}"), UTC)
    assert (article.headline, article.ednote) == (STORY.headline, prefix.strip(" :-"))
    assert article.embargoed == (None if words == "EMBARGOED" else at(5, 19))
    assert held(article, UTC) == article


@pytest.mark.parametrize(
    ("line", "status"),
    [
        ("EMBARGOED UNTIL 19:00 GMT, 4 DECEMBER 2016", "usable"),
        ("Embargoed until 1900 GMT Dec. 1, 2016", "usable"),
        ("EMBARGOED UNTIL 19:00 GMT, 4 MAY 2016", "withheld"),
        ("EMBARGOED UNTIL 1900 GMT DEC 3", "withheld"),
    ],
)
def test_copy_that_is_sent_when_its_embargo_ends_or_once_more_since_is_free(line: str, status: str) -> None:
    """An end with its year: without it, it may be next year's."""
    sent = datetime(2016, 12, 4, 19, tzinfo=UTC)
    assert held(msgspec.structs.replace(STORY, ednote=line, version_time=sent), UTC).pubstatus == status


@pytest.mark.parametrize(
    "line",
    [
        "(EMBARGOED UNTIL THE SPEECH)",
        "EMBARGO UNTIL AFTER THE SPEECH",
        "Embargo: after the speech",
        "FOR RELEASE AT 6 A.M.",
        "EMBARGOED",
        "[EMBARGOED] Army takes district",
        "UNDER EMBARGO: Army takes district",
        "EMBARGOED UNTIL 1900 GMT DEC 3",
        "SPERRFRIST 1900",
        "Embargoed until 1900 GMT",
    ],
)
def test_an_embargo_without_an_end_ahead_is_withheld(line: str) -> None:
    for text in ({"headline": line}, {"ednote": line}, {"body": f"{line}\n\n{STORY.body}"}):
        article = held(msgspec.structs.replace(STORY, **text), UTC)
        assert (article.pubstatus, article.embargoed) == ("withheld", None)


@pytest.mark.parametrize(
    "text",
    [
        "Embargo lifted on arms",
        "EMBARGO LIFTED",
        "EMBARGO: LIFTED AT 1900 GMT",
        "The EU extended its arms embargo until 2025",
        "EU extends arms embargo until 1 December 2017",
        "EMBARGO ON IRAN OIL TO BE LIFTED MONDAY",
        "Embargo until 2025: EU keeps arms ban on Syria",
        "Embargoed oil reaches Latakia",
        "Embargo: how Cuba survived",
        "Oil embargo to end Monday",
        "Embargo ends on Dec 5 for Iraq",
        "Embargo expires Monday",
        "Do not use force, council says",
        "Embargo on Cuba to end on Monday",
        "Under embargo since 1991, Iraq turns to smugglers",
        "For release of hostages, army pays",
        "For use of force, council votes",
        "FOR IMMEDIATE RELEASE MONDAY DEC 5",
        "Hold for rebels in Aleppo",
    ],
)
def test_news_of_embargoes_holds_nothing(text: str) -> None:
    for place in ({"headline": text}, {"ednote": f"Adds quote. {text}"}, {"body": f"{text}\n\n{STORY.body}"}):
        article = msgspec.structs.replace(STORY, **place)
        assert held(article, UTC) == article


def test_the_date_of_a_release_that_is_out_holds_nothing() -> None:
    for words in ("FOR RELEASE: Saturday, December 3, 2016", "For release at 2:00 p.m. EST, December 4, 2016"):
        for text in ({"headline": words}, {"ednote": words}, {"body": f"{words}\n\n{STORY.body}"}):
            article = held(msgspec.structs.replace(STORY, **text), UTC)
            assert (article.pubstatus, article.embargoed) == ("usable", None)


@pytest.mark.parametrize("line", ["(Embargoed until 1900 GMT, Dec 5)", "EMBARGOED UNTIL 1900 GMT, DEC 5"])
def test_a_line_below_the_story_holds_it(line: str) -> None:
    article = held(msgspec.structs.replace(STORY, body=f"{STORY.body}\n\n{line}"), UTC)
    assert (article.body, article.ednote, article.embargoed) == (STORY.body, line, at(5, 19))


def test_a_sentence_above_the_dateline_holds_the_story() -> None:
    said = "Please find below a statement, which is strictly embargoed until 1900 GMT on Monday 5 December."
    article = held(msgspec.structs.replace(STORY, body=f"Dear all,\n\n{said}\n\n{STORY.body}"), UTC)
    assert (article.embargoed, article.ednote) == (at(5, 19), said)
    assert held(msgspec.structs.replace(STORY, body=f"{STORY.body}\n\n{said}\n\nMore."), UTC).embargoed is None


def test_a_subject_that_the_text_s_own_headline_replaces_still_holds() -> None:
    head = "From: A <a@example.com>\nSubject: SYRIA-BRIDGE - EMBARGOED\nDate: Sun, 04 Dec 2016 19:30:00 +0000\n\n"
    (article,) = read_copy(f"{head}Headline: Army takes district\n\nBEIRUT (AP) - Troops came.\n".encode())
    assert (article.headline, article.pubstatus) == ("Army takes district", "withheld")


def test_a_field_has_the_word_before_a_note() -> None:
    article = msgspec.structs.replace(STORY, embargoed=at(6), ednote="Embargoed until 1900 GMT Dec 5")
    assert held(article, UTC) == article


def test_a_kill_stays_one() -> None:
    article = msgspec.structs.replace(STORY, pubstatus="canceled", ednote="Embargoed until 1900 GMT Dec 5")
    assert held(article, UTC) == article


@given(st.text(max_size=300))
def test_any_words_have_an_end_or_none(words: str) -> None:
    end_in(words, SENT, UTC)
    is_embargo(words)


@pytest.mark.parametrize("unit", ["Embargo ", "eds: ", "(", "FOR RELEASE: ", "5 de ", "12/", "until ", "not for use, "])
def test_no_note_takes_long(unit: str) -> None:
    with soon():
        held(msgspec.structs.replace(STORY, headline=unit * 20_000, ednote=unit * 100_000, body=unit * 100_000), UTC)
