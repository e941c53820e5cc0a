"""Records become RDF, and RDF a view; resolutions are made by hand, and by hypothesis for the laws."""

from __future__ import annotations

import dataclasses
import itertools
import json
import os
import random
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from laws import LAW, resolutions
from rdflib import PROV, RDF, RDFS, SKOS, XSD, BNode, Graph, Literal, URIRef
from rdflib.compare import isomorphic
from samples import HARBOUR, harbour, make_article, make_resolution, make_statement

from kg.export import to_ntriples, to_turtle
from kg.graph import describe_run, to_networkx, to_rdf
from kg.iris import ENT, KG, PLOVER, SCHEMA, ST, article_iri, entity_iri, statement_iri
from kg.lines import to_json
from kg.model import Argument, Entity, Modality, Passage, Phrase, Resolution
from kg.ontology import load_ontology, predicate_iri

GOLDEN = Path(__file__).with_name("golden")
ONTOLOGY = load_ontology()


@pytest.fixture(scope="module")
def graph() -> Graph:
    return to_rdf(harbour(), ONTOLOGY)


def the_statement(graph: Graph, predicate: str, article: str = "harbour-1") -> URIRef:
    """Return the one statement of an article with this predicate."""
    (found,) = (
        node
        for node in graph.subjects(RDF.predicate, KG[predicate])
        if article in str(graph.value(node, PROV.wasDerivedFrom))
    )
    assert isinstance(found, URIRef)
    return found


def test_golden_turtle(graph: Graph) -> None:
    """With KG_REWRITE_GOLDEN=1 the file is written again; read the difference before you commit it."""
    path = GOLDEN / "harbour.ttl"
    if os.environ.get("KG_REWRITE_GOLDEN") == "1":
        path.parent.mkdir(exist_ok=True)
        path.write_text(to_turtle(graph), encoding="utf-8", newline="")
    assert to_turtle(graph) == path.read_bytes().decode("utf-8")


def test_only_what_is_asserted_is_a_plain_triple(graph: Graph) -> None:
    plain = {(s, p, o) for s, p, o in graph if str(s).startswith(str(ENT)) and str(o).startswith(str(ENT))}
    assert plain == {(ENT.Mara_Lind, KG.accuse, ENT.Nordland)}


@pytest.mark.parametrize(
    ("negated", "modality", "has_speaker"),
    list(itertools.product([False, True], [Modality.ASSERTED, Modality.FUTURE], [False, True])),
)
def test_plain_triple_exactly_if_asserted(negated: bool, modality: Modality, has_speaker: bool) -> None:
    text = "Ana met Bo."
    ana, bo = Phrase("Ana", Passage(0, 3), "Ana"), Phrase("Bo", Passage(8, 10), "Bo")
    statement = make_statement(
        text,
        ana,
        "meet",
        "met",
        bo,
        article="a",
        negated=negated,
        modality=modality,
        attributed_to=bo if has_speaker else None,
    )
    entities = [Entity("Ana", "Person", "Ana"), Entity("Bo", "Person", "Bo")]
    made = to_rdf(make_resolution([make_article("a", text)], entities, [statement]), ONTOLOGY)
    is_plain = (ENT.Ana, KG.meet, ENT.Bo) in made
    assert is_plain == (not negated and modality is Modality.ASSERTED and not has_speaker)
    assert (statement_iri(statement.id), RDF.predicate, KG.meet) in made


def test_an_asserted_statement_without_entity_has_no_plain_triple() -> None:
    text = "Ana met somebody."
    statement = make_statement(
        text,
        Phrase("Ana", Passage(0, 3), "Ana"),
        "meet",
        "met",
        Phrase("somebody", Passage(8, 16)),
        article="a",
    )
    made = to_rdf(make_resolution([], [Entity("Ana", "Person", "Ana")], [statement]), ONTOLOGY)
    assert not list(made.triples((None, KG.meet, None)))
    assert made.value(statement_iri(statement.id), KG.objectText) == Literal("somebody")


def test_a_statement_says_how_it_is_meant(graph: Graph) -> None:
    accusing, hiding, closing, maybe = (
        the_statement(graph, p) for p in ("accuse", "hide", "close", "closeItself")
    )
    assert graph.value(accusing, KG.content) == hiding
    assert graph.value(accusing, KG.category) == PLOVER.ACCUSE
    assert graph.value(accusing, KG.startDate) == Literal("2021-05-03", datatype=XSD.date)
    assert graph.value(accusing, KG.timeInferred) == Literal(True)
    assert graph.value(hiding, PROV.wasAttributedTo) == ENT.Mara_Lind
    assert graph.value(hiding, KG.confidence) == Literal(Decimal("0.76"))
    assert graph.value(closing, KG.negated) == Literal(True)
    assert graph.value(closing, KG.place) == ENT.Vik and graph.value(closing, KG["in"]) == ENT.Vik
    assert graph.value(maybe, KG.modality) == KG.Possible
    assert graph.value(maybe, KG.attributedToText) == Literal("a clerk")
    assert graph.value(maybe, PROV.wasAttributedTo) is None


