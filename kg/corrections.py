"""What people decided: the file of corrections, read, checked against itself, and written to.

A file is TOML, a table `[[correction]]` for each decision, with who decided, when and why:

    [[correction]]
    decision = "merge"
    entities = ["Hamza bin Laden", "Hamza bin Ladin"]
    who = "Mara Lind"
    when = 2024-05-19
    why = "two spellings in one article"

An entity is named by its name or its id in a graph. Decisions that contradict each other are refused, whether
or not there is anything in the articles that they are about.

References:
    TOML 1.0: https://toml.io/en/v1.0.0
"""

from __future__ import annotations

import datetime
import json
import re
import tomllib
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

from kg.errors import CorrectionsError
from kg.model import Correction, Decision
from kg.spellings import normalize_name

_SIGNED = ("who", "when", "why")

_FORMS: dict[Decision, tuple[tuple[str, ...], ...]] = {
    Decision.MERGE: (("entities",),),
    Decision.SPLIT: (("entities",), ("entity", "articles", "name")),
    Decision.RENAME: (("entity", "name"),),
    Decision.RETYPE: (("entity", "type"),),
    Decision.REJECT: (("entity",), ("statement",)),
}
"""The keys that each decision has beside who, when and why."""

_TABLE = re.compile(r"^\s*\[\[\s*correction\s*\]\]", re.MULTILINE)


def load_corrections(path: str | Path, types: Collection[str]) -> tuple[Correction, ...]:
    """Return the decisions in a file, in its order; `types` are the classes that an entity may have.

    Raises:
        CorrectionsError: the file cannot be read, a line of it is wrong, or two decisions contradict each
            other; the message has the place.
    """
    try:
        text = Path(path).read_text(encoding="utf-8")
    except (OSError, UnicodeError) as error:
        raise CorrectionsError(
            f"{path}: cannot be read ({getattr(error, 'strerror', None) or error})"
        ) from error
    corrections = tuple(_read_tables(text, str(path), types))
    check_corrections(corrections)
    return corrections


def format_correction(correction: Correction) -> str:
    """Return a decision as a table of TOML, with an empty line before it."""
    lines = ["", "[[correction]]", f'decision = "{correction.decision}"']
    for key in _form_of(correction):
        value = correction.entities[0] if key == "entity" else getattr(correction, key)
        lines.append(f"{key} = {_to_toml(value)}")
    lines += [f"who = {_to_toml(correction.who)}", f"when = {correction.when.isoformat()}"]
    return "\n".join([*lines, f"why = {_to_toml(correction.why)}", ""])


def _form_of(correction: Correction) -> tuple[str, ...]:
    forms = _FORMS[correction.decision]
    return forms[1] if len(forms) > 1 and (correction.articles or correction.statement) else forms[0]


def _to_toml(value: str | tuple[str, ...]) -> str:
    if isinstance(value, tuple):
        return f"[{', '.join(map(_to_toml, value))}]"
    # a JSON string is a TOML string, but for DEL
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


# Reading


def _read_tables(text: str, path: str, types: Collection[str]) -> Iterator[Correction]:
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        message = re.sub(r" \(at (.*)\)$", "", str(error))
        found = re.search(r"\(at line (\d+)", str(error))
        place = f"{path}:{found[1] if found else text.count(chr(10)) + 1}"
        raise CorrectionsError(f"{place}: not TOML: {message}") from error
    if unknown := sorted(content.keys() - {"correction"}):
        raise CorrectionsError(f"{path}: unknown key {unknown[0]!r}; each decision is a [[correction]]")
    tables = content.get("correction", [])
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise CorrectionsError(f"{path}: correction is no list of tables; each begins with [[correction]]")
    lines = [text.count("\n", 0, match.end()) + 1 for match in _TABLE.finditer(text)]
    for number, table in enumerate(tables):
        line = lines[number] if len(lines) == len(tables) else f"correction {number + 1}"
        yield _read_table(table, f"{path}:{line}", types)


