"""What is known of names: countries, bodies, places, titles, first names; and when two names may be one.

The tables lie in `kg/data/*.tsv`, our own compilation of facts, read once. A look-up takes words as written
and returns a record or None. Case counts: "US" is a country and "us" is not, "Polish" is and "polish" is not.
A name that may well mean something else ("Georgia", "Washington", "Congress") is still found: ask
`is_ambiguous`.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")


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
class _Role:
    kind: str
    sector: str
    gender: str
    is_surname: bool


# Comparing names

_REMEMBERED = 1 << 16
"""Answers kept of each question about a text: news asks the same again and again."""

_UNDECOMPOSED = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h"}
)
_APOSTROPHES = "'’‘ʼʻ`´"
_POSSESSIVE = re.compile(rf"(?<=[\w.])[{_APOSTROPHES}]s?$", re.IGNORECASE)


@lru_cache(maxsize=_REMEMBERED)
def normalize_name(text: str) -> str:
    """Return the key under which two ways to write one name are equal; not empty unless the text is blank.

    Case, Latin diacritics, punctuation, a leading "the" and a closing possessive are dropped, and single
    letters joined: "the U.S.'s" and "US", "Gdańsk" and "Gdansk", "Al-Kadhemi" and "al Kadhemi".
    A key is its own key.
    """
    text = " ".join(text.split())
    folded = unicodedata.normalize("NFKD", _POSSESSIVE.sub("", text)).casefold()
    folded = unicodedata.normalize("NFKD", folded).translate(_UNDECOMPOSED)
    letters = "".join(c for c in folded if not "\u0300" <= c <= "\u036f" and c not in _APOSTROPHES + ".")
    words = "".join(c if c.isalnum() or unicodedata.category(c)[0] == "M" else " " for c in letters).split()
    while len(words) > 1 and words[0] == "the":
        words = words[1:]
    return unicodedata.normalize("NFC", " ".join(_join_initials(words))) or text.casefold()


def _join_initials(words: Iterable[str]) -> Iterator[str]:
    initials = ""
    for word in words:
        if len(word) == 1 and word.isalpha():
            initials += word
            continue
        if initials:
            yield initials
        initials = ""
        yield word
    if initials:
        yield initials


@lru_cache(maxsize=_REMEMBERED)
def is_short_form(short: str, full: str) -> bool:
    """Whether `short` may stand for `full` once that has been named; a name is no short form of itself.

    Surnames ("Khamenei", "López Obrador", "Xi"), names without their middle ("Donald Trump"), initials, names
    with or without an Arabic article, acronyms of bodies ("IAEA"), bodies without their generic word ("Boeing
    Company"). A first name alone is none.
    """
    short_key, full_key = normalize_name(short), normalize_name(full)
    if short_key == full_key or not short_key:
        return False
    if full_key.startswith(f"{short_key} of ") and is_generic(short):  # "Supreme Court", that "of Peru"
        place = full_key.removeprefix(f"{short_key} of ").title()
        return country_named(place) is not None or place_named(place) is not None
    return is_acronym(short, full) or _is_part(short_key.split(), full_key.split())


def is_acronym(short: str, full: str) -> bool:
    """Whether `short` has the initials of `full` as its capitals ("IAEA", "AfCFTA"), or the tables say so."""
    capitals = "".join(c for c in short if c.isupper())
    letters = sum(c.isalpha() for c in short)
    if len(capitals) < 2 or 3 * len(capitals) < 2 * letters or " " in short.strip():
        return False
    words = [w for w in re.split(r"[\s-]+", full) if w and normalize_name(w) not in _words("small")]
    if len(words) > 1 and "".join(w[0] for w in words if w[0].isupper()) == capitals:
        return True
    body = organization_named(full)
    return body is not None and organization_named(short) == body


def is_word_for(use: str, word: str) -> bool:
    """Whether a word of a normal form serves names as article, generation, legal form, body, small word …"""
    return word in _words(use)


def split_storm(name: str) -> tuple[str, str]:
    """Return the words that say that a name is that of a storm, and what the storm is called.

    Example:
        >>> split_storm("Tropical Storm Humberto"), split_storm("Humberto")
        (('Tropical Storm', 'Humberto'), ('', 'Humberto'))
    """
    words = name.split()
    size = 2 if words[:1] == ["Tropical"] else 1
    is_storm = len(words) == size + 1 and words[size - 1][0].isupper() and words[-1][0].isupper()
    if is_storm and words[size - 1].casefold() in _words("storm"):
        return " ".join(words[:size]), words[-1]
    return "", name


def is_generic(name: str) -> bool:
    """Whether a name says what something is and not whose: "Supreme Court", "Ministry of Defence"."""
    words = [word for word in normalize_name(name).split() if word not in _words("small")]
    return bool(words) and all(word in _words("body") for word in words)


def _is_part(short: list[str], full: list[str]) -> bool:
    articles = _words("article")
    if full and full[0] in _words("ship"):
        # "Namse Bangdzod" is the MV Namse Bangdzod, but Alan Kurdi is whom a ship is called after
        return short == full[1:] and not gender_of(full[1].capitalize())
    short, whole = [w for w in short if w not in articles], [w for w in full if w not in articles]
    bare = whole[:-1] if len(whole) > 1 and whole[-1] in _words("generation") else whole
    if not short or len(short) > len(whole):
        return False
    if short in (whole, bare) or short == bare[-len(short) :] and len(short) > 1:
        return True
    if len(short) == 1:
        return _is_surname_of(short[0], bare)
    if short == whole[: len(short)] and all(w in _words("generic") for w in whole[len(short) :]):
        return True
    # "Pedro Sánchez" of "Pedro Sánchez Pérez-Castejón", "J Biden" of "Joe Biden"
    fits_first = short[0] == bare[0] or (len(short[0]) == 1 and bare[0].startswith(short[0]))
    is_first = _surname_order().get(short[-1]) == "double" or _is_first_of_two(short[-1], bare)
    return fits_first and (short[-1] == bare[-1] or is_first) and _is_in_order(short[1:], bare[1:])


def _is_surname_of(word: str, full: list[str]) -> bool:
    order = _surname_order()
    if len(full) > 1 and all(w in _words("generic") for w in full[1:]):
        return word == full[0]
    if order.get(full[0]) == "first" and len(full) in (2, 3) and gender_of(full[0].capitalize()) == "":
        # "Jinping" may stand for "Xi Jinping"; the "Un" of "Kim Jong Un" stands for nobody
        return word == full[0] or (len(full) == 2 and word == full[1]) or (word == full[-1] and len(word) > 3)
    if word in _words("whole") and full[0] not in _first_names():
        return False  # "the House" is not the White House
    is_double = word in full[1:] and order.get(word) == "double"
    return len(full) > 1 and (word == full[-1] or is_double or _is_first_of_two(word, full))


def _is_first_of_two(word: str, full: list[str]) -> bool:
    """Whether a word is the first of two surnames: "Rosselló" in "Ricardo Rosselló Nevares"."""
    if len(full) < 3 or word != full[-2] or len(word) < 4:
        return False
    return full[0] in _first_names() and word not in _first_names() and word not in _words("particle")


def _is_in_order(some: list[str], all_words: list[str]) -> bool:
    rest = iter(all_words)
    return all(word in rest for word in some)


# Countries, bodies, places


@lru_cache(maxsize=_REMEMBERED)
def country_named(text: str) -> Country | None:
    """Return the country of a name or abbreviation: "Britain", "U.S.", "the Democratic Republic of Congo"."""
    return _look_up(_countries("name", "names"), text)


@lru_cache(maxsize=_REMEMBERED)
def country_of_demonym(text: str) -> Country | None:
    """Return the country of an adjective or of a word for its people: "Iranian", "Danes", "Swiss"."""
    return _look_up(_countries("adjectives", "demonyms"), text)


@lru_cache(maxsize=_REMEMBERED)
def country_of_capital(text: str) -> Country | None:
    """Return the country whose capital is named: "Tehran", "Washington"."""
    return _look_up(_countries("capitals"), text)


@lru_cache(maxsize=_REMEMBERED)
def country_of_seat(text: str) -> Country | None:
    """Return the country whose seat of power is named: "the White House", "Downing Street", "Kremlin"."""
    return _look_up(_countries("seats"), text)


@lru_cache(maxsize=_REMEMBERED)
def organization_named(text: str) -> Organization | None:
    """Return the body of a name, alias or acronym: "IAEA", "Daesh", "the Pentagon"."""
    return _look_up(_organizations(), text)


@lru_cache(maxsize=_REMEMBERED)
def place_named(text: str) -> Place | None:
    """Return the capital, large city, state or region of a name."""
    return _look_up(_places(), text)


def may_begin_name(word: str) -> bool:
    """Whether a name in the tables of countries, bodies and places may begin with this word."""
    key = normalize_name(word)
    return len(key) == 1 or key.split(" ")[0] in _first_words()


@cache
def _first_words() -> frozenset[str]:
    countries = _countries("name", "names"), _countries("adjectives", "demonyms")
    tables = (*countries, _countries("capitals"), _countries("seats"), _organizations(), _places())
    return frozenset(key.split(" ")[0] for table in tables for key in table)


def is_ambiguous(text: str) -> bool:
    """Whether a name in the tables may well mean something else: "Georgia", "Washington", "Congress"."""
    return normalize_name(text) in _ambiguous()


def _look_up(table: dict[str, tuple[tuple[str, T], ...]], text: str) -> T | None:
    entries = table.get(normalize_name(text), ())
    return next((record for form, record in entries if _is_written_like(text, form)), None)


def _is_written_like(text: str, form: str) -> bool:
    """Whether the case of a text allows it to be the form of a table."""
    text, has_article = _without_article(text)
    if form.startswith("The ") and not has_article:
        return False
    form, _ = _without_article(form)
    letters = [c for c in form if c.isalpha()]
    capitals = sum(c.isupper() for c in letters)
    if len(letters) <= 3 and capitals > 1:  # US, IS, LeT; longer ones are also written Nato, Isis
        return sum(c.isupper() for c in text) > 1
    return not form[0].isupper() or not text[:1].islower()


def _without_article(text: str) -> tuple[str, bool]:
    bare = re.sub(r"^the\s+(?=\S)", "", text.strip(), flags=re.IGNORECASE)
    return bare, bare != text.strip()


# Titles and roles

_LONGEST_ROLE = 6
_COMPLEMENT = re.compile(r" (?:of|for|at|in|from|to) ")


def split_title(text: str) -> tuple[str, str]:
    """Return the titles and roles before a person's name, and the name.

    The name is never empty: what is a title alone ("President", "the prime minister") is returned as
    the name, with "" for the title.

    Example:
        >>> split_title("Iraqi Prime Minister Mustafa Al-Kadhemi")
        ('Iraqi Prime Minister', 'Mustafa Al-Kadhemi')
        >>> split_title("President")
        ('', 'President')
    """
    words = text.split()
    for end in range(len(words) - 1, 0, -1):
        name = " ".join(words[end:])
        if _may_begin_name(words[end]) and _ends_in_title(words[:end]) and not _is_title(name):
            return " ".join(words[:end]), name
    return "", " ".join(words)


def _may_begin_name(word: str) -> bool:
    first = re.split(r"[-'’]", word.casefold())[0]
    return any(c.isalpha() for c in word) and (not word[0].islower() or first in _words("particle"))


def _is_title(text: str) -> bool:
    role = _role_of(_role_key(text))
    return role is not None and role.kind in ("role", "noun", "honorific")


def _ends_in_title(words: list[str]) -> bool:
    for begin in range(max(0, len(words) - _LONGEST_ROLE), len(words)):
        role = _role_of(_role_key(" ".join(words[begin:])))
        if role is None or role.kind not in ("role", "honorific"):
            continue
        # "King" may be a surname, "Minister" and "king" are not: what comes before need not be looked at
        is_plain = role.kind == "role" and not (role.is_surname and words[-1][0].isupper())
        return is_plain or all(_may_precede_title(word) for word in words[:begin])
    # "Mayor of London"
    place = max((i for i, word in enumerate(words) if word in ("of", "for")), default=0)
    if not 0 < place < len(words) - 1:
        return False
    return all(map(_may_precede_title, words[place:])) and _ends_in_title(words[:place])


def _may_precede_title(word: str) -> bool:
    key = normalize_name(word)
    is_acronym = word.isupper() and 1 < len(word) <= 6
    return (
        word[0].islower()
        or is_acronym
        or _POSSESSIVE.search(word) is not None
        or key in _words("modifier")
        or key in _country_words()
        or _role_of(_role_key(word)) is not None
    )


WORKERS = ("er", "or", "ist", "ian")
"""Ends of nouns for people by what they do."""


@lru_cache(maxsize=_REMEMBERED)
def is_role(noun: str) -> bool:
    """Whether a common noun says what somebody is: "spokeswoman", "former foreign minister", "lawmakers"."""
    role = _role_within(_role_key(noun).split())
    return role is not None and role.kind in ("role", "noun")


def is_one_role(text: str) -> bool:
    """Whether several words are one role as a whole: "chief executive", not "senator professor"."""
    return _role_of(_role_key(text)) is not None


_KIN_BEFORE = re.compile(
    r"(?:\b(?:his|her|their)|['’]s?)\s(?:[\w-]+\s){0,2}"
    r"(?:mother|father|parent|son|daughter|brother|sister|sibling|uncle|aunt|cousin|grandfather|grandmother),?\s$"
)


def is_relative(before: str) -> bool:
    """Whether the words before a name say that it is somebody's relative: "her late mother, "."""
    return _KIN_BEFORE.search(before[-60:]) is not None


@lru_cache(maxsize=_REMEMBERED)
def is_person(noun: str) -> bool:
    """Whether a common noun is said of a person: a role, or "girl", "neighbour", "former wife"."""
    role = _role_within(_role_key(noun).split())
    return role is not None and role.kind in ("role", "noun", "person")


@lru_cache(maxsize=_REMEMBERED)
def sector_of(noun: str) -> str:
    """Return the sector of a role or a group ("GOV" of "foreign minister", "MIL" of "troops"), "" if unknown.

    A role that is at home anywhere takes it from where it is held: "army spokesman", "head of the police".
    """
    key = _role_key(noun)
    role = _role_of(key)
    if role and role.sector:
        return role.sector
    head, _, complement = _COMPLEMENT.sub("\x1f", key, count=1).partition("\x1f")
    words = head.split()
    while role := _role_within(words):
        if role.sector:
            return role.sector
        words = words[:-1]
    return sector_of(complement) if complement.strip() else ""


@lru_cache(maxsize=_REMEMBERED)
def gender_of(name_or_title: str) -> str:
    """Return "m" or "f" where a title, a noun ("mother") or else a first name tells, else ""."""
    title, name = split_title(name_or_title)
    for text in (title, "" if title else name):
        role = _role_within(_role_key(text).split())
        if role and role.gender:
            return role.gender
    first = name.split()[0] if name else ""
    if not first or first[0].islower():
        return ""
    return _first_names().get(normalize_name(first)) or _first_names().get(
        normalize_name(first.split("-")[0]), ""
    )


def _role_key(text: str) -> str:
    return normalize_name(text) if text.strip() else ""


def _role_within(words: list[str]) -> _Role | None:
    """Return the role that the longest end of the words names; of "minister of health", that of its head."""
    if role := _role_of(" ".join(words)):
        return role
    if head := _COMPLEMENT.split(" ".join(words), maxsplit=1)[0].split():
        words = head
    ends = (_role_of(" ".join(words[begin:])) for begin in range(len(words)))
    return next((role for role in ends if role), None)


@lru_cache(maxsize=_REMEMBERED)
def _role_of(key: str) -> _Role | None:
    """Return the role of a key, its plural, or the two after words such as "former" and "deputy"."""
    words = key.split()
    while words:
        for form in (" ".join(words), " ".join([*words[:-1], singular_of(words[-1])])):
            if role := _roles().get(form):
                return role
        if len(words) == 1 or words[0] not in _words("modifier"):
            return None
        words = words[1:]
    return None


def singular_of(word: str) -> str:
    """Return a plural of a normal form in the singular, as far as its ending tells: "soldier", "women"."""
    for ending, replacement in (
        ("women", "woman"),
        ("men", "man"),
        ("ies", "y"),
        ("sses", "ss"),
        ("ches", "ch"),
    ):
        if word.endswith(ending):
            return word.removesuffix(ending) + replacement
    return word[:-1] if word.endswith("s") and not word.endswith("ss") and len(word) > 3 else word


# The tables


def _rows(file: str) -> list[dict[str, str]]:
    with (Path(__file__).parent / "data" / file).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def _index(forms: Iterable[tuple[str, T]]) -> dict[str, tuple[tuple[str, T], ...]]:
    table: dict[str, tuple[tuple[str, T], ...]] = {}
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
def _countries(*columns: str) -> dict[str, tuple[tuple[str, Country], ...]]:
    return _index((form, country) for country, row in _country_rows() for form in _cells(row, *columns))


@cache
def _country_words() -> frozenset[str]:
    columns = ("name", "names", "adjectives", "capitals", "seats")
    forms = [form for _, row in _country_rows() for form in _cells(row, *columns)]
    forms += [row["name"] for row in _rows("places.tsv")]
    return frozenset(word for form in forms for word in normalize_name(form).split())


@cache
def _organizations() -> dict[str, tuple[tuple[str, Organization], ...]]:
    def forms() -> Iterator[tuple[str, Organization]]:
        for row in _rows("organizations.tsv"):
            body = Organization(row["name"], row["acronym"], row["type"], row["sector"], row["wikidata"])
            yield from ((form, body) for form in _cells(row, "name", "acronym", "names"))

    return _index(forms())


@cache
def _places() -> dict[str, tuple[tuple[str, Place], ...]]:
    country_by_code = {country.code: country.name for country, _ in _country_rows() if country.code}
    places = [
        Place(row["name"], row["kind"], country_by_code.get(row["country"], ""))
        for row in _rows("places.tsv")
    ]
    places += [
        Place(form, "capital", country.name)
        for country, row in _country_rows()
        for form in _cells(row, "capitals")
    ]
    return _index((place.name, place) for place in places)


@cache
def _ambiguous() -> frozenset[str]:
    rows = [row for _, row in _country_rows()] + _rows("organizations.tsv")
    return frozenset(normalize_name(form) for row in rows for form in _cells(row, "ambiguous"))


@cache
def _roles() -> dict[str, _Role]:
    roles: dict[str, _Role] = {}
    for row in _rows("roles.tsv"):
        role = _Role(row["kind"], row["sector"], row["gender"], bool(row["surname"]))
        key = normalize_name(row["noun"])
        if key not in roles or _is_better(role, roles[key]):
            roles[key] = role
    return roles


def _is_better(role: _Role, other: _Role) -> bool:
    """Whether a row says more than another of the same key ("rev": a role and an honorific)."""
    return (role.kind == "role", bool(role.gender)) > (other.kind == "role", bool(other.gender))


@cache
def _first_names() -> dict[str, str]:
    genders: dict[str, set[str]] = {}
    for row in _rows("first_names.tsv"):
        genders.setdefault(normalize_name(row["name"]), set()).add(row["gender"])
    return {name: min(found) for name, found in genders.items() if len(found) == 1}


@cache
def _surname_order() -> dict[str, str]:
    return {normalize_name(row["name"]): row["order"] for row in _rows("surnames.tsv")}


@cache
def _words(use: str) -> frozenset[str]:
    """Return the words that serve names in one way; the ways are in name_words.tsv."""
    return frozenset(row["word"] for row in _rows("name_words.tsv") if row["use"] == use)
