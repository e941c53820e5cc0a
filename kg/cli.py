"""The command: verbs, options, words and exit codes. Everything else is in the rooms, imported by the verb.

Results go to standard output, words and progress to standard error. Exit codes: 0 done; 1 what was looked at
is wrong; 2 asked wrongly, or nothing could be read; 130 stopped by Ctrl-C.
"""

from __future__ import annotations

import getpass
import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg import __version__
from kg.confidence import LEAST
from kg.errors import KGError, OutputError, QueryError
from kg.wording import count_of, one_line, visible

if TYPE_CHECKING:
    from rdflib import Graph

    from kg.build import Build

DONE, FOUND_WRONG, ASKED_WRONGLY, STOPPED = 0, 1, 2, 130

GRAPH, PAGE = Path("exports/graph.ttl"), Path("exports/graph.html")
"""What a build leaves when it is not told where."""

app = typer.Typer(name="kg", add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)


class AnswerFormat(StrEnum):
    """How the answer to a query is written."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"
    TTL = "ttl"
    HTML = "html"


class PairsFormat(StrEnum):
    """How pairs of entities are printed."""

    TEXT = "text"
    JSON = "json"


Articles = Annotated[
    list[str],
    typer.Argument(metavar="ARTICLES", help="Files (.txt .md .jsonl .csv), folders, - for standard input."),
]
GraphPlace = Annotated[
    str,
    typer.Argument(
        metavar="GRAPH", help="A file (.ttl .nt .nq .jsonld), an Oxigraph folder, an endpoint URL."
    ),
]
Model = Annotated[
    str | None,
    typer.Option(metavar="PIPELINE", help="An installed spaCy pipeline or a path, not the bundled one."),
]
Processes = Annotated[int, typer.Option(min=1, metavar="N", help="Processes that share the reading.")]
LeastConfidence = Annotated[
    float,
    typer.Option(min=0, max=1, metavar="P", help="Leave out what is less likely to be right; 0 keeps all."),
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No progress and no summary, only complaints.")]
Day = Annotated[datetime | None, typer.Option(metavar="YYYY-MM-DD", formats=["%Y-%m-%d"])]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command with these arguments (None: those of the process) and return its exit code."""
    for stream in (sys.stdout, sys.stderr):
        # Articles hold any character; a terminal or pipe set to another encoding must not stop a build.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        return int(app(args=arguments, prog_name="kg", standalone_mode=False) or DONE)
    except (KGError, typer.TyperException) as error:
        _complain(error.format_message() if isinstance(error, typer.TyperException) else str(error))
        return ASKED_WRONGLY
    except (KeyboardInterrupt, typer.Abort):
        return STOPPED


@app.callback(invoke_without_command=True, epilog="Each verb says more: kg build --help")
def tell_help(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Say which version this is, and leave.")] = False,
) -> None:
    """Read news articles and ask who did what to whom, when, where and according to whom.

    \b
    kg build articles/                     read a folder into exports/graph.ttl and exports/graph.html
    kg query exports/graph.ttl --list      the questions that ship
    kg explain exports/graph.ttl Norway    the sentences behind what Norway did
    """
    if version:
        _print(f"kg {__version__}")
    elif context.invoked_subcommand is None:
        _print(context.get_help())


@app.command("build")
def build(
    articles: Articles,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", metavar="GRAPH", help="A file; else exports/graph.ttl and graph.html."
        ),
    ] = None,
    model: Model = None,
    processes: Processes = 1,
    least_confidence: LeastConfidence = LEAST,
    corrections: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="What people decided: see kg resolve --help."),
    ] = None,
    quiet: Quiet = False,
) -> None:
    """Read articles and write their graph; then say what is in it and what was left out.

    The paths of what was written go to standard output. An article that cannot be read is named and counted,
    and the others are read; if none can be read nothing is written.

    \b
    Examples:
      kg build examples/
      kg build archive/*.txt more.jsonl -o archive.ttl --processes 4
      kg build archive/ --corrections corrections.toml
      cat article.txt | kg build - -o article.nt
    """
    from kg.build import build_graph
    from kg.progress import Display

    outputs = [output] if output else [GRAPH, PAGE]
    _require_writable(outputs, may_make=output is None)
    _require_format(outputs)
    with Display("articles", quiet=quiet) as display:
        made = build_graph(
            articles,
            pipeline=model,
            processes=processes,
            corrections=corrections,
            least_confidence=least_confidence,
            on_progress=display,
        )
    for path in outputs:
        _write(made.graph, path)
        _print(str(path))
    _complain(*made.problems)
    if not quiet:
        _say(_summary(made))


