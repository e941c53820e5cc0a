"""What is read from the vectors of words: sentence ends, tags, morphology, lemmas, trees and names.

Receives a document with `doc.tensor` (see `kg.encoder`). A component is a few matrices over it, named for
what it sets: `kg_senter`, `kg_tagger`, `kg_morphologizer`, `kg_lemmatizer`, `kg_parser`, `kg_ner`.
White space is asked nothing.

References: Dozat and Manning 2017, https://arxiv.org/abs/1611.01734
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Self

import numpy
import srsly
from numpy.typing import NDArray
from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.vocab import Vocab

from kg.lemmas import apply_rule, singular_lemma
from kg.trees import best_tree

Matrix = NDArray[numpy.float32]
QUOTES = frozenset("\"'’”»")


class Head:
    """A component of named matrices, stored as half floats, with labels and perhaps tables of words."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab
        self.matrices: dict[str, Matrix] = {}
        self.labels: tuple[str, ...] = ()
        self.numbers: list[int] = []
        self.tables: dict[str, dict[str, str]] = {}

    def set_up(
        self,
        labels: Iterable[str],
        matrices: dict[str, Matrix],
        tables: dict[str, dict[str, str]] | None = None,
    ) -> Self:
        """Take labels, matrices and tables, and return the component."""
        self.labels, self.tables = tuple(labels), tables or {}
        self.matrices = {name: numpy.asarray(m, dtype=numpy.float32) for name, m in matrices.items()}
        self.numbers = [self.vocab.strings.add(label) for label in self.labels]
        return self

    def scores_of(self, vectors: Matrix, name: str = "") -> Matrix:
        """Return vectors times the matrix of that name, plus its bias."""
        return vectors @ self.matrices[name + "weight"] + self.matrices[name + "bias"]

    def to_bytes(self, *, exclude: Iterable[str] = ()) -> bytes:
        """Return labels and matrices as bytes."""
        half = {name: matrix.astype(numpy.float16) for name, matrix in sorted(self.matrices.items())}
        stored = {"labels": list(self.labels), "matrices": half, "tables": self.tables}
        return bytes(srsly.msgpack_dumps(stored))

    def from_bytes(self, data: bytes, *, exclude: Iterable[str] = ()) -> Self:
        """Read what `to_bytes` returned."""
        stored = srsly.msgpack_loads(data)
        return self.set_up(stored["labels"], stored["matrices"], stored["tables"])

    def to_disk(self, path: Path, *, exclude: Iterable[str] = ()) -> None:
        """Write labels and matrices into a folder."""
        path.mkdir(parents=True, exist_ok=True)
        (path / "model").write_bytes(self.to_bytes())

    def from_disk(self, path: Path, *, exclude: Iterable[str] = ()) -> Self:
        """Read what `to_disk` wrote."""
        return self.from_bytes((path / "model").read_bytes())


def gelu(x: Matrix) -> Matrix:
    """Return the Gaussian error linear unit, by its usual approximation."""
    out: Matrix = 0.5 * x * (1 + numpy.tanh(0.7978845608 * x * (1 + 0.044715 * x * x)))
    return out


def vectors_of(doc: Doc) -> Matrix:
    """Return the vectors of all tokens, (tokens, 384)."""
    return numpy.asarray(doc.tensor, dtype=numpy.float32)


def words_of(doc: Doc) -> list[int]:
    """Return the places of the tokens that are no white space, in order."""
    return [token.i for token in doc if not token.is_space]


def sentences_of(doc: Doc) -> list[list[int]]:
    """Return the places of the words of each sentence, in order."""
    sentences: list[list[int]] = []
    for place in words_of(doc):
        if not sentences or doc[place].is_sent_start:
            sentences.append([])
        sentences[-1].append(place)
    return sentences


class Senter(Head):
    """Sets where sentences start, on every token; what is set already stays.

    None starts behind a comma and the quotation marks that close there, but in a new paragraph.
    """

    def __call__(self, doc: Doc) -> Doc:
        scores = self.scores_of(vectors_of(doc))
        first, goes_on = True, False
        for token, begins in zip(doc, scores[:, 1] > scores[:, 0], strict=True):
            if token.is_sent_start is None or token.i == 0:
                token.is_sent_start = not token.is_space and (bool(begins) and not goes_on or first)
            first &= token.is_space
            goes_on = token.text == "," or (goes_on and token.text in {*QUOTES, " "})
        return doc


class Tagger(Head):
    """Sets the fine-grained tag."""

    def __call__(self, doc: Doc) -> Doc:
        best = self.scores_of(vectors_of(doc)).argmax(1)
        for place in words_of(doc):
            doc[place].tag = self.numbers[best[place]]
        return doc


