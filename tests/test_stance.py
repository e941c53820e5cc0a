"""Whose word it is and how it is meant, on trees built by hand and the lexicon as it is shipped."""

from __future__ import annotations

from typing import NamedTuple

import pytest
from conftest import read_document

from kg import stance
from kg.arguments import clauses_in
from kg.contents import frame_content
from kg.model import Modality
from kg.ontology import load_ontology
from kg.quotations import Quotation
from kg.stance import Stance


def stances_by_word(text: str, quotations: list[Quotation] | None = None) -> dict[str, Stance]:
    doc = read_document(text)
    clauses = {c.head.i: c for sentence in doc.sents for c in clauses_in(sentence)}
    found = stance.stances_of(clauses, load_ontology(), quotations or [])
    return {doc[i].text: given for i, given in found.items()}


def under(verb: str, tag: str = "VBD", lemma: str = "") -> str:
    """Return "Officials VERB that rebels fled"."""
    return (
        f"Officials|NNS|1|nsubj {verb}|{tag}|1|ROOT|{lemma or verb} "
        "that|IN|4|mark rebels|NNS|4|nsubj fled|VBD|1|ccomp|flee"
    )


def under_infinitive(verb: str, tag: str, lemma: str) -> str:
    """Return "Rebels VERB to flee"."""
    return f"Rebels|NNS|1|nsubj {verb}|{tag}|1|ROOT|{lemma} to|TO|3|mark flee|VB|1|xcomp"


class Row(NamedTuple):
    text: str
    head: str
    negated: bool = False
    modality: Modality = Modality.ASSERTED
    speaker: str = ""


ROWS = {
    "said": Row(under("said", lemma="say"), "fled", speaker="Officials"),
    "what is said of saying": Row(under("said", lemma="say"), "said"),
    "denied": Row(under("denied", lemma="deny"), "fled", negated=True, speaker="Officials"),
    "hoped": Row(under("hoped", lemma="hope"), "fled", modality=Modality.DESIRED),
    "factive": Row(under("realized", lemma="realize"), "fled"),
    "failed": Row(under_infinitive("failed", "VBD", "fail"), "flee", negated=True),
    "hope": Row(under_infinitive("hope", "VBP", "hope"), "flee", modality=Modality.DESIRED),
    "plan": Row(under_infinitive("plan", "VBP", "plan"), "flee", modality=Modality.DESIRED),
    "appear": Row(under_infinitive("appear", "VBP", "appear"), "flee", modality=Modality.POSSIBLE),
    "began": Row(under_infinitive("began", "VBD", "begin"), "flee"),
    "did not fail": Row(
        "Rebels|NNS|3|nsubj did|VBD|3|aux|do not|RB|3|advmod fail|VB|3|ROOT to|TO|5|mark flee|VB|3|xcomp",
        "flee",
    ),
    "urged": Row(
        "Officials|NNS|1|nsubj urged|VBD|1|ROOT|urge rebels|NNS|1|obj to|TO|4|mark flee|VB|1|xcomp",
        "flee",
        modality=Modality.REQUIRED,
        speaker="Officials",
    ),
    "accused of": Row(
        "Norway|NNP|1|nsubj accused|VBD|1|ROOT|accuse Russia|NNP|1|obj of|IN|4|mark "
        "jamming|VBG|1|advcl|jam signals|NNS|4|obj",
        "jamming",
        speaker="Norway",
    ),
    "asked who": Row(
        "He|PRP|1|nsubj asked|VBD|1|ROOT|ask who|WP|3|nsubj fled|VBD|1|ccomp|flee",
        "fled",
        modality=Modality.QUESTION,
        speaker="He",
    ),
    "according to": Row(
        "Rebels|NNS|1|nsubj fled|VBD|1|ROOT|flee according|VBG|4|case to|IN|2|fixed police|NNS|1|obl",
        "fled",
        speaker="police",
    ),
    "inserted speech": Row(
        "Rebels|NNS|1|nsubj fled|VBD|1|ROOT|flee ,|,|1|punct he|PRP|4|nsubj said|VBD|1|parataxis|say",
        "fled",
        speaker="he",
    ),
    "the words of inserted speech": Row(
        "Rebels|NNS|1|nsubj fled|VBD|1|ROOT|flee ,|,|1|punct he|PRP|4|nsubj said|VBD|1|parataxis|say",
        "said",
    ),
    "nested: said they failed to": Row(
        "He|PRP|1|nsubj said|VBD|1|ROOT|say they|PRP|3|nsubj failed|VBD|1|ccomp|fail to|TO|5|mark "
        "flee|VB|3|xcomp",
        "flee",
        negated=True,
        speaker="He",
    ),
    "nested: denied they failed to": Row(
        "He|PRP|1|nsubj denied|VBD|1|ROOT|deny they|PRP|3|nsubj failed|VBD|1|ccomp|fail to|TO|5|mark "
        "flee|VB|3|xcomp",
        "flee",
        speaker="He",
    ),
    "nested: said he hoped to": Row(
        "Tom|NNP|1|nsubj said|VBD|1|ROOT|say he|PRP|3|nsubj hoped|VBD|1|ccomp|hope to|TO|5|mark "
        "win|VB|3|xcomp",
        "win",
        modality=Modality.DESIRED,
        speaker="Tom",
    ),
    "the innermost speaker": Row(
        "Tom|NNP|1|nsubj said|VBD|1|ROOT|say Ann|NNP|3|nsubj denied|VBD|1|ccomp|deny they|PRP|5|nsubj "
        "fled|VBD|3|ccomp|flee",
        "fled",
        negated=True,
        speaker="Ann",
    ),
    "said it would": Row(
        "He|PRP|1|nsubj said|VBD|1|ROOT|say he|PRP|4|nsubj would|MD|4|aux flee|VB|1|ccomp",
        "flee",
        modality=Modality.FUTURE,
        speaker="He",
    ),
    "did not say": Row(
        "He|PRP|3|nsubj did|VBD|3|aux|do not|RB|3|advmod say|VB|3|ROOT they|PRP|5|nsubj "
        "fled|VBD|3|ccomp|flee",
        "fled",
        modality=Modality.POSSIBLE,
        speaker="He",
    ),
    "it is said": Row(
        "It|PRP|2|expl is|VBZ|2|aux:pass|be said|VBN|2|ROOT|say that|IN|5|mark they|PRP|5|nsubj "
        "fled|VBD|2|ccomp|flee",
        "fled",
        modality=Modality.POSSIBLE,
    ),
    "without": Row(
        "They|PRP|1|nsubj left|VBD|1|ROOT|leave without|IN|3|mark firing|VBG|1|advcl|fire",
        "firing",
        negated=True,
    ),
    "in order to": Row(
        "They|PRP|1|nsubj came|VBD|1|ROOT|come to|TO|3|mark help|VB|1|advcl",
        "help",
        modality=Modality.DESIRED,
    ),
}


