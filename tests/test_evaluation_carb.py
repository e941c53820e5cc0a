"""CaRB's figures, each worked out by hand on tuples of our own."""

from __future__ import annotations

from pathlib import Path

import pytest
from spacy.language import Language

from evaluation import carb
from evaluation.carb import (
    Point,
    Tuple,
    area_under,
    compare,
    curve_of,
    figures_of,
    read_gold,
    to_tuple,
    to_tuples,
)
from evaluation.sentences import Part, Reading


def make_tuple(written: str, confidence: float = 1.0) -> Tuple:
    """A tuple written "predicate | argument | argument"."""
    predicate, *arguments = (part.strip() for part in written.split("|"))
    return Tuple(predicate, tuple(arguments), confidence)


class TestComparison:
    @pytest.mark.parametrize(
        ("gold", "guess", "precision", "recall"),
        [
            ("sold | Ann | a boat | in May", "sold | Ann | a boat", 4 / 4, 4 / 6),
            ("sold | Ann | a boat", "sold | Ann | in May | a boat", 4 / 6, 4 / 4),
            ("sold | Ann | a boat", "bought | Ann | a boat", 0, 0),
            ("sold | Ann | a boat", "sold | a boat", 0, 0),
            ("sold | Ann | the boat", "sold | Ann | the the boat", 4 / 5, 4 / 4),
            ("sold | Ann | a boat", "sold | a boat | Ann", 1 / 4, 1 / 4),
            ("sold | Ann | a boat", "Sold | Ann | a boat", 0, 0),
        ],
        ids=["short", "long", "another predicate", "one argument", "used once", "turned round", "capital"],
    )
    def test_words_in_common(self, gold: str, guess: str, precision: float, recall: float) -> None:
        assert compare(make_tuple(gold), make_tuple(guess)) == pytest.approx((precision, recall))

    def test_be_is_any_form_of_it_once(self) -> None:
        assert compare(make_tuple("was | Ann | captain"), make_tuple("be | Ann | captain")) == (1, 1)
        assert compare(make_tuple("has been | Ann | captain"), make_tuple("be be | Ann | captain")) == (
            3 / 4,
            3 / 4,
        )
        assert compare(make_tuple("be | Ann | captain"), make_tuple("was | Ann | captain")) == (0, 0)

    def test_what_is_said_may_come_first(self) -> None:
        turned = make_tuple("said | rain fell | Bo")
        assert compare(make_tuple("said | Bo | rain fell"), turned) == (1, 1)
        announced = make_tuple("announced | rain fell | Bo")
        assert compare(make_tuple("announced | Bo | rain fell"), announced) == (1 / 4, 1 / 4)


class TestFigures:
    def test_precision_takes_the_best_pair_first(self) -> None:
        # x fits A in 3 of 3 words and B in 2 of 3, y fits A in 3 of 4 and B not at all. Taking A with x
        # leaves B with y: 1 + 0; the other way would give 3/4 + 2/3. For recall A and B share x.
        gold = [make_tuple("sold off | Ann | boats"), make_tuple("sold | Ann | cars")]
        guess = [make_tuple("sold | Ann | boats"), make_tuple("off | Ann | old boats")]
        (point,) = curve_of({"s": gold}, {"s": guess})
        assert point.precision == pytest.approx((1 + 0) / 2)
        assert point.recall == pytest.approx((3 / 4 + 2 / 3) / 2)

    def test_guesses_that_are_left_over_count_nothing(self) -> None:
        guess = [make_tuple("sold | Ann | boats"), make_tuple("sold | Ann | boats and cars")]
        (point,) = curve_of({"s": [make_tuple("sold | Ann | boats")]}, {"s": guess})
        assert (point.precision, point.recall) == pytest.approx((1 / 2, 1))

    def test_curve_and_area(self) -> None:
        gold = {"s": [make_tuple("sold | Ann | boats"), make_tuple("bought | Bo | cars")]}
        guess = {"s": [make_tuple("bought | Bo | houses", 0.5), make_tuple("sold | Ann | boats", 0.9)]}
        first, second = curve_of(gold, guess)
        assert (first.confidence, first.precision, first.recall) == (0.9, 1, 1 / 2)
        # the second has 2 of its 3 words right, and 2 of 3 of the gold
        assert (second.confidence, second.precision, second.recall) == pytest.approx((0.5, 5 / 6, 5 / 6))
        # a square of 1/2 by 1, then a strip of 1/3 between heights 1 and 5/6
        assert area_under([second, first]) == pytest.approx(1 / 2 + 1 / 3 * 11 / 12)
        figures = figures_of(gold, guess)
        assert figures == pytest.approx({"p": 5 / 6, "r": 5 / 6, "f1": 5 / 6, "auc": 29 / 36})

    def test_the_area_begins_at_precision_1(self) -> None:
        assert area_under([Point(0.5, 0.4, 0.6)]) == pytest.approx(0.6 * 0.7)

    def test_the_best_threshold_leaves_out_what_is_wrong(self) -> None:
        # at 0.9: 1 of 1, recall 1/2, f1 2/3; at 0.1: 1 of 4, recall 1/2, f1 1/3
        gold = {"s": [make_tuple("sold | Ann | boats")], "t": [make_tuple("fell | rain | here")]}
        wrong = [make_tuple(f"{verb} | Bo | cars", 0.1) for verb in ("ate", "saw", "hit")]
        figures = figures_of(gold, {"s": [make_tuple("sold | Ann | boats", 0.9), *wrong]})
        assert figures == pytest.approx({"p": 1, "r": 1 / 2, "f1": 2 / 3, "auc": 1 / 2})

    def test_sentences_add_up(self) -> None:
        # each sentence has a threshold of its own; the gold of one that nothing is read in counts too
        gold = {name: [make_tuple("sold | Ann | boats")] for name in "stu"}
        guess = {"s": [make_tuple("sold | Ann | boats", 0.9)], "t": [make_tuple("sold | Ann | cars", 0.8)]}
        first, second = curve_of(gold, guess)
        assert (first.precision, first.recall) == pytest.approx((1, 1 / 3))
        assert (second.precision, second.recall) == pytest.approx((5 / 6, 5 / 9))

    def test_nothing_read(self) -> None:
        figures = figures_of({"s": [make_tuple("sold | Ann | boats")]}, {})
        assert figures == {"p": 0, "r": 0, "f1": 0, "auc": 0}


