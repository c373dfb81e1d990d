"""What bytes are that are no copy: documents, pictures, archives, programs, by how they begin."""

from __future__ import annotations

#: (offset, bytes, what has them there). Source: the formats' own specifications.
_SIGNATURES = (
    (0, b"%PDF-", "a PDF document"),
    (0, b"{\\rtf", "an RTF document"),
    (0, b"%!PS", "a PostScript document"),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an Office document or Outlook message of the old kind"),
    (0, b"\x1f\x8b", "gzip data that is still packed"),
    (0, b"\xfd7zXZ\x00", "xz data that is still packed"),
    (0, b"\x28\xb5\x2f\xfd", "zstandard data that is still packed"),
    (0, b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (0, b"Rar!\x1a\x07", "a RAR archive"),
    (257, b"ustar", "a tar archive"),
    (0, b"\xff\xd8\xff", "a JPEG picture"),
    (0, b"\x89PNG\r\n\x1a\n", "a PNG picture"),
    (0, b"GIF87a", "a GIF picture"),
    (0, b"GIF89a", "a GIF picture"),
    (0, b"II*\x00", "a TIFF picture"),
    (0, b"MM\x00*", "a TIFF picture"),
    (8, b"WEBPVP8", "a WebP picture"),
    (8, b"WAVEfmt ", "a WAV recording"),
    (8, b"AVI LIST", "an AVI film"),
    (0, b"ID3\x02", "an MP3 recording"),
    (0, b"ID3\x03", "an MP3 recording"),
    (0, b"ID3\x04", "an MP3 recording"),
    (0, b"OggS\x00", "an Ogg recording"),
    (0, b"fLaC\x00", "a FLAC recording"),
    (4, b"ftyp", "an MP4 or QuickTime film"),
    (0, b"\x1aE\xdf\xa3", "a Matroska or WebM film"),
    (0, b"\x7fELF", "a program"),
    (0, b"MZ\x90\x00", "a program"),
    (0, b"SQLite format 3\x00", "a SQLite database"),
    (0, b"-----BEGIN PGP MESSAGE", "a message encrypted with PGP"),
)  # fmt: skip
_BZIP2 = (b"BZh", b"1AY&SY")
_ZIP = b"PK\x03\x04"
#: Bytes of a zip archive's beginning that tell what it holds.
_ZIPPED = (
    (b"word/", "a Word document"),
    (b"xl/", "an Excel workbook"),
    (b"ppt/", "a PowerPoint presentation"),
    (b"mimetypeapplication/vnd.oasis.opendocument.", "an OpenDocument file"),
    (b"mimetypeapplication/epub", "an EPUB book"),
)
_LOOKED_AT = 4096
#: Controls that text, or teletype copy, may have.
_TEXTUAL = frozenset(b"\t\n\v\f\r\x1a\x1b")
_BINARY_SHARE = 0.05
#: Nulls of the beginning beyond which it is no transmission either, though machines fill pauses with them.
_NULL_SHARE = 0.1
_WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")


def kind_of(data: bytes) -> str | None:
    """What these bytes are, as in "a PDF document"; None where they may be copy."""
    for offset, signature, name in _SIGNATURES:
        if data.startswith(signature, offset):
            return name
    if data.startswith(_BZIP2[0]) and data.startswith(_BZIP2[1], 4):
        return "bzip2 data that is still packed"
    if data.startswith(_ZIP):
        start = data[:_LOOKED_AT]
        return next((name for mark, name in _ZIPPED if mark in start), "a zip archive")
    return None


def is_binary(data: bytes) -> bool:
    """Whether more of the beginning is control characters than any text has."""
    start = data[:_LOOKED_AT]
    controls = sum(byte < 0x20 and byte not in _TEXTUAL for byte in start)
    return controls > _BINARY_SHARE * len(start)


def is_program_data(data: bytes) -> bool:
    """Whether nulls are scattered over the beginning, as in what programs store: neither a transmission's pauses, which
    are in one place, nor Unicode of two or four bytes a character."""
    start = data[:_LOOKED_AT]
    nulls = start.strip(b"\0").count(0)
    if nulls <= _NULL_SHARE * len(start) or start.startswith(_WIDE_MARKS):
        return False
    return min(start[::2].count(0), start[1::2].count(0)) > _NULL_SHARE * nulls
