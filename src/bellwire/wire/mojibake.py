"""UTF-8 that some machine read as windows-1252 or Latin-1 ("donâ€™t"), put right where nothing else can be meant."""

from __future__ import annotations

import re

#: What the bytes 80 to FF became: windows-1252's characters, or Latin-1's.
_BYTES = {
    **{chr(byte): byte for byte in range(0x80, 0x100)},
    **{bytes((byte,)).decode("cp1252"): byte for byte in range(0x80, 0x100) if byte not in b"\x81\x8d\x8f\x90\x9d"},
}
_NEXT = "[" + "".join(re.escape(char) for char, byte in _BYTES.items() if byte < 0xC0) + "]"
_SEQUENCE = re.compile(f"[\xc2-\xdf]{_NEXT}|[\xe0-\xef]{_NEXT}{{2}}|[\xf0-\xf4]{_NEXT}{{3}}")
#: Punctuation of U+2000 to U+203F: "â€" before a third character begins no word and ends none.
_PUNCTUATION = re.compile(f"\xe2(?:\u20ac|\x80){_NEXT}")
#: What Latin-1's letters, punctuation and emoji begin with.
_SURE = "\xc2\xc3\xe2\xf0"
#: How often copy may have been misread.
_ROUNDS = 2


def mended(text: str) -> str:
    """The text as it was meant. Changed whole where every character beyond ASCII is part of such a sequence, else
    only in punctuation that no language writes so."""
    for _ in range(_ROUNDS):
        if text.isascii() or not _SEQUENCE.search(text):
            break
        whole = _whole(text)
        text = _PUNCTUATION.sub(_meant, text) if whole is None else whole
    return text


def _whole(text: str) -> str | None:
    """All of it read again as UTF-8, None where that is not sure."""
    found = _SEQUENCE.findall(text)
    sure = any(sequence[0] in _SURE for sequence in found) or len(found) > 2
    if not sure or not _SEQUENCE.sub("", text).isascii():
        return None
    try:
        return bytes(_BYTES.get(char, ord(char)) for char in text).decode("utf-8")
    except UnicodeDecodeError:
        return None


def _meant(sequence: re.Match[str]) -> str:
    try:
        return bytes(_BYTES[char] for char in sequence.group()).decode("utf-8")
    except UnicodeDecodeError:
        return sequence.group()
