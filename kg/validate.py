"""Checks a graph against our SHACL shapes.

Receives an `rdflib.Graph`; returns a `Report`. What is wrong in a graph is told, never raised.
Nothing is inferred and no other file is read beside it: a graph must say itself what its relations are.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from rdflib import RDF, SH, BNode, Graph
from rdflib.term import Node

from kg.errors import OntologyError
from kg.iris import PREFIXES
from kg.ontology import ontology_dir


@dataclass(frozen=True, slots=True, order=True)
class Violation:
    """One thing that does not conform: the node, the path from it, the value found; "" where there is
    none.
    """

    focus: str
    path: str
    message: str
    value: str = ""
    severity: str = "Violation"


@dataclass(frozen=True, slots=True)
class Report:
    """What a validation found, in order."""

    conforms: bool
    violations: tuple[Violation, ...] = ()


def validate_graph(graph: Graph, shapes_path: str | Path | None = None) -> Report:
    """Return what in the graph breaks the shapes (None: the shapes that came with kg).

    Raises:
        OntologyError: the shapes cannot be read as Turtle.
    """
    import pyshacl

    shapes = _parse(Path(shapes_path) if shapes_path else ontology_dir() / "shapes.ttl")
    conforms, results, _ = pyshacl.validate(
        # A copy: pyshacl writes into what it validates, and a store may be read-only.
        _copy(graph),
        shacl_graph=shapes,
        inference="none",
        advanced=False,
        inplace=True,
    )
    if not isinstance(results, Graph):
        raise OntologyError(f"{shapes_path or 'shapes.ttl'}: the shapes cannot be used: {results}")
    return Report(bool(conforms), tuple(sorted(set(_violations_in(results)))))


def format_report(report: Report) -> str:
    """Return a report in words: one line for each violation, or one line that there is none."""
    return "".join(f"{_line(violation)}\n" for violation in report.violations) or "The graph conforms.\n"


def _line(violation: Violation) -> str:
    found = f" (found {violation.value})" if violation.value else ""
    place = " ".join(filter(None, (violation.focus, violation.path)))
    return f"{violation.severity}: {place}: {violation.message}{found}"


def _violations_in(results: Graph) -> list[Violation]:
    def text(node: Node, predicate: Node) -> str:
        value = results.value(node, predicate)
        return "" if value is None else _short(value)

    return [
        Violation(
            focus=text(node, SH.focusNode),
            path=_path_of(node, results),
            message=" ".join(text(node, SH.resultMessage).split()),
            value=text(node, SH.value),
            severity=text(node, SH.resultSeverity).rsplit("#", 1)[-1],
        )
        for node in results.subjects(RDF.type, SH.ValidationResult)
    ]


def _path_of(node: Node, results: Graph) -> str:
    """Return the path of a result; a sequence as predicates with "/", any other kind as ""."""
    path = results.value(node, SH.resultPath)
    steps = list(results.items(path)) if isinstance(path, BNode) else [path] if path else []
    return "/".join(_short(step) for step in steps)


def _short(node: Node) -> str:
    """Return a node on one line, its namespace as the usual prefix."""
    text = " ".join(str(node).split())
    for prefix, namespace in sorted(PREFIXES.items(), key=lambda item: -len(item[1])):
        if text.startswith(namespace):
            return f"{prefix}:{text[len(namespace) :]}"
    return text


def _copy(graph: Graph) -> Graph:
    copy = Graph(bind_namespaces="none")
    for triple in graph:
        copy.add(triple)
    return copy


def _parse(path: Path) -> Graph:
    try:
        return Graph(bind_namespaces="none").parse(path, format="turtle")
    except OSError as error:
        raise OntologyError(f"{path}: cannot be read ({error.strerror})") from error
    except Exception as error:  # rdflib's Turtle parser raises many types
        raise OntologyError(f"{path}: not valid Turtle: {' '.join(str(error).split())[:200]}") from error
