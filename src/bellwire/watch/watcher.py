"""The whole way of a reading: version → same thing? → sources → certainty → deadline → priority → headline →
Alert, Update, Cancel or a reason why not. Pure: time and what is known are arguments."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

import msgspec

from bellwire.reading.reading import Grade, Outcome, Reading
from bellwire.watch import admission, clockwork, corrections, embargo, kills, tempo, versions
from bellwire.watch.feed_grades import graded
from bellwire.watch.incidents import incidents
from bellwire.watch.keys import looked_under
from bellwire.watch.policy import Policy, load_policy
from bellwire.watch.reasons import Reason
from bellwire.watch.story import Told, tell
from bellwire.watch.thread import Changes, Decision, Known, Tempo, Thread, ThreadEvent, ThreadKey


def load_watcher(grades: Mapping[str, Grade] | None = None) -> Watcher:
    """A watcher with the shipped policy; `grades`: of feeds by name. Raises msgspec.ValidationError where its data is
    wrong."""
    return Watcher(load_policy(), grades or {})


class Watcher:
    """Keeps threads and alerts. Holds no state of its own: the ledger remembers."""

    def __init__(self, policy: Policy, grades: Mapping[str, Grade]) -> None:
        self.policy = policy
        self._grades = grades

    def keys(self, reading: Reading) -> tuple[ThreadKey, ...]:
        """Where threads that this reading may belong to are looked for."""
        if corrections.is_kill(reading, self.policy.words):
            return corrections.notice_keys(reading)
        status = corrections.traffic(reading, self.policy.words)
        found = looked_under(reading.events[: self.policy.figures.limits.events], status, self.policy)
        return (*found, *corrections.overtaking_keys(reading.article)) if reading.events else found

    @property
    def candidates(self) -> int:
        """How many threads of each country a reading is compared with, the likeliest."""
        return self.policy.figures.limits.candidates

    def watch(self, reading: Reading, known: Known, now: datetime) -> Changes:
        """What a reading changes, given the versions of its uri and the threads it may belong to."""
        policy, reading = self.policy, graded(reading, self._grades)
        kill = corrections.is_kill(reading, policy.words)
        release = embargo.is_release(reading, now)
        if (reason := versions.judge(reading, known.versions, kill=kill, release=release)) is not None:
            return admission.refuse(reading, reason, known, release=release)
        if kill:
            return kills.take_back(reading, known, now, policy)
        if (notice := kills.overtaking(reading, known, policy)) is not None:
            return admission.overtaken(reading, notice, known, release=release)
        if (reason := admission.refusal(reading, now, release=release, policy=policy)) is not None:
            if reason is Reason.EMBARGOED:
                return embargo.hold(reading)
            return admission.refuse(reading, reason, known, release=release)
        return self._tell(reading, known, now)

    def tick(self, due: Sequence[Thread | Tempo], now: datetime) -> Changes:
        """What the clock changes in these: deadlines near or passed, threads gone quiet or ended, embargoed copy whose
        time has come (`released`, to be watched again), a country back at its usual tempo or gone silent."""
        changes = clockwork.tick([one for one in due if isinstance(one, Thread)], now, self.policy)
        moved = tempo.tick([one for one in due if isinstance(one, Tempo)], now, self.policy)
        return msgspec.structs.replace(
            changes,
            alerts=changes.alerts + moved.alerts,
            decisions=changes.decisions + moved.decisions,
            tempos=moved.tempos,
        )

    def _tell(self, reading: Reading, known: Known, now: datetime) -> Changes:
        """An admitted reading, each incident in the thread that it belongs to."""
        found, decisions = incidents(reading, self.policy)
        story = Told(embargo.let_go(known, reading.uri))
        decisions += tell(found, reading, story, now, self.policy)
        if not found:
            decisions.append(Decision(reason=Reason.NO_EVENTS))
        moved, status = tempo.Moved(), corrections.traffic(reading, self.policy.words)
        if status != "Actual":
            decisions.append(Decision(reason=Reason.TEST_MESSAGE))
        else:
            counts = tempo.told(reading.events, decisions)
            moved = tempo.count(counts, known.tempos, known.since or now, now, self.policy)
        return Changes(
            outcome=Outcome.READ,
            version=versions.registration(reading, Outcome.READ),
            threads=story.changed,
            alerts=(*story.alerts, *moved.alerts),
            tempos=moved.tempos,
            events=tuple(
                ThreadEvent(
                    thread=story.homes.get(event.id),
                    theatre=event.place.path if event.place else "",
                    uri=reading.uri,
                    version=reading.version,
                    event=event,
                    status=status,
                )
                for event in reading.events
            ),
            decisions=(*decisions, *moved.decisions),
        )
