"""How loudly do the bells ring? A score of named parts, 0 to 100, with stated thresholds."""

from __future__ import annotations

from bellwire.reading.reading import Event
from bellwire.watch.alert import Cap, Deadline, Priority, Score, ScorePart
from bellwire.watch.changes import Change
from bellwire.watch.facts import Facts
from bellwire.watch.policy import CapTable, Policy
from bellwire.watch.reasons import Reason

#: The loudest first.
LADDER = (Priority.FLASH, Priority.BULLETIN, Priority.URGENT, Priority.ROUTINE)


def score(facts: Facts, change: Change | None, urgency: int, policy: Policy) -> Score:
    """The points of a thread's leading event as it now stands, for an Alert (`change` None) or an Update."""
    points, lead = policy.figures.priority, facts.lead
    parts = [
        ScorePart(name="kind", value=policy.kinds.kind[lead.kind].lead, why=lead.kind),
        ScorePart(name="status", value=points.status[lead.status.value], why=lead.status.value),
        ScorePart(name="certainty", value=points.certainty[facts.certainty.value], why=facts.certainty.value),
        ScorePart(name="wire", value=points.urgency.get(str(urgency), 0.0), why=f"urgency {urgency} of the wire"),
    ]
    if facts.killed:
        fits = [step.points for step in points.toll if facts.killed[0] >= step.least]
        parts.append(ScorePart(name="scale", value=max(fits, default=0.0), why=f"{facts.killed[0]} killed"))
    if facts.grave:
        parts.append(ScorePart(name="grave", value=points.grave, why=f'"{facts.grave}" in the evidence'))
    if any(evidence.field == "headline" for evidence in lead.evidence):
        parts.append(ScorePart(name="headline", value=points.headline, why="told in the headline"))
    if facts.contest.contested:
        parts.append(ScorePart(name="contested", value=points.contested, why="disputed"))
    if change is not None:
        parts.append(_novelty(change, policy))
    total = min(100.0, max(0.0, round(sum(part.value for part in parts), 1)))
    return Score(value=total, parts=tuple(parts), method=policy.figures.method)


def priority(points: Score, change: Change | None, policy: Policy) -> Priority:
    """The rung of a score. Quiet changes are ROUTINE; a correction of direction, place, status or certainty is not."""
    figures = policy.figures.priority
    rung = Priority.ROUTINE
    for least, name in (
        (figures.flash, Priority.FLASH),
        (figures.bulletin, Priority.BULLETIN),
        (figures.urgent, Priority.URGENT),
    ):
        if points.value >= least:
            rung = name
            break
    if change is None:
        return rung
    if change.reason is Reason.CORRECTED_FACTS:
        return loudest(rung, Priority.URGENT)
    return Priority.ROUTINE if change.quiet else rung


def loudest(*rungs: Priority) -> Priority:
    """The loudest of them."""
    return min(rungs, key=LADDER.index)


def cap(lead: Event, rung: Priority, certainty: str, deadline: Deadline | None, table: CapTable) -> Cap:
    """The CAP 1.2 fields, by table."""
    urgency = table.urgency[lead.status.value]
    if deadline is not None:
        urgency = table.deadline_urgency.get(deadline.state.value, urgency)
    return Cap(urgency=urgency, severity=table.severity[rung.value], certainty=certainty, category=table.category)


def _novelty(change: Change, policy: Policy) -> ScorePart:
    points = policy.figures.priority
    values = {Reason.ADDS_SOURCE: points.update_source, Reason.ADDS_COPY: points.update_copy}
    value = values.get(change.reason, 0.0)
    if change.reason is Reason.ADDS_NEWS and not change.loud:
        value = points.update_toll
    return ScorePart(name="novelty", value=value, why=change.reason.value)
