"""How alike two names are, and which names are worth comparing.

A likeness is between 0 (two names) and 1 (one name); what lies between says how much a name alone can tell.
Transliteration writes one name in many ways ("Qasem", "Qassem", "Kassim"): what differs is chiefly vowels,
doubled letters and a few consonants, so names are compared by their consonants first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from kg.names import country_named, country_of_demonym, gender_of, is_acronym, is_word_for
from kg.spellings import normalize_name

SAME, FORM, SPELLING, PARTIAL, SLIP = 1.0, 0.9, 0.8, 0.7, 0.6
"""Likeness: one name; a form that no other name has (article, hyphen, legal form, initial of a middle name);
another spelling of one sound; a name with less in it (no middle name, an initial, an acronym, a surname);
one slip of the pen.
"""

_REMEMBERED = 1 << 16

# One sound, many spellings. The order counts: longer spellings first.
_SOUNDS = [
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"([bt])re$", r"\1er"),
        (r"^x|sch|sh|tch|tsch|ch", "s"),
        (r"x", "ks"),
        (r"ck|kh|q|c(?![eiy])|gh|k", "k"),
        (r"tz|ts|dz|z|c", "s"),
        (r"ph", "f"),
        (r"w", "v"),
        (r"([bdt])h(?=[aeiouy])", r"\1"),
        (r"dj|j(?=[aeiou])", "j"),
    )
]
_VOWELS = re.compile("[aeiouy]")

_JUNIORS = ("jr", "junior", "sr", "senior")

_SLIP_FROM = 6
"""Letters that a name needs for one of them to be wrong by a slip: in shorter ones it is another name."""


@lru_cache(maxsize=_REMEMBERED)
def sound_of(word: str) -> str:
    """Return a word of a normal form with one letter for each sound, its vowels i, u and a, none doubled.

    Example:
        >>> sound_of("qassem"), sound_of("kassim"), sound_of("zelenskyy"), sound_of("zelensky")
        ('kasim', 'kasim', 'silinski', 'silinski')
    """
    if any(c.isdigit() for c in word):
        return word  # "11" is not "1"
    for pattern, sound in _SOUNDS:
        word = pattern.sub(sound, word)
    word = re.sub(r"ou|oo|o|u", "u", word)
    word = re.sub(r"[eiy]+", "i", word)
    return re.sub(r"(.)\1+", r"\1", word)


@lru_cache(maxsize=_REMEMBERED)
def consonants_of(word: str) -> str:
    """Return the sounds of a word without its vowels; the word itself where nothing else is left."""
    return word if any(c.isdigit() for c in word) else re.sub(r"[aiu]|(?<!^)h", "", sound_of(word)) or word


@lru_cache(maxsize=_REMEMBERED)
def words_of(name: str, *, person: bool) -> tuple[str, ...]:
    """Return the words that tell a name from others: no article ("al-"), "Jr.", legal form or "of".

    All words where none would be left.
    """
    words = normalize_name(name).split()
    if person:
        kept = [w for w in words if not (is_word_for("article", w) or is_word_for("generation", w))]
        kept = kept if len(kept) > 1 else words  # "Elizabeth II" is not any Elizabeth
    else:
        kept = [w for w in words if not (is_word_for("legal", w) or is_word_for("small", w))]
    return tuple(kept or words)


def blocks_of(name: str, *, person: bool) -> Iterator[tuple[str, bool]]:
    """Yield keys, few for each name, and whether the name is short for the key.

    Two names that may be one share a key for which one of them is short at least. A person's key has the
    first name, or its initial, and the last name or the one before it.
    """
    words = words_of(name, person=person)
    if not person:
        yield "sound " + " ".join(map(consonants_of, words)), True
        if letters := _initials_of(name):
            yield f"acronym {letters}", " " not in name.strip()
        home, rest = split_home(name)
        if home:
            yield "sound " + " ".join(map(consonants_of, words_of(rest, person=False))), True
        return
    if len(words) == 1:
        yield f"last {words[0]}", True
        return
    lasts = {words[-1], words[-2]} if len(words) > 2 and len(words[-2]) > 1 else {words[-1]}
    for last in sorted(map(consonants_of, lasts)):
        if len(words[0]) > 1:
            yield f"first {consonants_of(words[0])} {last}", True
        yield f"initial {words[0][0]} {last}", len(words[0]) == 1
    yield f"last {words[-1]}", False
    yield "letters " + "".join(sorted("".join(words))), True


@lru_cache(maxsize=_REMEMBERED)
def liken_names(one: str, other: str, *, person: bool) -> float:
    """Return how alike two names are, from 0 to 1; the order of the two changes nothing.

    Example:
        >>> liken_names("Qasem Soleimani", "Qassem Suleimani", person=True)
        0.8
        >>> liken_names("Tilda Holm", "Arvid Holm", person=True)
        0.0
    """
    if normalize_name(one) == normalize_name(other):
        return SAME
    return (_liken_people if person else _liken_bodies)(one, other)


# People


def _liken_people(one: str, other: str) -> float:
    generations = {_generation_of(one), _generation_of(other)}
    if len(generations - {""}) > 1:
        return 0.0
    is_numbered = len(generations) > 1 and not generations <= {"", *_JUNIORS}
    likeness = _liken_full_names(one, other)
    return min(likeness, PARTIAL) if is_numbered else likeness  # "John Paul" is any pope of that name


def _liken_full_names(one: str, other: str) -> float:
    pair = (words_of(one, person=True), words_of(other, person=True))
    short, full = sorted(pair, key=lambda words: (len(words), words))
    if short == full:
        return FORM
    if len(short) == 1:
        word_likeness = _liken_words(short[0], full[-1]) if len(full) > 1 else 0.0
        return PARTIAL if word_likeness == SAME else 0.0
    first = _liken_words(short[0], full[0])
    ends = [full[-1], full[-2]] if len(full) > len(short) and len(full[-2]) > 1 else [full[-1]]
    last = max(_liken_words(short[-1], end) for end in ends)
    if not first or not last or len(short[-1]) == 1:
        return 0.0
    worst = min(first, last, _liken_middles(short[1:-1], full[1:-1]))
    if worst == SLIP and max(first, last) < SPELLING:
        return 0.0
    is_shorter = len([w for w in full if len(w) > 1]) > len([w for w in short if len(w) > 1])
    return min(worst, PARTIAL) if is_shorter else min(worst, FORM)


def _liken_middles(some: tuple[str, ...], others: tuple[str, ...]) -> float:
    """Return how alike middle names are: those of one name all stand, in order, in the other's."""
    if not some or not others:
        return SAME
    rest = iter(others)
    for word in some:
        if not any(_liken_words(word, found) >= PARTIAL for found in rest):
            return 0.0
    return SAME


