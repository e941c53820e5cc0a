"""Confidence is a probability that features move."""

from __future__ import annotations

import math

import pytest

from kg.confidence import WEIGHTS, confidence_of


def test_it_is_the_logistic_of_the_weights() -> None:
    expected = 1 / (1 + math.exp(-(WEIGHTS[""] + WEIGHTS["passive"] + WEIGHTS["verb"])))
    assert confidence_of({"passive", "verb"}) == pytest.approx(expected, abs=0.005)


def test_what_has_no_weight_changes_nothing() -> None:
    assert confidence_of({"verb", "no such thing"}) == confidence_of({"verb"})


def test_it_is_never_certain() -> None:
    assert confidence_of(w for w in WEIGHTS if w and WEIGHTS[w] < 0) >= 0.01
    assert confidence_of(w for w in WEIGHTS if w and WEIGHTS[w] > 0) <= 0.99


def test_doubt_of_the_parser_and_length_make_a_statement_less_sure() -> None:
    assert confidence_of({"verb", "subject under 0.9"}) < confidence_of({"verb"})
    assert confidence_of({"verb", "over 20 words", "over 30 words"}) < confidence_of({"verb"})
