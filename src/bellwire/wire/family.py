"""A story's name without the revision that some producers write into it against their format's rules."""

from __future__ import annotations

import re

#: `urn:newsml:provider:date:item:revision` (RFC 3085): the revision is a number, then N, U or A for what it does. Some
#: leave the date empty, and some have colons in the item.
_NEWSML = re.compile(
    r"(urn:newsml:[\w.-]{1,80}:(?:[0-9]{8}(?:T[0-9]{6}[^:]{0,6})?)?:[^:].{0,200}):([0-9]{1,6})", re.IGNORECASE
)
#: The same without a date: only the letter tells that it is a revision.
_MARKED = re.compile(r"(urn:newsml:.{1,300}):[0-9]{1,6}[NUA]", re.IGNORECASE)
#: Digits of a revision that is none of an item's number.
_SHORT = 3
#: `tag:authority,date:item:revision` (RFC 4151).
_TAG = re.compile(r"(tag:[^:]{1,200}:.{1,300}):([^:]{1,40})", re.IGNORECASE)
#: A parameter of an address that is the version and nothing else.
_PARAMETER = re.compile(r"[?&](?:v|ver|version|rev|revision)=([^&#]{1,40})(?=&|$)", re.IGNORECASE)


def family_of(uri: str, version: str) -> str:
    """The name that all versions of a story share. `version`: the item's own; what ends a name that leaves its scheme
    open is taken for a revision only where the version says the same."""
    if found := _MARKED.fullmatch(uri):
        return found[1]
    if found := _NEWSML.fullmatch(uri):
        return found[1] if len(found[2]) <= _SHORT or _means(found[2], version) else uri
    if (found := _TAG.fullmatch(uri)) and _means(found[2], version):
        return found[1]
    for found in _PARAMETER.finditer(uri[:1000]):
        if _means(found[1], version):
            before, after = uri[: found.start()], uri[found.end() :]
            return f"{before}?{after[1:]}" if found[0][0] == "?" and after.startswith("&") else before + after
    return uri


def _means(written: str, version: str) -> bool:
    """Whether this is the version, with or without the letter for what it does."""
    return bool(version) and written.rstrip("NUAnua") == version.rstrip("NUAnua") != ""
