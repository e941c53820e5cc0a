"""The scorer of whole articles counts what it says; the gold of our own is whole and within its floors."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from spacy.language import Language

from evaluation import articles
from evaluation.articles import ARTICLES, Judge, is_same, misses_in, nodes_of, reliability_of, to_figures
from evaluation.expected import NOTHING, parse_expected
from evaluation.gold import GoldArticle, is_name, read_gold
from kg.errors import InputError
from kg.model import (
    Article,
    Entity,
    Evidence,
    Extraction,
    Mention,
    MentionKind,
    Passage,
    Phrase,
    Predicate,
    Resolution,
    Statement,
)
from kg.ontology import load_ontology

TINY = """\
title = "Norvik halts ferry talks"
published = 2021-03-04
[[entity]]
name = "Hanna Berg"
type = "Person"
also = ["Berg", "the minister"]
[[entity]]
name = "Norvik Shipping"
type = "Organization"
also = ["the ferry firm"]
[[sentence]]
text = "The minister said the ferry firm broke its contract."
say = ["Hanna Berg | say | -", "Norvik Shipping | break | contract | by Hanna Berg"]
[[sentence]]
text = "She left."
say = ["Hanna Berg | leave | -"]
[[sentence]]
paragraph = true
text = "Berg will not meet it in Oslo on Friday."
say = ["Hanna Berg | meet | Norvik Shipping | not | future | time 2021-03-05/2021-03-05 | place Oslo"]
"""


def write(folder: Path, text: str = TINY) -> Path:
    (folder / "tiny.toml").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def tiny(tmp_path: Path) -> GoldArticle:
    (gold,) = read_gold(write(tmp_path))
    return gold


def passage_of(article: Article, words: str) -> Passage:
    start = article.text.index(words, len(article.title or ""))
    return Passage(start, start + len(words))


class Made:
    """A resolution of the tiny article, made by hand."""

    def __init__(self, gold: GoldArticle) -> None:
        self.article = gold.article
        self.sentences = tuple(sentence.passage for sentence in gold.sentences)
        self.mentions: list[Mention] = []
        self.nodes: list[str | None] = []
        self.entities: dict[str, Entity] = {}
        self.statements: list[Statement] = []

    def name(self, words: str, node: str, *, type: str, name: str, named: bool = True) -> None:
        kind = MentionKind.NAME if words[0].isupper() else MentionKind.NOMINAL
        self.mentions.append(Mention(passage_of(self.article, words), kind, "", words, len(self.mentions)))
        self.nodes.append(node)
        self.entities[node] = Entity(node, type, name, named=named)

    def say(self, subject: str, verb: str, object: str, *, by: str = "") -> None:
        """Add a statement that the parts of a sentence give; "words=node" leads to a node."""

        def to_phrase(words: str) -> Phrase | None:
            text, _, node = words.partition("=")
            return Phrase(text, passage_of(self.article, text), node or None) if text else None

        predicate = passage_of(self.article, verb)
        (sentence,) = (s for s in self.sentences if s.contains(predicate))
        self.statements.append(
            Statement(
                id=str(len(self.statements)),
                subject=to_phrase(subject),
                predicate=Predicate(
                    {"broke": "break", "said": "say", "left": "leave"}.get(verb, verb), predicate, ""
                ),
                predicate_text=verb,
                object=to_phrase(object),
                evidence=Evidence("tiny", 0, sentence, self.article.cut(sentence)),
                rule="verb",
                attributed_to=to_phrase(by),
            )
        )

    def resolution(self) -> Resolution:
        extraction = Extraction(self.article, tuple(self.mentions), (), self.sentences)
        entities, statements = tuple(self.entities.values()), tuple(self.statements)
        return Resolution((extraction,), entities, statements, {"tiny": tuple(self.nodes)})


@pytest.fixture
def made(tiny: GoldArticle) -> Made:
    """All of the first two sentences, except that the firm is a node of its own, without a name."""
    made = Made(tiny)
    made.name("Berg", "Hanna_Berg", type="Person", name="Berg")
    made.name("minister", "Hanna_Berg", type="Person", name="Berg")
    made.name("ferry firm", "firm", type="Organization", name="ferry firm", named=False)
    made.say("The minister=Hanna_Berg", "said", "")
    made.say("the ferry firm=firm", "broke", "its contract", by="The minister=Hanna_Berg")
    made.say("She=Hanna_Berg", "left", "")
    return made


class TestReading:
    def test_the_title_is_no_paragraph_and_sentences_are_where_they_stand(self, tiny: GoldArticle) -> None:
        article = tiny.article
        assert article.text.splitlines()[::2] == [
            "Norvik halts ferry talks",
            "The minister said the ferry firm broke its contract. She left.",
            "Berg will not meet it in Oslo on Friday.",
        ]
        assert [article.cut(p) for p in article.paragraphs] == article.text.splitlines()[2::2]
        assert [article.cut(mark.passage) for mark in article.marks] == [article.title]
        assert article.cut(tiny.sentences[1].passage) == "She left."

    def test_a_row_says_itself(self, tiny: GoldArticle) -> None:
        rows = [row for sentence in tiny.sentences for row in sentence.rows]
        assert [parse_expected(str(row)) for row in rows] == rows
        assert rows[-1].negated and rows[-1].modality == "future" and rows[-1].place == "Oslo"

    @pytest.mark.parametrize(
        ("old", "new", "message"),
        [
            ("title =", "headline =", "the article lacks title"),
            ('type = "Person"', "", "an entity lacks type"),
            ("paragraph = true", "indent = true", "an unknown key indent"),
            ("2021-03-04\n", '"March"\n', "published is no date"),
            ("Hanna Berg | leave | -", "Hanna Berg | leave", "no row"),
            ("Hanna Berg | leave | -", "Hanna Berg | leave | - | nott", "unknown marker 'nott'"),
            ("Hanna Berg | leave | -", "Berg | leave | -", "'Berg' is called 'Hanna Berg' in rows"),
            ("[[sentence]]", "[[sentence", "tiny.toml"),
        ],
    )
    def test_what_is_no_gold(self, tmp_path: Path, old: str, new: str, message: str) -> None:
        with pytest.raises(InputError, match=message):
            read_gold(write(tmp_path, TINY.replace(old, new, 1)))

    def test_an_empty_folder(self, tmp_path: Path) -> None:
        with pytest.raises(InputError, match="holds no article"):
            read_gold(tmp_path)


class TestComparing:
    @pytest.mark.parametrize(
        ("one", "other", "same"),
        [
            ("contract", "its ferry contract", True),
            ("contract", "the contract that it signed in 2014", True),
            ("ferry contract", "rail contract", False),
            ("contract", "contractor", False),
            ("rebels", "Rebels in Aleppo", True),
            ("hostages", "Two of the hostages", False),
            ("Berg", "Hanna Berg", False),
            ("Bank of Oslo", "Bank of Rome", False),
            ("Bank of Oslo", "the Bank of Oslo", True),
            ("12 million euros", "euros", True),
            ("likely to close", "likely", True),
            ("minister", "the minister’s", True),
        ],
    )
    def test_phrases(self, one: str, other: str, same: bool) -> None:
        assert is_same(one, other) is is_same(other, one) is same

    @pytest.mark.parametrize(
        ("wanted", "phrase", "same"),
        [
            ("Hanna Berg", "She=Hanna_Berg", True),
            ("Hanna Berg", "She", False),
            ("Hanna Berg", "the ferry firm=firm", False),
            ("Norvik Shipping", "the ferry firm=firm", True),
            ("firm", "the ferry firm=firm", True),
            # a phrase that was joined with a name is that name, whatever its words are
            ("minister", "The minister=Hanna_Berg", False),
            (NOTHING, "", True),
            (NOTHING, "contract", False),
            ("contract", "", False),
        ],
    )
    def test_terms(self, tiny: GoldArticle, made: Made, wanted: str, phrase: str, same: bool) -> None:
        text, _, node = phrase.partition("=")
        found = Phrase(text, Passage(0, 1), node or None) if text else None
        assert Judge(tiny, made.resolution().entities).is_named(wanted, found) is same

    def test_the_one_that_agrees_in_most_is_paired(self, tiny: GoldArticle, made: Made) -> None:
        made.say("the ferry firm=firm", "broke", "its contract")
        made.statements.reverse()
        judge = Judge(tiny, made.resolution().entities)
        (pair,) = judge.pairs_of(tiny.sentences[0].rows[1:], made.statements)
        assert pair.is_right and made.statements[pair.statement].attributed_to is not None


class TestFigures:
    def test_all_is_counted(self, tiny: GoldArticle, made: Made) -> None:
        figures = to_figures([tiny], [made.resolution()])
        assert (figures["statement_p"], figures["statement_r"]) == (1.0, 0.75)
        assert (figures["sentences"], figures["statements"]) == (3.0, 4.0)
        assert figures["entity_f1"] == 1.0
        assert figures["speaker_accuracy"] == 1.0

    def test_a_wrong_speaker_costs_the_statement_and_not_its_core(
        self, tiny: GoldArticle, made: Made
    ) -> None:
        made.statements[1] = replace(made.statements[1], attributed_to=None)
        figures = to_figures([tiny], [made.resolution()])
        assert figures["statement_p"] == figures["speaker_accuracy"] == pytest.approx(2 / 3)
        assert figures["core_p"] == figures["polarity_accuracy"] == 1.0

    def test_what_is_said_twice_is_too_much(self, tiny: GoldArticle, made: Made) -> None:
        made.statements.append(replace(made.statements[0], id="again"))
        assert to_figures([tiny], [made.resolution()])["statement_p"] == 0.75

    def test_what_is_said_in_another_sentence_is_wrong(self, tiny: GoldArticle, made: Made) -> None:
        made.statements[2] = replace(made.statements[2], predicate=made.statements[0].predicate)
        figures = to_figures([tiny], [made.resolution()])
        assert figures["core_r"] == 0.5

    def test_time_and_place_are_asked_only_where_they_are_given(self, tiny: GoldArticle, made: Made) -> None:
        made.say("Berg=Hanna_Berg", "meet", "it=firm")
        figures = to_figures([tiny], [made.resolution()])
        assert (figures["time_accuracy"], figures["place_accuracy"]) == (0.0, 0.0)
        assert (figures["polarity_accuracy"], figures["modality_accuracy"]) == (0.75, 0.75)
        made.statements[-1] = replace(
            made.statements[-1], place=Phrase("Oslo", passage_of(tiny.article, "Oslo"))
        )
        assert to_figures([tiny], [made.resolution()])["place_accuracy"] == 1.0

    def test_a_split_a_merge_and_a_wrong_type_are_errors(self, tiny: GoldArticle, made: Made) -> None:
        split = Made(tiny)
        split.name("Berg", "Berg", type="Person", name="Berg")
        split.name("minister", "minister", type="Person", name="minister", named=False)
        merge = Made(tiny)
        merge.name("Berg", "Berg", type="Person", name="Berg")
        merge.name("ferry firm", "Berg", type="Person", name="Berg")
        mistyped = Made(tiny)
        mistyped.name("Berg", "Berg", type="Organization", name="Berg")
        right = {
            name: [e.name for e in tiny.entities if nodes_of(tiny, m.resolution()).is_right(e)]
            for name, m in {"made": made, "split": split, "merge": merge, "mistyped": mistyped}.items()
        }
        assert right == {"made": ["Hanna Berg", "Norvik Shipping"], "split": [], "merge": [], "mistyped": []}

    def test_an_indefinite_phrase_is_no_wording_with_the(self, tmp_path: Path) -> None:
        text = TINY.replace("its contract.", "its contract with a minister.")
        (gold,) = read_gold(write(tmp_path, text))
        made = Made(gold)
        made.name("Berg", "Berg", type="Person", name="Berg")
        start = gold.article.text.index("a minister") + 2
        passage = Passage(start, start + len("minister"))
        made.mentions.append(Mention(passage, MentionKind.NOMINAL, "", "minister", 1))
        made.nodes.append("minister")
        made.entities["minister"] = Entity("minister", "Person", "minister", named=False)
        assert nodes_of(gold, made.resolution()).is_right(gold.entities[0])
        made.mentions[-1] = replace(made.mentions[-1], passage=passage_of(gold.article, "minister"))
        assert not nodes_of(gold, made.resolution()).is_right(gold.entities[0])

    def test_a_name_that_the_gold_does_not_have_is_too_much(self, tiny: GoldArticle, made: Made) -> None:
        made.name("Friday", "Friday", type="Thing", name="Friday")
        figures = to_figures([tiny], [made.resolution()])
        assert figures["entity_p"] == pytest.approx(2 / 3)
        assert figures["entity_r"] == 1.0

    def test_reliability(self, tiny: GoldArticle, made: Made) -> None:
        sure, wrong, *others = made.statements
        wrong = replace(wrong, attributed_to=None, confidence=0.3)
        made.statements[:] = [
            replace(sure, confidence=1.0),
            wrong,
            *(replace(s, confidence=0.6) for s in others),
        ]
        figures = reliability_of([tiny], [made.resolution()])
        assert [figures[f"statements_{n}"] for n in ("0.0_0.2", "0.2_0.4", "0.6_0.8", "0.8_1.0")] == [
            0,
            1,
            len(others),
            1,
        ]
        assert (figures["right_0.2_0.4"], figures["right_0.8_1.0"]) == (0, 1)
        assert "right_0.0_0.2" not in figures

    def test_misses(self, tiny: GoldArticle, made: Made) -> None:
        made.statements[1] = replace(made.statements[1], attributed_to=None)
        made.say("Berg=Hanna_Berg", "Friday", "")
        assert list(misses_in(tiny, made.resolution())) == [
            "The minister said the ferry firm broke its contract.",
            "  ~ Norvik Shipping | break | contract | by Hanna Berg  "
            "[speaker: ferry firm | break | its contract]",
            "Berg will not meet it in Oslo on Friday.",
            "  - Hanna Berg | meet | Norvik Shipping | not | future"
            " | time 2021-03-05/2021-03-05 | place Oslo",
            "  + Berg | Friday | -",
        ]


class TestGold:
    """The articles of our own."""

    GOLD = read_gold(ARTICLES)

    def test_it_is_whole(self) -> None:
        assert sum(len(gold.sentences) for gold in self.GOLD) >= 20 * len(self.GOLD) * 0.9
        assert all(gold.entities for gold in self.GOLD)

    @pytest.mark.parametrize("gold", GOLD, ids=lambda gold: gold.article.id)
    def test_entities_are_of_the_ontology_and_in_the_article(self, gold: GoldArticle) -> None:
        assert [e.name for e in gold.entities if e.type not in load_ontology().classes] == []
        assert [n for n, count in Counter(e.name for e in gold.entities).items() if count > 1] == []
        text = gold.article.text.casefold()
        # a name may be one that only the tables of names have
        nouns = [w for e in gold.entities for w in e.wordings[1:] if not is_name(w)]
        assert [n for n in nouns if n.removeprefix(f"{n.split()[0]} ").casefold() not in text] == []

    @pytest.mark.parametrize("gold", GOLD, ids=lambda gold: gold.article.id)
    def test_rows_are_in_words_of_their_article(self, gold: GoldArticle) -> None:
        known = {entity.name for entity in gold.entities} | {NOTHING, ""}
        strange = [
            (str(row), term)
            for sentence in gold.sentences
            for row in sentence.rows
            for term in (row.subject, row.object, row.speaker, row.place)
            if term not in known and term.casefold() not in gold.article.text.casefold()
        ]
        assert strange == []

    @pytest.mark.parametrize("gold", GOLD, ids=lambda gold: gold.article.id)
    def test_no_row_is_there_twice(self, gold: GoldArticle) -> None:
        for sentence in gold.sentences:
            assert len(set(sentence.rows)) == len(sentence.rows), gold.article.cut(sentence.passage)


class TestCommand:
    def test_json_and_misses(
        self,
        tmp_path: Path,
        nlp: Language,
        capsys: pytest.CaptureFixture[str],
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setattr(articles, "use_one_core", lambda: None)
        assert articles.main([str(write(tmp_path)), "--json"]) == 0
        figures = json.loads(capsys.readouterr().out)
        assert {"statement_f1", "core_f1", "entity_f1", "time_accuracy", "sentences"} <= figures.keys()
        assert articles.main([str(tmp_path), "--misses"]) == 0
        assert capsys.readouterr().out.startswith("# tiny\n")

    def test_bad_input_is_one_line(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(articles, "use_one_core", lambda: None)
        assert articles.main([str(tmp_path / "nowhere")]) == 2
        told = capsys.readouterr().err
        assert told.startswith("evaluation.articles: ") and told.count("\n") == 1
