"""Finds direct speech: what stands between quotation marks in a document, and the turns of an interview.

Receives a document as `kg.language` makes it (straight marks, a line break behind each paragraph) and the
article's own text, in which curly marks tell which way they face.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.tokens import Document, Span, Token

MARKS = ('"', "“", "”", "''")
SHORTEST = 3
LONGEST_LABEL = 5
"""Tokens of the name that a turn of an interview begins with, at most."""


@dataclass(frozen=True, slots=True)
class Quotation:
    """Tokens `[start, end)` between quotation marks, the marks left out, or behind the label of a turn.

    `speaker` is the head of the name that the label stands for, None for what stands between marks.
    """

    start: int
    end: int
    speaker: Token | None = field(default=None, compare=False)


def quotations_in(doc: Document, text: str) -> list[Quotation]:
    """Return the quotations of at least three tokens, in text order; none overlaps another.

    `text` has a character for each of the document's. A quotation left open ends with its paragraph; one that
    is only closed begins with the paragraph, or behind the quotation before it. A turn of an interview counts
    for one, whatever it quotes itself.
    """
    turns = list(_turns_in(doc))
    within = {i for turn in turns for i in range(turn.start, turn.end)}
    marked = [quotation for quotation in _marked_in(doc, text) if quotation.start not in within]
    return sorted([*marked, *turns], key=lambda quotation: quotation.start)


def _marked_in(doc: Document, text: str) -> list[Quotation]:
    """Return the quotations between marks."""
    found: list[Quotation] = []
    begin, is_open = 0, False
    for token in doc:
        is_break = _is_break(token)
        if not is_break and token.text not in MARKS:
            continue
        opens = not is_break and _opens(token, text[token.idx : token.idx + len(token.text)], is_open=is_open)
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


def _is_break(token: Token) -> bool:
    return token.is_space and "\n" in token.text


def _turns_in(doc: Document) -> Iterator[Quotation]:
    """Yield the turns of an interview: paragraphs that begin with who speaks ("NG: …", "((WN)) …").

    A text is one if two labels recur and somebody asks. A turn ends where the next begins, the last with its
    paragraph.
    """
    breaks = [-1, *(token.i for token in doc if _is_break(token)), len(doc)]
    starts = [i + 1 for i in breaks[:-1]]
    labels = {i: label for i in starts if (label := _label_at(doc, i))}
    count = Counter(label.text for label in labels.values())
    known = {text for text, times in count.items() if times > 1}
    labels = {i: label for i, label in labels.items() if known & {label.text, _initials_of(label)}}
    if len(known) < 2:
        return
    ends = {i: next(b for b in breaks if b > i) for i in labels}
    if not any("?" in doc.span(i, end).text for i, end in ends.items()):
        return
    places = sorted(labels)
    for i, following in zip(places, [*places[1:], ends[places[-1]]], strict=True):
        begin = next(t.i for t in doc[labels[i].end : following] if not t.is_punct)
        yield Quotation(begin, following, _named_by(labels[i]))


def _label_at(doc: Document, start: int) -> Span | None:
    """Return the name that a paragraph begins with: before a colon, in brackets, or a sentence by itself."""
    begin = start
    while begin < len(doc) and doc[begin].text == "(":
        begin += 1
    for end in range(begin + 1, min(begin + LONGEST_LABEL, len(doc))):
        is_closed = doc[end].text == ":" or (begin > start and doc[end].text == ")")
        if is_closed or (begin == start and doc[end].is_sent_start):
            is_name = all(token.text[0].isupper() for token in doc[begin:end])
            return doc.span(begin, end) if is_name else None
    return None


def _initials_of(name: Span) -> str:
    return "".join(token.text[0] for token in name)


def _named_by(label: Span) -> Token:
    """Return the head of the name of a person that a label gives only the initials of, else its own head."""
    for name in label.doc.ents:
        if name.label_ == "PERSON" and _initials_of(name) == label.text:
            return name.root
    return label.root
