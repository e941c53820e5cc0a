"""What sentences of our own come to, by the table in `sentences/categories.toml`; and the rules by hand."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from conftest import make_article
from spacy.language import Language

from kg.categories import category_as_meant, code_relations
from kg.extract import extract_article
from kg.language import documents_of
from kg.model import Mention, MentionKind, Modality, Passage, Predicate, Relation, Term
from kg.ontology import load_ontology

TABLE = Path(__file__).parent / "sentences" / "categories.toml"
KINDS = tomllib.loads(TABLE.read_text(encoding="utf-8"))["kind"]
CASES = [(sentence, expected) for kind in KINDS for sentence, *expected in kind["rows"]]

ANN, BOB = 0, 1
MENTIONS = [
    Mention(Passage(2 * i, 2 * i + 1), MentionKind.NAME, "PERSON", name, i)
    for i, name in enumerate(("Ann", "Bob"))
]


def test_the_table_is_whole() -> None:
    assert len(CASES) == 235
    assert len({sentence for sentence, _ in CASES}) == len(CASES)
    assert all(expected for _, expected in CASES)
    assert {row.split()[1] for _, expected in CASES for row in expected} == set(load_ontology().categories)


@pytest.mark.parametrize(("sentence", "expected"), CASES, ids=[sentence for sentence, _ in CASES])
def test_a_sentence_comes_to_what_the_table_has(sentence: str, expected: list[str], nlp: Language) -> None:
    ((article, doc),) = documents_of(nlp, [make_article(sentence)])
    predicates = [r.predicate for r in extract_article(article, doc, load_ontology()).relations]
    found = [f"{predicate.name} {predicate.category}" for predicate in predicates]
    missing = [row for row in expected if not any(is_row(row, one) for one in found)]
    assert not missing, f"{missing} not among {found}"


def is_row(row: str, found: str) -> bool:
    """Whether a row of the table is what was found; its predicate may go on where it ends in "*"."""
    (name, category), (found_name, found_category) = row.split(), found.split()
    is_named = found_name.startswith(name[:-1]) if name.endswith("*") else found_name == name
    return is_named and category == found_category


@pytest.mark.parametrize(
    ("category", "modality", "negated", "meant"),
    [
        ("AID", Modality.ASSERTED, False, "AID"),
        ("AID", Modality.FUTURE, False, "AGREE"),
        ("AID", Modality.FUTURE, True, "REJECT"),
        ("AID", Modality.ASSERTED, True, "REJECT"),
        ("AID", Modality.POSSIBLE, False, "AID"),
        ("AID", Modality.CONDITIONAL, True, "AID"),
        ("AGREE", Modality.ASSERTED, True, "REJECT"),
        ("ASSAULT", Modality.FUTURE, False, "THREATEN"),
        ("ASSAULT", Modality.FUTURE, True, "AGREE"),
        ("ASSAULT", Modality.ASSERTED, True, "ASSAULT"),
        ("ASSAULT", Modality.DESIRED, False, "ASSAULT"),
        ("ACCUSE", Modality.FUTURE, False, "ACCUSE"),
        ("SAY", Modality.FUTURE, True, "SAY"),
        ("OTHER", Modality.FUTURE, True, "OTHER"),
    ],
)
def test_an_act_as_it_is_meant(category: str, modality: Modality, negated: bool, meant: str) -> None:
    assert category_as_meant(category, modality, load_ontology(), negated=negated) == meant


def relate(
    subject: int,
    name: str,
    category: str,
    *contents: int,
    modality: Modality = Modality.ASSERTED,
    negated: bool = False,
    rule: str = "verb",
) -> Relation:
    """A relation of Ann's or Bob's, with the relations at these places as its contents."""
    return Relation(
        subject=Term("subject", MENTIONS[subject].passage, subject),
        predicate=Predicate(name, Passage(10, 12), category),
        object=None,
        sentence=Passage(0, 20),
        rule=rule,
        arguments=tuple(Term("content", Passage(13, 14), relation=place) for place in contents),
        negated=negated,
        modality=modality,
    )


def codes(*relations: Relation) -> list[str]:
    coded = code_relations(relations, MENTIONS, load_ontology())
    assert [(r.predicate.name, r.modality, r.negated) for r in coded] == [
        (r.predicate.name, r.modality, r.negated) for r in relations
    ]
    return [relation.predicate.category for relation in coded]


FUTURE, REQUIRED = Modality.FUTURE, Modality.REQUIRED


def test_who_says_that_he_will_commits_himself() -> None:
    assert codes(relate(ANN, "say", "SAY", 1), relate(ANN, "help", "AID", modality=FUTURE)) == 2 * ["AGREE"]
    assert codes(relate(ANN, "say", "SAY", 1), relate(BOB, "help", "AID", modality=FUTURE)) == [
        "SAY",
        "AGREE",
    ]


def test_who_says_that_another_must_demands_it() -> None:
    required = relate(BOB, "leave", "OTHER", modality=REQUIRED)
    assert codes(relate(ANN, "say", "SAY", 1), required) == ["DEMAND", "OTHER"]
    assert codes(relate(BOB, "say", "SAY", 1), required) == ["SAY", "OTHER"]
    needed = relate(BOB, "need", "OTHER", 2)
    assert codes(relate(ANN, "say", "SAY", 1), needed, required) == ["DEMAND", "OTHER", "OTHER"]


def test_who_says_that_he_rejects_it_rejects_it() -> None:
    assert codes(relate(ANN, "say", "SAY", 1), relate(ANN, "reject", "REJECT")) == 2 * ["REJECT"]
    assert codes(relate(ANN, "say", "SAY", 1), relate(ANN, "bomb", "ASSAULT")) == ["SAY", "ASSAULT"]


def test_what_is_promised_threatened_or_refused_is_coded_like_it() -> None:
    later = relate(ANN, "close", "OTHER", modality=FUTURE)
    assert codes(relate(ANN, "threaten", "THREATEN", 1), later) == 2 * ["THREATEN"]
    assert codes(relate(ANN, "promise", "AGREE", 1), later) == 2 * ["AGREE"]
    never = relate(ANN, "send", "MOBILIZE", negated=True)
    assert codes(relate(ANN, "refuse", "REJECT", 1), never) == 2 * ["REJECT"]
    assert codes(relate(ANN, "deny", "REJECT", 1), never) == ["REJECT", "MOBILIZE"]
    kept = relate(ANN, "return", "OTHER", modality=FUTURE, negated=True)
    assert codes(relate(ANN, "vow", "AGREE", 1), kept) == ["AGREE", "OTHER"]


def test_a_plan_is_passed_on_through_words_that_say_nothing_of_it() -> None:
    attack = relate(ANN, "attack", "ASSAULT", modality=FUTURE)
    ready = relate(ANN, "be", "OTHER", 2, rule="copula")
    assert codes(relate(ANN, "say", "SAY", 1), ready, attack) == 3 * ["THREATEN"]
    assert codes(relate(BOB, "say", "SAY", 1), ready, attack) == ["SAY", "THREATEN", "THREATEN"]


def test_what_a_noun_phrase_tells_and_what_hangs_on_a_condition_stays() -> None:
    assert codes(relate(ANN, "back", "SUPPORT", rule="hidden actor", modality=FUTURE)) == ["SUPPORT"]
    attack = relate(ANN, "attack", "ASSAULT", modality=FUTURE)
    assert codes(relate(ANN, "plan", "OTHER", 1, modality=Modality.CONDITIONAL), attack) == [
        "OTHER",
        "THREATEN",
    ]


def test_a_circle_of_contents_ends() -> None:
    assert codes(relate(ANN, "say", "SAY", 1), relate(ANN, "add", "SAY", 0)) == ["SAY", "SAY"]
