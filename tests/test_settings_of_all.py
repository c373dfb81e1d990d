"""Values that settings refuse, in one line each."""

from __future__ import annotations

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
