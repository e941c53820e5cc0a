"""The page says what the view holds, leaves nothing out unsaid, and lets no article's words become markup."""

from __future__ import annotations

import base64
import datetime
import hashlib
import json
import random
import re
import subprocess
import sys
from html.parser import HTMLParser
from typing import Any

import networkx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.draw import draw_graph, highlight_sentence
from kg.errors import QueryError


def make_view(*statements: Any, **nodes: Any) -> networkx.MultiDiGraph[str]:
    """Return a view of (subject, predicate, object, attributes); nodes are people unless told otherwise."""
    view: networkx.MultiDiGraph[str] = networkx.MultiDiGraph()
    for number, (source, predicate, target, *more) in enumerate(statements):
        for name in (source, target):
            view.add_node(name, label=name.replace("_", " "), type="Person", named=True, aliases=[])
        given = {
            "predicate": predicate,
            "label": predicate,
            "category": "ACCUSE",
            **(more[0] if more else {}),
        }
        view.add_edge(source, target, key=f"s{number:03d}", **given)
    for name, data in nodes.items():
        view.add_node(name, **{"label": name.replace("_", " "), "type": "Person", "named": True, **data})
    return view


def data_of(page: str) -> Any:
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)
    assert found
    return json.loads(found[1])


def names(page: str) -> list[str]:
    return [node["name"] for node in data_of(page)["nodes"]]


def readings(page: str) -> list[tuple[str, str, str]]:
    data = data_of(page)
    name = [node["name"] for node in data["nodes"]]
    return sorted(
        (name[edge["from"]], data["statements"][number]["label"], name[edge["to"]])
        for edge in data["edges"]
        for number in edge["statements"]
    )


def said(page: str) -> str:
    return " ".join(data_of(page)["notes"])


# What is drawn


def test_statements_between_two_entities_share_a_line_for_each_direction() -> None:
    view = make_view(
        ("Ada", "meet", "Bo"), ("Ada", "blame", "Bo"), ("Bo", "thank", "Ada"), ("Ada", "leave", "Cy")
    )
    data = data_of(draw_graph(view, title="t"))
    name = [node["name"] for node in data["nodes"]]
    lines = {(name[e["from"]], name[e["to"]]): (len(e["statements"]), e["bent"]) for e in data["edges"]}
    assert lines == {("Ada", "Bo"): (2, True), ("Bo", "Ada"): (1, True), ("Ada", "Cy"): (1, False)}
    assert sorted(n for e in data["edges"] for n in e["statements"]) == [0, 1, 2, 3]


@pytest.mark.parametrize(
    ("attributes", "standing"),
    [
        ({}, "asserted"),
        ({"modality": "asserted", "attributed_to": None}, "asserted"),
        ({"attributed_to": "Dee"}, "claimed"),
        ({"asserted": False}, "claimed"),
        ({"modality": "future"}, "open"),
        ({"modality": "possible", "attributed_to": "Dee"}, "open"),
        ({"negated": True}, "denied"),
        ({"negated": True, "modality": "possible", "attributed_to": "Dee"}, "denied"),
    ],
)
def test_a_statement_is_drawn_as_it_is_meant(attributes: dict[str, Any], standing: str) -> None:
    page = draw_graph(make_view(("Ada", "bribe", "Bo", attributes)), title="t")
    assert data_of(page)["statements"][0]["standing"] == standing


def test_attributes_that_are_missing_are_empty() -> None:
    view: networkx.MultiDiGraph[str] = networkx.MultiDiGraph()
    view.add_edge("a", "b", key="s")
    data = data_of(draw_graph(view, title="t"))
    assert [node["name"] for node in data["nodes"]] == ["a", "b"]
    assert data["statements"][0]["sentence"] == []


def test_an_empty_graph_is_a_page_too() -> None:
    assert names(draw_graph(networkx.MultiDiGraph(), title="t")) == []


