"""The ontology is complete and consistent; the lexicon gives the right frame; every IRI is safe."""

from __future__ import annotations

import pickle
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import OWL, RDF, RDFS, SKOS, Graph, Literal, URIRef

from kg import ontology as kgo
from kg.errors import OntologyError
from kg.iris import KG, PREFIXES
from kg.lexicon import EFFECTS, Frame
from kg.model import Modality
from kg.ontology import load_ontology

CODES = [
    *("AGREE", "CONSULT", "SUPPORT", "COOPERATE", "AID", "CONCEDE", "RETREAT"),
    *("ACCUSE", "DEMAND", "REJECT", "THREATEN", "PROTEST", "MOBILIZE", "SANCTION", "COERCE", "ASSAULT"),
    *("SAY", "OTHER"),
]

# words ("verb +particle @preposition =noun"), predicate, category, content, infinitive
FRAMES = [
    ("say", "say", "SAY", "said", "said"),
    ("tell", "tell", "SAY", "said", "required"),
    ("ask", "ask", "SAY", "question", "required"),
    ("ask @for", "askFor", "DEMAND", "required", "required"),
    ("deny", "deny", "REJECT", "denied", "denied"),
    ("accuse @of", "accuse", "ACCUSE", "charged", "charged"),
    ("blame @for", "blame", "ACCUSE", "charged", "charged"),
    ("call", "call", "SAY", "said", "said"),
    ("call @for", "callFor", "DEMAND", "required", "required"),
    ("call @on", "callOn", "DEMAND", "required", "required"),
    ("call +off", "callOff", "REJECT", "negated", "negated"),
    ("call +off =strike", "callOff", "CONCEDE", "negated", "negated"),
    ("call +back", "callBack", "RETREAT", "", ""),
    ("agree @to", "agreeTo", "AGREE", "future", "future"),
    ("agree", "agree", "AGREE", "said", "future"),
    ("meet @with", "meet", "CONSULT", "", ""),
    ("meet =demand", "fulfil", "CONCEDE", "", ""),
    ("hold =talk @with", "hold", "CONSULT", "", ""),
    ("hold =rally", "hold", "PROTEST", "", ""),
    ("hold", "hold", "OTHER", "", ""),
    ("reach =agreement @with", "reach", "AGREE", "future", "future"),
    ("carry +out =attack @against", "carryOut", "ASSAULT", "", ""),
    ("carry +out", "carryOut", "OTHER", "", ""),
    ("take =place @in", "takePlace", "OTHER", "", ""),
    ("claim =responsibility @for", "claim", "SAY", "", ""),
    ("impose =sanction @on", "impose", "SANCTION", "", ""),
    ("impose", "impose", "COERCE", "", ""),
    ("crack +down @on", "crackDownOn", "COERCE", "", ""),
    ("side @with", "sideWith", "SUPPORT", "", ""),
    ("pull +out @of", "pullOut", "RETREAT", "", ""),
    ("break +off", "breakOff", "SANCTION", "", ""),
    ("step +down", "stepDown", "CONCEDE", "", ""),
    ("fail", "fail", "OTHER", "negated", "negated"),
    ("refuse", "refuse", "REJECT", "negated", "negated"),
    ("stop", "stop", "OTHER", "negated", "negated"),
    ("prevent @from", "prevent", "COERCE", "negated", "negated"),
    ("manage", "manage", "OTHER", "implied", "implied"),
    ("force", "force", "COERCE", "implied", "implied"),
    ("help", "help", "AID", "implied", "implied"),
    ("forget", "forget", "OTHER", "factive", "negated"),
    ("know", "know", "OTHER", "factive", "factive"),
    ("try", "try", "OTHER", "desired", "desired"),
    ("hope", "hope", "OTHER", "desired", "desired"),
    ("urge", "urge", "DEMAND", "required", "required"),
    ("threaten", "threaten", "THREATEN", "future", "future"),
    ("appear", "appear", "OTHER", "possible", "possible"),
    ("likely", "beLikely", "OTHER", "possible", "possible"),
    ("able", "beAble", "OTHER", "possible", "possible"),
    ("due", "beDue", "OTHER", "future", "future"),
    ("kill", "kill", "ASSAULT", "", ""),
    ("deploy", "deploy", "MOBILIZE", "", ""),
    # of a kind of nouns, with the relation of the verb alone
    ("chair =summit", "chair", "CONSULT", "", ""),
    ("restore =friendship", "restore", "SUPPORT", "", ""),
    ("halt =offensive", "halt", "RETREAT", "negated", "negated"),
    ("halt =aid", "halt", "SANCTION", "negated", "negated"),
    ("impose =curfew", "impose", "COERCE", "", ""),
    ("declare =truce", "declare", "RETREAT", "", ""),
    ("declare =curfew", "declare", "COERCE", "said", "said"),
    ("send =envoy", "send", "CONSULT", "", ""),
    ("send =warship", "send", "MOBILIZE", "", ""),
    ("send =medicine", "send", "AID", "", ""),
    ("arrive @for =talk", "arrive", "CONSULT", "", ""),
    ("slap =tariff", "impose", "SANCTION", "", ""),
    ("slap", "beat", "ASSAULT", "", ""),
]
SPEECH_VERBS_AT_LEAST = 60


