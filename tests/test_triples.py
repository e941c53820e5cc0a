"""What is said of one record, as far as it can be seen without a graph; the rest is in test_graph.py."""

from __future__ import annotations

from hypothesis import given
from laws import TEXTS

from kg.triples import to_literal


@given(TEXTS)
def test_cleaning_keeps_length_and_what_rdf_allows(text: str) -> None:
    cleaned = str(to_literal(text))
    assert len(cleaned) == len(text)
    assert all(new in (old, "\ufffd") for old, new in zip(text, cleaned, strict=True))
    cleaned.encode("utf-8")
    assert str(to_literal(cleaned)) == cleaned
