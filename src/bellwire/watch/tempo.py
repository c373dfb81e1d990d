"""The tempo of a country in one direction: how much is told of it, against what is usual there.

Reports are counted by the hour of their arrival, each incident of each fresh report once. The usual of a window is the
median of such windows of the past weeks, older ones weighing less; its spread their median deviation, never less than
the chance of a count so large. Two reports after a silence are no alarm: a window stands out by a least number too.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from math import sqrt

import msgspec

from bellwire.reading.facts.tables import country_names
from bellwire.reading.reading import Direction, Event, Place, Status
from bellwire.watch.alert import Alert, Cap, Certainty, Corroboration, MsgType, Pace, Priority, Score, ScorePart
from bellwire.watch.keys import country_of
from bellwire.watch.policy import Policy, TempoFigures
from bellwire.watch.reasons import Reason
from bellwire.watch.thread import Decision, Level, Tempo

#: Median deviations of a normal spread: one standard deviation is so many of them.
_NORMAL = 1.4826
#: What a report may be told for and still be no copy of one that was counted.
COUNTED = frozenset(
    [
        Reason.NEW_THREAD,
        Reason.ADDS_NEWS,
        Reason.ADDS_SOURCE,
        Reason.ADDS_COPY,
        Reason.CONTESTED,
        Reason.SETTLED,
        Reason.QUIET_LIMIT,
    ]
)
_UNTOLD = frozenset([Status.DENIED, Status.PAST])


class Moved(msgspec.Struct, frozen=True, kw_only=True):
    """What changed of tempos: they, the alerts that tell so, and why."""

    tempos: tuple[Tempo, ...] = ()
    alerts: tuple[Alert, ...] = ()
    decisions: tuple[Decision, ...] = ()


def told(events: Iterable[Event], decisions: Iterable[Decision]) -> Counter[tuple[str, Direction]]:
    """How many incidents of each country and direction one reading adds: by the leading events of its decisions."""
    by_id = {event.id: event for event in events}
    fresh = (by_id.get(one.event or "") for one in decisions if one.reason in COUNTED)
    return Counter(
        (country_of(event), event.direction)
        for event in fresh
        if event is not None
        and event.direction in (Direction.ESCALATION, Direction.DE_ESCALATION)
        and event.status not in _UNTOLD
        and country_of(event)
    )


def count(
    found: Mapping[tuple[str, Direction], int], known: Sequence[Tempo], since: datetime, now: datetime, policy: Policy
) -> Moved:
    """Adds what one reading tells. `since`: when the ledger's first article arrived."""
    before = {(tempo.country, tempo.direction): tempo for tempo in known}
    hour, changed = hour_of(now), list[Tempo]()
    for (country, direction), number in sorted(found.items()):
        tempo = before.get((country, direction)) or Tempo(country=country, direction=direction, since=since)
        hours = {**tempo.hours, hour: tempo.hours.get(hour, 0) + number}
        changed.append(msgspec.structs.replace(tempo, hours=hours))
    return tick(changed, now, policy)


def tick(tempos: Sequence[Tempo], now: datetime, policy: Policy) -> Moved:
    """Each tempo as it stands now: one that stands out, or is back at its usual, is told."""
    moved = [_judge(tempo, now, policy) for tempo in tempos]
    return Moved(
        tempos=tuple(tempo for tempo, _ in moved),
        alerts=tuple(tempo.latest for tempo, reason in moved if reason is not None and tempo.latest is not None),
        decisions=tuple(
            Decision(reason=reason, detail=f"{tempo.country} {tempo.direction.value}", thread=tempo.latest.thread)
            for tempo, reason in moved
            if reason is not None and tempo.latest is not None
        ),
    )


