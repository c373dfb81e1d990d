"""What is due, when, and how it stands: open → near → met, passed or averted; by reports and by the clock."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from typing import Literal, TypeGuard

import msgspec

from bellwire.reading.reading import TOLD, Event, Status
from bellwire.watch.alert import Deadline, DeadlineState
from bellwire.watch.matter import disowned, is_denial, is_longer, tells
from bellwire.watch.policy import Clock, Policy, any_of
from bellwire.watch.thread import Report

_AHEAD = frozenset({Status.PLANNED, Status.PROPOSED, Status.THREATENED})
#: What comes to pass at its hour, not up to it.
_AT_THEIR_HOUR = frozenset({"truce", "talks", "agreement"})
#: What parliaments and councils vote on, besides truces.
_VOTED_ON = frozenset({"agreement", "mobilization", "sanction", "siege", "unrest", "weapons", "withdrawal"})
_PENDING = frozenset({DeadlineState.OPEN, DeadlineState.NEAR})


#: Nine digits at most: Python makes no integer of more than 4,300, and no duration has as many.
_DURATION = re.compile(
    r"P(?:(\d{1,9})Y)?(?:(\d{1,9})M)?(?:(\d{1,9})W)?(?:(\d{1,9})D)?(?:T(?:(\d{1,9})H)?(?:(\d{1,9})M)?)?"
)


#: What stands before the hour at which something begins.
_BEGINS = re.compile(
    r"\b(?:begin|start|commenc|withdr|leav|pull|depart|hand|exchang|releas|meet|vot)\w*\b[^.;,]{0,40}$", re.I
)


#: By how much something is put off: "by a day".
_NUMBERS = {word: n for n, word in enumerate("zero one two three four five six seven".split())} | {"a": 1, "an": 1}
_BY = re.compile(r"\bby (a|an|one|two|three|four|five|six|seven|\d{1,3}) (?:more )?(hour|day|week)s?\b", re.I)


def pending(deadline: Deadline | None) -> bool:
    """Whether the clock still matters to it."""
    return deadline is not None and deadline.state in _PENDING


def after_report(before: Deadline | None, reports: Sequence[Report], now: datetime, policy: Policy) -> Deadline | None:
    """The deadline as it stands once the last of `reports` has been read."""
    newest = reports[-1].events if reports else ()
    begun = _begun(newest, before, now)
    asked = before is not None and (pending(before) or _is_overdue(before))
    after = _outcome(before, reports[-1], now, policy) if before is not None and asked else before
    extended = any(is_longer(event, policy) for event in newest if event.kind == "truce")
    broken = before is not None and before.stage == "end" and asked and not pending(after) and not extended
    if begun and not broken:
        end = _truce_end(before, reports, now, policy)
        return end if end is not None else after
    if after is not None and after.stage == "end" and pending(after):
        return _set_anew(after, reports, now, policy)
    if after is not None and pending(after):
        after = _put_off(after, newest, now, policy)
    fresh = _stated(newest, now, policy)
    if fresh is not None and after is not None and pending(after) and _is_no_other(fresh, after, before):
        fresh = None
    over = after is not None and after.state in (DeadlineState.MET, DeadlineState.AVERTED)
    if fresh is None or (over and after is not None and (fresh.precision == "day" or fresh.at <= after.at)):
        return after
    return _by_hour(fresh, now, policy.figures.clock)


def is_ultimatum(deadline: Deadline | None) -> TypeGuard[Deadline]:
    """Whether it is the term of a threat, and still runs."""
    return deadline is not None and deadline.kind == "threat" and pending(deadline)


def is_answered(ultimatum: Deadline, report: Report, now: datetime, policy: Policy) -> bool:
    """Whether a report tells how an ultimatum has ended."""
    return _outcome(ultimatum, report, now, policy).state is DeadlineState.MET


def _is_overdue(deadline: Deadline) -> bool:
    """Whether its time went by unreported, and news of it may still come late; what ran out has run out."""
    return deadline.state is DeadlineState.PASSED and deadline.stage != "end" and deadline.kind != "threat"


def due(deadline: Deadline | None, policy: Policy) -> datetime | None:
    """When the clock next changes it."""
    clock = policy.figures.clock
    if deadline is None or deadline.state not in _PENDING:
        return None
    if deadline.state is DeadlineState.OPEN and deadline.precision != "day":
        return deadline.at - timedelta(minutes=clock.near_minutes)
    return deadline.at + timedelta(minutes=clock.passed_minutes)


def by_clock(deadline: Deadline, now: datetime, policy: Policy) -> Deadline:
    """The deadline at `now`, unreported: near within the hour before it, passed some time after it."""
    clock = policy.figures.clock
    if deadline.state not in _PENDING:
        return deadline
    if now >= deadline.at + timedelta(minutes=clock.passed_minutes):
        return msgspec.structs.replace(deadline, state=DeadlineState.PASSED)
    return _by_hour(deadline, now, clock)


def iso_duration(text: str | None) -> timedelta | None:
    """An ISO 8601 duration; months count as 30 days, years as 365. None where it is none."""
    match = _DURATION.fullmatch(text or "")
    if not match or not any(match.groups()):
        return None
    years, months, weeks, days, hours, minutes = (int(group or 0) for group in match.groups())
    days = min(days + weeks * 7 + months * 30 + years * 365, 36500)
    return timedelta(days=days, hours=min(hours, 876000), minutes=min(minutes, 52560000))


def _stated(events: Sequence[Event], now: datetime, policy: Policy) -> Deadline | None:
    """What these events schedule: the most exact first, then the soonest; of one hour the threat, not its demand, and
    the talks, not the agreement that they are about."""
    found = [deadline for event in events if (deadline := _of_event(event, now, policy)) is not None]
    return min(found, key=_rank, default=None)


def _rank(one: Deadline) -> tuple[bool, datetime, bool, bool]:
    return one.precision == "day", one.at, one.kind != "threat", one.kind == "agreement"


def _is_no_other(fresh: Deadline, known: Deadline, before: Deadline | None) -> bool:
    """Whether it only names what a threat of that hour demands, the day of a thing whose hour is known, what a
    vote that is due is on, or the time from which it was put off."""
    if fresh.at == known.at:
        return fresh.kind != "threat"
    if known.stage == "vote" != fresh.stage:
        return True
    if fresh.kind != known.kind:
        return False
    vaguer = fresh.at.date() == known.at.date() and fresh.precision == "day" and known.precision != "day"
    return vaguer or (before is not None and before.at != known.at and fresh.at == before.at)


def _put_off(deadline: Deadline, events: Sequence[Event], now: datetime, policy: Policy) -> Deadline:
    """A deadline that these events put off: by how much, if they say that, else called off for now, unless they give
    its new time."""
    later, ahead = any_of((policy.words.put_off,)), any_of((policy.words.goes_ahead,))
    texts = [
        evidence.text
        for event in events
        if event.kind == deadline.kind and event.status in _AHEAD
        for evidence in event.evidence
        if later.search(evidence.text) and not ahead.search(evidence.text)
    ]
    if not texts or any(one.at > deadline.at for event in events if (one := _of_event(event, now, policy))):
        return deadline
    for text in texts:
        if (match := _BY.search(text)) is not None:
            more = timedelta(**{f"{match[2].lower()}s": _NUMBERS.get(match[1].lower()) or int(match[1])})
            return msgspec.structs.replace(deadline, at=deadline.at + more, state=DeadlineState.OPEN)
    return msgspec.structs.replace(deadline, state=DeadlineState.AVERTED)


def _of_event(event: Event, now: datetime, policy: Policy) -> Deadline | None:
    voted = _is_put_to_vote(event, policy)
    if event.kind not in policy.templates.due and not voted:
        return None
    if event.kind == "threat" and (length := iso_duration(event.duration)) is not None:
        return _within(event, length, now, policy)
    if event.when is None:
        return None
    if event.status not in _AHEAD and event.kind != "threat":
        return None
    at, precision = _moment(event)
    if precision == "day" and event.when.start <= now.date():
        return None
    if at is None or not now < at <= now + timedelta(days=policy.figures.clock.horizon_days):
        return None
    return Deadline(
        what=_what(event, policy, voted=voted),
        at=at,
        precision=precision,
        state=DeadlineState.OPEN,
        kind=event.kind,
        stage="vote" if voted else "start",
    )


def _is_put_to_vote(event: Event, policy: Policy) -> bool:
    """Whether its time is that of a vote on it: a sentence that tells of a vote to come gives that time."""
    votes, when = any_of((policy.words.vote,)), event.when.text if event.when is not None else ""
    voted_on = event.kind in _VOTED_ON and event.status in _AHEAD
    return voted_on and any(when in one.text and votes.search(one.text) for one in event.evidence)


def _within(threat: Event, length: timedelta, now: datetime, policy: Policy) -> Deadline | None:
    """The end of an ultimatum's term, counted from when it is told; None where it was set on an earlier day."""
    old = threat.when is not None and threat.when.end < now.date() - timedelta(days=1)
    if old or length > timedelta(days=policy.figures.clock.horizon_days):
        return None
    what = _what(threat, policy, voted=False)
    return Deadline(what=what, at=now + length, precision="part", state=DeadlineState.OPEN, kind="threat")


