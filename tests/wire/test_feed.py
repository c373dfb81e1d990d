"""RSS and Atom: what an entry says becomes an article, and nothing that a feed holds can hang or mislead."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bellwire.errors import BAD_COPY_REASONS, BadCopy
from bellwire.wire import feed, read_copy
from bellwire.wire.article import Article
from kit.effort import soon

SHARED = Path(__file__).parents[3] / "shared" / "wire" / "rss-atom"
NIGHT = datetime(2016, 12, 4, 21, 30, tzinfo=UTC)
RSS = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:prism="http://prismstandard.org/namespaces/basic/2.0/"
 xmlns:dcterms="http://purl.org/dc/terms/"><channel><title>A desk's feed</title><language>en-GB</language>
<image><title>Logo</title><url>http://x.example/logo</url></image>{}</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xmlns:dcterms="http://purl.org/dc/terms/"
 xmlns:at="http://purl.org/atompub/tombstones/1.0" xml:lang="EN"><title>A desk's feed</title>{}</feed>"""
STORY = "<p>ALEPPO, Syria, Dec 4 (Reuters) - Troops took the hospital.</p><p>Rebels &amp;amp; others held on.</p>"


def item(fields: str) -> Article:
    (article,) = feed.read(RSS.format(f"<item>{fields}</item>").encode())
    return article


def entry(fields: str) -> Article:
    (article,) = feed.read(ATOM.format(f"<entry>{fields}</entry>").encode())
    return article


def reason(data: bytes) -> str:
    with pytest.raises(BadCopy) as refused:
        feed.read(data)
    assert refused.value.reason in BAD_COPY_REASONS
    return refused.value.reason


def test_an_rss_item_is_an_article() -> None:
    assert item(
        "<title>Army nears old city</title><link>http://x.example/1</link><guid>urn:x:1</guid>"
        "<pubDate>Sun, 04 Dec 2016 21:30:00 GMT</pubDate><dc:creator>By Jane Roe</dc:creator>"
        f"<description>Short.</description><content:encoded><![CDATA[{STORY}]]></content:encoded>"
    ) == Article(
        uri="urn:x:1",
        headline="Army nears old city",
        body="ALEPPO, Syria, Dec 4 (Reuters) - Troops took the hospital.\n\nRebels & others held on.",
        version_time=NIGHT,
        language="en-gb",
        located="Aleppo, Syria",
        provider="Reuters",
        byline="Jane Roe",
    )


def test_an_atom_entry_is_an_article() -> None:
    assert entry(
        "<id>tag:x,1</id><title type='html'>Army &amp;amp; rebels</title><published>2016-12-04T20:00:00Z</published>"
        "<updated>2016-12-04T22:30:00+01:00</updated><author><name>Jane Roe</name></author>"
        "<author><name>John Doe</name></author><source><title>Reuters</title></source><summary>Short.</summary>"
        "<content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'><p>One &amp; two.</p><p>Three.</p></div>"
        "</content>"
    ) == Article(
        uri="tag:x,1",
        version="2016-12-04T21:30:00Z",
        headline="Army & rebels",
        body="One & two.\n\nThree.",
        version_time=NIGHT,
        language="en",
        provider="Reuters",
        byline="Jane Roe, John Doe",
    )


def test_an_rdf_item_is_an_article() -> None:
    (article,) = feed.read(
        b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"'
        b' xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="c"><title>C</title>'
        b"<dc:publisher>Reuters</dc:publisher><dc:language>en</dc:language></channel><item rdf:about='urn:x:1'>"
        b"<title>Army nears</title><link>http://x.example/1</link><description>Troops came.</description>"
        b"<dc:date>2016-12-04T21:30:00Z</dc:date></item></rdf:RDF>"
    )
    assert article == Article(
        uri="urn:x:1",
        version="2016-12-04T21:30:00Z",
        headline="Army nears",
        body="Troops came.",
        version_time=NIGHT,
        language="en",
        provider="Reuters",
    )


