"""What bytes are is told by their content: every format, its near misses, and what else they may be."""

from __future__ import annotations

import gzip
import io
import json
import tarfile
import zipfile
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bellwire.errors import BAD_COPY_REASONS, BadCopy
from bellwire.wire.limits import MAX_ITEMS
from bellwire.wire.sniff import format_of, read_copy

WIRE = Path(__file__).parents[3] / "shared" / "wire"
LICENCE = "<!-- " + "licensed <under> terms -- " * 200 + "-->"
NINJS = {"uri": "urn:x:1", "headline": "Army nears old city", "versioncreated": "2016-12-04T21:30:00"}
AP = {"altids": {"itemid": "a1", "etag": "a1_0"}, "version": 0, "type": "text", "headline": "Army nears old city"}
DPA = {"format": "digitalwires@0.9.1", "urn": "urn:newsml:dpa.com:20090101:161204-1", "headline": "h"}
MAIL = "From: desk@example.com\nTo: wire@example.com\nSubject: Army nears old city\n\nALEPPO (AP) - Troops advanced.\n"
IPTC = (
    "\x01eca062 4 i 211 ccccb   dpa 061\r\n\r\nSyria-Aleppo/\r\n\x02Army nears old city =\r\n\x03041930 GMT Dec 16\x04"
)
ANPA = "\x16\x16\x01a0512\x1fasian\nu i\x13\x11 BC-Syria-Aleppo      12-04 0042\n\x02^BC-Syria-Aleppo,42<\n\x03"
PLAIN = "Army nears old city\n\nALEPPO, Syria, Dec 4 (Reuters) - Troops advanced.\n"


def dumped(value: object) -> bytes:
    return json.dumps(value).encode()


def zipped(*names: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name in names:
            archive.writestr(name, "text")
    return file.getvalue()


def tarred() -> bytes:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w") as archive:
        archive.addfile(tarfile.TarInfo("copy.txt"))
    return file.getvalue()


def refusal(data: bytes, content_type: str = "") -> BadCopy:
    with pytest.raises(BadCopy) as refused:
        format_of(data, content_type)
    assert refused.value.reason in BAD_COPY_REASONS
    return refused.value


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b'<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/"/>', "newsml-g2"),
        (b'<?xml version="1.0"?>\n<newsMessage/>', "newsml-g2"),
        (b"\n  <packageItem/>", "newsml-g2"),
        (b'<g2:newsItem xmlns:g2="http://iptc.org/std/nar/2006-10-01/"/>', "newsml-g2"),
        (
            b'<!DOCTYPE NewsML PUBLIC "urn:newsml:iptc.org" "http://x/NewsML.dtd" [ <!ENTITY % n ""> ]>\n<NewsML>',
            "newsml-1",
        ),
        (b'<?xml version="1.0"?><!DOCTYPE nitf SYSTEM "nitf.dtd"><nitf><head/></nitf>', "nitf"),
        (b'\xef\xbb\xbf<?xml version="1.0"?><?xml-stylesheet href="a>b"?><rss version="2.0"/>', "feed"),
        (LICENCE.encode() + b"<feed/>", "feed"),
        (b"<entry><title/></entry>", "feed"),
        (b'<rdf:RDF xmlns:rdf="http://w3.org/r" xmlns="http://purl.org/rss/1.0/"/>', "feed"),
        ('<?xml version="1.0" encoding="utf-16"?><nitf/>'.encode("utf-16"), "nitf"),
        ('<?xml version="1.0"?><rss/>'.encode("utf-16-be"), "feed"),
        (dumped(NINJS), "ninjs"),
        (dumped([NINJS, NINJS]), "ninjs"),
        (dumped({"guid": "g", "body_html": "<p>x</p>"}), "ninjs"),
        (dumped({"_items": [NINJS], "_links": {}}), "ninjs"),
        (dumped({"total": 1, "item": [NINJS]}), "ninjs"),
        (json.dumps(NINJS).encode("utf-16"), "ninjs"),
        (dumped(AP), "ap"),
        (dumped({"api_version": "1.1", "data": {"item": AP}}), "ap"),
        (dumped({"data": {"items": [{"item": AP, "meta": {}}]}}), "ap"),
        (dumped(DPA), "dpa"),
        (dumped({"entries": [DPA]}), "dpa"),
        (IPTC.encode(), "teletype"),
        (ANPA.encode(), "teletype"),
        (MAIL.encode(), "mail"),
        (b"From desk Sun Dec  4 21:30:00 2016\nReceived: by x\n\tfor y\nSubject: s\n\nText", "mail"),
        (b"From - Sun Dec  4 21:30:00 2016\nSubject: s\n\nText", "mail"),
        (PLAIN.encode(), "plain"),
        (b"BEIRUT (AP) -- Troops advanced.", "plain"),
    ],
)
def test_a_format_is_known_by_its_content(data: bytes, name: str) -> None:
    assert format_of(data) == name


