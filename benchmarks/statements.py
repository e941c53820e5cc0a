"""What reading statements costs beside the language pipeline: `python benchmarks/statements.py ARTICLES…`.

One core, one run: the pipeline is the baseline, and each later room is given in seconds and as a share of it.
Without articles, those of `examples/` are read again and again until they are 20,000 words.
"""

from __future__ import annotations

import gc
import sys
import time
from collections.abc import Callable
from itertools import cycle
from pathlib import Path
from typing import TypeVar

from evaluation.language import use_one_core

ENOUGH = 20_000
"""Words."""

Made = TypeVar("Made")


def timed(make: Callable[[], Made]) -> tuple[Made, float]:
    """Return what is made, and the seconds of a processor that it took."""
    begun = time.process_time()
    return make(), time.process_time() - begun


def main() -> None:
    """Read, time and print."""
    from kg.extract import extract_article
    from kg.graph import to_rdf
    from kg.language import documents_of, load_pipeline
    from kg.ontology import load_ontology
    from kg.read import read_articles
    from kg.resolve import resolve_extractions

    given = [Path(name) for name in sys.argv[1:]]
    articles = list(read_articles(given or sorted(Path("examples").glob("*.txt"))))
    if not given:
        size, chosen = 0, []
        for article in cycle(articles):
            chosen.append(article)
            size += len(article.text.split())
            if size >= ENOUGH:
                break
        articles = chosen
    nlp, ontology = load_pipeline(None), load_ontology()
    gc.freeze()
    for _ in documents_of(nlp, articles[:1]):
        pass
    documents, baseline = timed(lambda: list(documents_of(nlp, articles)))
    gc.freeze()  # in a build each is gone before the next comes
    extractions, extract = timed(lambda: [extract_article(a, doc, ontology) for a, doc in documents])
    resolution, resolve = timed(lambda: resolve_extractions(extractions, ontology))
    _, graph = timed(lambda: to_rdf(resolution, ontology))
    words = sum(not token.is_space for _, doc in documents for token in doc)
    print(f"{len(articles)} articles, {words} words")
    print(f"pipeline  {baseline:7.2f} s  {words / baseline:6.0f} words/s")
    for name, seconds in (("extract", extract), ("resolve", resolve), ("graph", graph)):
        print(f"{name:9} {seconds:7.2f} s  {seconds / baseline:6.1%} of the pipeline")


if __name__ == "__main__":
    use_one_core()
    main()
