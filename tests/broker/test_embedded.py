from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from bellwire.broker import embedded
from bellwire.broker.admin import Admin
from bellwire.broker.embedded import EmbeddedBroker
from bellwire.errors import Unavailable
from kit.workers import wait_for


def test_it_listens_inside_the_block_and_is_gone_after_it() -> None:
    with EmbeddedBroker() as broker:
        pid = broker.child.pid
        with Admin(broker.address) as admin:
            assert admin.topics() == {}
    assert not Path(f"/proc/{pid}").exists()


def test_two_brokers_take_ports_of_their_own() -> None:
    with EmbeddedBroker() as one, EmbeddedBroker(port=one.port) as other:
        assert one.port != other.port


def test_it_ends_with_the_process_that_started_it(tmp_path: Path) -> None:
    code = (
        "import os, signal\n"
        "from bellwire.broker.embedded import EmbeddedBroker\n"
        "broker = EmbeddedBroker().start()\n"
        "print(broker.child.pid, flush=True)\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=300)
    pid = int(out.stdout)
    wait_for(lambda: not Path(f"/proc/{pid}").exists())


def test_it_leaves_no_folder_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    with EmbeddedBroker():
        assert len(list(tmp_path.iterdir())) == 1
    assert list(tmp_path.iterdir()) == []


def test_one_that_cannot_start_says_its_last_words(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    fake = tmp_path / "tansu"
    fake.write_text("#!/bin/sh\necho no room at all\nexit 3\n")
    fake.chmod(0o755)
    monkeypatch.setattr(embedded, "_binary", lambda: fake)
    with pytest.raises(Unavailable, match="did not start: no room at all"):
        EmbeddedBroker().start()
