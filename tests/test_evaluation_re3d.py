"""Relations are found as the module says, on gold of our own with figures worked out by hand."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import make_article, make_doc
from spacy.language import Language

from evaluation import re3d
from evaluation.corpora import GoldRelation, read_re3d_relations
from evaluation.re3d import count_relations, is_joined
from evaluation.scores import new_tallies
from evaluation.statements import Reading
from kg.errors import InputError
from kg.model import Argument, Evidence, Extraction, Passage, Phrase, Predicate, Statement

TEXT = "Near Oslo, Ann hit Bob with Eve. Ann left."
FIRST, SECOND = Passage(0, 32), Passage(33, 42)


def find(words: str, start: int = 0) -> Passage:
    place = TEXT.index(words, start)
    return Passage(place, place + len(words))


def to_phrase(words: str) -> Phrase:
    return Phrase(words, find(words))


HIT = Statement(
    id="hit",
    subject=to_phrase("Ann"),
    predicate=Predicate("hit", find("hit"), "ASSAULT"),
    predicate_text="hit",
    object=to_phrase("Bob"),
    evidence=Evidence("sample", 0, FIRST, TEXT[:32]),
    rule="verb",
    arguments=(Argument("with", to_phrase("Eve")),),
    place=to_phrase("Oslo"),
)


def relation(source: str, target: str, start: int = 0, kind: str = "FightingAgainst") -> GoldRelation:
    return GoldRelation(kind, find(source, start), find(target, start))


@pytest.mark.parametrize(
    ("source", "target", "joined"),
    [
        ("Ann", "Bob", True),
        ("Ann", "Oslo", True),
        ("Bob", "Eve", True),
        ("Bob", "Oslo", True),
        ("Bob", "Ann", False),
        ("Oslo", "Ann", False),
        ("Ann", "Ann", False),
        ("Ann", "left", False),
    ],
)
def test_a_statement_joins_from_higher_rank_to_lower(source: str, target: str, joined: bool) -> None:
    assert is_joined(relation(source, target), HIT) is joined


def test_relations_are_counted_by_type_and_in_their_sentence() -> None:
    extraction = Extraction(make_article(TEXT), (), (), (FIRST, SECOND))
    gold = [
        relation("Ann", "Bob"),
        relation("Bob", "Ann"),
        relation("Bob", "Oslo", kind="CoLocated"),
        GoldRelation("CoLocated", find("Ann", 30), find("Oslo")),
    ]
    joined, by_subject = new_tallies(), new_tallies()
    count_relations(joined, by_subject, gold, Reading(make_doc(["x"]), extraction, (HIT,)))
    assert {name: tally.recall for name, tally in joined.items()} == {
        "all": 2 / 4,
        "FightingAgainst": 1 / 2,
        "CoLocated": 1 / 2,
    }
    assert by_subject["all"].recall == 1 / 4


def write_part(folder: Path, *relations: dict[str, object]) -> None:
    part = folder / "part"
    part.mkdir()
    text = "Ann Lee hit Bob Day."
    entities = [
        {"documentId": "1", "begin": 0, "end": 7, "type": "Person"},
        {"documentId": "1", "begin": 12, "end": 19, "type": "Person"},
    ]
    (part / "documents.json").write_text(json.dumps({"_id": "1", "text": text}))
    (part / "entities.json").write_text("\n".join(map(json.dumps, entities)))
    (part / "relations.json").write_text("\n".join(map(json.dumps, relations)))


ROW: dict[str, object] = {
    "documentId": "1",
    "type": "Dislikes",
    "sourceBegin": 0,
    "sourceEnd": 7,
    "targetBegin": 12,
    "targetEnd": 19,
}


def test_relations_are_read(tmp_path: Path) -> None:
    write_part(tmp_path, ROW)
    assert read_re3d_relations(tmp_path) == {"1": [GoldRelation("Dislikes", Passage(0, 7), Passage(12, 19))]}
    (tmp_path / "part" / "relations.json").write_text('{"type": "Likes"}')
    with pytest.raises(InputError, match="is not a part of re3d"):
        read_re3d_relations(tmp_path)


def test_the_command(
    tmp_path: Path, nlp: Language, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    backwards = ROW | {"sourceBegin": 12, "sourceEnd": 19, "targetBegin": 0, "targetEnd": 7}
    write_part(tmp_path, ROW, backwards)
    monkeypatch.setattr(re3d, "use_one_core", lambda: None)
    assert re3d.main([str(tmp_path), "--json"]) == 0
    figures = json.loads(capsys.readouterr().out)
    assert (figures["entity_f1"], figures["person_f1"]) == (1.0, 1.0)
    assert figures["relation_recall"] == figures["relation_recall_Dislikes"] == 0.5
    assert figures["relations"] == 2
    assert re3d.main([str(tmp_path / "none")]) == 2
    assert capsys.readouterr().err.startswith("evaluation.re3d: ")
