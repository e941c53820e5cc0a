"""Pairs in doubt come out of the graph alone, with what is said of both, less those that are decided on."""

from __future__ import annotations

import datetime
import json

import pytest
from extractions import Named, make_extraction, relate, said_before
from rdflib import Graph

from kg.graph import to_rdf
from kg.model import Correction, Decision
from kg.ontology import load_ontology
from kg.resolve import resolve_extractions
from kg.review import find_candidates, format_candidate, format_candidates

ONTOLOGY = load_ontology()


def decide(decision: Decision, *entities: str) -> Correction:
    return Correction(decision, "Mara Lind", datetime.date(2024, 5, 19), "so it is", entities)


@pytest.fixture(scope="module")
def graph() -> Graph:
    people: list[Named] = [("Anna Berg", "PERSON", "Anna Berg", 0), ("T. Holm", "PERSON", "T. Holm", 1)]
    bodies: list[Named] = [
        ("Senate", "ORG", "Senate", 0),
        ("Tilda Holm", "PERSON", "Tilda Holm", 1),
        ("Anna Berg", "PERSON", "Anna Berg", 2),
    ]
    read = [
        relate(make_extraction("a", people), 0, 1),
        relate(relate(make_extraction("b", bodies), 0, 1), 2, 1),
        relate(make_extraction("c", bodies[:1]), 0, None),
        said_before("Dutch singer", "Nina Moe"),
    ]
    return to_rdf(resolve_extractions(read, ONTOLOGY), ONTOLOGY)


def test_a_pair_in_doubt_is_found_with_what_is_said(graph: Graph) -> None:
    (candidate,) = find_candidates(graph)
    assert (candidate.one.name, candidate.other.name) == ("T. Holm", "Tilda Holm")
    assert candidate.score == 0.75 and candidate.shared == ("Anna Berg",)
    assert candidate.one.sentences == ("Anna Berg saw T. Holm",)
    lines = format_candidate(candidate).splitlines()
    assert lines[:3] == [
        "0.75  T. Holm = Tilda Holm?",
        "      both with Anna Berg",
        "  T. Holm (Person, ent:T_Holm)",
    ]
    (written,) = json.loads(format_candidates([candidate]))
    assert written["other"]["id"] == "Tilda_Holm"


@pytest.mark.parametrize("decision", [Decision.MERGE, Decision.SPLIT])
@pytest.mark.parametrize("names", [("T. Holm", "Tilda Holm"), ("Tilda_Holm", "Somebody", "T_Holm")])
def test_what_is_decided_is_not_asked_again(graph: Graph, decision: Decision, names: tuple[str, ...]) -> None:
    assert find_candidates(graph, [decide(decision, *names)]) == []
    assert len(find_candidates(graph, [decide(Decision.REJECT, "Nina Moe")])) == 1
