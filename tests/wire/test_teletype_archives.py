"""Teletype copy as archives keep it and telex brings it, and what is none: whole days, marks, headers lost, noise."""

from __future__ import annotations

import contextlib
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bellwire.errors import BAD_COPY_REASONS, BadCopy
from bellwire.wire import read_copy
from bellwire.wire.teletype import is_teletype, read
from kit.effort import soon
from kit.teletype_copy import BODY, FIRST, HEADLINE, NIGHT, anpa, articles, iptc, one

PIECES = (
    "1ST LEAD\n", "KILL", "By A", "EMBARGO 1 p.m.", "INT001 3 GEN 0091 F BELGA-0031\n", "./.\n", "310001 JUL 97\n",
    "NNNN", "# Notebook\n", "x x x ",
)  # fmt: skip


@pytest.mark.parametrize("charset", ["utf-8", "cp1252", "latin-1", "cp850"])
def test_legacy_bytes_are_read(charset: str) -> None:
    data = iptc(f"{HEADLINE} =\n\n   BEIRUT (AP) - At the Café Müller.\n").encode(charset)
    assert "Café Müller" in read(data)[0].body or charset == "cp850"


def test_a_day_of_an_agency_in_one_file_is_cut_into_its_messages() -> None:
    day = """[31-JUL-97  00:00]

EXT001 3 GEN 0070 F BELGA-0001
SYRIE/PONT/
L'armée prend le pont (2)

   BEYROUTH 31/07 (AFP-BELGA) = L'armée a pris le pont de Deir Hassan.
./.ABC

310001 JUL 97

EXT002 1 POL 0012 F BELGA-0002 COR 001
SYRIE/PONT/
Le pont tient

   BEYROUTH 31/07 (AFP) = Les rebelles tiennent le pont.
././.MIK
310102 JUL 97
"""
    first, second = articles(day)
    assert (first.uri, first.version, first.urgency) == (
        "urn:teletype:belga-ext:1997-07-31:syrie-pont",
        "19970731000100001",
        3,
    )
    assert (second.uri, second.version, second.urgency) == (first.uri, "19970731010200002", 1)
    assert (first.located, first.provider, first.ednote, second.ednote) == ("Beyrouth", "AFP", "Update", "Correction")
    assert first.body.endswith("Deir Hassan.") and second.body.endswith("tiennent le pont.")
    assert second.version_time == datetime(1997, 7, 31, 1, 2, tzinfo=UTC)


def test_telex_between_zczc_and_nnnn_is_read() -> None:
    article = one(
        f"ZCZC ABC062 2 POL 0120 AP-061\nSYRIA-BRIDGE\n{HEADLINE.upper()}\n\n{FIRST}\n\n042130 GMT DEC 16\nNNNN\n"
    )
    assert (article.headline, article.version, article.version_time) == (HEADLINE.upper(), "20161204213000062", NIGHT)


def test_telex_without_a_header_has_a_digest_for_a_name() -> None:
    article = one(f"ZCZC\n{HEADLINE.upper()}\n\n{FIRST}\nNNNN\n")
    assert article.uri.startswith("urn:sha256:") and article.provider == "AP"


def test_telex_whose_header_lines_bear_marks_is_read() -> None:
    telex = f"ZCZC EP\n%A\n#Syria Bridge_BC1\n${HEADLINE}\n:(BEIRUT)\n*02000000\n@LB\n{FIRST}\n\n   EP\nNNNN\n"
    article = one(telex)
    assert (article.headline, article.slug, article.located) == (HEADLINE, "Syria Bridge", "Beirut")
    assert article.body == BODY.split("\n\n")[0]


def test_a_line_that_begins_with_a_number_sign_is_no_notebook() -> None:
    assert one(iptc(f"{HEADLINE} =\n\n{FIRST}\n\n#1 of the road is open.\n")).body.endswith("#1 of the road is open.")


def test_a_text_that_its_header_calls_a_table_is_laid_out_as_text() -> None:
    assert one(anpa(second="u i\x14\x12 BC-Syria-Bridge {} 12-04 0042")).body == one(anpa()).body


def test_a_headline_up_to_a_plus_and_an_agency_in_front_of_the_time() -> None:
    text = f"Army takes bridge at Deir\nHassan+\n{FIRST}\n==Example\n"
    header = "\x01a0105EXAMPLE\x1fkoko-\nu i\x13\x11 BC-Syria-Bridge 12-04 0344\n\x02BC-Syria-Bridge\n"
    message = f"{header}{text}\x03EXS-21:30-12-04-16\x04"
    article = one(message)
    assert (article.headline, article.body) == ("Army takes bridge at Deir Hassan", BODY.split("\n\n")[0])
    assert (article.uri, article.version_time) == ("urn:teletype:example-a:2016-12-04:syria-bridge", NIGHT)


