"""Subscriptions as they are shown: who is sent what and when, what each lacks, and how what was sent stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from urllib.parse import urlencode, urlsplit

from bellwire.delivery.keys import Keys, known_keys, missing
from bellwire.delivery.mail import NO_SERVER
from bellwire.delivery.subscriptions import Subscription, known_subscriptions, stored_subscription
from bellwire.delivery.timing import Digest, Quiet
from bellwire.desk.shapes import HeldTold, SubscriptionView
from bellwire.errors import BellwireError
from bellwire.ledger import DeliveryLedger, DeliveryState, Held, Ledger, StoredSubscription
from bellwire.settings import Settings
from bellwire.toml_file import Wrong
from bellwire.watch.alert import Priority

#: Of a subscription whose table in the file is another than when the desk was started, which read it then; of one that
#: was taken out since.
NEXT_START = "served as it stands here from the next start of the desk"
UNTIL_THEN = "no longer in the file, and served until the next start of the desk"

#: Deliveries that are looked at for what a target said last.
_LOOKED_AT = 50


@dataclass(frozen=True, slots=True)
class Deliveries:
    """How the deliveries of one subscription stand."""

    counts: Mapping[str, int] = field(default_factory=dict)
    failing: str = ""
    dead: str = ""
    held: HeldTold | None = None


def at_start(settings: Settings) -> dict[str, Subscription]:
    """What the file had when the desk was started: that is what is served. None of a file that is not sound."""
    try:
        return known_subscriptions(settings)
    except BellwireError:
        return {}


def orders(
    settings: Settings, ledger: Ledger, started: Mapping[str, Subscription]
) -> tuple[list[SubscriptionView], str]:
    """Those of the file, then those that were made at the desk; and what is wrong with the files, "" for nothing. While
    one is not sound, what is served stays as it was at the `started` desk, and nobody knows what is lacking."""
    wrong = []
    keys: dict[str, Keys] | None = None
    listed: Mapping[str, Subscription] = started
    try:
        listed = known_subscriptions(settings)
    except BellwireError as error:
        wrong.append(str(error))
    try:
        keys = known_keys(settings)
    except BellwireError as error:
        wrong.append(str(error))
    made_here = {name: one for name, one in ledger.desk.subscriptions().items() if name not in listed}
    gone = {name: one for name, one in started.items() if name not in listed and name not in made_here}
    stored = {name: _stored(name, one) for name, one in made_here.items()}
    every = {**listed, **gone, **{name: one for name, (one, _) in stored.items()}}
    unread = {name: f"Not served, for it cannot be read: {why}" for name, (_, why) in stored.items() if why}
    told = _deliveries(ledger, every)
    found = [
        _view(
            one,
            made_here.get(name),
            lacks=unread.get(name) or ("" if keys is None else _lacks(settings, one, keys)),
            pending=UNTIL_THEN if name in gone else NEXT_START if name in listed and started.get(name) != one else "",
            told=told[name],
        )
        for name, one in every.items()
    ]
    return found, "; ".join(wrong)


def _stored(name: str, stored: StoredSubscription) -> tuple[Subscription, str]:
    """As far as it can be read, and why the rest cannot: of kinds that an older release had, for one."""
    wrong: Wrong = []
    return stored_subscription(name, stored.fields, wrong), "; ".join(sentence for _, sentence in wrong)


def _written(stored: StoredSubscription | None) -> tuple[str, ...]:
    """Matchers as somebody wrote them, where they can no longer be read."""
    given = stored.fields.get("matchers", ()) if stored else ()
    return (given,) if isinstance(given, str) else tuple(map(str, given))


def _lacks(settings: Settings, one: Subscription, keys: Mapping[str, Keys]) -> str:
    no_mail = "" if settings.smtp_host or settings.mail_folder else NO_SERVER
    return missing(one, keys.get(one.name, Keys())) or (no_mail if one.to else "")


def _deliveries(whole: Ledger, names: Mapping[str, Subscription]) -> dict[str, Deliveries]:
    """How the deliveries of each of these stand."""
    ledger, held = whole.deliveries, {one.subscription: one for one in whole.targets.held()}
    counts: dict[str, dict[str, int]] = {name: {} for name in names}
    for (name, state), count in ledger.counts().items():
        counts.setdefault(name, {})[state] = count
    dead: dict[str, str] = {}
    if any(DeliveryState.DEAD in of for of in counts.values()):
        for one in ledger.dead():
            dead.setdefault(one.subscription, one.detail)
    return {
        name: Deliveries(
            counts=counts[name],
            failing=_failing(ledger, name) if DeliveryState.WAITING in counts[name] else "",
            dead=dead.get(name, "") if DeliveryState.DEAD in counts[name] else "",
            held=_held(held[name]) if name in held else None,
        )
        for name in names
    }


def _held(held: Held) -> HeldTold:
    return HeldTold(since=held.since, next_try=held.next_try, said=held.said)


def _failing(ledger: DeliveryLedger, name: str) -> str:
    """What its target said last of what waits to be tried again."""
    tried = [one for one in ledger.tried(name, _LOOKED_AT) if one.at is not None]
    return max(tried, key=lambda one: str(one.at)).detail if tried else ""


def _view(
    one: Subscription, stored: StoredSubscription | None, *, lacks: str, pending: str, told: Deliveries
) -> SubscriptionView:
    matchers = tuple(map(str, one.matchers)) or _written(stored)
    asked = {
        "filter": ",".join(matchers),
        "least": one.least if one.least is not Priority.ROUTINE else "",
        "exercises": "true" if one.tests else "",
    }
    return SubscriptionView(
        name=one.name,
        route=one.route,
        target=", ".join(one.to) or one.room or urlsplit(one.url).hostname or "",
        matchers=matchers,
        least=one.least.value,
        digest=_digest(one.digest),
        quiet=_quiet(one.quiet),
        zone=str(one.zone),
        passes=one.passes.value,
        tests=one.tests,
        silences=one.silences,
        query=urlencode({name: value for name, value in asked.items() if value}),
        by=stored.by if stored else None,
        at=stored.at if stored else None,
        lacks=lacks,
        pending=pending,
        deliveries=dict(told.counts),
        failing=told.failing,
        dead=told.dead,
        held=told.held,
    )


def _digest(digest: Digest | None) -> str | None:
    """As it stands in the file: "1h", "30m", "07:00"."""
    if digest is None or digest.every is None:
        return f"{digest.at:%H:%M}" if digest and digest.at else None
    minutes = digest.every // timedelta(minutes=1)
    return f"{minutes}m" if minutes % 60 else f"{minutes // 60}h"


def _quiet(quiet: Quiet | None) -> str | None:
    return f"{quiet.start:%H:%M}-{quiet.end:%H:%M}" if quiet else None
