"""What people decided is read, refused where it contradicts itself, and holds over any number of builds."""

from __future__ import annotations

import datetime
import random
from pathlib import Path

import pytest
from extractions import Named, make_extraction, relate, said_before
from hypothesis import given
from hypothesis import strategies as st
from rdflib import DCTERMS, PROV, RDF, Graph, Literal

from kg.corrections import check_corrections, format_correction, load_corrections
from kg.errors import CorrectionsError
from kg.graph import to_rdf
from kg.iris import KG, correction_iri, entity_iri
from kg.model import Correction, Decision, Entity, Extraction, Resolution
from kg.ontology import entity_types, load_ontology
from kg.resolve import resolve_extractions
from kg.validate import validate_graph

ONTOLOGY = load_ontology()
TYPES = entity_types(ONTOLOGY)
DAY = datetime.date(2024, 5, 19)

SIGNED = 'who = "Mara Lind"\nwhen = 2024-05-19\nwhy = "she is known by both"\n'
MERGE = f'[[correction]]\ndecision = "merge"\nentities = ["Tilda Holm", "Tilda Berg"]\n{SIGNED}'


def decide(decision: str, *entities: str, **parts: object) -> Correction:
    signed = {"who": "Mara Lind", "when": DAY, "why": "so it is", "place": f"corrections.toml:{decision}"}
    return Correction(Decision(decision), **{**signed, "entities": entities, **parts})  # type: ignore[arg-type]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "corrections.toml"


def complaint(file: Path, text: str) -> str:
    file.write_text(text, encoding="utf-8")
    with pytest.raises(CorrectionsError) as caught:
        load_corrections(file, TYPES)
    message = str(caught.value)
    assert message.startswith(str(file)) and "\n" not in message
    return message.removeprefix(str(file))


# The file

EACH = [
    decide("merge", "Tilda Holm", "Tilda Berg"),
    decide("split", "Qasem Soleimani", "Qassem Soleimani"),
    decide("split", "Jan Berg", articles=("a", "b"), name="Jan Berg (singer)"),
    decide("rename", "Norvik", name='Norvik "Shipping"\t\x7f'),
    decide("retype", "Norvik", type="ArmedGroup"),
    decide("reject", "Category"),
    decide("reject", statement="0123456789abcdef"),
]


def test_what_is_written_is_read(file: Path) -> None:
    file.write_text("".join(map(format_correction, EACH)), encoding="utf-8")
    read = load_corrections(file, TYPES)
    assert read == tuple(EACH)
    assert [c.place for c in read][:2] == [f"{file}:2", f"{file}:9"]


def test_an_empty_file_decides_nothing(file: Path) -> None:
    file.write_text("# nothing yet\n", encoding="utf-8")
    assert load_corrections(file, TYPES) == ()


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ('"merge"', '"marry"', ":1: unknown decision 'marry'; known: merge, split, rename, retype, reject"),
        ("entities =", "entity =", ":1: a merge has entities; found entity"),
        ('["Tilda Holm", "Tilda Berg"]', '["Tilda Holm"]', ":1: a merge needs two different entities"),
        ('["Tilda Holm", "Tilda Berg"]', '["Tilda Holm", "the Tilda-Holm"]', ":1: a merge needs two differ"),
        ('["Tilda Holm", "Tilda Berg"]', '"Tilda Holm"', ":1: entities is to be a list of texts, not 'Tilda"),
        ('"Tilda Berg"', "7", ":1: entities is to be words, not ['Tilda Holm', 7]"),
        ('who = "Mara Lind"\n', "", ":1: who is missing: say who decided, when and why"),
        ('"she is known by both"', '" "', ":1: why is to be words, not ' '"),
        ("2024-05-19", '"May"', ":1: when is to be a date (2024-05-19), not 'May'"),
        ('decision = "merge"', "decision =", ":2: not TOML: Invalid value"),
        ("[[correction]]", "[[corrections]]", ": unknown key 'corrections'; each decision"),
        ("[[correction]]", "[correction]", ": correction is no list of tables; each begins with [[corr"),
    ],
)  # fmt: skip
def test_a_bad_line_is_told_with_its_place(file: Path, before: str, after: str, said: str) -> None:
    assert before in MERGE
    assert complaint(file, MERGE.replace(before, after)).startswith(said)


def test_the_place_is_that_of_the_table(file: Path) -> None:
    text = f'{MERGE}\n\n[[correction]]\ndecision = "retype"\nentity = "Norvik"\ntype = "Ship"\n{SIGNED}'
    assert complaint(file, text).startswith(":9: unknown type 'Ship'; known: ArmedGroup, Country, ")


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(CorrectionsError, match="nowhere.toml: cannot be read"):
        load_corrections(tmp_path / "nowhere.toml", TYPES)


