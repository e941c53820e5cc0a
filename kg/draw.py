"""A NetworkX view becomes one HTML page that needs nothing else: no server, no network, no other file.

Receives the view that `graph.to_networkx` makes; returns the page. What is drawn is chosen, bundled and
placed here, so that a browser has nothing to compute; `templates/graph.*` show it. Of pyvis only the data
model and the vis-network script inside it are used: its own template asks servers for files, turns article
text into HTML and lets a physics engine run for a minute at 1,000 nodes.
"""

from __future__ import annotations

import base64
import datetime
import hashlib
import math
import re
import textwrap
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import islice, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.errors import QueryError
from kg.layout import place_boxes

if TYPE_CHECKING:
    import networkx

LIMIT = 300
"""Entities drawn unless told otherwise: as many as can still be told apart at 1280 by 800 pixels."""

_TEMPLATES = Path(__file__).parent / "templates"

# Shape, colour on a light ground, colour on a dark one. The colours are those of Okabe and Ito (two of them
# lightened for the dark), told apart with every kind of colour vision; the shape says the same once more.
_LOOKS = {
    "Person": ("dot", "#0072b2", "#3d9be0"),
    "Country": ("square", "#d55e00", "#e06a10"),
    "Organization": ("diamond", "#009e73", "#12b084"),
    "Group": ("hexagon", "#56b4e9", "#a9dcf9"),
    "Place": ("triangle", "#cc79a7", "#d98fb8"),
    "Event": ("star", "#e69f00", "#f0b429"),
}
_OTHER_LOOK = ("triangleDown", "#8a8f98", "#9aa0a9")

