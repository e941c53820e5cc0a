"""Fit the weights of `kg/confidence.py`: `python training/confidence.py GOLD.tsv [--read READ.tsv]`.

GOLD.tsv is a file of CaRB: how far the words of a statement are those of its gold tuple is taken for how
right it is (Bhardwaj et al. 2019, https://aclanthology.org/D19-1651/). That ranks statements, but is too low,
as gold tuples have other borders: READ.tsv has logit and verdict (1 or 0) of statements that people read, and
moves the whole to where it says (Platt 1999). Prints the weights.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

import numpy
from numpy.typing import NDArray

from evaluation.carb import compare, read_gold, to_tuple
from evaluation.sentences import set_in_type, to_readings
from kg.extract import drafts_in, extract_article
from kg.language import documents_of, load_pipeline
from kg.model import Article, Passage
from kg.ontology import load_ontology
from kg.page import page_of
from kg.resolve import resolve_extractions

RIDGE = 4.0
RARE = 15
"""A feature of fewer statements has no weight."""


def samples_in(path: Path) -> Iterator[tuple[frozenset[str], float]]:
    """Yield the features of each statement of the gold's sentences, and the precision of its words."""
    gold = read_gold(path)
    sentences = [sentence.split() for sentence in gold]
    typeset = [set_in_type(words) for words in sentences]
    articles = [
        Article(id=str(i), text=text, paragraphs=(Passage(0, len(text)),))
        for i, (text, _) in enumerate(typeset)
    ]
    ontology = load_ontology()
    documents = documents_of(load_pipeline(None), articles)
    for words, (_, passages), (article, doc), wanted in zip(
        sentences, typeset, documents, gold.values(), strict=True
    ):
        drafts = {
            (d.relation.predicate.name, d.relation.predicate.passage,
             d.relation.subject and d.relation.subject.passage,
             d.relation.object and d.relation.object.passage): d.features
            for d in drafts_in(page_of(article, doc, ontology))
        }  # fmt: skip
        resolution = resolve_extractions([extract_article(article, doc, ontology)], ontology)
        statements = sorted(resolution.statements, key=lambda s: (s.predicate.passage, s.id))
        made = [to_tuple(reading, words) for reading in to_readings(resolution, words, passages)]
        table = [[compare(one, m)[0] if m else -1.0 for m in made] for one in wanted]
        matched = best_pairs(table)
        for place, statement in enumerate(statements):
            key = (
                statement.predicate.name,
                statement.predicate.passage,
                statement.subject and statement.subject.passage,
                statement.object and statement.object.passage,
            )
            if made[place]:
                yield drafts[key], matched.get(place, 0.0)


def best_pairs(table: list[list[float]]) -> dict[int, float]:
    """The score of each column with the row that is its own: again and again the best pair left."""
    cells = sorted(((x, -i, -j) for i, row in enumerate(table) for j, x in enumerate(row)), reverse=True)
    rows: set[int] = set()
    found: dict[int, float] = {}
    for score, i, j in cells:
        if i not in rows and -j not in found and score >= 0:
            rows.add(i)
            found[-j] = score
    return found


Matrix = NDArray[numpy.float64]


def fit(inputs: Matrix, wanted: Matrix, ridge: float) -> Matrix:
    """The weights of a logistic regression, the first without penalty (Newton's method)."""
    penalty = numpy.diag([0.0] + [ridge] * (inputs.shape[1] - 1))
    weights = numpy.zeros(inputs.shape[1])
    for _ in range(30):
        guess = 1 / (1 + numpy.exp(-inputs @ weights))
        slope = inputs.T @ (wanted - guess) - penalty @ weights
        curve = (inputs * (guess * (1 - guess))[:, None]).T @ inputs + penalty
        weights += numpy.linalg.solve(curve, slope)
    return weights


def main() -> None:
    """Fit and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--read", type=Path, help="logit and verdict of statements that were read")
    arguments = parser.parse_args()
    samples = list(samples_in(arguments.gold))
    counts: dict[str, int] = {}
    for features, _ in samples:
        for feature in features:
            counts[feature] = counts.get(feature, 0) + 1
    names = sorted(name for name, count in counts.items() if RARE <= count <= len(samples) - RARE)
    inputs = numpy.array([[1.0, *(float(name in features) for name in names)] for features, _ in samples])
    wanted = numpy.array([precision for _, precision in samples])
    halves = [numpy.arange(len(samples)) % 5 == part for part in range(5)]
    held_out = numpy.zeros(len(samples))
    for part in halves:
        held_out[part] = inputs[part] @ fit(inputs[~part], wanted[~part], RIDGE)
    print(f"# {len(samples)} statements, correlation {numpy.corrcoef(held_out, wanted)[0, 1]:.3f} (5-fold)")
    weights = fit(inputs, wanted, RIDGE)
    if arguments.read:
        rows = [line.split("\t")[:2] for line in arguments.read.read_text().splitlines()]
        logits, verdicts = numpy.array([[float(a), float(b)] for a, b in rows]).T
        shift = fit(numpy.column_stack([numpy.ones(len(rows)), logits]), verdicts, 1.0)
        print(f"# {len(rows)} read, {verdicts.mean():.3f} right: {shift[0]:.3f} + {shift[1]:.3f} x")
        weights = weights * shift[1]
        weights[0] += shift[0]
    for name, weight in zip(["", *names], weights, strict=True):
        print(f'    "{name}": {weight:.2f},')


if __name__ == "__main__":
    main()
