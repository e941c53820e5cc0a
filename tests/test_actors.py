"""Names are one actor where they are alike enough and what is said of them agrees."""

from __future__ import annotations

import random
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.actors import ASK, JOIN, Actor, Traits, join_actors, part_homonyms, score_actors, traits_in

PAIRS = tomllib.loads(Path(__file__).with_name("name_pairs.toml").read_text(encoding="utf-8"))
ROWS = [(kind, verdict, *pair) for kind in PAIRS for verdict in PAIRS[kind] for pair in PAIRS[kind][verdict]]

AGREED = Traits(frozenset(["Norway"]), frozenset(["state"]))
COMPANY = frozenset(["mara lind", "vik", "nordbank"])


def actor(name: str, kind: str = "person", **others: object) -> Actor:
    type_ = "Person" if kind == "person" else "Organization"
    return Actor((name,), type_, **others)  # type: ignore[arg-type]


def agreeing(name: str, kind: str = "person") -> Actor:
    return actor(name, kind, traits=AGREED, neighbours=COMPANY)


def test_pairs_are_all_read() -> None:
    assert len(ROWS) == 86
    assert sum(verdict == "different" for _, verdict, *_ in ROWS) == 51


@pytest.mark.parametrize(("kind", "verdict", "one", "other"), ROWS)
def test_the_threshold_parts_the_pairs(kind: str, verdict: str, one: str, other: str) -> None:
    alone = score_actors(actor(one, kind), actor(other, kind))
    best = score_actors(agreeing(one, kind), agreeing(other, kind))
    assert alone == score_actors(actor(other, kind), actor(one, kind))
    assert (alone[0] >= JOIN) == (verdict == "alone")
    assert (best[0] >= JOIN) == (verdict != "different")
    assert verdict != "same" or alone[0] >= ASK


@pytest.mark.parametrize(
    ("description", "expected"),
    [
        ("Iraqi Prime Minister", Traits(frozenset(["Iraq"]), frozenset(["state"]))),
        ("the former Chinese actress", Traits(frozenset(["China"]), frozenset(["society"]), frozenset("f"))),
        ("Norway's foreign minister", Traits(frozenset(["Norway"]), frozenset(["state"]))),
        ("the rocket", Traits()),
    ],
)
def test_a_title_tells_country_and_field(description: str, expected: Traits) -> None:
    assert traits_in(description) == expected


def joined(*actors: Actor) -> list[set[str]]:
    lists, _ = join_actors(actors)
    return [{name for i in places for name in actors[i].names} for places in lists]


def test_an_initial_joins_the_only_name_it_can_be() -> None:
    short, one = agreeing("T. Holm"), agreeing("Tilda Holm")
    assert joined(short, one) == [{"T. Holm", "Tilda Holm"}]
    assert len(joined(short, one, agreeing("Thea Holm"))) == 3


def test_spellings_join_through_each_other() -> None:
    names = ["Qasem Soleimani", "Qassem Soleimani", "Kassim Suleimani", "Qasem Sulaymani"]
    assert joined(*map(agreeing, names[:3])) == [set(names[:3])]


def test_bodies_of_two_names_in_the_tables_are_two() -> None:
    one, other = actor("Norvik", "body", fixed="Norvik"), actor("Norvik Inc.", "body", fixed="Norvik Inc.")
    assert len(joined(one, other)) == 2


def test_homonyms_disagree_in_country_field_or_gender() -> None:
    minister = agreeing("Jan Berg")
    singer = actor("Jan Berg", traits=Traits(frozenset(), frozenset(["society"])))
    swede = actor("Jan Berg", traits=Traits(frozenset(["Sweden"]), frozenset(["state"])))
    woman = actor("Jan Berg", traits=Traits(genders=frozenset("f")))
    man = actor("Jan Berg", traits=Traits(genders=frozenset("m")), neighbours=COMPANY)
    unknown = actor("Jan Berg")
    assert part_homonyms([minister, singer]) == [[0], [1]]
    assert part_homonyms([minister, swede]) == [[0], [1]]
    assert part_homonyms([woman, man]) == [[0], [1]]
    assert part_homonyms([unknown, minister, unknown]) == [[0, 1, 2]]
    assert part_homonyms([singer, minister, minister]) == [[1, 2], [0]]


def test_who_keeps_the_same_company_is_one_in_another_role() -> None:
    minister = agreeing("Jan Berg")
    banker = actor("Jan Berg", traits=Traits(frozenset(), frozenset(["society"])), neighbours=COMPANY)
    assert part_homonyms([minister, banker]) == [[0, 1]]


NAMES = [name for kind, _, *pair in ROWS if kind == "person" for name in pair]
ACTORS = st.builds(
    lambda name, traits, neighbours: actor(name, traits=traits, neighbours=frozenset(neighbours)),
    st.sampled_from(NAMES),
    st.sampled_from([Traits(), AGREED, Traits(frozenset(["Iran"])), Traits(genders=frozenset("m"))]),
    st.sets(st.sampled_from(sorted(COMPANY))),
)


@given(st.lists(ACTORS, max_size=12, unique=True), st.randoms(use_true_random=False))
def test_everybody_is_in_one_list(actors: list[Actor], chance: random.Random) -> None:
    lists, pairs = join_actors(actors)
    assert sorted(place for places in lists for place in places) == list(range(len(actors)))
    assert (lists, pairs) == join_actors(actors)
    assert len(pairs) == len(actors) - len(lists)
    assert all(any({one, other} <= set(places) for places in lists) for one, other in pairs)
