"""A graph in every format: complete, readable by others, and the same bytes each time."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import networkx
import pyoxigraph
import pytest
from hypothesis import given
from laws import LAW, TEXTS, resolutions
from rdflib import RDF, XSD, BNode, Graph, Literal, URIRef
from rdflib.compare import isomorphic
from samples import harbour

from kg.errors import OutputError
from kg.export import SUFFIXES, serialize_graph, to_csv, to_gexf, to_graphml, to_turtle
from kg.graph import to_networkx, to_rdf
from kg.iris import PREFIXES
from kg.model import Resolution
from kg.ontology import load_ontology
from kg.store import OxigraphStore, open_graph, save

ONTOLOGY = load_ontology()
OF_GRAPH = {".ttl": "turtle", ".nt": "nt", ".nq": "nquads", ".jsonld": "json-ld"}
"""Each ending of a whole graph, and rdflib's name of its format."""


def small_graph() -> Graph:
    return to_rdf(harbour(), ONTOLOGY)


def write(graph: Graph, suffix: str) -> bytes:
    return serialize_graph(graph, lambda: to_networkx(graph), suffix)


def read_back(written: bytes, suffix: str) -> Graph:
    """Return what rdflib reads or Oxigraph reads out of a written graph."""
    if suffix in (".ttl", ".nt"):
        return Graph().parse(data=written, format=OF_GRAPH[suffix])
    # rdflib's own readers of these two warn of their age
    store = pyoxigraph.Store()
    store.load(written, format=pyoxigraph.RdfFormat.from_extension(suffix[1:]))
    return Graph(store=OxigraphStore(store))


def test_every_format_is_tested() -> None:
    assert (*OF_GRAPH, ".graphml", ".gexf", ".json", ".csv") == SUFFIXES


# The whole graph


@pytest.mark.parametrize("suffix", OF_GRAPH)
def test_a_graph_is_read_back(suffix: str) -> None:
    graph = small_graph()
    assert isomorphic(read_back(write(graph, suffix), suffix), graph)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_graph_in_a_store_gives_the_same_bytes(suffix: str, tmp_path: Path) -> None:
    save(to_turtle(small_graph()), tmp_path / "small.ttl")
    assert write(open_graph(tmp_path / "small.ttl"), suffix) == write(small_graph(), suffix)


@LAW
@given(resolutions())
def test_any_graph_is_read_back(resolution: Resolution) -> None:
    graph = to_rdf(resolution, ONTOLOGY)
    turtle = write(graph, ".ttl")
    assert isomorphic(read_back(turtle, ".ttl"), graph)
    assert write(read_back(turtle, ".ttl"), ".ttl") == turtle
    for suffix in (".nt", ".jsonld"):
        assert isomorphic(read_back(write(graph, suffix), suffix), graph)


@LAW
@given(TEXTS.filter(lambda text: text.isprintable() or "\n" in text))
def test_any_literal_is_read_back(text: str) -> None:
    graph = Graph()
    for value in (
        Literal(text),
        Literal(text, lang="en"),
        Literal(text, datatype=URIRef("https://x.example/t")),
    ):
        graph.add((URIRef("https://x.example/s"), RDF.value, value))
    assert isomorphic(read_back(write(graph, ".ttl"), ".ttl"), graph)
    assert isomorphic(read_back(write(graph, ".nt"), ".nt"), graph)


@pytest.mark.parametrize(
    ("literal", "written"),
    [
        (Literal(True), "true"),
        (Literal(12), "12"),
        (Literal("0.90", datatype=XSD.decimal), "0.90"),
        (Literal("5", datatype=XSD.decimal), '"5"^^xsd:decimal'),
        (Literal("2021-03-10", datatype=XSD.date), '"2021-03-10"^^xsd:date'),
        (Literal("oui", lang="fr"), '"oui"@fr'),
        (Literal('a"b\\c\nd'), '"a\\"b\\\\c\\nd"'),
        (URIRef("https://example.org/kg/plover/SAY"), "plover:SAY"),
        (URIRef("https://example.org/kg/a/b"), "<https://example.org/kg/a/b>"),
        (BNode("b1"), "_:b1"),
    ],
)
def test_turtle_terms(literal: Literal, written: str) -> None:
    graph = Graph()
    graph.add((URIRef("https://example.org/kg/s"), RDF.value, literal))
    assert f"kg:s rdf:value {written} .\n" in to_turtle(graph)


def test_turtle_is_sorted_and_names_only_the_prefixes_in_use() -> None:
    lines = to_turtle(small_graph()).splitlines()
    heads = [line for line in lines if line.startswith("@prefix")]
    assert heads == sorted(heads)
    named = {line.split()[1].rstrip(":") for line in heads}
    assert "owl" not in named
    assert named < set(PREFIXES)


