"""Questions to a small graph made by hand, and what must not be asked."""

from __future__ import annotations

import csv
import datetime
import io
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import Graph

from kg.errors import KGError, QueryError
from kg.graph import to_rdf
from kg.model import (
    Article,
    Entity,
    Evidence,
    Extraction,
    Interval,
    Modality,
    Passage,
    Phrase,
    Predicate,
    Resolution,
    Statement,
    TimeExpression,
)
from kg.ontology import load_ontology
from kg.query import explain, format_answer, list_queries, query_text, run_query
from kg.store import open_graph

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
FIRST = "Anna Berg accused Nordbank of fraud on Monday."
SECOND = "She said that <b>Nordbank</b> \x1b[31mmay sue Berg."
OPENING = "Old news.\n"
TEXT = f"{OPENING}{FIRST} {SECOND}"
HOSTILE = "<script>alert(1)</script>"


def passage(words: str, after: int = 0) -> Passage:
    start = TEXT.index(words, after)
    return Passage(start, start + len(words))


def phrase(words: str, entity: str | None, after: int = 0) -> Phrase:
    return Phrase(words, passage(words, after), entity)


def make_resolution() -> Resolution:
    """Return two articles: an accusation and a claim in the first, another accusation in the second."""
    one = Article(
        "berg",
        TEXT,
        (Passage(0, len(TEXT)),),
        title="Minister, bank",
        published=datetime.date(2021, 3, 4),
        url="https://news.example/berg",
        source="The Paper",
    )
    two = Article("early", FIRST, (Passage(0, len(FIRST)),), title=HOSTILE)
    sentences = passage(FIRST), passage(SECOND)
    monday = datetime.date(2021, 3, 1)
    second = sentences[1].start
    accusation = Statement(
        id="00000000000000aa",
        subject=phrase("Anna Berg", "Anna_Berg"),
        predicate=Predicate("accuse", passage("accused"), "ACCUSE"),
        predicate_text="accused",
        object=phrase("Nordbank", "Nordbank"),
        evidence=Evidence("berg", 1, sentences[0], FIRST),
        rule="verb",
        time=TimeExpression(passage("Monday"), Interval(monday, monday, True)),
        time_text="Monday",
        confidence=0.9,
    )
    claim = Statement(
        id="00000000000000bb",
        subject=phrase("Nordbank", "Nordbank", second),
        predicate=Predicate("sue", passage("sue"), "COERCE"),
        predicate_text="may sue",
        object=phrase("Berg", "Anna_Berg", second),
        evidence=Evidence("berg", 2, sentences[1], SECOND),
        rule="verb",
        negated=True,
        modality=Modality.POSSIBLE,
        attributed_to=phrase("She", "Anna_Berg"),
    )
    denial = Statement(
        id="00000000000000cc",
        subject=Phrase("Anna Berg", Passage(0, 9), "Anna_Berg"),
        predicate=Predicate("accuse", Passage(10, 17), "ACCUSE"),
        predicate_text="accused",
        object=Phrase("Nordbank", Passage(18, 26)),
        evidence=Evidence("early", 0, Passage(0, len(FIRST)), FIRST),
        rule="verb",
    )
    return Resolution(
        extractions=(Extraction(one, (), (), sentences), Extraction(two, (), (), (Passage(0, len(FIRST)),))),
        entities=(
            Entity("Anna_Berg", "Person", "Anna Berg", ("Berg", "Minister Berg")),
            Entity("Nordbank", "Organization", "Nordbank"),
            Entity("Nowhere", "Place", "Nowhere"),
        ),
        statements=(accusation, claim, denial),
        entity_by_mention={},
    )


@pytest.fixture(scope="module")
def in_memory() -> Graph:
    return to_rdf(make_resolution(), load_ontology())


@pytest.fixture(scope="module")
def in_oxigraph(in_memory: Graph, tmp_path_factory: pytest.TempPathFactory) -> Graph:
    path = tmp_path_factory.mktemp("graph") / "small.ttl"
    in_memory.serialize(path, format="turtle")
    return open_graph(path)


@pytest.fixture(params=["in_memory", "in_oxigraph"])
def graph(request: pytest.FixtureRequest) -> Graph:
    found = request.getfixturevalue(request.param)
    assert isinstance(found, Graph)
    return found


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


# The sentences behind a statement


def test_a_reading_has_all_that_is_known(graph: Graph) -> None:
    (reading,) = explain(graph, "00000000000000aa")
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
    (reading,) = explain(graph, "st:00000000000000bb")
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
    found = [reading.statement for reading in explain(graph, subject, predicate, object_)]
    assert found == (["00000000000000aa"] if object_ else ["00000000000000cc", "00000000000000aa"])


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        (("Ana Berg",), "nothing in the graph is named 'Ana Berg'; did you mean Anna Berg"),
        (("Zzzz\n\x1b[0m",), "most-mentioned"),
        (("Nowhere",), "'Nowhere' is in the graph, but the subject of no statement"),
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
        explain(graph, *asked)
    assert message in str(raised.value)
    assert "\n" not in str(raised.value) and "\x1b" not in str(raised.value)


def test_a_citation_of_a_bare_article_is_its_id(graph: Graph) -> None:
    (reading,) = explain(graph, "00000000000000cc")
    assert reading.citation == f"{HOSTILE}, early, sentence 1"


def test_no_file_is_read_by_a_query(graph: Graph, tmp_path: Path) -> None:
    secret = tmp_path / "secret.ttl"
    secret.write_text('<urn:a> <urn:b> "secret" .')
    with pytest.raises(QueryError):
        run_query(graph, f"SELECT * FROM <{secret.as_uri()}> {{ ?s ?p ?o }}")