class Morphologizer(Head):
    """Sets the part of speech and the features; a label holds both: `Number=Sing|POS=NOUN`."""

    def set_up(
        self,
        labels: Iterable[str],
        matrices: dict[str, Matrix],
        tables: dict[str, dict[str, str]] | None = None,
    ) -> Self:
        """Take labels, matrices and tables, and return the component."""
        super().set_up(labels, matrices, tables)
        self.readings = numpy.array([self._read(label) for label in self.labels], dtype=numpy.uint64)
        return self

    def __call__(self, doc: Doc) -> Doc:
        best = self.scores_of(vectors_of(doc)).argmax(1)
        array = numpy.zeros((len(doc), 2), dtype=numpy.uint64)
        words = words_of(doc)
        array[words] = self.readings[best[words]]
        doc.from_array(["POS", "MORPH"], array)  # type: ignore[arg-type]
        return doc

    def _read(self, label: str) -> tuple[int, int]:
        features, _, pos = label.rpartition("POS=")
        return self.vocab.strings[pos], self.vocab.morphology.add(features.rstrip("|") or "_")


OPEN = {"N", "V", "J", "R"}
"""How the tags of words begin that may have any lemma; "me" and "an" have theirs by rule alone."""


class Lemmatizer(Head):
    """Sets the lemma; a label is a rule of `kg.lemmas`. Tags must be known.

    The table "verbs" has the base of each form of common verbs, "words" what is a word: a rule that changes a
    word into none is passed over for the likeliest that makes one.
    """

    CHOICES = 4
    """How many rules are tried."""

    def __call__(self, doc: Doc) -> Doc:
        scores = self.scores_of(vectors_of(doc))
        ranked = numpy.argsort(-scores, 1)[:, : self.CHOICES]
        verbs = self.tables.get("verbs", {})
        for place in words_of(doc):
            token = doc[place]
            base = verbs.get(token.lower_) if token.tag_.startswith("VB") else None
            choices = ranked[place].tolist()
            lemma = base or self._lemma(token.text, choices if token.tag_[:1] in OPEN else choices[:1])
            token.lemma_ = singular_lemma(token.text, lemma) if token.tag_ == "NNS" else lemma
        return doc

    def _lemma(self, form: str, rules: list[int]) -> str:
        first = apply_rule(self.labels[rules[0]], form)
        words = self.tables.get("words", {})
        if first in words or first.lower() == form.lower():
            return first
        lemmas = (apply_rule(self.labels[number], form) for number in rules[1:])
        return next((lemma for lemma in lemmas if lemma in words and len(lemma) > 2), first)


CERTAINTY = "certainty"


def certainties_of(doc: Doc) -> Sequence[float]:
    """Return how sure the parser is of each word's head and label, from 0 to 1; 1 if it does not tell."""
    return doc.user_data.get(CERTAINTY) or [1.0] * len(doc)


def _share_of(scores: Matrix, chosen: NDArray[numpy.int64]) -> Matrix:
    """Return the probability (softmax) of what was chosen in each row."""
    odds = numpy.exp(scores - scores.max(1, keepdims=True))
    share: Matrix = odds[numpy.arange(len(scores)), chosen] / odds.sum(1)
    return share


class Parser(Head):
    """Sets the tree of each sentence, the best that has one root; sentences must be known.

    How sure it is of each word's head and label is left in `doc.user_data[CERTAINTY]`, see `certainties_of`.
    """

    def __call__(self, doc: Doc) -> Doc:
        if not len(doc):
            return doc
        heads = numpy.arange(len(doc))
        labels = numpy.full(len(doc), self.vocab.strings.add("dep"), dtype=numpy.uint64)
        certainty = numpy.ones(len(doc), dtype=numpy.float32)
        vectors = vectors_of(doc)
        for sentence in sentences_of(doc):
            places = numpy.array(sentence)
            heads[places], labels[places], certainty[places] = self._read(vectors[places], places)
        self._hang_spaces(doc, heads)
        array = numpy.column_stack([(heads - numpy.arange(len(doc))).astype(numpy.uint64), labels])
        doc.from_array(["HEAD", "DEP"], array)  # type: ignore[arg-type]
        doc.user_data[CERTAINTY] = certainty.round(3).tolist()
        return doc

    def _read(
        self, vectors: Matrix, places: NDArray[numpy.int64]
    ) -> tuple[NDArray[numpy.int64], list[int], Matrix]:
        child = gelu(self.scores_of(vectors, "arc_child_"))
        head = gelu(self.scores_of(vectors, "arc_head_"))
        arc = self.matrices["arc"]
        scores = (child @ arc[:-1] + arc[-1]) @ head.T
        numpy.fill_diagonal(scores, self.scores_of(child, "root_")[:, 0])
        tree = best_tree(scores)
        best, certainty = self._label(vectors, tree)
        strings = self.vocab.strings
        root = strings.add("ROOT")
        labels = [
            root if tree[i] == i else strings[self.labels[number]] for i, number in enumerate(best.tolist())
        ]
        certainty[tree == numpy.arange(len(tree))] = 1  # the label of a root is no choice
        return places[tree], labels, certainty * _share_of(scores, tree)

    def _label(self, vectors: Matrix, tree: NDArray[numpy.int64]) -> tuple[NDArray[numpy.int64], Matrix]:
        """The best label of each word's arc, and its share; "label" is (child + 1, labels × (head + 1))."""
        child = gelu(self.scores_of(vectors, "label_child_"))
        head = gelu(self.scores_of(vectors, "label_head_"))[tree]
        label = self.matrices["label"]
        mixed = (child @ label[:-1] + label[-1]).reshape(len(vectors), len(self.labels), -1)
        scores = numpy.matmul(mixed[:, :, :-1], head[:, :, None])[:, :, 0] + mixed[:, :, -1]
        best: NDArray[numpy.int64] = scores.argmax(1)
        return best, _share_of(scores, best)

    def _hang_spaces(self, doc: Doc, heads: NDArray[numpy.int64]) -> None:
        """Hang white space on the word before it, at the beginning of the document on the first word."""
        words = words_of(doc)
        last = words[0] if words else 0
        for token in doc:
            if token.is_space:
                heads[token.i] = last
            else:
                last = token.i


