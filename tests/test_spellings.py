"""Two ways to write one name have one key, and two names have two."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.spellings import normalize_name


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Al-Kadhemi", "al Kadhemi"),
        ("Gdańsk", "Gdansk"),
        ("Łódź", "Lodz"),
        ("the U.S.’s", "US"),
        ("Iran's", "IRAN"),
        ("Sana'a", "Sanaa"),
        ("J. K. Rowling", "JK Rowling"),
        ("Straße", "STRASSE"),
        ("The  United\nNations", "United Nations"),
    ],
)
def test_names_that_are_equal(one: str, other: str) -> None:
    assert normalize_name(one) == normalize_name(other)


@pytest.mark.parametrize(
    ("one", "other"), [("Niger", "Nigeria"), ("北京", "東京"), ("!", "?"), ("हिंदी", "हद")]
)
def test_names_that_are_not_equal(one: str, other: str) -> None:
    assert normalize_name(one) != normalize_name(other)


@given(st.text(max_size=20))
def test_a_key_is_its_own_key_and_not_empty(text: str) -> None:
    key = normalize_name(text)
    assert normalize_name(key) == key
    assert bool(key) == bool(text.strip())
