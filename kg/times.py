"""Time expressions of English news, found by pattern and resolved against the day of publication.

`times_in` finds the words, `resolve_time` gives the days, first and last included; None where the words leave
it open: "the same day", "a week earlier", "the second quarter" alone, a clock time alone, every duration.

Conventions, where words alone do not say
- A look ahead needs `tense="future"` or the preposition "for" ("scheduled for June"); all else looks back,
  but that a day or month in the present tense is the nearest of all ("the talks are due in June").
- A bare weekday or month is the nearest one in that direction, that of publication included; "last" and
  "next" leave that one out. A week is Monday to Sunday, "last week" the one before, "two months ago" the
  calendar month; but "the past week" is the seven days up to publication.
- "a few" is up to 3, "several" up to 7; "a few days ago" is the 3 days up to publication. "Recent", "past"
  and "coming" without a number: 7 days, 4 weeks, 6 months, 5 years, 3 decades.
- Early, mid, late: thirds (of a year January to April, of a month the 1st to the 10th).
- Seasons are of the northern hemisphere, by whole months; a century runs from 1801 to 1900.
- since X: from the first day of X to publication. until, by X: up to its last day. before, after X: open.
- `Interval.inferred` is False only where the written words alone fix the days ("May 19, 2020", "2014").
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from kg.dates import (
    CLOCK,
    CLOCK_BEFORE,
    DAY,
    FULL_DATES,
    MONTHS,
    SHORT_MONTHS,
    WEEKDAY_PREFIX,
    WEEKDAYS,
    YEAR,
    ZONE,
    Days,
    date_of,
    day_of,
    days_back,
    month_number,
    months_from,
    third_of,
    unit_around,
)
from kg.model import Interval

UNITS = "day|week|month|year|decade"
COUNT_OF_RECENT = {"day": 7, "week": 4, "month": 6, "year": 5, "decade": 3}
WORDS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven"]
WORDS += [
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
]
NUMBERS = {word: number for number, word in enumerate(WORDS)} | {
    "a": 1, "an": 1, "a couple of": 2, "a couple": 2, "couple of": 2, "a few": 3, "few": 3, "several": 7,
    "a dozen": 12, "thirty": 30, "forty": 40, "fifty": 50,
}  # fmt: skip
ORDINALS = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"]
ORDINALS += ["eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth"]
ORDINALS += ["eighteenth", "nineteenth", "twentieth", "twenty-first"]
SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
TENS = ["twenties", "thirties", "forties", "fifties", "sixties", "seventies", "eighties", "nineties"]
FEASTS = {
    "new year's day": (1, 1), "valentine's day": (2, 14), "halloween": (10, 31), "christmas eve": (12, 24),
    "christmas day": (12, 25), "christmas": (12, 25), "boxing day": (12, 26), "new year's eve": (12, 31),
}  # fmt: skip

# --- forms --------------------------------------------------------------------------------------------


class _Scene(NamedTuple):
    """What an expression is read against: the day of publication, and whether it looks ahead.

    `near` lets what comes back each year be the nearest on either side.
    """

    on: datetime.date | None
    ahead: bool
    near: bool = False


class _Reading(NamedTuple):
    days: Days | None
    inferred: bool


UNKNOWN = _Reading(None, True)
Reader = Callable[[re.Match[str], _Scene], _Reading]


def _nearest(spans: list[Days], scene: _Scene) -> _Reading:
    """Return the span nearest to the day of publication on the side the words look to."""
    if scene.on is None:
        return UNKNOWN
    if scene.near:
        on = scene.on
        return _Reading(min(spans, key=lambda span: max(span[0] - on, on - span[1]), default=None), True)
    if scene.ahead:
        return _Reading(min((span for span in spans if span[1] >= scene.on), default=None), True)
    return _Reading(max((span for span in spans if span[0] <= scene.on), default=None), True)


def _yearly(month: int, day: int | None, count: int, scene: _Scene, weekday: int | None = None) -> _Reading:
    """Return the nearest of what comes back each year: a day of a month, or some months."""
    spans: list[Days] = []
    for year in range(scene.on.year - 8, scene.on.year + 9) if scene.on else ():
        if day is None:
            span = months_from(year, month, count)
        else:
            date = day_of(year, month, day) if 0 < year < 10000 else None
            span = (date, date) if date and weekday in (None, date.weekday()) else None
        spans += [span] if span else []
    return _nearest(spans, scene)


def _read_full_date(match: re.Match[str], scene: _Scene) -> _Reading:
    date = date_of(match)
    return _Reading((date, date), False) if date else UNKNOWN


def _read_day_of_month(match: re.Match[str], scene: _Scene) -> _Reading:
    parts = match.groupdict()
    name = parts.get("weekday")
    weekday = (
        next((i for i, day in enumerate(WEEKDAYS) if day.startswith(name.lower())), None) if name else None
    )
    month, day = month_number(parts["month"]), int(parts["day"])
    if match["year"] or match["of"]:
        year, inferred = _said_year(match, scene)
        date = day_of(year, month, day) if year else None
        return _Reading((date, date), inferred) if date else UNKNOWN
    reading = _yearly(month, day, 1, scene, weekday)
    return reading if reading.days else _yearly(month, day, 1, scene)


def _read_days_of_month(match: re.Match[str], scene: _Scene) -> _Reading:
    month, day, last = month_number(match["month"]), int(match["day"]), int(match["last"])
    inferred = True
    if match["year"] or match["of"]:
        year, inferred = _said_year(match, scene)
        start = day_of(year, month, day) if year else None
    else:
        days = _yearly(month, day, 1, scene).days
        start = days[0] if days else None
    end = day_of(start.year, month, last) if start else None
    return _Reading((start, end), inferred) if start and end and start <= end else UNKNOWN


def _read_feast(match: re.Match[str], scene: _Scene) -> _Reading:
    month, day = FEASTS[match["feast"].lower().replace("’", "'")]
    if match["year"]:
        date = datetime.date(int(match["year"]), month, day)
        return _Reading((date, date), False)
    return _yearly(month, day, 1, scene)


def _read_weekday(match: re.Match[str], scene: _Scene) -> _Reading:
    if scene.on is None:
        return UNKNOWN
    which = (match["which"] or "").lower()
    to_go = (WEEKDAYS.index(match["weekday"].lower()) - scene.on.weekday()) % 7
    gone = -to_go % 7
    if "week" in (match["week"] or ""):
        week = unit_around(
            "week", scene.on, {"last": -1, "this": 0, "next": 1}[match["week"].split()[-2].lower()]
        )
        step = WEEKDAYS.index(match["weekday"].lower())
        return _Reading((week[0] + datetime.timedelta(step),) * 2, True) if week else UNKNOWN
    if which in ("last", "this past", "past"):
        by = -(gone or 7)
    elif which in ("next", "this coming", "coming"):
        by = to_go or 7
    else:
        by = to_go if scene.ahead else -gone
    return _Reading(unit_around("day", scene.on, by), True)


def _read_near_day(match: re.Match[str], scene: _Scene) -> _Reading:
    if scene.on is None:
        return UNKNOWN
    words = match[0].lower()
    if words == "last night":
        before = days_back("day", scene.on, -1)
        return _Reading((before, scene.on), True) if before else UNKNOWN
    by = -2 if "before yes" in words else 2 if "after tom" in words else 0
    by = by or (-1 if "yesterday" in words else 1 if "tomorrow" in words else 0)
    return _Reading(unit_around("day", scene.on, by), True)


def _number(words: str) -> int:
    words = " ".join(words.lower().split())
    return int(words) if words.isdigit() else NUMBERS[words]


def _read_ago(match: re.Match[str], scene: _Scene) -> _Reading:
    unit, count = match["unit"].lower(), _number(match["count"])
    bound = (match["about"] or "").lower() in ("more than", "over", "less than", "at least", "under")
    if scene.on is None or bound or count > 2000:
        return UNKNOWN
    if unit in ("hour", "minute"):
        # Only what surely was on the same day, or surely a day or more before.
        near = unit == "minute" or match["count"].lower() in ("a few", "an", "a", "several")
        return _Reading((scene.on, scene.on), True) if near and count < 60 else UNKNOWN
    if re.search("few|several", match["count"], re.IGNORECASE):
        start = days_back(unit, scene.on, -count)
        return _Reading((start, scene.on), True) if start else UNKNOWN
    return UNKNOWN if unit == "decade" else _Reading(unit_around(unit, scene.on, -count), True)


def _read_stretch(match: re.Match[str], scene: _Scene) -> _Reading:
    """Read "the past three years", "recent weeks", "the coming days"."""
    unit = match["unit"].lower()
    if scene.on is None:
        return UNKNOWN
    several = COUNT_OF_RECENT.get(unit, 1) if match[0].lower().endswith("s") else 1
    count = _number(match["count"]) if match["count"] else several
    if unit == "hour":
        unit, count = "day", -(-count // 24)
    if count > 2000:
        return UNKNOWN
    ahead = match["which"].lower() in ("next", "coming", "upcoming")
    if ahead and not (scene.ahead or scene.near):
        return UNKNOWN  # "spent the next five years abroad": those after another time
    other = days_back(unit, scene.on, count if ahead else -count)
    if other is None:
        return UNKNOWN
    return _Reading((scene.on, other) if ahead else (other, scene.on), True)


def _read_unit(match: re.Match[str], scene: _Scene) -> _Reading:
    """Read "last week", "this month", "the weekend"."""
    which, unit = (match["which"] or "").lower(), match["unit"].lower()
    if scene.on is None:
        return UNKNOWN
    by = {"last": -1, "next": 1}.get(which, 0)
    if unit == "weekend" and which in ("", "this", "the", "this past"):
        ahead = scene.ahead and which != "this past"
        by = 0 if ahead or scene.on.weekday() >= 5 else -1
    return _Reading(unit_around(unit, scene.on, by), True)


def _read_month(match: re.Match[str], scene: _Scene) -> _Reading:
    month = month_number(match["month"])
    if match["year"]:
        return _Reading(months_from(int(match["year"]), month), False)
    if scene.on is None:
        return UNKNOWN
    if match["of"]:
        by = {"last": -1, "this": 0, "next": 1}[match["of"].lower()]
        return _Reading(months_from(scene.on.year + by, month), True)
    return _directed(month, 1, match["which"], scene)


def _directed(month: int, count: int, which: str | None, scene: _Scene) -> _Reading:
    """Return the nearest of some months that come back each year; "last", "next": not that of publication."""
    if scene.on is None:
        return UNKNOWN
    spans = [span for by in range(-2, 3) if (span := months_from(scene.on.year + by, month, count))]
    if (which or "").lower() == "last":
        return _Reading(max((span for span in spans if span[1] < scene.on), default=None), True)
    if (which or "").lower() == "next":
        return _Reading(min((span for span in spans if span[0] > scene.on), default=None), True)
    if (which or "").lower() == "this":
        return _Reading(next((span for span in spans if span[0].year == scene.on.year), None), True)
    return _nearest(spans, scene)


def _read_season(match: re.Match[str], scene: _Scene) -> _Reading:
    season = match["season"].lower()
    if match["year"]:
        # "the winter of 2019" begins in 2018 for some and in 2019 for others
        return _Reading(
            None if season == "winter" else months_from(int(match["year"]), SEASONS[season], 3), True
        )
    return _directed(SEASONS[season], 3, match["which"], scene)


def _read_part_of_year(match: re.Match[str], scene: _Scene) -> _Reading:
    """Read quarters and halves, of a year that is said."""
    year, inferred = _said_year(match, scene)
    if year is None:
        return UNKNOWN
    letter = (match["letter"] or ("q" if "quarter" in match[0].lower() else "h")).lower()
    word = (match["ordinal"] or match["number"]).lower()
    place = int(word) if word.isdigit() else 4 if word in ("last", "final") and letter == "q" else 0
    place = place or (2 if word in ("last", "final") else ORDINALS.index(word) + 1)
    size = 3 if letter == "q" else 6
    return (
        _Reading(months_from(year, (place - 1) * size + 1, size), inferred) if place * size <= 12 else UNKNOWN
    )


def _said_year(match: re.Match[str], scene: _Scene) -> tuple[int | None, bool]:
    if match["year"]:
        return int(match["year"]), False
    by = {"last": -1, "this": 0, "next": 1}[match["of"].lower()]
    return (scene.on.year + by if scene.on else None), True


def _read_years(match: re.Match[str], scene: _Scene) -> _Reading:
    first = int(match["year"])
    last = int(match["until"]) if match["until"] else first
    last += first // 100 * 100 if last < 100 else 0
    return _Reading(months_from(first, 1, 12 * (last - first + 1)), False) if first <= last else UNKNOWN


def _read_decade(match: re.Match[str], scene: _Scene) -> _Reading:
    if match["decade"]:
        # "the 1800s" are a century; "the 2000s" are ten years more often than not
        count = 1200 if match["decade"].endswith("00") and match["decade"] < "2000" else 120
        return _Reading(months_from(int(match["decade"]), 1, count), False)
    tens = 10 * TENS.index(match["word"].lower()) + 20 if match["word"] else int(match["tens"])
    year = (scene.on.year - tens) // 100 * 100 + tens if scene.on else None
    return _Reading(months_from(year, 1, 120), True) if year else UNKNOWN


def _read_century(match: re.Match[str], scene: _Scene) -> _Reading:
    number = int(match["number"]) if match["number"] else ORDINALS.index(match["ordinal"].lower()) + 1
    return _Reading(months_from(100 * number - 99, 1, 1200), False) if 0 < number <= 21 else UNKNOWN


def _read_part(match: re.Match[str], scene: _Scene) -> _Reading:
    """Read "early 2019", "mid-March", "late last year", "earlier this month", "the end of June"."""
    part = match["part"].lower()
    reading = _read_point(match["rest"], scene)
    if reading.days is None:
        return UNKNOWN
    start, end = reading.days
    if start == end or part in ("earlier", "later"):
        on = scene.on
        if start != end and on and start <= on <= end:
            return _Reading((start, on) if part == "earlier" else (on, end), True)
        return _Reading(reading.days, True)
    place = 0 if re.match("(?:the )?(?:early|begin|start)", part) else 1 if "mid" in part else 2
    return _Reading(third_of(reading.days, place), True)


def _read_nothing(match: re.Match[str], scene: _Scene) -> _Reading:
    return UNKNOWN


PART_OF_DAY = r"(?:\s+(?:morning|afternoon|evening|night))?"
COUNT = r"(?P<count>\d{1,4}|" + "|".join(sorted(map(re.escape, NUMBERS), key=len, reverse=True)) + ")"
WHICH = r"(?P<which>last|this|next)"
OF_YEAR = rf"(?:(?:,?\s+|\s+of\s+|,?\s+in\s+){YEAR}|,?\s+(?:of\s+)?(?P<of>last|this|next)\s+year)"
LAST_DAY = r"(?P<last>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?(?!\d)"
MONTH = "(?P<month>" + "|".join(MONTHS) + ")"
ORDINAL = "(?P<ordinal>" + "|".join(reversed(ORDINALS)) + ")"
QUARTER = r"(?P<ordinal>first|second|third|fourth|last|final)\s+(?:quarter|half)"
PART = (
    r"(?P<part>earlier|later|(?:the\s+)?(?:early|mid|late)|the\s+(?:beginning|start|middle|end)\s+of)"
    r"(?:\s+in(?=\s))?[\s-]+"
)
BASIC_FORMS: tuple[tuple[str, Reader], ...] = (
    *((form, _read_full_date) for form in FULL_DATES),
    (rf"{SHORT_MONTHS}\s+{DAY}\s*(?:-|–|to|through|until)\s*{LAST_DAY}{OF_YEAR}?", _read_days_of_month),
    (rf"{DAY}\s*(?:-|–|to)\s*{LAST_DAY}\s+{SHORT_MONTHS}{OF_YEAR}?", _read_days_of_month),
    (rf"{WEEKDAY_PREFIX}{SHORT_MONTHS}\s*(?:the\s+)?{DAY}{PART_OF_DAY}{OF_YEAR}?", _read_day_of_month),
    (
        rf"{WEEKDAY_PREFIX}(?:the\s+)?{DAY}\s+(?:of\s+)?{SHORT_MONTHS}{PART_OF_DAY}{OF_YEAR}?",
        _read_day_of_month,
    ),
    (rf"(?P<feast>{'|'.join(FEASTS)})(?:,?\s+{YEAR})?".replace("'", "['’]"), _read_feast),
    (
        r"(?:(?P<which>last|next|this(?:\s+past|\s+coming)?|past|coming)\s+)?"
        rf"(?P<weekday>{'|'.join(WEEKDAYS)}){PART_OF_DAY}(?P<week>,?\s+(?:of\s+)?(?:last|this|next)\s+week)?",
        _read_weekday,
    ),
    (
        rf"the\s+day\s+(?:before\s+yesterday|after\s+tomorrow)|earlier\s+today|later\s+today|today|tonight"
        rf"|(?:yesterday|tomorrow){PART_OF_DAY}|last\s+night|this\s+(?:morning|afternoon|evening)",
        _read_near_day,
    ),
    (
        rf"(?:just\s+|only\s+)?(?:(?P<about>about|around|some|nearly|almost|roughly|approximately|more\s+than|over"
        rf"|less\s+than|at\s+least|under|exactly)\s+)?{COUNT}\s+(?P<unit>{UNITS}|hour|minute)s?\s+ago",
        _read_ago,
    ),
    (
        rf"(?:the\s+)?(?P<which>past|last|next|coming|upcoming|recent)\s+{COUNT}\s+(?P<unit>{UNITS}|hour)s?",
        _read_stretch,
    ),
    (r"the\s+(?P<which>past|last|coming)\s+(?P<count>)(?P<unit>week|month|year|decade)", _read_stretch),
    (
        rf"(?:the\s+)?(?P<which>past|last|recent|coming|upcoming|next)\s+(?P<count>)(?P<unit>{UNITS})s",
        _read_stretch,
    ),
    (rf"{WHICH}\s+(?P<unit>weekend|week|month|year|decade|century)", _read_unit),
    (r"(?P<which>the|this\s+past)\s+(?P<unit>weekend)", _read_unit),
    (rf"(?:{WHICH}\s+)?{MONTH}{OF_YEAR}?", _read_month),
    (rf"(?P<which>)(?P<of>)(?P<month>{SHORT_MONTHS.split('>', 1)[1]},?\s+{YEAR}", _read_month),
    (
        rf"(?:{WHICH}\s+|the\s+)?(?P<season>{'|'.join(SEASONS)})(?:\s+(?:of\s+)?{YEAR})?",
        _read_season,
    ),
    (
        rf"(?:the\s+)?(?:{QUARTER}|(?P<letter>[QH])(?P<number>[1-4])){OF_YEAR}",
        _read_part_of_year,
    ),
    (rf"(?:the\s+year\s+)?{YEAR}(?:\s*[-–/]\s*(?P<until>\d{{4}}|\d\d))?", _read_years),
    (
        rf"(?:the\s+)?(?:(?P<decade>\d{{3}}0)s|['’]?(?P<tens>[2-9]0)s|(?P<word>{'|'.join(TENS)}))",
        _read_decade,
    ),
    (rf"(?:the\s+)?(?:(?P<number>\d{{1,2}})(?:st|nd|rd|th)|{ORDINAL})[\s-]century", _read_century),
    (
        rf"(?:that|the\s+(?:same|following|previous|next|preceding))\s+(?:day|week|weekend|month|year)"
        rf"|{COUNT}\s+(?:{UNITS}|hour)s?\s+(?:earlier|later|before|after)",
        _read_nothing,
    ),
)  # fmt: skip
FORMS = tuple((re.compile(form, re.IGNORECASE), reader) for form, reader in BASIC_FORMS)
PART_FORM = re.compile(PART + r"(?P<rest>.+)", re.IGNORECASE)
UNIT_OF_NOW = re.compile(r"(?:the\s+)?(week|month|year|decade|century)", re.IGNORECASE)


def _read_point(words: str, scene: _Scene) -> _Reading:
    """Read an expression without preposition and without range."""
    if part := PART_FORM.fullmatch(words):
        if UNIT_OF_NOW.fullmatch(part["rest"]):
            # "earlier in the month"; "the end of the year" as well
            words = f"{part['part']} this {part['rest'].split()[-1]}"
            part = PART_FORM.fullmatch(words)
        return _read_part(part, scene) if part else UNKNOWN
    for form, reader in FORMS:
        if match := form.fullmatch(words):
            return reader(match, scene)
    return UNKNOWN


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
    if (own := PREPOSITION.match(words)) and not _is_form(words):
        preposition, words = own["word"].lower(), words[own.end() :]
    if NOT_A_MONTH.fullmatch(words):
        return None
    ahead = tense == "future" or preposition == "for"
    ahead = ahead and preposition != "since"
    near = (tense == "present" or preposition in ("until", "till")) and preposition != "since"
    scene = _Scene(published, ahead, near and not ahead)
    reading = _read_clocked(words, scene)
    if reading.days is None and (found := _read_range(words, preposition, scene)).days:
        reading, preposition = found, ""
    elif preposition == "in" and scene.ahead and published and (match := DURATION.fullmatch(words)):
        reading = _Reading(
            unit_around(match["unit"].lower(), published, min(_number(match["count"]), 2000)), True
        )
    return _bounded(reading, preposition, published)


def _is_form(words: str) -> bool:
    return any(form.fullmatch(words) for form, _ in FORMS)


def _read_clocked(words: str, scene: _Scene) -> _Reading:
    """Read an expression that may have a clock time on either side."""
    reading = _read_point(words, scene)
    if reading.days is None and (clock := CLOCK_BEFORE.match(words)):
        reading = _read_point(words[clock.end() :], scene)
    if reading.days is None and (clock := re.search(rf",?\s+(?:at\s+)?{CLOCK}{ZONE}$", words, re.IGNORECASE)):
        reading = _read_point(words[: clock.start()], scene)
    return reading


def _read_range(words: str, preposition: str, scene: _Scene) -> _Reading:
    """Read "from X to Y", "between X and Y", "X–Y"; a year at the end holds for the beginning as well."""
    for connector in CONNECTOR.finditer(words):
        if connector[0].strip().lower() == "and" and preposition != "between":
            continue
        left, right = words[: connector.start()], words[connector.end() :]
        last = _read_point(right, scene)
        if last.days is None:
            continue
        year = re.search(r"\b\d{4}$", right)
        first = _read_point(f"{left} {year[0]}", scene) if year and not re.search(r"\d{4}", left) else UNKNOWN
        first = first if first.days else _read_point(left, scene)
        if first.days and first.days[0] > last.days[0]:
            first = _read_point(left, _Scene(last.days[0], False))
        if first.days and first.days[0] <= last.days[1]:
            return _Reading((first.days[0], last.days[1]), first.inferred or last.inferred)
    return UNKNOWN


def _bounded(reading: _Reading, preposition: str, published: datetime.date | None) -> Interval | None:
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
    for form in (*(form for form, _ in BASIC_FORMS), NOW_FORM)
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
