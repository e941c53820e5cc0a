"""The tables of names are tidy, agree with each other, and every form in them is found."""

from __future__ import annotations

import csv
import re
from collections import Counter
from pathlib import Path

import pytest

import kg.gazetteer
from kg.names import (
    country_named,
    country_of_capital,
    country_of_demonym,
    country_of_seat,
    is_ambiguous,
    organization_named,
)
from kg.spellings import normalize_name

DATA = Path(kg.gazetteer.__file__).parent / "data"
TYPES = {"ArmedGroup", "Company", "NewsAgency", "Organization", "PoliticalParty"}
SECTORS = {"", "BUS", "COP", "CVL", "GOV", "IGO", "JUD", "LEG", "MED", "MIL", "NGO", "OPP", "REB", "REL"}


def rows_of(file: str) -> list[dict[str, str]]:
    with (DATA / file).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


COUNTRIES = rows_of("countries.tsv")
BODIES = rows_of("organizations.tsv")
FILES = ("countries", "first_names", "name_words", "organizations", "places", "roles", "surnames")


def test_tables_hold_what_they_should():
    assert Counter(row["kind"] for row in COUNTRIES)["state"] == 193
    assert Counter(row["kind"] for row in COUNTRIES)["observer"] == 2
    assert len(BODIES) >= 120
    assert len(rows_of("places.tsv")) >= 200
    assert len(rows_of("first_names.tsv")) >= 500
    assert {row["type"] for row in BODIES} == TYPES
    assert {row["sector"] for row in [*BODIES, *rows_of("roles.tsv")]} <= SECTORS
    assert {row["gender"] for row in rows_of("roles.tsv")} == {"", "m", "f"}
    assert {row["gender"] for row in rows_of("first_names.tsv")} == {"m", "f"}
    assert {row["kind"] for row in rows_of("roles.tsv")} == {"group", "honorific", "noun", "person", "role"}


@pytest.mark.parametrize("file", FILES)
def test_tables_are_tidy(file):
    text = (DATA / f"{file}.tsv").read_text(encoding="utf-8")
    columns = text.split("\n")[0].count("\t")
    assert text.endswith("\n")
    for line in text.splitlines():
        cells = [cell for column in line.split("\t") for cell in column.split("|")]
        assert line.count("\t") == columns, line
        assert all(cell == cell.strip() for cell in cells), line


def test_wikidata_ids_and_codes_name_one_thing():
    ids = [row["wikidata"] for row in [*COUNTRIES, *BODIES] if row["wikidata"]]
    assert all(re.fullmatch(r"Q[1-9][0-9]*", q) for q in ids)
    codes = [row["code"] for row in COUNTRIES if row["code"]]
    assert all(re.fullmatch(r"[A-Z]{3}|GB-[A-Z]{3}", code) for code in codes)
    assert len(set(ids)) == len(ids)
    assert len(set(codes)) == len(codes)


@pytest.mark.parametrize(
    "columns", [("name", "names"), ("adjectives", "demonyms"), ("capitals",), ("seats",)]
)
def test_a_form_leads_to_one_country(columns):
    owner: dict[str, str] = {}
    for row in COUNTRIES:
        for form in (form for column in columns for form in row[column].split("|") if form):
            assert owner.setdefault(normalize_name(form), row["name"]) == row["name"], form


def test_a_form_leads_to_one_body_and_to_no_country():
    owner: dict[str, str] = {}
    for row in BODIES:
        for form in (
            form for column in ("name", "acronym", "names") for form in row[column].split("|") if form
        ):
            assert owner.setdefault(normalize_name(form), row["name"]) == row["name"], form
            assert country_named(form) is None, form


def test_what_is_ambiguous_is_in_a_table():
    for row in [*COUNTRIES, *BODIES]:
        forms = {normalize_name(form) for cell in row.values() for form in cell.split("|")}
        flagged = [form for form in row["ambiguous"].split("|") if form]
        others = "|".join(cell for column, cell in row.items() if column != "ambiguous").split("|")
        assert forms >= {normalize_name(form) for form in flagged}
        assert {normalize_name(form) for form in flagged} <= {normalize_name(form) for form in others}, row


def test_every_state_has_a_code_an_id_and_a_capital():
    for row in COUNTRIES:
        is_city = row["name"] in (
            "Monaco",
            "San Marino",
            "Singapore",
            "São Tomé and Príncipe",
            "Vatican City",
        )
        if row["kind"] in ("state", "observer"):
            assert row["code"] and row["wikidata"], row
            assert row["capitals"] or is_city, row


def test_a_place_is_in_the_table_once_and_names_no_country_or_body_unless_ambiguous():
    places: dict[str, tuple[str, str]] = {}
    for row in rows_of("places.tsv"):
        said = row["kind"], row["country"]
        assert places.setdefault(normalize_name(row["name"]), said) == said, row
        assert organization_named(row["name"]) is None, row
        if country_named(row["name"]) or country_of_capital(row["name"]) or country_of_seat(row["name"]):
            assert is_ambiguous(row["name"]), row
    for region in ("Middle East", "Africa", "Kashmir", "Kurdistan", "Korean Peninsula", "Balkans"):
        assert country_named(region) is None
        assert country_of_demonym(region) is None


def test_every_place_lies_in_a_country_of_the_table():
    codes = {row["code"] for row in COUNTRIES}
    assert {row["country"] for row in rows_of("places.tsv")} <= codes | {""}


@pytest.mark.parametrize("row", COUNTRIES, ids=lambda row: row["name"])
def test_every_form_of_a_country_is_found(row):
    finders = {
        "name": country_named,
        "names": country_named,
        "adjectives": country_of_demonym,
        "demonyms": country_of_demonym,
        "capitals": country_of_capital,
        "seats": country_of_seat,
    }
    for column, finder in finders.items():
        for form in (form for form in row[column].split("|") if form):
            found = finder(form)
            assert found and found.name == row["name"], form


@pytest.mark.parametrize("row", BODIES, ids=lambda row: row["name"])
def test_every_form_of_a_body_is_found(row):
    for form in [row["name"], row["acronym"], *row["names"].split("|")]:
        found = organization_named(form) if form else None
        assert not form or (found and found.name == row["name"]), form
