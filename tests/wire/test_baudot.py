"""Copy in five-bit code is read as the text that it holds, whoever's keyboard wrote it; what is no text is not."""

from __future__ import annotations

import random

import pytest

from bellwire.errors import BadCopy
from bellwire.wire import read_copy
from bellwire.wire.sniff import format_of
from bellwire.wire.teletype import telegraphed

#: CCITT S.1: the five elements of each letter in the order in which they are sent, and the figure on the same key.
UNITS = dict(
    A="11000", B="10011", C="01110", D="10010", E="10000", F="10110", G="01011", H="00101", I="01100", J="11010",
    K="11110", L="01001", M="00111", N="00110", O="00011", P="01101", Q="11101", R="01010", S="10100", T="00001",
    U="11100", V="01111", W="11001", X="10111", Y="10101", Z="10001",
)  # fmt: skip
ANYWHERE = {"\r": "00010", "\n": "01000", " ": "00100"}
FIGURES, LETTERS = "11011", "11111"
ITA2 = {"-": "A", "?": "B", ":": "C", "3": "E", "8": "I", "*": "J", "(": "K", ")": "L", ".": "M", ",": "N", "9": "O",
        "0": "P", "1": "Q", "4": "R", "'": "S", "5": "T", "7": "U", "=": "V", "2": "W", "/": "X", "6": "Y",
        "+": "Z"}  # fmt: skip
AMERICAN = {**ITA2, "*": "S", "'": "J", "$": "D", '"': "Z", ";": "V"}

TELEX = """ZCZC
SYRIA-BRIDGE
BEIRUT, DEC 4 (REUTERS) - THE ARMY'S TROOPS TOOK 12 VILLAGES AND
45 BRIDGES NEAR ALEPPO ON SUNDAY, SYRIA'S STATE MEDIA SAID: (MORE)
NNNN
""".replace("\n", "\r\n")


def sent(text: str, keys: dict[str, str] = ITA2, *, goes_back: bool = False) -> bytes:
    """The text in five-bit code. `goes_back`: a space brings letters back by itself."""
    units, figures = [LETTERS], False
    for char in text:
        if char in ANYWHERE:
            units.append(ANYWHERE[char])
            figures = figures and not (goes_back and char == " ")
            continue
        if (char not in UNITS) != figures:
            figures = not figures
            units.append(FIGURES if figures else LETTERS)
        units.append(UNITS[keys[char] if figures else char])
    return bytes(int(unit[::-1], 2) for unit in units)


@pytest.mark.parametrize("keys", [ITA2, AMERICAN], ids=["ita2", "american"])
@pytest.mark.parametrize("goes_back", [False, True])
@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: data,
        lambda data: bytes(8) + data + bytes(40),
        lambda data: bytes(byte | 0xE0 for byte in data),
    ],
    ids="plain blanks upper".split(),
)
def test_a_transmission_comes_out_as_it_was_written(keys: dict[str, str], goes_back: bool, spoil: object) -> None:
    bells = "*****" if keys is ITA2 else "****"
    data = spoil(sent(bells + TELEX, keys, goes_back=goes_back))  # type: ignore[operator]
    assert telegraphed(data) == TELEX
    assert format_of(data) == "teletype"
    (article,) = read_copy(data)
    assert (article.located, article.provider) == ("Beirut", "REUTERS")
    assert article.body.startswith("BEIRUT, DEC 4 (REUTERS) - THE ARMY'S TROOPS TOOK 12 VILLAGES AND 45 BRIDGES NEAR")


def test_what_only_american_machines_print_is_read() -> None:
    text = 'THE STATE PAID $5 MILLION; HE SAID "NOTHING" OF THE ARMY\'S TROOPS NEAR ALEPPO\r\n'
    assert telegraphed(sent(text, AMERICAN)) == text


def test_plain_text_with_a_dateline_is_copy_without_a_header_too() -> None:
    (article,) = read_copy(sent("ALEPPO, DEC 4 (REUTERS) - THE ARMY TOOK THE OLD HOSPITAL ON SUNDAY.\r\n"))
    assert (article.located, article.body[:20]) == ("Aleppo", "ALEPPO, DEC 4 (REUTE")


@pytest.mark.parametrize(
    "data",
    [
        bytes(range(32)) * 20,
        bytes(1000),
        b"\n" * 100,
        b"\t\r\n" * 100,
        random.Random(1).randbytes(2000).translate(bytes(code & 0x1F for code in range(256))),
        sent("SHORT TEXT"),
    ],
    ids="ladder nulls lines tabs noise short".split(),
)
def test_bytes_that_make_no_words_are_no_five_bit_copy(data: bytes) -> None:
    assert telegraphed(data) is None
    with pytest.raises(BadCopy):
        read_copy(data)


def test_a_table_of_digits_is_no_tape() -> None:
    with pytest.raises(BadCopy, match="no dateline"):
        read_copy(b"1 2 3 4\r\n5 6 7 8\r\n" * 20)