def frame_of(words: str) -> Frame | None:
    lemma, *rest = words.split()
    parts = {word[0]: word[1:] for word in rest}
    return load_ontology().frame_of(
        lemma, particle=parts.get("+", ""), preposition=parts.get("@", ""), object_noun=parts.get("=", "")
    )


@pytest.mark.parametrize(("words", "predicate", "category", "content", "infinitive"), FRAMES)
def test_frame_of(words: str, predicate: str, category: str, content: str, infinitive: str) -> None:
    frame = frame_of(words)
    assert frame
    found = (frame.predicate, frame.category, frame.content, frame.infinitive)
    assert found == (predicate, category, content, infinitive)


def test_frame_of_falls_back_but_never_past_a_particle() -> None:
    assert frame_of("accuse @near =nothing") == frame_of("accuse")
    kill_off = frame_of("kill +off")
    assert kill_off and (kill_off.predicate, kill_off.category) == ("killOff", "ASSAULT")
    assert frame_of("frobnicate") is None and frame_of("frobnicate +up") is None
    assert load_ontology().frame_of("Accuse") == frame_of("accuse")


def test_only_a_noun_within_the_name_is_absorbed() -> None:
    frames = [frame_of(words) for words in ("take =place", "take =part", "hold =talk", "take")]
    assert [f.absorbs_object for f in frames if f] == [True, True, False, False]


def test_only_what_is_done_to_somebody_has_a_victim() -> None:
    frames = [frame_of(words) for words in ("kill", "wound", "kill =bill", "hit")]
    assert [f.has_victim for f in frames if f] == [True, True, False, False]


def test_lexicon_is_complete() -> None:
    ontology = load_ontology()
    lines = Path(kgo.ontology_dir() / "lexicon.ttl").read_text("utf-8").splitlines()
    assert sum(line.startswith("lex:") for line in lines) >= 1700
    verbs = {key[:2] for key, frame in ontology.frames.items()}
    assert len(verbs) >= 1500 and len(ontology.frames) >= 10_000
    used = {frame.predicate for frame in ontology.frames.values()}
    assert used <= ontology.predicates.keys()
    assert {f.category for f in ontology.frames.values()} == set(CODES) == set(ontology.categories)
    assert {f.content for f in ontology.frames.values()} == set(EFFECTS)
    said = {key[0] for key, frame in ontology.frames.items() if frame.content in ("said", "denied")}
    assert len(said) >= SPEECH_VERBS_AT_LEAST
    assert all(
        re.fullmatch(r"[a-z][a-z-]*( [a-z]+)*", part) for key in ontology.frames for part in key if part
    )


