"""Measure who does what to whom against gold events of PLOVER: one figure a line, shares between 0 and 1.

pair_r: of the pairs of a gold source and a gold target, those that one statement joins: its subject
overlaps the source, and its object, an argument or its place overlaps the target. A clause that is an
argument ("demanded that X leave") overlaps by any of its words. phrase_r is the same without clauses.
pair_p: of the pairs that are stated in the same texts, those that are gold. A stated pair is a subject and
another part of a statement, both with the name of a person, people, country or body in them, if a verb or an
event noun was read: a title ("the French minister X") tells no event. Pairs that overlap one another on both
sides are one.
category_accuracy: of the records with a pair that is found, those of which a statement that finds it has
the gold category. The categories of 2016 are read as those of 2021: DISAPPROVE and INVESTIGATE are ACCUSE,
FIGHT is ASSAULT or COERCE, REQUEST is DEMAND.
mutual_r: of the records with several sources and no target ("A and B agreed"), those where a statement
joins two.
confusion: how many found records of a gold category got which; where no statement is right, the most
trusted one counts that tells an event.

A record without a target, or without a source, holds no pair; records_without_pair counts them, with mutual
ones. Gold actors are words without a place: they stand wherever the text has them. Where it does not have
them in one piece ("US forces" for "US and British forces"), their capitalised words stand for them.

Reference: PLOVER, Open Event Data Alliance, https://github.com/openeventdata/PLOVER
"""

from __future__ import annotations

import argparse
import datetime
import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from evaluation.language import use_one_core
from evaluation.scores import Figures, Tally
from kg.errors import InputError, KGError
from kg.model import MentionKind, Passage, Statement

if TYPE_CHECKING:
    from evaluation.statements import Reading

EXAMPLE = """example:
  python -m evaluation.plover gsr_dev.json
"""
OF_2016: Mapping[str, frozenset[str]] = {
    "DISAPPROVE": frozenset({"ACCUSE"}),
    "INVESTIGATE": frozenset({"ACCUSE"}),
    "FIGHT": frozenset({"ASSAULT", "COERCE"}),
    "REQUEST": frozenset({"DEMAND"}),
}
"""What became of the categories of 2016 that are not those of 2021."""

ACTORS = frozenset({"PERSON", "NORP", "ORG", "GPE"})
NO_EVENTS = frozenset({"SAY", "OTHER"})
OF_EVENTS = ("verb", "event")
CAPITALISED = re.compile(r"[^\W\d_][\w.]*")

Places = tuple[Passage, ...]
Pair = tuple[Passage, Passage]


@dataclass(frozen=True, slots=True)
class Event:
    """A gold record: each source and each target with every place where it stands; any category is right."""

    name: str
    text: str
    published: datetime.date | None
    category: str
    categories: frozenset[str]
    sources: tuple[Places, ...]
    targets: tuple[Places, ...]

    @property
    def pairs(self) -> list[tuple[Places, Places]]:
        return [(source, target) for source in self.sources for target in self.targets]

    @property
    def is_mutual(self) -> bool:
        return len(self.sources) > 1 and not self.targets


@dataclass(slots=True)
class Score:
    """What was counted; adds up over records."""

    found: Tally = field(default_factory=Tally)
    found_by_phrases: Tally = field(default_factory=Tally)
    stated: Tally = field(default_factory=Tally)
    coded: Tally = field(default_factory=Tally)
    mutual: Tally = field(default_factory=Tally)
    without_pair: int = 0
    confusion: Counter[tuple[str, str]] = field(default_factory=Counter)

    @property
    def figures(self) -> Figures:
        precision, recall = self.stated.precision, self.found.recall
        both = precision + recall
        return {
            "pair_p": precision,
            "pair_r": recall,
            "pair_f1": 2 * precision * recall / both if both else 0.0,
            "phrase_r": self.found_by_phrases.recall,
            "category_accuracy": self.coded.recall,
            "mutual_r": self.mutual.recall,
            "records_without_pair": float(self.without_pair),
        }


# Gold


def read_events(path: Path) -> list[Event]:
    """Return the gold records of a file of the PLOVER GSR.

    Raises:
        InputError: the file cannot be read, or a record lacks what is compared.
    """
    try:
        records = json.loads(path.read_text(encoding="utf-8"))
        events = [_to_event(record) for record in records]
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise InputError(f"{path} is no list of PLOVER records: {error!r}") from error
    if not events:
        raise InputError(f"{path} holds no record")
    return events


def _to_event(record: Mapping[str, Any]) -> Event:
    text, category = record["text"], record["event"]
    date = record.get("date")
    return Event(
        name=record["id"],
        text=text,
        published=datetime.date.fromisoformat(date) if date else None,
        category=category,
        categories=OF_2016.get(category, frozenset({category})),
        sources=tuple(_actors_in(text, record.get("source"))),
        targets=tuple(_actors_in(text, record.get("target"))),
    )


def _actors_in(text: str, actors: object) -> Iterator[Places]:
    """Yield the places of each actor that stands in the text; what is no list names nobody."""
    for actor in actors if isinstance(actors, list) else []:
        if places := places_of(text, actor["actorText"]):
            yield places


def places_of(text: str, words: str) -> Places:
    """Return where the words stand in a text as a whole, else where their capitalised words stand.

    Example:
        >>> [(p.start, p.end) for p in places_of("US and British forces shot at the US flag.", "US forces")]
        [(0, 2), (34, 36)]
    """
    pattern = r"\s+".join(re.escape(word) for word in words.split())
    places = _places_of_pattern(text, pattern, re.IGNORECASE) if pattern else []
    if not places:
        names = [word for word in CAPITALISED.findall(words) if word[0].isupper()]
        places = [place for name in names for place in _places_of_pattern(text, re.escape(name))]
    return tuple(places)


