"""Asks a graph: SPARQL, the queries that ship, and the sentences behind a statement.

Receives an `rdflib.Graph`; returns an `Answer` or `Reading`s. A query only reads the graph that it is asked
of: what would write, or fetch from elsewhere, is refused before any engine sees it.
"""

from __future__ import annotations

import difflib
import html
import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import rdflib.plugins.sparql
from rdflib import DCTERMS, PROV, RDF, RDFS, SKOS, XSD, BNode, Graph, Literal, URIRef
from rdflib.term import Node

from kg.errors import KGError, QueryError
from kg.ontology import ENT, KG, PREFIXES, SCHEMA, ST, entity_iri, statement_iri
from kg.tables import format_rows

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


@dataclass(frozen=True, slots=True)
class Reading:
    """A statement with the sentence that it was read in, in words.

    `subject` and `object` are names of entities, else the words as written (`…_text`: always the words, None
    if there are none). Ranges are characters `[start, end)` of `sentence`, None if the words stand outside of
    it. `index` is the sentence's place in the article, from 0; `start`, `end` and `date` are ISO dates.
    """

    statement: str
    subject: str | None
    predicate: str
    object: str | None
    subject_text: str | None
    predicate_text: str | None
    object_text: str | None
    arguments: tuple[str, ...]
    sentence: str
    subject_range: tuple[int, int] | None
    predicate_range: tuple[int, int] | None
    object_range: tuple[int, int] | None
    article: str
    index: int
    title: str | None
    source: str | None
    date: str | None
    url: str | None
    speaker: str | None
    negated: bool
    modality: str
    time_text: str | None
    start: str | None
    end: str | None
    confidence: float | None

    @property
    def citation(self) -> str:
        """Title, source, date, address (else the article's id) and number of the sentence, from 1."""
        place = self.url or self.article
        parts = [self.title, self.source, self.date, place, f"sentence {self.index + 1}"]
        return ", ".join(_one_line(part) for part in parts if part)


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
            raise QueryError(f"{place}: unknown prefix {_shown(prefix + ':')}; declare it, or use: {names}")
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
        shown = _shown(text.strip()[:40]) if text.strip() else "nothing"
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
    bit = f"at {_shown(rest.strip()[:30])}" if rest.strip() else "at the end of the line"
    return f"line {line}, column {column}: not SPARQL {bit}: {reason}"


def _shown(text: str) -> str:
    return repr(_one_line(text))


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
    lines = [answer.variables, *(tuple(_short(term) for term in row) for row in answer.rows)]
    widths = [max(map(_width, column)) for column in zip(*lines, strict=True)]
    lines.insert(1, tuple("-" * width for width in widths))
    return "".join(
        "  ".join(cell + " " * (w - _width(cell)) for cell, w in zip(line, widths, strict=True)).rstrip()
        + "\n"
        for line in lines
    )


def _to_csv(answer: Answer) -> str:
    if answer.kind == "ask":
        return _truth(answer)
    return format_rows([answer.variables, *([_to_cell(term) for term in row] for row in answer.rows)])


def _to_cell(term: Node | None) -> object:
    value = term.value if isinstance(term, Literal) else None
    return value if isinstance(value, int | float | Decimal) else _plain(term)


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


def _plain(term: Node | None) -> str:
    if term is None:
        return ""
    return f"_:{term}" if isinstance(term, BNode) else str(term)


def _short(term: Node | None) -> str:
    """Return a term in one line: an IRI as a prefixed name, a literal as its text."""
    text = _plain(term)
    if isinstance(term, URIRef):
        fits = [(len(iri), prefix, iri) for prefix, iri in PREFIXES.items() if text.startswith(iri)]
        if fits:
            _, prefix, iri = max(fits)
            text = f"{prefix}:{text.removeprefix(iri)}"
    return _one_line(text)


def _one_line(text: str) -> str:
    """Return a text without line breaks, nor anything that would steer a terminal."""
    spaced = " ".join(text.split())
    return "".join("\ufffd" if unicodedata.category(c) in ("Cc", "Cf", "Cs") else c for c in spaced)


