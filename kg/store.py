"""Opens a graph where it lives, and saves one without ever leaving half a file.

A file (`.ttl .nt .nq .jsonld`), a folder (an Oxigraph store) or the URL of a SPARQL endpoint becomes one
`rdflib.Graph`; Oxigraph parses, holds and queries it underneath, since that is some twenty times faster than
rdflib's own memory. What a folder or an endpoint holds is only read here.
"""

from __future__ import annotations

import contextlib
import os
import re
import tempfile
from collections.abc import Callable, Generator, Iterator, Mapping
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any
from xml.parsers.expat import ExpatError

from rdflib import XSD, BNode, Graph, Literal, URIRef
from rdflib.query import Result
from rdflib.store import Store
from rdflib.term import Identifier, Node, Variable

from kg.errors import GraphError, OutputError
from kg.iris import PREFIXES

if TYPE_CHECKING:
    import pyoxigraph

_FORMATS = {".ttl": "TURTLE", ".nt": "N_TRIPLES", ".nq": "N_QUADS", ".jsonld": "JSON_LD"}

_Triple = tuple[Node, Node, Node]


def open_graph(location: str | Path) -> Graph:
    """Return the graph at a location; named graphs are read as one.

    Raises:
        GraphError: nothing is there, or it is not RDF; the message has the line of the first fault.
    """
    if re.match(r"https?://", str(location)):
        return _open_endpoint(str(location))
    path = Path(location)
    if path.is_dir():
        return _bound(Graph(store=OxigraphStore(_open_folder(path)), bind_namespaces="none"))
    return _bound(Graph(store=OxigraphStore(_read_file(path)), bind_namespaces="none"))


def save(text: str, path: str | Path) -> None:
    """Write a text as UTF-8 so that the whole of it is at `path`, or what was there before.

    Raises:
        OutputError: the folder is missing or may not be written to.
    """
    write_safely(path, lambda stream: stream.write(text.encode("utf-8")))


def write_safely(path: str | Path, write: Callable[[IO[bytes]], object]) -> None:
    """Let `write` fill a file beside `path`, then move it there in one step; on any failure nothing is left.

    Raises:
        OutputError: the folder is missing or may not be written to.
    """
    path = Path(path)
    if path.is_dir():
        raise OutputError(f"{path}: is a folder; name a file in it")
    if not path.parent.is_dir():
        raise OutputError(f"{path}: there is no folder {path.parent}; make it first")
    try:
        handle, beside = tempfile.mkstemp(prefix=f".{path.name[:40]}.", suffix=".part", dir=path.parent)
    except OSError as error:
        raise OutputError(f"{path}: cannot be written ({error.strerror}); choose another place") from error
    try:
        with os.fdopen(handle, "wb") as stream:
            write(stream)
        # A temporary file is private; a result is as readable as the one it replaces, or as any new file.
        os.chmod(beside, path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask())
        os.replace(beside, path)
    except OSError as error:
        raise OutputError(f"{path}: cannot be written ({error.strerror}); choose another place") from error
    finally:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(beside)


def _umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


def _bound(graph: Graph) -> Graph:
    for prefix, namespace in PREFIXES.items():
        graph.bind(prefix, namespace)
    return graph


def _read_file(path: Path) -> pyoxigraph.Store:
    import pyoxigraph

    if path.suffix.lower() not in _FORMATS:
        known = " ".join(_FORMATS)
        raise GraphError(f"{path}: not a graph file; known endings: {known}, or a folder, or a URL")
    rdf_format = getattr(pyoxigraph.RdfFormat, _FORMATS[path.suffix.lower()])
    store = pyoxigraph.Store()
    try:
        store.bulk_load(path=str(path), format=rdf_format)
    except FileNotFoundError:
        raise GraphError(f"{path}: no such file; make it with kg build") from None
    except OSError as error:
        raise GraphError(f"{path}: cannot be read ({error.strerror or error})") from error
    except (SyntaxError, ValueError) as error:
        raise GraphError(f"{path}: {_fault(error)}") from error
    return store


def _fault(error: Exception) -> str:
    """Return in one line where and why a file is not RDF."""
    reason = " ".join(str(getattr(error, "msg", None) or error).split())
    reason = re.sub(r"^Parser error at line \d+ (?:between columns? \d+ and column \d+|[^:]*): ", "", reason)
    line = getattr(error, "lineno", None)
    place = f"line {line}, column {getattr(error, 'offset', None)}: " if line else ""
    return f"{place}not RDF: {reason[:200]}"


def _open_folder(path: Path) -> pyoxigraph.Store:
    import pyoxigraph

    # Asked first because Oxigraph writes a new store into any folder that it is given.
    if not (path / "CURRENT").is_file():
        raise GraphError(f"{path}: this folder is not an Oxigraph store; name a graph file in it")
    try:
        return pyoxigraph.Store.read_only(str(path))
    except (OSError, RuntimeError, ValueError) as error:
        raise GraphError(f"{path}: cannot be opened as a store: {' '.join(str(error).split())}") from error


