"""What sentences of our own say, by the table in `sentences/statements.toml`; the laws of any extraction."""

from __future__ import annotations

import datetime
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import make_article
from spacy.language import Language

from evaluation.expected import Expected, is_said, parse_expected, to_expected
from kg.extract import extract_article
from kg.language import documents_of
from kg.model import Article, Extraction, Passage
from kg.ontology import load_ontology
from kg.read import read_articles
from kg.resolve import resolve_extractions

TABLE = Path(__file__).parent / "sentences" / "statements.toml"
EXAMPLES = Path(__file__).resolve().parents[1] / "examples"
PUBLISHED = datetime.date(2020, 5, 20)
CASES: list[dict[str, Any]] = tomllib.loads(TABLE.read_text(encoding="utf-8"))["case"]
FAILING = [case for case in CASES if "xfail" in case]


def extract(nlp: Language, article: Article) -> Extraction:
    ((_, doc),) = documents_of(nlp, [article])
    return extract_article(article, doc, load_ontology())


def read_statements(nlp: Language, text: str) -> list[Expected]:
    """Return the statements of a text in the form of the table."""
    article = make_article(text, published=PUBLISHED)
    resolution = resolve_extractions([extract(nlp, article)], load_ontology())
    names = {entity.id: entity.name for entity in resolution.entities}
    return [to_expected(statement, names) for statement in resolution.statements]


def to_param(case: dict[str, Any]) -> Any:
    marks = [pytest.mark.xfail(reason=case["xfail"], strict=True)] if "xfail" in case else []
    return pytest.param(case, id=case["text"], marks=marks)


def test_the_table_is_whole() -> None:
    assert len(CASES) == 722
    assert len(FAILING) == 2
    assert len({case["text"] for case in CASES}) == len(CASES)
    assert all(set(case) <= {"text", "expect", "never", "xfail"} and case["expect"] for case in CASES)
    assert all(parse_expected(row) for case in CASES for row in [*case["expect"], *case.get("never", [])])


@pytest.mark.parametrize("case", [to_param(case) for case in CASES])
def test_a_sentence_says_what_the_table_has(nlp: Language, case: dict[str, Any]) -> None:
    found = read_statements(nlp, case["text"])
    missing = [row for row in case["expect"] if not is_said(parse_expected(row), found)]
    wrong = [row for row in case.get("never", []) if is_said(parse_expected(row), found)]
    assert (missing, wrong) == ([], []), found


# Laws

HOSTILE = {
    "empty": "",
    "blank": " \n\n \t\n",
    "marks only": "?!… — “” ( ) [ ] * * *",
    "open quotes": '"He said "that "no one" left. “She” said ”no” “.',
    "one word": "Fire",
    "no verb": "Ministers, miners, the mayor of Lyon, and 300 sheep.",
    "spaces": "The  army \u00a0 attacked\tthe   rebels .  It\u2009won . ",
    "line breaks": "The army attacked\nthe rebels\r\nin Aleppo.\n\n\n“We won,”\nsaid the general.",
    "other letters": "Владимир met 習近平 in Zürich 🙂 on Monday. مرحبا said e\u0301lan.",
    "brackets": "The [army (which (they say) fled)] attacked … [the] rebels — or not — (in Aleppo).",
    "capitals": "ARMY ATTACKS REBELS IN ALEPPO, SAYS GENERAL; MORE TO COME",
    "numbers": "12,5 % of 3.000 on 31/02/2020 at 25:61 were -1 and £€$ in 99999.",
    "repeated": "and and and the the of of said said said said to to to by by by",
    "long": "The minister said that " * 40 + "the army left.",
    "control": "The\u200b army\u00ad at\ufefftacked \u202ethe rebels\u202c.\x07",
}


def passages_in(extraction: Extraction) -> Iterator[Passage]:
    yield from extraction.sentences
    yield from (mention.passage for mention in extraction.mentions)
    for relation in extraction.relations:
        yield relation.sentence
        yield relation.predicate.passage
        terms = [relation.subject, relation.object, relation.attributed_to, relation.place]
        yield from (term.passage for term in [*terms, *relation.arguments] if term is not None)
        if relation.time is not None:
            yield relation.time.passage