@app.command("extract")
def extract(
    articles: Articles,
    model: Model = None,
    processes: Processes = 1,
    least_confidence: LeastConfidence = LEAST,
    quiet: Quiet = False,
) -> None:
    """Print one JSON object for each article: its entities, mentions and statements, as they come.

    Each article is resolved alone. What each line holds is told in docs/commands.md.

    \b
    Examples:
      kg extract examples/2024-03-07_norway_accuses.txt
      kg extract archive/ | jq -r '.statements[].predicate.name' | sort | uniq -c
    """
    import json
    from collections import Counter

    from kg.build import extract_articles
    from kg.lines import to_json

    problems: list[str] = []
    left_out: Counter[str] = Counter()
    for resolution in extract_articles(
        articles,
        pipeline=model,
        processes=processes,
        least_confidence=least_confidence,
        problems=problems,
        left_out=left_out,
    ):
        left_out.update({reason: count for reason, count in resolution.left_out.items() if count})
        for line in to_json(resolution):
            _print(json.dumps(line))
    _complain(*problems)
    if left_out and not quiet:
        _say(f"Left out: {_counts(left_out)}.")


@app.command("draw")
def draw(
    graph: GraphPlace,
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="FILE.html", help="Where the page is written.")
    ] = PAGE,
    around: Annotated[
        str | None, typer.Option(metavar="ENTITY", help="Only what is near this entity: its name or its id.")
    ] = None,
    hops: Annotated[
        int, typer.Option(min=0, metavar="N", help="How many statements away is still near.")
    ] = 1,
    limit: Annotated[
        int, typer.Option(min=1, metavar="N", help="The greatest number of entities drawn.")
    ] = 300,
    since: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="First day, included.")] = None,
    until: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Last day, included.")] = None,
    category: Annotated[
        list[str] | None,
        typer.Option(metavar="CODE", help="Only this category (ACCUSE, DEMAND …); may be repeated."),
    ] = None,
    asserted: Annotated[bool, typer.Option("--asserted", help="Without claims, denials and plans.")] = False,
) -> None:
    """Draw a graph as one HTML page that needs no network; a click on an edge shows its sentence.

    \b
    Examples:
      kg draw exports/graph.ttl
      kg draw exports/graph.ttl -o norway.html --around Norway --hops 2 --category ACCUSE --category DEMAND
      kg draw archive.ttl -o may.html --since 2020-05-01 --until 2020-05-31
    """
    from kg.draw import draw_graph
    from kg.graph import to_networkx
    from kg.store import open_graph, save

    _require_writable([output], may_make=output == PAGE)
    page = draw_graph(
        to_networkx(open_graph(graph)),
        title=Path(graph).stem,
        around=around,
        hops=hops,
        limit=limit,
        since=since and since.date(),
        until=until and until.date(),
        categories=[code.upper() for code in category] if category else None,
        asserted_only=asserted,
    )
    if output == PAGE:
        output.parent.mkdir(exist_ok=True)
    save(page, output)
    _print(str(output))


@app.command("query")
def query(
    graph: Annotated[
        str | None, typer.Argument(metavar="GRAPH", help="A file, an Oxigraph folder, a URL.")
    ] = None,
    question: Annotated[
        str | None, typer.Argument(metavar="SPARQL|NAME", help="A query, or the name of one that ships.")
    ] = None,
    file: Annotated[
        Path | None, typer.Option("--file", "-f", metavar="FILE", help="A file with a query.")
    ] = None,
    form: Annotated[
        AnswerFormat, typer.Option("--format", help="How the answer is written.")
    ] = AnswerFormat.TABLE,
    list_names: Annotated[
        bool, typer.Option("--list", help="Name the queries that ship, and leave.")
    ] = False,
) -> None:
    """Ask a graph a question in SPARQL, or by the name of a query that ships. Prefixes need not be declared.

    \b
    Examples:
      kg query --list
      kg query exports/graph.ttl accusations
      kg query exports/graph.ttl 'SELECT ?who ?whom { ?who kg:accuse ?whom }' --format csv
    """
    from kg.query import format_answer, list_queries, query_text, run_query
    from kg.store import open_graph

    if list_names:
        names = list_queries()
        width = max(len(name) for name, _ in names)
        for name, words in names:
            _print(f"{name:<{width}}  {words}")
        return
    if graph is None or (question is None) == (file is None):
        raise QueryError(
            "name a graph and one question: kg query GRAPH SPARQL, kg query GRAPH NAME, or -f FILE"
        )
    text = query_text(question) if question is not None else _read_question(file)
    _print(format_answer(run_query(open_graph(graph), text), form.value).rstrip("\n"))


