"""A TOML file that people write, read so that everything wrong with it is told by line."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from bellwire.errors import BellwireError
from bellwire.printable import printable
from bellwire.toml_fields import Field
from bellwire.toml_lines import Path as Place
from bellwire.toml_lines import lines_of

_T = TypeVar("_T")

#: Bytes of the largest file that is read.
MAX_BYTES = 1024 * 1024

#: What is wrong, and where it stands.
Wrong = list[tuple[Place, str]]


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """What is wrong on a line, and what to do."""

    line: int
    sentence: str


def parse(text: str) -> tuple[dict[str, Any], list[Problem]]:
    """What the file says; nothing, and the one problem, where it is no TOML."""
    try:
        return tomllib.loads(text), []
    except ValueError as error:
        return {}, [_no_toml(str(error), text)]
    except RecursionError:
        return {}, [Problem(1, "this is nested too deeply")]


def problems_of(text: str, wrong: Wrong) -> list[Problem]:
    """What is wrong, by the line on which it stands."""
    lines = lines_of(text, [place for place, _ in wrong]) if wrong else {}
    return sorted(Problem(lines[place], sentence) for place, sentence in wrong)


def text_of(path: Path, reason: str) -> str:
    """What the file says. Raises BellwireError with this reason."""
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
        if len(data) > MAX_BYTES:
            raise BellwireError(f"{path} is larger than {MAX_BYTES:,} bytes, too large for such a file", reason=reason)
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BellwireError(f"{path} is no UTF-8 text (byte {error.start})", reason=reason) from None
    except OSError as error:
        raise BellwireError(f"{path}: {error.strerror}", reason=reason) from None


def load(path: Path, section: str, read: Callable[[str], tuple[dict[str, _T], list[Problem]]]) -> dict[str, _T]:
    """The tables of a file by name. Raises BellwireError for one that cannot be read or has anything wrong in it."""
    found, problems = read(text_of(path, f"bad-{section}"))
    if problems:
        more = f" ({len(problems) - 1} more: bellwire {section} check)" if len(problems) > 1 else ""
        sentence = f"{path} line {problems[0].line}: {problems[0].sentence}{more}"
        raise BellwireError(sentence, reason=f"bad-{section}")
    return found


def load_known(
    file: str, default: str, section: str, read: Callable[[str], tuple[dict[str, _T], list[Problem]]]
) -> dict[str, _T]:
    """The same of the file that a setting names; nothing where that is the default, and not there."""
    path = Path(file)
    return {} if file == default and not path.exists() else load(path, section, read)


def tables_of_keys(path: Path) -> dict[str, Any]:
    """What a file of secrets says. Raises BellwireError, which quotes nothing of it."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise BellwireError(f"{path}: {error.strerror}", reason="bad-keys") from None
    except (ValueError, RecursionError):
        raise BellwireError(f"{path} is no TOML file of keys", reason="bad-keys") from None


def nearest(key: str, known: Iterable[str], otherwise: str) -> str:
    """ "did you mean language?", else the other hint."""
    near = difflib.get_close_matches(key, list(known), n=1)
    return f"did you mean {near[0]}?" if near else otherwise


def shown(name: str) -> str:
    """A name as it may stand in a line on a terminal."""
    return printable(name[:80])


def one_table(data: Mapping[str, Any], section: str, wrong: Wrong) -> dict[str, Any]:
    """The tables [section.NAME] of a file that has no others; what is none is noted in `wrong`."""
    noun = section.removesuffix("s")
    wrong += [
        ((key,), f"{shown(key)} is none of ours: each {noun} is a table [{section}.NAME]")
        for key in data
        if key != section
    ]
    tables = data.get(section, {})
    if isinstance(tables, dict):
        return tables
    wrong.append(((section,), f"{section} is a value; each {noun} is a table [{section}.NAME]"))
    return {}


def read_fields(here: Place, table: Mapping[str, Any], fields: Mapping[str, Field], wrong: Wrong) -> dict[str, Any]:
    """The values of a table by these fields; what cannot be read, or is none of them, is noted in `wrong`."""
    read: dict[str, Any] = {}
    for key, value in table.items():
        try:
            if key not in fields:
                hint = nearest(key, fields, f"a {here[0].removesuffix('s')} may have {', '.join(fields)}")
                raise ValueError(f"no such setting; {hint}")
            read[key] = fields[key].read(value)
        except ValueError as error:
            wrong.append(((*here, key), f"{shown(key)}: {error}"))
    return read


def _no_toml(said: str, text: str) -> Problem:
    """The parser's sentence, which ends in "(at line 3, column 5)" or "(at end of document)", as a problem."""
    sentence, _, place = said.rpartition(" (at ")
    number = place.removeprefix("line ").partition(",")[0]
    line = int(number) if number.isdecimal() else text.count("\n") + 1
    return Problem(line, f"no TOML: {(sentence or said)[:200]}")
