"""A small resolution made by hand: two articles, four entities, and a statement of every kind."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Sequence

from kg.model import (
    Antecedent,
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
    Reason,
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


def span(text: str, words: str, after: int = 0) -> Passage:
    """Return where the words first stand in a text, from `after` on."""
    start = text.index(words, after)
    return Passage(start, start + len(words))


def phrase(text: str, words: str, entity: str | None = None, after: int = 0) -> Phrase:
    return Phrase(words, span(text, words, after), entity)


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
    read, other = (
        dataclasses.replace(
            extraction,
            mentions=(Mention(span(text, "Mara Lind"), MentionKind.NAME, "PERSON", "Mara Lind", 0),),
            sentences=tuple(span(text, sentence) for sentence in sentences),
            left_out=left_out,
        )
        for extraction, text, sentences, left_out in zip(
            made.extractions, (HARBOUR, LETTER), ((first, second, third), (LETTER,)), ({"links": 2}, {}),
            strict=True,
        )
    )  # fmt: skip
    return dataclasses.replace(
        made,
        extractions=(read, other),
        entity_by_mention={"harbour-1": ("Mara_Lind",), "letter": ("Mara_Lind",)},
        antecedents={"harbour-1": (None,), "letter": (Antecedent("harbour-1", 0, Reason.NAME),)},
    )


FIRST = "Anna Berg accused Nordbank of fraud on Monday."
SECOND = "She said that <b>Nordbank</b> \x1b[31mmay sue Berg."
OPENING = "Old news.\n"
BANK = f"{OPENING}{FIRST} {SECOND}"
HOSTILE = "<script>alert(1)</script>"


def bank() -> Resolution:
    """Return two articles: an accusation and a claim in the first, another accusation in the second."""
    one = Article(
        "berg",
        BANK,
        (Passage(0, len(BANK)),),
        title="Minister, bank",
        published=datetime.date(2021, 3, 4),
        url="https://news.example/berg",
        source="The Paper",
    )
    two = Article("early", FIRST, (Passage(0, len(FIRST)),), title=HOSTILE)
    sentences = span(BANK, OPENING.strip()), span(BANK, FIRST), span(BANK, SECOND)
    monday = datetime.date(2021, 3, 1)
    second = sentences[2].start
    accusation = Statement(
        id="00000000000000aa",
        subject=phrase(BANK, "Anna Berg", "Anna_Berg"),
        predicate=Predicate("accuse", span(BANK, "accused"), "ACCUSE"),
        predicate_text="accused",
        object=phrase(BANK, "Nordbank", "Nordbank"),
        evidence=Evidence("berg", 1, sentences[1], FIRST),
        rule="verb",
        time=TimeExpression(span(BANK, "Monday"), Interval(monday, monday, True)),
        time_text="Monday",
        confidence=0.9,
    )
    claim = Statement(
        id="00000000000000bb",
        subject=phrase(BANK, "Nordbank", "Nordbank", after=second),
        predicate=Predicate("sue", span(BANK, "sue"), "COERCE"),
        predicate_text="may sue",
        object=phrase(BANK, "Berg", "Anna_Berg", after=second),
        evidence=Evidence("berg", 2, sentences[2], SECOND),
        rule="verb",
        negated=True,
        modality=Modality.POSSIBLE,
        attributed_to=phrase(BANK, "She", "Anna_Berg"),
    )
    denial = Statement(
        id="00000000000000cc",
        subject=Phrase("Anna Berg", Passage(0, 9), "Anna_Berg"),
        predicate=Predicate("accuse", Passage(10, 17), "ACCUSE"),
        predicate_text="accused",
        object=Phrase("Nordbank", Passage(18, 26)),
        evidence=Evidence("early", 0, Passage(0, len(FIRST)), FIRST),
        rule="verb",
    )
    named = Mention(span(BANK, "Anna Berg"), MentionKind.NAME, "PERSON", "Anna Berg", 0)
    she = Mention(span(BANK, "She"), MentionKind.PRONOUN, "", None, 0)
    again = Mention(Passage(0, 9), MentionKind.NAME, "PERSON", "Anna Berg", 0)
    return Resolution(
        extractions=(
            Extraction(one, (named, she), (), sentences),
            Extraction(two, (again,), (), (Passage(0, len(FIRST)),)),
        ),
        entities=(
            Entity("Anna_Berg", "Person", "Anna Berg", ("Berg", "Minister Berg")),
            Entity("Nordbank", "Organization", "Nordbank"),
            Entity("Nowhere", "Place", "Nowhere"),
        ),
        statements=(accusation, claim, denial),
        entity_by_mention={"berg": ("Anna_Berg", "Anna_Berg"), "early": ("Anna_Berg",)},
        antecedents={
            "berg": (None, Antecedent("berg", 0, Reason.PRONOUN)),
            "early": (Antecedent("berg", 0, Reason.NAME),),
        },
    )
