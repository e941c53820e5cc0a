"""Trees built by hand: who does it to whom, whether it is so, and which words say it."""

from __future__ import annotations

from typing import NamedTuple

import pytest
from conftest import read_document

from kg.arguments import Clause, clauses_in
from kg.model import Modality
from kg.spans import phrase_of, verb_group_of
from kg.tokens import Document
from kg.verbs import is_negated, modality_of

ACTIVE = "Rebels|NNS|1|nsubj attacked|VBD|1|ROOT|attack the|DT|3|det army|NN|1|obj .|.|1|punct"
PASSIVE = (
    "The|DT|1|det army|NN|3|nsubj:pass was|VBD|3|aux:pass|be attacked|VBN|3|ROOT|attack "
    "by|IN|5|case rebels|NNS|3|obl:agent"
)
AGENTLESS = (
    "The|DT|1|det town|NN|3|nsubj:pass was|VBD|3|aux:pass|be burned|VBN|3|ROOT|burn "
    "in|IN|6|case the|DT|6|det raid|NN|3|obl"
)
PASSIVE_BY_DAY = (
    "It|PRP|2|nsubj:pass was|VBD|2|aux:pass|be done|VBN|2|ROOT|do by|IN|4|case Monday|NNP|2|obl:agent"
)
COORDINATED = (
    "France|NNP|3|nsubj and|CC|2|cc Spain|NNP|0|conj met|VBD|3|ROOT|meet miners|NNS|3|obj "
    "and|CC|6|cc farmers|NNS|4|conj"
)
TWO_VERBS = (
    "Thieves|NNS|1|nsubj robbed|VBD|1|ROOT|rob banks|NNS|1|obj and|CC|4|cc burned|VBD|1|conj|burn "
    "cars|NNS|4|obj"
)
SHARED_OBJECT = (
    "They|PRP|1|nsubj condemned|VBD|1|ROOT|condemn and|CC|3|cc rejected|VBD|1|conj|reject it|PRP|3|obj"
)
SUBJECT_CONTROL = "Unions|NNS|1|nsubj hope|VBP|1|ROOT to|TO|3|mark meet|VB|1|xcomp him|PRP|3|obj"
OBJECT_CONTROL = (
    "He|PRP|1|nsubj ordered|VBD|1|ROOT|order troops|NNS|1|obj to|TO|4|mark leave|VB|1|xcomp Kabul|NNP|4|obj"
)
RELATIVE = "Men|NNS|4|nsubj who|WP|2|nsubj robbed|VBD|0|acl:relcl|rob banks|NNS|2|obj fled|VBD|4|ROOT|flee"
OBJECT_RELATIVE = (
    "Treaties|NNS|4|nsubj that|WDT|3|obj Hungary|NNP|3|nsubj signed|VBD|0|acl:relcl|sign "
    "lapsed|VBD|4|ROOT|lapse"
)
REDUCED = (
    "Missiles|NNS|4|nsubj fired|VBN|0|acl|fire by|IN|3|case ships|NNS|1|obl:agent hit|VBD|4|ROOT "
    "towns|NNS|4|obj"
)
OBLIQUES = (
    "He|PRP|1|nsubj flew|VBD|1|ROOT|fly to|IN|3|case Oslo|NNP|1|obl and|CC|5|cc Bergen|NNP|3|conj "
    "according|VBG|8|case to|IN|6|fixed police|NNS|1|obl"
)


def clauses_of(text: str) -> dict[str, Clause]:
    """Return the clauses of a one-sentence tree by the word that heads them."""
    (sentence,) = read_document(text).sents
    return {clause.head.text: clause for clause in clauses_in(sentence)}


class Row(NamedTuple):
    text: str
    head: str
    agents: list[str]
    patients: list[str]


