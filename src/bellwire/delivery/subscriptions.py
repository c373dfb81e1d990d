"""subscriptions.toml: who is sent what, where to and when. Stored ones have the same fields."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, tzinfo
from email.headerregistry import Address
from typing import Any, Literal, get_args

from bellwire import toml_fields as fields
from bellwire.delivery.matchers import Matcher, bounded, read_matchers
from bellwire.delivery.timing import Digest, Quiet, read_digest, read_quiet
from bellwire.settings import Settings
from bellwire.toml_file import Problem, Wrong, load_known, one_table, parse, problems_of, read_fields, shown
from bellwire.watch.alert import Priority

Route = Literal["webhook", "slack", "matrix", "mail"]


@dataclass(frozen=True, slots=True)
class Subscription:
    """Who is sent what: all `matchers` must fit, and the alert be as loud as `least`. What is as loud as `passes`, and
    every Cancel, waits for neither digest nor quiet hours. `silences`: those of the desk are heeded. `url`: of a
    webhook or chat, "" where the keys have it. `stored`: somebody at the desk made it, who may not say where its keys
    go."""

    name: str
    route: Route = "webhook"
    matchers: tuple[Matcher, ...] = ()
    least: Priority = Priority.ROUTINE
    digest: Digest | None = None
    quiet: Quiet | None = None
    zone: tzinfo = UTC
    passes: Priority = Priority.FLASH
    tests: bool = False
    silences: bool = False
    url: str = ""
    to: tuple[str, ...] = ()
    room: str = ""
    stored: bool = False


def _matchers(value: Any) -> tuple[Matcher, ...]:
    texts = [value] if isinstance(value, str) else value
    if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
        raise ValueError("""write a list of matchers: ['place="SY"', 'kind=~"strike|bombing"']""")
    return bounded(matcher for text in texts for matcher in read_matchers(text))


def _priority(value: Any) -> Priority:
    return Priority(fields.one_of(Priority)(value))


def _yes_or_no(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError("write true or false")
    return value


def _mailboxes(value: Any) -> tuple[str, ...]:
    boxes = [value] if isinstance(value, str) else value
    try:
        if not isinstance(boxes, list) or not boxes:
            raise ValueError
        if not all(Address(addr_spec=box).domain and box.isprintable() for box in boxes):
            raise ValueError
    except (ValueError, TypeError, AttributeError, IndexError):
        raise ValueError('write one mail address or a list of them: "desk@example.org"') from None
    return tuple(boxes)


def _room(value: Any) -> str:
    if not isinstance(value, str) or not value.startswith("!") or not value.isprintable() or len(value) > 255:
        raise ValueError('write the room\'s id: "!abc:example.org"')
    return value


#: What may stand under a subscription's name: how each is read, and what it is. `route` must.
FIELDS: Mapping[str, fields.Field] = {
    "route": fields.Field(fields.one_of(get_args(Route)), "how it is sent: webhook, slack, matrix or mail"),
    "matchers": fields.Field(_matchers, "what is wanted: all must fit; without them everything"),
    "least": fields.Field(_priority, "the lowest priority that is sent"),
    "digest": fields.Field(read_digest, 'one message for many alerts, every so often or each day: "1h", "07:00"'),
    "quiet": fields.Field(read_quiet, 'hours in which nothing is sent: "22:00-06:00"'),
    "zone": fields.Field(fields.zone, "the time zone of these times; without it UTC"),
    "passes": fields.Field(_priority, "what is as loud as this is sent at once whatever the hour; without it FLASH"),
    "tests": fields.Field(_yes_or_no, "whether tests and exercises are sent too"),
    "silences": fields.Field(_yes_or_no, "whether what a silence of the desk hides is not sent either"),
    "url": fields.Field(fields.url, "where a webhook or chat is; of Matrix the home server"),
    "to": fields.Field(_mailboxes, "who gets the mail"),
    "room": fields.Field(_room, "the Matrix room"),
}

#: The fields that belong to a route, and which of them it must have.
_OWN: Mapping[str, tuple[str, ...]] = {
    "webhook": ("url",),
    "slack": ("url",),
    "matrix": ("url", "room"),
    "mail": ("to",),
}
_MUST: Mapping[str, tuple[str, ...]] = {"webhook": (), "slack": (), "matrix": ("url", "room"), "mail": ("to",)}


def read_subscriptions(text: str) -> tuple[dict[str, Subscription], list[Problem]]:
    """The subscriptions of a file by name, and all that is wrong with it, by line."""
    data, problems = parse(text)
    wrong: Wrong = []
    tables = one_table(data, "subscriptions", wrong)
    found = {name: read_subscription(name, table, wrong) for name, table in tables.items()}
    return found, problems or problems_of(text, wrong)


def read_subscription(name: str, table: Any, wrong: Wrong) -> Subscription:
    """The subscription as far as it can be read; what cannot is noted in `wrong`."""
    here = ("subscriptions", name)
    if not isinstance(table, dict):
        wrong.append((here, f"{shown(name)} is a value; each subscription is a table [subscriptions.NAME]"))
        return Subscription(name)
    if why := fields.bad_name(name, "subscription"):
        wrong.append((here, why))
    read = read_fields(here, table, FIELDS, wrong)
    if "route" not in table:
        wrong.append((here, f"{shown(name)} has no route: say {FIELDS['route'].meaning}"))
    wrong.extend(((*here, key), sentence) for key, sentence in _unfit(read))
    return Subscription(name=name, **read)


def stored_subscription(name: str, table: Any, wrong: Wrong) -> Subscription:
    """The same of one that was made at the desk."""
    return replace(read_subscription(name, table, wrong), stored=True)


def known_subscriptions(settings: Settings) -> dict[str, Subscription]:
    """Those of the setting `subscriptions_file`; none where that is the default, and not there."""
    default = Settings.model_fields["subscriptions_file"].default
    return load_known(settings.subscriptions_file, default, "subscriptions", read_subscriptions)


def _unfit(read: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What does not go together, each at the key where it is to be mended."""
    route = read.get("route")
    if route is None:
        return []
    others = {key for keys in _OWN.values() for key in keys} - set(_OWN[route])
    found = [(key, f"{key}: the route {route} has none: leave it out") for key in read if key in others]
    found += [
        ("route", f"the route {route} needs {key}: {FIELDS[key].meaning}") for key in _MUST[route] if key not in read
    ]
    if "zone" in read and not ("quiet" in read or "digest" in read):
        found.append(("zone", "zone: neither digest nor quiet hours need it: leave it out"))
    return found
