"""The command: its verbs, their words and exit codes.

What may be typed behind a verb is in `kg.options`; all else is in the rooms, imported by the verb. Results
go to standard output, words and progress to standard error. Exit codes: 0 done; 1 what was looked at is
wrong; 2 asked wrongly, or nothing could be read; 130 stopped by Ctrl-C.
"""

from __future__ import annotations

import getpass
import os
import sys
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg import __version__, options
from kg.confidence import LEAST
from kg.errors import KGError, QueryError
from kg.options import AnswerFormat, PairsFormat
from kg.outputs import GRAPH, PAGE, require_format, require_writable, write_graph
from kg.wording import count_of, one_line, visible

if TYPE_CHECKING:
    from kg.build import Build

DONE, FOUND_WRONG, ASKED_WRONGLY, STOPPED = 0, 1, 2, 130

app = typer.Typer(name="kg", add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)


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
    articles: options.Articles,
    output: options.GraphOutput = None,
    model: options.Model = None,
    processes: options.Processes = 1,
    least_confidence: options.LeastConfidence = LEAST,
    corrections: options.Decisions = None,
    quiet: options.Quiet = False,
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
    require_writable(outputs, may_make=output is None)
    require_format(outputs)
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
        write_graph(made.graph, path)
        _print(str(path))
    _complain(*made.problems)
    if not quiet:
        _say(_summary(made))


@app.command("extract")
def extract(
    articles: options.Articles,
    model: options.Model = None,
    processes: options.Processes = 1,
    least_confidence: options.LeastConfidence = LEAST,
    quiet: options.Quiet = False,
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
    graph: options.GraphPlace,
    output: options.PageOutput = PAGE,
    around: options.Around = None,
    hops: options.Hops = 1,
    limit: options.Limit = 300,
    since: options.Since = None,
    until: options.Until = None,
    category: options.Categories = None,
    asserted: options.Asserted = False,
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

    require_writable([output], may_make=output == PAGE)
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
    graph: options.AnyGraph = None,
    question: options.Question = None,
    file: options.QuestionFile = None,
    form: options.AnswerForm = AnswerFormat.TABLE,
    list_names: options.ListQueries = False,
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
    graph: options.GraphPlace,
    subject: options.Subject,
    predicate: options.Predicate = None,
    object_: options.Object = None,
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
def export(graph: options.GraphPlace, file: options.Export) -> None:
    """Write a graph in the format that the ending of FILE names.

    \b
    Examples:
      kg export exports/graph.ttl edges.csv
      kg export exports/graph.ttl network.graphml
    """
    from kg.store import open_graph

    require_writable([file], may_make=False)
    write_graph(open_graph(graph), file)
    _print(str(file))


@app.command("validate")
def validate(graph: options.GraphPlace) -> None:
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
    graph: options.GraphPlace,
    corrections: options.DecisionsKept = Path("corrections.toml"),
    list_pairs: options.ListPairs = False,
    form: options.PairsForm = PairsFormat.TEXT,
    who: options.Who = None,
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
        require_writable([corrections], may_make=False)
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
    graph: options.GraphPlace,
    service: options.Service,
    output: options.LinkedOutput,
    cache: options.Cache = Path("links.jsonl"),
    batch: options.Batch = 20,
    rate: options.Rate = 1.0,
    quiet: options.Quiet = False,
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

    require_writable([output, cache], may_make=False)
    require_format([output])
    opened = open_graph(graph)
    with Display("names", quiet=quiet) as display:
        links = find_links(opened, service, cache, batch=batch, per_second=rate, on_progress=display)
    add_links(opened, links)
    write_graph(opened, output)
    if not quiet:
        _say(f"{count_of(len(links), 'link')} added.")
    _print(str(output))


@app.command("stats")
def stats(graph: options.GraphPlace) -> None:
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
