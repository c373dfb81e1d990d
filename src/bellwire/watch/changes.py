"""What a report changes in what is known: one line for people, a reason, and how loud it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bellwire.reading.reading import Event, Grade, Status
from bellwire.watch.alert import Deadline, DeadlineState
from bellwire.watch.certainty import Denial, deniers, is_refuted, main_denial, same_party, settles
from bellwire.watch.facts import Facts
from bellwire.watch.matter import is_off, is_over
from bellwire.watch.phrases import count, deed, denial, due_text, name, speaker, thing, verb, where
from bellwire.watch.places import one_holds
from bellwire.watch.policy import Policy
from bellwire.watch.reasons import Reason
from bellwire.watch.sources import UNKNOWN
from bellwire.watch.thread import Report

_ENDS = {DeadlineState.MET: "outcome known"}


@dataclass(frozen=True, slots=True)
class Change:
    """What is new. `quiet`: nothing that a desk would look up for; `loud`: direction, place, status or certainty."""

    reason: Reason
    text: str
    quiet: bool = False
    loud: bool = False


def difference(before: Facts, after: Facts, report: Report, policy: Policy) -> Change:
    """What `report` changed in a thread, in one line: "toll 12 → 17 (Reuters)"; NOTHING_NEW where nothing did."""
    lines = _lines(before, after, report, policy)
    loud = _loud(before, after)
    begun = after.contest.contested and not before.contest.contested
    if begun or _is_settled(before, after, report, policy):
        return Change(Reason.CONTESTED if begun else Reason.SETTLED, "; ".join(lines) + _by(report), loud=True)
    if lines:
        return Change(Reason.ADDS_NEWS, "; ".join(lines) + _by(report), loud=loud)
    if set(after.sources) - set(before.sources):
        return Change(Reason.ADDS_SOURCE, _also(after.lead, report, policy), quiet=True)
    return Change(Reason.NOTHING_NEW, f"nothing new{_by(report)}", quiet=True)


def further(report: Report, standing: Sequence[Report], policy: Policy) -> str:
    """What fresh copy of a known agency tells that no report before it does; else what it is headlined."""
    known = {(event.kind, event.status) for kept in standing for event in kept.events}
    fresh = [event for event in report.events if (event.kind, event.status) not in known and event.alertable]
    if fresh:
        denied = fresh[0].status is Status.DENIED and not is_over(fresh[0], policy)
        return (_denial(fresh[0], policy) if denied else f"adds {_told(fresh[0], policy)}") + _by(report)
    return f"{report.headline}{_by(report)}" if report.headline else f"another report{_by(report)}"


def _also(lead: Event, report: Report, policy: Policy) -> str:
    """What one more agency reports: the leading thing, as it tells it."""
    alike = [event for event in report.events if event.kind == lead.kind]
    own = next((event for event in alike if _is_denial(event, policy)), next(iter([*alike, *report.events]), lead))
    if _is_denial(own, policy):
        return _denial(own, policy) + _by(report)
    return f"{report.agency} also reports {_told(own, policy)}"


def _told(event: Event, policy: Policy) -> str:
    plain = event.status is Status.HAPPENED or is_over(event, policy)
    return deed(event, policy) + ("" if plain else f", {event.status.value}")


def _is_denial(event: Event, policy: Policy) -> bool:
    if is_over(event, policy):
        return False
    return event.status is Status.DENIED or any(said.stance == "denies" for said in event.attribution)


def _denial(event: Event, policy: Policy) -> str:
    """Who denies what: the one who stands against it, else who says that it did not happen."""
    against = [short for said in event.attribution if said.stance == "denies" and (short := name(said.source))]
    if is_off(event):
        return f"{thing(event, policy)} off"
    who = against[0] if against else speaker(event) if event.status is Status.DENIED else ""
    return denial(event, who, policy)


def correction(before: Facts, after: Facts, report: Report, policy: Policy) -> Change:
    """What a correction changed in its own report: quiet, unless direction, place, status or certainty."""
    lines = [f"place {where(before.lead)} → {where(after.lead)}"] if _moved(before, after) else []
    lines += _lines(before, after, report, policy)
    loud = _loud(before, after) or _other_act(before, after, policy)
    text = "corrected: " + ("; ".join(lines) or "details") + _by(report)
    return Change(Reason.CORRECTED_FACTS if loud else Reason.CORRECTED, text, quiet=not loud, loud=loud)


def _lines(before: Facts, after: Facts, report: Report, policy: Policy) -> list[str]:
    if _is_settled(before, after, report, policy):
        acts = [_taken_back(after.contest.retraction, policy) or _settled(before, report, policy)]
    else:
        acts = [*_disputed(before, after, policy), *_acts(before, after, policy)]
        acts += [after.claimed] if after.claimed and not before.claimed else []
    return list(dict.fromkeys([*acts, *_toll(before, after), *_due(before.deadline, after)]))


def _by(report: Report) -> str:
    return f" ({report.agency})" if report.agency != UNKNOWN else ""


def _loud(before: Facts, after: Facts) -> bool:
    return (
        before.direction is not after.direction
        or before.certainty is not after.certainty
        or (before.lead.kind == after.lead.kind and before.lead.status is not after.lead.status)
        or _moved(before, after)
    )


def _other_act(before: Facts, after: Facts, policy: Policy) -> bool:
    """Whether another thing has happened than was told: an attack on a base, not its capture."""
    one, other = before.lead.kind, after.lead.kind
    return one != other and policy.link(one, other) not in ("blow", "consequence")


def _moved(before: Facts, after: Facts) -> bool:
    one, other = before.lead.place, after.lead.place
    return one is not None and other is not None and not one_holds(one, other)


def _acts(before: Facts, after: Facts, policy: Policy) -> list[str]:
    if before.lead.kind != after.lead.kind:
        return [_told(after.lead, policy)]
    if is_over(after.lead, policy) and not is_over(before.lead, policy):
        return [deed(after.lead, policy)]
    if before.lead.status is not after.lead.status and before.contest.contested == after.contest.contested:
        return [f"{deed(after.lead, policy)}: {before.lead.status.value} → {after.lead.status.value}"]
    if after.grave and after.grave not in before.graves:
        return [f'{policy.templates.noun[after.lead.kind]}: "{after.grave}"']
    return []


def _disputed(before: Facts, after: Facts, policy: Policy) -> list[str]:
    """Who now says what against whom."""
    if not after.contest.contested or before.contest.contested:
        return []
    return [_denial(main_denial(after.contest.standing, after.lead).event, policy)]


def _is_settled(before: Facts, after: Facts, report: Report, policy: Policy) -> bool:
    """Whether a dispute has ended, and not only something else come to lead, of which nobody said anything yet."""
    if not before.contest.contested or after.contest.contested:
        return False
    told = any(settles(event, denial, policy) for event in report.events for denial in before.contest.standing)
    told = told or after.contest.retraction is not None
    return told or before.lead.kind == after.lead.kind


def _taken_back(retraction: Denial | None, policy: Policy) -> str:
    """Who takes back or refutes what; empty where nobody does."""
    if retraction is None:
        return ""
    if is_refuted(retraction.event):
        return f"own reporter refutes {deed(retraction.event, policy)}"
    who = next((short for one in retraction.speakers if (short := name(one))), "")
    return f"{who} {verb('take back', who, None, policy)} {deed(retraction.event, policy)}" if who else ""


def _settled(before: Facts, report: Report, policy: Policy) -> str:
    """Who gave in, or what decided it."""
    what = deed(before.lead, policy)
    said = [said for event in report.events if event.status is not Status.DENIED for said in event.attribution]
    titles = policy.words.titles
    against = deniers(before.contest.standing)
    gave_in = [one for one in said if any(same_party(one.source, denier, titles) for denier in against)]
    parties = gave_in or [one for one in said if one.grade is Grade.PARTY]
    if any(one.grade is Grade.OWN_REPORTER for one in said) and not gave_in:
        return f"own reporter confirms {what}"
    who = next((short for one in parties if (short := name(one.source))), "")
    return f"{who} {verb('concede', who, None, policy)} {what}" if who else f"{what} no longer disputed"


def _toll(before: Facts, after: Facts) -> list[str]:
    lines = []
    for what, one, other in (("toll", before.killed, after.killed), ("wounded", before.wounded, after.wounded)):
        if other is not None and one != other and (one or any(other)):
            lines.append(f"{what} {count(one)} → {count(other)}" if one else f"{what} {count(other)}")
    return lines


def _due(before: Deadline | None, facts: Facts) -> list[str]:
    after = facts.deadline
    if after is None or after == before:
        return []
    text = due_text(after, facts.told)
    if before is not None and before.state is not after.state and before.at == after.at:
        ends = {DeadlineState.NEAR: f"{text}: near", DeadlineState.AVERTED: f"{after.what.lower()} called off"}
        return [ends.get(after.state, f"{after.what.lower()}: {_ENDS.get(after.state, after.state.value)}")]
    return [text]
