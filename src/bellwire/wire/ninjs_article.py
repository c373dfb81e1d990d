"""An article under ninjs 3's names and shapes: what the articles topic carries and `bellwire read --articles` prints.

Source: IPTC's ninjs schema 3.1.
"""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from msgspec import UNSET, UnsetType

from bellwire.wire.article import PubStatus

Time = Annotated[str, msgspec.Meta(extra_json_schema={"format": "date-time"})]


class NinjsPart(msgspec.Struct, frozen=True, kw_only=True):
    """A headline or a body: plain text, so that a reader leaves `<` and `&` in it alone."""

    role: Literal["main"] = "main"
    contentType: Literal["text/plain"] = "text/plain"
    value: str


class NinjsArticle(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One version of one story: (`uri`, `version`). What the wire does not give is left out. Times are UTC.

    `received` is when it arrived, `embargoed` until when it is held, `located` where the reporter filed from, `feed`
    the feed that it came by. A `canceled` article takes back every version of its `uri`.
    """

    uri: str
    version: str
    type: Literal["text"]
    pubstatus: PubStatus
    urgency: Annotated[int, msgspec.Meta(ge=1, le=9)]
    versioncreated: Time | UnsetType = UNSET
    received: Time | UnsetType = UNSET
    embargoed: Time | UnsetType = UNSET
    language: str = ""
    headlines: tuple[NinjsPart, ...]
    bodies: tuple[NinjsPart, ...]
    located: str = ""
    provider: str = ""
    by: str = ""
    slugline: str = ""
    ednote: str = ""
    profile: str = ""
    feed: str = ""
