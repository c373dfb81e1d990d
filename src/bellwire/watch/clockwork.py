"""What the clock alone changes: deadlines near and passed, threads quiet and ended, embargoes over."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import msgspec

from bellwire.reading.reading import Reading
from bellwire.watch import deadlines, embargo, kills
from bellwire.watch.alert import Alert, Deadline, DeadlineState
from bellwire.watch.changes import Change
from bellwire.watch.facts import gather
from bellwire.watch.phrases import due_text
from bellwire.watch.policy import Policy
from bellwire.watch.publish import ended_thread, publish, settle
from bellwire.watch.reasons import Reason
from bellwire.watch.thread import Changes, Decision, Thread, ThreadState


def tick(threads: Sequence[Thread], now: datetime, policy: Policy) -> Changes:
    """Each thread whose time has come, once: its due time moves on or goes."""
    changed: list[Thread] = []
    alerts: list[Alert] = []
    decisions: list[Decision] = []
    released: list[Reading] = []
    for thread in threads:
        if thread.due is None or thread.due > now:
            continue
        if kills.is_notice(thread):
            changed.append(embargo.closed(thread))
            continue
        if thread.state is ThreadState.HELD:
            if thread.held is not None:
                released.append(thread.held)
                decisions.append(Decision(reason=Reason.RELEASED, thread=thread.id))
            continue
        after, reason = _pass(thread, now, policy)
        changed.append(after)
        decisions.append(Decision(reason=reason, thread=thread.id))
        if after.latest is not None and after.latest is not thread.latest:
            alerts.append(after.latest)
    return Changes(threads=tuple(changed), alerts=tuple(alerts), decisions=tuple(decisions), released=tuple(released))


def _pass(thread: Thread, now: datetime, policy: Policy) -> tuple[Thread, Reason]:
    before = thread.deadline
    if before is not None and deadlines.pending(before):
        after = deadlines.by_clock(before, now, policy)
        if after.state is not before.state and any(report.events for report in thread.reports):
            return _deadline(thread, after, now, policy)
    clock = policy.figures.clock
    age = now - thread.last_news
    if age >= timedelta(hours=clock.ended_hours) and not deadlines.pending(before):
        return ended_thread(thread), Reason.THREAD_ENDED
    quiet = ThreadState.QUIET if thread.state is ThreadState.OPEN else thread.state
    after_thread = settle(msgspec.structs.replace(thread, state=quiet), policy)
    if after_thread.due is not None and after_thread.due <= now:
        due = deadlines.due(before, policy)
        after_thread = msgspec.structs.replace(after_thread, due=due if due is None or due > now else None)
    return after_thread, Reason.THREAD_QUIET


def _deadline(thread: Thread, after: Deadline, now: datetime, policy: Policy) -> tuple[Thread, Reason]:
    near = after.state is DeadlineState.NEAR
    reason = Reason.DEADLINE_NEAR if near else Reason.DEADLINE_PASSED
    text = f"{due_text(after)}: {'near' if near else 'passed without word of its outcome'}"
    moved = msgspec.structs.replace(thread, deadline=after)
    facts = gather(thread.reports, after, policy)
    told = publish(moved, facts, Change(reason, text, loud=True), None, now, policy)
    if thread.last_news + timedelta(hours=policy.figures.clock.ended_hours) <= now and not near:
        told = msgspec.structs.replace(told, last_news=now)
    return settle(told, policy), reason
