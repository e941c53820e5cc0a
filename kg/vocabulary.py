"""The terms that `ontology/kg.ttl` declares: classes, relations, and the PLOVER categories of relations.

Receives the file; returns one record for each term, by name.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rdflib import OWL, RDF, RDFS, SKOS
from rdflib.term import Node

from kg.errors import OntologyError
from kg.iris import KG, PLOVER
from kg.turtle import TurtleFile, local_name


@dataclass(frozen=True, slots=True)
class PredicateTerm:
    """A declared relation. `domain` and `range` are names of classes, "" where nothing is said."""

    name: str
    label: str
    comment: str
    category: str
    domain: str = ""
    range: str = ""


@dataclass(frozen=True, slots=True)
class ClassTerm:
    """A declared class: `parents` among our own classes, `spacy_labels` the entity labels that lead to it."""

    name: str
    label: str
    comment: str
    parents: tuple[str, ...] = ()
    spacy_labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CategoryTerm:
    """A PLOVER category: `quad` is its quad class ("" for SAY and OTHER), `cameo` its CAMEO codes."""

    code: str
    label: str
    definition: str
    quad: str = ""
    cameo: tuple[str, ...] = ()


def read_classes(file: TurtleFile) -> dict[str, ClassTerm]:
    return {
        (name := local_name(node)): ClassTerm(
            name=name,
            label=file.text(node, RDFS.label),
            comment=file.text(node, RDFS.comment),
            parents=tuple(local_name(p) for p in file.texts(node, RDFS.subClassOf) if p.startswith(KG)),
            spacy_labels=tuple(file.texts(node, KG.spacyLabel)),
        )
        for node in file.nodes(KG, RDF.type, OWL.Class)
    }


def class_by_label(classes: Mapping[str, ClassTerm]) -> dict[str, str]:
    """Return the class that each spaCy label leads to."""
    found: dict[str, str] = {}
    for name, term in classes.items():
        for label in term.spacy_labels:
            if label in found:
                raise OntologyError(f"kg.ttl: spaCy label {label!r} leads to both {found[label]} and {name}")
            found[label] = name
    return dict(sorted(found.items()))


def read_categories(file: TurtleFile) -> dict[str, CategoryTerm]:
    return {
        (code := local_name(node)): CategoryTerm(
            code=code,
            label=file.text(node, SKOS.prefLabel),
            definition=file.text(node, SKOS.definition),
            quad=file.text(node, KG.quadClass, ""),
            cameo=tuple(file.texts(node, SKOS.notation)),
        )
        for node in file.nodes(PLOVER, RDF.type, SKOS.Concept)
    }


def read_predicates(file: TurtleFile, categories: Mapping[str, CategoryTerm]) -> dict[str, PredicateTerm]:
    return {
        (name := local_name(node)): PredicateTerm(
            name=name,
            label=file.text(node, RDFS.label),
            comment=file.text(node, RDFS.comment),
            category=category_of(file, node, categories),
            domain=local_name(file.text(node, RDFS.domain, "")),
            range=local_name(file.text(node, RDFS.range, "")),
        )
        for node in file.nodes(KG, RDFS.subPropertyOf, KG.related)
    }


def category_of(file: TurtleFile, node: Node, known: Iterable[str], default: str | None = None) -> str:
    """Return the code of the category of a node, one of those that are known."""
    code = local_name(file.text(node, KG.category, default))
    if code not in known:
        raise file.fault(node, f"has unknown category {code!r}; known: {', '.join(known)}")
    return code