def test_a_headline_alone_is_an_article() -> None:
    article = one(iptc("ARMY TAKES BRIDGE AT DEIR HASSAN\n"))
    assert (article.headline, article.body) == ("ARMY TAKES BRIDGE AT DEIR HASSAN", "")


def test_a_transmission_without_text_is_refused() -> None:
    with pytest.raises(BadCopy) as refused:
        read(iptc("\n").encode())
    assert refused.value.reason == "no-text"


@pytest.mark.parametrize(
    "data",
    [
        b"A1 road 4 i 20 km of jams",
        b"\x01\x02\x03\x04\x05\x06" * 40,
        b"abc062 is a number\nabc063 4 i many",
        b"u i BC-Syria-Bridge and no day",
        b"The ZCZC of telex\n",
        "Überall".encode() * 20,
        b"",
    ],
)
def test_what_is_no_teletype_copy(data: bytes) -> None:
    assert not is_teletype(data)


@pytest.mark.parametrize(
    "unit", ["(a\n", "a:\n", "^", "= \n", "x x ", "a\x08'", "\x01abc1 1 i 1\n\x02", "12-11-", "| a |\n", "@<\n"]
)
@pytest.mark.parametrize("start", [iptc("")[:-20], anpa("", story="")[:-26], "ZCZC\n"], ids=["iptc", "anpa", "telex"])
def test_half_a_million_characters_are_read_in_seconds(start: str, unit: str) -> None:
    data = (start + unit * 500_000)[:500_000].encode()
    with soon(), contextlib.suppress(BadCopy):
        read(data)


@example("\x01abc1 1 i 1\x02")
@example("\x01\x02(\x03")
@example("ZCZC\n^\n")
@example(anpa(second="u i\x13\x11 BC-Syria-Bridge 99-99 1"))
@given(
    st.lists(
        st.sampled_from([iptc(), anpa(), *"\x01\x02\x03\x04\x08^<=@+()\n\t `'_-0", *PIECES]) | st.text(max_size=20),
        max_size=12,
    ).map("".join)
)
def test_any_transmission_is_articles_or_bad_copy(text: str) -> None:
    for data in (text.encode("utf-8", "replace"), b"\x16\x16\x01" + text.encode("utf-8", "replace")):
        try:
            read(data)
            read_copy(data)
        except BadCopy as refused:
            assert refused.reason in BAD_COPY_REASONS


@given(st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=1, max_size=60))
def test_every_word_of_a_paragraph_is_kept(words: str) -> None:
    said = f"the army said {words} at the bridge."
    article = one(iptc(f"{HEADLINE} =\n\n   BEIRUT (AP) - Then {said}\n"))
    assert article.body.startswith("BEIRUT (AP) - Then the army said") and article.body.endswith("at the bridge.")


def test_a_declared_charset_is_that_of_teletype_too() -> None:
    said = "Войска заняли мост через реку, сообщила армия."
    data = iptc(f"{HEADLINE} =\n\n   BEIRUT (AP) - {said}\n").encode("koi8-r")
    (article,) = read_copy(data, "text/plain; charset=koi8-r")
    assert article.body == f"BEIRUT (AP) - {said}"


def test_ansa_s_telex_has_a_header_of_two_lines() -> None:
    data = (
        b"ZCZC1234/SXA\nXEF12345_SXA_QBXB\nU EST S0A QBXB\nSyria: army takes bridge\n"
        b"(ANSA) - BEIRUT, DEC 4 - Troops came.\n"
        b" Rebels left. (ANSA).\n\n04-DIC-16 22:30 NNNN\n"
    )
    (article,) = read(data, zone=ZoneInfo("Europe/Rome"))
    assert (article.headline, article.located, article.provider) == ("Syria: army takes bridge", "Beirut", "ANSA")
    assert (article.version, article.urgency, article.version_time) == (
        "20161204213012345",
        3,
        datetime(2016, 12, 4, 21, 30, tzinfo=UTC),
    )
    assert article.body == "(ANSA) - BEIRUT, DEC 4 - Troops came. Rebels left. (ANSA)."


def test_a_header_without_a_selector_has_its_number() -> None:
    article = one(anpa(first="a0512"))
    assert (article.uri, article.version) == ("urn:teletype:ap-a:2016-12-04:syria-bridge", "20161204213000512")


def test_a_byline_that_is_all_that_stands_above_a_story_is_no_headline() -> None:
    article = one(iptc("By A Reporter, Example Political Editor\n   The prime minister spoke.\n"))
    assert (article.headline, article.byline) == ("", "A Reporter, Example Political Editor")


def test_a_line_that_says_for_which_day_copy_is_sent_ahead_is_a_note() -> None:
    article = one(anpa(lines="^Adv11<\n^For Release Sunday, Dec. 11<\n^Army takes bridge<\n"))
    assert (article.headline, article.ednote) == ("Army takes bridge", "Adv11 For Release Sunday, Dec. 11")
