"""Boxes joined by links get places on a page: what belongs together near, nothing on top of anything.

Receives the half widths and half heights of boxes and the links between them, all by number; returns the
middles in pixels. Knows nothing of graphs of news; the same boxes and links give the same places.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import networkx
    import numpy as np
    from numpy.typing import NDArray


def place_boxes(
    boxes: Sequence[tuple[float, float]], links: Mapping[tuple[int, int], int]
) -> list[tuple[int, int]]:
    """Return x and y of each box's middle, in pixels: linked ones near, none on another."""
    import networkx
    import numpy as np

    graph = networkx.Graph()
    graph.add_nodes_from(range(len(boxes)))
    for (source, target), count in links.items():
        if source != target:
            both = count + links.get((target, source), 0)
            graph.add_edge(source, target, weight=both)
    parts = [sorted(part) for part in networkx.connected_components(graph)]
    parts.sort(key=lambda part: (-len(part), part))
    islands = []
    for part in parts:
        halves = np.array([boxes[node] for node in part])
        spots = _push_apart(_unfold(graph.subgraph(part), part), halves)
        spots -= (spots - halves).min(axis=0)
        islands.append((spots, (spots + halves).max(axis=0)))
    found = [(0, 0)] * len(boxes)
    for part, (spots, _), corner in zip(parts, islands, _pack([size for _, size in islands]), strict=True):
        for node, (x, y) in zip(part, spots + corner, strict=True):
            found[node] = (round(float(x)), round(float(y)))
    return found


def _unfold(graph: networkx.Graph[int], part: list[int]) -> NDArray[np.float64]:
    """Return a place for each node of a connected graph, one unit between neighbours.

    Stress majorisation of the distances in the graph, with two units more between communities: it shows what
    is near what better than springs do, needs no luck at the start, and 300 nodes take a third of a second.

    References: Gansner, Koren, North, Graph Drawing by Stress Majorization (2004).
    """
    import networkx
    import numpy as np

    if len(part) == 1:
        return np.zeros((1, 2))
    groups = [set(part)]
    if len(part) > 30:
        groups = networkx.community.louvain_communities(graph, weight="weight", seed=1)
        groups.sort(key=lambda group: (-len(group), min(group)))
    group_of = {node: number for number, group in enumerate(groups) for node in group}
    member = np.array([group_of[node] for node in part])
    wanted = _hops(networkx.to_numpy_array(graph, nodelist=part, weight=None))
    wanted += 2.0 * (member[:, None] != member)
    np.fill_diagonal(wanted, 1)
    weight = wanted**-2
    np.fill_diagonal(weight, 0)
    # A sunflower of sunflowers: an even start that favours nobody.
    turn, rank = np.arange(len(part)) * 2.399963, np.sqrt(np.arange(len(part)) + 0.5)
    centre = 2.5 * math.sqrt(len(part) / len(groups)) * np.sqrt(member) * np.exp(2.399963j * member)
    spots = centre + 0.6 * rank * np.exp(1j * turn) / math.sqrt(len(groups))
    for _ in range(120 if len(part) <= 400 else 40):
        apart = spots[:, None] - spots
        length = np.maximum(np.abs(apart), 1e-9)
        pull = (weight * (spots + wanted * apart / length)).sum(axis=1) / weight.sum(axis=1)
        spots = 0.4 * spots + 0.6 * pull
    return np.column_stack([spots.real, spots.imag])


def _hops(adjacency: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return how many links lie between each two nodes of a connected graph, by powers of its matrix."""
    import numpy as np

    step = adjacency.astype(np.float32)
    reached = np.eye(len(step), dtype=bool)
    hops = np.zeros(adjacency.shape)
    while not reached.all():
        hops += ~reached
        reached |= (reached.astype(np.float32) @ step) > 0
    return hops


def _push_apart(spots: NDArray[np.float64], halves: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the places in pixels: spread until few boxes meet, then those that do moved apart."""
    import numpy as np

    def meeting(at: NDArray[np.float64], margin: float) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        x, y = (
            np.abs(at[:, None, axis] - at[:, axis]) < halves[:, None, axis] + halves[:, axis] + margin
            for axis in (0, 1)
        )
        one, other = np.nonzero(np.triu(x & y, 1))
        return one, other

    # A name is wider than high; a few nodes have room for the words on their lines.
    scale = 60 + 300 / math.sqrt(len(spots))
    placed = spots * (1.2, 1.0) * scale
    while len(meeting(placed, 0)[0]) > len(spots) and scale < 600:
        scale *= 1.12
        placed = spots * (1.2, 1.0) * scale
    for attempt in range(400):
        if not len(meeting(placed, 0)[0]):
            break
        if attempt % 8 == 7:
            # too crowded for a push to help
            placed *= 1.06
        one, other = meeting(placed, 80)
        for _ in range(12):
            gap = placed[one] - placed[other]
            lack = np.maximum(halves[one] + halves[other] + 1 - np.abs(gap), 0)
            axis = np.argmin(lack, axis=1)
            rows = np.arange(len(one))
            move = np.zeros_like(gap)
            move[rows, axis] = 0.3 * lack[rows, axis] * np.where(gap[rows, axis] < 0, -1, 1)
            np.add.at(placed, one, move)
            np.subtract.at(placed, other, move)
    return placed


def _pack(sizes: list[NDArray[np.float64]]) -> list[tuple[float, float]]:
    """Return the upper left corner of each rectangle: the others in rows below or beside the first."""
    gap = 60.0
    sides = [(float(width), float(height)) for width, height in sizes]
    if not sides:
        return []
    width, height = sides[0]
    area = sum((w + gap) * (h + gap) for w, h in sides[1:])
    if width > height:
        row_width = max(width, math.sqrt(1.3 * (area + width * height)))
        left, top = 0.0, height + gap
    else:
        row_width = max(area / height, math.sqrt(1.3 * (area + width * height)) - width)
        left, top = width + gap, 0.0
    corners = [(0.0, 0.0)]
    x = y = row_height = 0.0
    for w, h in sides[1:]:
        if x and x + w > row_width:
            x, y, row_height = 0.0, y + row_height + gap, 0.0
        corners.append((left + x, top + y))
        x, row_height = x + w + gap, max(row_height, h)
    return corners
