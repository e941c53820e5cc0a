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
    "": 1.94,
    "apposition": 0.21,
    "attributed": 0.20,
    "content": 0.70,
    "coordinated": -0.01,
    "copula": -0.00,
    "event": -0.23,
    "far": -0.04,
    "known verb": 0.07,
    "link acl": -0.23,
    "link acl finite": -1.08,
    "link acl gerund": 0.30,
    "link acl infinitive": -0.00,
    "link acl participle": 0.55,
    "link acl:relcl": -0.18,
    "link acl:relcl finite": -0.02,
    "link advcl": -0.19,
    "link advcl finite": 0.33,
    "link advcl gerund": 0.10,
    "link advcl infinitive": -0.48,
    "link advcl participle": -0.13,
    "link ccomp": -0.25,
    "link ccomp finite": 0.50,
    "link csubj": 0.57,
    "link main": -0.01,
    "link main finite": 0.44,
    "link main participle": 0.25,
    "link parataxis": 0.27,
    "link parataxis finite": 0.31,
    "link xcomp": 0.02,
    "link xcomp finite": -0.18,
    "link xcomp gerund": 0.02,
    "link xcomp infinitive": 0.37,
    "link xcomp participle": -0.19,
    "many arguments": -0.32,
    "modality asserted": 0.16,
    "modality conditional": -0.27,
    "modality desired": -0.00,
    "modality future": -0.11,
    "modality possible": -0.14,
    "modality question": 0.35,
    "modality required": -0.17,
    "negated": -0.37,
    "object behind a preposition": -0.25,
    "object name": -0.09,
    "object nominal": -0.01,
    "object nothing": -0.19,
    "object phrase": 0.01,
    "object pronoun": -0.15,
    "object under 0.6": -0.07,
    "object under 0.9": -0.32,
    "over 20 words": -0.29,
    "over 30 words": -0.28,
    "over 40 words": 0.14,
    "passive": 0.19,
    "predicate under 0.6": -0.47,
    "predicate under 0.9": -0.61,
    "quoted": -0.38,
    "quoted by nobody": -1.50,
    "said by nobody": -0.43,
    "shared subject": -0.59,
    "subject it": -0.81,
    "subject name": 0.66,
    "subject nominal": 0.23,
    "subject nothing": -1.04,
    "subject phrase": -0.16,
    "subject pronoun": 0.30,
    "subject under 0.6": -0.11,
    "subject under 0.9": -0.74,
    "title": 0.51,
    "verb": -0.18,
}
"""Weights in logits; "" is that of all statements. A feature without weight changes nothing."""


def confidence_of(features: Iterable[str]) -> float:
    """Return how likely a statement with these features is right, between 0.01 and 0.99, two digits."""
    logit = WEIGHTS[""] + sum(WEIGHTS.get(feature, 0.0) for feature in features)
    return round(min(0.99, max(0.01, 1 / (1 + math.exp(-logit)))), 2)