def check_laws(extraction: Extraction) -> None:
    article = extraction.article
    for passage in passages_in(extraction):
        assert passage.end <= len(article.text)
        assert article.cut(passage).strip(), f"blank passage {passage}"
    for relation in extraction.relations:
        assert relation.sentence in extraction.sentences
        assert relation.sentence.contains(relation.predicate.passage)
        for term in (relation.subject, relation.object):
            assert term is None or relation.sentence.contains(term.passage), article.cut(term.passage)
        assert 0 < relation.confidence <= 1
        for term in [relation.subject, relation.object, relation.attributed_to, *relation.arguments]:
            assert term is None or term.mention is None or term.mention < len(extraction.mentions)
            assert term is None or term.relation is None or term.relation < len(extraction.relations)


@pytest.mark.parametrize("text", [pytest.param(text, id=name) for name, text in HOSTILE.items()])
def test_hostile_text_breaks_no_law(nlp: Language, text: str) -> None:
    article = make_article(text, published=PUBLISHED)
    extraction = extract(nlp, article)
    check_laws(extraction)
    assert extract(nlp, article) == extraction
    assert (extraction.relations == ()) or text.strip()


def test_examples_break_no_law_and_read_the_same_twice(nlp: Language) -> None:
    articles = list(read_articles(sorted(EXAMPLES.glob("*.txt"))))
    assert len(articles) == 6
    for article in articles:
        extraction = extract(nlp, article)
        check_laws(extraction)
        assert extraction.relations
        assert extract(nlp, article) == extraction


def test_sentences_that_say_nothing_are_counted(nlp: Language) -> None:
    extraction = extract(nlp, make_article("Rebels attacked the army.\n\nGood evening.\n"))
    stated = {relation.sentence for relation in extraction.relations}
    assert extraction.left_out["sentences_without_statement"] == len(extraction.sentences) - len(stated) == 1


def test_a_sentence_in_another_script_says_nothing_and_is_counted(nlp: Language) -> None:
    extraction = extract(
        nlp, make_article("Rebels attacked the army.\n\nПовстанцы напали на армию в Москве.\n")
    )
    foreign = extraction.sentences[1]
    assert all(relation.sentence != foreign for relation in extraction.relations)
    assert extraction.left_out["sentences_in_other_scripts"] == 1


def test_reading_does_not_depend_on_what_was_read_before(nlp: Language) -> None:
    one, other = make_article("Rebels attacked the army."), make_article("The king visited Chile.")
    alone = extract(nlp, other)
    extract(nlp, one)
    assert extract(nlp, other) == alone


def test_an_amount_is_no_entity_but_stays_an_argument(nlp: Language) -> None:
    text = "The strike began at 6:30 a.m. and cost the bank 20 million euros. Its share fell by 40%."
    resolution = resolve_extractions([extract(nlp, make_article(text))], load_ontology())
    assert sorted(entity.name for entity in resolution.entities) == ["bank", "share", "strike"]
    arguments = {(a.role, a.phrase.text) for s in resolution.statements for a in s.arguments}
    assert {("at", "6:30 a.m."), ("by", "40%")} <= arguments


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Five strikes destroyed eight oil pump jacks.", {"subject: Five", "object: eight"}),
        ("More than 300 workers left two factories.", {"subject: More than 300", "object: two"}),
        ("Seven people were killed by rebels.", {"object: Seven"}),
        ("Police seized three tonnes of cocaine.", {"object: three tonnes"}),
        ("Dozens of people fled.", {"subject: Dozens"}),
        ("The third strike hit a port on 3 May.", set()),
        ("Two of the ministers resigned.", set()),
    ],
)
def test_how_many_is_an_argument(nlp: Language, text: str, numbers: set[str]) -> None:
    extraction = extract(nlp, make_article(text))
    arguments = [a for r in extraction.relations for a in r.arguments if a.role.endswith(" number")]
    found = {f"{a.role.split()[0]}: {extraction.article.cut(a.passage)}" for a in arguments}
    assert found == numbers


@pytest.mark.parametrize(
    ("text", "role", "argument"),
    [
        ("Hundreds took part in looting the shops.", "in", "looting the shops"),
        ("The mayor was charged with lying to the council.", "with", "lying to the council"),
        ('Critics described the plan as a "disaster for farmers".', "as", 'a "disaster for farmers"'),
    ],
)
def test_what_a_verb_is_about_is_an_argument(nlp: Language, text: str, role: str, argument: str) -> None:
    extraction = extract(nlp, make_article(text, published=PUBLISHED))
    found = [(a.role, extraction.article.cut(a.passage)) for r in extraction.relations for a in r.arguments]
    assert (role, argument) in found
