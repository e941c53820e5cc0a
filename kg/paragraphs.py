"""Cuts a text into paragraphs, tells prose from what is not, and what that says of the article.

Receives a text; returns its `Layout`: what each part is, title, date, credits.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from kg.dates import to_date
from kg.marks import (
    BREAKS_SENTENCE,
    BULLET,
    DATELINE_LABEL,
    ENDS_SENTENCE,
    credit_in,
    is_title_like,
    mark_of,
    names_in,
)
from kg.model import Mark, Passage

DATE_PREFIX = re.compile(r"\s*date:?[ \t]+(\d{4}-\d{1,2}-\d{1,2})(?![\w/-])[ \t:|,–—-]*", re.IGNORECASE)
ABBREVIATED = re.compile(r"(?:\b(?:[A-Z]\.){2,}|\b(?:Inc|Corp|Ltd|Co|Jr|Sr)\.)$")
# "BAGHDAD, May 19 (Reuters) - ", "Geneva (AP) — "; without an agency a place is in capitals
AGENCY_LINE = re.compile(
    r"(?:(?:[A-Z][\w.'’-]*[ ,/]+){1,6}(?:\w{3,9}\.? \d{1,2}(?:, \d{4})?,? *)?"
    r"\((?P<who>[A-Z][A-Za-z ]{1,20})\)"
    r"|[A-Z][A-Z.'’-]{2,}(?:[ ,]+[A-Z][\w.'’-]+){0,4}(?:,? \w{3,9}\.? \d{1,2})?)"
    r"\s*(?:[–—]|-{1,2})\s+(?=[\"“‘'A-Z0-9])"
)
SECTION = re.compile(
    r"(?:sources?|references|related (?:news|stories|articles|coverage|links)|(?:external|sister) links?"
    r"|see also|further reading|more (?:news|stories)|most (?:read|popular)|you may (?:also )?like)\s*:?$",
    re.IGNORECASE,
)


class Layout(NamedTuple):
    """What a text is made of, and what it says of itself; those of `pieces` with kind "" are prose."""

    pieces: list[Mark]
    title: str | None
    published: datetime.date | None
    wrong_date: str | None
    credits: tuple[str, ...]


def layout_of(text: str) -> Layout:
    """Return what each part of a text is, and what its parts say about it."""
    published, wrong_date, begin = None, None, 0
    pieces: list[Mark] = []
    if prefix := DATE_PREFIX.match(text):
        published, begin = to_date(prefix[1]), prefix.end()
        wrong_date = None if published else prefix[1]
        pieces.append(Mark("date", _trim(text, 0, begin)))
    units = _units_in(text, begin)
    kinds = [_kind_of(text, units, place) for place in range(len(units))]
    _mark_sections(text, units, kinds)
    title_at = _title_at(text, units, kinds, begin if prefix else None)
    if title_at is not None:
        kinds[title_at] = "title"
    if not any(kind == "" for kind in kinds):
        # A text of headings alone is all there is to read.
        kinds = ["" if kind in ("heading", "title") else kind for kind in kinds]
    credits: list[str] = []
    opening = kinds.index("") if "" in kinds else None
    for place, (unit, kind) in enumerate(zip(units, kinds, strict=True)):
        pieces += _pieces_of(text, unit, kind, place == opening, credits)
    title = None if title_at is None else _cut(text, units[title_at]).lstrip("#* ").rstrip("#* ")
    if not prefix:
        published = _date_of(
            _cut(text, unit) for unit, kind in zip(units, kinds, strict=True) if kind == "dateline"
        )
    return Layout(pieces, title, published, wrong_date, tuple(dict.fromkeys(credits)))


def _date_of(datelines: Iterable[str]) -> datetime.date | None:
    """Return the one day that datelines name, of the first publication rather than of a change; else None."""
    by_change: dict[bool, set[datetime.date]] = {False: set(), True: set()}
    for words in datelines:
        label = DATELINE_LABEL.match(words)
        date = to_date(words[label.end() :] if label else words)
        if date:
            by_change[bool(label and re.search("updat|modif|chang", label[0], re.IGNORECASE))].add(date)
    dates = by_change[False] or by_change[True]
    return dates.pop() if len(dates) == 1 else None


def _cut(text: str, unit: Passage) -> str:
    return " ".join(text[unit.start : unit.end].split())


def _trim(text: str, start: int, end: int) -> Passage:
    piece = text[start:end]
    return Passage(end - len(piece.lstrip()), start + len(piece.rstrip()))


class _Line(NamedTuple):
    """A line from its first to its last character; `first` where a blank line or nothing is before it."""

    start: int
    end: int
    first: bool


def _lines_in(text: str, begin: int) -> list[_Line]:
    lines: list[_Line] = []
    blank = True
    end = begin
    for line in text[begin:].splitlines(keepends=True):
        start, end = end, end + len(line)
        if line.strip():
            trimmed = _trim(text, start, end)
            lines.append(_Line(trimmed.start, trimmed.end, blank))
        blank = not line.strip()
    return lines


def _units_in(text: str, begin: int) -> list[Passage]:
    """Return what stands as a paragraph, split at blank lines and at line breaks that are not wrapping."""
    lines = _lines_in(text, begin)
    width = _wrap_width(text, lines)
    units: list[Passage] = []
    for place, line in enumerate(lines):
        if units and not line.first and _goes_on(text, lines[place - 1], line, width):
            units[-1] = Passage(units[-1].start, line.end)
        else:
            units.append(Passage(line.start, line.end))
    return units


def _wrap_width(text: str, lines: Sequence[_Line]) -> int:
    """Return the width a text is wrapped at, 0 where its lines are paragraphs.

    Wrapping breaks sentences anywhere, so that many lines begin with a small letter.
    """
    follow = [place for place, line in enumerate(lines) if not line.first]
    if sum(text[lines[place].start].islower() for place in follow) < 0.3 * max(len(follow), 1):
        return 0
    inside = {place - 1 for place in follow} | set(follow)
    widths = sorted(lines[place].end - lines[place].start for place in inside)
    width = widths[int(0.9 * len(widths))]  # not the longest: an address may stick out
    return width if 40 <= width <= 100 else 0


def _goes_on(text: str, line: _Line, following: _Line, width: int) -> bool:
    """Whether a line was broken for its width alone: the next word had no room, or a sentence goes on."""
    words, after = text[line.start : line.end], text[following.start : following.end]
    if mark_of(words) or mark_of(after) or BULLET.match(after):
        return False
    if len(words) + 1 + len(after.split(None, 1)[0]) > width > 0:
        return True
    return after[0].islower() and not ENDS_SENTENCE.search(words)


def _kind_of(text: str, units: Sequence[Passage], place: int) -> str:
    """Return the kind of mark a unit is, "" for prose."""
    raw = text[units[place].start : units[place].end]
    words = " ".join(raw.split())
    if kind := mark_of(words):
        return kind
    if SECTION.match(words.lstrip("#* ")):
        return "link"
    if words[0] in "–—―" and not ENDS_SENTENCE.search(words) and len(words.split()) <= 15:
        near = {text[units[other].start] for other in (place - 1, place + 1) if 0 <= other < len(units)}
        return "" if words[0] in near else "credit"  # who is quoted in the paragraph before, or a list
    goes_on = place + 1 < len(units) and text[units[place + 1].start].islower()
    if goes_on or len(raw.splitlines()) > 1 or len(words) > 90 or BULLET.match(words) or credit_in(words):
        return ""
    return "heading" if re.match("#+ ", words) or is_title_like(words, 12) else ""


def _mark_sections(text: str, units: Sequence[Passage], kinds: list[str]) -> None:
    """Mark what stands under "Sources", "Related news" and their like as links, until prose begins again."""
    inside = False
    for place, unit in enumerate(units):
        words = _cut(text, unit)
        if SECTION.match(words.lstrip("#* ")):
            inside = True
        elif inside and len(words.split()) > 12 and ENDS_SENTENCE.search(words):
            inside = False
        elif inside and kinds[place] in ("", "heading"):
            kinds[place] = "link"


def _title_at(text: str, units: Sequence[Passage], kinds: Sequence[str], begin: int | None) -> int | None:
    """Return the place of the title: what follows the date on its line, else a heading before all prose."""
    if begin is not None and units and not re.search(r"[\n\r]", text[begin : units[0].start]):
        words = _cut(text, units[0])
        if len(words) > 200 or BREAKS_SENTENCE.search(words) or len(units) == 1:
            return None
        ends = re.search(r"\.[\"'”’)]*$", words) and not ABBREVIATED.search(words)
        return None if ends and kinds[1] != "dateline" else 0
    place = next((place for place, kind in enumerate(kinds[:-1]) if kind in ("heading", "")), None)
    if place is None or kinds[place] == "heading":
        return place
    words = _cut(text, units[place])
    goes_on = text[units[place + 1].start].islower() or bool(BULLET.match(words))
    return place if len(words) <= 200 and not goes_on and is_title_like(words, 30) else None


def _pieces_of(text: str, unit: Passage, kind: str, opening: bool, credits: list[str]) -> Iterator[Mark]:
    """Yield a unit cut where its parts differ: bullet, dateline of an agency, prose, credit."""
    start, end = unit.start, unit.end
    words = text[start:end]
    if kind == "credit":
        found = credit_in(words)
        credits += names_in(found[1]) if found else ()
    if kind == "":
        if bullet := BULLET.match(words):
            yield Mark("boilerplate", _trim(text, start, start + bullet.end()))
            start += bullet.end()
        if opening and (agency := AGENCY_LINE.match(text, start, end)):
            yield Mark("dateline", _trim(text, start, agency.end()))
            credits += [agency["who"]] if agency["who"] else []
            start = agency.end()
        if (found := credit_in(text[start:end])) and found[0]:
            credits += names_in(found[1])
            yield Mark("", _trim(text, start, start + found[0]))
            kind, start = "credit", start + found[0]
    yield Mark(kind, _trim(text, start, end))