@pytest.mark.parametrize(
    ("fields", "uri"),
    [
        ("<guid isPermaLink='false'>x-1</guid><link>http://x.example/1</link>", "x-1"),
        ("<link>http://x.example/1?a=1&amp;b=2</link>", "http://x.example/1?a=1&b=2"),
        ("<link>http://x.example/1?a=1&b=2</link>", "http://x.example/1?a=1&b=2"),
        ("<guid><![CDATA[http://x.example/1?a=1&b=2]]></guid>", "http://x.example/1?a=1&b=2"),
        ("<link>http://x.example/1</link><guid>http://x.example/9</guid>", "http://x.example/9"),
    ],
)
def test_the_guid_names_the_story_else_its_link(fields: str, uri: str) -> None:
    assert item(f"<title>T</title>{fields}").uri == uri


def test_an_item_without_guid_and_link_is_named_by_its_headline() -> None:
    first, second = item("<title>T</title><description>a</description>"), item("<title>T</title>")
    assert first.uri == second.uri != item("<title>U</title>").uri


@pytest.mark.parametrize(
    ("fields", "version"),
    [
        ("<pubDate>Sun, 04 Dec 2016 21:30:00 GMT</pubDate>", ""),
        ("<pubDate>Sun, 04 Dec 2016 23:30:00</pubDate>", ""),
        (
            "<pubDate>Sat, 03 Dec 2016 21:30:00 GMT</pubDate><dc:date>2016-12-04T21:30:00Z</dc:date>",
            "2016-12-04T21:30:00Z",
        ),
        (
            "<pubDate>Sat, 03 Dec 2016 21:30:00 GMT</pubDate><dcterms:modified>2016-12-04T21:30Z</dcterms:modified>",
            "2016-12-04T21:30:00Z",
        ),
        ("<prism:publicationDate>2016-12-04T21:30:00Z</prism:publicationDate>", ""),
        ("<dc:date>soon</dc:date><pubDate>Sun, 04 Dec 2016 21:30:00 GMT</pubDate>", ""),
    ],
)
def test_the_latest_time_that_can_be_read_counts_and_that_of_a_change_is_the_version(fields: str, version: str) -> None:
    (article,) = feed.read(RSS.format(f"<item><title>T</title>{fields}</item>").encode(), zone=ZoneInfo("Asia/Beirut"))
    assert (article.version_time, article.version) == (NIGHT, version)


def test_an_item_without_a_readable_date_has_no_time_and_no_version() -> None:
    article = item("<title>T</title><pubDate>yesterday-ish</pubDate>")
    assert (article.version_time, article.version) == (None, "")


def test_media_titles_and_captions_are_no_copy() -> None:
    article = item(
        "<title>T</title><media:content url='x'><media:title>Photo</media:title></media:content>"
        "<description>&lt;p&gt;Text.&lt;/p&gt;&lt;figure&gt;&lt;figcaption&gt;Caption&lt;/figcaption&gt;&lt;/figure&gt;"
        "</description><enclosure url='x' type='audio/mpeg'/>"
    )
    assert (article.headline, article.body) == ("T", "Text.")


@pytest.mark.parametrize(
    ("fields", "provider"),
    [
        ("<source url='http://r.example'>Reuters</source>", "Reuters"),
        ("<dc:publisher>Reuters</dc:publisher>", "Reuters"),
        ("<prism:publicationName>Daily X</prism:publicationName><dc:publisher>Y</dc:publisher>", "Daily X"),
        ("", ""),
    ],
)
def test_the_provider_is_whom_the_item_names(fields: str, provider: str) -> None:
    assert item(f"<title>T</title>{fields}").provider == provider


def test_a_plain_title_with_a_less_than_sign_keeps_it() -> None:
    assert entry("<id>x</id><title>AT&amp;T says a &lt; b</title>").headline == "AT&T says a < b"


def test_a_dateline_behind_a_byline_is_found() -> None:
    body = "&lt;p&gt;By Jane Roe&lt;/p&gt;&lt;p&gt;BEIRUT (AP) - Troops came.&lt;/p&gt;"
    article = item(f"<title>T</title><description>{body}</description>")
    assert (article.located, article.provider) == ("Beirut", "AP")


