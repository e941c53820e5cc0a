"""How far a statement is to be trusted: a logistic model of the reading, the grammar and the sentence.

Receives features by name, returns a probability. The weights were fitted by `training/confidence.py`.

Reference: Platt 1999, "Probabilistic outputs for support vector machines".
"""

from __future__ import annotations

import math
from collections.abc import Iterable

LEAST = 0.6
"""Below it little more than half of the statements read were right (docs/decisions/0014): they are no part of
a graph unless they are asked for."""

WEIGHTS: dict[str, float] = {
    "": 1.93,
    "apposition": 0.21,
    "attributed": -0.03,
    "content": 0.72,
    "coordinated": -0.05,
    "copula": -0.07,
    "event": -0.20,
    "far": -0.09,
    "known verb": 0.13,
    "link acl": -0.24,
    "link acl finite": -0.95,
    "link acl gerund": 0.31,
    "link acl infinitive": -0.21,
    "link acl participle": 0.60,
    "link acl:relcl": -0.09,
    "link acl:relcl finite": -0.08,
    "link advcl": -0.17,
    "link advcl finite": 0.22,
    "link advcl gerund": 0.32,
    "link advcl infinitive": -0.42,
    "link advcl participle": -0.30,
    "link ccomp": -0.22,
    "link ccomp finite": 0.58,
    "link ccomp infinitive": 0.28,
    "link csubj": 0.57,
    "link main": -0.14,
    "link main finite": 0.61,
    "link main participle": 0.20,
    "link parataxis": 0.26,
    "link parataxis finite": 0.39,
    "link xcomp": 0.18,
    "link xcomp finite": -0.10,
    "link xcomp gerund": 0.06,
    "link xcomp infinitive": 0.30,
    "link xcomp participle": -0.08,
    "many arguments": -0.34,
    "modality asserted": 0.10,
    "modality conditional": -0.44,
    "modality desired": -0.12,
    "modality future": 0.21,
    "modality possible": -0.19,
    "modality question": 0.28,
    "modality required": -0.13,
    "negated": -0.52,
    "object behind a preposition": -0.10,
    "object name": 0.06,
    "object nominal": 0.01,
    "object nothing": -0.23,
    "object phrase": -0.11,
    "object pronoun": -0.22,
    "object under 0.6": -0.06,
    "object under 0.9": -0.27,
    "over 20 words": -0.23,
    "over 30 words": -0.18,
    "over 40 words": -0.02,
    "passive": 0.11,
    "predicate under 0.6": -0.58,
    "predicate under 0.9": -0.66,
    "quoted": -0.14,
    "quoted by nobody": -1.64,
    "said by nobody": -0.62,
    "shared subject": -0.64,
    "subject it": -0.64,
    "subject name": 0.77,
    "subject nominal": 0.35,
    "subject nothing": -1.31,
    "subject phrase": -0.14,
    "subject pronoun": 0.33,
    "subject under 0.6": -0.00,
    "subject under 0.9": -0.76,
    "title": 0.62,
    "verb": -0.22,
}
"""Weights in logits; "" is that of all statements. A feature without weight changes nothing."""


def confidence_of(features: Iterable[str]) -> float:
    """Return how likely a statement with these features is right, between 0.01 and 0.99, two digits."""
    logit = WEIGHTS[""] + sum(WEIGHTS.get(feature, 0.0) for feature in features)
    return round(min(0.99, max(0.01, 1 / (1 + math.exp(-logit)))), 2)