def _width(text: str) -> int:
    """Return the columns that a text takes on a terminal."""
    wide = sum(unicodedata.east_asian_width(c) in "WF" for c in text)
    return len(text) + wide - sum(unicodedata.combining(c) != 0 for c in text)


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
    text = html.escape(_short(term))
    if not isinstance(term, URIRef):
        return text
    address = html.escape(str(term))
    if _short(term) == str(term) and address.startswith(("http://", "https://")):
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
    near = _nearest(name_or_sparql, names) or f"known: {', '.join(names)}"
    raise QueryError(f"no query is named {_shown(name_or_sparql)}, and it is not SPARQL; {near}")


def _nearest(text: str, names: Iterable[str]) -> str:
    """Return a question with the names nearest to a text, "" if none is near."""
    by_key = {_key(name): _one_line(name) for name in sorted(set(names), reverse=True)}
    found = difflib.get_close_matches(_key(text)[:200], sorted(by_key), n=3, cutoff=0.5)
    return f"did you mean {' or '.join(by_key[key] for key in found)}?" if found else ""


def _key(text: str) -> str:
    return " ".join(text.split()).casefold()


# The sentences behind a statement


def explain(
    graph: Graph, subject: str, predicate: str | None = None, object: str | None = None
) -> list[Reading]:
    """Return the readings behind a statement, or behind all that is said of a subject, by article's date.

    `subject` is a statement (its 16 digits, `st:…`), or like `object` an entity (id, `ent:…`, name, alias) or
    words as written; `predicate` a relation's name or label. Case does not count. Never empty.

    Raises:
        QueryError: there is no such statement, entity or relation (the message has the nearest names), or
            nothing is said that has all three.
    """
    statement = _statement_named(graph, subject)
    found = {statement} if statement else _statements_with(graph, subject, RDF.subject, KG.subjectText)
    if predicate is not None:
        relations = _relations_named(graph, predicate)
        found = {s for s in found if graph.value(s, RDF.predicate, any=True) in relations}
    if object is not None:
        found &= _statements_with(graph, object, RDF.object, KG.objectText)
    if not found:
        asked = " ".join(_one_line(part) for part in (subject, predicate, object) if part)
        raise QueryError(f"nothing is said in the graph as {asked!r}; ask with fewer words")
    facts = _Facts(graph)
    return sorted((_reading(node, facts) for node in found), key=_reading_key)


def _reading_key(reading: Reading) -> tuple[str, str, int, tuple[int, int], str]:
    return (
        reading.date or "",
        reading.article,
        reading.index,
        reading.predicate_range or (0, 0),
        reading.statement,
    )


def _statement_named(graph: Graph, text: str) -> URIRef | None:
    """Return the statement of an id; None if the text is none, or looks like one and is another's name."""
    name = text.strip().removeprefix(str(ST)).removeprefix("st:")
    is_explicit = name != text.strip()
    if not is_explicit and not re.fullmatch(r"[0-9a-f]{16}", name):
        return None
    node = statement_iri(name)
    if (node, RDF.type, KG.Statement) in graph:
        return node
    if is_explicit:
        raise QueryError(f"no statement {_shown(text)} is in the graph; kg explain GRAPH NAME lists some")
    return None


def _statements_with(graph: Graph, text: str, link: URIRef, words: URIRef) -> set[Node]:
    """Return the statements whose subject (or object) is an entity of that name, else has those words."""
    entities = _entities_named(graph, text)
    found = {s for entity in entities for s in graph.subjects(link, entity)}
    if not found:
        found = {s for s, value in graph.subject_objects(words) if _key(str(value)) == _key(text)}
    if found:
        return found
    role = "subject" if link == RDF.subject else "object"
    if entities:
        raise QueryError(f"{_shown(text)} is in the graph, but the {role} of no statement")
    near = _nearest(text, _names_of_entities(graph)) or "kg query GRAPH most-mentioned names some"
    raise QueryError(f"nothing in the graph is named {_shown(text)}; {near}")


def _entities_named(graph: Graph, text: str) -> set[Node]:
    """Return the entities of an id or label, else those of an alias."""
    name = text.strip().removeprefix(str(ENT)).removeprefix("ent:")
    by_id = {entity_iri(name)} if (entity_iri(name), RDFS.label, None) in graph else set()
    if name != text.strip():
        return set(by_id)
    for naming in (RDFS.label, SKOS.altLabel):
        labelled = {
            node
            for node, label in graph.subject_objects(naming)
            if str(node).startswith(str(ENT)) and _key(str(label)) == _key(text)
        }
        if by_id or labelled:
            return by_id | labelled
    return set()


