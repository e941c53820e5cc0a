"""Extractions made by hand: an article of one sentence, with the mentions and relations that a test wants."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kg.model import Article, Extraction, Mention, MentionKind, Passage, Predicate, Relation, Term

Named = tuple[str, str, str | None, int]
"""Words as written, label, canonical name (None: a pronoun; lower case: a common noun), chain."""


def make_extraction(
    article_id: str, mentions: Sequence[Named], relations: Sequence[Relation] = (), *, gap: str = " saw "
) -> Extraction:
    """Return an extraction of an article of one sentence: the words of all mentions, in their order."""
    found: list[Mention] = []
    text = ""
    for written, label, name, chain in mentions:
        text += gap if text else ""
        passage = Passage(len(text), len(text) + len(written))
        text += written
        kind = (
            MentionKind.PRONOUN
            if name is None
            else MentionKind.NOMINAL
            if name.islower()
            else MentionKind.NAME
        )
        found.append(Mention(passage, kind, label, name, chain))
    text = text or "Nothing"
    whole = Passage(0, len(text))
    return Extraction(Article(article_id, text, (whole,)), tuple(found), tuple(relations), (whole,))


def relate(extraction: Extraction, subject: int | None, obj: int | None, **parts: object) -> Extraction:
    """Return the extraction with one relation more, between the mentions at two places."""
    sentence = extraction.sentences[0]

    def term(role: str, place: int | None) -> Term | None:
        return None if place is None else Term(role, extraction.mentions[place].passage, place)

    relation = Relation(
        subject=term("subject", subject),
        predicate=Predicate("see", Passage(0, 1), "OTHER"),
        object=term("object", obj),
        sentence=sentence,
        rule="verb",
    )
    return replace(extraction, relations=(*extraction.relations, replace(relation, **parts)))  # type: ignore[arg-type]


def said_before(title: str, name: str) -> Extraction:
    """Return an article that calls a person by a title: "Iraqi minister Jan Berg"."""
    text = f"{title} {name} saw Vik."
    passages = [Passage(len(title) + 1, len(title) + 1 + len(name)), Passage(len(text) - 4, len(text) - 1)]
    mentions = (
        Mention(passages[0], MentionKind.NAME, "PERSON", name, 0),
        Mention(passages[1], MentionKind.NAME, "GPE", "Vik", 1),
    )
    whole = Passage(0, len(text))
    return Extraction(Article(f"a-{title}-{name}", text, (whole,)), mentions, (), (whole,))
