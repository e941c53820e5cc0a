"""Statements become RDF, and RDF becomes a NetworkX view.

Receives a `Resolution`; returns one `rdflib.Graph`: entities, statement nodes, the sentences and articles
they were read in, and a plain triple for what an article itself asserts. No blank nodes, no clock: the same
resolution gives the same triples. `to_networkx` computes its view from the RDF alone, whatever made that.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from rdflib import DCTERMS, PROV, RDF, RDFS, SKOS, Graph, Namespace, URIRef
from rdflib.term import Node

from kg.iris import (
    DATASET,
    ENT,
    KG,
    PLOVER,
    PREFIXES,
    RUN,
    SCHEMA,
    ST,
    article_iri,
    correction_iri,
    entity_iri,
    mention_iri,
    sentence_iri,
    statement_iri,
)
from kg.model import Article, Correction, Evidence, Extraction, Mention, Resolution, Statement, hash_parts
from kg.ontology import Ontology, predicate_iri
from kg.triples import (
    article_pairs,
    correction_pairs,
    entity_pairs,
    plain_triple,
    predicate_pairs,
    sentence_pairs,
    statement_pairs,
    to_literal,
    to_passage,
)

if TYPE_CHECKING:
    import networkx


def to_rdf(resolution: Resolution, ontology: Ontology) -> Graph:
    """Return the RDF of a resolution: articles, entities, mentions, sentences, statements, relations.

    A character that RDF has no place for (U+0000 and other control characters, a lone surrogate, U+FFFE,
    U+FFFF) is written U+FFFD, one for one, so that offsets still hold.
    """
    graph = Graph(bind_namespaces="none")
    for prefix, namespace in PREFIXES.items():
        graph.bind(prefix, namespace)
    by_article = {extraction.article.id: extraction for extraction in resolution.extractions}
    evidence = {(s.evidence.article, s.evidence.index): s.evidence for s in resolution.statements}
    for extraction in resolution.extractions:
        _add_all(graph, article_iri(extraction.article.id), article_pairs(extraction.article))
        _add_mentions(graph, extraction, resolution, by_article, evidence)
    for place, sentence in evidence.items():
        _add_all(graph, sentence_iri(*place), sentence_pairs(sentence))
    for entity in resolution.entities:
        _add_all(graph, entity_iri(entity.id), entity_pairs(entity))
    for statement in resolution.statements:
        _add_all(graph, statement_iri(statement.id), statement_pairs(statement))
        if statement.is_asserted and (triple := plain_triple(statement)):
            graph.add(triple)
    kept = {entity.id for entity in resolution.entities}
    for correction, changed in resolution.corrected.items():
        node = correction_iri(correction)
        _add_all(graph, node, correction_pairs(correction))
        for entity_id in kept.intersection(changed):
            graph.add((entity_iri(entity_id), PROV.wasInfluencedBy, node))
    for name, categories in _categories_by_predicate(resolution.statements).items():
        _add_all(graph, predicate_iri(name), predicate_pairs(name, categories, ontology))
    return graph


def describe_run(
    graph: Graph,
    *,
    version: str,
    pipeline: str,
    ontology_hash: str,
    inputs: Mapping[str, str],
    left_out: Mapping[str, int],
    corrections: Iterable[Correction] = (),
) -> None:
    """Add to the graph how it was made.

    `pipeline` is name and version; `inputs` gives the SHA-256 of each article by its id; `left_out` counts by
    reason; `corrections` are those that changed something. No time of day: two runs alike are one run.
    """
    amended = sorted(map(correction_iri, corrections))
    parts = [version, pipeline, ontology_hash, *(f"{k}={v}" for k, v in sorted(inputs.items())), *amended]
    run = RUN[hash_parts(*parts)]
    graph.add((DATASET, PROV.wasGeneratedBy, run))
    pairs: list[tuple[URIRef, Node]] = [
        (RDF.type, PROV.Activity),
        (SCHEMA.softwareVersion, to_literal(version)),
        (KG.pipeline, to_literal(pipeline)),
        (KG.ontologyHash, to_literal(ontology_hash)),
    ]
    pairs += [(KG.leftOut, to_literal(f"{reason}: {count}")) for reason, count in left_out.items()]
    pairs += [(PROV.used, article_iri(article)) for article in inputs]
    pairs += [(PROV.wasInformedBy, node) for node in amended]
    _add_all(graph, run, pairs)
    for article, digest in inputs.items():
        graph.add((article_iri(article), SCHEMA.sha256, to_literal(digest)))


def _add_all(graph: Graph, subject: URIRef, pairs: Iterable[tuple[URIRef, Node]]) -> None:
    for predicate, value in pairs:
        graph.add((subject, predicate, value))


def _add_mentions(
    graph: Graph,
    extraction: Extraction,
    resolution: Resolution,
    by_article: Mapping[str, Extraction],
    evidence: dict[tuple[str, int], Evidence],
) -> None:
    """Add what refers to an entity in an article, and to `evidence` the sentence that it stands in."""
    article = extraction.article
    entity_ids = resolution.entity_by_mention.get(article.id, ())
    antecedents = resolution.antecedents.get(article.id, (None,) * len(entity_ids))
    sentences = sorted(enumerate(extraction.sentences), key=lambda pair: pair[1])
    starts = [sentence.start for _, sentence in sentences]
    for mention, entity_id, found in zip(extraction.mentions, entity_ids, antecedents, strict=False):
        if entity_id is None:
            continue
        index, passage = sentences[max(0, bisect_right(starts, mention.passage.start) - 1)]
        if (article.id, index) not in evidence:
            evidence[article.id, index] = Evidence(article.id, index, passage, article.cut(passage))
        pairs: list[tuple[URIRef, Node]] = [
            (RDF.type, KG.Mention),
            (KG.refersTo, entity_iri(entity_id)),
            (KG.mentionText, to_literal(article.cut(mention.passage))),
            (KG.mentionPassage, to_passage(mention.passage)),
            (PROV.wasDerivedFrom, sentence_iri(article.id, index)),
        ]
        if found is not None:
            other = by_article[found.article]
            pairs.append((KG.joinedTo, _mention_node(other.article, other.mentions[found.mention])))
            pairs.append((KG.joinedBy, KG[found.reason]))
        _add_all(graph, _mention_node(article, mention), pairs)


def _mention_node(article: Article, mention: Mention) -> URIRef:
    return mention_iri(article.id, mention.passage.start, mention.passage.end)


def _categories_by_predicate(statements: Iterable[Statement]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for statement in statements:
        found.setdefault(statement.predicate.name, set()).add(statement.predicate.category)
    return found


# The NetworkX view


def to_networkx(graph: Graph, *, asserted_only: bool = False) -> networkx.MultiDiGraph[str]:
    """Return the view of a graph: entities as nodes, statements between two entities as edges.

    A node's key is the entity's id; it has `label`, `type`, `named`, `aliases`. An edge's key is the
    statement's id; it has `predicate`, `label`, `category`, `negated`, `modality`, `asserted`,
    `attributed_to`, `confidence`, `subject_text`, `predicate_text`, `object_text`, `time_text` (as written),
    `start`, `end` (ISO dates), `sentence`, `sentence_index`, `article` (title), `article_id`, `date`, `url`;
    what is not known is None. Nodes and edges are sorted. Reads a fixed number of columns, so that a graph
    behind an endpoint costs that many requests.
    """
    import networkx

    columns = _Columns(graph)
    view: networkx.MultiDiGraph[str] = networkx.MultiDiGraph()
    aliases: dict[Node, list[str]] = {}
    for node, alias in graph.subject_objects(SKOS.altLabel):
        aliases.setdefault(node, []).append(str(alias))
    subjects, objects = columns[RDF.subject], columns[RDF.object]
    joined = sorted(subjects.keys() & objects.keys())
    ends = {column[statement] for statement in joined for column in (subjects, objects)}
    for node in sorted(columns[KG.named].keys() | ends):
        data = {**_node_data(node, columns), "aliases": sorted(aliases.get(node, ()))}
        view.add_node(_local_id(node, ENT), **data)
    for statement in joined:
        data = _edge_data(statement, columns)
        if data["asserted"] or not asserted_only:
            source, target = _local_id(subjects[statement], ENT), _local_id(objects[statement], ENT)
            view.add_edge(source, target, key=_local_id(statement, ST), **data)
    return view


class _Columns(dict[URIRef, dict[Any, Any]]):
    """For each predicate, the object of each subject (the first in order if there are several), read once."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph

    def __missing__(self, predicate: URIRef) -> dict[Any, Any]:
        column: dict[Any, Any] = {}
        for subject, value in self._graph.subject_objects(predicate):
            if subject not in column or value < column[subject]:
                column[subject] = value
        self[predicate] = column
        return column

    def text(self, predicate: URIRef, subject: Node | None) -> str | None:
        value = self[predicate].get(subject)
        return None if value is None else str(value)


