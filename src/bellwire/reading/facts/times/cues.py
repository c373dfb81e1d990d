"""Which way an unmarked "Monday" or "March 5" points: back, as news does, or ahead where words say so."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from re import Match
from typing import Literal

from bellwire.reading.facts.times.mention import Scene, Tense, TimeMention

#: How far the words of a clause are looked at, in characters.
REACH = 110
#: Words that may stand before a time that opens its clause.
OPENING = 3
#: What ends a sentence; the points of "Lt. Col. John P. Smith" and "Acme Corp. said" do not.
_STOP = re.compile(
    r"(?<!\b[ap]\.m)(?<!\b(?-i:[A-Z]))(?<!\b(?:Mr|Ms|Dr|St|Lt|Jr|Sr|Co))(?<!\b(?:Mrs|Gen|Col|Sgt|Maj|Sen|Rep|Gov|Rev|"
    r"Inc|Ltd|Jan|Feb|Aug|Oct|Nov|Dec))(?<!\b(?:Capt|Prof|Corp|Sept|Bros))[.!?][\"'”’)]{0,2}\s|\n\s*\n|[;]"
)
_AHEAD = re.compile(
    r"\b(?:starting|beginning|opening|effective|by|payable|of[ \n]record|ahead[ \n]of)(?:[ \n]on)?[ \n]{1,3}$",
    re.IGNORECASE,
)
#: "Talks resume Monday": the present of a timetable right beside its day.
_OPEN = re.compile(
    r"(?<!\bto )(?<!\bnot )(?<!n't )(?<!n’t )\b(?:resume|reopen|reconvene|(?<=[a-z]s )(?:open|begin|start|convene))"
    r"(?:[ \n](?:on|at))?[ \n]{1,3}$",
    re.IGNORECASE,
)
#: "They had left by Friday" looks back, "they had to leave by Friday" ahead.
_DONE_BY = re.compile(r"\bhad[ \n](?!to\b|until\b|till\b)[^.,;:]{1,60}\bby[ \n]{1,3}$", re.IGNORECASE)
#: "The march had been set for Friday" tells of a plan that is over.
_PLANNED = (
    r"had[ \n](?:[a-z]{2,12}[ \n])?been[ \n](?:[a-z]{2,12}ly[ \n])?(?:due|scheduled|expected|slated|planned|set|"
    r"supposed|meant)"
)
_HAD_BEEN = re.compile(rf"\b{_PLANNED}[ \n](?:for|on)[ \n]{{1,3}}$", re.IGNORECASE)
#: "Below Friday's close": prices are held against what was.
_AGAINST = re.compile(r"\b(?:from|than|below|above|against)[ \n]{1,3}$", re.IGNORECASE)
_PRICE = re.compile(
    r"[ \n]{1,3}(?:record[ \n]|closing[ \n])?(?:close|finish|price|level|high|low|peak|record)s?\b", re.IGNORECASE
)
#: "Rose $2 from Monday", "up 4 percent from Monday".
_RISEN = re.compile(
    r"\b(?:up|down|ris(?:e|es|en)|rose|f[ae]ll|fallen|gain|drop|climb|slip|jump|higher|lower|unchanged|changed|change|"
    r"increase|decline)(?:s|ed|ped|ing)?\b(?:[^.;]|\.\d){0,40}\bfrom[ \n]{1,3}$",
    re.IGNORECASE,
)
_FROM = re.compile(r"\bfrom[ \n]{1,3}$", re.IGNORECASE)
#: "The order of Feb. 23": the verbs round it date something else.
_OF = re.compile(r"\bof[ \n]{1,3}$", re.IGNORECASE)
#: "Postponed on Tuesday to Friday": put off to what is to come.
_PUT_OFF = re.compile(
    r"\b(?:postpon|delay|defer|put[ \n](?:off|back)|push\w{0,4}[ \n]back|(?:is|was|were|been|are)[ \n]moved|"
    r"brought[ \n]forward|reschedul)\w{0,6}\b[^.,;]{0,40}(?:,[ \n])?\b(?:to|until|till)[ \n]{1,3}$",
    re.IGNORECASE,
)
#: "Calls new marches for Monday": what a day is set for.
_FOR = re.compile(r"\bfor[ \n]{1,3}$", re.IGNORECASE)
_DAY = re.compile(r"\d|day\b", re.IGNORECASE)
#: "From Monday to Thursday" may look back, "from Monday" alone hardly does.
_RANGE = re.compile(
    r"[ \n]{1,3}(?:to|until|till|through)[ \n](?:\d|(?:mon|tues|wednes|thurs|fri|satur|sun)day|jan|feb|"
    r"mar|apr|may|june|july|"
    r"aug|sep|oct|nov|dec|noon|midnight|dawn|dusk)",
    re.IGNORECASE,
)
#: "Until Monday, they had not met" looks back, "By Monday, they will have met" ahead.
_OPENS = re.compile(r"\s{0,4}(?:until|till|by)\s{1,4}", re.IGNORECASE)
#: What was said is what points; the day right after such a verb is the day of the saying.
_SAYING = r"said|says|told|added|reported"
#: What was decided or asked for points ahead or not at all.
_DECIDING = (
    r"announced|agreed|vowed|promised|ordered|pledged|decided|asked|urged|called|proposed|offered|delayed|"
    r"invited|approved"
    r"|demanded|requested|wanted|needed|hoped|threatened|warned|advised|need|indeed"
)
_JUST_SAID = re.compile(
    rf"\b(?:{_SAYING}|{_DECIDING})(?:[ \n](?:on|late|early|later|late[ \n]on))?[ \n]{{1,3}}$", re.IGNORECASE
)
#: "Neither could be found on Friday" tells of what was.
_NOBODY = re.compile(r"\b(?:neither|nobody|none|no)\b", re.IGNORECASE)
#: The clause that was said goes on: "said Friday's vote would", not "said on Friday that it would".
_GOES_ON = re.compile(r"\s{1,4}(?!(?:that|he|she|they|it|we|i)\b)\w", re.IGNORECASE)
#: "Rain is forecast through Friday": a bound, unless its verb is past.
_THROUGH = re.compile(r"\bthrough[ \n]{1,3}$", re.IGNORECASE)
#: "The Jan. 14 deadline", "a Monday vote": the verb round it dates something else.
_BEFORE_NOUN = re.compile(r"\b(?:the|a|an|its|his|their)[ \n]{1,3}$", re.IGNORECASE)
_NOUN = re.compile(r"[ \n]{1,3}[a-z]{3,}", re.IGNORECASE)
_TO_COME = re.compile(r"[ \n]{1,3}(?:\w+[ \n])?vote\b", re.IGNORECASE)
#: "Sunday's deadline" is still to come, but not one that was missed.
_DEADLINE = re.compile(r"[ \n]{1,3}(?:\w+[ \n])?deadline\b", re.IGNORECASE)
_MISSED = re.compile(
    r"\b(?:miss|pass|ignor|defi|flout|expir|went|let|met|after|since)\w*[ \n](?:\w+[ \n]){0,2}$", re.IGNORECASE
)
#: "A Jan. 30 election" is still to be held; "the Jan. 30 election" may have been.
_NEW = re.compile(r"\ban?[ \n]{1,3}$", re.IGNORECASE)
_HELD = re.compile(
    r"[ \n]{1,3}(?:\w+[ \n])?(?:elections?|referendum|summit|meeting|hearing|trial|launch|start)\b", re.IGNORECASE
)
#: What was to happen and, as copy that says so knows, did not or has: "had been due to expire Friday".
_PERFECT = (
    r"(?:would|could|should|might|may|must)(?:[ \n]not)?[ \n]have"
    rf"|{_PLANNED}(?:[ \n](?:to|for)[ \n](?:be[ \n])?\w+)?"
    r"|had[ \n](?:hoped|planned|wanted|intended|meant|expected)[ \n]to[ \n]\w+"
)
#: What lies ahead of its speaker: modals, plans, bounds, and the present of timetables.
_FUTURE = (
    r"(?:will|shall|would|(?-i:may)|might|must|should|can|cannot|won't|'ll|’ll)"
    r"(?:[ \n](?:not|also|be|have|then|again|soon|now|[a-z]{2,12}ly)){0,3}[ \n]\w+"
    r"|(?:due|scheduled|expected|slated|planned|set|likely|ought|supposed)[ \n]to[ \n](?:be[ \n])?(?!have\b)\w+"
    r"|(?:is|are|was|were)[ \n]to[ \n](?:be[ \n])?\w+|due|scheduled|expected|slated|planned"
    r"|plans[ \n](?:to|for|on)|(?-i:planning)|set[ \n]for"
    r"|(?:is|are)[ \n](?:set(?:[ \n]to[ \n](?:be[ \n])?\w+)?|[a-z]{2,12}ing)"
    r"|could[ \n](?!not|have|hear|see|only)(?:be[ \n])?[a-z]+"
    r"|(?:expire|lapse)s?|until|till|as[ \n](?:early|soon)[ \n]as|no[ \n]later[ \n]than|likely|upcoming|forthcoming"
    r"|ahead[ \n]of(?=[ \n](?:\w+[ \n]){0,2}$)|coming|deadline(?=[ \n](?:\w+[ \n]){0,2}$)"
    r"|hopes?[ \n](?:to|that|for)|intends?|going[ \n]to[ \n]\w+"
    r"|(?:wants?|ready|about|calls|preparing|prepares?)[ \n](?:\w+[ \n])?(?:to|for)[ \n]\w+"
    r"|postponed[ \n](?:to|until|till|from)|starts|begins|resumes|meets|takes[ \n](?:place|effect|force|over)"
    r"|opens|expires|ends|sits|sails|leaves"
    r"|(?<!two )(?<!confidence )(?<!the )(?<!of )votes|(?<!early )(?<!the )returns|arrives|visits|flies|travels|hosts"
    r"|reopens?|closes|runs[ \n]out|comes[ \n]into|retires|matures|falls[ \n]due|kicks[ \n]off|convenes|departs"
)
#: What somebody asked for or agreed to on a day is yet to come after the words, and done before them.
_WISHED = (
    r"(?:agreed|vowed|threatened|promised|hoped|ordered|pledged|decided|asked|urged|(?<!were )(?<!was )called)"
    r"[ \n](?:\w+[ \n])?(?:to|for)[ \n]\w+"
)
_HEADLINE = (
    r"to[ \n](?:meet|vote|hold|resume|begin|start|end|open|close|visit|leave|return|sign|discuss|decide|quit|withdraw|"
    r"attend|arrive|launch|expire|free|release|talk|address|host|halt)"
)
_SAID = rf"{_SAYING}|{_DECIDING}|(?:is|are)[ \n](?!schedul|expect|slat|plan|postpon)[a-z]{{2,12}}ed"
_PAST = (
    r"was|were|had|did|set|went|came|took|left|met|held|began|made|found|shot|fell|fought|struck|broke|blew|sent|gave|"
    r"saw|won|lost|put|got|hit|led|ran|rose|drove|flew|brought|spoke|quoted|since|withdrew|drew|threw|grew|fled|swept|"
    r"shook|became|spent|bought|stood|sat|sank|cut|kept|paid|chose|wrote|stole|froze|bore|swore|burst|dealt|"
    r"(?<!\ba )(?<!\ban )(?<!\bstill )[a-z]{2,12}ed"
)
_CUE = re.compile(
    rf"(?P<perfect>\b(?:{_PERFECT})\b)|(?P<future>\b(?:{_FUTURE})\b)|(?P<wished>\b(?:{_WISHED})\b)"
    rf"|(?P<headline>\b(?:{_HEADLINE})\b)|(?P<said>\b(?:{_SAID})\b)|(?P<past>\b(?:{_PAST})\b)",
    re.IGNORECASE,
)


def points(scene: Scene, start: int, end: int) -> Tense | None:
    """The caller's tense, else that of the words right beside, else that of the nearest verb before (or, where only
    somebody spoke, after); None if none is there.
    """
    text = scene.text
    if _PUT_OFF.search(text[max(0, start - REACH) : start]):
        return "future"
    told = scene.tense(start, end) if callable(scene.tense) else scene.tense
    if told is not None:
        return told
    start += 4 * (text[start : start + 4].lower() == "the ")
    before, after = text[max(0, start - REACH) : start], text[end : end + REACH]
    stops = list(_STOP.finditer(before))
    opening = bool(stops) or start <= REACH
    if stops:
        before = before[stops[-1].end() :]
    found = _beside(before, text[start:end], after)
    if found != "verbs":
        return found
    return _by_verbs(before, after, opening=opening) or ("future" if _THROUGH.search(before) else None)


def _beside(before: str, words: str, after: str) -> Tense | Literal["verbs"] | None:
    """What the words right beside a time say of it; "verbs" where it is for the verbs to say."""
    owns = words[-2:-1] in ("'", "’")
    if _DONE_BY.search(before) or _HAD_BEEN.search(before):
        return "past"
    if _RISEN.search(before):
        return "past"
    if owns and _AGAINST.search(before) and _PRICE.match(after):
        return "past"
    if _OPENS.fullmatch(before):
        follows = _CUE.search(after)
        return "past" if follows and follows.lastgroup == "past" else "future"
    if (
        _PUT_OFF.search(before)
        or _AHEAD.search(before)
        or _OPEN.search(before)
        or (_FROM.search(before) and not owns and not _RANGE.match(after))
    ):
        return "future"
    if _OF.search(before):
        return None
    if _DEADLINE.match(after):
        return "past" if _MISSED.search(before) else "future"
    if _FOR.search(before) and _DAY.search(words) and not owns:
        return "future"
    if _JUST_SAID.search(before) and not owns:
        return "past"
    if _BEFORE_NOUN.search(before) and _NOUN.match(after):
        to_come = _TO_COME.match(after) or (_NEW.search(before) and _HELD.match(after))
        return "future" if to_come else None
    return "verbs"


def _by_verbs(before: str, after: str, *, opening: bool) -> Tense | None:
    """The tense of the nearest verb before; where only somebody spoke or the time opens the clause, of the
    first one after, if that points ahead.
    """
    cues = list(_CUE.finditer(before))
    while len(cues) > 1 and cues[-1].lastgroup == "headline":
        cues.pop()
    if cues and cues[-1].lastgroup != "said":
        nobody = cues[-1][0].lower().startswith("could") and _NOBODY.search(before)
        return "past" if nobody or cues[-1].lastgroup in ("past", "perfect") else "future"
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


def day_told(scene: Scene, start: int, end: int) -> date:
    """The day that the text named last; the article's own where that is yet to come and the verb tells of what was ("He
    came at 7 a.m.", after "until Monday")."""
    back = scene.reference > scene.today and points(scene, start, end) == "past"
    return scene.today if back else scene.reference


def unless_adrift(found: TimeMention, before: date, match: Match[str], scene: Scene) -> TimeMention:
    """The mention that counts from `before`; without its days where it would tell in the past tense of what is yet to
    come, since no day was named before it.
    """
    adrift = before == scene.today and found.first is not None and found.first > before
    if adrift and direction(scene, match.start(), match.end()) == "past":
        return replace(found, first=None, last=None)
    return found
