"""Documents as windows of numbers: what the network reads and what it is to say.

Receives the `.spacy` files of `convert.py`; returns `Window`s of up to `LONGEST` pieces, and batches.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy
import torch
from spacy.tokens import Doc, DocBin, Token
from spacy.vocab import Vocab

from kg.lemmas import rule_of
from kg.pieces import Pieces

LONGEST = 480
"""Pieces in a window; the encoder knows 512 places."""

MISSING = -100
TASKS = ("tag", "morph", "lemma", "entity", "label")
CORPORA = ("ewt", "gum", "wikigold", "gmb", "verbs")
RARE = {"tag": 1, "morph": 3, "lemma": 4, "entity": 1, "label": 5}
"""A label seen fewer times than this is not taught."""


def morph_of(token: Token) -> str:
    """Part of speech and features as one label, as spaCy's morphologizer has them: `Number=Sing|POS=NOUN`."""
    features = str(token.morph)
    return f"{features}|POS={token.pos_}" if features else f"POS={token.pos_}"


def lemma_rule(token: Token) -> str:
    """The rule that gives the token's lemma, or nothing where the lemma is open."""
    if not token.lemma_ or token.tag_ == "GW":
        return ""
    rule = rule_of(token.text, token.lemma_)
    return "" if token.lemma_ != token.text and rule[:1] in "kl" and rule[2:3].isdigit() else rule


def entity_tags(doc: Doc) -> list[str]:
    """The BILUO tag of each token; nothing where it is open."""
    tags = ["O" if token.ent_iob_ else "" for token in doc]
    for entity in doc.ents:
        tags[entity.start : entity.end] = [f"I-{entity.label_}"] * len(entity)
        tags[entity.start] = f"B-{entity.label_}"
        tags[entity.end - 1] = f"{'L' if len(entity) > 1 else 'U'}-{entity.label_}"
    return tags


@dataclass(slots=True)
class Window:
    """Pieces with their shapes; for each word its first piece, its head (itself for a root), labels."""

    corpus: int
    pieces: list[int] = field(default_factory=list)
    shapes: list[int] = field(default_factory=list)
    firsts: list[int] = field(default_factory=list)
    heads: list[int] = field(default_factory=list)
    sentences: list[int] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    labels: dict[str, list[str]] = field(default_factory=lambda: {task: [] for task in TASKS})


def window_of(doc: Doc, pieces: Pieces, corpus: str) -> Window | None:
    """The window of a whole document; None where it is too long."""
    window = Window(CORPORA.index(corpus), [pieces.begin], [0])
    parsed, tagged = doc.has_annotation("DEP"), doc.has_annotation("TAG")
    lemmas, entities = doc.has_annotation("LEMMA"), corpus != "verbs"
    biluo = entity_tags(doc) if entities else [""] * len(doc)
    place = {token.i: number for number, token in enumerate(t for t in doc if not t.is_space)}
    sentence = -1
    for token in doc:
        if token.is_space:
            if "\n" in token.text:
                window.pieces.append(pieces.paragraph)
                window.shapes.append(0)
            continue
        glued = token.i > 0 and not doc[token.i - 1].whitespace_ and not doc[token.i - 1].is_space
        numbers, shape = pieces.of(token.text, glued=glued)
        window.firsts.append(len(window.pieces))
        window.pieces += numbers
        window.shapes += [shape] * len(numbers)
        sentence += bool(token.is_sent_start) or sentence < 0
        window.sentences.append(sentence)
        window.starts.append(int(bool(token.is_sent_start)) if parsed else MISSING)
        window.heads.append(place[token.head.i] if parsed else MISSING)
        window.labels["label"].append(token.dep_ if parsed and token.dep_ != "ROOT" else "")
        window.labels["tag"].append(token.tag_ if tagged else "")
        window.labels["morph"].append(morph_of(token) if tagged else "")
        window.labels["lemma"].append(lemma_rule(token) if lemmas else "")
        window.labels["entity"].append(biluo[token.i])
    if not window.firsts or len(window.pieces) > LONGEST:
        return None
    if parsed:
        window.starts[0] = 1
    return window


