"""Names that hold words of time and tell of none: the Sunday Times, "60 Minutes", the November 17 group."""

from __future__ import annotations

import re

from bellwire.reading.facts.times.numbers import S
from bellwire.reading.facts.times.words import MONTH, WEEKDAY

_PAPERS = "Times|Telegraph|Mirror|Express|Mail|Herald|People|Post|World|Independent|Sun|Star|Tribune|School"
_GROUPS = "movement|group|alliance|coalition|bloc|organi[sz]ation|brigades?|guerrillas|martyrs|battalion"
_GROUPS_NAMED = "Movement|Group|Alliance|Coalition|Organi[sz]ation|Brigades?|Front|Martyrs|Battalion|League"
_DATE = rf"(?:{MONTH}{S}\d\d?(?:st|nd|rd|th)?|\d\d?(?:st|nd|rd|th)?{S}(?:of{S})?{MONTH})"
_NAMES = re.compile(
    rf"(?:\b|(?=[\"“`']))(?:(?:bloody|black|super|cyber|casual|sheffield|holy){S}{WEEKDAY}"
    rf"|(?-i:Sunday){S}(?-i:{_PAPERS})\b"
    rf"|(?:mail|independent|scotland|face|live){S}on{S}(?:sunday|saturday)\b"
    rf"|the{S}{_DATE}{S}(?:{_GROUPS})\b|{_DATE}{S}(?:revolutionary{S}|popular{S})?(?-i:{_GROUPS_NAMED})\b"
    rf"|(?:60|sixty){S}(?-i:Minutes)|48{S}(?-i:Hours){S}(?:mystery|investigates)|24{S}(?-i:Hours){S}of{S}le"
    rf"|the{S}(?-i:Day{S}After)\b|one{S}day{S}internationals?|year{S}zero|saturday{S}night{S}live"
    rf"|(?:mr|mrs|ms|miss|dr|gen|sen|president|minister)\b\.?{S}(?-i:March|April|May|June|July|August)\b"
    rf"|(?-i:[\"“`']{{1,2}}This{S}Week(?=,?[\"”'`]))"
    rf"|(?-i:News{S}Tonight|Tonight{S}Show|Entertainment{S}Tonight|USA{S}Today|Good{S}Morning{S}America)\b"
    rf"|black{S}september|(?-i:May){S}(?:said|told|says|added|warned)\b"
    r")",
    re.IGNORECASE,
)
#: A first name that is a month, with its surname, in copy that is not all in title case.
_PERSON = re.compile(
    r"(?:(?P<before>[A-Za-z]{1,20})[\s\"'“,]{1,3})?\b(?P<name>(?:April|June|August|May|Jan|Avril)"
    r"[ \n](?!Day|Fool|The)[A-Z][a-z]{2,15})\b"
    r"(?:[ \n](?P<after>[A-Za-z]{1,20}))?"
)


def spans(text: str) -> list[tuple[int, int]]:
    """Where such names stand in `text`."""
    found = [match.span() for match in _NAMES.finditer(text)]
    for match in _PERSON.finditer(text):
        before, after = match["before"], match["after"]
        titled = (before is not None and before[0].isupper() and not _opens(text, match.start())) or (
            after is not None and after[0].isupper()
        )
        if not titled and (before or "").lower() not in ("in", "of", "since", "until", "by", "last", "next", "this"):
            found.append(match.span("name"))
    return found


def _opens(text: str, at: int) -> bool:
    """Whether a sentence begins at `at`."""
    before = text[max(0, at - 4) : at].rstrip()
    return not before or before[-1] in '.!?"”'
