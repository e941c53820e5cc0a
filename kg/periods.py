"""Periods of the calendar as English news names them: one expression in, its first and last day out.

Receives an expression without preposition and without range ("May 19", "last week", "the end of 2019") and
the `Scene` that it is read against; returns a `Reading`, without days where the words leave them open: "the
same day", "a week earlier", "the second quarter" alone, a clock time alone, every duration.

Conventions, where words alone do not say
- A bare weekday or month is the nearest one in the direction looked to, that of publication included; "last"
  and "next" leave that one out. A week is Monday to Sunday, "last week" the one before, "two months ago" the
  calendar month; but "the past week" is the seven days up to publication.
- "a few" is up to 3, "several" up to 7; "a few days ago" is the 3 days up to publication. "Recent", "past"
  and "coming" without a number: 7 days, 4 weeks, 6 months, 5 years, 3 decades.
- Early, mid, late: thirds (of a year January to April, of a month the 1st to the 10th).
- Seasons are of the northern hemisphere, by whole months; a century runs from 1801 to 1900.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from typing import NamedTuple

from kg.dates import (
    DAY,
    FULL_DATES,
    MONTHS,
    SHORT_MONTHS,
    WEEKDAY_PREFIX,
    WEEKDAYS,
    YEAR,
    Days,
    date_of,
    day_of,
    days_back,
    month_number,
    months_from,
    third_of,
    unit_around,
)

# --- words --------------------------------------------------------------------------------------------

UNITS = "day|week|month|year|decade"
COUNT_OF_RECENT = {"day": 7, "week": 4, "month": 6, "year": 5, "decade": 3}
CARDINALS = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty",
]  # fmt: skip
NUMBERS = {word: number for number, word in enumerate(CARDINALS)} | {
    "a": 1, "an": 1, "a couple of": 2, "a couple": 2, "couple of": 2, "a few": 3, "few": 3, "several": 7,
    "a dozen": 12, "thirty": 30, "forty": 40, "fifty": 50,
}  # fmt: skip
ORDINALS = [
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh",
    "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth",
    "nineteenth", "twentieth", "twenty-first",
]  # fmt: skip
TENS = ["twenties", "thirties", "forties", "fifties", "sixties", "seventies", "eighties", "nineties"]
SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
FEASTS = {
    "new year's day": (1, 1), "valentine's day": (2, 14), "halloween": (10, 31), "christmas eve": (12, 24),
    "christmas day": (12, 25), "christmas": (12, 25), "boxing day": (12, 26), "new year's eve": (12, 31),
}  # fmt: skip

# --- one expression -----------------------------------------------------------------------------------


class Scene(NamedTuple):
    """What an expression is read against: the day of publication, and whether it looks ahead.

    `near` lets what comes back each year be the nearest on either side.
    """

    on: datetime.date | None
    ahead: bool
    near: bool = False


class Reading(NamedTuple):
    """First and last day, None where they cannot be told; `inferred`: the words alone do not fix them."""

    days: Days | None
    inferred: bool


UNKNOWN = Reading(None, True)
Reader = Callable[[re.Match[str], Scene], Reading]


def read_period(words: str, scene: Scene) -> Reading:
    """Read an expression without preposition and without range."""
    if part := PART_FORM.fullmatch(words):
        if UNIT_OF_NOW.fullmatch(part["rest"]):
            # "earlier in the month"; "the end of the year" as well
            words = f"{part['part']} this {part['rest'].split()[-1]}"
            part = PART_FORM.fullmatch(words)
        return _read_part(part, scene) if part else UNKNOWN
    for form, reader in _PATTERNS:
        if match := form.fullmatch(words):
            return reader(match, scene)
    return UNKNOWN


def is_period(words: str) -> bool:
    """Whether the words have one of the `FORMS`, whatever they stand for."""
    return any(form.fullmatch(words) for form, _ in _PATTERNS)


# --- readers ------------------------------------------------------------------------------------------


def _nearest(spans: list[Days], scene: Scene) -> Reading:
    """Return the span nearest to the day of publication on the side the words look to."""
    if scene.on is None:
        return UNKNOWN
    if scene.near:
        on = scene.on
        return Reading(min(spans, key=lambda span: max(span[0] - on, on - span[1]), default=None), True)
    if scene.ahead:
        return Reading(min((span for span in spans if span[1] >= scene.on), default=None), True)
    return Reading(max((span for span in spans if span[0] <= scene.on), default=None), True)


def _yearly(month: int, day: int, scene: Scene, weekday: int | None = None) -> Reading:
    """Return the nearest of the days that come back each year; `weekday`: only where it falls on that one."""
    spans: list[Days] = []
    for year in range(scene.on.year - 8, scene.on.year + 9) if scene.on else ():
        date = day_of(year, month, day) if 0 < year < 10000 else None
        if date and weekday in (None, date.weekday()):
            spans.append((date, date))
    return _nearest(spans, scene)


def _read_full_date(match: re.Match[str], scene: Scene) -> Reading:
    date = date_of(match)
    return Reading((date, date), False) if date else UNKNOWN


def _read_day_of_month(match: re.Match[str], scene: Scene) -> Reading:
    parts = match.groupdict()
    name = parts.get("weekday")
    weekday = (
        next((i for i, day in enumerate(WEEKDAYS) if day.startswith(name.lower())), None) if name else None
    )
    month, day = month_number(parts["month"]), int(parts["day"])
    if match["year"] or match["of"]:
        year, inferred = _said_year(match, scene)
        date = day_of(year, month, day) if year else None
        return Reading((date, date), inferred) if date else UNKNOWN
    reading = _yearly(month, day, scene, weekday)
    return reading if reading.days else _yearly(month, day, scene)


def _read_days_of_month(match: re.Match[str], scene: Scene) -> Reading:
    month, day, last = month_number(match["month"]), int(match["day"]), int(match["last"])
    inferred = True
    if match["year"] or match["of"]:
        year, inferred = _said_year(match, scene)
        start = day_of(year, month, day) if year else None
    else:
        days = _yearly(month, day, scene).days
        start = days[0] if days else None
    end = day_of(start.year, month, last) if start else None
    return Reading((start, end), inferred) if start and end and start <= end else UNKNOWN


def _read_feast(match: re.Match[str], scene: Scene) -> Reading:
    month, day = FEASTS[match["feast"].lower().replace("’", "'")]
    if match["year"]:
        date = datetime.date(int(match["year"]), month, day)
        return Reading((date, date), False)
    return _yearly(month, day, scene)


def _read_weekday(match: re.Match[str], scene: Scene) -> Reading:
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
        return Reading((week[0] + datetime.timedelta(step),) * 2, True) if week else UNKNOWN
    if which in ("last", "this past", "past"):
        by = -(gone or 7)
    elif which in ("next", "this coming", "coming"):
        by = to_go or 7
    else:
        by = to_go if scene.ahead else -gone
    return Reading(unit_around("day", scene.on, by), True)


def _read_near_day(match: re.Match[str], scene: Scene) -> Reading:
    if scene.on is None:
        return UNKNOWN
    words = match[0].lower()
    if words == "last night":
        before = days_back("day", scene.on, -1)
        return Reading((before, scene.on), True) if before else UNKNOWN
    by = -2 if "before yes" in words else 2 if "after tom" in words else 0
    by = by or (-1 if "yesterday" in words else 1 if "tomorrow" in words else 0)
    return Reading(unit_around("day", scene.on, by), True)


def number_of(words: str) -> int:
    words = " ".join(words.lower().split())
    return int(words) if words.isdigit() else NUMBERS[words]


def _read_ago(match: re.Match[str], scene: Scene) -> Reading:
    unit, count = match["unit"].lower(), number_of(match["count"])
    bound = (match["about"] or "").lower() in ("more than", "over", "less than", "at least", "under")
    if scene.on is None or bound or count > 2000:
        return UNKNOWN
    if unit in ("hour", "minute"):
        # Only what surely was on the same day, or surely a day or more before.
        near = unit == "minute" or match["count"].lower() in ("a few", "an", "a", "several")
        return Reading((scene.on, scene.on), True) if near and count < 60 else UNKNOWN
    if re.search("few|several", match["count"], re.IGNORECASE):
        start = days_back(unit, scene.on, -count)
        return Reading((start, scene.on), True) if start else UNKNOWN
    return UNKNOWN if unit == "decade" else Reading(unit_around(unit, scene.on, -count), True)


def _read_stretch(match: re.Match[str], scene: Scene) -> Reading:
    """Read "the past three years", "recent weeks", "the coming days"."""
    unit = match["unit"].lower()
    if scene.on is None:
        return UNKNOWN
    several = COUNT_OF_RECENT.get(unit, 1) if match[0].lower().endswith("s") else 1
    count = number_of(match["count"]) if match["count"] else several
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
    return Reading((scene.on, other) if ahead else (other, scene.on), True)


def _read_unit(match: re.Match[str], scene: Scene) -> Reading:
    """Read "last week", "this month", "the weekend"."""
    which, unit = (match["which"] or "").lower(), match["unit"].lower()
    if scene.on is None:
        return UNKNOWN
    by = {"last": -1, "next": 1}.get(which, 0)
    if unit == "weekend" and which in ("", "this", "the", "this past"):
        ahead = scene.ahead and which != "this past"
        by = 0 if ahead or scene.on.weekday() >= 5 else -1
    return Reading(unit_around(unit, scene.on, by), True)


def _read_month(match: re.Match[str], scene: Scene) -> Reading:
    month = month_number(match["month"])
    if match["year"]:
        return Reading(months_from(int(match["year"]), month), False)
    if scene.on is None:
        return UNKNOWN
    if match["of"]:
        by = {"last": -1, "this": 0, "next": 1}[match["of"].lower()]
        return Reading(months_from(scene.on.year + by, month), True)
    return _directed(month, 1, match["which"], scene)


def _directed(month: int, count: int, which: str | None, scene: Scene) -> Reading:
    """Return the nearest of some months that come back each year; "last", "next": not that of publication."""
    if scene.on is None:
        return UNKNOWN
    spans = [span for by in range(-2, 3) if (span := months_from(scene.on.year + by, month, count))]
    if (which or "").lower() == "last":
        return Reading(max((span for span in spans if span[1] < scene.on), default=None), True)
    if (which or "").lower() == "next":
        return Reading(min((span for span in spans if span[0] > scene.on), default=None), True)
    if (which or "").lower() == "this":
        return Reading(next((span for span in spans if span[0].year == scene.on.year), None), True)
    return _nearest(spans, scene)


def _read_season(match: re.Match[str], scene: Scene) -> Reading:
    season = match["season"].lower()
    if match["year"]:
        # "the winter of 2019" begins in 2018 for some and in 2019 for others
        return Reading(
            None if season == "winter" else months_from(int(match["year"]), SEASONS[season], 3), True
        )
    return _directed(SEASONS[season], 3, match["which"], scene)


def _read_part_of_year(match: re.Match[str], scene: Scene) -> Reading:
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
        Reading(months_from(year, (place - 1) * size + 1, size), inferred) if place * size <= 12 else UNKNOWN
    )


def _said_year(match: re.Match[str], scene: Scene) -> tuple[int | None, bool]:
    if match["year"]:
        return int(match["year"]), False
    by = {"last": -1, "this": 0, "next": 1}[match["of"].lower()]
    return (scene.on.year + by if scene.on else None), True


def _read_years(match: re.Match[str], scene: Scene) -> Reading:
    first = int(match["year"])
    last = int(match["until"]) if match["until"] else first
    last += first // 100 * 100 if last < 100 else 0
    return Reading(months_from(first, 1, 12 * (last - first + 1)), False) if first <= last else UNKNOWN


def _read_decade(match: re.Match[str], scene: Scene) -> Reading:
    if match["decade"]:
        # "the 1800s" are a century; "the 2000s" are ten years more often than not
        count = 1200 if match["decade"].endswith("00") and match["decade"] < "2000" else 120
        return Reading(months_from(int(match["decade"]), 1, count), False)
    tens = 10 * TENS.index(match["word"].lower()) + 20 if match["word"] else int(match["tens"])
    year = (scene.on.year - tens) // 100 * 100 + tens if scene.on else None
    return Reading(months_from(year, 1, 120), True) if year else UNKNOWN


def _read_century(match: re.Match[str], scene: Scene) -> Reading:
    number = int(match["number"]) if match["number"] else ORDINALS.index(match["ordinal"].lower()) + 1
    return Reading(months_from(100 * number - 99, 1, 1200), False) if 0 < number <= 21 else UNKNOWN


def _read_part(match: re.Match[str], scene: Scene) -> Reading:
    """Read "early 2019", "mid-March", "late last year", "earlier this month", "the end of June"."""
    part = match["part"].lower()
    reading = read_period(match["rest"], scene)
    if reading.days is None:
        return UNKNOWN
    start, end = reading.days
    if start == end or part in ("earlier", "later"):
        on = scene.on
        if start != end and on and start <= on <= end:
            return Reading((start, on) if part == "earlier" else (on, end), True)
        return Reading(reading.days, True)
    place = 0 if re.match("(?:the )?(?:early|begin|start)", part) else 1 if "mid" in part else 2
    return Reading(third_of(reading.days, place), True)


def _read_nothing(match: re.Match[str], scene: Scene) -> Reading:
    return UNKNOWN


# --- forms --------------------------------------------------------------------------------------------

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
FORMS: tuple[tuple[str, Reader], ...] = (
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
_PATTERNS = tuple((re.compile(form, re.IGNORECASE), reader) for form, reader in FORMS)
PART_FORM = re.compile(PART + r"(?P<rest>.+)", re.IGNORECASE)
UNIT_OF_NOW = re.compile(r"(?:the\s+)?(week|month|year|decade|century)", re.IGNORECASE)
