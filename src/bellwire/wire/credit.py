"""Whose copy it is and where it was filed, from the lines that agencies write: credits, bylines, datelines."""

from __future__ import annotations

import re
from collections.abc import Iterable

#: "reuters.com": an address that stands for an agency.
_ADDRESS = re.compile(r"(?:www\.)?([\w-]{1,40})(?:\.[\w-]{1,40}){0,3}\.[a-z]{2,6}", re.IGNORECASE)
_RIGHTS = re.compile(r"[.,;]? ?(?:all rights reserved|©|\(c\)|copyright).{0,200}", re.IGNORECASE)
_BY = re.compile(r"by:? (?=\S)", re.IGNORECASE)
#: "A. Writer (mailto:a@x.example)", also where the address is cut off.
_MAILTO = re.compile(r" ?[(<]?mailto:\S{0,200}", re.IGNORECASE)
#: "By our own reporters in the north".
_OWN = re.compile(r"\b(?:staff|agenc|correspondent|reporter|writer|newsroom|editor)", re.IGNORECASE)
_NAME = re.compile(r"[^\W\d_][\w.'’-]{0,40}(?: [\w.,'’&/-]{1,40}){1,12}")
_INITIALS = re.compile(r"[a-z]{1,4}(?:[/-][a-z]{1,6}){0,6}")
_BRACKETS = re.compile(r"\([^()]{0,60}\)|/[A-Z]{2,12}/")
_PLACE_WORD = re.compile(r"[^\W\d_][^\W\d_.'’`/-]{0,40}(?:[.'’`/-][^\W\d_]{0,40}){0,6}")
#: "N.Y." whose last stop went with the dateline's end.
_ABBREVIATED = re.compile(r"(?:[A-Z]\.){1,3}[A-Z]")
#: The letter or two behind an apostrophe that begin no name: "Xi'an".
_SHORT_END = re.compile(r"(?<=['’])[A-Z][a-z]?\b")
_NOWHERE = frozenset(("no-data-available", "unknown", "n/a", "none", "various"))
_MONTHS_AND_DAYS = frozenset(
    "january february march april may june july august september october november december jan feb mar apr jun jul aug"
    " sep sept oct nov dec monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat sun today"
    " moved updated test".split()
)


def agency_of(names: Iterable[str]) -> str:
    """The agency's name, the first of these that is one; an address ("reuters.com") only where there is no other.

    Of "APA/John Doe" it is the agency, of "STT–" and "AFP. All rights reserved" what is left without the rest.
    """
    addresses: list[str] = []
    for name in names:
        plain = _RIGHTS.sub("", " ".join(name.split())).strip(" -–—/.,")
        plain = plain.split("/", 1)[0].split("–", 1)[0].strip()
        if address := _ADDRESS.fullmatch(plain):
            addresses.append(address[1])
        elif plain:
            return plain
    return addresses[0] if addresses else ""


def byline_of(text: str) -> str:
    """The byline without its "By" or an address behind it, "" for editors' initials ("daa/mt/msr") and for what is no
    name but a line about the story."""
    plain = _MAILTO.sub("", " ".join(text.split())).strip(" ,;-–—")
    if _INITIALS.fullmatch(plain) or _is_sentence(plain):
        return ""
    found = _BY.match(plain)
    return plain[found.end() :] if found and plain[found.end()].isupper() else plain


def _is_sentence(line: str) -> bool:
    """Whether a line begins like a sentence and has more than twice as many words in small letters as other ones: some
    agencies put a second headline where the writer belongs."""
    words = [word for word in line.split() if word[0].isalpha()]
    small = sum(word[0].islower() for word in words)
    return line[:1].isupper() and small > 2 * (len(words) - small) and not _OWN.search(line)


def person_of(text: str) -> str:
    """A writer's name where it looks like one, "" for initials, logins and codes ("daa/mt/msr")."""
    plain = byline_of(text)
    return plain if _NAME.fullmatch(plain) and any(char.isupper() for char in plain) else ""


def place_of(dateline: str) -> str:
    """The place of a dateline, "Beirut, Lebanon" of "BEIRUT, Lebanon, May 16 (AFP) -"; "" where it names none."""
    parts: list[str] = []
    for part in _BRACKETS.sub("", " ".join(dateline.split())).strip(" -–—_:.").split(","):
        words = part.strip(" -–—").split()
        if not words or not all(_PLACE_WORD.fullmatch(word) for word in words) or _is_day(words):
            break
        parts.append(" ".join(words))
    if parts and parts[0].lower() in _NOWHERE:
        return ""
    return ", ".join(map(_in_small_letters, parts[:2]))


def _in_small_letters(name: str) -> str:
    """A place's name as it is written within a sentence: "Sana'a" of "SANA'A", "N.Y." of "N.Y", "DC" as it is."""
    if _ABBREVIATED.fullmatch(name):
        return f"{name}."
    if not name.isupper() or len(name) < 3:
        return name
    return _SHORT_END.sub(lambda end: end[0].lower(), name.title())


def _is_day(words: list[str]) -> bool:
    return words[0].lower().strip(".") in _MONTHS_AND_DAYS or len(words) > 6
