"""Which way an unmarked "Monday" or "March 5" points: back, as news does, or ahead where words say so."""

from __future__ import annotations

import re

from bellwire.reading.facts.times.mention import Scene, Tense

#: How far the words of a clause are looked at, in characters.
REACH = 110
#: Words that may stand before a time that opens its clause.
OPENING = 3
_STOP = re.compile(r"(?<!\b[ap]\.m)[.!?][\"'”’)]{0,2}\s|\n\s*\n|[;]")
_AHEAD = re.compile(r"\b(?:starting|beginning|effective|by)[ \n]{1,3}$", re.IGNORECASE)
_FROM = re.compile(r"\bfrom[ \n]{1,3}$", re.IGNORECASE)
#: "Calls new marches for Monday": what a day is set for.
_FOR = re.compile(r"\bfor[ \n]{1,3}$", re.IGNORECASE)
_DAY = re.compile(r"\d|day\b", re.IGNORECASE)
#: "From Monday to Thursday" may look back, "from Monday" alone hardly does.
_RANGE = re.compile(r"[ \n]{1,3}(?:to|until|till|through)[ \n]", re.IGNORECASE)
#: "Until Monday, they had not met" looks back, "Until Monday, they will not meet" ahead.
_UNTIL = re.compile(r"\s{0,4}(?:until|till)\s{1,4}", re.IGNORECASE)
#: What was said is what points; the day right after such a verb is the day of the saying.
_SAYING = r"said|says|told|added|reported"
#: What was decided or asked for points ahead or not at all.
_DECIDING = (
    r"announced|agreed|vowed|promised|ordered|pledged|decided|asked|urged|called|proposed|offered|delayed|"
    r"invited|approved"
    r"|demanded|requested|wanted|needed|hoped|threatened|warned|advised|need|indeed"
)
_JUST_SAID = re.compile(
    rf"\b(?:{_SAYING}|announced)(?:[ \n](?:on|late|early|later|late[ \n]on))?[ \n]{{1,3}}$", re.IGNORECASE
)
#: The clause that was said goes on: "said Friday's vote would", not "said on Friday that it would".
_GOES_ON = re.compile(r"\s{1,4}(?!(?:that|he|she|they|it|we|i)\b)\w", re.IGNORECASE)
#: "The Jan. 14 deadline", "a Monday vote": the verb round it dates something else.
_BEFORE_NOUN = re.compile(r"\b(?:the|a|an|its|his|their)[ \n]{1,3}$", re.IGNORECASE)
_NOUN = re.compile(r"[ \n]{1,3}[a-z]{3,}", re.IGNORECASE)
_TO_COME = re.compile(r"[ \n]{1,3}(?:\w+[ \n])?(?:deadline|vote)\b", re.IGNORECASE)
_CUE = re.compile(
    r"(?P<future>\b(?:(?:will|shall|would|may|might|must|should|can|cannot|won't|'ll|’ll)(?:[ \n](?:not|also|be|ha"
    r"ve|then|again|soon|now|[a-z]{2,12}ly)){0,3}[ \n]\w+"
    r"|(?:is|are|was|were)[ \n]to[ \n](?:be[ \n])?\w+|due|scheduled|expected|slated|planned|plans|planning|set[ \n"
    r"](?:for|to)|(?:is|are)[ \n]set|(?:expire|lapse)s?|until|till"
    r"|as[ \n](?:early|soon)[ \n]as|no[ \n]later[ \n]than|likely|upcoming|forthcoming|ahead[ \n]of|coming|"
    r"deadline|hopes?"
    r"|intends?|going[ \n]to[ \n]\w+"
    r"|(?:agreed|vowed|threatened|promised|hoped|wants?|ready|about|ordered|pledged|decided|asked|urged|called|cal"
    r"ls|preparing|prepares?)[ \n](?:\w+[ \n])?(?:to|for)[ \n]\w+|postponed|starts|begins|resumes|votes|meets|take"
    r"s[ \n]place|opens|expires|sits|sails|leaves|returns))\b"
    r"|(?P<headline>\bto[ \n](?:meet|vote|hold|resume|begin|start|end|open|close|visit|leave|return|sign|"
    r"discuss|decide|quit"
    r"|withdraw|attend|arrive|launch|expire|free|release|talk|address|host|halt)\b)"
    rf"|(?P<said>\b(?:{_SAYING}|{_DECIDING}|(?:is|are)[ \n](?!schedul|expect|slat|plan|postpon)[a-z]{{2,12}}ed)\b)"
    r"|(?P<past>\b(?:was|were|had|did|set|went|came|took|left|met|held|began|made|found|shot|fell|fought|struck|br"
    r"oke|blew|sent|gave|saw|won|lost|put|got|hit|led|ran|rose|drove|flew|brought|spoke|quoted|since|with"
    r"drew|drew|threw|grew|fled|swept|shook|became|spent|bought|stood|sat|sank|cut|kept|paid|chose|wrote|"
    r"stole|froze|bore|"
    r"swore|burst|dealt|[a-z]{2,12}ed)\b)",
    re.IGNORECASE,
)


def points(scene: Scene, start: int, end: int) -> Tense | None:
    """The caller's tense, else that of the nearest verb before (or, where only somebody spoke, after); None if none is
    there.
    """
    told = scene.tense(start, end) if callable(scene.tense) else scene.tense
    if told is not None:
        return told
    text = scene.text
    start += 4 * (text[start : start + 4].lower() == "the ")
    before = text[max(0, start - REACH) : start]
    stops = list(_STOP.finditer(before))
    opening = bool(stops) or start <= REACH
    if stops:
        before = before[stops[-1].end() :]
    if _AHEAD.search(before) or (_FROM.search(before) and not _RANGE.match(text, end)):
        return "future"
    if _FOR.search(before) and _DAY.search(text, start, end) and text[end - 2 : end - 1] not in ("'", "’"):
        return "future"
    if _JUST_SAID.search(before) and text[end - 2 : end - 1] not in ("'", "’"):
        return "past"
    after = text[end : end + REACH]
    if _BEFORE_NOUN.search(before) and _NOUN.match(after):
        return "future" if _TO_COME.match(after) else None
    if _UNTIL.fullmatch(before):
        follows = _CUE.search(after)
        return "past" if follows and follows.lastgroup == "past" else "future"
    cues = list(_CUE.finditer(before))
    while len(cues) > 1 and cues[-1].lastgroup == "headline":
        cues.pop()
    if cues and cues[-1].lastgroup != "said":
        return "past" if cues[-1].lastgroup == "past" else "future"
    if cues and (cues[-1][0].lower() == "told" or not _GOES_ON.match(after)):
        return None
    if not cues and (not opening or len(before.split()) > OPENING):
        return None
    stop = _STOP.search(after)
    cue = _CUE.search(after[: stop.start()] if stop else after)
    return "future" if cue and cue.lastgroup == "future" else None


def direction(scene: Scene, start: int, end: int) -> Tense:
    """Where `points` says; past where nothing does."""
    return points(scene, start, end) or "past"
