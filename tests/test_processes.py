"""Children end with their parent and can be asked what they said."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from bellwire.processes import Child, free_port


def gone(pid: int, within: float = 10.0) -> bool:
    """Whether a process ends (or is a zombie of somebody else's) in that time."""
    end = time.monotonic() + within
    while time.monotonic() < end:
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
        except FileNotFoundError:
            return True
        if state == "Z":
            return True
        time.sleep(0.02)
    return False


def test_a_child_is_stopped_and_its_last_lines_kept(tmp_path: Path) -> None:
    child = Child("talker", [sys.executable, "-c", "print('one'); print('two')"], tmp_path / "log")
    child.stop()
    assert child.last_lines(1) in (["two"], [])
    assert child.ended is not None


def test_a_child_that_ignores_sigterm_is_killed(tmp_path: Path) -> None:
    code = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('ready', flush=True); signal.pause()"
    child = Child("deaf", [sys.executable, "-c", code], tmp_path / "log")
    while not child.says("ready"):
        time.sleep(0.02)
    child.stop(patience=0.2)
    assert child.ended == -signal.SIGKILL


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's parent-death signal is Linux's")
def test_a_child_dies_when_its_parent_is_killed(tmp_path: Path) -> None:
    code = (
        "import sys, time; from pathlib import Path; from bellwire.processes import Child;"
        f"child = Child('c', [sys.executable, '-c', 'import time; time.sleep(60)'], Path({str(tmp_path / 'log')!r}));"
        "print(child.pid, flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        pid = int(parent.stdout.readline())
        os.kill(parent.pid, signal.SIGKILL)
    assert gone(pid)


def test_a_taken_port_is_replaced_by_a_free_one() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert free_port("127.0.0.1", port) not in (0, port)
    assert free_port("127.0.0.1", port) == port


def test_matrices_are_multiplied_in_one_thread_unless_the_environment_says_otherwise() -> None:
    """Of a whole command: the variables must stand before anything loads numpy."""
    asked = "from bellwire.cli.main import run; import os, sys; sys.argv = ['bellwire', '--version']\n"
    asked += "try: run()\nexcept SystemExit: pass\n"
    asked += "print(os.environ['OPENBLAS_NUM_THREADS'], os.environ['OMP_NUM_THREADS'], 'numpy' in sys.modules)"
    environment = {**os.environ, "OMP_NUM_THREADS": "2"}
    environment.pop("OPENBLAS_NUM_THREADS", None)
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, env=environment, check=True)
    assert done.stdout.splitlines()[-1] == "1 2 False"
