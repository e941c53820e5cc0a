"""Measure the statements against QA-SRL: questions about verbs, answered by words of the sentence.

SENTENCES.csv: columns qasrl_id and tokens, the words with spaces between them; read are those with gold.
GOLD.csv: on each row a question about the verb at verb_idx, its answers as words from:to, "~!~" between them.
The arguments of a verb are all parts of the statements that have it in their predicate: subjects, objects,
further arguments, times, places and what is said. One matches an answer if half of the words of both are
common to them; each counts once, and of all ways to pair them off the one with the most pairs is taken.

p, r and f1: a question is one argument, matched by any of its answers.
answer_…: each answer is an argument, as Roit et al. count; answers of one question never overlap.
verb_r: the verbs that some statement has.
r_who and others: what is matched of the questions with this word. p_subject and others: what is right of our
arguments in this role; those with a preposition are p_oblique.

References: Roit et al. 2020, https://aclanthology.org/2020.acl-main.626/ ; FitzGerald et al. 2018,
https://aclanthology.org/P18-1191/
"""

from __future__ import annotations

import argparse
import csv
import re
import sys
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from evaluation.language import print_figures, use_one_core
from evaluation.scores import Figures, new_tallies
from evaluation.sentences import Reading, read_sentences
from kg.errors import InputError, KGError

ANSWERS = "~!~"
RANGES = re.compile(rf"\d+:\d+({re.escape(ANSWERS)}\d+:\d+)*")
ROLES = {"subject", "object", "content", "time", "place", "manner"}
EXAMPLE = """example:
  python -m evaluation.qasrl wikinews.dev.full.csv wikinews.dev.gold.csv
"""