def test_entities_without_a_statement_are_drawn_only_where_there_is_nothing_else() -> None:
    assert names(draw_graph(make_view(Ada={}, Bo={}), title="t")) == ["Ada", "Bo"]
    page = draw_graph(make_view(("Ada", "meet", "Bo"), Cy={}), title="t")
    assert names(page) == ["Ada", "Bo"]
    assert "1 entity without a statement" in said(page)


def test_beyond_the_limit_the_most_connected_stay_and_the_rest_is_counted() -> None:
    spokes = [("Hub", "meet", f"P{number:02d}") for number in range(30)]
    twice = [("Hub", "call", "P29"), ("Hub", "call", "P28"), ("Hub", "write to", "P28")]
    page = draw_graph(make_view(*spokes, *twice), title="t", limit=3)
    assert names(page) == ["Hub", "P28", "P29"]
    assert "28 least connected entities, with 28 statements" in said(page)
    assert data_of(page)["total"] == {"entities": 31, "statements": 33}
    hub = data_of(page)["nodes"][0]
    assert hub["elsewhere"] == 28


def test_an_entity_with_a_name_stays_before_one_without() -> None:
    view = make_view(("Ada", "meet", "Bo"), ("Ada", "fire", "rocket"), rocket={"named": False})
    assert names(draw_graph(view, title="t", limit=2)) == ["Ada", "Bo"]


CHAIN = [("Ada", "meet", "Bo"), ("Bo", "meet", "Cy"), ("Cy", "meet", "Dee")]


@pytest.mark.parametrize(
    ("around", "hops", "expected"),
    [
        ("Bo", 0, ["Bo"]),
        ("Bo", 1, ["Ada", "Bo", "Cy"]),
        ("Bo", 2, ["Ada", "Bo", "Cy", "Dee"]),
        ("bo", 1, ["Ada", "Bo", "Cy"]),
        ("The Boss", 1, ["Ada", "Bo", "Cy"]),
    ],
)
def test_around_an_entity_by_id_label_or_alias(around: str, hops: int, expected: Any) -> None:
    view = make_view(*CHAIN, Bo={"aliases": ["the boss"]})
    page = draw_graph(view, title="t", around=around, hops=hops)
    assert sorted(names(page)) == expected
    assert "Only what is within" in said(page)


def test_the_entity_asked_for_is_drawn_whatever_the_limit() -> None:
    page = draw_graph(make_view(*CHAIN, ("Bo", "see", "Cy")), title="t", around="Dee", hops=3, limit=2)
    assert set(names(page)) == {"Dee", "Cy"}


@pytest.mark.parametrize(
    ("since", "until", "expected"),
    [
        (None, None, ["at", "by", "dateless", "in", "open"]),
        ("2021-03-01", None, ["by", "open"]),
        (None, "2021-01-31", ["at", "in"]),
        ("2021-01-31", "2021-01-31", ["in"]),
        ("2021-03-01", "2021-03-01", ["by", "open"]),
        ("2021-02-10", "2021-02-11", []),
    ],
)
def test_days_are_included_and_an_article_date_stands_in(
    since: str | None, until: str | None, expected: Any
) -> None:
    view = make_view(
        ("Ada", "at", "Bo", {"start": "2021-01-05", "end": "2021-01-05", "date": "2021-03-09"}),
        ("Ada", "in", "Bo", {"start": "2021-01-01", "end": "2021-01-31"}),
        ("Ada", "by", "Bo", {"date": "2021-03-01"}),
        ("Ada", "open", "Bo", {"start": "2021-03-01", "end": None}),
        ("Ada", "dateless", "Bo"),
    )
    first, last = (datetime.date.fromisoformat(day) if day else None for day in (since, until))
    page = draw_graph(view, title="t", since=first, until=last)
    assert [label for _, label, _ in readings(page)] == expected
    assert ("1 without any date are left out" in said(page)) == bool(since or until)


