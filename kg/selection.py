"""What of a view is worth drawing: the statements that were asked for, and who is most connected by them.

Receives the view that `graph.to_networkx` makes and a `Wish`; returns a `Selection`, which says in words what
it leaves out.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kg.errors import QueryError
from kg.wording import count_of

if TYPE_CHECKING:
    import networkx


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked for; `draw.draw_graph` says what each is.

    Raises:
        QueryError: a number or a pair of days makes no sense.
    """

    around: str | None
    hops: int
    limit: int
    since: datetime.date | None
    until: datetime.date | None
    categories: Collection[str] | None
    asserted_only: bool

    def __post_init__(self) -> None:
        if self.limit < 1 or self.hops < 0:
            raise QueryError(
                f"limit must be at least 1 and hops at least 0, not {self.limit} and {self.hops}"
            )
        if self.since and self.until and self.since > self.until:
            raise QueryError(f"no day is both since {self.since} and until {self.until}; swap the two")


@dataclass(frozen=True, slots=True)
class Edge:
    """A statement of the view: its ends, its id and its attributes."""

    source: str
    target: str
    key: str
    data: dict[str, Any]

    def text(self, *names: str) -> str:
        """Return the first attribute of these that is there and not empty, else ""."""
        return next((str(self.data[name]) for name in names if self.data.get(name)), "")

    def days(self) -> tuple[str, str]:
        """Return first and last day as ISO dates, else the article's date twice; "" is unknown."""
        start, end = self.text("start"), self.text("end")
        if start or end:
            return start, end
        return self.text("date"), self.text("date")

    def standing(self) -> str:
        """Return how it is meant: denied, open (possible, planned, wished …), claimed or asserted."""
        if self.data.get("negated"):
            return "denied"
        if self.text("modality") not in ("", "asserted"):
            return "open"
        return "claimed" if self.text("attributed_to") or self.data.get("asserted") is False else "asserted"


@dataclass(frozen=True, slots=True)
class Selection:
    """What is drawn of a view, the most connected first, and in words what is not."""

    nodes: tuple[str, ...]
    edges: tuple[Edge, ...]
    notes: tuple[str, ...]


def select_from(view: networkx.MultiDiGraph[str], wish: Wish) -> Selection:
    """Return what is drawn of a view.

    Raises:
        QueryError: nothing has the name, or no statement a category that is wished for.
    """
    import networkx

    edges = [Edge(*edge) for edge in sorted(view.edges(keys=True, data=True), key=lambda edge: edge[:3])]
    notes: list[str] = []
    kept = _select_edges(edges, wish, notes)
    plain = networkx.Graph()
    plain.add_nodes_from(sorted(view))
    plain.add_edges_from((edge.source, edge.target) for edge in kept)
    steps = dict.fromkeys(plain, 1)
    if wish.around is not None:
        centre = _entity_called(wish.around, view)
        steps = networkx.single_source_shortest_path_length(plain, centre, cutoff=wish.hops)
        notes.append(f"Only what is within {count_of(wish.hops, 'step')} of {label_of(view, centre)}.")
        kept = [edge for edge in kept if edge.source in steps and edge.target in steps]
    return _choose(view, steps, kept, wish.limit, notes)


def _select_edges(edges: list[Edge], wish: Wish, notes: list[str]) -> list[Edge]:
    """Return the statements that were asked for, and note what was asked."""
    if wish.categories is not None:
        known = {edge.text("category") for edge in edges} - {""}
        if unknown := sorted(set(wish.categories) - known):
            raise QueryError(
                f"no statement of this graph has category {', '.join(unknown)}; "
                f"there are: {', '.join(sorted(known)) or 'none'}"
            )
        notes.append(f"Only the categories {', '.join(sorted(wish.categories))}.")
        edges = [edge for edge in edges if edge.text("category") in wish.categories]
    if wish.asserted_only:
        notes.append("Only what an article itself asserts: no claims, denials, plans or possibilities.")
        edges = [edge for edge in edges if edge.standing() == "asserted"]
    if wish.since or wish.until:
        edges = _edges_within(edges, wish.since, wish.until, notes)
    return edges