_WEB_ADDRESS = re.compile(r"https?://[^\s\x00-\x1f]+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Edge:
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
class _Choice:
    """What is drawn of a view, the most connected first, and in words what is not."""

    nodes: tuple[str, ...]
    edges: tuple[_Edge, ...]
    notes: tuple[str, ...]


def draw_graph(
    view: networkx.MultiDiGraph[str],
    *,
    title: str,
    around: str | None = None,
    hops: int = 1,
    limit: int = LIMIT,
    since: datetime.date | None = None,
    until: datetime.date | None = None,
    categories: Collection[str] | None = None,
    asserted_only: bool = False,
) -> str:
    """Return a page that shows the view: one self-contained HTML document, to be written as UTF-8.

    `around` is an entity's id, label or alias, and `hops` how many statements away from it one may be.
    `limit` is the greatest number of entities: the most connected stay, named ones before others.
    `since` and `until` are days, both included, that a statement's time (else its article's date) must touch.
    What is left out is counted on the page.

    Raises:
        QueryError: nothing is called `around`, no statement has one of the categories, or a number or a
            pair of days makes no sense.
    """
    import networkx

    if limit < 1 or hops < 0:
        raise QueryError(f"limit must be at least 1 and hops at least 0, not {limit} and {hops}")
    if since and until and since > until:
        raise QueryError(f"no day is both since {since} and until {until}; swap the two")
    edges = [_Edge(*edge) for edge in sorted(view.edges(keys=True, data=True), key=lambda edge: edge[:3])]
    notes: list[str] = []
    kept = _select_edges(edges, since, until, categories, asserted_only, notes)
    plain = networkx.Graph()
    plain.add_nodes_from(sorted(view))
    plain.add_edges_from((edge.source, edge.target) for edge in kept)
    steps = dict.fromkeys(plain, 1)
    if around is not None:
        centre = _entity_called(around, view)
        steps = networkx.single_source_shortest_path_length(plain, centre, cutoff=hops)
        notes.append(f"Only what is within {_count(hops, 'step')} of {_label(view, centre)}.")
        kept = [edge for edge in kept if edge.source in steps and edge.target in steps]
    return _page(view, _choose(view, steps, kept, limit, notes), len(edges), title)


# What is drawn


def _select_edges(
    edges: list[_Edge],
    since: datetime.date | None,
    until: datetime.date | None,
    categories: Collection[str] | None,
    asserted_only: bool,
    notes: list[str],
) -> list[_Edge]:
    """Return the statements that were asked for, and note what was asked."""
    if categories is not None:
        known = {edge.text("category") for edge in edges} - {""}
        if unknown := sorted(set(categories) - known):
            raise QueryError(
                f"no statement of this graph has category {', '.join(unknown)}; "
                f"there are: {', '.join(sorted(known)) or 'none'}"
            )
        notes.append(f"Only the categories {', '.join(sorted(categories))}.")
        edges = [edge for edge in edges if edge.text("category") in categories]
    if asserted_only:
        notes.append("Only what an article itself asserts: no claims, denials, plans or possibilities.")
        edges = [edge for edge in edges if edge.standing() == "asserted"]
    if since or until:
        period = f"{f' from {since}' if since else ''}{f' until {until}' if until else ''}"
        dated = [edge for edge in edges if any(edge.days())]
        undated = len(edges) - len(dated)
        notes.append(
            f"Only statements{period}." + (f" {undated:,} without any date are left out." if undated else "")
        )
        first, last = str(since or ""), str(until or "9999")
        edges = [edge for edge in dated if edge.days()[0] <= last and (edge.days()[1] or "9999") >= first]
    return edges


def _entity_called(name: str, view: networkx.MultiDiGraph[str]) -> str:
    """Return the entity with this id, else label, else alias, in any case; of several the most connected."""
    import difflib

    if name in view:
        return name
    wanted = name.casefold()
    called: dict[str, list[tuple[int, int, str]]] = {}
    for node in sorted(view):
        names = [_label(view, node), *_aliases(view, node)]
        for place, other in enumerate(names):
            called.setdefault(other.casefold(), []).append((min(place, 1), -view.degree(node), node))
    if wanted in called:
        return min(called[wanted])[2]
    close = [_label(view, called[near][0][2]) for near in difflib.get_close_matches(wanted, called, n=3)]
    hint = f"did you mean {' or '.join(dict.fromkeys(close))}?" if close else "look it up with `kg stats`"
    raise QueryError(f"nothing in this graph is called {name!r}; {hint}")


def _choose(
    view: networkx.MultiDiGraph[str],
    steps: Mapping[str, int],
    edges: list[_Edge],
    limit: int,
    notes: list[str],
) -> _Choice:
    """Return the `limit` nearest and most connected; one known only by a common noun counts half.

    `steps` gives how far each candidate is from the entity asked for: 0 is that entity, always drawn.
    """
    weight = Counter(end for edge in edges for end in {edge.source, edge.target})

    def rank(node: str) -> tuple[int, float, str]:
        return steps[node], -weight[node] * (1.0 if _is_named(view, node) else 0.5), node

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
            f"Left out: the {_count(cut, 'least connected entity')}, "
            f"with {_count(len(edges) - len(drawn), 'statement')}. "
            f"To see them, draw around one (--around NAME) or raise --limit (now {limit:,})."
        )
    if alone := len(steps) - len(ranked):
        notes.append(f"Left out: {_count(alone, 'entity')} without a statement that leads to another.")
    return _Choice(tuple(sorted(chosen, key=rank)), tuple(drawn), tuple(notes))


def _count(number: int, noun: str) -> str:
    plural = f"{noun[:-1]}ies" if noun.endswith("y") else f"{noun}s"
    return f"{number:,} {noun if number == 1 else plural}"


def _label(view: networkx.MultiDiGraph[str], node: str) -> str:
    return str(view.nodes[node].get("label") or node)


def _aliases(view: networkx.MultiDiGraph[str], node: str) -> list[str]:
    """Return the other names; a view that went through GraphML has them in one text, parted by "; "."""
    aliases = view.nodes[node].get("aliases") or []
    return aliases.split("; ") if isinstance(aliases, str) else [str(alias) for alias in aliases]


def _is_named(view: networkx.MultiDiGraph[str], node: str) -> bool:
    return view.nodes[node].get("named") is not False


# The page