@pytest.mark.parametrize("suffix", OF_GRAPH)
def test_an_empty_graph(suffix: str) -> None:
    assert len(read_back(write(Graph(), suffix), suffix)) == 0


# The view


def test_csv_is_a_table_of_the_edges() -> None:
    rows = list(csv.DictReader(io.StringIO(to_csv(to_networkx(small_graph())))))
    assert len(rows) == 4
    (row,) = (row for row in rows if row["predicate"] == "hide")
    assert row == {
        "subject": "Nordland",
        "predicate": "hide",
        "object": "leak",
        "category": "OTHER",
        "negated": "false",
        "modality": "asserted",
        "speaker": "Mara Lind",
        "start": "",
        "end": "",
        "confidence": "0.76",
        "sentence": "On 3 May Mara Lind accused Nordland of hiding a leak.",
        "article": 'A "leak" in Vik',
        "date": "2021-05-04",
        "url": "https://news.example/1",
    }
    assert [row["date"] for row in rows] == ["", "2021-05-04", "2021-05-04", "2021-05-04"]
    assert [row["negated"] for row in rows].count("true") == 1


@pytest.mark.parametrize(
    ("name", "cell"),
    [
        *(("=1+1", "'=1+1"), ("+1", "'+1"), ("-1", "'-1"), ("@SUM(A1)", "'@SUM(A1)"), ("\t=1", "'\t=1")),
        *(("\r=1", "'\n=1"), ("1=1", "1=1"), ("a\x00b", "a\ufffdb"), ('a"b, c\nd', 'a"b, c\nd')),
    ],
)
def test_no_cell_is_a_formula(name: str, cell: str) -> None:
    view = to_networkx(small_graph())
    view.nodes["Mara_Lind"]["label"] = name
    rows = csv.reader(io.StringIO(to_csv(view), newline=""))
    assert [row[0] for row in rows][1] == cell


def test_graphml_is_read_back() -> None:
    view = to_networkx(small_graph())
    found = networkx.parse_graphml(to_graphml(view), force_multigraph=True)
    assert set(found.edges(keys=True)) == set(view.edges(keys=True))
    assert found.nodes["Mara_Lind"] == {
        "label": "Mara Lind", "type": "Person", "named": True, "aliases": "Lind; Ms Lind",
    }  # fmt: skip
    (edge,) = (data for *_, data in found.edges(data=True) if data["predicate"] == "close")
    assert (edge["negated"], edge["confidence"], edge["sentence_index"]) == (True, 0.9, 1)
    assert "time_text" not in edge


def test_gexf_is_read_back_and_has_no_clock() -> None:
    view = to_networkx(small_graph())
    text = to_gexf(view)
    assert "lastmodified" not in text
    found = networkx.read_gexf(io.BytesIO(text.encode()))
    assert {data["id"] for *_, data in found.edges(data=True)} == {key for *_, key in view.edges(keys=True)}
    assert found.nodes["Mara_Lind"]["label"] == "Mara Lind"


def test_node_link_json_is_read_back() -> None:
    view = to_networkx(small_graph())
    found = networkx.node_link_graph(json.loads(write(small_graph(), ".json")), edges="edges")
    assert networkx.utils.graphs_equal(found, view)


@LAW
@given(resolutions())
def test_any_view_can_be_written(resolution: Resolution) -> None:
    graph = to_rdf(resolution, ONTOLOGY)
    number = to_networkx(graph).number_of_edges()
    for suffix in (".graphml", ".gexf"):
        tree = ElementTree.fromstring(write(graph, suffix))
        assert len(list(tree.iterfind(".//{*}edge"))) == number
    rows = list(csv.reader(io.StringIO(write(graph, ".csv").decode(), newline="")))
    assert len(rows) == number + 1
    assert len(json.loads(write(graph, ".json"))["edges"]) == number


# Any format


@pytest.mark.parametrize("suffix", ["", ".rdf", "ttl", ".html"])
def test_an_unknown_ending_names_the_known(suffix: str) -> None:
    with pytest.raises(OutputError, match=r"known: \.ttl \.nt \.nq \.jsonld \.graphml"):
        write(Graph(), suffix)


def test_the_view_is_asked_for_only_where_it_is_written() -> None:
    def refuse() -> networkx.MultiDiGraph[str]:
        raise AssertionError("nobody needs it")

    assert serialize_graph(small_graph(), refuse, ".TTL") == write(small_graph(), ".ttl")


def test_the_same_bytes_whatever_the_hash_seed() -> None:
    code = (
        "import hashlib; from test_export import SUFFIXES, small_graph, write; "
        "print([hashlib.sha256(write(small_graph(), s)).hexdigest() for s in SUFFIXES])"
    )
    said = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            cwd=Path(__file__).parent,
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(said) == 1
