"""When a file of the drop folder is complete, and may go out."""

from __future__ import annotations

import pytest
from drops import put

from bellwire.intake.directory import PATIENCE_SECONDS, Settling
from bellwire.intake.drop_folder import DropFolder


def test_a_file_is_complete_when_it_has_not_changed_for_the_quiet_time() -> None:
    settling = Settling(1.0)
    assert settling.look({"a": (5, 1, 7)}, 0.0) == []
    assert settling.look({"a": (9, 1, 7)}, 0.5) == []
    assert settling.look({"a": (9, 1, 7)}, 1.25) == []
    assert settling.look({"a": (9, 1, 7)}, 1.5) == ["a"]


def test_a_file_that_went_and_came_settles_anew() -> None:
    settling = Settling(1.0)
    settling.look({"a": (5, 1, 7)}, 0.0)
    settling.look({}, 0.5)
    assert settling.look({"a": (5, 1, 7)}, 1.5) == []


def test_a_file_that_may_not_be_whole_waits_longer() -> None:
    settling = Settling(1.0, {"a"}.__contains__)
    stamps = {"a": (0, 1, 7), "b": (1, 2, 7)}
    assert settling.look(stamps, 0.0) == []
    assert settling.look(stamps, PATIENCE_SECONDS - 1) == ["b"]
    assert settling.look(stamps, PATIENCE_SECONDS) == ["a", "b"]


@pytest.mark.parametrize(
    ("data", "unfinished"),
    [
        (b"", True),
        (b" \n", True),
        (b'<?xml version="1.0"?><nitf><head', True),
        (b'{"uri": "a",', True),
        (b'[{"uri": "a"}', True),
        (b'[{"uri": "a"},', True),
        (b"<nitf></nitf>\n", False),
        (b'\xef\xbb\xbf{"uri": "a"}\r\n', False),
        (b"ALEPPO (AP) - Troops", False),
        (b"\x1f\x8b", False),
    ],
)
def test_a_file_that_ends_within_xml_or_json_looks_unfinished(drop: DropFolder, data: bytes, unfinished: bool) -> None:
    (drop.folder / "a").write_bytes(data)
    assert drop.looks_unfinished("a") is unfinished
    assert drop.looks_unfinished("gone") is False


def test_complete_files_go_out_oldest_first() -> None:
    settling = Settling(0.0)
    assert settling.look({"b": (1, 10, 7), "a": (1, 30, 7), "c": (1, 20, 7)}, 0.0) == ["b", "c", "a"]


def test_unfinished_names_links_and_folders_are_left(drop: DropFolder) -> None:
    whole = put(drop, "a.json")
    for name in (".hidden", "b.tmp", "c.part"):
        put(drop, name)
    (drop.folder / "link").symlink_to(whole)
    (drop.folder / "folder").mkdir()
    assert set(drop.stamps()) == {"a.json"}
