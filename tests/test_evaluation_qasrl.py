"""QA-SRL's figures, each worked out by hand on questions of our own."""

from __future__ import annotations

from pathlib import Path

import pytest
from spacy.language import Language

from evaluation import qasrl
from evaluation.qasrl import Found, Question, Verb, figures_of, found_at, match, read_gold
from evaluation.sentences import Part, Reading

SENTENCES = """\
qasrl_id,tokens,sentence
one,Ann and Bo sold a boat in Oslo .,Ann and Bo sold a boat in Oslo.
two,It rains .,It rains.
"""
GOLD = """\
qasrl_id,verb_idx,verb,wh,question,answer_range
one,3,sold,who,Who sold something?,0:1~!~2:3
one,3,sold,what,What did someone sell?,4:6
one,3,sold,where,Where did someone sell something?,6:8
one,3,sold,how long,How long did someone sell something?,8:9
"""


def write(folder: Path, sentences: str = SENTENCES, gold: str = GOLD) -> tuple[Path, Path]:
    paths = folder / "sentences.csv", folder / "gold.csv"
    paths[0].write_text(sentences, encoding="utf-8")
    paths[1].write_text(gold, encoding="utf-8")
    return paths


class TestMatching:
    def test_half_of_the_words_are_enough(self) -> None:
        assert match([(range(4, 6),)], [range(5, 6)]) == {0: 0}
        assert match([(range(4, 7),)], [range(6, 7)]) == {}
        assert match([(range(4, 7),)], [range(5, 9)]) == {}

    def test_as_many_as_can_be(self) -> None:
        # the first fits both, the second only the one that the first would take
        wanted = [(range(0, 4),), (range(0, 2),)]
        assert match(wanted, [range(0, 2), range(0, 6)]) == {0: 1, 1: 0}

    def test_each_counts_once(self) -> None:
        assert match([(range(0, 2),), (range(0, 2),)], [range(0, 2)]) == {0: 0}
        assert match([(range(0, 2),)], [range(0, 2), range(0, 2)]) == {0: 0}

    def test_any_answer_will_do(self) -> None:
        assert match([(range(0, 1), range(5, 8))], [range(5, 8)]) == {0: 0}


class TestFigures:
    def test_questions_and_answers(self) -> None:
        # wanted: who (two answers), what, where; found: both who, where, and one that nobody asks for
        questions = (
            Question("who", (range(0, 1), range(2, 3))),
            Question("what", (range(4, 6),)),
            Question("where", (range(6, 8),)),
        )
        found = Found(
            True,
            (
                ("subject", range(0, 1)),
                ("subject", range(2, 3)),
                ("in", range(7, 8)),
                ("time", range(9, 12)),
            ),
        )
        figures = figures_of([Verb("one", 3, questions)], [found])
        # two of three questions, with two of our four; three of four answers, with three of our four
        assert (figures["p"], figures["r"]) == (2 / 4, 2 / 3)
        assert figures["f1"] == pytest.approx(4 / 7)
        assert (figures["answer_p"], figures["answer_r"], figures["answer_f1"]) == (3 / 4, 3 / 4, 3 / 4)
        assert (figures["r_who"], figures["r_what"], figures["r_where"]) == (1, 0, 1)
        assert (figures["p_subject"], figures["p_oblique"], figures["p_time"]) == (1 / 2, 1, 0)
        assert figures["verb_r"] == 1

    def test_verbs_that_are_not_read_lower_recall(self) -> None:
        questions = (Question("how long", (range(0, 1),)),)
        verbs = [Verb("one", 3, questions), Verb("two", 1, questions)]
        figures = figures_of(verbs, [Found(True, (("time", range(0, 1)),)), Found(False, ())])
        assert (figures["p"], figures["r"], figures["verb_r"]) == (1, 1 / 2, 1 / 2)
        assert figures["r_how_long"] == 1 / 2

    def test_arguments_of_all_statements_of_a_verb(self) -> None:
        boat, oslo = Part("object", range(4, 6)), Part("in", range(7, 8), range(6, 7))
        readings = [
            Reading(range(3, 4), Part("subject", range(0, 1)), boat, (oslo,), 0.8),
            Reading(range(3, 4), Part("subject", range(2, 3)), boat, (oslo,), 0.8),
            Reading(range(9, 10), Part("subject", range(0, 1)), None, (), 0.8),
        ]
        found = found_at(3, readings)
        assert found.is_read
        assert dict(found.arguments) == {
            "subject": range(2, 3),
            "object": range(4, 6),
            "in": range(7, 8),
        }
        assert [role for role, _ in found.arguments].count("subject") == 2
        assert found_at(8, readings) == Found(False, ())


class TestCommand:
    def test_gold(self, tmp_path: Path) -> None:
        words, (verb,) = read_gold(*write(tmp_path))
        assert words == {"one": ["Ann", "and", "Bo", "sold", "a", "boat", "in", "Oslo", "."]}
        assert (verb.sentence, verb.place, len(verb.questions)) == ("one", 3, 4)
        assert verb.questions[0] == Question("who", (range(0, 1), range(2, 3)))

    def test_figures(
        self,
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
        nlp: Language,
    ) -> None:
        monkeypatch.setattr(qasrl, "use_one_core", lambda: None)
        assert qasrl.main([*map(str, write(tmp_path))]) == 0
        figures = dict(line.split() for line in capsys.readouterr().out.splitlines())
        # Ann, Bo, the boat and Oslo, for three of the four questions
        assert (figures["p"], figures["r"], figures["answer_f1"]) == ("0.75", "0.75", "0.8889")
        assert (figures["verb_r"], figures["r_how_long"]) == ("1", "0")

    @pytest.mark.parametrize(
        ("gold", "message"),
        [
            (GOLD.splitlines()[0], "holds no question"),
            ("qasrl_id,wh\none,who", "has no column verb_idx, answer_range"),
            (GOLD.replace("one,", "six,"), "row 1: "),
            (GOLD.replace("4:6", "4-6"), "row 2: '3', '4-6' are no verb and answers"),
            (GOLD.replace("6:8", "6:18"), "row 3: '3', '6:18' are not in the sentence"),
        ],
    )
    def test_bad_gold_is_one_line(
        self,
        gold: str,
        message: str,
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        monkeypatch.setattr(qasrl, "use_one_core", lambda: None)
        assert qasrl.main([*map(str, write(tmp_path, gold=gold))]) == 2
        told = capsys.readouterr().err
        assert message in told
        assert told.count("\n") == 1
