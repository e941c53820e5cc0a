"""What the tables say of names, and when two names may be one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

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
    organization_named,
    place_named,
    sector_of,
    split_title,
)

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
