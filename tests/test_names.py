"""What the tables say of names, and when two names may be one."""

from __future__ import annotations

import csv
import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import kg.names
from kg.names import (
    country_named,
    country_of_capital,
    country_of_demonym,
    country_of_seat,
    gender_of,
    is_ambiguous,
    is_person,
    is_role,
    is_short_form,
    normalize_name,
    organization_named,
    place_named,
    sector_of,
    split_title,
)

DATA = Path(kg.names.__file__).parent / "data"
TYPES = {"ArmedGroup", "Company", "NewsAgency", "Organization", "PoliticalParty"}
SECTORS = {"", "BUS", "COP", "CVL", "GOV", "IGO", "JUD", "LEG", "MED", "MIL", "NGO", "OPP", "REB", "REL"}


def rows_of(file: str) -> list[dict[str, str]]:
    with (DATA / file).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


COUNTRIES = rows_of("countries.tsv")
BODIES = rows_of("organizations.tsv")
FILES = ("countries", "first_names", "name_words", "organizations", "places", "roles", "surnames")


# The tables


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


# Look-ups

NAMED = [
    ("US", "United States"), ("the U.S.", "United States"), ("U.S.’s", "United States"),
    ("USA", "United States"),
    ("America", "United States"), ("the States", "United States"), ("UK", "United Kingdom"),
    ("Great Britain", "United Kingdom"), ("Iran", "Iran"), ("Iran's", "Iran"), ("IRAN", "Iran"),
    ("UAE", "United Arab Emirates"),
    ("Democratic Republic of Congo", "Democratic Republic of the Congo"), ("Burma", "Myanmar"),
    ("Côte d’Ivoire", "Ivory Coast"), ("Holland", "Netherlands"), ("DPRK", "North Korea"),
    ("Turkey", "Turkey"), ("Kosovo", "Kosovo"), ("Taiwan", "Taiwan"), ("Scotland", "Scotland"),
    ("Holy See", "Vatican City"), ("Palestinian Authority", "Palestine"), ("USSR", "Soviet Union"),
    ("Republic of China", "Taiwan"), ("Congo", "Democratic Republic of the Congo"),
    ("Congo-Brazzaville", "Republic of the Congo"), ("Artsakh", "Artsakh"), ("Nagorno-Karabakh", None),
    ("us", None), ("Us", None), ("turkey", None), ("iran", None), ("china", None), ("Atlantis", None),
    ("", None),
]  # fmt: skip


@pytest.mark.parametrize(("text", "country"), NAMED)
def test_country_named(text, country):
    found = country_named(text)
    assert (found and found.name) == country


@pytest.mark.parametrize(
    ("text", "code", "wikidata", "kind"),
    [
        ("Iran", "IRN", "Q794", "state"),
        ("United States", "USA", "Q30", "state"),
        ("Britain", "GBR", "Q145", "state"),
        ("Palestine", "PSE", "Q219060", "observer"),
        ("Vatican", "VAT", "Q237", "observer"),
        ("Kosovo", "XKX", "Q1246", "disputed"),
        ("Taiwan", "TWN", "Q865", "disputed"),
        ("Transnistria", "", "Q907112", "disputed"),
        ("Yugoslavia", "", "Q36704", "former"),
        ("Jersey", "JEY", "Q785", "territory"),
    ],
)
def test_a_country_has_its_code_and_wikidata_id(text, code, wikidata, kind):
    country = country_named(text)
    assert country and (country.code, country.wikidata, country.kind) == (code, wikidata, kind)


DEMONYMS = [
    ("Iranian", "Iran"), ("Iranians", "Iran"), ("American", "United States"), ("Britons", "United Kingdom"),
    ("Danes", "Denmark"), ("Danish", "Denmark"), ("Swiss", "Switzerland"), ("Polish", "Poland"),
    ("Filipinos", "Philippines"), ("South Korean", "South Korea"), ("Dutch", "Netherlands"),
    ("polish", None), ("swede", None), ("Iran", None), ("Korean", None),
]  # fmt: skip


@pytest.mark.parametrize(("text", "country"), DEMONYMS)
def test_country_of_demonym(text, country):
    found = country_of_demonym(text)
    assert (found and found.name) == country