def _moment(event: Event) -> tuple[datetime | None, Literal["minute", "part", "day"]]:
    when = event.when
    if when is None:
        return None, "day"
    if when.at is not None:
        return when.at, "minute"
    if when.precision in ("day", "part"):
        return datetime.combine(when.end, time(23, 59), UTC), "day"
    return None, "day"


def _what(event: Event, policy: Policy, *, voted: bool) -> str:
    due = policy.templates.due
    if voted:
        return f"{due['vote']} {policy.templates.noun[event.kind]}"
    return due["truce vote" if event.kind == "truce" and tells(event, policy.words.vote) else event.kind]


def _by_hour(deadline: Deadline, now: datetime, clock: Clock) -> Deadline:
    near = deadline.precision != "day" and now >= deadline.at - timedelta(minutes=clock.near_minutes)
    return msgspec.structs.replace(deadline, state=DeadlineState.NEAR) if near else deadline


def _outcome(deadline: Deadline, report: Report, now: datetime, policy: Policy) -> Deadline:
    """Met where the thing, or its refusal once the hour has come, is told for sure; averted where it is called off
    before."""
    clock, events = policy.figures.clock, report.events
    come = now >= deadline.at - timedelta(minutes=clock.near_minutes)
    for event in (one for one in events if one.confidence >= clock.outcome_confidence):
        done = event.status in TOLD and (come or not _is_early(event, report, deadline, now, policy))
        if deadline.kind == "threat":
            met = done and event.kind in ("withdrawal", "release", "agreement", "truce", "strike", "attack", "advance")
            off = event.kind == "threat" and event.status is Status.DENIED
        elif deadline.stage == "end":
            met = come and done and event.kind in ("truce", "violation", "agreement")
            sure = event.status is Status.HAPPENED and not (event.disputed or is_denial(event))
            off = event.kind == "violation" and sure
        elif deadline.stage == "vote":
            met = come and _is_voted(event, deadline, policy)
            off = tells(event, policy.words.vote_off)
        else:
            met = done and event.kind == deadline.kind
            refused = event.kind == deadline.kind and event.status is Status.DENIED and not disowned(event, policy)
            off = refused or (done and event.kind == "rejection")
        if met or off:
            state = DeadlineState.MET if met or come else DeadlineState.AVERTED
            return msgspec.structs.replace(deadline, state=state)
    return deadline