@pytest.mark.parametrize("content_type", ["text/plain", "application/xml", "image/jpeg", "text/html; charset=x", "?"])
@pytest.mark.parametrize(
    ("data", "name"),
    [(dumped(NINJS), "ninjs"), (b"<rss/>", "feed"), (IPTC.encode(), "teletype"), (MAIL.encode(), "mail")],
    ids=["ninjs", "feed", "teletype", "mail"],
)
def test_a_lying_content_type_changes_nothing(data: bytes, name: str, content_type: str) -> None:
    assert format_of(data, content_type) == name


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (dumped({**NINJS, "altids": [{"role": "transref", "value": "a1"}]}), "ninjs"),
        (dumped({**NINJS, "altIds": {"itemid": "a1"}}), "ninjs"),
        (dumped({**NINJS, "urn": "urn:x", "article_html": "<p>x</p>"}), "ninjs"),
        (dumped({**NINJS, "items": [], "data": {"item": 1}, "entries": 2} | {"data": {}}), "ninjs"),
        (b"[Editors: this is held.]\n\nALEPPO, Syria (AP) - Troops advanced.", "plain"),
        (
            b"[31-JUL-97  00:00]\n\nEXT001 3 GEN 0336 F BELGA-0102\nSYRIE/ALEP/\nTitre\n\n   DAMAS 31/07 (AFP) = X",
            "teletype",
        ),
        (b"Subject: peace talks\nDate: Sunday\n\nGENEVA (AP) - Talks began.", "plain"),
        (b"From: the front\n\nALEPPO (AP) - Troops advanced.", "plain"),
        (b"To: and fro, the army said.\nALEPPO (AP) - Troops advanced.", "plain"),
        (b"A1 road 4 i 20 km\n\nALEPPO (AP) - Troops advanced.", "plain"),
        (b"GIF tariffs rise\n\nGENEVA (AP) - Talks began.", "plain"),
        (b"%PDF\n\nGENEVA (AP) - Talks on a file format began.", "plain"),
        (b"MZ shares fall\n\nGENEVA (AP) - Talks began.", "plain"),
        (b"BZh9 is a name\n\nGENEVA (AP) - Talks began.", "plain"),
    ],
)
def test_a_near_miss_is_no_miss(data: bytes, name: str) -> None:
    assert format_of(data) == name


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"<!DOCTYPE html><html><body>ALEPPO (AP) - x</body></html>", "an HTML page"),
        (b"<HTML><BODY>x", "an HTML page"),
        (b"<p>ALEPPO (AP) - Troops advanced.</p>", "a piece of HTML"),
        (b"<urlset/>", "a sitemap"),
        (b"<svg/>", "an SVG picture"),
        (b"<opml/>", "a list of feeds"),
        (b"<planningItem/>", "without copy"),
        (b'<rdf:RDF xmlns:foaf="http://xmlns.com/foaf/0.1/"/>', "its root is <RDF>"),
        (b"<newsItems/>", "its root is <newsItems>"),
        (b"<!-- <rss/> --><invoice/>", "its root is <invoice>"),
        (b"<!DOCTYPE invoice [ <!ENTITY a '<rss>'> ]><invoice/>", "its root is <invoice>"),
        (b"<", "its root is <?>"),
        (b"<!-- never ended", "its root is <?>"),
        (b"%PDF-1.7\n\xe2\xe3", "a PDF document"),
        (b"  \n{\\rtf1\\ansi ALEPPO (AP) - x}", "an RTF document"),
        (zipped("word/document.xml"), "a Word document"),
        (zipped("xl/workbook.xml"), "an Excel workbook"),
        (zipped("story.txt"), "a zip archive"),
        (gzip.compress(dumped(NINJS)), "gzip data"),
        (tarred(), "a tar archive"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "a JPEG picture"),
        (b"\x89PNG\r\n\x1a\n", "a PNG picture"),
        (b"RIFF\x10\x00\x00\x00WAVEfmt ", "a WAV recording"),
        (b"\x00\x00\x00\x18ftypmp42", "an MP4 or QuickTime film"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an Office document"),
        (b"\x7fELF\x02", "a program"),
        (bytes(range(32)) * 20, "bytes that are no text"),
        (
            MAIL.replace("\nTo:", "\none\ntwo\nthree\nfour\nTo:")
            .replace("ALEPPO (AP) - ", "")
            .replace("desk@", "d@")
            .replace("From:", "Message-ID: <1@x>\nFrom:")
            .encode(),
            "a mail with too many lines",
        ),
        (b"Just words of a person.\nAnd more of them.", "no dateline"),
        (b" \r\n\t", "nothing but white space"),
        (b"", "nothing but white space"),
        (bytes(5_000), "nothing but null bytes"),
        (b"[]", "JSON that is no article"),
        (b'{"data": {"items": []}}', "JSON that is no article"),
        (dumped({"$schema": "http://json-schema.org/draft-07", "properties": {}}), "a JSON Schema"),
        (dumped({"type": "FeatureCollection", "features": []}), "GeoJSON"),
        (dumped({"orders": [], "total": 3}), "it has orders, total"),
        (dumped({}), "it has no names"),
    ],
)
def test_what_is_no_copy_is_told_as_what_it_is(data: bytes, what: str) -> None:
    assert what in str(refusal(data))


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"{'uri': 'single quotes'}", "not-json"),
        (b'{"uri": "u", "urgency": NaN}', "not-json"),
        (b'{"uri": "u", "urgency": -Infinity}', "not-json"),
        (b'{"uri": "u", "urgency": 1e999}', "not-json"),
        (b'{"uri": "u", "version": ' + b"9" * 9999 + b"}", "not-json"),
        (b'{"uri": "u"}\n{"uri": "v"}', "not-json"),
        (b'{"uri": "cut', "not-json"),
        (b"[" * 2_000_000, "not-json"),
        (b'{"uri":' * 200_000, "not-json"),
        (b'{"uri": "\xff"}', "not-utf8"),
        (b"\xff\xfe{", "not-utf8"),
    ],
    ids=lambda value: str(value[:24]),
)
def test_broken_json_is_refused_with_its_reason(data: bytes, why: str) -> None:
    assert refusal(data).reason == why


