"""Times, places and numbers in words, as the page shows them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from bellwire.reading.facts.tables import country_names
from bellwire.reading.reading import Event, Place


@dataclass(frozen=True, slots=True)
class Moment:
    """A time for people (UTC; the page's script puts it into the reader's zone) and for machines."""

    iso: str
    words: str


def moment(time: datetime) -> Moment:
    """`4 Dec 2016 18:42 UTC`."""
    utc = time.astimezone(UTC)
    return Moment(utc.isoformat().replace("+00:00", "Z"), f"{utc.day} {utc:%b %Y %H:%M} UTC")


def place_words(place: Place | None) -> str:
    """`Aleppo, Syria`; a country alone; or that none is known."""
    if place is None:
        return "place unknown"
    country = country_names().get(place.country or "", place.country or "")
    if not country or country == place.name:
        return place.name
    return f"{place.name}, {country}"


def counts(event: Event) -> tuple[str, ...]:
    """`21 killed`, `40–50 wounded`."""
    return tuple(
        f"{least:,} {what}" if least == most else f"{least:,}–{most:,} {what}"
        for what, (least, most) in sorted(event.counts.items())
    )