@pytest.mark.parametrize(
    ("finder", "text", "country"),
    [
        (country_of_capital, "Tehran", "Iran"),
        (country_of_capital, "Kyiv", "Ukraine"),
        (country_of_capital, "Kiev", "Ukraine"),
        (country_of_capital, "Washington", "United States"),
        (country_of_capital, "Istanbul", None),
        (country_of_seat, "the White House", "United States"),
        (country_of_seat, "Kremlin", "Russia"),
        (country_of_seat, "Élysée", "France"),
        (country_of_seat, "10 Downing Street", "United Kingdom"),
        (country_of_seat, "the white house", None),
        (country_of_seat, "Pentagon", None),
    ],
)
def test_capitals_and_seats(finder, text, country):
    found = finder(text)
    assert (found and found.name) == country


BODIES_NAMED = [
    ("UN", "United Nations"), ("U.N.", "United Nations"), ("the United Nations", "United Nations"),
    ("Nato", "NATO"), ("WHO", "World Health Organization"), ("the Pentagon", "US Department of Defense"),
    ("Isis", "Islamic State"), ("Daesh", "Islamic State"), ("IS", "Islamic State"),
    ("al Qaeda", "al-Qaeda"), ("Al-Qaida", "al-Qaeda"),
    ("Revolutionary Guards", "Islamic Revolutionary Guard Corps"),
    ("AFP", "Agence France-Presse"), ("the Fed", "Federal Reserve"), ("The Times", "The Times"),
    ("ISIS-K", "Islamic State Khorasan Province"), ("Abu Sayyaf Group", "Abu Sayyaf"),
    ("NOAA", "National Oceanic and Atmospheric Administration"), ("Holy See", None),
    ("PiS", "Law and Justice"),
    ("WN", "Wikinews"), ("Independent", None), ("The Independent", "The Independent"),
    ("Who", None), ("who", None), ("Is", None), ("Let", None), ("isis", None), ("Times", None), ("", None),
]  # fmt: skip


@pytest.mark.parametrize(("text", "body"), BODIES_NAMED)
def test_organization_named(text, body):
    found = organization_named(text)
    assert (found and found.name) == body


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Texas", ("state", "United States")),
        ("Mosul", ("city", "Iraq")),
        ("Baghdad", ("capital", "Iraq")),
        ("Middle East", ("region", "")),
        ("Victoria", ("state", "Australia")),
        ("Punjab", ("region", "")),
        ("Taiwan Strait", ("region", "")),
        ("Nowhere", None),
        ("nice", None),
    ],
)
def test_place_named(text, expected):
    found = place_named(text)
    assert (found and (found.kind, found.country)) == expected


@pytest.mark.parametrize("text", ["Georgia", "Jordan", "Chad", "Washington", "the Congress", "IS"])
def test_ambiguous(text):
    assert is_ambiguous(text)


@pytest.mark.parametrize("text", ["Iran", "US", "Turkey", "NATO", "Tehran", "Nobody"])
def test_not_ambiguous(text):
    assert not is_ambiguous(text)


# Titles and roles