def _read_table(table: dict[str, Any], place: str, types: Collection[str]) -> Correction:
    try:
        decision = Decision(table.get("decision", ""))
    except ValueError:
        known = ", ".join(Decision)
        raise CorrectionsError(
            f"{place}: unknown decision {table.get('decision')!r}; known: {known}"
        ) from None
    keys = set(table) - {"decision", *_SIGNED}
    if keys not in [set(form) for form in _FORMS[decision]]:
        needed = ", or ".join(" and ".join(form) for form in _FORMS[decision])
        found = f"found {', '.join(sorted(keys))}" if keys else "found neither"
        raise CorrectionsError(f"{place}: a {decision} has {needed}; {found}")
    if missing := [key for key in _SIGNED if key not in table]:
        raise CorrectionsError(f"{place}: {missing[0]} is missing: say who decided, when and why")
    for key in (*sorted(keys), "who", "why"):
        _require_words(table[key], key, place)
    when = table["when"]
    if not isinstance(when, datetime.date):
        raise CorrectionsError(f"{place}: when is to be a date (2024-05-19), not {when!r}")
    entities = table.get("entities", [table["entity"]] if "entity" in table else [])
    if "entities" in keys and len({normalize_name(name) for name in entities}) < 2:
        raise CorrectionsError(f"{place}: a {decision} needs two different entities at least")
    if "type" in keys and table["type"] not in types:
        raise CorrectionsError(f"{place}: unknown type {table['type']!r}; known: {', '.join(sorted(types))}")
    return Correction(
        decision=decision,
        who=table["who"],
        when=when.date() if isinstance(when, datetime.datetime) else when,
        why=table["why"],
        entities=tuple(entities),
        articles=tuple(table.get("articles", ())),
        statement=table.get("statement", "").removeprefix("st:"),
        name=table.get("name", ""),
        type=table.get("type", ""),
        place=place,
    )


def _require_words(value: object, key: str, place: str) -> None:
    values = value if isinstance(value, list) and key in ("entities", "articles") else [value]
    is_list = key in ("entities", "articles")
    if is_list != isinstance(value, list) or not values:
        kind = "a list of texts" if is_list else "a text"
        raise CorrectionsError(f"{place}: {key} is to be {kind}, not {value!r}")
    if not all(isinstance(text, str) and text.strip() for text in values):
        raise CorrectionsError(f"{place}: {key} is to be words, not {value!r}")


# Contradictions


def check_corrections(corrections: Sequence[Correction]) -> None:
    """Raise `CorrectionsError`, with names and places, where two decisions cannot both hold."""
    one_of = _Merged(corrections)
    for correction in corrections:
        if correction.decision is Decision.SPLIT and not correction.articles:
            for one, other in combinations(correction.entities, 2):
                if merges := one_of.merges_between(one, other):
                    raise CorrectionsError(
                        f"{correction.place}: {one!r} and {other!r} cannot be two: {merges} makes them one"
                    )
    _check_values(corrections, one_of)
    _check_rejected(corrections, one_of)


class _Merged:
    """Which names the merges make one."""

    def __init__(self, corrections: Iterable[Correction]) -> None:
        self._root: dict[str, str] = {}
        self._merges = [c for c in corrections if c.decision is Decision.MERGE]
        for merge in self._merges:
            first, *others = map(self.root_of, merge.entities)
            for other in others:
                self._root[self.root_of(other)] = self.root_of(first)

    def root_of(self, name: str) -> str:
        key = normalize_name(name)
        while key in self._root and self._root[key] != key:
            key = self._root[key]
        return key

    def merges_between(self, one: str, other: str) -> str:
        """Return the places of the merges that make two names one, "" where none do."""
        if (root := self.root_of(one)) != self.root_of(other):
            return ""
        return " with ".join(m.place for m in self._merges if self.root_of(m.entities[0]) == root)


def _check_values(corrections: Sequence[Correction], one_of: _Merged) -> None:
    """Refuse two names or types for one entity, and two entities for its mentions in one article."""
    decided: dict[tuple[Decision, str, str], Correction] = {}
    for correction in corrections:
        value = correction.name or correction.type
        for article in (correction.articles or ("",)) if value else ():
            key = (correction.decision, one_of.root_of(correction.entities[0]), article)
            before = decided.setdefault(key, correction)
            if value != (before.name or before.type):
                raise CorrectionsError(contradiction(correction, before))


def contradiction(correction: Correction, before: Correction) -> str:
    """Return in words that two decisions give one entity two values."""
    value, first = correction.name or correction.type, before.name or before.type
    subject = repr(correction.entities[0])
    where = f" in {', '.join(map(repr, correction.articles))}" if correction.articles else ""
    return f"{correction.place}: {subject} cannot become {value!r}{where}: {before.place} makes it {first!r}"


def _check_rejected(corrections: Sequence[Correction], one_of: _Merged) -> None:
    rejected = {
        one_of.root_of(c.entities[0]): c for c in corrections if c.decision is Decision.REJECT and c.entities
    }
    for correction in corrections:
        is_other = correction.decision is not Decision.REJECT
        is_apart = correction.decision is Decision.SPLIT and not correction.articles
        for name in correction.entities if is_other and not is_apart else ():
            if before := rejected.get(one_of.root_of(name)):
                raise CorrectionsError(
                    f"{correction.place}: cannot {correction.decision} {name!r}: {before.place} rejects it"
                )
