"""Which names, written in different articles, are one actor.

Receives `Actor`s: for each, the names it goes by and what is known of it; returns which of them are one. A
name alone joins only where its spelling leaves no doubt; else what was said of the two must agree: countries,
field of work, and the company they keep in the news. What stays in doubt is for people to decide.
The work grows with the number of names that share a block, not with the number of pairs.

References:
    Blocking and scoring: Fellegi & Sunter (1969), https://doi.org/10.1080/01621459.1969.10501049
    Sorted neighbourhoods: Hernández & Stolfo (1995), https://doi.org/10.1145/223784.223807
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache

from kg.likeness import PARTIAL, SLIP, blocks_of, liken_names
from kg.names import country_named, country_of_demonym, gender_of, sector_of

JOIN = 0.85
"""The least score of two names that are joined: chosen on the pairs of tests/name_pairs.toml, of which no two
actors score as much.
"""

ASK = 0.6
"""The least score of two names that people are asked about."""

_SUPPORT, _MOST_NEIGHBOURS = 0.05, 3
_OTHER_GENDER, _OTHER_COUNTRY, _OTHER_FIELD = 0.5, 0.25, 0.2

_LARGEST_BLOCK = 50
"""Names of one block compared each with each; of more, only those near in the alphabet."""

_MOST_BEARERS = 5
"""Full names that a surname or an initial is compared with; where more bear it, it tells nothing."""

_FIELD_BY_SECTOR = {
    **dict.fromkeys(("GOV", "LEG", "JUD", "OPP", "IGO", "MIL", "COP"), "state"),
    **dict.fromkeys(("CVL", "BUS", "MED", "NGO", "REL"), "society"),
    "REB": "rebels",
}


_KIND_BY_TYPE = dict.fromkeys(("Organization", "ArmedGroup", "NewsAgency"), "body") | dict.fromkeys(
    ("Place", "Country", "Facility"), "place"
)


@dataclass(frozen=True, slots=True)
class Traits:
    """What was said of somebody: countries by name, fields of work, genders ("m", "f")."""

    countries: Set[str] = frozenset()
    fields: Set[str] = frozenset()
    genders: Set[str] = frozenset()

    def __or__(self, other: Traits) -> Traits:
        return Traits(
            self.countries | other.countries, self.fields | other.fields, self.genders | other.genders
        )


@dataclass(frozen=True, slots=True)
class Actor:
    """One or several clusters of mentions that are one thing, as far as is known.

    `neighbours` are the names it was named with; `articles`, those it was read in; `fixed` is its name in
    the tables, "" if it is not there: two with different ones are never joined.
    """

    names: tuple[str, ...]
    type: str
    fixed: str = ""
    traits: Traits = Traits()
    neighbours: Set[str] = frozenset()
    articles: Set[str] = frozenset()

    @property
    def is_person(self) -> bool:
        return self.type == "Person"


@dataclass(frozen=True, slots=True)
class Pair:
    """Two actors, by their places, that may be one; `likeness` is that of their names alone."""

    one: int
    other: int
    score: float
    likeness: float


@lru_cache(maxsize=1 << 16)
def traits_in(description: str) -> Traits:
    """Return what a title or a noun phrase says of somebody: "Iraqi Prime Minister", "the actress"."""
    words = description.replace("'s", " ").replace("’s", " ").split()
    spans = [" ".join(words[i : i + size]) for size in (1, 2, 3) for i in range(len(words) - size + 1)]
    found = [country_named(span) or country_of_demonym(span) for span in spans]
    field = _FIELD_BY_SECTOR.get(sector_of(description))
    gender = gender_of(description) if description[:1].islower() else ""
    return Traits(
        frozenset(country.name for country in found if country),
        frozenset([field] if field else []),
        frozenset([gender] if gender else []),
    )


def score_actors(one: Actor, other: Actor) -> tuple[float, float]:
    """Return how likely two actors are one, from 0 to 1, and how alike their names are.

    The names count most; each thing that agrees adds a little, each that disagrees takes much away.
    """
    if not _are_of_one_kind(one, other):
        return 0.0, 0.0
    likeness = max(liken_names(a, b, person=one.is_person) for a in one.names for b in other.names)
    if not likeness:
        return 0.0, 0.0
    a, b = one.traits, other.traits
    score = likeness
    score += _SUPPORT * min(len(one.neighbours & other.neighbours), _MOST_NEIGHBOURS)
    score += _agreement(a.countries, b.countries, _OTHER_COUNTRY)
    score += _agreement(a.fields, b.fields, _OTHER_FIELD)
    score += min(_agreement(a.genders, b.genders, _OTHER_GENDER), 0.0)
    if likeness <= PARTIAL and one.articles & other.articles:
        # what an article calls by a short name was joined there, if it could be
        score -= _OTHER_FIELD
    # two people may differ by one letter, whatever else they have in common
    most = JOIN - 0.01 if likeness <= SLIP else 1.0
    return round(max(0.0, min(score, most)), 2), likeness


def _are_of_one_kind(one: Actor, other: Actor) -> bool:
    if one.fixed and other.fixed:
        return one.fixed == other.fixed
    kinds = {_KIND_BY_TYPE.get(actor.type, actor.type) for actor in (one, other)}
    return len(kinds) == 1 or kinds == {"Thing", "body"}


def _agreement(some: Set[str], others: Set[str], cost: float) -> float:
    if not some or not others:
        return 0.0
    return _SUPPORT if some & others else -cost


def merge_actors(actors: Sequence[Actor]) -> Actor:
    """Return one actor that has all that several have."""
    first = actors[0]
    traits = first.traits
    for actor in actors[1:]:
        traits |= actor.traits
    return Actor(
        tuple(sorted({name for actor in actors for name in actor.names})),
        first.type,
        next((actor.fixed for actor in actors if actor.fixed), ""),
        traits,
        frozenset().union(*(actor.neighbours for actor in actors)),
        frozenset().union(*(actor.articles for actor in actors)),
    )


# Homonyms


def part_homonyms(actors: Sequence[Actor]) -> list[list[int]]:
    """Return the places of the actors of one name, as many lists as there are people of that name.

    Whoever disagrees with all others in country, field or gender is another; nobody is without a reason.
    The first list has the one that is best known.
    """
    people: list[_Person] = []
    for place in sorted(range(len(actors)), key=lambda i: (_weight(actors[i]), i)):
        scores = [score_actors(actors[place], person.actor)[0] for person in people]
        best = max(range(len(people)), key=lambda i: (scores[i], -i), default=None)
        if best is None or scores[best] < JOIN:
            people.append(_Person(actors[place]))
            best = -1
        people[best].add(place, actors[place])
    lists = [sorted(person.places) for person in people]
    return sorted(lists, key=lambda places: (-len(places), places))


class _Person:
    """One of several people of one name; grows in place, so that each article more costs as little."""

    def __init__(self, first: Actor) -> None:
        self.places: list[int] = []
        self._traits: tuple[set[str], set[str], set[str]] = (set(), set(), set())
        self._names: tuple[set[str], set[str]] = (set(), set())
        neighbours, articles = self._names
        self.actor = Actor(first.names, first.type, first.fixed, Traits(*self._traits), neighbours, articles)

    def add(self, place: int, actor: Actor) -> None:
        self.places.append(place)
        traits = actor.traits
        for mine, others in (
            *zip(self._traits, (traits.countries, traits.fields, traits.genders), strict=True),
            *zip(self._names, (actor.neighbours, actor.articles), strict=True),
        ):
            mine |= others


def _weight(actor: Actor) -> tuple[int, int, tuple[str, ...], list[str]]:
    traits = actor.traits
    told = len(traits.countries) + len(traits.fields) + len(traits.genders)
    return -told, -len(actor.neighbours), actor.names, sorted(actor.articles)


# Other spellings


def pairs_among(actors: Sequence[Actor]) -> list[Pair]:
    """Return the pairs that score `ASK` or more, the best first; the order of the actors breaks ties."""
    pairs = []
    for one, other in sorted(_comparable(actors)):
        score, likeness = score_actors(actors[one], actors[other])
        if score >= ASK:
            pairs.append(Pair(one, other, score, likeness))
    return sorted(pairs, key=lambda pair: (-pair.score, -pair.likeness, pair.one, pair.other))


def _comparable(actors: Sequence[Actor]) -> set[tuple[int, int]]:
    blocks: dict[tuple[bool, str], tuple[set[int], set[int]]] = defaultdict(lambda: (set(), set()))
    for place, actor in enumerate(actors):
        for name in actor.names:
            for key, is_short in blocks_of(name, person=actor.is_person):
                blocks[actor.is_person, key][0 if is_short else 1].add(place)
    found: set[tuple[int, int]] = set()
    for short, full in blocks.values():
        if len(short) > 1:
            found |= set(_near(sorted(short, key=lambda i: (actors[i].names, i))))
        if short and len(full) <= _MOST_BEARERS:
            found |= {(min(i, j), max(i, j)) for i in short for j in full if i != j}
    return found


def _near(places: list[int]) -> Iterator[tuple[int, int]]:
    for i, place in enumerate(places):
        for other in places[i + 1 : i + _LARGEST_BLOCK]:
            yield (min(place, other), max(place, other))


def join_actors(actors: Sequence[Actor]) -> tuple[list[list[int]], list[tuple[int, int]]]:
    """Return the places of the actors, those that are one in one list, in order; and the pairs that did it.

    A name with less in it (an initial, a surname, no middle name) joins a fuller one only if that is the one
    it can be.
    """
    sets = _Sets(actors)
    pairs = [pair for pair in pairs_among(actors) if pair.score >= JOIN]
    for pair in pairs:
        if pair.likeness > PARTIAL:
            sets.join(pair.one, pair.other)
    fuller: dict[int, list[int]] = defaultdict(list)
    for pair in pairs:
        if pair.likeness <= PARTIAL:
            short, full = sorted((pair.one, pair.other), key=lambda i: (_fullness(actors[i]), i))
            fuller[short].append(full)
    for short in sorted(fuller, key=lambda i: (_fullness(actors[i]), i), reverse=True):
        if len({sets.find(full) for full in fuller[short]}) == 1:
            sets.join(short, fuller[short][0])
    return sets.lists(), sets.pairs


def _fullness(actor: Actor) -> tuple[int, int]:
    return max((len(name.split()), len(name)) for name in actor.names)


class _Sets:
    """Disjoint sets of actors, and the pairs that joined them; what the tables tell apart is never in one."""

    def __init__(self, actors: Sequence[Actor]) -> None:
        self.pairs: list[tuple[int, int]] = []
        self._root = list(range(len(actors)))
        self._members = [[i] for i in self._root]
        self._actors = actors

    def find(self, place: int) -> int:
        while self._root[place] != place:
            place = self._root[place]
        return place

    def join(self, one: int, other: int) -> None:
        root, joined = sorted((self.find(one), self.find(other)))
        if root == joined or not self._may_join(root, joined):
            return
        self.pairs.append((one, other))
        self._root[joined] = root
        self._members[root] += self._members[joined]

    def _may_join(self, one: int, other: int) -> bool:
        some, others = self._members[one], self._members[other]
        fixed = {self._actors[i].fixed for i in (*some, *others)} - {""}
        genders, other_genders = (
            {gender for i in places for gender in self._actors[i].traits.genders} for places in (some, others)
        )
        return len(fixed) < 2 and not (genders and other_genders and genders.isdisjoint(other_genders))

    def lists(self) -> list[list[int]]:
        return [sorted(self._members[i]) for i, root in enumerate(self._root) if i == root]
