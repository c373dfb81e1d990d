"""NewsML-G2: items and messages, content of every kind, codes of any alias, and what in it is no story."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bellwire.errors import BAD_COPY_REASONS, BadCopy
from bellwire.wire import Article
from bellwire.wire.newsml_g2 import read
from kit.effort import soon
from kit.xml_story import MARKUP, PARAGRAPHS, STORY

NAMESPACE = "http://iptc.org/std/nar/2006-10-01/"
ITEM_META = """
  <itemClass qcode="ninat:text"/>
  <provider qcode="nprov:EXP"><name>Example Press Holding</name></provider>
  <versionCreated>2016-12-04T23:30:00+02:00</versionCreated>
  <pubStatus qcode="stat:usable"/>
  <edNote>RECASTS with rebel denial</edNote>
  <signal qcode="sig:update"/>
  <signal qcode="prodId:TXT"/>"""
CONTENT_META = """
  <urgency>2</urgency>
  <located><name>Geneva</name></located>
  <language tag="EN"/>
  <slugline>SYRIA-BRIDGE</slugline>
  <headline> Army takes bridge at Deir Hassan,
     rebels deny it</headline>
  <dateline>BEIRUT, Dec 4 (Example Press) -</dateline>
  <by>By A. Reporter</by>
  <creditline>Example Press</creditline>"""
XHTML = f"""<inlineXML contenttype="application/xhtml+xml">
  <html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title></head><body>{MARKUP}</body></html></inlineXML>"""
NITF = f"""<inlineXML contenttype="application/nitf+xml"><nitf xmlns="http://iptc.org/std/NITF/2006-10-18/"><body>
  <body.head><hedline><hl1>{STORY.headline}</hl1></hedline><byline>By A. Reporter</byline>
  <dateline>BEIRUT</dateline></body.head><body.content>{MARKUP}</body.content></body></nitf></inlineXML>"""


def item(
    meta: str = ITEM_META,
    content_meta: str = CONTENT_META,
    content: str = XHTML,
    guid: str = STORY.uri,
    rights: str = "<copyrightHolder><name>Example Press Ltd</name></copyrightHolder>",
    kind: str = "newsItem",
    version: str = "3",
) -> str:
    return (
        f'<{kind} xmlns="{NAMESPACE}" guid="{guid}" version="{version}" standard="NewsML-G2" xml:lang="en-GB">'
        f'<catalogRef href="http://127.0.0.1:9/catalog.xml"/><rightsInfo>{rights}</rightsInfo>'
        f"<itemMeta>{meta}</itemMeta><contentMeta>{content_meta}</contentMeta><contentSet>{content}</contentSet></{kind}>"
    )


def message(*items: str) -> bytes:
    return f'<newsMessage xmlns="{NAMESPACE}"><header/><itemSet>{"".join(items)}</itemSet></newsMessage>'.encode()


def one(document: str) -> Article:
    (article,) = read(document.encode())
    return article


def reason(data: bytes) -> str:
    with pytest.raises(BadCopy) as refused:
        read(data)
    return refused.value.reason


def others(text: str, elements: dict[str, str]) -> list[str]:
    """The lines whose elements have none of these names."""
    return [line for line in text.splitlines() if not line.strip().startswith(tuple(f"<{name}" for name in elements))]


def with_meta(**elements: str) -> Article:
    """The story with other elements of these names in itemMeta."""
    kept = [
        line for line in ITEM_META.splitlines() if not any(line.strip().startswith(f"<{name}") for name in elements)
    ]
    return one(item(meta="".join([*kept, *elements.values()])))


def with_content_meta(**elements: str) -> Article:
    """The story with other elements of these names in contentMeta."""
    kept = others(CONTENT_META.replace("\n     rebels", " rebels"), elements)
    return one(item(content_meta="".join([*kept, *elements.values()])))


@pytest.mark.parametrize("content", [XHTML, NITF], ids=["xhtml", "nitf"])
def test_the_story_is_read(content: str) -> None:
    assert one(item(content=content)) == STORY


@pytest.mark.parametrize("content", [XHTML, NITF], ids=["xhtml", "nitf"])
def test_without_any_namespace_it_is_read_alike(content: str) -> None:
    bare = item(content=content)
    for address in (NAMESPACE, "http://www.w3.org/1999/xhtml", "http://iptc.org/std/NITF/2006-10-18/"):
        bare = bare.replace(f' xmlns="{address}"', "")
    assert one(bare) == STORY


def test_prefixes_are_read_alike() -> None:
    document = item(content="").replace("</contentSet>", f"{XHTML}</contentSet>")
    for name in "newsItem itemMeta contentMeta contentSet inlineXML headline versionCreated pubStatus edNote".split():
        document = document.replace(f"<{name} ", f"<g2:{name} ").replace(f"<{name}>", f"<g2:{name}>")
        document = document.replace(f"</{name}>", f"</g2:{name}>")
    assert one(document.replace(f'xmlns="{NAMESPACE}"', f'xmlns="{NAMESPACE}" xmlns:g2="{NAMESPACE}"')) == STORY


def test_a_message_holds_several_stories() -> None:
    found = read(message(item(), item(guid="urn:b")))
    assert [article.uri for article in found] == [STORY.uri, "urn:b"]


@pytest.mark.parametrize("kind", ["packageItem", "conceptItem", "knowledgeItem", "planningItem"])
def test_what_only_refers_to_stories_is_passed_over(kind: str) -> None:
    assert read(message(item(kind=kind, content=""), item())) == [STORY]


@pytest.mark.parametrize("kind", ["ninat:picture", "icls:video", "http://cv.iptc.org/newscodes/ninature/graphic"])
def test_a_picture_with_its_caption_is_no_story(kind: str) -> None:
    meta = ITEM_META.replace("ninat:text", kind)
    caption = "<headline>A bridge</headline><description role='drol:caption'>Troops on a bridge.</description>"
    picture = item(meta=meta, content_meta=caption, content='<remoteContent href="http://127.0.0.1:9/a.jpg"/>')
    assert read(message(picture, item())) == [STORY]
    assert reason(picture.encode()) == "no-story"


def test_a_video_with_a_script_is_a_story() -> None:
    assert one(item(meta=ITEM_META.replace("ninat:text", "ninat:video"))).body == STORY.body


@pytest.mark.parametrize("data", [item(kind="packageItem").encode(), message(), message(item(kind="packageItem"))])
def test_a_package_alone_is_refused(data: bytes) -> None:
    assert reason(data) == "no-story"


def test_the_refusal_says_what_it_holds() -> None:
    with pytest.raises(BadCopy, match="it holds packageItem"):
        read(message(item(kind="packageItem")))


def test_another_root_is_refused() -> None:
    assert reason(b"<contentSet/>") == "not-an-article"


def test_a_flash_is_its_headline() -> None:
    article = one(item(content=""))
    assert (article.headline, article.body) == (STORY.headline, "")


def test_a_kill_needs_no_text() -> None:
    killed = '<itemMeta><itemClass qcode="ninat:text"/><pubStatus qcode="stat:canceled"/></itemMeta>'
    article = one(f'<newsItem guid="urn:a" version="4">{killed}</newsItem>')
    assert (article.uri, article.version, article.pubstatus) == ("urn:a", "4", "canceled")


@pytest.mark.parametrize(
    ("code", "means"),
    [
        ('qcode="stat:usable"', "usable"),
        ('qcode="pubstatus:withheld"', "withheld"),
        ('uri="http://cv.iptc.org/newscodes/pubstatusg2/canceled"', "canceled"),
        ('qcode="s:Cancelled"', "canceled"),
        ('qcode="stat:embargoed"', "withheld"),
    ],
)
def test_the_status_is_read_under_any_alias(code: str, means: str) -> None:
    assert with_meta(pubStatus=f"<pubStatus {code}/>").pubstatus == means


def test_an_unknown_status_is_refused() -> None:
    assert reason(item(meta='<pubStatus qcode="stat:perhaps"/>').encode()) == "not-an-article"


def test_an_embargo_is_a_time() -> None:
    article = with_meta(embargoed="<embargoed>2016-12-05T06:00:00+02:00</embargoed>")
    assert (article.embargoed, article.pubstatus) == (datetime(2016, 12, 5, 4, tzinfo=UTC), "usable")


def test_an_embargo_without_a_time_that_can_be_read_is_withheld() -> None:
    assert with_meta(embargoed="<embargoed>Monday noon</embargoed>").pubstatus == "withheld"


def test_an_empty_embargo_is_none() -> None:
    assert with_meta(embargoed="<embargoed/>") == STORY


def test_a_time_without_an_offset_takes_the_zone() -> None:
    meta = ITEM_META.replace("+02:00", "")
    (article,) = read(item(meta=meta).encode(), zone=timezone(timedelta(hours=2)))
    assert article == STORY


def test_an_unreadable_time_is_none() -> None:
    assert with_meta(versionCreated="<versionCreated>yesterday</versionCreated>").version_time is None


@pytest.mark.parametrize(
    ("guid", "family"),
    [
        ("tag:example.com,2016:newsml_L1", "tag:example.com,2016:newsml_L1"),
        ("tag:example.com,2016:newsml_L1:3", "tag:example.com,2016:newsml_L1"),
        ("urn:newsml:example.com:20161204:EX:585167:0", "urn:newsml:example.com:20161204:EX:585167"),
        ("urn:newsml:example.com:20161204:3", "urn:newsml:example.com:20161204:3"),
        ("urn:newsml:example.com::104917454", "urn:newsml:example.com::104917454"),
    ],
)
def test_the_uri_does_not_carry_the_version(guid: str, family: str) -> None:
    assert one(item(guid=guid)).uri == family


@pytest.mark.parametrize(
    ("signals", "note"),
    [
        ('<signal qcode="sig:correction"/>', "Correction"),
        ('<signal uri="http://cv.iptc.org/newscodes/signal/correction"/>', "Correction"),
        ('<signal qcode="x:update"/><edNote>Adds quotes</edNote>', "Update Adds quotes"),
        ('<signal qcode="sig:kill"/>', "Kill"),
        ('<signal qcode="sig:cwarn"/>', ""),
    ],
)
def test_signals_are_words_before_the_notes(signals: str, note: str) -> None:
    assert one(item(meta=signals)).ednote == note


def test_a_description_is_read_where_there_is_no_story() -> None:
    told = "<description role='drol:caption'>A map</description><description>The army took it.</description>"
    bare = one(item(content_meta=told, content=""))
    assert (bare.headline, bare.body) == ("", "The army took it.")


def test_several_notes_are_joined_each_once_without_agency_codes() -> None:
    notes = (
        "<edNote>One.</edNote><edNote>One.</edNote><edNote role='dpaednoterole:correction'>Two.</edNote>"
        "<edNote role='dpaednoterole:dpacontacts' pubconstraint='x:nonpublic'>Call 030 1234</edNote>"
        "<edNote role='dpaednoterole:notepad'><section>One. Two.</section></edNote>"
    )
    assert with_meta(edNote=notes, signal="").ednote == "One. Two."


@pytest.mark.parametrize(
    ("headlines", "main"),
    [
        ('<headline rank="3">Kicker</headline><headline rank="1">Main</headline>', "Main"),
        ('<headline role="hld:subHeadline">Sub</headline><headline>Main</headline>', "Main"),
        ('<headline xml:lang="de">Haupt</headline><headline xml:lang="en-US">Main</headline>', "Main"),
        ("<headline/><headline>Main</headline>", "Main"),
        ("<headline><b>Ma</b>in &amp;amp; more</headline>", "Main & more"),
    ],
)
def test_of_several_headlines_the_main_one_counts(headlines: str, main: str) -> None:
    assert with_content_meta(headline=headlines).headline == main


def test_without_a_headline_the_content_has_one() -> None:
    assert one(item(content_meta="", content=NITF)).headline == STORY.headline


@pytest.mark.parametrize(
    ("located", "place"),
    [
        ("<located><name>Homs</name><broader><name>Syria</name></broader></located>", "Homs, Syria"),
        ('<located literal="DAMASCUS"/>', "Damascus"),
        ('<located qcode="city:Moscow"/>', "Moscow"),
        ('<located qcode="geo:345678"/>', ""),
        ("<dateline>TRIPOLI, Lebanon, Monday (X)</dateline><located><name>Rome</name></located>", "Tripoli, Lebanon"),
        ("<dateline>2016-12-04 11:40:31 GMT+00:00</dateline><located><name>Rome</name></located>", "Rome"),
        ('<located><name xml:lang="de">Rom</name><name xml:lang="en">Rome</name></located>', "Rome"),
    ],
)
def test_the_place_of_filing_is_the_dateline_s_else_the_located_one(located: str, place: str) -> None:
    assert with_content_meta(located=located, dateline="").located == place


@pytest.mark.parametrize(
    ("parts", "provider"),
    [
        ({"credit": "<creditline>EXP/B. Photo</creditline>"}, "EXP"),
        ({"credit": "<creditline>EXP–</creditline>"}, "EXP"),
        ({"credit": '<infoSource qcode="is:X"><name>Other Press</name></infoSource>'}, "Other Press"),
        ({"provider": '<provider qcode="nprov:EXP"/>'}, "EXP"),
        ({"provider": '<provider literal="example.com"/>'}, "Example Press Ltd"),
        ({"provider": '<provider qcode="p:z01122"/>'}, "Example Press Ltd"),
        ({"provider": '<provider literal="example.com"/>', "rights": ""}, "example"),
    ],
)
def test_the_provider_is_whom_the_copy_credits(parts: dict[str, str], provider: str) -> None:
    content_meta = CONTENT_META.replace("<creditline>Example Press</creditline>", parts.pop("credit", ""))
    meta = ITEM_META.replace(
        '<provider qcode="nprov:EXP"><name>Example Press Holding</name></provider>', parts.pop("provider", "")
    )
    assert one(item(meta=meta, content_meta=content_meta, **parts)).provider == provider


@pytest.mark.parametrize(
    ("writer", "byline"),
    [
        ("<creator><name>A. Reporter</name></creator>", "A. Reporter"),
        ("<creator><name>reporter.anna</name></creator>", ""),
        ('<creator literal="wh"/>', ""),
        ("<by>ANNA REPORTER, B. WRITER</by>", "ANNA REPORTER, B. WRITER"),
    ],
)
def test_without_a_byline_a_creator_with_a_name_counts(writer: str, byline: str) -> None:
    assert with_content_meta(by=writer).byline == byline


PLAIN = "\n\n".join(text.replace("&", "&amp;").replace("<", "&lt;") for text in PARAGRAPHS)


@pytest.mark.parametrize(
    "content",
    [
        f'<inlineData contenttype="text/plain">{PLAIN}</inlineData>',
        f"<inlineData>{PLAIN}</inlineData>",
        f'<inlineData contenttype="text/html"><![CDATA[{MARKUP}]]></inlineData>',
        f'<inlineData contenttype="text/plain"><![CDATA[{MARKUP}]]></inlineData>',
        f'<inlineXML contenttype="xhtml/xml"><div>{MARKUP}</div></inlineXML>',
        f'<inlineXML contenttype="text/html">{MARKUP}</inlineXML>',
        f"<inlineXML><html><body><header><h1>{STORY.headline}</h1><p>x</p></header>{MARKUP}</body></html></inlineXML>",
        f"<inlineXML><html><body><h1>{STORY.headline}</h1>{MARKUP}<script>x()</script></body></html></inlineXML>",
        f"<inlineXML><article>{MARKUP}<figure><img/><figcaption>A bridge.</figcaption></figure></article></inlineXML>",
        f"<inlineXML><nitf><body><body.content><block>{MARKUP}</block></body.content></body></nitf></inlineXML>",
        f'<remoteContent href="http://127.0.0.1:9/" contenttype="text/html"/>{XHTML}',
        f'<inlineData contenttype="application/json">{{}}</inlineData>{XHTML}',
        f'<inlineData contenttype="image/png" encoding="encd:base64">iVBORw0KGgo=</inlineData>{XHTML}',
        f'<inlineXML contenttype="application/sportsml+xml"><sports-content>x</sports-content></inlineXML>{XHTML}',
    ],
    ids=range(14),
)
def test_content_of_every_kind_is_the_same_story(content: str) -> None:
    assert one(item(content=content)) == STORY


def test_of_several_languages_the_english_one_is_read() -> None:
    german = '<inlineXML xml:lang="de"><html><body><p>Die Armee nahm die Brücke.</p></body></html></inlineXML>'
    english = XHTML.replace("<inlineXML", '<inlineXML xml:lang="en"')
    headlines = (
        f'<headline xml:lang="de">Armee nimmt Brücke</headline><headline xml:lang="en">{STORY.headline}</headline>'
    )
    content_meta = CONTENT_META[: CONTENT_META.index("<headline")] + headlines + CONTENT_META.split("</headline>")[1]
    assert one(item(content=german + english, content_meta=content_meta)) == STORY


def test_without_an_english_one_the_first_is_read() -> None:
    contents = "".join(f'<inlineXML xml:lang="{tag}"><p>{tag}</p></inlineXML>' for tag in ("de-AT", "fr"))
    article = one(item(content=contents))
    assert (article.body, article.language) == ("de-AT", "de-at")


@pytest.mark.parametrize(
    ("profile", "kind"), [("<profile>test</profile>", "test"), ('<profile versioninfo="2">X-G2</profile>', "")]
)
def test_a_profile_with_a_version_is_no_kind_of_copy(profile: str, kind: str) -> None:
    assert with_meta(profile=profile).profile == kind


@pytest.mark.parametrize(("written", "means"), [("", 5), ("0", 5), ("9", 9), ("10", 5), ("high", 5), ("1", 1)])
def test_urgency_is_one_to_nine_and_five_when_missing(written: str, means: int) -> None:
    assert with_content_meta(urgency=f"<urgency>{written}</urgency>").urgency == means


@pytest.mark.parametrize(
    "content",
    [
        "<inlineXML>" * 200 + MARKUP * 5_000 + "</inlineXML>" * 200,
        "<inlineXML><p>x</p></inlineXML>" * 50_000,
        "<inlineXML><figure>" + "<b class='byline'>x</b>" * 60_000 + "</figure></inlineXML>",
    ],
    ids="nested many bylines".split(),
)
def test_two_megabytes_of_odd_content_end_quickly(content: str) -> None:
    with soon():
        read(item(content=content).encode())


@given(st.binary(max_size=200), st.integers(0, len(message(item()))), st.integers(0, 80))
def test_a_damaged_document_raises_nothing_but_bad_copy(damage: bytes, at: int, cut: int) -> None:
    whole = message(item())
    try:
        read(whole[:at] + damage + whole[at + cut :])
    except BadCopy as refused:
        assert refused.reason in BAD_COPY_REASONS


def test_infomaker_s_document_format_is_text() -> None:
    idf = """<idf xmlns="http://www.infomaker.se/idf/1.0"><group type="header"><element type="headline">No</element>
<element type="dateline">Beirut</element><element type="leadin" format="html">A lead.</element></group>
<group type="body"><element type="body" format="html">Troops <strong>came</strong>.</element>
<object type="x-im/image"><links><link><data><text>A caption</text></data></link></links></object>
<element type="body">Rebels left.</element></group></idf>"""
    assert one(item(content=f"<inlineXML>{idf}</inlineXML>")).body == "A lead.\n\nTroops came.\n\nRebels left."