def test_an_empty_content_leaves_the_description() -> None:
    assert item("<title>T</title><content:encoded></content:encoded><description>D</description>").body == "D"


@pytest.mark.parametrize(
    "validity",
    [
        "start=2016-12-04T21:30:00Z; end=2016-11-04T21:30:00Z; scheme=W3C-DTF",
        "end=2016-12-04T21:00:00Z",
    ],
)
def test_validity_that_is_over_takes_the_story_back(validity: str) -> None:
    fields = f"<id>x</id><updated>2016-12-04T21:30:00Z</updated><dcterms:valid>{validity}</dcterms:valid>"
    assert entry(fields).pubstatus == "canceled"


def test_validity_that_lasts_leaves_it_usable() -> None:
    fields = "<id>x</id><title>T</title><updated>2016-12-04T21:30:00Z</updated>"
    valid = "<dcterms:valid>start=2016-12-04T21:30:00Z; end=2017-01-04T21:30:00Z</dcterms:valid>"
    assert entry(fields + valid).pubstatus == "usable"


def test_a_tombstone_takes_its_story_back() -> None:
    (article,) = feed.read(ATOM.format('<at:deleted-entry ref="tag:x,1" when="2016-12-04T21:30:00Z"/>').encode())
    assert (article.uri, article.pubstatus, article.version_time) == ("tag:x,1", "canceled", NIGHT)


def test_an_item_without_text_is_passed_over_among_others() -> None:
    articles = feed.read(RSS.format("<item><guid>1</guid></item><item><title>T</title></item>").encode())
    assert [article.headline for article in articles] == ["T"]


@pytest.mark.parametrize(
    ("inside", "body"),
    [
        ("Troops <p>came<br>and<p>went", "Troops\n\ncame\n\nand\n\nwent"),
        ("Troops & tanks&nbsp;came &eacute;", "Troops & tanks came é"),
        ("Troops <b>came</i>", "Troops came"),
        ("Troops <x:1>came<x:>.</x:1>", "Troops came."),
    ],
)
def test_markup_that_is_not_well_formed_is_read(inside: str, body: str) -> None:
    article = item(f"<title>T</title><description>{inside}</description><guid>urn:x:1</guid>")
    assert (article.uri, article.body) == ("urn:x:1", body)


def test_prefixes_that_nobody_declared_mean_what_they_mean_elsewhere() -> None:
    (article,) = feed.read(b"<rss><item><title>T</title><dc:creator>Jane Roe</dc:creator><m:x>no</m:x></item></rss>")
    assert article.byline == "Jane Roe"


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [("utf-8", "iso-8859-1"), ("cp1252", "utf-8"), ("iso8859-2", "iso-8859-2"), ("utf-16", "utf-8")],
)
def test_what_an_encoding_is_counts_more_than_what_is_declared(encoding: str, declared: str) -> None:
    text = f'<?xml version="1.0" encoding="{declared}"?><rss><item><title>Café blast</title></item></rss>'
    (article,) = feed.read(text.encode(encoding))
    assert article.headline == "Café blast"


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"<rss version='2.0'></rss>", "no-story"),
        (b"<rss><item><guid>1</guid></item></rss>", "no-text"),
        (b"<rss><item><title>T</title></item><item><title>Cut o", "not-xml"),
        (b"<rss>" + b"<item/>" * 1_000_000 + b"</rss>", "too-large"),
        (b"<rss><item>" + b"<a>" * 300 + b"</rss>", "unsafe-xml"),
        (b"<rss " + b" ".join(b"a%d='1'" % n for n in range(9_000)) + b"><item/></rss>", "unsafe-xml"),
        (b'<!DOCTYPE r [<!ENTITY a "b">]><rss><item><title>&a;</title></item></rss>', "unsafe-xml"),
        (b"<rss><item><title>\xc3\xa9\xc3\xa9\xff</title></item></rss>", "not-utf8"),
        (b"<rss", "not-xml"),
    ],
)
def test_what_is_no_feed_is_refused_with_its_reason(data: bytes, why: str) -> None:
    assert reason(data) == why


