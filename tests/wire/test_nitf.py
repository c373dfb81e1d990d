"""NITF 3.x: what stands in its head and body, and what of it is no story."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bellwire.errors import BAD_COPY_REASONS, BadCopy
from bellwire.wire import Article
from bellwire.wire.nitf import read
from kit.effort import soon
from kit.xml_story import MARKUP, STORY

DOCDATA = """
  <doc-id id-string="urn:newsml:example.com:20161204:deir-hassan" regsrc="EX"/>
  <urgency ed-urg="2"/>
  <date.issue norm="20161204T233000+0200"/>
  <ed-msg info="Eds: Update RECASTS with rebel denial"/>
  <du-key key="SYRIA-BRIDGE" version="3"/>
  <doc.copyright holder="Example Holdings" year="2016"/>
  <key-list><keyword key="bridge"/></key-list>"""
HEAD = """
  <hedline><hl1>Army takes bridge at Deir Hassan,
    rebels deny it</hl1><hl2>Two sides, one bridge</hl2></hedline>
  <byline>By <person>A. Reporter</person></byline>
  <distributor>Example Press</distributor>
  <dateline><location>BEIRUT</location><story.date>Dec 4</story.date></dateline>
  <abstract><p>A bridge changes hands.</p></abstract>"""


def nitf(docdata: str = DOCDATA, head: str = HEAD, body: str = MARKUP, end: str = "", root: str = "") -> bytes:
    return (
        f'<?xml version="1.0"?><!DOCTYPE nitf SYSTEM "nitf-3-6.dtd"><nitf baselang="EN" {root}>'
        f"<head><title>x</title><docdata>{docdata}</docdata></head><body><body.head>{head}</body.head>"
        f"<body.content>{body}</body.content><body.end>{end}</body.end></body></nitf>"
    ).encode()


def one(data: bytes) -> Article:
    (article,) = read(data)
    return article


def body(markup: str) -> str:
    return one(nitf(body=markup)).body


def docdata(**values: str) -> bytes:
    """The story with other values of docdata's elements, by the first letters of their names."""
    kept = [line for line in DOCDATA.splitlines() if not any(line.strip().startswith(f"<{name}") for name in values)]
    return nitf(docdata="".join([*kept, *values.values()]))


@pytest.mark.parametrize("kind", ["kill", "Withdrawal"])
def test_a_message_to_editors_that_is_a_kill_takes_the_story_back(kind: str) -> None:
    killed = one(docdata(**{"ed-msg": f'<ed-msg msg-type="{kind}" info="Source was wrong"/>'}))
    assert (killed.pubstatus, killed.uri, "Source was wrong" in killed.ednote) == ("canceled", STORY.uri, True)


@pytest.mark.parametrize("other", ["urn:x:other", "urn:x:other_01"])
def test_a_document_that_says_another_is_canceled_kills_that_one_too(other: str) -> None:
    docdata = DOCDATA.replace("deir-hassan", "deir-hassan_03")
    attributes = f'management-doc-idref="{other}" management-idref-status="canceled"'
    killed, story = read(nitf(docdata).replace(b"<docdata", f"<docdata {attributes}".encode()))
    assert (killed.uri, killed.version, killed.pubstatus, killed.headline, killed.body, killed.slug) == (
        "urn:x:other", "", "canceled", "", "", ""
    )  # fmt: skip
    assert killed.ednote.startswith("Kill")
    assert story == STORY


@pytest.mark.parametrize(
    "attributes",
    [
        'management-doc-idref="urn:newsml:example.com:20161204:deir-hassan" management-idref-status="canceled"',
        'management-doc-idref="urn:x:other" management-idref-status="usable"',
        'management-doc-idref="urn:x:other"',
    ],
)
def test_a_reference_to_what_is_not_canceled_kills_nothing(attributes: str) -> None:
    assert read(nitf().replace(b"<docdata", f"<docdata {attributes}".encode())) == [STORY]


def test_the_story_is_read() -> None:
    assert one(nitf()) == STORY


@pytest.mark.parametrize("namespace", ["http://iptc.org/std/NITF/2006-10-18/", "http://iptc.org/std/NITF/2012-01-18/"])
def test_any_namespace_is_read_alike(namespace: str) -> None:
    assert one(nitf(root=f'xmlns="{namespace}"')) == STORY