def test_categories_and_asserted_only() -> None:
    view = make_view(
        ("Ada", "hit", "Bo", {"category": "ASSAULT"}),
        ("Ada", "blame", "Bo"),
        ("Bo", "bribe", "Ada", {"negated": True}),
    )
    assert readings(draw_graph(view, title="t", categories=["ASSAULT"])) == [("Ada", "hit", "Bo")]
    assert len(readings(draw_graph(view, title="t", asserted_only=True))) == 2


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"around": "Adda"}, "'Adda'; did you mean Ada"),
        ({"around": "zzz"}, "'zzz'; look it up"),
        ({"categories": ["WAR"]}, "category WAR; there are: ACCUSE"),
        ({"limit": 0}, "at least 1"),
        ({"hops": -1}, "at least 0"),
        (
            {"since": datetime.date(2021, 2, 1), "until": datetime.date(2021, 1, 1)},
            "2021-02-01 and until 2021-01-01",
        ),
    ],
)
def test_a_wish_that_makes_no_sense_is_refused_in_one_line(asked: dict[str, Any], message: str) -> None:
    with pytest.raises(QueryError, match=re.escape(message)) as caught:
        draw_graph(make_view(("Ada", "meet", "Bo")), title="t", **asked)
    assert "\n" not in str(caught.value)


# The sentence


@pytest.mark.parametrize(
    ("sentence", "phrases", "expected"),
    [
        ("Ada met Bo.", ("Ada", "met", "Bo"), "[s:Ada] [p:met] [o:Bo]."),
        (
            "Bo said Ada had met Bo there.",
            ("Ada", "had met", "Bo"),
            "Bo said [s:Ada] [p:had met] [o:Bo] there.",
        ),
        ("Ada has since quietly left.", ("Ada", "has left", ""), "[s:Ada] [p:has] since quietly [p:left]."),
        (
            "The man who hit Bo fled.",
            ("The man who hit Bo", "hit", "Bo"),
            "[s:The man who ][p:hit][s: ][o:Bo] fled.",
        ),
        ("Boris met Bo.", ("Boris", "met", "Bo"), "[s:Boris] [p:met] [o:Bo]."),
        ("Nothing here.", ("Ada", "met", "Bo"), "Nothing here."),
        ("Cost (in $) rose.", ("Cost (in $)", "rose", ""), "[s:Cost (in $)] [p:rose]."),
    ],
)
def test_words_of_the_statement_are_marked(sentence: str, phrases: tuple[str, ...], expected: Any) -> None:
    found = highlight_sentence(sentence, dict(zip(("subject", "predicate", "object"), phrases, strict=True)))
    marked = "".join(f"[{role[0]}:{text}]" if role else text for text, role in found)
    assert marked == expected


@given(st.text("ab .", max_size=40), *[st.text("ab .", max_size=6)] * 3)
def test_marking_changes_no_word(sentence: str, subject: str, predicate: str, target: str) -> None:
    found = highlight_sentence(sentence, {"subject": subject, "predicate": predicate, "object": target})
    assert "".join(text for text, _ in found) == sentence


# The page

HOSTILE = (
    "</script><script>window.__pwned=1</script><img src=x onerror=alert(1)> href {{ 7*7 }} {% raw %} "
    "\" ' ` \\ \\u003c <!-- ]]> & \u2028\u2029 \u202egnp.exe \x00 \ud800 __proto__"
)


