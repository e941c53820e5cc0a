"""What the encoder reads of a word: the pieces of its spelling, and its shape.

Receives words, returns numbers. The pieces are those of uncased BERT (WordPiece, greedy longest match); the
shape tells case. Curly quotes and long dashes are folded, so that typography makes no difference.

References: Wu et al. 2016, https://arxiv.org/abs/1609.08144 ; Devlin et al. 2019, https://arxiv.org/abs/1810.04805
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from pathlib import Path

LONGEST = 100
"""Words of more characters are one unknown piece."""

PADDING, UNKNOWN, BEGIN, BREAK = "[PAD]", "[UNK]", "[CLS]", "[SEP]"
FOLDED = str.maketrans(
    dict.fromkeys("‘’‚‛ʼ′`´", "'") | dict.fromkeys("“”„‟″«»", '"') | dict.fromkeys("–—―", "—") | {"…": "..."}
)
SHAPES = ("none", "lower", "title", "upper", "initial", "mixed", "digits", "alphanumeric", "sign")
"""The shapes of a word; in the numbers each comes twice, again for a word glued to the one before."""


class Pieces:
    """The vocabulary of pieces; remembers the pieces of each word it has met."""

    def __init__(self, vocabulary: Iterable[str]) -> None:
        self.vocabulary = list(vocabulary)
        self.number_of = {piece: number for number, piece in enumerate(self.vocabulary)}
        self.padding, self.unknown, self.begin, self.paragraph = (
            self.number_of[sign] for sign in (PADDING, UNKNOWN, BEGIN, BREAK)
        )
        self._known: dict[str, tuple[list[int], int]] = {}

    @classmethod
    def read(cls, path: Path) -> Pieces:
        """Return the vocabulary in a file with a piece a line."""
        return cls(path.read_text(encoding="utf-8").splitlines())

    def of(self, word: str, *, glued: bool = False) -> tuple[list[int], int]:
        """Return the numbers of a word's pieces, one or more, and of its shape; glued: no space before it."""
        known = self._known.get(word)
        if known is None:
            known = self._pieces_of(word), SHAPES.index(shape_of(word))
            if len(self._known) < 1 << 17:
                self._known[word] = known
        return known[0], known[1] + len(SHAPES) * glued

    def _pieces_of(self, word: str) -> list[int]:
        numbers: list[int] = []
        for part in _parts_of(word):
            numbers += self._match(part)
        return numbers or [self.unknown]

    def _match(self, part: str) -> list[int]:
        numbers: list[int] = []
        start = 0
        while start < len(part) <= LONGEST:
            prefix = "##" if start else ""
            for end in range(len(part), start, -1):
                if (number := self.number_of.get(prefix + part[start:end])) is not None:
                    numbers.append(number)
                    start = end
                    break
            else:
                return [self.unknown]
        return numbers or [self.unknown]


def _parts_of(word: str) -> list[str]:
    """The word in small letters without accents, cut at each sign, as uncased BERT was trained."""
    folded = "--" if set(word) <= {"-"} and len(word) > 1 else word
    folded = "—" if folded == "--" else folded.translate(FOLDED)
    plain = unicodedata.normalize("NFD", folded.lower())
    parts = [""]
    for sign in plain:
        kind = unicodedata.category(sign)
        if kind == "Mn":
            continue
        if kind[0] in "PS":
            parts += [sign, ""]
        elif kind[0] in "ZC":
            parts.append("")
        else:
            parts[-1] += sign
    return [part for part in parts if part]


def shape_of(word: str) -> str:
    """Return which of `SHAPES` a word has."""
    letters = [sign for sign in word if sign.isalpha()]
    if not letters:
        return "digits" if any(sign.isdigit() for sign in word) else "sign"
    if any(sign.isdigit() for sign in word):
        return "alphanumeric"
    if all(sign.islower() for sign in letters):
        return "lower"
    if len(letters) == 1:
        return "initial"
    if not any(sign.islower() for sign in letters):
        return "upper"
    return "title" if letters[0].isupper() and all(sign.islower() for sign in letters[1:]) else "mixed"
