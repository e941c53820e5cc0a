"""Questions to a small graph made by hand, and what must not be asked."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import Graph
from samples import FIRST, HOSTILE, SECOND

from kg.errors import KGError, QueryError
from kg.query import format_answer, list_queries, query_text, run_query

NAMES = [
    "accusations",
    "actors",
    "articles",
    "claims",
    "events-per-month",
    "most-mentioned",
    "timeline",
    "unasserted",
]


# Asking


def test_a_select_needs_no_prefixes_and_comes_sorted(graph: Graph) -> None:
    answer = run_query(graph, "SELECT ?who ?whom { ?who kg:accuse ?whom }")
    assert (answer.kind, answer.variables) == ("select", ("who", "whom"))
    assert [[str(term) for term in row] for row in answer.rows] == [
        ["https://example.org/data/entity/Anna_Berg", "https://example.org/data/entity/Nordbank"]
    ]
    names = run_query(graph, "SELECT ?name { ?e kg:named true ; rdfs:label ?name }").rows
    assert [str(row[0]) for row in names] == ["Anna Berg", "Nordbank", "Nowhere"]


def test_the_order_of_a_query_is_kept(graph: Graph) -> None:
    answer = run_query(graph, "SELECT ?name { ?e kg:named true ; rdfs:label ?name } ORDER BY DESC(?name)")
    assert [str(row[0]) for row in answer.rows] == ["Nowhere", "Nordbank", "Anna Berg"]


def test_a_prefix_may_be_declared_again_or_anew(graph: Graph) -> None:
    text = "PREFIX kg: <https://example.org/data/entity/> prefix my: <https://example.org/kg/>\n"
    assert run_query(graph, text + "ASK { kg:Anna_Berg my:accuse kg:Nordbank }").is_true


@pytest.mark.parametrize("target", ["Anna_Berg", "Nobody"])
def test_ask(graph: Graph, target: str) -> None:
    answer = run_query(graph, f"ASK {{ ent:{target} ?p ?o }}")
    assert (answer.kind, answer.is_true) == ("ask", target == "Anna_Berg")


def test_a_denied_or_claimed_statement_is_no_fact(graph: Graph) -> None:
    assert not run_query(graph, "ASK { ent:Nordbank kg:sue ?anyone }").is_true


def test_construct_and_describe_are_graphs(graph: Graph) -> None:
    made = run_query(graph, "CONSTRUCT { ?b kg:accusedBy ?a } WHERE { ?a kg:accuse ?b }")
    assert made.kind == "construct" and len(made.rows) == 1
    assert "ent:Nordbank kg:accusedBy ent:Anna_Berg ." in format_answer(made, "ttl")
    assert 'rdfs:label "Anna Berg"' in format_answer(run_query(graph, "DESCRIBE ent:Anna_Berg"), "ttl")


WRONG = [
    ("SELECT ?x WHERE { ?x kg:accuse }", "line 1, column"),
    ("SELECT ?x\nWHERE { ?x rdfs:label ?y ", "line 2, column"),
    ('SELECT ?x { ?x rdfs:label "open }', "line 1, column"),
    (
        "SELECT ?x { ?x foo:bar ?y }",
        "line 1, column 16: unknown prefix 'foo:'; declare it, or use: art, dcterms",
    ),
    ("SELECT ?x { ?x :bar ?y }", "unknown prefix ':'"),
    ("", "a query starts with SELECT"),
    ("hello world", "a query starts with SELECT"),
    ("# only a comment", "a query starts with SELECT"),
    ("INSERT DATA { ent:A kg:accuse ent:B }", "INSERT would change the graph"),
    ("PREFIX a: <b>\ndelete where { ?s ?p ?o }", "line 2, column 1: DELETE would change"),
    ("LOAD <file:///etc/passwd>", "LOAD would change"),
    ("DROP ALL", "DROP would change"),
    ("SELECT * FROM <file:///etc/hosts> { ?s ?p ?o }", "FROM would read another graph or file"),
    ("SELECT * FROM NAMED <x:y> { GRAPH ?g { ?s ?p ?o } }", "FROM would"),
    ("SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", "SERVICE would ask another server"),
    ("SELECT * { ?s ?p true.SERVICE<http://127.0.0.1:1/>{ ?s ?p ?o } }", "SERVICE would"),
    ("SELECT * { \\u0053ERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", "SERVICE would"),
    ("SELECT * { " + "{" * 900 + "}" * 900 + " }", "nested too deeply"),
    ("ASK { FILTER(" + "!" * 900 + "true) }", "nested too deeply"),
    ("ASK { FILTER(" + "! " * 900 + "true) }", "nested too deeply"),
    ("ASK { FILTER(true" + "||false" * 12_000 + ") }", "more than 4,000; split it"),
    ("ASK { " + "OPTIONAL{}" * 9_000 + " }", "more than 4,000; split it"),
    ("ASK {} #" + "x" * 200_000, "the longest that is read"),
    ("ASK { ?x rdfs:label '\ud800' }", "save it as UTF-8"),
]


@pytest.mark.parametrize(("text", "message"), WRONG)
def test_what_may_not_be_asked_is_told_in_one_line(graph: Graph, text: str, message: str) -> None:
    size = len(graph)
    with pytest.raises(QueryError) as raised:
        run_query(graph, text)
    told = str(raised.value)
    assert message in told and "\n" not in told and len(told) < 500
    assert len(graph) == size


def test_words_that_only_look_forbidden_may_be_asked(graph: Graph) -> None:
    text = """# SERVICE FROM
    SELECT ?service ?from { ?service rdfs:label ?from . # INSERT
      FILTER(?from != "SERVICE <x> \\" FROM" && ?from != '''LOAD ' ''') } ORDER BY ?from"""
    assert len(run_query(graph, text).rows) >= 3
    assert run_query(graph, "ASK { <https://x.example/FROM#SERVICE> kg:service 1 }").is_true is False


@settings(max_examples=150, deadline=None)
@given(text=st.text(st.sampled_from(list("SELECT*{}<>()?:\"'\\#.;@^!ak \n\x00\u202e")), max_size=30))
def test_any_text_is_answered_or_refused(in_oxigraph: Graph, text: str) -> None:
    for query in (text, f"SELECT * {{ {text} }}"):
        try:
            run_query(in_oxigraph, query)
        except KGError as error:
            assert "\n" not in str(error) and "\u202e" not in str(error)


# Answers as text


def test_a_table_is_aligned_and_cannot_steer_a_terminal(graph: Graph) -> None:
    answer = run_query(graph, "SELECT ?e ?text { ?e kg:text ?text ; kg:index 2 }")
    head, line, row = format_answer(answer, "table").splitlines()
    assert row.startswith("sen:berg-2  She said") and "\x1b" not in row
    assert head.index("text") == row.index("She") == line.rindex(" ") + 1


def test_csv_reads_back(graph: Graph) -> None:
    answer = run_query(
        graph, "SELECT ?title ?url { ?a schema:headline ?title OPTIONAL { ?a schema:url ?url } }"
    )
    rows = list(csv.reader(io.StringIO(format_answer(answer, "csv"))))
    assert rows == [["title", "url"], [HOSTILE, ""], ["Minister, bank", "https://news.example/berg"]]


@pytest.mark.parametrize(
    ("term", "cell"),
    [
        ('"a\\rb"', "a\nb"),
        ('"=HYPERLINK(1)"', "'=HYPERLINK(1)"),
        ('"-1"', "'-1"),
        ('"-1.5"^^<http://www.w3.org/2001/XMLSchema#decimal>', "-1.5"),
        ('"=1"^^<http://www.w3.org/2001/XMLSchema#integer>', "'=1"),
        ("true", "true"),
    ],
)
def test_csv_cell_is_one_cell_and_no_formula(graph: Graph, term: str, cell: str) -> None:
    answer = run_query(graph, f"SELECT ?a ?b {{ VALUES (?a ?b) {{ ({term} 1) }} }}")
    text = format_answer(answer, "csv")
    assert text.endswith(",1\r\n")
    assert list(csv.reader(io.StringIO(text, newline=""))) == [["a", "b"], [cell, "1"]]


def test_json_is_sparql_results(graph: Graph) -> None:
    answer = run_query(
        graph, "SELECT ?a ?day ?title ?none { ?a schema:datePublished ?day ; schema:headline ?title }"
    )
    assert json.loads(format_answer(answer, "json")) == {
        "head": {"vars": ["a", "day", "title", "none"]},
        "results": {
            "bindings": [
                {
                    "a": {"type": "uri", "value": "https://example.org/data/article/berg"},
                    "day": {
                        "type": "literal",
                        "value": "2021-03-04",
                        "datatype": "http://www.w3.org/2001/XMLSchema#date",
                    },
                    "title": {"type": "literal", "value": "Minister, bank"},
                }
            ]
        },
    }
    assert json.loads(format_answer(run_query(graph, "ASK {}"), "json")) == {"head": {}, "boolean": True}


def test_html_escapes_what_articles_say(graph: Graph) -> None:
    page = format_answer(
        run_query(graph, "SELECT ?title ?url { ?a schema:headline ?title ; ?p ?url }"), "html"
    )
    assert "<script" not in page and "&lt;script&gt;alert(1)" in page
    assert '<a href="https://news.example/berg" rel="noreferrer">' in page


@pytest.mark.parametrize("form", ["table", "csv", "html"])
def test_every_kind_has_every_form(graph: Graph, form: str) -> None:
    assert "true" in format_answer(run_query(graph, "ASK {}"), form)
    assert "Nordbank" in format_answer(run_query(graph, "CONSTRUCT WHERE { ?a kg:accuse ?b }"), form)
    assert "x" in format_answer(run_query(graph, "SELECT ?x { ?x kg:nothing ?y }"), form)


def test_what_is_no_graph_cannot_be_turtle(graph: Graph) -> None:
    with pytest.raises(QueryError, match="SELECT gives no triples; choose table"):
        format_answer(run_query(graph, "SELECT * {}"), "ttl")
    with pytest.raises(QueryError, match="no form is named 'xls'; known: table, csv"):
        format_answer(run_query(graph, "ASK {}"), "xls")


# The queries that ship


def test_every_query_that_ships_says_what_it_asks() -> None:
    assert [name for name, _ in list_queries()] == NAMES
    assert all(len(words) > 20 and words[0].isupper() for _, words in list_queries())


@pytest.mark.parametrize("name", NAMES)
def test_every_query_that_ships_finds_something(in_memory: Graph, in_oxigraph: Graph, name: str) -> None:
    answer = run_query(in_oxigraph, query_text(name))
    assert answer.rows and "ORDER BY" in query_text(name)
    assert format_answer(answer, "csv") == format_answer(run_query(in_memory, query_text(name)), "csv")


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        (
            "accusations",
            [["Anna Berg", "Nordbank", "", FIRST], ["Anna Berg", "Nordbank", "2021-03-04", FIRST]],
        ),
        ("actors", [["Anna Berg", "Nordbank", "https://example.org/kg/plover/ACCUSE", "1"]]),
        ("claims", [["Anna Berg", "Nordbank", "sue", "Anna Berg", "true", SECOND.replace("\x1b", "\ufffd")]]),
        ("timeline", [["2021-03-01", "2021-03-01", "Anna Berg", "accuse", "Nordbank", FIRST]]),
        ("events-per-month", [["2021-03", "https://example.org/kg/plover/ACCUSE", "1"]]),
    ],
)
def test_queries_that_ship(graph: Graph, name: str, rows: list[list[str]]) -> None:
    found = [["" if t is None else str(t) for t in row] for row in run_query(graph, query_text(name)).rows]
    assert found == rows


def test_unasserted_says_why(graph: Graph) -> None:
    answer = run_query(graph, query_text("unasserted"))
    assert [str(row[1]) for row in answer.rows] == ["negated possible according to Anna Berg"]


def test_a_query_is_a_name_or_sparql() -> None:
    assert query_text("ASK {}") == "ASK {}"
    with pytest.raises(QueryError, match="no query is named 'acusations'.*did you mean accusations"):
        query_text("acusations")
    with pytest.raises(QueryError, match="known: accusations, actors"):
        query_text("../../etc/passwd")


def test_no_file_is_read_by_a_query(graph: Graph, tmp_path: Path) -> None:
    secret = tmp_path / "secret.ttl"
    secret.write_text('<urn:a> <urn:b> "secret" .')
    with pytest.raises(QueryError):
        run_query(graph, f"SELECT * FROM <{secret.as_uri()}> {{ ?s ?p ?o }}")
