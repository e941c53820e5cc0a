"""The tables of names: countries, bodies, places, roles, first names, surnames, and words that names hold.

They lie in `kg/data/*.tsv`, our own compilation of facts, and are read once. Returned are mappings by the
normal form of a name; those of countries, bodies and places keep how each form is written. What may be asked
of them is in `kg.names`.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeVar

from kg.spellings import normalize_name

T = TypeVar("T")
Table = dict[str, tuple[tuple[str, T], ...]]
"""Normal forms with the forms that have it, as written, and what each names."""


@dataclass(frozen=True, slots=True)
class Country:
    """A country or territory. `code` is ISO 3166 (alpha-3, or GB-SCT and the like), `wikidata` a Q-id.

    Either is "" where there is none. `kind` is state, observer (at the UN), disputed, territory,
    part (of the United Kingdom) or former.
    """

    name: str
    code: str
    wikidata: str
    kind: str


@dataclass(frozen=True, slots=True)
class Organization:
    """A well-known body. `type` is Organization, ArmedGroup, Company, NewsAgency or PoliticalParty.

    `sector` is GOV, MIL, REB, LEG, JUD, COP, IGO, NGO, MED, OPP or BUS; "" where none fits.
    """

    name: str
    acronym: str
    type: str
    sector: str
    wikidata: str


@dataclass(frozen=True, slots=True)
class Place:
    """A place that is no country: capital, city, state, district, region or continent."""

    name: str
    kind: str
    country: str


@dataclass(frozen=True, slots=True)
class Role:
    """A noun for a person or a group. `kind` is role, noun, honorific, person or group.

    `sector` and `gender` are "" where it has none; `is_surname`: it is a surname as well ("King").
    """

    kind: str
    sector: str
    gender: str
    is_surname: bool


def _rows(file: str) -> list[dict[str, str]]:
    with (Path(__file__).parent / "data" / file).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def _index(forms: Iterable[tuple[str, T]]) -> Table[T]:
    table: Table[T] = {}
    for form, record in forms:
        key = normalize_name(form)
        table[key] = (*table.get(key, ()), (form, record))
    return table


def _cells(row: dict[str, str], *columns: str) -> list[str]:
    return [form for column in columns for form in row[column].split("|") if form]


@cache
def _country_rows() -> tuple[tuple[Country, dict[str, str]], ...]:
    return tuple(
        (Country(row["name"], row["code"], row["wikidata"], row["kind"]), row)
        for row in _rows("countries.tsv")
    )


@cache
def countries(*columns: str) -> Table[Country]:
    """Return the countries by some columns: name, names, adjectives, demonyms, capitals, seats."""
    return _index((form, country) for country, row in _country_rows() for form in _cells(row, *columns))


@cache
def country_words() -> frozenset[str]:
    """Return the words of which names of countries and places, and their adjectives, are made."""
    columns = ("name", "names", "adjectives", "capitals", "seats")
    forms = [form for _, row in _country_rows() for form in _cells(row, *columns)]
    forms += [row["name"] for row in _rows("places.tsv")]
    return frozenset(word for form in forms for word in normalize_name(form).split())


@cache
def organizations() -> Table[Organization]:
    """Return the bodies by name, acronym and other names."""

    def forms() -> Iterator[tuple[str, Organization]]:
        for row in _rows("organizations.tsv"):
            body = Organization(row["name"], row["acronym"], row["type"], row["sector"], row["wikidata"])
            yield from ((form, body) for form in _cells(row, "name", "acronym", "names"))

    return _index(forms())


@cache
def places() -> Table[Place]:
    """Return the places that are no countries, capitals among them."""
    country_by_code = {country.code: country.name for country, _ in _country_rows() if country.code}
    found = [
        Place(row["name"], row["kind"], country_by_code.get(row["country"], ""))
        for row in _rows("places.tsv")
    ]
    found += [
        Place(form, "capital", country.name)
        for country, row in _country_rows()
        for form in _cells(row, "capitals")
    ]
    return _index((place.name, place) for place in found)


@cache
def ambiguous_keys() -> frozenset[str]:
    """Return the normal forms of countries and bodies that may well mean something else."""
    rows = [row for _, row in _country_rows()] + _rows("organizations.tsv")
    return frozenset(normalize_name(form) for row in rows for form in _cells(row, "ambiguous"))


@cache
def roles() -> dict[str, Role]:
    """Return the nouns for people and groups; of two with one key, the one that says more."""
    found: dict[str, Role] = {}
    for row in _rows("roles.tsv"):
        role = Role(row["kind"], row["sector"], row["gender"], bool(row["surname"]))
        key = normalize_name(row["noun"])
        if key not in found or _is_better(role, found[key]):
            found[key] = role
    return found


def _is_better(role: Role, other: Role) -> bool:
    """Whether a row says more than another of the same key ("rev": a role and an honorific)."""
    return (role.kind == "role", bool(role.gender)) > (other.kind == "role", bool(other.gender))


@cache
def gender_by_first_name() -> dict[str, str]:
    """Return "m" or "f" for the first names of one gender only."""
    genders: dict[str, set[str]] = {}
    for row in _rows("first_names.tsv"):
        genders.setdefault(normalize_name(row["name"]), set()).add(row["gender"])
    return {name: min(found) for name, found in genders.items() if len(found) == 1}


@cache
def surname_orders() -> dict[str, str]:
    """Return how surnames stand: "first" (before the given name) or "double" (first of two)."""
    return {normalize_name(row["name"]): row["order"] for row in _rows("surnames.tsv")}


@cache
def words_for(use: str) -> frozenset[str]:
    """Return the words that serve names in one way; the ways are in name_words.tsv."""
    return frozenset(row["word"] for row in _rows("name_words.tsv") if row["use"] == use)
