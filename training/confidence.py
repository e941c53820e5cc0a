"""Fit the weights of `kg/confidence.py`: `python training/confidence.py GOLD.tsv [--read READ.tsv ARTICLES]`.

GOLD.tsv is a file of CaRB: how far the words of a statement are those of its gold tuple is taken for how
right it is (Bhardwaj et al. 2019, https://aclanthology.org/D19-1651/). That tells what makes statements
doubtful, but gold tuples have other borders, and know neither speakers nor modality. So READ.tsv, verdicts (1
or 0) of people on statements of ARTICLES, moves the whole to where it says (Platt 1999), and then each weight
as far as it has evidence. Prints the weights.
`--verdicts VERDICTS.tsv ARTICLES` prints a READ.tsv instead, from lines of a statement's id and verdict:
READ.tsv keeps no text, and each key stands for one reading of the words.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy
from numpy.typing import NDArray

from evaluation.carb import compare, read_gold, to_tuple
from evaluation.sentences import set_in_type, to_readings
from kg.extract import drafts_in, extract_article
from kg.language import documents_of, load_pipeline
from kg.model import Article, Passage, Resolution, Statement, hash_parts
from kg.ontology import load_ontology
from kg.page import page_of
from kg.read import read_articles
from kg.resolve import resolve_extractions
from kg.tokens import document_of

RIDGE = 4.0
RARE = 15
"""A feature of fewer statements has no weight."""

Sample = tuple[frozenset[str], float]
"""The features of a statement, and how right it is."""


def readings_of(
    articles: Iterable[Article],
) -> Iterator[tuple[Resolution, list[tuple[Statement, frozenset[str]]]]]:
    """Yield the resolution of each article, and its statements in text order with their features."""
    ontology = load_ontology()
    for article, doc in documents_of(load_pipeline(None), articles):
        features = {
            (d.relation.predicate.name, d.relation.predicate.passage,
             d.relation.subject and d.relation.subject.passage,
             d.relation.object and d.relation.object.passage): d.features
            for d in drafts_in(page_of(article, document_of(doc), ontology))
        }  # fmt: skip
        resolution = resolve_extractions([extract_article(article, doc, ontology)], ontology)
        found = []
        for statement in sorted(resolution.statements, key=lambda s: (s.predicate.passage, s.id)):
            ends = (p and p.passage for p in (statement.subject, statement.object))
            found.append((statement, features[statement.predicate.name, statement.predicate.passage, *ends]))
        yield resolution, found


def samples_of_gold(path: Path) -> Iterator[Sample]:
    """Yield the features of each statement of the gold's sentences, and the precision of its words."""
    gold = read_gold(path)
    sentences = [sentence.split() for sentence in gold]
    typeset = [set_in_type(words) for words in sentences]
    articles = [
        Article(id=str(i), text=text, paragraphs=(Passage(0, len(text)),))
        for i, (text, _) in enumerate(typeset)
    ]
    for words, (_, passages), (resolution, found), wanted in zip(
        sentences, typeset, readings_of(articles), gold.values(), strict=True
    ):
        made = [to_tuple(reading, words) for reading in to_readings(resolution, words, passages)]
        table = [[compare(one, m)[0] if m else -1.0 for m in made] for one in wanted]
        matched = best_pairs(table)
        for place, (_, features) in enumerate(found):
            if made[place]:
                yield features, matched.get(place, 0.0)


def key_of(statement: Statement) -> str:
    """Return what a statement is known by as long as it is read alike: parts, polarity, modality, speaker."""
    speaker = statement.attributed_to and statement.attributed_to.passage
    return hash_parts(statement.id, statement.negated, statement.modality, speaker)


def samples_of_read(path: Path, articles: Path) -> Iterator[Sample]:
    """Yield the features and the verdict of each statement that is still read as people judged it."""
    verdicts = dict(line.split("\t") for line in path.read_text().splitlines())
    for _, found in readings_of(read_articles([articles])):
        yield from ((f, float(verdicts[key])) for s, f in found if (key := key_of(s)) in verdicts)


