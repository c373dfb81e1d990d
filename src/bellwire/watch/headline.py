"""The alert's own headline: at most 100 characters, present tense, with its source."""

from __future__ import annotations

import re

from bellwire.reading.reading import Event, Grade, Party, Status
from bellwire.watch.alert import Deadline, DeadlineState
from bellwire.watch.changes import count, due_text
from bellwire.watch.facts import Facts
from bellwire.watch.policy import Policy

LIMIT = 100


def headline(facts: Facts, policy: Policy) -> str:
    """What an editor reads without the story: "Syrian army says it takes Aleppo", "Russia denies air strike on Idlib",
    "Truce vote due Monday 20:00 GMT, Aleppo"."""
    lead, deadline = facts.lead, facts.deadline
    if deadline is not None and deadline.state in (DeadlineState.OPEN, DeadlineState.NEAR):
        text = _due(facts, deadline)
    elif lead.status is Status.DENIED:
        text = f"{_speaker(lead) or 'Officials'} {_denies(lead)} {_thing(lead, policy)}"
    elif lead.status in (Status.PLANNED, Status.PROPOSED, Status.THREATENED, Status.PREDICTED):
        text = _ahead(lead, policy)
    else:
        text = _told(facts, policy)
    if facts.contest.contested and len(text) + 10 <= LIMIT:
        text += " - disputed"
    return cut(_capital(text))


def ended(facts: Facts, deadline: Deadline) -> str:
    """A deadline that has gone by unreported."""
    return cut(f"{deadline.what} passes without word, {_where(facts.lead) or 'place not said'} - {_hour(deadline)}")


def withdrawn(text: str, agency: str) -> str:
    """The headline of a Cancel."""
    return cut(f"WITHDRAWN by {agency}: {text}" if agency else f"WITHDRAWN: {text}")


def cut(text: str) -> str:
    """At most LIMIT characters, between words."""
    text = " ".join(text.split())
    if len(text) <= LIMIT:
        return text
    return text[: LIMIT - 1].rsplit(" ", 1)[0].rstrip(" ,;:-–") + "…"


def _told(facts: Facts, policy: Policy) -> str:
    lead = facts.lead
    act = _act(lead, policy)
    toll = f", {count(facts.killed)} killed" if facts.killed else ""
    speaker = _speaker(lead)
    if not speaker:
        return act + toll
    if lead.status is Status.CLAIMED:
        itself = lead.actor is not None and _alike(speaker, _party(lead.actor))
        said = re.sub(r"^" + re.escape(_party(lead.actor)), "it", act, flags=re.I) if itself else act
        return f"{speaker} says {said}{toll}"
    return f"{act}{toll} - {speaker}"


def _act(lead: Event, policy: Policy) -> str:
    actor, place = _party(lead.actor), _where(lead)
    target = _party(lead.target)
    if not actor or lead.kind in ("casualties", "shortage", "damage", "talks", "agreement", "truce", "rejection"):
        who = f" by {actor}" if actor and lead.kind in ("rejection",) else f", {actor}" if actor else ""
        return _noun(lead, policy) + (f" in {place}" if place else "") + who
    verb = policy.templates.verb[lead.kind]
    if lead.kind in ("strike", "bombing", "capture", "siege", "damage"):
        return f"{actor} {verb} {place or target or 'a target'}"
    if lead.kind in ("withdrawal", "aid", "advance", "mobilization", "unrest", "violation", "weapons"):
        link = "from" if lead.kind == "withdrawal" else "in"
        return f"{actor} {verb}" + (f" {link} {place}" if place else "")
    return f"{actor} {verb}" + (f" {target}" if target else "") + (f" in {place}" if place else "")


def _ahead(lead: Event, policy: Policy) -> str:
    words = {Status.PLANNED: "planned", Status.PROPOSED: "proposed", Status.PREDICTED: "feared"}
    if lead.status is Status.THREATENED:
        return f"{_party(lead.actor) or _speaker(lead) or 'Party'} threatens {_thing(lead, policy)}"
    word = "expected" if lead.status is Status.PREDICTED and lead.direction == "de-escalation" else words[lead.status]
    actor = _party(lead.actor)
    by = f" by {actor}" if actor else f" - {_speaker(lead)}" if _speaker(lead) else ""
    return f"{_thing(lead, policy)} {word}{by}"


def _due(facts: Facts, deadline: Deadline) -> str:
    place = _where(facts.lead)
    return due_text(deadline) + (f", {place}" if place else "") + (f" - {s}" if (s := _speaker(facts.lead)) else "")


def _thing(lead: Event, policy: Policy) -> str:
    place, actor = _where(lead), _party(lead.actor)
    noun = _noun(lead, policy)
    if lead.status is Status.DENIED and actor and not _alike(actor, _speaker(lead)):
        noun += f" by {actor}"
    return noun + (f" in {place}" if place else "")


def _noun(lead: Event, policy: Policy) -> str:
    noun = policy.templates.noun[lead.kind]
    return f"{_length(lead.duration)} {noun}" if lead.duration and _length(lead.duration) else noun


def _length(duration: str) -> str:
    match = re.fullmatch(r"P(?:T(\d+)H|(\d+)D|(\d+)W|(\d+)M)", duration)
    if not match:
        return ""
    units = ("hour", "day", "week", "month")
    return next((f"{n}-{unit}" for n, unit in zip(match.groups(), units, strict=True) if n), "")


def _denies(lead: Event) -> str:
    return "denies"


def _speaker(lead: Event) -> str:
    """Who says so; the denier where it is denied. An own reporter's word needs no name."""
    for said in lead.attribution:
        if said.grade is Grade.OWN_REPORTER or (said.stance == "denies") != (lead.status is Status.DENIED):
            continue
        return _trim(said.source)
    for said in lead.attribution if lead.status is Status.DENIED else ():
        return _trim(said.source)
    return _party(lead.actor) if lead.status is Status.DENIED else ""


def _party(party: Party | None) -> str:
    return _trim(party.name or party.text) if party else ""


def _where(lead: Event) -> str:
    return lead.place.name if lead.place else ""


def _hour(deadline: Deadline) -> str:
    return f"{deadline.at:%A %H:%M} GMT" if deadline.precision == "minute" else f"{deadline.at:%A}"


def _alike(one: str, other: str) -> bool:
    return one.casefold() in other.casefold() or other.casefold() in one.casefold()


def _trim(text: str) -> str:
    text = re.sub(r"(?i)^(the|a|an)\s+", "", " ".join(text.split()))
    return text if len(text) <= 40 else text[:40].rsplit(" ", 1)[0]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
