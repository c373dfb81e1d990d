"""NewsML 1.0 to 1.2: trees of components, revisions, what holds an item back, and what in it is no story."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bellwire.errors import BAD_COPY_REASONS, BadCopy
from bellwire.wire import Article
from bellwire.wire.newsml_1 import read
from kit.effort import soon
from kit.xml_story import MARKUP, PARAGRAPHS, STORY

DOCTYPE = '<!DOCTYPE NewsML SYSTEM "NewsML_1.2.dtd" [<!ENTITY % nitf SYSTEM "nitf-3-2.dtd"> %nitf;]>'
PUBLIC = "<PublicIdentifier>urn:newsml:example.com:20161204:deir-hassan:3</PublicIdentifier>"
NAMES = (
    "<ProviderId>example.com</ProviderId><DateId>20161204</DateId><NewsItemId>deir-hassan</NewsItemId>"
    '<RevisionId PreviousRevision="2" Update="N">3</RevisionId>' + PUBLIC
)
MANAGEMENT = """
  <NewsItemType FormalName="News"/>
  <FirstCreated>20161204T100000+0000</FirstCreated>
  <ThisRevisionCreated>20161204T233000+0200</ThisRevisionCreated>
  <Status FormalName="Usable"/>
  <Urgency FormalName="2"/>"""
LINES = f"""
  <HeadLine xml:lang="en"> {STORY.headline} </HeadLine>
  <DateLine>Beirut, Dec 4, 2016 (Example Press) -</DateLine>
  <ByLine>By A. Reporter</ByLine>
  <SlugLine>SYRIA-BRIDGE</SlugLine>
  <CopyrightLine>© 2016 Example Press</CopyrightLine>
  <NewsLine><NewsLineType FormalName="AdvisoryLine"/><NewsLineText>RECASTS with rebel denial</NewsLineText></NewsLine>
  <NewsLine><NewsLineType FormalName="ProductLine"/><NewsLineText>(Picture)</NewsLineText></NewsLine>"""
METADATA = """
  <AdministrativeMetadata><Provider><Party FormalName="Example Press"/></Provider></AdministrativeMetadata>
  <DescriptiveMetadata><Language FormalName="EN"/><Genre FormalName="Update"/></DescriptiveMetadata>"""
NITF = f"<nitf><body><body.content>{MARKUP}</body.content></body></nitf>"
PHOTO = (
    '<NewsComponent><NewsComponent><Role FormalName="Caption"/><ContentItem><MediaType FormalName="Text"/>'
    "<DataContent><p>A bridge.</p></DataContent></ContentItem></NewsComponent>"
    '<NewsComponent><Role FormalName="HighDef"/><ContentItem Href="a.jpg"><MediaType FormalName="Photo"/></ContentItem>'
    "</NewsComponent></NewsComponent>"
)


def content(data: str = NITF, kind: str = '<MediaType FormalName="Text"/><Format FormalName="NITF3.1"/>') -> str:
    return f"<ContentItem>{kind}<DataContent>{data}</DataContent></ContentItem>"


def component(inner: str, lines: str = "", role: str = "", metadata: str = "", attributes: str = "") -> str:
    named = f'<Role FormalName="{role}"/>' if role else ""
    return f"<NewsComponent {attributes}>{named}<NewsLines>{lines}</NewsLines>{metadata}{inner}</NewsComponent>"


STANDARD = component(content(), LINES, "", METADATA)


def item(inner: str = STANDARD, names: str = NAMES, management: str = MANAGEMENT) -> str:
    return (
        f"<NewsItem><Identification><NewsIdentifier>{names}</NewsIdentifier><NameLabel>bridge</NameLabel></Identification>"
        f"<NewsManagement>{management}</NewsManagement>{inner}</NewsItem>"
    )


def newsml(*items: str, attributes: str = "", envelope: str = "") -> bytes:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>{DOCTYPE}<NewsML {attributes}>'
        f'<Catalog Href="http://127.0.0.1:9/catalog.xml"/><NewsEnvelope>{envelope}'
        f"<Priority FormalName='9'/></NewsEnvelope>{''.join(items)}</NewsML>"
    ).encode()


def one(*items: str) -> Article:
    (article,) = read(newsml(*items))
    return article


def managed(**elements: str) -> Article:
    """The story with other elements of these names in NewsManagement."""
    kept = [
        line for line in MANAGEMENT.splitlines() if not line.strip().startswith(tuple(f"<{name}" for name in elements))
    ]
    return one(item(management="".join([*kept, *elements.values()])))


def will_be(status: str, when: str) -> str:
    change = f'<FutureStatus FormalName="{status}"/><DateAndTime>{when}</DateAndTime>'
    return f"<StatusWillChange>{change}</StatusWillChange>"


def reason(data: bytes) -> str:
    with pytest.raises(BadCopy) as refused:
        read(data)
    return refused.value.reason


def test_the_story_is_read() -> None:
    assert one(item()) == STORY


def test_any_namespace_is_read_alike() -> None:
    assert read(newsml(item(), attributes='xmlns="http://iptc.org/std/NewsML/2003-10-10/"')) == [STORY]


@pytest.mark.parametrize(
    "inner",
    [
        component(component(content(), LINES, "", METADATA)),
        component(component(content(), role="Main"), LINES, "", METADATA),
        component(component(content()) + PHOTO, LINES, "", METADATA),
        component(PHOTO + component(content(), role="Body"), LINES, "", METADATA),
        component(content(MARKUP, '<Format FormalName="bcNITF2.5"/>'), LINES, "", METADATA),
        component(content(f"<html><body>{MARKUP}</body></html>", '<Format FormalName="XHTML"/>'), LINES, "", METADATA),
        component(content(f"<![CDATA[{MARKUP}]]>", '<Format FormalName="HTML"/>'), LINES, "", METADATA),
        component(content("<![CDATA[" + "\n\n".join(PARAGRAPHS) + "]]>", ""), LINES, "", METADATA),
        component(content() + content("<p>The same in short.</p>"), LINES, "", METADATA),
        component(component(content(), LINES, "", METADATA) + component(content("<p>x</p>"), role="Contact")),
        component(component(content("b{}", '<Format FormalName="CSS"/>')) + component(content(), LINES, "", METADATA)),
    ],
    ids="nested role photo photo-first fragment xhtml html plain formats contact sheet".split(),
)  # fmt: skip
def test_trees_of_every_shape_hold_the_same_story(inner: str) -> None:
    assert one(item(inner)) == STORY


def test_title_lead_and_body_are_headline_and_story() -> None:
    parts = [
        component(content("A title", ""), role="Title"),
        component(content("A lead.", ""), role="Lead"),
        component(content("A body.\n\nMore.", ""), role="Body"),
    ]
    article = one(item(component("".join(parts))))
    assert (article.headline, article.body) == ("A title", "A lead.\n\nA body.\n\nMore.")


def test_of_several_languages_the_english_one_is_read() -> None:
    french = component(
        content("<p>L'armée prend le pont.</p>"), "<HeadLine>Le pont</HeadLine>", attributes='xml:lang="fr"'
    )
    english = component(content(), LINES, metadata=METADATA, attributes='xml:lang="en"')
    assert one(item(component(french + english, attributes='EquivalentsList="yes"'))) == STORY


def test_of_equivalents_one_is_read() -> None:
    twins = component(content(), role="Main") + component(content("<p>The same in short.</p>"), role="Main")
    assert one(item(component(twins, LINES, metadata=METADATA, attributes='EquivalentsList="yes"'))) == STORY


def test_several_items_are_several_stories() -> None:
    other = item(names=NAMES.replace("deir-hassan", "other"))
    assert [article.uri for article in read(newsml(item(), other))] == [
        STORY.uri,
        STORY.uri.replace("deir-hassan", "other"),
    ]


@pytest.mark.parametrize(
    "inner",
    [
        component(PHOTO, "<HeadLine>A bridge</HeadLine>"),
        component("<NewsItemRef NewsItem='x.xml'/>", "<HeadLine>See also</HeadLine>"),
        component("<Topic/>"),
        "<TopicSet/>",
        "",
    ],
    ids="photo reference nothing topics empty".split(),
)
def test_what_has_no_text_is_passed_over_and_refused_alone(inner: str) -> None:
    assert read(newsml(item(inner), item())) == [STORY]
    assert reason(newsml(item(inner))) == "no-story"


def test_a_document_without_items_is_refused() -> None:
    assert reason(newsml()) == "no-story"


def test_another_root_is_refused() -> None:
    assert reason(b"<NewsItem/>") == "not-an-article"


def test_a_flash_is_its_headline() -> None:
    article = one(item(component("", "<HeadLine>Army takes bridge</HeadLine>")))
    assert (article.headline, article.body) == ("Army takes bridge", "")


def test_an_alert_s_text_is_its_body() -> None:
    article = managed(NewsItemType='<NewsItemType FormalName="Alert"/>')
    assert article.profile == "alert"


@pytest.mark.parametrize(
    ("names", "family"),
    [
        (NAMES, STORY.uri),
        (NAMES.replace(":3<", ":3N<"), STORY.uri),
        (NAMES.replace("deir-hassan:3", "a:b:c:3"), "urn:newsml:example.com:20161204:a:b:c"),
        (NAMES.replace(PUBLIC, ""), STORY.uri),
        (NAMES.replace(PUBLIC, "<PublicIdentifier>urn:newsml:www.example.com</PublicIdentifier>"), STORY.uri),
        (NAMES.replace(">deir-hassan<", ">deir-hassan-v3<"), STORY.uri),
        (NAMES.replace(">3<", ">4<"), STORY.uri),
    ],
    ids="public update colons parts general rival mismatch".split(),
)
def test_the_uri_does_not_carry_the_revision(names: str, family: str) -> None:
    assert one(item(names=names)).uri == family


def test_copy_without_an_id_is_named_by_its_text() -> None:
    nameless = item(names="<ProviderId>example.com</ProviderId>")
    assert one(nameless).uri == one(nameless.replace('"2"', '"3"')).uri
    assert one(nameless).uri.startswith("urn:sha256:")


@pytest.mark.parametrize("update", ["U", "A"])
def test_a_mere_amendment_of_an_earlier_revision_is_refused_as_such(update: str) -> None:
    names = NAMES.replace('Update="N"', f'Update="{update}"')
    with pytest.raises(BadCopy, match="amends an earlier revision"):
        read(newsml(item("<Update><Replace>x</Replace></Update>", names)))


def test_an_update_with_its_whole_text_is_a_story() -> None:
    bare = STANDARD.replace('<Genre FormalName="Update"/>', "")
    assert one(item(bare, NAMES.replace('Update="N"', 'Update="U"'))) == STORY


@pytest.mark.parametrize(
    ("status", "means"),
    [
        ("Usable", "usable"),
        ("USABLE", "usable"),
        ("Withheld", "withheld"),
        ("Embargoed", "withheld"),
        ("Canceled", "canceled"),
    ],
)
def test_the_status_is_the_pubstatus(status: str, means: str) -> None:
    assert managed(Status=f'<Status FormalName="{status}"/>').pubstatus == means


def test_an_unknown_status_is_refused() -> None:
    assert reason(newsml(item(management='<Status FormalName="Open"/>'))) == "not-an-article"


def test_a_kill_needs_no_text() -> None:
    article = one(item("", management='<Status FormalName="Canceled"/>'))
    assert (article.uri, article.version, article.pubstatus) == (STORY.uri, "3", "canceled")


@pytest.mark.parametrize("status", ["Embargoed", "Withheld"])
def test_a_status_that_will_change_to_usable_is_an_embargo(status: str) -> None:
    article = managed(Status=f'<Status FormalName="{status}"/>{will_be("Usable", "20161205T060000+0200")}')
    assert (article.pubstatus, article.embargoed) == ("usable", datetime(2016, 12, 5, 4, tzinfo=UTC))


def test_an_expiry_is_no_embargo() -> None:
    assert managed(Status=f'<Status FormalName="Usable"/>{will_be("Canceled", "20170101")}') == STORY


EARLIER = (
    '<RevisionStatus Revision="2"><Status FormalName="Canceled"/></RevisionStatus><Comment>Fixes the date.</Comment>'
)


@pytest.mark.parametrize(
    ("instruction", "note"),
    [
        (f'<Instruction FormalName="Correction">{EARLIER}</Instruction>', "Correction Update Fixes the date. {}"),
        (f'<Instruction FormalName="Rectify">{EARLIER}</Instruction>', "Correction Update Fixes the date. {}"),
        ('<Instruction FormalName="Use at once"/>', "Use at once Update {}"),
    ],
)
def test_instructions_are_said_in_the_note_and_mean_earlier_revisions(instruction: str, note: str) -> None:
    article = managed(Instruction=instruction)
    assert (article.ednote, article.pubstatus) == (note.format("RECASTS with rebel denial"), "usable")


@pytest.mark.parametrize("name", ["Kill", "Withdrawal", "retraction", "Delete"])
def test_an_instruction_to_kill_takes_the_story_back(name: str) -> None:
    article = managed(Instruction=f'<Instruction FormalName="{name}"><Comment>Wrong</Comment></Instruction>')
    assert (article.pubstatus, article.uri, "Wrong" in article.ednote) == ("canceled", STORY.uri, True)


def test_japanese_agencies_own_format_of_text_is_text() -> None:
    text = f"<newstext version='1.0'><body><news.content>{MARKUP}</news.content></body></newstext>"
    told = content(
        f"<news.catalog Href='c.xml'/>{text}", '<MediaType FormalName="Text"/><Format FormalName="NewsTextv1.0"/>'
    )
    assert one(item(component(told, LINES, "", METADATA))).body == STORY.body


@pytest.mark.parametrize(("comment", "note"), [("", ""), ("<Comment>Fixes it.</Comment>", "Fixes it. ")])
def test_an_instruction_that_only_tells_how_earlier_revisions_stand_is_no_note(comment: str, note: str) -> None:
    told = f'<RevisionStatus><Status FormalName="Canceled"/></RevisionStatus>{comment}'
    article = managed(Instruction=f'<Instruction FormalName="CancelAll">{told}</Instruction>')
    assert (article.pubstatus, article.ednote) == ("usable", f"Update {note}RECASTS with rebel denial")


def test_what_a_text_s_comment_says_to_editors_is_a_note() -> None:
    noted = '<ContentItem><Comment FormalName="Editorial Note">Fixes a name.</Comment><Comment>ab/cd</Comment>'
    assert one(item(STANDARD.replace("<ContentItem>", noted, 1))).ednote.endswith("Fixes a name.")


def test_a_time_without_an_offset_takes_the_zone() -> None:
    management = MANAGEMENT.replace("+0200", "")
    assert read(newsml(item(management=management)), zone=timezone(timedelta(hours=2))) == [STORY]


def test_an_urgency_may_be_written_as_text() -> None:
    assert managed(Urgency="<Urgency>2</Urgency>") == STORY


@pytest.mark.parametrize(
    ("dateline", "city", "place"),
    [
        ("BEIRUT, Dec 4", "Homs", "Beirut"),
        ("Gaza City, Palestinian Territories, May 16, 2021 (AFP) -", "", "Gaza City, Palestinian Territories"),
        ("January 21", "MOSCOW", "Moscow"),
        ("", "", ""),
    ],
)
def test_the_place_of_filing_is_the_dateline_s_else_the_origin(dateline: str, city: str, place: str) -> None:
    origin = f'<Location HowPresent="Origin"><Property FormalName="City" Value="{city}"/></Location>'
    event = '<Location HowPresent="Event"><Property FormalName="City" Value="Raqqa"/></Location>'
    metadata = f"<DescriptiveMetadata>{event}{origin}</DescriptiveMetadata>"
    assert one(item(component(content(), f"<DateLine>{dateline}</DateLine>", metadata=metadata))).located == place


@pytest.mark.parametrize(
    ("credit", "parties", "provider"),
    [
        ("Example Press", '<Provider><Party FormalName="EXP"/></Provider>', "Example Press"),
        ("", '<Source><Party FormalName="A firm"/></Source><Provider><Party FormalName="EXP"/></Provider>', "EXP"),
        ("", '<Provider><Party FormalName="exp.com"/></Provider><Source><Party FormalName="EXP"/></Source>', "Sender"),
        ("", "", "Sender"),
    ],
)
def test_the_provider_is_whom_the_copy_credits(credit: str, parties: str, provider: str) -> None:
    metadata = f"<AdministrativeMetadata>{parties}</AdministrativeMetadata>"
    inner = component(content(), f"<CreditLine>{credit}</CreditLine>", metadata=metadata)
    (article,) = read(newsml(item(inner), envelope='<SentFrom><Party FormalName="Sender"/></SentFrom>'))
    assert article.provider == provider


@pytest.mark.parametrize(
    ("creator", "byline"), [("Anna Reporter with B. Writer ", "Anna Reporter with B. Writer"), ("ar/bw", "")]
)
def test_without_a_byline_a_creator_with_a_name_counts(creator: str, byline: str) -> None:
    metadata = f'<AdministrativeMetadata><Creator><Party FormalName="{creator}"/></Creator></AdministrativeMetadata>'
    assert one(item(component(content(), metadata=metadata))).byline == byline


def test_without_a_slug_the_label_is_one() -> None:
    assert one(item(component(content()))).slug == "bridge"


@pytest.mark.parametrize(
    "inner",
    [
        component("<NewsComponent>" * 120 + content("<p>x</p>") * 12_000 + "</NewsComponent>" * 120),
        "".join("<NewsComponent><ContentItem><DataContent>" for _ in range(60))
        + "<p>x</p>" * 100_000
        + "".join("</DataContent></ContentItem></NewsComponent>" for _ in range(60)),
        component(component(content("<p>x</p>")) * 10_000),
    ],
    ids="deep nested many".split(),
)
def test_two_megabytes_of_odd_components_end_quickly(inner: str) -> None:
    with soon():
        try:
            read(newsml(item(inner)))
        except BadCopy as refused:
            assert refused.reason == "no-story"


@given(st.binary(max_size=200), st.integers(0, len(newsml(item()))), st.integers(0, 80))
def test_a_damaged_document_raises_nothing_but_bad_copy(damage: bytes, at: int, cut: int) -> None:
    whole = newsml(item())
    try:
        read(whole[:at] + damage + whole[at + cut :])
    except BadCopy as refused:
        assert refused.reason in BAD_COPY_REASONS
