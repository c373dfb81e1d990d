"""Every reason the watcher decides for: the same word in alert, log, metric and page. Listed in docs/watching.md."""

from __future__ import annotations

from enum import StrEnum


class Reason(StrEnum):
    """Why an alert version was made, or why none was."""

    # An alert version was made.
    NEW_THREAD = "new-thread"
    ADDS_NEWS = "adds-news"
    ADDS_SOURCE = "adds-source"
    ADDS_COPY = "adds-copy"
    CONTESTED = "contested"
    SETTLED = "settled"
    CORRECTED = "corrected"
    CORRECTED_FACTS = "corrected-facts"
    KILLED = "killed"
    SOURCE_KILLED = "source-killed"
    DEADLINE_NEAR = "deadline-near"
    DEADLINE_PASSED = "deadline-passed"
    TEMPO_UP = "tempo-up"
    TEMPO_DOWN = "tempo-down"
    TEMPO_USUAL = "tempo-usual"
    # None was made, of an article.
    REPEATED = "repeated"
    SUPERSEDED = "superseded"
    KILLED_BEFORE = "killed-before"
    KILL_OF_NOTHING = "kill-of-nothing"
    WITHHELD = "withheld"
    EMBARGOED = "embargoed"
    RELEASED = "released"
    UNDATED = "undated"
    STALE = "stale"
    FUTURE = "future"
    NOT_ENGLISH = "not-english"
    TOO_LONG = "too-long"
    TEST_MESSAGE = "test-message"
    NO_EVENTS = "no-events"
    # None was made, of an event.
    BACKGROUND = "background"
    CONTEXT_KIND = "context-kind"
    NOT_ALERTABLE = "not-alertable"
    UNSURE = "unsure"
    TOO_MANY = "too-many"
    # None was made, of a thread.
    REPRINT = "reprint"
    NEAR_COPY = "near-copy"
    NOTHING_NEW = "nothing-new"
    QUIET_LIMIT = "quiet-limit"
    THREAD_QUIET = "thread-quiet"
    THREAD_ENDED = "thread-ended"


#: One line of meaning for each, as docs/watching.md has it.
MEANING: dict[Reason, str] = {
    Reason.NEW_THREAD: "first told: the thread's one Alert",
    Reason.ADDS_NEWS: "a report changes what is known: status, toll, kind, place or deadline",
    Reason.ADDS_SOURCE: "one more originating agency tells it",
    Reason.ADDS_COPY: "fresh copy of an agency that is counted already",
    Reason.CONTESTED: "a party's account now stands against another's",
    Reason.SETTLED: "the denier conceded, or an own reporter's account decided it",
    Reason.CORRECTED: "a correction of details: quiet",
    Reason.CORRECTED_FACTS: "a correction that changes direction, place, status or certainty",
    Reason.KILLED: "the last report was killed: Cancel",
    Reason.SOURCE_KILLED: "one report was killed, others stand",
    Reason.DEADLINE_NEAR: "the deadline is within the hour",
    Reason.DEADLINE_PASSED: "the deadline has gone by unreported",
    Reason.TEMPO_UP: "far more is told of a country than is usual there",
    Reason.TEMPO_DOWN: "far less is told of a country than is usual there",
    Reason.TEMPO_USUAL: "a country's tempo is back at its usual",
    Reason.REPEATED: "this version was registered before",
    Reason.SUPERSEDED: "a later version of this article is known",
    Reason.KILLED_BEFORE: "this article was killed; none of its versions revives it",
    Reason.KILL_OF_NOTHING: "a kill of what no thread rests on",
    Reason.WITHHELD: "withheld by the agency",
    Reason.EMBARGOED: "held until its time",
    Reason.RELEASED: "embargoed copy whose time has come",
    Reason.UNDATED: "no time that can be read, and none is made up: read and kept",
    Reason.STALE: "older on arrival than the recency gate: read and kept",
    Reason.FUTURE: "dated more than an hour ahead of its arrival",
    Reason.NOT_ENGLISH: "not in English",
    Reason.TOO_LONG: "longer than is read",
    Reason.TEST_MESSAGE: "a test or exercise: its alerts say so and stay among themselves",
    Reason.NO_EVENTS: "nothing for a conflict desk in it",
    Reason.BACKGROUND: 'clearly older than the news, or the sum of a war ("killed since the coup")',
    Reason.CONTEXT_KIND: "a kind that alerts only where a subscription asks",
    Reason.NOT_ALERTABLE: "no thread to join, and not worth one of its own",
    Reason.UNSURE: "told beside the headline's news and not read surely enough for a thread of its own",
    Reason.TOO_MANY: "beyond the number that one reading may touch",
    Reason.REPRINT: "another paper's print of an agency's report",
    Reason.NEAR_COPY: "text near-identical to a report that is counted",
    Reason.NOTHING_NEW: "the same facts from the same source",
    Reason.QUIET_LIMIT: "the thread has so many versions that quiet additions make no more",
    Reason.THREAD_QUIET: "no news for half a day",
    Reason.THREAD_ENDED: "no news for two days",
}
