"""Graphs of ours conform to the shapes; whatever else is in a graph is told, with place and reason."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from laws import resolutions
from rdflib import PROV, RDF, RDFS, SKOS, XSD, Graph, Literal, URIRef
from rdflib.term import Node
from samples import harbour

from kg.errors import OntologyError
from kg.export import to_turtle
from kg.graph import to_rdf
from kg.iris import ENT, KG, PLOVER, PREFIXES, SCHEMA, ST, article_iri, sentence_iri, statement_iri
from kg.model import Resolution
from kg.ontology import load_ontology
from kg.store import open_graph, save
from kg.validate import Report, Violation, format_report, validate_graph

ONTOLOGY = load_ontology()


def small_graph() -> Graph:
    return to_rdf(harbour(), ONTOLOGY)


def statement(predicate: str) -> URIRef:
    (found,) = (
        s for s in harbour().statements if s.predicate.name == predicate and s.evidence.article == "harbour-1"
    )
    return statement_iri(found.id)


ACCUSING, MAYBE = statement("accuse"), statement("closeItself")


def test_our_graphs_conform() -> None:
    assert validate_graph(small_graph()) == Report(conforms=True)


def test_a_graph_in_a_store_conforms_and_is_not_changed(tmp_path: Path) -> None:
    save(to_turtle(small_graph()), tmp_path / "small.ttl")
    graph = open_graph(tmp_path / "small.ttl")
    before = set(graph)
    assert validate_graph(graph).conforms
    assert set(graph) == before


def test_an_empty_graph_conforms() -> None:
    assert validate_graph(Graph()).conforms


@settings(max_examples=10, deadline=None)
@given(resolutions())
def test_every_graph_conforms(resolution: Resolution) -> None:
    assert validate_graph(to_rdf(resolution, ONTOLOGY)) == Report(conforms=True)


SENTENCE, ARTICLE = sentence_iri("harbour-1", 0), article_iri("harbour-1")
FAULTS: list[tuple[URIRef, URIRef, Node | None, str]] = [
    (ACCUSING, KG.negated, None, "kg:negated"),
    (ACCUSING, KG.negated, Literal("no"), "kg:negated"),
    (ACCUSING, KG.modality, KG.Perhaps, "kg:modality"),
    (ACCUSING, KG.category, PLOVER.DANCE, "kg:category"),
    (ACCUSING, KG.confidence, Literal("1.5", datatype=XSD.decimal), "kg:confidence"),
    (ACCUSING, KG.endDate, Literal("2020-01-01", datatype=XSD.date), "kg:startDate"),
    (ACCUSING, RDF.predicate, KG.unheardOf, "rdf:predicate/rdfs:subPropertyOf"),
    (ACCUSING, RDF.predicate, URIRef("https://elsewhere.example/p"), "rdf:predicate"),
    (ACCUSING, RDF.subject, Literal("Mara Lind"), "rdf:subject"),
    (ACCUSING, KG.predicateText, Literal(""), "kg:predicateText"),
    (ACCUSING, PROV.wasDerivedFrom, None, "prov:wasDerivedFrom"),
    (ACCUSING, KG.content, ENT.Vik, "kg:content"),
    (SENTENCE, KG.text, Literal("  "), "kg:text"),
    (SENTENCE, KG.start, Literal(900), "kg:start"),
    (SENTENCE, SCHEMA.isPartOf, ENT.Vik, "schema:isPartOf"),
    (ARTICLE, SCHEMA.datePublished, Literal("today"), "schema:datePublished"),
    (ENT.Vik, RDFS.label, None, "rdfs:label"),
    (ENT.Vik, RDF.type, KG.Town, "rdf:type"),
    (ENT.Vik, KG.named, Literal("yes"), "kg:named"),
    (ENT.Mara_Lind, SKOS.altLabel, ENT.Vik, "skos:altLabel"),
]


@pytest.mark.parametrize(("node", "predicate", "value", "path"), FAULTS)
def test_a_fault_is_found(node: URIRef, predicate: URIRef, value: Node | None, path: str) -> None:
    graph = small_graph()
    graph.remove((node, predicate, None))
    if value is not None:
        graph.add((node, predicate, value))
    report = validate_graph(graph)
    assert not report.conforms
    name = Graph(bind_namespaces="none").namespace_manager
    for prefix, namespace in PREFIXES.items():
        name.bind(prefix, namespace)
    faults = [v for v in report.violations if v.focus == name.normalizeUri(node)]
    assert any(path in (fault.path, fault.message) or path in fault.path for fault in faults), report
    assert all(fault.message for fault in report.violations)


def test_a_statement_about_nothing_is_a_fault() -> None:
    graph = small_graph()
    for predicate in (RDF.subject, KG.subjectText):
        graph.remove((MAYBE, predicate, None))
    (fault,) = validate_graph(graph).violations
    assert fault.focus == f"st:{MAYBE.removeprefix(str(ST))}"
    assert fault.message == "a statement has a subject, an object, a place or an argument"


def test_faults_are_sorted_and_one_line_each() -> None:
    graph = small_graph()
    graph.remove((None, KG.negated, None))
    report = validate_graph(graph)
    assert list(report.violations) == sorted(report.violations)
    assert len(report.violations) == len(harbour().statements)
    lines = format_report(report).splitlines()
    assert len(lines) == len(report.violations)
    assert all(line.startswith("Violation: ") for line in lines)


def test_words_of_a_report() -> None:
    fault = Violation("st:a", "kg:text", "has no text", "x")
    assert format_report(Report(False, (fault,))) == "Violation: st:a kg:text: has no text (found x)\n"
    assert format_report(Report(True)) == "The graph conforms.\n"


@pytest.mark.parametrize(("text", "reason"), [(None, "cannot be read"), ("a b", "not valid Turtle")])
def test_shapes_that_cannot_be_read(text: str | None, reason: str, tmp_path: Path) -> None:
    path = tmp_path / "shapes.ttl"
    if text is not None:
        save(text, path)
    with pytest.raises(OntologyError, match=rf"shapes\.ttl: {reason}"):
        validate_graph(Graph(), path)
