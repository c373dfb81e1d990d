"""One invented story, filed in every format that Bellwire reads; `FORMATS` is the list of them."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from email.message import EmailMessage
from textwrap import fill

import msgspec

from bellwire.wire import Article
from kit import xml_story

DATELINE = "BEIRUT, Lebanon (Example Press) - "
#: The invented story with its dateline, which plain text and teletype copy have nowhere but in the text.
STORY: Article = msgspec.structs.replace(
    xml_story.STORY, body=DATELINE + xml_story.STORY.body, located="Beirut, Lebanon"
)
PARAGRAPHS = STORY.body.split("\n\n")
MARKUP = xml_story.MARKUP.replace("<p>", f"<p>{DATELINE}", 1)
NOTE = STORY.ednote.removeprefix("Update ")
#: The slug as a keyword line, which says that this is an update.
KEYWORDS = f"BC-{STORY.slug}, 1st Ld-Writethru"
WRAPPED = "\n\n".join(fill(paragraph, 64) for paragraph in PARAGRAPHS)


@dataclass(frozen=True, slots=True)
class Filing:
    """The story in one format. `own`: fields that the format names in a way of its own; `lost`: those that it cannot
    carry, which are the fields' defaults then."""

    copy: bytes
    own: frozenset[str] = field(default_factory=frozenset)
    lost: frozenset[str] = field(default_factory=frozenset)


def _filing(copy: str | bytes, own: str = "", lost: str = "") -> Filing:
    data = copy.encode() if isinstance(copy, str) else copy
    return Filing(data, frozenset(own.split()), frozenset(lost.split()))


def _ninjs(generation: int) -> str:
    late = generation == 3
    item: dict[str, object] = {
        "uri": STORY.uri, "version": "3", "type": "text", "urgency": 2, "language": "en", "located": "Beirut, Lebanon",
        "slugline": KEYWORDS, "versionCreated" if late else "versioncreated": "2016-12-04T23:30:00+02:00",
        "edNote" if late else "ednote": NOTE, "pubStatus" if late else "pubstatus": "usable",
        "copyrightHolder" if late else "copyrightholder": "Example Press", "signals": ["sig:update"],
    }  # fmt: skip
    if generation == 1:
        item |= {"headline": STORY.headline, "byline": "By A. Reporter", "body_xhtml": MARKUP}
    else:
        kind = "contentType" if late else "contenttype"
        item |= {"headlines": [{"role": "main", "value": STORY.headline}], "by": "By A. Reporter"}
        item |= {"bodies": [{"role": "main", kind: "text/html", "value": MARKUP}]}
    return json.dumps(item)


def _superdesk() -> str:
    return json.dumps(
        {
            "guid": STORY.uri, "version": "3", "type": "text", "versioncreated": "2016-12-04T21:30:00+0000",
            "pubstatus": "usable", "urgency": 2, "priority": 6, "language": "en", "located": "Beirut, Lebanon",
            "source": "Example Press", "headline": STORY.headline, "byline": "By A. Reporter", "slugline": STORY.slug,
            "ednote": NOTE, "signal": [{"code": "sig:update", "name": "Update"}], "body_html": MARKUP,
            "evolvedfrom": "urn:newsml:example.com:20161204:before", "associations": {},
        }
    )  # fmt: skip


def _fingerpost() -> str:
    return json.dumps(
        {
            "uri": f"{STORY.uri}/2016-12-04T21:30:00.000Z/3", "usn": "deir-hassan", "version": "3", "status": "",
            "versionCreated": "2016-12-04T21:30:00.000Z", "slug": STORY.slug, "headline": STORY.headline,
            "byline": "A. Reporter", "priority": "2", "language": "en", "ednote": STORY.ednote,
            "location": "Beirut, Lebanon", "copyrightHolder": "Example Press", "body_text": MARKUP,
        }
    )  # fmt: skip


def _ap() -> str:
    item = {
        "altids": {"itemid": "deir-hassan", "etag": "deir-hassan_3"}, "version": 3, "type": "text", "urgency": 2,
        "language": "en", "versioncreated": "2016-12-04T21:30:00Z", "pubstatus": "usable", "headline": STORY.headline,
        "slugline": "BC-SYRIA-BRIDGE,1st Ld-Writethru", "ednote": f"Eds: {NOTE}", "located": "BEIRUT, Lebanon",
        "bylines": [{"by": "By A. Reporter"}], "provider": "Example Press", "body_html": MARKUP,
    }  # fmt: skip
    return json.dumps({"data": {"items": [{"meta": {}, "item": item}]}})


