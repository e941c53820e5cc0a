"""Chains on a table of small texts with the bundled pipeline, and on documents built by hand."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from conftest import read_document
from spacy.language import Language

from kg.coreference import chains_of
from kg.mentions import Markable, mentions_in
from kg.model import MentionKind
from kg.quotations import quotations_in
from kg.tokens import Document, document_of

TABLE = Path(__file__).parent / "sentences" / "coreference.toml"
CASES: list[dict[str, Any]] = tomllib.loads(TABLE.read_text(encoding="utf-8"))["case"]


def find(markables: list[Markable], wanted: str) -> int:
    """Return the place of a mention written "he" or "he#2"."""
    words, _, number = wanted.partition("#")
    places = [i for i, m in enumerate(markables) if m.span.text.casefold() == words.casefold()]
    assert len(places) >= int(number or 1), f"no mention {wanted!r} in {[m.span.text for m in markables]}"
    return places[int(number or 1) - 1]


def chains_in(doc: Document, markables: Sequence[Markable]) -> list[int]:
    return chains_of(doc, markables, quotations_in(doc, doc.text))[0]


def test_the_table_is_all_there() -> None:
    assert len(CASES) == 112


@pytest.mark.parametrize("case", CASES, ids=[re.sub(r"\W+", " ", c["text"])[:40] for c in CASES])
def test_table(case: dict[str, Any], nlp: Language) -> None:
    doc = document_of(nlp(case["text"]))
    markables = mentions_in(doc)
    chains = chains_in(doc, markables)
    for group in case.get("together", ()):
        numbers = {wanted: chains[find(markables, wanted)] for wanted in group}
        assert len(set(numbers.values())) == 1, numbers
    for one, other in case.get("apart", ()):
        assert chains[find(markables, one)] != chains[find(markables, other)], (one, other)
    for words in case.get("absent", ()):
        assert words not in [m.span.text.casefold() for m in markables]


def test_who_is_known_to_speak_is_the_one_who_says_i(nlp: Language) -> None:
    doc = document_of(nlp('Anna Berg took to the radio: "I lost the keys of the old town hall."'))
    markables, quotations = mentions_in(doc), quotations_in(doc, doc.text)
    places = [find(markables, "Anna Berg"), find(markables, "I")]
    for speakers, is_known in (({}, False), ({quotations[0]: markables[places[0]].head}, True)):
        chains, _ = chains_of(doc, markables, quotations, speakers)
        assert (chains[places[0]] == chains[places[1]]) is is_known


GOVERNED = read_document(
    "The|DT|2|det Iranian|JJ|2|amod government|NN|3|nsubj blamed|VBD|3|ROOT a|DT|6|det British|JJ|6|amod "
    "general|NN|3|obj .|.|3|punct"
)
"""The Iranian government blamed a British general."""
CAPITALS = read_document(
    "Tehran|NNP|1|nsubj accused|VBD|1|ROOT|accuse Rome|NNP|1|obj in|IN|4|case Cairo|NNP|1|obl .|.|1|punct",
    ents=[(0, 1, "GPE"), (2, 3, "GPE"), (4, 5, "GPE")],
)
STRUCK = read_document(
    "Tehran|NNP|2|nsubj:pass was|VBD|2|aux:pass hit|VBN|2|ROOT by|IN|4|case Oslo|NNP|2|obl:agent",
    ents=[(0, 1, "GPE"), (4, 5, "GPE")],
)
TITLED = read_document(
    "French|JJ|1|amod President|NNP|2|nmod:desc Emmanuel|NNP|4|nsubj Macron|NNP|2|flat "
    "spoke|VBD|4|ROOT .|.|4|punct "
    "The|DT|7|det president|NN|8|nsubj smiled|VBD|8|ROOT .|.|8|punct "
    "The|DT|13|det British|JJ|13|amod prime|JJ|13|amod minister|NN|14|nsubj left|VBD|14|ROOT .|.|14|punct",
    ents=[(0, 1, "NORP"), (1, 4, "PERSON"), (11, 12, "NORP")],
)


def named(doc: Document) -> dict[str, tuple[str, str | None]]:
    return {m.span.text: (m.label, m.name) for m in mentions_in(doc)}


def chains_by_text(doc: Document) -> dict[str, int]:
    markables = mentions_in(doc)
    return {m.span.text: n for m, n in zip(markables, chains_in(doc, markables), strict=True)}


class TestMentions:
    def test_government_is_the_country_and_a_general_is_not(self) -> None:
        found = named(GOVERNED)
        assert found["Iranian government"] == ("GPE", "Iran")
        assert found["British general"] == ("", "British general")
        assert found["British"] == ("NORP", "United Kingdom")
        assert "Iranian" not in found

    def test_capital_acts_or_is_a_place(self) -> None:
        found = named(CAPITALS)
        assert found["Tehran"] == ("GPE", "Iran")
        assert found["Rome"] == ("GPE", "Italy")
        assert found["Cairo"] == ("GPE", "Cairo")

    @pytest.mark.parametrize(
        ("city", "acting", "placed"),
        [
            ("Oslo", ("GPE", "Norway"), ("GPE", "Oslo")),
            ("Brussels", ("ORG", "European Union"), ("GPE", "Brussels")),
            ("Victoria", ("GPE", "Victoria"), ("GPE", "Victoria")),
        ],
    )
    def test_a_capital_acts_for_whom_it_is_best_known(
        self, city: str, acting: tuple[str, str], placed: tuple[str, str]
    ) -> None:
        subject = read_document(
            f"{city}|NNP|1|nsubj accused|VBD|1|ROOT|accuse Rome|NNP|1|obj", ents=[(0, 1, "GPE")]
        )
        place = read_document(
            f"He|PRP|1|nsubj spoke|VBD|1|ROOT in|IN|3|case {city}|NNP|1|obl", ents=[(3, 4, "GPE")]
        )
        assert named(subject)[city] == acting
        assert named(place)[city] == placed

    def test_capital_that_is_acted_on_is_a_place(self) -> None:
        found = named(STRUCK)
        assert found["Tehran"] == ("GPE", "Tehran")
        assert found["Oslo"] == ("GPE", "Norway")

    def test_title_is_cut_off(self) -> None:
        assert named(TITLED)["Emmanuel Macron"] == ("PERSON", "Emmanuel Macron")

    def test_one_name_has_one_label(self) -> None:
        """Norvik Motors sued. Norvik won. Norvik Motors left. Norvik Motors paid."""
        doc = read_document(
            "Norvik|NNP|1|compound Motors|NNP|2|nsubj sued|VBD|2|ROOT .|.|2|punct "
            "Norvik|NNP|5|nsubj won|VBD|5|ROOT .|.|5|punct "
            "Norvik|NNP|8|compound Motors|NNP|9|nsubj left|VBD|9|ROOT .|.|9|punct "
            "Norvik|NNP|12|compound Motors|NNP|13|nsubj paid|VBD|13|ROOT .|.|13|punct",
            ents=[(0, 2, "ORG"), (4, 5, "PERSON"), (7, 9, "PERSON"), (11, 13, "ORG")],
        )
        assert [m.label for m in mentions_in(doc)] == ["ORG"] * 4

    def test_names_that_the_pipeline_missed(self) -> None:
        found = named(
            read_document(
                "Zorblax|NNP|2|nsubj Industries|NNPS|0|flat sued|VBD|2|ROOT Hezbollah|NNP|2|obj on|IN|5|case "
                "Monday|NNP|2|obl"
            )
        )
        assert found == {"Zorblax Industries": ("", "Zorblax Industries"), "Hezbollah": ("ORG", "Hezbollah")}

    def test_a_surname_with_its_particle_is_a_persons(self) -> None:
        doc = read_document(
            "Leon|NNP|3|nsubj van|NNP|0|flat Holm|NNP|0|flat left|VBD|3|ROOT .|.|3|punct "
            "Van|NNP|7|nsubj Holm|NNP|5|flat slept|VBD|7|ROOT",
            ents=[(0, 3, "PERSON"), (5, 7, "GPE")],
        )
        assert named(doc) == {
            "Leon van Holm": ("PERSON", "Leon van Holm"),
            "Van Holm": ("PERSON", "Van Holm"),
        }
        assert len(set(chains_by_text(doc).values())) == 1

    def test_what_an_office_is_of_is_no_part_of_a_name(self) -> None:
        office = "Speaker|NN|4|nmod:desc of|IN|3|case the|DT|3|det House|NNP|0|nmod "
        doc = read_document(
            office + "Anna|NNP|6|nsubj Brandt|NNP|4|flat spoke|VBD|6|ROOT", ents=[(3, 6, "PERSON")]
        )
        assert named(doc)["Anna Brandt"] == ("PERSON", "Anna Brandt")
        doc = read_document(
            "friends|NNS|4|nsubj of|IN|2|case Paris|NNP|0|nmod Hilton|NNP|2|flat left|VBD|4|ROOT",
            ents=[(2, 4, "PERSON")],
        )
        assert named(doc)["Paris Hilton"] == ("PERSON", "Paris Hilton")

    def test_the_article_of_a_name_tells_what_it_is(self) -> None:
        with_article = read_document(
            "The|DT|1|det Guardian|NNP|2|nsubj reported|VBD|2|ROOT", ents=[(1, 2, "ORG")]
        )
        without = read_document("Guardian|NNP|1|nsubj reported|VBD|1|ROOT", ents=[(0, 1, "ORG")])
        assert named(with_article) == {"Guardian": ("ORG", "The Guardian")}
        assert named(without) == {"Guardian": ("ORG", "Guardian")}

    def test_nominal_is_named_without_article_owner_and_number(self) -> None:
        doc = read_document(
            "Peru|NNP|4|nmod:poss 's|POS|0|case two|CD|4|nummod Security|NN|4|compound sources|NNS|5|nsubj "
            "fled|VBD|5|ROOT"
        )
        found = {m.span.text: (m.kind, m.name) for m in mentions_in(doc)}
        assert found["Security sources"] == (MentionKind.NOMINAL, "security sources")

    @pytest.mark.parametrize("case", CASES, ids=range(len(CASES)))
    def test_laws(self, case: dict[str, Any], nlp: Language) -> None:
        """By position, one for each head, the head inside its span, a name unless it is a pronoun."""
        markables = mentions_in(document_of(nlp(case["text"])))
        assert len({m.head.i for m in markables}) == len(markables)
        assert markables == sorted(markables, key=lambda m: (m.span.start, m.span.end))
        for markable in markables:
            assert markable.span.start <= markable.head.i < markable.span.end
            assert (markable.name is None) == (markable.kind is MentionKind.PRONOUN)

    def test_nothing_is_mentioned(self, nlp: Language) -> None:
        assert mentions_in(document_of(nlp(""))) == []
        assert mentions_in(document_of(nlp("   \n\n  "))) == []


class TestChains:
    def test_role_joins_the_name_and_the_country_must_agree(self) -> None:
        chains = chains_by_text(TITLED)
        assert chains["president"] == chains["Emmanuel Macron"]
        assert chains["British prime minister"] != chains["Emmanuel Macron"]

    def test_country_and_its_government(self) -> None:
        doc = read_document(
            "The|DT|2|det Iranian|JJ|2|amod government|NN|3|nsubj left|VBD|3|ROOT Iran|NNP|3|obj .|.|3|punct"
        )
        chains = chains_by_text(doc)
        assert chains["Iranian government"] == chains["Iran"]

    @pytest.mark.parametrize("case", CASES, ids=range(len(CASES)))
    def test_laws(self, case: dict[str, Any], nlp: Language) -> None:
        """Numbered by first mention, always the same; no chain holds two full names or two countries."""
        doc = document_of(nlp(case["text"]))
        markables = mentions_in(doc)
        chains = chains_in(doc, markables)
        assert chains == chains_in(doc, markables)
        assert list(dict.fromkeys(chains)) == list(range(len(set(chains))))
        for (a, one), (b, other) in combinations(zip(chains, markables, strict=True), 2):
            if (
                a == b
                and one.label == other.label == "PERSON"
                and " " in one.span.text
                and " " in other.span.text
            ):
                assert one.name == other.name
            if a == b and one.label == other.label == "GPE":
                assert one.name == other.name

    def test_nothing_to_chain(self, nlp: Language) -> None:
        assert chains_of(document_of(nlp("")), [], []) == ([], [])
