"""Mentions become entities, relations become statements; articles and extractions are made by hand."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence

import pytest
from extractions import Named, make_extraction, relate, said_before
from hypothesis import given
from hypothesis import strategies as st

from kg.entities import to_slug
from kg.model import (
    Article,
    Entity,
    Extraction,
    Mention,
    MentionKind,
    Modality,
    Passage,
    Resolution,
    Term,
)
from kg.ontology import load_ontology
from kg.resolve import resolve_extractions

ONTOLOGY = load_ontology()


def resolve(*extractions: Extraction) -> Resolution:
    return resolve_extractions(extractions, ONTOLOGY)


def entities_of(*articles: Sequence[Named]) -> dict[str, Entity]:
    resolution = resolve(*(make_extraction(f"a{i}", mentions) for i, mentions in enumerate(articles)))
    return {entity.id: entity for entity in resolution.entities}


# In an article


def test_a_chain_is_one_person_with_the_fullest_name() -> None:
    found = entities_of(
        [
            ("Dr. Tilda Holm", "PERSON", "Tilda Holm", 0),
            ("Holm", "PERSON", "Holm", 0),
            ("Holm", "PERSON", "Holm", 0),
            ("she", "", None, 0),
            ("the physician", "", "physician", 0),
        ]
    )
    assert list(found.values()) == [Entity("Tilda_Holm", "Person", "Tilda Holm", ("Holm",))]


@pytest.mark.parametrize(
    ("written", "label"),
    [("US", "GPE"), ("Washington", "GPE"), ("Americans", "NORP"), ("the White House", "FAC")],
)
def test_a_country_is_the_country_of_the_table(written, label) -> None:
    found = entities_of(
        [("the United States", "GPE", "United States", 0), (written, label, "United States", 1)]
    )
    alias = written.removeprefix("the ")
    assert list(found.values()) == [
        Entity(
            "United_States",
            "Country",
            "United States",
            (alias,),
            True,
            ("http://www.wikidata.org/entity/Q30",),
        )
    ]


def test_a_body_has_the_type_of_the_table_whatever_its_label() -> None:
    found = entities_of([("Hezbollah", "PERSON", "Hezbollah", 0), ("AFP", "ORG", "AFP", 1)])
    assert {e.name: (e.type, e.aliases) for e in found.values()} == {
        "Hezbollah": ("ArmedGroup", ()),
        "Agence France-Presse": ("NewsAgency", ("AFP",)),
    }


def test_every_type_is_a_class_of_the_ontology() -> None:
    found = entities_of(
        [("Likud", "ORG", "Likud", 0), ("Huawei", "ORG", "Huawei", 1), ("Oddity", "", "Oddity", 2)]
    )
    assert {e.type for e in found.values()} == {"Organization", "Thing"}
    assert {e.type for e in found.values()} <= set(ONTOLOGY.classes)


def test_a_capital_named_as_a_place_is_a_place() -> None:
    found = entities_of([("Washington", "GPE", "Washington", 0), ("Mosul", "ORG", "Mosul", 1)])
    assert {e.name: e.type for e in found.values()} == {"Washington": "Place", "Mosul": "Place"}


def test_a_surname_joins_the_only_full_name_of_the_article() -> None:
    found = entities_of([("Holm", "PERSON", "Holm", 0), ("Tilda Holm", "PERSON", "Tilda Holm", 1)])
    assert {e.id: e.aliases for e in found.values()} == {"Tilda_Holm": ("Holm",)}


def test_a_relative_of_a_longer_name_is_another() -> None:
    named: list[Named] = [
        ("Ann Holm", "PERSON", "Ann Holm", 0),
        ("Ann Lee Holm", "PERSON", "Ann Lee Holm", 1),
    ]
    one = resolve(make_extraction("a", named, gap=", in the court of "))
    two = resolve(make_extraction("a", named, gap=" saw her late mother, "))
    assert [len(resolution.entities) for resolution in (one, two)] == [1, 2]


def test_a_surname_joins_through_a_longer_short_form() -> None:
    names = ["Obrador", "López Obrador", "Andrés Manuel López Obrador"]
    found = entities_of([(name, "PERSON", name, i) for i, name in enumerate(names)])
    assert {e.name: e.aliases for e in found.values()} == {names[2]: (names[1], names[0])}


def test_a_surname_of_two_people_joins_neither() -> None:
    names = ["Holm", "Tilda Holm", "Arvid Holm"]
    found = entities_of([(name, "PERSON", name, i) for i, name in enumerate(names)])
    assert {e.name for e in found.values()} == set(names)


def test_a_surname_does_not_join_a_company() -> None:
    found = entities_of([("Norvik", "PERSON", "Norvik", 0), ("Norvik Inc.", "ORG", "Norvik Inc.", 1)])
    assert {(e.name, e.type) for e in found.values()} == {
        ("Norvik", "Person"),
        ("Norvik Inc.", "Organization"),
    }


def test_a_surname_in_another_article_is_kept_apart() -> None:
    found = entities_of([("Tilda Holm", "PERSON", "Tilda Holm", 0)], [("Holm", "PERSON", "Holm", 0)])
    assert {e.name for e in found.values()} == {"Tilda Holm", "Holm"}


def test_an_acronym_joins_the_name_of_the_body() -> None:
    found = entities_of(
        [("NTA", "ORG", "NTA", 0), ("Norvik Trade Authority", "ORG", "Norvik Trade Authority", 1)]
    )
    assert {e.name: e.aliases for e in found.values()} == {"Norvik Trade Authority": ("NTA",)}


# Across articles


def test_one_name_is_one_entity_across_articles() -> None:
    found = entities_of(
        [("Mustafa Al-Kadhemi", "PERSON", "Mustafa Al-Kadhemi", 0)],
        [("Mustafa al Kadhemi", "PERSON", "Mustafa al Kadhemi", 0), ("Kadhemi", "PERSON", "Kadhemi", 1)],
        [("Mustafa Al-Kadhemi", "PERSON", "Mustafa Al-Kadhemi", 0)],
    )
    assert list(found.values()) == [
        Entity("Mustafa_Al-Kadhemi", "Person", "Mustafa Al-Kadhemi", ("Kadhemi", "Mustafa al Kadhemi"))
    ]


def test_a_middle_initial_makes_no_other_person() -> None:
    found = entities_of(
        [("Donald J. Trump", "PERSON", "Donald J. Trump", 0)],
        [("Donald Trump", "PERSON", "Donald Trump", 0)] * 2,
    )
    assert {e.name: e.aliases for e in found.values()} == {"Donald Trump": ("Donald J. Trump",)}


def test_the_label_of_most_mentions_gives_the_type() -> None:
    found = entities_of([("Norvik", "ORG", "Norvik", 0)] * 2, [("Norvik", "PRODUCT", "Norvik", 0)])
    assert [e.type for e in found.values()] == ["Organization"]


def test_a_rare_reading_as_a_person_is_a_slip() -> None:
    found = entities_of([("Norvik", "ORG", "Norvik", 0)] * 4, [("Norvik", "PERSON", "Norvik", 0)])
    assert [(e.id, e.type) for e in found.values()] == [("Norvik", "Organization")]


def test_a_person_and_a_thing_of_one_name_are_two_when_both_are_frequent() -> None:
    body: list[Named] = [("Norvik", "ORG", "Norvik", 0)]
    read = [make_extraction("a", body * 2), said_before("President", "Norvik")]
    found = {e.id: e.type for e in resolve(*read).entities if e.name == "Norvik"}
    assert sorted(found.values()) == ["Organization", "Person"]
    assert all(re.fullmatch(r"Norvik-[0-9a-f]{6}", entity_id) for entity_id in found)


def test_a_reading_as_a_person_of_whom_nothing_tells_is_a_slip() -> None:
    found = entities_of([("Norvik", "ORG", "Norvik", 0)] * 2, [("Norvik", "PERSON", "Norvik", 0)])
    assert [(e.id, e.type) for e in found.values()] == [("Norvik", "Organization")]


def test_readings_of_one_name_that_nothing_tells_apart_are_one() -> None:
    labels = ["PERSON", "PERSON", "GPE", "ORG"]
    found = entities_of(*([("Brunhild", label, "Brunhild", 0)] for label in labels))
    assert [(e.id, e.type) for e in found.values()] == [("Brunhild", "Person")]


def test_a_country_keeps_its_id_and_type_beside_a_person_of_its_name() -> None:
    found = entities_of([("Jordan", "PERSON", "Jordan", 0)] * 9, [("Jordan", "GPE", "Jordan", 0)])
    assert found["Jordan"].type == "Country"
    assert [e.type for e in found.values()].count("Person") == 1


def people_in(*made: Extraction) -> set[str]:
    return {entity.name for entity in resolve(*made).entities if entity.type == "Person"}


def test_spellings_of_one_name_are_one_where_what_is_said_agrees() -> None:
    names = ["Qasem Soleimani", "Qassem Soleimani", "Kassim Suleimani"]
    assert len(people_in(*(said_before("Iranian General", name) for name in names))) == 1
    assert len(people_in(*(said_before("Iranian General", name) for name in ["Ali Soleimani", *names]))) == 2
    assert (
        len(people_in(said_before("Iranian General", names[0]), said_before("Dutch singer", names[2]))) == 2
    )


def test_homonyms_are_two_where_their_countries_disagree() -> None:
    minister, other = (
        said_before("Norwegian Foreign Minister", "Jan Berg"),
        said_before("Swedish singer", "Jan Berg"),
    )
    again = said_before("Norwegian Defence Minister", "Jan Berg")
    resolution = resolve(minister, other, again)
    ids = {article: found[0] for article, found in resolution.entity_by_mention.items()}
    assert ids[minister.article.id] == ids[again.article.id] != ids[other.article.id]


def test_a_surname_joins_across_articles_where_what_is_said_agrees() -> None:
    known = [said_before("Norwegian President", name) for name in ("Tilda Holm", "Holm")]
    assert people_in(*known) == {"Tilda Holm"}
    assert len(people_in(*known, said_before("Norwegian President", "Arvid Holm"))) == 3


def test_a_name_that_does_not_say_whose_goes_with_the_country_of_its_article() -> None:
    def about(country: str, body: str) -> list[Named]:
        return [(country, "GPE", country, 0), (country, "GPE", country, 0), (body, "ORG", body, 1)]

    found = entities_of(
        about("Norway", "Supreme Court"),
        about("Chile", "Supreme Court"),
        about("Norway", "Norwegian Supreme Court"),
        about("United States", "Supreme Court"),
        [("Supreme Court", "ORG", "Supreme Court", 0)],
    )
    assert {i: e.aliases for i, e in found.items() if "Court" in e.name} == {
        "Supreme_Court_of_Norway": ("Supreme Court",),
        "Supreme_Court_of_Chile": (),
        "US_Supreme_Court": ("Supreme Court",),
        "a4-Supreme_Court": (),
    }


def test_a_body_that_its_name_alone_tells_needs_no_home() -> None:
    for country in ("Norway", "Russia"):
        land = [(country, "GPE", country, 0)] * 5
        assert "Central_Intelligence_Agency" in entities_of([*land, ("CIA", "ORG", "CIA", 1)])
        assert "Republican_Party_of_" + country in entities_of(
            [*land, ("Republican Party", "ORG", "Republican Party", 1)]
        )


def test_a_party_of_the_tables_is_that_of_its_country() -> None:
    for country, party, expected in [
        ("United States", "Republican Party", "Republican_Party"),
        ("United Kingdom", "Labour Party", "Labour_Party"),
        ("Ireland", "Labour Party", "Labour_Party_of_Ireland"),
    ]:
        found = entities_of([*[(country, "GPE", country, 0)] * 5, (party, "ORG", party, 1)])
        assert expected in found


def test_a_homonym_of_a_country_is_a_state_where_the_article_is_about_its_country() -> None:
    georgia = ("Georgia", "GPE", "Georgia", 0)
    home = [("Texas", "GPE", "Texas", 1), ("US Senate", "ORG", "US Senate", 2)]
    abroad = [("Armenia", "GPE", "Armenia", 1), ("Iran", "GPE", "Iran", 2), ("US", "GPE", "United States", 3)]
    found = entities_of([georgia, *home], [georgia, *abroad], [georgia])
    assert found["Georgia"].type == "Country"
    assert found["Georgia_of_United_States"].type == "Place"
    people = ("Georgians", "NORP", "Georgia", 0)
    assert "Georgia_of_United_States" not in entities_of([georgia, people, *home])


def test_a_part_of_a_state_speaks_for_the_state() -> None:
    found = entities_of(
        [("Scotland", "GPE", "Scotland", 0)] * 3
        + [("Wales", "GPE", "Wales", 1)] * 2
        + [("Labour Party", "ORG", "Labour Party", 2)]
    )
    assert "Labour_Party" in found


def test_one_and_several_of_a_group_are_one_group() -> None:
    found = entities_of(
        [("Republicans", "NORP", "Republicans", 0)], [("Republican", "NORP", "Republican", 0)]
    )
    assert [(e.name, e.aliases) for e in found.values()] == [("Republicans", ("Republican",))]


def test_an_article_about_two_countries_says_nothing_of_whose_a_body_is() -> None:
    found = entities_of(
        [(c, "GPE", c, i) for i, c in enumerate(("Norway", "Chile"))] * 2 + [("Senate", "ORG", "Senate", 2)]
    )
    assert [i for i, e in found.items() if e.name == "Senate"] == ["a0-Senate"]


def test_a_body_of_a_state_is_not_that_of_the_country() -> None:
    text = "American voters left. Americans knew that the US Senate met. The state Senate met, too."
    names = [("American", "NORP", "United States", 0), ("Americans", "NORP", "United States", 0),
             ("US Senate", "ORG", "US Senate", 1), ("Senate met, too", "ORG", "Senate", 1)]  # fmt: skip
    mentions = []
    for written, label, name, chain in names:
        start = text.index(written)
        end = start + len(written.split(" met")[0])
        mentions.append(Mention(Passage(start, end), MentionKind.NAME, label, name, chain))
    whole = Passage(0, len(text))
    resolution = resolve(Extraction(Article("a", text, (whole,)), tuple(mentions), (), (whole,)))
    assert resolution.entity_by_mention["a"][2:] == ("US_Senate", "a-Senate")


@given(
    st.permutations(
        [said_before("Iranian General", n) for n in ("Qasem Soleimani", "Kassim Suleimani")]
        + [said_before("Dutch singer", "Qasem Soleimani")]
    )
)
def test_spellings_and_homonyms_do_not_depend_on_order(given_order: list[Extraction]) -> None:
    assert resolve(*given_order) == resolve(*sorted(given_order, key=lambda e: e.article.id))


# Things without a name


def test_a_thing_without_a_name_is_kept_only_if_a_statement_speaks_of_it() -> None:
    extraction = make_extraction(
        "some/news 1",
        [("a rocket", "", "rocket", 0), ("The rocket", "", "rocket", 1), ("the boat", "", "boat", 2)],
    )
    resolution = resolve(relate(extraction, 1, None))
    assert resolution.entities == (Entity("some_news_1-rocket-2", "Thing", "rocket", named=False),)
    assert resolution.entity_by_mention["some/news 1"] == (None, "some_news_1-rocket-2", None)
    assert resolution.left_out["mentions_without_entity"] == 2


def test_a_thing_without_a_name_belongs_to_one_article() -> None:
    mentions = [("the rocket", "", "rocket", 0)]
    resolution = resolve(*(relate(make_extraction(a, mentions), 0, None) for a in ("a", "b")))
    assert [e.id for e in resolution.entities] == ["a-rocket", "b-rocket"]


@pytest.mark.parametrize(
    ("noun", "expected"),
    [
        ("spokeswoman", "Person"),
        ("protesters", "Group"),
        ("troops", "Group"),
        ("government", "Organization"),
        ("rocket", "Thing"),
    ],
)
def test_a_noun_tells_what_a_thing_is(noun, expected) -> None:
    resolution = resolve(relate(make_extraction("a", [(f"the {noun}", "", noun, 0)]), 0, None))
    assert [e.type for e in resolution.entities] == [expected]


def test_a_pronoun_alone_is_no_entity() -> None:
    resolution = resolve(relate(make_extraction("a", [("they", "", None, 0)]), 0, None))
    assert resolution.entities == ()
    assert [s.subject and s.subject.entity for s in resolution.statements] == [None]


# Statements

PAIR: list[Named] = [("Tilda Holm", "PERSON", "Tilda Holm", 0), ("Iran", "GPE", "Iran", 1)]


def test_a_statement_carries_words_passages_and_entities() -> None:
    extraction = make_extraction("a", PAIR)
    place = Term("place", extraction.mentions[1].passage, 1)
    (statement,) = resolve(
        relate(extraction, 0, 1, place=place, negated=True, modality=Modality.FUTURE, attributed_to=place)
    ).statements
    assert statement.subject and statement.subject.entity == "Tilda_Holm"
    assert statement.object and (statement.object.text, statement.object.entity) == ("Iran", "Iran")
    assert statement.place == statement.attributed_to == statement.object
    assert (statement.negated, statement.modality) == (True, Modality.FUTURE)
    assert statement.predicate_text == "T"
    assert (statement.evidence.index, statement.evidence.text) == (0, "Tilda Holm saw Iran")


def test_the_id_of_a_statement_does_not_depend_on_entities() -> None:
    one = resolve(relate(make_extraction("a", PAIR), 0, 1))
    apart = [(written, "ORG", f"Some {name}", chain) for written, _, name, chain in PAIR]
    other = resolve(relate(make_extraction("a", apart), 0, 1))
    assert one.entities != other.entities
    assert [s.id for s in one.statements] == [s.id for s in other.statements]


def test_of_two_relations_that_say_the_same_the_surer_is_kept_and_content_leads_to_it() -> None:
    extraction = relate(relate(make_extraction("a", PAIR), 0, 1, confidence=0.3), 0, 1, confidence=0.9)
    content = Term("content", extraction.mentions[1].passage, None, 0)
    resolution = resolve(relate(extraction, 0, None, arguments=(content,)))
    assert resolution.left_out["duplicate_statements"] == 1
    said = next(s for s in resolution.statements if s.arguments)
    kept = next(s for s in resolution.statements if not s.arguments)
    assert kept.confidence == 0.9
    assert said.arguments[0].statement == kept.id


def test_a_relation_of_nothing_is_left_out_and_counted() -> None:
    resolution = resolve(relate(make_extraction("a", PAIR), None, None))
    assert resolution.statements == ()
    assert resolution.left_out["empty_statements"] == 1


@pytest.mark.parametrize("rule", ["copula", "apposition"])
def test_what_a_thing_is_called_describes_it_and_is_no_second_thing(rule) -> None:
    mentions = [("Tilda Holm", "PERSON", "Tilda Holm", 0), ("the physician", "", "physician", 0)]
    (statement,) = resolve(relate(make_extraction("a", mentions), 0, 1, rule=rule)).statements
    assert statement.object is not None
    assert (statement.object.text, statement.object.entity) == ("the physician", None)


@pytest.mark.parametrize(("rule", "count"), [("copula", 0), ("apposition", 0), ("verb", 1)])
def test_x_is_x_says_nothing(rule, count) -> None:
    mentions = [("Tilda Holm", "PERSON", "Tilda Holm", 0), ("Holm", "PERSON", "Holm", 0)]
    resolution = resolve(relate(make_extraction("a", mentions), 0, 1, rule=rule))
    assert len(resolution.statements) == count
    assert resolution.left_out.get("self_statements", 0) == 1 - count


def test_a_content_that_was_left_out_is_words_only() -> None:
    extraction = relate(make_extraction("a", PAIR), None, None)
    content = Term("content", extraction.mentions[1].passage, None, 0)
    (statement,) = resolve(relate(extraction, 0, None, arguments=(content,))).statements
    assert (statement.arguments[0].phrase.text, statement.arguments[0].statement) == ("Iran", None)


def test_an_article_given_twice_is_read_once() -> None:
    extraction = relate(make_extraction("a", PAIR), 0, 1)
    resolution = resolve(extraction, extraction)
    assert len(resolution.extractions) == len(resolution.statements) == 1
    assert resolution.left_out["duplicate_articles"] == 1


# Ids

SLUGS = [
    ("Ali Khamenei", "Ali_Khamenei"), ("United States", "United_States"), ("Côte d’Ivoire", "Côte_dIvoire"),
    ("J. K. Rowling", "J_K_Rowling"), ("AT&T", "AT_T"), ("Al-Kadhemi", "Al-Kadhemi"), ("新华社", "新华社"),
    ("علي خامنئي", "علي_خامنئي"), ("a/b#c%20", "a_bc20"), ('"><script>', "script"), ("  x  ", "x"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "slug"), SLUGS)
def test_slugs(name, slug) -> None:
    assert to_slug(name) == slug


@given(st.text(max_size=200))
def test_a_slug_is_fit_for_an_iri(name) -> None:
    from kg.iris import entity_iri

    slug = to_slug(name)
    assert slug[0].isalnum()
    assert not set(slug) & set("%#/\\\"'<>?:. \t\n")
    assert to_slug(slug) == slug
    assert len(str(entity_iri(slug))) < 200


# Laws

NAMES = [
    ("Tilda Holm", "PERSON"), ("Holm", "PERSON"), ("Arvid Holm", "PERSON"), ("Holm", "ORG"), ("Iran", "GPE"),
    ("Iran", "PERSON"), ("Jordan", "PERSON"), ("Jordan", "GPE"), ("NTA", "ORG"),
    ("Norvik Trade Authority", "ORG"),
    ("Tilda B. Holm", "PERSON"), ("rocket", ""), ("strike", ""), ("she", ""), ("A-B", ""), ("A B", "ORG"),
    ("!", "ORG"), ("?", "PERSON"), ("a-rocket", "PRODUCT"),
]  # fmt: skip


@st.composite
def extractions(draw: st.DrawFn) -> list[Extraction]:
    made = []
    for number in range(draw(st.integers(1, 4))):
        drawn = draw(st.lists(st.tuples(st.sampled_from(NAMES), st.integers(0, 4)), min_size=1, max_size=7))
        mentions = [(name, label, None if name == "she" else name, chain) for (name, label), chain in drawn]
        extraction = make_extraction("abcd"[number], mentions)
        place = st.none() | st.integers(0, len(mentions) - 1)
        for _ in range(draw(st.integers(0, 3))):
            confidence = draw(st.sampled_from([0.2, 0.8]))
            rule = draw(st.sampled_from(["verb", "copula"]))
            extraction = relate(extraction, draw(place), draw(place), confidence=confidence, rule=rule)
        made.append(extraction)
    return made


@given(extractions(), st.randoms(use_true_random=False))
def test_order_changes_nothing(made: list[Extraction], chance: random.Random) -> None:
    shuffled = list(made)
    chance.shuffle(shuffled)
    assert resolve(*made) == resolve(*shuffled) == resolve(*made)


@given(extractions())
def test_what_holds_of_every_resolution(made: list[Extraction]) -> None:
    resolution = resolve(*made)
    ids = [entity.id for entity in resolution.entities]
    assert ids == sorted(set(ids))
    assert all(not set(entity.id) & set("%#/ '\"") for entity in resolution.entities)
    statement_ids = [statement.id for statement in resolution.statements]
    assert statement_ids == sorted(set(statement_ids))
    articles = {extraction.article.id: extraction.article for extraction in made}
    for statement in resolution.statements:
        assert articles[statement.evidence.article].cut(statement.evidence.sentence).strip()
        for phrase in (statement.subject, statement.object):
            assert phrase is None or phrase.entity is None or phrase.entity in ids
    for extraction in made:
        found = resolution.entity_by_mention[extraction.article.id]
        assert len(found) == len(extraction.mentions)
        assert {entity_id for entity_id in found if entity_id} <= set(ids)
        for mention, entity_id in zip(extraction.mentions, found, strict=True):
            assert entity_id is not None or mention.kind is not MentionKind.NAME
    for entity in resolution.entities:
        assert entity.name not in entity.aliases
        assert entity.type in ONTOLOGY.classes
        assert list(entity.aliases) == sorted(set(entity.aliases))


def test_unlikely_statements_are_left_out_and_counted() -> None:
    mentions: list[Named] = [("Norvik", "ORG", "Norvik", 0), ("Vik", "GPE", "Vik", 1)]
    extraction = relate(relate(make_extraction("a", mentions), 0, 1, confidence=0.4), 1, 0, confidence=0.39)
    resolution = resolve_extractions([extraction], load_ontology(), least_confidence=0.4)
    assert [statement.confidence for statement in resolution.statements] == [0.4]
    assert resolution.left_out["unlikely_statements"] == 1
    assert len(resolve_extractions([extraction], load_ontology()).statements) == 2
