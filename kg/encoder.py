"""Gives each word of a document its vector: the component `kg_encoder`.

Receives a document with tokens, leaves `doc.tensor`: (tokens, 384), float32, zero for white space; `kg.heads`
reads tags, trees and names from it. The network runs in onnxruntime, on one core. It reads windows of whole
paragraphs; a paragraph too long for one is read in windows that overlap, so that nothing is cut.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy
from spacy.language import Language
from spacy.tokens import Doc

from kg.pieces import Pieces

WINDOW = 254
"""Pieces in a window, its beginning left out; more would be slower and say no more."""

OVERLAP = 96
"""Pieces that two windows of one long paragraph share."""


class WordVectors:
    """The component; `model` is the network in ONNX, `pieces` its vocabulary."""

    def __init__(self, model: bytes = b"", pieces: Pieces | None = None) -> None:
        self.model, self.pieces = model, pieces
        self._session: Any = None

    def __getstate__(self) -> dict[str, object]:
        return {"model": self.model, "pieces": self.pieces, "_session": None}

    def __call__(self, doc: Doc) -> Doc:
        assert self.pieces is not None, "a component without a model reads nothing"
        doc.tensor = numpy.zeros((len(doc), self.width), dtype=numpy.float32)
        for window in windows_of(doc, self.pieces):
            # One window a run: numbers of 8 bits are rounded by the range of all that is in a run, so windows
            # read together would change each other.
            read = {"pieces": numpy.array([window.pieces]), "shapes": numpy.array([window.shapes])}
            vectors = self.session.run(None, read)[0][0]
            doc.tensor[window.tokens] = vectors[window.firsts]
        return doc

    @property
    def session(self) -> Any:
        """The network, loaded when it is first asked."""
        if self._session is None:
            import onnxruntime

            options = onnxruntime.SessionOptions()
            options.intra_op_num_threads = options.inter_op_num_threads = 1
            options.log_severity_level = 3
            self._session = onnxruntime.InferenceSession(
                self.model, options, providers=["CPUExecutionProvider"]
            )
        return self._session

    @property
    def width(self) -> int:
        """How many numbers a vector has."""
        return int(self.session.get_outputs()[0].shape[-1])

    def to_disk(self, path: Path, *, exclude: Iterable[str] = ()) -> None:
        """Write the network and its vocabulary into a folder."""
        assert self.pieces is not None
        path.mkdir(parents=True, exist_ok=True)
        (path / "model.onnx").write_bytes(self.model)
        (path / "pieces.txt").write_text("\n".join(self.pieces.vocabulary) + "\n", encoding="utf-8")

    def from_disk(self, path: Path, *, exclude: Iterable[str] = ()) -> WordVectors:
        """Read what `to_disk` wrote."""
        self.__init__((path / "model.onnx").read_bytes(), Pieces.read(path / "pieces.txt"))  # type: ignore[misc]
        return self

    def to_bytes(self, *, exclude: Iterable[str] = ()) -> bytes:
        """Return the network and its vocabulary as bytes."""
        assert self.pieces is not None
        words = "\n".join(self.pieces.vocabulary).encode()
        return len(words).to_bytes(8, "big") + words + self.model

    def from_bytes(self, data: bytes, *, exclude: Iterable[str] = ()) -> WordVectors:
        """Read what `to_bytes` returned."""
        end = 8 + int.from_bytes(data[:8], "big")
        self.__init__(data[end:], Pieces(data[8:end].decode().split("\n")))  # type: ignore[misc]
        return self


class Window:
    """What the network reads at once: pieces with their shapes, and where the words that are wanted begin."""

    __slots__ = ("firsts", "pieces", "shapes", "tokens")

    def __init__(self, begin: int) -> None:
        self.pieces, self.shapes = [begin], [0]
        self.tokens: list[int] = []
        self.firsts: list[int] = []


Word = tuple[int, list[int], int]
"""The place of a token, its pieces, its shape."""


def windows_of(doc: Doc, pieces: Pieces) -> Iterator[Window]:
    """Yield the windows of a document; each word that is no white space is wanted in just one of them."""
    window = Window(pieces.begin)
    for paragraph in _paragraphs_in(doc, pieces):
        size = sum(len(numbers) for _, numbers, _ in paragraph)
        if window.tokens and len(window.pieces) + size > WINDOW:
            yield window
            window = Window(pieces.begin)
        if size > WINDOW:
            yield from _overlapping(paragraph, pieces.begin)
            continue
        if window.tokens:
            window.pieces.append(pieces.paragraph)
            window.shapes.append(0)
        _read(window, paragraph, 0, len(paragraph))
    if window.tokens:
        yield window


def _paragraphs_in(doc: Doc, pieces: Pieces) -> Iterator[list[Word]]:
    words: list[Word] = []
    glued = False
    for token in doc:
        if token.is_space:
            glued = False
            if words and "\n" in token.text:
                yield words
                words = []
            continue
        numbers, shape = pieces.of(token.text, glued=glued)
        words.append((token.i, numbers[:WINDOW], shape))
        glued = not token.whitespace_
    if words:
        yield words


def _overlapping(words: list[Word], begin: int) -> Iterator[Window]:
    """Windows of one long paragraph; of the words that two share, each takes those farther from its edge."""
    first, wanted = 0, 0
    while wanted < len(words):
        end, size = first, 0
        while end < len(words) and size + len(words[end][1]) <= WINDOW:
            size += len(words[end][1])
            end += 1
        following, shared = end, 0
        while end < len(words) and following > first + 1 and shared < OVERLAP:
            following -= 1
            shared += len(words[following][1])
        middle = (following + end + 1) // 2 if end < len(words) else end
        window = Window(begin)
        _read(window, words[first:end], wanted - first, middle - first)
        yield window
        first, wanted = following, middle


def _read(window: Window, words: list[Word], start: int, end: int) -> None:
    """Add words to a window; wanted are those from `start` up to `end`."""
    for place, (token, numbers, shape) in enumerate(words):
        if start <= place < end:
            window.tokens.append(token)
            window.firsts.append(len(window.pieces))
        window.pieces += numbers
        window.shapes += [shape] * len(numbers)


@Language.factory("kg_encoder", assigns=["doc.tensor"])
def make_encoder(nlp: Language, name: str) -> WordVectors:
    """Return the component without its network, which `from_disk` reads."""
    return WordVectors()
