"""Which way an unmarked "Monday" or "March 5" points: back, as news does, or ahead where words say so."""

from __future__ import annotations

import re

from bellwire.reading.facts.times.mention import Scene, Tense

#: How far the words of a clause are looked at, in characters.
REACH = 110
_STOP = re.compile(r"[.!?][\"'”’)]{0,2}\s|\n\s*\n|[;]")
_RIGHT_BEFORE = re.compile(r"\b(?:from|starting|beginning|effective|by)[ \n]{1,3}$", re.IGNORECASE)
#: "Until Monday, they had not met" looks back, "Until Monday, they will not meet" ahead.
_UNTIL = re.compile(r"\s{0,4}(?:until|till)\s{1,4}", re.IGNORECASE)
_CUE = re.compile(
    r"(?P<future>\b(?:(?:will|shall|would|may|might|must|should|can|cannot|won't|'ll|’ll)(?:[ \n](?:not|also|be|ha"
    r"ve|then|again|soon|now)){0,2}[ \n]\w+"
    r"|(?:is|are|was|were)[ \n]to[ \n](?:be[ \n])?\w+|due|scheduled|expected|slated|planned|plans|planning|set[ \n"
    r"](?:for|to)|until|till"
    r"|as[ \n](?:early|soon)[ \n]as|no[ \n]later[ \n]than|upcoming|forthcoming|ahead[ \n]of|coming|deadline|hopes?"
    r"|intends?|going[ \n]to[ \n]\w+"
    r"|(?:agreed|vowed|threatened|promised|hoped|wants?|ready|about|ordered|pledged|decided|asked|urged|called|cal"
    r"ls|preparing|prepares?)[ \n](?:\w+[ \n])?(?:to|for)[ \n]\w+|postponed|starts|begins|resumes|votes|meets|take"
    r"s[ \n]place|opens|expires))\b"
    r"|(?P<past>\b(?:said|says|told|was|were|had|did|set|went|came|took|left|met|held|began|made|found|shot|fell|fought|struck|broke|blew|sent|gave|saw|won|lost|put|got|hit|led|ran|rose|drove|flew|brought|spoke|quoted|[a-z]{2,12}ed)\b)",
    re.IGNORECASE,
)


def direction(scene: Scene, start: int, end: int) -> Tense:
    """Past, unless the caller's tense or the nearest verb before (or, at a sentence's start, after) points ahead."""
    told = scene.tense(start, end) if callable(scene.tense) else scene.tense
    if told is not None:
        return told
    text = scene.text
    before = text[max(0, start - REACH) : start]
    stops = list(_STOP.finditer(before))
    opening = bool(stops) or start <= REACH
    if stops:
        before = before[stops[-1].end() :]
    if _RIGHT_BEFORE.search(before):
        return "future"
    if _UNTIL.fullmatch(before):
        follows = _CUE.search(text[end : end + REACH])
        return "past" if follows and follows.lastgroup == "past" else "future"
    cues = list(_CUE.finditer(before))
    if cues:
        return "future" if cues[-1].lastgroup == "future" else "past"
    if opening:
        after = text[end : end + REACH]
        stop = _STOP.search(after)
        cue = _CUE.search(after[: stop.start()] if stop else after)
        if cue and cue.lastgroup == "future":
            return "future"
    return "past"
