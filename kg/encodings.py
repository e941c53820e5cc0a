"""Finds the encoding of a file and decodes it: by its byte-order mark, as UTF-8, else by a guess.

Receives bytes; returns a text.
"""

from __future__ import annotations

import contextlib

from kg.errors import InputError

ENCODINGS = ["cp1252", "latin_1", "cp1251", "cp1250", "shift_jis", "gb18030"]
"""Those that are tried where UTF-8 fails."""


def decode_text(data: bytes) -> str:
    """Return the text of a file without its byte-order mark.

    Raises:
        InputError: it is empty, or binary, or in no encoding known.
    """
    encoding = encoding_of_mark(data)
    if encoding is None and 0 in data:
        encoding = _wide_encoding_of(data)
    try:
        text = data.decode(encoding or "utf-8")
    except UnicodeDecodeError:
        if encoding:
            raise InputError(f"is not {encoding} although it begins so") from None
        text = data.decode(guess_encoding(data))
    if not text.strip():
        raise InputError("is empty")
    return text


def encoding_of_mark(data: bytes) -> str | None:
    """Return the codec that reads the byte-order mark away, None where there is no mark."""
    if data.startswith(b"\xef\xbb\xbf"):
        return "utf-8-sig"
    if data.startswith((b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff")):
        return "utf-32"
    return "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else None


def _wide_encoding_of(data: bytes) -> str:
    """Return UTF-16 for text in it without a mark: every second byte of English is zero."""
    for first, codec in ((0, "utf-16-be"), (1, "utf-16-le")):
        zeros, others = data[first::2].count(0), data[1 - first :: 2].count(0)
        if not others and len(data) % 2 == 0 and zeros > 0.4 * len(data):
            return codec
    raise InputError("is binary, not text")


def guess_encoding(data: bytes) -> str:
    """Return the encoding of a text that is not UTF-8.

    Raises:
        InputError: it is binary, or in no encoding known.
    """
    if sum(byte < 32 and byte not in b"\t\n\r\f\v" for byte in data) > len(data) / 100:
        raise InputError("is binary, not text")
    # English with an accent or a curly quote here and there gives a guesser too little to go by.
    if sum(byte > 127 for byte in data) < 0.1 * len(data) or len(data) < 64:
        with contextlib.suppress(UnicodeDecodeError):
            data.decode("cp1252")
            return "cp1252"
    from charset_normalizer import from_bytes

    best = from_bytes(data, cp_isolation=ENCODINGS).best()
    if best is None:
        raise InputError("is text in no encoding known; save it as UTF-8")
    return best.encoding