def test_passages_and_sentences_cut_their_words_out_of_the_article(graph: Graph) -> None:
    checked = 0
    for statement in (the_statement(graph, p) for p in ("accuse", "hide", "close", "closeItself")):
        for part in ("subject", "predicate", "object"):
            passage, words = (graph.value(statement, KG[part + end]) for end in ("Passage", "Text"))
            if passage is not None:
                start, end = map(int, str(passage).removeprefix("char=").split(","))
                assert HARBOUR[start:end] == str(words)
                checked += 1
        sentence = graph.value(statement, PROV.wasDerivedFrom)
        start, end = (int(str(graph.value(sentence, place))) for place in (KG.start, KG.end))
        assert HARBOUR[start:end] == str(graph.value(sentence, KG.text))
    assert checked == 11


@pytest.mark.parametrize(
    ("role", "link"),
    [("of", KG.content), ("content", KG.content), ("after", KG.after), ("because", KG.argument)],
)
def test_a_clause_is_content_unless_it_says_when_or_why(role: str, link: URIRef) -> None:
    text = "Ana left after signing."
    ana = Phrase("Ana", Passage(0, 3))
    inner = make_statement(text, ana, "sign", "signing", None, article="a")
    clause = Argument(role, Phrase("signing", Passage(15, 22)), inner.id)
    outer = make_statement(text, ana, "leave", "left", None, article="a", arguments=(clause,))
    made = to_rdf(make_resolution([make_article("a", text)], [], [inner, outer]), ONTOLOGY)
    assert set(made.predicates(statement_iri(outer.id), statement_iri(inner.id))) == {link}
    assert made.value(statement_iri(outer.id), KG.argumentText) == Literal(f"{role}: signing")


def test_entities_and_articles(graph: Graph) -> None:
    assert graph.value(ENT.Nordland, RDF.type) == KG.Country
    assert set(graph.objects(ENT.Mara_Lind, SKOS.altLabel)) == {Literal("Lind"), Literal("Ms Lind")}
    assert graph.value(ENT["harbour-1-leak"], KG.named) == Literal(False)
    assert set(graph.objects(ENT.Nordland, SKOS.exactMatch)) == {
        URIRef("http://www.wikidata.org/entity/Q0"),
        Literal("not an address"),
    }
    article = article_iri("harbour-1")
    assert graph.value(article, SCHEMA.url) == URIRef("https://news.example/1")
    assert graph.value(article, SCHEMA.creditText) == Literal("Photo: A. Moe")
    assert (article_iri("letter"), RDF.type, SCHEMA.NewsArticle) in graph


def test_every_relation_is_declared_with_label_and_category(graph: Graph) -> None:
    used = set(graph.objects(None, RDF.predicate))
    assert len(used) == 4
    for predicate in used:
        assert (predicate, RDFS.subPropertyOf, KG.related) in graph
        assert graph.value(predicate, RDFS.label) and graph.value(predicate, KG.category)
    assert graph.value(KG.closeItself, RDFS.label) == Literal("close itself")


def test_every_term_of_ours_is_declared(graph: Graph) -> None:
    from kg.ontology import ontology_dir

    declared = set(Graph().parse(ontology_dir() / "kg.ttl").subjects()) | set(
        graph.subjects(RDF.type, RDF.Property)
    )
    used = (
        {p for _, p, _ in graph} | set(graph.objects(None, RDF.type)) | set(graph.objects(None, KG.modality))
    )
    assert {term for term in used if str(term).startswith(str(KG))} <= declared


def test_how_it_was_made_is_repeatable_and_apart() -> None:
    plain = to_rdf(harbour(), ONTOLOGY)
    runs = []
    for _ in range(2):
        made = to_rdf(harbour(), ONTOLOGY)
        describe_run(
            made,
            version="1.2",
            pipeline="en_small 1.0",
            ontology_hash="ab",
            inputs={"letter": "22", "harbour-1": "11"},
            left_out={"links": 2},
        )
        runs.append(made)
    assert to_ntriples(runs[0]) == to_ntriples(runs[1])
    assert set(plain) < set(runs[0])
    (run,) = runs[0].objects(None, PROV.wasGeneratedBy)
    assert runs[0].value(run, KG.leftOut) == Literal("links: 2")
    assert runs[0].value(article_iri("letter"), SCHEMA.sha256) == Literal("22")


