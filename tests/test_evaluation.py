"""The scorer counts as the CoNLL 2018 shared task does, and the bundled pipeline keeps above its floors."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from conftest import make_doc
from spacy.language import Language

from evaluation import gate, language, scores
from evaluation.corpora import PARAGRAPH, Word, read_names, read_re3d, read_trees
from evaluation.gate import GoldSet, below, measure_set, raised, read_baseline
from evaluation.measure import doc_of, mentions_of, words_of
from kg.errors import InputError

CANNOT = """\
# newdoc id = sample
# newpar
# text = They can’t go.
1\tThey\tthey\tPRON\tPRP\t_\t4\tnsubj\t_\t_
2-3\tcan’t\t_\t_\t_\t_\t_\t_\t_\t_
2\tcan\tcan\tAUX\tMD\t_\t4\taux\t_\t_
3\tnot\tnot\tPART\tRB\t_\t4\tadvmod\t_\t_
4\tgo\tgo\tVERB\tVB\t_\t0\troot\t_\tSpaceAfter=No
5\t.\t.\tPUNCT\t.\t_\t4\tpunct\t_\tSpacesAfter=\\s\\s

# text = Why?
1\tWhy\twhy\tADV\tWRB\t_\t0\troot\t_\tSpaceAfter=No
1.1\tnot\tnot\tPART\tRB\t_\t_\t_\t_\t_
2\t?\t?\tPUNCT\t.\t_\t1\tpunct\t_\t_

# newpar
# text = Rain.
1\tRain\train\tNOUN\tNN\t_\t0\troot\t_\tSpaceAfter=No
2\t.\t.\tPUNCT\t.\t_\t1\tpunct\t_\t_
"""

NAMES = """\
# newdoc id = first
# text = Ann Lee left Oslo.
1\tAnn\tB-PER
2\tLee\tI-PER
3\tleft\tO
4\tOslo\tB-LOC
5\t.\tO

# text = NATO waits.
1\tNATO\tB-ORG
2\twaits\tO
3\t.\tO