def _node_data(node: Node, columns: _Columns) -> dict[str, Any]:
    named = columns.text(KG.named, node)
    return {
        "label": columns.text(RDFS.label, node) or _local_id(node, ENT),
        "type": _local_id(columns[RDF.type].get(node, KG.Thing), KG),
        "named": named in (None, "true"),
    }


def _edge_data(statement: Node, columns: _Columns) -> dict[str, Any]:
    predicate = columns[RDF.predicate].get(statement, KG.related)
    modality = _local_id(columns[KG.modality].get(statement, KG.Asserted), KG).lower()
    negated = columns.text(KG.negated, statement) == "true"
    speaker = columns[PROV.wasAttributedTo].get(statement)
    attributed_to = columns.text(KG.attributedToText, statement)
    if speaker is not None:
        attributed_to = columns.text(RDFS.label, speaker) or _local_id(speaker, ENT)
    category = columns[KG.category].get(statement)
    confidence = columns.text(KG.confidence, statement)
    return {
        "predicate": _local_id(predicate, KG),
        "label": columns.text(RDFS.label, predicate) or _local_id(predicate, KG),
        "category": category and _local_id(category, PLOVER),
        "negated": negated,
        "modality": modality,
        "asserted": not negated and modality == "asserted" and attributed_to is None,
        "attributed_to": attributed_to,
        "confidence": confidence and float(confidence),
        "subject_text": columns.text(KG.subjectText, statement),
        "predicate_text": columns.text(KG.predicateText, statement),
        "object_text": columns.text(KG.objectText, statement),
        "time_text": columns.text(KG.timeText, statement),
        "start": columns.text(KG.startDate, statement),
        "end": columns.text(KG.endDate, statement),
        **_source_data(columns[PROV.wasDerivedFrom].get(statement), columns),
    }


def _source_data(sentence: Node | None, columns: _Columns) -> dict[str, Any]:
    article = columns[SCHEMA.isPartOf].get(sentence)
    index = columns.text(KG["index"], sentence)
    return {
        "sentence": columns.text(KG.text, sentence),
        "sentence_index": index and int(index),
        "article": columns.text(SCHEMA.headline, article),
        "article_id": columns.text(DCTERMS.identifier, article) or article and str(article),
        "date": columns.text(SCHEMA.datePublished, article),
        "url": columns.text(SCHEMA.url, article),
    }


def _local_id(node: Node, namespace: Namespace) -> str:
    """Return a node's name within a namespace, its whole IRI outside of it."""
    return str(node).removeprefix(str(namespace))
