"""Shows what stands behind a graph: the sentences of a statement, and the mentions of an entity.

Receives an `rdflib.Graph` and words typed by people; returns `Reading`s and `Portrait`s, in words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rdflib import DCTERMS, PROV, RDF, RDFS, SKOS, Graph, URIRef
from rdflib.term import Node

from kg.errors import QueryError
from kg.iris import ENT, KG, SCHEMA, ST, entity_iri, statement_iri
from kg.terms import short_term
from kg.wording import ask_nearest, key_of, one_line, quote, visible

_BEFORE, _SHOWN = 24, 70
"""Characters shown before a mention, and of all."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A statement with the sentence that it was read in, in words.

    `subject` and `object` are names of entities, else the words as written (`…_text`: always the words, None
    if there are none). Ranges are characters `[start, end)` of `sentence`, None if the words stand outside of
    it. `index` is the sentence's place in the article, from 0; `start`, `end` and `date` are ISO dates.
    """

    statement: str
    subject: str | None
    predicate: str
    object: str | None
    subject_text: str | None
    predicate_text: str | None
    object_text: str | None
    arguments: tuple[str, ...]
    sentence: str
    subject_range: tuple[int, int] | None
    predicate_range: tuple[int, int] | None
    object_range: tuple[int, int] | None
    article: str
    index: int
    title: str | None
    source: str | None
    date: str | None
    url: str | None
    speaker: str | None
    negated: bool
    modality: str
    time_text: str | None
    start: str | None
    end: str | None
    confidence: float | None

    @property
    def citation(self) -> str:
        """Title, source, date, address (else the article's id) and number of the sentence, from 1."""
        place = self.url or self.article
        parts = [self.title, self.source, self.date, place, f"sentence {self.index + 1}"]
        return ", ".join(one_line(part) for part in parts if part)


@dataclass(frozen=True, slots=True)
class Trace:
    """A mention of an entity, where it stands, and why it is of that entity.

    `passage` is characters `[start, end)` of the article; `range` the same within `sentence`, None if it is
    not there. `reason` is why ("short form"), `other` the words that it was joined to, `other_passage` and
    `other_article` where these stand (None for the first mention of an entity).
    """

    text: str
    passage: tuple[int, int]
    sentence: str
    range: tuple[int, int] | None
    article: str
    title: str | None
    date: str | None
    reason: str | None
    other: str | None
    other_passage: tuple[int, int] | None
    other_article: str | None


@dataclass(frozen=True, slots=True)
class Portrait:
    """An entity, how it is called, and its mentions by article's date and place there."""

    entity: str
    name: str
    type: str
    aliases: tuple[str, ...]
    same_as: tuple[str, ...]
    traces: tuple[Trace, ...]


# The sentences behind a statement


def explain_statements(
    graph: Graph, subject: str, predicate: str | None = None, object: str | None = None
) -> list[Reading]:
    """Return the readings behind a statement, or behind all that is said of a subject, by article's date.

    `subject` is a statement (its 16 digits, `st:…`), or like `object` an entity (id, `ent:…`, name, alias) or
    words as written; `predicate` a relation's name or label. Case does not count. Empty only for an entity,
    asked for alone, that is the subject of nothing.

    Raises:
        QueryError: there is no such statement, entity or relation (the message has the nearest names), or
            nothing is said that has all three.
    """
    statement = _statement_named(graph, subject)
    found = {statement} if statement else _statements_with(graph, subject, RDF.subject, KG.subjectText)
    if predicate is not None:
        relations = _relations_named(graph, predicate)
        found = {s for s in found if graph.value(s, RDF.predicate, any=True) in relations}
    if object is not None:
        found &= _statements_with(graph, object, RDF.object, KG.objectText)
    if not found and (predicate is not None or object is not None):
        asked = " ".join(one_line(part) for part in (subject, predicate, object) if part)
        raise QueryError(f"nothing is said in the graph as {asked!r}; ask with fewer words")
    facts = _Facts(graph)
    return sorted((_reading(node, facts) for node in found), key=_reading_key)


def _reading_key(reading: Reading) -> tuple[str, str, int, tuple[int, int], str]:
    return (
        reading.date or "",
        reading.article,
        reading.index,
        reading.predicate_range or (0, 0),
        reading.statement,
    )


def _statement_named(graph: Graph, text: str) -> URIRef | None:
    """Return the statement of an id; None if the text is none, or looks like one and is another's name."""
    name = text.strip().removeprefix(str(ST)).removeprefix("st:")
    is_explicit = name != text.strip()
    if not is_explicit and not re.fullmatch(r"[0-9a-f]{16}", name):
        return None
    node = statement_iri(name)
    if (node, RDF.type, KG.Statement) in graph:
        return node
    if is_explicit:
        raise QueryError(f"no statement {quote(text)} is in the graph; kg explain GRAPH NAME lists some")
    return None


def _statements_with(graph: Graph, text: str, link: URIRef, words: URIRef) -> set[Node]:
    """Return the statements whose subject (or object) is an entity of that name, else has those words."""
    entities = _entities_named(graph, text)
    found = {s for entity in entities for s in graph.subjects(link, entity)}
    if not found:
        found = {s for s, value in graph.subject_objects(words) if key_of(str(value)) == key_of(text)}
    if found or entities:
        return found
    near = ask_nearest(text, _names_of_entities(graph)) or "kg query GRAPH most-mentioned names some"
    raise QueryError(f"nothing in the graph is named {quote(text)}; {near}")


def _entities_named(graph: Graph, text: str) -> set[Node]:
    """Return the entities of an id or label, else those of an alias."""
    name = text.strip().removeprefix(str(ENT)).removeprefix("ent:")
    by_id = {entity_iri(name)} if (entity_iri(name), RDFS.label, None) in graph else set()
    if name != text.strip():
        return set(by_id)
    for naming in (RDFS.label, SKOS.altLabel):
        labelled = {
            node
            for node, label in graph.subject_objects(naming)
            if str(node).startswith(str(ENT)) and key_of(str(label)) == key_of(text)
        }
        if by_id or labelled:
            return by_id | labelled
    return set()


def _names_of_entities(graph: Graph) -> list[str]:
    pairs = [pair for naming in (RDFS.label, SKOS.altLabel) for pair in graph.subject_objects(naming)]
    return [str(label) for node, label in pairs if str(node).startswith(str(ENT))]


def _relations_named(graph: Graph, text: str) -> set[Node]:
    name = key_of(text.strip().removeprefix(str(KG)).removeprefix("kg:"))
    by_name: dict[str, set[Node]] = {}
    names: list[str] = []
    for node in graph.subjects(RDFS.subPropertyOf, KG.related):
        labels = {str(node).removeprefix(str(KG)), *map(str, graph.objects(node, RDFS.label))}
        for label in labels:
            names.append(label)
            by_name.setdefault(key_of(label), set()).add(node)
    if name not in by_name:
        near = ask_nearest(name, names) or "kg query GRAPH actors names some"
        raise QueryError(f"no relation in the graph is named {quote(text)}; {near}")
    return by_name[name]


class _Facts(dict[Node | None, Mapping[Node, Node]]):
    """For each node, its objects by predicate (the first in order if there are several), read once."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph

    def __missing__(self, node: Node | None) -> Mapping[Node, Node]:
        pairs = sorted(self.graph.predicate_objects(node), reverse=True) if node is not None else []
        self[node] = found = dict(pairs)
        return found

    def text(self, node: Node | None, predicate: URIRef) -> str | None:
        value = self[node].get(predicate)
        return None if value is None else str(value)

    def name(self, node: Node | None) -> str | None:
        """Return the label of a thing, else its name within our namespaces."""
        if node is None:
            return None
        return self.text(node, RDFS.label) or short_term(node).partition(":")[2]


def _reading(node: Node, facts: _Facts) -> Reading:
    said = facts[node]
    sentence = said.get(PROV.wasDerivedFrom)
    article = facts[sentence].get(SCHEMA.isPartOf)
    text = facts.text(sentence, KG.text) or ""
    start = _number(facts.text(sentence, KG.start))
    passages = (KG.subjectPassage, KG.predicatePassage, KG.objectPassage)
    ranges = [_range(facts.text(node, passage), start, len(text)) for passage in passages]
    confidence = facts.text(node, KG.confidence)
    subject_text, object_text = facts.text(node, KG.subjectText), facts.text(node, KG.objectText)
    relation = said.get(RDF.predicate)
    modality = str(said.get(KG.modality, KG.Asserted)).removeprefix(str(KG)).lower()
    return Reading(
        statement=str(node).removeprefix(str(ST)),
        subject=facts.name(said.get(RDF.subject)) or subject_text,
        predicate=facts.name(relation) or facts.text(node, KG.predicateText) or "",
        object=facts.name(said.get(RDF.object)) or object_text,
        subject_text=subject_text,
        predicate_text=facts.text(node, KG.predicateText),
        object_text=object_text,
        arguments=tuple(sorted(map(str, facts.graph.objects(node, KG.argumentText)))),
        sentence=text,
        subject_range=ranges[0],
        predicate_range=ranges[1],
        object_range=ranges[2],
        article=facts.text(article, DCTERMS.identifier) or str(article or ""),
        index=_number(facts.text(sentence, KG["index"])),
        title=facts.text(article, SCHEMA.headline),
        source=facts.text(article, SCHEMA.publisher) or facts.text(article, SCHEMA.creditText),
        date=facts.text(article, SCHEMA.datePublished),
        url=facts.text(article, SCHEMA.url),
        speaker=facts.name(said.get(PROV.wasAttributedTo)) or facts.text(node, KG.attributedToText),
        negated=facts.text(node, KG.negated) in ("true", "1"),
        modality=modality,
        time_text=facts.text(node, KG.timeText),
        start=facts.text(node, KG.startDate),
        end=facts.text(node, KG.endDate),
        confidence=float(confidence) if confidence else None,
    )


def _number(text: str | None) -> int:
    return int(text) if text else 0


def _characters(passage: str | None) -> tuple[int, int] | None:
    """Return the characters `[start, end)` of a passage (`char=12,18` of the article)."""
    match = re.fullmatch(r"char=(\d+),(\d+)", passage or "")
    return (int(match[1]), int(match[2])) if match else None


def _range(passage: str | None, start: int, length: int) -> tuple[int, int] | None:
    """Return where a passage lies within a sentence that starts at `start`."""
    found = _characters(passage)
    if not found:
        return None
    first, end = max(found[0] - start, 0), min(found[1] - start, length)
    return (first, end) if first < end else None


# The mentions behind an entity


def explain_entity(graph: Graph, name: str) -> list[Portrait]:
    """Return the portrait of each entity of a name, alias or id, by id; empty if there is none."""
    facts = _Facts(graph)
    return [_portrait(node, facts) for node in sorted(_entities_named(graph, name), key=str)]


def _portrait(node: Node, facts: _Facts) -> Portrait:
    traces = (_trace(mention, facts) for mention in facts.graph.subjects(KG.refersTo, node))
    return Portrait(
        entity=str(node).removeprefix(str(ENT)),
        name=facts.name(node) or "",
        type=(short_term(facts[node].get(RDF.type))).partition(":")[2],
        aliases=tuple(sorted(map(str, facts.graph.objects(node, SKOS.altLabel)))),
        same_as=tuple(sorted(map(str, facts.graph.objects(node, SKOS.exactMatch)))),
        traces=tuple(sorted(traces, key=lambda t: (t.date or "", t.article, t.passage))),
    )


def _trace(mention: Node, facts: _Facts) -> Trace:
    said = facts[mention]
    sentence = said.get(PROV.wasDerivedFrom)
    article = facts[sentence].get(SCHEMA.isPartOf)
    passage = facts.text(mention, KG.mentionPassage)
    text = facts.text(sentence, KG.text) or ""
    other = said.get(KG.joinedTo)
    place = facts[facts[other].get(PROV.wasDerivedFrom)].get(SCHEMA.isPartOf)
    return Trace(
        text=facts.text(mention, KG.mentionText) or "",
        passage=_characters(passage) or (0, 0),
        sentence=text,
        range=_range(passage, _number(facts.text(sentence, KG.start)), len(text)),
        article=facts.text(article, DCTERMS.identifier) or "",
        title=facts.text(article, SCHEMA.headline),
        date=facts.text(article, SCHEMA.datePublished),
        reason=_in_words(said.get(KG.joinedBy)),
        other=facts.text(other, KG.mentionText),
        other_passage=_characters(facts.text(other, KG.mentionPassage)),
        other_article=facts.text(place, DCTERMS.identifier),
    )


def _in_words(reason: Node | None) -> str | None:
    """Return a reason in words: of `kg:ShortForm`, "short form"."""
    name = short_term(reason).partition(":")[2]
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower() or None


# As text


def format_reading(reading: Reading, marks: tuple[str, str]) -> str:
    """Return a reading in words: who did what to whom and how it is meant, the sentence, the citation."""
    ranges = (reading.subject_range, reading.predicate_range, reading.object_range)
    triple = [reading.subject or "–", reading.predicate, reading.object or "–"]
    meant = ["not so"] if reading.negated else []
    meant += [reading.modality] if reading.modality != "asserted" else []
    meant += [f"according to {reading.speaker}"] if reading.speaker else []
    days = dict.fromkeys(day for day in (reading.start, reading.end) if day)
    how = "; ".join([", ".join(meant) or "asserted", *filter(None, [" to ".join(days)])])
    return "\n".join(
        [
            f"{' — '.join(visible(part) for part in triple)}  ({visible(how)})  st:{reading.statement}",
            f"  {_marked(reading.sentence, ranges, marks)}",
            f"  {reading.citation}",
        ]
    )


def format_portrait(portrait: Portrait, marks: tuple[str, str]) -> str:
    """Return an entity in words, and each of its mentions in its context, with why it is one of them."""
    called = [portrait.name, portrait.type, f"ent:{portrait.entity}", *portrait.same_as]
    lines = [", ".join(map(one_line, called))]
    if portrait.aliases:
        lines.append(f"  also {', '.join(map(one_line, portrait.aliases))}")
    number = len(portrait.traces)
    lines.append(f"  {number:,} mentions are one:" if number > 1 else f"  {number} mention:")
    article = None
    for trace in portrait.traces:
        if trace.article != article:
            article = trace.article
            parts = [trace.title, trace.date, trace.article]
            lines.append(f"  {', '.join(one_line(part) for part in parts if part)}")
        passage = f"{trace.passage[0]}–{trace.passage[1]}"
        lines.append(f"    {passage:>13}  {_in_context(trace, marks)}{_told(trace)}")
    return "\n".join(lines)


def _in_context(trace: Trace, marks: tuple[str, str]) -> str:
    """Return a mention marked, with the words around it that fit in a column."""
    start, end = trace.range or (0, len(trace.sentence))
    before, text = visible(trace.sentence[:start]), visible(trace.text)
    after = visible(trace.sentence[end:])
    if len(before) > _BEFORE:
        before = "…" + before[-_BEFORE:].partition(" ")[2]
    rest = max(_SHOWN - len(before) - len(text), _BEFORE)
    if len(after) > rest:
        after = after[:rest].rpartition(" ")[0] + "…"
    shown = f"{before}{marks[0]}{text}{marks[1]}{after}"
    return shown + " " * (_SHOWN - len(before) - len(text) - len(after))


def _told(trace: Trace) -> str:
    """Return why a mention is of its entity, in words."""
    if trace.reason is None or trace.other is None or trace.other_passage is None:
        return "  the first"
    place = f" in {one_line(trace.other_article)}" if trace.other_article not in (trace.article, None) else ""
    return f"  {trace.reason}: “{one_line(trace.other)}” at {trace.other_passage[0]}{place}"


def _marked(sentence: str, ranges: Iterable[tuple[int, int] | None], marks: tuple[str, str]) -> str:
    """Return a sentence on one line, with marks around the parts."""
    pieces, cut = [], 0
    for start, end in sorted(part for part in ranges if part):
        if start >= cut:
            pieces += [visible(sentence[cut:start]), marks[0], visible(sentence[start:end]), marks[1]]
            cut = end
    return "".join([*pieces, visible(sentence[cut:])])
