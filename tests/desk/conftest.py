"""A running desk."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kit.desks import Desk, running_desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with running_desk(tmp_path) as running:
        yield running
