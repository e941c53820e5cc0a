"""How far a statement is to be trusted: a logistic model of the reading, the grammar and the sentence.

Receives features by name, returns a probability. The weights were fitted by `training/confidence.py`.

Reference: Platt 1999, "Probabilistic outputs for support vector machines".
"""

from __future__ import annotations

import math
from collections.abc import Iterable

WEIGHTS: dict[str, float] = {
    "": 1.27,
    "apposition": 0.63,
    "attributed": -0.02,
    "content": 0.58,
    "coordinated": 0.19,
    "copula": -0.09,
    "far": -0.28,
    "known verb": 0.15,
    "link acl": -0.50,
    "link acl gerund": -0.12,
    "link acl infinitive": -0.45,
    "link acl participle": 0.24,
    "link acl:relcl": -0.12,
    "link acl:relcl finite": -0.14,
    "link advcl": -0.30,
    "link advcl finite": -0.20,
    "link advcl gerund": -0.13,
    "link advcl infinitive": -0.25,
    "link advcl participle": 0.28,
    "link ccomp": 0.23,
    "link ccomp finite": 0.03,
    "link main": 0.05,
    "link main finite": 0.16,
    "link parataxis": 0.25,
    "link parataxis finite": 0.29,
    "link xcomp": 0.19,
    "link xcomp infinitive": 0.54,
    "modality asserted": 0.24,
    "modality conditional": -0.37,
    "modality desired": -0.12,
    "modality future": 0.11,
    "modality possible": -0.08,
    "modality required": -0.07,
    "negated": 0.04,
    "object behind a preposition": -0.49,
    "object name": -0.09,
    "object nominal": -0.03,
    "object nothing": -0.58,
    "object phrase": 0.04,
    "object pronoun": -0.03,
    "object under 0.6": -0.27,
    "object under 0.9": -0.53,
    "over 20 words": -0.08,
    "over 30 words": -0.35,
    "over 40 words": -0.38,
    "passive": 0.31,
    "predicate under 0.6": -0.20,
    "predicate under 0.9": -0.36,
    "quoted": 0.01,
    "said by nobody": -0.39,
    "shared subject": -0.59,
    "subject it": -0.54,
    "subject name": 0.57,
    "subject nominal": 0.18,
    "subject phrase": -0.10,
    "subject pronoun": 0.10,
    "subject under 0.6": -0.14,
    "subject under 0.9": -0.70,
    "title": 0.42,
    "verb": -0.34,
}
"""Weights in logits; "" is that of all statements. A feature without weight changes nothing."""


def confidence_of(features: Iterable[str]) -> float:
    """Return how likely a statement with these features is right, between 0.01 and 0.99, two digits."""
    logit = WEIGHTS[""] + sum(WEIGHTS.get(feature, 0.0) for feature in features)
    return round(min(0.99, max(0.01, 1 / (1 + math.exp(-logit)))), 2)
