"""Resolutions full of text that nobody would write, for what must hold of every graph."""

from __future__ import annotations

from hypothesis import settings
from hypothesis import strategies as st

from kg.iris import entity_iri
from kg.model import (
    Argument,
    Article,
    Entity,
    Evidence,
    Extraction,
    Interval,
    Modality,
    Passage,
    Phrase,
    Predicate,
    Resolution,
    Statement,
    TimeExpression,
)
from kg.ontology import entity_types, load_ontology

LAW = settings(max_examples=30, deadline=None)

ANY_TEXT = st.text(st.characters(exclude_categories=()), min_size=1, max_size=12)
HOSTILE = [
    "</script>",
    '"""',
    "\\",
    "\x00",
    "\ud800",
    "a\nb",
    "=1+1",
    "]]>",
    "\u202e",
    "%2F#?",
    "^^<x>",
    "@en",
]
TEXTS = ANY_TEXT | st.sampled_from(HOSTILE)
NAMES = st.sampled_from(["accuse", "meet", "visitAct", "text", "новое", "start", "fly over", "x<y>"])
TYPES = st.sampled_from(sorted(entity_types(load_ontology())))
CATEGORIES = st.sampled_from(sorted(load_ontology().categories))


@st.composite
def resolutions(draw: st.DrawFn) -> Resolution:
    """Return a resolution of one article, with few entities and few relations."""
    ids = draw(st.lists(TEXTS, min_size=1, max_size=3, unique_by=entity_iri))
    entities = [Entity(i, draw(TYPES), draw(TEXTS), (draw(TEXTS),), draw(st.booleans())) for i in sorted(ids)]
    text = draw(TEXTS.filter(str.strip))
    whole = Passage(0, len(text))
    days = st.none() | st.dates()
    article = Article(
        *(draw(TEXTS), text, (whole,)),
        title=draw(TEXTS),
        published=draw(days),
        url=draw(TEXTS),
        source=draw(TEXTS),
    )
    end = st.none() | st.builds(Phrase, TEXTS, st.just(whole), st.none() | st.sampled_from(ids))
    statements = [
        Statement(
            f"{number}{draw(TEXTS)}",
            draw(end),
            Predicate(draw(NAMES), whole, draw(CATEGORIES)),
            draw(TEXTS),
            draw(end),
            Evidence(article.id, 0, whole, text),
            "verb",
            # one argument at least, for a statement must be about something
            arguments=(Argument(draw(TEXTS), Phrase(draw(TEXTS), whole)),),
            negated=draw(st.booleans()),
            modality=draw(st.sampled_from([Modality.ASSERTED, Modality.FUTURE])),
            attributed_to=draw(end),
            time=TimeExpression(whole, Interval(draw(days), None)),
            time_text=draw(TEXTS),
            place=draw(end),
            confidence=draw(st.floats(0, 1)),
        )
        for number in range(draw(st.integers(0, 4)))
    ]
    return Resolution((Extraction(article, (), (), (whole,)),), tuple(entities), tuple(statements), {})
