"""Documents built by hand, and one fixture for each thing that is carried."""

from __future__ import annotations

import datetime
import os
from collections.abc import Sequence
from pathlib import Path

import pytest
import spacy
from hypothesis import settings
from rdflib import Graph
from samples import bank
from spacy.language import Language
from spacy.tokens import Doc
from spacy.vocab import Vocab

from kg.graph import to_rdf
from kg.model import Article, Passage
from kg.ontology import load_ontology
from kg.store import open_graph
from kg.tokens import Document, document_of

# CI judges a change, so it tries the same inputs each time; at a desk they are new ones.
settings.register_profile("ci", derandomize=True, deadline=None)
settings.register_profile("desk", deadline=None)
settings.load_profile("ci" if os.environ.get("CI") else "desk")

VOCAB: Vocab = spacy.blank("en").vocab
POS_BY_TAG = {
    "NN": "NOUN", "NNS": "NOUN", "NNP": "PROPN", "NNPS": "PROPN", "CD": "NUM", "SYM": "SYM", "FW": "X",
    "PRP": "PRON", "PRP$": "PRON", "WP": "PRON", "WP$": "PRON", "WDT": "PRON", "EX": "PRON",
    "DT": "DET", "PDT": "DET", "JJ": "ADJ", "JJR": "ADJ", "JJS": "ADJ",
    "RB": "ADV", "RBR": "ADV", "WRB": "ADV", "RP": "ADP", "IN": "ADP", "CC": "CCONJ",
    "POS": "PART", "TO": "PART", "MD": "AUX", "UH": "INTJ", "HYPH": "PUNCT", "_SP": "SPACE",
}  # fmt: skip
AUXILIARY = {"aux", "auxpass", "aux:pass", "cop"}


def make_doc(
    words: Sequence[str],
    heads: Sequence[int] | None = None,
    deps: Sequence[str] | None = None,
    *,
    tags: Sequence[str] | None = None,
    pos: Sequence[str] | None = None,
    lemmas: Sequence[str] | None = None,
    ents: Sequence[tuple[int, int, str]] = (),
    morphs: Sequence[str] | None = None,
    spaces: Sequence[bool] | None = None,
) -> Doc:
    """Return a document as a pipeline would: heads are places in `words`, `ents` are (first, end, label).

    Parts of speech come from the tags, lemmas are the lower-case words, where they are not given.
    """
    if pos is None and tags is not None:
        labels = deps or [""] * len(tags)
        pos = [_pos_of(tag, label) for tag, label in zip(tags, labels, strict=True)]
    iob = ["O"] * len(words)
    for first, end, label in ents:
        iob[first:end] = [f"B-{label}"] + [f"I-{label}"] * (end - first - 1)
    return Doc(
        VOCAB,
        words=list(words),
        spaces=list(spaces) if spaces is not None else None,
        tags=list(tags) if tags else None,
        pos=list(pos) if pos else None,
        morphs=list(morphs) if morphs else None,
        lemmas=list(lemmas) if lemmas else [word.lower() for word in words],
        heads=list(heads) if heads is not None else None,
        deps=list(deps) if deps is not None else None,
        ents=iob,
    )


def _pos_of(tag: str, label: str) -> str:
    if tag.startswith("VB"):
        return "AUX" if label in AUXILIARY else "VERB"
    return "SCONJ" if tag == "IN" and label == "mark" else POS_BY_TAG.get(tag, "PUNCT")


def read_doc(text: str, *, ents: Sequence[tuple[int, int, str]] = ()) -> Doc:
    """Return a document written as "He|PRP|1|nsubj left|VBD|1|ROOT|leave": word, tag, head, label, lemma."""
    rows = [token.split("|") for token in text.split()]
    return make_doc(
        [row[0] for row in rows],
        [int(row[2]) for row in rows],
        [row[3] for row in rows],
        tags=[row[1] for row in rows],
        lemmas=[row[4] if len(row) > 4 else row[0].lower() for row in rows],
        ents=ents,
    )


def read_document(text: str, *, ents: Sequence[tuple[int, int, str]] = ()) -> Document:
    """Return what is written as for `read_doc` as the rooms above the pipeline have it."""
    return document_of(read_doc(text, ents=ents))


@pytest.fixture(scope="session")
def nlp() -> Language:
    """The bundled pipeline; a test that needs it is skipped in a checkout where it was not trained yet."""
    from kg.language import BUNDLED, load_pipeline

    if not (BUNDLED / "meta.json").is_file():
        pytest.skip(f"no bundled pipeline in {BUNDLED.relative_to(Path(__file__).resolve().parents[1])}")
    return load_pipeline()


def make_article(text: str, *, article_id: str = "sample", published: datetime.date | None = None) -> Article:
    """Return an article in which each line that is not empty is a paragraph of prose."""
    paragraphs, start = [], 0
    for line in text.splitlines(keepends=True):
        stripped = line.strip()
        if stripped:
            first = start + line.index(stripped)
            paragraphs.append(Passage(first, first + len(stripped)))
        start += len(line)
    return Article(id=article_id, text=text, paragraphs=tuple(paragraphs), published=published)


@pytest.fixture
def article() -> Article:
    """Two paragraphs and a date, of our own writing."""
    text = "The minister met union leaders on Monday.\n\nShe promised a reply within a week.\n"
    return make_article(text, published=datetime.date(2021, 3, 10))


@pytest.fixture(scope="module")
def in_memory() -> Graph:
    return to_rdf(bank(), load_ontology())


@pytest.fixture(scope="module")
def in_oxigraph(in_memory: Graph, tmp_path_factory: pytest.TempPathFactory) -> Graph:
    path = tmp_path_factory.mktemp("graph") / "small.ttl"
    in_memory.serialize(path, format="turtle")
    return open_graph(path)


@pytest.fixture(params=["in_memory", "in_oxigraph"])
def graph(request: pytest.FixtureRequest) -> Graph:
    found = request.getfixturevalue(request.param)
    assert isinstance(found, Graph)
    return found
