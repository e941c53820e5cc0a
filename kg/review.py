"""Which entities of a graph may be one: pairs for people to decide on, with what the articles say of both.

Receives a graph, whatever made it; returns `Candidate`s, the likeliest first. They are scored as when a graph
is built (`kg.actors`), from what the graph says: labels, titles in the phrases as written, and who is named
in one statement with them.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from itertools import combinations

from rdflib import PROV, RDF, RDFS, SKOS, Graph, Literal
from rdflib.term import Node

from kg.actors import Actor, Traits, pairs_among, traits_in
from kg.iris import ENT, KG, SCHEMA
from kg.likeness import split_home
from kg.model import Correction, Decision
from kg.names import is_generic, split_title
from kg.ontology import load_ontology
from kg.spellings import normalize_name

_SHOWN = 3
"""Sentences shown of each side."""


@dataclass(frozen=True, slots=True)
class Side:
    """An entity of a pair: its id, name, type, other names, and sentences that speak of it."""

    id: str
    name: str
    type: str
    aliases: tuple[str, ...]
    said: tuple[str, ...]
    countries: tuple[str, ...]
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Candidate:
    """Two entities that may be one, how likely, and who is named with both."""

    one: Side
    other: Side
    score: float
    shared: tuple[str, ...]


def find_candidates(graph: Graph, corrections: Iterable[Correction] = ()) -> list[Candidate]:
    """Return the pairs of entities that may be one, the likeliest first, less those that are decided on."""
    facts = _Facts(graph)
    nodes = sorted(facts.named, key=str)
    actors = [facts.actor_of(node) for node in nodes]
    is_decided = _decided_by(corrections)
    found = []
    for pair in pairs_among(actors):
        one, other = nodes[pair.one], nodes[pair.other]
        if is_decided(facts.answers_to(one), facts.answers_to(other)):
            continue
        shared = facts.neighbours[one] & facts.neighbours[other]
        names = tuple(sorted(facts.labels.get(node, facts.id_of(node)) for node in shared))
        found.append(Candidate(facts.side_of(one), facts.side_of(other), pair.score, names))
    return found


def _decided_by(corrections: Iterable[Correction]) -> Callable[[set[str], set[str]], bool]:
    pairs = {
        frozenset((normalize_name(one), normalize_name(other)))
        for correction in corrections
        if correction.decision in (Decision.MERGE, Decision.SPLIT)
        for one, other in combinations(correction.entities, 2)
    }
    return lambda some, others: any(frozenset((a, b)) in pairs for a in some for b in others)


class _Facts:
    """What a graph says of its named entities, read a column at a time."""

    def __init__(self, graph: Graph) -> None:
        self.labels = {node: str(text) for node, text in graph.subject_objects(RDFS.label)}
        self.named = [node for node in graph.subjects(KG.named, Literal(True)) if node in self.labels]
        self._types = {node: str(c).removeprefix(str(KG)) for node, c in graph.subject_objects(RDF.type)}
        self._known = set(graph.subjects(SKOS.exactMatch))
        self._aliases: dict[Node, list[str]] = defaultdict(list)
        for node, text in graph.subject_objects(SKOS.altLabel):
            self._aliases[node].append(str(text))
        self._phrases: dict[Node, set[str]] = defaultdict(set)
        self._statements: dict[Node, set[Node]] = defaultdict(set)
        self.neighbours: dict[Node, set[Node]] = defaultdict(set)
        self._read_statements(graph)
        self._sentence = {s: node for s, node in graph.subject_objects(PROV.wasDerivedFrom)}
        self._text = {node: str(text) for node, text in graph.subject_objects(KG.text)}
        self._article = {node: str(article) for node, article in graph.subject_objects(SCHEMA.isPartOf)}

    def _read_statements(self, graph: Graph) -> None:
        ends: dict[Node, set[Node]] = defaultdict(set)
        for link, text in ((RDF.subject, KG.subjectText), (RDF.object, KG.objectText)):
            written = {statement: str(words) for statement, words in graph.subject_objects(text)}
            for statement, node in graph.subject_objects(link):
                ends[statement].add(node)
                self._statements[node].add(statement)
                self._phrases[node].add(written.get(statement, ""))
        for link in (KG.argument, *(KG[name] for name in sorted(load_ontology().arguments))):
            for statement, node in graph.subject_objects(link):
                ends[statement].add(node)
        for statement, speaker in graph.subject_objects(PROV.wasAttributedTo):
            ends[statement].add(speaker)
            self._statements[speaker].add(statement)
        named = set(self.named)
        for nodes in ends.values():
            for node in nodes & named:
                self.neighbours[node] |= (nodes & named) - {node}

    def id_of(self, node: Node) -> str:
        return str(node).removeprefix(str(ENT))

    def answers_to(self, node: Node) -> set[str]:
        """Return the normal forms of all by which a correction may name the entity."""
        return {normalize_name(text) for text in (self.id_of(node), self.labels[node], *self._aliases[node])}

    def actor_of(self, node: Node) -> Actor:
        label = self.labels[node]
        traits = Traits()
        for title in self._titles_of(node):
            traits |= traits_in(title)
        is_fixed = node in self._known or is_generic(split_home(label)[1])
        return Actor(
            names=(label, *(alias for alias in self._aliases[node] if " " in alias)),
            type=self._types.get(node, "Thing"),
            fixed=self.id_of(node) if is_fixed else "",
            traits=traits,
            neighbours=frozenset(map(str, self.neighbours[node])),
        )

    def _titles_of(self, node: Node) -> list[str]:
        if self._types.get(node) != "Person":
            return []
        forms = {self.labels[node], *self._aliases[node]}
        titles = {
            split_title(phrase[: phrase.index(form) + len(form)])[0]
            for phrase in self._phrases[node]
            for form in forms
            if form in phrase
        }
        return sorted(titles - {""})

    def side_of(self, node: Node) -> Side:
        titles = self._titles_of(node)
        countries = {country for title in titles for country in traits_in(title).countries}
        sentences = {self._sentence[s] for s in self._statements[node] if s in self._sentence}
        shown = sorted(sentences, key=lambda s: (self._article.get(s, ""), str(s)))[:_SHOWN]
        return Side(
            id=self.id_of(node),
            name=self.labels[node],
            type=self._types.get(node, "Thing"),
            aliases=tuple(sorted(self._aliases[node])),
            said=tuple(titles),
            countries=tuple(sorted(countries)),
            sentences=tuple(" ".join(self._text.get(sentence, "").split()) for sentence in shown),
        )


# Words


def format_candidate(candidate: Candidate) -> str:
    """Return a pair in lines: the score, the two entities, and under each what is said of it."""
    lines = [f"{candidate.score:.2f}  {candidate.one.name} = {candidate.other.name}?"]
    if candidate.shared:
        lines.append(f"      both with {', '.join(candidate.shared[:_SHOWN])}")
    for side in (candidate.one, candidate.other):
        names = f", also {', '.join(side.aliases[:_SHOWN])}" if side.aliases else ""
        lines.append(f"  {side.name} ({side.type}, ent:{side.id}{names})")
        lines += [f"      {title} …" for title in side.said[:_SHOWN]]
        lines += [f"      “{sentence}”" for sentence in side.sentences]
    return "\n".join(lines)


def format_candidates(candidates: Sequence[Candidate]) -> str:
    """Return pairs as JSON: a list of objects with `score`, `shared`, and `one` and `other` in full."""
    return json.dumps([asdict(candidate) for candidate in candidates], indent=2)
