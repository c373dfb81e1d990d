"""A fact or one side's word for it? Own side's acts are facts; results that the other side could dispute are claims."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bellwire.reading.events.attribution import Speaker
from bellwire.reading.events.candidates import Told
from bellwire.reading.events.draft import UNKNOWN
from bellwire.reading.events.kinds import Kind
from bellwire.reading.events.status import Standing
from bellwire.reading.events.status_words import ACCOUNTS, CONCEDING
from bellwire.reading.facts import Facts
from bellwire.reading.facts.actors import party
from bellwire.reading.reading import Direction
from bellwire.reading.syntax.frames import Argument, Framer
from bellwire.reading.syntax.subjects import subject_of
from bellwire.reading.syntax.tokens import Sentence, Token

#: Types whose word is a belligerent's.
BELLIGERENT = frozenset(["rebel", "armed_force", "militia", "gunmen", "state", "government", "leader"])
#: Who leaves a place without giving it up.
CIVIL = frozenset(["civilians"])
#: What a country strikes with.
CRAFT = frozenset(["aircraft", "ship", "missile"])
FIGHTERS = frozenset(["rebel", "armed_force", "militia", "gunmen"])
_REBELS = frozenset(["rebel", "militia"])
_ARMED_GROUPS = _REBELS | {"gunmen", "terrorist"}
#: Kinds of harm that armed groups do, of which authorities tell as they do of crimes.
INCIDENTS = frozenset(["attack", "bombing", "casualties", "damage"])
#: What follows where nobody goes: "agreed to leave troops where they are".
LEFT_THERE = re.compile(r".{0,40}?\b(?:where (?:they|it) (?:are|is|were|was)|in place|in position)\b")
#: What a side does not tell of itself unless it is so, and why it is believed.
GIVEN_UP, OWN_LOSS = "withdrawal", "its own side says so"
#: The verb, and its operator, that tell a gain and that somebody says so: "claimed control of the town".
CLAIMING, CLAIMED = "claim", "its own word is that it is claimed"
#: The kind whose own words say no, and why it is told as done where they do, whatever it is made to hang on.
REFUSAL, SAID_NO = "rejection", "the denial is the refusal"
#: What no peace is: "would not tolerate any incursion", "rejected violence".
BLOWS = frozenset("violence incursion attack aggression invasion provocation offensive war force terrorism".split())
#: What people do who come together, and why talks that they do it for are held.
SITTING, SAT_DOWN = frozenset(["sit", "meet", "gather", "convene"]), "they sat down for it"
#: A grab for power is unrest though it fails; what says that it failed, and why it is told as done.
COUPS, TRIED = frozenset(["coup", "putsch", "takeover"]), "it was tried"
FAILING = frozenset(
    "fail failed foil foiled thwart thwarted crush quell defeat abort aborted collapse attempt bid".split()
)
#: What is done to a truce that is told by that.
BREAKING = frozenset("breach violate break flout infringe tear scrap end quit abandon renounce repudiate annul".split())
#: Verbs by which it ends as it was to end.
EXPIRING = frozenset(["expire", "lapse"])
#: What those are no longer whom a truce does not hold: "no longer bound by the ceasefire".
BOUND = frozenset(["bind", "bound"])
#: What is still to come where something else is told to come before it, and that reason.
AHEAD, COMES_BEFORE = frozenset(["truce", "talks", "agreement"]), "told is what comes before it"
#: What a body does by deciding it: "voted to impose an embargo", "ordered the expulsion of two envoys".
DECIDING = {
    "sanction": frozenset("vote approve adopt order announce declare endorse decide decision".split()),
    "siege": frozenset(["order", "announce", "declare"]),
    "mobilization": frozenset(["order", "declare"]),
    "unrest": frozenset(["order", "declare", "announce"]),
}


def judged(
    one: Told, kind: Kind, stands: Standing, said: Sequence[Speaker], facts: Facts
) -> tuple[str, tuple[str, ...]]:
    """The status of an event and the reasons: operators, then who says so, then what the rule itself says."""
    frame, framer, name = one.candidate.frame, one.candidate.framer, one.kind
    why = tuple(f"{step.name} ({step.word})" for step in stands.steps)
    status = stands.status
    if one.rule.data.status and _as_ruled(one, status, stands):
        return one.rule.data.status, (*why, f"the rule says {one.rule.data.status}")
    if no_act := _no_act(one):
        return "nothing", (*why, no_act)
    if status == "happened" and name in AHEAD and _is_ahead(frame.token, framer):
        return "planned", (*why, COMES_BEFORE)
    if status == "planned" and _decided(name, stands, framer):
        return "happened", (*why, "to decide it is to do it")
    if status == "denied" and name == REFUSAL and one.missed == UNKNOWN:
        return "happened", (*why, SAID_NO)
    if name == "unrest" and status != "past" and not stands.background and _was_tried(frame.token, stands, framer):
        return "happened", (*why, TRIED)
    if status == "threatened" and _only_warned(one, kind, stands, framer, facts):
        return "predicted", (*why, "a warning of what others may do")
    if name == "talks" and status == "denied" and all(step.name == "end" for step in stands.steps):
        return "happened", (*why, "talks that end were held")
    if name == "talks" and status == "happened" and _sat_down(frame.token, framer):
        return status, (*why, SAT_DOWN)
    tokens = frame.sentence.tokens
    above = next((tokens[step.at].lemma for step in stands.steps if step.name == CLAIMING), frame.token.lemma)
    if status in ("happened", "claimed") and kind.disputable and above == CLAIMING:
        return "claimed", (*why, CLAIMED)
    if status != "happened" or not said:
        return status, why
    if any(s.denies for s in said):
        return "denied", (*why, "a speaker denies it")
    speaker = next((s for s in said if s.types & BELLIGERENT), said[0])
    if speaker.neutral or not speaker.types & BELLIGERENT:
        return status, why
    agents = frame.agents
    patients = frame.patients
    own = any(_same_side(a, speaker.head, framer, facts) for a in agents)
    suffers = any(_same_side(p, speaker.head, framer, facts) for p in patients)
    foreign = any(_known(a, framer, facts) for a in agents) and not own
    if name == "casualties":
        enemy = any(p.types & FIGHTERS for p in patients) and not suffers
        disputed = (enemy and (own or not agents)) or (foreign and (enemy or not _is_incident(name, agents, speaker)))
    elif one.rule.data.result or kind.disputable:
        disputed = not suffers
    elif name == GIVEN_UP:
        disputed = foreign and bool(speaker.types & FIGHTERS)
    else:
        disputed = foreign and kind.direction is Direction.ESCALATION and not _is_incident(name, agents, speaker)
    if name == GIVEN_UP and own and not one.missed:
        return status, (*why, OWN_LOSS)
    if disputed and is_owned(stands, framer.sentence):
        return status, (*why, f"{speaker.source} owns up to it")
    if disputed:
        return "claimed", (*why, f"only {speaker.source} says so, and others could dispute it")
    return status, why


def _no_act(one: Told) -> str:
    """Why the words of an event tell no act of its kind; empty where they tell one."""
    frame, name, token = one.candidate.frame, one.kind, one.candidate.frame.token
    if name == REFUSAL:
        objects = {frame.sentence.tokens[patient.head].lemma for patient in frame.patients} or {token.lemma}
        if objects & ACCOUNTS:
            return "an account is denied, and nothing refused"
        return "to refuse violence refuses no peace" if objects <= BLOWS else ""
    if name == GIVEN_UP:
        civil = frame.agents and all(agent.types and agent.types <= CIVIL for agent in frame.agents)
        if civil and one.missed and token.lemma == "leave":
            return "civilians go, and no forces"
        if token.lemma == "leave" and LEFT_THERE.match(frame.sentence.text, token.end - frame.sentence.start):
            return "they are left where they are"
        off = any(child.lemma == "off" for child in frame.sentence.below(frame.trigger))
        return "who is cut off stays" if token.lemma == "cut" and off else ""
    if name == "violation":
        ahead = token.lemma in EXPIRING and token.tag in ("VBZ", "VBP", "VB")
        return "it is yet to run out" if ahead else ""
    return "its breach is the news" if name == "truce" and _is_broken(token, one.candidate.framer) else ""


def _is_broken(token: Token, framer: Framer) -> bool:
    """Whether a truce is what somebody breaks: "accused of breaching the truce", "truce violated"."""
    head = framer.tokens[token.head]
    breaks = token.dep in ("nsubj", "nsubjpass") and head.tag in ("VBN", "VBD") and not framer.below(head.i, "dobj")
    above = [head] if token.dep == "dobj" or breaks else []
    if token.dep == "pobj" and framer.tokens[token.head].lemma == "by":
        return framer.tokens[framer.tokens[token.head].head].lemma in BOUND
    return any(one.lemma in BREAKING for one in (*above, *(framer.tokens[i] for i in framer.below(token.i, "amod"))))


def _was_tried(token: Token, stands: Standing, framer: Framer) -> bool:
    """Whether a coup was tried and came to nothing: "the coup attempt failed"; not one that was only plotted."""
    words, children = [token], [framer.tokens[i] for i in framer.below(token.i, "compound")]
    while token.dep == "compound":
        token = framer.tokens[token.head]
        words.append(token)
    lemmas = {word.lemma for word in (*words, *children)}
    if not lemmas & COUPS or "plot" in lemmas:
        return False
    said = {framer.tokens[step.at].lemma for step in stands.steps if step.effect in ("denied", "proposed")}
    around = {framer.tokens[token.head].lemma, *(framer.tokens[i].lemma for i in framer.below(token.i, "amod"))}
    return said <= FAILING and bool((said | around | lemmas) & FAILING)


def _is_ahead(token: Token, framer: Framer) -> bool:
    """Whether something is told to come before it: "hours before the truce"."""
    return token.dep == "pobj" and framer.tokens[token.head].lemma == "before"


def _sat_down(talks: Token, framer: Framer) -> bool:
    """Whether people have come together for talks: "sat down for talks"."""
    above = framer.tokens[talks.head]
    verb = framer.tokens[above.head]
    return talks.dep == "pobj" and above.lemma in ("for", "in") and verb.lemma in SITTING and verb.pos == "VERB"


def _is_incident(name: str, agents: Sequence[Argument], speaker: Speaker) -> bool:
    """Whether an authority tells what armed groups did to others: an incident that it reports, not one side's word."""
    theirs = all(a.types & _ARMED_GROUPS for a in agents)
    return name in INCIDENTS and bool(agents) and theirs and not speaker.types & _ARMED_GROUPS