# Contradictions


@pytest.mark.parametrize(
    ("corrections", "said"),
    [
        (
            [decide("merge", "A B", "C D"), decide("merge", "C D", "E F"), decide("split", "A B", "E F")],
            "corrections.toml:split: 'A B' and 'E F' cannot be two: corrections.toml:merge with",
        ),
        (
            [decide("rename", "A B", name="X"), decide("rename", "A_B", name="Y")],
            "corrections.toml:rename: 'A_B' cannot become 'Y': corrections.toml:rename makes it 'X'",
        ),
        (
            [decide("merge", "A B", "C D"), decide("retype", "A B", type="Person"),
             decide("retype", "C D", type="Place")],
            "'C D' cannot become 'Place': corrections.toml:retype makes it 'Person'",
        ),
        (
            [decide("reject", "A B"), decide("merge", "A B", "C D")],
            "corrections.toml:merge: cannot merge 'A B': corrections.toml:reject rejects it",
        ),
        (
            [decide("split", "A B", articles=("a", "b"), name="X"),
             decide("split", "A B", articles=("b",), name="Y")],
            "'A B' cannot become 'Y' in 'b': corrections.toml:split makes it 'X'",
        ),
    ],
)  # fmt: skip
def test_contradictions_are_refused_by_name(corrections: list[Correction], said: str) -> None:
    with pytest.raises(CorrectionsError) as caught:
        check_corrections(corrections)
    assert said in str(caught.value)


def test_the_same_decision_twice_is_no_contradiction() -> None:
    check_corrections([*EACH, *EACH])


def test_a_contradiction_by_other_names_is_refused_where_it_shows() -> None:
    both = [decide("rename", "Donald Trump", name="X"), decide("rename", "Donald J. Trump", name="Y")]
    check_corrections(both)
    people: list[Named] = [("Donald Trump", "PERSON", "Donald Trump", 0)]
    other: list[Named] = [("Donald J. Trump", "PERSON", "Donald J. Trump", 0)]
    with pytest.raises(CorrectionsError, match="cannot become"):
        resolve([make_extraction("a", people), make_extraction("b", other)], both)


# What they do


def articles() -> list[Extraction]:
    """Return four articles with people, bodies and a statement."""
    mentions: list[Named] = [
        ("Tilda Holm", "PERSON", "Tilda Holm", 0),
        ("Norvik", "ORG", "Norvik", 1),
        ("Category", "ORG", "Category", 2),
    ]
    first = relate(make_extraction("a", mentions), 0, 1)
    again = relate(make_extraction("b", [("Tilda Berg", "PERSON", "Tilda Berg", 0), *mentions[1:]]), 0, 1)
    singers = [said_before("Norwegian singer", name) for name in ("Qasem Soleimani", "Qassem Soleimani")]
    return [first, relate(again, 0, 2), *singers]


def resolve(read: list[Extraction], corrections: list[Correction]) -> Resolution:
    return resolve_extractions(read, ONTOLOGY, corrections)


def entities_of(resolution: Resolution) -> dict[str, Entity]:
    return {entity.id: entity for entity in resolution.entities}


def test_a_merge_makes_one_of_two() -> None:
    found = entities_of(resolve(articles(), [decide("merge", "Tilda Berg", "Tilda_Holm")]))
    assert "Tilda_Holm" not in found
    assert (found["Tilda_Berg"].name, found["Tilda_Berg"].aliases) == ("Tilda Berg", ("Tilda Holm",))


def test_a_split_parts_what_was_joined() -> None:
    names = ("Qasem Soleimani", "Qassem Soleimani")
    assert len([e for e in entities_of(resolve(articles(), [])).values() if "Soleimani" in e.name]) == 1
    found = entities_of(resolve(articles(), [decide("split", *names)]))
    assert {"Qasem_Soleimani", "Qassem_Soleimani"} <= set(found)


def test_a_split_by_articles_makes_another_of_one_name() -> None:
    split = decide("split", "Norvik", articles=("b",), name="Norvik (ship)")
    resolution = resolve(articles(), [split])
    found = entities_of(resolution)
    assert found["Norvik"].name == "Norvik"
    assert (found["Norvik_ship"].name, found["Norvik_ship"].aliases) == ("Norvik (ship)", ("Norvik",))
    assert (resolution.entity_by_mention["a"][1], resolution.entity_by_mention["b"][1]) == (
        "Norvik",
        "Norvik_ship",
    )


def test_a_name_and_a_type_are_set_and_the_id_stays() -> None:
    corrections = [
        decide("rename", "Norvik", name="Norvik Lines"),
        decide("retype", "Norvik", type="Product"),
    ]
    norvik = entities_of(resolve(articles(), corrections))["Norvik"]
    assert (norvik.name, norvik.aliases, norvik.type) == ("Norvik Lines", ("Norvik",), "Product")
    by_new_name = [corrections[0], decide("merge", "Norvik Lines", "Tilda Berg")]
    assert "Tilda_Berg" not in entities_of(resolve(articles(), by_new_name))


