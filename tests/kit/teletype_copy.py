"""One invented story as the wire machines send it, by either standard."""

from __future__ import annotations

from datetime import UTC, datetime

from bellwire.wire import Article, read_copy

NIGHT = datetime(2016, 12, 4, 21, 30, tzinfo=UTC)
HEADLINE = "Army takes bridge at Deir Hassan, rebels deny it"
FIRST = """   BEIRUT (AP) - Government troops seized the river bridge at Deir
Hassan on Sunday, the army said, opening the road north."""
SECOND = """   "We hold both banks," a rebel commander told reporters in a town
that neither side would name."""
BODY = (
    "BEIRUT (AP) - Government troops seized the river bridge at Deir Hassan on Sunday, the army said, opening the road"
    ' north.\n\n"We hold both banks," a rebel commander told reporters in a town that neither side would name.'
)
TYPED = f"\t{FIRST}<\n\t{SECOND}<\n".replace(" - ", " _ ").replace('"We', "``We").replace('s,"', "s,''")


def iptc(
    text: str = f"{HEADLINE} =\n\n{FIRST}\n\n{SECOND}\n",
    header: str = "abc062 2 i 211 xyz  AP 061",
    keywords: str = "SYRIA-BRIDGE/",
    stamp: str = "042130 GMT Dec 16",
) -> str:
    return f"\x01{header}\n\n{keywords}\n\x02{text}\n\x03{stamp}\n\x7f\n\x7f\x04"


def anpa(
    lines: str = f"^{HEADLINE}<\n^By A. REPORTER=\n^Example Press Writer=\n",
    version: str = "",
    label: str = "",
    story: str = TYPED,
    first: str = "a0512\x1fxxxxx",
    second: str = "u i\x13\x11 BC-Syria-Bridge {}   12-04 0042",
    stamp: str = "AP-WF-12-04-16 2130GMT",
) -> str:
    keywords = f"^BC-Syria-Bridge{label},42<\n"
    return f"\x16\x16\x01{first}\n{second.format(version)}\n\x02{keywords}{lines}{story}\x03{stamp}<\n\n\x04"


def articles(*messages: str) -> list[Article]:
    return read_copy("".join(messages).encode())


def one(message: str) -> Article:
    (article,) = articles(message)
    return article