TITLES = [
    ("Iraqi Prime Minister Mustafa Al-Kadhemi", "Iraqi Prime Minister", "Mustafa Al-Kadhemi"),
    ("Ayatollah Ali Khamenei", "Ayatollah", "Ali Khamenei"),
    ("Supreme Leader Ayatollah Ali Khamenei", "Supreme Leader Ayatollah", "Ali Khamenei"),
    ("Mr. Smith", "Mr.", "Smith"),
    ("US Secretary of State Mike Pompeo", "US Secretary of State", "Mike Pompeo"),
    ("Gen. Qasem Soleimani", "Gen.", "Qasem Soleimani"),
    ("Lt. Gen. Anna Brandt", "Lt. Gen.", "Anna Brandt"),
    ("King Abdullah II", "King", "Abdullah II"),
    ("Jordan's King Abdullah", "Jordan's King", "Abdullah"),
    ("UN Secretary-General António Guterres", "UN Secretary-General", "António Guterres"),
    ("former US President Barack Obama", "former US President", "Barack Obama"),
    ("then-President Ellen Sirleaf", "then-President", "Ellen Sirleaf"),
    ("Norvik spokeswoman Tilda Holm", "Norvik spokeswoman", "Tilda Holm"),
    ("Norvik CEO Tilda Holm", "Norvik CEO", "Tilda Holm"),
    ("President and CEO Tilda Holm", "President and CEO", "Tilda Holm"),
    ("Mayor of London Sadiq Khan", "Mayor of London", "Sadiq Khan"),
    ("Attorney General Ada Bright", "Attorney General", "Ada Bright"),
    ("Minister Alexander De Croo", "Minister", "Alexander De Croo"),
    ("Crown Prince Mohammed bin Salman", "Crown Prince", "Mohammed bin Salman"),
    ("Justice al-Amin", "Justice", "al-Amin"),
    # surnames that are titles
    ("Stephen King", "", "Stephen King"),
    ("Martin Luther King Jr.", "", "Martin Luther King Jr."),
    ("Ahmad Shah Massoud", "", "Ahmad Shah Massoud"),
    ("Sacha Baron Cohen", "", "Sacha Baron Cohen"),
    ("Hassan Rouhani", "", "Hassan Rouhani"),
    # titles alone
    ("President", "", "President"),
    ("the president", "", "the president"),
    ("Prime Minister", "", "Prime Minister"),
    ("Secretary General", "", "Secretary General"),
    ("", "", ""),
]


@pytest.mark.parametrize(("text", "title", "name"), TITLES)
def test_split_title(text, title, name):
    assert split_title(text) == (title, name)


@given(st.lists(st.sampled_from(["President", "King", "of", "Iran", "the", "Mr.", "Ali", "al-Amin", "II"])))
def test_splitting_a_title_loses_no_word_and_leaves_a_name(words):
    title, name = split_title(" ".join(words))
    assert f"{title} {name}".split() == words
    assert bool(name) == bool(words)


ROLES = [
    ("spokeswoman", ""), ("foreign minister", "GOV"), ("Foreign Minister", "GOV"), ("health minister", "GOV"),
    ("minister of health", "GOV"), ("former president", "GOV"), ("ex-president", "GOV"),
    ("president-elect", "GOV"),
    ("lawmakers", "LEG"), ("member of parliament", "LEG"), ("policemen", "COP"), ("police chief", "COP"),
    ("general", "MIL"), ("US general", "MIL"), ("commander-in-chief", "MIL"), ("army spokesman", "MIL"),
    ("spokesman for the ministry", "GOV"), ("head of the police", "COP"), ("chief executive", "BUS"),
    ("ayatollah", "REL"), ("imam", "REL"), ("pope", "REL"), ("rebels", "REB"), ("opposition leader", "OPP"),
    ("judge", "JUD"), ("journalists", "MED"), ("aid worker", "NGO"), ("secretary-general", "IGO"),
    ("activist", "CVL"), ("king", "GOV"), ("queen", "GOV"),
]  # fmt: skip


@pytest.mark.parametrize(("noun", "sector"), ROLES)
def test_roles_and_their_sectors(noun, sector):
    assert is_role(noun)
    assert sector_of(noun) == sector


@pytest.mark.parametrize(
    ("noun", "sector"),
    [
        ("troops", "MIL"),
        ("the government", "GOV"),
        ("supreme court", "JUD"),
        ("rocket", ""),
        ("woman", ""),
        ("", ""),
    ],
)
def test_what_is_no_role(noun, sector):
    assert not is_role(noun)
    assert sector_of(noun) == sector


@pytest.mark.parametrize(
    ("noun", "person"),
    [("girl", True), ("former wife", True), ("judge", True), ("army", False), ("boat", False)],
)
def test_is_person(noun, person):
    assert is_person(noun) is person


@pytest.mark.parametrize(
    ("text", "gender"),
    [
        ("Hassan Rouhani", "m"), ("Angela Merkel", "f"), ("German Chancellor Angela Merkel", "f"),
        ("Mr. Brandt", "m"), ("Mrs Brandt", "f"), ("Queen Letizia", "f"), ("spokeswoman", "f"), ("king", "m"),
        ("mother", "f"), ("businesswoman Alex Ray", "f"), ("Jean-Claude Mercier", "m"), ("José Ruiz", "m"),
        ("Khamenei", ""), ("minister", ""), ("grace", ""), ("", ""),
    ],
)  # fmt: skip
def test_gender_of(text, gender):
    assert gender_of(text) == gender


