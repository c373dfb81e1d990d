"""A ledger in which the sender has begun: what is kept from now on is new to it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bellwire.ledger import Ledger, open_ledger
from kit.alerts import NOON


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    opened = open_ledger(f"sqlite:///{tmp_path / 'ledger.db'}")
    opened.sequence.take_turn("nobody", NOON, 0)
    yield opened
    opened.close()
