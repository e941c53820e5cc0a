"""Counts of a graph: every number can be checked by hand."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from laws import LAW, resolutions
from rdflib import Graph, Literal
from samples import harbour

from kg.export import to_turtle
from kg.graph import to_networkx, to_rdf
from kg.iris import KG, SCHEMA, article_iri, statement_iri
from kg.model import Resolution
from kg.ontology import load_ontology
from kg.stats import Acts, Connected, Counts, count_graph, format_counts
from kg.store import open_graph, save

ONTOLOGY = load_ontology()
LETTER = next(s for s in harbour().statements if s.evidence.article == "letter").id
"""The statement of the article without a date."""


def small_graph() -> Graph:
    return to_rdf(harbour(), ONTOLOGY)


def count(graph: Graph) -> Counts:
    return count_graph(graph, to_networkx(graph))


def test_counts_of_two_articles() -> None:
    assert count(small_graph()) == Counts(
        articles=2,
        sentences=4,
        statements=5,
        asserted=2,
        reasons=(("attributed", 2), ("negated", 1), ("possible", 1)),
        categories=(("OTHER", 3), ("ACCUSE", 2)),
        entities=5,
        named=3,
        types=(("Thing", 2), ("Country", 1), ("Person", 1), ("Place", 1)),
        connected=(Connected("Mara Lind", 1, 2), Connected("Nordland", 1, 2)),
        communities=(("Mara Lind", "Nordland"),),
        acts=(
            Acts("", "Mara Lind", "accuse", "Nordland", "ACCUSE", 1),
            Acts("2021-05", "Mara Lind", "accuse", "Nordland", "ACCUSE", 1),
        ),
    )


def test_a_statement_in_a_store_counts_the_same(tmp_path: Path) -> None:
    save(to_turtle(small_graph()), tmp_path / "small.ttl")
    assert count(open_graph(tmp_path / "small.ttl")) == count(small_graph())


@pytest.mark.parametrize(
    ("start", "end", "date", "month"),
    [
        ("2020-12-30", "2021-01-02", "2021-03-10", "2020-12"),
        (None, "2021-01-02", "2021-03-10", "2021-01"),
        (None, None, "2021-03-10", "2021-03"),
        (None, None, "yesterday", ""),
        (None, None, None, ""),
    ],
)
def test_the_month_is_that_of_the_statement_else_of_the_article(
    start: str | None, end: str | None, date: str | None, month: str
) -> None:
    graph = small_graph()
    letter = statement_iri(LETTER)
    dates = [
        *((letter, KG.startDate, start), (letter, KG.endDate, end)),
        (article_iri("letter"), SCHEMA.datePublished, date),
    ]
    for node, predicate, day in dates:
        if day:
            graph.add((node, predicate, Literal(day)))
    assert sorted(act.month for act in count(graph).acts) == sorted([month, "2021-05"])


def test_repeated_acts_are_added_and_no_one_acts_on_themselves() -> None:
    graph = small_graph()
    view = to_networkx(graph)
    again = view.edges["Mara_Lind", "Nordland", LETTER]
    view.add_edge("Mara_Lind", "Nordland", key="s8", **again)
    view.add_edge("Mara_Lind", "Mara_Lind", key="s9", **again)
    counts = count_graph(graph, view)
    assert counts.acts[0] == Acts("", "Mara Lind", "accuse", "Nordland", "ACCUSE", 2)
    assert all(act.who != act.whom for act in counts.acts)
    assert counts.connected[0] == Connected("Mara Lind", 1, 3)


def test_two_circles_are_two_communities() -> None:
    graph = small_graph()
    view = to_networkx(graph)
    edge = view.edges["Mara_Lind", "Nordland", LETTER]
    view.clear()
    for name in "abcdef":
        view.add_node(name, label=name.upper(), type="Person", named=True, aliases=[])
    for number, ends in enumerate(["ab", "bc", "ca", "de", "ef", "fd", "cd"]):
        view.add_edge(ends[0], ends[1], key=f"{number}", **edge)
    assert count_graph(graph, view).communities == (("C", "A", "B"), ("D", "E", "F"))


@LAW
@given(resolutions())
def test_numbers_fit_together(resolution: Resolution) -> None:
    counts = count(to_rdf(resolution, ONTOLOGY))
    assert counts.statements == len(resolution.statements)
    assert counts.asserted == sum(statement.is_asserted for statement in resolution.statements)
    assert sum(number for _, number in counts.categories) == counts.statements
    assert sum(number for _, number in counts.types) == counts.entities == len(resolution.entities)
    assert counts.named == sum(entity.named for entity in resolution.entities)
    text = format_counts(counts)
    assert all(letter.isprintable() for letter in text.split("\n"))


# In words


def test_words() -> None:
    assert format_counts(count(small_graph()), longest=1) == WORDS


WORDS = """\
What was read
  articles                    2
  sentences with a statement  4
  statements                  5
  asserted by the articles    2
  not asserted                3

Why not asserted (there may be two reasons)
  attributed  2
  negated     1
  possible    1

Statements by category
  OTHER   3
  ACCUSE  2

Entities: 5, with a name 3
  Thing    2
  Country  1
  Person   1
  Place    1

Most connected
  Mara Lind: 1 other, 2 statements
  … and 1 more

Communities
  2: Mara Lind and 1 more

Who acts on whom, no date
  Mara Lind → Nordland: accuse

Who acts on whom, 2021-05
  Mara Lind → Nordland: accuse
"""


def test_an_empty_graph_has_words_too() -> None:
    assert "statements                  0\n" in format_counts(count(Graph()))
    assert "Communities" not in format_counts(count(Graph()))


def test_the_same_words_whatever_the_hash_seed() -> None:
    code = (
        "from test_stats import count, format_counts, small_graph; print(format_counts(count(small_graph())))"
    )
    said = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            cwd=Path(__file__).parent,
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(said) == 1
