"""feeds.toml: what a newsroom knows of each feed before its copy comes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, timedelta, tzinfo
from typing import Any, Literal, get_args

import msgspec

from bellwire import toml_fields as fields
from bellwire.addresses import shown as shown_address
from bellwire.errors import BellwireError
from bellwire.reading.reading import Grade
from bellwire.settings import Settings
from bellwire.toml_file import Problem, Wrong, load_known, nearest, one_table, parse, problems_of, read_fields, shown
from bellwire.wire import Article

#: How a feed comes: the name of the `bellwire intake` command that takes it in.
Kind = Literal["files", "directory", "rss", "http", "poll"]

#: The kinds that are fetched from addresses.
FETCHED: frozenset[Kind] = frozenset({"rss", "poll"})


@dataclass(frozen=True, slots=True)
class Feed:
    """One feed. `silence` is how long it may say nothing, None where nobody knows; `zone` is of times in its copy that
    name none; `language` and `provider` are of copy that names none; `grade` is what kind of source it is; `every`: how
    often its addresses are asked, None for the setting's interval."""

    name: str = ""
    silence: timedelta | None = None
    grade: Grade = Grade.NAMED
    language: str = ""
    zone: tzinfo = UTC
    kind: Kind | None = None
    urls: tuple[str, ...] = ()
    provider: str = ""
    every: timedelta | None = None

    def completed(self, article: Article) -> Article:
        """The article under this feed's name, with its language and provider where the copy has none."""
        return msgspec.structs.replace(
            article,
            feed=self.name or article.feed,
            language=article.language or self.language,
            provider=article.provider or self.provider,
        )


#: Of copy whose feed nobody named.
NO_FEED = Feed()


#: What may stand under a feed's name: how each is read, and what it is. `silence` must.
FIELDS: Mapping[str, fields.Field] = {
    "silence": fields.Field(fields.span, 'how long the feed may say nothing: "30m", "6h" or "2d"'),
    "grade": fields.Field(fields.one_of(grade.name.lower() for grade in Grade), "what kind of source it is"),
    "language": fields.Field(fields.language, 'the language of copy that declares none: "en", "pt-br"'),
    "zone": fields.Field(fields.zone, 'the time zone of times that name none: "Europe/Paris"'),
    "kind": fields.Field(fields.one_of(get_args(Kind)), "the `bellwire intake` command that takes it in"),
    "url": fields.Field(fields.url, "the one address of a feed of kind rss or poll"),
    "urls": fields.Field(fields.urls, "its addresses, where it has several"),
    "every": fields.Field(fields.span, 'how often its addresses are asked: "1m", "2h"'),
    "provider": fields.Field(fields.words, "the agency of copy that names none"),
}


def read_feeds(text: str) -> tuple[dict[str, Feed], list[Problem]]:
    """The feeds of a file by name, and all that is wrong with it, by line."""
    data, problems = parse(text)
    wrong: Wrong = []
    tables = one_table(data, "feeds", wrong)
    found = {name: _feed(name, table, wrong) for name, table in tables.items()}
    wrong += _asked_twice(tables, found)
    return found, problems or problems_of(text, wrong)


def known_feeds(settings: Settings) -> dict[str, Feed]:
    """The feeds in the file that the setting `feeds_file` names; none where that is the default, and not there."""
    default = Settings.model_fields["feeds_file"].default
    return load_known(settings.feeds_file, default, "feeds", read_feeds)


def feed_named(name: str, settings: Settings) -> Feed:
    """The feed of this name; one that only has a name where there is no file of feeds; NO_FEED for "".

    Raises BellwireError where there is a file and the feed is not in it.
    """
    known = known_feeds(settings) if name else {}
    if not name or not known:
        return Feed(name) if name else NO_FEED
    if name not in known:
        hint = nearest(name, known, f"add a table [feeds.{name}]")
        raise BellwireError(f"no feed {name} in {settings.feeds_file}: {hint}", reason="no-such-feed")
    return known[name]


def _feed(name: str, table: Any, wrong: Wrong) -> Feed:
    """The feed as far as it can be read; what cannot is noted in `wrong`."""
    here = ("feeds", name)
    if not isinstance(table, dict):
        wrong.append((here, f"{shown(name)} is a value; each feed is a table [feeds.NAME]"))
        return Feed(name)
    if why := fields.bad_name(name):
        wrong.append((here, why))
    read = read_fields(here, table, FIELDS, wrong)
    if "silence" not in table:
        wrong.append((here, f"{shown(name)} has no silence: say {FIELDS['silence'].meaning}"))
    wrong.extend(((*here, key), sentence) for key, sentence in _unfit(read, table))
    urls = read.get("urls", ()) or ((read["url"],) if "url" in read else ())
    return Feed(
        name=name,
        silence=read.get("silence"),
        grade=Grade[read.get("grade", "named").upper()],
        language=read.get("language", ""),
        zone=read.get("zone", UTC),
        kind=read.get("kind"),
        urls=urls,
        every=read.get("every"),
        provider=read.get("provider", ""),
    )


def _asked_twice(tables: Mapping[str, Any], feeds: Mapping[str, Feed]) -> Wrong:
    """Addresses of a second feed: what was sent of an address is remembered once, so one of the two would be silent."""
    owners: dict[str, str] = {}
    wrong: Wrong = []
    for name, feed in feeds.items():
        for url in feed.urls:
            if (owner := owners.setdefault(url, name)) != name:
                key = "urls" if "urls" in tables[name] else "url"
                wrong.append((("feeds", name, key), f"{shown_address(url)} is fetched by {shown(owner)} already"))
    return wrong


def _unfit(read: Mapping[str, Any], table: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What does not go together, each at the key where it is to be mended. An address that is wrong is none missing."""
    kind, found = read.get("kind"), []
    if "url" in read and "urls" in read:
        found.append(("url", "url and urls are both given: keep urls"))
    if kind in FETCHED and not ("url" in table or "urls" in table):
        found.append(("kind", f"a feed of kind {kind} needs the url that it is fetched from"))
    if kind is not None and kind not in FETCHED:
        found += [
            (key, f"{key}: a feed of kind {kind} is not fetched: leave it out")
            for key in ("url", "urls", "every")
            if key in read
        ]
    return found
