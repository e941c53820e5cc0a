"""Measure everything that there is gold for, and write the figures into docs/quality.md.

A section of the page stands between "<!-- figures NAME -->" and "<!-- end -->"; what a command prints takes
its place, with the command, the day and the commit. What people write around the sections stays.
Gold of our own is always measured. DATA is the folder that holds the corpora and benchmarks, which are no
part of this project: treebanks, CaRB, QA-SRL, PLOVER, re3d. A section whose files it lacks stays as it is.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kg.store import save

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "quality.md"
SECTION = re.compile(r"(<!-- figures (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)
EXAMPLE = """examples:
  python -m evaluation.report
  python -m evaluation.report ~/data --only carb re3d
"""


@dataclass(frozen=True, slots=True)
class Measurement:
    """A command of this folder and what it is given; words that begin with "@" are paths in DATA."""

    name: str
    words: tuple[str, ...]

    @property
    def files(self) -> tuple[str, ...]:
        """The files of DATA that are needed, as paths in it."""
        return tuple(word[1:] for word in self.words if word.startswith("@"))

    def command(self, data: str) -> list[str]:
        """Return the words after `python -m`, paths beginning with `data`."""
        return [os.path.join(data, word[1:]) if word.startswith("@") else word for word in self.words]


EWT = "@corpora/ud_ewt/en_ewt-ud-dev.conllu"
GUM = "@corpora/ud_gum/gum_permissive_dev.conllu"
MEASUREMENTS = (
    Measurement("articles", ("evaluation.articles",)),
    Measurement("reliability", ("evaluation.articles", "--reliability")),
    Measurement("carb", ("evaluation.carb", "@benchmarks/carb/dev.tsv")),
    Measurement(
        "qasrl",
        (
            "evaluation.qasrl",
            "@benchmarks/qasrl_gs/wikinews.dev.full.csv",
            "@benchmarks/qasrl_gs/wikinews.dev.gold.csv",
        ),
    ),
    Measurement("plover", ("evaluation.plover", "@benchmarks/plover/gsr_dev.json")),
    Measurement("re3d", ("evaluation.re3d", "@corpora/re3d")),
    Measurement("coreference", ("evaluation.coreference", GUM)),
    Measurement(
        "ewt",
        ("evaluation.language", "--treebank", EWT, "--entities", "@corpora/uner_ewt/en_ewt-ud-dev.iob2"),
    ),
    Measurement("gum", ("evaluation.language", "--treebank", GUM)),
    Measurement("gum_news", ("evaluation.language", "--treebank", GUM, "--only", "GUM_news")),
)


def written(page: str, name: str, body: str) -> str:
    """Return a page with a section replaced; the page as it was if it has none of that name.

    Example:
        >>> written("<!-- figures a -->\\nold\\n<!-- end -->", "a", "new\\n")
        '<!-- figures a -->\\nnew\\n<!-- end -->'
    """
    return SECTION.sub(lambda found: f"{found[1]}{body}{found[3]}" if found[2] == name else found[0], page)


def section(measurement: Measurement, output: str, day: str, commit: str) -> str:
    """Return the Markdown of a section: the command with its day and commit, and what it printed."""
    command = " ".join(["python -m", *measurement.command("DATA")])
    return f"`{command}`, {day}, commit {commit}:\n\n```text\n{output.rstrip()}\n```\n"


def commit_here() -> str:
    """Return the short name of the commit that is measured, with "+" if files were changed since."""
    done = subprocess.run(
        ["git", "describe", "--always", "--dirty=+", "--exclude=*"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout.strip() or "unknown"


def parse_arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    """Return what was asked for; `--help` and wrong options end the program."""
    parser = argparse.ArgumentParser(
        prog="python -m evaluation.report",
        description=__doc__,
        epilog=EXAMPLE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("data", nargs="?", metavar="DATA", help="the folder of corpora and benchmarks")
    names = [measurement.name for measurement in MEASUREMENTS]
    parser.add_argument("--only", nargs="+", choices=names, metavar="NAME", help=f"of {', '.join(names)}")
    return parser.parse_args(arguments)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and write; return 1 if a command failed, whose section then stays as it was."""
    asked = parse_arguments(arguments)
    day, commit, failed = date.today(), commit_here(), 0
    for measurement in MEASUREMENTS:
        if asked.only and measurement.name not in asked.only:
            continue
        missing = [file for file in measurement.files if not (Path(asked.data or "") / file).exists()]
        if missing or (measurement.files and not asked.data):
            print(f"{measurement.name}: not measured, DATA has no {', '.join(missing)}", file=sys.stderr)
            continue
        command = measurement.command(asked.data or "")
        print(f"{measurement.name}: python -m {' '.join(command)}", file=sys.stderr)
        done = subprocess.run(
            [sys.executable, "-m", *command], stdout=subprocess.PIPE, text=True, check=False
        )
        if done.returncode:
            failed += 1
            continue
        print(done.stdout, flush=True)
        body = section(measurement, done.stdout, f"{day:%-d %B %Y}", commit)
        # each at once, so that an interruption loses nothing
        page = written(PAGE.read_text(encoding="utf-8"), measurement.name, body)
        save(page, PAGE)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
