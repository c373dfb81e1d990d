"""What people call an event and its tellers: "capture of eye hospital in Aleppo by Syrian army", "rebels deny"."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from bellwire.reading.reading import Event, Grade, Party, Status
from bellwire.watch.alert import Deadline
from bellwire.watch.matter import beside, is_over, matters, site_name, vessel
from bellwire.watch.places import GUESSED
from bellwire.watch.policy import Policy

#: Kinds that are of, or on, a site or a town.
_OF = {"capture": "of", "siege": "of", "strike": "on", "bombing": "of", "attack": "on", "damage": "to"}
_DAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
#: Parties that are no names: capital only where a sentence began.
_COMMON = re.compile(
    r"(?i)(?:rebels?|insurgents?|troops|soldiers|gunmen|militants?|fighters|residents|police|protesters|army|officials?|"
    r"government|activists|opposition|security|military|medics|rescue|rescuers|witnesses|diplomats|factions?|mutinous|armed|allied|"
    r"pro-government|local|masked|unidentified|hundreds|thousands|dozens|coalition|fighter|warplanes|attackers?)\b"
)
#: Words that begin a number or nobody, no party; what is exchanged ("traded fire") is none either, nor how a thing was
#: done ("an internationally brokered truce").
_NOBODY = re.compile(
    r"(?i)(?:\d|at least|more than|about|around|up to|no|none|nobody|neither|either|not|(?:heavy |gun)?fire|shots)\b"
    r"|\w+ly \w+ed$"
)
#: A party's name is no longer than this.
_LONG = 48
#: Within so many days ahead a day is called by its name.
_WEEK = timedelta(days=6)


def deed(event: Event, policy: Policy) -> str:
    """An event as a noun with its site, place and actor: "rejection of talks and withdrawal in Aleppo by rebels"."""
    return thing(event, policy, by=True)


def thing(event: Event, policy: Policy, *, by: bool = False) -> str:
    """An event as a noun: what, of which site, where; `by`: by whom."""
    noun = policy.templates.noun[event.kind]
    text = " ".join(evidence.text for evidence in event.evidence[:1])
    named = policy.templates.named.get(event.kind, {})
    noun = next((name for words, name in named.items() if re.search(words, text, re.I)), noun)
    if is_over(event, policy):
        noun = f"end of {noun}"
    if length := _length(event.duration or ""):
        noun = f"{length} {noun}"
    if event.kind == "rejection" and (answered := refused(event, policy)):
        noun += f" of {answered}"
    at, place, actor = site_name(event, policy), where(event), doer(event, policy)
    if actor == place:
        actor = ""
    if at:
        noun += f" {_OF.get(event.kind, 'at')} {at}"
    if place and not (at and place.lower() in at.lower()):
        taken = event.kind == "capture" and not at
        noun += f" of {ground(event, policy)}" if taken else there(event, policy)
    return noun + (f" by {actor}" if by and actor else "")


def denial(event: Event, who: str, policy: Policy) -> str:
    """Who denies what, "rebels deny capture of Aleppo by Syrian army"; of a blow that the denier is accused of, its
    role in it."""
    if not who:
        return f"{deed(event, policy)} disputed"
    own = _is_one(who, party(event.actor))
    what = f"role in {thing(event, policy)}" if denies_role(event, policy) else thing(event, policy, by=not own)
    here = there(event, policy)
    if who.endswith(here):
        what = what.replace(here, "")
    return f"{who} {verb('deny', who, None, policy)} {what}"


def denies_role(event: Event, policy: Policy) -> bool:
    """Whether a denial is of the denier's own part in a blow ("denied that its aircraft had bombed the town")."""
    own = policy.templates.mark["own part"]
    return event.kind in ("strike", "bombing", "attack") and any(re.search(own, e.text, re.I) for e in event.evidence)


def refused(event: Event, policy: Policy) -> str:
    """What a rejection rejects, in words of ours; empty where its copy does not name it."""
    names = sorted(policy.templates.noun[kind] for kind in matters(event, policy))
    return " and ".join(names[:2]) if len(names) < 3 else ""


def speaker(event: Event) -> str:
    """Who says so; the denier where it is denied. An own reporter's word needs no name, a pronoun is none."""
    denied = event.status is Status.DENIED
    for said in sorted(event.attribution, key=lambda said: (said.stance == "denies") is not denied):
        if said.grade is not Grade.OWN_REPORTER and (denied or said.stance == "asserts") and name(said.source):
            return name(said.source)
    return party(event.actor) if denied else ""


def speaks_of_itself(event: Event) -> bool:
    """Whether the speaker tells of its own deed."""
    return _is_one(speaker(event), party(event.actor))


