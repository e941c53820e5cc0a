"""The tokens of a document as plain objects, for the rooms that ask much of them.

Receives a spaCy `Doc` and returns its `Document`. A `Doc` makes a token anew and looks its strings up each
time that it is asked, and grammar asks tens of times for each word. The attributes have spaCy's names and
values (https://spacy.io/api/token), and only those are here that are asked for.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.heads import certainties_of
from kg.valencies import part_contents

if TYPE_CHECKING:
    from spacy import tokens as spacy

FULL_FORMS = {("gon", "VBG"): "going", ("na", "TO"): "to", ("ta", "TO"): "to"}
"""What the parts of "gonna", "wanna" and "gotta" stand for, by their lower case and tag."""


@dataclass(slots=True, eq=False)
class Token:
    """A word or a mark with its place in the tree; `certainty` is how sure the parser is of that place.

    `children` hang on it, in text order, without white space. Edges are the first and the last token of what
    hangs below it, itself and white space with them; the root is its own head.
    """

    doc: Document = field(repr=False)
    i: int
    idx: int
    text: str
    whitespace_: str
    lower_: str
    lemma_: str
    pos_: str
    tag_: str
    dep_: str
    morph: str
    ent_type_: str
    ent_iob_: str
    is_punct: bool
    is_space: bool
    is_quote: bool
    is_sent_start: bool
    certainty: float
    head: Token = field(init=False, repr=False)
    sent: Span = field(init=False, repr=False)
    left_edge: Token = field(init=False, repr=False)
    right_edge: Token = field(init=False, repr=False)
    children: list[Token] = field(default_factory=list, init=False, repr=False)

    @property
    def span(self) -> Span:
        return Span(self.doc, self.i, self.i + 1)

    @property
    def lefts(self) -> list[Token]:
        return [child for child in self.children if child.i < self.i]

    @property
    def is_bare_mark(self) -> bool:
        """Whether this is a mark or white space with nothing below it."""
        return (self.is_punct or self.is_space) and not self.children

    @property
    def ancestors(self) -> Iterator[Token]:
        """The tokens above this one, its head first."""
        token = self
        while token.head is not token:
            token = token.head
            yield token

    @property
    def subtree(self) -> Iterator[Token]:
        """This token and all `children` below it, in the order of the text where branches do not cross."""
        for child in self.lefts:
            yield from child.subtree
        yield self
        for child in self.children:
            if child.i > self.i:
                yield from child.subtree

    def is_ancestor(self, other: Token) -> bool:
        """Whether another token hangs below this one."""
        return any(token is self for token in other.ancestors)

    def nbor(self, i: int = 1) -> Token:
        """Return the token `i` places on, or the first or last of the document where that is outside."""
        return self.doc[min(max(self.i + i, 0), len(self.doc) - 1)]


@dataclass(slots=True)
class Span:
    """The tokens `[start, end)` of a document, which may be none; the label is that of an entity."""

    doc: Document = field(repr=False, compare=False)
    start: int
    end: int
    label_: str = ""

    def __len__(self) -> int:
        return self.end - self.start

    def __iter__(self) -> Iterator[Token]:
        return iter(self.doc[self.start : self.end])

    def __getitem__(self, i: int) -> Token:
        return self.doc[self.end + i if i < 0 else self.start + i]

    @property
    def start_char(self) -> int:
        return self.doc[self.start].idx

    @property
    def end_char(self) -> int:
        last = self.doc[self.end - 1]
        return last.idx + len(last.text)

    @property
    def text(self) -> str:
        return self.doc.text[self.start_char : self.end_char] if len(self) else ""

    @property
    def text_with_ws(self) -> str:
        return self.text + self[-1].whitespace_ if len(self) else ""

    @property
    def sent(self) -> Span:
        return self.doc[self.start].sent

    @property
    def root(self) -> Token:
        """The word nearest to the root of the sentence, the first of several; a mark if there is no word."""
        tops = [token for token in self if not self.start <= token.head.i < self.end or token.head is token]
        return min(tops, key=lambda token: (token.is_bare_mark, sum(1 for _ in token.ancestors)))


class Document(list[Token]):
    """The tokens of an article, in order, with its sentences and entities; `text` is the article's."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text
        self.sents: list[Span] = []
        self.ents: list[Span] = []

    def span(self, start: int, end: int) -> Span:
        return Span(self, start, end)

    def span_of_characters(self, start: int, end: int) -> Span:
        """Return the tokens that hold any of the characters `[start, end)`."""
        first = bisect_right(self, start, key=lambda token: token.idx) - 1
        return Span(self, first, bisect_left(self, end, key=lambda token: token.idx))


def document_of(doc: spacy.Doc) -> Document:
    """Return the document of a `Doc` with tags, sentences and a tree.

    Universal Dependencies make one predicate of "the problem is that he left"; here they are two.
    """
    doc = part_contents(doc.copy())
    document = Document(doc.text)
    for token, certainty in zip(doc, certainties_of(doc), strict=True):
        lower = FULL_FORMS.get((token.lower_, token.tag_), token.lower_)
        document.append(
            Token(
                document, token.i, token.idx, token.text, token.whitespace_, lower, token.lemma_,
                token.pos_, token.tag_, token.dep_, str(token.morph), token.ent_type_, token.ent_iob_,
                token.is_punct, token.is_space, token.is_quote, bool(token.is_sent_start), certainty,
            )
        )  # fmt: skip
    _join_tree(document, [token.head.i for token in doc])
    for sent in doc.sents:
        sentence = Span(document, sent.start, sent.end)
        document.sents.append(sentence)
        for place in range(sent.start, sent.end):
            document[place].sent = sentence
    document.ents = [Span(document, ent.start, ent.end, ent.label_) for ent in doc.ents]
    return document


def _join_tree(document: Document, heads: Sequence[int]) -> None:
    for token, head in zip(document, heads, strict=True):
        token.left_edge = token.right_edge = token
        token.head = document[head]
        if token.i != head and not token.is_space:
            token.head.children.append(token)
    for token in document:
        for above in token.ancestors:
            if token.i < above.left_edge.i:
                above.left_edge = token
            if token.i > above.right_edge.i:
                above.right_edge = token