ROWS = {
    "active": Row(ACTIVE, "attacked", ["Rebels"], ["army"]),
    "passive": Row(PASSIVE, "attacked", ["rebels"], ["army"]),
    "passive without agent": Row(AGENTLESS, "burned", [], ["town"]),
    "coordination": Row(COORDINATED, "met", ["France", "Spain"], ["miners", "farmers"]),
    "subject shared by verbs": Row(TWO_VERBS, "burned", ["Thieves"], ["cars"]),
    "object shared by verbs": Row(SHARED_OBJECT, "condemned", ["They"], ["it"]),
    "subject control": Row(SUBJECT_CONTROL, "meet", ["Unions"], ["him"]),
    "object control": Row(OBJECT_CONTROL, "leave", ["troops"], ["Kabul"]),
    "relative pronoun": Row(RELATIVE, "robbed", ["Men"], ["banks"]),
    "relative pronoun as object": Row(OBJECT_RELATIVE, "signed", ["Hungary"], ["Treaties"]),
    "reduced passive": Row(REDUCED, "fired", ["ships"], ["Missiles"]),
}


@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS.keys())
def test_who_does_it_to_whom(row: Row) -> None:
    clause = clauses_of(row.text)[row.head]
    assert [token.text for token in clause.agents] == row.agents
    assert [token.text for token in clause.patients] == row.patients


@pytest.mark.parametrize(
    ("text", "head", "expected"),
    [
        (ACTIVE, "attacked", False),
        (PASSIVE, "attacked", True),
        (AGENTLESS, "burned", True),
        (REDUCED, "fired", True),
        (REDUCED, "hit", False),
        (TWO_VERBS, "burned", False),
    ],
)
def test_voice(text: str, head: str, expected: bool) -> None:
    assert clauses_of(text)[head].is_passive is expected


def test_a_day_is_no_agent_when_the_pipeline_labels_it_so() -> None:
    words = PASSIVE_BY_DAY.replace("obl:agent", "obl")
    (sentence,) = read_document(words, ents=[(4, 5, "DATE")]).sents
    (clause,) = clauses_in(sentence)
    assert clause.agents == []
    assert [o.preposition for o in clause.obliques] == ["by"]


def test_obliques_are_spelled_out_with_their_prepositions() -> None:
    obliques = clauses_of(OBLIQUES)["flew"].obliques
    found = [(o.preposition, o.noun.text) for o in obliques]
    assert found == [("to", "Oslo"), ("to", "Bergen"), ("according to", "police")]


def test_a_complement_names_its_governor_and_its_mark() -> None:
    clauses = clauses_of(SUBJECT_CONTROL)
    assert (clauses["hope"].governor, clauses["hope"].link) == (None, "")
    meet = clauses["meet"]
    assert meet.governor is not None
    assert (meet.governor.text, meet.link, meet.mark) == ("hope", "xcomp", "to")
    assert meet.is_subject_shared


@pytest.mark.parametrize(
    ("text", "head", "expected"),
    [
        ("He|PRP|3|nsubj did|VBD|3|aux|do not|RB|3|advmod go|VB|3|ROOT", "go", True),
        ("He|PRP|2|nsubj never|RB|2|advmod went|VBD|2|ROOT|go", "went", True),
        ("No|DT|1|det man|NN|2|nsubj went|VBD|2|ROOT|go", "went", True),
        ("Nobody|NN|1|nsubj went|VBD|1|ROOT|go", "went", True),
        ("He|PRP|1|nsubj saw|VBD|1|ROOT|see no|DT|3|det ships|NNS|1|obj", "saw", True),
        ("Nobody|NN|2|nsubj never|RB|2|advmod went|VBD|2|ROOT|go", "went", False),
        ("He|PRP|3|nsubj not|RB|3|advmod only|RB|1|advmod sang|VBD|3|ROOT|sing", "sang", False),
        (
            "He|PRP|3|nsubj will|MD|3|aux not|RB|3|advmod stay|VB|3|ROOT or|CC|5|cc fight|VB|3|conj",
            "fight",
            True,
        ),
        (ACTIVE, "attacked", False),
    ],
)
def test_negation_in_its_places(text: str, head: str, expected: bool) -> None:
    assert is_negated(clauses_of(text)[head]) is expected


