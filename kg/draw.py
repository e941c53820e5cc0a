"""A NetworkX view becomes one HTML page that needs nothing else: no server, no network, no other file.

Receives the view that `graph.to_networkx` makes; returns the page. What was selected is bundled and placed
here, so that a browser has nothing to compute; `templates/graph.*` show it. Of pyvis only the data
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
from itertools import islice, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.layout import place_boxes
from kg.selection import Edge, Selection, Wish, aliases_of, is_named, label_of, select_from

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
    wish = Wish(around, hops, limit, since, until, categories, asserted_only)
    return _page(view, select_from(view, wish), title)


def _page(view: networkx.MultiDiGraph[str], selection: Selection, title: str) -> str:
    """Return the page of what is drawn; each pair of entities has one line for each direction."""
    from pyvis.network import Network

    network = Network(directed=True)
    place = {node: number for number, node in enumerate(selection.nodes)}
    bundles: dict[tuple[str, str], list[Edge]] = {}
    for edge in selection.edges:
        bundles.setdefault((edge.source, edge.target), []).append(edge)
    _add_nodes(network, view, selection, bundles)
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
        "notes": selection.notes,
        "total": {"entities": len(view), "statements": view.number_of_edges()},
    }
    return _fill_template(title, data)


def _fill_template(title: str, data: Mapping[str, Any]) -> str:
    """Return the filled template; every word of an article goes through `tojson` or autoescape."""
    import jinja2
    import pyvis

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
    selection: Selection,
    bundles: Mapping[tuple[str, str], list[Edge]],
) -> None:
    """Add the entities, placed; their number in the page is their id, so that no name can be one."""
    degree = Counter(end for edge in selection.edges for end in {edge.source, edge.target})
    total = Counter(end for source, target in view.edges() for end in {source, target})
    labels, sizes, fonts = {}, {}, {}
    for node in selection.nodes:
        words = " ".join(label_of(view, node).split()) or node
        labels[node] = "\n".join(textwrap.wrap(words, 20, max_lines=3, placeholder=" …"))
        sizes[node] = round(7 + min(4 * math.sqrt(degree[node]), 29))
        fonts[node] = round(13 + min(1.4 * math.sqrt(degree[node]), 13))
    boxes = [_box(labels[node], sizes[node], fonts[node]) for node in selection.nodes]
    place = {node: number for number, node in enumerate(selection.nodes)}
    spots = place_boxes(boxes, {(place[a], place[b]): len(bundle) for (a, b), bundle in bundles.items()})
    for number, node in enumerate(selection.nodes):
        network.add_node(
            number,
            label=labels[node],
            shape=_LOOKS.get(str(view.nodes[node].get("type")), _OTHER_LOOK)[0],
            size=sizes[node],
            x=spots[number][0],
            # the label hangs below: the middle of the box is not the middle of the shape
            y=spots[number][1] - round(boxes[number][1] - sizes[node]),
            letters=fonts[node],
            name=label_of(view, node),
            type=str(view.nodes[node].get("type") or "Thing"),
            named=is_named(view, node),
            aliases=aliases_of(view, node),
            elsewhere=total[node] - degree[node],
        )


def _article(edge: Edge) -> tuple[str, str, str]:
    """Return title (else id), date and web address of the article; an address of another kind is left out."""
    url = edge.text("url")
    title = edge.text("title", "article", "article_id")
    return title, edge.text("date"), url if _WEB_ADDRESS.fullmatch(url) else ""


def _reading_order(edge: Edge) -> tuple[object, ...]:
    return edge.days(), _article(edge), int(edge.data.get("sentence_index") or 0), edge.key


def _statement(edge: Edge, article: int) -> dict[str, Any]:
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
