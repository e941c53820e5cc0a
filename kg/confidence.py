"""How far a statement is to be trusted: a logistic model of the reading, the grammar and the sentence.

Receives features by name, returns a probability. The weights were fitted by `training/confidence.py`.

Reference: Platt 1999, "Probabilistic outputs for support vector machines".
"""

from __future__ import annotations

import math
from collections.abc import Iterable

WEIGHTS: dict[str, float] = {
    "": 1.27,
    "apposition": 0.72,
    "attributed": -0.48,
    "coordinated": 0.26,
    "copula": -0.13,
    "event": -0.28,
    "far": -0.13,
    "gerund": -0.38,
    "known verb": 0.23,
    "link acl": -0.40,
    "link acl:relcl": -0.18,
    "link advcl": -0.09,
    "link ccomp": -0.06,
    "link main": 0.28,
    "link parataxis": 0.06,
    "link xcomp": 0.44,
    "negated": -0.26,
    "not asserted": -0.17,
    "object behind a preposition": 0.10,
    "object name": 0.22,
    "object nominal": 0.15,
    "object nothing": -0.19,
    "object phrase": -0.10,
    "object pronoun": -0.26,
    "over 20 words": -0.18,
    "over 30 words": -0.17,
    "over 40 words": -0.17,
    "passive": 0.20,
    "shared subject": -0.14,
    "subject name": 0.11,
    "subject nominal": 0.10,
    "subject phrase": -0.17,
    "subject pronoun": -0.04,
    "verb": 0.25,
}
"""Weights in logits; "" is that of all statements. A feature without weight changes nothing."""


def confidence_of(features: Iterable[str]) -> float:
    """Return how likely a statement with these features is right, between 0.01 and 0.99, two digits."""
    logit = WEIGHTS[""] + sum(WEIGHTS.get(feature, 0.0) for feature in features)
    return round(min(0.99, max(0.01, 1 / (1 + math.exp(-logit)))), 2)
