"""What a report changes in what is known: one line for people, a reason, and how loud it is."""

from __future__ import annotations

from dataclasses import dataclass

from bellwire.reading.reading import Status
from bellwire.watch.alert import Deadline, DeadlineState
from bellwire.watch.certainty import deniers
from bellwire.watch.facts import Facts
from bellwire.watch.policy import Policy
from bellwire.watch.reasons import Reason
from bellwire.watch.same_thing import GUESSED
from bellwire.watch.sources import UNKNOWN
from bellwire.watch.thread import Report


@dataclass(frozen=True, slots=True)
class Change:
    """What is new. `quiet`: nothing that a desk would look up for; `loud`: direction, place, status or certainty."""

    reason: Reason
    text: str
    quiet: bool = False
    loud: bool = False


def difference(before: Facts, after: Facts, report: Report, policy: Policy) -> Change:
    """What `report` changed in a thread, in one line: "toll 12 → 17 (Reuters)"; NOTHING_NEW where nothing did."""
    lines = _lines(before, after, policy)
    loud = _loud(before, after)
    if before.contest.contested != after.contest.contested:
        reason = Reason.CONTESTED if after.contest.contested else Reason.SETTLED
        return Change(reason, "; ".join(lines) + _by(report), loud=True)
    if lines:
        return Change(Reason.ADDS_NEWS, "; ".join(lines) + _by(report), loud=loud)
    if set(after.sources) - set(before.sources):
        return Change(Reason.ADDS_SOURCE, f"{report.agency} also reports it", quiet=True)
    return Change(Reason.NOTHING_NEW, f"further report{_by(report)}", quiet=True)


def correction(before: Facts, after: Facts, report: Report, policy: Policy) -> Change:
    """What a correction changed in its own report: quiet, unless direction, place, status or certainty."""
    lines = [f"place {place_name(before)} → {place_name(after)}"] if _moved(before, after) else []
    lines += _lines(before, after, policy)
    loud = _loud(before, after)
    text = "corrected: " + ("; ".join(lines) or "details") + _by(report)
    return Change(Reason.CORRECTED_FACTS if loud else Reason.CORRECTED, text, quiet=not loud, loud=loud)


def _lines(before: Facts, after: Facts, policy: Policy) -> list[str]:
    lines = [*_acts(before, after, policy), *_disputes(before, after), *_toll(before, after)]
    return lines + _due(before.deadline, after.deadline)


def _by(report: Report) -> str:
    return f" ({report.agency})" if report.agency != UNKNOWN else ""


def place_name(facts: Facts) -> str:
    """Where it is, for people; empty where the copy does not say."""
    place = facts.lead.place
    return place.name if place and place.origin not in GUESSED else ""


def due_text(deadline: Deadline) -> str:
    """A deadline for people: "truce vote due Monday 20:00 GMT"."""
    hour = f"{deadline.at:%A %H:%M} GMT" if deadline.precision == "minute" else f"{deadline.at:%A %d %B}"
    return f"{deadline.what} due {hour}"


def _loud(before: Facts, after: Facts) -> bool:
    return (
        before.direction is not after.direction
        or before.certainty is not after.certainty
        or (before.lead.kind == after.lead.kind and before.lead.status is not after.lead.status)
        or _moved(before, after)
    )


def _moved(before: Facts, after: Facts) -> bool:
    one, other = before.lead.place, after.lead.place
    if one is None or other is None or one.path == other.path:
        return False
    return not (one.path.startswith(other.path + "/") or other.path.startswith(one.path + "/"))


def _acts(before: Facts, after: Facts, policy: Policy) -> list[str]:
    if before.lead.kind != after.lead.kind:
        where = f" in {place_name(after)}" if place_name(after) else ""
        return [" ".join((policy.templates.noun[after.lead.kind], *_status(after))) + where]
    if before.lead.status is not after.lead.status:
        return [f"{policy.templates.noun[after.lead.kind]}: {before.lead.status.value} → {after.lead.status.value}"]
    if after.grave and after.grave not in before.graves:
        return [f'{policy.templates.noun[after.lead.kind]}: "{after.grave}"']
    return []


def _status(facts: Facts) -> list[str]:
    return [] if facts.lead.status is Status.HAPPENED else [facts.lead.status.value]


def _disputes(before: Facts, after: Facts) -> list[str]:
    if after.contest.contested and not before.contest.contested:
        who = ", ".join(deniers(after.contest.standing)[:2])
        return [f"denied by {who}" if who else "disputed"]
    if before.contest.contested and not after.contest.contested:
        return ["no longer disputed"]
    return []


def _toll(before: Facts, after: Facts) -> list[str]:
    lines = []
    for name, one, other in (("toll", before.killed, after.killed), ("wounded", before.wounded, after.wounded)):
        if other is not None and one != other:
            lines.append(f"{name} {count(one)} → {count(other)}" if one else f"{name} {count(other)}")
    return lines


def count(figures: tuple[int, int]) -> str:
    """A number or a range: `12`, `12–15`, `up to 15`."""
    if figures[0] == 0 and figures[1]:
        return f"up to {figures[1]:,}"
    return f"{figures[0]:,}" if figures[0] == figures[1] else f"{figures[0]:,}–{figures[1]:,}"


def _due(before: Deadline | None, after: Deadline | None) -> list[str]:
    if after is None or after == before:
        return []
    if before is not None and before.state is not after.state and before.at == after.at:
        if after.state is DeadlineState.NEAR:
            return [f"{due_text(after)}: near"]
        return [f"{after.what.lower()} {after.state.value}"]
    return [due_text(after)]
