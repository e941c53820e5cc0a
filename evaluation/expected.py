"""Rows that say what is to be read from a sentence: "subject | predicate | object | markers".

"-" stands where there is no subject or object. Markers are, in any order: "not", a modality, "by" who says
so, "time" first/last day, "place" where.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kg.errors import InputError
from kg.model import Modality, Phrase, Statement

NOTHING = "-"
MODALITIES = {modality.value for modality in Modality}


@dataclass(frozen=True, slots=True)
class Expected:
    """A row; "" is not compared for time and place, and means nobody for the speaker."""

    subject: str
    predicate: str
    object: str
    negated: bool = False
    modality: str = Modality.ASSERTED.value
    speaker: str = ""
    time: str = ""
    place: str = ""

    def __str__(self) -> str:
        parts = [self.subject, self.predicate, self.object]
        parts += ["not"] * self.negated
        parts += [self.modality] * (self.modality != Modality.ASSERTED.value)
        named = {"by": self.speaker, "time": self.time, "place": self.place}
        return " | ".join([*parts, *(f"{word} {value}" for word, value in named.items() if value)])


def parse_expected(row: str) -> Expected:
    """Return what a row says.

    Raises:
        InputError: it has no three parts, an empty one, or a marker that is none.

    Example:
        >>> parse_expected("army | leave | Mali | not | by Anna Lind").speaker
        'Anna Lind'
    """
    parts = [part.strip() for part in row.split("|")]
    if len(parts) < 3 or not all(parts):
        raise InputError(f"no row 'subject | predicate | object | markers': {row!r}")
    values: dict[str, Any] = {}
    for marker in parts[3:]:
        word, _, rest = marker.partition(" ")
        if marker == "not":
            values["negated"] = True
        elif marker in MODALITIES:
            values["modality"] = marker
        elif word in ("by", "time", "place") and rest:
            values["speaker" if word == "by" else word] = rest
        else:
            raise InputError(f"unknown marker {marker!r} in {row!r}")
    subject, predicate, target = parts[:3]
    return Expected(subject, predicate, target, **values)


def to_expected(statement: Statement, names: Mapping[str, str]) -> Expected:
    """Return a statement in the form of a row; `names` gives the name of each entity by its id."""

    def name_of(phrase: Phrase | None) -> str:
        if phrase is None:
            return ""
        if phrase.entity:
            return names[phrase.entity]
        return re.sub(r"^(the|an?) ", "", phrase.text, flags=re.IGNORECASE)

    return Expected(
        subject=name_of(statement.subject) or NOTHING,
        predicate=statement.predicate.name,
        object=name_of(statement.object) or NOTHING,
        negated=statement.negated,
        modality=statement.modality.value,
        speaker=name_of(statement.attributed_to),
        time=days_of(statement),
        place=name_of(statement.place),
    )


def days_of(statement: Statement) -> str:
    """Return the days of a statement as first/last, "None" where one is open, "" where there are none."""
    interval = statement.time.interval if statement.time else None
    return f"{interval.start}/{interval.end}" if interval else ""


def is_said(expected: Expected, found: Sequence[Expected]) -> bool:
    """Whether one of the rows agrees in everything that is compared, words being the same."""

    def agrees(statement: Expected) -> bool:
        compared = ["subject", "predicate", "object", "negated", "modality", "speaker"]
        compared += [part for part in ("time", "place") if getattr(expected, part)]
        return all(getattr(expected, part) == getattr(statement, part) for part in compared)

    return any(agrees(statement) for statement in found)
