"""The frame of a clause, on documents built by hand: nouns, particles and lemmas where they may stand."""

from __future__ import annotations

import pytest
from conftest import read_document

from kg.arguments import Clause, clauses_in
from kg.frames import category_of_clause, frame_of_clause, lemma_of, nouns_of
from kg.ontology import load_ontology

# Documents as `read_doc` takes them, and the predicate of the frame, the category of the clause
CLAUSES = [
    ("They|PRP|1|nsubj hold|VBP|1|ROOT talks|NNS|1|obj|talk", "hold", "CONSULT"),
    ("They|PRP|1|nsubj hold|VBP|1|ROOT shares|NNS|1|obj|share", "hold", "OTHER"),
    # the subject of a passive
    ("Talks|NNS|2|nsubj:pass|talk were|VBD|2|aux:pass|be held|VBN|2|ROOT|hold", "hold", "CONSULT"),
    # behind a word of measure
    (
        "They|PRP|1|nsubj launch|VBP|1|ROOT a|DT|3|det wave|NN|1|obj of|IN|5|case attacks|NNS|3|nmod|attack",
        "launch",
        "ASSAULT",
    ),
    # before a word that carries it
    ("They|PRP|1|nsubj suspend|VBP|1|ROOT aid|NN|3|compound convoys|NNS|1|obj|convoy", "suspend", "SANCTION"),
    # behind a preposition
    ("They|PRP|1|nsubj went|VBD|1|ROOT|go on|IN|3|case strike|NN|1|obl", "go", "PROTEST"),
    ("They|PRP|1|nsubj went|VBD|1|ROOT|go on|IN|3|case foot|NN|1|obl", "go", "OTHER"),
    # with a preposition beside the object
    ("We|PRP|1|nsubj hold|VB|1|ROOT drills|NNS|1|obj|drill with|IN|4|case us|PRP|1|obl", "hold", "COOPERATE"),
    # a particle that was taken for an adverb, and for a preposition
    ("They|PRP|1|nsubj brushed|VBD|1|ROOT|brush it|PRP|1|obj aside|RB|1|advmod", "brushAside", "REJECT"),
    ("They|PRP|1|nsubj sealed|VBD|1|ROOT|seal off|IN|3|case ports|NNS|1|obl|port", None, "COERCE"),
    (
        "They|PRP|1|nsubj pull|VBP|1|ROOT out|IN|5|case of|IN|5|case the|DT|5|det treaty|NN|1|obl",
        None,
        "REJECT",
    ),
    # an object that was taken for a clause
    ("They|PRP|1|nsubj took|VBD|1|ROOT|take us|PRP|1|obj hostage|NN|1|xcomp", "take", "ASSAULT"),
    # a verb that is not in the lexicon
    ("They|PRP|1|nsubj frobnicate|VBP|1|ROOT talks|NNS|1|obj|talk", None, "OTHER"),
]  # fmt: skip


def main_clause_of(text: str) -> Clause:
    doc = read_document(text)
    return next(clause for clause in clauses_in(doc.sents[0]) if clause.head.dep_ == "ROOT")


@pytest.mark.parametrize(("text", "predicate", "category"), CLAUSES)
def test_the_frame_and_the_category_of_a_clause(text: str, predicate: str | None, category: str) -> None:
    clause, ontology = main_clause_of(text), load_ontology()
    frame = frame_of_clause(clause, ontology)
    assert (frame.predicate if frame else None) == predicate
    assert category_of_clause(clause, ontology, frame) == category


def test_only_an_object_of_its_own_is_absorbed() -> None:
    ontology = load_ontology()
    active = main_clause_of("It|PRP|1|nsubj takes|VBZ|1|ROOT|take place|NN|1|obj")
    passive = main_clause_of("Place|NN|2|nsubj:pass|place is|VBZ|2|aux:pass taken|VBN|2|ROOT|take")
    frames = [frame_of_clause(clause, ontology) for clause in (active, passive)]
    assert [frame.absorbs_object for frame in frames if frame] == [True, False]


@pytest.mark.parametrize(
    ("text", "nouns"),
    [
        ("raids|NNS|0|ROOT|raid", ["raid", "raids"]),
        ("horsemen|NNS|0|ROOT|horseme", ["horseme", "horsemen", "horseman"]),
        ("hunger|NN|1|compound strike|NN|1|ROOT", ["hunger-strike", "strike"]),
        ("sit|NN|2|compound -|HYPH|2|punct in|NN|2|ROOT", ["sit-in", "in"]),
        ("dozens|NNS|0|ROOT|dozen of|IN|2|case raids|NNS|0|nmod|raid", ["dozen", "dozens", "raid", "raids"]),
        ("peace|NN|1|compound effort|NN|1|ROOT", ["peace-effort", "effort", "peace"]),
    ],
)
def test_nouns_that_count(text: str, nouns: list[str]) -> None:
    doc = read_document(text)
    (root,) = (token for token in doc if token.dep_ == "ROOT")
    assert [noun for noun, _ in nouns_of([root])] == nouns


@pytest.mark.parametrize(
    ("form", "given", "lemma"),
    [
        ("reneged", "rene", "renege"),
        ("snubbed", "snubb", "snub"),
        ("vilified", "vilifie", "vilify"),
        ("clamoured", "clamoure", "clamour"),
        ("frobnicated", "frobnicat", "frobnicate"),
        ("held", "hold", "hold"),
    ],
)
def test_a_lemma_cut_short_is_mended(form: str, given: str, lemma: str) -> None:
    doc = read_document(f"They|PRP|1|nsubj {form}|VBD|1|ROOT|{given}")
    assert lemma_of(doc[1], load_ontology()) == lemma
