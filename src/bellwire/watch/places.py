"""How near are two places of events, as the copy tells of them: one, the one in the other, apart, or not to be told?"""

from __future__ import annotations

import math
import re

from bellwire.reading.reading import Event, Place
from bellwire.watch.policy import Policy, Scope

#: Places that nobody named for the event: where its actor comes from, where the copy was filed.
GUESSED = frozenset({"actor", "located"})
#: What is said of places that neither are one nor part two things.
ABROAD, VAGUE = "another country", "the country or region alone"
#: The waters of the Gulf, which copy names by their parts or as a whole, and the countries on them, in one of which it
#: may place what happens at sea.
GULF, COAST = "XG", frozenset(["AE", "BH", "IQ", "IR", "KW", "OM", "QA", "SA"])
#: How exactly a town or a spot in it is known.
EXACT = frozenset({"point", "town"})


def exact_place(event: Event) -> Place | None:
    """Its place, where the copy names one that is exact."""
    place = event.place
    return place if place is not None and place.precision in EXACT and place.origin not in GUESSED else None


def one_holds(one: Place, other: Place) -> bool:
    """Whether two places are one, or the one lies in the other."""
    return one.path == other.path or one.path.startswith(f"{other.path}/") or other.path.startswith(f"{one.path}/")


def near(one: Place | None, other: Place | None, scope: Scope, policy: Policy) -> tuple[float, str]:
    """How well two places agree, 0 to 1, or -1 where they part; and why."""
    figures = policy.figures.same_thing
    value = figures.place_value
    if one is None or other is None:
        return value.unknown, "a place is not said"
    if one.origin in GUESSED or other.origin in GUESSED:
        if one.path == other.path and one.precision in EXACT:
            return value.holds, f"{one.path}, though a place is only guessed"
        alike = one.country == other.country
        return (value.nation if alike else value.unknown), "a place is only guessed"
    if GULF in (one.country, other.country) and not COAST.isdisjoint((one.country, other.country)):
        return value.nation, VAGUE
    if one.country and other.country and one.country != other.country:
        return (value.apart, ABROAD) if scope == "nation" else (-1.0, f"{one.path} is not {other.path}")
    if _sides(one) and _sides(other) and not _sides(one) & _sides(other) and scope != "nation":
        return -1.0, f"{one.name} is not {other.name}"
    if "country" in (one.precision, other.precision) and scope != "nation":
        return value.nation, VAGUE
    if one.path == other.path and one.precision == "region" and scope == "spot":
        return value.nation, VAGUE
    if one.path == other.path:
        return value.same, f"both in {one.path}"
    if one_holds(one, other):
        return value.holds, f"{min(one.path, other.path, key=len)} holds {max(one.path, other.path, key=len)}"
    if "country" in (one.precision, other.precision):
        return value.nation, VAGUE
    if one.country == GULF and {one.precision, other.precision} == {"region"}:
        return value.holds, "both in the waters of the Gulf"
    return _by_distance(one, other, scope, policy)


def _sides(place: Place) -> frozenset[str]:
    """Which side of a town is meant, "east Aleppo"."""
    if place.precision != "point":
        return frozenset()
    return frozenset(re.findall(r"\b(north|south|east|west)(?=ern\b|\b)", place.name.lower()))


def _by_distance(one: Place, other: Place, scope: Scope, policy: Policy) -> tuple[float, str]:
    """Two named places of one country: near, one a town about the middle of the other, or apart."""
    figures = policy.figures.same_thing
    value, km = figures.place_value, distance(one, other)
    exact = sum(place.precision in ("point", "town") for place in (one, other))
    if not exact and scope == "nation" and km is not None and km <= figures.region_km:
        return value.holds, f"regions whose middles are {km:.0f} km apart"
    if km is None:
        rules_out = scope != "nation" and exact == 2
        return (-1.0 if rules_out else value.apart), f"{one.name} and {other.name}"
    if km <= figures.spot_km:
        return value.same, f"{km:.0f} km apart"
    if exact == 1 and km <= figures.region_km:
        return value.nation if scope == "spot" else value.holds, f"{km:.0f} km from the region's middle"
    if exact == 1 and scope != "nation":
        return 0.0, f"{km:.0f} km from the region's middle"
    if km <= figures.area_km and scope != "spot":
        return value.holds, f"{km:.0f} km apart"
    return (value.apart if scope == "nation" else -1.0), f"{one.name} is not {other.name}, {km:.0f} km apart"


def distance(one: Place, other: Place) -> float | None:
    """Great-circle kilometres."""
    if one.lat is None or one.lon is None or other.lat is None or other.lon is None:
        return None
    a, b = math.radians(one.lat), math.radians(other.lat)
    half = math.sin((b - a) / 2) ** 2
    half += math.cos(a) * math.cos(b) * math.sin(math.radians(other.lon - one.lon) / 2) ** 2
    return 2 * 6371.0 * math.asin(min(1.0, math.sqrt(half)))
