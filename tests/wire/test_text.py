"""Bytes to text and markup to text: exact where copy is plain, clean everywhere else, and never slow."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bellwire.errors import BadCopy
from bellwire.wire.charset import decode
from bellwire.wire.mojibake import mended
from bellwire.wire.text import clean, from_html, one_line, unwrap
from kit.effort import soon

FRENCH = "L’armée a progressé dimanche à Alep, où l’hôpital a été pris."


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "iso8859-15"]
)
def test_an_encoding_is_told_by_the_bytes(encoding: str) -> None:
    text = FRENCH if encoding != "iso8859-15" else FRENCH.replace("’", "'")
    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("iso8859-2", "Armia syryjska zbliża się do starego miasta. Żołnierze zajęli szpital, powiedział rzecznik."),
        ("cp1251", "Армия приблизилась к старому городу, сообщил представитель военных в воскресенье."),
        ("koi8-r", "Армия приблизилась к старому городу, сообщил представитель военных в воскресенье."),
        ("cp1253", "\u039f στρατός πλησιάζει την παλιά πόλη, δήλωσε εκπρόσωπος την Κυριακή."),
    ],
)
def test_other_scripts_are_told_by_their_letters(encoding: str, text: str) -> None:
    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("cp1251", "Обстрел города, сообщил источник"),
        ("cp1253", "Αθήνα σήμερα ανακοίνωσε"),
        ("cp1255", "ראש הממשלה הודיע על הפסקת אש בצפון, כך מסר דובר הצבא"),
        ("cp1256", "الجيش يسيطر على المدينة"),
        ("gb18030", "军队星期天占领了城市的桥梁"),
        ("big5", "軍隊佔領城市"),
        ("euc_kr", "북한이 미사일을 발사했다"),
        ("cp1252", "«Été» – déjà vu à l'été"),
    ],
)
def test_a_script_is_told_by_its_words_however_much_markup_stands_around_them(encoding: str, text: str) -> None:
    entry = "<item><link>http://x.example/2016/12/04/a-long-address</link><title>{}</title></item>"
    markup = f"<rss version='2.0'><channel>{entry.format(text)}{entry.format('Nothing in another script here') * 9}"
    assert text in decode(markup.encode(encoding), "utf-8")


@pytest.mark.parametrize(
    ("declared", "data", "text"),
    [
        ("iso-8859-1", "Café".encode(), "Café"),
        ("iso-8859-1", "“Café”".encode("cp1252"), "“Café”"),
        ("us-ascii", "Café".encode("cp1252"), "Café"),
        ("utf-8", "Café".encode("cp1252"), "Café"),
        ("windows-1250", "řekl mluvčí".encode("cp1250"), "řekl mluvčí"),
        ("macintosh", "Café".encode("mac-roman"), "Café"),
        ("rot13", "Café".encode("cp1252"), "Café"),
        ("utf-7", b"Caf+AOk- ", "Caf+AOk- "),
        ("no such thing", "Café".encode("cp1252"), "Café"),
        ("a\x00b", "Café".encode("cp1252"), "Café"),
    ],
)
def test_a_declared_encoding_counts_where_it_fits(declared: str, data: bytes, text: str) -> None:
    assert decode(data, declared) == text


@pytest.mark.parametrize(
    "data",
    [
        b"\xff\xfe{",
        b"\xfe\xff\xd8\x00",
        b'{"uri": "\xff\xfe"}',
        b" [\xff]",
        "armée à Alep".encode() + b"\xff",
        bytes(range(128, 256)) * 3,
    ],
)
def test_broken_unicode_is_refused(data: bytes) -> None:
    with pytest.raises(BadCopy) as refused:
        decode(data)
    assert refused.value.reason == "not-utf8"


@given(st.text(st.characters(codec="utf-8"), max_size=200))
def test_utf_8_comes_out_as_it_went_in(text: str) -> None:
    data = text.encode()
    if data[:2] not in (b"\xfe\xff", b"\xff\xfe") and b"\x00" not in data and not text.startswith("\ufeff"):
        assert decode(data) == text


@given(st.binary(max_size=300), st.sampled_from(["", "utf-8", "latin1", "utf-16", "idna", "zip", "unicode_escape"]))
def test_any_bytes_are_text_or_refused(data: bytes, declared: str) -> None:
    try:
        assert isinstance(decode(data, declared), str)
    except BadCopy as refused:
        assert refused.reason == "not-utf8"


@pytest.mark.parametrize(
    ("sent", "meant"),
    [
        ("AT&T says a < b and c > d", "AT&T says a < b and c > d"),
        ("AT&amp;T", "AT&T"),
        ("AT&amp;amp;T", "AT&T"),
        ("5 &lt; 6", "5 < 6"),
        ("&nosuch; &copy &#x201c;x&#x201d;", "&nosuch; &copy “x”"),
        ("&#150;&#0;", "–\ufffd"),
        ("“smart” \u2018quotes’ — kept", "“smart” \u2018quotes’ — kept"),
        ("“cp1252\u201d \x93quotes\x94", "“cp1252” “quotes”"),
        ("a\u00a0b\u2009c\u202fd", "a b c d"),
        ("soft\u00adhyphen", "softhyphen"),
        ("o\ufb03cial \ufb01re \ufb02ed", "official fire fled"),
        ("a\u202eb\u2066c\u200ed\ufeffe\u200bf", "abcdef"),
        ("a\x00b\x07c\x1bd", "abcd"),
        ("&lt;p&gt;The army&lt;/p&gt;&lt;p&gt;came.&lt;/p&gt;", "The army\n\ncame."),
        ("The <b>army</b> came.<br/>So did <a href='x'>rebels</a>.", "The army came.\n\nSo did rebels."),
        ("One <b>a</b>.\n\nTwo.", "One a.\n\nTwo."),
        ("&lt;script&gt;steal()&lt;/script&gt;x", "x"),
        ("a\r\nb\rc\u2028d\u2029e", "a\nb\nc\nd\n\ne"),
        ("a\n \n\n  b  c ", "a\n\nb c"),
        ("First.\n   Second.\n\tThird.", "First.\n\nSecond.\n\nThird."),
    ],
)
def test_clean_text(sent: str, meant: str) -> None:
    assert clean(sent) == meant


def test_one_line_has_no_breaks() -> None:
    assert one_line(" Army\n\nnears <br> city ") == "Army nears city"


@pytest.mark.parametrize(
    ("sent", "meant"),
    [
        ("donâ€™t â€œquoteâ€\x9d cafÃ©", "don’t “quote” café"),
        ("Ð\x90Ñ€Ð¼Ð\u00b8Ñ\x8f", "Армия"),
        ("30Â°C", "30°C"),
        ("Ã¢â\u201a¬â„¢", "’"),
        ("café donâ€™t", "café don’t"),
        ("“IRMÃ”", "“IRMÃ”"),
        ("LIBERTÉ»", "LIBERTÉ»"),
        ("Łódź Ã©", "Łódź Ã©"),
        ("É", "É"),
    ],
)
def test_misread_utf_8_is_mended_where_nothing_else_can_be_meant(sent: str, meant: str) -> None:
    assert mended(sent) == meant


@given(st.text(st.characters(max_codepoint=0x7F), max_size=40), st.sampled_from("éüñß’“°"), st.integers(1, 2))
def test_what_was_misread_once_or_twice_comes_back(plain: str, beyond: str, times: int) -> None:
    text = misread = f"{plain}{beyond}’ é"
    for _ in range(times):
        misread = misread.encode().decode("cp1252")
    assert mended(misread) == text


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>One</p><p>Two <b>b</b></p>", "One\n\nTwo b"),
        ("<h1>Head</h1><ul><li>a</li><li>b</li></ul>", "Head\n\na\n\nb"),
        ("One<br>Two<br/><br/>Three", "One\n\nTwo\n\nThree"),
        (
            "<table><tr><th>Side</th><th>Dead</th></tr><tr><td>Army</td><td>3</td></tr></table>",
            "Side | Dead\n\nArmy | 3",
        ),
        ("<table><tr><td><p>Layout</p></td></tr></table>", "Layout"),
        (
            "<table><tr><td><p>Army</p></td><td></td><td><p>3</p></td></tr><tr><td><p>Rebels</p></td><td>4</td></tr></table>",
            "Army | | 3\n\nRebels | 4",
        ),
        (
            "<table><tr><td><p>One</p><p>Two</p>three</td><td><p>b</p></td></tr></table><p>c</p>",
            "One\n\nTwo\n\nthree | b\n\nc",
        ),
        ("<table><tr><td><table><tr><td>a</td><td>b</td></tr></table><p>c</p></td></tr></table>", "a | b\n\nc"),
        ("<pre>One\nline\n\nTwo</pre>", "One\nline\n\nTwo"),
        ("<p>A &amp; B<script>x()</script><style>p{}</style> &lt;3</p><!-- note -->", "A & B <3"),
        ("<p>x</p><figure><img src='y'><figcaption>A photo</figcaption></figure><p>z</p>", "x\n\nz"),
        ("<p hidden>no</p><div style='display: none'>no <div>no</div></div><p>yes</p>", "yes"),
        ("<p>A&amp;amp;B &amp;lt;b&amp;gt;bold&amp;lt;/b&amp;gt;</p>", "A&B bold"),
        ('<?xml version="1.0" encoding="iso-8859-1"?><html><head><title>t</title></head><body>é</body></html>', "é"),
        ("no markup\n\nat all", "no markup\n\nat all"),
        ("Tom &amp; Jerry\n\nTwo", "Tom & Jerry\n\nTwo"),
        ("One <i>a</i>\n\nTwo", "One a\n\nTwo"),
        ("<p>Unclosed<p>again <b>x", "Unclosed\n\nagain x"),
        ("<p>a&#xD800;b&#55296;c&#xd800</p>", "abc"),
        ("", ""),
        ("<", "<"),
    ],
)
def test_markup_becomes_paragraphs(markup: str, text: str) -> None:
    assert from_html(markup) == text


def test_no_entity_of_a_document_type_is_expanded() -> None:
    hostile = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><p>a&e;b</p>'
    assert "root:" not in from_html(hostile)


def test_lines_of_a_column_are_joined() -> None:
    column = (
        "Troops took the eye hospital of the old city on Sunday,\n"
        "the army said, after a night of heavy shelling that had\n"
        "driven most families away.\n\nRebels held on.\n* one\n* two"
    )
    assert unwrap(column) == (
        "Troops took the eye hospital of the old city on Sunday, the army said, after a night of heavy shelling that"
        " had driven most families away.\n\nRebels held on.\n* one\n* two"
    )


def test_without_a_column_every_line_is_a_paragraph() -> None:
    long = "Troops took the eye hospital of the old city on Sunday, the army said, after a night of heavy shelling."
    assert unwrap(f"{long}\n{long} Twice.\nEnd.") == f"{long}\n\n{long} Twice.\n\nEnd."


@pytest.mark.parametrize("function", [clean, from_html, one_line, unwrap])
@given(text=st.text("ab <>&;/pbr#x0\n\t\u00a0\u00ad\ufb01éâ€™Ã©\x93\u202e\x00\ud800", max_size=80))
def test_nothing_that_is_no_copy_survives(function: Callable[[str], str], text: str) -> None:
    found = function(text)
    assert not set(found) & set("\u00a0\u00ad\ufb01\x93\u202e\x00\ud800\t\r")
    assert found == found.strip() and "\n\n\n" not in found


@given(st.text("Troops he<l>d &on; 12\n.", max_size=80))
def test_clean_text_stays_as_it_is(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@pytest.mark.parametrize(
    "unit",
    [
        "<b>",
        "<div>x",
        "<table><tr><td>x",
        "<td> </td>",
        "</b>",
        "&#38;&amp;",
        "&",
        "<",
        "<p ",
        "<!--",
        "<a href='",
        "Ã©",
        "â€",
        "\n   ",
    ],
)
def test_two_megabytes_take_no_longer_than_they_must(unit: str) -> None:
    with soon():
        from_html(unit * (2_000_000 // len(unit)))


@pytest.mark.parametrize(
    ("declared", "codec", "text"),
    [
        ("Shift_JIS", "cp932", "株式会社①は㈱と髙橋の合意"),
        ("EUC-KR", "cp949", "똠방각하와 펲시콜라의 합의"),
        ("Big5", "big5hkscs", "香港嘅記者話咗"),
    ],
)
def test_under_the_old_names_of_asia_s_encodings_their_successors_are_sent(
    declared: str, codec: str, text: str
) -> None:
    assert decode(text.encode(codec), declared) == text
