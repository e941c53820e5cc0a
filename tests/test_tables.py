"""Tables are read back row by row, and no cell of them runs."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.tables import format_rows

TEXT = st.text(st.characters(exclude_categories=["Cs"]))


def read_rows(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline="")))


@given(st.lists(st.lists(TEXT, min_size=2, max_size=2), min_size=1))
def test_each_row_is_one_row_and_no_cell_a_formula(rows: list[list[str]]) -> None:
    found = read_rows(format_rows(rows))
    assert [len(row) for row in found] == [len(row) for row in rows]
    for cell, given_cell in zip(sum(found, []), sum(rows, []), strict=True):
        plain = given_cell.replace("\r\n", "\n").replace("\r", "\n")
        assert cell in (plain, f"'{plain}")
        assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))


@pytest.mark.parametrize(
    ("value", "cell"),
    [(None, ""), (True, "true"), (-2, "-2"), (-0.5, "-0.5"), ("-2", "'-2"), ("a\rb", "a\nb"), ("a=b", "a=b")],
)
def test_cell(value: object, cell: str) -> None:
    assert read_rows(format_rows([["x", value]])) == [["x", cell]]


def test_rows_end_as_rfc_4180_says() -> None:
    assert format_rows([["a", "b\nc"], ["d", ""]]) == 'a,"b\nc"\r\nd,\r\n'