def _is_voted(event: Event, vote: Deadline, policy: Policy) -> bool:
    """Whether an event tells how a vote went: the thing itself, or its sentence says that it was passed or rejected."""
    about = event.kind in (vote.kind, "rejection", "agreement")
    return about and (event.status in TOLD or tells(event, policy.words.voted))


def _is_early(event: Event, report: Report, deadline: Deadline, now: datetime, policy: Policy) -> bool:
    """Whether what is told before the hour is no outcome yet: it is only named ("rebels accept truce", "confirms
    talks"), or only a part of it has come ("first troops leave")."""
    partly = any_of((policy.words.partly,))
    if event.kind == "withdrawal" and any(map(partly.search, (report.headline, event.evidence[0].text))):
        return True
    set_for = deadline.precision != "day" and event.kind == deadline.kind and event.kind in _AT_THEIR_HOUR
    return (set_for and event.when is None) or _is_announced(event, report.events, now)


def _is_announced(event: Event, events: Sequence[Event], now: datetime) -> bool:
    """Whether the same report tells a thing of this kind as yet to come: "confirms talks" tells of Friday's."""
    plans = (one for one in events if one.kind == event.kind and one.status in _AHEAD)
    return event.when is None and any(at is not None and at > now for at, _ in map(_moment, plans))


