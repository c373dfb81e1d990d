"""What all tests share: how numpy counts, and their order. In each process what takes longest comes first, or it would
be left alone with it at the end while the others have nothing more to do."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from bellwire.processes import multiply_in_one_thread

multiply_in_one_thread()  # As the commands do, and before numpy is loaded.

#: Modules that take long, mostly waiting; how many of their tests stay together (0: all).
LONG = {
    "chaos/test_faults.py": 2,
    "chaos/test_killed_workers.py": 0,
    "browser/test_browser_system.py": 0,
    "contract/test_delivery.py": 0,
    "contract/test_lane.py": 0,
    "contract/test_other_clients.py": 0,
    "contract/test_scaling.py": 0,
    "gold/test_levels.py": 0,
    "stream/test_worker.py": 0,
    "stream/test_resend.py": 0,
    "watch/test_watch_bounds.py": 0,
}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Deal the long ones out to the processes of pytest-xdist, which gives each an equal run of the list."""
    processes = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    piles: list[list[pytest.Item]] = [[] for _ in range(processes)]
    for number, some in enumerate(_long(items)):
        piles[number % processes] += some
    dealt = {item for pile in piles for item in pile}
    rest = [item for item in items if item not in dealt]
    share = -(-len(items) // processes)
    for pile in piles:
        room = max(0, share - len(pile))
        pile += rest[:room]
        del rest[:room]
    items[:] = [item for pile in piles for item in pile] + rest


def _long(items: list[pytest.Item]) -> Iterator[list[pytest.Item]]:
    for name, together in LONG.items():
        some = [item for item in items if item.path.as_posix().endswith(f"tests/{name}")]
        size = together or max(1, len(some))
        yield from (some[at : at + size] for at in range(0, len(some), size))
