"""Copy in the six-bit code of typesetting machines is read, capitals and small letters; what is no text is not."""

from __future__ import annotations

import random

import pytest

from bellwire.errors import BadCopy
from bellwire.wire import read_copy
from bellwire.wire.sniff import format_of
from bellwire.wire.teletype import typeset
from wire.test_baudot import ANYWHERE, FIGURES, ITA2, LETTERS, UNITS

KEYS = {char: key for char, key in ITA2.items() if char.isdigit() or char in ".,"} | {"(": "Z", ")": "Z"}
SHIFTED = {"½": "R", "¾": "Y", "⅛": "Q", "-": "I", "&": "O", "?": "P"}
TAPE = """ALEPPO, Syria (Reuters) - The army took 12 villages and 2½ miles of
road on Sunday, state media said. The bridge is ours.
""".replace("\n", "\r\n")


def punched(text: str, sixth: int) -> bytes:
    """The text as a tape has it, the sixth bit at that place of five (the last) or nought (the first)."""
    units, capitals = [LETTERS + "0"], False
    for char in text:
        if char in ANYWHERE:
            units.append(ANYWHERE[char] + "0")
            continue
        shifted = char.isupper() or char in SHIFTED
        if shifted != capitals and (char.isalpha() or char in SHIFTED or char.isdigit()):
            capitals = shifted
            units.append((FIGURES if capitals else LETTERS) + "0")
        if char.isalpha():
            units.append(UNITS[char.upper()] + "0")
        else:
            units.append(UNITS[(SHIFTED | KEYS)[char]] + "1")
    return bytes(int((unit[5] + unit[:5] if sixth == 0 else unit)[::-1], 2) for unit in units)


@pytest.mark.parametrize("sixth", [0, 5])
@pytest.mark.parametrize("blanks", [0, 60])
def test_a_tape_comes_out_as_it_was_typed(sixth: int, blanks: int) -> None:
    data = bytes(blanks) + punched(TAPE, sixth) + bytes(blanks)
    assert typeset(data) == TAPE
    assert format_of(data) == "plain"
    (article,) = read_copy(data)
    assert article.located == "Aleppo, Syria"
    assert article.body.endswith("road on Sunday, state media said. The bridge is ours.")


def test_a_tape_without_a_figure_is_read_too() -> None:
    text = "the army took the old hospital of the town on sunday while rebels were on the retreat\r\n"
    assert [typeset(punched(text, sixth)) for sixth in (0, 5)] == [text, text]


def test_what_works_the_machine_is_left_out() -> None:
    rails = bytes((int(LETTERS[::-1], 2) << 1 | 1, int(UNITS["B"][::-1], 2) << 1 | 1))
    assert typeset(rails + punched(TAPE, 0) + rails) == TAPE


@pytest.mark.parametrize(
    "data",
    [bytes(range(64)) * 20, random.Random(1).randbytes(2000).translate(bytes(code & 0x3F for code in range(256)))],
    ids="ladder noise".split(),
)
def test_six_bits_that_make_no_words_are_refused_with_the_true_reason(data: bytes) -> None:
    assert typeset(data) is None
    with pytest.raises(BadCopy, match=r"six bits .*TTS"):
        read_copy(data)


@pytest.mark.parametrize("text", ["1 2 3 4\r\n5 6 7 8\r\n" * 20, " \t\r\n" * 50, "0" * 100, "+++ *** ### " * 20])
def test_text_without_a_letter_is_no_tape(text: str) -> None:
    assert typeset(text.encode()) is None
