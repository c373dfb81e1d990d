"""Pages of a news API in Superdesk's shape: `_items`, `_links.next.href`, a window of time. Pure.

Source: superdesk/newsroom-core, `newsroom/news_api` (search and feed), and Eve's pagination.
"""

from __future__ import annotations

import codecs
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

import msgspec

from bellwire.errors import BadCopy
from bellwire.wire.json_items import items_as_they_stand
from bellwire.wire.limits import check_count
from bellwire.wire.times import read_time

#: Where a page says what follows: the search's way, the feed's way.
_NEXT = ("next", "next_page")

#: Under what an item tells when this version was made: ninjs 1 and 2, ninjs 3.
_TIMES = ("versioncreated", "versionCreated")


@dataclass(frozen=True, slots=True)
class Page:
    """The items of one answer as they stand in it, when their versions were made, and what follows ("": nothing)."""

    items: tuple[bytes, ...] = field(repr=False)
    times: tuple[datetime, ...]
    next_href: str


class _Body(msgspec.Struct):
    items: list[msgspec.Raw] = msgspec.field(name="_items")
    links: Any = msgspec.field(name="_links", default=None)


def read_page(data: bytes) -> Page:
    """Raises BadCopy for what is no page of a news API. An item that is no JSON (NaN, half a character) costs no
    other."""
    data = data.removeprefix(codecs.BOM_UTF8)
    try:
        body = msgspec.json.decode(data, type=_Body)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        mended = _mended(data)
        if mended is None:
            raise BadCopy(f"no page of a news API: {error}", reason="not-json") from None
        body = mended
    check_count(len(body.items))
    items = tuple(bytes(item) for item in body.items)
    times = tuple(time for time in map(_time, items) if time is not None)
    return Page(items, times, _href(body.links))


def _mended(data: bytes) -> _Body | None:
    found = items_as_they_stand(data, "_items")
    if found is None:
        return None
    items, rest = found
    return _Body([msgspec.Raw(item) for item in items], rest.get("_links"))


def _time(item: bytes) -> datetime | None:
    try:
        found = msgspec.json.decode(item)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None
    if not isinstance(found, dict):
        return None
    return next((time for name in _TIMES if (time := read_time(found.get(name)))), None)


def _href(links: Any) -> str:
    for name in _NEXT:
        link = links.get(name) if isinstance(links, dict) else None
        if isinstance(link, dict) and isinstance(link.get("href"), str):
            return str(link["href"])
    return ""


@dataclass(frozen=True, slots=True)
class Window:
    """From when to when versions are asked for, both included; `end` None: until now."""

    start: datetime
    end: datetime | None = None

    def url(self, base: str) -> str:
        """`base` with the window among its parameters."""
        found = {"start_date": _written(self.start)}
        if self.end is not None:
            found["end_date"] = _written(self.end + timedelta(microseconds=999_999))
        return _with_parameters(base, found)

    def rest(self, times: Sequence[datetime]) -> Window | None:
        """What is still to be asked for where versions of these times, in the order of the API, are only the beginning
        of this window; None where it cannot be told: there are none, or all are of one second."""
        if not times:
            return None
        rest = Window(times[-1], self.end) if times[0] < times[-1] else Window(self.start, times[-1])
        return None if _written(rest.start) == _written(self.start) and rest.end == self.end else rest


def following(current: str, href: str) -> str:
    """The address of the next page, with the current one's parameters where `href` does not name them.

    A relative one counts from the root of the API, as Eve writes it. Raises BadCopy for one on another host.
    """
    here = urlsplit(current)
    try:
        path = urlsplit(href).path
        from_root = bool(path) and not urlsplit(href).netloc and here.path.endswith(f"/{path.lstrip('/')}")
        to = (
            urlsplit(urlunsplit((here.scheme, here.netloc, here.path, urlsplit(href).query, ""))) if from_root else None
        )
        to = to or urlsplit(urljoin(current, href))
        origin = (to.scheme, to.hostname, to.port)
    except ValueError:
        raise BadCopy(f"the next page's address is none: {href[:100]!r}") from None
    if origin != (here.scheme, here.hostname, here.port):
        raise BadCopy(f"the next page is said to be on another host: {href[:100]!r}")
    netloc = here.netloc
    told = parse_qsl(to.query, keep_blank_values=True)
    named = {name for name, _ in told}
    kept = [pair for pair in parse_qsl(here.query, keep_blank_values=True) if pair[0] not in named]
    return urlunsplit((to.scheme, netloc, to.path, urlencode([*kept, *told]), ""))


def _with_parameters(url: str, parameters: dict[str, str]) -> str:
    parts = urlsplit(url)
    kept = [pair for pair in parse_qsl(parts.query, keep_blank_values=True) if pair[0] not in parameters]
    return urlunsplit(parts._replace(query=urlencode([*kept, *parameters.items()]), fragment=""))


def _written(time: datetime) -> str:
    """UTC without an offset, which every version of the API reads."""
    return time.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S")
