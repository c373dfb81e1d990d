"""The alert's own headline: at most 100 characters, present tense, with its source.

Where the leading event stands in the wire's headline, that is the best one there is, as long as it names a source for
what is only claimed; else one is made of the event's fields.
"""

from __future__ import annotations

import re

from bellwire.reading.reading import Direction, Event, Grade, Party, Status
from bellwire.watch.alert import Deadline, DeadlineState
from bellwire.watch.changes import count, due_text
from bellwire.watch.facts import Facts
from bellwire.watch.policy import Policy
from bellwire.watch.same_thing import GUESSED
from bellwire.watch.sources import UNKNOWN

#: Reuters Handbook of Journalism, "The Drill for Breaking News": about 100 characters, sourced, present tense.
LIMIT = 100
_SOURCED = re.compile(r"\b(says?|said|claims?|reports?|accuses?|den(?:y|ies)|vows?|warns?|tells?)\b|:| - | — ", re.I)
_LABELS = re.compile(r"^(?:\W*(?:corrected|refile|update \d+|wrapup \d+|urgent|flash|exclusive)\W+)+", re.I)
_ORDER = {Status.PLANNED: "planned", Status.PROPOSED: "proposed", Status.PREDICTED: "feared"}


def headline(facts: Facts, policy: Policy) -> str:
    """What an editor reads without the story: "Syrian army says it takes Aleppo", "Russia denies air strike in Idlib",
    "Truce vote due Monday 20:00 GMT, Aleppo"."""
    lead, deadline = facts.lead, facts.deadline
    if deadline is not None and _leads(deadline, lead):
        text = _due(facts, deadline)
    else:
        text = _of_wire(facts) or _made(facts, policy)
    if facts.contest.contested and lead.status is not Status.DENIED:
        return cut(text, LIMIT - 11) + " - disputed"
    return cut(text)


def passed(facts: Facts, deadline: Deadline) -> str:
    """A deadline that has gone by unreported."""
    where = f", {_where(facts.lead)}" if _where(facts.lead) else ""
    what = due_text(deadline)
    return cut(f"No word on {what[:1].lower()}{what[1:]}{where}")


def withdrawn(text: str, agency: str) -> str:
    """The headline of a Cancel."""
    return cut(f"WITHDRAWN by {agency}: {text}" if agency else f"WITHDRAWN: {text}")


def cut(text: str, limit: int = LIMIT) -> str:
    """At most `limit` characters, between words; the first letter upper case."""
    text = " ".join(text.split())
    text = text[:1].upper() + text[1:]
    if len(text) <= limit:
        return text
    return text[: limit - 1].rsplit(" ", 1)[0].rstrip(" ,;:-–") + "…"


def _leads(deadline: Deadline, lead: Event) -> bool:
    """Whether what is due is the news: it is ahead, and the leading event has not come to pass without it."""
    if deadline.state not in (DeadlineState.OPEN, DeadlineState.NEAR):
        return False
    return deadline.stage == "end" or lead.kind == "threat" or lead.status in (*_ORDER, Status.THREATENED)


def _of_wire(facts: Facts) -> str:
    """The wire's own headline with its agency, where the leading event stands in it and a claim has its source."""
    lead, report = facts.lead, facts.lead_report
    text = _LABELS.sub("", report.headline).strip()
    if not text or not any(evidence.field == "headline" for evidence in lead.evidence):
        return ""
    if lead.status is not Status.HAPPENED and not _SOURCED.search(text):
        return ""
    agency = _by(facts)
    return text + agency if len(text + agency) <= LIMIT else text


def _made(facts: Facts, policy: Policy) -> str:
    lead = facts.lead
    if lead.status is Status.DENIED:
        speaker = _speaker(lead) or "officials"
        return (
            f"{speaker} {_verb('deny', speaker, None, policy)} {_thing(lead, policy, by=not _speaks_of_itself(lead))}"
        )
    if lead.status is Status.THREATENED:
        actor = _party(lead.actor) or _speaker(lead) or "party"
        return f"{actor} {_verb('threaten', actor, lead.actor, policy)} {_thing(lead, policy)}"
    if lead.status in _ORDER:
        return _ahead(lead, policy)
    return _told(facts, policy)


def _told(facts: Facts, policy: Policy) -> str:
    lead = facts.lead
    toll = f", {count(facts.killed)} killed" if facts.killed and lead.direction is not Direction.DE_ESCALATION else ""
    speaker, act = _speaker(lead), _act(lead, policy)
    if not speaker:
        return act + toll + _by(facts)
    if lead.status is Status.CLAIMED:
        if _speaks_of_itself(lead) and _party(lead.actor) and act.startswith(_party(lead.actor)):
            act = "it" + act[len(_party(lead.actor)) :]
        return f"{speaker} {_verb('say', speaker, None, policy)} {act}{toll}"
    return f"{act}{toll} - {speaker}"


