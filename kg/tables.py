"""Writes tables that every spreadsheet and program reads alike: rows of cells in, CSV out.

Reference: RFC 4180, "Common Format and MIME Type for CSV Files", https://www.rfc-editor.org/rfc/rfc4180
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\n")


def format_rows(rows: Iterable[Iterable[object]]) -> str:
    """Return the rows as CSV, each ended by CRLF; line breaks within a cell become line feeds.

    Text that a spreadsheet would run as a formula gets an apostrophe in front; numbers are left as they are.

    Example:
        >>> format_rows([["name", "change"], ["=1+1", -2.5]])
        "name,change\\r\\n'=1+1,-2.5\\r\\n"
    """
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows([_to_cell(value) for value in row] for row in rows)
    return out.getvalue()


def _to_cell(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if not isinstance(value, str):
        return "" if value is None else str(value)
    text = value.replace("\r\n", "\n").replace("\r", "\n")
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text