def _edges_within(
    edges: list[Edge], since: datetime.date | None, until: datetime.date | None, notes: list[str]
) -> list[Edge]:
    """Return the statements that touch a period, both its days included."""
    period = f"{f' from {since}' if since else ''}{f' until {until}' if until else ''}"
    dated = [edge for edge in edges if any(edge.days())]
    undated = len(edges) - len(dated)
    notes.append(
        f"Only statements{period}." + (f" {undated:,} without any date are left out." if undated else "")
    )
    first, last = str(since or ""), str(until or "9999")
    return [edge for edge in dated if edge.days()[0] <= last and (edge.days()[1] or "9999") >= first]


def _entity_called(name: str, view: networkx.MultiDiGraph[str]) -> str:
    """Return the entity with this id, else label, else alias, in any case; of several the most connected."""
    import difflib

    if name in view:
        return name
    wanted = name.casefold()
    called: dict[str, list[tuple[int, int, str]]] = {}
    for node in sorted(view):
        names = [label_of(view, node), *aliases_of(view, node)]
        for place, other in enumerate(names):
            called.setdefault(other.casefold(), []).append((min(place, 1), -view.degree(node), node))
    if wanted in called:
        return min(called[wanted])[2]
    close = [label_of(view, called[near][0][2]) for near in difflib.get_close_matches(wanted, called, n=3)]
    hint = f"did you mean {' or '.join(dict.fromkeys(close))}?" if close else "look it up with `kg stats`"
    raise QueryError(f"nothing in this graph is called {name!r}; {hint}")


def _choose(
    view: networkx.MultiDiGraph[str],
    steps: Mapping[str, int],
    edges: list[Edge],
    limit: int,
    notes: list[str],
) -> Selection:
    """Return the `limit` nearest and most connected; one known only by a common noun counts half.

    `steps` gives how far each candidate is from the entity asked for: 0 is that entity, always drawn.
    """
    weight = Counter(end for edge in edges for end in {edge.source, edge.target})

    def rank(node: str) -> tuple[int, float, str]:
        return steps[node], -weight[node] * (1.0 if is_named(view, node) else 0.5), node

    # One without a statement would only fill the page; where there is no statement at all it is all there is.
    ranked = sorted((node for node in steps if weight[node] or not steps[node] or not edges), key=rank)
    chosen = set(ranked[:limit])
    drawn = [edge for edge in edges if edge.source in chosen and edge.target in chosen]
    if drawn:
        # Nor would one whose neighbours all fell to the limit.
        linked = {edge.source for edge in drawn} | {edge.target for edge in drawn}
        chosen = {node for node in chosen if node in linked or not steps[node]}
    if cut := len(ranked) - len(chosen):
        notes.append(
            f"Left out: the {count_of(cut, 'least connected entity')}, "
            f"with {count_of(len(edges) - len(drawn), 'statement')}. "
            f"To see them, draw around one (--around NAME) or raise --limit (now {limit:,})."
        )
    if alone := len(steps) - len(ranked):
        notes.append(f"Left out: {count_of(alone, 'entity')} without a statement that leads to another.")
    return Selection(tuple(sorted(chosen, key=rank)), tuple(drawn), tuple(notes))


# Of an entity in a view


def label_of(view: networkx.MultiDiGraph[str], node: str) -> str:
    return str(view.nodes[node].get("label") or node)


def aliases_of(view: networkx.MultiDiGraph[str], node: str) -> list[str]:
    """Return the other names; a view that went through GraphML has them in one text, parted by "; "."""
    aliases = view.nodes[node].get("aliases") or []
    return aliases.split("; ") if isinstance(aliases, str) else [str(alias) for alias in aliases]


def is_named(view: networkx.MultiDiGraph[str], node: str) -> bool:
    return view.nodes[node].get("named") is not False
