"""Why the mentions of an entity are one: each leads to the first of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from extractions import Named, make_extraction, said_before

from kg.build import build_graph
from kg.model import Correction, Decision, Extraction, Join, Reason, Resolution
from kg.ontology import load_ontology
from kg.resolve import resolve_extractions

EXAMPLES = Path(__file__).parent.parent / "examples"


def joined(article: str, mentions: Sequence[Named], *joins: tuple[int, int, Reason]) -> Extraction:
    return replace(make_extraction(article, mentions), joins=tuple(Join(*join) for join in joins))


def reasons_in(
    *extractions: Extraction, corrections: Sequence[Correction] = ()
) -> dict[tuple[str, str], tuple[str, str, Reason]]:
    """Return, by article and words, the antecedent's article and words, and the reason."""
    resolution = resolve_extractions(extractions, load_ontology(), corrections)
    by_id = {extraction.article.id: extraction for extraction in extractions}

    def words(article: str, place: int) -> str:
        return by_id[article].article.cut(by_id[article].mentions[place].passage)

    return {
        (article, words(article, place)): (found.article, words(found.article, found.mention), found.reason)
        for article, antecedents in resolution.antecedents.items()
        for place, found in enumerate(antecedents)
        if found is not None
    }


def test_what_joined_them_in_an_article_is_kept() -> None:
    named: list[Named] = [
        ("She", "", None, 0), ("Anna Berg", "PERSON", "Anna Berg", 0), ("the minister", "", "minister", 0),
    ]  # fmt: skip
    article = joined("a", named, (0, 1, Reason.PRONOUN), (2, 0, Reason.ROLE))
    assert reasons_in(article) == {
        ("a", "She"): ("a", "Anna Berg", Reason.PRONOUN),
        ("a", "the minister"): ("a", "She", Reason.ROLE),
    }


def test_two_chains_of_an_article_are_one_by_a_short_form() -> None:
    article = joined("a", [("Anna Berg", "PERSON", "Anna Berg", 0), ("Berg", "PERSON", "Berg", 1)])
    assert reasons_in(article) == {("a", "Berg"): ("a", "Anna Berg", Reason.SHORT)}


def test_one_name_in_two_articles() -> None:
    one, other = (joined(a, [("Anna Berg", "PERSON", "Anna Berg", 0)]) for a in "ab")
    assert reasons_in(one, other) == {("b", "Anna Berg"): ("a", "Anna Berg", Reason.NAME)}


def test_two_names_that_the_tables_know() -> None:
    one = joined("a", [("Washington", "GPE", "United States", 0)])
    other = joined("b", [("United States", "GPE", "United States", 0)])
    assert reasons_in(one, other) == {("a", "Washington"): ("b", "United States", Reason.KNOWN)}


def test_two_spellings() -> None:
    one = said_before("Iranian general", "Qasem Soleimani")
    other = said_before("Iranian general", "Qassem Soleimani")
    (found,) = (
        reason for (_, words), (_, _, reason) in reasons_in(one, other).items() if words.endswith("Soleimani")
    )
    assert found is Reason.SPELLING


def test_what_people_joined() -> None:
    one = joined("a", [("Norvik", "ORG", "Norvik", 0)])
    other = joined("b", [("Harbour Bank", "ORG", "Harbour Bank", 0)])
    merge = Correction(Decision.MERGE, "A. Moe", date(2024, 1, 1), "one bank", ("Norvik", "Harbour Bank"))
    (found,) = reasons_in(one, other, corrections=[merge]).values()
    assert found[2] is Reason.DECISION


@pytest.fixture(scope="module")
def examples() -> Resolution:
    return build_graph([EXAMPLES]).resolution


def test_each_mention_leads_to_the_first_of_its_entity(examples: Resolution) -> None:
    first: dict[str, set[tuple[str, int]]] = {}
    for article, ids in examples.entity_by_mention.items():
        for place, entity in enumerate(ids):
            at, steps = (article, place), 0
            while entity is not None and (found := examples.antecedents[at[0]][at[1]]) is not None:
                at, steps = (found.article, found.mention), steps + 1
                assert examples.entity_by_mention[at[0]][at[1]] == entity
                assert steps < 1000
            if entity is not None:
                first.setdefault(entity, set()).add(at)
    assert first and all(len(places) == 1 for places in first.values())
