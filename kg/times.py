"""Time expressions of English news, found by pattern and resolved against the day of publication.

`times_in` finds the words, `resolve_time` gives the interval that they and their preposition stand for; None
where they leave it open. What is between them, one period of the calendar, is read by `kg.periods`.

Conventions, where words alone do not say
- A look ahead needs `tense="future"` or the preposition "for" ("scheduled for June"); all else looks back,
  but that a day or month in the present tense is the nearest of all ("the talks are due in June").
- since X: from the first day of X to publication. until, by X: up to its last day. before, after X: open.
- `Interval.inferred` is False only where the written words alone fix the days ("May 19, 2020", "2014").
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator

from kg.dates import CLOCK, CLOCK_BEFORE, MONTHS, ZONE, unit_around
from kg.model import Interval
from kg.periods import (
    COUNT,
    FEASTS,
    FORMS,
    PART,
    SEASONS,
    TENS,
    UNITS,
    UNKNOWN,
    Reading,
    Scene,
    is_period,
    number_of,
    read_period,
)

# --- prepositions and ranges ----------------------------------------------------------------------------

ADVERBS = re.compile(
    r"(?:(?:just|only|even|back|sometime|some time|exactly|again|as (?:early|late|recently) as)\s+)+", re.I
)
PREPOSITION = re.compile(
    r"(?P<word>since|until|till|by|before|after|from|in|on|at|for|during|over|within|between"
    r"|through(?:out)?|around|about|circa|of|to|starting|beginning|as of|up to|prior to|ahead of"
    r"|following)\s+(?:on\s+|in\s+)?(?=\S)",
    re.IGNORECASE,
)
CONNECTOR = re.compile(
    r"\s+(?:to|until|till|through|and)\s+|\s*[–—]\s*|\s+-\s+|(?<=\d)-(?=\d)", re.IGNORECASE
)
DURATION = re.compile(rf"{COUNT}\s+(?P<unit>{UNITS})s?(?:['’]\s+time)?", re.IGNORECASE)


def resolve_time(
    text: str, published: datetime.date | None, *, preposition: str = "", tense: str = "past"
) -> Interval | None:
    """Return the days a time expression stands for, None where they cannot be told.

    `preposition` governs `text` ("since" October) unless `text` brings its own; `tense` "future" looks ahead.

    >>> resolve_time("October", datetime.date(2020, 5, 19), preposition="since")
    Interval(start=datetime.date(2019, 10, 1), end=datetime.date(2020, 5, 19), inferred=True)
    """
    words = re.sub(r"['’]s?$", "", " ".join(text.split()).strip(' ,.;:()"“”'))
    words = ADVERBS.sub("", words, count=1) if ADVERBS.match(words) else words
    preposition = " ".join(preposition.lower().split())
    if (own := PREPOSITION.match(words)) and not is_period(words):
        preposition, words = own["word"].lower(), words[own.end() :]
    if NOT_A_MONTH.fullmatch(words):
        return None
    ahead = tense == "future" or preposition == "for"
    ahead = ahead and preposition != "since"
    near = (tense == "present" or preposition in ("until", "till")) and preposition != "since"
    scene = Scene(published, ahead, near and not ahead)
    reading = _read_clocked(words, scene)
    if reading.days is None and (found := _read_range(words, preposition, scene)).days:
        reading, preposition = found, ""
    elif preposition == "in" and scene.ahead and published and (match := DURATION.fullmatch(words)):
        reading = Reading(
            unit_around(match["unit"].lower(), published, min(number_of(match["count"]), 2000)), True
        )
    return _bounded(reading, preposition, published)


def _read_clocked(words: str, scene: Scene) -> Reading:
    """Read an expression that may have a clock time on either side."""
    reading = read_period(words, scene)
    if reading.days is None and (clock := CLOCK_BEFORE.match(words)):
        reading = read_period(words[clock.end() :], scene)
    if reading.days is None and (clock := re.search(rf",?\s+(?:at\s+)?{CLOCK}{ZONE}$", words, re.IGNORECASE)):
        reading = read_period(words[: clock.start()], scene)
    return reading


def _read_range(words: str, preposition: str, scene: Scene) -> Reading:
    """Read "from X to Y", "between X and Y", "X–Y"; a year at the end holds for the beginning as well."""
    for connector in CONNECTOR.finditer(words):
        if connector[0].strip().lower() == "and" and preposition != "between":
            continue
        left, right = words[: connector.start()], words[connector.end() :]
        last = read_period(right, scene)
        if last.days is None:
            continue
        year = re.search(r"\b\d{4}$", right)
        first = read_period(f"{left} {year[0]}", scene) if year and not re.search(r"\d{4}", left) else UNKNOWN
        first = first if first.days else read_period(left, scene)
        if first.days and first.days[0] > last.days[0]:
            first = read_period(left, Scene(last.days[0], False))
        if first.days and first.days[0] <= last.days[1]:
            return Reading((first.days[0], last.days[1]), first.inferred or last.inferred)
    return UNKNOWN


def _bounded(reading: Reading, preposition: str, published: datetime.date | None) -> Interval | None:
    """Return the interval that a preposition makes of some days."""
    if reading.days is None:
        return None
    start, end, inferred = *reading.days, reading.inferred
    one = datetime.timedelta(1)
    if preposition == "since":
        past = published is not None and published >= start
        return Interval(start, published if past else None, inferred or past)
    if preposition in ("from", "starting", "beginning", "as of"):
        return Interval(start, None, inferred)
    if preposition in ("until", "till", "by", "to", "up to", "through"):
        return Interval(None, end, inferred)
    if preposition in ("before", "prior to", "ahead of"):
        return Interval(None, start - one, inferred) if start > datetime.date.min else None
    if preposition in ("after", "following"):
        return Interval(end + one, None, inferred) if end < datetime.date.max else None
    return Interval(start, end, inferred or preposition in ("around", "about", "circa"))


# --- finding ----------------------------------------------------------------------------------------------

BEFORE = r"(?<![\w$€£#/.'’-])(?<!\d,)"
AFTER = r"(?![\w%]|[-–/]\w|[.,:]\d)"
NOW_FORM = PART + r"(?:the\s+)?(?:week|month|year|decade|century)"
FINDERS = tuple(
    re.compile(
        BEFORE
        + re.sub(r"\(\?P<\w+>", "(?:", rf"(?:(?:{PART})?(?:{form}))".replace("(?P=mark)", "[-/.]"))
        + AFTER,
        re.IGNORECASE,
    )
    for form in (*(form for form, _ in FORMS), NOW_FORM)
)
# Words that are something else unless a capital or a number says so.
NOT_A_MONTH = re.compile(
    r"\b(?:may|march|august|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|mon|wed|sat|sun)\b"
)
POINTED_AT = re.compile(
    r"\b(?:in|since|until|till|during|through(?:out)?|between|by|before|after|from|of|for|around|circa)\s+$",
    re.I,
)
RANGE_BEFORE = re.compile(r"\b(?:between|from)\s[^.;]{3,30}\s(?:and|to|until)\s+$", re.IGNORECASE)
PLANNED_FOR = re.compile(
    r"\b(?:scheduled|planned|set|due|expected|slated|postponed)\s+for\s+$", re.IGNORECASE
)
COUNTED = re.compile(
    r"\s+(?!(?:was|is|has|as|this|its|his)\b)(?:[a-z]+s|people|men|women|children|per|percent|dead|km|m)\b"
)


# No finder finds anything in a text without a digit or one of these.
HINTS = (
    *(word[:3] for word in MONTHS), *SEASONS, *TENS, *FEASTS, "day", "night", "morning", "afternoon",
    "evening", "tomorrow", "week", "month", "year", "decade", "centur", "quarter", "half", "hour", "minute",
)  # fmt: skip


def _may_hold_time(text: str) -> bool:
    lower = text.casefold().replace("’", "'")
    return any(hint in lower for hint in HINTS) or any(c.isdigit() for c in text)


def times_in(text: str) -> Iterator[tuple[int, int]]:
    """Yield where time expressions begin and end, in order, disjoint, without their preposition.

    Ranges are one ("March and May" after "between"). Some that are found name no days, as "the same day";
    durations, ages and clock times are not found.

    >>> text = "It was closed from 2011 to 2014, and again last Tuesday at 5 pm."
    >>> [text[start:end] for start, end in times_in(text)]
    ['2011 to 2014', 'last Tuesday']
    """
    if not _may_hold_time(text):
        return
    found = {
        (match.start(), -match.end())
        for finder in FINDERS
        for match in finder.finditer(text)
        if _is_time(text, match.start(), match.end())
    }
    spans: list[tuple[int, int]] = []
    for start, minus_end in sorted(found):
        if not spans or start >= spans[-1][1]:
            spans.append((start, -minus_end))
    pending: tuple[int, int] | None = None
    for span in spans:
        if pending and _is_range(text, pending, span):
            pending = (pending[0], span[1])
            continue
        if pending:
            yield pending
        pending = span
    if pending:
        yield pending


def _is_range(text: str, left: tuple[int, int], right: tuple[int, int]) -> bool:
    between = text[left[1] : right[0]].strip().lower()
    before = text[max(left[0] - 12, 0) : left[0]].lower()
    if text[left[1] : right[0]] in ("–", "—", " – "):
        return True
    if between == "and":
        return bool(re.search(r"\bbetween\s+(?:the\s+)?$", before))
    return between in ("to", "until", "till", "through") and bool(re.search(r"\bfrom\s+(?:the\s+)?$", before))


def _is_time(text: str, start: int, end: int) -> bool:
    """Whether what looks like a time is one: "may", "March", "2000", "fall" may be other things."""
    words = text[start:end]
    before, after = text[max(start - 40, 0) : start], text[end : end + 30]
    if NOT_A_MONTH.search(words):
        return False
    pointed = bool(POINTED_AT.search(before) or RANGE_BEFORE.search(before))
    if re.fullmatch(r"\d{4}", words):
        bracketed = before.endswith("(") and after.startswith(")")
        return bracketed or pointed and not COUNTED.match(after)
    if words.lower() in MONTHS:
        if words.lower() in ("may", "march"):
            person = re.search(r"\b(?:by|before|after|of|for|from)\s+$", before, re.IGNORECASE)
            return words != "may" and bool(pointed and not person or PLANNED_FOR.search(before))
        return pointed or not re.match(r"\s+[A-Z]", after)
    if words.lower().removeprefix("the ") in SEASONS:
        return pointed and not re.match(r"\s+(?:of|in|from)\b|\s+[a-z]+ing\b", after)
    if re.search(r"ies$|^\d0s$", words) and "century" not in words:
        return words.lower().startswith("the ")
    return True