def _is_one(one: str, other: str) -> bool:
    """Whether one of two names holds the other: "spokesman" and "spokesman for the rebels"."""
    one, other = one.casefold(), other.casefold()
    return bool(one and other) and (one in other or other in one)


def verb(base: str, who: str, by: Party | None, policy: Policy) -> str:
    """A verb that agrees: "rebels say", "army says"."""
    if are_many(who, by, policy):
        return base
    first, *rest = base.split(" ")
    if re.search(r"[^aeiou]y$", first):
        first = first[:-1] + "ies"
    else:
        first += "es" if re.search(r"(s|x|ch|sh)$", first) else "s"
    return " ".join([first, *rest])


def doer(event: Event, policy: Policy) -> str:
    """Who did it, if that is one who acts, or several things of a country's ("Israeli helicopters"): no bomb, no crowd,
    no day. "Israeli" alone names nobody."""
    who = event.actor
    if who is None:
        return ""
    acts = who.role in policy.templates.doers["roles"]
    adjective = who.role == "government" and who.name is None and re.fullmatch(r"[A-Z]\w+", who.text)
    armed = who.role is None and who.country is not None and are_many(party(who), who, policy)
    return party(who) if (acts and not adjective) or armed else ""


def party(who: Party | None) -> str:
    """A party's name, else its words; empty for none and for what is no party ("he", "Sunday")."""
    return name(who.name or who.text) if who else ""


def name(text: str) -> str:
    """A speaker's or party's words without article and day; empty for a pronoun or a day."""
    text = re.sub(rf"(?i)\s+(?:on |late |early )*{_DAY}\b.*$", "", " ".join(text.split()))
    text = re.sub(r"(?i)^(the|a|an|its|his|her|their)\s+", "", text).strip(" ,;:")
    if re.fullmatch(rf"(?i)he|she|it|they|who|we|i|whose|{_DAY}|", text) or _NOBODY.match(text):
        return ""
    if _COMMON.match(text):
        text = text[:1].lower() + text[1:]
    return text if len(text) <= _LONG else text[:_LONG].rsplit(" ", 1)[0]


def where(event: Event) -> str:
    """The place that the copy names for an event; empty where it was only guessed."""
    return event.place.name if event.place and event.place.origin not in GUESSED else ""


def ground(event: Event, policy: Policy) -> str:
    """What a capture is of: the town, or ground near it or in a region; or a ship there."""
    place = where(event)
    if taken := vessel(event, policy):
        return f"{taken} in {place}" if place else taken
    if beside(event, policy):
        return f"ground near {place}"
    vague = event.place is not None and event.place.precision in ("region", "country")
    return f"ground in {place}" if place and vague else place


def there(event: Event, policy: Policy) -> str:
    """ " in Aleppo", " near Aleppo"; empty where the copy names no place."""
    if not where(event):
        return ""
    return f" near {where(event)}" if beside(event, policy) else f" in {where(event)}"


def due_text(deadline: Deadline, told: datetime | None = None) -> str:
    """A deadline for people: "Truce vote due Monday 20:00 GMT"; with its date where that is a week off or more."""
    near = told is None or abs(deadline.at - told) < _WEEK
    day = f"{deadline.at:%A}" if near else f"{deadline.at:%b} {deadline.at.day}"
    return f"{deadline.what} due {day}" + (f" {deadline.at:%H:%M} GMT" if deadline.precision == "minute" else "")


def count(figures: tuple[int, int]) -> str:
    """A number or a range: `12`, `12–15`, `up to 15`, `more than 40` (read as 41 to 49), `at least 20,000`."""
    least, most = figures
    if least == most:
        return f"{least:,}"
    if least <= 1:
        return f"up to {most:,}"
    if least > 10 and least % 10 == 1 and most % 10 == 9:
        return f"more than {least - 1:,}"
    return f"at least {least:,}" if most > 2 * least else f"{least:,}–{most:,}"


def _length(duration: str) -> str:
    match = re.fullmatch(r"P(?:T(\d+)H|(\d+)D|(\d+)W|(\d+)M)", duration)
    units = ("hour", "day", "week", "month")
    return next((f"{n}-{unit}" for n, unit in zip(match.groups(), units, strict=True) if n), "") if match else ""


def are_many(who: str, by: Party | None, policy: Policy) -> bool:
    """Whether a party's or speaker's name takes a verb of several."""
    one = re.split(r" (?:for|of) ", who.casefold())[0]  # A spokesman for the rebels is one.
    if by is not None and by.name and by.role == "government":
        return False
    if any(one.endswith(name) for name in policy.templates.singular["names"]):
        return False
    if re.match(r"[^\s]*[^siu\W]s\b(?!['’])", one) and " in " in one:
        return True
    return bool(re.search(r"[^siu]s$", one)) or one.endswith(("people", "police", "men")) or " and " in one
