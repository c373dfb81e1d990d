from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from bellwire.broker.admin import Admin
from kit.brokers import ROOT

_SCRIPT = ROOT / "deploy" / "local-kafka" / "kafka"


def _kafka(*words: str, path: str | None = None) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": path} if path is not None else None
    return subprocess.run(
        [str(_SCRIPT), *words], capture_output=True, text=True, check=False, timeout=180, env=environment
    )


@pytest.mark.kafka
@pytest.mark.skipif(shutil.which("java") is None or shutil.which("mvn") is None, reason="needs java and mvn")
def test_a_node_starts_on_a_free_port_keeps_its_data_and_stops(tmp_path: Path) -> None:
    data = str(tmp_path / "data")
    for known in ({}, {"kept": 2}):
        started = _kafka("start", "--data", data)
        assert started.returncode == 0, started.stderr
        try:
            with Admin(started.stdout.strip(), patience=30) as admin:
                assert admin.topics() == known
                if not known:
                    admin.create({"kept": {}}, partitions=2, replication=1)
            assert "runs already" in _kafka("start", "--data", data).stderr
        finally:
            assert _kafka("stop", "--data", data).returncode == 0
    assert "no node runs" in _kafka("stop", "--data", data).stderr


def test_without_java_it_says_what_to_install(tmp_path: Path) -> None:
    tools = tmp_path / "bin"
    tools.mkdir()
    for tool in ("bash", "env", "dirname"):
        (tools / tool).symlink_to(shutil.which(tool) or "")
    said = _kafka("start", path=str(tools))
    assert said.returncode == 1
    assert said.stderr == "kafka: java is missing; install Java 17 or newer (Debian: openjdk-17-jre-headless)\n"


def test_bad_use_ends_with_2() -> None:
    assert _kafka("walk").returncode == 2
    assert _kafka("start", "--speed", "9").returncode == 2
