"""What RDF says of one record: the predicates and objects that a node of its kind has.

Receives an article, an entity, a sentence, a statement, a correction or the name of a relation; yields pairs,
whose subject is the IRI of the record. Literals are made here, so that no text can break a triple.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from decimal import Decimal

from rdflib import DCTERMS, PROV, RDF, RDFS, SKOS, XSD, Literal, URIRef
from rdflib.term import Node

from kg.iris import KG, PLOVER, SCHEMA, article_iri, entity_iri, sentence_iri, statement_iri
from kg.model import (
    CIRCUMSTANCES,
    Argument,
    Article,
    Correction,
    Entity,
    Evidence,
    Passage,
    Phrase,
    Statement,
)
from kg.ontology import Ontology, argument_property, predicate_iri

# What XML's Char leaves out is outside the value space of xsd:string (XML Schema 1.1 part 2, section 3.3.1).
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_WEB_ADDRESS = re.compile(r"https?://[^\s\x00-\x20\x7f-\x9f<>\"{}|\\^`\ud800-\udfff\ufffe\uffff]+")


def article_pairs(article: Article) -> Iterator[tuple[URIRef, Node]]:
    yield RDF.type, SCHEMA.NewsArticle
    yield DCTERMS.identifier, to_literal(article.id)
    if article.title:
        yield SCHEMA.headline, to_literal(article.title)
    if article.published:
        yield SCHEMA.datePublished, _date(article.published)
    if article.url:
        yield SCHEMA.url, _address(article.url)
    if article.source:
        yield SCHEMA.publisher, to_literal(article.source)
    for line in article.credits:
        yield SCHEMA.creditText, to_literal(line)


def entity_pairs(entity: Entity) -> Iterator[tuple[URIRef, Node]]:
    yield RDF.type, KG[entity.type]
    yield RDFS.label, to_literal(entity.name)
    yield KG.named, Literal(entity.named)
    for alias in entity.aliases:
        if alias != entity.name:
            yield SKOS.altLabel, to_literal(alias)
    for other in entity.same_as:
        yield SKOS.exactMatch, _address(other)


def correction_pairs(correction: Correction) -> Iterator[tuple[URIRef, Node]]:
    yield RDF.type, KG.Correction
    yield KG.decision, to_literal(correction.decision)
    for name in (*correction.entities, *filter(None, [correction.statement])):
        yield KG.corrects, to_literal(name)
    if value := correction.name or correction.type:
        yield KG.correctedTo, to_literal(value)
    for article in correction.articles:
        yield PROV.used, article_iri(article)
    yield DCTERMS.creator, to_literal(correction.who)
    yield DCTERMS.created, _date(correction.when)
    yield RDFS.comment, to_literal(correction.why)


def sentence_pairs(evidence: Evidence) -> Iterator[tuple[URIRef, Node]]:
    yield RDF.type, KG.Sentence
    yield KG["index"], Literal(evidence.index)
    yield KG.start, Literal(evidence.sentence.start)
    yield KG.end, Literal(evidence.sentence.end)
    yield KG.text, to_literal(evidence.text)
    yield SCHEMA.isPartOf, article_iri(evidence.article)


def statement_pairs(statement: Statement) -> Iterator[tuple[URIRef, Node]]:
    predicate = statement.predicate
    yield RDF.type, KG.Statement
    yield RDF.predicate, predicate_iri(predicate.name)
    yield KG.category, PLOVER[predicate.category]
    yield KG.predicateText, to_literal(statement.predicate_text)
    yield KG.predicatePassage, to_passage(predicate.passage)
    yield from _end_pairs(statement.subject, RDF.subject, KG.subjectText, KG.subjectPassage)
    yield from _end_pairs(statement.object, RDF.object, KG.objectText, KG.objectPassage)
    yield KG.negated, Literal(statement.negated)
    yield KG.modality, KG[statement.modality.capitalize()]
    yield KG.confidence, _confidence(statement.confidence)
    yield PROV.wasDerivedFrom, sentence_iri(statement.evidence.article, statement.evidence.index)
    yield from _link_or_text(statement.attributed_to, PROV.wasAttributedTo, KG.attributedToText)
    yield from _link_or_text(statement.place, KG.place, KG.placeText)
    yield from _time_pairs(statement)
    for argument in statement.arguments:
        yield from _argument_pairs(argument)


def _end_pairs(
    phrase: Phrase | None, link: URIRef, text: URIRef, passage: URIRef
) -> Iterator[tuple[URIRef, Node]]:
    """Yield what is said of a subject or object: the entity, the words, where they stand."""
    if phrase is None:
        return
    if phrase.entity:
        yield link, entity_iri(phrase.entity)
    yield text, to_literal(phrase.text)
    yield passage, to_passage(phrase.passage)


def _link_or_text(phrase: Phrase | None, link: URIRef, text: URIRef) -> Iterator[tuple[URIRef, Node]]:
    if phrase and phrase.entity:
        yield link, entity_iri(phrase.entity)
    elif phrase:
        yield text, to_literal(phrase.text)


def _time_pairs(statement: Statement) -> Iterator[tuple[URIRef, Node]]:
    if statement.time_text:
        yield KG.timeText, to_literal(statement.time_text)
    interval = statement.time and statement.time.interval
    if interval:
        if interval.start:
            yield KG.startDate, _date(interval.start)
        if interval.end:
            yield KG.endDate, _date(interval.end)
        yield KG.timeInferred, Literal(interval.inferred)


def _argument_pairs(argument: Argument) -> Iterator[tuple[URIRef, Node]]:
    """Yield the words with their role, and the statement or entity that they stand for."""
    yield KG.argumentText, to_literal(f"{argument.role}: {argument.phrase.text}")
    if argument.statement:
        is_content = argument.role not in CIRCUMSTANCES
        link = KG.content if is_content else argument_property(argument.role)
        yield link, statement_iri(argument.statement)
    elif argument.phrase.entity:
        yield argument_property(argument.role), entity_iri(argument.phrase.entity)


def plain_triple(statement: Statement) -> tuple[URIRef, URIRef, URIRef] | None:
    subject, obj = statement.subject, statement.object
    if not (subject and subject.entity and obj and obj.entity):
        return None
    return entity_iri(subject.entity), predicate_iri(statement.predicate.name), entity_iri(obj.entity)


def predicate_pairs(name: str, met: set[str], ontology: Ontology) -> Iterator[tuple[URIRef, Node]]:
    """Yield the declaration of a relation, so that a graph can be read alone.

    A relation met for the first time has the categories of its statements.
    """
    term = ontology.predicates.get(name)
    label = term.label if term else re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name).lower()
    yield RDF.type, RDF.Property
    yield RDFS.label, to_literal(label)
    yield RDFS.subPropertyOf, KG.related
    for category in {term.category} if term else met:
        yield KG.category, PLOVER[category]


# Literals


def to_literal(text: str) -> Literal:
    """Return a plain literal of the same length, every character that RDF forbids replaced by U+FFFD."""
    return Literal(_NOT_XML.sub("\ufffd", text))


def to_passage(passage: Passage) -> Literal:
    """Return a passage as RFC 5147 writes it: `char=12,18` are the characters 12 to 17 of the article."""
    return Literal(f"char={passage.start},{passage.end}")


def _date(day: datetime.date) -> Literal:
    return Literal(day.isoformat(), datatype=XSD.date)


def _confidence(value: float) -> Literal:
    # At least one digit after the point and no idle zero: the one spelling that Turtle and a store both keep.
    number = f"{Decimal(str(value)):.2f}".removesuffix("0")
    return Literal(number, datatype=XSD.decimal)


def _address(text: str) -> URIRef | Literal:
    """Return an IRI if the text is a web address, else a literal: an odd one must not break Turtle."""
    return URIRef(text) if _WEB_ADDRESS.fullmatch(text) else to_literal(text)