class NameFinder(Head):
    """Sets the entities, none of which crosses the end of a sentence; labels are BILUO tags, "O" first."""

    def __call__(self, doc: Doc) -> Doc:
        scores = self.scores_of(gelu(self.scores_of(vectors_of(doc), "hidden_")))
        allowed = _transitions(self.labels)
        spans: list[Span] = []
        for sentence in sentences_of(doc):
            tags = [self.labels[n] for n in best_tags(scores[sentence], allowed)]
            for first, end, label in spans_of(tags):
                spans.append(Span(doc, sentence[first], sentence[end - 1] + 1, label=label))
        doc.set_ents(spans)
        return doc


@lru_cache(8)
def _transitions(labels: tuple[str, ...]) -> Matrix:
    """Zero where a tag may follow another, else minus infinity; the last row is the beginning and the end."""
    tags = [*labels, "O"]
    allowed = numpy.full((len(tags), len(tags)), -numpy.inf, dtype=numpy.float32)
    for i, before in enumerate(tags):
        for j, after in enumerate(tags):
            is_open = before[0] in "BI"
            goes_on = after[0] in "IL"
            if is_open == goes_on and (not is_open or before[1:] == after[1:]):
                allowed[i, j] = 0
    return allowed


def best_tags(scores: Matrix, allowed: Matrix) -> list[int]:
    """Return the best tags in a row that may follow one another (Viterbi 1967)."""
    best = scores.argmax(1)
    if not len(best) or _may_follow(best, allowed):
        return [int(number) for number in best]
    total = scores[0] + allowed[-1, :-1]
    back = []
    for row in scores[1:]:
        paths = total[:, None] + allowed[:-1, :-1]
        back.append(paths.argmax(0))
        total = paths.max(0) + row
    tags = [int((total + allowed[:-1, -1]).argmax())]
    for step in reversed(back):
        tags.append(int(step[tags[-1]]))
    return tags[::-1]


def _may_follow(tags: NDArray[numpy.int64], allowed: Matrix) -> bool:
    path = numpy.concatenate([[-1], tags, [-1]])
    return bool((allowed[path[:-1], path[1:]] == 0).all())


def spans_of(tags: list[str]) -> list[tuple[int, int, str]]:
    """Return the spans `[first, end)` of well-formed BILUO tags, with their labels."""
    spans, first = [], 0
    for place, tag in enumerate(tags):
        if tag[0] in "BU":
            first = place
        if tag[0] in "LU":
            spans.append((first, place + 1, tag[2:]))
    return spans


@Language.factory("kg_senter", assigns=["token.is_sent_start"], requires=["doc.tensor"])
def make_senter(nlp: Language, name: str) -> Senter:
    """Return the component without its matrices, which `from_disk` reads; so do the others."""
    return Senter(nlp.vocab)


@Language.factory("kg_tagger", assigns=["token.tag"], requires=["doc.tensor"])
def make_tagger(nlp: Language, name: str) -> Tagger:
    """Return the component that sets tags."""
    return Tagger(nlp.vocab)


@Language.factory("kg_morphologizer", assigns=["token.pos", "token.morph"], requires=["doc.tensor"])
def make_morphologizer(nlp: Language, name: str) -> Morphologizer:
    """Return the component that sets parts of speech and features."""
    return Morphologizer(nlp.vocab)


@Language.factory("kg_lemmatizer", assigns=["token.lemma"], requires=["doc.tensor"])
def make_lemmatizer(nlp: Language, name: str) -> Lemmatizer:
    """Return the component that sets lemmas."""
    return Lemmatizer(nlp.vocab)


@Language.factory("kg_parser", assigns=["token.dep", "token.head"], requires=["doc.tensor"])
def make_parser(nlp: Language, name: str) -> Parser:
    """Return the component that sets trees."""
    return Parser(nlp.vocab)


@Language.factory("kg_ner", assigns=["doc.ents"], requires=["doc.tensor"])
def make_ner(nlp: Language, name: str) -> NameFinder:
    """Return the component that sets entities."""
    return NameFinder(nlp.vocab)