# newdoc id = second
# text = Esperanto!
1\tEsperanto\tB-OTH
2\t!\tO
"""


def write(folder: Path, text: str) -> Path:
    path = folder / "gold.txt"
    path.write_text(text, encoding="utf-8")
    return path


def words(text: str, spans: Sequence[tuple[int, int]], *, contracted: Sequence[int] = ()) -> list[Word]:
    """Words of a text that hang on the first, all in one sentence; a lemma is the form."""
    return [
        Word(
            a,
            b,
            text[a:b],
            text[a:b],
            "X",
            "XX",
            0 if i else None,
            "dep" if i else "root",
            0,
            i in contracted,
        )
        for i, (a, b) in enumerate(spans)
    ]


class TestReading:
    def test_the_text_is_as_it_was(self, tmp_path: Path) -> None:
        (gold,) = read_trees(write(tmp_path, CANNOT))
        assert gold.name == "sample"
        assert gold.text == f"They can’t go.  Why?{PARAGRAPH}Rain."

    def test_words_of_a_contraction_have_its_span(self, tmp_path: Path) -> None:
        (gold,) = read_trees(write(tmp_path, CANNOT))
        assert [w.form for w in gold.words if w.contracted] == ["can", "not"]
        assert {gold.text[w.start : w.end] for w in gold.words if w.contracted} == {"can’t"}
        assert all(gold.text[w.start : w.end] == w.form for w in gold.words if not w.contracted)

    def test_heads_are_places_in_the_document(self, tmp_path: Path) -> None:
        (gold,) = read_trees(write(tmp_path, CANNOT))
        assert [w.head for w in gold.words] == [3, 3, 3, None, 3, None, 5, None, 7]
        assert [w.sentence for w in gold.words] == [0] * 5 + [1] * 2 + [2] * 2

    def test_gold_words_become_a_document_with_the_same_gaps(self, tmp_path: Path, nlp: Language) -> None:
        (gold,) = read_trees(write(tmp_path, CANNOT))
        doc = doc_of(nlp, gold, sentences=True)
        assert [t.text for t in doc if not t.is_space] == [w.form for w in gold.words]
        assert doc.text == f"They cannot go.  Why?{PARAGRAPH}Rain."
        assert [t.text for t in doc if t.is_sent_start] == ["They", "Why", "Rain"]

    def test_names_have_places_in_the_joined_text(self, tmp_path: Path) -> None:
        first, second = read_names(write(tmp_path, NAMES))
        assert first.text == "Ann Lee left Oslo." + PARAGRAPH + "NATO waits."
        found = {(first.text[a:b], kind) for a, b, kind in first.mentions}
        assert found == {("Ann Lee", "person"), ("Oslo", "place"), ("NATO", "organisation")}
        assert second.mentions == frozenset()

    def test_re3d(self, tmp_path: Path) -> None:
        part = tmp_path / "part"
        part.mkdir()
        entities = [
            {"documentId": "1", "begin": 0, "end": 3, "type": "Person", "value": "Ann"},
            {"documentId": "1", "begin": 4, "end": 8, "type": "Weapon", "value": "fire"},
        ]
        (part / "entities.json").write_text("\n".join(map(json.dumps, entities)))
        (part / "documents.json").write_text(json.dumps({"_id": "1", "text": "Ann fires"}))
        (document,) = read_re3d(tmp_path)
        assert document.mentions == {(0, 3, "person")}

    @pytest.mark.parametrize(
        ("text", "message"),
        [
            ("", "holds no sentence"),
            ("1\tA\ta\n", "line 1: a line has 3 columns"),
            ("\n\nx\tA\ta\tX\tX\t_\t0\troot\t_\t_\n", "line 3: 'x' is not the number of a word"),
            ("1\tA\ta\tX\tX\t_\t_\troot\t_\t_\n", "'_' is not the number of a head"),
            ("1\tA\ta\tX\tX\t_\t7\tobj\t_\t_\n", "a head is not in the sentence"),
        ],
    )
    def test_what_is_no_treebank(self, tmp_path: Path, text: str, message: str) -> None:
        with pytest.raises(InputError, match=message):
            read_trees(write(tmp_path, text))

    @pytest.mark.parametrize(
        ("text", "message"),
        [
            ("Ann I-PER\n", "needs columns"),
            ("1\tAnn\tPER\n", "needs columns"),
            ("# text = Bob left\n1\tAnn\tB-PER\n", "the word 'Ann' is not in the text 'Bob left'"),
        ],
    )
    def test_what_is_no_list_of_names(self, tmp_path: Path, text: str, message: str) -> None:
        with pytest.raises(InputError, match=message):
            read_names(write(tmp_path, text))


class TestTrees:
    def test_words_are_aligned_by_their_span(self) -> None:
        gold = words("a US-led one", [(0, 1), (2, 4), (4, 5), (5, 8), (9, 12)])
        guess = words("a US-led one", [(0, 1), (2, 8), (9, 12)])
        assert scores.align(gold, guess) == [(0, 0), (4, 2)]

    def test_words_of_a_contraction_are_aligned_by_their_form(self) -> None:
        gold = words("we gonnA go", [(0, 2), (3, 8), (3, 8), (9, 11)], contracted=(1, 2))
        gold[1:3] = [make_word("gon", (3, 8)), make_word("na", (3, 8))]
        assert scores.align(gold, words("we gonnA go", [(0, 2), (3, 6), (6, 8), (9, 11)])) == [
            (0, 0),
            (1, 1),
            (2, 2),
            (3, 3),
        ]
        assert scores.align(gold, words("we gonnA go", [(0, 2), (3, 5), (5, 8), (9, 11)])) == [(0, 0), (3, 3)]
        assert scores.align(gold, words("we gonnA go", [(0, 6), (6, 11)])) == []

    def test_a_common_subsequence_skips_on_both_sides(self) -> None:
        gold = [make_word(form, (0, 4)) for form in ("a", "b", "d")]
        guess = words("bcda", [(0, 1), (1, 2), (2, 3), (3, 4)])
        assert scores.align(gold, guess) == [(1, 0), (2, 2)]

    def test_figures(self) -> None:
        # "He was hit": one wrong head, one label with the right universal part, one wrong word more
        text = "He was hit ."
        spans = [(0, 2), (3, 6), (7, 10), (11, 12)]
        gold = [
            Word(*spans[0], "He", "he", "PRON", "PRP", 2, "nsubj:pass", 0),
            Word(*spans[1], "was", "_", "AUX", "VBD", 2, "aux:pass", 0),
            Word(*spans[2], "hit", "hit", "VERB", "VBN", None, "root", 0),
            Word(*spans[3], ".", ".", "PUNCT", ".", 2, "punct", 0),
        ]
        guess = [
            Word(*spans[0], "He", "he", "PRON", "PRP", 2, "nsubj", 0),
            Word(*spans[1], "was", "be", "VERB", "VBD", 2, "aux:pass", 0),
            Word(*spans[2], "hit", "Hit", "VERB", "VBD", None, "root", 0),
            Word(*spans[3], ".", ".", "PUNCT", ".", 1, "punct", 0),
        ]
        assert scores.align(gold, guess) == [(i, i) for i in range(len(text.split()))]
        tallies = scores.new_tallies()
        scores.count_words(tallies, gold, guess, scores.align(gold, guess))
        assert {name: tally.right for name, tally in tallies.items()} == {
            "uas": 3, "las": 3, "las_subtyped": 2, "upos": 3, "tag": 3, "lemma": 3, "words_f1": 4,
        }  # fmt: skip
        assert tallies["las"].f1 == 0.75

    def test_a_head_that_is_not_aligned_is_wrong(self) -> None:
        gold = words("ab c", [(0, 2), (3, 4)])
        guess = words("ab c", [(0, 1), (1, 2), (3, 4)])
        tallies = scores.new_tallies()
        scores.count_words(tallies, gold, guess, scores.align(gold, guess))
        assert (tallies["uas"].right, tallies["words_f1"].right) == (0, 1)
        assert tallies["words_f1"].f1 == pytest.approx(2 / 5)

    def test_sentences_need_both_ends(self) -> None:
        def cut(*numbers: int) -> list[Word]:
            spans = [(2 * i, 2 * i + 1) for i in range(len(numbers))]
            return [Word(a, b, "", "", "", "", None, "", n) for (a, b), n in zip(spans, numbers, strict=True)]

        tallies = scores.new_tallies()
        scores.count_sentences(tallies, cut(0, 0, 1, 1, 2), cut(0, 0, 1, 1, 1))
        tally = tallies["sentence_f1"]
        assert (tally.right, tally.guessed, tally.wanted) == (1, 2, 3)
        assert tally.f1 == pytest.approx(2 / 5)

    def test_white_space_is_no_word(self) -> None:
        doc = make_doc(
            ["Rain", "\n\n", "fell"],
            [2, 0, 2],
            ["nsubj", "dep", "ROOT"],
            tags=["NN", "_SP", "VBD"],
            spaces=[False] * 3,
        )
        assert [(w.form, w.start, w.head, w.label) for w in words_of(doc)] == [
            ("Rain", 0, 1, "nsubj"),
            ("fell", 6, None, "root"),
        ]


def make_word(form: str, span: tuple[int, int]) -> Word:
    """A word inside a contraction."""
    return Word(*span, form, form, "X", "XX", 0, "dep", 0, contracted=True)


class TestNames:
    GOLD = {(0, 3, "person"), (10, 14, "place"), (20, 25, "place")}

    def test_ends_and_type_must_be_right(self) -> None:
        tallies = scores.new_tallies()
        scores.count_exact(
            tallies, self.GOLD, {(0, 3, "person"), (10, 15, "place"), (20, 25, "organisation")}
        )
        assert (tallies["all"].right, tallies["all"].guessed, tallies["all"].wanted) == (1, 3, 3)
        assert tallies["person"].f1 == 1.0
        assert (tallies["place"].precision, tallies["place"].recall) == (0.0, 0.0)
        assert (tallies["organisation"].guessed, tallies["organisation"].wanted) == (1, 0)

    def test_overlap_needs_the_type(self) -> None:
        overlaps = scores.new_overlaps()
        scores.count_overlaps(overlaps, self.GOLD, {(0, 2, "person"), (14, 16, "place"), (13, 22, "place")})
        assert overlaps["person"].f1 == 1.0
        place = overlaps["place"]
        assert (place.guessed.precision, place.wanted.recall) == (0.5, 1.0)
        assert place.f1 == pytest.approx(2 / 3)

    def test_places_of_all_labels_are_places(self) -> None:
        doc = make_doc(["Oslo", "Everest", "Monday"], ents=[(0, 1, "GPE"), (1, 2, "LOC"), (2, 3, "DATE")])
        assert mentions_of(doc) == {(0, 4, "place"), (5, 12, "place")}


class TestGate:
    @pytest.mark.parametrize("name", ["own", "articles"])
    def test_the_bundled_pipeline_keeps_above_its_floors(self, nlp: Language, name: str) -> None:
        own = read_baseline(gate.BASELINE)[name]
        assert own["floors"] and gate.is_own(own)
        assert below(measure_set(own["files"], gate.HERE), own["floors"]) == []

    def test_corpora_are_not_of_the_project(self) -> None:
        own = [name for name, gold in read_baseline(gate.BASELINE).items() if gate.is_own(gold)]
        assert own == ["own", "articles"]

    def test_every_floor_is_of_a_set_with_files(self) -> None:
        for gold in read_baseline(gate.BASELINE).values():
            assert gold["files"] and gold["floors"] and 0 < gold["margin"] < 0.1

    def test_a_figure_below_its_floor_is_told(self) -> None:
        assert below({"las": 0.79, "tag": 0.96}, {"las": 0.8, "tag": 0.95, "uas": 0.8}) == [
            "las is 0.79, its floor is 0.8",
            "uas is not measured, its floor is 0.8",
        ]

    def test_floors_only_rise(self) -> None:
        assert raised({"las": 0.85, "tag": 0.951}, {"las": 0.8, "tag": 0.95}, 0.01) == {
            "las": 0.84,
            "tag": 0.95,
        }

    @pytest.mark.parametrize(("las", "status", "kept"), [(0.9, 0, 0.89), (0.7, 1, 0.8)])
    def test_update(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, las: float, status: int, kept: float
    ) -> None:
        path = tmp_path / "baseline.json"
        own: GoldSet = {"files": {"treebank": "own/trees.conllu"}, "margin": 0.01, "floors": {"las": 0.8}}
        path.write_text(json.dumps({"own": own}))
        monkeypatch.setattr(gate, "BASELINE", path)
        monkeypatch.setattr(gate, "use_one_core", lambda: None)
        monkeypatch.setattr(gate, "measure_set", lambda files, folder: {"las": las})
        assert gate.main(["--update"]) == status
        assert read_baseline(path)["own"]["floors"] == {"las": kept}


class TestCommand:
    def test_json(self, tmp_path: Path, nlp: Language) -> None:
        path = write(tmp_path, NAMES)
        command = [sys.executable, "-m", "evaluation.language", "--entities", str(path), "--json"]
        done = subprocess.run(command, cwd=gate.HERE.parent, capture_output=True, text=True, timeout=120)
        assert done.returncode == 0, done.stderr
        figures = json.loads(done.stdout)
        assert {"entity_f1", "person_f1", "place_p", "organisation_r", "words_per_second"} <= figures.keys()
        assert "nationality_f1" not in figures

    @pytest.mark.parametrize(
        ("arguments", "message"),
        [
            ([], "nothing to measure against"),
            (["--treebank", "nowhere.conllu"], "nowhere.conllu cannot be read"),
            (["--re3d", "nowhere"], "nowhere holds no folder"),
            (["--entities", str(gate.HERE / "own" / "names.iob2"), "--only", "x"], "begins with 'x'"),
        ],
    )
    def test_bad_input_is_one_line(
        self,
        arguments: list[str],
        message: str,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        monkeypatch.setattr(language, "use_one_core", lambda: None)
        assert language.main(arguments) == 2
        told = capsys.readouterr().err
        assert message in told
        assert told.count("\n") == 1