def _page(view: networkx.MultiDiGraph[str], choice: _Choice, statements: int, title: str) -> str:
    """Return the filled template; every word of an article goes through `tojson` or autoescape."""
    import jinja2
    import pyvis
    from pyvis.network import Network

    network = Network(directed=True)
    place = {node: number for number, node in enumerate(choice.nodes)}
    bundles: dict[tuple[str, str], list[_Edge]] = {}
    for edge in choice.edges:
        bundles.setdefault((edge.source, edge.target), []).append(edge)
    _add_nodes(network, view, choice, bundles)
    articles: dict[tuple[str, str, str], int] = {}
    told: list[dict[str, Any]] = []
    for source, target in sorted(bundles, key=lambda pair: (place[pair[0]], place[pair[1]])):
        bundle = sorted(bundles[source, target], key=_reading_order)
        network.add_edge(
            place[source],
            place[target],
            id=len(network.edges),
            statements=list(range(len(told), len(told) + len(bundle))),
            bent=(target, source) in bundles,
        )
        told += [_statement(edge, articles.setdefault(_article(edge), len(articles))) for edge in bundle]
    data = {
        "nodes": network.nodes,
        "edges": network.edges,
        "statements": told,
        "articles": [dict(zip(("title", "date", "url"), article, strict=True)) for article in articles],
        "looks": {**_LOOKS, "": _OTHER_LOOK},
        "notes": choice.notes,
        "total": {"entities": len(view), "statements": statements},
    }
    environment = jinja2.Environment(loader=jinja2.FileSystemLoader(_TEMPLATES), autoescape=True)
    vis = Path(pyvis.__file__).parent / "templates" / "lib" / "vis-9.1.2" / "vis-network.min.js"
    # The last line would make a browser with its tools open ask for a file that is not there.
    scripts = [re.sub(r"\n//# sourceMappingURL=.*", "", vis.read_text("utf-8")), _template_text("graph.js")]
    page = environment.get_template("graph.html").render(
        title=title,
        data=data,
        style=_template_text("graph.css"),
        scripts=scripts,
        hashes=[_hash_script(script) for script in scripts],
    )
    # A lone surrogate, from a title that was no proper text, cannot be written in any encoding.
    return page.encode("utf-8", "replace").decode("utf-8")


def _template_text(name: str) -> str:
    return (_TEMPLATES / name).read_text("utf-8")


def _hash_script(script: str) -> str:
    """Return the source expression that lets a browser run this script and no other.

    References: https://www.w3.org/TR/CSP3/#grammardef-hash-source
    """
    return "sha256-" + base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()


def _add_nodes(
    network: Any,
    view: networkx.MultiDiGraph[str],
    choice: _Choice,
    bundles: Mapping[tuple[str, str], list[_Edge]],
) -> None:
    """Add the entities, placed; their number in the page is their id, so that no name can be one."""
    degree = Counter(end for edge in choice.edges for end in {edge.source, edge.target})
    total = Counter(end for source, target in view.edges() for end in {source, target})
    labels, sizes, fonts = {}, {}, {}
    for node in choice.nodes:
        words = " ".join(_label(view, node).split()) or node
        labels[node] = "\n".join(textwrap.wrap(words, 20, max_lines=3, placeholder=" …"))
        sizes[node] = round(7 + min(4 * math.sqrt(degree[node]), 29))
        fonts[node] = round(13 + min(1.4 * math.sqrt(degree[node]), 13))
    boxes = [_box(labels[node], sizes[node], fonts[node]) for node in choice.nodes]
    place = {node: number for number, node in enumerate(choice.nodes)}
    spots = place_boxes(boxes, {(place[a], place[b]): len(bundle) for (a, b), bundle in bundles.items()})
    for number, node in enumerate(choice.nodes):
        network.add_node(
            number,
            label=labels[node],
            shape=_LOOKS.get(str(view.nodes[node].get("type")), _OTHER_LOOK)[0],
            size=sizes[node],
            x=spots[number][0],
            # the label hangs below: the middle of the box is not the middle of the shape
            y=spots[number][1] - round(boxes[number][1] - sizes[node]),
            letters=fonts[node],
            name=_label(view, node),
            type=str(view.nodes[node].get("type") or "Thing"),
            named=_is_named(view, node),
            aliases=_aliases(view, node),
            elsewhere=total[node] - degree[node],
        )


