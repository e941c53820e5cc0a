"""The bundled pipeline is an ordinary spaCy pipeline: it is saved, sent and joined like any other."""

from __future__ import annotations

from pathlib import Path

import numpy
import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc

from kg.encoder import WINDOW, WordVectors, windows_of
from kg.heads import best_tags, certainties_of, spans_of
from kg.language import BUNDLED
from kg.lemmas import apply_rule, rule_of

TEXT = "Ms. Varga met Iran's envoys in Baghdad on Monday. “We agreed,” she said.\n\nThe US-led force left."


@pytest.fixture(scope="module")
def bundled() -> Language:
    return spacy.load(BUNDLED)


def reading_of(doc: Doc) -> list[tuple[object, ...]]:
    return [
        (t.text, t.tag_, t.pos_, str(t.morph), t.lemma_, t.dep_, t.head.i, t.ent_iob_, t.ent_type_,
         t.is_sent_start, certainties_of(t.doc)[t.i])
        for t in doc
    ]  # fmt: skip


def test_every_token_is_read(bundled: Language) -> None:
    doc = bundled(TEXT)
    assert doc.has_annotation("DEP") and doc.has_annotation("SENT_START")
    assert doc.tensor.shape == (len(doc), 384)
    for sentence in doc.sents:
        assert sum(token.head == token for token in sentence) == 1
    assert all(t.tag_ and t.pos_ and t.lemma_ and t.dep_ for t in doc if not t.is_space)
    assert [(e.text, e.label_) for e in doc.ents] >= [("Varga", "PERSON")]


def test_the_parser_says_how_sure_it_is(bundled: Language) -> None:
    clear = bundled("The prime minister of Norway accused the company of fraud on Monday.")
    odd = bundled("Fish fish fish fish fish.")
    assert all(0 < certainty <= 1 for doc in (clear, odd) for certainty in certainties_of(doc))
    assert sum(certainties_of(clear)) / len(clear) > sum(certainties_of(odd)) / len(odd)
    assert certainties_of(spacy.blank("en")("Fish")) == [1]


@pytest.mark.parametrize("text", ["", " ", "\n\n", "?", "\n Peace", "x " * 3])
def test_odd_texts_are_read(bundled: Language, text: str) -> None:
    assert bundled(text).text == text


def test_it_is_the_same_alone_in_a_batch_and_in_other_processes(bundled: Language) -> None:
    texts = [TEXT, "Kenya rescued the fishermen.", "", TEXT + " " + TEXT]
    alone = [reading_of(bundled(text)) for text in texts]
    assert [reading_of(doc) for doc in bundled.pipe(texts)] == alone
    assert [reading_of(doc) for doc in bundled.pipe(texts, n_process=2, batch_size=2)] == alone


def test_it_is_saved_and_read_again(bundled: Language, tmp_path: Path) -> None:
    bundled.to_disk(tmp_path / "copy")
    wanted = reading_of(bundled(TEXT))
    assert reading_of(spacy.load(tmp_path / "copy")(TEXT)) == wanted
    other = spacy.blank("en")
    for name in bundled.pipe_names:
        other.add_pipe(bundled.get_pipe_meta(name).factory, name=name)
    other.from_bytes(bundled.to_bytes())
    assert reading_of(other(TEXT)) == wanted
    assert reading_of(Doc(bundled.vocab).from_bytes(bundled(TEXT).to_bytes())) == wanted


def test_every_word_of_a_long_paragraph_is_wanted_once(bundled: Language) -> None:
    encoder = bundled.get_pipe("encoder")
    assert isinstance(encoder, WordVectors) and encoder.pieces is not None
    doc = bundled.make_doc("The envoys left Tehran, Khamenei said. " * 120 + "\n\nPeace came.\n\nIt held.")
    windows = list(windows_of(doc, encoder.pieces))
    wanted = [token for window in windows for token in window.tokens]
    assert sorted(wanted) == [token.i for token in doc if not token.is_space] and len(windows) > 3
    assert all(len(window.pieces) <= WINDOW + 1 for window in windows)
    for before, after in zip(windows[:-2], windows[1:-1], strict=True):
        assert len(before.pieces) - before.firsts[-1] > 20 and after.firsts[0] > 20


@pytest.mark.parametrize(
    ("form", "lemma", "rule"),
    [
        ("Parties", "party", "l3y"), ("were", "be", "=be"), ("Iraq", "Iraq", "k0"), ("bombs", "bomb", "l1"),
        ("US", "US", "k0"), ("hit", "hit", "l0"), ("Americans", "American", "k1"),
    ],
)  # fmt: skip
def test_a_lemma_is_a_rule(form: str, lemma: str, rule: str) -> None:
    assert rule_of(form, lemma) == rule and apply_rule(rule, form) == lemma


def test_tags_that_may_not_follow_one_another_are_mended() -> None:
    labels = ["O", "B-ORG", "I-ORG", "L-ORG", "U-ORG"]
    allowed = numpy.full((6, 6), -numpy.inf, dtype=numpy.float32)
    for pair in ("OO", "OB", "OU", "BI", "BL", "II", "IL", "LO", "LB", "LU", "UO", "UB", "UU"):
        for i, x in enumerate([*labels, "O"]):
            for j, y in enumerate([*labels, "O"]):
                if x[0] + y[0] == pair:
                    allowed[i, j] = 0
    scores = numpy.array([[0, 5, 0, 0, 4], [3, 0, 0, 1, 0]], dtype=numpy.float32)
    tags = [labels[number] for number in best_tags(scores, allowed)]
    assert tags == ["U-ORG", "O"] and spans_of(tags) == [(0, 1, "ORG")]
