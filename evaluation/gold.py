"""Reads whole articles that people have annotated: what their things are called, what each sentence says.

Receives a folder of TOML files, one an article, as `own/README.md` describes them; returns articles as
`kg.read` would give them, with the entities and the rows of each sentence.
"""

from __future__ import annotations

import datetime
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evaluation.expected import Expected, parse_expected
from kg.errors import InputError
from kg.model import Article, Mark, Passage

BREAK = "\n\n"
BEHIND_HEAD = re.compile(
    r"[,;(]|(?:\s(?:of|in|on|at|by|for|from|to|with|without|about|against|among|after|before|between|during"
    r"|into|near|over|since|than|through|towards?|under|that|which|who|whom|whose|where|when|as)\b)"
)
"""What follows the head of a phrase: its complements, its relative clauses."""


@dataclass(frozen=True, slots=True)
class GoldEntity:
    """A thing of an article, its class in the ontology, and all that it is called, its name first."""

    name: str
    type: str
    wordings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GoldSentence:
    """A sentence by its passage, and all that it says."""

    passage: Passage
    rows: tuple[Expected, ...]


@dataclass(frozen=True, slots=True)
class GoldArticle:
    """An article with what a careful reader finds in it."""

    article: Article
    entities: tuple[GoldEntity, ...]
    sentences: tuple[GoldSentence, ...]


def read_gold(folder: Path) -> list[GoldArticle]:
    """Return the articles of a folder, in the order of their names.

    Raises:
        InputError: there is none, or one is not as it should be.
    """
    paths = sorted(folder.glob("*.toml"))
    if not paths:
        raise InputError(f"{folder} holds no article NAME.toml")
    gold = []
    for path in paths:
        try:
            gold.append(to_gold(path.stem, tomllib.loads(path.read_text(encoding="utf-8"))))
        except (OSError, ValueError, InputError) as error:
            raise InputError(f"{path}: {error}") from error
    return gold


def to_gold(name: str, data: Mapping[str, Any]) -> GoldArticle:
    """Return the article that a file holds: the title, then the paragraphs, set apart by empty lines.

    Raises:
        InputError: a key is missing or unknown, a row is none, or a row calls an entity by a short name.
    """
    _check_keys(data, {"title", "published", "sentence"}, {"entity"}, "the article")
    entities = tuple(_to_entity(table) for table in data.get("entity", ()))
    short = {w: e.name for e in entities for w in e.wordings if is_name(w) and w != e.name}
    for entity in entities:
        short.pop(entity.name, None)
    text = str(data["title"])
    marks = (Mark("title", Passage(0, len(text))),)
    starts, sentences = list[int](), list[GoldSentence]()
    for table in data["sentence"]:
        _check_keys(table, {"text", "say"}, {"paragraph"}, "a sentence")
        begins = not sentences or table.get("paragraph", False)
        text += BREAK if begins else " "
        starts += [len(text)] * begins
        rows = tuple(parse_expected(row) for row in table["say"])
        for row in rows:
            for term in (row.subject, row.object, row.speaker, row.place):
                if term in short:
                    raise InputError(f"{term!r} is called {short[term]!r} in rows: {row}")
        sentences.append(GoldSentence(Passage(len(text), len(text) + len(table["text"])), rows))
        text += table["text"]
    ends = [start - len(BREAK) for start in starts[1:]] + [len(text)]
    paragraphs = tuple(Passage(start, end) for start, end in zip(starts, ends, strict=True))
    published = data["published"]
    if not isinstance(published, datetime.date):
        raise InputError(f"published is no date: {published!r}")
    article = Article(name, text, paragraphs, marks, title=data["title"], published=published)
    return GoldArticle(article, entities, tuple(sentences))


def _check_keys(table: Mapping[str, Any], needed: set[str], others: set[str], what: str) -> None:
    if missing := needed - table.keys():
        raise InputError(f"{what} lacks {', '.join(sorted(missing))}: {table}")
    if unknown := table.keys() - needed - others:
        raise InputError(f"{what} has an unknown key {', '.join(sorted(unknown))}: {table}")


def _to_entity(table: Mapping[str, Any]) -> GoldEntity:
    _check_keys(table, {"name", "type"}, {"also"}, "an entity")
    return GoldEntity(table["name"], table["type"], (table["name"], *table.get("also", ())))


def up_to_head(phrase: str) -> str:
    """Return a phrase without what follows its head."""
    found = BEHIND_HEAD.search(phrase, 1)
    return phrase[: found.start()] if found else phrase


def is_name(phrase: str) -> bool:
    """Whether the head has a capital.

    Example:
        >>> is_name("Bank of Oslo"), is_name("Oslo embassy in Rome")
        (True, False)
    """
    words = up_to_head(phrase).split()
    return bool(words) and words[-1][:1].isupper()
