"""`bellwire desk` on the command line: bad use and failure in one line."""

from __future__ import annotations

import subprocess
import sys

import pytest


@pytest.mark.parametrize(
    ("options", "status", "says"),
    [
        (["--port", "99999"], 2, "--port"),
        (["--ledger", "nonsense", "--port", "0"], 1, "bellwire: the ledger's URL cannot be read"),
        (["--host", "203.0.113.1", "--port", "0"], 1, "bellwire: the desk cannot listen on 203.0.113.1"),
    ],
)
def test_what_cannot_be_is_said_in_one_line(options: list[str], status: int, says: str) -> None:
    desk = subprocess.run(
        [sys.executable, "-m", "bellwire", "desk", *options], capture_output=True, text=True, timeout=60, check=False
    )
    assert (desk.returncode, desk.stdout) == (status, "")
    assert says in desk.stderr and "Traceback" not in desk.stderr
    assert status == 2 or desk.stderr.count("\n") == 1
