"""A Turtle file of the ontology, asked for what it says of its nodes.

Receives a path. Whatever is missing, said twice, unknown or unreadable is raised as an `OntologyError` that
names the file and the term.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import Path

from rdflib import Graph, Namespace, URIRef
from rdflib.term import Node

from kg.errors import OntologyError


class TurtleFile:
    """A file as read. Lists are sorted, so that their order does not hang on that of the file."""

    def __init__(self, path: Path) -> None:
        self.name = path.name
        self.graph = _parse(path)

    def nodes(
        self, namespace: Namespace, predicate: URIRef | None = None, value: URIRef | None = None
    ) -> list[URIRef]:
        """Return the subjects right below a namespace; only those with the value, if one is asked for."""
        found = {node for node in self.graph.subjects(predicate, value) if isinstance(node, URIRef)}
        return sorted(
            node for node in found if str(node) == f"{namespace}{local_name(node)}" != str(namespace)
        )

    def has(self, node: Node, predicate: URIRef) -> bool:
        return (node, predicate, None) in self.graph

    def texts(self, node: Node, predicate: URIRef) -> list[str]:
        return sorted(str(value) for value in self.graph.objects(node, predicate))

    def text(self, node: Node, predicate: URIRef, default: str | None = None) -> str:
        """Return the one value; `default` (None: a fault) where there is none."""
        values = self.texts(node, predicate) or ([] if default is None else [default])
        if len(values) != 1:
            count = f"{len(values)} values for" if values else "no"
            raise self.fault(node, f"has {count} {local_name(predicate)}; give it one")
        return values[0]

    def is_true(self, node: Node, predicate: URIRef) -> bool:
        value = self.text(node, predicate, "false")
        if value not in ("true", "false"):
            raise self.fault(node, f"has {local_name(predicate)} {value!r}; say true or false")
        return value == "true"

    def require_known(self, node: Node, properties: Collection[Node]) -> None:
        """Raise for a property that is none of these: it is misspelt, and would be overlooked."""
        for found in self.graph.predicates(node):
            if found not in properties:
                raise self.fault(node, f"has unknown property {found}")

    def fault(self, node: Node, words: str) -> OntologyError:
        return OntologyError(f"{self.name}: {local_name(node)} {words}")


def local_name(node: Node | str) -> str:
    """Return the last part of an IRI, behind its namespace."""
    return re.split(r"[/#]", str(node))[-1]


def _parse(path: Path) -> Graph:
    try:
        return Graph(bind_namespaces="none").parse(path, format="turtle")
    except OSError as error:
        raise OntologyError(f"{path}: cannot be read ({error.strerror}); install kg again") from error
    except Exception as error:  # rdflib's Turtle parser raises many types, BadSyntax with the line among them
        reason = " ".join(str(error).split())[:200]
        raise OntologyError(f"{path}: not valid Turtle: {reason}") from error
