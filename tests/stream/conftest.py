"""A ledger of its own for each test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bellwire.ledger import Ledger
from kit.ledgers import ledger_in


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    opened = ledger_in(tmp_path / "ledger.db")
    yield opened
    opened.close()
