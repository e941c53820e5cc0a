"""Days as written in full, and stretches of the calendar.

`to_date` reads a whole date; the others give first and last days, both included, or None where the calendar
has none such.
"""

from __future__ import annotations

import calendar
import datetime
import re

Days = tuple[datetime.date, datetime.date]

MONTHS = [name.lower() for name in calendar.month_name[1:]]
WEEKDAYS = [name.lower() for name in calendar.day_name]

# --- whole dates --------------------------------------------------------------------------------------

SHORT_MONTHS = (
    r"(?P<month>(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)(?:\.|(?![a-z]))|" + "|".join(MONTHS) + ")"
)
DAY = r"(?P<day>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?(?!\d)"
YEAR = r"(?P<year>1\d{3}|20\d\d)"
WEEKDAY_PREFIX = r"(?:(?P<weekday>mon|tue|wed|thu|fri|sat|sun)(?:[a-z]*day|r?s)?\.?,?\s+(?:the\s+)?)?"
FULL_DATES = (
    rf"{WEEKDAY_PREFIX}(?:the\s+)?{DAY}[\s-]+(?:of\s+)?{SHORT_MONTHS},?[\s-]*{YEAR}",
    rf"{WEEKDAY_PREFIX}{SHORT_MONTHS}\s*(?:the\s+)?{DAY},?\s+{YEAR}",
    r"(?P<year>\d{4})(?P<mark>[-/.])(?P<number>\d{1,2})(?P=mark)(?P<day>\d{1,2})",
    r"(?P<either>\d{1,2})(?P<mark>[-/.])(?P<other>\d{1,2})(?P=mark)(?P<year>\d{4})",
)
COMPACT_DATE = r"(?P<year>\d{4})(?P<number>\d{2})(?P<day>\d{2})"
CLOCK = (
    r"(?:\d{1,2}[:.]\d{2}(?:[:.]\d{2}(?:[.,]\d+)?)?(?:\s*[ap]\.?m\b\.?)?"
    r"|\d{1,2}\s*[ap]\.?m\b\.?|noon|midnight)"
)
ZONE = r"(?:\s*(?:Z|(?:GMT|UTC)?\s*[+-]\d{1,2}:?\d{2}|(?-i:\(?[A-Z]{2,5}\)?)|local time))*"
CLOCK_AFTER = re.compile(rf"(?:[T\s,]+(?:at\s+)?{CLOCK}{ZONE})?", re.IGNORECASE)
CLOCK_BEFORE = re.compile(rf"(?:at\s+)?{CLOCK}{ZONE},?\s+(?:on\s+)?", re.IGNORECASE)


def to_date(text: str) -> datetime.date | None:
    """Return the day that a whole written date stands for, a clock time after it left aside.

    None where the text is anything else, or where day and month cannot be told apart ("03/04/2019").
    """
    text = " ".join(text.split())
    for form in (*FULL_DATES, COMPACT_DATE):
        match = re.match(form, text, re.IGNORECASE)
        if match and CLOCK_AFTER.fullmatch(text, match.end()):
            return date_of(match)
    return None


def date_of(match: re.Match[str]) -> datetime.date | None:
    """Return the day of a match of `FULL_DATES`; None where the calendar has no such, or two may be meant."""
    parts = match.groupdict()
    if "either" in parts:
        first, second = int(parts["either"]), int(parts["other"])
        if first <= 12 and second <= 12 and first != second:
            return None
        month, day = (first, second) if first <= 12 else (second, first)
    else:
        month = int(parts["number"]) if "number" in parts else month_number(parts["month"])
        day = int(parts["day"])
    return day_of(int(parts["year"]), month, day)


def day_of(year: int, month: int, day: int) -> datetime.date | None:
    """Return a day, None where the calendar has no such."""
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None


def month_number(name: str) -> int:
    """Return the number of a month, from 1, by its name or the first letters of it."""
    return next(number for number, month in enumerate(MONTHS, 1) if month.startswith(name[:3].lower()))


# --- spans of the calendar ----------------------------------------------------------------------------


def months_from(year: int, month: int, count: int = 1) -> Days | None:
    """Return `count` whole months; a month may lie outside 1 to 12. None outside the years 1 to 9998."""
    first, last = 12 * year + month - 1, 12 * year + month - 2 + count
    if first < 12 or last >= 12 * 9999:
        return None
    end = datetime.date(last // 12, last % 12 + 1, calendar.monthrange(last // 12, last % 12 + 1)[1])
    return datetime.date(first // 12, first % 12 + 1, 1), end


def unit_around(unit: str, on: datetime.date, by: int) -> Days | None:
    """Return the calendar unit `by` many away from that of `on`."""
    try:
        if unit == "day":
            return (on + datetime.timedelta(by),) * 2
        if unit in ("week", "weekend"):
            monday = on + datetime.timedelta(7 * by - on.weekday())
            return monday + datetime.timedelta(5 if unit == "weekend" else 0), monday + datetime.timedelta(6)
    except OverflowError:
        return None
    if unit == "month":
        return months_from(on.year, on.month + by)
    if unit == "century":
        return months_from(((on.year - 1) // 100 + by) * 100 + 1, 1, 1200)
    return (
        months_from(on.year // 10 * 10 + 10 * by, 1, 120)
        if unit == "decade"
        else months_from(on.year + by, 1, 12)
    )


def days_back(unit: str, on: datetime.date, by: int) -> datetime.date | None:
    """Return the day `by` many units away from `on` (29 February becomes the 28th)."""
    if unit in ("day", "week"):
        moved = unit_around("day", on, by * (7 if unit == "week" else 1))
        return moved[0] if moved else None
    span = months_from(on.year, on.month + by * {"month": 1, "year": 12, "decade": 120}[unit])
    return span[0].replace(day=min(on.day, span[1].day)) if span else None


def third_of(days: Days, place: int) -> Days:
    """Return the first, middle or last third: of months where there are enough, else of days."""
    start, end = days
    months = 12 * (end.year - start.year) + end.month - start.month + 1
    if months >= 3:
        cuts = [round(months * part / 3) for part in (0, 1, 2, 3)]
        return months_from(start.year, start.month + cuts[place], cuts[place + 1] - cuts[place]) or days
    count = (end - start).days + 1
    cuts = [0, 10, 20, count] if 28 <= count <= 31 else [round(count * part / 3) for part in (0, 1, 2, 3)]
    return start + datetime.timedelta(cuts[place]), start + datetime.timedelta(cuts[place + 1] - 1)
