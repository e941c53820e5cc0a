"""Ways to write one name: the key under which they are equal, and the singular of a key.

Receives a name as written; returns its normal form, by which tables and names of articles are compared.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache

_UNDECOMPOSED = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h"}
)
_APOSTROPHES = "'’‘ʼʻ`´"
POSSESSIVE = re.compile(rf"(?<=[\w.])[{_APOSTROPHES}]s?$", re.IGNORECASE)


@lru_cache(maxsize=1 << 16)
def normalize_name(text: str) -> str:
    """Return the key under which two ways to write one name are equal; not empty unless the text is blank.

    Case, Latin diacritics, punctuation, a leading "the" and a closing possessive are dropped, and single
    letters joined: "the U.S.'s" and "US", "Gdańsk" and "Gdansk", "Al-Kadhemi" and "al Kadhemi".
    A key is its own key.
    """
    text = " ".join(text.split())
    folded = unicodedata.normalize("NFKD", POSSESSIVE.sub("", text)).casefold()
    folded = unicodedata.normalize("NFKD", folded).translate(_UNDECOMPOSED)
    letters = "".join(c for c in folded if not "\u0300" <= c <= "\u036f" and c not in _APOSTROPHES + ".")
    words = "".join(c if c.isalnum() or unicodedata.category(c)[0] == "M" else " " for c in letters).split()
    while len(words) > 1 and words[0] == "the":
        words = words[1:]
    return unicodedata.normalize("NFC", " ".join(_join_initials(words))) or text.casefold()


def _join_initials(words: Iterable[str]) -> Iterator[str]:
    initials = ""
    for word in words:
        if len(word) == 1 and word.isalpha():
            initials += word
            continue
        if initials:
            yield initials
        initials = ""
        yield word
    if initials:
        yield initials


def singular_of(word: str) -> str:
    """Return a plural of a normal form in the singular, as far as its ending tells: "soldier", "women"."""
    for ending, replacement in (
        ("women", "woman"),
        ("men", "man"),
        ("ies", "y"),
        ("sses", "ss"),
        ("ches", "ch"),
    ):
        if word.endswith(ending):
            return word.removesuffix(ending) + replacement
    return word[:-1] if word.endswith("s") and not word.endswith("ss") and len(word) > 3 else word
