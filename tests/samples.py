"""A small resolution made by hand: two articles, four entities, and a statement of every kind."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Sequence

from kg.model import (
    Argument,
    Article,
    Entity,
    Evidence,
    Extraction,
    Interval,
    Mention,
    MentionKind,
    Modality,
    Passage,
    Phrase,
    Predicate,
    Resolution,
    Statement,
    TimeExpression,
    hash_parts,
)

HARBOUR = (
    "On 3 May Mara Lind accused Nordland of hiding a leak. "
    "Nordland did not close the harbour in Vik. "
    "The harbour may close, a clerk said."
)
LETTER = "Mara Lind accused Nordland."

ENTITIES = (
    Entity("Mara_Lind", "Person", "Mara Lind", ("Lind", "Ms Lind")),
    Entity(
        "Nordland",
        "Country",
        "Nordland",
        ("Nordlandic",),
        same_as=("http://www.wikidata.org/entity/Q0", "not an address"),
    ),
    Entity("Vik", "Place", "Vik"),
    Entity("harbour-1-leak", "Thing", "leak", named=False),
    Entity("harbour-1-harbour", "Thing", "harbour", named=False),
)


def span(text: str, words: str) -> Passage:
    """Return where the words first stand in a text."""
    start = text.index(words)
    return Passage(start, start + len(words))


def phrase(text: str, words: str, entity: str | None = None) -> Phrase:
    return Phrase(words, span(text, words), entity)


def make_article(article_id: str, text: str, **others: object) -> Article:
    return dataclasses.replace(Article(article_id, text, (Passage(0, len(text)),)), **others)  # type: ignore[arg-type]


def make_statement(
    text: str,
    subject: Phrase | None,
    predicate: str,
    words: str,
    object: Phrase | None,
    *,
    article: str = "harbour-1",
    index: int = 0,
    sentence: str = "",
    category: str = "OTHER",
    **others: object,
) -> Statement:
    """Return a statement read in a sentence of the text (its first by default)."""
    sentence = sentence or text
    ends = [end.text if end else "" for end in (subject, object)]
    made = Statement(
        id=hash_parts(article, index, *ends, predicate),
        subject=subject,
        predicate=Predicate(predicate, span(text, words), category),
        predicate_text=words,
        object=object,
        evidence=Evidence(article, index, span(text, sentence), sentence),
        rule="verb",
        confidence=0.9,
    )
    return dataclasses.replace(made, **others)  # type: ignore[arg-type]


def make_resolution(
    articles: Sequence[Article], entities: Sequence[Entity], statements: Sequence[Statement]
) -> Resolution:
    return Resolution(
        tuple(Extraction(article, (), (), ()) for article in articles),
        tuple(sorted(entities, key=lambda entity: entity.id)),
        tuple(sorted(statements, key=lambda statement: statement.id)),
        {article.id: () for article in articles},
    )


def harbour() -> Resolution:
    """Return the sample: two accusations, one with content; a denial; a possibility somebody speaks of."""
    first, second, third = (part if part.endswith(".") else part + "." for part in HARBOUR.split(". "))
    lind, nordland = phrase(HARBOUR, "Mara Lind", "Mara_Lind"), phrase(HARBOUR, "Nordland", "Nordland")
    hiding = make_statement(
        HARBOUR,
        nordland,
        "hide",
        "hiding",
        phrase(HARBOUR, "a leak", "harbour-1-leak"),
        sentence=first,
        attributed_to=lind,
        confidence=0.755,
    )
    day = datetime.date(2021, 5, 3)
    accusing = make_statement(
        HARBOUR,
        lind,
        "accuse",
        "accused",
        nordland,
        sentence=first,
        category="ACCUSE",
        arguments=(Argument("of", phrase(HARBOUR, "hiding a leak"), hiding.id),),
        time=TimeExpression(span(HARBOUR, "3 May"), Interval(day, day, inferred=True)),
        time_text="3 May",
    )
    closing = make_statement(
        HARBOUR,
        Phrase("Nordland", Passage(54, 62), "Nordland"),
        "close",
        "did not close",
        phrase(HARBOUR, "the harbour", "harbour-1-harbour"),
        index=1,
        sentence=second,
        negated=True,
        place=phrase(HARBOUR, "Vik", "Vik"),
        arguments=(Argument("in", phrase(HARBOUR, "Vik", "Vik")),),
    )
    maybe = make_statement(
        HARBOUR,
        phrase(HARBOUR, "The harbour", "harbour-1-harbour"),
        "closeItself",
        "may close",
        None,
        index=2,
        sentence=third,
        modality=Modality.POSSIBLE,
        attributed_to=phrase(HARBOUR, "a clerk"),
        confidence=1.0,
    )
    again = make_statement(
        LETTER,
        phrase(LETTER, "Mara Lind", "Mara_Lind"),
        "accuse",
        "accused",
        phrase(LETTER, "Nordland", "Nordland"),
        article="letter",
        category="ACCUSE",
    )
    article = make_article(
        "harbour-1",
        HARBOUR,
        title='A "leak" in Vik',
        published=datetime.date(2021, 5, 4),
        url="https://news.example/1",
        source="Vik Post",
        credits=("Photo: A. Moe",),
    )
    made = make_resolution(
        [article, make_article("letter", LETTER)], ENTITIES, [hiding, accusing, closing, maybe, again]
    )
    mention = Mention(span(HARBOUR, "Mara Lind"), MentionKind.NAME, "PERSON", "Mara Lind", 0)
    read = dataclasses.replace(made.extractions[0], mentions=(mention,), left_out={"links": 2})
    return dataclasses.replace(
        made,
        extractions=(read, made.extractions[1]),
        entity_by_mention={"harbour-1": ("Mara_Lind",), "letter": ()},
    )
