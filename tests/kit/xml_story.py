"""One invented story, retold in each XML format by the tests of its reader."""

from __future__ import annotations

from datetime import UTC, datetime

from bellwire.wire import Article

PARAGRAPHS = (
    "Government troops seized the river bridge at Deir Hassan on Sunday, the army said, opening the road north.",
    "“We hold both banks,” a rebel commander told reporters – from the Café Salam.",
    "Some 1,200 people fled; R&D offices < 5 km away stood empty.",
)
STORY = Article(
    uri="urn:newsml:example.com:20161204:deir-hassan",
    version="3",
    headline="Army takes bridge at Deir Hassan, rebels deny it",
    body="\n\n".join(PARAGRAPHS),
    version_time=datetime(2016, 12, 4, 21, 30, tzinfo=UTC),
    urgency=2,
    language="en",
    located="Beirut",
    provider="Example Press",
    byline="A. Reporter",
    slug="SYRIA-BRIDGE",
    ednote="Update RECASTS with rebel denial",
)
#: The paragraphs as markup of XHTML and NITF.
MARKUP = "".join(f"<p>{text.replace('&', '&amp;').replace('<', '&lt;')}</p>" for text in PARAGRAPHS)