@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS.keys())
def test_stance(row: Row) -> None:
    found = stances_by_word(row.text)[row.head]
    speaker = found.speaker.text if found.speaker is not None else ""
    assert (found.negated, found.modality, speaker) == (row.negated, row.modality, row.speaker)


# Quotations


TWO_SENTENCES = (
    "\"|``|3|punct Rebels|NNS|2|nsubj fled|VBD|2|ROOT|flee now|RB|2|advmod ,|,|2|punct \"|''|2|punct "
    "said|VBD|2|parataxis|say Omar|NNP|6|nsubj .|.|2|punct "
    "\"|``|11|punct They|PRP|11|nsubj burned|VBD|11|ROOT|burn trucks|NNS|11|obj .|.|11|punct \"|''|11|punct"
)


def test_a_quotation_that_goes_on_has_the_speaker_of_the_sentence_before() -> None:
    found = stances_by_word(TWO_SENTENCES, [Quotation(1, 5), Quotation(10, 14)])
    assert [getattr(found[word].speaker, "text", "") for word in ("fled", "said", "burned")] == [
        "Omar",
        "",
        "Omar",
    ]


def test_a_quotation_of_nobody_is_not_the_word_of_the_article() -> None:
    text = "Rebels|NNS|1|nsubj fled|VBD|1|ROOT|flee early|RB|1|advmod .|.|1|punct"
    assert stances_by_word(text)["fled"].modality is Modality.ASSERTED
    assert stances_by_word(text, [Quotation(0, 4)])["fled"] == Stance(modality=Modality.POSSIBLE)


@pytest.mark.parametrize(
    ("lemma", "infinitive", "expected"),
    [
        ("say", False, "said"),
        ("deny", False, "denied"),
        ("ask", False, "question"),
        ("ask", True, "required"),
        ("rain", False, ""),
    ],
)
def test_what_a_verb_does_to_its_complement(lemma: str, infinitive: bool, expected: str) -> None:
    doc = read_document(f"They|PRP|1|nsubj {lemma}|VBP|1|ROOT")
    assert frame_content(doc[1], load_ontology(), infinitive=infinitive) == expected