def test_a_rejected_entity_leaves_its_words() -> None:
    resolution = resolve(articles(), [decide("reject", "Category")])
    assert "Category" not in entities_of(resolution)
    (statement,) = [s for s in resolution.statements if s.object and s.object.text == "Category"]
    assert statement.object and statement.object.entity is None


def test_a_rejected_statement_is_gone_from_where_it_was_content() -> None:
    first = resolve(articles(), []).statements[0]
    resolution = resolve(articles(), [decide("reject", statement=first.id)])
    assert first.id not in {s.id for s in resolution.statements}
    assert resolution.left_out["rejected_statements"] == 1


ALL = [
    decide("merge", "Tilda Holm", "Tilda Berg"),
    decide("split", "Qasem Soleimani", "Qassem Soleimani"),
    decide("split", "Norvik", articles=("b",), name="Norvik (ship)"),
    decide("rename", "Norvik", name="Norvik Lines"),
    decide("retype", "Norvik", type="Product"),
    decide("reject", "Category"),
    decide("reject", statement=resolve(articles(), []).statements[0].id),
]


def test_every_decision_survives_a_build_with_more_articles() -> None:
    more = [
        make_extraction("c", [("Norvik", "ORG", "Norvik", 0), ("Category", "ORG", "Category", 1)]),
        make_extraction("d", [("Tilda Holm", "PERSON", "Tilda Holm", 0)] * 3),
        said_before("Norwegian pop singer", "Qassem Soleimani"),
    ]
    before, after = resolve(articles(), ALL), resolve(articles() + more, ALL)
    assert set(before.corrected) == set(after.corrected) == set(ALL)
    for resolution in (before, after):
        found = entities_of(resolution)
        names = {name for e in found.values() for name in (e.name, *e.aliases)}
        assert "Category" not in names
        assert len({e.id for e in found.values() if "Tilda Holm" in (e.name, *e.aliases)}) == 1
        assert {"Qasem_Soleimani", "Qassem_Soleimani", "Norvik_ship"} <= set(found)
        assert (found["Norvik"].name, found["Norvik"].type) == ("Norvik Lines", "Product")
        assert ALL[-1].statement not in {s.id for s in resolution.statements}
    assert after.entity_by_mention["c"] == ("Norvik", None)
    assert after.entity_by_mention["d"][0] == after.entity_by_mention["b"][0]


def to_graph(corrections: list[Correction]) -> Graph:
    return to_rdf(resolve(articles(), corrections), ONTOLOGY)


@pytest.mark.parametrize("correction", ALL, ids=lambda c: f"{c.decision}-{'-'.join(c.entities)}")
def test_without_the_line_the_graph_is_what_it_was(correction: Correction) -> None:
    rest = [c for c in ALL if c != correction]
    before, corrected = to_graph(rest), to_graph(ALL)
    assert correction_iri(correction) in set(corrected.subjects())
    assert correction_iri(correction) not in set(before.subjects()) | set(before.objects())
    assert set(to_graph(rest)) == set(before)


def test_a_decision_about_what_is_not_there_leaves_no_trace() -> None:
    idle = [
        decide("merge", "Nobody", "No One"),
        decide("reject", "Nobody"),
        decide("reject", statement="0" * 16),
    ]
    assert set(to_graph(idle)) == set(to_graph([]))
    assert resolve(articles(), idle).corrected == {}


@given(st.permutations(ALL), st.randoms(use_true_random=False))
def test_the_order_of_lines_and_articles_changes_nothing(
    lines: list[Correction], chance: random.Random
) -> None:
    read = articles()
    chance.shuffle(read)
    assert set(to_rdf(resolve(read, lines), ONTOLOGY)) == set(to_graph(ALL))


def test_the_graph_says_who_decided_what_when_and_why() -> None:
    graph = to_graph(ALL)
    merge = correction_iri(ALL[0])
    assert (merge, RDF.type, KG.Correction) in graph
    assert set(graph.objects(merge, KG.corrects)) == {Literal("Tilda Holm"), Literal("Tilda Berg")}
    assert graph.value(merge, DCTERMS.creator) == Literal("Mara Lind")
    assert graph.value(merge, DCTERMS.created) == Literal(DAY)
    assert set(graph.subjects(PROV.wasInfluencedBy, merge)) == {entity_iri("Tilda_Berg")}
    assert len(set(graph.subjects(RDF.type, KG.Correction))) == len(ALL)
    assert validate_graph(graph).conforms
