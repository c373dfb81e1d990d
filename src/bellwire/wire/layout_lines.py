"""Lines of agencies' layouts: what a line above or below a story is, if it is none of the story."""

from __future__ import annotations

import re

from bellwire.wire.teletype.pages import is_byline, is_end_mark
from bellwire.wire.teletype.stamps import is_stamp

#: Names of labelled lines ("Keywords: …") → what they tell.
_LABELS = {
    **dict.fromkeys("headline title hed".split(), "headline"),
    **dict.fromkeys(("slug", "slugline", "keyword", "keywords", "key words"), "slug"),
    **dict.fromkeys(("byline", "by", "author"), "byline"),
    **dict.fromkeys(("dateline", "location", "located"), "place"),
    **dict.fromkeys(("credit", "provider"), "provider"),
    **dict.fromkeys(("urgency", "priority"), "urgency"),
    **dict.fromkeys(
        ("ednote", "eds", "eds.", "editors", "editor's note", "editors' note", "note to editors", "attention editors"),
        "note",
    ),
}
_LABELLED = re.compile(r"([A-Za-z][A-Za-z.'’ ]{0,24}?) ?[:=] {0,9}(\S.{0,600})")
#: "BC-Syria-Aleppo, 1st Ld-Writethru,466": the cycle in front says what it is.
_CYCLED = re.compile(r"(?:BC|AM|PM)-\S.{0,120}")
#: "SYRIA-ALEPPO/ (UPDATE 2)", "Syria-conflict-Aleppo,2ndlead".
_SLUG = re.compile(r"[\w^]{2,30}(?:[-/][\w&.]{1,30}){1,8}/?(?:,\S{1,30})?|[A-Z][A-Z0-9-]{2,40}/(?: \(.{1,40}\))?")
_RIGHTS = re.compile(
    r"\(?(?:copyright|\(c\)|©)(?:[ ,]{0,2}(?:copyright|\(c\)|©|by|[0-9]{4})){0,4}[ ,.]{0,2}(?P<owner>.{0,200})",
    re.IGNORECASE,
)
#: The same below a story that no layout parts: nothing that a story may go on with ("Copyright laws of 1976 …").
_RIGHTS_BELOW = re.compile(r"\(?(?:©|\(c\)|copyright (?:©|\(c\)|by\b|[0-9]{4}\b)).{0,300}", re.IGNORECASE)
_SURE_RIGHTS = re.compile(r"[0-9]{4}|©|\(c\)|all rights reserved", re.IGNORECASE)
_NOTE = re.compile(
    r"(?:eds?[.:]|editors?\b[^.]{0,20}:|note to (?:editors|readers)\b|attention(?: ?[-–—:]| editors\b)).{0,600}",
    re.IGNORECASE,
)
#: "MEDIA RELEASE PR67276", "FOR IMMEDIATE RELEASE".
_RELEASE = re.compile(r"(?:media|press|news|for immediate) release(?: [a-z]{0,4}[0-9]{2,9})?[ :*]{0,5}", re.IGNORECASE)
#: Whose reporter it is, under a byline or behind it.
_EMPLOYER = re.compile(
    r"(?:the )?(?P<agency>associated press|ap|reuters|thomson reuters|afp|agence france-presse|dpa|upi|tass|xinhua"
    r"|united press international|bloomberg|press association)?,? ?(?:(?:staff|special|contributing) )?"
    r"(?:staff|writers?|correspondents?)?",
    re.IGNORECASE,
)
_SIGN_OFF = re.compile(r"[a-z]{2,4}(?:[-/][a-z]{2,4}){1,4}|enditem|dpa(?: [a-z0-9/-]{1,9}){1,7}", re.IGNORECASE)
_NOTEBOOK = re.compile(r"#{1,2} {0,2}(?:\w{2,12}[ -])?(?:notebook|notepad|notizblock)\b.{0,40}", re.IGNORECASE)
_SMALL = frozenset("and of the in for from at with de del der di van von bin ibn al-".split())
#: "al-Masri", "d'Arcy": names that begin in small letters.
_SMALL_FIRST = re.compile(r"[a-z]{1,3}[-'’][^\W\d_]")
#: Lines of press releases: "Contact: Jane Doe, +41 22 …", "Source: UN OCHA".
_RELEASE_LINE = re.compile(
    r"(?:(?:media|press|news) )?(?P<name>contacts?|sources?|date|phone|tel|e-?mail|website|web)"
    r"\.? ?: {0,9}(?P<value>\S.{0,300})",
    re.IGNORECASE,
)
#: A telephone number, an address.
_REACHED = re.compile(r"@|www\.|(?:[0-9][ ()/-]{0,2}){6}")
#: "-END-", "ENDS", "- 30 -": what follows is no story; a row of marks may part it.
_END = re.compile(r"[-–—=#*( ]{1,6}(?:end|ends|endit|ende|fin|30)[-–—=#*) ]{1,6}|ends?|endit", re.IGNORECASE)
_STAMPED = re.compile(r"[A-Za-z]{2,8} (?=[0-9]{6})")


