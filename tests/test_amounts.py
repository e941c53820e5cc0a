"""Amounts in sentences of our own, by the table in `sentences/amounts.toml`; what is there already stays."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
import spacy
from conftest import make_doc
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language

from kg.amounts import LABELS, AmountFinder
from kg.mentions import AMOUNTS

TABLE = Path(__file__).parent / "sentences" / "amounts.toml"
CASES: list[dict[str, Any]] = tomllib.loads(TABLE.read_text(encoding="utf-8"))["case"]


def to_param(case: dict[str, Any]) -> Any:
    marks = [pytest.mark.xfail(reason=case["xfail"], strict=True)] if "xfail" in case else []
    return pytest.param(case, id=case["text"], marks=marks)


def test_the_table_is_whole() -> None:
    assert len(CASES) == 146
    assert len({case["text"] for case in CASES}) == len(CASES)
    assert all(set(case) <= {"text", "expect", "xfail"} for case in CASES)
    rows = [row.split(" | ") for case in CASES for row in case.get("expect", [])]
    assert {label for label, _ in rows} == set(LABELS)


@pytest.mark.parametrize("case", [to_param(case) for case in CASES])
def test_a_sentence_has_the_amounts_of_the_table(nlp: Language, case: dict[str, Any]) -> None:
    entities = nlp(case["text"]).ents
    assert [f"{e.label_} | {e.text}" for e in entities if e.label_ in LABELS] == case.get("expect", [])


WORDS = (
    "5 1,200 2019 two one hundred million a of to and from between - $ dollars % hours years third NATO km ,"
)


@given(st.lists(st.sampled_from(WORDS.split()), min_size=1, max_size=12), st.data())
def test_what_is_there_already_stays(words: list[str], data: st.DataObject) -> None:
    """Whatever the words and the entities before: those stay as they are, and only amounts are added."""
    cuts = sorted(data.draw(st.sets(st.integers(0, len(words)), max_size=4)))
    there = [(a, b, "ORG") for a, b in zip(cuts[::2], cuts[1::2], strict=False)]
    doc = AmountFinder(LABELS)(make_doc(words, ents=there))
    found = [(e.start, e.end, e.label_) for e in doc.ents]
    assert set(there) <= set(found)
    assert {label for *_, label in set(found) - set(there)} <= set(LABELS)


@pytest.mark.parametrize(
    ("words", "ents", "expected"),
    [
        ("5 million US dollars", [(2, 3, "GPE")], [(0, 2, "MONEY"), (2, 3, "GPE")]),
        ("US$ 22,900 in cash", [(0, 1, "GPE")], [(0, 1, "GPE"), (1, 2, "MONEY")]),
        ("12 May 2019", [(1, 3, "DATE")], [(1, 3, "DATE")]),
        ("the 21st of June", [(3, 4, "DATE")], [(3, 4, "DATE")]),
        ("two hours", [(1, 2, "DATE")], [(0, 1, "CARDINAL"), (1, 2, "DATE")]),
    ],
)
def test_an_amount_ends_where_an_entity_begins(
    words: str, ents: list[tuple[int, int, str]], expected: list[tuple[int, int, str]]
) -> None:
    doc = AmountFinder(LABELS)(make_doc(words.split(), ents=ents))
    assert [(e.start, e.end, e.label_) for e in doc.ents] == expected


def test_only_the_labels_asked_for_are_set() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("kg_amounts", config={"labels": ["MONEY", "CARDINAL"]})
    found = [(e.text, e.label_) for e in nlp("Two men paid $5 within two hours, 40% of it in cash.").ents]
    assert found == [("Two", "CARDINAL"), ("$5", "MONEY")]


def test_mentions_knows_the_same_labels() -> None:
    assert {*AMOUNTS, "TIME"} == set(LABELS)