def hour_of(time: datetime) -> int:
    """Whole hours since 1970."""
    return int(time.timestamp() // 3600)


def paces(tempo: Tempo, now: datetime, figures: TempoFigures) -> tuple[Pace, ...]:
    """Every window as it stands, the hour that goes on counted with it; none before enough is known."""
    if now - tempo.since < timedelta(days=figures.history_days):
        return ()
    return tuple(_pace(tempo, hour_of(now), window.hours, window.least, figures) for window in figures.window)


def _pace(tempo: Tempo, hour: int, length: int, fewest: int, figures: TempoFigures) -> Pace:
    first = max(hour_of(tempo.since), hour - 24 * figures.kept_days)
    past = [(end, _within(tempo.hours, end, length)) for end in range(hour - length, first + length - 2, -length)]
    weights = [0.5 ** ((hour - end) / (24 * figures.half_life_days)) for end, _ in past]
    usual = _median([float(number) for _, number in past], weights)
    spread = max(_NORMAL * _median([abs(number - usual) for _, number in past], weights), sqrt(max(usual, 1.0)))
    return Pace(
        hours=length,
        count=_within(tempo.hours, hour, length),
        usual=round(usual, 1),
        least=round(figures.lull_share * usual if usual >= figures.lull_usual else 0.0, 1),
        most=round(max(float(fewest), usual + figures.band * spread), 1),
    )


def _within(hours: Mapping[int, int], end: int, length: int) -> int:
    return sum(hours.get(hour, 0) for hour in range(end - length + 1, end + 1))


def _median(values: Sequence[float], weights: Sequence[float]) -> float:
    """The weighted median; 0 of nothing."""
    half, total = sum(weights) / 2, 0.0
    for value, weight in sorted(zip(values, weights, strict=True)):
        total += weight
        if total >= half:
            return value
    return 0.0


def _judge(tempo: Tempo, now: datetime, policy: Policy) -> tuple[Tempo, Reason | None]:
    figures = policy.figures.tempo
    oldest = hour_of(now) - 24 * figures.kept_days
    kept = {hour: number for hour, number in tempo.hours.items() if hour > oldest}
    tempo = msgspec.structs.replace(tempo, hours=kept)
    found = paces(tempo, now, figures)
    level = _level(tempo.level, found, figures)
    watched = level is not Level.USUAL or any(pace.least for pace in found[-1:])
    after = msgspec.structs.replace(tempo, level=level, due=_next_hour(now) if watched else None)
    if level is tempo.level:
        return after, None
    reason = {Level.RAISED: Reason.TEMPO_UP, Level.LULL: Reason.TEMPO_DOWN, Level.USUAL: Reason.TEMPO_USUAL}[level]
    return msgspec.structs.replace(after, latest=_alert(after, found, reason, now, policy)), reason


def _level(before: Level, found: Sequence[Pace], figures: TempoFigures) -> Level:
    """Up by any window, down by the longest; back only when all windows are well within."""
    if not found:
        return Level.USUAL
    if any(pace.count >= pace.most for pace in found):
        return Level.RAISED
    longest = found[-1]
    if before is Level.RAISED:
        high = any(pace.count > pace.usual + figures.back / figures.band * (pace.most - pace.usual) for pace in found)
        return Level.RAISED if high else Level.USUAL
    if longest.count < longest.least * (2 if before is Level.LULL else 1):
        return Level.LULL
    return Level.USUAL


def _next_hour(now: datetime) -> datetime:
    return datetime.fromtimestamp((hour_of(now) + 1) * 3600, UTC)


def _alert(tempo: Tempo, found: tuple[Pace, ...], reason: Reason, now: datetime, policy: Policy) -> Alert:
    """Standing out is an Alert with a name of its own, its end or its turn an Update of that."""
    last = tempo.latest if tempo.latest is not None and tempo.latest.reason != Reason.TEMPO_USUAL else None
    name = last.thread if last else f"tempo-{tempo.country}-{tempo.direction.value}-{hour_of(now)}"
    version = last.version + 1 if last else 1
    rung = Priority.URGENT if reason is Reason.TEMPO_UP else Priority.ROUTINE
    pace = max(found, key=lambda one: one.count / max(one.most, 1.0), default=None)
    if reason is not Reason.TEMPO_UP and found:
        pace = found[-1]
    figures = f"{pace.count} reports in {pace.hours} h, usually {pace.usual:g}" if pace else "nothing is known any more"
    country = country_names().get(tempo.country, tempo.country)
    what = {Reason.TEMPO_UP: "up", Reason.TEMPO_DOWN: "down", Reason.TEMPO_USUAL: "back at its usual"}[reason]
    points = policy.figures.priority
    value = points.urgent if rung is Priority.URGENT else 0.0
    event = Event(
        id=hashlib.sha256(f"{name}\x1f{version}".encode()).hexdigest()[:16],
        kind="tempo",
        family="tempo",
        direction=tempo.direction,
        status=Status.HAPPENED,
        alertable=True,
        place=Place(name=country, path=tempo.country, country=tempo.country, precision="country"),
        rule="tempo",
        confidence=1.0,
    )
    return Alert(
        id=f"{name}-{version:06d}",
        thread=name,
        version=version,
        msg_type=MsgType.UPDATE if last else MsgType.ALERT,
        references=(last.id,) if last else (),
        headline=f"{country}: tempo of {tempo.direction.value} {what}, {figures}"[:100],
        changed=f"{what}: {figures}" if last else None,
        direction=tempo.direction,
        priority=rung,
        score=Score(
            value=value,
            parts=(ScorePart(name="tempo", value=value, why=figures),),
            method=policy.figures.method,
        ),
        certainty=Certainty.OBSERVED,
        event=event,
        events=(event.id,),
        corroboration=Corroboration(articles=pace.count if pace else 0, independent_sources=(), unique_texts=0),
        tempo=found,
        cap=Cap(
            urgency=policy.cap.urgency[Status.HAPPENED.value],
            severity=policy.cap.severity[rung.value],
            certainty=Certainty.OBSERVED.value,
            category=policy.cap.category,
        ),
        first_seen=last.first_seen if last else now,
        updated=now,
        reason=reason.value,
    )