SENTENCE = "Later the boat was sold quickly by the old owner to a Dutchman in May"
WORDS = SENTENCE.split()
BOAT, SOLD, OWNER = range(1, 3), range(3, 6), range(7, 10)
TO_DUTCHMAN = Part("to", range(11, 13), range(10, 11))
IN_MAY = Part("time", range(14, 15), range(13, 14))


class TestTuples:
    def test_agent_of_a_passive_stands_behind_by(self) -> None:
        subject, target = Part("subject", OWNER), Part("object", BOAT)
        made = to_tuple(Reading(SOLD, subject, target, (TO_DUTCHMAN, IN_MAY), 0.7), WORDS)
        assert made == make_tuple(
            "was sold quickly by | the boat | the old owner | to a Dutchman | in May", 0.7
        )

    def test_without_an_object_the_first_argument_gives_its_preposition(self) -> None:
        made = to_tuple(Reading(SOLD, Part("subject", BOAT), None, (TO_DUTCHMAN, IN_MAY), 0.7), WORDS)
        assert made == make_tuple("was sold quickly to | the boat | a Dutchman | in May", 0.7)

    def test_who_is_given_something_stands_first(self) -> None:
        words = ["Bo", "was", "given", "a", "boat"]
        reading = Reading(range(1, 3), Part("subject", range(3, 5)), Part("object", range(0, 1)), (), 0.7)
        assert to_tuple(reading, words) == make_tuple("was given | Bo | a boat", 0.7)

    def test_what_a_noun_phrase_says_is_said_with_be(self) -> None:
        words = ["The", "Dutch", "captain", "of", "Ajax", "Ann", "Lee", "fell"]
        name, club = Part("subject", range(5, 7)), Part("object", range(4, 5))
        made = to_tuple(Reading(range(2, 3), name, club, (), 0.7, is_nominal=True), words)
        assert made == make_tuple("be | Ann Lee | captain of Ajax", 0.7)
        around = Part("subject", range(1, 7))
        made = to_tuple(Reading(range(2, 3), around, club, (), 0.7, is_nominal=True), words)
        assert made == make_tuple("be | Dutch captain of Ajax Ann Lee | captain of Ajax", 0.7)

    def test_two_arguments_are_needed(self) -> None:
        alone = Reading(SOLD, Part("subject", BOAT), None, (), 0.7)
        subjectless = Reading(SOLD, None, Part("object", BOAT), (IN_MAY,), 0.7)
        assert to_tuples([alone, subjectless], WORDS) == []

    def test_the_same_tuple_is_made_once(self) -> None:
        subject = Part("subject", BOAT)
        readings = [Reading(SOLD, subject, None, (IN_MAY,), confidence) for confidence in (0.4, 0.8, 0.6)]
        assert [made.confidence for made in to_tuples(readings, WORDS)] == [0.8]


GOLD = """\
Ann sold a boat to Bo on Monday .\tsold\tAnn\ta boat\tto Bo\ton Monday
Ann sold a boat to Bo on Monday .\tsold to\tAnn\tBo
The boat was built by Dutchmen .\twas built by\tThe boat\tDutchmen
"""


class TestCommand:
    def test_gold(self, tmp_path: Path) -> None:
        path = tmp_path / "gold.tsv"
        path.write_text(GOLD, encoding="utf-8")
        gold = read_gold(path)
        assert [len(tuples) for tuples in gold.values()] == [2, 1]
        assert gold["The boat was built by Dutchmen ."] == [make_tuple("was built by | The boat | Dutchmen")]

    def test_figures_and_tuples(
        self,
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
        nlp: Language,
    ) -> None:
        monkeypatch.setattr(carb, "use_one_core", lambda: None)
        gold, out = tmp_path / "gold.tsv", tmp_path / "out.tsv"
        gold.write_text(GOLD, encoding="utf-8")
        assert carb.main([str(gold), "--write", str(out)]) == 0
        figures = dict(line.split() for line in capsys.readouterr().out.splitlines())
        assert list(figures) == ["p", "r", "f1", "auc"]
        assert float(figures["p"]) == 1.0
        rows = [line.split("\t") for line in out.read_text(encoding="utf-8").splitlines()]
        assert [row[0] for row in rows] == list(read_gold(gold))
        assert rows[1][2:] == ["was built by", "The boat", "Dutchmen"]
        assert all(0 < float(row[1]) < 1 for row in rows)

    @pytest.mark.parametrize(
        ("text", "message"),
        [("", "holds no tuple"), ("It rains .\train\tIt\n", "line 1: sentence, predicate and two arguments")],
    )
    def test_bad_gold_is_one_line(
        self,
        text: str,
        message: str,
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        monkeypatch.setattr(carb, "use_one_core", lambda: None)
        path = tmp_path / "gold.tsv"
        path.write_text(text, encoding="utf-8")
        assert carb.main([str(path)]) == 2
        told = capsys.readouterr().err
        assert message in told
        assert told.count("\n") == 1