# Laws

HOSTILE = st.text(st.characters(exclude_categories=()), min_size=1, max_size=12) | st.sampled_from(
    [
        '"""',
        "\\",
        '\\"',
        "a\u202eb",
        "\ud800",
        "\x00",
        "a\r\nb",
        "]]>",
        "<script>",
        "\ufffe",
        "\u0085",
        "'''\\",
    ]
)
"""Any text at all, lone surrogates and control characters among it."""


@settings(max_examples=150, deadline=None)
@given(st.lists(HOSTILE, min_size=7, max_size=7))
def test_no_text_breaks_turtle(texts: list[str]) -> None:
    graph = to_rdf(hostile(*texts), ONTOLOGY)
    turtle, ntriples = to_turtle(graph), to_ntriples(graph)
    read = Graph().parse(data=turtle.encode("utf-8"), format="turtle")
    assert isomorphic(read, graph)
    assert set(Graph().parse(data=ntriples.encode("utf-8"), format="nt")) == set(read)


def hostile(name: str, alias: str, title: str, source: str, url: str, role: str, words: str) -> Resolution:
    text = f"{name} met {words}."
    subject = Phrase(name, Passage(0, len(name)), name)
    argument = Argument(role, Phrase(words, Passage(0, len(text))), None)
    statement = make_statement(
        text,
        subject,
        "meet",
        "met",
        Phrase(words, Passage(0, len(text)), alias),
        article=title,
        arguments=(argument,),
        attributed_to=Phrase(words, Passage(0, 1)),
    )
    statement = dataclasses.replace(statement, id=words)
    article = make_article(title, text, title=title, source=source, url=url, credits=(words,))
    same = (f"http://{url}", url)
    entities = {
        name: Entity(name, "Person", name, (alias,), same_as=same),
        alias: Entity(alias, "Thing", alias),
    }
    return make_resolution([article], list(entities.values()), [statement])


@given(st.randoms(use_true_random=False))
def test_order_changes_nothing(shuffle: random.Random) -> None:
    made = harbour()
    mixed = dataclasses.replace(
        made,
        extractions=tuple(shuffle.sample(made.extractions, len(made.extractions))),
        entities=tuple(shuffle.sample(made.entities, len(made.entities))),
        statements=tuple(shuffle.sample(made.statements, len(made.statements))),
    )
    assert to_turtle(to_rdf(mixed, ONTOLOGY)) == to_turtle(to_rdf(made, ONTOLOGY))


@LAW
@given(resolutions())
def test_a_plain_triple_stands_for_an_asserted_statement(resolution: Resolution) -> None:
    graph = to_rdf(resolution, ONTOLOGY)
    asserted = {
        (s.subject.entity, predicate_iri(s.predicate.name), s.object.entity)
        for s in resolution.statements
        if s.is_asserted and s.subject and s.object
    }
    ids = [entity.id for entity in resolution.entities]
    relations = {predicate_iri(s.predicate.name) for s in resolution.statements}
    for subject, relation, value in itertools.product(ids, relations, ids):
        triple = (entity_iri(subject), relation, entity_iri(value))
        assert (triple in graph) == ((subject, relation, value) in asserted)


@LAW
@given(resolutions(), st.randoms(use_true_random=False))
def test_any_order_gives_the_same_graph(resolution: Resolution, chance: random.Random) -> None:
    statements = tuple(chance.sample(resolution.statements, len(resolution.statements)))
    shuffled = dataclasses.replace(resolution, statements=statements)
    assert to_turtle(to_rdf(shuffled, ONTOLOGY)) == to_turtle(to_rdf(resolution, ONTOLOGY))


@LAW
@given(resolutions())
def test_every_predicate_and_class_is_declared(resolution: Resolution) -> None:
    graph = to_rdf(resolution, ONTOLOGY)
    ours = {p for p in graph.predicates() if str(p).startswith(str(KG))}
    relations = set(graph.subjects(RDFS.subPropertyOf, KG.related))
    known = {KG[name] for name in ONTOLOGY.reserved}
    assert ours <= relations | known
    assert not relations & known
    assert set(graph.objects(None, RDF.predicate)) == relations
    types = {t for t in graph.objects(None, RDF.type) if str(t).startswith(str(KG))}
    assert types <= {KG[name] for name in ONTOLOGY.classes}


