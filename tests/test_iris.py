"""Whatever an id is made of, its IRI parses, stays a prefixed name, and is that of nothing else."""

from __future__ import annotations

import pyoxigraph
from hypothesis import given
from hypothesis import strategies as st
from rdflib import Graph

from kg.iris import PREFIXES, article_iri, entity_iri, sentence_iri, statement_iri


def test_ids_that_are_fit_stay_as_they_are() -> None:
    assert str(entity_iri("São_Paulo")).endswith("/entity/São_Paulo")
    assert str(sentence_iri("seed", 18)) == PREFIXES["sen"] + "seed-18"
    assert str(statement_iri("7f3a")) == PREFIXES["st"] + "7f3a"


@given(st.text(max_size=300))
def test_iris_of_hostile_ids_are_valid_prefixed_names(hostile: str) -> None:
    iris = [entity_iri(hostile), article_iri(hostile), sentence_iri(hostile, 3)]
    assert all(not set("%#") & set(iri) for iri in iris)
    slug = str(iris[0]).removeprefix(PREFIXES["ent"])
    assert slug and "/" not in slug and entity_iri(slug) == iris[0]
    turtle = f"@prefix ent: <{PREFIXES['ent']}> . ent:{slug} a ent:{slug} ."
    (quad,) = pyoxigraph.parse(turtle, format=pyoxigraph.RdfFormat.TURTLE)
    assert quad.subject == pyoxigraph.NamedNode(str(iris[0]))
    assert list(Graph().parse(data=turtle, format="turtle").subjects()) == [iris[0]]


def test_ids_that_differ_only_in_unfit_characters_stay_apart() -> None:
    ids = ["a/b", "a#b", "a b", "a_b", "a%b", "", " ", "-a", "é", "e\u0301", "x" * 500, "x" * 501]
    assert len({entity_iri(i) for i in ids}) == len(ids)
