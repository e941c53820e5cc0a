"""What was read out of each article, as JSON lines: records become what `json.dumps` writes.

Receives a `Resolution`; yields an object for each article. Its form is told in docs/commands.md.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kg.model import Article, Entity, Extraction, Phrase, Resolution, Statement


def to_json(resolution: Resolution) -> Iterator[dict[str, Any]]:
    """Yield one object for each article, in the order of the extractions; statements in order of the text.

    Texts are as written, lone surrogates included: write them with `json.dumps` and its `ensure_ascii`.
    """
    statements: dict[str, list[Statement]] = {}
    for statement in resolution.statements:
        statements.setdefault(statement.evidence.article, []).append(statement)
    entity_by_id = {entity.id: entity for entity in resolution.entities}
    for extraction in resolution.extractions:
        read = sorted(
            statements.get(extraction.article.id, []),
            key=lambda s: (s.evidence.sentence, s.predicate.passage, s.id),
        )
        entity_ids = resolution.entity_by_mention.get(extraction.article.id, ())
        used = {entity for entity in entity_ids if entity} | {e for s in read for e in _entities_of(s)}
        yield {
            "article": _article_json(extraction.article),
            "entities": [_entity_json(entity_by_id[e]) for e in sorted(used) if e in entity_by_id],
            "mentions": list(_mentions_json(extraction, entity_ids)),
            "statements": [_statement_json(s) for s in read],
            "left_out": dict(sorted(extraction.left_out.items())),
        }


def _entities_of(statement: Statement) -> Iterator[str]:
    phrases = [statement.subject, statement.object, statement.attributed_to, statement.place]
    phrases += [argument.phrase for argument in statement.arguments]
    return (phrase.entity for phrase in phrases if phrase and phrase.entity)


def _article_json(article: Article) -> dict[str, Any]:
    return {
        "id": article.id,
        "title": article.title,
        "published": article.published and article.published.isoformat(),
        "url": article.url,
        "source": article.source,
        "length": len(article.text),
    }


def _entity_json(entity: Entity) -> dict[str, Any]:
    return {
        "id": entity.id,
        "type": entity.type,
        "name": entity.name,
        "aliases": list(entity.aliases),
        "named": entity.named,
    }


def _mentions_json(extraction: Extraction, entities: tuple[str | None, ...]) -> Iterator[dict[str, Any]]:
    for place, mention in enumerate(extraction.mentions):
        yield {
            "start": mention.passage.start,
            "end": mention.passage.end,
            "text": extraction.article.cut(mention.passage),
            "label": mention.label,
            "entity": entities[place] if place < len(entities) else None,
        }


def _statement_json(statement: Statement) -> dict[str, Any]:
    predicate = statement.predicate
    return {
        "id": statement.id,
        "subject": _phrase_json(statement.subject),
        "predicate": {
            "name": predicate.name,
            "text": statement.predicate_text,
            "start": predicate.passage.start,
            "end": predicate.passage.end,
            "category": predicate.category,
        },
        "object": _phrase_json(statement.object),
        "arguments": [
            {"role": a.role, **(_phrase_json(a.phrase) or {}), "statement": a.statement}
            for a in statement.arguments
        ],
        "negated": statement.negated,
        "modality": statement.modality.value,
        "attributed_to": _phrase_json(statement.attributed_to),
        "time": _time_json(statement),
        "place": _phrase_json(statement.place),
        "confidence": round(statement.confidence, 2),
        "sentence": {"start": statement.evidence.sentence.start, "end": statement.evidence.sentence.end},
    }


def _phrase_json(phrase: Phrase | None) -> dict[str, Any] | None:
    if phrase is None:
        return None
    start, end = phrase.passage.start, phrase.passage.end
    return {"text": phrase.text, "start": start, "end": end, "entity": phrase.entity}


def _time_json(statement: Statement) -> dict[str, Any] | None:
    if statement.time is None and statement.time_text is None:
        return None
    interval = statement.time and statement.time.interval
    return {
        "text": statement.time_text,
        "start": interval.start.isoformat() if interval and interval.start else None,
        "end": interval.end.isoformat() if interval and interval.end else None,
        "inferred": bool(interval and interval.inferred),
    }
