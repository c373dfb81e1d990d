"""What `make ablate` prints."""

from bench.ablate import table
from bench.mechanisms import MECHANISMS


def test_points_that_are_lost_without_a_mechanism_are_above_nought() -> None:
    base, without = {"open": {"kind": 0.8, "alert": 0.9}}, {"open": {"kind": 0.75, "alert": 0.9}}
    row = table("open", base, [(MECHANISMS[0], without)]).splitlines()[-1]
    assert row.startswith(f"| {MECHANISMS[0].name} | +5.0 |  |")


def test_no_two_mechanisms_have_one_name() -> None:
    assert len({mechanism.name for mechanism in MECHANISMS}) == len(MECHANISMS)
