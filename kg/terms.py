"""RDF terms as people read them.

Receives a term, or None where nothing is bound; returns a text.
"""

from __future__ import annotations

from rdflib import BNode, URIRef
from rdflib.term import Node

from kg.iris import PREFIXES
from kg.wording import one_line


def plain_term(term: Node | None) -> str:
    """Return an IRI, a blank node or the text of a literal; "" for None."""
    if term is None:
        return ""
    return f"_:{term}" if isinstance(term, BNode) else str(term)


def short_term(term: Node | None) -> str:
    """Return a term in one line: an IRI as a prefixed name, a literal as its text."""
    text = plain_term(term)
    if isinstance(term, URIRef):
        fits = [(len(iri), prefix, iri) for prefix, iri in PREFIXES.items() if text.startswith(iri)]
        if fits:
            _, prefix, iri = max(fits)
            text = f"{prefix}:{text.removeprefix(iri)}"
    return one_line(text)
