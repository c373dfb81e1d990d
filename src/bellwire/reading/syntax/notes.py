"""Finds what an editor tells other editors in the copy: it is no part of the story and tells no event.

"(Adds Russian denial)", "(This story has been corrected to show …)", "EDITORS: …", "(Reporting by …; Editing by …)".
"""

from __future__ import annotations

import re

#: How such a note begins, in brackets or as a paragraph of its own.
_OPENING = (
    r"(?:(?:adds?|updates?|updated|updating|corrects?|corrected|correcting|recasts?|rewrites?|writes[ ]through|refiles?"
    r"|repeats?|clarif(?:ies|ied)|removes?|changes?|fixes|deletes?|drops|edits|restores|incorporates|combines|trims)\b"
    r"|with[ ](?:photos?|pictures?|graphics?)"
    r"|(?:this|an?[ ]earlier)[ ](?:story|item|version|article|copy|report|dispatch)\b[^()]{0,120}?\b(?:correct|updat"
    r"|refil|clarif|chang|remov|misspell|misstat|incorrect|wrong)"
    r"|(?:additional[ ])?(?:reporting|writing|editing)(?:[ ]and[ ](?:writing|editing))?[ ]by|compiled[ ]by|for[ ]more"
    r"|editors?[ ]?['s]{0,2}[ ]?(?:note)?:|note[ ]to[ ](?:editors|readers))"
)
_BRACKETED = re.compile(r"^[ ]*[(\[]{1,2}[ ]*" + _OPENING + r"[^\n]{0,1200}$", re.IGNORECASE | re.MULTILINE)
_PLAIN = re.compile(
    r"^[ ]*(?:eds?\.?:|editors?[ ]?['s]{0,2}[ ]?(?:note)?:|attention[ ]editors?\b|note[ ]to[ ]editors\b"
    r"|(?:correction|clarification)s?[ ]?:|eds?[ ]-|this[ ](?:story|article|item)[ ](?:has[ ]been|was)[ ](?:correct"
    r"|updat|clarif|refil))[^\n]{0,1200}$",
    re.IGNORECASE | re.MULTILINE,
)
#: How copy opens that takes a story back: "EDITORS: please kill…", "NEW YORK (AP) — Kill the story headlined…", also
#: below a line of capitals ("ADVISORY").
_TAKEN_BACK = re.compile(
    r"\s*(?:(?-i:[A-Z][A-Z /-]{2,40})\n\s*)?(?:[^.\n]{0,60}[ ](?:-|–|—|--)[ ]+)?"
    r"(?:(?:attention[ ])?ed(?:itor)?s?\.?[ ]*[:,–—-][^\n]{0,80}?\b(?:kill|withdraw)\b"
    r"|(?:please[ ])?(?:kill|withdraw)[ ](?:the|our|this)[ ](?:\w+[ ]){0,2}(?:story|item|report|article|dispatch)\b"
    r"|(?:this[ ]is[ ]a[ ])?(?:mandatory|bulletin)[ ]kill\b|kill[ ]?[:–—-][ ]?mandatory\b)",
    re.IGNORECASE,
)
_BYLINE = re.compile(r"[ ]*By[ ][A-Z][^\n.]{2,80}$", re.MULTILINE)


def notes(text: str) -> list[tuple[int, int]]:
    """The spans of clean `text` that are notes, in order: whole paragraphs, none longer than the paragraph."""
    spans = []
    for pattern in (_BRACKETED, _PLAIN):
        for match in pattern.finditer(text):
            found = match.group().strip()
            if pattern is _PLAIN or found[-1:] in ")]" or found[-2:-1] in (")", "]"):
                spans.append(match.span())
    return sorted(spans)


def takes_back(text: str) -> bool:
    """Whether copy is a notice to editors that takes a story back."""
    return _TAKEN_BACK.match(text) is not None


def opening(text: str, found: list[tuple[int, int]]) -> int:
    """Where the story begins: after the notes and the byline that stand before it."""
    at, note = 0, 0
    while at < len(text):
        while at < len(text) and text[at].isspace():
            at += 1
        while note < len(found) and found[note][1] <= at:
            note += 1
        after = found[note][1] if note < len(found) and found[note][0] <= at else None
        if after is None:
            byline = _BYLINE.match(text, at)
            after = byline.end() if byline and byline.end() < len(text) else None
        if after is None:
            break
        at = after
    return at