def _begun(events: Sequence[Event], before: Deadline | None, now: datetime) -> bool:
    """Whether a truce holds: by what a desk wants to know of it, else by all that is told. One whose start is set does
    not begin without a day, hours before it ("rebels accept truce")."""
    truces = [event for event in events if event.kind == "truce"]
    early = before is not None and pending(before) and before.kind == "truce" and before.stage != "end"
    early = early and before is not None and now < before.at - timedelta(hours=1)
    told = [one for one in truces if one.alertable] or truces
    return any(event.status in TOLD and not (early and event.when is None) for event in told)


def _truce_end(before: Deadline | None, reports: Sequence[Report], now: datetime, policy: Policy) -> Deadline | None:
    """When a truce that has begun runs out: as told, else its start and its duration."""
    if before is not None and before.stage == "end":
        return _set_anew(before, reports, now, policy) if pending(before) else before
    events = [event for report in reversed(reports) for event in report.events if event.kind in ("truce", "violation")]
    told = [
        event.when.at
        for event in events
        if event.when and event.when.at and event.when.at > now and not _is_of_another(event)
    ]
    starts = [before.at] if before is not None and before.kind == "truce" else []
    starts += [event.when.at for event in events if event.status in TOLD and event.when and event.when.at]
    lasts = [length for event in events if (length := iso_duration(event.duration)) is not None]
    ends = told or [starts[0] + lasts[0] for _ in range(1) if starts and lasts]
    if not ends or not now < ends[0] <= now + timedelta(days=policy.figures.clock.horizon_days):
        return None
    end = Deadline(
        what=policy.templates.due["truce end"],
        at=ends[0],
        precision=before.precision if before is not None and not told and ends[0] == before.at + lasts[0] else "minute",
        state=DeadlineState.OPEN,
        kind="truce",
        stage="end",
    )
    return _by_hour(end, now, policy.figures.clock)


def _is_of_another(truce: Event) -> bool:
    """Whether a truce's sentence tells by its hour when something else is to begin ("troops are to leave at 2100 GMT
    under a truce")."""
    hour = truce.when.text if truce.when is not None else ""
    before = [evidence.text.split(hour)[0] for evidence in truce.evidence if hour and hour in evidence.text]
    return bool(before) and all(_BEGINS.search(text) for text in before)


def _set_anew(end: Deadline, reports: Sequence[Report], now: datetime, policy: Policy) -> Deadline:
    """A truce's end, moved where the newest report tells as decided that it lasts longer: until when, else by how much,
    which counts once however many tell it."""
    decided = _decided(reports[-1])
    told = [event.when.at for event in decided if event.when and event.when.at]
    before = {event.duration for report in reports[:-1] for event in _decided(report) if is_longer(event, policy)}
    added = [iso_duration(event.duration) for event in decided if is_longer(event, policy)]
    more = [] if before & {None, *(event.duration for event in decided)} else [end.at + one for one in added if one]
    for at in told or more[:1]:
        if max(end.at, now) < at <= now + timedelta(days=policy.figures.clock.horizon_days):
            return msgspec.structs.replace(end, at=at, state=DeadlineState.OPEN)
    return _by_hour(end, now, policy.figures.clock)


def _decided(report: Report) -> list[Event]:
    return [one for one in report.events if one.kind == "truce" and one.status in (TOLD | {Status.PLANNED})]
