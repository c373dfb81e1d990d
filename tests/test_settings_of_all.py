"""Values that settings refuse, in one line each."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bellwire.errors import BellwireError
from bellwire.settings import chosen_settings


@pytest.mark.parametrize("days", [0, 9, 400])
def test_ended_threads_may_be_kept_for_ever_or_well_beyond_the_recency_gate(days: float) -> None:
    assert chosen_settings(keep_threads_days=days, recency_days=2).keep_threads_days == days


@pytest.mark.parametrize(("days", "gate"), [(1, 2), (8.9, 2), (30, 24)])
def test_ended_threads_are_not_dropped_soon_after_the_recency_gate(days: float, gate: float) -> None:
    with pytest.raises(
        BellwireError, match=rf"^setting keep_threads_days: 0 \(never\), or at least {gate + 7:g} days$"
    ):
        chosen_settings(keep_threads_days=days, recency_days=gate)


def test_what_the_environment_has_not_may_stand_in_a_file(tmp_path: Path) -> None:
    (tmp_path / "bellwire_ledger_url").write_text("postgresql+psycopg://bellwire:secret@db/bellwire\n")
    (tmp_path / "bellwire_desk_port").write_text("1234")
    code = "from bellwire.settings import Settings as S; print(S().ledger_url, S().desk_port)"
    environment = {**os.environ, "CREDENTIALS_DIRECTORY": str(tmp_path), "BELLWIRE_DESK_PORT": "4321"}
    said = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert said.stdout == "postgresql+psycopg://bellwire:secret@db/bellwire 4321\n"