def _dpa() -> str:
    entry = {
        "format": "digitalwires@0.9.1", "urn": STORY.uri, "version": 3, "version_created": "2016-12-04T22:30:00+01:00",
        "pubstatus": "usable", "signal": "sig:update", "language": "en", "urgency": 2, "headline": STORY.headline,
        "dateline": DATELINE, "byline": "By A. Reporter", "creditline": "Example Press", "article_html": MARKUP,
        "ednotes": [{"role": "dpaednoterole:correction", "ednote": NOTE}],
    }  # fmt: skip
    return json.dumps({"entries": [entry]})


def _newsml_g2(content: str) -> str:
    return f"""<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><itemSet>
<newsItem guid="{STORY.uri}" version="3" standard="NewsML-G2" xml:lang="en">
<itemMeta><itemClass qcode="ninat:text"/><versionCreated>2016-12-04T23:30:00+02:00</versionCreated>
<pubStatus qcode="stat:usable"/><edNote>{NOTE}</edNote><signal qcode="sig:update"/></itemMeta>
<contentMeta><urgency>2</urgency><located><name>Beirut</name><broader><name>Lebanon</name></broader></located><slugline>{KEYWORDS}</slugline>
<headline>{STORY.headline}</headline><by>By A. Reporter</by><creditline>Example Press</creditline></contentMeta>
<contentSet><inlineXML>{content}</inlineXML></contentSet></newsItem></itemSet></newsMessage>"""


def _newsml_1() -> str:
    return f"""<NewsML><NewsItem><Identification><NewsIdentifier>
<ProviderId>example.com</ProviderId><DateId>20161204</DateId><NewsItemId>deir-hassan</NewsItemId>
<RevisionId PreviousRevision="2" Update="N">3</RevisionId>
<PublicIdentifier>{STORY.uri}:3</PublicIdentifier></NewsIdentifier></Identification>
<NewsManagement><NewsItemType FormalName="News"/><ThisRevisionCreated>20161204T213000+0000</ThisRevisionCreated>
<Status FormalName="Usable"/><Urgency FormalName="2"/></NewsManagement>
<NewsComponent><NewsLines><HeadLine>{STORY.headline}</HeadLine><DateLine>{DATELINE}</DateLine>
<ByLine>By A. Reporter</ByLine><SlugLine>{KEYWORDS}</SlugLine>
<NewsLine><NewsLineType FormalName="AdvisoryLine"/><NewsLineText>{NOTE}</NewsLineText></NewsLine></NewsLines>
<AdministrativeMetadata><Provider><Party FormalName="Example Press"/></Provider></AdministrativeMetadata>
<DescriptiveMetadata><Language FormalName="en"/><Genre FormalName="Update"/></DescriptiveMetadata>
<ContentItem><MediaType FormalName="Text"/><DataContent>{MARKUP}</DataContent></ContentItem></NewsComponent>
</NewsItem></NewsML>"""


def _nitf(root: str = "") -> str:
    return f"""<nitf baselang="en" {root}><head><docdata><doc-id id-string="{STORY.uri}"/><urgency ed-urg="2"/>
<date.issue norm="20161204T213000Z"/><ed-msg info="{STORY.ednote}"/><du-key key="{KEYWORDS}" version="3"/></docdata>
</head><body><body.head><hedline><hl1>{STORY.headline}</hl1></hedline><byline>By A. Reporter</byline>
<distributor>Example Press</distributor>
<dateline><location><city>BEIRUT</city><country>Lebanon</country></location></dateline></body.head>
<body.content>{MARKUP}</body.content></body></nitf>"""


def _rss() -> str:
    return f"""<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"
xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>A feed</title><language>en</language>
<item><title>{STORY.headline}</title><guid isPermaLink="false">{STORY.uri}</guid>
<pubDate>Sun, 04 Dec 2016 21:30:00 GMT</pubDate><dc:creator>By A. Reporter</dc:creator>
<content:encoded><![CDATA[{MARKUP}]]></content:encoded></item></channel></rss>"""


def _atom() -> str:
    return f"""<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>A feed</title><entry><id>{STORY.uri}</id>
<title>{STORY.headline}</title><updated>2016-12-04T21:30:00Z</updated><author><name>A. Reporter</name></author>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">{MARKUP}</div></content></entry></feed>"""


def _iptc_7901() -> str:
    head = f"1ST LEAD\n({NOTE})\n{STORY.headline}\nBy A. Reporter ="
    text = f"{head}\n\n{WRAPPED}\n\n(END)\n"
    return f"\x16\x16\x01abc3 2 i 60 EP\n\nSYRIA-BRIDGE/\n\x02{text}\x03042130 GMT Dec 16\n\x04".replace("\n", "\r\r\n")


