"""Plain text: a dateline, or being declared, makes it copy; what is none of the story is told from it."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bellwire.errors import BAD_COPY_REASONS, BadCopy
from bellwire.wire import plain, read_copy
from bellwire.wire.article import Article
from bellwire.wire.dateline import NONE, dateline_of
from kit.effort import soon

STORY = b"Army nears old city\n\nALEPPO, Syria, Dec 4 (Reuters) - Troops advanced on Sunday.\n\nRebels held on.\n"


def declared(text: str) -> Article:
    (article,) = read_copy(text.encode(), "text/plain")
    return article


def test_a_dateline_gives_place_and_agency() -> None:
    (article,) = read_copy(STORY)
    assert (article.headline, article.located, article.provider) == ("Army nears old city", "Aleppo, Syria", "Reuters")


def test_the_body_keeps_its_paragraphs() -> None:
    (article,) = read_copy(STORY)
    assert article.body.endswith("on Sunday.\n\nRebels held on.")


def test_the_same_text_has_the_same_uri() -> None:
    assert read_copy(STORY)[0].uri == read_copy(STORY.replace(b"\n", b"\r\n"))[0].uri


def test_declared_plain_text_needs_no_dateline() -> None:
    (article,) = read_copy(b"A headline\nA body.", "text/plain; charset=utf-8")
    assert (article.headline, article.body) == ("A headline", "A body.")


def test_declared_empty_text_is_refused() -> None:
    with pytest.raises(BadCopy, match="empty"):
        read_copy(b"  ", "text/plain")


@pytest.mark.parametrize(
    ("text", "place", "agency"),
    [
        ("ALEPPO, Syria, Dec 4 (Reuters) - Troops", "Aleppo, Syria", "Reuters"),
        ("BEIRUT (AP) — Troops", "Beirut", "AP"),
        ("Kyiv (dpa) - Troops", "Kyiv", "dpa"),
        ("Berlin/Kyiv (dpa) – Troops", "Berlin/Kyiv", "dpa"),
        ("MOSCOW, December 4. /TASS/. Troops", "Moscow", "TASS"),
        ("GAZA, Oct. 9 (Xinhua) -- Troops", "Gaza", "Xinhua"),
        ("Gaza City, Palestinian Territories, Dec 4, 2016 (AFP) - Troops", "Gaza City, Palestinian Territories", "AFP"),
        ("MADRID, 4 dic (EFE).- Troops", "Madrid", "EFE"),
        ("ROME, DEC 4 - (ANSA) - Troops", "Rome", "ANSA"),
        ("MOSCOW. Dec 4 (Interfax) - Troops", "Moscow", "Interfax"),
        ("ST. PETERSBURG, Dec 4 (Reuters) - Troops", "St. Petersburg", "Reuters"),
        ("UNITED NATIONS (AP) _ Troops", "United Nations", "AP"),
        ("AL-HASAKAH, Syria (AP) - Troops", "Al-Hasakah, Syria", "AP"),
        ("SANA'A, Yemen (AP) - Troops", "Sana'a, Yemen", "AP"),
        ("BUFFALO, N.Y. (AP) — Troops", "Buffalo, N.Y.", "AP"),
        ("MOSCOW, Idaho (AP) — Troops", "Moscow, Idaho", "AP"),
        ("BEIRUT, after a night of shelling (AP) - Troops", "Beirut", "AP"),
        ("DAMASCUS, Syria, Dec 4 - Troops", "Damascus, Syria", ""),
        ("BEIRUT — Troops", "Beirut", ""),
        ("Dec 4 (Reuters) - Troops", "", "Reuters"),
        ("Sept. 30, 2016 (AP) — Troops", "", "AP"),
        ("(AP) — Troops", "", "AP"),
        ("Jan. 12 (BusinessDesk) - Troops", "", "BusinessDesk"),
        ("SAITAMA, Japan, Dec. 9 Kyodo - Troops", "Saitama, Japan", "Kyodo"),
        ("SYDNEY, Dec 7 AAP - Troops", "Sydney", "AAP"),
        ("Aleppo, SANA – Troops", "Aleppo", "SANA"),
        ("Tehran, Dec 4, IRNA – Troops", "Tehran", "IRNA"),
        ("(ANSA) - ROME, DEC 4 - Troops", "Rome", "ANSA"),
        ("(ANSA) - NAPOLI, 24 FEB - Troops", "Napoli", "ANSA"),
        ("Fráncfort (Alemania), 24 sep (EFE).- Troops", "Fráncfort, Alemania", "EFE"),
    ],
)
def test_datelines_of_the_agencies(text: str, place: str, agency: str) -> None:
    found = dateline_of(text)
    assert (found.place, found.agency, text[found.end :]) == (place, agency, "Troops")


@pytest.mark.parametrize(
    "text",
    [
        "Troops advanced on Sunday.",
        "The army said (AP) - more",
        "The ministry (MOD) - it says",
        "CORRECTED - Army nears old city",
        "KILL - Army nears old city",
        "UPDATE 1 - Army nears",
        "US - talks",
        "By Tester Harare, July 19 (Reuters) - Troops",
        "(MOD) - Troops",
        "On 4 (Reuters) said",
        "",
    ],
)
def test_what_is_no_dateline(text: str) -> None:
    assert dateline_of(text) is NONE


def test_an_ap_layout() -> None:
    article = declared(
        "BC-ML--Syria, 5th Ld-Writethru,1023\nArmy advances in old city\nEds: Updates with denial. With AP Photos.\n"
        "By JANE ROE and JOHN DOE\nAssociated Press\nBEIRUT (AP) — Troops took the hospital of the city on\n"
        "Sunday, the army said, after a night of shelling that\nhad driven families away.\n\nRebels denied it.\n\n"
        "AP-WS-12-04-16 2130GMT\n"
    )
    assert article == Article(
        uri=article.uri,
        headline="Army advances in old city",
        body="BEIRUT (AP) — Troops took the hospital of the city on Sunday, the army said, after a night of shelling"
        " that had driven families away.\n\nRebels denied it.",
        version_time=datetime(2016, 12, 4, 21, 30, tzinfo=UTC),
        located="Beirut",
        provider="AP",
        byline="JANE ROE and JOHN DOE",
        slug="ML--Syria",
        ednote="Update Updates with denial. With AP Photos.",
    )


def test_a_reuters_layout() -> None:
    article = declared(
        "UPDATE 3-Army seizes hospital in Aleppo\n* Rebels deny loss\n(Adds rebel\nquote, paragraph 5)\nBy Jane Roe\n"
        "ALEPPO, Syria, Dec 4 (Reuters) - Troops took the hospital.\nRebels denied it.\n"
        "(Reporting by Jane Roe; Editing by John Doe)\nKeywords: SYRIA ALEPPO/\n(c) Copyright Thomson Reuters 2016.\n"
    )
    assert article == Article(
        uri=article.uri,
        headline="UPDATE 3-Army seizes hospital in Aleppo",
        body="* Rebels deny loss\n\nALEPPO, Syria, Dec 4 (Reuters) - Troops took the hospital.\n\nRebels denied it.\n\n"
        "(Reporting by Jane Roe; Editing by John Doe)",
        located="Aleppo, Syria",
        provider="Reuters",
        byline="Jane Roe",
        slug="SYRIA ALEPPO/",
        ednote="Adds rebel quote, paragraph 5",
    )


def test_an_afp_layout() -> None:
    article = declared(
        "Syria-conflict-Aleppo,2ndlead\n   Army nears old city\n\n   ATTENTION - ADDS rebel quote ///\n\n"
        "   Aleppo, Syria, Dec 4, 2016 (AFP) - Troops took a hospital.\n\n   Rebels denied it.\n   jr/jd\n\n"
        "   AFP 042130 GMT DEC 16\n"
    )
    assert article == Article(
        uri=article.uri,
        headline="Army nears old city",
        body="Aleppo, Syria, Dec 4, 2016 (AFP) - Troops took a hospital.\n\nRebels denied it.",
        version_time=datetime(2016, 12, 4, 21, 30, tzinfo=UTC),
        located="Aleppo, Syria",
        provider="AFP",
        slug="Syria-conflict-Aleppo",
        ednote="ATTENTION - ADDS rebel quote Update",
    )


def test_labelled_lines() -> None:
    article = declared(
        "Slug: SYRIA-ALEPPO\nHeadline: Army nears\nByline: By Jane Roe\nUrgency: 2\nDateline: BEIRUT, Lebanon\n"
        "Editor's note: Corrects day\nCopyright 2016 Reuters\n\nTroops came.\n\nRebels left.\n"
    )
    assert article == Article(
        uri=article.uri,
        headline="Army nears",
        body="Troops came.\n\nRebels left.",
        urgency=2,
        located="Beirut, Lebanon",
        provider="Reuters",
        byline="Jane Roe",
        slug="SYRIA-ALEPPO",
        ednote="Corrects day",
    )


@pytest.mark.parametrize(
    "mark",
    ["###", "-30-", "ENDIT", "(END)", "END", "Enditem", "- 30 -", "jr/jd", "Copyright 2016 Reuters", "By Jane Roe"],
)
def test_what_stands_below_the_story_is_no_copy(mark: str) -> None:
    assert declared(f"Headline\n\nBEIRUT (AP) - Troops came.\n\nRebels left.\n\n{mark}\n").body.endswith("Rebels left.")


@pytest.mark.parametrize("mark", ["AB // CDE\n\nExp/Fim", "Exp/End"])
def test_initials_and_whose_end_it_is_below_the_story_are_no_copy(mark: str) -> None:
    assert declared(f"Headline\n\nLisbon, Dec. 4 (Exp) -- Troops came.\n\n{mark}\n").body.endswith("Troops came.")


@pytest.mark.parametrize("mark", ["Enditem", "(END)", "###", "(more)"])
def test_an_end_mark_behind_the_last_sentence_is_no_copy(mark: str) -> None:
    assert declared(f"BEIRUT, Dec. 4 (Xinhua) -- Troops came. {mark}\n").body.endswith("Troops came.")


@pytest.mark.parametrize(
    "block",
    [
        "The following information is not for publication:\nCall the desk.\nRing 555.",
        "NOT FOR PUBLICATION: Call the desk. Ring 555.",
        "The following information is not intended for publication\n\n* * * *\nCall the desk.\n\nRing 555.",
    ],
)
def test_what_is_not_for_publication_is_a_note(block: str) -> None:
    article = declared(f"Headline\n\nBEIRUT (AP) - Troops came.\n\n{block}\n")
    assert (article.body, article.ednote) == ("BEIRUT (AP) - Troops came.", "Call the desk. Ring 555.")


def test_what_is_not_for_publication_above_the_story_ends_with_its_paragraph() -> None:
    article = declared("Not for publication: call\nthe desk\n\nHeadline\n\nBEIRUT (AP) - Troops came.\n")
    assert (article.headline, article.ednote) == ("Headline", "call the desk")


@pytest.mark.parametrize(
    "headline", ["KILL: Army nears old city", "CORRECTED-Army nears old city", "MANDATORY KILL", "REFILE-Army nears"]
)
def test_a_headline_keeps_what_it_says_of_the_copy(headline: str) -> None:
    assert declared(f"{headline}\n\nBEIRUT (AP) - Troops came.\n").headline == headline


def test_a_mark_above_the_headline_is_a_note() -> None:
    article = declared("CORRECTED\nArmy nears old city\nBEIRUT (AP) - Troops came.\n")
    assert (article.headline, article.ednote) == ("Army nears old city", "Correction")


@pytest.mark.parametrize(
    "sentence",
    [
        "By Sunday, the army had left.",
        "Source: Russia to pull out",
        "Embargo lifted on arms",
        "Adds to the toll: three more dead",
        "Copyright law reaches Aleppo",
        "Attention turns to Aleppo",
    ],
)
def test_a_headline_is_no_label(sentence: str) -> None:
    article = declared(f"{sentence}\n\nBEIRUT (AP) - Troops came.\n")
    assert (article.headline, article.body) == (sentence, "BEIRUT (AP) - Troops came.")


def test_an_embargo_holds_the_story_until_its_end() -> None:
    article = declared("EMBARGOED UNTIL 2016-12-05T06:00Z\nHeadline\n\nBEIRUT (AP) - Troops came.\n")
    assert (article.embargoed, article.pubstatus) == (datetime(2016, 12, 5, 6, tzinfo=UTC), "usable")


def test_an_embargo_of_unknown_end_withholds_it() -> None:
    assert declared("Embargoed until Monday noon\nHeadline\n\nBEIRUT (AP) - Troops came.\n").pubstatus == "withheld"


def test_a_long_first_paragraph_is_no_headline() -> None:
    assert (declared("Troops " * 60).headline, declared("Troops " * 60).body[:6]) == ("", "Troops")


@pytest.mark.parametrize(
    "unit", ["a\n", "(\n", "A, ", "By A\n", "(a) - ", "Keywords: x\n", "# a\n", "A-", "/", "x: y\n\n"]
)
def test_nothing_takes_quadratic_time(unit: str) -> None:
    with soon(), suppress(BadCopy):
        declared(unit * (500_000 // len(unit)))


LINES = st.sampled_from(
    [
        "BEIRUT (AP) - Troops came.", "Headline", "By Jane Roe", "Keywords: x", "(Adds", ")", "###", "BC-X-Y, 1st Ld",
        "KILL", "Not for publication", "Copyright 2016 X", "AFP 042130 GMT DEC 16", "Embargoed until x", "",
        "   Indented", "# dpa Notebook", "Headline: x", "-30-", "jr/jd",
    ]
)  # fmt: skip


@given(st.lists(LINES, max_size=14).map("\n".join) | st.text(max_size=200))
@example("BEIRUT (AP) - Troops came.\nBEIRUT (AP) - Troops came.")
def test_any_text_gives_an_article_or_bad_copy(text: str) -> None:
    try:
        article = plain.read(text.encode("utf-8", "replace"), declared=True)
    except BadCopy as refused:
        assert refused.reason in BAD_COPY_REASONS
    else:
        assert article.headline or article.body


@given(st.lists(st.text("abc éü", min_size=1, max_size=30).map(str.split).map(" ".join).filter(bool), min_size=1))
def test_paragraphs_come_out_as_they_went_in(paragraphs: list[str]) -> None:
    body = "\n\n".join(f"Troops {part} came." for part in paragraphs)
    assert declared(f"A headline\n\n{body}\n").body == body


RUSSIAN = "BEIRUT (AP) - Войска заняли мост через реку, сообщила армия в воскресенье."


@pytest.mark.parametrize("charset", ["koi8-r", "cp866", "windows-1251", "iso-8859-5"])
def test_a_declared_charset_tells_what_bytes_mean_that_are_no_unicode(charset: str) -> None:
    (article,) = read_copy(RUSSIAN.encode(charset), f'Text/Plain; format=flowed; CharSet="{charset.upper()}"')
    assert article.body == RUSSIAN


@pytest.mark.parametrize("charset", ["koi8-r", "no-such", "utf-7", "x" * 600])
def test_a_charset_that_lies_is_not_believed_of_unicode(charset: str) -> None:
    (article,) = read_copy(RUSSIAN.encode(), f"text/plain; charset={charset}")
    assert article.body == RUSSIAN


def test_a_press_release_s_layout() -> None:
    article = declared(
        "MEDIA RELEASE PR67276\nExample Works and Sample Digital Agree On\nA Bridge\n\n"
        "AUSTIN, Texas, Feb. 1, 2017 /PRNewswire-AsiaNet/ --\n\nExample Works, Inc. builds a bridge.\n"
    )
    assert (article.headline, article.located) == ("Example Works and Sample Digital Agree On", "Austin, Texas")
    assert (article.provider, article.ednote) == ("PRNewswire-AsiaNet", "MEDIA RELEASE PR67276")


@pytest.mark.parametrize(
    ("slug", "status", "word"),
    [
        ("BC-SYRIA-BRIDGE, KILL", "canceled", "Kill"),
        ("BC-SYRIA-BRIDGE, HOLD", "withheld", "Hold"),
        ("BC-SYRIA-BRIDGE, 1st Ld-Writethru", "usable", "Update"),
    ],
)
def test_a_kill_and_a_hold_are_so_in_plain_text_too(slug: str, status: str, word: str) -> None:
    article = declared(f"{slug}\nArmy takes bridge\n\nBEIRUT (AP) - The bridge was not taken.\n")
    told = status == "usable"
    assert (article.pubstatus, article.slug) == (status, "SYRIA-BRIDGE")
    assert article.ednote == (word if told else f"{word} BEIRUT (AP) - The bridge was not taken.")
    assert article.body == ("BEIRUT (AP) - The bridge was not taken." if told else "")


def test_dpa_s_notebook_is_no_copy() -> None:
    article = declared(
        "Syria/Conflict/\nArmy takes bridge =\n\nBeirut (dpa) - Troops came.\n\n# dpa-Notebook\n\n## Note to editors\n"
        "- Adds denial\n"
    )
    assert (article.headline, article.body) == ("Army takes bridge", "Beirut (dpa) - Troops came.")