def _generation_of(name: str) -> str:
    words = normalize_name(name).split()
    return words[-1] if len(words) > 2 and is_word_for("generation", words[-1]) else ""


@lru_cache(maxsize=_REMEMBERED)
def _liken_words(one: str, other: str) -> float:
    if one == other:
        return SAME
    if len(one) == 1 or len(other) == 1:
        return PARTIAL if one[0] == other[0] else 0.0
    genders = {gender_of(one.capitalize()), gender_of(other.capitalize())}
    if genders == {"m", "f"}:
        return 0.0
    if sound_of(one) == sound_of(other):
        # "Karen" and "Karin" are two names that people have, "Qasem" and "Kassim" one name
        is_known = "" not in genders and re.sub(_VOWELS, "", one) == re.sub(_VOWELS, "", other)
        return PARTIAL if is_known else SPELLING
    if consonants_of(one) == consonants_of(other) and min(len(one), len(other)) >= _SLIP_FROM:
        return SLIP
    return SLIP if _is_one_slip(one, other) else 0.0


def _is_one_slip(one: str, other: str) -> bool:
    """Whether one letter more, less or other, or two that changed places, make one word the other."""
    if min(len(one), len(other)) < _SLIP_FROM - 1 or abs(len(one) - len(other)) > 1:
        return False
    if any(c.isdigit() for c in one + other):
        return False
    start = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), None)
    if start is None:
        return True
    a, b = one[start:], other[start:]
    return a[1:] == b or a == b[1:] or a[1:] == b[1:] or (a[1::-1] == b[:2] and a[2:] == b[2:])


# Bodies and places


def _liken_bodies(one: str, other: str) -> float:
    words, other_words = words_of(one, person=False), words_of(other, person=False)
    if words == other_words:
        return FORM
    if is_acronym(one, other) or is_acronym(other, one):
        return PARTIAL
    (home, rest), (other_home, other_rest) = split_home(one), split_home(other)
    is_longer = bool(home) != bool(other_home) and normalize_name(rest) == normalize_name(other_rest)
    if is_longer and " " in rest.strip():
        return PARTIAL
    if len(words) == len(other_words) > 1 and all(
        sound_of(a) == sound_of(b) for a, b in zip(words, other_words, strict=True)
    ):
        return SPELLING
    return 0.0


def _initials_of(name: str) -> str:
    capitals = "".join(c for c in name if c.isupper())
    if " " not in name.strip():
        return capitals.casefold() if len(capitals) > 1 else ""
    initials = "".join(w[0] for w in re.split(r"[\s-]+", name) if w[:1].isupper())
    return initials.casefold() if len(initials) > 1 else ""


@lru_cache(maxsize=_REMEMBERED)
def split_home(name: str) -> tuple[str, str]:
    """Return the country that the name of a body begins or ends with, and the name without it; "" if none.

    Example:
        >>> split_home("Iranian Ministry of Defence"), split_home("Supreme Court of Canada")
        (('Iran', 'Ministry of Defence'), ('Canada', 'Supreme Court'))
        >>> split_home("Ministry of Defence")
        ('', 'Ministry of Defence')
    """
    words = re.sub(r"^the ", "", " ".join(name.split()), flags=re.IGNORECASE).split()
    for size in range(min(3, len(words) - 1), 0, -1):
        if country := _country_of(" ".join(words[:size])):
            return country, " ".join(words[size:])
        is_of = len(words) > size + 1 and words[-size - 1] == "of"
        if is_of and (country := _country_of(" ".join(words[-size:]))):
            return country, " ".join(words[: -size - 1])
    return "", " ".join(words)


def _country_of(text: str) -> str:
    text = re.sub(r"['’]s?$", "", text)
    country = country_named(text) or country_of_demonym(text)
    return country.name if country else ""