@app.command("explain")
def explain(
    graph: GraphPlace,
    subject: Annotated[
        str, typer.Argument(metavar="SUBJECT", help="A name or id; or the id of a statement.")
    ],
    predicate: Annotated[str | None, typer.Argument(metavar="PREDICATE", help="A relation (accuse).")] = None,
    object_: Annotated[str | None, typer.Argument(metavar="OBJECT", help="A name or id.")] = None,
) -> None:
    """Print the sentences behind a statement, with a citation each; of an entity alone, its mentions first.

    A mention is told with the one that it was joined to, and why: so one sees what makes them one entity.

    \b
    Examples:
      kg explain exports/graph.ttl Norway
      kg explain exports/graph.ttl Norway accuse
    """
    from kg.explain import explain_entity, explain_statements, format_portrait, format_reading
    from kg.store import open_graph

    marks = ("\x1b[1m", "\x1b[0m") if sys.stdout.isatty() else ("[", "]")
    opened = open_graph(graph)
    readings = explain_statements(opened, subject, predicate, object_)
    is_alone = predicate is None and object_ is None
    for portrait in explain_entity(opened, subject) if is_alone else []:
        _print(format_portrait(portrait, marks) + "\n")
    for reading in readings:
        _print(format_reading(reading, marks) + "\n")


@app.command("export")
def export(
    graph: GraphPlace,
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help=".ttl .nt .nq .jsonld .graphml .gexf .csv .json")
    ],
) -> None:
    """Write a graph in the format that the ending of FILE names.

    \b
    Examples:
      kg export exports/graph.ttl edges.csv
      kg export exports/graph.ttl network.graphml
    """
    from kg.store import open_graph

    _require_writable([file], may_make=False)
    _write(open_graph(graph), file)
    _print(str(file))


@app.command("validate")
def validate(graph: GraphPlace) -> None:
    """Check a graph against the shapes of the ontology (SHACL); exit 1 if it does not conform.

    \b
    Examples:
      kg validate exports/graph.ttl
    """
    from kg.store import open_graph
    from kg.validate import format_report, validate_graph

    report = validate_graph(open_graph(graph))
    _print(format_report(report).rstrip("\n"))
    if not report.conforms:
        raise typer.Exit(FOUND_WRONG)


@app.command("resolve")
def resolve(
    graph: GraphPlace,
    corrections: Annotated[
        Path, typer.Option(metavar="FILE", help="Where decisions are kept, for kg build --corrections.")
    ] = Path("corrections.toml"),
    list_pairs: Annotated[
        bool, typer.Option("--list", help="Print the pairs in doubt, and leave: nothing is asked.")
    ] = False,
    form: Annotated[PairsFormat, typer.Option("--format", help="How --list prints.")] = PairsFormat.TEXT,
    who: Annotated[
        str | None, typer.Option(metavar="NAME", help="Who decides; else who is logged in.")
    ] = None,
) -> None:
    """Ask which entities of a graph are one, and keep the answers in a file that every build can read.

    Shows two names at a time, with what the articles say of both; the answer is same, different or unsure.
    What is sure is written at once, and a kg build with the file follows it. Names, types, and what should
    not be there at all are corrected by hand in the same file: see docs/commands.md.

    \b
    Examples:
      kg resolve exports/graph.ttl --list
      kg resolve exports/graph.ttl --corrections corrections.toml
      kg build archive/ --corrections corrections.toml
    """
    from kg.corrections import load_corrections
    from kg.ontology import entity_types, load_ontology
    from kg.questions import ask_about
    from kg.review import find_candidates, format_candidate, format_candidates
    from kg.store import open_graph

    opened = open_graph(graph)
    decided = load_corrections(corrections, entity_types(load_ontology())) if corrections.exists() else ()
    candidates = find_candidates(opened, decided)
    if list_pairs and form is PairsFormat.JSON:
        _print(format_candidates(candidates))
    elif list_pairs:
        for candidate in candidates:
            _print(_visible_lines(format_candidate(candidate)))
    else:
        _require_writable([corrections], may_make=False)
        count = ask_about(
            candidates,
            corrections,
            who=who or getpass.getuser(),
            today=date.today(),
            show=lambda text: _say(_visible_lines(text)),
        )
        _say(f"{count_of(count, 'decision')} written.")
        if count:
            _print(str(corrections))


