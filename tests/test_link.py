"""Links come from a service that speaks the Reconciliation Service API; here, one of our own on loopback."""

from __future__ import annotations

import json
import threading
import time
import urllib.parse
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from rdflib import SKOS, Graph, URIRef
from samples import harbour

from kg.cli import main
from kg.errors import ServiceError
from kg.graph import to_rdf
from kg.iris import entity_iri
from kg.link import add_links, find_links
from kg.ontology import load_ontology

SPACE = "https://catalogue.example/"
LIND = entity_iri("Mara_Lind")


class Service(ThreadingHTTPServer):
    """Knows Mara Lind for sure, and two places called Vik; may be told to fail."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.batches: list[list[str]] = []
        self.moments: list[float] = []
        self.failures: list[int] = []
        self.manifest: dict[str, Any] = {"versions": ["0.2"], "name": "test", "identifierSpace": SPACE}

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/api"


class Handler(BaseHTTPRequestHandler):
    server: Service

    def do_GET(self) -> None:
        self.answer(200, self.server.manifest)

    def do_POST(self) -> None:
        self.server.moments.append(time.monotonic())
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        queries = json.loads(urllib.parse.parse_qs(body)["queries"][0])
        if self.server.failures and (code := self.server.failures.pop(0)):
            self.answer(code, {"error": "busy"})
            return
        self.server.batches.append([query["query"] for query in queries.values()])
        self.answer(
            200, {key: {"result": list(results_of(query["query"]))} for key, query in queries.items()}
        )

    def answer(self, code: int, content: object) -> None:
        data = json.dumps(content).encode()
        self.send_response(code)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        if code == 503:
            self.send_header("Retry-After", "0")
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: object) -> None:
        pass


def results_of(name: str) -> Iterator[dict[str, Any]]:
    if name == "Mara Lind":
        yield {"id": "Q1", "name": name, "type": [], "score": 100, "match": True}
        yield {"id": "Q2", "name": "Mara Lindt", "type": [], "score": 60, "match": False}
    if name == "Vik":
        yield from ({"id": q, "name": name, "type": [], "score": 90, "match": False} for q in ("Q3", "Q4"))


@pytest.fixture
def service() -> Iterator[Service]:
    with Service() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def graph() -> Graph:
    return to_rdf(harbour(), load_ontology())


def test_what_the_service_is_sure_of_is_linked(service: Service, graph: Graph, tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    links = find_links(
        graph,
        service.url,
        tmp_path / "links.jsonl",
        per_second=100,
        on_progress=lambda done, total: seen.append((done, total)),
    )
    assert [(link.entity, link.same_as) for link in links] == [(LIND, URIRef(f"{SPACE}Q1"))]
    # Nordland has a link already, and what has no name is not asked about
    assert service.batches == [["Mara Lind", "Vik"]]
    assert seen == [(0, 2), (2, 2)]
    add_links(graph, links)
    assert graph.value(LIND, SKOS.exactMatch) == URIRef(f"{SPACE}Q1")


def test_an_answer_is_asked_for_once(service: Service, graph: Graph, tmp_path: Path) -> None:
    cache = tmp_path / "links.jsonl"
    first = find_links(graph, service.url, cache, per_second=100)
    service.manifest = {}  # is not even asked for
    assert find_links(graph, service.url, cache, per_second=100) == first
    assert len(service.batches) == 1


def test_a_run_that_was_stopped_goes_on_where_it_was(service: Service, graph: Graph, tmp_path: Path) -> None:
    cache = tmp_path / "links.jsonl"
    service.failures = [0, 404]
    with pytest.raises(ServiceError, match="answers 404"):
        find_links(graph, service.url, cache, batch=1, per_second=100)
    assert len(find_links(graph, service.url, cache, batch=1, per_second=100)) == 1
    assert service.batches == [["Mara Lind"], ["Vik"]]


def test_a_busy_service_is_asked_again_and_never_too_fast(
    service: Service, graph: Graph, tmp_path: Path
) -> None:
    service.failures = [503, 429]
    assert find_links(graph, service.url, tmp_path / "links.jsonl", batch=1, per_second=20)
    gaps = [later - earlier for earlier, later in zip(service.moments, service.moments[1:], strict=False)]
    assert len(gaps) == 3 and min(gaps[1:]) > 0.04


@pytest.mark.parametrize(
    ("manifest", "said"), [({}, "no identifierSpace"), (["x"], "its answer is no JSON object")]
)
def test_what_is_no_service_is_told(
    service: Service, graph: Graph, tmp_path: Path, manifest: Any, said: str
) -> None:
    service.manifest = manifest
    with pytest.raises(ServiceError, match=said):
        find_links(graph, service.url, tmp_path / "links.jsonl")


def test_a_wrong_address_and_a_broken_file_are_told(service: Service, graph: Graph, tmp_path: Path) -> None:
    cache = tmp_path / "links.jsonl"
    with pytest.raises(ServiceError, match="begins with http"):
        find_links(graph, "file:///etc/hosts", cache)
    with pytest.raises(ServiceError, match="no answer"):
        find_links(graph, "http://127.0.0.1:9/", cache)
    cache.write_text('{"service": "x", "name": "y", "iri": ""}\nbroken\n', encoding="utf-8")
    with pytest.raises(ServiceError, match=r"links.jsonl:2: "):
        find_links(graph, service.url, cache)


def test_the_command(
    service: Service, graph: Graph, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place, output = tmp_path / "graph.ttl", tmp_path / "linked.ttl"
    graph.serialize(str(place), format="turtle", encoding="utf-8")
    cache = tmp_path / "links.jsonl"
    arguments = ["link", str(place), "--service", service.url, "-o", str(output), "--cache", str(cache)]
    assert main([*arguments, "--rate", "100"]) == 0
    captured = capsys.readouterr()
    assert captured.out == f"{output}\n" and "1 link added." in captured.err
    assert f"<{SPACE}Q1>" in output.read_text(encoding="utf-8")
    assert main([*arguments[:3], "http://127.0.0.1:9/", *arguments[4:]]) == 2
