"""Pipelines are found and checked, masks keep offsets, and CLEAR trees become Universal Dependencies."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import spacy
from conftest import make_article, make_doc, read_doc
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language

from kg.amounts import LABELS
from kg.errors import PipelineError
from kg.language import (
    documents_of,
    load_pipeline,
    mark_spaces,
    mask_text,
    start_sentences,
    to_universal,
)
from kg.model import Article, Passage

# name: (word|tag|head|CLEAR label …, head:UD label …)
CLEAR: dict[str, tuple[str, str]] = {
    "object": (
        "He|PRP|1|nsubj won|VBD|1|ROOT it|PRP|1|dobj .|.|1|punct",
        "1:nsubj 1:ROOT 1:obj 1:punct",
    ),
    "passive with agent": (
        "It|PRP|2|nsubjpass was|VBD|2|auxpass hit|VBN|2|ROOT by|IN|2|agent rebels|NNS|3|pobj",
        "2:nsubj:pass 2:aux:pass 2:ROOT 4:case 2:obl:agent",
    ),
    "preposition of a verb": (
        "She|PRP|1|nsubj spoke|VBD|1|ROOT in|IN|1|prep Oslo|NNP|2|pobj",
        "1:nsubj 1:ROOT 3:case 1:obl",
    ),
    "preposition of a noun": (
        "Mayor|NN|0|ROOT of|IN|0|prep the|DT|3|det town|NN|1|pobj",
        "0:ROOT 3:case 3:det 0:nmod",
    ),
    "prepositions in a row": (
        "They|PRP|1|nsubj ran|VBD|1|ROOT out|IN|1|prep of|IN|2|prep town|NN|3|pobj",
        "1:nsubj 1:ROOT 4:case 4:case 1:obl",
    ),
    "according to": (
        "According|VBG|5|prep to|IN|0|prep him|PRP|1|pobj ,|,|5|punct they|PRP|5|nsubj left|VBD|5|ROOT",
        "2:case 0:fixed 5:obl 5:punct 5:nsubj 5:ROOT",
    ),
    "adverb before a preposition": (
        "It|PRP|1|nsubj closed|VBD|1|ROOT shortly|RB|3|advmod after|IN|1|prep noon|NN|3|pobj",
        "1:nsubj 1:ROOT 4:advmod 4:case 1:obl",
    ),
    "coordinated objects of a preposition": (
        "Talks|NNS|0|ROOT with|IN|0|prep Chad|NNP|1|pobj and|CC|2|cc Niger|NNP|2|conj",
        "0:ROOT 2:case 0:nmod 4:cc 2:conj",
    ),
    "coordinated prepositions": (
        "He|PRP|1|nsubj ran|VBD|1|ROOT in|IN|1|prep Rome|NNP|2|pobj and|CC|2|cc in|IN|2|conj Bern|NNP|5|pobj",
        "1:nsubj 1:ROOT 3:case 1:obl 6:cc 6:case 3:conj",
    ),
    "one object of two prepositions": (
        "Flights|NNS|0|ROOT to|IN|0|prep and|CC|1|cc from|IN|1|conj Cairo|NNP|3|pobj",
        "0:ROOT 4:case 4:cc 4:case 0:nmod",
    ),
    "copula with a noun": (
        "She|PRP|1|nsubj is|VBZ|1|ROOT president|NN|1|attr of|IN|2|prep Peru|NNP|3|pobj",
        "2:nsubj 2:cop 2:ROOT 4:case 2:nmod",
    ),
    "copula with an adjective": (
        "Tax|NN|2|nsubj will|MD|2|aux be|VB|2|ROOT high|JJ|2|acomp in|IN|2|prep May|NNP|4|pobj .|.|2|punct",
        "3:nsubj 3:aux 3:cop 3:ROOT 5:case 3:obl 3:punct",
    ),
    "copula with a place": (
        "He|PRP|1|nsubj was|VBD|1|ROOT in|IN|1|prep Lima|NNP|2|pobj",
        "3:nsubj 3:cop 3:case 3:ROOT",
    ),
    "copula in a subordinate clause": (
        "He|PRP|1|nsubj said|VBD|1|ROOT it|PRP|3|nsubj was|VBD|1|ccomp late|JJ|3|acomp",
        "1:nsubj 1:ROOT 4:nsubj 4:cop 1:ccomp",
    ),
    "coordinated copulas": (
        "It|PRP|1|nsubj is|VBZ|1|ROOT old|JJ|1|acomp and|CC|1|cc is|VBZ|1|conj cold|JJ|4|acomp",
        "2:nsubj 2:cop 2:ROOT 5:cc 5:cop 2:conj",
    ),
    "existential": (
        "There|EX|1|expl were|VBD|1|ROOT no|DT|3|det survivors|NNS|1|attr",
        "1:expl 1:ROOT 3:det 1:nsubj",
    ),
    "became": (
        "He|PRP|1|nsubj became|VBD|1|ROOT mayor|NN|1|attr",
        "1:nsubj 1:ROOT 1:xcomp",
    ),
    "object predicate": (
        "They|PRP|1|nsubj called|VBD|1|ROOT him|PRP|1|dobj liar|NN|1|oprd",
        "1:nsubj 1:ROOT 1:obj 1:xcomp",
    ),
    "negation": (
        "He|PRP|3|nsubj did|VBD|3|aux not|RB|3|neg go|VB|3|ROOT",
        "3:nsubj 3:aux 3:advmod 3:ROOT",
    ),
    "possessor": (
        "Mali|NNP|2|poss 's|POS|0|case army|NN|2|ROOT",
        "2:nmod:poss 0:case 2:ROOT",
    ),
    "particle": (
        "They|PRP|1|nsubj gave|VBD|1|ROOT up|RP|1|prt",
        "1:nsubj 1:ROOT 1:compound:prt",
    ),
    "relative clause": (
        "Men|NNS|0|ROOT who|WP|2|nsubj fled|VBD|0|relcl",
        "0:ROOT 2:nsubj 0:acl:relcl",
    ),
    "stranded preposition": (
        "Firm|NN|0|ROOT he|PRP|2|nsubj works|VBZ|0|relcl for|IN|2|prep",
        "0:ROOT 2:nsubj 0:acl:relcl 2:obl",
    ),
    "gerund after a preposition": (
        "He|PRP|1|nsubj fled|VBD|1|ROOT after|IN|1|prep robbing|VBG|2|pcomp banks|NNS|3|dobj",
        "1:nsubj 1:ROOT 3:mark 1:advcl 3:obj",
    ),
    "gerund after the preposition of a noun": (
        "Hopes|NNS|0|ROOT of|IN|0|prep winning|VBG|1|pcomp",
        "0:ROOT 2:mark 0:acl",
    ),
    "adverb after a preposition": (
        "Until|IN|3|prep now|RB|0|pcomp they|PRP|3|nsubj waited|VBD|3|ROOT",
        "1:case 3:advmod 3:nsubj 3:ROOT",
    ),
    "recipient without a preposition": (
        "He|PRP|1|nsubj gave|VBD|1|ROOT her|PRP|1|dative time|NN|1|dobj",
        "1:nsubj 1:ROOT 1:iobj 1:obj",
    ),
    "recipient with a preposition": (
        "He|PRP|1|nsubj gave|VBD|1|ROOT time|NN|1|dobj to|IN|1|dative her|PRP|3|pobj",
        "1:nsubj 1:ROOT 1:obj 4:case 1:obl",
    ),
    "infinitive": (
        "He|PRP|1|nsubj refused|VBD|1|ROOT to|TO|3|aux go|VB|1|xcomp",
        "1:nsubj 1:ROOT 3:mark 1:xcomp",
    ),
    "raised subject": (
        "He|PRP|1|nsubj wanted|VBD|1|ROOT them|PRP|4|nsubj to|TO|4|aux go|VB|1|ccomp",
        "1:nsubj 1:ROOT 1:obj 4:mark 1:xcomp",
    ),
    "subject that is not raised": (
        "He|PRP|1|nsubj said|VBD|1|ROOT they|PRP|3|nsubj went|VBD|1|ccomp",
        "1:nsubj 1:ROOT 3:nsubj 1:ccomp",
    ),
    "time without a preposition": (
        "They|PRP|1|nsubj met|VBD|1|ROOT Monday|NNP|1|npadvmod",
        "1:nsubj 1:ROOT 1:obl:unmarked",
    ),
    "about and both": (
        "Both|PDT|1|preconj Chad|NNP|6|nsubj and|CC|1|cc Mali|NNP|1|conj about|RB|5|quantmod "
        "ten|CD|6|npadvmod left|VBD|6|ROOT",
        "1:cc:preconj 6:nsubj 3:cc 1:conj 5:advmod 6:obl:unmarked 6:ROOT",
    ),
    "all the": (
        "All|PDT|2|predet the|DT|2|det men|NNS|3|nsubj left|VBD|3|ROOT",
        "2:det:predet 2:det 3:nsubj 3:ROOT",
    ),
    "chain of conjuncts": (
        "Chad|NNP|0|ROOT ,|,|0|punct Mali|NNP|0|conj and|CC|2|cc Togo|NNP|2|conj",
        "0:ROOT 0:punct 0:conj 4:cc 0:conj",
    ),
    "premodifying noun": (
        "New|JJ|2|nmod York|NNP|2|nmod judge|NN|2|ROOT",
        "2:compound 2:compound 2:ROOT",
    ),
    "passive clause as subject": (
        "That|IN|2|mark he|PRP|2|nsubj lied|VBD|4|csubjpass was|VBD|4|auxpass shown|VBN|4|ROOT",
        "2:mark 2:nsubj 4:csubj:pass 4:aux:pass 4:ROOT",
    ),
}


def test_clear_cases_are_all_there() -> None:
    assert len(CLEAR) == 37


@pytest.mark.parametrize("name", CLEAR)
def test_clear_becomes_universal(name: str) -> None:
    given_tree, expected = CLEAR[name]
    doc = to_universal(read_doc(given_tree))
    assert [f"{token.head.i}:{token.dep_}" for token in doc] == expected.split()


@pytest.mark.parametrize("name", CLEAR)
def test_conversion_keeps_a_tree_and_the_words(name: str) -> None:
    before = read_doc(CLEAR[name][0])
    tags = [(t.text, t.tag_, t.pos_, t.lemma_) for t in before]
    doc = to_universal(before)
    assert [(t.text, t.tag_, t.pos_, t.lemma_) for t in doc] == tags
    assert [len(list(sentence.root.subtree)) for sentence in doc.sents] == [len(doc)]


def test_conversion_keeps_sentences_apart() -> None:
    rows = [CLEAR["copula with a place"][0], CLEAR["passive with agent"][0]]
    first, second = (read_doc(row) for row in rows)
    words = [t.text for t in first] + [t.text for t in second]
    heads = [t.head.i for t in first] + [t.head.i + len(first) for t in second]
    deps = [t.dep_ for t in first] + [t.dep_ for t in second]
    tags = [t.tag_ for t in first] + [t.tag_ for t in second]
    doc = to_universal(make_doc(words, heads, deps, tags=tags))
    assert [sentence.text for sentence in doc.sents] == ["He was in Lima", "It was hit by rebels"]
    assert [sentence.root.text for sentence in doc.sents] == ["Lima", "hit"]


@given(st.data())
def test_conversion_of_any_tree_is_a_tree(data: st.DataObject) -> None:
    """Whatever a parser makes up, the result is one tree over the same words."""
    count = data.draw(st.integers(1, 9))

    def some(choices: str) -> list[str]:
        return data.draw(st.lists(st.sampled_from(choices.split()), min_size=count, max_size=count))

    heads = [0] + [data.draw(st.integers(0, i - 1)) for i in range(1, count)]
    labels = some("prep pobj pcomp conj cc attr acomp nsubj ccomp agent dative aux expl npadvmod advcl")
    words = some("is there of to dog")
    doc = to_universal(make_doc(words, heads, ["ROOT", *labels[1:]], tags=some("NN VBD IN VBG RB TO CC")))
    (sentence,) = doc.sents
    assert len(list(sentence.root.subtree)) == count


def test_empty_document_is_left_alone() -> None:
    assert len(to_universal(make_doc([]))) == 0


class TestMask:
    def test_prose_stays_where_it_was(self) -> None:
        text = "MENU\n“It’s\nover”,\u00a0he said.\nRead - more\nThe end."
        start = text.index("The end")
        article = Article("a", text, (Passage(5, text.index("\nRead")), Passage(start, len(text))))
        masked = mask_text(article)
        assert masked.split("\n")[0].strip() == '"It\'s over", he said.'
        assert masked.index('"It') == 5
        assert masked[start:] == "The end."
        assert "Read" not in masked and "MENU" not in masked

    def test_neighbouring_paragraphs_are_parted(self) -> None:
        assert mask_text(Article("a", "One. Two.", (Passage(0, 4), Passage(5, 9)))) == "One.\nTwo."

    def test_nothing_is_prose(self) -> None:
        assert mask_text(Article("a", "MENU\n", ())).strip() == ""
        assert mask_text(Article("a", "", ())) == ""

    @given(st.text(st.characters(codec=None), max_size=60), st.data())
    def test_length_is_kept(self, text: str, data: st.DataObject) -> None:
        """Whatever the text: as long, no line break in a paragraph, letters and digits untouched."""
        cuts = sorted(data.draw(st.sets(st.integers(0, len(text)), max_size=6)))
        paragraphs = tuple(Passage(a, b) for a, b in zip(cuts[::2], cuts[1::2], strict=False))
        masked = mask_text(Article("a", text, paragraphs))
        assert len(masked) == len(text)
        masked.encode("utf-8")
        for passage in paragraphs:
            kept, was = masked[passage.start : passage.end], text[passage.start : passage.end]
            assert "\n" not in kept
            assert all(now == old for now, old in zip(kept, was, strict=True) if old.isalnum())


def test_white_space_is_no_word() -> None:
    doc = make_doc(["One", "  ", "runs"], [2, 2, 2], ["nsubj", "flat", "ROOT"], tags=["CD", "NNP", "VBZ"])
    spaces = [(token.pos_, token.dep_) for token in mark_spaces(doc)]
    assert spaces == [("NUM", "nsubj"), ("SPACE", "dep"), ("VERB", "ROOT")]


def test_sentences_start_at_paragraphs() -> None:
    doc = make_doc(["\n", "One", "two", "\n\n", "three", " ", "four"], spaces=[False] * 7)
    starts = [token.is_sent_start for token in start_sentences(doc)]
    assert starts[4] is True
    assert starts[3] is False and starts[5] is False
    assert starts[1] is not True, "white space alone is no sentence"


class TestLoading:
    def test_spacy_pipeline_that_is_missing(self) -> None:
        with pytest.raises(PipelineError, match=re.escape("python -m spacy download en_core_web_xyz_sm")):
            load_pipeline("en_core_web_xyz_sm")

    def test_other_pipeline_that_is_missing(self) -> None:
        with pytest.raises(PipelineError, match="pip install no_such_pipeline"):
            load_pipeline("no_such_pipeline")

    def test_folder_without_a_pipeline(self, tmp_path: Path) -> None:
        with pytest.raises(PipelineError, match=r"no meta\.json"):
            load_pipeline(str(tmp_path))

    def test_what_is_lacking_is_named(self, tmp_path: Path) -> None:
        nlp = spacy.blank("en")
        nlp.add_pipe("ner").add_label("ORG")  # type: ignore[attr-defined]
        nlp.initialize()
        nlp.to_disk(tmp_path)
        with pytest.raises(PipelineError, match="lacks tagger, parser, lemmatizer, morphologizer"):
            load_pipeline(str(tmp_path))

    def test_broken_pipeline(self, tmp_path: Path) -> None:
        (tmp_path / "meta.json").write_text("{}")
        with pytest.raises(PipelineError, match="does not load"):
            load_pipeline(str(tmp_path))

    def test_missing_bundle(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("kg.language.BUNDLED", tmp_path)
        load_pipeline.cache_clear()
        with pytest.raises(PipelineError, match="bundled pipeline is missing"):
            load_pipeline()

    def test_clear_pipeline_gets_the_conversion(self, tmp_path: Path) -> None:
        loaded = self.load_clear(tmp_path, "ORG", "MONEY")
        assert loaded.pipe_names[-3:] == ["kg_universal", "kg_mends", "kg_amounts"]
        assert loaded.pipe_names.index("kg_paragraphs") < loaded.pipe_names.index("parser")
        assert load_pipeline(str(tmp_path)) is loaded

    def test_amounts_that_a_pipeline_finds_itself_are_left_to_it(self, tmp_path: Path) -> None:
        some = self.load_clear(tmp_path / "some", "ORG", "MONEY")
        assert some.get_pipe_config("kg_amounts")["labels"] == [x for x in LABELS if x != "MONEY"]
        assert "kg_amounts" not in self.load_clear(tmp_path / "all", *LABELS).pipe_names

    def load_clear(self, folder: Path, *entities: str) -> Language:
        """Save a pipeline with CLEAR labels and these of entities, and load it."""
        labels = {"parser": ("dobj", "pobj"), "tagger": ("NN", "VB"), "ner": entities}
        nlp = spacy.blank("en")
        for pipe in ("tagger", "parser", "attribute_ruler", "ner", "trainable_lemmatizer"):
            component = nlp.add_pipe(pipe)
            for label in labels.get(pipe, ()):
                component.add_label(label)  # type: ignore[attr-defined]
        from spacy.training import Example

        doc = read_doc(CLEAR["object"][0], ents=[(0, 1, entities[0])])
        nlp.initialize(lambda: [Example(nlp.make_doc(doc.text), doc)])
        nlp.to_disk(folder)
        return load_pipeline(str(folder))


class TestBundled:
    def test_labels_are_universal(self, nlp: Language) -> None:
        labels = {token.dep_ for token in nlp("The town was shelled by rebels in May, the mayor said.")}
        assert {"nsubj:pass", "obl:agent", "case"} <= labels
        assert "kg_universal" not in nlp.pipe_names

    def test_hyphens_are_tokens(self, nlp: Language) -> None:
        assert [t.text for t in nlp("A French-led force")] == ["A", "French", "-", "led", "force"]

    def test_offsets_are_those_of_the_article(self, nlp: Language, article: Article) -> None:
        other = make_article("MENU MENU", article_id="empty")
        empty = Article("empty", other.text, ())
        results = list(documents_of(nlp, iter([article, empty])))
        assert [a.id for a, _ in results] == ["sample", "empty"]
        doc = results[0][1]
        assert doc.text == mask_text(article)
        assert all(article.text[t.idx : t.idx + len(t)] == t.text for t in doc if not t.is_space)
        assert [s.text.strip() for s in doc.sents] == [article.cut(p) for p in article.paragraphs]
        assert not results[1][1].text.strip()

    def test_articles_come_one_by_one(self, nlp: Language, article: Article) -> None:
        taken = []

        def stream() -> Iterator[Article]:
            for _ in range(50):
                taken.append(1)
                yield article

        next(documents_of(nlp, stream(), batch_size=4))
        assert len(taken) < 20

    def test_two_processes_give_the_same(self, nlp: Language, article: Article) -> None:
        def parse(processes: int) -> list[list[tuple[str, str, int]]]:
            documents = documents_of(nlp, [article] * 3, processes=processes)
            return [[(t.text, t.dep_, t.head.i) for t in doc] for _, doc in documents]

        assert parse(1) == parse(2)
