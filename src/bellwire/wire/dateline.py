"""A dateline: where copy was filed and whose it is, in the forms of the agencies."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice

from bellwire.wire.credit import place_of
from bellwire.wire.months import month_of

_DASH = r"[-–—_]{1,3}"
#: A word of a place's name; "al-Bab", "St. Petersburg", "Jerusalem/Gaza".
_WORD = r"[^\W\d_][\w'’./-]{0,30}"
#: What may stand between place and agency: a land, a day ("Dec 4", "4 December, 2016"), each behind a comma or stop.
_BETWEEN = r"(?:[.,]? ?[.,] [^(),\n]{1,40}){0,4}"
#: "ALEPPO, Syria, Dec 4 (Reuters) - ", "BEIRUT (AP) — ", "MADRID, 4 dic (EFE).- ", "ROME, DEC 4 - (ANSA) - ",
#: "Fráncfort (Alemania), 24 sep (EFE).- ".
_BRACKETED = re.compile(
    rf"(?P<place>{_WORD}(?: {_WORD}){{0,5}}?)(?: \((?P<land>[^\W\d_][^()\d]{{1,30}})\))?(?P<between>{_BETWEEN})"
    rf"[.,]? ?(?:{_DASH} )?"
    rf"\((?P<agency>[^\W\d_][\w .&/'’-]{{1,40}})\)[.,:]? ?(?:{_DASH}|(?<=:))\s?"
)
#: "MOSCOW, December 4. /TASS/. ": TASS's and Interfax's bars.
_BARRED = re.compile(
    rf"(?P<place>{_WORD}(?: {_WORD}){{0,5}}?)(?P<between>{_BETWEEN})[.,]? ?"
    rf"/(?P<agency>[A-Z][\w -]{{1,20}})/[.,:]? ?(?:{_DASH} )?"
)
#: "BEIRUT — ", "DAMASCUS, Syria, Dec 4 - ": capitals and a dash, without an agency.
_BARE = re.compile(rf"(?P<place>{_WORD}(?: {_WORD}){{0,5}}?)(?P<between>{_BETWEEN}) {_DASH} ")
#: "New Delhi, Dec 4 (PTI) The", "Paris (ats afp) Les": a known agency, and no dash.
_RUN_IN = re.compile(
    rf"(?P<place>{_WORD}(?: {_WORD}){{0,3}}?)(?P<between>{_BETWEEN}) ?\((?P<agency>[^\W\d_][\w /&-]{{1,20}})\) "
    r"(?=[\"“«]?[^\W\d_])"
)
#: "GENEVA (4 December 2016) – ", "NEW YORK / GENEVA (December 4, 2016) - ": the day in brackets.
_DATED = re.compile(
    rf"(?P<place>{_WORD}(?: (?:/ )?{_WORD}){{0,5}}?) "
    r"\((?P<between>[0-9]{1,2}\.? [^\W\d_]{3,12}\.?(?:,? [0-9]{4})?|[^\W\d_]{3,12}\.? [0-9]{1,2}(?:,? [0-9]{4})?)\)"
    rf" ?{_DASH} "
)
#: "Damascus, SANA- ": a known agency behind a comma.
_BEHIND_COMMA = re.compile(
    rf"(?P<place>{_WORD}(?: {_WORD}){{0,5}}?)(?P<between>{_BETWEEN}), ?(?P<agency>[A-Z]{{2,8}}) ?{_DASH} "
)
#: "Jan 30 (Reuters) - ", "(AP) — ": without a place.
_PLACELESS = re.compile(
    rf"(?:[A-Z][a-z]{{2,8}}\.? [0-9]{{1,2}}(?:, [0-9]{{4}})? )?"
    rf"\((?P<agency>[^\W\d_][\w .&/'’-]{{1,40}})\)[.,:]? ?{_DASH}\s?"
)
#: "(ANSA) - ROMA, 24 FEB - ": the agency first.
_AGENCY_FIRST = re.compile(
    rf"\((?P<agency>[A-Z]{{2,12}})\) {_DASH} (?P<place>{_WORD}(?: {_WORD}){{0,5}}?)"
    rf", (?:[0-9]{{1,2}} [^\W\d_]{{3,12}}|[^\W\d_]{{3,12}} [0-9]{{1,2}}) {_DASH} "
)
#: Agencies whose datelines write places in small letters without a day: "Kyiv (dpa) - ".
_AGENCIES = frozenset(
    "ap afp reuters dpa upi tass xinhua efe ansa apa pa aap anp belga ritzau ntb tt stt lusa pap mti ctk tasr agerpres"
    " sana irna wafa mena spa wam kuna qna petra tanjug hina ukrinform interfax kyodo yonhap pti ians ani bernama"
    " antara ats keystone anadolu tca".split()
)
#: Words of names that an agency's initials may follow in a sentence.
_BODIES = frozenset("press agency agence news service party group front movement council office ministry".split())
_PARTICLES = frozenset("al and ash bei da de del der des di do du el en es la las le los of on the upon van".split())
#: Words in capitals before a dash that name no place.
_SIGNALS = frozenset(
    "KILL KILLED CORRECT CORRECTED CORRECTION CLARIFICATION UPDATE UPDATED REFILE REPEAT RPT URGENT FLASH BULLETIN"
    " ALERT BREAKING WITHDRAWN WITHDRAWAL ADVISORY HOLD NOTE EDITORS EDS ATTENTION EXCLUSIVE FACTBOX ANALYSIS INSIGHT"
    " FEATURE LEAD EMBARGOED EMBARGO TEST EXERCISE SNAP TIMELINE OPINION PROFILE INTERVIEW WRAPUP NEWSMAKER"
    " RELEASE MEDIA STATEMENT STRICTLY FILE PHOTO PHOTOS PICTURE PICTURES VIDEO GRAPHIC TOPSHOT COMBO".split()
)
_PARTS = re.compile(r"[.,] |,")
#: Words of a land's name.
_LONGEST_LAND = 4
#: Lines, empty ones not counted, in which a story's dateline is looked for.
_LINES = 24
#: The same where nothing but a summary or an advisory line can stand above it.
_NEAR = 4
#: A dateline's longest.
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Dateline:
    """The place as `Article.located` has it (the town, with the land or state that follows: "Aleppo, Syria"), the
    agency ("" where none is named), and where the story begins behind it."""

    place: str = ""
    agency: str = ""
    end: int = 0


NONE = Dateline()


def dateline_of(text: str) -> Dateline:
    """The dateline that the text begins with, NONE where it begins otherwise."""
    start = text[:_LONGEST]
    signs = set(_SIGNS.findall(start))
    if "(" in signs and (found := _AGENCY_FIRST.match(start)) and found["agency"].lower() in _AGENCIES:
        return Dateline(place_of(found["place"]), found["agency"], found.end())
    if "(" in signs and (found := _PLACELESS.match(start)) and found["agency"].lower() in _AGENCIES:
        return Dateline(agency=found["agency"], end=found.end())
    for sign, pattern, is_sure in _FORMS:
        if sign in signs and (found := pattern.match(start)) and is_sure(found):
            land = found.groupdict().get("land") or _land_in(found["between"])
            place = place_of(", ".join(filter(None, (found["place"], land))))
            agency = found.groupdict().get("agency") or _agency_behind(found["between"])
            return Dateline(place, _first_known(agency.strip()), found.end())
    return NONE


def dateline_in(body: str, most: int = _LINES) -> Dateline:
    """The first dateline that begins one of the first paragraphs: bylines, bullets and notes may stand before it."""
    lines = islice(filter(None, body.split("\n", 2 * most)[: 2 * most]), most)
    return next((found for line in lines if (found := dateline_of(line)) is not NONE), NONE)


def filed(body: str) -> Dateline:
    """The dateline of a story whose headline, byline and notes are fields of their own: it is near the beginning."""
    return dateline_in(body, _NEAR)


def located_in(field: str, dateline: Dateline) -> str:
    """Where copy was filed: where its dateline says, which a field only completes ("Aleppo, Syria" for "ALEPPO") or
    stands in for: desks fill it with the town of whoever edits."""
    town, told = (name.partition(",")[0].strip().casefold() for name in (dateline.place, field))
    return dateline.place if town and (town != told or "," in dateline.place) else field


def _land_in(between: str) -> str:
    """The land or state behind a town ("Syria" of ", Syria, Dec 4"), "" where a day or something else follows."""
    land = next(filter(None, (part.strip(" .") for part in _PARTS.split(between))), "")
    words = land.split()
    named = len(words) <= _LONGEST_LAND and all(word[0].isupper() or word in _PARTICLES for word in words)
    return land if named and _SIGNALS.isdisjoint(words) and land.lower() not in _AGENCIES else ""


def _agency_behind(between: str) -> str:
    """The agency behind a day, without brackets: "Kyodo" of ", Japan, Dec. 9 Kyodo"."""
    last = between.split()[-1:]
    return last[0] if last and last[0].lower() in _AGENCIES else ""


def _is_sure(found: re.Match[str]) -> bool:
    """Whether this is no sentence: the place in capitals, or a known agency or a day behind a name."""
    place, agency = found["place"], found.groupdict().get("agency") or ""
    words = place.split()
    if words[0] in ("By", "BY"):
        return False
    if place.isupper() and len(place) > 2:
        return bool(agency) or _SIGNALS.isdisjoint(words)
    if not all(word[0].isupper() or word in _PARTICLES or "-" in word for word in words):
        return False
    return _is_known(agency or _agency_behind(found["between"])) or bool(
        agency and re.search(r"[0-9]", found["between"])
    )


def _is_run_in(found: re.Match[str]) -> bool:
    """Whether a place and an agency in brackets begin a story without a dash, unlike "The Syrian Party (PAP) said"."""
    words = found["place"].split()
    named = all(word[0].isupper() or word in _PARTICLES or "-" in word for word in words) and words[0] not in (
        "By",
        "BY",
    )
    dated = bool(re.search(r"[0-9]", found["between"]))
    begun = found.string[found.end() :].lstrip('"“«')[:1].isupper()
    return (
        named and begun and _is_known(found["agency"]) and (dated or _BODIES.isdisjoint(found["place"].lower().split()))
    )


def _is_dated(found: re.Match[str]) -> bool:
    words = found["place"].replace("/", " ").split()
    named = _SIGNALS.isdisjoint(words) and all(word[0].isupper() or word in _PARTICLES for word in words)
    return named and any(map(month_of, re.findall(r"[^\W\d_]{3,12}", found["between"])))


def _is_known(agency: str) -> bool:
    """Whether a name, or each of several ("AFP/dpa"), is an agency's."""
    names = _NAMES.split(agency.lower())
    return bool(agency) and all(name in _AGENCIES for name in names)


def _first_known(agency: str) -> str:
    """The first of several agencies, else the name as it is."""
    return _NAMES.split(agency)[0] if _is_known(agency) else agency


_NAMES = re.compile(r"[ /&-]{1,3}")
#: Signs without which there is no dateline: most lines have none, and need not be held against any form.
_SIGNS = re.compile(r"[(/]|(?<=[-–—_]) ")
#: The forms, the surest first: the sign that each has (" " behind a dash), and what makes sure that a sentence is none.
_FORMS = (
    ("(", _BRACKETED, _is_sure),
    ("/", _BARRED, _is_sure),
    ("(", _DATED, _is_dated),
    (" ", _BEHIND_COMMA, _is_sure),
    ("(", _RUN_IN, _is_run_in),
    (" ", _BARE, _is_sure),
)
