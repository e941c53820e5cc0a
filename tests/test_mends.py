"""What no sentence can mean is mended, whatever pipeline read it so; what may be meant stays."""

from __future__ import annotations

import pytest
from conftest import read_doc
from spacy.tokens import Span

from kg.mends import agree_lemmas, mend_nouns, mend_readings, mend_speakers, part_subjects
from kg.titles import lift_names
from kg.valencies import mend_appointments, mend_namings

# name: (word|tag|head|label …, head:label … afterwards); the mended word is "sirens" or "guard"
MENDED: dict[str, tuple[str, str]] = {
    "a second object": (
        "It|PRP|1|nsubj hit|VBD|1|ROOT a|DT|3|det port|NN|1|obj guard|VBP|1|obj in|IN|6|case Bari|NNP|4|obl",
        "1:nsubj 1:ROOT 4:det 4:compound 1:obj 6:case 4:nmod",
    ),
    "a finite open complement": (
        "It|PRP|1|nsubj set|VBD|1|ROOT off|RP|1|prt its|PRP$|4|nmod:poss fire|NN|1|obj sirens|VBZ|1|xcomp",
        "1:nsubj 1:ROOT 1:prt 5:nmod:poss 5:compound 1:obj",
    ),
    "the head of a phrase": (
        "It|PRP|1|nsubj set|VBD|1|ROOT off|RP|1|prt the|DT|5|det fire|NN|5|compound sirens|VBZ|1|obj",
        "1:nsubj 1:ROOT 1:prt 5:det 5:compound 1:obj",
    ),
}


@pytest.mark.parametrize("name", MENDED)
def test_a_finite_verb_in_the_place_of_a_noun_is_a_noun(name: str) -> None:
    given, expected = MENDED[name]
    doc = mend_nouns(read_doc(given))
    assert " ".join(f"{token.head.i}:{token.dep_}" for token in doc) == expected
    assert [(t.text, t.pos_, t.tag_) for t in doc if t.text in ("guard", "sirens")] in (
        [("guard", "NOUN", "NN")],
        [("sirens", "NOUN", "NNS")],
    )


@pytest.mark.parametrize(
    "text",
    [
        "What|WP|1|obj he|PRP|2|nsubj does|VBZ|3|csubj works|VBZ|3|ROOT",
        "She|PRP|1|nsubj said|VBD|1|ROOT Iran|NNP|3|nsubj plans|VBZ|1|ccomp war|NN|3|obj",
        "She|PRP|1|nsubj told|VBD|1|ROOT Iran|NNP|1|obj plans|VBZ|1|xcomp war|NN|3|obj",
        "She|PRP|1|nsubj saw|VBD|1|ROOT prices|NNS|1|obj rise|VBP|1|xcomp",
        "She|PRP|1|nsubj saw|VBD|1|ROOT wood|NN|1|obj costs|VBZ|1|obj 5|CD|3|nummod francs|NNS|3|dep",
        "It|PRP|1|nsubj grew|VBD|1|ROOT more|RBR|1|advmod than|IN|5|case ours|PRP|1|obl does|VBZ|1|obl",
    ],
)
def test_what_may_be_a_finite_verb_stays_one(text: str) -> None:
    doc = mend_nouns(read_doc(text))
    assert [(t.tag_, t.head.i, t.dep_) for t in doc] == [(t.tag_, t.head.i, t.dep_) for t in read_doc(text)]


def test_a_finite_verb_without_auxiliary_is_active() -> None:
    doc = read_doc("Raid|NN|1|nsubj:pass killed|VBD|1|ROOT to|IN|3|case Omar|NNP|1|obl:agent")
    assert [token.dep_ for token in mend_readings(doc)] == ["nsubj", "ROOT", "case", "obl"]


def test_a_passive_stays() -> None:
    doc = read_doc("He|PRP|2|nsubj:pass was|VBD|2|aux:pass killed|VBN|2|ROOT")
    assert [token.dep_ for token in mend_readings(doc)] == ["nsubj:pass", "aux:pass", "ROOT"]


