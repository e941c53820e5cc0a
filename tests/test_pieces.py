"""Words become pieces and shapes, whatever typography they come in."""

from __future__ import annotations

import pytest

from kg.pieces import SHAPES, Pieces, shape_of

VOCABULARY = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "kha", "##men", "##ei", *"-—'\".use", "us", "led"]


@pytest.mark.parametrize(
    ("word", "pieces"),
    [
        ("Khamenei", ["kha", "##men", "##ei"]),
        ("KHAMENEI", ["kha", "##men", "##ei"]),
        ("U.S.", ["u", ".", "s", "."]),
        ("’s", ["'", "s"]),
        ("“", ['"']),
        ("–", ["—"]),
        ("--", ["—"]),
        ("-", ["-"]),
        ("É", ["e"]),
        ("xyz", ["[UNK]"]),
        ("\u200b", ["[UNK]"]),
        ("u" * 500, ["[UNK]"]),
    ],
)
def test_a_word_has_its_pieces(word: str, pieces: list[str]) -> None:
    numbers, _ = Pieces(VOCABULARY).of(word)
    assert [VOCABULARY[number] for number in numbers] == pieces


def test_a_glued_word_has_another_shape_and_the_same_pieces() -> None:
    pieces = Pieces(VOCABULARY)
    apart, glued = pieces.of("led"), pieces.of("led", glued=True)
    assert apart[0] == glued[0] and glued[1] == apart[1] + len(SHAPES)


@pytest.mark.parametrize(
    ("word", "shape"),
    [
        ("strike", "lower"), ("Baghdad", "title"), ("NATO", "upper"), ("I", "initial"), ("U.S.", "upper"),
        ("McCain", "mixed"), ("iPhone", "mixed"), ("2020", "digits"), ("1.5", "digits"),
        ("G20", "alphanumeric"), (",", "sign"), ("$", "sign"),
    ],
)  # fmt: skip
def test_a_word_has_a_shape(word: str, shape: str) -> None:
    assert shape_of(word) == shape