def _act(lead: Event, policy: Policy) -> str:
    actor, place, target = _party(lead.actor), _where(lead), _party(lead.target)
    noun_only = ("casualties", "shortage", "damage", "talks", "agreement", "truce", "rejection", "sanction", "release")
    if not actor or lead.kind in noun_only:
        return _thing(lead, policy, by=lead.kind == "rejection")
    verb = _verb(policy.templates.verb[lead.kind], actor, lead.actor, policy)
    if lead.kind in ("strike", "bombing", "capture", "siege"):
        return f"{actor} {verb} {place or target or 'a target'}"
    if lead.kind in ("withdrawal", "aid", "advance", "mobilization", "unrest", "violation", "weapons"):
        link = "from" if lead.kind == "withdrawal" else "in"
        return f"{actor} {verb}" + (f" {link} {place}" if place else "")
    return f"{actor} {verb}" + (f" {target}" if target else "") + (f" in {place}" if place else "")


def _ahead(lead: Event, policy: Policy) -> str:
    good = lead.direction is Direction.DE_ESCALATION
    word = "expected" if lead.status is Status.PREDICTED and good else _ORDER[lead.status]
    actor = _party(lead.actor)
    by = f" by {actor}" if actor else f" - {_speaker(lead)}" if _speaker(lead) else ""
    return f"{_thing(lead, policy)} {word}{by}"


def _due(facts: Facts, deadline: Deadline) -> str:
    place, speaker = _where(facts.lead), _speaker(facts.lead)
    return due_text(deadline) + (f", {place}" if place else "") + (f" - {speaker}" if speaker else _by(facts))


def _by(facts: Facts) -> str:
    agency = facts.lead_report.agency
    return f" - {agency}" if agency and agency != UNKNOWN else ""


def _thing(lead: Event, policy: Policy, *, by: bool = False) -> str:
    noun = policy.templates.noun[lead.kind]
    text = " ".join(evidence.text for evidence in lead.evidence[:1])
    if lead.kind == "strike":
        noun = next((name for words, name in policy.templates.strike.items() if re.search(words, text, re.I)), noun)
    if length := _length(lead.duration or ""):
        noun = f"{length} {noun}"
    actor, place = _party(lead.actor), _where(lead)
    return noun + (f" by {actor}" if by and actor else "") + (f" in {place}" if place else "")


def _length(duration: str) -> str:
    match = re.fullmatch(r"P(?:T(\d+)H|(\d+)D|(\d+)W|(\d+)M)", duration)
    units = ("hour", "day", "week", "month")
    return next((f"{n}-{unit}" for n, unit in zip(match.groups(), units, strict=True) if n), "") if match else ""


def _speaker(lead: Event) -> str:
    """Who says so; the denier where it is denied. An own reporter's word needs no name."""
    denied = lead.status is Status.DENIED
    ordered = sorted(lead.attribution, key=lambda said: (said.stance == "denies") is not denied)
    for said in ordered:
        if said.grade is not Grade.OWN_REPORTER and (denied or said.stance == "asserts"):
            return _trim(said.source)
    return _party(lead.actor) if denied else ""


def _speaks_of_itself(lead: Event) -> bool:
    speaker, actor = _speaker(lead).casefold(), _party(lead.actor).casefold()
    return bool(speaker and actor) and (speaker in actor or actor in speaker)


def _verb(base: str, who: str, party: Party | None, policy: Policy) -> str:
    """A verb that agrees: "rebels say", "army says"."""
    if _plural(who, party, policy):
        return base
    first, *rest = base.split(" ")
    if re.search(r"[^aeiou]y$", first):
        first = first[:-1] + "ies"
    else:
        first += "es" if re.search(r"(s|x|ch|sh)$", first) else "s"
    return " ".join([first, *rest])


def _plural(who: str, party: Party | None, policy: Policy) -> bool:
    name = who.casefold()
    if party is not None and party.name and party.role == "government":
        return False
    if any(name.endswith(one) for one in policy.templates.singular["names"]):
        return False
    return bool(re.search(r"[^siu]s$", name)) or name.endswith(("people", "police", "troops")) or " and " in name


def _party(party: Party | None) -> str:
    return _trim(party.name or party.text) if party else ""


def _where(lead: Event) -> str:
    return lead.place.name if lead.place and lead.place.origin not in GUESSED else ""


def _trim(text: str) -> str:
    text = re.sub(r"(?i)^(the|a|an)\s+", "", " ".join(text.split()))
    return text if len(text) <= 40 else text[:40].rsplit(" ", 1)[0]
