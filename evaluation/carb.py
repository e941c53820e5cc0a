"""Measure the statements against CaRB, gold tuples of open information extraction; one figure a line.

GOLD.tsv: on each line, with tabs between them, a sentence, a predicate, and two or more arguments.
Each sentence is read as an article of its own. p, r and f1 are those of the confidence at which f1 is best,
auc is the area under precision over recall. A tuple has the words of the sentence: subject, predicate as
written, object, then the other arguments with their prepositions, times and places; a statement with less
than two of them makes none. What a noun phrase says ("the captain, a Dutchman") has "be" as its predicate,
the one word that is not of the sentence and that CaRB takes for any form of it.

References: Bhardwaj, Aggarwal and Mausam 2019, https://aclanthology.org/D19-1651/
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from evaluation.corpora import read_text
from evaluation.language import print_figures, use_one_core
from evaluation.scores import Figures
from evaluation.sentences import Part, Reading, read_sentences
from kg.errors import InputError, KGError, OutputError

FORMS_OF_BE = {"be", "is", "am", "are", "was", "were", "been", "being"}
SAYING = {"said", "told", "added", "says", "adds"}
EXAMPLE = """example:
  python -m evaluation.carb dev.tsv --write tuples.tsv
"""


@dataclass(frozen=True, slots=True)
class Tuple:
    """A predicate and its arguments, words with spaces between them; the first argument is the subject."""

    predicate: str
    arguments: tuple[str, ...]
    confidence: float = 1.0

    @property
    def sides(self) -> tuple[list[str], list[str]]:
        """The words of the first argument, and those of all others."""
        return self.arguments[0].split(), " ".join(self.arguments[1:]).split()


TuplesBySentence = Mapping[str, Sequence[Tuple]]


# Scores


def compare(gold: Tuple, guess: Tuple) -> tuple[float, float]:
    """Return precision and recall of the words of a tuple; nothing in common of the predicates is 0, 0.

    Where the gold predicate says that somebody says, the guess may have what is said as its first argument.
    """
    if min(len(gold.arguments), len(guess.arguments)) < 2:
        return 0.0, 0.0
    subject, rest = guess.sides
    scores = [_compare_parts(gold, guess.predicate.split(), (subject, rest))]
    if SAYING & set(gold.predicate.split()):
        scores.append(_compare_parts(gold, guess.predicate.split(), (rest, subject)))
    return max(scores)


def _compare_parts(
    gold: Tuple, predicate: Sequence[str], sides: tuple[Sequence[str], Sequence[str]]
) -> tuple[float, float]:
    wanted = gold.predicate.split()
    common = _count_common(wanted, predicate)
    left = Counter(predicate) - Counter(wanted)
    # a "be" is no word of the sentence: the guess put it there
    common += bool(left["be"] and FORMS_OF_BE & set(wanted))
    if not common:
        return 0.0, 0.0
    common += sum(_count_common(one, other) for one, other in zip(gold.sides, sides, strict=True))
    count_guess = len(predicate) + sum(map(len, sides))
    count_gold = len(wanted) + sum(map(len, gold.sides))
    return common / count_guess, common / count_gold


def _count_common(one: Sequence[str], other: Sequence[str]) -> int:
    return (Counter(one) & Counter(other)).total()


@dataclass(frozen=True, slots=True)
class Point:
    """Precision and recall of all guesses that are at least so confident."""

    confidence: float
    precision: float
    recall: float

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def curve_of(gold: TuplesBySentence, guess: TuplesBySentence) -> list[Point]:
    """Return a point for each confidence of a guess, the highest first; only sentences with gold count."""
    scores = {
        sentence: [[compare(wanted, found) for found in guess.get(sentence, ())] for wanted in tuples]
        for sentence, tuples in gold.items()
    }
    count_wanted = sum(map(len, gold.values()))
    precise, recalled, count_guessed = dict.fromkeys(gold, 0.0), dict.fromkeys(gold, 0.0), 0
    at_confidence: dict[float, set[str]] = defaultdict(set)
    for sentence in gold:
        for found in guess.get(sentence, ()):
            at_confidence[found.confidence].add(sentence)
    points = []
    for confidence in sorted(at_confidence, reverse=True):
        for sentence in at_confidence[confidence]:
            sure = [found.confidence for found in guess[sentence]]
            kept = [place for place, value in enumerate(sure) if value >= confidence]
            count_guessed += sure.count(confidence)
            table = [[row[place] for place in kept] for row in scores[sentence]]
            recalled[sentence] = sum(max(recall for _, recall in row) for row in table)
            precise[sentence] = _sum_matched([[precision for precision, _ in row] for row in table])
        points.append(
            Point(confidence, sum(precise.values()) / count_guessed, sum(recalled.values()) / count_wanted)
        )
    return points


def _sum_matched(table: Sequence[Sequence[float]]) -> float:
    """Return the sum over pairs of row and column, each used once: again and again the best pair left."""
    cells = sorted(
        ((score, -i, -j) for i, row in enumerate(table) for j, score in enumerate(row)), reverse=True
    )
    rows, columns, total = set[int](), set[int](), 0.0
    for score, i, j in cells:
        if i not in rows and j not in columns:
            rows.add(i)
            columns.add(j)
            total += score
    return total


def area_under(points: Sequence[Point]) -> float:
    """Return the area under the straight lines from recall 0 and precision 1 through all points."""
    area, precision, recall = 0.0, 1.0, 0.0
    for point in sorted(points, key=lambda point: -point.confidence):
        area += (point.recall - recall) * (point.precision + precision) / 2
        precision, recall = point.precision, point.recall
    return area


def figures_of(gold: TuplesBySentence, guess: TuplesBySentence) -> Figures:
    """Return p, r, f1 and auc; of several confidences with the best f1 the lowest counts."""
    points = curve_of(gold, guess)
    best = max(points, key=lambda point: (point.f1, -point.confidence), default=Point(0.0, 0.0, 0.0))
    return {"p": best.precision, "r": best.recall, "f1": best.f1, "auc": area_under(points)}


# Tuples


def to_tuples(readings: Sequence[Reading], words: Sequence[str]) -> list[Tuple]:
    """Return what the statements of a sentence make, each once, the surest first; some make nothing."""
    best: dict[tuple[str, tuple[str, ...]], float] = {}
    for reading in readings:
        if made := to_tuple(reading, words):
            key = made.predicate, made.arguments
            best[key] = max(made.confidence, best.get(key, 0.0))
    made_once = [Tuple(*key, confidence) for key, confidence in best.items()]
    return sorted(made_once, key=lambda made: -made.confidence)


def to_tuple(reading: Reading, words: Sequence[str]) -> Tuple | None:
    """Return a statement as a tuple in the order of the surface, None if it has less than two arguments.

    The subject of a statement is the agent; in a passive the tuple has it as its object, behind "by".
    """
    (subject, target), others = _on_surface(reading), list(reading.others)
    if subject is None:
        return None
    if reading.is_nominal and target is not None:
        return _nominal_tuple(reading.predicate, subject, target, words, reading.confidence)
    predicate = [*reading.predicate]
    if subject is not reading.subject and target is not None:
        predicate += _by_before(target, words)
    if target is None and others:
        target = others.pop(0)
        predicate += [place for place in target.preposition if place not in predicate]
    if target is None:
        return None
    rest = [[*part.preposition, *part.words] for part in others]
    spans = [subject.words, target.words, *rest]
    return Tuple(_cut(words, predicate), tuple(_cut(words, span) for span in spans), reading.confidence)


def _cut(words: Sequence[str], places: Iterable[int]) -> str:
    return " ".join(words[place] for place in places)


def _on_surface(reading: Reading) -> tuple[Part | None, Part | None]:
    """Return subject and object; turned round if the object stands before the verb and the subject behind."""
    subject, target = reading.subject, reading.object
    if reading.is_nominal or subject is None or target is None:
        return subject, target
    is_turned = target.words.start < reading.predicate.start < subject.words.start
    return (target, subject) if is_turned else (subject, target)


def _nominal_tuple(
    predicate: range, subject: Part, target: Part, words: Sequence[str], confidence: float
) -> Tuple:
    """Return who is what: the role with its holder and all between them ("president of the club")."""
    role = range(min(predicate.start, target.words.start), max(predicate.stop, target.words.stop))
    others = [place for place in role if place not in subject.words]
    return Tuple("be", (_cut(words, subject.words), _cut(words, others or role)), confidence)


def _by_before(agent: Part, words: Sequence[str]) -> range:
    """Return the place of the "by" that stands just before the agent of a passive, if one does."""
    before = range(agent.words.start - 1, agent.words.start)
    return before if words[before.start].lower() == "by" else range(0)


# The command


def read_gold(path: Path) -> dict[str, list[Tuple]]:
    """Return the gold tuples of each sentence, in the order of the file.

    Raises:
        InputError: the file cannot be read, holds no tuple, or a line has less than four columns.
    """
    gold: dict[str, list[Tuple]] = defaultdict(list)
    for number, line in enumerate(read_text(path).split("\n"), start=1):
        if not line.strip():
            continue
        sentence, *columns = line.rstrip("\r").split("\t")
        if len(columns) < 3:
            raise InputError(f"{path}, line {number}: sentence, predicate and two arguments are needed")
        gold[sentence].append(Tuple(columns[0], tuple(columns[1:])))
    if not gold:
        raise InputError(f"{path} holds no tuple")
    return gold


def read_tuples(sentences: Sequence[str], *, model: str | None = None) -> dict[str, list[Tuple]]:
    """Return what is read in each sentence, words with spaces between them.

    Raises:
        KGError: the pipeline does not load, or the ontology is wrong.
    """
    cut = [sentence.split() for sentence in sentences]
    found = read_sentences(cut, model=model)
    return {
        sentence: to_tuples(readings, words)
        for sentence, words, readings in zip(sentences, cut, found, strict=True)
    }


def write_tuples(path: Path, guess: TuplesBySentence) -> None:
    """Write a line for each tuple: sentence, confidence, predicate, arguments, with tabs between them.

    Raises:
        OutputError: the file cannot be written.
    """
    lines = [
        "\t".join([sentence, f"{one.confidence:g}", one.predicate, *one.arguments]) + "\n"
        for sentence, tuples in guess.items()
        for one in tuples
    ]
    try:
        path.write_text("".join(lines), encoding="utf-8", newline="\n")
    except OSError as error:
        raise OutputError(f"{path} cannot be written: {error.strerror}") from error


def parse_arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    """Return what was asked for; `--help` and wrong options end the program."""
    parser = argparse.ArgumentParser(
        prog="python -m evaluation.carb",
        description=__doc__,
        epilog=EXAMPLE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("gold", type=Path, metavar="GOLD.tsv", help="gold tuples")
    parser.add_argument("--write", type=Path, metavar="OUT.tsv", help="write what was read as tuples too")
    parser.add_argument("--model", metavar="NAME", help="a pipeline or its path, not the bundled one")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    return parser.parse_args(arguments)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; return 2 after one line on standard error if something was wrong with the input."""
    asked = parse_arguments(arguments)
    use_one_core()
    try:
        gold = read_gold(asked.gold)
        guess = read_tuples(list(gold), model=asked.model)
        if asked.write:
            write_tuples(asked.write, guess)
    except KGError as error:
        print(f"evaluation.carb: {error}", file=sys.stderr)
        return 2
    print_figures(figures_of(gold, guess), as_json=asked.json)
    return 0


if __name__ == "__main__":
    sys.exit(main())
