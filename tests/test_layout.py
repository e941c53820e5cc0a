"""Boxes get places: none on another, neighbours near, the same each time."""

from __future__ import annotations

import math
from collections.abc import Iterable
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.layout import place_boxes

Boxes = list[tuple[float, float]]
Links = dict[tuple[int, int], int]


def overlapping(spots: list[tuple[int, int]], boxes: Boxes) -> list[tuple[int, int]]:
    return [
        (a, b)
        for a, b in combinations(range(len(boxes)), 2)
        if abs(spots[a][0] - spots[b][0]) < boxes[a][0] + boxes[b][0] - 2
        and abs(spots[a][1] - spots[b][1]) < boxes[a][1] + boxes[b][1] - 2
    ]


def star(leaves: int) -> tuple[Boxes, Links]:
    return [(60.0, 25.0)] * (leaves + 1), {(0, leaf): 1 for leaf in range(1, leaves + 1)}


@st.composite
def graphs(draw: st.DrawFn) -> tuple[Boxes, Links]:
    number = draw(st.integers(1, 40))
    half = st.tuples(st.floats(5, 120), st.floats(5, 50))
    boxes = draw(st.lists(half, min_size=number, max_size=number))
    node = st.integers(0, number - 1)
    return boxes, draw(st.dictionaries(st.tuples(node, node), st.integers(1, 9), max_size=80))


@settings(max_examples=40, deadline=None)
@given(graphs())
def test_no_box_lies_on_another(graph: tuple[Boxes, Links]) -> None:
    boxes, links = graph
    spots = place_boxes(boxes, links)
    assert len(spots) == len(boxes)
    assert overlapping(spots, boxes) == []


@pytest.mark.parametrize("leaves", [1, 2, 40, 200])
def test_a_star_keeps_its_leaves_apart_and_around_it(leaves: int) -> None:
    boxes, links = star(leaves)
    spots = place_boxes(boxes, links)
    assert overlapping(spots, boxes) == []
    if leaves >= 40:
        middle = [sum(spot[axis] for spot in spots[1:]) / leaves for axis in (0, 1)]
        width = max(x for x, _ in spots) - min(x for x, _ in spots)
        assert math.dist(middle, spots[0]) < width / 5


def test_two_communities_stand_apart() -> None:
    clique = [(a, b) for group in (range(20), range(20, 40)) for a, b in combinations(group, 2)]
    links = dict.fromkeys([*clique, (0, 20)], 1)
    spots = place_boxes([(30.0, 20.0)] * 40, links)

    def mean(pairs: Iterable[tuple[int, int]]) -> float:
        distances = [math.dist(spots[a], spots[b]) for a, b in pairs]
        return sum(distances) / len(distances)

    assert mean((a, b) for a in range(20) for b in range(20, 40)) > 1.5 * mean(clique)


def test_the_same_boxes_get_the_same_places() -> None:
    boxes, links = star(60)
    assert place_boxes(boxes, links) == place_boxes(boxes, dict(reversed(links.items())))


def test_nothing_needs_no_place() -> None:
    assert place_boxes([], {}) == []
