"""Six-bit code of typesetting machines (Teletypesetter, "TTS"), a byte a character → the text it holds.

Five bits are those of ITA2, whose shifts make capitals and small letters here; with the sixth, a key gives its figure,
or works the machine. What works it (rails, quads, leaders, spaces of a fixed width) is left out, and so are signs of
whose keys no two sources tell. Sources: the table of W. Kusterka ("Zwischen Morsecode und digitaler Fonttechnologie",
part 3, 2020) as GC Wizard has it; D. T. Winter's 6-level codes as the GreenKeys list tells them (five bits as ITA2's,
shifts of case, figures by the sixth); CCITT Recommendation S.1 for 1, 3, comma and full stop, which both leave out.
"""

from __future__ import annotations

from bellwire.wire.teletype import baudot

#: Shares of bytes of six bits that are, and that are not, of five: in what is no text.
_LOW = 0.15
#: All codes of six bits.
_SIX_BITS = bytes(range(0x40))
_NULL, _COMMA, _Z, _FULL_STOP = 0, 12, 17, 28

_SMALL = baudot.LETTER.lower()
_FIGURE = {code: baudot.FIGURE[code] for code in (*baudot.DIGITS, _COMMA, _FULL_STOP)}
#: Of capitals: a digit to seven gives so many eighths.
_OF_DIGITS = str.maketrans("1234567890", "⅛¼⅜½⅝¾⅞-&?")
_FIGURE_SHIFTED = {code: char.translate(_OF_DIGITS) for code, char in _FIGURE.items()}


def typeset(data: bytes) -> str | None:
    """The text of a six-bit tape, whichever end of a byte its sixth bit is at; None where the bytes are none."""
    if len(data) < baudot.LEAST or data.translate(None, _SIX_BITS):
        return None
    for keys, sixth in (([byte & 0x1F for byte in data], 0x20), ([byte >> 1 for byte in data], 0x01)):
        letters = bytes(_NULL if byte & sixth else key for key, byte in zip(keys, data, strict=True))
        if baudot.is_text(letters[: baudot.SAMPLE]):
            return _text(keys, [bool(byte & sixth) for byte in data])
    return None


def is_six_bit(data: bytes) -> bool:
    """Whether bytes are of six bits and no text in letters, digits and lines."""
    sample = data[: baudot.SAMPLE]
    if len(sample) < baudot.LEAST or sample.translate(None, _SIX_BITS) or not sample.translate(None, baudot.FIVE_ALONE):
        return False
    low = sum(byte < 0x20 and byte not in b"\t\n\r\f\x1a\x1b" for byte in sample)
    return _LOW * len(sample) < low < (1 - _LOW) * len(sample)


def _text(keys: list[int], sixth: list[bool]) -> str:
    told, letters, figures = list[str](), _SMALL, _FIGURE
    for key, figure in zip(keys, sixth, strict=True):
        if figure and key == _Z:  # A parenthesis, of which only its place tells whether it opens or closes.
            told.append("(" if not told or told[-1].isspace() else ")")
        elif figure:
            told.append(figures.get(key, ""))
        elif key == baudot.FIGURES:
            letters, figures = baudot.LETTER, _FIGURE_SHIFTED
        elif key == baudot.LETTERS:
            letters, figures = _SMALL, _FIGURE
        else:
            told.append(letters[key])
    return "".join(told).replace("\0", "")
