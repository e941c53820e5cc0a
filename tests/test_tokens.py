"""Plain tokens are those of spaCy, and walks over them stay in the document."""

from __future__ import annotations

from conftest import read_doc
from spacy.language import Language

from kg.tokens import document_of

TEXT = "Norway, which “sold” two ships, left on Monday.\n\nThe ships that it said were lost (both) sank."


def test_tokens_are_those_of_the_pipeline(nlp: Language) -> None:
    doc = nlp(TEXT)
    document = document_of(doc)
    for token, source in zip(document, doc, strict=True):
        assert (token.text, token.lemma_, token.tag_, token.dep_, token.head.i, token.ent_type_) == (
            source.text, source.lemma_, source.tag_, source.dep_, source.head.i, source.ent_type_
        )  # fmt: skip
        assert [child.i for child in token.children] == [
            child.i for child in source.children if not child.is_space
        ]
        assert [above.i for above in token.ancestors] == [above.i for above in source.ancestors]
        below = [t.i for t in source.subtree if not t.is_space or t.i == token.i]
        assert sorted(t.i for t in token.subtree) == sorted(below)
        assert (token.sent.start, token.sent.end) == (source.sent.start, source.sent.end)
        assert (token.left_edge.i, token.right_edge.i) == (
            min(t.i for t in source.subtree),
            max(t.i for t in source.subtree),
        )
    assert [(e.text, e.label_) for e in document.ents] == [(e.text, e.label_) for e in doc.ents]
    for first in range(len(doc)):
        for end in range(first + 1, len(doc) + 1):
            span, of_spacy = document.span(first, end), doc[first:end]
            assert span.text == of_spacy.text
            assert span.root.i == of_spacy.root.i or document[of_spacy.root.i].is_bare_mark


def test_characters_are_found() -> None:
    document = document_of(read_doc("He|PRP|1|nsubj left|VBD|1|ROOT Oslo|NNP|1|obj"))
    assert document.span_of_characters(4, 9).text == "left Oslo"
    assert document.span_of_characters(0, 2).text == "He"


def test_neighbours_are_of_the_document() -> None:
    first, last = document_of(read_doc("He|PRP|1|nsubj left|VBD|1|ROOT"))
    assert first.nbor() is last and last.nbor() is last and first.nbor(-1) is first
