"""All rooms together: the same articles, the same bytes; every statement cut out of its article."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from rdflib import RDF, Graph, Literal

from kg.build import Build, build_graph, extract_articles
from kg.confidence import LEAST
from kg.errors import InputError, PipelineError
from kg.graph import to_rdf
from kg.iris import KG
from kg.ontology import load_ontology
from kg.resolve import resolve_extractions

EXAMPLES = sorted((Path(__file__).resolve().parent.parent / "examples").glob("*.txt"))


def to_bytes(graph: Graph) -> bytes:
    return graph.serialize(format="turtle", encoding="utf-8")


@pytest.fixture(scope="module")
def examples() -> Build:
    return build_graph(EXAMPLES)


def test_examples_make_a_graph_worth_asking(examples: Build) -> None:
    assert len(EXAMPLES) == 6
    names = {entity.name for entity in examples.resolution.entities}
    assert {"Norway", "Iceland", "Jon Hallsson", "Elin Marstad", "Halvard Shipping"} <= names
    rows = list(examples.graph.query("SELECT ?a ?b { ?a kg:accuse ?b }", initNs={"kg": KG}))
    assert any(str(a).endswith("/Norway") and str(b).endswith("/Halvard_Shipping") for a, b in rows)  # type: ignore[misc]
    assert len(examples.resolution.statements) > 120


def test_order_changes_nothing(examples: Build) -> None:
    again = build_graph([*reversed(EXAMPLES), EXAMPLES[0]])
    assert to_bytes(again.graph) == to_bytes(examples.graph)


def test_processes_change_nothing(examples: Build) -> None:
    assert to_bytes(build_graph(EXAMPLES, processes=2).graph) == to_bytes(examples.graph)


def test_every_statement_cuts_its_own_words_out_of_its_article(examples: Build) -> None:
    articles = {path.stem: path.read_text(encoding="utf-8") for path in EXAMPLES}
    for statement in examples.resolution.statements:
        text = articles[statement.evidence.article]
        sentence = statement.evidence.sentence
        assert text[sentence.start : sentence.end] == statement.evidence.text
        for phrase in (statement.subject, statement.object):
            if phrase:
                assert text[phrase.passage.start : phrase.passage.end] == phrase.text


def test_what_is_claimed_or_denied_is_not_a_plain_triple(examples: Build) -> None:
    plain = {(s.subject, s.predicate.name, s.object) for s in examples.resolution.statements if s.is_asserted}
    assert plain
    unasserted = [s for s in examples.resolution.statements if not s.is_asserted]
    assert len(unasserted) > 20
    for statement in unasserted:
        assert (statement.subject, statement.predicate.name, statement.object) not in plain


def test_halves_joined_are_the_whole(examples: Build) -> None:
    ontology = load_ontology()
    halves = [build_graph(EXAMPLES[::2]), build_graph(EXAMPLES[1::2])]
    read = [extraction for half in reversed(halves) for extraction in half.resolution.extractions]
    joined = to_rdf(resolve_extractions(read, ontology, least_confidence=LEAST), ontology)
    assert to_bytes(joined) == to_bytes(to_rdf(examples.resolution, ontology))


def test_the_graph_says_what_was_left_out(tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text("Anna Berg met Ole Dahl in Oslo.", encoding="utf-8")
    (tmp_path / "empty.txt").write_text("", encoding="utf-8")
    (tmp_path / "photo.png").write_bytes(b"\x89PNG")
    built = build_graph([tmp_path])
    assert built.left_out["unreadable files"] == 1 and built.left_out["other files"] == 1
    assert len(built.problems) == 1 and "empty.txt" in built.problems[0]
    said = set(built.graph.objects(None, KG.leftOut))
    assert {Literal("unreadable files: 1"), Literal("other files: 1")} <= said


def test_progress_begins_with_none_and_ends_with_all() -> None:
    seen: list[tuple[int, int]] = []
    build_graph(EXAMPLES[:3], on_progress=lambda done, total: seen.append((done, total)))
    assert seen == [(0, 3), (1, 3), (2, 3), (3, 3)]


def test_extract_resolves_each_article_alone() -> None:
    left_out: Counter[str] = Counter()
    resolutions = list(extract_articles(EXAMPLES[:2], left_out=left_out))
    assert [r.extractions[0].article.id for r in resolutions] == [path.stem for path in EXAMPLES[:2]]
    assert all(len(r.extractions) == 1 and r.statements for r in resolutions)


def test_errors_have_their_cause(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="nowhere"):
        build_graph([tmp_path / "nowhere"])
    with pytest.raises(PipelineError, match="no_such_pipeline"):
        build_graph(EXAMPLES, pipeline="no_such_pipeline")


def test_statements_in_the_graph_are_those_of_the_resolution(examples: Build) -> None:
    assert len(set(examples.graph.subjects(RDF.type, KG.Statement))) == len(examples.resolution.statements)