def test_prefixes_are_read_alike() -> None:
    document = nitf(root='xmlns:n="http://iptc.org/std/NITF/2006-10-18/"').decode()
    names = "nitf head docdata doc-id body body.head body.content hedline hl1 p".split()
    for name in names:
        document = document.replace(f"<{name} ", f"<n:{name} ").replace(f"<{name}>", f"<n:{name}>")
        document = document.replace(f"</{name}>", f"</n:{name}>").replace(f"<{name}/>", f"<n:{name}/>")
    document = document.replace("DOCTYPE nitf", "DOCTYPE n:nitf")
    assert one(document.encode()) == STORY


@pytest.mark.parametrize(
    "norm", ["2016-12-04T21:30:00Z", "20161204T163000-0500", "2016-12-04 21:30", "20161204T213000"]
)
def test_a_date_is_basic_or_extended(norm: str) -> None:
    assert one(docdata(date=f'<date.issue norm="{norm}"/>')).version_time == STORY.version_time


def test_a_time_without_an_offset_takes_the_zone() -> None:
    data = docdata(date='<date.issue norm="20161204T213000"/>')
    (article,) = read(data, zone=timezone(timedelta(hours=2)))
    assert article.version_time == datetime(2016, 12, 4, 19, 30, tzinfo=UTC)


def test_an_unreadable_date_is_none() -> None:
    assert one(docdata(date='<date.issue norm="YYYYMMDD000000-HHMM"/>')).version_time is None


def test_a_release_later_than_the_issue_is_an_embargo() -> None:
    article = one(docdata(**{"date.release": '<date.release norm="20161205T000100+0000"/>'}))
    assert (article.embargoed, article.pubstatus) == (datetime(2016, 12, 5, 0, 1, tzinfo=UTC), "usable")


def test_a_release_with_the_issue_is_none() -> None:
    assert one(docdata(**{"date.release": '<date.release norm="20161204T233000+0200"/>'})).embargoed is None


def test_a_release_that_nobody_can_read_is_withheld() -> None:
    assert one(docdata(**{"date.release": '<date.release norm="Monday noon"/>'})).pubstatus == "withheld"


@pytest.mark.parametrize(
    ("status", "means"),
    [("usable", "usable"), ("withheld", "withheld"), ("canceled", "canceled"), ("embargoed", "withheld")],
)
def test_the_management_status_is_the_pubstatus(status: str, means: str) -> None:
    data = nitf().replace(b"<docdata>", f'<docdata management-status="{status}">'.encode())
    assert one(data).pubstatus == means


def test_an_unknown_status_is_refused() -> None:
    with pytest.raises(BadCopy, match="'maybe'"):
        read(nitf().replace(b"<docdata>", b'<docdata management-status="maybe">'))


@pytest.mark.parametrize(
    ("name", "version", "family"),
    [
        ("NTB5df9281a_00", "1", "NTB5df9281a"),
        ("NTB5df9281a_01", "2", "NTB5df9281a"),
        ("story:3", "3", "story"),
        ("20160512:RTZ:8883:0", "04", "20160512:RTZ:8883:0"),
        ("AAP.115314987.5417374", "", "AAP.115314987.5417374"),
        ("22751909", "22751909", "22751909"),
    ],
)
def test_the_uri_does_not_carry_the_revision(name: str, version: str, family: str) -> None:
    key = f'<du-key key="k" version="{version}"/>' if version else ""
    assert one(docdata(**{"doc-id": f'<doc-id id-string="{name}"/>', "du-key": key})).uri == family


def test_copy_without_an_id_is_named_by_its_text() -> None:
    data = docdata(**{"doc-id": '<doc-id regsrc="AP"/>'})
    assert one(data).uri == one(data.replace(b'ed-urg="2"', b'ed-urg="3"')).uri
    assert one(data).uri.startswith("urn:sha256:") and one(data).uri != one(data.replace(b"1,200", b"1,300")).uri


