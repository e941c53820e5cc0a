"""Events are counted as the module says, on gold of our own with figures worked out by hand."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from conftest import make_article, make_doc

from evaluation import plover
from evaluation.plover import Score, count_event, places_of, read_events
from evaluation.statements import GivenText, Reading, parts_of, to_prose
from kg.errors import InputError
from kg.model import (
    Argument,
    Evidence,
    Extraction,
    Mention,
    MentionKind,
    Passage,
    Phrase,
    Predicate,
    Statement,
)

TEXT = "Norway said Chad and Peru must free Kenya's sailors."


def actors(*words: str) -> list[dict[str, str]]:
    return [{"actorText": text} for text in words]


def record(name: str, event: str, source: Any, target: Any, text: str = TEXT) -> dict[str, Any]:
    return {
        "id": name,
        "event": event,
        "text": text,
        "date": "2021-03-10",
        "source": source,
        "target": target,
    }


def write(folder: Path, *records: object) -> Path:
    path = folder / "gold.json"
    path.write_text(json.dumps(records), encoding="utf-8")
    return path


def phrase(words: str) -> Phrase:
    start = TEXT.index(words)
    return Phrase(words, Passage(start, start + len(words)))


def state(
    category: str,
    subject: str | None,
    target: str | None = None,
    *arguments: tuple[str, str, str | None],
    rule: str = "verb",
    confidence: float = 0.5,
) -> Statement:
    """A statement of the text; an argument is a role, its words, and the statement it stands for."""
    return Statement(
        id=f"{category}-{subject}-{target}-{rule}",
        subject=phrase(subject) if subject else None,
        predicate=Predicate("do", Passage(7, 11), category),
        predicate_text="said",
        object=phrase(target) if target else None,
        evidence=Evidence("sample", 0, Passage(0, len(TEXT)), TEXT),
        rule=rule,
        arguments=tuple(Argument(role, phrase(words), content) for role, words, content in arguments),
        confidence=confidence,
    )


def reading(*statements: Statement) -> Reading:
    named = ("Norway", "Chad", "Peru", "Kenya")
    mentions = [
        Mention(phrase(name).passage, MentionKind.NAME, "GPE", name, i) for i, name in enumerate(named)
    ]
    sailors = Mention(phrase("sailors").passage, MentionKind.NOMINAL, "", "sailor", 9)
    extraction = Extraction(make_article(TEXT), (*mentions, sailors), (), (Passage(0, len(TEXT)),))
    return Reading(make_doc(["x"]), extraction, statements)


def score(folder: Path, records: Sequence[dict[str, Any]], *statements: Statement) -> Score:
    """What is counted where each record is read as the same statements."""
    found = Score()
    for event in read_events(write(folder, *records)):
        count_event(found, event, reading(*statements))
    return found


CLAUSE = "Chad and Peru must free Kenya's sailors"


class TestGold:
    def test_events(self, tmp_path: Path) -> None:
        path = write(
            tmp_path,
            record("a", "FIGHT", actors("Norway", "Mars"), actors("Chad")),
            record("b", "REQUEST", actors("Norway", "Peru"), None),
            record("c", "AID", None, "diplomatic"),
        )
        fight, request, aid = read_events(path)
        assert sorted(fight.categories) == ["ASSAULT", "COERCE"]
        assert [*request.categories, *aid.categories] == ["DEMAND", "AID"]
        assert fight.pairs == [((Passage(0, 6),), (Passage(12, 16),))]
        assert [event.is_mutual for event in (fight, request, aid)] == [False, True, False]
        assert request.pairs == aid.pairs == []
        assert fight.published is not None and fight.published.year == 2021

    @pytest.mark.parametrize(
        ("words", "found"),
        [
            ("chad", ["Chad"]),
            ("Peru  must", ["Peru must"]),
            ("Kenya", ["Kenya"]),
            ("Kenyan", []),
            ("Kenya ... sailors", ["Kenya"]),
            ("Chad sailors", ["Chad"]),
            ("sailors of the sea", []),
        ],
    )
    def test_places(self, words: str, found: list[str]) -> None:
        assert [TEXT[place.start : place.end] for place in places_of(TEXT, words)] == found

    @pytest.mark.parametrize(
        ("text", "message"),
        [
            ("[]", "holds no record"),
            ("{", "is no list"),
            ('[{"id": "a"}]', "is no list"),
            ("[3]", "is no list"),
        ],
    )
    def test_what_is_no_gold(self, tmp_path: Path, text: str, message: str) -> None:
        path = tmp_path / "gold.json"
        path.write_text(text)
        with pytest.raises(InputError, match=message):
            read_events(path)


class TestStatements:
    def test_parts_by_rank(self) -> None:
        statement = state("SAY", "Norway", "Chad", ("with", "Peru", None), ("content", CLAUSE, "x"))
        assert [part.role for part in parts_of(statement)] == ["subject", "object", "with", "content"]

    def test_all_is_prose_and_keeps_its_places(self) -> None:
        text = "Menu\n\nRain fell\nall night.\n \n\n  Then it stopped. "
        article = to_prose(GivenText("a", text))
        assert article.text == text
        words = [article.cut(paragraph) for paragraph in article.paragraphs]
        assert words == ["Menu", "Rain fell\nall night.", "Then it stopped."]


class TestCounting:
    GOLD = record("a", "DEMAND", actors("Norway"), actors("Chad", "Peru"))

    def test_figures(self, tmp_path: Path) -> None:
        # Norway → Chad is found, Norway → Peru is not; two pairs are stated: that one, and Peru → Kenya
        found = score(
            tmp_path,
            [self.GOLD],
            state("DEMAND", "Norway", "Chad"),
            state("RETREAT", "Peru", "Kenya's sailors"),
        )
        assert found.figures == {
            "pair_p": 1 / 2,
            "pair_r": 1 / 2,
            "pair_f1": 1 / 2,
            "phrase_r": 1 / 2,
            "category_accuracy": 1.0,
            "mutual_r": 0.0,
            "records_without_pair": 0.0,
        }

    def test_a_clause_finds_but_is_no_phrase(self, tmp_path: Path) -> None:
        found = score(tmp_path, [self.GOLD], state("SAY", "Norway", None, ("content", CLAUSE, "x")))
        assert (found.found.recall, found.found_by_phrases.recall, found.coded.recall) == (1.0, 0.0, 0.0)
        assert found.confusion == {("DEMAND", "SAY"): 1}

    def test_direction_counts(self, tmp_path: Path) -> None:
        found = score(tmp_path, [self.GOLD], state("DEMAND", "Chad", "Norway"))
        assert (found.found.recall, found.stated.precision) == (0.0, 0.0)

    def test_what_overlaps_on_both_sides_is_stated_once(self, tmp_path: Path) -> None:
        found = score(
            tmp_path,
            [self.GOLD],
            state("DEMAND", "Norway", "Chad"),
            state("SAY", "Norway", None, ("content", CLAUSE, "x")),
        )
        assert (found.stated.right, found.stated.guessed) == (1, 1)

    def test_titles_and_things_state_no_event(self, tmp_path: Path) -> None:
        found = score(
            tmp_path,
            [self.GOLD],
            state("OTHER", "Peru", "Kenya", rule="title"),
            state("RETREAT", "Norway", "sailors"),
        )
        assert found.stated.guessed == 0

    def test_one_right_statement_makes_the_category_right(self, tmp_path: Path) -> None:
        say = state("SAY", "Norway", "Chad", confidence=0.9)
        free = state("RETREAT", "Norway", "Peru", confidence=0.3)
        assert score(tmp_path, [self.GOLD], say, free).confusion == {("DEMAND", "RETREAT"): 1}
        right = score(tmp_path, [self.GOLD], say, free, state("DEMAND", "Norway", "Chad", confidence=0.1))
        assert (right.confusion, right.coded.recall) == ({("DEMAND", "DEMAND"): 1}, 1.0)

    def test_what_one_does_with_the_other_is_apart(self, tmp_path: Path) -> None:
        mutual = record("b", "AGREE", actors("Chad", "Peru"), None)
        found = score(tmp_path, [mutual], state("AGREE", "Peru", "Chad"))
        assert (found.figures["mutual_r"], found.without_pair, found.found.wanted) == (1.0, 1, 0)
        apart = score(tmp_path, [mutual], state("AGREE", "Peru", "Kenya"), state("AGREE", "Chad", "Kenya"))
        assert apart.figures["mutual_r"] == 0.0


class TestCommand:
    def test_json(self, tmp_path: Path, nlp: object) -> None:
        text = "Norway accused Chad of theft."
        path = write(tmp_path, record("a", "DISAPPROVE", actors("Norway"), actors("Chad"), text))
        command = [sys.executable, "-m", "evaluation.plover", str(path), "--json"]
        root = Path(plover.__file__).resolve().parents[1]
        done = subprocess.run(command, cwd=root, capture_output=True, text=True, timeout=120)
        assert done.returncode == 0, done.stderr
        figures = json.loads(done.stdout)
        assert (figures["pair_f1"], figures["category_accuracy"]) == (1.0, 1.0)
        assert figures["confusion"] == [{"gold": "DISAPPROVE", "given": "ACCUSE", "records": 1}]

    def test_one_figure_a_line(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        counted = score(tmp_path, [TestCounting.GOLD], state("SAY", "Norway", "Chad"))
        monkeypatch.setattr(plover, "use_one_core", lambda: None)
        monkeypatch.setattr(plover, "measure", lambda path, model: counted)
        assert plover.main(["gold.json"]) == 0
        lines = [line.split() for line in capsys.readouterr().out.splitlines()]
        assert ["pair_r", "0.5"] in lines and lines[-1] == ["confusion", "DEMAND", "SAY", "1"]

    def test_bad_input_is_one_line(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setattr(plover, "use_one_core", lambda: None)
        assert plover.main(["nowhere.json"]) == 2
        assert capsys.readouterr().err == (
            "evaluation.plover: nowhere.json cannot be read: No such file or directory\n"
        )