def test_relations_are_named_safely_sorted_and_apart_from_other_terms() -> None:
    ontology = load_ontology()
    assert all(re.fullmatch(r"[a-z][A-Za-z0-9]*", name) for name in ontology.predicates)
    assert not ontology.predicates.keys() & ontology.reserved
    lines = Path(kgo.ontology_dir() / "kg.ttl").read_text("utf-8").splitlines()
    names = [line.split()[0] for line in lines if "rdfs:subPropertyOf kg:related" in line]
    assert len(names) == len(set(names)) == len(ontology.predicates)
    assert names == sorted(names, key=str.lower)
    assert all(t.domain in {"", *ontology.classes} for t in ontology.predicates.values())


def test_every_term_of_ours_is_labelled_and_explained() -> None:
    graph = Graph().parse(kgo.ontology_dir() / "kg.ttl")
    kinds = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty, KG.Modality)
    terms = {node for kind in kinds for node in graph.subjects(RDF.type, kind)}
    assert len(terms) > 600
    assert not [t for t in terms if not graph.value(t, RDFS.label) or not graph.value(t, RDFS.comment)]
    ours = {node for triple in graph for node in triple if str(node).startswith(str(KG))}
    declared = {node for node in graph.subjects() if (node, RDF.type, None) in graph}
    assert ours <= declared | {URIRef(str(KG))}


def test_modalities_and_quad_classes() -> None:
    graph = Graph().parse(kgo.ontology_dir() / "kg.ttl")
    assert set(graph.subjects(RDF.type, KG.Modality)) == {KG[m.capitalize()] for m in Modality}
    categories = load_ontology().categories
    quads = [categories[code].quad for code in CODES]
    kinds = ["verbal cooperation", "material cooperation", "verbal conflict", "material conflict"]
    assert [quads.count(kind) for kind in kinds] == [3, 4, 4, 5] and quads[-2:] == ["", ""]
    roots = [c for code in CODES for c in categories[code].cameo]
    assert len(roots) == len(set(roots))
    assert (URIRef(PREFIXES["plover"] + "ACCUSE"), SKOS.notation, Literal("11")) in graph


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("PERSON", "Person"),
        ("PER", "Person"),
        ("ORG", "Organization"),
        ("GPE", "Place"),
        ("LOC", "Place"),
        ("FAC", "Facility"),
        ("NORP", "Group"),
        ("EVENT", "Event"),
        ("PRODUCT", "Product"),
        ("WORK_OF_ART", "Work"),
        ("LAW", "Law"),
        ("MONEY", "Quantity"),
        ("", "Thing"),
        ("NEVER_HEARD_OF", "Thing"),
    ],
)
def test_class_of(label: str, name: str) -> None:
    ontology = load_ontology()
    assert ontology.class_of(label) == name
    assert name in ontology.classes


def test_ontology_can_be_sent_to_another_process() -> None:
    assert pickle.loads(pickle.dumps(load_ontology())) == load_ontology()


# Names of relations


@pytest.mark.parametrize(
    ("parts", "name"),
    [
        (("accuse",), "accuse"),
        (("come", "after"), "comeAfter"),
        (("supreme leader", "of"), "supremeLeaderOf"),
        (("co-operate",), "coOperate"),
        (("fiancé", "of"), "fianceOf"),
        (("text",), "textAct"),
        (("with",), "withAct"),
        (("index",), "indexAct"),
    ],
)
def test_mint_predicate(parts: tuple[str, ...], name: str) -> None:
    assert kgo.mint_predicate(*parts) == name


@given(st.lists(st.text(max_size=200), max_size=4))
def test_minted_predicates_are_safe_and_free(parts: list[str]) -> None:
    name = kgo.mint_predicate(*parts)
    assert re.fullmatch(r"[a-z][A-Za-z0-9]{0,160}", name)
    assert name not in load_ontology().reserved
    assert kgo.predicate_iri(name) == KG[name]


def test_minted_names_of_other_scripts_differ() -> None:
    assert kgo.mint_predicate("говорить") != kgo.mint_predicate("писать")


