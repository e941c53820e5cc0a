"""The relations of an article become statements between entities, each with its evidence.

Receives an `Extraction` and the entity of each of its mentions; returns `Statement`s whose ids depend on
passages alone, so that joining two entities later changes no id.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from kg.model import (
    Argument,
    Article,
    Evidence,
    Extraction,
    MentionKind,
    Passage,
    Phrase,
    Predicate,
    Relation,
    Statement,
    Term,
    hash_parts,
)


def statements_in(
    extraction: Extraction,
    entity_ids: Sequence[str | None],
    left_out: Counter[str],
    least_confidence: float = 0.0,
) -> list[Statement]:
    """Return the statements of an article, one of those that say the same; `left_out` counts the rest.

    `entity_ids` gives the entity of each of the article's mentions.
    """
    ids: list[str | None] = [None] * len(extraction.relations)
    first_by_id: dict[str, int] = {}
    for place in sorted(range(len(ids)), key=lambda place: _preference(extraction.relations[place])):
        relation = extraction.relations[place]
        if reason := _reason_to_drop(relation, extraction, entity_ids, least_confidence):
            left_out[reason] += 1
            continue
        ids[place] = statement_id = _statement_id(extraction.article, relation)
        if statement_id in first_by_id:
            left_out["duplicate_statements"] += 1
        first_by_id.setdefault(statement_id, place)
    return [
        _to_statement(statement_id, extraction, place, entity_ids, ids)
        for statement_id, place in first_by_id.items()
    ]


def _preference(relation: Relation) -> tuple[float, int, str, str]:
    """Return an order of relations, the one to keep of several that say the same first."""
    return -relation.confidence, -len(relation.arguments), relation.rule, repr(relation)


def _reason_to_drop(
    relation: Relation, extraction: Extraction, entity_ids: Sequence[str | None], least_confidence: float
) -> str:
    """Return why a relation makes no statement, "" if it makes one."""
    if not (relation.subject or relation.object or relation.arguments):
        return "empty_statements"
    if not extraction.article.cut(relation.sentence).strip():
        return "empty_statements"
    if relation.confidence < least_confidence:
        return "unlikely_statements"
    return "self_statements" if _is_of_itself(relation, extraction, entity_ids) else ""


def _is_of_itself(
    relation: Relation, extraction: Extraction, entity_ids: Sequence[str | None], *, described: bool = False
) -> bool:
    """Whether a thing is said to be itself: by another name, or `described` by a common noun."""
    if relation.rule not in ("apposition", "copula", "title") or not (relation.subject and relation.object):
        return False
    one, other = relation.subject.mention, relation.object.mention
    if one is None or other is None:
        return False
    is_one_chain = extraction.mentions[one].chain == extraction.mentions[other].chain
    is_one_entity = entity_ids[one] is not None and entity_ids[one] == entity_ids[other]
    is_description = extraction.mentions[other].kind is MentionKind.NOMINAL
    return (is_one_chain or is_one_entity) and is_description == described


def _statement_id(article: Article, relation: Relation) -> str:
    """Return an id made of passages, not of entities: joining two entities later does not change it."""
    return hash_parts(
        article.id,
        relation.sentence.start,
        relation.sentence.end,
        _place_of(relation.subject),
        relation.predicate.name,
        _place_of(relation.predicate),
        _place_of(relation.object),
    )


def _place_of(part: Term | Predicate | None) -> str:
    return f"{part.passage.start}-{part.passage.end}" if part else ""


def _to_statement(
    statement_id: str,
    extraction: Extraction,
    place: int,
    entity_ids: Sequence[str | None],
    statement_ids: Sequence[str | None],
) -> Statement:
    article, relation = extraction.article, extraction.relations[place]

    def to_phrase(term: Term) -> Phrase:
        entity = None if term.mention is None else entity_ids[term.mention]
        # "Ann Lee is a lawyer" describes one entity: what it is called there is no second one
        is_description = term is relation.object and _is_of_itself(
            relation, extraction, entity_ids, described=True
        )
        return Phrase(article.cut(term.passage), term.passage, None if is_description else entity)

    def to_argument(term: Term) -> Argument:
        content = None if term.relation is None else statement_ids[term.relation]
        return Argument(term.role, to_phrase(term), None if content == statement_id else content)

    return Statement(
        id=statement_id,
        subject=to_phrase(relation.subject) if relation.subject else None,
        predicate=relation.predicate,
        predicate_text=article.cut(relation.predicate.passage),
        object=to_phrase(relation.object) if relation.object else None,
        evidence=_evidence_of(extraction, relation.sentence),
        rule=relation.rule,
        arguments=tuple(to_argument(term) for term in relation.arguments),
        negated=relation.negated,
        modality=relation.modality,
        attributed_to=to_phrase(relation.attributed_to) if relation.attributed_to else None,
        time=relation.time,
        time_text=article.cut(relation.time.passage) if relation.time else None,
        place=to_phrase(relation.place) if relation.place else None,
        confidence=relation.confidence,
    )


def _evidence_of(extraction: Extraction, sentence: Passage) -> Evidence:
    """Return the sentence and its place; a passage that is no sentence has that of the first it overlaps."""
    sentences = extraction.sentences
    if sentence in sentences:
        index = sentences.index(sentence)
    else:
        index = next((i for i, other in enumerate(sentences) if other.overlaps(sentence)), 0)
    return Evidence(extraction.article.id, index, sentence, extraction.article.cut(sentence))


def entities_of(statement: Statement) -> Iterator[str]:
    """Yield the ids of the entities that a statement speaks of."""
    phrases = [statement.subject, statement.object, statement.attributed_to, statement.place]
    phrases += [argument.phrase for argument in statement.arguments]
    return (phrase.entity for phrase in phrases if phrase and phrase.entity)
