"""Finds direct speech: the stretches of a document that stand between quotation marks.

Receives a document as `kg.language` makes it (straight marks, a line break behind each paragraph) and the
article's own text, in which curly marks tell which way they face.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

MARKS = ('"', "“", "”", "''")
SHORTEST = 3


@dataclass(frozen=True, slots=True)
class Quotation:
    """Tokens `[start, end)` between quotation marks, the marks left out."""

    start: int
    end: int


def quotations_in(doc: Doc, text: str) -> list[Quotation]:
    """Return the quotations of at least three tokens, in text order; none overlaps another.

    `text` has a character for each of the document's. A quotation left open ends with its paragraph; one that
    is only closed begins with the paragraph, or behind the quotation before it.
    """
    found: list[Quotation] = []
    begin, is_open = 0, False
    for token in doc:
        is_break = token.is_space and "\n" in token.text
        if not is_break and token.text not in MARKS:
            continue
        opens = not is_break and _opens(token, text[token.idx : token.idx + len(token)], is_open=is_open)
        if not opens and (is_open or not is_break):
            found.append(Quotation(begin, token.i))
        begin, is_open = token.i + 1, opens
    if is_open:
        found.append(Quotation(begin, len(doc)))
    return [quotation for quotation in found if quotation.end - quotation.start >= SHORTEST]


def _opens(token: Token, mark: str, *, is_open: bool) -> bool:
    """Whether a mark faces in: by its form, else by the blanks around it, else if none is open."""
    if mark in ("“", "``", "”", "''"):
        return mark in ("“", "``")
    doc, i = token.doc, token.i
    before = i == 0 or bool(doc[i - 1].whitespace_) or doc[i - 1].is_space
    behind = i + 1 == len(doc) or bool(token.whitespace_) or doc[i + 1].is_space
    return before if before != behind else not is_open
