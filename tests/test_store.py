"""Opening graphs where they live, and saving without leaving half a file."""

from __future__ import annotations

import os
from pathlib import Path
from typing import IO

import pyoxigraph
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import XSD, Graph, Literal, URIRef
from rdflib.compare import isomorphic

from kg.errors import GraphError, OutputError
from kg.store import OxigraphStore, open_graph, save, write_safely

A, B, P = URIRef("urn:a"), URIRef("urn:b"), URIRef("urn:p")
FORMATS = {".ttl": "turtle", ".nt": "nt", ".jsonld": "json-ld"}


def make_graph() -> Graph:
    graph = Graph()
    for value in (
        B,
        Literal('“word”\n"é"\\'),
        Literal("mot", lang="fr"),
        Literal("0.9", datatype=XSD.decimal),
        Literal("2021-03-04", datatype=XSD.date),
        Literal(True),
        Literal(7),
    ):
        graph.add((A, P, value))
    return graph


# Opening


@pytest.mark.parametrize("ending", [*FORMATS, ".TTL"])
def test_a_file_is_the_graph_in_it(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"small{ending}"
    make_graph().serialize(path, format=FORMATS[ending.lower()], encoding="utf-8")
    found = open_graph(path)
    assert len(found) == 7 and set(found) == set(make_graph())
    assert isomorphic(found, make_graph())


def test_named_graphs_are_read_as_one(tmp_path: Path) -> None:
    path = tmp_path / "small.nq"
    path.write_text("<urn:a> <urn:p> <urn:b> <urn:g1> .\n<urn:a> <urn:p> <urn:b> <urn:g2> .\n")
    found = open_graph(path)
    assert list(found) == [(A, P, B)] and len(found) == 1
    assert len(found.query("SELECT DISTINCT * { ?s ?p ?o }")) == 1


def test_a_folder_is_a_store(tmp_path: Path) -> None:
    folder = tmp_path / "store"
    store = pyoxigraph.Store(str(folder))
    Graph(store=OxigraphStore(store)).add((A, P, B))
    store.flush()
    del store
    assert list(open_graph(folder)) == [(A, P, B)]


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("none.ttl", None, "no such file; make it with kg build"),
        ("odd.csv", "a,b", "not a graph file; known endings: .ttl .nt .nq .jsonld"),
        ("bad.ttl", "<urn:a> <urn:b>\n<urn:c> oops .", "line 2, column"),
        ("bad.nt", "<urn:a> <urn:b> .", "line 1, column"),
        ("bad.jsonld", "{", "not RDF"),
        ("bytes.ttl", "<urn:a> <urn:b> '\x00\x01", "not RDF"),
    ],
)
def test_what_is_no_graph_is_told_in_one_line(
    tmp_path: Path, name: str, text: str | None, message: str
) -> None:
    path = tmp_path / name
    if text is not None:
        path.write_text(text)
    with pytest.raises(GraphError) as raised:
        open_graph(path)
    assert message in str(raised.value) and str(path) in str(raised.value)
    assert "\n" not in str(raised.value)


def test_a_folder_that_is_no_store_is_left_as_it_was(tmp_path: Path) -> None:
    with pytest.raises(GraphError, match="not an Oxigraph store"):
        open_graph(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_an_endpoint_that_is_not_there_is_told_at_once() -> None:
    with pytest.raises(GraphError, match="does not answer as a SPARQL endpoint"):
        open_graph("http://127.0.0.1:9/query")


# Asking


@pytest.fixture
def graph() -> Graph:
    found = Graph(store=OxigraphStore(pyoxigraph.Store()), bind_namespaces="none")
    for triple in make_graph():
        found.add(triple)
    return found


def test_a_term_comes_back_as_it_went_in(graph: Graph) -> None:
    assert sorted(value.n3() for value in graph.objects(A, P)) == sorted(
        value.n3() for value in make_graph().objects(A, P)
    )


def test_patterns_and_removal(graph: Graph) -> None:
    assert list(graph.subjects(P, B)) == [A] and (A, P, A) not in graph
    graph.remove((A, P, B))
    assert (A, P, B) not in graph and len(graph) == 6


def test_the_three_kinds_of_query(graph: Graph) -> None:
    assert graph.query("ASK { <urn:a> ?p true }").askAnswer is True
    (row,) = graph.query("SELECT ?x ?none { ?x x:p <urn:b> }", initNs={"x": "urn:"})
    assert list(row) == [A, None]  # type: ignore[arg-type]
    made = graph.query("CONSTRUCT { <urn:b> ?p ?s } WHERE { ?s ?p <urn:b> }").graph
    assert made is not None and list(made) == [(B, P, A)]
    assert len(graph.query("SELECT ?o { ?s ?p ?o }", initBindings={"o": B})) == 1


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40))
def test_any_text_is_kept(text: str) -> None:
    found = Graph(store=OxigraphStore(pyoxigraph.Store()))
    found.add((A, P, Literal(text)))
    assert [str(value) for value in found.objects(A, P)] == [text]


# Saving


def test_the_whole_text_is_saved_and_nothing_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "out.txt"
    save("old", path)
    os.chmod(path, 0o640)
    save("né\r\n", path)
    assert path.read_bytes() == "né\r\n".encode()
    assert path.stat().st_mode & 0o777 == 0o640
    assert [file.name for file in tmp_path.iterdir()] == ["out.txt"]


def test_a_failure_leaves_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "out.txt"
    save("old", path)

    def fail(stream: IO[bytes]) -> None:
        stream.write(b"half")
        raise RuntimeError("stop")

    with pytest.raises(RuntimeError, match="stop"):
        write_safely(path, fail)
    assert path.read_text() == "old"
    assert [file.name for file in tmp_path.iterdir()] == ["out.txt"]


@pytest.mark.parametrize(("place", "message"), [(".", "is a folder"), ("none/out.txt", "make it first")])
def test_a_place_that_cannot_be_written_is_told(tmp_path: Path, place: str, message: str) -> None:
    with pytest.raises(OutputError, match=message):
        save("text", tmp_path / place)
    assert list(tmp_path.iterdir()) == []