def read_windows(path: Path, pieces: Pieces, corpus: str) -> list[Window | None]:
    """The windows of a file's documents, in order."""
    return [window_of(doc, pieces, corpus) for doc in DocBin().from_disk(path).get_docs(Vocab())]


def joined(windows: Iterable[Window], count: int) -> Iterator[Window]:
    """Yield windows of `count` short ones each, one paragraph after another; only for unparsed ones."""
    waiting: list[Window] = []
    for window in windows:
        waiting.append(window)
        if len(waiting) == count:
            yield merge(waiting)
            waiting = []


def merge(windows: list[Window]) -> Window:
    """One window of several that have no heads."""
    out = Window(windows[0].corpus)
    for window in windows:
        out.firsts += [len(out.pieces) + first for first in window.firsts]
        out.sentences += [len(out.heads)] * len(window.heads)
        out.pieces += window.pieces
        out.shapes += window.shapes
        out.heads += window.heads
        out.starts += window.starts
        for task in TASKS:
            out.labels[task] += window.labels[task]
    return out


def labels_in(windows: Iterable[Window]) -> dict[str, list[str]]:
    """The labels to learn for each task, sorted; for entities "O" first."""
    counts: dict[str, Counter[str]] = {task: Counter() for task in TASKS}
    for window in windows:
        for task in TASKS:
            counts[task].update(window.labels[task])
    labels = {t: sorted(k for k, n in c.items() if k and n >= RARE[t]) for t, c in counts.items()}
    kinds = sorted({tag[2:] for tag in labels["entity"] if tag != "O"})
    labels["entity"] = ["O", *(f"{part}-{kind}" for kind in kinds for part in "BILU")]
    return labels


@dataclass(frozen=True, slots=True)
class Batch:
    """Windows padded to one length: `pieces`, `shapes` are (windows, pieces), the rest (windows, words)."""

    pieces: torch.Tensor
    shapes: torch.Tensor
    firsts: torch.Tensor
    words: torch.Tensor
    heads: torch.Tensor
    sentences: torch.Tensor
    starts: torch.Tensor
    corpus: torch.Tensor
    labels: dict[str, torch.Tensor]


def padded(rows: list[list[int]], fill: int) -> torch.Tensor:
    """The rows as one matrix."""
    out = numpy.full((len(rows), max(map(len, rows))), fill, dtype=numpy.int64)
    for number, row in enumerate(rows):
        out[number, : len(row)] = row
    return torch.from_numpy(out)


def batch_of(windows: list[Window], numbers: dict[str, dict[str, int]]) -> Batch:
    """The windows as one batch."""
    return Batch(
        pieces=padded([w.pieces for w in windows], 0),
        shapes=padded([w.shapes for w in windows], 0),
        firsts=padded([w.firsts for w in windows], 0),
        words=padded([[1] * len(w.firsts) for w in windows], 0).bool(),
        heads=padded([w.heads for w in windows], MISSING),
        sentences=padded([w.sentences for w in windows], -1),
        starts=padded([w.starts for w in windows], MISSING),
        corpus=torch.tensor([w.corpus for w in windows]),
        labels={
            task: padded([[numbers[task].get(x, MISSING) for x in w.labels[task]] for w in windows], MISSING)
            for task in TASKS
        },
    )


def batches_in(windows: list[Window], dice: random.Random, words: int) -> list[list[Window]]:
    """Batches of about so many words, of windows alike in length, in random order."""
    ordered = sorted(windows, key=lambda w: len(w.pieces) + dice.random() * 30)
    out: list[list[Window]] = [[]]
    size = 0
    for window in ordered:
        size += len(window.firsts)
        if out[-1] and size > words:
            out.append([])
            size = len(window.firsts)
        out[-1].append(window)
    dice.shuffle(out)
    return out
