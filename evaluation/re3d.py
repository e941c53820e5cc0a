"""Measure names and relations against re3d: one figure a line, shares between 0 and 1.

entity_p, entity_r, entity_f1, and the same by type: mentions that share a character with one of their type
on the other side. Types are those of `evaluation.corpora`; what re3d knows beside persons, organisations,
locations and nationalities (weapons, vehicles, quantities …) is not compared.
relation_recall: of the gold relations, those that a statement joins in their sentence: one of its phrases
overlaps the source, and one of lower rank overlaps the target. The rank of phrases is subject, object,
arguments in their order, place: so direction counts. By type too (relation_recall_FightingAgainst …).
subject_recall: of the same, those of which the source is in the subject.
relations: how many there are. re3d tells no relations outside a sentence, and has no list of what is none:
so there is no precision.

Reference: re3d, Dstl 2017, https://github.com/dstl/re3d
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from evaluation.corpora import read_re3d, read_re3d_relations
from evaluation.language import rounded, use_one_core
from evaluation.scores import Figures, new_overlaps, new_tallies
from kg.errors import KGError

if TYPE_CHECKING:
    from evaluation.corpora import GoldRelation
    from evaluation.scores import Tallies
    from evaluation.statements import Reading
    from kg.model import Passage, Statement

EXAMPLE = """example:
  python -m evaluation.re3d ~/corpora/re3d
"""


def count_relations(
    tallies: Tallies, by_subject: Tallies, gold: Sequence[GoldRelation], reading: Reading
) -> None:
    """Add the gold relations that a statement of their sentence joins to "all" and to their types."""
    for relation in gold:
        near = [s for s in reading.statements if s.evidence.sentence.overlaps(relation.source)]
        joined = any(is_joined(relation, statement) for statement in near)
        from_subject = any(
            s.subject is not None and s.subject.passage.overlaps(relation.source) and is_joined(relation, s)
            for s in near
        )
        for name in ("all", relation.type):
            tallies[name].add(joined, 0, 1)
            by_subject[name].add(from_subject, 0, 1)


def is_joined(relation: GoldRelation, statement: Statement) -> bool:
    """Whether a phrase of the statement overlaps the source, and one of lower rank the target."""
    from evaluation.statements import parts_of

    passages: list[Passage] = [part.passage for part in parts_of(statement)]
    return any(
        source.overlaps(relation.source) and target.overlaps(relation.target)
        for place, source in enumerate(passages)
        for target in passages[place + 1 :]
    )


def measure(folder: Path, *, model: str | None = None) -> Figures:
    """Return the figures of all parts of re3d in a folder.

    Raises:
        KGError: a part is not readable, or the pipeline does not load.
    """
    documents, relations = read_re3d(folder), read_re3d_relations(folder)
    from evaluation.measure import count_mentions
    from evaluation.statements import GivenText, read_texts
    from kg.language import load_pipeline

    exact, overlaps, joined, by_subject = new_tallies(), new_overlaps(), new_tallies(), new_tallies()
    kinds = {kind for document in documents for *_, kind in document.mentions}
    texts = [GivenText(document.name, document.text) for document in documents]
    for document, reading in zip(documents, read_texts(load_pipeline(model), texts), strict=True):
        count_mentions(exact, overlaps, document, reading.doc, kinds)
        count_relations(joined, by_subject, relations.get(document.name, ()), reading)
    figures: Figures = {}
    for kind in ("all", *sorted(kinds)):
        name, overlap = "entity" if kind == "all" else kind, overlaps[kind]
        figures |= {
            f"{name}_p": overlap.guessed.precision,
            f"{name}_r": overlap.wanted.recall,
            f"{name}_f1": overlap.f1,
        }
    figures |= {"relation_recall": joined["all"].recall, "subject_recall": by_subject["all"].recall}
    figures |= {f"relation_recall_{t}": joined[t].recall for t in sorted(joined.keys() - {"all"})}
    return figures | {"relations": float(joined["all"].wanted)}


def parse_arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    """Return what was asked for; `--help` and wrong options end the program."""
    parser = argparse.ArgumentParser(
        prog="python -m evaluation.re3d",
        description=__doc__,
        epilog=EXAMPLE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("gold", type=Path, metavar="DIR", help="the folder of re3d")
    parser.add_argument("--model", metavar="NAME", help="a pipeline or its path, not the bundled one")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    return parser.parse_args(arguments)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; return 2 after one line on standard error if something was wrong with the input."""
    asked = parse_arguments(arguments)
    use_one_core()
    try:
        figures = rounded(measure(asked.gold, model=asked.model))
    except KGError as error:
        print(f"evaluation.re3d: {error}", file=sys.stderr)
        return 2
    if asked.json:
        print(json.dumps(figures, indent=1))
    else:
        for name, figure in figures.items():
            print(f"{name:32} {figure:g}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
