"""Let teachers parse the news that only has names: `python training/silver.py FIRST.pt SECOND.pt`.

Reads `gmb-train.spacy`, writes `gmb-silver.spacy`: the same documents and names, with sentences, tags,
morphology and trees as the checkpoints read them together, by the mean of what each holds likely. A small
network that is taught these learns of larger ones, and of more than one, what the treebanks alone do not
teach it (Hinton et al. 2015, https://arxiv.org/abs/1503.02531).
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy
import torch
from convert import write_docs
from network import Heads, Network
from spacy.tokens import Doc, DocBin
from spacy.vocab import Vocab
from torch import Tensor
from train import MINILM, encoder_of
from windows import TASKS, Window, batch_of, window_of

from kg.pieces import Pieces
from kg.trees import best_tree

PIECES = 4000
"""Pieces read at once."""


@dataclass
class Teachers:
    """Trained networks of the same labels, asked together."""

    networks: list[Network]
    labels: dict[str, list[str]]

    @classmethod
    def read(cls, checkpoints: Iterable[Path], pieces: Pieces) -> Teachers:
        """The networks in checkpoints, each with the encoder that it was trained from."""
        networks, labels = [], []
        for path in checkpoints:
            stored = torch.load(path, weights_only=True)
            encoder = encoder_of(Path(stored["encoder"]), pieces)
            network = Network(encoder, {task: len(names) for task, names in stored["labels"].items()})
            network.load_state_dict(stored["network"])
            networks.append(network.eval())
            labels.append({task: stored["labels"][task] for task in ("tag", "morph", "label")})
            if labels[-1] != labels[0]:
                raise SystemExit(f"{path} has not the labels of the first checkpoint")
        return cls(networks, labels[0])

    def read_windows(self, windows: list[Window]) -> Iterator[Reading]:
        """Yield what the teachers read in each window."""
        numbers: dict[str, dict[str, int]] = {task: {} for task in TASKS}
        batch = batch_of(windows, numbers)
        with torch.no_grad():
            vectors = [network.vectors(batch) for network in self.networks]

            def mean(scores: Callable[[Heads, Tensor], Tensor]) -> Tensor:
                pairs = zip(self.networks, vectors, strict=True)
                return torch.stack([torch.softmax(scores(n.heads, v), -1) for n, v in pairs]).mean(0)

            starts = mean(lambda heads, v: heads.start(v)).argmax(-1).bool()
            starts[:, 0] = True
            sentences = torch.where(batch.words, starts.cumsum(1), 0)
            likely = mean(lambda heads, v: heads.arcs(v, sentences)).clamp(min=1e-9).log().numpy()
            trees = torch.stack([tree_of(*pair) for pair in zip(likely, sentences.numpy(), strict=True)])
            labels = mean(lambda heads, v: heads.labels(v, trees)).argmax(-1)
            tags = mean(lambda heads, v: heads.tag(v)).argmax(-1)
            morphs = mean(lambda heads, v: heads.morph(v)).argmax(-1)
        for place, window in enumerate(windows):
            count = len(window.firsts)
            yield Reading(*(x[place, :count].tolist() for x in (trees, labels, tags, morphs)))


@dataclass
class Reading:
    """For each word of a window its head, itself for a root, and the numbers of its labels."""

    heads: list[int]
    labels: list[int]
    tags: list[int]
    morphs: list[int]


def tree_of(likely: numpy.ndarray, sentences: numpy.ndarray) -> Tensor:
    """The head of each word of a window, by the best tree of each sentence."""
    heads = numpy.arange(len(sentences))
    for sentence in set(sentences.tolist()) - {0}:
        places = numpy.flatnonzero(sentences == sentence)
        heads[places] = places[best_tree(likely[numpy.ix_(places, places)])]
    return torch.from_numpy(heads)


def write_reading(doc: Doc, reading: Reading, labels: dict[str, list[str]]) -> None:
    """Leave what was read on the document; white space hangs on the word before it."""
    place = {word: number for number, word in enumerate(t.i for t in doc if not t.is_space)}
    words = list(place)
    strings, morphology = doc.vocab.strings, doc.vocab.morphology
    rows = numpy.zeros((len(doc), 5), dtype=numpy.uint64)
    before = words[0]
    for token in doc:
        number = place.get(token.i)
        if number is None:
            head, label, tag, pos, features = before, "dep", "_SP", "SPACE", "_"
        else:
            before = token.i
            head = words[reading.heads[number]]
            label = "ROOT" if head == token.i else labels["label"][reading.labels[number]]
            tag = labels["tag"][reading.tags[number]]
            features, _, pos = labels["morph"][reading.morphs[number]].rpartition("POS=")
        way, morph = (head - token.i) % 2**64, morphology.add(features.rstrip("|") or "_")
        rows[token.i] = way, strings.add(label), strings.add(tag), strings[pos], morph
    doc.from_array(["HEAD", "DEP", "TAG", "POS", "MORPH"], rows)


def parsed(docs: Iterable[Doc], teachers: Teachers, pieces: Pieces) -> Iterator[Doc]:
    """Yield the documents with what the teachers read, those too long for a window left out."""
    ordered = sorted(docs, key=len)
    waiting = [(doc, window) for doc in ordered if (window := window_of(doc, pieces, "gmb"))]
    while waiting:
        count = max(1, PIECES // len(waiting[-1][1].pieces))
        group, waiting = waiting[-count:], waiting[:-count]
        for (doc, _), reading in zip(group, teachers.read_windows([w for _, w in group]), strict=True):
            write_reading(doc, reading, teachers.labels)
            yield doc
        if len(waiting) % 500 < count:
            print(f"{len(waiting)} documents to go", flush=True)


def main() -> None:
    """Parse and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("teachers", type=Path, nargs="+")
    parser.add_argument("--share", type=float, default=1.0, help="of the documents, taken at random")
    parser.add_argument("--work", type=Path, default=Path("training/work"))
    arguments = parser.parse_args()
    pieces = Pieces.read(MINILM / "vocab.txt")
    docs = list(DocBin().from_disk(arguments.work / "gmb-train.spacy").get_docs(Vocab()))
    docs = random.Random(0).sample(docs, round(arguments.share * len(docs)))
    read = list(parsed(docs, Teachers.read(arguments.teachers, pieces), pieces))
    random.Random(0).shuffle(read)
    write_docs(read, arguments.work / "gmb-silver.spacy")


if __name__ == "__main__":
    main()
