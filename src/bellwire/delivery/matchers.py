"""Matchers in Alertmanager's words: `kind=~"strike|bombing"`, `place="SY"`, `agency!="TASS"`.

Nothing regards capitals. A label without a value counts as "". As in Alertmanager an expression must fit the whole
value (but for `text`), and of several matchers all must fit.

Expressions are RE2's, which takes time in proportion to the text times the size of what the expression compiles to. So
that nobody who may ask can hold up the others, all three are limited: matchers, their size together, and the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches

import re2

from bellwire.delivery.labels import MEANING, Labels, known_values
from bellwire.reading.facts.tables import country_names
from bellwire.subscribe.known import no_place
from bellwire.toml_file import nearest, shown

#: Matchers of one filter or subscription, and what they may weigh together. Listed in docs/routes.md.
MOST, HEAVIEST = 20, 2000

#: Letters of the longest value, and bytes that a compiled expression may take.
_LONGEST = 1000
_MEMORY = 64 * 1024

#: Letters that an expression looks at: of one value, and of all values of a label.
_OF_A_VALUE, _IN_ALL = 1000, 6000

_ONE = re.compile(r'\s*([A-Za-z_]+)\s*(=~|!~|!=|=)\s*("(?:[^"\\]|\\.)*"|[^\s{}!=~,\\"\'`]+)\s*')
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_MEANT = {"n": "\n", "t": "\t", '"': '"', "\\": "\\"}
_SPECIAL = re.compile(r"[\\.+*?()|\[\]{}^$]")

_SIMPLER = ", with what stands beside it: repeat fewer times, or ask for fewer alternatives"
_TOO_LARGE = "pattern too large"

#: Values that a hint lists at most.
_LISTED = 12


@dataclass(frozen=True, slots=True)
class Matcher:
    """One condition on a label. `weight`: the steps that an expression compiles to, 0 of what is none."""

    label: str
    sign: str
    value: str
    _fits: Callable[[str], bool] = field(repr=False, compare=False)
    weight: int = field(default=0, repr=False, compare=False)

    def matches(self, labels: Labels) -> bool:
        """`=` and `=~`: one of the label's values fits; `!=` and `!~`: none does."""
        values = labels[self.label] or ("",)
        return any(map(self._fits, _looked_at(values) if self.weight else values)) == (self.sign[0] != "!")

    def __str__(self) -> str:
        value = self.value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
        return f'{self.label}{self.sign}"{value}"'


def matches(matchers: Iterable[Matcher], labels: Labels) -> bool:
    """Whether all fit."""
    return all(matcher.matches(labels) for matcher in matchers)


def weight_of(matchers: Iterable[Matcher]) -> int:
    """What matchers weigh together: one that is asked of an alert takes time in proportion."""
    return sum(matcher.weight for matcher in matchers)


def bounded(matchers: Iterable[Matcher]) -> tuple[Matcher, ...]:
    """Matchers that may be asked together; what follows one too many is not even read. Raises ValueError."""
    found: list[Matcher] = []
    for matcher in matchers:
        found.append(matcher)
        if len(found) > MOST:
            raise ValueError(f"there are more than {MOST} conditions")
        if weight_of(found) > HEAVIEST:
            raise ValueError(f"{matcher.label}: {shown(matcher.value)} is too complex{_SIMPLER}")
    return tuple(found)


def read_matchers(text: str) -> tuple[Matcher, ...]:
    """One matcher or several with commas between them, braces round them or not. Raises ValueError, which says what to
    write."""
    inner = text.strip()
    if inner.startswith("{") and inner.endswith("}"):
        inner = inner[1:-1]
    return bounded(_read(inner))


def equal(label: str, value: str) -> Matcher:
    """`label="value"`, the value spelt as it is known. Raises ValueError."""
    return _matcher(label, "=", value)


