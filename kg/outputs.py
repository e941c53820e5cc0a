"""The files that a verb writes: refused before the work where they cannot be, filled after it.

Receives paths, whose endings name the format, and a graph. A fault is an `OutputError`.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import OutputError

if TYPE_CHECKING:
    from rdflib import Graph

GRAPH, PAGE = Path("exports/graph.ttl"), Path("exports/graph.html")
"""What a build leaves when it is not told where."""


def require_format(paths: Iterable[Path]) -> None:
    """Raise `OutputError` before the work is done for an ending that names no format."""
    from kg.export import SUFFIXES

    for path in paths:
        if path.suffix not in (*SUFFIXES, ".html"):
            raise OutputError(
                f"{path}: no format ends in {path.suffix!r}; known: {' '.join((*SUFFIXES, '.html'))}"
            )


def require_writable(paths: Iterable[Path], *, may_make: bool) -> None:
    """Raise `OutputError` before hours of work are done for a place that cannot be written to.

    `may_make`: the folder need not be there yet, only the one that it will lie in.
    """
    for path in paths:
        folder = path.parent
        if not folder.is_dir() and not (may_make and not folder.exists()):
            raise OutputError(f"{path}: there is no folder {folder}; make it first")
        if path.is_dir():
            raise OutputError(f"{path}: is a folder; name a file in it")
        nearest = path if path.exists() else folder if folder.exists() else folder.parent
        if not os.access(nearest, os.W_OK):
            raise OutputError(f"{path}: cannot be written; choose another place")


def write_graph(graph: Graph, path: Path) -> None:
    """Write a graph, or its picture, in the format of the path's ending, beside it first."""
    if path in (GRAPH, PAGE):
        path.parent.mkdir(exist_ok=True)
    from kg.export import serialize_graph
    from kg.graph import to_networkx
    from kg.store import save, write_safely

    if path.suffix == ".html":
        from kg.draw import draw_graph

        save(draw_graph(to_networkx(graph), title=path.stem), path)
        return
    written = serialize_graph(graph, lambda: to_networkx(graph), path.suffix)
    write_safely(path, lambda stream: stream.write(written))