# Comparing names


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Al-Kadhemi", "al Kadhemi"),
        ("Gdańsk", "Gdansk"),
        ("Łódź", "Lodz"),
        ("the U.S.’s", "US"),
        ("Iran's", "IRAN"),
        ("Sana'a", "Sanaa"),
        ("J. K. Rowling", "JK Rowling"),
        ("Straße", "STRASSE"),
        ("The  United\nNations", "United Nations"),
    ],
)
def test_names_that_are_equal(one, other):
    assert normalize_name(one) == normalize_name(other)


@pytest.mark.parametrize(
    ("one", "other"), [("Niger", "Nigeria"), ("北京", "東京"), ("!", "?"), ("हिंदी", "हद")]
)
def test_names_that_are_not_equal(one, other):
    assert normalize_name(one) != normalize_name(other)


@given(st.text(max_size=20))
def test_a_key_is_its_own_key_and_not_empty(text):
    key = normalize_name(text)
    assert normalize_name(key) == key
    assert bool(key) == bool(text.strip())


SHORT_FORMS = [
    ("Khamenei", "Ali Khamenei"), ("Kadhemi", "Mustafa Al-Kadhemi"), ("al-Kadhemi", "Mustafa Al-Kadhemi"),
    ("El Kadhemi", "Mustafa Al-Kadhemi"), ("Xi", "Xi Jinping"), ("Kim", "Kim Jong-un"),
    ("Moon", "Moon Jae-in"),
    ("López Obrador", "Andrés Manuel López Obrador"), ("Maduro", "Nicolás Maduro Moros"),
    ("Pedro Sánchez", "Pedro Sánchez Pérez-Castejón"), ("Sánchez", "Pedro Sánchez Pérez-Castejón"),
    ("Donald Trump", "Donald J. Trump"), ("J. Biden", "Joe Biden"), ("Abdullah", "Abdullah II"),
    ("King", "Martin Luther King Jr."), ("bin Salman", "Mohammed bin Salman"), ("Lee", "Robert Lee"),
    ("IAEA", "International Atomic Energy Agency"), ("NATO", "North Atlantic Treaty Organization"),
    ("Norvik", "Norvik Inc."), ("Amnesty", "Amnesty International"), ("Norvik", "MV Norvik"),
    ("AfCFTA", "African Continental Free Trade Area"), ("House", "Gregory House"),
    ("Quintanal", "Ricardo Quintanal Ferrol"), ("Pedro Quintanal", "Pedro R. Quintanal Ferrol"),
]  # fmt: skip
NO_SHORT_FORMS = [
    ("Ali Khamenei", "Ali Khamenei"), ("Ali Khamenei", "Khamenei"), ("Boris", "Boris Johnson"),
    ("UN", "Kim Jong Un"), ("Un", "Kim Jong Un"), ("John Smith", "Jane Smith"), ("Smithson", "Jane Smith"),
    ("House", "White House"), ("Anna Lind", "MV Anna Lind"), ("Lind", "MV Anna Lind"),
    ("Trade", "Free Trade League"), ("Paul", "John Paul Jones"), ("van", "Peter van Holm"),
    ("John Paul", "John Paul Jones"), ("IAEA", "Iran Atomic Energy"), ("", "Ali Khamenei"),
    ("Iran", "Iran Air Force Two"),
]  # fmt: skip


@pytest.mark.parametrize(("short", "full"), SHORT_FORMS)
def test_short_forms(short, full):
    assert is_short_form(short, full)


@pytest.mark.parametrize(("short", "full"), NO_SHORT_FORMS)
def test_no_short_forms(short, full):
    assert not is_short_form(short, full)


@given(st.text(max_size=12), st.text(max_size=12))
def test_any_text_may_be_asked_for(one, other):
    is_short_form(one, other)
    sector_of(one)
    gender_of(one)
    assert not is_short_form(one, one)
