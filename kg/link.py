"""Finds the entities of a graph in a catalogue such as Wikidata, through a reconciliation service.

Receives a graph and the address of a service; returns the IRIs of the same things there, where the service
itself is sure. Names are asked in batches, not faster than allowed. Every answer is kept in a file: a run
that was stopped goes on where it was, a later one asks only what is new. The one place that asks others for
data over the network, and only when called.

References:
    W3C Reconciliation Service API 0.2: https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/
"""

from __future__ import annotations

import json
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from rdflib import RDFS, SKOS, Graph, Literal, URIRef
from rdflib.term import Node

from kg import __version__
from kg.errors import ServiceError
from kg.iris import KG

_SECONDS_TO_ANSWER = 60
_TRIES, _BUSY = 4, (429, 500, 502, 503, 504)
_LONGEST_WAIT = 60.0


@dataclass(frozen=True, slots=True)
class Link:
    """An entity of a graph, and the same thing in the catalogue."""

    entity: URIRef
    same_as: URIRef


def find_links(
    graph: Graph,
    service: str,
    cache: Path,
    *,
    batch: int = 20,
    per_second: float = 1.0,
    on_progress: Callable[[int, int], None] | None = None,
) -> list[Link]:
    """Return a link for each named entity that has none yet and of which the service is sure.

    `cache` is a file of answers, one JSON object a line, made if it is not there. One request asks for
    `batch` names; there are at most `per_second` of them in a second. `on_progress` is called with the number
    of names answered and of all that are to be asked.

    Raises:
        ServiceError: the service does not answer as one, or the file of answers is wrong.
    """
    names = _names_to_ask(graph)
    answers = _read_cache(cache, service)
    asked = sorted(set(names.values()) - answers.keys())
    report = on_progress or (lambda done, total: None)
    report(0, len(asked))
    client = _Client(service, 1 / per_second)
    space = client.identifier_space() if asked else ""
    done = 0
    for some in _batches(asked, batch):
        found = {name: _iri(space, answer) for name, answer in client.ask(some).items()}
        _append(cache, service, found)
        answers |= found
        done += len(some)
        report(done, len(asked))
    links = ((node, answers[name]) for node, name in sorted(names.items()))
    return [Link(node, URIRef(found)) for node, found in links if found]


def add_links(graph: Graph, links: Iterable[Link]) -> None:
    """Say in the graph that each entity is the thing that it was found to be."""
    for link in links:
        graph.add((link.entity, SKOS.exactMatch, link.same_as))


def _names_to_ask(graph: Graph) -> dict[URIRef, str]:
    linked: set[Node] = set(graph.subjects(SKOS.exactMatch))
    labels = {node: " ".join(str(text).split()) for node, text in graph.subject_objects(RDFS.label)}
    named = graph.subjects(KG.named, Literal(True))
    return {
        node: labels[node]
        for node in named
        if isinstance(node, URIRef) and node not in linked and labels.get(node)
    }


def _batches(names: Sequence[str], size: int) -> Iterator[list[str]]:
    rest = iter(names)
    while some := list(islice(rest, size)):
        yield some


def _iri(space: str, found: str) -> str:
    is_whole = not found or found.startswith(("http://", "https://"))
    return found if is_whole else space + urllib.parse.quote(found)


# The file of answers: {"service": …, "name": …, "iri": …}, the IRI "" where the service was not sure


def _read_cache(cache: Path, service: str) -> dict[str, str]:
    if not cache.exists():
        return {}
    answers: dict[str, str] = {}
    try:
        lines = cache.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeError) as error:
        raise ServiceError(f"{cache}: cannot be read ({error})") from error
    for number, line in enumerate(lines, start=1):
        try:
            row = json.loads(line)
            if row["service"] == service:
                answers[str(row["name"])] = str(row["iri"])
        except (ValueError, KeyError, TypeError) as error:
            raise ServiceError(f"{cache}:{number}: no answer of a service; take the line away") from error
    return answers


def _append(cache: Path, service: str, found: Mapping[str, str]) -> None:
    rows = ({"service": service, "name": name, "iri": found[name]} for name in sorted(found))
    lines = "".join(json.dumps(row) + "\n" for row in rows)
    try:
        with cache.open("a", encoding="utf-8") as file:
            file.write(lines)
    except OSError as error:
        raise ServiceError(f"{cache}: cannot be written ({error.strerror})") from error


# The service


class _Client:
    """Asks a service, one request after another, `interval` seconds apart at least."""

    def __init__(self, service: str, interval: float) -> None:
        if not service.startswith(("http://", "https://")):
            raise ServiceError(f"{service}: a service has an address that begins with http:// or https://")
        self._service = service
        self._interval = interval
        self._next = 0.0

    def identifier_space(self) -> str:
        """Return what comes before the ids of the service to make them IRIs."""
        manifest = self._request(None)
        space = manifest.get("identifierSpace")
        if not isinstance(space, str):
            raise ServiceError(
                f"{self._service}: its manifest has no identifierSpace, so it is no such service"
            )
        return space

    def ask(self, names: Sequence[str]) -> dict[str, str]:
        """Return the id of the one thing of each name that the service is sure of, "" where it is not."""
        queries = {f"q{number}": {"query": name, "limit": 3} for number, name in enumerate(names)}
        answer = self._request({"queries": json.dumps(queries)})
        found = {}
        for number, name in enumerate(names):
            results = answer.get(f"q{number}", {}).get("result")
            if not isinstance(results, list):
                raise ServiceError(f"{self._service}: no result for {name!r} in its answer")
            sure = [
                str(result["id"]) for result in results if result.get("match") is True and result.get("id")
            ]
            found[name] = sure[0] if len(sure) == 1 else ""
        return found

    def _request(self, form: Mapping[str, str] | None) -> dict[str, Any]:
        data = urllib.parse.urlencode(form).encode() if form else None
        headers = {"Accept": "application/json", "User-Agent": f"kg/{__version__}"}
        request = urllib.request.Request(self._service, data, headers)
        for attempt in range(_TRIES):
            time.sleep(max(0.0, self._next - time.monotonic()))
            self._next = time.monotonic() + self._interval
            try:
                with urllib.request.urlopen(request, timeout=_SECONDS_TO_ANSWER) as response:
                    answer = json.load(response)
            except urllib.error.HTTPError as error:
                if error.code not in _BUSY or attempt == _TRIES - 1:
                    raise ServiceError(f"{self._service}: answers {error.code} {error.reason}") from error
                self._next = time.monotonic() + _wait_of(error, self._interval * 2**attempt)
                continue
            except (OSError, ValueError) as error:
                raise ServiceError(f"{self._service}: no answer as of a service ({error})") from error
            if isinstance(answer, dict):
                return answer
            break
        raise ServiceError(f"{self._service}: its answer is no JSON object")


def _wait_of(error: urllib.error.HTTPError, usual: float) -> float:
    told = error.headers.get("Retry-After", "")
    return min(float(told) if told.isdigit() else usual, _LONGEST_WAIT)
