"""A ledger in which the sender has begun: what is kept from now on is new to it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bellwire.ledger import Ledger
from kit.alerts import NOON
from kit.ledgers import ledger_in


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    opened = ledger_in(tmp_path / "ledger.db")
    opened.sequence.take_turn("nobody", NOON, 0)
    yield opened
    opened.close()