@pytest.mark.parametrize(
    ("dateline", "place"),
    [
        ("<location>Beirut</location>", "Beirut"),
        ("<location><city>Beirut</city><state/><country>Lebanon</country></location>", "Beirut, Lebanon"),
        ("<location>ALEPPO, <country iso-cc='SY'>Syria</country></location>", "Aleppo, Syria"),
        ("<location><city>Aleppo</city> (<country>Syria</country>)</location>", "Aleppo, Syria"),
        ("TRIPOLI, Lebanon, Dec. 4 (Example Press) --", "Tripoli, Lebanon"),
        ("<story.date norm='20161204T233000+0200'>20161204T233000+0200</story.date>", ""),
        ("MOSCOW, Monday (Example Press)", "Moscow"),
        ("December 4", ""),
    ],
)
def test_the_dateline_gives_the_place_of_filing(dateline: str, place: str) -> None:
    assert one(nitf(head=f"<dateline>{dateline}</dateline>")).located == place


@pytest.mark.parametrize(
    ("byline", "who"),
    [
        ("<byline>A. Reporter</byline>", "A. Reporter"),
        ("<byline>By A. REPORTER<byttl>Example Press Writer</byttl></byline>", "A. REPORTER, Example Press Writer"),
        ("<byline>By<person>A. Reporter</person>, <byttl>Example Press</byttl></byline>", "A. Reporter, Example Press"),
        (
            "<byline>By <person>A. Reporter</person> <byttl>Writer</byttl> <org>EXP</org></byline>",
            "A. Reporter, Writer, EXP",
        ),
        ("<byline><person>A. Reporter</person> in <location>Homs</location></byline>", "A. Reporter in Homs"),
        ("<byline>gr/bp</byline>", ""),
        ("<byline>Situation grave, ready for all that may come says minister</byline>", ""),
    ],
)
def test_the_byline_is_names_and_titles(byline: str, who: str) -> None:
    assert one(nitf(head=byline)).byline == who


def test_a_tagline_is_no_story_and_stands_in_for_the_byline() -> None:
    article = one(nitf(head="", end="<tagline>By B. Writer in Homs</tagline>"))
    assert (article.byline, article.body) == ("B. Writer in Homs", STORY.body)


def test_the_provider_is_who_distributes_it_else_who_holds_the_rights() -> None:
    assert one(nitf(head="")).provider == "Example Holdings"


def test_without_a_key_the_first_keyword_is_the_slug() -> None:
    assert one(docdata(**{"du-key": ""})).slug == "bridge"


def test_a_correction_is_said_in_the_note() -> None:
    data = docdata(**{"ed-msg": '<correction info="Fixes date" id-string="x"/>'})
    assert one(data).ednote == "Correction Fixes date"


def test_what_only_editors_may_read_is_in_the_note() -> None:
    note = '<note type="npa"><body.content><p>Not for print:</p><p>call the desk.</p></body.content></note>'
    article = one(nitf(head=HEAD + note))
    assert (article.body, article.ednote) == (STORY.body, f"{STORY.ednote} Not for print: call the desk.")


def test_levels_of_headlines_within_the_story_are_paragraphs() -> None:
    assert body("<p>One.</p><hl2>- Two -</hl2><block><p>Three.</p></block>") == "One.\n\n- Two -\n\nThree."


def test_the_cells_of_a_row_are_parted() -> None:
    table = "<table><tr><th/><th>Dead</th><th>Hurt</th></tr><tr><td>Homs</td><td> 3 </td><td>11</td></tr></table>"
    assert body(f"<p>Toll:</p>{table}") == "Toll:\n\nDead | Hurt\n\nHoms | 3 | 11"


def test_paragraphs_in_cells_do_not_part_a_row() -> None:
    rows = "<tr><td><p>Homs</p></td><td><p>3</p></td></tr><tr><td><p>Idlib</p><p>town</p></td><td><p>11</p></td></tr>"
    assert body(f"<p>Toll:</p><table>{rows}</table><p>End.</p>") == "Toll:\n\nHoms | 3\n\nIdlib\n\ntown | 11\n\nEnd."


def test_quotes_and_lists_are_paragraphs() -> None:
    quote = "<bq><block><p>We hold.</p></block><credit>A commander</credit></bq>"
    assert body(f"{quote}<ul><li>One</li><li>Two</li></ul>") == "We hold.\n\nA commander\n\nOne\n\nTwo"


def test_pictures_with_captions_are_left_out() -> None:
    media = (
        '<media media-type="image"><media-reference mime-type="image/jpeg" source="x.jpg"/>'
        "<media-caption><p>A bridge.</p></media-caption><media-producer>B. Photo</media-producer></media>"
    )
    assert body(f"<p>One.</p>{media}<p>Two.</p>") == "One.\n\nTwo."