def test_predicate_iri_of_an_odd_name_is_no_other_term() -> None:
    assert kgo.predicate_iri("start") == KG.startAct
    assert kgo.predicate_iri("a> <b") == KG.aB


def test_argument_property() -> None:
    assert kgo.argument_property("with") == KG["with"]
    assert kgo.argument_property("content") == KG.content
    assert kgo.argument_property("notwithstanding") == KG.argument
    assert kgo.argument_property("accuse") == KG.argument


# Files that are wrong

LEXICON_FAULTS = [
    ('lex:x kg:lemma "x" ; kg:predicate kg:nothingSuch .', "nothingSuch"),
    ('lex:x kg:lemma "x" ; kg:predicate kg:say ; kg:contentEffect "sayed" .', "'sayed'"),
    ('lex:x kg:lemma "x" ; kg:predicate kg:say ; kg:category plover:WAR .', "'WAR'"),
    ('lex:x kg:lemma "x" ; kg:predicate kg:say ; kg:hasVictim "yes" .', "'yes'"),
    ('lex:x kg:lemma "x" ; kg:predicate kg:say ; kg:needsComplement "no" .', "'no'"),
    ('lex:x kg:lemma "say" ; kg:predicate kg:say .', "second frame for 'say'"),
    ('lex:x kg:lema "x" ; kg:predicate kg:say .', "lema"),
    ("lex:x kg:predicate kg:say .", "has no lemma"),
    ('lex:x kg:lemma "x" .', "has no predicate"),
    ('lex:x kg:lemma "say" ; kg:particle "x" ; kg:objectNoun "y" .', "has no predicate"),
    ('lex:x kg:lemma "say" ; kg:nounKind lex:odd-kind .', "unknown kind of nouns"),
    ('lex:x kg:lemma "x" ; kg:predicate kg:say, kg:tell .', "2 values for predicate"),
    ("lex:x kg:lemma .", "not valid Turtle"),
]


@pytest.mark.parametrize(("line", "named"), LEXICON_FAULTS)
def test_fault_in_the_lexicon_is_named(tmp_path: Path, line: str, named: str) -> None:
    source = kgo.ontology_dir()
    for file in ("kg.ttl", "events.ttl"):
        (tmp_path / file).write_bytes((source / file).read_bytes())
    good = (source / "lexicon.ttl").read_text("utf-8")
    heading = good[: good.index("lex:", good.index("@prefix plover"))]
    first = 'lex:say-first kg:lemma "say" ; kg:predicate kg:say .\n'
    (tmp_path / "lexicon.ttl").write_text(heading + "\n" + first + line, "utf-8")
    with pytest.raises(OntologyError) as caught:
        load_ontology(tmp_path)
    message = str(caught.value)
    assert "lexicon.ttl" in message and named in message and "\n" not in message


EVENT_FAULTS = [
    ('nom:x kg:noun "x" ; kg:predicate kg:nothingSuch .', "nothingSuch"),
    ('nom:x kg:noun "x" ; kg:predicate kg:say ; kg:isMutual "perhaps" .', "'perhaps'"),
    ('nom:x kg:noun "attack" ; kg:predicate kg:say .', "second reading of 'attack'"),
    ('nom:x kg:noun "x" ; kg:predicate kg:say ; kg:patient "on" .', "patient"),
]


@pytest.mark.parametrize(("line", "named"), EVENT_FAULTS)
def test_fault_in_the_events_is_named(tmp_path: Path, line: str, named: str) -> None:
    for file in ("kg.ttl", "lexicon.ttl", "events.ttl"):
        (tmp_path / file).write_bytes((kgo.ontology_dir() / file).read_bytes())
    with (tmp_path / "events.ttl").open("a", encoding="utf-8") as file_:
        file_.write(line + "\n")
    with pytest.raises(OntologyError) as caught:
        load_ontology(tmp_path)
    message = str(caught.value)
    assert "events.ttl" in message and named in message and "\n" not in message


def test_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(OntologyError, match=r"kg\.ttl"):
        load_ontology(tmp_path)


# Shapes

