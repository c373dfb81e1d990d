"""What may stand in a table of ours: each reader gives the value or raises ValueError, which says what to write."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from bellwire.printable import printable

#: Letters of the most that a name, an agency or an address may have.
_LONGEST = {"name": 80, "words": 200, "url": 2000}

_UNITS = {"m": "minutes", "h": "hours", "d": "days"}
_SPAN = re.compile(r"([0-9]{1,5}) ?([mhd])")
#: Of what was meant as an address: name and password, and parameters. It is told in logs.
_SECRETS = re.compile(r"[^/\s]{1,2000}@|\?.*", re.DOTALL)
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8}){0,3}")


@dataclass(frozen=True, slots=True)
class Field:
    """How a field is read, and what it is."""

    read: Callable[[Any], Any]
    meaning: str


def span(value: Any) -> timedelta:
    """ "6h" → six hours."""
    match = _SPAN.fullmatch(value) if isinstance(value, str) else None
    if match is None or not int(match[1]):
        raise ValueError(f'{_quoted(value)} is no length of time: write "30m", "6h" or "2d"')
    return timedelta(**{_UNITS[match[2]]: int(match[1])})


def one_of(names: Iterable[str]) -> Callable[[Any], str]:
    """A reader of one of these words."""
    allowed = tuple(names)

    def read(value: Any) -> str:
        if not isinstance(value, str) or value not in allowed:
            raise ValueError(f"{_quoted(value)} is none of {', '.join(allowed)}")
        return value

    return read


def language(value: Any) -> str:
    """A language tag (BCP 47) in small letters."""
    if not isinstance(value, str) or not _LANGUAGE.fullmatch(value):
        raise ValueError(f'{_quoted(value)} is no language tag: write "en" or "pt-br", in small letters')
    return value


def zone(value: Any) -> ZoneInfo:
    """A time zone by its IANA name."""
    try:
        if not isinstance(value, str):
            raise ValueError
        return ZoneInfo(value)
    except (ValueError, OSError, KeyError):
        sentence = f'{_quoted(value)} is no time zone: write a name of the IANA list, such as "Europe/Paris" or "UTC"'
        raise ValueError(sentence) from None


def url(value: Any) -> str:
    """An address that can be fetched."""
    try:
        parts = urlsplit(value) if isinstance(value, str) and len(value) <= _LONGEST["url"] else None
        if parts is None or parts.scheme not in ("http", "https") or not parts.hostname or not value.isprintable():
            raise ValueError
        if parts.port == 0 or " " in parts.netloc:  # What is no port at all raises by itself.
            raise ValueError
    except ValueError:
        told = _SECRETS.sub("", value) if isinstance(value, str) else value
        raise ValueError(f"{_quoted(told)} is no address: write https://HOST/PATH") from None
    return str(value)


def urls(value: Any) -> tuple[str, ...]:
    """A list of different addresses, one at least."""
    if not isinstance(value, list) or not value:
        raise ValueError('this is no list of addresses: write ["https://…", "https://…"]')
    found = tuple(url(one) for one in value)
    if len(set(found)) < len(found):
        raise ValueError("one address stands there twice")
    return found


def words(value: Any) -> str:
    """A few words on one line."""
    if not isinstance(value, str) or not value.strip() or not value.isprintable() or len(value) > _LONGEST["words"]:
        raise ValueError(f"{_quoted(value)} is no name: write a few words")
    return value.strip()


def bad_name(name: str, noun: str = "feed") -> str | None:
    """Why a feed (or what `noun` says) may not be called so, as a sentence; None where it may."""
    if not name.strip() or name != name.strip() or not name.isprintable() or len(name) > _LONGEST["name"]:
        most = _LONGEST["name"]
        return (
            f"{_quoted(name)} is no name for a {noun}: at most {most} letters that can be printed, no space round them"
        )
    return None


def _quoted(value: Any) -> str:
    """The value as it may stand in a line on a terminal."""
    text = value if isinstance(value, str) else str(value)
    shown = printable(text[:60])
    return f'"{shown}"' if isinstance(value, str) else shown