def print_verdicts(path: Path, articles: Path) -> None:
    """Print the key and the verdict of each statement that a file gives a verdict of, by id."""
    verdicts = dict(line.split("\t")[:2] for line in path.read_text().splitlines())
    for _, found in readings_of(read_articles([articles])):
        for statement, _ in found:
            if statement.id in verdicts:
                print(f"{key_of(statement)}\t{verdicts[statement.id]}")


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


def fit(inputs: Matrix, wanted: Matrix, ridge: float, offset: Matrix | float = 0.0) -> Matrix:
    """The weights of a logistic regression, the first without penalty (Newton's method)."""
    penalty = numpy.diag([0.0] + [ridge] * (inputs.shape[1] - 1))
    weights = numpy.zeros(inputs.shape[1])
    for _ in range(30):
        guess = 1 / (1 + numpy.exp(-inputs @ weights - offset))
        slope = inputs.T @ (wanted - guess) - penalty @ weights
        curve = (inputs * (guess * (1 - guess))[:, None]).T @ inputs + penalty
        weights += numpy.linalg.solve(curve, slope)
    return weights


def move(weights: Matrix, inputs: Matrix, verdicts: Matrix) -> Matrix:
    """The weights as verdicts move them: all together first, then each as far as it has evidence."""
    logits = inputs @ weights
    shift = fit(numpy.column_stack([numpy.ones(len(logits)), logits]), verdicts, 1.0)
    moved = weights * shift[1]
    moved[0] += shift[0]
    return moved + fit(inputs, verdicts, RIDGE, inputs @ moved)


def to_matrix(samples: Sequence[Sample], names: Sequence[str]) -> tuple[Matrix, Matrix]:
    """The features of samples, a column each behind one of ones, and how right they are."""
    inputs = numpy.array([[1.0, *(float(name in features) for name in names)] for features, _ in samples])
    return inputs, numpy.array([right for _, right in samples])


def told_apart(logits: Matrix, verdicts: Matrix) -> float:
    """The share of pairs of a right and a wrong statement of which the right one has more (AUC)."""
    return float((logits[verdicts == 1][:, None] > logits[verdicts == 0]).mean())


def main() -> None:
    """Fit and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", type=Path, nargs="?")
    parser.add_argument("--read", type=Path, nargs=2, metavar=("READ", "ARTICLES"))
    parser.add_argument("--verdicts", type=Path, nargs=2, metavar=("VERDICTS", "ARTICLES"))
    arguments = parser.parse_args()
    if arguments.verdicts:
        print_verdicts(*arguments.verdicts)
        return
    gold = list(samples_of_gold(arguments.gold))
    read = list(samples_of_read(*arguments.read)) if arguments.read else []
    counts: dict[str, int] = {}
    for features, _ in [*gold, *read]:
        for feature in features:
            counts[feature] = counts.get(feature, 0) + 1
    names = sorted(name for name, count in counts.items() if RARE <= count <= len(gold) + len(read) - RARE)
    weights = fit(*to_matrix(gold, names), RIDGE)
    print(f"# {len(gold)} statements of the gold")
    if read:
        inputs, verdicts = to_matrix(read, names)
        held_out = numpy.zeros(len(read))
        for part in (numpy.arange(len(read)) % 10 == fold for fold in range(10)):
            held_out[part] = inputs[part] @ move(weights, inputs[~part], verdicts[~part])
        print(f"# {len(read)} read, {verdicts.mean():.3f} right; AUC {told_apart(held_out, verdicts):.3f}")
        for share in numpy.array_split(numpy.argsort(held_out), 10):
            sure = 1 / (1 + numpy.exp(-held_out[share]))
            print(f"#   {sure.min():.2f} to {sure.max():.2f}: {verdicts[share].mean():.2f} right")
        weights = move(weights, inputs, verdicts)
    for name, weight in zip(["", *names], weights, strict=True):
        print(f'    "{name}": {weight:.2f},')


if __name__ == "__main__":
    main()
