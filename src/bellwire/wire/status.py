"""What a wire says of a story's standing, in every format's words: may it be used, since when, how urgent is it."""

from __future__ import annotations

import re
from datetime import datetime

from bellwire.errors import BadCopy
from bellwire.wire.article import PubStatus
from bellwire.wire.takes import Kind, Take, merged, take_of

#: Status as formats write it, without alias (`stat:usable`) or address → what it means.
#: Source: IPTC NewsCodes, publishing status; NITF 3.x `management-status`; NewsML 1.2 `Status`; what newsroom systems
#: write in their place.
_STATUS: dict[str, PubStatus] = {
    "": "usable",
    "usable": "usable",
    "embargoed": "usable",
    "withheld": "withheld",
    "canceled": "canceled",
    "cancelled": "canceled",
    "killed": "canceled",
    **dict.fromkeys("publish published released final live valid corrected updated".split(), "usable"),
    **dict.fromkeys("hold held onhold draft".split(), "withheld"),
    # TT's: ordered and not yet written; given up for an item of another name, which tells the story on.
    **dict.fromkeys(("commissioned", "replaced"), "withheld"),
    **dict.fromkeys("kill recalled retracted withdrawn deleted".split(), "canceled"),
}
_ALIAS = re.compile(r"[:/#]")
#: Codes of signals, genres and instructions → the word that a desk would write.
_SIGNALS = {
    "correction": "Correction",
    "corrected": "Correction",
    **dict.fromkeys(("rectify", "rectified", "rectification"), "Correction"),
    "erratum": "Correction",
    "update": "Update",
    "updated": "Update",
    "kill": "Kill",
    **dict.fromkeys(("killed", "delete", "deleted", "remove"), "Kill"),
    "withdrawal": "Withdrawn",
    "withdrawn": "Withdrawn",
    **dict.fromkeys(("retraction", "retracted", "recall", "recalled"), "Withdrawn"),
}
NORMAL_URGENCY = 5


def code_of(name: str) -> str:
    """A code without its alias or address: `usable` of `stat:usable` and of `http://cv.iptc.org/…/usable`."""
    return _ALIAS.split(name.strip())[-1].strip().lower()


def pubstatus_of(name: str, until: datetime | None, *, embargo: bool = False) -> PubStatus:
    """The status. `until`: when an embargo ends; `embargo`: whether the wire marks one by a field of its own.

    An embargo without an end that can be read is withheld. Raises BadCopy for a status that is none.
    """
    code = code_of(name)
    if code not in _STATUS:
        raise BadCopy(f"status {name.strip()[:40]!r} is none of usable, withheld, canceled, embargoed")
    if until is None and (embargo or code == "embargoed") and _STATUS[code] == "usable":
        return "withheld"
    return _STATUS[code]


def standing(take: Take, name: str, until: datetime | None, *, embargo: bool = False) -> PubStatus:
    """As `pubstatus_of`, but that a take that kills or holds the story has the last word. Raises BadCopy likewise."""
    if take.kind is Kind.KILL:
        return "canceled"
    status = pubstatus_of(name, until, embargo=embargo)
    return "withheld" if take.kind is Kind.HOLD and status == "usable" else status


def is_kill(name: str) -> bool:
    """Whether a status takes the story back: such an item needs no text."""
    return _STATUS.get(code_of(name)) == "canceled"


def urgency_of(value: str | None) -> int:
    """1 (most urgent) to 9; missing, 0 or unreadable is 5."""
    digits = (value or "").strip()
    return int(digits) if len(digits) == 1 and digits in "123456789" else NORMAL_URGENCY


def signal_of(name: str) -> str:
    """The word for a signal's code, "" for a code that says nothing of the copy."""
    return _SIGNALS.get(code_of(name), "")


def signaled(*names: str) -> Take:
    """What a dispatch is by its signals, genres, instructions: a code that says nothing of the copy counts for none."""
    return merged(*(take_of(word) for word in map(signal_of, names) if word))


def noted(*texts: str) -> str:
    """An editor's note of several: each once, in their order; a word with which one of the next begins goes into it."""
    found = list(dict.fromkeys(text for text in texts if text))
    told = (text for at, text in enumerate(found) if not _begins_one(text, found[at + 1 : at + 4]))
    return " ".join(told)


def _begins_one(word: str, texts: list[str]) -> bool:
    return " " not in word and any(text.startswith(f"{word} ") for text in texts)
