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
    "": 1.97,
    "apposition": 0.26,
    "attributed": 0.03,
    "content": 0.61,
    "coordinated": 0.05,
    "copula": 0.03,
    "event": -0.28,
    "far": -0.24,
    "known verb": 0.16,
    "link acl": -0.38,
    "link acl finite": -0.88,
    "link acl gerund": 0.17,
    "link acl infinitive": -0.12,
    "link acl participle": 0.46,
    "link acl:relcl": -0.03,
    "link acl:relcl finite": 0.00,
    "link advcl": -0.20,
    "link advcl finite": 0.48,
    "link advcl gerund": -0.07,
    "link advcl infinitive": -0.48,
    "link advcl participle": -0.13,
    "link ccomp": -0.25,
    "link ccomp finite": 0.52,
    "link main": 0.15,
    "link main finite": 0.26,
    "link main participle": 0.07,
    "link parataxis": 0.26,
    "link parataxis finite": 0.24,
    "link xcomp": -0.04,
    "link xcomp gerund": -0.15,
    "link xcomp infinitive": 0.33,
    "link xcomp participle": -0.34,
    "many arguments": -0.41,
    "modality asserted": 0.26,
    "modality conditional": -0.11,
    "modality desired": -0.07,
    "modality future": -0.02,
    "modality possible": -0.19,
    "modality question": 0.17,
    "modality required": -0.23,
    "negated": -0.25,
    "object behind a preposition": -0.22,
    "object name": -0.09,
    "object nominal": 0.02,
    "object nothing": -0.22,
    "object phrase": 0.15,
    "object pronoun": -0.32,
    "object under 0.6": 0.13,
    "object under 0.9": -0.35,
    "over 20 words": -0.31,
    "over 30 words": -0.25,
    "over 40 words": 0.05,
    "passive": 0.26,
    "predicate under 0.6": -0.58,
    "predicate under 0.9": -0.72,
    "quoted": -0.31,
    "quoted by nobody": -1.17,
    "said by nobody": -0.27,
    "shared subject": -0.33,
    "subject it": -0.67,
    "subject name": 0.61,
    "subject nominal": 0.20,
    "subject nothing": -0.84,
    "subject phrase": -0.21,
    "subject pronoun": 0.24,
    "subject under 0.6": -0.10,
    "subject under 0.9": -0.84,
    "title": 0.53,
    "verb": -0.21,
}
"""Weights in logits; "" is that of all statements. A feature without weight changes nothing."""


def confidence_of(features: Iterable[str]) -> float:
    """Return how likely a statement with these features is right, between 0.01 and 0.99, two digits."""
    logit = WEIGHTS[""] + sum(WEIGHTS.get(feature, 0.0) for feature in features)
    return round(min(0.99, max(0.01, 1 / (1 + math.exp(-logit)))), 2)
