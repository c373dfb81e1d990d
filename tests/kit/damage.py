"""Strategies for hypothesis: copy that is damaged, and copy grown from nothing but a format's own words."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

_T = TypeVar("_T")

#: What breaks readers: controls, marks of encodings, openings without end, numbers and words that mean something.
SPICE = (
    b"\x00", b"\x01", b"\x02", b"\x03", b"\x16\x16\x01", b"\xff\xfe", b"\xef\xbb\xbf", b"\xc3", b"\x80", b"\r", b"\n\n",
    b"<", b"</", b"<!--", b"<![CDATA[", b"]]>", b"<!DOCTYPE x [", b"&", b"&#0;", b"&#x110000;", b"&lol;", b"\"", b"'",
    b"{", b"[", b"]", b"}", b",", b":", b"null", b"NaN", b"1e999", b"-", b"\\ud800", b"\\u0000", b"(", b")", b"--",
    b"=?utf-8?q?=80?=", b"Content-Type: multipart/mixed; boundary=", b"9" * 40, b"2016-13-45T99:99:99Z",
    b"\xe2\x80\xae", b"FILE - ", b"KILL", b"EMBARGOED UNTIL ", b"\nFrom - Sun Dec  4 21:30:00 2016\n", b"\xe0\x9b",
)  # fmt: skip
#: Bytes of the longest input.
MOST = 20_000
#: How deep and how wide a tree grows.
_DEPTH, _WIDTH = 4, 4
_ODD_TEXTS = ("", "&#0;", "&lol;", "]]>", "\u202e", "<!-- -->", "<![CDATA[<p>]]>", "2016-13-45T99:99:99Z")
#: Bytes of a plan that one deed takes.
_DEED = 8
_ODD_VALUES = (None, True, -1, 0, 10**40, 1e300, "", "\u202e\x00", "2016-13-45T99:99:99Z", [], {})
_TAG = re.compile(r"<([A-Za-z][\w:.-]*)")
_ATTRIBUTE = re.compile(r"\s([\w:.-]+=\"[^\"<>]{0,200}\")")
_TEXT = re.compile(r">([^<>]{1,200})<")
_TOKEN = re.compile(rb"[\x00-\x1f]|[^\x00-\x1f]{1,80}")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """A format's own words: names, attributes (XML) and values, and the name that must come first."""

    first: str
    names: tuple[str, ...]
    attributes: tuple[str, ...]
    values: tuple[Any, ...]


class _Plan:
    """Numbers out of bytes, one after the other; nought when there are no more."""

    def __init__(self, data: bytes) -> None:
        self._left = iter(data)

    def below(self, limit: int) -> int:
        """A number below `limit`, of a byte, or of two where that is more than a byte can tell."""
        number = next(self._left, 0)
        return (number if limit <= 256 else number << 8 | next(self._left, 0)) % max(1, limit)

    def one_of(self, choices: Sequence[_T]) -> _T:
        """One of these."""
        return choices[self.below(len(choices))]


def damaged(copies: Sequence[bytes]) -> SearchStrategy[list[bytes]]:
    """One of these with three to eight things cut, doubled, moved, flipped or thrown in: as it is after each."""
    return st.builds(with_damage, st.sampled_from(copies), st.binary(min_size=3 * _DEED, max_size=8 * _DEED))


def grown(copies: Sequence[bytes]) -> SearchStrategy[bytes]:
    """A tree, or a row of tokens, of the words that these copies have."""
    start = copies[0].lstrip()[:1]
    plans = st.binary(min_size=60, max_size=600)
    if start == b"{":
        return st.builds(partial(_json, _json_words(copies)), plans)
    if start == b"<":
        return st.builds(partial(_xml, _xml_words(copies)), plans)
    tokens = list(dict.fromkeys(token for copy in copies for token in _TOKEN.findall(copy)))
    return st.builds(partial(_row, [*tokens, *SPICE]), plans)


