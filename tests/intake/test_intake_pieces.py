"""Files and lines become pieces, gzip or not, and one that is too long is cut."""

from __future__ import annotations

import gzip
import io
from pathlib import Path

import pytest

from bellwire.errors import BellwireError
from bellwire.intake.folders import Found, missing
from bellwire.intake.pieces import Piece, Source, lines, whole_files
from bellwire.intake.unpacking import Limits


def written(path: Path, data: bytes) -> str:
    path.write_bytes(data)
    return str(path)


def test_a_file_is_a_piece(tmp_path: Path) -> None:
    path = written(tmp_path / "a", b"one\ntwo")
    assert list(whole_files([path], 100)) == [Piece(path, b"one\ntwo")]


def test_a_line_is_a_piece_with_its_number_and_blank_lines_are_none(tmp_path: Path) -> None:
    path = written(tmp_path / "a", b"one\r\n\n  \ntwo")
    assert list(lines([path], 100)) == [Piece(f"{path}:1", b"one"), Piece(f"{path}:4", b"two")]


LONG = b'{"a": "' + b"x" * 300_000 + b'"}'


@pytest.mark.parametrize("first", [b'{"a": 1', b"{", b'{"a": 1}', LONG], ids=["torn", "sign", "whole", "long"])
def test_lines_of_json_are_told_apart_whatever_the_first_of_them_is(first: bytes, tmp_path: Path) -> None:
    path = written(tmp_path / "a", b"\n".join((first, b'{"b": 1}', b"{torn", b'{"c": 1}', b"")))
    pieces = list(Source(Found(path, 0, 0), Limits(item=1_000)))
    assert [(piece.name, piece.data) for piece in pieces] == [
        (f"{path}:1", first[:1_000]),
        (f"{path}:2", b'{"b": 1}'),
        (f"{path}:3", b"{torn"),
        (f"{path}:4", b'{"c": 1}'),
    ]
    assert [piece.cut for piece in pieces] == [first is LONG, False, False, False]


@pytest.mark.parametrize(
    "data",
    [
        LONG,
        LONG[:-1] + b',\n"b": {}}',
        b'{"items": [' + b'{"a": 1}, ' * 20_000 + b'\n{"a": 1}]}',
        b'{"items": [\n{"a": 1},\n{"b": 1}\n]}',
    ],
    ids=["one line", "two", "list", "pretty"],
)
def test_json_over_several_lines_is_one_piece(data: bytes, tmp_path: Path) -> None:
    path = written(tmp_path / "a", data)
    for limit in (1_000, 1_000_000):
        found = [(piece.name, piece.data, piece.cut) for piece in Source(Found(path, 0, 0), Limits(item=limit))]
        assert found == [(path, data[:limit], len(data) > limit)]


MAIL = b"From a Sun Dec  4 21:30:00 2016\nSubject: x\n\nTroops came.\n\n"


def test_a_mail_of_a_mailbox_is_a_piece_with_its_number_and_one_over_the_limit_is_cut(tmp_path: Path) -> None:
    long = MAIL.replace(b"Troops", b"T" * 300_000)
    path = written(tmp_path / "a.gz", gzip.compress(MAIL + long + MAIL))
    pieces = list(Source(Found(path, 0, 0), Limits(item=1000)))
    assert [(piece.name, len(piece.data), piece.cut) for piece in pieces] == [
        (f"{path}#1", len(MAIL), False),
        (f"{path}#2", 1000, True),
        (f"{path}#3", len(MAIL), False),
    ]


def test_gzip_is_known_by_its_content(tmp_path: Path) -> None:
    path = written(tmp_path / "a.txt", gzip.compress(b"one\ntwo\n"))
    assert [piece.data for piece in lines([path], 100)] == [b"one", b"two"]
    assert [piece.data for piece in whole_files([path], 100)] == [b"one\ntwo\n"]


def test_a_name_that_says_gzip_does_not_make_it_gzip(tmp_path: Path) -> None:
    path = written(tmp_path / "a.gz", b"one")
    assert [piece.data for piece in lines([path], 100)] == [b"one"]


def test_a_file_over_the_limit_is_cut(tmp_path: Path) -> None:
    path = written(tmp_path / "a", b"x" * 11)
    assert list(whole_files([path], 10)) == [Piece(path, b"x" * 10, cut=True)]


def test_a_gzip_bomb_is_cut_at_the_limit(tmp_path: Path) -> None:
    path = written(tmp_path / "a", gzip.compress(bytes(50_000_000)))
    [piece] = whole_files([path], 1000)
    assert piece.cut and len(piece.data) == 1000


def test_a_line_over_the_limit_is_cut_and_the_next_is_whole(tmp_path: Path) -> None:
    path = written(tmp_path / "a", b"x" * 3_000_000 + b"\nshort\n")
    assert [(len(piece.data), piece.cut) for piece in lines([path], 10)] == [(10, True), (5, False)]


def test_a_line_of_exactly_the_limit_is_whole(tmp_path: Path) -> None:
    path = written(tmp_path / "a", b"x" * 10 + b"\n" + b"y" * 10)
    assert [piece.cut for piece in lines([path], 10)] == [False, False]


def test_broken_gzip_is_one_sentence_after_what_could_be_read(tmp_path: Path) -> None:
    path = written(tmp_path / "a", gzip.compress(b"one\n" * 100_000)[:-20])
    read = []
    with pytest.raises(BellwireError, match="broken gzip"):
        read.extend(lines([path], 100))


def test_a_dash_reads_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    class Stdin:
        buffer = io.BytesIO(gzip.compress(b"one\ntwo\n"))

    monkeypatch.setattr("sys.stdin", Stdin)
    assert list(lines(["-"], 100)) == [Piece("standard input:1", b"one"), Piece("standard input:2", b"two")]


def test_a_file_that_is_not_there_is_told_before_any_is_read(tmp_path: Path) -> None:
    there = written(tmp_path / "a", b"x")
    assert missing([there, "-"]) is None
    assert missing([there, str(tmp_path / "b")]) == f"{tmp_path / 'b'} does not exist"
    assert missing([str(tmp_path)]) == f"{tmp_path} is a directory"