Spans = tuple[range, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of a verb: the word it begins with ("how long"), and the answers by their words."""

    word: str
    answers: Spans


@dataclass(frozen=True, slots=True)
class Verb:
    """A verb of a sentence by its place, and the questions about it."""

    sentence: str
    place: int
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """The arguments of a verb, each with its role; none at all if no statement has the verb."""

    is_read: bool
    arguments: tuple[tuple[str, range], ...]


# Scores


def overlap(one: range, other: range) -> float:
    """Return the share of the words of both that are common to them.

    Example:
        >>> overlap(range(2, 5), range(3, 5)), overlap(range(2), range(2, 4))
        (0.6666666666666666, 0.0)
    """
    common = max(0, min(one.stop, other.stop) - max(one.start, other.start))
    return common / (len(one) + len(other) - common) if common else 0.0


def match(wanted: Sequence[Spans], found: Sequence[range]) -> dict[int, int]:
    """Return for each wanted argument that is matched the place of its match; as many as can be.

    An argument that is wanted is there with any of its spans. References: Kuhn 1955, augmenting paths.
    """
    fits = [
        [j for j, span in enumerate(found) if any(overlap(span, other) >= 0.5 for other in spans)]
        for spans in wanted
    ]
    taken: dict[int, int] = {}

    def place(i: int, tried: set[int]) -> bool:
        for j in fits[i]:
            if j not in tried:
                tried.add(j)
                if j not in taken or place(taken[j], tried):
                    taken[j] = i
                    return True
        return False

    for i in range(len(wanted)):
        place(i, set())
    return {i: j for j, i in sorted(taken.items(), key=lambda pair: pair[1])}


def figures_of(verbs: Sequence[Verb], found: Sequence[Found]) -> Figures:
    """Return all figures for verbs with what was found for each."""
    tallies = new_tallies()
    for verb, read in zip(verbs, found, strict=True):
        spans = [span for _, span in read.arguments]
        wanted = [question.answers for question in verb.questions]
        answers = [(answer,) for question in wanted for answer in question]
        by_question = match(wanted, spans)
        tallies["question"].add(len(by_question), len(spans), len(wanted))
        tallies["answer"].add(len(match(answers, spans)), len(spans), len(answers))
        tallies["verb"].add(read.is_read, read.is_read, 1)
        for place, question in enumerate(verb.questions):
            tallies[f"r_{question.word}"].add(place in by_question, 0, 1)
        for place, (role, _) in enumerate(read.arguments):
            name = role if role in ROLES else "oblique"
            tallies[f"p_{name}"].add(place in by_question.values(), 1, 0)
    questions, answered = tallies.pop("question"), tallies.pop("answer")
    return {
        "p": questions.precision,
        "r": questions.recall,
        "f1": questions.f1,
        "answer_p": answered.precision,
        "answer_r": answered.recall,
        "answer_f1": answered.f1,
        "verb_r": tallies.pop("verb").recall,
        **{
            name.replace(" ", "_"): tally.precision if name.startswith("p_") else tally.recall
            for name, tally in sorted(tallies.items())
        },
    }


def found_at(place: int, readings: Sequence[Reading]) -> Found:
    """Return the arguments of the statements whose predicate has a word of the sentence, each span once."""
    roles: dict[range, str] = {}
    own = [reading for reading in readings if place in reading.predicate]
    for reading in own:
        for part in reading.parts:
            if len(part.words):
                roles.setdefault(part.words, part.role)
    return Found(bool(own), tuple((role, span) for span, role in roles.items()))


# The command


def read_gold(sentences: Path, gold: Path) -> tuple[dict[str, list[str]], list[Verb]]:
    """Return the words of each sentence with gold, and the verbs in the order of the file.

    Raises:
        InputError: a file cannot be read, or a row of the gold does not fit its sentence.
    """
    words = {row["qasrl_id"]: row["tokens"].split() for row in _read_csv(sentences, ("qasrl_id", "tokens"))}
    questions: dict[tuple[str, int], list[Question]] = defaultdict(list)
    for number, row in enumerate(_read_csv(gold, ("qasrl_id", "verb_idx", "wh", "answer_range")), start=1):
        name, verb, ranges = row["qasrl_id"], row["verb_idx"], row["answer_range"]
        if name not in words:
            raise InputError(f"{gold}, row {number}: {sentences} has no sentence {name!r}")
        if not verb.isdigit() or not RANGES.fullmatch(ranges):
            raise InputError(f"{gold}, row {number}: {verb!r}, {ranges!r} are no verb and answers")
        answers = tuple(range(*map(int, part.split(":"))) for part in ranges.split(ANSWERS))
        if max(int(verb) + 1, *(answer.stop for answer in answers)) > len(words[name]):
            raise InputError(f"{gold}, row {number}: {verb!r}, {ranges!r} are not in the sentence")
        questions[name, int(verb)].append(Question(row["wh"], answers))
    if not questions:
        raise InputError(f"{gold} holds no question")
    verbs = [Verb(name, verb, tuple(asked)) for (name, verb), asked in questions.items()]
    return {name: words[name] for name in dict.fromkeys(verb.sentence for verb in verbs)}, verbs


def _read_csv(path: Path, columns: Sequence[str]) -> list[dict[str, str]]:
    """Return the rows of a CSV file with a first line of names.

    Raises:
        InputError: the file cannot be read, is not UTF-8, or lacks a column.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.DictReader(stream)
            missing = [name for name in columns if name not in (reader.fieldnames or ())]
            if missing:
                raise InputError(f"{path} has no column {', '.join(missing)}")
            return list(reader)
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{path} is not UTF-8: byte {error.start}") from error


def measure(sentences: Path, gold: Path, *, model: str | None = None) -> Figures:
    """Return all figures.

    Raises:
        KGError: a file is not readable, or the pipeline does not load.
    """
    words, verbs = read_gold(sentences, gold)
    readings: Mapping[str, tuple[Reading, ...]] = dict(
        zip(words, read_sentences(list(words.values()), model=model), strict=True)
    )
    return figures_of(verbs, [found_at(verb.place, readings[verb.sentence]) for verb in verbs])


def parse_arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    """Return what was asked for; `--help` and wrong options end the program."""
    parser = argparse.ArgumentParser(
        prog="python -m evaluation.qasrl",
        description=__doc__,
        epilog=EXAMPLE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("sentences", type=Path, metavar="SENTENCES.csv", help="sentences, cut into words")
    parser.add_argument("gold", type=Path, metavar="GOLD.csv", help="questions and answers")
    parser.add_argument("--model", metavar="NAME", help="a pipeline or its path, not the bundled one")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    return parser.parse_args(arguments)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; return 2 after one line on standard error if something was wrong with the input."""
    asked = parse_arguments(arguments)
    use_one_core()
    try:
        figures = measure(asked.sentences, asked.gold, model=asked.model)
    except KGError as error:
        print(f"evaluation.qasrl: {error}", file=sys.stderr)
        return 2
    print_figures(figures, as_json=asked.json)
    return 0


if __name__ == "__main__":
    sys.exit(main())
