"""Does an article tell of war, or only in words of war? Copy of some length on a conflict names those who wage it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bellwire.reading.events.draft import Draft
from bellwire.reading.events.merge import Merged

#: Characters of a body up to which a lead may leave the rest unsaid.
SHORT = 450
#: How many different words of those who wage war stand at least in copy of some length that tells of it.
LEAST_WORDS = 1
#: Types of those who wage it and of what they do it with.
WAGING = frozenset([
    "armed_force", "rebel", "militia", "gunmen", "missile", "aircraft", "weapon", "police", "terrorist",
])  # fmt: skip
_WORD = re.compile(r"[a-z][a-z.'-]*[a-z.]")


def is_waged(events: Sequence[Merged], headline: str, body: str, words: frozenset[str]) -> bool:
    """Whether an article has the substance of conflict: fighters or arms in an event, or enough words of them."""
    if len(body) <= SHORT or any(_armed(draft) for event in events for draft in event.all):
        return True
    text = f"{headline}\n{body}".lower()
    found = _WORD.findall(text)
    bare = (word.rstrip(".").removesuffix("'s") for word in found)  # "The sanctions." and "Ukraine's" are words too.
    return len(words.intersection([*found, *bare])) >= LEAST_WORDS


def _armed(draft: Draft) -> bool:
    frame = draft.frame
    arguments = (*frame.agents, *frame.patients, *(a for found in frame.preps.values() for a in found))
    return any(a.types & WAGING for a in arguments)
