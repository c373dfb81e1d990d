"""Of what is measured: which turns count, what the row says, which rows are kept."""

from pathlib import Path

import pytest

from bench import BENCHES
from bench.__main__ import main
from bench.figures import How, Pair, Row, alternate, compared, holds, kept, line, measured, percentile, signed


def test_the_first_turn_warms_up_and_either_side_goes_first_as_often() -> None:
    order: list[tuple[str, int]] = []

    def side(name: str) -> float:
        return float(len([one for one in order if one[0] == name]))

    def ours(turn: int) -> float:
        order.append(("ours", turn))
        return side("ours")

    def theirs(turn: int) -> float:
        order.append(("theirs", turn))
        return side("theirs")

    pair = alternate(ours, theirs, How(rounds=4))
    assert pair == Pair([2, 3, 4, 5], [2, 3, 4, 5])
    first = [order[at][0] for at in range(2, len(order), 2)]
    assert sorted(first) == ["ours", "ours", "theirs", "theirs"]


def test_a_comparison_is_the_median_of_the_ratios_of_each_turn() -> None:
    row = compared("x", Pair([10, 20, 90], [1, 10, 10]), "articles/s", "≥ 15")
    assert (row.ours, row.theirs, row.ratio, row.spread, row.holds) == (20, 10, 9, (2, 10), False)


def test_a_figure_alone_is_compared_with_its_goal() -> None:
    assert measured("x", [0.2, 0.3, 0.4], "s", "≤ 0.3").holds is True
    assert measured("x", [1], "s").holds is None


@pytest.mark.parametrize(("goal", "value", "is_so"), [("≥ 4", 4, True), ("≥ 4", 3.9, False), ("≤ 1.2", 1.3, False)])
def test_a_goal_is_a_bound(goal: str, value: float, is_so: bool) -> None:
    assert holds(goal, value) is is_so


def test_a_percentile_is_one_of_the_values() -> None:
    values = [float(n) for n in range(100)]
    assert percentile(values, 0.5) == 50
    assert percentile(values, 0.99) == 99


def test_rows_of_a_bench_take_the_place_of_those_that_it_gave_before(tmp_path: Path) -> None:
    path = tmp_path / "results.json"
    first = [signed(Row(name=name, ours=1.0), name) for name in ("start", "reading")]
    assert [row.name for row in kept(first, BENCHES, path)] == ["reading", "start"]
    kept([signed(Row(name="other", ours=2.0), "reading")], BENCHES, path)
    assert [row.name for row in kept([], BENCHES, path)] == ["other", "start"]


def test_a_missed_goal_is_told_in_the_table() -> None:
    row = compared("x", Pair([1], [2]), "ms", "≥ 15", "a note")
    assert line(row) == "| x (a note) | 1 ms | 2 | 0.5 (0.5–0.5) | ≥ 15 | **missed** |"


def test_a_bench_that_is_none_is_bad_use(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["speed"])
    assert ended.value.code == 2
    assert "no bench speed" in capsys.readouterr().err


def test_each_file_of_a_bench_is_listed_and_has_the_form() -> None:
    folder = Path(__file__).parents[2] / "bench"
    files = {path.stem for path in folder.glob("*.py") if "\ndef rows(how: How)" in path.read_text()}
    assert files == set(BENCHES)
