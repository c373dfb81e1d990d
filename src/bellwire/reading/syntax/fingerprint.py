"""What is kept of a text by which copies of it are known: a digest, MinHash-like shingles, the agencies it credits."""

from __future__ import annotations

import re
import unicodedata
from hashlib import blake2b

_WORD = re.compile(r"\w+")
_RUN = re.compile(r"\S{1,200}")
_CREDIT = re.compile(
    r"\((?P<a>AP|AFP|Reuters|REUTERS|UPI|dpa|DPA|Xinhua|TASS|Tass|Interfax|ANSA|EFE|Kyodo|PTI|IANS|ANI|SANA|Anadolu|BBC|CNN|Bloomberg)\)"
    r"|^(?P<b>AP|AFP|Reuters|UPI|dpa) -"
    r"|\b(?P<c>REUTERS)/[A-Z]"
    r"|\b(?:told|to) (?P<d>Reuters|AFP|the Associated Press|The Associated Press|the BBC|Interfax|TASS|Xinhua)\b"
    r"|\((?:Reporting|Additional reporting) by (?P<e>Reuters|AFP)\)",
    re.M,
)
#: Words of one shingle and how many of the smallest hashes are kept: the k-minimum-values form of MinHash.
WIDTH, KEPT = 4, 64


def words_of(text: str) -> list[str]:
    """The words of a text in one normal form: no case, no punctuation, compatibility characters resolved."""
    if text.isascii():
        return _WORD.findall(text.casefold())
    # Normalising takes time with the square of a run of combining marks, so that runs are cut.
    return _WORD.findall(" ".join(unicodedata.normalize("NFKC", run) for run in _RUN.findall(text)).casefold())


def digest(text: str) -> str:
    """A hash of the normalised text: the same words in the same order give the same digest."""
    return blake2b(" ".join(words_of(text)).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def shingles(text: str) -> tuple[int, ...]:
    """The 64 smallest 64-bit hashes of four-word shingles, in order; empty for text of fewer words."""
    words = words_of(text)
    seen = {
        int.from_bytes(
            blake2b(" ".join(words[i : i + WIDTH]).encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big"
        )
        for i in range(len(words) - WIDTH + 1)
    }
    return tuple(sorted(seen)[:KEPT])


def credits(text: str) -> tuple[str, ...]:
    """Agencies named in the copy as its source, as written, each once, in order."""
    found: dict[str, None] = {}
    for match in _CREDIT.finditer(text):
        name = next(group for group in match.groups() if group)
        if match.lastgroup == "d":
            continue
        found.setdefault(name)
    return tuple(found)
