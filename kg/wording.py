"""How texts from anywhere are shown to people: on one line, with nothing in them that would steer a terminal.

Receives texts and returns texts. What people type is found by `key_of`, or by what is nearest.
"""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterable


def visible(text: str) -> str:
    """Return a text of the same length on one line; what would steer a terminal becomes U+FFFD."""
    return "".join(c if c.isprintable() else " " if c.isspace() else "\ufffd" for c in text)


def one_line(text: str) -> str:
    """Return a text with single spaces, and nothing that would steer a terminal."""
    return visible(" ".join(text.split()))


def quote(text: str) -> str:
    """Return a text on one line in quotation marks."""
    return repr(one_line(text))


def width_of(text: str) -> int:
    """Return the columns that a text takes on a terminal."""
    wide = sum(unicodedata.east_asian_width(c) in "WF" for c in text)
    return len(text) + wide - sum(unicodedata.combining(c) != 0 for c in text)


def count_of(number: int, noun: str) -> str:
    """Return a number with its noun: "1 statement", "1,200 entities"."""
    plural = f"{noun[:-1]}ies" if noun.endswith("y") else f"{noun}s"
    return f"{number:,} {noun if number == 1 else plural}"


def key_of(text: str) -> str:
    """Return what a name is compared by: neither case nor white space counts."""
    return " ".join(text.split()).casefold()


def ask_nearest(text: str, names: Iterable[str]) -> str:
    """Return a question with the names nearest to a text, "" if none is near."""
    by_key = {key_of(name): one_line(name) for name in sorted(set(names), reverse=True)}
    found = difflib.get_close_matches(key_of(text)[:200], sorted(by_key), n=3, cutoff=0.5)
    return f"did you mean {' or '.join(by_key[key] for key in found)}?" if found else ""