def _names_of_entities(graph: Graph) -> list[str]:
    pairs = [pair for naming in (RDFS.label, SKOS.altLabel) for pair in graph.subject_objects(naming)]
    return [str(label) for node, label in pairs if str(node).startswith(str(ENT))]


def _relations_named(graph: Graph, text: str) -> set[Node]:
    name = _key(text.strip().removeprefix(str(KG)).removeprefix("kg:"))
    by_name: dict[str, set[Node]] = {}
    names: list[str] = []
    for node in graph.subjects(RDFS.subPropertyOf, KG.related):
        labels = {str(node).removeprefix(str(KG)), *map(str, graph.objects(node, RDFS.label))}
        for label in labels:
            names.append(label)
            by_name.setdefault(_key(label), set()).add(node)
    if name not in by_name:
        near = _nearest(name, names) or "kg query GRAPH actors names some"
        raise QueryError(f"no relation in the graph is named {_shown(text)}; {near}")
    return by_name[name]


class _Facts(dict[Node | None, Mapping[Node, Node]]):
    """For each node, its objects by predicate (the first in order if there are several), read once."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph

    def __missing__(self, node: Node | None) -> Mapping[Node, Node]:
        pairs = sorted(self.graph.predicate_objects(node), reverse=True) if node is not None else []
        self[node] = found = dict(pairs)
        return found

    def text(self, node: Node | None, predicate: URIRef) -> str | None:
        value = self[node].get(predicate)
        return None if value is None else str(value)

    def name(self, node: Node | None) -> str | None:
        """Return the label of a thing, else its name within our namespaces."""
        if node is None:
            return None
        return self.text(node, RDFS.label) or _short(node).partition(":")[2]


def _reading(node: Node, facts: _Facts) -> Reading:
    said = facts[node]
    sentence = said.get(PROV.wasDerivedFrom)
    article = facts[sentence].get(SCHEMA.isPartOf)
    text = facts.text(sentence, KG.text) or ""
    start = _number(facts.text(sentence, KG.start))
    passages = (KG.subjectPassage, KG.predicatePassage, KG.objectPassage)
    ranges = [_range(facts.text(node, passage), start, len(text)) for passage in passages]
    confidence = facts.text(node, KG.confidence)
    subject_text, object_text = facts.text(node, KG.subjectText), facts.text(node, KG.objectText)
    relation = said.get(RDF.predicate)
    modality = str(said.get(KG.modality, KG.Asserted)).removeprefix(str(KG)).lower()
    return Reading(
        statement=str(node).removeprefix(str(ST)),
        subject=facts.name(said.get(RDF.subject)) or subject_text,
        predicate=facts.name(relation) or facts.text(node, KG.predicateText) or "",
        object=facts.name(said.get(RDF.object)) or object_text,
        subject_text=subject_text,
        predicate_text=facts.text(node, KG.predicateText),
        object_text=object_text,
        arguments=tuple(sorted(map(str, facts.graph.objects(node, KG.argumentText)))),
        sentence=text,
        subject_range=ranges[0],
        predicate_range=ranges[1],
        object_range=ranges[2],
        article=facts.text(article, DCTERMS.identifier) or str(article or ""),
        index=_number(facts.text(sentence, KG["index"])),
        title=facts.text(article, SCHEMA.headline),
        source=facts.text(article, SCHEMA.publisher) or facts.text(article, SCHEMA.creditText),
        date=facts.text(article, SCHEMA.datePublished),
        url=facts.text(article, SCHEMA.url),
        speaker=facts.name(said.get(PROV.wasAttributedTo)) or facts.text(node, KG.attributedToText),
        negated=facts.text(node, KG.negated) in ("true", "1"),
        modality=modality,
        time_text=facts.text(node, KG.timeText),
        start=facts.text(node, KG.startDate),
        end=facts.text(node, KG.endDate),
        confidence=float(confidence) if confidence else None,
    )


def _number(text: str | None) -> int:
    return int(text) if text else 0


def _range(passage: str | None, start: int, length: int) -> tuple[int, int] | None:
    """Return where a passage (`char=12,18` of the article) lies within a sentence that starts at `start`."""
    match = re.fullmatch(r"char=(\d+),(\d+)", passage or "")
    if not match:
        return None
    first, end = max(int(match[1]) - start, 0), min(int(match[2]) - start, length)
    return (first, end) if first < end else None