def label_of(line: str) -> tuple[str, str]:
    """What a labelled line tells ("headline", "slug", "byline", "place", "provider", "urgency", "note"), and
    its value; "" for any other line."""
    found = _LABELLED.fullmatch(line)
    name = _LABELS.get(found[1].lower().replace("’", "'"), "") if found else ""
    return (name, found[2]) if found and name else ("", "")


def is_keywords(line: str) -> bool:
    """Whether a line is a keyword line with its cycle: "BC-Syria-Aleppo, 1st Ld-Writethru"."""
    return bool(_CYCLED.fullmatch(line))


def is_slug(line: str) -> bool:
    """Whether a line may be a slug: words with hyphens or a bar at the end, no sentence."""
    return bool(_SLUG.fullmatch(line)) or is_keywords(line)


def owner_of(line: str) -> str | None:
    """Whose rights a line reserves, None where it is no such line."""
    found = _RIGHTS.fullmatch(line)
    return found["owner"].strip(" .)") if found and _SURE_RIGHTS.search(line) else None


def reserves_rights(paragraph: str) -> bool:
    """Whether the last paragraph of a story only says whose it is ("© 2016 Example Press. All rights reserved.")."""
    return bool(_RIGHTS_BELOW.fullmatch(paragraph))


def is_note(line: str) -> bool:
    """Whether a line speaks to editors: it says so, or stands in brackets."""
    plain = line.strip("= ")
    return bool(_NOTE.fullmatch(line) or _RELEASE.fullmatch(line)) or (
        plain[:1] == "(" and plain[-1:] == ")" and owner_of(line) is None
    )


def is_name_line(line: str) -> bool:
    """Whether a line is a byline rather than a sentence that begins with "By"."""
    words = line.split()[1:]
    return is_byline(line) and all(
        word[0].isupper() or word.lower() in _SMALL or (_SMALL_FIRST.match(word) and not word.islower())
        for word in words
    )


def employer_of(line: str) -> str | None:
    """The agency whose reporter a line under a byline makes of it ("" for a mere staff writer), else None."""
    found = _EMPLOYER.fullmatch(line.strip(" ,"))
    return (found["agency"] or "") if found and line.strip() else None


def stamp_in(line: str) -> str:
    """The time group that a line is, "" where it is none."""
    plain = _STAMPED.sub("", line, count=1) if _STAMPED.match(line) else line
    return plain if is_stamp(plain) else ""


def ends_story(line: str) -> bool:
    """Whether a line below a story only says that it ends, or who made it in initials."""
    return is_end_mark(line) or bool(_SIGN_OFF.fullmatch(line))


def release_line(line: str) -> tuple[str, str]:
    """What a press release's line gives ("contact", "source"), and its value: a name, a number, an address; "" for any
    other line, such as a headline ("Source: Russia to pull out")."""
    found = _RELEASE_LINE.fullmatch(line)
    if not found:
        return "", ""
    named = all(not word[0].isalpha() or word[0].isupper() or word in _SMALL for word in found["value"].split())
    return (found["name"].lower(), found["value"]) if named or _REACHED.search(found["value"]) else ("", "")


def is_last(line: str) -> bool:
    """Whether a line says that the story ends and does not go on: "-END-", no mere row of marks."""
    return bool(_END.fullmatch(line.strip()))


def is_notebook(line: str) -> bool:
    """Whether a line heads dpa's notes to editors."""
    return bool(_NOTEBOOK.fullmatch(line))
