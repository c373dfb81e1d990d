from __future__ import annotations

import json
import subprocess
import sys

import pytest

_CODE = """
import logging, structlog
from bellwire import logs
from bellwire.settings import Settings
logs.set_up(Settings(log_format={form!r}, log_level="info"))
structlog.get_logger("bellwire.test").info("alert", id="x-1")
structlog.get_logger("bellwire.test").debug("never")
for _ in range(3):
    logging.getLogger("aiokafka").error("no node %s", 1)
    logging.getLogger("bellwire.other").warning("said again")
logging.getLogger("faust").info("never")
"""


def _lines(form: str) -> list[str]:
    done = subprocess.run([sys.executable, "-c", _CODE.format(form=form)], capture_output=True, text=True, check=True)
    assert done.stdout == ""
    return done.stderr.splitlines()


def test_json_lines_hold_level_logger_time_and_fields() -> None:
    first = json.loads(_lines("json")[0])
    assert first.pop("timestamp").endswith("Z")
    assert first == {"event": "alert", "id": "x-1", "level": "info", "logger": "bellwire.test"}


@pytest.mark.parametrize("form", ["text", "json"])
def test_a_library_that_repeats_itself_is_heard_once_and_we_every_time(form: str) -> None:
    lines = _lines(form)
    assert sum("no node 1" in line for line in lines) == 1
    assert sum("said again" in line for line in lines) == 3
    assert not any("never" in line for line in lines)
