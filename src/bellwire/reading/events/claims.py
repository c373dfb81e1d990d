"""A fact or one side's word for it? Own side's acts are facts; results that the other side could dispute are claims."""

from __future__ import annotations

from collections.abc import Sequence

from bellwire.reading.events.attribution import Speaker
from bellwire.reading.events.candidates import Told
from bellwire.reading.events.status import Standing
from bellwire.reading.facts import Facts
from bellwire.reading.facts.actors import party
from bellwire.reading.syntax.frames import Argument, Framer

#: Types whose word is a belligerent's.
BELLIGERENT = frozenset(["rebel", "armed_force", "militia", "gunmen", "state", "government", "leader"])
FIGHTERS = frozenset(["rebel", "armed_force", "militia", "gunmen"])
_REBELS = frozenset(["rebel", "militia"])


def judged(one: Told, stands: Standing, said: Sequence[Speaker], facts: Facts) -> tuple[str, tuple[str, ...]]:
    """The status of an event and the reasons: operators, then who says so, then what the rule itself says."""
    frame, framer, name = one.candidate.frame, one.candidate.framer, one.kind
    why = tuple(f"{step.name} ({step.word})" for step in stands.steps)
    status = stands.status
    if status == "happened" and one.rule.data.status:
        return one.rule.data.status, (*why, f"the rule says {one.rule.data.status}")
    if status != "happened" or not said:
        return status, why
    if any(s.denies for s in said):
        return "denied", (*why, "a speaker denies it")
    speaker = next((s for s in said if s.types & BELLIGERENT), said[0])
    if speaker.neutral or not speaker.types & BELLIGERENT:
        return status, why
    agents = frame.agents
    patients = frame.patients
    own = any(_same_side(a, speaker, framer, facts) for a in agents)
    suffers = any(_same_side(p, speaker, framer, facts) for p in patients)
    foreign = any(_known(a, framer, facts) for a in agents) and not own
    if name == "casualties":
        enemy = any(p.types & FIGHTERS for p in patients) and not suffers
        disputed = (enemy and (own or not agents)) or foreign
    elif one.rule.data.result or name in ("capture", "damage"):
        disputed = not suffers
    else:
        disputed = foreign
    if disputed:
        return "claimed", (*why, f"only {speaker.source} says so, and others could dispute it")
    return status, why


def _known(argument: Argument, framer: Framer, facts: Facts) -> bool:
    return bool(argument.types & (BELLIGERENT | FIGHTERS))


def _same_side(argument: Argument, speaker: Speaker, framer: Framer, facts: Facts) -> bool:
    """Whether a participant is of the speaker's side: the same country and camp, the same words, or its pronoun."""
    token = framer.tokens[argument.head]
    if token.pos == "PRON" or any(framer.tokens[c].pos == "PRON" for c in framer.below(argument.head, "poss")):
        return True
    one, two = party(framer.tokens, argument.head, facts), party(framer.tokens, speaker.head, facts)
    if one.name and one.name == two.name:
        return True
    if bool(_REBELS & argument.types) != bool(_REBELS & speaker.types):
        return False
    if one.country and two.country:
        return one.country == two.country
    words = {w.lower() for w in speaker.source.split()} - {"the", "a", "an", "said"}
    return bool(argument.lemmas & words) or (not one.country and not two.country and argument.types == speaker.types)