@LAW
@given(resolutions())
def test_an_edge_for_each_statement_between_two(resolution: Resolution) -> None:
    view = to_networkx(to_rdf(resolution, ONTOLOGY))
    ends = [(s, s.subject, s.object) for s in resolution.statements]
    between = [s for s, subject, obj in ends if subject and subject.entity and obj and obj.entity]
    assert view.number_of_edges() == len(between)
    assert sum(data["asserted"] for *_, data in view.edges(data=True)) == sum(s.is_asserted for s in between)


def test_no_blank_nodes(graph: Graph) -> None:
    assert not [term for triple in graph for term in triple if isinstance(term, BNode)]


# The view


def test_view_has_entities_and_the_statements_between_two(graph: Graph) -> None:
    view = to_networkx(graph)
    assert set(view) == {entity.id for entity in harbour().entities}
    assert view.nodes["Mara_Lind"] == {
        "label": "Mara Lind",
        "type": "Person",
        "named": True,
        "aliases": ["Lind", "Ms Lind"],
    }
    assert view.nodes["harbour-1-leak"]["named"] is False
    assert view.number_of_edges() == 4
    key = str(the_statement(graph, "hide")).removeprefix(str(ST))
    edge = view.edges["Nordland", "harbour-1-leak", key]
    assert edge["attributed_to"] == "Mara Lind" and edge["asserted"] is False and edge["negated"] is False
    assert (edge["predicate"], edge["category"], edge["confidence"]) == ("hide", "OTHER", 0.76)
    assert edge["sentence"].startswith("On 3 May") and edge["sentence_index"] == 0
    assert (edge["article"], edge["article_id"], edge["date"]) == (
        'A "leak" in Vik',
        "harbour-1",
        "2021-05-04",
    )


def test_view_of_what_is_asserted(graph: Graph) -> None:
    view = to_networkx(graph, asserted_only=True)
    assert [(a, b) for a, b in view.edges()] == [("Mara_Lind", "Nordland")] * 2
    assert all(data["asserted"] for *_, data in view.edges(data=True))


def test_view_depends_on_the_triples_alone(graph: Graph) -> None:
    read = Graph().parse(data=to_turtle(graph), format="turtle")
    one, other = to_networkx(graph), to_networkx(read)
    assert list(one.nodes(data=True)) == list(other.nodes(data=True))
    assert list(one.edges(keys=True, data=True)) == list(other.edges(keys=True, data=True))


def test_view_of_a_graph_that_is_not_ours() -> None:
    foreign = Graph().parse(
        data="@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> . "
        "<x:s> rdf:subject <x:a> ; rdf:predicate <x:p> ; rdf:object <x:b> .",
        format="turtle",
    )
    view = to_networkx(foreign)
    assert list(view.edges(keys=True)) == [("x:a", "x:b", "x:s")]
    assert view.edges["x:a", "x:b", "x:s"]["sentence"] is None


# JSON lines


def test_json_has_the_keys_of_the_contract_in_order() -> None:
    first, second = to_json(harbour())
    assert list(first) == ["article", "entities", "mentions", "statements", "left_out"]
    assert list(first["article"]) == ["id", "title", "published", "url", "source", "length"]
    assert first["article"]["published"] == "2021-05-04" and first["article"]["length"] == len(HARBOUR)
    assert first["left_out"] == {"links": 2}
    assert first["mentions"] == [
        {"start": 9, "end": 18, "text": "Mara Lind", "label": "PERSON", "entity": "Mara_Lind"}
    ]
    assert [s["predicate"]["name"] for s in first["statements"]] == ["accuse", "hide", "close", "closeItself"]
    accusing = first["statements"][0]
    assert list(accusing) == [
        *("id", "subject", "predicate", "object", "arguments", "negated", "modality", "attributed_to"),
        *("time", "place", "confidence", "sentence"),
    ]
    assert accusing["time"] == {"text": "3 May", "start": "2021-05-03", "end": "2021-05-03", "inferred": True}
    assert accusing["arguments"][0]["statement"] == first["statements"][1]["id"]
    assert [e["id"] for e in second["entities"]] == ["Mara_Lind", "Nordland"]
    assert second["article"]["published"] is None


def test_json_cuts_what_it_says() -> None:
    for line, text in zip(to_json(harbour()), (HARBOUR, "Mara Lind accused Nordland."), strict=True):
        for statement in line["statements"]:
            for part in ("subject", "predicate", "object", "attributed_to", "place"):
                if said := statement[part]:
                    assert text[said["start"] : said["end"]] == said["text"]


@given(st.lists(HOSTILE, min_size=7, max_size=7))
def test_json_survives_any_text(texts: list[str]) -> None:
    for line in to_json(hostile(*texts)):
        assert json.loads(json.dumps(line)) == line
