"""The alert's own headline: at most 100 characters, present tense, with its source once.

Where the leading event stands in the wire's headline, that is the best one there is, as long as it tells the event's
status (a claim with its source, a plan as a plan); else one is made of the event's fields.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from bellwire.reading.reading import Direction, Event, Status
from bellwire.watch.alert import Deadline, DeadlineState
from bellwire.watch.certainty import main_denial
from bellwire.watch.facts import Facts
from bellwire.watch.matter import is_off, is_over, site_name
from bellwire.watch.phrases import (
    are_many,
    count,
    denies_role,
    doer,
    due_text,
    ground,
    name,
    party,
    refused,
    speaker,
    speaks_of_itself,
    there,
    thing,
    verb,
    where,
)
from bellwire.watch.policy import Policy
from bellwire.watch.sources import UNKNOWN
from bellwire.watch.telling import stems
from bellwire.watch.thread import Report

#: Reuters Handbook of Journalism, "The Drill for Breaking News": about 100 characters, sourced, present tense.
LIMIT = 100
#: From this share of its telling words on, a headline tells what the sentences of an incident do, if the leading
#: event's own has so many of them.
_TELLS, _AT_LEAST = 0.6, 3
_LABELS = re.compile(r"^(?:\W*(?:corrected|refile|update \d+|wrapup \d+|urgent|flash|exclusive)\W+)+", re.I)
_TAIL = re.compile(r"\s+[-–—]\s+([^-–—]{2,40})$")
_DANGLING = re.compile(
    r"(?i)(?:[\s,;:–-]+(?:a|an|the|of|in|on|at|to|by|for|from|with|and|or|but|as|that|its|his|their))+$"
)
_CLAUSE = re.compile(r"[,;:](?=\s)|\s[-–—](?=\s)")
#: A clause's end is where a headline is cut, if it leaves this share of the room.
_ENOUGH = 0.6
_ORDER = {Status.PLANNED: "planned", Status.PROPOSED: "proposed", Status.PREDICTED: "feared"}
#: Kinds that are offered by their actor; another kind's actor would carry it out.
_OFFERS = frozenset({"talks", "truce", "agreement"})
#: Kinds that are told as a noun: who would be the subject of a verb is too often not who did it.
_AS_NOUN = frozenset(
    {
        "casualties", "shortage", "damage", "talks", "agreement", "truce", "sanction", "release", "bombing", "unrest",
        "weapons",
    }
)  # fmt: skip
#: Those of them whose doer is told all the same, where that is one of these; bombs of a state's are strikes.
_BY = {"weapons": ("government", "military"), "bombing": ("rebel", "militia")}


def headline(facts: Facts, policy: Policy, taken: Collection[str] = ()) -> str:
    """What an editor reads without the story: "Syrian army says it takes Aleppo", "Russia denies air strike in Idlib",
    "Truce vote due Monday 20:00 GMT, Aleppo". `taken`: headlines of other threads that the same article tells of; two
    under the wire's own would look like one."""
    lead, deadline = facts.lead, facts.deadline
    if deadline is not None and _leads(deadline, lead):
        # What has a term and no hour is told best in the wire's own words.
        text = (_of_wire(facts, policy) if deadline.precision == "part" else "") or _due(facts, deadline)
    else:
        text = _of_wire(facts, policy) or _made(facts, policy)
    found = fitted(text, _dispute(facts, text, policy))
    if found in taken:
        text = _made(facts, policy)
        found = fitted(text, _dispute(facts, text, policy))
    return found


def passed(facts: Facts, deadline: Deadline) -> str:
    """A deadline that has gone by unreported."""
    place = f", {where(facts.lead)}" if where(facts.lead) else ""
    what = due_text(deadline)
    return cut(f"No word on {what[:1].lower()}{what[1:]}{place}")


def withdrawn(text: str, agency: str) -> str:
    """The headline of a Cancel; the agency stands in it once."""
    if not agency:
        return fitted(f"WITHDRAWN: {text}")
    return fitted(f"WITHDRAWN by {agency}: {re.sub(rf' - {re.escape(agency)}$', '', text)}")


