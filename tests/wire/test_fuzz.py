"""Damaged copy of every format, and copy that grows from its words, is read or refused with a reason: nothing else, and
soon.

`make test` tries 10,000 inputs, the same each time; `make fuzz` a million (BELLWIRE_FUZZ: inputs of each format,
BELLWIRE_FUZZ_SEED), then what coverage leads to (`fuzz_targets.py`).
"""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings

from kit.damage import damaged, grown
from kit.fuzzed import COPIES, real_samples, tried

INPUTS = int(os.environ.get("BELLWIRE_FUZZ", "0"))
SEED = int(os.environ.get("BELLWIRE_FUZZ_SEED", "1"))
#: Real samples take longer than the story in each format: only where time is no matter.
REAL = real_samples() if INPUTS else {}
#: Inputs of each format.
_WANTED = INPUTS or -(-10_000 // len(COPIES))
_TURNS = 5
_SETTINGS = settings(
    max_examples=-(-_WANTED * 3 // 10),  # Each is an input that grew, or several stages of damage: 3.5 on average.
    derandomize=not INPUTS,
    database=None,
    deadline=None,
    phases=(Phase.generate, Phase.shrink),
    suppress_health_check=list(HealthCheck),
)


@pytest.mark.parametrize("name", [*COPIES, *REAL])
def test_damaged_or_grown_copy_is_read_or_refused(name: str) -> None:
    copies, count = REAL.get(name) or COPIES[name], 0

    @_SETTINGS
    @given(damaged(copies) if name in REAL else damaged(copies) | grown(copies))
    def run(inputs: list[bytes] | bytes) -> None:
        nonlocal count
        for data in [inputs] if isinstance(inputs, bytes) else inputs:
            count += 1
            tried(data)

    if not INPUTS:
        run()
    for turn in range(_TURNS):  # How many inputs an example is, chance tells: what is short of the number is tried on.
        if count < _WANTED and INPUTS:
            seed(SEED + turn)(run)()
    assert count >= _WANTED
