"""Progress and tables: aligned and alive on a terminal, plain lines elsewhere."""

from __future__ import annotations

import io
from contextlib import redirect_stderr, redirect_stdout
from itertools import count

import pytest

from bellwire.cli import progress
from bellwire.cli.columns import Columns
from bellwire.cli.progress import Progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture(params=[Terminal, io.StringIO], ids=["terminal", "pipe"])
def screen(request: pytest.FixtureRequest) -> io.StringIO:
    made: io.StringIO = request.param()
    return made


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> None:
    """Six seconds between any two looks at the clock."""
    ticks = count(0, 6)
    monkeypatch.setattr(progress.time, "monotonic", lambda: float(next(ticks)))


@pytest.mark.usefixtures("slow")
def test_long_work_shows_its_share(screen: io.StringIO) -> None:
    with redirect_stderr(screen), Progress("sent", "items") as shown:
        shown.step(0.5)
    line = screen.getvalue().replace("\r", "\n").splitlines()[0]
    bar = " ██████████░░░░░░░░░░" if screen.isatty() else ""
    assert line == f"sent 1 items, 0/s, 50%{bar}"


def test_quick_work_shows_nothing(screen: io.StringIO) -> None:
    with redirect_stderr(screen), Progress("sent", "items") as shown:
        shown.step(0.5)
    assert screen.getvalue() == ""


@pytest.mark.usefixtures("slow")
def test_what_is_said_aside_stands_on_a_line_of_its_own(screen: io.StringIO) -> None:
    with redirect_stderr(screen), Progress("sent", "items") as shown:
        shown.step()
        shown.aside("a.zip: not sent")
    clear = "\r\033[K" if screen.isatty() else ""
    assert f"{clear}a.zip: not sent\n" in screen.getvalue()


def test_cells_are_aligned_on_a_terminal_and_parted_by_tabs_elsewhere(screen: io.StringIO) -> None:
    with redirect_stdout(screen):
        rows = Columns({"feed": 6, "a day": -5, "state": 8})
        rows.row("afp", 12, "heard")
        rows.row("press of nations", 1, "\x1b[2Jsilent\n")
    if screen.isatty():
        assert screen.getvalue().splitlines() == [
            "feed    a day  state",
            "afp        12  heard",
            "…tions      1   [2Jsilent ",
        ]
    else:
        assert screen.getvalue().splitlines()[1:] == ["afp\t12\theard", "press of nations\t1\t [2Jsilent "]