@app.command("link")
def link(
    graph: GraphPlace,
    service: Annotated[str, typer.Option(metavar="URL", help="The address of a reconciliation service.")],
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="GRAPH", help="The graph with its links.")
    ],
    cache: Annotated[Path, typer.Option(metavar="FILE", help="Where answers are kept.")] = Path(
        "links.jsonl"
    ),
    batch: Annotated[int, typer.Option(min=1, metavar="N", help="Names in a request.")] = 20,
    rate: Annotated[float, typer.Option(min=0.01, metavar="N", help="Requests a second, at most.")] = 1.0,
    quiet: Quiet = False,
) -> None:
    """Look the named entities of a graph up in a catalogue, and write the graph with links to it.

    Only what the service itself is sure of becomes a link. Names leave this machine for the service. What it
    answered is kept in a file: a run that was stopped goes on there, and a later one asks only what is new.

    \b
    Examples:
      kg link exports/graph.ttl --service https://wikidata.reconci.link/en/api -o linked.ttl
    """
    from kg.link import add_links, find_links
    from kg.progress import Display
    from kg.store import open_graph

    _require_writable([output, cache], may_make=False)
    _require_format([output])
    opened = open_graph(graph)
    with Display("names", quiet=quiet) as display:
        links = find_links(opened, service, cache, batch=batch, per_second=rate, on_progress=display)
    add_links(opened, links)
    _write(opened, output)
    if not quiet:
        _say(f"{count_of(len(links), 'link')} added.")
    _print(str(output))


@app.command("stats")
def stats(graph: GraphPlace) -> None:
    """Count what is in a graph: statements and why not asserted, who is most connected, who acts on whom.

    \b
    Examples:
      kg stats exports/graph.ttl
    """
    from kg.graph import to_networkx
    from kg.stats import count_graph, format_counts
    from kg.store import open_graph

    opened = open_graph(graph)
    _print(format_counts(count_graph(opened, to_networkx(opened))).rstrip("\n"))


# Words


def _print(text: str) -> None:
    """Write one result; a reader that has seen enough (`| head`) ends the command, and that is no error."""
    try:
        sys.stdout.write(f"{text}\n")
        sys.stdout.flush()
    except BrokenPipeError:
        # Nothing more can be written there, not even what Python itself would flush at the end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(DONE) from None


def _read_question(file: Path | None) -> str:
    try:
        return file.read_text(encoding="utf-8") if file else ""
    except (OSError, UnicodeError) as error:
        raise QueryError(f"{file}: cannot be read ({error})") from error


def _write(graph: Graph, path: Path) -> None:
    """Write a graph, or its picture, in the format of the path's ending, beside it first."""
    if path in (GRAPH, PAGE):
        path.parent.mkdir(exist_ok=True)
    from kg.export import serialize_graph
    from kg.graph import to_networkx
    from kg.store import save, write_safely

    if path.suffix == ".html":
        from kg.draw import draw_graph

        save(draw_graph(to_networkx(graph), title=path.stem), path)
        return
    written = serialize_graph(graph, lambda: to_networkx(graph), path.suffix)
    write_safely(path, lambda stream: stream.write(written))


def _visible_lines(text: str) -> str:
    return "".join(f"{visible(line)}\n" for line in text.splitlines())


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def _complain(*problems: str) -> None:
    for problem in problems:
        _say(f"kg: {one_line(problem)}")


def _summary(made: Build) -> str:
    """Return in words what is in the graph and what is not."""
    resolution = made.resolution
    sentences = sum(len(extraction.sentences) for extraction in resolution.extractions)
    named = sum(entity.named for entity in resolution.entities)
    asserted = sum(statement.is_asserted for statement in resolution.statements)
    statements = len(resolution.statements)
    return "\n".join(
        [
            f"Read {count_of(len(resolution.extractions), 'article')}, {count_of(sentences, 'sentence')}.",
            f"Found {count_of(len(resolution.entities), 'entity')}, {named:,} of them named.",
            f"Found {count_of(statements, 'statement')}: {asserted:,} asserted,"
            f" {statements - asserted:,} claimed, denied, planned or possible.",
            f"Left out: {_counts(made.left_out) or 'nothing'}.",
        ]
    )


def _counts(left_out: Mapping[str, int]) -> str:
    counted = ((reason.replace("_", " "), count) for reason, count in sorted(left_out.items()) if count)
    return ", ".join(f"{reason} {count:,}" for reason, count in counted)


def _require_format(paths: Iterable[Path]) -> None:
    """Raise `OutputError` before the work is done for an ending that names no format."""
    from kg.export import SUFFIXES

    for path in paths:
        if path.suffix not in (*SUFFIXES, ".html"):
            raise OutputError(
                f"{path}: no format ends in {path.suffix!r}; known: {' '.join((*SUFFIXES, '.html'))}"
            )


def _require_writable(paths: Iterable[Path], *, may_make: bool) -> None:
    """Raise `OutputError` before hours of work are done for a place that cannot be written to.

    `may_make`: the folder need not be there yet, only the one that it will lie in.
    """
    for path in paths:
        folder = path.parent
        if not folder.is_dir() and not (may_make and not folder.exists()):
            raise OutputError(f"{path}: there is no folder {folder}; make it first")
        if path.is_dir():
            raise OutputError(f"{path}: is a folder; name a file in it")
        nearest = path if path.exists() else folder if folder.exists() else folder.parent
        if not os.access(nearest, os.W_OK):
            raise OutputError(f"{path}: cannot be written; choose another place")