def test_inline_markup_does_not_part_words() -> None:
    assert body("<p>On <chron>Dec 4</chron>, the <org>Army</org>'s <em>men</em> took it.</p>") == (
        "On Dec 4, the Army's men took it."
    )


def test_lines_that_are_only_wrapped_are_joined() -> None:
    wrapped = "<p>   Troops advanced on the bridge over the river in the <br/>small hours of Sunday, the army said.</p>"
    assert body(wrapped) == "Troops advanced on the bridge over the river in the small hours of Sunday, the army said."


def test_verbatim_text_keeps_its_paragraphs() -> None:
    assert body("<pre>One\n\nTwo</pre>") == "One\n\nTwo"


def test_a_body_without_markup_keeps_its_paragraphs() -> None:
    assert body("One.\n\nTwo <b>bold</b>.\n\nThree.") == "One.\n\nTwo bold.\n\nThree."


def test_escaped_markup_and_entities_escaped_twice_are_resolved() -> None:
    assert body("<p>R&amp;amp;D &amp;#8211; it&amp;rsquo;s</p>") == "R&D – it’s"
    assert body("&lt;p&gt;One.&lt;/p&gt;&lt;p&gt;Two.&lt;/p&gt;") == "One.\n\nTwo."


def test_without_a_body_the_abstract_is_the_story() -> None:
    assert one(nitf(body="")).body == "A bridge changes hands."


def test_the_headline_is_not_repeated_in_the_story() -> None:
    assert body(f"<hl1>{STORY.headline}</hl1><p>One.</p>") == "One."


def test_a_kill_needs_no_text() -> None:
    article = one(b'<nitf><head><docdata management-status="canceled"><doc-id id-string="x"/></docdata></head></nitf>')
    assert (article.uri, article.pubstatus, article.body) == ("x", "canceled", "")


def test_another_root_is_refused() -> None:
    with pytest.raises(BadCopy, match="<html> is no NITF"):
        read(b"<html/>")


@pytest.mark.parametrize(
    "markup",
    [
        "<note type='npa'>" * 200 + "<p>x</p>" * 100_000 + "</note>" * 200,
        "<bq>" * 200 + "x" * 1_000_000 + "</bq>" * 200,
        "<tr>" + "<td> </td>" * 150_000 + "</tr>",
        "<p>" + "a<br/>" * 200_000 + "</p>",
    ],
    ids="notes quotes cells breaks".split(),
)
def test_two_megabytes_of_odd_markup_end_quickly(markup: str) -> None:
    with soon():
        read(nitf(body=markup))


@given(st.binary(max_size=200), st.integers(0, len(nitf())), st.integers(0, 60))
def test_a_damaged_document_raises_nothing_but_bad_copy(damage: bytes, at: int, cut: int) -> None:
    whole = nitf()
    try:
        read(whole[:at] + damage + whole[at + cut :])
    except BadCopy as refused:
        assert refused.reason in BAD_COPY_REASONS


@pytest.mark.parametrize(
    "mark", ["jr/jd", "bur-jr/jd/ab", "ends", "(END)", "Enditem", "###", "-30-", "==Kyodo", "AB // CDE", "Exp/Fim"]
)
def test_a_last_line_of_initials_or_an_end_mark_is_no_copy(mark: str) -> None:
    assert body(f"<p>Troops came.</p><p>{mark}</p>") == "Troops came."
    assert body(f"<p>Troops came.</p><p>ar/bw</p><p>{mark}</p>") == "Troops came."


@pytest.mark.parametrize("last", ["Rebels left.", "and/or both", "AP", "He said: ends"])
def test_a_last_line_of_words_is_copy(last: str) -> None:
    assert body(f"<p>Troops came.</p><p>{last}</p>") == f"Troops came.\n\n{last}"


@pytest.mark.parametrize(
    "words", ["Reporting by A; Editing by B", "(Writing by A in Beirut; additional reporting by B)"]
)
def test_a_tagline_of_several_trades_is_no_byline(words: str) -> None:
    article = one(nitf(head="", end=f"<tagline>{words}</tagline>"))
    assert article.byline == ""
