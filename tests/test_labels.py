"""Borders and labels of names are mended where the tables or the shape of words tell better."""

from __future__ import annotations

import pytest
from conftest import read_doc
from spacy.tokens import Span

from kg.labels import agree_labels, drop_addresses, join_bodies, label_known, name_storms, part_places


def test_the_labels_of_one_name_agree() -> None:
    doc = read_doc(" ".join(f"{word}|NNP|0|dep" for word in ["Hano", "Lee", "Hano", "Lee", "Hano", "Lee"]))
    labels = ["ORG", "PERSON", "PERSON", "MISC", "ORG", "MISC"]
    doc.ents = [Span(doc, place, place + 1, label=label) for place, label in enumerate(labels)]
    assert [e.label_ for e in agree_labels(doc).ents] == ["ORG", "PERSON", "ORG", "PERSON", "ORG", "PERSON"]


def test_names_in_two_minds_stay_as_they_are() -> None:
    doc = read_doc("Hano|NNP|0|dep Hano|NNP|0|dep")
    doc.ents = [Span(doc, 0, 1, label="ORG"), Span(doc, 1, 2, label="PERSON")]
    assert [e.label_ for e in agree_labels(doc).ents] == ["ORG", "PERSON"]


def test_what_is_joined_to_a_place_is_no_group() -> None:
    doc = read_doc("Mali|NNP|0|dep and|CC|3|cc the|DT|3|det Sahel|NNP|0|conj")
    doc.ents = [Span(doc, 0, 1, label="GPE"), Span(doc, 3, 4, label="NORP")]
    assert [e.label_ for e in agree_labels(doc).ents] == ["GPE", "LOC"]


@pytest.mark.parametrize(
    ("text", "bodies"),
    [
        ("Dutch|JJ|2|amod Air|NNP|2|compound Service|NNP|2|ROOT", ["Dutch Air Service"]),
        ("Dutch|JJ|1|amod League|NNP|1|ROOT of|IN|3|case Cities|NNPS|1|nmod", ["Dutch League of Cities"]),
        ("Dutch|JJ|1|amod service|NN|1|ROOT of|IN|3|case Rome|NNP|1|nmod", []),
        ("Dutch|JJ|2|amod rescue|NN|2|compound Service|NNP|2|ROOT", []),
        ("Dutch|JJ|1|amod Lake|NNP|1|ROOT", []),
        ("US|NNP|2|compound Sea|NNP|2|compound Center|NNP|2|ROOT", ["US Sea Center"]),
        ("Chad|NNP|1|compound Center|NNP|1|ROOT", []),
    ],
)
def test_a_body_has_its_nationality_in_its_name(text: str, bodies: list[str]) -> None:
    doc = read_doc(text)
    owner = "NORP" if doc[0].text == "Dutch" else "GPE"
    doc.ents = [Span(doc, 0, 1, label=owner)]
    assert [entity.text for entity in join_bodies(doc).ents if entity.label_ == "ORG"] == bodies


def test_a_body_that_was_found_gets_its_nationality() -> None:
    doc = read_doc("Dutch|JJ|2|amod Free|NNP|2|amod Party|NNP|2|ROOT Ann|NNP|2|dep Party|NNP|3|flat")
    doc.ents = [Span(doc, 0, 1, label="NORP"), Span(doc, 1, 3, label="ORG"), Span(doc, 3, 5, label="PERSON")]
    assert [entity.text for entity in join_bodies(doc).ents] == ["Dutch Free Party", "Ann Party"]


@pytest.mark.parametrize(
    ("words", "label", "expected"),
    [
        ("Ann_letter.doc", "PERSON", []),
        ('Julie"<julie@here.org', "PERSON", []),
        ("fishing.com", "GPE", []),
        ("fishing.com", "ORG", ["fishing.com/ORG"]),
        ("Miramar California", "GPE", ["Miramar/GPE", "California/GPE"]),
        ("saint malo france", "GPE", ["saint malo/GPE", "france/GPE"]),
        ("West Virginia", "GPE", ["West Virginia/GPE"]),
        ("San Rafael Ca", "GPE", ["San Rafael/GPE", "Ca/GPE"]),
        ("Portland OR", "GPE", ["Portland/GPE", "OR/GPE"]),
        ("Baja California", "GPE", ["Baja California/GPE"]),
        ("South Korea", "GPE", ["South Korea/GPE"]),
        ("French Guinea", "GPE", ["French Guinea/GPE"]),
        ("Chad", "GPE", ["Chad/GPE"]),
    ],
)
def test_names_are_cut_where_they_end(words: str, label: str, expected: list[str]) -> None:
    doc = read_doc(" ".join(f"{word}|NNP|0|dep" for word in words.split()))
    doc.ents = [Span(doc, 0, len(doc), label=label)]
    found = part_places(drop_addresses(doc)).ents
    assert [f"{entity.text}/{entity.label_}" for entity in found] == expected


@pytest.mark.parametrize(
    ("name", "label", "expected"),
    [
        ("May", "GPE", ["DATE"]),
        ("May", "PERSON", ["PERSON"]),
        ("Supreme Leader", "ORG", []),
        ("Supreme Court", "ORG", ["ORG"]),
    ],
)
def test_months_and_roles_are_no_names(name: str, label: str, expected: list[str]) -> None:
    doc = read_doc(" ".join(f"{word}|NNP|0|dep" for word in name.split()))
    doc.ents = [Span(doc, 0, len(doc), label=label)]
    assert [entity.label_ for entity in label_known(doc).ents] == expected


def test_a_storm_is_no_person() -> None:
    doc = read_doc(
        "Hurricane|NNP|1|dep Ada|NNP|1|ROOT hit|VBD|1|dep Ada|NNP|2|dep Storm|NNP|5|dep Lee|NNP|5|dep"
    )
    doc.ents = [Span(doc, i, i + 1, label="PERSON") for i in (1, 3, 5)]
    found = [(entity.text, entity.label_) for entity in name_storms(doc).ents]
    assert found == [("Hurricane Ada", "EVENT"), ("Ada", "EVENT"), ("Storm Lee", "EVENT")]


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("Daesh", "ORG"),
        ("Raqqa", "GPE"),
        ("Jordan", "PERSON"),
        ("Georgia", "PERSON"),
        ("Lima Kerr", "PERSON"),
    ],
)
def test_what_the_tables_know_is_no_person(name: str, label: str) -> None:
    doc = read_doc(" ".join(f"{word}|NNP|0|dep" for word in name.split()))
    doc.ents = [Span(doc, 0, len(doc), label="PERSON")]
    assert [entity.label_ for entity in label_known(doc).ents] == [label]