def fitted(text: str, dispute: str = "") -> str:
    """A headline with its dispute before its source, within the limit; where both are too long the source goes first,
    then the headline is cut."""
    found = _TAIL.search(text)
    head, tail = (text[: found.start()], f" - {found[1]}") if found else (text, "")
    if dispute.startswith(" - "):
        ends: tuple[str, ...] = (dispute,)
    elif dispute and tail[3:4].islower():  # A speaker's tail ("- rescuers") speaks for the head alone.
        ends = (f"{tail};{dispute[1:]}", dispute)
    else:
        ends = (dispute + tail, dispute or tail)
    end = next((one for one in ends if len(head + one) <= LIMIT), ends[-1])
    return cut(head, LIMIT - len(end)) + end


def cut(text: str, limit: int = LIMIT) -> str:
    """At most `limit` characters, at a clause's end where that leaves enough, else between words; the first letter
    upper case."""
    text = " ".join(text.split())
    text = text[:1].upper() + text[1:]
    if len(text) <= limit:
        return text
    ends = [found.start() for found in _CLAUSE.finditer(text[: limit + 1])]
    if ends and ends[-1] >= _ENOUGH * limit:
        return text[: ends[-1]]
    whole = text[: limit - 1].rsplit(" ", 1)[0]
    return _DANGLING.sub("", whole).rstrip(" ,;:-–—") + "…"


def _leads(deadline: Deadline, lead: Event) -> bool:
    """Whether what is due is the news: it is ahead, and the leading event has not come to pass without it."""
    if deadline.state not in (DeadlineState.OPEN, DeadlineState.NEAR):
        return False
    return deadline.stage == "end" or lead.kind == "threat" or lead.status in (*_ORDER, Status.THREATENED)


def _dispute(facts: Facts, text: str, policy: Policy) -> str:
    """Who stands against the leading event, where the headline does not say so already."""
    if not facts.contest.contested or facts.lead.status is Status.DENIED:
        return ""
    if re.search(policy.templates.mark["denied"], text, re.I):
        return ""
    chosen = main_denial(facts.contest.standing, facts.lead)
    who = next((short for one in chosen.speakers if (short := name(one))), "")
    if not who or len(who) > 30 or who == speaker(facts.lead):
        return " - disputed"
    harm = chosen.event.direction is Direction.IMPACT and facts.lead.direction is not Direction.IMPACT
    what = policy.templates.noun[chosen.event.kind] if harm else "role" if denies_role(chosen.event, policy) else "it"
    return f", {who} {verb('deny', who, None, policy)} {what}"


def _of_wire(facts: Facts, policy: Policy) -> str:
    """The wire's own headline with its agency, where it tells the leading event, its status and no older toll."""
    lead, report = facts.lead, facts.lead_report
    text = " ".join(_LABELS.sub("", report.headline).split())
    if not text or not _tells(text, lead, report, policy):
        return ""
    mark = policy.templates.mark.get(lead.status.value, "")
    if mark and not re.search(mark, text, re.I):
        return ""
    dead = [event.counts["killed"][1] for event in report.events if "killed" in event.counts]
    if facts.killed and dead and max(dead) < facts.killed[0]:
        return ""
    return text if _TAIL.search(text) else text + _by(facts)


def _tells(text: str, lead: Event, report: Report, policy: Policy) -> bool:
    """Whether the event stands in the headline: read there, it or its dead; or its incident's sentences have most of
    the headline's words."""
    dead = (event for event in report.events if event.kind == "casualties" and event.status is lead.status)
    told = [lead, *(dead if policy.link(lead.kind, "casualties") == "consequence" else ())]
    if any(evidence.field == "headline" for event in told for evidence in event.evidence):
        return True
    mine = stems(text, policy)
    own = mine & stems(" ".join(evidence.text for evidence in lead.evidence), policy)
    about = " ".join(evidence.text for event in report.events for evidence in event.evidence)
    return len(own) >= _AT_LEAST and len(mine & stems(about, policy)) >= _TELLS * len(mine)


def _made(facts: Facts, policy: Policy) -> str:
    lead = facts.lead
    if is_off(lead):
        return f"{thing(lead, policy)} off{_by(facts)}"
    if lead.status is Status.DENIED and not is_over(lead, policy):
        who = speaker(lead) or "officials"
        return f"{who} {verb('deny', who, None, policy)} {thing(lead, policy, by=not speaks_of_itself(lead))}"
    if lead.status is Status.THREATENED:
        who = doer(lead, policy) or speaker(lead)
        if not who:
            return thing(lead, policy) + (" threatened" if lead.kind != "threat" else "") + _by(facts)
        what = "action" + there(lead, policy) if lead.kind == "threat" else thing(lead, policy)
        return f"{who} {verb('threaten', who, lead.actor, policy)} {what}{_by(facts)}"
    if lead.status in _ORDER:
        return _ahead(facts, policy)
    return _told(facts, policy)


