"""Asks a graph: SPARQL, and the queries that ship.

Receives an `rdflib.Graph`; returns an `Answer`. A query only reads the graph that it is asked
of: what would write, or fetch from elsewhere, is refused before any engine sees it.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import rdflib.plugins.sparql
from rdflib import XSD, BNode, Graph, Literal, URIRef
from rdflib.term import Node

from kg.errors import KGError, QueryError
from kg.iris import PREFIXES
from kg.tables import format_rows
from kg.terms import plain_term, short_term
from kg.wording import ask_nearest, quote, width_of

# With this on, rdflib answers FROM <file:…> with what is in that file.
rdflib.plugins.sparql.SPARQL_LOAD_GRAPHS = False


@dataclass(frozen=True, slots=True)
class Answer:
    """What a query gave. `kind` is "select", "ask" or "construct" (DESCRIBE too).

    A construct has its `graph`, and its triples as sorted rows as well; an ask has `is_true`. None in a row:
    the variable is unbound. Rows are sorted unless the query orders them.
    """

    kind: str
    variables: tuple[str, ...] = ()
    rows: tuple[tuple[Node | None, ...], ...] = ()
    is_true: bool | None = None
    graph: Graph | None = None


# Asking


def run_query(graph: Graph, text: str) -> Answer:
    """Return the answer to a SPARQL query; the prefixes of kg need not be declared.

    Raises:
        QueryError: it is no SPARQL query (with line and column), has an unknown prefix, would write, or
            would read from elsewhere (SERVICE, FROM).
    """
    tokens = _checked(text)
    declared = _declared_in(tokens)
    namespaces = {prefix: iri for prefix, iri in PREFIXES.items() if prefix not in declared}
    is_ordered = any(token.kind == "word" and token.text.upper() == "ORDER" for token in tokens)
    try:
        result = graph.query(text, initNs=namespaces)
        return _to_answer(result, is_ordered=is_ordered)
    except KGError:
        raise
    except RecursionError:
        raise QueryError("the query is nested too deeply; make it simpler") from None
    except Exception as error:  # each engine has its own: SyntaxError, pyparsing's, bare Exception, OSError
        raise QueryError(_fault(error, text)) from error


def _to_answer(result: Any, *, is_ordered: bool) -> Answer:
    if result.type == "ASK":
        return Answer("ask", is_true=bool(result.askAnswer))
    if result.type in ("CONSTRUCT", "DESCRIBE"):
        found = result.graph if result.graph is not None else Graph(bind_namespaces="none")
        for prefix, namespace in PREFIXES.items():
            found.bind(prefix, namespace)
        triples = sorted(found, key=_row_key)
        return Answer("construct", ("subject", "predicate", "object"), tuple(triples), graph=found)
    names = [str(name) for name in result.vars or ()]
    rows = [tuple(row.asdict().get(name) for name in names) for row in result]
    return Answer("select", tuple(names), tuple(rows if is_ordered else sorted(rows, key=_row_key)))


def _row_key(row: Iterable[Node | None]) -> tuple[str, ...]:
    return tuple("" if term is None else term.n3() for term in row)


class _Token(NamedTuple):
    kind: str
    text: str
    start: int


_TOKEN = re.compile(
    r"""(?P<comment>\#[^\n\r]*)
    | (?P<iri><[^<>"{}|^`\x00-\x20]*>)
    | (?P<string>\"{3}(?:[^"\\]|\\.|"(?!""))*+\"{3} | '{3}(?:[^'\\]|\\.|'(?!''))*+'{3}
        | "(?:[^"\\\n\r]|\\.)*+" | '(?:[^'\\\n\r]|\\.)*+')
    | (?P<tag>@[A-Za-z][A-Za-z0-9-]*)
    | (?P<variable>[?$]\w+)
    | (?P<name>(?:[^\W\d][\w.-]*+)?:(?:[\w:%.-]|\\.)*+)
    | (?P<word>[^\W\d][\w.-]*+)
    | (?P<other>\S)""",
    re.VERBOSE | re.DOTALL,
)
_READS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
_WRITES = ("INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH")
# Engines read queries by recursion, chains too; Oxigraph overflows the stack, which ends the program.
_DEEPEST, _LONGEST, _MOST_TOKENS = 100, 100_000, 4_000


def _tokens_in(text: str) -> list[_Token]:
    found = (_Token(m.lastgroup or "", m[0], m.start()) for m in _TOKEN.finditer(text))
    return [token for token in found if token.kind != "comment"]


def _checked(text: str) -> list[_Token]:
    """Return the tokens of a query that may be asked, else raise `QueryError`."""
    if len(text) > _LONGEST:
        raise QueryError(f"the query has {len(text):,} characters; the longest that is read has {_LONGEST:,}")
    if any("\ud800" <= c <= "\udfff" or c == "\0" for c in text):
        raise QueryError("the query holds characters that are no text; save it as UTF-8")
    # SPARQL writes letters as \u0053 too, anywhere; engines differ in when they read them.
    plain = re.sub(r"\\u([0-9A-Fa-f]{4})|\\U00([01][0-9A-Fa-f]{5})", _to_character, text)
    for spelled in {text, plain}:
        _refuse(spelled, _tokens_in(spelled))
    tokens = _tokens_in(text)
    known = {**PREFIXES, **dict.fromkeys(_declared_in(tokens), "")}
    for token in tokens:
        if token.kind == "other" and token.text in "\"'":
            break  # a string that does not end; the engine says where
        prefix = token.text.partition(":")[0]
        if token.kind == "name" and prefix not in known and prefix != "_":
            names = ", ".join(sorted(PREFIXES))
            place = _place(text, token.start)
            raise QueryError(f"{place}: unknown prefix {quote(prefix + ':')}; declare it, or use: {names}")
    return tokens


def _to_character(match: re.Match[str]) -> str:
    code = int(match[1] or match[2], 16)
    return chr(code) if code <= 0x10FFFF else match[0]


def _refuse(text: str, tokens: list[_Token]) -> None:
    """Raise `QueryError` for what writes, reads from elsewhere, or is nested too deeply."""
    words = [(w.upper(), t.start) for t in tokens if t.kind == "word" for w in re.split(r"[.-]", t.text)]
    verb, start = next((w for w in words if w[0] not in ("PREFIX", "BASE")), ("", 0))
    if verb in _WRITES:
        raise QueryError(f"{_place(text, start)}: {verb} would change the graph; a query only reads it")
    if verb not in _READS:
        shown = quote(text.strip()[:40]) if text.strip() else "nothing"
        raise QueryError(f"{_place(text, start)}: a query starts with {', '.join(_READS)}; here is {shown}")
    for word, at in words:
        if word == "SERVICE":
            raise QueryError(f"{_place(text, at)}: SERVICE would ask another server; ask this graph alone")
        if word == "FROM":
            raise QueryError(f"{_place(text, at)}: FROM would read another graph or file; leave it out")
    if len(tokens) > _MOST_TOKENS:
        raise QueryError(
            f"the query has {len(tokens):,} words and signs, more than {_MOST_TOKENS:,}; split it"
        )
    depth = signs = 0
    for token in tokens:
        depth += (token.text in "([{") - (token.text in ")]}") if token.kind == "other" else 0
        signs = signs + 1 if token.kind == "other" and token.text in "!+-^" else 0
        if max(depth, signs) > _DEEPEST:
            raise QueryError(f"{_place(text, token.start)}: the query is nested too deeply; make it simpler")


def _declared_in(tokens: list[_Token]) -> set[str]:
    pairs = zip(tokens, tokens[1:], strict=False)
    return {
        name.text.removesuffix(":")
        for word, name in pairs
        if word.kind == "word" and word.text.upper() == "PREFIX" and name.kind == "name"
    }


def _place(text: str, offset: int) -> str:
    before = text[:offset]
    return f"line {before.count(chr(10)) + 1}, column {offset - (before.rfind(chr(10)) + 1) + 1}"


def _fault(error: Exception, text: str) -> str:
    """Return in one line where and why an engine would not take the query."""
    line = getattr(error, "lineno", None)
    column = getattr(error, "offset", None) or getattr(error, "column", None)
    reason = " ".join(str(getattr(error, "msg", None) or error).split())
    if not line and (found := re.search(r"\bat (\d+):(\d+)", reason)):
        line, column = int(found[1]), int(found[2])
    reason = re.sub(r"^error at [\d:]+(?:-[\d:]+)?: ", "", reason)[:200]
    if not line or not column:
        return f"the query failed: {reason or type(error).__name__}"
    lines = text.split("\n")
    rest = lines[line - 1][max(column - 1, 0) :] if line <= len(lines) else ""
    bit = f"at {quote(rest.strip()[:30])}" if rest.strip() else "at the end of the line"
    return f"line {line}, column {column}: not SPARQL {bit}: {reason}"


# Answers as text


def format_answer(answer: Answer, form: str) -> str:
    """Return an answer as `table`, `csv`, `json` (SPARQL 1.1 results), `html`, or `ttl` for a construct.

    Raises:
        QueryError: there is no such form, or the answer is no graph and cannot be Turtle.
    """
    if form not in _WRITERS:
        raise QueryError(f"no form is named {form!r}; known: {', '.join(_WRITERS)}")
    return _WRITERS[form](answer)


def _to_table(answer: Answer) -> str:
    if answer.kind == "ask":
        return _truth(answer)
    lines = [answer.variables, *(tuple(short_term(term) for term in row) for row in answer.rows)]
    widths = [max(map(width_of, column)) for column in zip(*lines, strict=True)]
    lines.insert(1, tuple("-" * width for width in widths))
    return "".join(
        "  ".join(cell + " " * (w - width_of(cell)) for cell, w in zip(line, widths, strict=True)).rstrip()
        + "\n"
        for line in lines
    )


def _to_csv(answer: Answer) -> str:
    if answer.kind == "ask":
        return _truth(answer)
    return format_rows([answer.variables, *([_to_cell(term) for term in row] for row in answer.rows)])


def _to_cell(term: Node | None) -> object:
    value = term.value if isinstance(term, Literal) else None
    return value if isinstance(value, int | float | Decimal) else plain_term(term)


def _to_json(answer: Answer) -> str:
    if answer.kind == "ask":
        return json.dumps({"head": {}, "boolean": answer.is_true}) + "\n"
    bindings = [
        {name: _term_json(term) for name, term in zip(answer.variables, row, strict=True) if term is not None}
        for row in answer.rows
    ]
    whole = {"head": {"vars": list(answer.variables)}, "results": {"bindings": bindings}}
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def _to_ttl(answer: Answer) -> str:
    if answer.graph is None:
        raise QueryError(f"{answer.kind.upper()} gives no triples; choose table, csv, json or html")
    return answer.graph.serialize(format="turtle")


def _to_html(answer: Answer) -> str:
    variables, rows = answer.variables, answer.rows
    if answer.kind == "ask":
        variables, rows = ("answer",), ((Literal(answer.is_true),),)
    head = "".join(f"<th>{html.escape(name)}</th>" for name in variables)
    body = "".join(f"<tr>{''.join(f'<td>{_html_cell(t)}</td>' for t in row)}</tr>\n" for row in rows)
    return _PAGE.format(head=head, body=body, count=len(rows))


# No script can run here, whatever an article says.
_PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Answer</title>
<style>
body {{ font: 15px/1.45 system-ui, sans-serif; margin: 2rem; }}
table {{ border-collapse: collapse; }}
th, td {{ text-align: left; vertical-align: top; padding: .3rem .8rem; border-bottom: 1px solid #ccc; }}
</style></head><body>
<table><thead><tr>{head}</tr></thead><tbody>
{body}</tbody></table>
<p>Rows: {count}</p>
</body></html>
"""

_WRITERS = {"table": _to_table, "csv": _to_csv, "json": _to_json, "ttl": _to_ttl, "html": _to_html}


def _truth(answer: Answer) -> str:
    return "true\n" if answer.is_true else "false\n"


def _term_json(term: Node) -> dict[str, str]:
    if isinstance(term, URIRef | BNode):
        return {"type": "uri" if isinstance(term, URIRef) else "bnode", "value": str(term)}
    found = {"type": "literal", "value": str(term)}
    if isinstance(term, Literal) and term.language:
        found["xml:lang"] = term.language
    elif isinstance(term, Literal) and term.datatype not in (None, XSD.string):
        found["datatype"] = str(term.datatype)
    return found


def _html_cell(term: Node | None) -> str:
    text = html.escape(short_term(term))
    if not isinstance(term, URIRef):
        return text
    address = html.escape(str(term))
    if short_term(term) == str(term) and address.startswith(("http://", "https://")):
        return f'<a href="{address}" rel="noreferrer">{text}</a>'
    return f'<span title="{address}">{text}</span>'


# The queries that ship


def queries_dir() -> Path:
    """Return the folder of the queries: inside an installed package, else beside it in a checkout.

    Raises:
        QueryError: it is in neither place.
    """
    here = Path(__file__).resolve().parent
    for folder in (here / "queries", here.parent / "queries"):
        if next(folder.glob("*.rq"), None):
            return folder
    raise QueryError(f"no queries in {here / 'queries'} or {here.parent / 'queries'}; install kg again")


def list_queries() -> list[tuple[str, str]]:
    """Return the name of each query that ships and what it asks in words, by name."""
    paths = sorted(queries_dir().glob("*.rq"))
    return [(path.stem, path.read_text("utf-8").split("\n", 1)[0].lstrip("# ")) for path in paths]


def query_text(name_or_sparql: str) -> str:
    """Return the text of a query that ships, or the text itself if that is SPARQL.

    Raises:
        QueryError: it is neither; the message has the nearest names.
    """
    names = [name for name, _ in list_queries()]
    if name_or_sparql in names:
        return (queries_dir() / f"{name_or_sparql}.rq").read_text("utf-8")
    words = [token.text.upper() for token in _tokens_in(name_or_sparql) if token.kind == "word"]
    if words and (words[0] in (*_READS, *_WRITES, "PREFIX", "BASE") or "{" in name_or_sparql):
        return name_or_sparql
    near = ask_nearest(name_or_sparql, names) or f"known: {', '.join(names)}"
    raise QueryError(f"no query is named {quote(name_or_sparql)}, and it is not SPARQL; {near}")
