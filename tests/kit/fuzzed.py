"""What fuzzing begins with, the copy of each format, and what must hold of any bytes."""

from __future__ import annotations

import time
from pathlib import Path

from bellwire.errors import BAD_COPY_REASONS, BadCopy
from bellwire.wire import Article, read_copy
from bellwire.wire.parts import parts_of
from kit.damage import MOST
from kit.one_story import FORMATS, MARKABLE, PARAGRAPHS, marked

#: Processor seconds that one input of some kilobytes may take.
LONGEST = 5.0
#: Samples from real systems; not part of the project.
_SAMPLES = Path(__file__).resolve().parents[3] / "shared" / "wire"
#: ITA2's keys, by code; a slash stands for what no story has.
_KEYS = "/E\nA SIU\rDRJNFCKTZLWHYPQOBG/MXV/"


def _telegraphed(text: str) -> bytes:
    return bytes(_KEYS.index(char) for char in text.upper() if char in _KEYS and char != "/")


def _copies() -> dict[str, list[bytes]]:
    """The story in each format, as it is, withheld and taken back, and in what holds several of it."""
    found = {name: [filing.copy] for name, filing in FORMATS.items()}
    for name in MARKABLE:
        found[name] += [marked(name, killed=killed) for killed in (False, True)]
    mail = FORMATS["e-mail"].copy
    found["mailbox"] = [b"".join(b"From - Sun Dec  4 21:30:00 2016\n" + one + b"\n\n" for one in (mail, mail))]
    five_bits = _telegraphed(f"ZCZC\r\n{PARAGRAPHS[0]}\r\n{PARAGRAPHS[1]}\r\nNNNN\r\n")
    found["five-bit code"] = [five_bits]
    found["six-bit code"] = [bytes(code << 1 for code in five_bits), five_bits + bytes([0x2D, 0x31])]
    return found


COPIES = _copies()


def real_samples() -> dict[str, list[bytes]]:
    """Those of real systems that lie beside the project, by folder; none where they do not."""
    found: dict[str, list[bytes]] = {}
    for path in sorted(_SAMPLES.rglob("*")):
        if path.suffix in (".xml", ".json", ".txt") and path.stat().st_size <= MOST:
            found.setdefault(f"samples of {path.relative_to(_SAMPLES).parts[0]}", []).append(path.read_bytes())
    return found


def tried(data: bytes) -> None:
    """Reads it, whole and in its parts. Asserts that it is articles or refused with a reason, and soon."""
    begun = time.process_time()
    try:
        articles = read_copy(data)
    except BadCopy as error:
        assert error.reason in BAD_COPY_REASONS, data
        assert all(parts_of(data)), data
    else:
        assert articles, data
        assert all(isinstance(article, Article) and article.uri for article in articles), data
    assert time.process_time() - begun < LONGEST, data
