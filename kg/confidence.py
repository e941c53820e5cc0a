"""How far a statement is to be trusted: a logistic model of the reading, the grammar and the sentence.

Receives features by name, returns a probability. The weights were fitted by `training/confidence.py`.

Reference: Platt 1999, "Probabilistic outputs for support vector machines".
"""

from __future__ import annotations

import math
from collections.abc import Iterable

WEIGHTS: dict[str, float] = {
    "": 1.37,
    "apposition": 0.08,
    "attributed": 0.04,
    "content": 0.45,
    "coordinated": -0.14,
    "copula": 0.01,
    "event": -0.11,
    "far": -0.09,
    "known verb": 0.33,
    "link acl": -0.31,
    "link acl gerund": 0.12,
    "link acl infinitive": -0.39,
    "link acl participle": 0.04,
    "link acl:relcl": -0.36,
    "link acl:relcl finite": -0.11,
    "link advcl": -0.07,
    "link advcl finite": 0.30,
    "link advcl gerund": -0.05,
    "link advcl infinitive": -0.50,
    "link advcl participle": 0.17,
    "link ccomp": 0.01,
    "link ccomp finite": 0.22,
    "link main": 0.12,
    "link main finite": 0.26,
    "link parataxis": 0.28,
    "link parataxis finite": 0.24,
    "link xcomp": 0.47,
    "link xcomp gerund": -0.02,
    "link xcomp infinitive": 0.33,
    "link xcomp participle": -0.01,
    "many arguments": -0.28,
    "modality asserted": 0.28,
    "modality conditional": -0.41,
    "modality desired": -0.34,
    "modality future": -0.21,
    "modality possible": 0.00,
    "modality required": 0.13,
    "negated": -0.27,
    "object behind a preposition": -0.45,
    "object name": -0.32,
    "object nominal": 0.16,
    "object nothing": -0.29,
    "object phrase": 0.14,
    "object pronoun": 0.06,
    "object under 0.6": 0.23,
    "object under 0.9": -0.23,
    "over 20 words": -0.21,
    "over 30 words": -0.27,
    "over 40 words": 0.02,
    "passive": 0.27,
    "predicate under 0.6": -0.19,
    "predicate under 0.9": -0.41,
    "quoted": -0.31,
    "quoted by nobody": -0.43,
    "said by nobody": -0.23,
    "shared subject": -0.53,
    "subject it": -0.45,
    "subject name": 0.84,
    "subject nominal": 0.24,
    "subject phrase": -0.08,
    "subject pronoun": 0.11,
    "subject under 0.6": 0.05,
    "subject under 0.9": -1.07,
    "title": 0.44,
    "verb": -0.14,
}
"""Weights in logits; "" is that of all statements. A feature without weight changes nothing."""


def confidence_of(features: Iterable[str]) -> float:
    """Return how likely a statement with these features is right, between 0.01 and 0.99, two digits."""
    logit = WEIGHTS[""] + sum(WEIGHTS.get(feature, 0.0) for feature in features)
    return round(min(0.99, max(0.01, 1 / (1 + math.exp(-logit)))), 2)