class OxigraphStore(Store):
    """An rdflib store that asks an Oxigraph store; `add` and `remove` change its default graph."""

    context_aware = False

    def __init__(self, store: pyoxigraph.Store) -> None:
        super().__init__()
        self._store = store
        self._namespace_by_prefix: dict[str, URIRef] = {}

    def triples(
        self, triple_pattern: tuple[Node | None, Node | None, Node | None], context: Graph | None = None
    ) -> Iterator[tuple[_Triple, Iterator[None]]]:
        # Two named graphs may hold one triple; a graph holds it once.
        quads = self._store.quads_for_pattern(*map(_to_oxigraph, triple_pattern))
        for subject, predicate, value in dict.fromkeys((q.subject, q.predicate, q.object) for q in quads):
            yield (_to_rdflib(subject), _to_rdflib(predicate), _to_rdflib(value)), iter(())

    def __len__(self, context: Graph | None = None) -> int:
        return len({(q.subject, q.predicate, q.object) for q in self._store})

    def add(self, triple: _Triple, context: Graph | None = None, quoted: bool = False) -> None:
        import pyoxigraph

        self._store.add(pyoxigraph.Quad(*map(_to_oxigraph, triple)))

    def remove(
        self, triple: tuple[Node | None, Node | None, Node | None], context: Graph | None = None
    ) -> None:
        for quad in list(self._store.quads_for_pattern(*map(_to_oxigraph, triple))):
            self._store.remove(quad)

    def query(
        self,
        query: Any,
        initNs: Mapping[str, Any],
        initBindings: Mapping[str, Identifier],
        queryGraph: str,
        **kwargs: Any,
    ) -> Result:
        if not isinstance(query, str) or kwargs:
            raise NotImplementedError  # rdflib then evaluates it itself
        answer = self._store.query(
            query,
            prefixes={prefix: str(namespace) for prefix, namespace in initNs.items()},
            use_default_graph_as_union=True,
            substitutions={_variable(name): _to_oxigraph(value) for name, value in initBindings.items()},
        )
        return _to_result(answer)

    def bind(self, prefix: str, namespace: URIRef, override: bool = True) -> None:
        if override or prefix not in self._namespace_by_prefix:
            self._namespace_by_prefix[prefix] = namespace

    def namespace(self, prefix: str) -> URIRef | None:
        return self._namespace_by_prefix.get(prefix)

    def prefix(self, namespace: URIRef) -> str | None:
        return next((p for p, n in self._namespace_by_prefix.items() if n == namespace), None)

    def namespaces(self) -> Generator[tuple[str, URIRef], None, None]:
        yield from self._namespace_by_prefix.items()


def _variable(name: str) -> pyoxigraph.Variable:
    import pyoxigraph

    return pyoxigraph.Variable(name)


def _to_oxigraph(node: Node | None) -> Any:
    """Return the same term for Oxigraph; None, which matches anything, stays."""
    import pyoxigraph

    if node is None:
        return None
    if isinstance(node, URIRef):
        return pyoxigraph.NamedNode(str(node))
    if isinstance(node, BNode):
        return pyoxigraph.BlankNode(str(node))
    if isinstance(node, Literal):
        if node.language:
            return pyoxigraph.Literal(str(node), language=node.language)
        return pyoxigraph.Literal(str(node), datatype=pyoxigraph.NamedNode(str(node.datatype or XSD.string)))
    raise TypeError(f"not an RDF term: {node!r}")


def _to_rdflib(term: Any) -> Identifier:
    """Return the same term for rdflib, a decimal with its point, which Oxigraph leaves out of "1"."""
    import pyoxigraph

    if isinstance(term, pyoxigraph.NamedNode):
        return URIRef(term.value)
    if isinstance(term, pyoxigraph.BlankNode):
        return BNode(term.value)
    if isinstance(term, pyoxigraph.Literal):
        if term.language:
            return Literal(term.value, lang=term.language)
        datatype = URIRef(term.datatype.value)
        if datatype == XSD.string:
            return Literal(term.value)
        value = f"{term.value}.0" if datatype == XSD.decimal and "." not in term.value else term.value
        return Literal(value, datatype=datatype)
    raise GraphError(f"a triple used as a term cannot be read yet: {term}")


def _to_result(answer: Any) -> Result:
    import pyoxigraph

    if isinstance(answer, pyoxigraph.QueryBoolean):
        result = Result("ASK")
        result.askAnswer = bool(answer)
    elif isinstance(answer, pyoxigraph.QueryTriples):
        result = Result("CONSTRUCT")
        result.graph = _bound(Graph(bind_namespaces="none"))
        for found in answer:
            result.graph.add(
                (_to_rdflib(found.subject), _to_rdflib(found.predicate), _to_rdflib(found.object))
            )
    else:
        result = Result("SELECT")
        names = [variable.value for variable in answer.variables]
        result.vars = [Variable(name) for name in names]
        result.bindings = [
            {Variable(n): _to_rdflib(row[n]) for n in names if row[n] is not None} for row in answer
        ]
    return result


def _open_endpoint(url: str) -> Graph:
    """Return a graph that asks a SPARQL 1.1 endpoint; asked once now, so that a wrong URL is told at once."""
    from rdflib.plugins.stores.sparqlstore import SPARQLStore

    store = SPARQLStore(url, returnFormat="xml", method="POST_FORM")
    graph = _bound(Graph(store=store, bind_namespaces="none"))
    try:
        graph.query("ASK {}")
    except (OSError, ValueError, ExpatError, SyntaxError) as error:
        reason = " ".join(str(error).split())[:200]
        raise GraphError(f"{url}: does not answer as a SPARQL endpoint: {reason}") from error
    return graph