def _article(edge: _Edge) -> tuple[str, str, str]:
    """Return title (else id), date and web address of the article; an address of another kind is left out."""
    url = edge.text("url")
    title = edge.text("title", "article", "article_id")
    return title, edge.text("date"), url if _WEB_ADDRESS.fullmatch(url) else ""


def _reading_order(edge: _Edge) -> tuple[object, ...]:
    return edge.days(), _article(edge), int(edge.data.get("sentence_index") or 0), edge.key


def _statement(edge: _Edge, article: int) -> dict[str, Any]:
    start, end = edge.days()
    return {
        "id": edge.key,
        "label": edge.text("label", "predicate"),
        "category": edge.text("category"),
        "standing": edge.standing(),
        "negated": bool(edge.data.get("negated")),
        "modality": edge.text("modality") or "asserted",
        "speaker": edge.text("attributed_to"),
        "confidence": edge.data.get("confidence"),
        "time": edge.text("time_text"),
        "dated": bool(edge.text("start", "end")),
        "start": start,
        "end": end,
        "article": article,
        "sentence": highlight_sentence(
            edge.text("sentence"),
            {
                "subject": edge.text("subject_text"),
                "predicate": edge.text("predicate_text"),
                "object": edge.text("object_text"),
            },
        ),
    }


def highlight_sentence(sentence: str, phrases: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return the sentence in stretches of text and role, "" where none; joined they are the sentence.

    A phrase that occurs twice is taken nearest to the predicate, one that is interrupted word by word;
    where two overlap the shorter is seen.
    """
    found = {role: _occurrences(sentence, phrase) for role, phrase in phrases.items() if phrase.strip()}
    anchors = found.get("predicate") or [[(0, 0)]]
    roles = [""] * len(sentence)

    def distance(spans: list[tuple[int, int]], anchor: list[tuple[int, int]]) -> int:
        gap = max(spans[0][0] - anchor[-1][1], anchor[0][0] - spans[-1][1])
        return gap if gap >= 0 else len(sentence)

    def cost(anchor: list[tuple[int, int]]) -> int:
        others = [spans for role, spans in found.items() if role != "predicate" and spans]
        return sum(min(distance(span, anchor) for span in spans) for spans in others)

    anchor = min(anchors, key=cost)
    best = {
        role: anchor if role == "predicate" else min(spans, key=lambda span: distance(span, anchor))
        for role, spans in found.items()
        if spans
    }
    for role, spans in sorted(best.items(), key=lambda item: item[1][0][0] - item[1][-1][1]):
        for start, end in spans:
            roles[start:end] = [role] * (end - start)
    cuts = [i for i in range(len(roles)) if i == 0 or roles[i] != roles[i - 1]]
    return [(sentence[i:j], roles[i]) for i, j in pairwise([*cuts, len(roles)])]


def _occurrences(sentence: str, phrase: str) -> list[list[tuple[int, int]]]:
    """Return where a phrase stands as whole words, 20 times at most; else, once, its words in turn."""
    whole = rf"(?<!\w){re.escape(phrase)}(?!\w)"
    found = [[match.span()] for match in islice(re.finditer(whole, sentence), 20)]
    if found:
        return found
    spans: list[tuple[int, int]] = []
    for word in phrase.split():
        match = re.compile(rf"(?<!\w){re.escape(word)}(?!\w)").search(sentence, spans[-1][1] if spans else 0)
        if match is None:
            return []
        spans.append(match.span())
    return [spans] if spans else []


def _box(label: str, size: int, font: int) -> tuple[float, float]:
    """Return half the width and half the height, in pixels, of a shape with its label below it."""
    lines = label.split("\n")
    width = max(2 * size, 0.56 * font * max(len(line) for line in lines))
    return width / 2 + 9, size + 0.6 * font * len(lines) + 9
