"""How far a statement is to be trusted: a logistic model of the reading, the grammar and the sentence.

Receives features by name, returns a probability. The weights were fitted by `training/confidence.py`.

Reference: Platt 1999, "Probabilistic outputs for support vector machines".
"""

from __future__ import annotations

import math
from collections.abc import Iterable

WEIGHTS: dict[str, float] = {
    "": 1.17,
    "apposition": 0.73,
    "attributed": -0.46,
    "coordinated": 0.18,
    "copula": -0.21,
    "far": -0.20,
    "gerund": -0.48,
    "known verb": 0.17,
    "link acl": -0.25,
    "link acl:relcl": -0.11,
    "link advcl": 0.03,
    "link ccomp": 0.01,
    "link main": 0.43,
    "link parataxis": 0.04,
    "link xcomp": 0.31,
    "negated": -0.17,
    "not asserted": -0.16,
    "object behind a preposition": 0.15,
    "object name": 0.19,
    "object nominal": 0.12,
    "object nothing": -0.26,
    "object phrase": -0.04,
    "object pronoun": -0.30,
    "over 20 words": -0.15,
    "over 30 words": -0.29,
    "over 40 words": -0.04,
    "passive": 0.03,
    "shared subject": -0.11,
    "subject name": 0.14,
    "subject nominal": 0.04,
    "subject phrase": -0.13,
    "subject pronoun": -0.05,
    "verb": 0.35,
}
"""Weights in logits; "" is that of all statements. A feature without weight changes nothing."""


def confidence_of(features: Iterable[str]) -> float:
    """Return how likely a statement with these features is right, between 0.01 and 0.99, two digits."""
    logit = WEIGHTS[""] + sum(WEIGHTS.get(feature, 0.0) for feature in features)
    return round(min(0.99, max(0.01, 1 / (1 + math.exp(-logit)))), 2)
