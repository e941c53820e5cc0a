"""Joins the rooms: articles in, a graph out. The only place that knows the order of the others.

read → documents_of → extract → resolve → graph. Articles are extracted one by one and in any order;
what was left out on the way is counted by reason and carried to the end, into the graph as well.
"""

from __future__ import annotations

import gc
import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from kg import __version__
from kg.confidence import LEAST
from kg.corrections import load_corrections
from kg.extract import extract_article
from kg.graph import describe_run, to_rdf
from kg.language import documents_of, load_pipeline
from kg.model import Article, Correction, Extraction, Resolution
from kg.ontology import entity_types, load_ontology, ontology_dir
from kg.read import read_articles
from kg.resolve import resolve_extractions

if TYPE_CHECKING:
    from rdflib import Graph


@dataclass(frozen=True, slots=True)
class Build:
    """A graph, the resolution that it was made from, and what is not in it.

    `left_out` counts by reason over all rooms; `problems` has one line for each input that could not be read.
    """

    graph: Graph
    resolution: Resolution
    left_out: dict[str, int]
    problems: list[str] = field(default_factory=list)


def build_graph(
    paths: Sequence[str | Path],
    *,
    pipeline: str | None = None,
    processes: int = 1,
    corrections: str | Path | None = None,
    least_confidence: float = LEAST,
    on_progress: Callable[[int, int], None] | None = None,
) -> Build:
    """Return the graph of all articles in files, folders and "-"; the order of `paths` changes nothing.

    `pipeline` is an installed spaCy pipeline or a path, None for the bundled one; `processes` share the work.
    `corrections` is a file of what people decided; a decision about what is not there is told as a problem.
    Statements less likely to be right than `least_confidence` (0 to 1) are left out, and counted.
    `on_progress` is called with the number of articles done and of all, first with 0.

    Raises:
        CorrectionsError: the file of corrections is wrong, or contradicts itself.
        InputError: a path does not exist, or nothing could be read.
        PipelineError: the pipeline is missing or lacks a component.
        OntologyError: a file of the ontology is wrong.
    """
    ontology = load_ontology()
    decided = load_corrections(corrections, entity_types(ontology)) if corrections else ()
    problems: list[str] = []
    left_out: Counter[str] = Counter()
    articles = list(read_articles(paths, problems=problems, left_out=left_out))
    nlp = load_pipeline(pipeline)
    gc.freeze()  # what is loaded stays to the end: no need to look at it again and again
    report = on_progress or (lambda done, total: None)
    report(0, len(articles))
    extractions: list[Extraction] = []
    for article, doc in documents_of(nlp, articles, processes=processes):
        extractions.append(extract_article(article, doc, ontology))
        report(len(extractions), len(articles))
    resolution = resolve_extractions(extractions, ontology, decided, least_confidence=least_confidence)
    problems += [_tell_idle(c) for c in decided if c not in resolution.corrected]
    for extraction in extractions:
        left_out.update(extraction.left_out)
    left_out.update(resolution.left_out)
    graph = to_rdf(resolution, ontology)
    counted = {reason: count for reason, count in sorted(left_out.items()) if count}
    describe_run(
        graph,
        version=__version__,
        pipeline=f"{nlp.meta['lang']}_{nlp.meta['name']} {nlp.meta['version']}",
        ontology_hash=_hash_ontology(ontology_dir()),
        inputs={article.id: _hash_text(article) for article in articles},
        left_out=counted,
        corrections=resolution.corrected,
    )
    return Build(graph, resolution, counted, problems)


def extract_articles(
    paths: Sequence[str | Path],
    *,
    pipeline: str | None = None,
    processes: int = 1,
    least_confidence: float = LEAST,
    problems: list[str] | None = None,
    left_out: Counter[str] | None = None,
) -> Iterator[Resolution]:
    """Yield what was read out of each article, resolved within that article alone, as the articles come.

    `problems` and `left_out` receive what could not be read, as in `read_articles`; errors as in
    `build_graph`.
    """
    articles = read_articles(paths, problems=problems, left_out=left_out)
    nlp, ontology = load_pipeline(pipeline), load_ontology()
    gc.freeze()  # what is loaded stays to the end: no need to look at it again and again
    for article, doc in documents_of(nlp, articles, processes=processes):
        extraction = extract_article(article, doc, ontology)
        yield resolve_extractions([extraction], ontology, least_confidence=least_confidence)


def _tell_idle(correction: Correction) -> str:
    names = correction.statement or ", ".join(map(repr, correction.entities))
    return f"{correction.place}: nothing to {correction.decision} in these articles: {names}"


def _hash_ontology(folder: Path) -> str:
    """Return the SHA-256 of the Turtle files, each under its name, in sorted order."""
    digest = hashlib.sha256()
    for path in sorted(folder.glob("*.ttl")):
        digest.update(f"{path.name}\0".encode() + path.read_bytes())
    return digest.hexdigest()


def _hash_text(article: Article) -> str:
    return hashlib.sha256(article.text.encode("utf-8", "surrogatepass")).hexdigest()