def is_owned(stands: Standing, sentence: Sentence) -> bool:
    """Whether a side owns up to an event: no fact is surer."""
    return any(sentence.tokens[speech.verb].lemma in CONCEDING for speech in stands.speeches)


def _as_ruled(one: Told, status: str, stands: Standing) -> bool:
    """Whether a rule's own status takes the place of what the operators make of the event."""
    ruled = one.rule.data.status
    if ruled == "happened":
        return status == "denied"
    if ruled == "threatened" and status in ("planned", "predicted"):
        return one.rule.data.ahead or status == "planned" or all(step.name == "then" for step in stands.steps)
    return status == "happened"


def _decided(name: str, stands: Standing, framer: Framer) -> bool:
    """Whether all that makes an event a plan is the decision to do it, and that decision has been taken."""
    plans = [step for step in stands.steps if step.effect == "planned"]
    deciding = DECIDING.get(name, frozenset())
    return bool(plans) and all(framer.tokens[step.at].lemma in deciding for step in plans)


def _only_warned(one: Told, kind: Kind, stands: Standing, framer: Framer, facts: Facts) -> bool:
    """Whether who warns of an event would not be the one who does it: "the embassy warned of attacks by militants"."""
    step = next((s for s in reversed(stands.steps) if s.effect == "threatened"), None)
    if step is None or framer.tokens[step.at].lemma not in ("warn", "warning"):
        return False
    if kind.direction is not Direction.ESCALATION:
        return True
    agents, _ = subject_of(framer, step.at)
    if agents and framer.types(agents[0]) & {"aid_agency", "media", "civilians"}:
        return True
    found = one.candidate.frame.agents
    return bool(agents and found) and not any(_same_side(a, agents[0], framer, facts) for a in found)


def _known(argument: Argument, framer: Framer, facts: Facts) -> bool:
    """Whether a participant is a side of its own, or the craft of a country: "Pakistani jets"."""
    if argument.types & (BELLIGERENT | FIGHTERS):
        return True
    return bool(argument.types & CRAFT) and party(framer.tokens, argument.head, facts).country is not None


def _same_side(argument: Argument, speaker: int, framer: Framer, facts: Facts) -> bool:
    """Whether a participant is of a speaker's side: the same country and camp, the same words, or its pronoun."""
    token, said = framer.tokens[argument.head], framer.argument(speaker)
    if token.pos == "PRON" or any(framer.tokens[c].pos == "PRON" for c in framer.below(argument.head, "poss")):
        return True
    one, two = party(framer.tokens, argument.head, facts), party(framer.tokens, speaker, facts)
    if one.name and one.name == two.name:
        return True
    if bool(_REBELS & argument.types) != bool(_REBELS & said.types):
        return False
    if one.country and two.country:
        return one.country == two.country
    return bool(argument.lemmas & said.lemmas) or (not one.country and not two.country and argument.types == said.types)
