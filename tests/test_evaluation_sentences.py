"""Sentences cut into words are printed as a newspaper would, and statements come back as those words."""

from __future__ import annotations

import pytest
from spacy.language import Language

from evaluation.sentences import Part, read_sentences, set_in_type, words_in
from kg.model import Passage


@pytest.mark.parametrize(
    ("cut", "printed"),
    [
        ("He ca n't stay .", "He can't stay."),
        ("`` We 'll go , '' she said .", '"We\'ll go," she said.'),
        ("Ann -LRB- Oslo -RRB- paid $ 3 1\\/2 , or 5 % .", "Ann (Oslo) paid $3 1/2, or 5%."),
        ("a two - year and\\/or US - led plan -- at last", "a two-year and/or US-led plan -- at last"),
        ('so " it " is', 'so "it" is'),
        ("workers ' pay - it fell", "workers' pay-it fell"),
        ("- no -", "- no -"),
    ],
)
def test_words_are_printed(cut: str, printed: str) -> None:
    text, passages = set_in_type(cut.split())
    assert text == printed
    assert len(passages) == len(cut.split())
    assert all(one.end <= other.start for one, other in zip(passages, passages[1:], strict=False))


def test_a_part_of_a_word_is_the_word() -> None:
    _, passages = set_in_type(["a", "two", "-", "year", "plan"])
    assert words_in(Passage(4, 6), passages) == range(1, 3)
    assert words_in(Passage(10, 11), passages) == range(0)


def test_parts_are_words_of_the_sentence(nlp: Language) -> None:
    sentence = (
        "On Monday the Norwegian prime minister -LRB- a lawyer -RRB- met union leaders without her aides ."
    )
    words = sentence.split()
    (readings,) = read_sentences([words])
    (met,) = [reading for reading in readings if words[reading.predicate.start] == "met"]

    def cut(part: Part | None) -> tuple[str, str] | None:
        return (part.role, " ".join(words[place] for place in part.words)) if part else None

    assert cut(met.subject) == ("subject", "the Norwegian prime minister")
    assert cut(met.object) == ("object", "union leaders")
    assert {cut(part) for part in met.others} == {("without", "her aides"), ("time", "Monday")}
    assert {words[place] for part in met.others for place in part.preposition} == {"without", "On"}


def test_each_sentence_is_an_article(nlp: Language) -> None:
    cut = [sentence.split() for sentence in ("Ann sold a boat .", "Rain !", "She bought it .")]
    readings = list(read_sentences(cut))
    assert [len(found) for found in readings] == [1, 0, 1]