def one_of(label: str, values: Sequence[str]) -> Matcher:
    """`label="value"`, of several values the expression for which one is enough. Raises ValueError."""
    spelt = [equal(label, value).value for value in values]
    if len(spelt) == 1:
        return equal(label, spelt[0])
    either = "|".join(_SPECIAL.sub(r"\\\g<0>", value.strip("/") if label == "place" else value) for value in spelt)
    return _matcher(label, "=~", f"({either})(/.*)?" if label == "place" else either)


def _read(text: str) -> Iterator[Matcher]:
    at = 0
    while at < len(text):
        found = _ONE.match(text, at)
        if found is None or (found.end() < len(text) and text[found.end()] != ","):
            rest = shown(text[at:].strip()) or "nothing"
            raise ValueError(f'{rest} is no matcher: write LABEL="VALUE", with =, !=, =~ or !~')
        label, sign, value = found.groups()
        yield _matcher(label, sign, _unquoted(value) if value.startswith('"') else value)
        at = found.end() + 1


def _matcher(label: str, sign: str, value: str) -> Matcher:
    if label not in MEANING:
        raise ValueError(f"no label {shown(label)}; {nearest(label, MEANING, 'there are ' + ', '.join(MEANING))}")
    if len(value) > _LONGEST:
        raise ValueError(f"{label}: a value of more than {_LONGEST} letters")
    fits, weight = _expression(label, value) if sign.endswith("~") else (_words(label, value), 0)
    if label == "place" and sign == "=" and value and (why := no_place(value)):
        raise ValueError(why)
    known = known_values().get(label)
    if known and value and not any(map(fits, known)):
        raise ValueError(f"no {label} is {shown(value)}; {_hint(label, value, known)}")
    if known and not sign.endswith("~"):
        value = next(filter(fits, known), value)
    return Matcher(label, sign, value, fits, weight)


def _hint(label: str, value: str, known: Sequence[str]) -> str:
    if label == "country":
        codes = {name.casefold(): code for code, name in country_names().items()}
        near = get_close_matches(value.casefold(), codes, n=1)
        return f"did you mean {codes[near[0]]}?" if near else "write two letters: SY"
    listed = ", ".join(known[:_LISTED]) + ", …" * (len(known) > _LISTED)
    return nearest(value, known, f"there are {listed}")


def _words(label: str, value: str) -> Callable[[str], bool]:
    wanted = value.casefold()
    if label == "text":
        return lambda text: wanted in text.casefold()
    if label == "place":
        inside = f"{wanted.strip('/')}/" if wanted else ""
        return lambda path: f"{path}/".casefold().startswith(inside) if inside else not path
    return lambda text: text.casefold() == wanted


def _looked_at(values: Iterable[str]) -> Iterator[str]:
    """The values as far as an expression looks at them; the first one at least."""
    left = _IN_ALL
    for value in values:
        yield value[: min(left, _OF_A_VALUE)]
        left -= len(value)
        if left <= 0:
            return


def _expression(label: str, value: str) -> tuple[Callable[[str], bool], int]:
    """What tells whether a value fits, and its weight."""
    options = re2.Options()
    options.case_sensitive, options.log_errors, options.dot_nl, options.max_mem = False, False, True, _MEMORY
    options.never_capture = True
    try:
        compiled = re2.compile(value, options)
    except re2.error as error:
        why = error.args[0].decode("utf-8", "replace") if isinstance(error.args[0], bytes) else str(error)
        if _TOO_LARGE in why:
            raise ValueError(f"{label}: {shown(value)} is too complex{_SIMPLER}") from None
        raise ValueError(f"{label}: {shown(value)} is no expression that RE2 knows: {shown(why)}") from None
    find = compiled.search if label == "text" else compiled.fullmatch
    return lambda text: find(text) is not None, max(1, compiled.programsize, compiled.reverseprogramsize)


def _unquoted(value: str) -> str:
    """Of an escape that is none of ours both letters stay: `"\\d+"` is the expression."""
    return _ESCAPED.sub(lambda found: _MEANT.get(found[1], found[0]), value[1:-1])