def test_a_preposition_goes_to_the_name_behind_a_title() -> None:
    doc = read_doc("Spoke|VBD|0|ROOT to|IN|2|case minister|NN|3|nmod:desc Ortega|NNP|0|obl")
    assert mend_readings(doc)[1].head.text == "Ortega"


# name: (given, heads and labels afterwards)
LIFTED: dict[str, tuple[str, str]] = {
    "the subject of a verb that its complement has": (
        "Aide|NN|3|nsubj said|VBD|1|ROOT troops|NNS|3|nsubj left|VBD|1|ccomp",
        "1:nsubj 1:ROOT 3:nsubj 1:ccomp",
    ),
    "a slip in the passive": (
        "Raid|NN|1|nsubj:pass killed|VBN|1|ROOT to|IN|3|case Omar|NNP|1|obl:agent",
        "1:nsubj 1:ROOT 3:case 1:obl",
    ),
    "a headline in the passive stays": (
        "Man|NN|1|nsubj:pass killed|VBN|1|ROOT by|IN|3|case Omar|NNP|1|obl:agent",
        "1:nsubj:pass 1:ROOT 3:case 1:obl:agent",
    ),
    "a name hung on its role": (
        "Chilean|JJ|1|amod minister|NN|4|nsubj Tom|NNP|1|flat Hale|NNP|2|flat left|VBD|4|ROOT",
        "1:amod 2:nmod:desc 4:nsubj 2:flat 4:ROOT",
    ),
    "a particle before an object": (
        "They|PRP|1|nsubj sealed|VBD|1|ROOT off|IN|3|case ports|NNS|1|obj",
        "1:nsubj 1:ROOT 1:compound:prt 1:obj",
    ),
    "an object behind a particle": (
        "They|PRP|1|nsubj called|VBD|1|ROOT off|RP|1|compound:prt talks|NNS|1|obl",
        "1:nsubj 1:ROOT 1:compound:prt 1:obj",
    ),
    "a question hung on its word": (
        "I|PRP|1|nsubj know|VBP|1|ROOT how|WRB|1|obj to|TO|4|mark swim|VB|2|acl",
        "1:nsubj 1:ROOT 4:advmod 4:mark 1:ccomp",
    ),
    "a noun behind the mark of a clause": (
        "It|PRP|1|nsubj shut|VBD|1|ROOT with|IN|4|mark rain|NN|1|obl coming|VBG|1|advcl",
        "1:nsubj 1:ROOT 4:mark 4:nsubj 1:advcl",
    ),
    "a number between coordinated verbs": (
        "It|PRP|1|nsubj killed|VBD|1|ROOT ten|CD|5|nummod and|CC|4|cc hurt|VBD|2|conj men|NNS|1|obj",
        "1:nsubj 1:ROOT 1:obj 4:cc 1:conj 4:obj",
    ),
    "a fire that destroyed homes": (
        "Fire|NN|1|nsubj:pass ruined|VBN|1|ROOT homes|NNS|1|obj",
        "1:nsubj 1:ROOT 1:obj",
    ),
    "a day behind a particle stays": (
        "They|PRP|1|nsubj set|VBD|1|ROOT off|RP|1|compound:prt Monday|NNP|1|obl",
        "1:nsubj 1:ROOT 1:compound:prt 1:obl",
    ),
}


@pytest.mark.parametrize("name", LIFTED)
def test_words_hang_where_they_belong(name: str) -> None:
    given, expected = LIFTED[name]
    assert " ".join(f"{token.head.i}:{token.dep_}" for token in mend_readings(read_doc(given))) == expected


def test_one_plural_has_one_lemma() -> None:
    doc = read_doc("troops|NNS|0|ROOT troops|NNS|0|conj troops|NNS|0|conj raids|NNS|0|conj")
    for token, lemma in zip(doc, ("troops", "troop", "troops", "raid"), strict=True):
        token.lemma_ = lemma
    assert [token.lemma_ for token in agree_lemmas(doc)] == ["troops", "troops", "troops", "raid"]