@pytest.mark.parametrize(
    "inside",
    [
        "<title>T</title><author>" + "a" * 500_000 + "</author>",
        "<title>" + "<" * 300_000 + "</title>",
        "<title>T</title><description><![CDATA[" + "<b>" * 300_000 + "]]></description>",
        "<title>T</title>" + "<dc:date>2016-12-04T21:30:00Z</dc:date>" * 8_000,
        "<title>T</title>" + "".join(f"<a:b xmlns:a='u{n}'/>" for n in range(20_000)),
    ],
    ids=["author", "angles", "nesting", "dates", "namespaces"],
)
def test_nothing_takes_quadratic_time(inside: str) -> None:
    with soon():
        item(inside)


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.exists(), reason="needs ../shared")
@pytest.mark.parametrize("name", ["georss_point", "item_pubDate", "item_guid_not_permalink", "item_dcterms_modified"])
def test_samples_without_a_text_are_refused_as_such(name: str) -> None:
    assert reason((SHARED / f"{name}.xml").read_bytes()) == "no-text"


PIECES = [
    "<rss>", "</rss>", "<feed xmlns='http://www.w3.org/2005/Atom'>", "</feed>", "<item>", "</item>", "<entry>",
    "</entry>", "<title>", "</title>", "<guid>x</guid>", "<pubDate>", "</pubDate>", "&amp;", "&#0;", "&#xD800;", "&x;",
    "<![CDATA[", "]]>", "<!--", "-->", "<?x", "?>", "<content type='xhtml'>", "</content>", "<p>", "<m:x a:b='c'>", "é",
    "\x00", "2016-12-04", "<author><name>", "</name></author>", "<source>", "</source>", "<link href='", "'/>",
    "<!DOCTYPE",
]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join) | st.text(max_size=200))
@example("<rss><item><title>T</title></item></rss>")
def test_any_feed_gives_articles_or_bad_copy(text: str) -> None:
    for data in (text.encode("utf-8", "replace"), f"<rss><item>{text}</item></rss>".encode("utf-8", "replace")):
        try:
            articles = feed.read(data)
        except BadCopy as refused:
            assert refused.reason in BAD_COPY_REASONS
        else:
            assert all(article.headline or article.body or article.pubstatus == "canceled" for article in articles)


@given(st.text("abé“’1 &<'.", min_size=1, max_size=80).filter(str.strip))
def test_a_plain_text_comes_out_as_it_went_in(text: str) -> None:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;")
    assert item(f"<title>{escaped}</title>").headline == " ".join(text.split())


def test_nitf_in_an_entry_is_its_story_alone() -> None:
    nitf = (
        "<nitf><body><body.head><hedline><hl1>Army takes bridge</hl1></hedline><byline>A. REPORTER</byline></body.head>"
        "<body.content><block id='Main'><p>BEIRUT (AP) — Troops came.</p><p>Rebels left.</p></block></body.content>"
        "<body.end/></body></nitf>"
    )
    entry = f"<entry><id>x</id><title>Army takes bridge</title><content type='text/xml'>{nitf}</content></entry>"
    (article,) = feed.read(f"<feed xmlns='http://www.w3.org/2005/Atom'><title>f</title>{entry}</feed>".encode())
    assert article.body == "BEIRUT (AP) — Troops came.\n\nRebels left."


AP_FIELDS = """<id>urn:publicid:ap.org:0a1b2c</id><title>{slug}</title><updated>2016-12-04T21:30:00Z</updated>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Troops took the hospital.</p></div></content>
<apcm:ContentMetadata xmlns:apcm="http://ap.org/schemas/03/2005/apcm"><apcm:DateLine>ALEPPO, Syria (AP)</apcm:DateLine>
<apcm:HeadLine>Troops take hospital</apcm:HeadLine><apcm:SlugLine>{slug}</apcm:SlugLine>
<apcm:Priority Numeric="2" Legacy="u" /></apcm:ContentMetadata>
<apnm:NewsManagement xmlns:apnm="http://ap.org/schemas/03/2005/apnm">
<apnm:ManagementSequenceNumber>3</apnm:ManagementSequenceNumber>
<apnm:PublishingStatus>{status}</apnm:PublishingStatus></apnm:NewsManagement>"""


