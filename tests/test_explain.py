"""What stands behind a statement, and behind an entity, in a small graph made by hand."""

from __future__ import annotations

import pytest
from rdflib import Graph
from samples import FIRST, HOSTILE

from kg.errors import QueryError
from kg.explain import explain_entity, explain_statements, format_portrait


def test_a_reading_has_all_that_is_known(graph: Graph) -> None:
    (reading,) = explain_statements(graph, "00000000000000aa")
    assert (reading.subject, reading.predicate, reading.object) == ("Anna Berg", "accuse", "Nordbank")
    ranges = reading.subject_range, reading.predicate_range, reading.object_range
    assert [reading.sentence[r[0] : r[1]] for r in ranges if r] == ["Anna Berg", "accused", "Nordbank"]
    assert (reading.article, reading.index, reading.title) == ("berg", 1, "Minister, bank")
    assert (reading.speaker, reading.negated, reading.modality) == (None, False, "asserted")
    assert (reading.time_text, reading.start, reading.end) == ("Monday", "2021-03-01", "2021-03-01")
    assert reading.confidence == 0.9
    place = "https://news.example/berg"
    assert reading.citation == f"Minister, bank, The Paper, 2021-03-04, {place}, sentence 2"


def test_a_claim_says_who_says_so(graph: Graph) -> None:
    (reading,) = explain_statements(graph, "st:00000000000000bb")
    assert (reading.speaker, reading.negated, reading.modality) == ("Anna Berg", True, "possible")
    assert reading.predicate_text == "may sue"
    assert reading.predicate_range is not None
    assert reading.sentence[slice(*reading.predicate_range)] == "sue"


@pytest.mark.parametrize(
    "subject",
    ["Anna_Berg", "ent:Anna_Berg", "anna  BERG", "Berg", "https://example.org/data/entity/Anna_Berg"],
)
@pytest.mark.parametrize("predicate", [None, "accuse", "ACCUSE", "kg:accuse"])
@pytest.mark.parametrize("object_", [None, "nordbank"])
def test_asked_by_name(graph: Graph, subject: str, predicate: str | None, object_: str | None) -> None:
    found = [reading.statement for reading in explain_statements(graph, subject, predicate, object_)]
    assert found == (["00000000000000aa"] if object_ else ["00000000000000cc", "00000000000000aa"])


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        (("Ana Berg",), "nothing in the graph is named 'Ana Berg'; did you mean Anna Berg"),
        (("Zzzz\n\x1b[0m",), "most-mentioned"),
        (("Nowhere", "accuse"), "nothing is said in the graph as 'Nowhere accuse'"),
        (("Berg", "acuse"), "no relation in the graph is named 'acuse'; did you mean accuse"),
        (("Berg", "sue"), "nothing is said in the graph as 'Berg sue'"),
        (("Berg", "accuse", "Nordbnk"), "did you mean Nordbank"),
        (("st:0000000000000000",), "no statement 'st:0000000000000000'"),
        (("0000000000000000",), "nothing in the graph is named"),
        (("",), "nothing in the graph is named ''"),
    ],
)
def test_what_is_not_there_is_told(graph: Graph, asked: tuple[str, ...], message: str) -> None:
    with pytest.raises(QueryError) as raised:
        explain_statements(graph, *asked)
    assert message in str(raised.value)
    assert "\n" not in str(raised.value) and "\x1b" not in str(raised.value)


def test_a_citation_of_a_bare_article_is_its_id(graph: Graph) -> None:
    (reading,) = explain_statements(graph, "00000000000000cc")
    assert reading.citation == f"{HOSTILE}, early, sentence 1"


def test_an_entity_that_is_the_subject_of_nothing_has_no_readings(graph: Graph) -> None:
    assert explain_statements(graph, "Nowhere") == []


# The mentions behind an entity


@pytest.mark.parametrize("name", ["Anna Berg", "Minister Berg", "ent:Anna_Berg"])
def test_a_portrait_has_each_mention_with_its_reason(graph: Graph, name: str) -> None:
    (portrait,) = explain_entity(graph, name)
    assert (portrait.entity, portrait.name, portrait.type) == ("Anna_Berg", "Anna Berg", "Person")
    assert portrait.aliases == ("Berg", "Minister Berg")
    again, first, she = portrait.traces
    assert (first.text, first.passage, first.article) == ("Anna Berg", (10, 19), "berg")
    assert (first.reason, first.other, first.other_passage, first.other_article) == (None, None, None, None)
    assert (she.text, she.reason, she.other, she.other_passage) == ("She", "pronoun", "Anna Berg", (10, 19))
    assert she.range is not None and she.sentence[slice(*she.range)] == "She"
    assert (again.article, again.reason, again.other_article) == ("early", "same name", "berg")


def test_a_portrait_in_words(graph: Graph) -> None:
    (portrait,) = explain_entity(graph, "Anna Berg")
    lines = format_portrait(portrait, ("[", "]")).splitlines()
    assert lines[:3] == [
        "Anna Berg, Person, ent:Anna_Berg",
        "  also Berg, Minister Berg",
        "  3 mentions are one:",
    ]
    assert "same name: “Anna Berg” at 10 in berg" in lines[4]
    assert f"[Anna Berg]{FIRST.removeprefix('Anna Berg')}" in lines[6] and lines[6].endswith("the first")
    assert lines[7].endswith("pronoun: “Anna Berg” at 10") and "[She] said that" in lines[7]
    assert not any("\x1b" in line for line in lines)


def test_who_is_not_there_has_no_portrait(graph: Graph) -> None:
    assert explain_entity(graph, "Nobody") == []
