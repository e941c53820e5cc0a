"""Reads texts as kg reads articles, and gives the statements in them with the places of their words.

Receives a loaded pipeline and texts; returns for each text its document, mentions and statements, whose
passages are characters of that text. All of a text is prose: what is scored must not hang on what
`kg.read` takes for a title or a menu.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.language import Language
from spacy.tokens import Doc

from kg.extract import extract_article
from kg.language import documents_of
from kg.model import Article, Extraction, Passage, Statement
from kg.ontology import Ontology, load_ontology
from kg.progress import Display
from kg.resolve import resolve_extractions

PARAGRAPHS = re.compile(r"\S(?:.*?\S)?(?=\s*(?:\n\s*\n|\Z))", re.DOTALL)


@dataclass(frozen=True, slots=True)
class GivenText:
    """A text to be read; `published` is what "last week" in it is counted from."""

    name: str
    text: str
    published: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read out of one text: statements in text order, resolved within that text alone."""

    doc: Doc
    extraction: Extraction
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A phrase that a statement is about; its role is "subject", "object", "place" or that of an argument."""

    role: str
    passage: Passage


def read_texts(
    nlp: Language, texts: Sequence[GivenText], ontology: Ontology | None = None
) -> Iterator[Reading]:
    """Yield what was read out of each text, in order."""
    known = ontology or load_ontology()
    articles = [to_prose(given) for given in texts]
    with Display("texts") as display:
        for done, (article, doc) in enumerate(documents_of(nlp, articles)):
            display(done, len(texts))
            extraction = extract_article(article, doc, known)
            statements = resolve_extractions([extraction], known).statements
            yield Reading(doc, extraction, tuple(sorted(statements, key=_place_of)))


def to_prose(given: GivenText) -> Article:
    """Return a text as an article in which everything is prose, and an empty line ends a paragraph.

    Example:
        >>> article = to_prose(GivenText("one", "Rain fell.\\n\\nAll  night.\\n"))
        >>> [article.cut(paragraph) for paragraph in article.paragraphs]
        ['Rain fell.', 'All  night.']
    """
    paragraphs = tuple(Passage(*found.span()) for found in PARAGRAPHS.finditer(given.text))
    return Article(given.name, given.text, paragraphs, published=given.published)


def parts_of(statement: Statement) -> list[Part]:
    """Return the phrases of a statement in the order of their rank: subject, object, arguments, place.

    A clause that is its content is an argument, as a whole. Who says so is no part of what is said.
    """
    parts = [Part("subject", statement.subject.passage)] if statement.subject else []
    parts += [Part("object", statement.object.passage)] if statement.object else []
    parts += [Part(argument.role, argument.phrase.passage) for argument in statement.arguments]
    if statement.place and all(part.passage != statement.place.passage for part in parts):
        parts.append(Part("place", statement.place.passage))
    return parts


def _place_of(statement: Statement) -> tuple[Passage, Passage, str]:
    return statement.evidence.sentence, statement.predicate.passage, statement.id
