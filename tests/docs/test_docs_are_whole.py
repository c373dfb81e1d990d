"""What the docs must have beside tables of their own: endpoints, reasons, kinds and outcomes."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from bellwire.desk.app import create_app
from bellwire.reading.knowledge import load_kinds
from bellwire.reading.reading import Outcome
from bellwire.settings import Settings
from bellwire.watch.reasons import Reason

DOCS = Path(__file__).parents[2] / "docs"
SOURCE = DOCS.parent / "src" / "bellwire"
ROOMS = (
    *("broker", "delivery", "desk", "intake", "ledger", "stream", "watch", "wire"),
    *("reading/events", "reading/facts", "reading/facts/times", "reading/syntax"),
)
ENDPOINTS = [
    (method.upper(), path) for path, methods in create_app(Settings()).openapi()["paths"].items() for method in methods
]
FOR_PROGRAMS = (DOCS / "desk.md").read_text().split("## For programs")[1].split("\n\n## ")[0]


def told(method: str) -> set[str]:
    """The addresses that the page has for a method."""
    before = "" if method == "GET" else f"{method} "
    rows = "\n".join(line for line in FOR_PROGRAMS.splitlines() if line.startswith("| `/"))
    found = re.findall(rf"`{before}(/[^`? ]*)", rows)
    if method == "POST":
        found += [line.split("`")[1] for line in rows.splitlines() if "; POST `{" in line]
    return set(found)


@pytest.mark.parametrize(("method", "path"), ENDPOINTS)
def test_every_endpoint_is_documented(method: str, path: str) -> None:
    address = re.compile(re.sub(r"\{[^}]+\}", "[A-Z]+", path).replace(".", r"\."))
    addresses = told(method) | (set(re.findall(r"DELETE `(/[^`? ]*)", FOR_PROGRAMS)) if method == "DELETE" else set())
    assert any(address.fullmatch(one) for one in addresses)


def test_no_endpoint_is_documented_that_the_desk_does_not_have() -> None:
    paths = [re.compile(re.sub(r"\{[^}]+\}", "[A-Z]+", path).replace(".", r"\.")) for _, path in ENDPOINTS]
    unlisted = {one for one in told("GET") if not any(path.fullmatch(one) for path in paths)}
    assert unlisted == {"/metrics", "/api/openapi.json"}


def test_why_a_worker_stops_is_documented() -> None:
    """With every reason that the code gives for it, and no other."""
    source = "\n".join(path.read_text() for path in sorted((SOURCE / "stream").glob("*.py")))
    given = set(re.findall(r'StopWorker\((?:[^()]|\([^()]*\))*?reason="([a-z-]+)"', source))
    given |= set(re.findall(r'"worker stops", reason="([a-z-]+)"', source))
    section = (DOCS / "delivery.md").read_text().split("## Why a worker stops")[1].split("\n## ")[0]
    told = set(re.findall(r"^\| `([a-z-]+)` \|", section, re.MULTILINE))
    assert given <= told
    everywhere = "\n".join(path.read_text() for path in SOURCE.rglob("*.py"))
    assert not {reason for reason in told if f'"{reason}"' not in everywhere}


@pytest.mark.parametrize("reason", Reason)
def test_every_reason_of_the_watcher_is_documented(reason: Reason) -> None:
    assert f"`{reason}`" in (DOCS / "watching.md").read_text()


@pytest.mark.parametrize("kind", load_kinds())
def test_every_kind_is_documented_with_the_topic_that_it_is_on(kind: str) -> None:
    [row] = [
        line
        for line in (DOCS / "topics.md").read_text().splitlines()
        if line.startswith(f"| `bellwire.events.{load_kinds()[kind].family}.v1`")
    ]
    assert re.search(rf"\b{kind}\b", row)


@pytest.mark.parametrize("outcome", Outcome)
def test_every_outcome_of_a_reading_is_documented(outcome: Outcome) -> None:
    assert any(f"`{outcome}`" in path.read_text() for path in DOCS.glob("*.md"))


@pytest.mark.parametrize("room", ROOMS)
def test_every_module_stands_in_the_table_of_contents_of_its_room(room: str) -> None:
    contents = ast.get_docstring(ast.parse((SOURCE / room / "__init__.py").read_text())) or ""
    modules = {
        path.stem for path in (SOURCE / room).iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()
    }
    assert modules - {"__init__"} <= set(re.findall(r"\w+", contents))