@pytest.mark.parametrize("host", ["my", "channel"])
def test_rss_of_netscape_is_read_under_either_name(host: str) -> None:
    names = (
        f'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://{host}.netscape.com/rdf/simple/0.9/"'
    )
    item = "<item><title>Army takes bridge</title><link>http://x/1</link></item>"
    (article,) = read_copy(f"<rdf:RDF {names}><channel><title>d</title></channel>{item}</rdf:RDF>".encode())
    assert (article.uri, article.headline) == ("http://x/1", "Army takes bridge")


def test_letters_of_no_latin_script_that_nobody_declared_are_read_among_much_markup() -> None:
    title = "政府軍がアレッポの橋を奪還した、と当局者が日曜日に述べた"
    entry = f"<entry><id>urn:a</id><title>{title}</title></entry>"
    copy = f'<feed xmlns="http://www.w3.org/2005/Atom"><!-- {"of a feed " * 20} -->{entry}</feed>'
    assert [article.headline for article in read_copy(copy.encode("shift_jis"))] == [title]


def test_what_ap_adds_to_atom_is_read() -> None:
    found = entry(AP_FIELDS.format(slug="BC-ML--Syria-Aleppo, 2nd Ld-Writethru", status="Usable"))
    assert (found.uri, found.version, found.urgency) == ("urn:publicid:ap.org:0a1b2c", "3", 2)
    assert (found.headline, found.slug, found.ednote) == ("Troops take hospital", "ML--Syria-Aleppo", "Update")
    assert (found.located, found.provider, found.pubstatus) == ("Aleppo, Syria", "AP", "usable")


@pytest.mark.parametrize(
    ("slug", "status", "wanted"),
    [
        ("Syria-Aleppo", "Canceled", "canceled"),
        ("Syria-Aleppo", "Withheld", "withheld"),
        ("Syria-Aleppo", "Embargoed", "withheld"),
        ("Syria-Aleppo, KILL", "Usable", "canceled"),
        ("Syria-Aleppo, HOLD", "Usable", "withheld"),
    ],
)
def test_what_ap_takes_back_or_holds_is_canceled_or_withheld(slug: str, status: str, wanted: str) -> None:
    assert entry(AP_FIELDS.format(slug=slug, status=status)).pubstatus == wanted


def test_a_time_of_modification_counts_before_any_other() -> None:
    (article,) = feed.read(
        RSS.format(
            "<item><title>T</title><dc:date>2016-12-04T21:30:00Z</dc:date>"
            "<prism:modificationDate>2016-12-04T22:00:00Z</prism:modificationDate></item>"
        ).encode()
    )
    assert article.version == "2016-12-04T22:00:00Z"


@pytest.mark.parametrize("group", ["{}", "<media:group>{}</media:group>", "<media:content url='u'>{}</media:content>"])
def test_media_rss_tells_what_an_entry_without_text_is(group: str) -> None:
    told = group.format(
        "<media:title>Army takes bridge</media:title><media:description>Troops came.</media:description>"
    )
    names = "xmlns:media='http://search.yahoo.com/mrss/'"
    (article,) = feed.read(
        f"<rss version='2.0' {names}><channel><item><guid>x</guid>{told}</item></channel></rss>".encode()
    )
    assert (article.uri, article.headline, article.body) == ("x", "Army takes bridge", "Troops came.")


def test_a_caption_of_media_rss_is_no_text_of_an_entry_that_has_one() -> None:
    told = "<title>T</title><media:content url='u'><media:description>A caption</media:description></media:content>"
    names = "xmlns:media='http://search.yahoo.com/mrss/'"
    (article,) = feed.read(
        f"<rss version='2.0' {names}><channel><item><guid>x</guid>{told}</item></channel></rss>".encode()
    )
    assert (article.headline, article.body) == ("T", "")