def _anpa_1312() -> str:
    head = f"^BC-SYRIA-BRIDGE, 1st Ld-Writethru,60<\n^{STORY.headline}<\n^Eds: {NOTE}<\n^By A. Reporter=\n"
    text = "".join(f"\t   {paragraph}<\n" for paragraph in WRAPPED.split("\n\n"))
    header = "\x16\x16\x01a0003\x1fxxxxx\nb i\x13\x11 BC-SYRIA-BRIDGE 1stLd-Writethru   12-04 0060\n"
    return f"{header}\x02{head}{text}\x03EP-WF-12-04-16 2130GMT<\n\x04"


def _plain() -> str:
    head = f"BC-SYRIA-BRIDGE, 1st Ld-Writethru\nUrgency: 2\n{STORY.headline}\nEds: {NOTE}\nBy A. Reporter"
    return f"{head}\n\n{WRAPPED}\n\n042130 GMT DEC 16\n"


def _mail() -> bytes:
    message = EmailMessage()
    message["From"] = "Example Press <wire@example.com>"
    message["Subject"] = STORY.headline
    message["Date"] = "Sun, 04 Dec 2016 23:30:00 +0200"
    message["Message-ID"] = "<deir-hassan@example.com>"
    head = f"BC-SYRIA-BRIDGE, 1st Ld-Writethru\nUrgency: 2\nEds: {NOTE}\nBy A. Reporter"
    message.set_content(f"{head}\n\n{WRAPPED}\n")
    message["Content-Language"] = "en"
    return message.as_bytes()


_XHTML = f'<html xmlns="http://www.w3.org/1999/xhtml"><body>{MARKUP}</body></html>'

FORMATS = {
    "ninjs 1": _filing(_ninjs(1)),
    "ninjs 2": _filing(_ninjs(2)),
    "ninjs 3": _filing(_ninjs(3)),
    "ninjs, Superdesk": _filing(_superdesk()),
    "ninjs, Fingerpost": _filing(_fingerpost()),
    "AP Media API": _filing(_ap(), own="uri"),
    "dpa digitalwires": _filing(_dpa(), lost="slug"),
    "NewsML-G2 with XHTML": _filing(_newsml_g2(_XHTML)),
    "NewsML-G2 with NITF": _filing(_newsml_g2(_nitf())),
    "NewsML 1.2": _filing(_newsml_1()),
    "NITF": _filing(_nitf()),
    "RSS 2.0": _filing(_rss(), lost="version urgency slug ednote"),
    "Atom": _filing(_atom(), own="version", lost="urgency slug ednote"),
    "IPTC 7901": _filing(_iptc_7901(), own="uri version", lost="language"),
    "ANPA 1312": _filing(_anpa_1312(), own="uri version", lost="language"),
    "plain text": _filing(_plain(), own="uri", lost="version language"),
    "e-mail": _filing(_mail(), own="uri", lost="version"),
}

#: Formats of feeds, which have no field for notes: their headline says it.
FEEDS = ("RSS 2.0", "Atom")
#: How each format marks a story: the words in its copy, and those in their place for a hold and a kill ("": it has
#: none of its own).
_MARKED = {
    "ninjs": ('"usable"', '"withheld"', '"canceled"'),
    "ninjs, Fingerpost": ('"status": ""', '"status": "withheld"', '"status": "canceled"'),
    "AP Media API": ('"usable"', '"withheld"', '"canceled"'),
    "dpa digitalwires": ('"usable"', '"withheld"', '"canceled"'),
    "NewsML-G2": ("stat:usable", "stat:withheld", "stat:canceled"),
    "NewsML 1.2": ('Status FormalName="Usable"', 'Status FormalName="Withheld"', 'Status FormalName="Canceled"'),
    "NITF": ("<docdata>", '<docdata management-status="withheld">', '<docdata management-status="canceled">'),
    "IPTC 7901": ("1ST LEAD", "HOLD HOLD HOLD", "KILL KILL KILL"),
    "ANPA 1312": ("1st Ld-Writethru", "HOLD", "KILL"),
    "plain text": ("1st Ld-Writethru", "HOLD", "KILL"),
    "e-mail": ("1st Ld-Writethru", "HOLD", "KILL"),
}
MARKABLE = tuple(name for name in FORMATS if name not in FEEDS)


def noted(name: str, note: str) -> bytes:
    """The story in a format with another note to editors; a feed has it in front of the headline."""
    copy = FORMATS[name].copy
    said, instead = (STORY.headline, f"{note.upper()} - {STORY.headline}") if name in FEEDS else (NOTE, note)
    assert said.encode() in copy
    return copy.replace(said.encode(), instead.encode())


def marked(name: str, *, killed: bool) -> bytes:
    """The story in a format, taken back (`killed`) or withheld by the format's own mark."""
    said, hold, kill = next(marks for start, marks in reversed(_MARKED.items()) if name.startswith(start))
    assert said.encode() in FORMATS[name].copy
    return FORMATS[name].copy.replace(said.encode(), (kill if killed else hold).encode())