def test_words_that_are_declared_json_are_refused_as_no_json() -> None:
    assert refusal(PLAIN.encode(), "application/json; charset=utf-8").reason == "not-json"


def test_words_that_are_declared_plain_text_need_no_dateline() -> None:
    assert format_of(b"Just words.", "Text/Plain; charset=utf-8") == "plain"


def test_one_header_field_is_mail_where_the_content_type_says_so() -> None:
    assert format_of(b"From: desk@example.com\n\nText", "message/rfc822") == "mail"


def test_of_a_name_that_stands_twice_the_last_counts() -> None:
    (article,) = read_copy(b'{"uri": "urn:a", "headline": "h", "uri": "urn:b"}')
    assert article.uri == "urn:b"


def test_a_local_time_takes_the_feeds_zone() -> None:
    (article,) = read_copy(dumped(NINJS), zone=timezone(timedelta(hours=2)))
    assert article.version_time == datetime(2016, 12, 4, 19, 30, tzinfo=UTC)


@example(b"\x01\x02")
@example(b"\x00\x00\x00")
@example(b"\xff\xfe<\x00")
@example(b"ZCZC\x01\x02\x03\x04")
@example(b"\x01eca1 1 i 1\n\x02(\x03")
@example(b'{"data": {"item": null}}')
@example(b'{"entries": [1, {}]}')
@given(st.binary(max_size=300))
def test_any_bytes_are_articles_or_bad_copy(data: bytes) -> None:
    try:
        read_copy(data)
    except BadCopy as refused:
        assert refused.reason in BAD_COPY_REASONS


@pytest.mark.shared
@pytest.mark.skipif(not WIRE.is_dir(), reason="needs ../shared")
@pytest.mark.parametrize(
    ("folder", "names"),
    [
        ("iptc-ninjs/v*.json", {"ninjs"}),
        ("iptc-ninjs/test_suite_1.0/*.json", {"ninjs"}),
        ("guardian-fingerpost/*.json", {"ninjs"}),
        ("dpa-digitalwires/*.json", {"dpa"}),
        ("dpa-digitalwires/*.xml", {"newsml-g2"}),
        ("newsml-g2/[!L]*.xml", {"newsml-g2"}),
        ("newsml-g2/LISTING_[12]_*.xml", {"newsml-g2"}),
        ("newsml-1.2/*.xml", {"newsml-1"}),
        ("nitf/*.xml", {"nitf"}),
        ("rss-atom/*.xml", {"feed"}),
    ],
)
def test_every_real_file_is_known(folder: str, names: set[str]) -> None:
    assert {format_of(path.read_bytes()) for path in WIRE.glob(folder)} == names


@pytest.mark.parametrize(
    "data",
    [
        b"\0\0\0\1Bud1\0\0\x20\0\0\0\x08\0\0\0\x20\0\0\0\x10\x0c" + b"\0\1\2" * 40,
        b"\0\1\0\0\0\xff\xff\xff\xff\1\0\0\0\0\0\0\0\x0c\2\0\0\0\x5eMicrosoft.Build.Tasks.Core, Version=15.1",
        b"\1\xff\xfe\xfd\2Example.Library, Version=1.0, Culture=neutral, PublicKeyToken=1234",
    ],
)
def test_what_programs_store_is_no_transmission(data: bytes) -> None:
    assert refusal(data).reason == "not-an-article"


