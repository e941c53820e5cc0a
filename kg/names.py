"""What is known of names: what a country, body, place, title or role is; and when two names may be one.

A look-up in the tables of `kg.gazetteer` takes words as written and returns a record or None. Case counts:
"US" is a country and "us" is not, "Polish" is and "polish" is not. A name that may well mean something else
("Georgia", "Washington", "Congress") is still found: ask `is_ambiguous`. `normalize_name` may be asked here
as well as where it is made.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TypeVar

from kg.gazetteer import (
    Country,
    Organization,
    Place,
    Role,
    Table,
    ambiguous_keys,
    countries,
    country_words,
    gender_by_first_name,
    organizations,
    places,
    roles,
    surname_orders,
    words_for,
)
from kg.spellings import POSSESSIVE, singular_of
from kg.spellings import normalize_name as normalize_name

T = TypeVar("T")

_REMEMBERED = 1 << 16
"""Answers kept of each question about a text: news asks the same again and again."""

# Comparing names


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
    words = [w for w in re.split(r"[\s-]+", full) if w and normalize_name(w) not in words_for("small")]
    if len(words) > 1 and "".join(w[0] for w in words if w[0].isupper()) == capitals:
        return True
    body = organization_named(full)
    return body is not None and organization_named(short) == body


def is_word_for(use: str, word: str) -> bool:
    """Whether a word of a normal form serves names as article, generation, legal form, body, small word …"""
    return word in words_for(use)


def split_storm(name: str) -> tuple[str, str]:
    """Return the words that say that a name is that of a storm, and what the storm is called.

    Example:
        >>> split_storm("Tropical Storm Humberto"), split_storm("Humberto")
        (('Tropical Storm', 'Humberto'), ('', 'Humberto'))
    """
    words = name.split()
    size = 2 if words[:1] == ["Tropical"] else 1
    is_storm = len(words) == size + 1 and words[size - 1][0].isupper() and words[-1][0].isupper()
    if is_storm and words[size - 1].casefold() in words_for("storm"):
        return " ".join(words[:size]), words[-1]
    return "", name


def is_generic(name: str) -> bool:
    """Whether a name says what something is and not whose: "Supreme Court", "Ministry of Defence"."""
    words = [word for word in normalize_name(name).split() if word not in words_for("small")]
    return bool(words) and all(word in words_for("body") for word in words)


def _is_part(short: list[str], full: list[str]) -> bool:
    articles = words_for("article")
    if full and full[0] in words_for("ship"):
        # "Namse Bangdzod" is the MV Namse Bangdzod, but Alan Kurdi is whom a ship is called after
        return short == full[1:] and not gender_of(full[1].capitalize())
    short, whole = [w for w in short if w not in articles], [w for w in full if w not in articles]
    bare = whole[:-1] if len(whole) > 1 and whole[-1] in words_for("generation") else whole
    if not short or len(short) > len(whole):
        return False
    if short in (whole, bare) or short == bare[-len(short) :] and len(short) > 1:
        return True
    if len(short) == 1:
        return _is_surname_of(short[0], bare)
    if short == whole[: len(short)] and all(w in words_for("generic") for w in whole[len(short) :]):
        return True
    # "Pedro Sánchez" of "Pedro Sánchez Pérez-Castejón", "J Biden" of "Joe Biden"
    fits_first = short[0] == bare[0] or (len(short[0]) == 1 and bare[0].startswith(short[0]))
    is_first = surname_orders().get(short[-1]) == "double" or _is_first_of_two(short[-1], bare)
    return fits_first and (short[-1] == bare[-1] or is_first) and _is_in_order(short[1:], bare[1:])


def _is_surname_of(word: str, full: list[str]) -> bool:
    order = surname_orders()
    if len(full) > 1 and all(w in words_for("generic") for w in full[1:]):
        return word == full[0]
    if order.get(full[0]) == "first" and len(full) in (2, 3) and gender_of(full[0].capitalize()) == "":
        # "Jinping" may stand for "Xi Jinping"; the "Un" of "Kim Jong Un" stands for nobody
        return word == full[0] or (len(full) == 2 and word == full[1]) or (word == full[-1] and len(word) > 3)
    if word in words_for("whole") and full[0] not in gender_by_first_name():
        return False  # "the House" is not the White House
    is_double = word in full[1:] and order.get(word) == "double"
    return len(full) > 1 and (word == full[-1] or is_double or _is_first_of_two(word, full))


def _is_first_of_two(word: str, full: list[str]) -> bool:
    """Whether a word is the first of two surnames: "Rosselló" in "Ricardo Rosselló Nevares"."""
    if len(full) < 3 or word != full[-2] or len(word) < 4:
        return False
    return (
        full[0] in gender_by_first_name()
        and word not in gender_by_first_name()
        and word not in words_for("particle")
    )


def _is_in_order(some: list[str], all_words: list[str]) -> bool:
    rest = iter(all_words)
    return all(word in rest for word in some)


# Countries, bodies, places


@lru_cache(maxsize=_REMEMBERED)
def country_named(text: str) -> Country | None:
    """Return the country of a name or abbreviation: "Britain", "U.S.", "the Democratic Republic of Congo"."""
    return _look_up(countries("name", "names"), text)


@lru_cache(maxsize=_REMEMBERED)
def country_of_demonym(text: str) -> Country | None:
    """Return the country of an adjective or of a word for its people: "Iranian", "Danes", "Swiss"."""
    return _look_up(countries("adjectives", "demonyms"), text)


@lru_cache(maxsize=_REMEMBERED)
def country_of_capital(text: str) -> Country | None:
    """Return the country whose capital is named: "Tehran", "Washington"."""
    return _look_up(countries("capitals"), text)


@lru_cache(maxsize=_REMEMBERED)
def country_of_seat(text: str) -> Country | None:
    """Return the country whose seat of power is named: "the White House", "Downing Street", "Kremlin"."""
    return _look_up(countries("seats"), text)


@lru_cache(maxsize=_REMEMBERED)
def organization_named(text: str) -> Organization | None:
    """Return the body of a name, alias or acronym: "IAEA", "Daesh", "the Pentagon"."""
    return _look_up(organizations(), text)


@lru_cache(maxsize=_REMEMBERED)
def place_named(text: str) -> Place | None:
    """Return the capital, large city, state or region of a name."""
    return _look_up(places(), text)


def may_begin_name(word: str) -> bool:
    """Whether a name in the tables of countries, bodies and places may begin with this word."""
    key = normalize_name(word)
    return len(key) == 1 or key.split(" ")[0] in _first_words()


@cache
def _first_words() -> frozenset[str]:
    columns = ("name", "names", "adjectives", "demonyms", "capitals", "seats")
    tables = (countries(*columns), organizations(), places())
    return frozenset(key.split(" ")[0] for table in tables for key in table)


def is_ambiguous(text: str) -> bool:
    """Whether a name in the tables may well mean something else: "Georgia", "Washington", "Congress"."""
    return normalize_name(text) in ambiguous_keys()


def _look_up(table: Table[T], text: str) -> T | None:
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
    return any(c.isalpha() for c in word) and (not word[0].islower() or first in words_for("particle"))


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
        or POSSESSIVE.search(word) is not None
        or key in words_for("modifier")
        or key in country_words()
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
    return gender_by_first_name().get(normalize_name(first)) or gender_by_first_name().get(
        normalize_name(first.split("-")[0]), ""
    )


def _role_key(text: str) -> str:
    return normalize_name(text) if text.strip() else ""


def _role_within(words: list[str]) -> Role | None:
    """Return the role that the longest end of the words names; of "minister of health", that of its head."""
    if role := _role_of(" ".join(words)):
        return role
    if head := _COMPLEMENT.split(" ".join(words), maxsplit=1)[0].split():
        words = head
    ends = (_role_of(" ".join(words[begin:])) for begin in range(len(words)))
    return next((role for role in ends if role), None)


@lru_cache(maxsize=_REMEMBERED)
def _role_of(key: str) -> Role | None:
    """Return the role of a key, its plural, or the two after words such as "former" and "deputy"."""
    words = key.split()
    while words:
        for form in (" ".join(words), " ".join([*words[:-1], singular_of(words[-1])])):
            if role := roles().get(form):
                return role
        if len(words) == 1 or words[0] not in words_for("modifier"):
            return None
        words = words[1:]
    return None