@pytest.mark.parametrize(
    ("text", "head", "expected"),
    [
        ("It|PRP|2|nsubj may|MD|2|aux rain|VB|2|ROOT", "rain", Modality.POSSIBLE),
        ("It|PRP|2|nsubj will|MD|2|aux rain|VB|2|ROOT", "rain", Modality.FUTURE),
        ("He|PRP|2|nsubj must|MD|2|aux pay|VB|2|ROOT", "pay", Modality.REQUIRED),
        ("He|PRP|2|nsubj would|MD|2|aux pay|VB|2|ROOT", "pay", Modality.CONDITIONAL),
        ("He|PRP|2|nsubj reportedly|RB|2|advmod paid|VBD|2|ROOT|pay", "paid", Modality.POSSIBLE),
        ("Who|WP|1|nsubj paid|VBD|1|ROOT|pay ?|.|1|punct", "paid", Modality.QUESTION),
        (
            "If|IN|2|mark he|PRP|2|nsubj pays|VBZ|4|advcl|pay we|PRP|4|nsubj leave|VBP|4|ROOT",
            "pays",
            Modality.CONDITIONAL,
        ),
        (
            "He|PRP|2|nsubj will|MD|2|aux stay|VB|2|ROOT and|CC|4|cc fight|VB|2|conj",
            "fight",
            Modality.FUTURE,
        ),
        (ACTIVE, "attacked", Modality.ASSERTED),
    ],
)
def test_modality(text: str, head: str, expected: Modality) -> None:
    assert modality_of(clauses_of(text)[head]) is expected


def token(doc: Document, text: str) -> int:
    return next(t.i for t in doc if t.text == text)


@pytest.mark.parametrize(
    ("text", "noun", "expected"),
    [
        (
            "The|DT|2|det old|JJ|2|amod mayor|NN|5|nsubj of|IN|4|case Lyon|NNP|2|nmod left|VBD|5|ROOT|leave",
            "mayor",
            "The old mayor of Lyon",
        ),
        (RELATIVE, "Men", "Men who robbed banks"),
        (
            "She|PRP|4|nsubj is|VBZ|4|cop|be also|RB|4|advmod a|DT|4|det baker|NN|4|ROOT",
            "baker",
            "a baker",
        ),
        (
            "and|CC|1|cc potato|NN|2|compound fields|NNS|3|nsubj burned|VBD|3|ROOT|burn",
            "fields",
            "potato fields",
        ),
        (COORDINATED, "miners", "miners"),
        (AGENTLESS, "raid", "the raid"),
        ("She|PRP|3|nsubj was|VBD|3|cop|be a|DT|3|det judge|NN|3|ROOT", "judge", "a judge"),
    ],
)
def test_a_phrase_has_its_modifiers_and_no_conjunct(text: str, noun: str, expected: str) -> None:
    doc = read_document(text)
    assert phrase_of(doc[token(doc, noun)]).text == expected


@pytest.mark.parametrize(
    ("text", "head", "last", "expected"),
    [
        (
            "He|PRP|3|nsubj did|VBD|3|aux|do not|RB|3|advmod go|VB|3|ROOT to|IN|5|case Oslo|NNP|3|obl",
            "go",
            "",
            "did not go",
        ),
        (
            "He|PRP|3|nsubj did|VBD|3|aux|do not|RB|3|advmod go|VB|3|ROOT to|IN|5|case Oslo|NNP|3|obl",
            "go",
            "to",
            "did not go to",
        ),
        (
            "They|PRP|1|nsubj carried|VBD|1|ROOT|carry out|RP|1|compound:prt raids|NNS|1|obj",
            "carried",
            "",
            "carried out",
        ),
        (SUBJECT_CONTROL, "meet", "", "meet"),
        (PASSIVE, "attacked", "", "was attacked"),
    ],
)
def test_the_words_of_a_verb(text: str, head: str, last: str, expected: str) -> None:
    doc = read_document(text)
    end = doc[token(doc, last)] if last else None
    assert verb_group_of(doc[token(doc, head)], end).text == expected


@pytest.mark.parametrize(
    ("text", "verb", "subjects"),
    [
        (
            "Radio|NN|1|nsubj said|VBD|1|ROOT|say that|IN|4|mark was|VBD|4|aux:pass sold|VBN|1|ccomp|sell",
            "sold",
            [],
        ),
        (
            "Berg|NNP|1|nsubj declared|VBD|1|ROOT|declare rates|NNS|1|obj to|TO|5|mark be|VB|5|cop "
            "signs|NNS|1|ccomp|sign",
            "signs",
            ["rates"],
        ),
    ],
)
def test_who_tells_is_not_who_is_told_of(text: str, verb: str, subjects: list[str]) -> None:
    assert [token.text for token in clauses_of(text)[verb].subjects] == subjects