def _told(facts: Facts, policy: Policy) -> str:
    lead = facts.lead
    killed = facts.killed if facts.killed and any(facts.killed) else None
    toll = f", {count(killed)} killed" if killed and lead.direction is not Direction.DE_ESCALATION else ""
    who, act, actor = speaker(lead), _act(lead, policy), doer(lead, policy)
    own = [event.counts["killed"] for event in facts.lead_report.events if "killed" in event.counts]
    if another := bool(toll) and facts.killed not in own and bool(own or who):
        who = ""  # Who speaks of this event says nothing of another report's dead.
    if lead.kind == "casualties" and killed:
        act, toll = toll[2:] + there(lead, policy), ""
    if another and lead.status is Status.HAPPENED:
        return act + toll + (f" - {facts.killed_by}" if facts.killed_by not in ("", UNKNOWN) else "")
    if not who or (who == actor and lead.status is Status.HAPPENED):
        return act + toll + _by(facts)
    if lead.status is Status.CLAIMED and (lead.kind in _AS_NOUN or not actor):
        return f"{act}{toll}, {who} {verb('say', who, None, policy)}"
    if lead.status is Status.CLAIMED:
        if speaks_of_itself(lead) and act.startswith(actor):
            act = ("they" if are_many(actor, lead.actor, policy) else "it") + act[len(actor) :]
        return f"{who} {verb('say', who, None, policy)} {act}{toll}"
    return f"{act}{toll} - {who}"


def _act(lead: Event, policy: Policy) -> str:
    actor, target = doer(lead, policy), party(lead.target)
    here = there(lead, policy) if where(lead) != actor else ""
    if not actor or lead.kind in _AS_NOUN or is_over(lead, policy):
        return thing(lead, policy, by=lead.actor is not None and lead.actor.role in _BY.get(lead.kind, ()))
    does = f"{actor} {verb(policy.templates.verb[lead.kind], actor, lead.actor, policy)}"
    if lead.kind == "rejection":
        answered = refused(lead, policy)
        return f"{does} {answered}{here}" if answered else thing(lead, policy, by=True)
    if lead.kind in ("strike", "capture", "siege"):
        if at := site_name(lead, policy):
            return f"{does} {at}{here}"
        struck = _struck(lead, here, policy) or target
        return f"{does} {struck}" if struck else thing(lead, policy, by=True)
    if lead.kind == "withdrawal":
        return does + here.replace(" in ", " from ", 1)
    if lead.kind in ("aid", "advance", "mobilization", "violation"):
        return does + here
    return does + (f" {target}" if target else "") + here


def _struck(lead: Event, here: str, policy: Policy) -> str:
    """What is taken, struck or besieged, where that is a place."""
    if lead.kind == "capture" and here:
        return ground(lead, policy)
    return here.removeprefix(" in ").strip()


def _ahead(facts: Facts, policy: Policy) -> str:
    lead = facts.lead
    good = lead.direction is Direction.DE_ESCALATION
    word = "expected" if lead.status is Status.PREDICTED and good else _ORDER[lead.status]
    who, actor = speaker(lead), doer(lead, policy)
    told = who != actor and actor.lower() in who.lower()  # "by Barrot - French Foreign Minister Barrot".
    what = thing(lead, policy, by=lead.kind not in _OFFERS and not told)
    by = f" by {actor}" if actor and lead.kind in _OFFERS and not told else ""
    return f"{what} {word}{by}" + (f" - {who}" if who not in ("", actor) else _by(facts))


def _due(facts: Facts, deadline: Deadline) -> str:
    place, who = where(facts.lead), speaker(facts.lead)
    text = due_text(deadline, facts.told) + (f", {place}" if place else "")
    return text + (f" - {who}" if who else _by(facts))


def _by(facts: Facts) -> str:
    agency = facts.lead_report.agency
    return f" - {agency}" if agency and agency != UNKNOWN else ""
