"""Puts a graph into the format that a file's ending names, the same bytes for the same graph.

Receives an `rdflib.Graph` and, for formats that know only nodes and edges, its NetworkX view.
Everything is sorted by code point and nothing asks a clock. A graph without blank nodes, as ours are,
is repeated byte for byte; in others a blank node keeps the label it happens to have.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

from rdflib import RDF, RDFS, XSD, Graph, Literal, URIRef
from rdflib.term import Node

from kg.errors import OutputError
from kg.iris import PREFIXES
from kg.tables import format_rows

if TYPE_CHECKING:
    from networkx import MultiDiGraph

_EDGE_COLUMNS = (
    *("subject", "predicate", "object", "category", "negated", "modality", "speaker", "start", "end"),
    *("confidence", "sentence", "article", "date", "url"),
)


def serialize_graph(graph: Graph, view: Callable[[], MultiDiGraph[str]], suffix: str) -> bytes:
    """Return a graph in the format that a file's ending names (one of `SUFFIXES`), in UTF-8.

    `.ttl .nt .nq .jsonld` hold the whole graph; `.graphml .gexf .json .csv` hold its view, which is asked for
    only then: entities and the statements between two of them.

    Raises:
        OutputError: no format has the ending.
    """
    if write := _FROM_GRAPH.get(suffix.lower()):
        return write(graph).encode("utf-8")
    if write_view := _FROM_VIEW.get(suffix.lower()):
        return write_view(view()).encode("utf-8")
    raise OutputError(f"no format ends in {suffix!r}; known: {' '.join(SUFFIXES)}")


# Triples


def to_turtle(graph: Graph) -> str:
    """Return the graph as Turtle: the prefixes in use, then the subjects in order, the type first in each."""
    used: set[str] = set()
    blocks = []
    for subject, pairs in _by_subject(graph):
        lines = []
        for predicate, values in pairs:
            verb = "a" if predicate == RDF.type else _to_name(predicate, used)
            lines.append(f"{verb} {', '.join(_to_turtle_term(value, used) for value in values)}")
        blocks.append(f"{_to_name(subject, used)} " + " ;\n    ".join(lines) + " .\n")
    head = "".join(f"@prefix {p}: <{PREFIXES[p]}> .\n" for p in sorted(used))
    return "\n".join([head, *blocks] if head else blocks)


def to_ntriples(graph: Graph) -> str:
    """Return the graph as N-Triples in order; these lines are N-Quads of the default graph as well."""
    return "".join(sorted(f"{_to_nt(s)} {_to_nt(p)} {_to_nt(o)} .\n" for s, p, o in graph))


def to_jsonld(graph: Graph) -> str:
    """Return the graph as JSON-LD: one flat object for each subject, names shortened by the context."""
    objects = []
    for subject, pairs in _by_subject(graph):
        item: dict[str, Any] = {"@id": _to_jsonld_id(subject)}
        for predicate, values in pairs:
            if predicate == RDF.type:
                item["@type"] = [_to_jsonld_id(value) for value in values]
            else:
                item[_to_jsonld_id(predicate)] = [_to_jsonld_value(value) for value in values]
        objects.append(item)
    return _to_json_text({"@context": dict(sorted(PREFIXES.items())), "@graph": objects})


_FROM_GRAPH: dict[str, Callable[[Graph], str]] = {
    ".ttl": to_turtle,
    ".nt": to_ntriples,
    ".nq": to_ntriples,
    ".jsonld": to_jsonld,
}


_FIRST = (RDF.type, RDFS.label, RDF.subject, RDF.predicate, RDF.object)


def _by_subject(graph: Graph) -> Iterator[tuple[Node, list[tuple[Node, list[Node]]]]]:
    """Yield each subject with its predicates and their objects, all in order, those in `_FIRST` first."""
    early: dict[Node, int] = {predicate: place for place, predicate in enumerate(_FIRST)}
    keyed = sorted(
        ((_to_nt(s), early.get(p, len(_FIRST)), str(p), _to_nt(o)), (s, p, o)) for s, p, o in graph
    )
    triples = (triple for _, triple in keyed)
    for subject, found in groupby(triples, key=lambda triple: triple[0]):
        yield (
            subject,
            [(p, [o for _, _, o in same]) for p, same in groupby(found, key=lambda triple: triple[1])],
        )


_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}
_TO_ESCAPE = re.compile('[\\\\"\x00-\x1f\x7f\u0085\u2028\u2029]')


def _quoted(text: str) -> str:
    """Return a text as a literal on one line; a lone surrogate, which no encoding can hold, becomes
    U+FFFD.
    """
    escaped = _TO_ESCAPE.sub(lambda found: _ESCAPES.get(found[0], f"\\u{ord(found[0]):04X}"), text)
    return f'"{escaped.encode("utf-16", "surrogatepass").decode("utf-16", "replace")}"'


def _to_nt(node: Node) -> str:
    if not isinstance(node, Literal):
        return f"<{node}>" if isinstance(node, URIRef) else f"_:{node}"
    if node.language:
        return f"{_quoted(node)}@{node.language}"
    if node.datatype is None or node.datatype == XSD.string:
        return _quoted(node)
    return f"{_quoted(node)}^^<{node.datatype}>"


# Longest namespace first: plover: lies inside kg:.
_NAMESPACES = sorted(PREFIXES.items(), key=lambda item: (-len(item[1]), item))
# Turtle's PN_CHARS, a letter or digit first; dots and escapes are left out, so a name with one stays an IRI.
_BASE = (
    "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c\u200d\u2070-\u218f"
    "\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_LOCAL_NAME = re.compile(f"[{_BASE}_0-9][{_BASE}_0-9\u00b7\u0300-\u036f\u203f\u2040-]*")


def _shortened(iri: str) -> tuple[str, str] | None:
    """Return prefix and local name where the IRI has them."""
    for prefix, namespace in _NAMESPACES:
        if iri.startswith(namespace) and _LOCAL_NAME.fullmatch(iri, len(namespace)):
            return prefix, iri[len(namespace) :]
    return None


def _to_name(node: Node, used: set[str]) -> str:
    """Return an IRI as a prefixed name where that is possible, and note the prefix in `used`."""
    if isinstance(node, URIRef) and (short := _shortened(node)):
        used.add(short[0])
        return ":".join(short)
    return _to_nt(node)


_BARE = {
    XSD.boolean: re.compile("true|false"),
    XSD.integer: re.compile("[+-]?[0-9]+"),
    XSD.decimal: re.compile(r"[+-]?[0-9]*\.[0-9]+"),
}


def _to_turtle_term(node: Node, used: set[str]) -> str:
    if not isinstance(node, Literal) or node.datatype in (None, XSD.string):
        return _to_name(node, used)
    if node.datatype in _BARE and _BARE[node.datatype].fullmatch(node):
        return str(node)
    return f"{_quoted(node)}^^{_to_name(node.datatype, used)}" if node.datatype else _to_nt(node)


def _to_jsonld_id(node: Node) -> str:
    if not isinstance(node, URIRef):
        return f"_:{node}"
    return ":".join(_shortened(node) or (str(node),))


def _to_jsonld_value(node: Node) -> Any:
    if not isinstance(node, Literal):
        return {"@id": _to_jsonld_id(node)}
    text = _clean(str(node))
    if node.language:
        return {"@value": text, "@language": node.language}
    if node.datatype in (None, XSD.string):
        return text
    if node.datatype in (XSD.boolean, XSD.integer) and text == str(node.value).lower():
        return node.value
    return {"@value": text, "@type": _to_jsonld_id(node.datatype or XSD.string)}


# The view


def to_csv(view: MultiDiGraph[str]) -> str:
    """Return the edges as a table, in the order of date, article and sentence.

    A cell that a spreadsheet would run as a formula gets an apostrophe in front.
    """
    rows = ([row[column] for column in _EDGE_COLUMNS] for row in _edge_rows(view))
    return format_rows([_EDGE_COLUMNS, *([_cleaned(value) for value in row] for row in rows)])


def _edge_rows(view: MultiDiGraph[str]) -> list[dict[str, Any]]:
    edges = sorted(
        view.edges(keys=True, data=True),
        key=lambda e: (e[3]["date"] or "", e[3]["article_id"] or "", e[3]["sentence_index"] or 0, e[2]),
    )
    return [
        {
            **data,
            "subject": view.nodes[source]["label"],
            "object": view.nodes[target]["label"],
            "speaker": data["attributed_to"],
            "article": data["article"] or data["article_id"],
        }
        for source, target, _, data in edges
    ]


def to_graphml(view: MultiDiGraph[str]) -> str:
    """Return the view as GraphML; the id of an edge is the id of its statement."""
    import networkx

    return "\n".join(networkx.generate_graphml(_plain_view(view))) + "\n"


def to_gexf(view: MultiDiGraph[str]) -> str:
    """Return the view as GEXF, dated where statements are, without the day of writing."""
    from networkx.readwrite.gexf import GEXFWriter

    plain = _plain_view(view)
    for _, _, data in plain.edges(data=True):
        data["id"] = data.pop("statement")
    writer = GEXFWriter(version="1.2draft")
    writer.add_graph(plain)
    for meta in [child for child in writer.xml if child.tag.endswith("meta")]:
        writer.xml.remove(meta)
    ElementTree.indent(writer.xml)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ElementTree.tostring(writer.xml, encoding="unicode")}\n'


def to_node_link(view: MultiDiGraph[str]) -> str:
    """Return the view as node-link JSON, which `networkx.node_link_graph` reads back."""
    import networkx

    return _to_json_text(networkx.node_link_data(view, edges="edges"))


_FROM_VIEW: dict[str, Callable[[MultiDiGraph[str]], str]] = {
    ".graphml": to_graphml,
    ".gexf": to_gexf,
    ".json": to_node_link,
    ".csv": to_csv,
}

SUFFIXES = (*_FROM_GRAPH, *_FROM_VIEW)
"""The endings of files that have a format."""


def _plain_view(view: MultiDiGraph[str]) -> MultiDiGraph[str]:
    """Return a copy that XML can hold: no None, no forbidden character, the statement's id as an
    attribute.
    """
    import networkx

    plain: MultiDiGraph[str] = networkx.MultiDiGraph()
    for node, data in view.nodes(data=True):
        plain.add_node(_clean(node), **_plain_values(data.items()))
    for source, target, key, data in view.edges(keys=True, data=True):
        plain.add_edge(
            _clean(source),
            _clean(target),
            key=_clean(key),
            statement=_clean(key),
            **_plain_values(data.items()),
        )
    return plain


def _plain_values(items: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    plain = {key: "; ".join(value) if isinstance(value, list) else value for key, value in items}
    return {k: _cleaned(v) for k, v in plain.items() if v is not None}


_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def _clean(text: str) -> str:
    """Return the text with U+FFFD for every character that XML forbids."""
    return _NOT_XML.sub("\ufffd", text)


def _cleaned(value: Any) -> Any:
    return _clean(value) if isinstance(value, str) else value


def _to_json_text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"
