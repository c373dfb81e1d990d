"""Zip, tar and packed files give the pieces in them; what is hostile in them is refused with a reason."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import os
import stat
import struct
import tarfile
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bellwire.intake.folders import Found, files_in
from bellwire.intake.pieces import Piece, Source
from bellwire.intake.unpacking import Limits

LIMITS = Limits(item=1000)
FILES = {"a.xml": b"<a/>", "deep/b.json": b"{}"}


def zipped(files: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def tarred(files: Mapping[str, bytes], format: int = tarfile.PAX_FORMAT) -> bytes:
    return tar_of(*(tar_member(name, data) for name, data in files.items()), format=format)


def tar_member(name: str, data: bytes = b"", kind: bytes = tarfile.REGTYPE, link: str = "") -> tuple:  # type: ignore[type-arg]
    info = tarfile.TarInfo(name)
    info.type, info.linkname, info.size = kind, link, len(data)
    return info, data


def tar_of(*members: tuple, format: int = tarfile.PAX_FORMAT) -> bytes:  # type: ignore[type-arg]
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=format) as archive:
        for info, data in members:
            archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


def pieces(folder: Path, data: bytes, limits: Limits = LIMITS, *, jsonl: bool = False) -> list[Piece]:
    """The pieces of a file of these bytes, called "f"."""
    path = folder / "f"
    path.write_bytes(data)
    [file] = files_in([str(path)])
    return [
        Piece(piece.name.removeprefix(f"{folder}/"), piece.data, piece.cut, piece.refused)
        for piece in Source(file, limits, jsonl=jsonl)
    ]


def refusals(found: list[Piece]) -> dict[str, str]:
    return {piece.name: piece.refused for piece in found if piece.refused}


WHOLE = [Piece("f/a.xml", b"<a/>"), Piece("f/deep/b.json", b"{}")]
PACKINGS: list[Callable[[bytes], bytes]] = [gzip.compress, bz2.compress, lzma.compress, lambda data: data]


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2])
def test_a_zip_gives_its_files(tmp_path: Path, method: int) -> None:
    assert pieces(tmp_path, zipped(FILES, method)) == WHOLE


@pytest.mark.parametrize("format", [tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT])
@pytest.mark.parametrize("pack", PACKINGS, ids=["gz", "bz2", "xz", "plain"])
def test_a_tar_gives_its_files_however_it_is_packed(
    tmp_path: Path, pack: Callable[[bytes], bytes], format: int
) -> None:
    assert pieces(tmp_path, pack(tarred(FILES, format))) == WHOLE


def test_a_tar_of_before_the_standard_is_one(tmp_path: Path) -> None:
    old = bytearray(tarred({"a.xml": b"<a/>"}, tarfile.USTAR_FORMAT))
    old[257:265] = bytes(8)
    old[148:156] = b" " * 8
    old[148:156] = f"{sum(old[:512]):06o}\0 ".encode()
    assert pieces(tmp_path, bytes(old)) == [Piece("f/a.xml", b"<a/>")]


@pytest.mark.parametrize("pack", PACKINGS[:3], ids=["gz", "bz2", "xz"])
def test_a_packed_file_is_the_piece_in_it_though_it_was_packed_in_parts(
    tmp_path: Path, pack: Callable[[bytes], bytes]
) -> None:
    assert pieces(tmp_path, pack(b"<a") + pack(b"/>")) == [Piece("f", b"<a/>")]


def test_long_names_are_read(tmp_path: Path) -> None:
    name = "/".join(["folder" * 5] * 5)
    for format in (tarfile.GNU_FORMAT, tarfile.PAX_FORMAT):
        [piece] = pieces(tmp_path, tarred({name: b"x"}, format))
        assert piece.data == b"x" and piece.name == f"f/{name}"


@pytest.mark.parametrize(
    "inner", [zipped, tarred, lambda files: gzip.compress(tarred(files))], ids=["zip", "tar", "tgz"]
)
@pytest.mark.parametrize("outer", [zipped, tarred], ids=["in-zip", "in-tar"])
def test_an_archive_in_an_archive_is_opened(
    tmp_path: Path, inner: Callable[[Mapping[str, bytes]], bytes], outer: Callable[[Mapping[str, bytes]], bytes]
) -> None:
    assert pieces(tmp_path, outer({"in": inner({"a.xml": b"<a/>"}), "z": b"z"})) == [
        Piece("f/in/a.xml", b"<a/>"),
        Piece("f/z", b"z"),
    ]


def test_an_archive_in_that_is_not(tmp_path: Path) -> None:
    found = pieces(tmp_path, zipped({"b": zipped({"c": zipped(FILES), "d": b"d"})}))
    assert refusals(found) == {"f/b/c": "it is an archive in an archive in an archive"}
    assert [piece.data for piece in found if not piece.refused] == [b"d"]


def test_a_packed_file_in_an_archive_is_unpacked_and_one_packed_twice_is_not(tmp_path: Path) -> None:
    once = gzip.compress(b"<a/>")
    found = pieces(tmp_path, tarred({"a.gz": once, "b.gz": gzip.compress(once)}))
    assert found == [Piece("f/a.gz", b"<a/>"), Piece("f/b.gz", refused="it is packed twice")]


@pytest.mark.parametrize("wrap", [zipped, tarred], ids=["zip", "tar"])
@pytest.mark.parametrize("name", ["../a", "deep/../../a", "..\\a", "/etc/a", "\\a", "C:\\a", "c:a"])
def test_a_name_that_leads_elsewhere_is_refused(
    tmp_path: Path, wrap: Callable[[Mapping[str, bytes]], bytes], name: str
) -> None:
    found = pieces(tmp_path, wrap({name: b"x", "b": b"y"}))
    assert [piece.data for piece in found] == [b"", b"y"]
    assert "absolute" in found[0].refused or "out of the archive" in found[0].refused


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE])
def test_links_in_a_tar_are_refused(tmp_path: Path, kind: bytes) -> None:
    found = pieces(tmp_path, tar_of(tar_member("a", b"x"), tar_member("b", kind=kind, link="a")))
    assert refusals(found) == {"f/b": "it is a link"}


@pytest.mark.parametrize("kind", [tarfile.CHRTYPE, tarfile.BLKTYPE, tarfile.FIFOTYPE, b"Z"])
def test_devices_in_a_tar_are_refused(tmp_path: Path, kind: bytes) -> None:
    found = pieces(tmp_path, tar_of(tar_member("b", kind=kind), tar_member("c", b"x")))
    assert refusals(found) == {"f/b": "it is a device or another thing that is no file"}
    assert found[-1] == Piece("f/c", b"x")


@pytest.mark.parametrize(("mode", "says"), [(stat.S_IFLNK, "a link"), (stat.S_IFCHR, "a device")])
def test_links_and_devices_in_a_zip_are_refused(tmp_path: Path, mode: int, says: str) -> None:
    out, info = io.BytesIO(), zipfile.ZipInfo("a")
    info.external_attr = (mode | 0o777) << 16
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(info, "/etc/passwd")
    [piece] = pieces(tmp_path, out.getvalue())
    assert says in piece.refused and piece.data == b""


def test_an_encrypted_member_says_what_to_do_and_the_others_are_read(tmp_path: Path) -> None:
    data = bytearray(zipped({"a": b"secret", "b": b"open"}))
    for magic, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(magic) + flags] |= 1
    found = pieces(tmp_path, bytes(data))
    assert refusals(found) == {"f/a": "it is encrypted: unpack it with its password, and send what was in it"}
    assert found[1] == Piece("f/b", b"open")


def test_a_method_that_is_not_read_is_named(tmp_path: Path) -> None:
    assert "method" in pieces(tmp_path, zipped(FILES, zipfile.ZIP_LZMA))[0].refused


def test_folders_and_what_is_hidden_are_passed_over(tmp_path: Path) -> None:
    hidden = {".git/config": b"x", "__MACOSX/a": b"x", "deep/._a": b"x", "deep/": b""}
    assert pieces(tmp_path, zipped({**hidden, **FILES})) == WHOLE


def test_a_broken_member_of_a_zip_costs_no_other(tmp_path: Path) -> None:
    data = bytearray(zipped({"a": b"x" * 100, "b": b"y"}, zipfile.ZIP_STORED))
    data[data.index(b"xxx")] = 0
    found = pieces(tmp_path, bytes(data))
    assert "broken" in refusals(found)["f/a"]
    assert found[1] == Piece("f/b", b"y")


@pytest.mark.parametrize("left", [700, 1024, 1536, 2000])
@pytest.mark.parametrize("pack", PACKINGS, ids=["gz", "bz2", "xz", "plain"])
def test_a_tar_that_is_cut_off_says_so_after_what_could_be_read(
    tmp_path: Path, pack: Callable[[bytes], bytes], left: int
) -> None:
    whole = tarred({"a": b"x" * 100, "b": b"y" * 600}, tarfile.USTAR_FORMAT)
    found = pieces(tmp_path, pack(whole[:left]))
    assert found[0] == Piece("f/a", b"x" * 100)
    assert found[-1].refused


def test_packed_bytes_that_are_cut_off_are_refused(tmp_path: Path) -> None:
    for pack in PACKINGS[:3]:
        [piece] = pieces(tmp_path, pack(os.urandom(500))[:-20])
        assert "broken" in piece.refused


def test_a_header_in_the_midst_of_a_tar_that_is_broken_is_told(tmp_path: Path) -> None:
    data = bytearray(tarred({"a": b"x", "b": b"y"}, tarfile.USTAR_FORMAT))
    data[1024:1100] = b"?" * 76
    found = pieces(tmp_path, bytes(data))
    assert found[0] == Piece("f/a", b"x")
    assert "cut off or broken" in found[1].refused


@pytest.mark.parametrize("pack", PACKINGS[:3], ids=["gz", "bz2", "xz"])
def test_a_bomb_of_one_file_is_cut_at_the_limit_of_an_item(tmp_path: Path, pack: Callable[[bytes], bytes]) -> None:
    [piece] = pieces(tmp_path, pack(bytes(40_000_000)))
    assert piece.cut and len(piece.data) == 1000


@pytest.mark.parametrize("pack", PACKINGS[:3], ids=["gz", "bz2", "xz"])
def test_a_bomb_of_lines_ends_at_the_ratio(tmp_path: Path, pack: Callable[[bytes], bytes]) -> None:
    found = pieces(tmp_path, pack(bytes(60_000_000)), jsonl=True)
    assert "times its size" in found[-1].refused


def test_a_bomb_of_many_members_ends_at_the_ratio(tmp_path: Path) -> None:
    found = pieces(tmp_path, gzip.compress(tarred({str(n): bytes(5_000_000) for n in range(20)})))
    assert 0 < len(found) < 20
    assert found[-1].name == "f" and "200 times its size" in found[-1].refused


def test_a_zip_whose_members_share_their_bytes_ends_at_the_ratio(tmp_path: Path) -> None:
    data = zipped({"0": bytes(999)})
    start, end = data.index(b"PK\x01\x02"), data.index(b"PK\x05\x06")
    entries = data[start:end] * 60_000
    tail = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 60_000, 60_000, len(entries), start, 0)
    found = pieces(tmp_path, data[:start] + entries + tail, Limits(item=1000, ratio=10.0))
    assert "10 times its size" in found[-1].refused


def test_unpacked_bytes_and_members_have_limits(tmp_path: Path) -> None:
    files = {str(number): os.urandom(1000) for number in range(9)}
    for wrap in (zipped, lambda files: gzip.compress(tarred(files))):
        assert "5,000 bytes" in pieces(tmp_path, wrap(files), Limits(item=1000, unpacked=5000))[-1].refused
        found = pieces(tmp_path, wrap(files), Limits(item=1000, members=5))
        assert len(found) == 6 and "more than 5 members" in found[-1].refused


def test_a_directory_of_a_zip_that_is_too_long_is_not_read(tmp_path: Path) -> None:
    data = zipped({f"{number}{'n' * 3000}": b"" for number in range(100)})
    [piece] = pieces(tmp_path, data, Limits(item=1000, members=100))
    assert "directory" in piece.refused


def test_a_tar_header_that_is_too_long_is_not_read(tmp_path: Path) -> None:
    info, data = tar_member("a", b"x")
    info.pax_headers = {"comment": "c" * 100_000}
    [piece] = pieces(tmp_path, tar_of((info, data)))
    assert "header" in piece.refused


def test_a_tar_header_full_of_digits_takes_no_time(tmp_path: Path) -> None:
    info, data = tar_member("a", b"x")
    info.pax_headers = {"comment": "1" * 15_000}
    [piece] = pieces(tmp_path, tar_of((info, data)))
    assert "digits" in piece.refused


def test_headers_of_headers_without_end_are_not_followed(tmp_path: Path) -> None:
    [header] = [tarred({"a": b""}, tarfile.USTAR_FORMAT)[:512]]
    long = bytearray(header)
    long[156:157] = b"L"
    long[148:156] = b" " * 8
    long[148:156] = f"{sum(long):06o}\0 ".encode()
    assert pieces(tmp_path, bytes(long) * 5000)[0].refused


def test_archives_that_are_not_read_are_named(tmp_path: Path) -> None:
    assert pieces(tmp_path, b"Rar!\x1a\x07\x00") == [Piece("f", refused="it is packed by RAR, which is not read")]


def test_names_move_no_cursor_and_end(tmp_path: Path) -> None:
    found = pieces(tmp_path, zipped({"a\x1b[2J\n": b"x", "n" * 5000: b"y"}))
    assert found[0].name == "f/a\ufffd[2J\ufffd"
    assert len(found[1].name) == 240


def test_lines_of_json_are_known_by_their_content(tmp_path: Path) -> None:
    data = b'{"a": 1}\r\n\n{"b": 2}\n'
    assert [piece.name for piece in pieces(tmp_path, zipped({"a": data, "b": b'{\n"a":\n{}}'}))] == [
        "f/a:1",
        "f/a:3",
        "f/b",
    ]


@pytest.mark.parametrize("wrap", [zipped, tarred], ids=["zip", "tar"])
def test_standard_input_may_be_an_archive(
    wrap: Callable[[Mapping[str, bytes]], bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Stdin:
        buffer = io.BytesIO(gzip.compress(wrap(FILES)))

    monkeypatch.setattr("sys.stdin", Stdin)
    assert [piece.data for piece in Source(Found("-"), LIMITS)] == list(FILES.values())


SEEDS = [zipped(FILES), tarred(FILES), gzip.compress(tarred(FILES)), bz2.compress(b"x"), lzma.compress(tarred(FILES))]


@given(
    st.sampled_from(SEEDS), st.lists(st.tuples(st.integers(0, 4000), st.binary(max_size=8)), max_size=6), st.booleans()
)
def test_any_damage_gives_pieces_and_never_raises(
    tmp_path_factory: pytest.TempPathFactory, seed: bytes, damage: list[tuple[int, bytes]], jsonl: bool
) -> None:
    data = bytearray(seed)
    for at, put in damage:
        data[at % len(data) : at % len(data) + len(put)] = put
    for piece in pieces(tmp_path_factory.getbasetemp(), bytes(data), jsonl=jsonl):
        assert len(piece.data) <= LIMITS.item and not (piece.refused and piece.data)
