"""Bytes to text: UTF-8 as it should be, byte order marks, and encodings that have to be guessed."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from charset_normalizer import from_bytes

from coalition_data.errors import InputError

BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
"""The four bytes of UTF-32 before UTF-16, whose mark they begin with."""

BINARY_MAGIC = {
    b"\x89PNG\r\n": "a PNG picture",
    b"\xff\xd8\xff": "a JPEG picture",
    b"GIF87a": "a GIF picture",
    b"GIF89a": "a GIF picture",
    b"%PDF-": "a PDF file",
    b"PK\x03\x04": "a zip archive or Office document",
    b"PK\x05\x06": "an empty zip archive",
    b"\x1f\x8b": "gzip data",
    b"BZh9": "bzip2 data",
    b"\xfd7zXZ\x00": "xz data",
    b"\x28\xb5\x2f\xfd": "zstd data",
    b"7z\xbc\xaf\x27\x1c": "a 7z archive",
    b"Rar!\x1a\x07": "a RAR archive",
    b"\x7fELF": "a program",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": "an old Office document",
    b"SQLite format 3\x00": "an SQLite database",
    b"PAR1": "a Parquet file",
    b"OggS\x00": "an Ogg recording",
}

OTHER_TEXT = re.compile(rb"\s*(?:<!doctype html|<html\b|<\?xml|\{\\rtf\d)", re.IGNORECASE)
"""Text of another kind than plain text, told by its first characters."""

CANDIDATE_ENCODINGS = [
    "cp1252", "mac_roman", "cp1250", "cp1251", "cp1253", "cp1254", "cp1256", "koi8_r",
    "gb18030", "big5", "shift_jis", "euc_jp", "euc_kr",
]  # fmt: skip
"""What news pages were written in before UTF-8; a longer list makes guesses on short texts worse."""

WESTERN_SHARE_ASCII = 0.9
"""Above this share of ASCII a text in an 8-bit encoding is taken for Western European (Windows-1252), as browsers
do: the few other bytes are quotation marks, dashes and accents, too few to guess from."""

STRAY_BYTES_PER_THOUSAND = 2
"""So many undecodable bytes in otherwise valid UTF-8 are damage (a cut character), not another encoding."""

CONTROL_SHARE = 0.02
"""Above this share of control characters the content is not text."""

_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_BYTES_UNDEFINED_IN_CP1252 = frozenset(b"\x81\x8d\x8f\x90\x9d")


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text with the encoding it was read in.

    Attributes:
        text: without a byte order mark.
        encoding: Python's name of the encoding.
        remark: what a user should know (a guess, a damaged character); None where all was plain.
    """

    text: str
    encoding: str
    remark: str | None = None


def decode_text(data: bytes, name: str = "the input") -> Decoded:
    """Decode the bytes of a text file.

    Args:
        data: the bytes as read.
        name: the file's name, for messages.

    Raises:
        InputError: ``empty``, ``binary``, ``unsupported`` (HTML, XML, RTF) or ``unreadable``.
    """
    if not data.strip():
        raise InputError("empty", f"{name} is empty")
    decoded = _decode_marked(data, name) or _decode_unmarked(data, name)
    if not decoded.text.strip("\ufeff\u200b \t\r\n"):
        raise InputError("empty", f"{name} holds nothing but blanks")
    if len(_CONTROL.findall(decoded.text)) > CONTROL_SHARE * len(decoded.text):
        raise InputError("binary", f"{name} is no text: it is full of control characters")
    return decoded


def _decode_marked(data: bytes, name: str) -> Decoded | None:
    """Decode by the byte order mark, where there is one."""
    for mark, encoding in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            try:
                text = data.decode(encoding)
            except UnicodeDecodeError as error:
                raise InputError("unreadable", f"{name} begins like {encoding} but is not: {error.reason}") from error
            return Decoded(text, encoding, None if encoding == "utf-8-sig" else f"decoded as {encoding}")
    return None


def _decode_unmarked(data: bytes, name: str) -> Decoded:
    for magic, kind in BINARY_MAGIC.items():
        if data.startswith(magic):
            raise InputError("binary", f"{name} is {kind}, not text")
    if OTHER_TEXT.match(data):
        raise InputError("unsupported", f"{name} is markup, not plain text", "save the article's text, without markup")
    if b"\x00" in data:
        return _decode_wide(data, name)
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        return _decode_damaged(data) or _decode_guessed(data, name)


def _decode_wide(data: bytes, name: str) -> Decoded:
    """UTF-16 without a mark: in Western text every other byte is NUL."""
    even, odd = data[::2].count(0), data[1::2].count(0)
    encoding = "utf-16-le" if odd > even else "utf-16-be"
    if min(even, odd) * 20 <= max(even, odd) and max(even, odd) * 4 > len(data):
        try:
            return Decoded(data.decode(encoding), encoding, f"decoded as {encoding}, guessed from its NUL bytes")
        except UnicodeDecodeError:
            pass
    raise InputError("binary", f"{name} is no text: it holds NUL bytes")


def _decode_damaged(data: bytes) -> Decoded | None:
    """UTF-8 with a few broken characters; None where it is rather another encoding."""
    text = data.decode("utf-8", errors="replace")
    damaged = text.count("\ufffd") - data.count("\ufffd".encode())
    intact = sum(character > "\x7f" and character != "\ufffd" for character in text)
    if intact <= damaged or damaged * 1000 > STRAY_BYTES_PER_THOUSAND * max(len(data), 1000):
        return None
    return Decoded(text, "utf-8", f"UTF-8 with {damaged} damaged characters, shown as U+FFFD")


def _decode_guessed(data: bytes, name: str) -> Decoded:
    """Text in an 8-bit or East Asian encoding."""
    beyond = [byte for byte in data if byte > 0x7F]
    if len(beyond) <= (1 - WESTERN_SHARE_ASCII) * len(data) and _BYTES_UNDEFINED_IN_CP1252.isdisjoint(beyond):
        return Decoded(data.decode("cp1252"), "cp1252", "not UTF-8; decoded as cp1252")
    best = from_bytes(data, cp_isolation=CANDIDATE_ENCODINGS).best()
    if best is None:
        raise InputError("unreadable", f"{name} is not UTF-8 and its encoding cannot be told", "save it as UTF-8")
    return Decoded(str(best), best.encoding, f"not UTF-8; decoded as {best.encoding}, a guess")
