"""Hold the bundled pipeline to its floors, so that no change makes it worse unseen.

The floors are in evaluation/baseline.json: sets of gold files, each with the least that every figure may be.
Sets of files in evaluation/own are always measured; the others are corpora, no part of this project, and
need --corpora. Seconds and megabytes have no floor: they belong to a machine.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TypedDict

from evaluation import articles
from evaluation.language import measure, use_one_core
from evaluation.scores import Figures
from kg.errors import InputError, KGError

HERE = Path(__file__).resolve().parent
BASELINE = HERE / "baseline.json"
OWN = "own/"
WITHOUT_FLOOR = frozenset({"words_per_second", "load_seconds", "peak_memory_mb", "sentences", "statements"})
"""What a reading costs, and how large the gold is."""
EXAMPLE = """examples:
  python -m evaluation.gate
  python -m evaluation.gate --corpora ~/corpora --update
"""


class GoldSet(TypedDict):
    """Gold files and the floors of their figures: by the parameter of `language.measure` that takes a file,
    or "articles" for the folder of `evaluation.articles`.

    A new floor lies by the margin below what was measured: another processor may read a word otherwise.
    """

    files: dict[str, str]
    margin: float
    floors: Figures


Baseline = dict[str, GoldSet]


def read_baseline(path: Path) -> Baseline:
    """Return the sets with their floors.

    Raises:
        InputError: the file cannot be read, or is not JSON.
    """
    try:
        baseline: Baseline = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise InputError(f"{path} holds no floors: {error}") from error
    return baseline


def is_own(gold: GoldSet) -> bool:
    """Whether the files of a set are part of the project."""
    return all(name.startswith(OWN) for name in gold["files"].values())


def measure_set(files: Mapping[str, str], folder: Path) -> Figures:
    """Return what has a floor of the figures that the bundled pipeline reaches on files in a folder.

    Precision and recall have none, since one may be had for the other; their F1 has.
    """
    paths = {parameter: folder / name for parameter, name in files.items()}
    if "articles" in paths:
        figures = articles.measure(paths["articles"])
    else:
        figures = measure(paths.get("treebank"), paths.get("entities"), paths.get("re3d"))
    return {
        name: round(figure, 4)
        for name, figure in figures.items()
        if name not in WITHOUT_FLOOR and not name.endswith(("_p", "_r"))
    }


def below(figures: Figures, floors: Figures) -> list[str]:
    """Return a line for each figure that is under its floor or is not there any more."""
    return [
        f"{name} is {figures.get(name, 'not measured')}, its floor is {floor}"
        for name, floor in floors.items()
        if figures.get(name, -1.0) < floor
    ]


def raised(figures: Figures, floors: Figures, margin: float) -> Figures:
    """Return floors by the margin below the figures, and nowhere below the old ones.

    Example:
        >>> raised({"las": 0.8577, "tag": 0.951}, {"las": 0.81, "tag": 0.95}, 0.01)
        {'las': 0.847, 'tag': 0.95}
    """
    return {
        name: max(math.floor((figure - margin) * 1000) / 1000, floors.get(name, 0.0))
        for name, figure in figures.items()
    }


def parse_arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    """Return what was asked for; `--help` and wrong options end the program."""
    parser = argparse.ArgumentParser(
        prog="python -m evaluation.gate",
        description=__doc__,
        epilog=EXAMPLE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--corpora", type=Path, metavar="DIR", help="measure the corpora in this folder too")
    parser.add_argument("--update", action="store_true", help="raise the floors; refused if one would fall")
    return parser.parse_args(arguments)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and compare; return 1 if a figure is under its floor, 2 if the input is wrong."""
    asked = parse_arguments(arguments)
    use_one_core()
    faults: list[str] = []
    try:
        baseline = read_baseline(BASELINE)
        for name, gold in baseline.items():
            folder = HERE if is_own(gold) else asked.corpora
            if folder is None:
                print(f"{name}: not measured, --corpora was not given")
                continue
            figures = measure_set(gold["files"], folder)
            lines = below(figures, gold["floors"])
            print(f"{name}: {len(gold['floors']) - len(lines)} of {len(gold['floors'])} floors hold")
            faults += [f"{name}: {line}" for line in lines]
            gold["floors"] = raised(figures, gold["floors"], gold["margin"])
    except KGError as error:
        print(f"evaluation.gate: {error}", file=sys.stderr)
        return 2
    for fault in faults:
        print(fault, file=sys.stderr)
    if asked.update and not faults:
        BASELINE.write_text(json.dumps(baseline, indent=1) + "\n", encoding="utf-8")
        print(f"wrote {BASELINE.name}")
    elif asked.update:
        print("nothing was written: a floor may not be lowered", file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