def test_a_mail_of_a_mime_header_and_a_subject_is_mail() -> None:
    assert format_of(b"Subject: Army nears\nContent-Type: text/plain\n\nTroops came.\n") == "mail"


@pytest.mark.parametrize(
    "odd",
    [
        "X-Spam_score: -1.2",
        "X.Filter/1.0: passed",
        "Subject : twice",
        "X-Report: one\n two",
        ">From desk@example.com Sun Dec  4 21:30:00 2016",
        "a line that some filter left",
        "one\ntwo\nthree",
    ],
)
def test_an_odd_line_in_a_header_costs_no_mail(odd: str) -> None:
    data = MAIL.replace("Subject:", f"{odd}\nSubject:").encode()
    (article,) = read_copy(data)
    assert (format_of(data), article.headline, article.body) == (
        "mail",
        "twice" if "twice" in odd else "Army nears old city",
        "ALEPPO (AP) - Troops advanced.",
    )


def test_fields_that_go_on_in_lines_without_a_space_cost_no_mail() -> None:
    hops = "".join(
        f"Received: from a{n}.example\nby b{n}.example; Sun, 4 Dec 2016 21:3{n}:00 +0000\n" for n in range(8)
    )
    head, signed = "Return-Path: <desk@example.com>\n" * 8, "DKIM-Signature: v=1; a=rsa;\nd=example.com;\nb=QUJD\n"
    (article,) = read_copy(f"{head}{hops}{signed}{MAIL}".encode())
    assert (article.headline, article.body) == ("Army nears old city", "ALEPPO (AP) - Troops advanced.")


@pytest.mark.parametrize("cut", ["References: <1@x>, <2.\n3@x>\n", "To: a@x,\nb@x\n"])
def test_a_last_field_that_goes_on_in_a_line_without_a_space_costs_no_mail(cut: str) -> None:
    (article,) = read_copy(MAIL.replace("\n\n", f"\n{cut}\n").encode())
    assert (article.headline, article.body) == ("Army nears old city", "ALEPPO (AP) - Troops advanced.")


@pytest.mark.parametrize("root", ["<sATOM>{}</sATOM>", "<?phpxml version='1.0'?><feed>{}</feed>"])
def test_atom_in_what_ap_s_archive_or_a_broken_program_wraps_round_it_is_a_feed(root: str) -> None:
    entry = "<entry xmlns='http://www.w3.org/2005/Atom'><id>urn:x:1</id><title>Army nears old city</title></entry>"
    (article,) = read_copy(root.format(entry).encode())
    assert (article.uri, article.headline) == ("urn:x:1", "Army nears old city")


@pytest.mark.parametrize(
    "text",
    [
        f"Army nears old city\n{MAIL}",
        MAIL.replace("\n\n", "\n"),
        MAIL.replace("Subject:", "one\ntwo\nthree\nfour\nSubject:"),
    ],
)
def test_words_among_a_few_fields_are_no_mail(text: str) -> None:
    assert format_of(text.encode()) == "plain"


G2 = '<newsItem guid="a"><contentMeta><headline>x</headline></contentMeta></newsItem>'
N1 = "<NewsItem><NewsComponent><NewsLines><HeadLine>x</HeadLine></NewsLines></NewsComponent></NewsItem>"
TELEX = "eca062 4 i 211 ccccb dpa 061\n\nA town fell =\n\nNNNN\n"


@pytest.mark.parametrize(
    ("before", "item", "behind"),
    [
        ("[", '{"uri":"a","headline":"x"},', "{}]"),
        ('{"_items":[', '{"uri":"a","headline":"x"},', "{}]}"),
        ('{"data":{"items":[', '{"item":{"altids":{"itemid":"a"},"headline":"x"}},', "{}]}}"),
        ("<newsMessage><itemSet>", G2, "</itemSet></newsMessage>"),
        ("<NewsML>", N1, "</NewsML>"),
        ("<rss><channel>", "<item><title>x</title></item>", "</channel></rss>"),
        ("", "\x01a\x02b\x03\x04", ""),
        ("", TELEX, ""),
    ],
)
def test_a_message_of_more_items_than_the_limit_is_refused_whatever_its_format(
    before: str, item: str, behind: str
) -> None:
    with pytest.raises(BadCopy, match="in one message; the limit is 2,000") as refused:
        read_copy(f"{before}{item * (MAX_ITEMS + 1)}{behind}".encode())
    assert refused.value.reason == "too-large"
    fewer = f"{before}{item * 9}{behind}".replace(",{}]", "]").encode()
    assert len(read_copy(fewer)) == 9
