"""What README, docs/capacity.md and the picture make of what was measured."""

from pathlib import Path
from xml.etree import ElementTree

import msgspec
import pytest
import speed_tables
from load_picture import picture

from bench.figures import Pair, compared, measured
from bench.load import Point

ROWS = [
    compared("reading, mixed wire", Pair([200], [20]), "articles/s", "≥ 15"),
    *(measured(f"processor time an article, {part}", [30.0], "ms") for part in speed_tables.PARTS),
    *(measured(f"bytes an article on {topic}, mixed wire", [1000.0], "B") for topic in speed_tables.TOPICS),
    measured("bytes an article in the ledger, mixed wire", [2000.0], "B"),
    *(measured(f"ledger: {name}, one watcher", [200.0], "readings/s") for name in ("SQLite", "PostgreSQL")),
]
POINTS = [
    Point(processes=processes, offered=rate, done=min(rate, 30.0 * processes), reading_p50=0.05, reading_p99=0.3)
    for processes in (1, 2)
    for rate in (1, 10, 100)
]


@pytest.fixture(autouse=True)
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, found in (("RESULTS", ROWS), ("POINTS", POINTS)):
        (tmp_path / name).write_bytes(msgspec.json.encode(found))
        monkeypatch.setattr(speed_tables, name, tmp_path / name)


def test_rows_with_goals_are_told_missed_ones_too() -> None:
    assert "| reading, mixed wire | 200 articles/s | 20 | 10 (10–10) | ≥ 15 | **missed** |" in speed_tables.goals()
    assert "ledger" not in speed_tables.goals()


def test_what_a_rate_takes_is_worked_out_of_what_an_article_takes() -> None:
    lines = {
        cells[1].strip(): cells[2:5] for line in speed_tables.capacity().splitlines() if (cells := line.split("|"))
    }
    cores = [float(cell) for cell in lines["cores, 60% busy"]]
    assert cores == [0.1, 0.8, 7.5]  # 90 ms of 600 a second
    assert [int(cell) for cell in lines["pool processes"]] == [1, 1, 3]
    assert [float(cell) for cell in lines["topics, GB a day, one replica, not packed"]] == [0.43, 2.16, 21.6]


def test_what_was_not_measured_is_said(tmp_path: Path) -> None:
    (tmp_path / "RESULTS").write_bytes(msgspec.json.encode(ROWS[:1]))
    assert speed_tables.capacity() == "Not measured yet: 'processor time an article, pool process'."


def test_a_block_is_written_between_its_marks(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("before\n<!-- figures: load -->\nold\n<!-- end -->\nafter\n")
    made = speed_tables.with_figures(page.read_text())
    assert made.startswith("before\n<!-- figures: load -->\n| processes |") and made.endswith("\n<!-- end -->\nafter\n")
    assert "old" not in made and "| 2 | 100 | 60 | 0.05 | 0.3 | – | – |" in made


def test_the_picture_is_svg_with_a_line_for_each_of_three_and_both_sizes_of_the_pool() -> None:
    drawn = ElementTree.fromstring(picture())
    lines = [one for one in drawn if one.tag.endswith("polyline")]
    assert len(lines) == 2 + 2 * 3
    for one in lines:
        for pair in one.attrib["points"].split():
            x, y = map(float, pair.split(","))
            assert 0 <= x <= 900 and 0 <= y <= 360
