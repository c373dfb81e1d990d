"""Bytes → text: byte-order marks, Unicode, and what editors' old machines still send."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

import charset_normalizer

from bellwire.errors import BadCopy

#: Longer marks first: UTF-32's little-endian mark begins with UTF-16's.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
#: Names (as `codecs` writes them) of encodings that are text and nothing else, unlike UTF-7, punycode or rot13.
_TEXTUAL = re.compile(
    r"(?:ascii|utf-8(?:-sig)?|utf-(?:16|32)(?:-[lb]e)?|iso8859-\d{1,2}|cp\d{3,4}|koi8-[rut]|mac-\w{2,12}|tis-620"
    r"|gb2312|gbk|gb18030|hz|big5(?:hkscs)?|shift_jis\w{0,5}|euc_\w{2,9}|iso2022_\w{2,6}|johab)"
)
#: Encodings of seven bits, whose bytes are UTF-8 as well: only what is declared tells them.
_SEVEN_BITS = re.compile(r"iso2022_\w{2,6}|hz")
#: What is really sent under these names (WHATWG Encoding Standard, section 4.2).
_MEANT = {
    "ascii": "cp1252", "iso8859-1": "cp1252", "iso8859-9": "cp1254", "tis-620": "cp874", "gb2312": "gb18030",
    "gbk": "gb18030", "shift_jis": "cp932", "euc_kr": "cp949", "big5": "big5hkscs",
}  # fmt: skip
#: C1 control characters: no text has them; what seems to is another encoding.
_C1 = re.compile("[\x80-\x9f]")
_JSON = re.compile(r"\s{0,200}[\[{]")
#: In windows-1252, signs within a word: the text is in another encoding, whose letters they are.
_ASTRAY = re.compile("[^\\W\\d_][\xa1-\xa9\xac\xae\xaf\xb1-\xb3\xb6\xb8\xb9\xbc-\xbf\xd7\xf7][^\\W\\d_]")
#: The share of letters beyond ASCII, in words that have any, from which on a text is in no Latin script; the least
#: number of them, and of a word's bytes: marks may stand alone.
_NOT_LATIN, _LEAST_LETTERS, _LEAST_WORD = 0.75, 8, 3
_WORDS = re.compile(rb"[\s<>]+")
#: The share, and the least number of letters, from which on a text is surely in none, whatever is declared.
_SURELY, _SURE_LETTERS = 0.75, 20
_LATIN = ("cp1250", "iso8859_2")
_OTHERS = tuple("cp1251 koi8_r iso8859_5 cp1253 iso8859_7 cp1255 cp1256 gb18030 big5 shift_jis euc_jp euc_kr".split())
#: Bytes by which an encoding is told.
_SAMPLE = 8_000


def decode(data: bytes, declared: str = "") -> str:
    """The text, every character as it was sent, without its byte-order mark.

    A mark decides, then UTF-16's shape, then whether it is UTF-8 (whatever is declared), then `declared`, then the
    bytes themselves. JSON is Unicode or nothing (RFC 8259). Raises BadCopy (`not-utf8`) for broken Unicode.
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _strictly(data[len(mark) :], name)
    if shape := _wide(data):
        return _strictly(data, shape)
    known = _known(declared)
    try:
        if data.isascii() and _SEVEN_BITS.fullmatch(known):
            return data.decode(known)
    except UnicodeDecodeError:
        known = ""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        at = error.start
    for name in _legacy(data, known, at):
        try:
            text = data.decode(name)
        except (UnicodeError, LookupError):
            continue
        if not _C1.search(text):
            return text
    raise BadCopy(f"no UTF-8 at byte {at}, nor another encoding that fits", reason="not-utf8")


def _strictly(data: bytes, name: str) -> str:
    try:
        return data.decode(name)
    except UnicodeDecodeError as error:
        raise BadCopy(f"no {name.upper()} at byte {error.start}", reason="not-utf8") from None


def _wide(data: bytes) -> str:
    """UTF-16's name where most second bytes of the beginning are null and the others are not."""
    start = data[: min(len(data), 128)]
    if len(data) % 2 or len(start) < 4:
        return ""
    even, odd = start[::2].count(0), start[1::2].count(0)
    if min(even, odd) or max(even, odd) < 0.7 * (len(start) // 2):
        return ""
    return "utf-16-be" if even else "utf-16-le"


def _legacy(data: bytes, name: str, at: int) -> Iterator[str]:
    """Encodings to try, the likeliest first. `name`: the codec that was declared."""
    if name == "cp1252" and _is_foreign(data, at):
        yield from _guessed(data, at)
    if name and not name.startswith("utf"):
        yield name
    lenient = data.decode("utf-8", "replace")
    broken = lenient.count("\ufffd")
    wide = sum(char > "\x7f" for char in lenient) - broken
    if wide > broken or (not name and _JSON.match(lenient)):
        raise BadCopy(f"no UTF-8 at byte {at}", reason="not-utf8")
    yield from _guessed(data, at)


def _known(declared: str) -> str:
    """The codec that a declared name means ("x-mac-roman" too), "" where it means none that is text."""
    named = declared.strip(" \"'")[:40]
    for one in (named, re.sub("^x-", "", named, flags=re.IGNORECASE)) if named else ():
        try:
            name = codecs.lookup(one).name
        except (LookupError, ValueError):
            continue
        return _MEANT.get(name, name) if _TEXTUAL.fullmatch(name) else ""
    return ""


def _is_foreign(data: bytes, at: int) -> bool:
    """Whether what is declared Latin-1 is surely in another script: nearly every letter would be one with a mark."""
    sample = data[max(0, at - 500) : at + _SAMPLE]
    letters = [byte for byte in sample if byte >= 0xC0 or chr(byte).isalpha()]
    return len(letters) >= _SURE_LETTERS and sum(byte >= 0xC0 for byte in letters) > _SURELY * len(letters)


def _guessed(data: bytes, at: int) -> Iterator[str]:
    """windows-1252 where its letters make words, else what the charset-normalizer tells of the words beyond ASCII."""
    sample = data[max(0, at - 500) : at + _SAMPLE]
    words = b" ".join(word for word in _WORDS.split(sample) if len(word) >= _LEAST_WORD and not word.isascii())
    letters = sum(byte > 0x7F or chr(byte).isalpha() for byte in words)
    foreign = sum(byte > 0x7F for byte in words) >= max(_LEAST_LETTERS, _NOT_LATIN * letters)
    if foreign or _ASTRAY.search(sample.decode("cp1252", "replace")):
        told, candidates = (words, _OTHERS) if foreign else (sample, _LATIN)
        best = charset_normalizer.from_bytes(told, cp_isolation=list(candidates)).best()
        if best is not None:
            yield best.encoding
    yield from ("cp1252", "iso8859-15")
    if not foreign:
        best = charset_normalizer.from_bytes(words, cp_isolation=list(_OTHERS)).best()
        if best is not None:
            yield best.encoding
