"""Every error that Bellwire raises on purpose, named by what its catcher does.

BellwireError                    one line, says what to do next; the CLI prints it and exits 1
├── BadCopy                      dead-letter it: these bytes can never become an article
├── WorkFailed                   dead-letter it: the article is sound, the work on it is not
│   ├── WorkTimedOut               past its deadline
│   └── WorkCrashed                it ended the process that worked on it
├── StopWorker                   stop: going on would lose or spoil data
│   └── TooManyDeadLetters         a bad deploy, not bad copy
└── Unavailable                  retry later: a broker, database or port is out of reach

`reason` is a short constant without spaces: the same word in log, metric label, dead-letter header and page.
"""

from __future__ import annotations


class BellwireError(Exception):
    """An error with a `reason` (a constant of its class or given) and a sentence for a person."""

    reason = "error"

    def __init__(self, sentence: str, *, reason: str | None = None) -> None:
        super().__init__(sentence)
        if reason is not None:
            self.reason = reason


class BadCopy(BellwireError):
    """Bytes that are no article; `reason` is one of BAD_COPY_REASONS."""

    reason = "not-an-article"


class WorkFailed(BellwireError):
    """Work on a sound article raised."""

    reason = "work-failed"


class WorkTimedOut(WorkFailed):
    """Work on a sound article took longer than its deadline."""

    reason = "work-timed-out"


class WorkCrashed(WorkFailed):
    """Work on a sound article ended the process that did it."""

    reason = "work-crashed"


class StopWorker(BellwireError):
    """The worker must stop rather than go on."""

    reason = "stop"


class TooManyDeadLetters(StopWorker):
    """More dead letters than the limits allow: the fault is more likely ours than the copy's."""

    reason = "too-many-dead-letters"


class Unavailable(BellwireError):
    """Something that Bellwire needs cannot be reached."""

    reason = "unavailable"


#: Why bytes were refused as copy, with what each means. Listed in docs/operations.md.
BAD_COPY_REASONS = {
    "not-utf8": "the bytes are no UTF-8 text",
    "not-json": "the bytes begin like JSON and are none",
    "not-xml": "the bytes begin like XML and are not well formed",
    "unsafe-xml": "XML that defines entities, or is nested or long beyond what a parser should take",
    "not-an-article": "no wire format that Bellwire knows, or fields of the wrong type",
    "no-uri": "an article without a uri",
    "no-text": "a usable article without headline or body",
    "no-story": "only items without a story: packages, pictures, events, amendments",
    "too-large": "more bytes, or more items in one message, than the limit",
}

#: Every reason that a dead letter can bear, with its meaning.
DEAD_LETTER_REASONS = BAD_COPY_REASONS | {
    WorkFailed.reason: "work on it raised an exception",
    WorkTimedOut.reason: "work on it passed its deadline",
    WorkCrashed.reason: "work on it ended the process",
    "not-a-reading": "bytes on the readings topic that are no reading",
}
