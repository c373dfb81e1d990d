"""Damaged copy of every format is read, or refused with a reason: nothing else, and soon.

`make test` tries 10,000 inputs, `make fuzz` a million (BELLWIRE_FUZZ: inputs of each format, BELLWIRE_FUZZ_SEED).
"""

from __future__ import annotations

import os
import random
import time

import pytest

from bellwire.errors import BAD_COPY_REASONS, BadCopy
from bellwire.wire import Article, read_copy
from kit.one_story import FORMATS

INPUTS = int(os.environ.get("BELLWIRE_FUZZ", str(-(-10_000 // len(FORMATS)))))
SEED = int(os.environ.get("BELLWIRE_FUZZ_SEED", "1"))
#: Processor seconds that one input of some kilobytes may take.
LONGEST = 5.0

#: What breaks readers: controls, marks of encodings, openings without end, numbers and words that mean something.
SPICE = (
    b"\x00", b"\x01", b"\x02", b"\x03", b"\x16\x16\x01", b"\xff\xfe", b"\xef\xbb\xbf", b"\xc3", b"\x80", b"\r", b"\n\n",
    b"<", b"</", b"<!--", b"<![CDATA[", b"]]>", b"<!DOCTYPE x [", b"&", b"&#0;", b"&#x110000;", b"&lol;", b"\"", b"'",
    b"{", b"[", b"]", b"}", b",", b":", b"null", b"NaN", b"1e999", b"-", b"\\ud800", b"\\u0000", b"(", b")", b"--",
    b"=?utf-8?q?=80?=", b"Content-Type: multipart/mixed; boundary=", b"9" * 40, b"2016-13-45T99:99:99Z",
    b"\xe2\x80\xae",
)  # fmt: skip


def damaged(copy: bytes, chance: random.Random) -> bytes:
    """The copy with up to eight things cut, doubled, moved, flipped or thrown in."""
    data = bytearray(copy)
    for _ in range(chance.randint(1, 8)):
        at = chance.randrange(len(data) + 1)
        end = min(len(data), at + chance.choice((1, 2, 8, 40, 400)))
        match chance.randrange(6):
            case 0:
                del data[at:end]
            case 1:
                data[at:at] = data[at:end] * chance.choice((1, 2, 20))
            case 2:
                data[at:at] = chance.choice(SPICE) * chance.choice((1, 1, 1, 50))
            case 3 if at < len(data):
                data[at] ^= 1 << chance.randrange(8)
            case 4:
                piece = bytes(data[at:end])
                del data[at:end]
                where = chance.randrange(len(data) + 1)
                data[where:where] = piece
            case _:
                data[at:end] = bytes(chance.randrange(256) for _ in range(min(8, end - at)))
        data = data[:20_000]
    return bytes(data)


@pytest.mark.parametrize("name", FORMATS)
def test_damaged_copy_is_read_or_refused(name: str) -> None:
    chance = random.Random(f"{SEED} {name}")
    copy = FORMATS[name].copy
    sound = copy.encode() if isinstance(copy, str) else copy
    for _ in range(INPUTS):
        data = damaged(sound, chance)
        begun = time.process_time()
        try:
            articles = read_copy(data)
        except BadCopy as error:
            assert error.reason in BAD_COPY_REASONS, data
        else:
            assert articles, data
            assert all(isinstance(article, Article) and article.uri for article in articles), data
        assert time.process_time() - begun < LONGEST, data
