"""Measure the assembled pipeline on the held-out parts: `python training/measure.py`; writes `measure.json`.

Tokens are the pipeline's own throughout. Seconds depend on the machine: one core, whatever else it was doing.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.scorer import Scorer
from spacy.tokens import Doc, DocBin
from spacy.training import Example

PARSE_SCORES = ("token_f", "tag_acc", "pos_acc", "morph_acc", "lemma_acc", "dep_uas", "dep_las", "sents_f")
PLACES = {"GPE": "LOC", "FAC": "LOC"}
UNER_LABELS = frozenset({"PERSON", "ORG", "LOC"})
Found = set[tuple[int, int, str]]


def read_docs(nlp: Language, path: Path) -> list[Doc]:
    """The documents of a training file."""
    return list(DocBin().from_disk(path).get_docs(nlp.vocab))


def parse_scores(nlp: Language, path: Path) -> dict[str, float]:
    """Accuracy of tags, features, lemmas, heads, labels and sentence ends, in percent."""
    gold = read_docs(nlp, path)
    guessed = nlp.pipe([doc.text for doc in gold])
    examples = [Example(guess, doc) for guess, doc in zip(guessed, gold, strict=True)]
    scores = Scorer(nlp).score(examples)
    return {key: round(100 * scores[key], 2) for key in PARSE_SCORES}


def entities_of(doc: Doc, merge_places: bool) -> Found:
    """The entities as `(start, end, label)` in characters; with `merge_places`, in UNER's three labels."""
    spans = (
        (e.start_char, e.end_char, PLACES.get(e.label_, e.label_) if merge_places else e.label_)
        for e in doc.ents
    )
    return {span for span in spans if not merge_places or span[2] in UNER_LABELS}


def entity_scores(nlp: Language, path: Path, merge_places: bool) -> dict[str, dict[str, float]]:
    """Precision, recall and F of exact spans by label, in percent; guesses on what is open do not count."""
    right: Counter[str] = Counter()
    guesses: Counter[str] = Counter()
    wanted: Counter[str] = Counter()
    gold_docs = read_docs(nlp, path)
    for gold_doc, doc in zip(gold_docs, nlp.pipe([d.text for d in gold_docs]), strict=True):
        gold = entities_of(gold_doc, merge_places)
        still_open = {i for t in gold_doc if not t.ent_iob_ for i in range(t.idx, t.idx + len(t))}
        guessed = {s for s in entities_of(doc, merge_places) if still_open.isdisjoint(range(s[0], s[1]))}
        for counter, spans in ((right, gold & guessed), (guesses, guessed), (wanted, gold)):
            for _, _, label in spans:
                counter.update((label, "all"))
    return {label: figures(right[label], guesses[label], wanted[label]) for label in sorted(wanted)}


def figures(right: int, guessed: int, wanted: int) -> dict[str, float]:
    """Precision, recall, F in percent, and how many there were to find."""
    f = 2 * right / (guessed + wanted) if guessed + wanted else 0.0
    precision, recall = right / guessed if guessed else 0.0, right / wanted if wanted else 0.0
    return {"p": round(100 * precision, 1), "r": round(100 * recall, 1), "f": round(100 * f, 1), "n": wanted}


def speed(nlp: Language, path: Path) -> dict[str, float]:
    """Words a second through `nlp.pipe` in one process."""
    texts = [doc.text for doc in read_docs(nlp, path)]
    start = time.perf_counter()
    words = sum(len(doc) for doc in nlp.pipe(texts))
    return {"words_per_second": round(words / (time.perf_counter() - start))}


def main() -> None:
    """Measure and print; `training/assemble.py` then puts the figures into `meta.json`."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, default=Path("training/work"))
    parser.add_argument("--pipeline", type=Path, default=Path("kg/pipeline"))
    arguments = parser.parse_args()
    start = time.perf_counter()
    nlp = spacy.load(arguments.pipeline)
    measured: dict[str, object] = {
        "ewt_dev": parse_scores(nlp, arguments.work / "parse-dev-ewt.spacy"),
        "gum_dev": parse_scores(nlp, arguments.work / "parse-dev-gum.spacy"),
        "uner_ewt_dev": entity_scores(nlp, arguments.work / "entities-dev-uner.spacy", merge_places=True),
        "gmb_held_out": entity_scores(nlp, arguments.work / "entities-dev-gmb.spacy", merge_places=False),
    }
    (arguments.work / "measure.json").write_text(json.dumps(measured, indent=1) + "\n", encoding="utf-8")
    load_seconds = {"load_seconds": round(loading_time(arguments.pipeline), 2)}
    print(
        json.dumps(measured | speed(nlp, arguments.work / "entities-dev-gmb.spacy") | load_seconds, indent=1)
    )
    print(f"{time.perf_counter() - start:.0f} s")


def loading_time(pipeline: Path) -> float:
    """Seconds that `spacy.load` takes in a process where spaCy is imported."""
    start = time.perf_counter()
    spacy.load(pipeline)
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
