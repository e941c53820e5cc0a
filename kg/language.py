"""Loads language pipelines, and makes all of them speak Universal Dependencies.

Receives articles, returns spaCy `Doc`s whose `token.idx` is a character of `Article.text`.
This is the one place that knows about label schemes: a pipeline with the CLEAR labels of spaCy's own English
pipelines (`nsubjpass`, `pobj`, …) gets a last component that rewrites its trees.

References: Universal Dependencies v2, https://universaldependencies.org/u/dep/ ; the CLEAR guidelines,
Choi and Palmer 2012, https://www.mathcs.emory.edu/~choi/doc/cu-2012-choi.pdf
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy
import spacy
from spacy.about import __version__ as SPACY_VERSION
from spacy.language import Language
from spacy.tokens import Doc

# these make their components known to spaCy, also where kg is not installed
import kg.amounts
import kg.encoder
import kg.heads
import kg.mends
from kg.errors import PipelineError
from kg.workers import read_in_workers

if TYPE_CHECKING:
    from kg.model import Article

BUNDLED = Path(__file__).resolve().parent / "pipeline"
SPACY_NAME = re.compile(r"[a-z]{2,3}_(core|dep|ent)_\w+_(sm|md|lg|trf)")
NEEDED = {
    "token.tag": "tagger", "token.dep": "parser", "token.lemma": "lemmatizer", "doc.ents": "ner",
}  # fmt: skip
CLEAR_ONLY = {"nsubjpass", "dobj", "pobj", "auxpass", "pcomp"}

# One character for one character, so that offsets stay those of the article.
PLAIN = {ord(c): "'" for c in "‘’‚‛ʼ′`´"} | {ord(c): '"' for c in "“”„‟″«»"}
PLAIN |= dict.fromkeys((*range(0x20), *range(0x7F, 0xA1), 0x1680, 0x202F, 0x3000, 0xFEFF), " ")
PLAIN |= dict.fromkeys((*range(0x2000, 0x2010), *range(0x2028, 0x202F), *range(0x205F, 0x2070)), " ")
PLAIN |= {c: "\ufffd" for c in range(0xD800, 0xE000)}  # lone surrogates: spaCy holds UTF-8 only


@cache
def load_pipeline(name: str | None = None) -> Language:
    """Return the bundled pipeline, or the installed one of that name or path, ready for `documents_of`.

    Raises:
        PipelineError: it is not installed, does not load, or lacks a tagger, parser, lemmatizer or ner.
    """
    nlp = _load_named(name) if name else _load_bundled()
    _require_components(nlp, name or "bundled")
    parser = next(pipe for pipe in nlp.pipe_names if "token.dep" in nlp.get_pipe_meta(pipe).assigns)
    if "kg_paragraphs" not in nlp.pipe_names:
        nlp.add_pipe("kg_paragraphs", before=parser)
    if "kg_spaces" not in nlp.pipe_names:
        nlp.add_pipe("kg_spaces", last=True)
    if CLEAR_ONLY & set(getattr(nlp.get_pipe(parser), "labels", ())) and "kg_universal" not in nlp.pipe_names:
        # last, because parts of speech may be set after the parser
        nlp.add_pipe("kg_universal", last=True)
    if "kg_mends" not in nlp.pipe_names:
        nlp.add_pipe("kg_mends", last=True)
    if amounts := _unknown_amounts(nlp):
        # last, because it asks names, tags and trees
        nlp.add_pipe("kg_amounts", last=True, config={"labels": amounts})
    nlp.max_length = sys.maxsize
    return nlp


def _load_bundled() -> Language:
    if not (BUNDLED / "meta.json").is_file():
        raise PipelineError(
            f"the bundled pipeline is missing in {BUNDLED}: install kg again, or name another one"
        )
    return _load_path(str(BUNDLED))


def _load_named(name: str) -> Language:
    if spacy.util.is_package(name) or (Path(name) / "meta.json").is_file():
        return _load_path(name)
    if Path(name).exists():
        raise PipelineError(f"{name} is not a spaCy pipeline: it has no meta.json")
    command = f"python -m spacy download {name}" if SPACY_NAME.fullmatch(name) else f"pip install {name}"
    raise PipelineError(f"pipeline {name!r} is not installed: run `{command}`, or use the bundled one")


def _load_path(name: str) -> Language:
    try:
        return spacy.load(name)
    except (OSError, ValueError, ImportError, KeyError) as error:
        reason = " ".join(str(error).split())[:200]
        if "transformer" in reason:
            reason += " — run `pip install spacy-curated-transformers` or `pip install spacy-transformers`"
        raise PipelineError(
            f"pipeline {name!r} does not load with spaCy {SPACY_VERSION}: {reason}"
        ) from error


def _require_components(nlp: Language, name: str) -> None:
    given = {attribute for pipe in nlp.pipe_names for attribute in nlp.get_pipe_meta(pipe).assigns}
    missing = [component for attribute, component in NEEDED.items() if attribute not in given]
    if "token.pos" not in given and "attribute_ruler" not in nlp.pipe_names:
        missing.append("morphologizer or attribute_ruler")
    if missing:
        has = ", ".join(nlp.pipe_names) or "nothing"
        raise PipelineError(
            f"pipeline {name!r} lacks {', '.join(missing)} (it has {has}): name a complete one"
        )


def _unknown_amounts(nlp: Language) -> list[str]:
    """Return the labels of amounts that no component of a pipeline sets."""
    finders = [nlp.get_pipe(name) for name in nlp.pipe_names if "doc.ents" in nlp.get_pipe_meta(name).assigns]
    known = {label.rpartition("-")[2] for finder in finders for label in getattr(finder, "labels", ())}
    return [label for label in kg.amounts.LABELS if label not in known]


def mask_text(article: Article) -> str:
    """Return a text as long as the article's in which only the prose is left, in plain characters.

    Outside the paragraphs all is white space, with a line break after each paragraph;
    inside, line breaks and odd or zero-width spaces are " ", quotation marks are straight.
    """
    pieces: list[str] = []
    end = 0
    for passage in article.paragraphs:
        pieces.append(_gap(passage.start - end, after_prose=end > 0))
        pieces.append(article.cut(passage).translate(PLAIN))
        end = passage.end
    pieces.append(_gap(len(article.text) - end, after_prose=end > 0))
    return "".join(pieces)


def _gap(length: int, *, after_prose: bool) -> str:
    return ("\n" if after_prose else " ") * min(length, 1) + " " * (length - 1)


def documents_of(
    nlp: Language, articles: Iterable[Article], *, processes: int = 1, batch_size: int = 16
) -> Iterator[tuple[Article, Doc]]:
    """Yield each article with its document, in order, as they come; one without prose is only white space.

    With more than one of them, `processes` share the work; when the reader stops, for whatever reason,
    they end with the batch that they have in hand.
    """
    pairs = ((mask_text(article), article) for article in articles)
    if processes == 1:
        for doc, article in nlp.pipe(pairs, as_tuples=True, batch_size=batch_size):
            yield article, doc
        return
    yield from read_in_workers(nlp, pairs, processes=processes, batch_size=batch_size)


@Language.component("kg_paragraphs", assigns=["token.is_sent_start"])
def start_sentences(doc: Doc) -> Doc:
    """Make the first word after each paragraph break begin a sentence; white space never begins one."""
    for space in doc:
        if space.is_space and space.i > 0:
            space.is_sent_start = False
            if "\n" in space.text and space.i + 1 < len(doc) and any(not t.is_space for t in doc[: space.i]):
                doc[space.i + 1].is_sent_start = True
    return doc


@Language.component("kg_spaces", assigns=["token.pos", "token.tag", "token.dep"])
def mark_spaces(doc: Doc) -> Doc:
    """Give white space no part of speech and no relation, whatever the pipeline made of it."""
    for token in doc:
        if token.is_space:
            token.pos_, token.tag_, token.lemma_ = "SPACE", "_SP", token.text
            if token.head.i != token.i:
                token.dep_ = "dep"
    return doc


@Language.component("kg_universal", assigns=["token.dep", "token.head"])
def to_universal(doc: Doc) -> Doc:
    """Rewrite a document's trees from CLEAR to Universal Dependencies; sentences, tags and lemmas stay.

    A copula with a clause as its complement ("the aim is to win") stays the head, unlike in UD.
    """
    if len(doc):
        tree = _Tree(doc)
        tree.rewrite()
        heads = numpy.array(tree.heads, dtype="int64") - numpy.arange(len(doc))
        labels = [doc.vocab.strings.add(label) for label in tree.labels]
        columns = numpy.column_stack([heads.astype("uint64"), numpy.array(labels, dtype="uint64")])
        doc.from_array(["HEAD", "DEP"], columns)  # type: ignore[arg-type]
    return doc


RENAMED = {
    "nsubjpass": "nsubj:pass", "csubjpass": "csubj:pass", "auxpass": "aux:pass", "dobj": "obj", "pobj": "obl",
    "attr": "xcomp", "acomp": "xcomp", "oprd": "xcomp", "dative": "iobj", "poss": "nmod:poss",
    "neg": "advmod", "prt": "compound:prt", "relcl": "acl:relcl", "predet": "det:predet",
    "preconj": "cc:preconj", "quantmod": "advmod", "intj": "discourse", "meta": "dep", "complm": "mark",
    "hmod": "compound", "infmod": "acl", "partmod": "acl", "num": "nummod", "number": "nummod",
    "possessive": "case", "pcomp": "advcl", "agent": "obl:agent",
}  # fmt: skip
NOMINAL = {"NOUN", "PROPN", "PRON", "NUM", "SYM"}
FIXED = {
    ("according", "to"), ("because", "of"), ("due", "to"), ("instead", "of"), ("such", "as"), ("as", "of"),
    ("thanks", "to"), ("owing", "to"), ("rather", "than"), ("as", "to"), ("as", "for"),
}  # fmt: skip
BE = {"be", "am", "is", "are", "was", "were", "been", "being", "'s", "'re", "'m"}


class _Tree:
    """The heads and labels of one document while they are rewritten; each step leaves a tree."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.heads = [token.head.i for token in doc]
        self.labels = [token.dep_ for token in doc]
        self.children: list[set[int]] = [{child.i for child in token.children} for token in doc]

    def rewrite(self) -> None:
        words = [token.i for token in self.doc if not token.is_space]
        for i in words:
            self._move_coordinator(i)
        for i in words:
            self._flatten_conjunct(i)
        # from right to left, so that a preposition within a prepositional phrase is done before its head
        for i in reversed(words):
            if self._is_preposition(i):
                self._turn_preposition(i)
        for i in words:
            self._turn_copula(i)
        for i in words:
            self._raise_subject(i)
        for i in words:
            self.labels[i] = self._renamed(i)

    def _below(self, i: int, *labels: str) -> list[int]:
        return [child for child in sorted(self.children[i]) if self.labels[child] in labels]

    def _attach(self, i: int, head: int, label: str | None = None) -> None:
        self.children[self.heads[i]].discard(i)
        self.heads[i] = head
        self.children[head].add(i)
        if label is not None:
            self.labels[i] = label

    def _swap(self, head: int, child: int, label: str) -> None:
        """Put the child in the place of its head, hand it the other dependents, and hang the head on it."""
        top, relation = self.heads[head], self.labels[head]
        self.children[head].discard(child)
        if top == head:
            self.heads[child], self.labels[child] = child, relation
        else:
            self._attach(child, top, relation)
        for other in sorted(self.children[head]):
            self._attach(other, child)
        self.heads[head], self.labels[head] = child, label
        if top != head:
            self.children[top].discard(head)
        self.children[child].add(head)

    def _is(self, i: int, *parts: str) -> bool:
        return self.doc[i].pos_ in parts

    def _is_noun_like(self, i: int) -> bool:
        """Whether what depends on the token is `nmod` or `acl`: it is a noun and heads no clause."""
        return self._is(i, *NOMINAL) and not self._below(i, "cop")

    def _move_coordinator(self, i: int) -> None:
        """Hang "and" on the conjunct that follows it."""
        if self.labels[i] == "cc":
            later = [c for c in self._below(self.heads[i], "conj") if c > i]
            if later:
                self._attach(i, later[0])

    def _flatten_conjunct(self, i: int) -> None:
        first = self.heads[i]
        while self.labels[i] == "conj" and self.labels[first] == "conj" and self.heads[first] != first:
            first = self.heads[first]
        if first != self.heads[i]:
            self._attach(i, first)

    def _is_preposition(self, i: int) -> bool:
        if self.labels[i] in ("prep", "agent"):
            return True
        return bool(self._below(i, "pobj"))

    def _turn_preposition(self, i: int) -> None:
        label, head = self.labels[i], self.heads[i]
        objects = self._below(i, "pobj")
        clauses = self._below(i, "pcomp")
        inner = self._below(i, "obl", "nmod")  # "according (to X)", "out (of X)": turned already
        if objects:
            self._swap(i, objects[0], "case")
            self._label_oblique(objects[0], head, label)
        elif inner:
            self._swap(i, inner[0], "case")
            self._label_oblique(inner[0], head, label)
            self._join_fixed(i, inner[0])
        elif clauses:
            self._turn_clause(i, clauses[0], label)
        elif conjuncts := [c for c in self._below(i, "conj") if self._below(c, "case")]:
            self._swap(i, conjuncts[0], "case")  # "to and from Iraq"
            self._label_oblique(conjuncts[0], head, label)
        else:
            stranded = self._is(head, "VERB") and self.labels[head] in ("relcl", "acl", "xcomp")
            self.labels[i] = "obl" if stranded else "advmod"

    def _turn_clause(self, i: int, clause: int, label: str) -> None:
        """Hang "of training" on its head: a clause with a marker, an adverb or a noun with a case."""
        head, is_root = self.heads[i], self.heads[i] == i
        verbal = self._is(clause, "VERB", "AUX")
        fixed = (self.doc[i].lower_, self.doc[clause].lower_) in FIXED
        if fixed:  # "because of" without its noun
            self.labels[i], self.labels[clause] = "advmod", "fixed"
            return
        self._swap(i, clause, "mark" if verbal else "case")
        if label == "conj" or is_root:
            return
        if verbal:
            self.labels[clause] = "acl" if self._is_noun_like(head) else "advcl"
        elif self._is(clause, "ADV", "ADP", "SCONJ"):
            self.labels[clause] = "advmod"
        else:
            self._label_oblique(clause, head, label)

    def _label_oblique(self, noun: int, head: int, label: str) -> None:
        if label == "agent":
            self.labels[noun] = "obl:agent"
        elif label not in ("conj", "ROOT"):
            self.labels[noun] = "nmod" if self._is_noun_like(head) else "obl"

    def _join_fixed(self, i: int, noun: int) -> None:
        for case in self._below(noun, "case"):
            if case == i + 1 and (self.doc[i].lower_, self.doc[case].lower_) in FIXED:
                self._attach(case, i, "fixed")

    def _turn_copula(self, i: int) -> None:
        if self.doc[i].lower_ not in BE or self.labels[i] in ("aux", "auxpass"):
            return
        complements = self._below(i, "attr", "acomp")
        if any(self.doc[c].lower_ == "there" for c in self._below(i, "expl")):
            for complement in complements[:1]:
                self.labels[complement] = "nsubj"
            return
        if not complements and not self._below(i, "ccomp", "xcomp", "oprd", "advcl"):
            places = [p for p in self._below(i, "obl") if p > i]
            complements = places if self._below(i, "nsubj") else []
        if complements:
            self._swap(i, complements[0], "cop")

    def _raise_subject(self, i: int) -> None:
        """Make the subject of "wanted him to go" and "saw him leave" the object of the verb before it."""
        head = self.heads[i]
        if self.labels[i] != "ccomp" or not self._is(head, "VERB") or self._below(i, "mark", "cop"):
            return
        subjects = self._below(i, "nsubj", "nsubjpass")
        if len(subjects) != 1 or not head < subjects[0] < i:
            return
        auxiliaries = self._below(i, "aux", "auxpass")
        to_infinitive = any(self.doc[a].tag_ == "TO" for a in auxiliaries)
        if to_infinitive or (not auxiliaries and self.doc[i].tag_ in ("VB", "VBG")):
            self._attach(subjects[0], head, "obj")
            self.labels[i] = "xcomp"

    def _renamed(self, i: int) -> str:
        token, label, head = self.doc[i], self.labels[i], self.heads[i]
        if label == "aux" and token.tag_ == "TO":
            return "mark"
        if label == "neg" and token.pos_ == "DET":
            return "det"
        if label == "npadvmod":
            return "nmod:unmarked" if self._is_noun_like(head) else "obl:unmarked"
        if label == "nmod":
            return "compound" if i < head and not self._below(i, "case") else "nmod"
        if label == "advcl" and self._is_noun_like(head) and head < i and self.doc[i].tag_ in ("VBG", "VBN"):
            return "acl"
        return RENAMED.get(label, label)
