"""The best tree is a tree, has one root, and is the best there is."""

from __future__ import annotations

from itertools import product

import numpy
from hypothesis import given
from hypothesis import strategies as st

from kg.trees import best_tree


def is_tree(heads: tuple[int, ...]) -> bool:
    roots = [place for place, head in enumerate(heads) if place == head]
    if len(roots) != 1:
        return False
    for place in range(len(heads)):
        for _ in heads:
            place = heads[place]
        if place != roots[0]:
            return False
    return True


def score(scores: numpy.ndarray, heads: tuple[int, ...]) -> float:
    return float(sum(scores[place, head] for place, head in enumerate(heads)))


@given(st.integers(1, 5).flatmap(lambda n: st.lists(st.integers(-50, 50), min_size=n * n, max_size=n * n)))
def test_it_is_the_best_tree_with_its_root(values: list[int]) -> None:
    size = round(len(values) ** 0.5)
    scores = numpy.array(values, dtype=numpy.float32).reshape(size, size)
    heads = tuple(best_tree(scores).tolist())
    assert is_tree(heads)
    root = next(place for place, head in enumerate(heads) if place == head)
    trees = (tree for tree in product(range(size), repeat=size) if is_tree(tree) and tree[root] == root)
    assert score(scores, heads) == max(score(scores, tree) for tree in trees)


def test_a_cycle_is_opened_where_it_costs_least() -> None:
    scores = numpy.array([[5, 0, 0], [4, 0, 9], [1, 9, 0]], dtype=numpy.float32)
    assert best_tree(scores).tolist() == [0, 0, 1]


def test_of_two_roots_one_stays() -> None:
    scores = numpy.array([[5, 0, 0], [0, 6, 0], [0, 3, 0]], dtype=numpy.float32)
    assert best_tree(scores).tolist() in ([1, 1, 1], [0, 0, 1])


def test_a_long_sentence_of_noise_is_a_tree() -> None:
    scores = numpy.random.default_rng(1).normal(size=(120, 120)).astype(numpy.float32)
    assert is_tree(tuple(best_tree(scores).tolist()))
