"""What `make bench` sends to see how fast intake is, and what it prints."""

import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).resolve().parents[2] / "bench"))
from bellwire.intake.folders import files_in
from bellwire.intake.pieces import Limits, Source
from intake import compare, items, lay_out


def test_each_form_holds_the_same_items(tmp_path: Path) -> None:
    copy = items(7)
    for path in lay_out(tmp_path, copy).values():
        found = [piece.data for file in files_in([str(path)]) for piece in Source(file, Limits(item=1_000_000))]
        assert found == copy


def test_a_row_a_way_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    compare(items(5), rounds=1)
    rows = [line.split(" | ")[0] for line in capsys.readouterr().out.splitlines()]
    assert rows == [
        f"| {way}" for way in ("json.loads", "read", "files: lines", "files: zip", "files: tar.gz", "files: folder")
    ]