def with_damage(copy: bytes, plan: bytes) -> list[bytes]:
    """The copy, damaged as the bytes of the plan say, so many to a deed; as it is after each."""
    data, stages = bytearray(copy), list[bytes]()
    for at in range(0, len(plan), _DEED):
        _damage(data, _Plan(plan[at : at + _DEED]))
        del data[MOST:]
        stages.append(bytes(data))
    return stages


def _damage(data: bytearray, deed: _Plan) -> None:
    what, at = deed.below(6), deed.below(len(data) + 1)
    end = min(len(data), at + deed.one_of((1, 2, 8, 40, 400)))
    if what == 0:
        del data[at:end]
    elif what == 1:
        data[at:at] = data[at:end] * deed.one_of((1, 2, 20))
    elif what == 2:
        data[at:at] = deed.one_of(SPICE) * deed.one_of((1, 1, 1, 50))
    elif what == 3 and at < len(data):
        data[at] ^= 1 << deed.below(8)
    elif what == 4:
        piece = bytes(data[at:end])
        del data[at:end]
        where = deed.below(len(data) + 1)
        data[where:where] = piece
    else:
        data[at:end] = bytes(deed.below(256) for _ in range(min(4, end - at)))


def _row(tokens: Sequence[bytes], plan: bytes) -> bytes:
    numbers = _Plan(plan)
    return b"".join(numbers.one_of(tokens) for _ in plan[::2])[:MOST]


def _json(words: Vocabulary, plan: bytes) -> bytes:
    numbers, values = _Plan(plan), [*words.values, *_ODD_VALUES]

    def tree(depth: int) -> Any:
        kind, width = numbers.below(6 if depth else 1), numbers.below(_WIDTH)
        if kind < 3:
            return numbers.one_of(values)
        return [tree(depth - 1) for _ in range(width)] if kind == 3 else branch(depth - 1, width)

    def branch(depth: int, width: int) -> dict[str, Any]:
        return {numbers.one_of(words.names): tree(depth) for _ in range(width)}

    root = {words.first: "urn:x"} if numbers.below(2) else {}
    return json.dumps(root | branch(_DEPTH, 1 + numbers.below(3 * _WIDTH))).encode()[:MOST]


def _xml(words: Vocabulary, plan: bytes) -> bytes:
    numbers, values = _Plan(plan), [*map(str, words.values), *_ODD_TEXTS]

    def tree(name: str, depth: int) -> str:
        told = dict.fromkeys(numbers.one_of(words.attributes) for _ in range(numbers.below(3)))
        inside = "".join(part(depth) for _ in range(numbers.below(_WIDTH + 1)))
        return f"<{' '.join([name, *told])}>{inside}</{name}>"

    def part(depth: int) -> str:
        if not depth or numbers.below(3) == 0:
            return numbers.one_of(values)
        return tree(numbers.one_of(words.names), depth - 1)

    return tree(words.first, 2 * _DEPTH).encode()[:MOST]


def _json_words(copies: Sequence[bytes]) -> Vocabulary:
    names, values = dict[str, None](), dict[str, Any]()
    waiting: list[Any] = [json.loads(copy) for copy in copies]
    while waiting:
        one = waiting.pop(0)
        if isinstance(one, dict):
            names |= dict.fromkeys(one)
            waiting += one.values()
        elif isinstance(one, list):
            waiting += one
        else:
            values[repr(one)] = one
    return Vocabulary(next(iter(names)), tuple(names), (), tuple(values.values()))


def _xml_words(copies: Sequence[bytes]) -> Vocabulary:
    text = "\n".join(copy.decode("utf-8", "replace") for copy in copies)
    names, attributes = _TAG.findall(text), _ATTRIBUTE.findall(text)
    once = {attribute.partition("=")[0]: attribute for attribute in attributes}
    return Vocabulary(
        names[0], tuple(dict.fromkeys(names)), tuple(once.values()), tuple(dict.fromkeys(_TEXT.findall(text)))
    )
