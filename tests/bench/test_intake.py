"""What a bench sends to see how fast intake is."""

from pathlib import Path

from bellwire.intake.folders import files_in
from bellwire.intake.pieces import Source
from bellwire.intake.unpacking import Limits
from bench.figures import How
from bench.intake import compare, items, lay_out


def test_each_form_holds_the_same_items(tmp_path: Path) -> None:
    copy = items(7)
    for path in lay_out(tmp_path, copy).values():
        found = [piece.data for file in files_in([str(path)]) for piece in Source(file, Limits(item=1_000_000))]
        assert found == copy


def test_each_way_has_a_row() -> None:
    names = [row.name for row in compare(items(5), How(rounds=1))]
    assert names == [
        f"intake, {way}" for way in ("read", "files: lines", "files: zip", "files: tar.gz", "files: folder")
    ]
