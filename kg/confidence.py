"""How far a statement is to be trusted: a logistic model of the reading, the grammar and the sentence.

Receives features by name, returns a probability. The weights were fitted by `training/confidence.py`.

Reference: Platt 1999, "Probabilistic outputs for support vector machines".
"""

from __future__ import annotations

import math
from collections.abc import Iterable

LEAST = 0.5
"""Below it a statement is more likely wrong than right, and is no part of a graph unless it is asked for."""

WEIGHTS: dict[str, float] = {
    "": 1.92,
    "apposition": 0.23,
    "attributed": 0.16,
    "content": 0.63,
    "coordinated": -0.06,
    "copula": -0.00,
    "event": -0.24,
    "far": -0.04,
    "known verb": 0.05,
    "link acl": -0.18,
    "link acl finite": -1.03,
    "link acl gerund": 0.31,
    "link acl infinitive": 0.05,
    "link acl participle": 0.48,
    "link acl:relcl": -0.18,
    "link acl:relcl finite": -0.04,
    "link advcl": -0.17,
    "link advcl finite": 0.26,
    "link advcl gerund": 0.16,
    "link advcl infinitive": -0.36,
    "link advcl participle": -0.22,
    "link ccomp": -0.33,
    "link ccomp finite": 0.55,
    "link csubj": 0.60,
    "link main": -0.09,
    "link main finite": 0.55,
    "link main participle": 0.17,
    "link parataxis": 0.18,
    "link parataxis finite": 0.33,
    "link xcomp": 0.09,
    "link xcomp finite": -0.24,
    "link xcomp gerund": 0.06,
    "link xcomp infinitive": 0.43,
    "link xcomp participle": -0.16,
    "many arguments": -0.41,
    "modality asserted": 0.17,
    "modality conditional": -0.39,
    "modality desired": -0.19,
    "modality future": 0.10,
    "modality possible": -0.16,
    "modality question": 0.36,
    "modality required": -0.15,
    "negated": -0.30,
    "object behind a preposition": -0.19,
    "object name": -0.09,
    "object nominal": -0.01,
    "object nothing": -0.19,
    "object phrase": -0.02,
    "object pronoun": -0.19,
    "object under 0.6": -0.10,
    "object under 0.9": -0.31,
    "over 20 words": -0.23,
    "over 30 words": -0.21,
    "over 40 words": 0.06,
    "passive": 0.24,
    "predicate under 0.6": -0.52,
    "predicate under 0.9": -0.60,
    "quoted": -0.40,
    "quoted by nobody": -1.51,
    "said by nobody": -0.41,
    "shared subject": -0.57,
    "subject it": -0.73,
    "subject name": 0.65,
    "subject nominal": 0.25,
    "subject nothing": -1.04,
    "subject phrase": -0.17,
    "subject pronoun": 0.30,
    "subject under 0.6": -0.10,
    "subject under 0.9": -0.76,
    "title": 0.58,
    "verb": -0.25,
}
"""Weights in logits; "" is that of all statements. A feature without weight changes nothing."""


def confidence_of(features: Iterable[str]) -> float:
    """Return how likely a statement with these features is right, between 0.01 and 0.99, two digits."""
    logit = WEIGHTS[""] + sum(WEIGHTS.get(feature, 0.0) for feature in features)
    return round(min(0.99, max(0.01, 1 / (1 + math.exp(-logit)))), 2)