class Tags(HTMLParser):
    """Collects tags with the names of their attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, list[str]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, [name for name, _ in attrs]))


def tags(page: str) -> list[tuple[str, list[str]]]:
    parser = Tags()
    parser.feed(page)
    return parser.found


def hostile_view() -> networkx.MultiDiGraph[str]:
    words = {
        name: HOSTILE for name in ("label", "predicate", "category", "attributed_to", "modality", "time_text")
    }
    words |= {
        name: HOSTILE for name in ("sentence", "subject_text", "predicate_text", "object_text", "article")
    }
    words |= {name: HOSTILE for name in ("title", "date", "start", "end")}
    view: networkx.MultiDiGraph[str] = networkx.MultiDiGraph()
    for node in (HOSTILE, "__proto__", "constructor"):
        view.add_node(node, label=node, type=node, named=True, aliases=[HOSTILE])
    view.add_edge(HOSTILE, "__proto__", key=HOSTILE, url="javascript:alert(1)", **words)
    view.add_edge("__proto__", "constructor", key="s2", url="data:text/html,<script>1</script>", **words)
    return view


def test_hostile_words_stay_words() -> None:
    page = draw_graph(hostile_view(), title=HOSTILE)
    page.encode("utf-8")
    plain = draw_graph(make_view(("Ada", "meet", "Bo")), title="t")
    assert tags(page) == tags(plain)
    for piece in ("<script", "</script", "<img", "<!--"):
        assert page.count(piece) == plain.count(piece)
    data = data_of(page)
    told = data["statements"][0]
    assert "".join(text for text, _ in told["sentence"]) == HOSTILE
    assert told["speaker"] == HOSTILE and HOSTILE in {node["name"] for node in data["nodes"]}
    assert {article["url"] for article in data["articles"]} == {""}


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://news.example/a?b=1&c=2#d", True),
        ("HTTP://news.example/", True),
        ("javascript:alert(1)", False),
        (" javascript:alert(1)", False),
        ("java\nscript:alert(1)", False),
        ("https://a.example/\njavascript:1", False),
        ("file:///etc/passwd", False),
        ("//news.example/", False),
    ],
)
def test_only_web_addresses_become_links(url: str, kept: bool) -> None:
    page = draw_graph(make_view(("Ada", "meet", "Bo", {"url": url})), title="t")
    assert data_of(page)["articles"][0]["url"] == (url if kept else "")


def test_the_page_loads_nothing_and_runs_only_its_own_scripts() -> None:
    page = draw_graph(make_view(("Ada", "meet", "Bo")), title="t")
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page)
    assert policy and policy[1].startswith("default-src 'none'; ")
    scripts = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    hashes = [base64.b64encode(hashlib.sha256(s.encode()).digest()).decode() for s in scripts]
    assert len(scripts) == 2
    assert re.findall(r"'sha256-([^']*)'", policy[1]) == hashes
    assert "unsafe-eval" not in policy[1] and "script-src 'unsafe-inline'" not in policy[1]
    markup = re.sub(r"<script.*?</script>|<style.*?</style>", "", page, flags=re.DOTALL)
    assert re.findall(r'(?:src|href|action)="([^"]*)"', markup) == ["data:,"]
    assert (
        "sourceMappingURL" not in page and "@import" not in page and "url(" not in page.split("</style>")[0]
    )


def test_the_same_view_gives_the_same_bytes_in_any_order() -> None:
    statements = [(f"N{a}", f"do{a % 3}", f"N{b}") for a in range(40) for b in range(a + 1, 40, a + 5)]
    view = make_view(*statements)
    mixed: networkx.MultiDiGraph[str] = networkx.MultiDiGraph()
    nodes, edges = list(view.nodes(data=True)), list(view.edges(keys=True, data=True))
    random.Random(5).shuffle(nodes)
    random.Random(6).shuffle(edges)
    mixed.add_nodes_from(nodes)
    mixed.add_edges_from(edges)
    assert draw_graph(view, title="t") == draw_graph(mixed, title="t")


def test_the_same_view_gives_the_same_bytes_in_another_process() -> None:
    program = (
        "import hashlib, networkx; from kg.draw import draw_graph; v = networkx.MultiDiGraph();"
        "[v.add_edge(f'n{a}', f'n{a * 7 % 50}', key=str(a), label=str(a)) for a in range(120)];"
        "print(hashlib.sha256(draw_graph(v, title='t').encode()).hexdigest())"
    )
    digests = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={"PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(digests) == 1


def test_importing_it_is_light() -> None:
    program = (
        "import sys, kg.draw; print({'pyvis', 'networkx', 'numpy', 'IPython', 'jinja2'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
