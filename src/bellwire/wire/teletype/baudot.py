"""Five-bit telegraph code (International Telegraph Alphabet No. 2, "Baudot"), a byte a character → the text it holds.

Known by its content: bytes of no more than five bits (or with the other three set) that come to words. Machines in the
United States have other figures, and some go back to letters at a space: what stands where in the copy tells. Sources:
CCITT Recommendation S.1 (ITA2); the keyboards of Teletype's US machines.
"""

from __future__ import annotations

from dataclasses import dataclass

_NULL, _SPACE = 0, 4
#: The codes that bring figures and letters.
FIGURES, LETTERS = 27, 31
#: By code, the lowest bit the one that is sent first; "\0" is nothing to print: blank, bell, who are you, a shift.
LETTER = "\0E\nA SIU\rDRJNFCKTZLWHYPQOBG\0MXV\0"
FIGURE = "\x003\n- '87\r\x004\0,!:(5+)2#6019?&\0./=\0"
#: What United States machines print in their place: a bell on S, an apostrophe on J, dollar, quote, semicolon.
_US = {5: "\0", 9: "$", 11: "'", 17: '"', 30: ";"}
_FIGURE_US = "".join(_US.get(code, char) for code, char in enumerate(FIGURE))
#: Codes of the keys that digits are on.
DIGITS = frozenset(code for code, char in enumerate(FIGURE) if char.isdigit())
#: Codes of D, J, S and Z, which tell whose figures these are.
_D, _J, _S, _Z = 9, 11, 5, 17
_FIVE_BITS = bytes(code & 0x1F for code in range(256))
#: Bytes of five bits, the other three not set or all set.
FIVE_ALONE, _UNDER_ONES = bytes(range(0x20)), bytes(range(0xE0, 0x100))
#: Letters that make more than half of any text in Latin script.
_COMMON = frozenset(LETTER.index(char) for char in "ETAOINSRL")

#: Bytes of the beginning by which it is known, and the fewest that tell.
SAMPLE, LEAST = 4096, 40
#: Shares of what is no blank: spaces, at least and at most; common letters at least.
_SPACES, _MOST_SPACES, _COMMONS = 0.06, 0.4, 0.35
#: The share of blanks, with which machines fill pauses, that copy has at most.
_BLANKS = 0.5


def telegraphed(data: bytes) -> str | None:
    """The text of a five-bit transmission, None where the bytes are none."""
    if not (codes := _codes(data)):
        return None
    reading = _read(codes)
    figures = _FIGURE_US if reading.american > reading.international else FIGURE
    return _text(codes, figures, unshift=reading.unshifts)


def _codes(data: bytes) -> bytes:
    """The codes; nothing where the bytes are no such text."""
    if len(data) < LEAST or (data.translate(None, FIVE_ALONE) and data.translate(None, _UNDER_ONES)):
        return b""
    codes = data.translate(_FIVE_BITS)
    return codes if is_text(codes[:SAMPLE]) else b""


def is_text(sample: bytes) -> bool:
    """Whether codes of letters come to words of a language in Latin script; blanks tell nothing."""
    told = [code for code in sample.strip(b"\0") if code != _NULL]
    if len(told) < max(LEAST // 2, (1 - _BLANKS) * len(sample.strip(b"\0"))):
        return False
    common = sum(code in _COMMON for code in told)
    return _SPACES <= told.count(_SPACE) / len(told) <= _MOST_SPACES and common >= _COMMONS * len(told)


@dataclass(slots=True)
class _Reading:
    """What the figures of a transmission tell: signs of either keyboard, and whether a space goes back to letters."""

    american: int = 0
    international: int = 0
    unshifts: bool = False


def _read(codes: bytes) -> _Reading:
    """Signs: an apostrophe is in a word, a dollar before a digit, a quote at a word's edge; bells are several."""
    found, figures, spaced, goes_back = _Reading(), False, False, False
    for at, code in enumerate(codes):
        before, behind = codes[at - 1] if at else _NULL, codes[at + 1] if at + 1 < len(codes) else _NULL
        if code == FIGURES:
            found.unshifts = found.unshifts or (figures and spaced)
            figures, spaced = True, False
        elif code == LETTERS:
            goes_back = goes_back or (figures and spaced and before == _SPACE)
            figures = spaced = False
        elif not figures:
            continue
        elif code == _SPACE:
            spaced = True
        elif code in (_J, _S):
            alone = before == FIGURES and behind == LETTERS and at > 1 and codes[at - 2] != _SPACE
            found.american += (code == _J) == alone
            found.international += (code == _S) == alone
        elif code == _D:
            found.american += behind in DIGITS
        elif code == _Z:
            found.american += before not in DIGITS and behind not in DIGITS
    found.unshifts = found.unshifts and not goes_back
    return found


def _text(codes: bytes, figures: str, *, unshift: bool) -> str:
    told, table = list[str](), LETTER
    for code in codes:
        if code in (FIGURES, LETTERS):
            table = figures if code == FIGURES else LETTER
            continue
        if code == _SPACE and unshift:
            table = LETTER
        told.append(table[code])
    return "".join(told).replace("\0", "")
