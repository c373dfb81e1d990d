"""The article: one version of one story from a wire, whatever its format was."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

import msgspec

PubStatus = Literal["usable", "withheld", "canceled"]


class Article(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One item of copy, (`uri`, `version`), made once by `wire` and read everywhere.

    `headline` and `body` are clean plain text (entities resolved, markup taken off, paragraphs parted by an empty
    line), and evidence spans are slices of it. `uri` names the story and never its revision. What is for editors
    only stands in `ednote`, with signals in words. `located` is the town of its dateline, else of the field, with
    the land or state where the wire names one ("Aleppo, Syria"), whatever the format. Times are aware and in UTC;
    None where the wire gives none that can be read: never a stand-in.
    """

    uri: str
    version: str = ""
    headline: str = ""
    body: str = ""
    version_time: datetime | None = None
    received: datetime | None = None
    embargoed: datetime | None = None
    pubstatus: PubStatus = "usable"
    urgency: int = 5
    language: str = ""
    located: str = ""
    provider: str = ""
    byline: str = ""
    slug: str = ""
    ednote: str = ""
    profile: str = ""
    feed: str = ""
