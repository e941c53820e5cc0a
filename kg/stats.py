"""Counts what is in a graph, and puts the counts into words.

Receives an `rdflib.Graph` and its NetworkX view; returns `Counts`. Statements are counted in the graph, since
the view has only those between two entities; who is joined to whom is read from the view.
Reads a fixed number of columns, so that a graph behind an endpoint costs that many requests.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rdflib import PROV, RDF, Graph
from rdflib.term import Node

from kg.iris import KG, SCHEMA
from kg.wording import one_line

if TYPE_CHECKING:
    from networkx import MultiDiGraph

Tally = tuple[tuple[str, int], ...]
"""Names with their numbers, the greatest number first, then by name."""


@dataclass(frozen=True, slots=True)
class Connected:
    """A named entity: how many named others it is joined to, and by how many statements."""

    name: str
    others: int
    statements: int


@dataclass(frozen=True, slots=True)
class Acts:
    """How often, in a month, the articles assert a relation of one named entity to another.

    `month` is "2020-05": that of the statement's first day, else of its last, else of the article; "" where
    none is known.
    """

    month: str
    who: str
    relation: str
    whom: str
    category: str
    statements: int


@dataclass(frozen=True, slots=True)
class Counts:
    """What is in a graph.

    `reasons` says why statements are not asserted; one that is both negated and attributed counts for both.
    `connected` has every named entity that is joined to another, the one with most others first;
    `communities` those of two or more, the largest first, each in the order of `connected`;
    `acts` go by month, then by number.
    """

    articles: int
    sentences: int
    statements: int
    asserted: int
    reasons: Tally
    categories: Tally
    entities: int
    named: int
    types: Tally
    connected: tuple[Connected, ...]
    communities: tuple[tuple[str, ...], ...]
    acts: tuple[Acts, ...]


def count_graph(graph: Graph, view: MultiDiGraph[str]) -> Counts:
    """Return the counts of a graph and its view; the same graph gives the same counts, in the same order."""
    statements = set(graph.subjects(RDF.type, KG.Statement))
    reasons = list(_reasons_in(graph, statements))
    named = [node for node, data in view.nodes(data=True) if data["named"]]
    between = view.subgraph(named)
    connected = _connected_in(between)
    return Counts(
        articles=len(set(graph.subjects(RDF.type, SCHEMA.NewsArticle))),
        sentences=len(set(graph.subjects(RDF.type, KG.Sentence))),
        statements=len(statements),
        asserted=len(statements - {statement for statement, _ in reasons}),
        reasons=_tally(reason for _, reason in reasons),
        categories=_tally(_local_name(c) for s, c in set(graph[: KG.category :]) if s in statements),
        entities=len(view),
        named=len(named),
        types=_tally(data["type"] for _, data in view.nodes(data=True)),
        connected=tuple(found for _, found in connected),
        communities=_communities_in(between, [node for node, _ in connected]),
        acts=_acts_in(between),
    )


def _tally(names: Iterable[str]) -> Tally:
    return tuple(sorted(Counter(names).items(), key=lambda item: (-item[1], item[0])))


def _local_name(node: Node) -> str:
    return re.split(r"[/#]", str(node))[-1]


def _reasons_in(graph: Graph, statements: set[Node]) -> Iterator[tuple[Node, str]]:
    """Yield each reason not to hold a statement for asserted, each once."""
    for statement, negated in set(graph[: KG.negated :]):
        if statement in statements and str(negated) in ("true", "1"):
            yield statement, "negated"
    for statement, modality in set(graph[: KG.modality :]):
        if statement in statements and modality != KG.Asserted:
            yield statement, _local_name(modality).lower()
    told = {s for speaker in (PROV.wasAttributedTo, KG.attributedToText) for s, _ in graph[:speaker:]}
    for statement in statements & told:
        yield statement, "attributed"


def _connected_in(view: MultiDiGraph[str]) -> list[tuple[str, Connected]]:
    """Return the entities joined to others, by id, the most connected first."""
    found = []
    for node, data in view.nodes(data=True):
        others = ({*view.predecessors(node), *view.successors(node)}) - {node}
        if others:
            number = view.degree(node) - 2 * view.number_of_edges(node, node)
            found.append((node, Connected(data["label"], len(others), number)))
    return sorted(found, key=lambda item: (-item[1].others, -item[1].statements, item[1].name, item[0]))


def _communities_in(view: MultiDiGraph[str], order: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    """Return the names in each community (Louvain, weighted by the number of statements).

    References: Blondel et al., Fast unfolding of communities in large networks (2008).
    """
    import networkx

    # Numbers, not names: the order of a set of names would change from run to run.
    place = {node: number for number, node in enumerate(order)}
    links = Counter(
        (min(place[source], place[target]), max(place[source], place[target]))
        for source, target in view.edges()
        if source != target
    )
    joined: networkx.Graph[int] = networkx.Graph()
    joined.add_nodes_from(range(len(order)))
    joined.add_weighted_edges_from((a, b, count) for (a, b), count in sorted(links.items()))
    if not links:
        return ()
    groups = [sorted(group) for group in networkx.community.louvain_communities(joined, seed=1)]
    groups.sort(key=lambda group: (-len(group), group))
    return tuple(tuple(view.nodes[order[n]]["label"] for n in group) for group in groups if len(group) > 1)


def _acts_in(view: MultiDiGraph[str]) -> tuple[Acts, ...]:
    found = Counter(
        (
            _month_of(data["start"] or data["end"] or data["date"]),
            *(source, data["label"], target, data["category"] or "OTHER"),
        )
        for source, target, data in view.edges(data=True)
        if data["asserted"] and source != target
    )
    name = dict(view.nodes(data="label"))
    acts = [Acts(month, name[a], r, name[b], category, n) for (month, a, r, b, category), n in found.items()]
    return tuple(sorted(acts, key=lambda x: (x.month, -x.statements, x.who, x.relation, x.whom, x.category)))


def _month_of(day: str | None) -> str:
    found = re.match(r"-?\d{4,}-\d\d(?=-)", day or "")
    return found[0] if found else ""


# In words


def format_counts(counts: Counts, *, longest: int = 10) -> str:
    """Return counts as plain text; of each list the first `longest` lines, and how many there are more."""
    read = [
        ("articles", counts.articles),
        ("sentences with a statement", counts.sentences),
        ("statements", counts.statements),
        ("asserted by the articles", counts.asserted),
        ("not asserted", counts.statements - counts.asserted),
    ]
    parts = [
        _block("What was read", _rows(read)),
        _block("Why not asserted (there may be two reasons)", _rows(counts.reasons)),
        _block("Statements by category", _rows(counts.categories)),
        _block(f"Entities: {counts.entities:,}, with a name {counts.named:,}", _rows(counts.types)),
        _block("Most connected", _cut([_connected_line(c) for c in counts.connected], longest)),
        _block("Communities", _cut([_community_line(c, longest) for c in counts.communities], longest)),
        *_month_blocks(counts.acts, longest),
    ]
    return "\n".join(filter(None, parts))


def _block(title: str, lines: Sequence[str]) -> str:
    return "\n".join([title, *(f"  {line}" for line in lines), ""]) if lines else ""


def _rows(rows: Sequence[tuple[str, int]]) -> list[str]:
    """Return names and numbers in two columns."""
    shown = [(one_line(name), f"{number:,}") for name, number in rows]
    names, numbers = (max((len(row[side]) for row in shown), default=0) for side in (0, 1))
    return [f"{name:<{names}}  {number:>{numbers}}" for name, number in shown]


def _cut(lines: Sequence[str], longest: int) -> list[str]:
    more = len(lines) - longest
    return [*lines[:longest], *([f"… and {more:,} more"] if more > 0 else [])]


def _connected_line(found: Connected) -> str:
    others = "1 other" if found.others == 1 else f"{found.others:,} others"
    return f"{one_line(found.name)}: {others}, {_statements(found.statements)}"


def _community_line(names: Sequence[str], longest: int) -> str:
    shown = ", ".join(one_line(name) for name in names[:longest])
    more = len(names) - longest
    return f"{len(names):,}: {shown}{f' and {more:,} more' if more > 0 else ''}"


def _month_blocks(acts: Sequence[Acts], longest: int) -> Iterator[str]:
    by_month: dict[str, list[str]] = {}
    for act in acts:
        line = f"{one_line(act.who)} → {one_line(act.whom)}: {one_line(act.relation)}"
        number = f" ({act.statements:,})" if act.statements > 1 else ""
        by_month.setdefault(act.month, []).append(f"{line}{number}")
    for month, lines in by_month.items():
        yield _block(f"Who acts on whom, {month or 'no date'}", _cut(lines, longest))


def _statements(number: int) -> str:
    return "1 statement" if number == 1 else f"{number:,} statements"