GOOD = """
ent:a a kg:Person ; rdfs:label "A" ; kg:named true .
ent:b a kg:Country ; rdfs:label "B" ; kg:named true .
kg:accuse a rdf:Property ; rdfs:label "accuse" ; rdfs:subPropertyOf kg:related .
art:x a schema:NewsArticle ; schema:headline "X" ; schema:datePublished "2024-02-03"^^xsd:date .
sen:x-0 a kg:Sentence ; kg:index 0 ; kg:start 0 ; kg:end 12 ; kg:text "A accused B." ; schema:isPartOf art:x .
st:1 a kg:Statement ; rdf:subject ent:a ; rdf:predicate kg:accuse ; rdf:object ent:b ;
    kg:subjectText "A" ; kg:predicateText "accused" ; kg:objectText "B" ;
    kg:category plover:ACCUSE ; kg:negated false ; kg:modality kg:Asserted ; kg:confidence 0.9 ;
    kg:startDate "2024-02-01"^^xsd:date ; kg:endDate "2024-02-02"^^xsd:date ; prov:wasDerivedFrom sen:x-0 .
"""
SHAPE_FAULTS = [
    ("rdf:predicate kg:accuse ;", ""),
    ("rdf:predicate kg:accuse ;", "rdf:predicate kg:accuse, kg:blame ;"),
    ("rdfs:subPropertyOf kg:related", "rdfs:subPropertyOf kg:argument"),
    ("rdf:subject ent:a ;", "rdf:subject ent:a, ent:b ;"),
    ("rdf:subject ent:a ;", "rdf:subject ent:nobody ;"),
    ("rdf:object ent:b", 'rdf:object "B"'),
    ("kg:negated false", 'kg:negated "no"'),
    ("kg:modality kg:Asserted", "kg:modality kg:Stated"),
    ("plover:ACCUSE", "plover:WAR"),
    ("kg:confidence 0.9", "kg:confidence 1.9"),
    ('kg:endDate "2024-02-02"', 'kg:endDate "2024-01-02"'),
    ("prov:wasDerivedFrom sen:x-0", "prov:wasDerivedFrom art:x"),
    ('kg:text "A accused B."', 'kg:text "  "'),
    ("kg:end 12", "kg:end 0"),
    ("schema:isPartOf art:x", "schema:about art:x"),
    ('rdfs:label "A" ;', ""),
    ('rdfs:label "A" ;', 'rdfs:label "A", "Aa" ;'),
    ("a kg:Person", "a kg:Alien"),
]


def conforms(turtle: str) -> bool:
    pyshacl = pytest.importorskip("pyshacl")
    heading = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())
    data = Graph().parse(data=heading + turtle, format="turtle")
    shapes = Graph().parse(kgo.ontology_dir() / "shapes.ttl")
    result: tuple[bool, object, str] = pyshacl.validate(data, shacl_graph=shapes, inference="none")
    return result[0]


def test_good_graph_conforms() -> None:
    assert conforms(GOOD)


@pytest.mark.parametrize(("right", "wrong"), SHAPE_FAULTS)
def test_fault_in_a_graph_is_found(right: str, wrong: str) -> None:
    assert right in GOOD
    assert not conforms(GOOD.replace(right, wrong))


def test_statement_about_nothing_is_found() -> None:
    bare = re.sub(r"rdf:(subject|object) ent:\w ;|kg:(subject|object)Text \"\w\" ;", "", GOOD)
    assert not conforms(bare)


def test_shapes_list_what_the_ontology_declares() -> None:
    text = Path(kgo.ontology_dir() / "shapes.ttl").read_text("utf-8")
    assert set(re.findall(r"plover:([A-Z]+)", text)) == set(load_ontology().categories)
    ontology = load_ontology()
    kinds = {name for name in ontology.classes if _is_entity(name)} - {"Entity"}
    assert kinds <= set(re.findall(r"kg:([A-Z]\w+)", text))


def _is_entity(name: str) -> bool:
    return name == "Entity" or any(_is_entity(parent) for parent in load_ontology().classes[name].parents)