@pytest.mark.parametrize(
    ("text", "relations"),
    [
        ("They|PRP|1|nsubj elect|VB|1|ROOT Ann|NNP|3|compound president|NN|1|obj", "nsubj ROOT obj xcomp"),
        ("They|PRP|1|nsubj see|VB|1|ROOT Ann|NNP|3|compound aide|NN|1|obj", "nsubj ROOT compound obj"),
    ],
)
def test_who_is_chosen_is_not_what_for(text: str, relations: str) -> None:
    doc = read_doc(text)
    doc[1].lemma_ = doc[1].text
    doc.ents = [Span(doc, 2, 3, label="PERSON")]
    assert " ".join(token.dep_ for token in mend_appointments(doc)) == relations


@pytest.mark.parametrize(
    ("text", "relations"),
    [
        ('He|PRP|1|nsubj call|VBD|1|ROOT it|PRP|1|obj "|``|4|punct war|NN|2|appos', "obj punct xcomp"),
        ("He|PRP|1|nsubj call|VBD|1|ROOT Ann|NNP|1|obj ,|,|4|punct aide|NN|2|appos", "obj punct appos"),
        ('A|DT|1|det film|NN|1|ROOT title|VBN|1|acl "|``|4|punct Dawn|NNP|2|obj', "acl punct xcomp"),
        ('He|PRP|1|nsubj call|VBD|1|ROOT for|IN|4|case "|``|4|punct war|NN|1|obj', "case punct obj"),
    ],
)
def test_what_something_is_called_is_a_complement(text: str, relations: str) -> None:
    doc = read_doc(text)
    for token in doc:
        token.lemma_ = token.text
    assert " ".join(token.dep_ for token in mend_namings(doc)[2:]) == relations


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        (
            '"|``|1|punct Banks|NNS|2|nsubj failed|VBD|5|ccomp ,|,|2|punct "|'
            "|2|punct said|VBD|5|ROOT "
            "an|DT|7|det aide|NN|2|nsubj",
            7,
        ),
        (
            "Banks|NNS|1|nsubj failed|VBD|9|ccomp in|IN|3|case Rome|NNP|1|obl ,|,|6|punct an|DT|6|det "
            "aide|NN|3|appos ,|,|8|punct Berg|NNP|6|appos said|VBD|9|ROOT",
            6,
        ),
        ("Rain|NN|1|nsubj fell|VBD|2|ccomp tweeted|VBD|2|ROOT Berg|NNP|2|iobj", 3),
        ("Rain|NN|1|nsubj fell|VBD|2|ccomp said|VBD|2|ROOT on|IN|4|case Monday|NNP|2|obl", None),
        ("Rain|NN|1|nsubj fell|VBD|3|ccomp he|PRP|3|nsubj said|VBD|3|ROOT", 2),
        (
            "In|IN|1|case Oslo|NNP|6|obl ,|,|3|punct Ann|NNP|1|appos Berg|NNP|3|flat "
            ",|,|3|punct fell|VBD|6|ROOT",
            3,
        ),
        ("In|IN|1|case Oslo|NNP|3|obl ,|,|1|punct stood|VBD|3|ROOT", None),
    ],
)
def test_a_verb_behind_what_is_said_has_a_subject(text: str, subject: int | None) -> None:
    doc = mend_speakers(read_doc(text))
    root = next(token for token in doc if token.head == token)
    assert [child.i for child in root.children if child.dep_ == "nsubj"] == (
        [] if subject is None else [subject]
    )


def test_a_main_verb_has_the_subject_that_the_clause_below_it_has_too_many() -> None:
    parts = "Mayors|NNS|3|nsubj sued|VBD|1|ROOT Berg|NNP|3|nsubj left|VBD|1|advcl"
    assert [token.head.i for token in part_subjects(read_doc(parts))] == [1, 1, 3, 1]


def test_a_title_between_a_role_and_its_name_is_not_the_name() -> None:
    parts = (
        "The|DT|1|det leader|NN|5|nsubj Ayatollah|NNP|1|appos Ali|NNP|1|appos Holm|NNP|3|flat left|VBD|5|ROOT"
    )
    assert [token.head.i for token in lift_names(read_doc(parts))] == [1, 5, 1, 1, 3, 5]
    parts = "The|DT|1|det paper|NN|3|nsubj Vikbladet|NNP|1|appos closed|VBD|3|ROOT"
    assert [token.head.i for token in lift_names(read_doc(parts))] == [1, 2, 3, 3]
