"""Measure a language pipeline against gold trees and names: one figure a line, shares between 0 and 1.

Trees, from raw text: uas, las (universal part of the labels), las_subtyped, upos, tag, lemma, words_f1,
sentence_f1, all F1 of aligned words as in the CoNLL 2018 shared task. With gold words: the same as gold_…;
with gold sentences too: gold_las_sents.
Names, from raw text: precision, recall and F1 of exact spans with their type, in all (entity_…) and by type;
a gold LOC may be GPE, LOC or FAC, and types that the gold does not have are left out.
re3d: F1 of exact spans, and of spans that overlap one of their type.
Cost, on one core: words_per_second from text to document, load_seconds once spaCy is there, peak_memory_mb.

Treebanks are compared as they are: nothing in them is made to agree with what the pipeline was taught.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TypeVar

from evaluation.corpora import NameText, TreeText, read_names, read_re3d, read_trees
from evaluation.scores import Figures
from kg.errors import InputError, KGError

THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS")
EXAMPLE = """example:
  python -m evaluation.language --treebank en_ewt-ud-dev.conllu --entities en_ewt-ud-dev.iob2
"""
Text = TypeVar("Text", TreeText, NameText)


def parse_arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    """Return what was asked for; `--help` and wrong options end the program."""
    parser = argparse.ArgumentParser(
        prog="python -m evaluation.language",
        description=__doc__,
        epilog=EXAMPLE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--treebank", type=Path, metavar="X.conllu", help="gold trees, in CoNLL-U")
    parser.add_argument("--entities", type=Path, metavar="Y.iob2", help="gold names, in IOB2")
    parser.add_argument("--re3d", type=Path, metavar="DIR", help="the folder of re3d")
    parser.add_argument("--only", default="", metavar="START", help="only documents whose name begins so")
    parser.add_argument("--model", metavar="NAME", help="a pipeline or its path, not the bundled one")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    return parser.parse_args(arguments)


def use_one_core() -> None:
    """Keep this process on one core; to be called before numpy is imported, which starts its threads then."""
    os.environ.update(dict.fromkeys(THREADS, "1"))
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})


def peak_memory_mb() -> float:
    """The most memory that this process has held; Linux counts in KiB, macOS in bytes."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (2**20 if sys.platform == "darwin" else 2**10)


def measure(
    treebank: Path | None = None,
    entities: Path | None = None,
    re3d: Path | None = None,
    *,
    model: str | None = None,
    only: str = "",
) -> Figures:
    """Return all figures that the given files allow.

    Raises:
        KGError: there is no file, one of them is not readable, or the pipeline does not load.
    """
    if not (treebank or entities or re3d):
        raise InputError("nothing to measure against: name --treebank, --entities or --re3d")
    # Files first: an error in them should not wait for the pipeline.
    trees = _chosen(read_trees(treebank), treebank, only) if treebank else []
    names = _chosen(read_names(entities), entities, only) if entities else []
    articles = read_re3d(re3d) if re3d else []

    from evaluation.measure import Reader, measure_names, measure_re3d, measure_trees, timed_load
    from kg.language import load_pipeline

    nlp, load_seconds = timed_load(partial(load_pipeline, model))
    reader = Reader(nlp)
    figures: Figures = {}
    if trees:
        figures |= measure_trees(reader, trees)
    if names:
        figures |= measure_names(reader, names)
    if articles:
        figures |= measure_re3d(reader, articles)
    return figures | {
        "words_per_second": reader.words_per_second,
        "load_seconds": load_seconds,
        "peak_memory_mb": peak_memory_mb(),
    }


def _chosen(texts: list[Text], path: Path, only: str) -> list[Text]:
    chosen = [text for text in texts if text.name.startswith(only)]
    if not chosen:
        raise InputError(f"{path} holds no document whose name begins with {only!r}")
    return chosen


def rounded(figures: Figures) -> Figures:
    """Four digits for shares, whole words, hundredths of seconds and megabytes."""
    digits = {"words_per_second": 0, "load_seconds": 2, "peak_memory_mb": 0}
    return {name: round(figure, digits.get(name, 4)) for name, figure in figures.items()}


def print_figures(figures: Figures, *, as_json: bool) -> None:
    """Print one figure a line, or one JSON object."""
    if as_json:
        print(json.dumps(rounded(figures), indent=1))
    else:
        for name, figure in rounded(figures).items():
            print(f"{name:26} {figure:g}")


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; return 2 after one line on standard error if something was wrong with the input."""
    asked = parse_arguments(arguments)
    use_one_core()
    try:
        figures = measure(asked.treebank, asked.entities, asked.re3d, model=asked.model, only=asked.only)
    except KGError as error:
        print(f"evaluation.language: {error}", file=sys.stderr)
        return 2
    print_figures(figures, as_json=asked.json)
    return 0


if __name__ == "__main__":
    sys.exit(main())
