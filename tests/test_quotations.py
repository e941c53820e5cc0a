"""Direct speech is found by the marks around it, whichever way they are written."""

from __future__ import annotations

import pytest
import spacy

from kg.quotations import quotations_in
from kg.tokens import document_of

TOKENIZER = spacy.blank("en")


def quoted_words(text: str) -> list[str]:
    """Return the quotations of a text; every line is a paragraph."""
    doc = TOKENIZER(text.replace("`", "'"))
    for token in doc:
        token.is_sent_start = token.i == 0
    document = document_of(doc)
    return [document.span(q.start, q.end).text.strip() for q in quotations_in(document, text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('" We won the war , " he said .', ["We won the war ,"]),
        ("“ We won the war , ” he said .", ["We won the war ,"]),
        ("He called it “ a farce ” .", []),
        ('" One two three " and " four five six "', ["One two three", "four five six"]),
        ("“ We won the war .\n“ We go home . ”", ["We won the war .", "We go home ."]),
        ("We won the war . ” He left .", ["We won the war ."]),
        ("We won the war . ” He left . ” She stayed on .", ["We won the war .", "He left ."]),
        ('We won the war." He left.', ["We won the war."]),
        ('He left. "We won the war.', ["We won the war."]),
        ("`` One two three '' he said", ["One two three"]),
        ("Nobody said a word .", []),
        (
            'ANN : Who won ?\nBEA : We won . " We go on . "\nANN : Why ?\nBEA : We can .\nShe left .',
            ["Who won ?", 'We won . " We go on . "', "Why ?", "We can ."],
        ),
        (
            "((Post)) Who won ?\nBEA : We won .\n((Post)) And you ?\nBEA : I lost .",
            ["Who won ?", "We won .", "And you ?", "I lost ."],
        ),
        ("ANN : We won .\nBEA : They won .\nANN : Yes .\nBEA : They did .", []),
        ("PHOTO : Who won ?\nPHOTO : Who lost ?", []),
        ("", []),
    ],
)
def test_quotations_in(text: str, expected: list[str]) -> None:
    assert quoted_words(text) == expected
