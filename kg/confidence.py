"""How far a statement is to be trusted: a logistic model of the reading, the grammar and the sentence.

Receives features by name, returns a probability. The weights were fitted by `training/confidence.py`.

Reference: Platt 1999, "Probabilistic outputs for support vector machines".
"""

from __future__ import annotations

import math
from collections.abc import Iterable

WEIGHTS: dict[str, float] = {
    "": 1.39,
    "apposition": 0.24,
    "attributed": -0.16,
    "coordinated": 0.09,
    "copula": -0.05,
    "event": -0.10,
    "far": -0.04,
    "gerund": -0.12,
    "known verb": 0.08,
    "link acl": -0.14,
    "link acl:relcl": -0.06,
    "link advcl": -0.03,
    "link ccomp": -0.02,
    "link main": 0.09,
    "link parataxis": 0.02,
    "link xcomp": 0.15,
    "negated": -0.09,
    "not asserted": -0.05,
    "object behind a preposition": 0.03,
    "object name": 0.08,
    "object nominal": 0.05,
    "object nothing": -0.06,
    "object phrase": -0.04,
    "object pronoun": -0.09,
    "over 20 words": -0.06,
    "over 30 words": -0.06,
    "over 40 words": -0.06,
    "passive": 0.07,
    "shared subject": -0.05,
    "subject name": 0.04,
    "subject nominal": 0.03,
    "subject phrase": -0.06,
    "subject pronoun": -0.01,
    "verb": 0.08,
}
"""Weights in logits; "" is that of all statements. A feature without weight changes nothing."""


def confidence_of(features: Iterable[str]) -> float:
    """Return how likely a statement with these features is right, between 0.01 and 0.99, two digits."""
    logit = WEIGHTS[""] + sum(WEIGHTS.get(feature, 0.0) for feature in features)
    return round(min(0.99, max(0.01, 1 / (1 + math.exp(-logit)))), 2)
