"""What people may type behind a verb: its arguments and options, each with its help.

A verb of `kg.cli` names them in its signature, with what holds where one is not typed.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

from typer import Argument, Option


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


# What is read

Articles = Annotated[
    list[str],
    Argument(metavar="ARTICLES", help="Files (.txt .md .jsonl .csv), folders, - for standard input."),
]
GraphPlace = Annotated[
    str, Argument(metavar="GRAPH", help="A file (.ttl .nt .nq .jsonld), an Oxigraph folder, an endpoint URL.")
]
Decisions = Annotated[Path | None, Option(metavar="FILE", help="What people decided: see kg resolve --help.")]

# How articles are read

Model = Annotated[
    str | None,
    Option(metavar="PIPELINE", help="An installed spaCy pipeline or a path, not the bundled one."),
]
Processes = Annotated[int, Option(min=1, metavar="N", help="Processes that share the reading.")]
LeastConfidence = Annotated[
    float,
    Option(min=0, max=1, metavar="P", help="Leave out what is less likely to be right; 0 keeps all."),
]

# What is written

Quiet = Annotated[bool, Option("--quiet", "-q", help="No progress and no summary, only complaints.")]
GraphOutput = Annotated[
    Path | None,
    Option("--output", "-o", metavar="GRAPH", help="A file; else exports/graph.ttl and graph.html."),
]
PageOutput = Annotated[Path, Option("--output", "-o", metavar="FILE.html", help="Where the page is written.")]
LinkedOutput = Annotated[Path, Option("--output", "-o", metavar="GRAPH", help="The graph with its links.")]
Export = Annotated[Path, Argument(metavar="FILE", help=".ttl .nt .nq .jsonld .graphml .gexf .csv .json")]

# What is drawn

Around = Annotated[
    str | None, Option(metavar="ENTITY", help="Only what is near this entity: its name or its id.")
]
Hops = Annotated[int, Option(min=0, metavar="N", help="How many statements away is still near.")]
Limit = Annotated[int, Option(min=1, metavar="N", help="The greatest number of entities drawn.")]
Since = Annotated[datetime | None, Option(formats=["%Y-%m-%d"], help="First day, included.")]
Until = Annotated[datetime | None, Option(formats=["%Y-%m-%d"], help="Last day, included.")]
Categories = Annotated[
    list[str] | None,
    Option(metavar="CODE", help="Only this category (ACCUSE, DEMAND …); may be repeated."),
]
Asserted = Annotated[bool, Option("--asserted", help="Without claims, denials and plans.")]

# What is asked

AnyGraph = Annotated[str | None, Argument(metavar="GRAPH", help="A file, an Oxigraph folder, a URL.")]
Question = Annotated[
    str | None, Argument(metavar="SPARQL|NAME", help="A query, or the name of one that ships.")
]
QuestionFile = Annotated[Path | None, Option("--file", "-f", metavar="FILE", help="A file with a query.")]
AnswerForm = Annotated[AnswerFormat, Option("--format", help="How the answer is written.")]
ListQueries = Annotated[bool, Option("--list", help="Name the queries that ship, and leave.")]
Subject = Annotated[str, Argument(metavar="SUBJECT", help="A name or id; or the id of a statement.")]
Predicate = Annotated[str | None, Argument(metavar="PREDICATE", help="A relation (accuse).")]
Object = Annotated[str | None, Argument(metavar="OBJECT", help="A name or id.")]

# What is decided, and looked up

DecisionsKept = Annotated[
    Path, Option(metavar="FILE", help="Where decisions are kept, for kg build --corrections.")
]
ListPairs = Annotated[bool, Option("--list", help="Print the pairs in doubt, and leave: nothing is asked.")]
PairsForm = Annotated[PairsFormat, Option("--format", help="How --list prints.")]
Who = Annotated[str | None, Option(metavar="NAME", help="Who decides; else who is logged in.")]
Service = Annotated[str, Option(metavar="URL", help="The address of a reconciliation service.")]
Cache = Annotated[Path, Option(metavar="FILE", help="Where answers are kept.")]
Batch = Annotated[int, Option(min=1, metavar="N", help="Names in a request.")]
Rate = Annotated[float, Option(min=0.01, metavar="N", help="Requests a second, at most.")]
