"""May this copy alert at all? By its outcome, its own time and its arrival (design: product, rules 4, 11)."""

from __future__ import annotations

from datetime import datetime, timedelta

import msgspec

from bellwire.reading.reading import Outcome, Reading
from bellwire.watch import embargo, versions
from bellwire.watch.policy import Policy
from bellwire.watch.reasons import Reason
from bellwire.watch.thread import Changes, Decision, Known

_BY_OUTCOME = {
    Outcome.WITHHELD: Reason.WITHHELD,
    Outcome.UNDATED: Reason.UNDATED,
    Outcome.STALE: Reason.STALE,
    Outcome.FUTURE: Reason.FUTURE,
    Outcome.NOT_ENGLISH: Reason.NOT_ENGLISH,
    Outcome.TOO_LONG: Reason.TOO_LONG,
}
_OUTCOME = {
    Reason.REPEATED: Outcome.REPEATED,
    Reason.SUPERSEDED: Outcome.SUPERSEDED,
    Reason.KILLED_BEFORE: Outcome.SUPERSEDED,
} | {reason: outcome for outcome, reason in _BY_OUTCOME.items()}


def refusal(reading: Reading, now: datetime, *, release: bool, policy: Policy) -> Reason | None:
    """Why this copy makes no alert now, or None. Embargoed copy that is let go counts as of its embargo's end."""
    clock = policy.figures.clock
    if reading.outcome in _BY_OUTCOME:
        return _BY_OUTCOME[reading.outcome]
    embargoed = reading.article.embargoed
    if reading.outcome is Outcome.EMBARGOED and embargoed is not None and now < embargoed:
        return Reason.EMBARGOED
    told = reading.article.version_time
    if told is None:
        return Reason.UNDATED
    since = max(told, embargoed) if release and embargoed is not None else told
    if now - since > timedelta(days=clock.recency_days):
        return Reason.STALE
    if told - now > timedelta(minutes=clock.future_minutes):
        return Reason.FUTURE
    return None


def overtaken(reading: Reading, notice: Reading, known: Known, *, release: bool) -> Changes:
    """Nothing but the record, which says by what notice it was killed before it came."""
    why = Decision(reason=Reason.KILLED_BEFORE, detail=f"by {notice.uri}, which overtook it")
    return msgspec.structs.replace(refuse(reading, Reason.KILLED_BEFORE, known, release=release), decisions=(why,))


def refuse(reading: Reading, reason: Reason, known: Known, *, release: bool) -> Changes:
    """Nothing but the record. A version that is registered already keeps its first outcome; held copy that is let go
    and yet refused (a later version was withheld) is held no more, or the clock would let it go for ever."""
    outcome = _OUTCOME[reason]
    here = versions.registration(reading, outcome)
    registered = any((before.version, before.digest) == (here.version, here.digest) for before in known.versions)
    keeps = reason is Reason.REPEATED or (registered and reason is Reason.KILLED_BEFORE)
    return Changes(
        outcome=outcome,
        version=None if keeps else here,
        threads=embargo.given_up(known, reading.uri) if release else (),
        decisions=(Decision(reason=reason),),
    )