def _places_of_pattern(text: str, pattern: str, flags: int = 0) -> list[Passage]:
    return [Passage(*found.span()) for found in re.finditer(rf"(?<!\w){pattern}(?!\w)", text, flags)]


# Counting


@dataclass(frozen=True, slots=True)
class _Stated:
    """A subject and another part of one statement."""

    statement: Statement
    pair: Pair
    is_clause: bool

    def joins(self, source: Places, target: Places) -> bool:
        return _is_at(self.pair[0], source) and _is_at(self.pair[1], target)


def count_event(score: Score, event: Event, reading: Reading) -> None:
    """Add what was found of one gold record to the score."""
    stated = list(_stated_in(reading.statements))
    if event.is_mutual:
        found = any(s.joins(a, b) for s in stated for a in event.sources for b in event.sources if a != b)
        score.mutual.add(int(found), 0, 1)
    if not event.pairs:
        score.without_pair += 1
        return
    finding = [[s for s in stated if s.joins(*pair)] for pair in event.pairs]
    score.found.add(sum(map(bool, finding)), 0, len(finding))
    phrases = sum(any(not s.is_clause for s in found) for found in finding)
    score.found_by_phrases.add(phrases, 0, len(finding))
    if codes := _codes_of(s.statement for found in finding for s in found):
        right = [code for code in codes if code in event.categories]
        score.coded.add(bool(right), 0, 1)
        score.confusion[event.category, (right or codes)[0]] += 1
    groups = _distinct(s.pair for s in stated if _is_event_between_actors(s, reading))
    gold = sum(any(_is_gold(pair, event) for pair in group) for group in groups)
    score.stated.add(gold, len(groups), 0)


def _stated_in(statements: Iterable[Statement]) -> Iterator[_Stated]:
    from evaluation.statements import parts_of

    for statement in statements:
        clauses = {a.phrase.passage for a in statement.arguments if a.statement or a.role == "content"}
        for part in parts_of(statement):
            if statement.subject and part.role != "subject":
                pair = statement.subject.passage, part.passage
                yield _Stated(statement, pair, part.role != "object" and part.passage in clauses)


def _codes_of(statements: Iterable[Statement]) -> list[str]:
    """Return the categories, those of events first, then by confidence."""
    ranked = sorted(
        statements, key=lambda s: (s.predicate.category in NO_EVENTS, -s.confidence, s.predicate.passage)
    )
    return [statement.predicate.category for statement in ranked]


def _is_event_between_actors(stated: _Stated, reading: Reading) -> bool:
    if stated.statement.rule not in OF_EVENTS or stated.pair[0].overlaps(stated.pair[1]):
        return False
    names = [
        mention.passage
        for mention in reading.extraction.mentions
        if mention.kind is MentionKind.NAME and mention.label in ACTORS
    ]
    return all(_is_at(passage, names) for passage in stated.pair)


def _distinct(pairs: Iterable[Pair]) -> list[list[Pair]]:
    """Return the pairs in groups: one that overlaps one of a group on both sides belongs to it."""
    groups: list[list[Pair]] = []
    for a, b in pairs:
        group = next((g for g in groups if any(a.overlaps(c) and b.overlaps(d) for c, d in g)), None)
        if group is None:
            groups.append([(a, b)])
        else:
            group.append((a, b))
    return groups


def _is_gold(pair: Pair, event: Event) -> bool:
    return any(_is_at(pair[0], source) and _is_at(pair[1], target) for source, target in event.pairs)


def _is_at(passage: Passage, places: Iterable[Passage]) -> bool:
    return any(passage.overlaps(place) for place in places)


# The command


def measure(path: Path, *, model: str | None = None) -> Score:
    """Return what the pipeline finds of the records in a file.

    Raises:
        KGError: the file is not readable, or the pipeline does not load.
    """
    events = read_events(path)
    from evaluation.statements import GivenText, read_texts
    from kg.language import load_pipeline

    score = Score()
    texts = [GivenText(event.name, event.text, event.published) for event in events]
    for event, reading in zip(events, read_texts(load_pipeline(model), texts), strict=True):
        count_event(score, event, reading)
    return score


def parse_arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    """Return what was asked for; `--help` and wrong options end the program."""
    parser = argparse.ArgumentParser(
        prog="python -m evaluation.plover",
        description=__doc__,
        epilog=EXAMPLE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("gold", type=Path, metavar="GSR.json", help="gold records of PLOVER")
    parser.add_argument("--model", metavar="NAME", help="a pipeline or its path, not the bundled one")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    return parser.parse_args(arguments)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; return 2 after one line on standard error if something was wrong with the input."""
    asked = parse_arguments(arguments)
    use_one_core()
    try:
        score = measure(asked.gold, model=asked.model)
    except KGError as error:
        print(f"evaluation.plover: {error}", file=sys.stderr)
        return 2
    figures = {name: round(figure, 4) for name, figure in score.figures.items()}
    confusion = sorted(score.confusion.items(), key=lambda row: (row[0][0], -row[1], row[0][1]))
    if asked.json:
        rows = [{"gold": gold, "given": given, "records": n} for (gold, given), n in confusion]
        print(json.dumps({**figures, "confusion": rows}, indent=1))
    else:
        for name, figure in figures.items():
            print(f"{name:26} {figure:g}")
        for (gold, given), n in confusion:
            print(f"confusion {gold + ' ' + given:26} {n}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
