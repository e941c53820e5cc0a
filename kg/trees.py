"""The best tree over the words of a sentence.

Receives scores (children, heads), the diagonal being the score of a root; returns each word's head,
the root's its own place. Trees may cross their branches; each has one root.

References: McDonald et al. 2005, https://aclanthology.org/H05-1066/ ; Chu and Liu 1965; Edmonds 1967
"""

from __future__ import annotations

import numpy
from numpy.typing import NDArray

Scores = NDArray[numpy.float32]
Heads = NDArray[numpy.int64]
NEVER = numpy.float32(-1e9)


def best_tree(scores: Scores) -> Heads:
    """Return the heads of the tree of the highest score, with the likeliest word as its root.

    >>> best_tree(numpy.array([[0, 9, 0], [8, 0, 0], [0, 4, 5]], dtype="float32")).tolist()
    [1, 2, 2]
    """
    heads: Heads = scores.argmax(1)
    places = numpy.arange(len(scores))
    if (heads == places).sum() == 1 and not len(_cycle_in(heads)):
        return heads
    inner = scores.copy()
    numpy.fill_diagonal(inner, NEVER)
    root = int((scores.diagonal() - inner.max(1)).argmax())
    return _spanning(inner, root)


def _spanning(scores: Scores, root: int) -> Heads:
    """The best heads with this root; a cycle is contracted to one node and opened where that costs least."""
    heads: Heads = scores.argmax(1)
    heads[root] = root
    cycle = _cycle_in(heads)
    if not len(cycle):
        return heads
    inside = numpy.zeros(len(scores), dtype=bool)
    inside[cycle] = True
    rest = numpy.flatnonzero(~inside)
    lost = scores[cycle] - scores[cycle, heads[cycle]][:, None]
    node = len(rest)
    smaller = numpy.full((node + 1, node + 1), NEVER, dtype=scores.dtype)
    smaller[:node, :node] = scores[numpy.ix_(rest, rest)]
    smaller[node, :node] = lost[:, rest].max(0)
    smaller[:node, node] = scores[numpy.ix_(rest, cycle)].max(1)
    chosen = _spanning(smaller, int(numpy.flatnonzero(rest == root)[0]))
    for place, head in enumerate(chosen[:node]):
        child = rest[place]
        if child != root:
            heads[child] = rest[head] if head < node else cycle[scores[child, cycle].argmax()]
    entry = rest[chosen[node]]
    opened = cycle[lost[:, entry].argmax()]
    heads[opened] = entry
    return heads


def _cycle_in(heads: Heads) -> Heads:
    """The places of one cycle of two or more words; none: empty."""
    seen = numpy.zeros(len(heads), dtype=numpy.int64)
    for start in range(len(heads)):
        place, path = start, []
        while not seen[place]:
            seen[place] = start + 1
            path.append(place)
            place = int(heads[place])
        if seen[place] == start + 1 and heads[place] != place:
            return numpy.array(path[path.index(place) :], dtype=numpy.int64)
    return numpy.zeros(0, dtype=numpy.int64)
