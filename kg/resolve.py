"""Mentions become entities, in an article and across articles; relations become statements.

Receives the `Extraction`s of all articles and returns one `Resolution`. In an article the mentions of a chain
are one thing, and a surname joins the one full name that it may stand for. Across articles one name is one
thing, unless what is said of it disagrees, and so are two spellings if it agrees: a wrong guess is worse than
two nodes. The order of the extractions changes nothing.

References:
    Wikidata's entity IRIs: https://www.wikidata.org/wiki/Wikidata:Data_access
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import replace

from kg.actors import Actor, Traits, join_actors, merge_actors, part_homonyms, traits_in
from kg.clusters import Cluster, clean_name, clusters_in, descriptions_of, genders_of
from kg.likeness import split_home
from kg.model import Entity, Extraction, MentionKind, Resolution, hash_parts
from kg.ontology import Ontology
from kg.statements import entities_of, statements_in

WIKIDATA = "http://www.wikidata.org/entity/"

# Below this share of a name's mentions, a reading as a person (or as anything else) is taken for a slip.
_SLIP = 0.25
_LONGEST_SLUG = 80

# A name that stands in more articles, or in a greater share of them, says nothing of who is named beside it.
_FEW, _FEW_OF = 5, 0.05


def resolve_extractions(extractions: Iterable[Extraction], ontology: Ontology) -> Resolution:
    """Return the entities and statements of all articles; of two with one id, one is kept.

    All named entities are kept, unnamed ones only where a statement speaks of them. `left_out` counts what
    was not kept: duplicate_articles, duplicate_statements, empty_statements (no subject, object nor
    argument), self_statements ("X is X", by another name) and mentions_without_entity.
    """
    left_out: Counter[str] = Counter()
    kept = _distinct_articles(extractions, left_out)
    clusters = [cluster for extraction in kept for cluster in clusters_in(extraction, ontology)]
    groups = _named_groups(clusters)
    drafts = [(_entity_of(group), group) for group in groups]
    drafts += [(entity, [cluster]) for entity, cluster in _unnamed_entities(clusters)]
    entities = _with_distinct_ids(drafts)
    entity_ids: dict[str, list[str | None]] = {e.article.id: [None] * len(e.mentions) for e in kept}
    for entity, group in entities:
        for cluster in group:
            for place in cluster.places:
                entity_ids[cluster.article.id][place] = entity.id
    statements = [s for e in kept for s in statements_in(e, entity_ids[e.article.id], left_out)]
    used = {entity_id for statement in statements for entity_id in entities_of(statement)}
    shown = {entity.id for entity, _ in entities if entity.named or entity.id in used}
    by_mention = {
        article: tuple(i if i in shown else None for i in ids) for article, ids in sorted(entity_ids.items())
    }
    left_out["mentions_without_entity"] = sum(ids.count(None) for ids in by_mention.values())
    return Resolution(
        extractions=tuple(kept),
        entities=tuple(sorted((e for e, _ in entities if e.id in shown), key=lambda e: e.id)),
        statements=tuple(sorted(statements, key=lambda s: s.id)),
        entity_by_mention=by_mention,
        left_out={reason: left_out[reason] for reason in sorted(left_out)},
    )


def _distinct_articles(extractions: Iterable[Extraction], left_out: Counter[str]) -> list[Extraction]:
    by_id: dict[str, list[Extraction]] = defaultdict(list)
    for extraction in extractions:
        by_id[extraction.article.id].append(extraction)
    left_out["duplicate_articles"] = sum(len(same) - 1 for same in by_id.values())
    return [same[0] if len(same) == 1 else min(same, key=repr) for _, same in sorted(by_id.items())]


# Across articles


def _named_groups(clusters: Sequence[Cluster]) -> list[list[Cluster]]:
    """Return the named clusters that are one entity each, in the order of their names and articles."""
    by_key: dict[str, list[Cluster]] = defaultdict(list)
    for cluster in clusters:
        if cluster.named:
            by_key[cluster.key].append(cluster)
    actor_of = _actors_of(by_key)
    groups: list[list[Cluster]] = []
    for key in sorted(by_key):
        for side in _sides(by_key[key]):
            is_person = bool(side) and side[0].type == "Person"
            parts = part_homonyms([actor_of[id(c)] for c in side]) if is_person else [range(len(side))]
            groups += [[side[i] for i in part] for part in parts if part]
    actors = [merge_actors([actor_of[id(cluster)] for cluster in group]) for group in groups]
    return [[cluster for i in places for cluster in groups[i]] for places in join_actors(actors)]


def _actors_of(by_key: Mapping[str, Sequence[Cluster]]) -> dict[int, Actor]:
    """Return what is known of each cluster; its neighbours are names of its article that few others have."""
    most = max(_FEW, _FEW_OF * len({c.article.id for same in by_key.values() for c in same}))
    names: dict[str, set[str]] = defaultdict(set)
    for key, same in by_key.items():
        if len({c.article.id for c in same}) <= most and not any(c.type == "Country" for c in same):
            for cluster in same:
                names[cluster.article.id].add(key)
    return {id(c): _actor_of(c, names[c.article.id]) for same in by_key.values() for c in same}


def _actor_of(cluster: Cluster, names: Set[str]) -> Actor:
    traits = Traits()
    if cluster.type == "Person":
        traits = Traits(genders=frozenset(genders_of(cluster)))
        for description in sorted(descriptions_of(cluster)):
            traits |= traits_in(description)
    elif cluster.home:
        traits = Traits(countries=frozenset([cluster.home]))
    return Actor(
        names=(cluster.name,),
        type=cluster.type,
        fixed=cluster.name if cluster.is_fixed else cluster.key if cluster.home else "",
        traits=traits,
        neighbours=frozenset(names - {cluster.key}),
        articles=frozenset([cluster.article.id]),
    )


def _sides(clusters: list[Cluster]) -> list[list[Cluster]]:
    """Return the clusters of one name as one group, the larger reading first; as two if both are frequent."""
    persons = [c for c in clusters if c.type == "Person"]
    others = [c for c in clusters if c.type != "Person"]
    larger, smaller = sorted((persons, others), key=_count_mentions, reverse=True)
    is_slip = _count_mentions(smaller) < _SLIP * _count_mentions(clusters)
    if is_slip and not any(c.is_fixed for c in smaller):
        return [[*larger, *smaller]]
    return [persons, others]


def _count_mentions(clusters: Iterable[Cluster]) -> int:
    return sum(len(cluster.mentions) for cluster in clusters)


def _entity_of(group: Sequence[Cluster]) -> Entity:
    known = next((c.known for c in group if c.known and c.known.name), None)
    if known:
        name, type_ = known.name, known.type
    else:
        # A person's name with and without middle initial has one key: the way it is written most is its name.
        names: Counter[str] = Counter()
        types: Counter[str] = Counter()
        for cluster in group:
            names[cluster.name] += len(cluster.mentions)
            types[cluster.type] += len(cluster.mentions)
        name = min(names, key=lambda n: (-names[n], n.isupper(), n))
        type_ = min(types, key=lambda t: (t != "Place" and _is_place(group), -types[t], t == "Thing", t))
    aliases = {form for cluster in group for form in _forms_in(cluster, type_)}
    return Entity(
        id=to_slug(name) if known else _id_of(name, group[0]),
        type=type_,
        name=name,
        aliases=tuple(sorted(aliases - {name})),
        named=True,
        same_as=(WIKIDATA + known.wikidata,) if known and known.wikidata else (),
    )


def _id_of(name: str, cluster: Cluster) -> str:
    """Return the id of a name, with whose it is where the name alone does not say so."""
    if not cluster.home:
        return to_slug(name)
    bare = split_home(name)[1]
    if cluster.home == cluster.article.id:
        return f"{to_slug(cluster.home)}-{to_slug(bare)}"
    return to_slug(f"{bare} of {cluster.home}")


def _is_place(group: Sequence[Cluster]) -> bool:
    return any(cluster.known and cluster.known.is_place for cluster in group)


def _forms_in(cluster: Cluster, type_: str) -> Iterator[str]:
    for mention in cluster.mentions:
        if mention.kind is MentionKind.NAME and (
            form := clean_name(cluster.article.cut(mention.passage), type_)
        ):
            yield form


def _unnamed_entities(clusters: Iterable[Cluster]) -> Iterator[tuple[Entity, Cluster]]:
    """Yield an entity for each thing that only a common noun names, numbered by its place in the article."""
    counts: Counter[str] = Counter()
    for cluster in clusters:
        if not cluster.named:
            first_id = f"{to_slug(cluster.article.id)}-{to_slug(cluster.name)}"
            counts[first_id] += 1
            number = f"-{counts[first_id]}" if counts[first_id] > 1 else ""
            yield Entity(first_id + number, cluster.type, cluster.name, named=False), cluster


def _with_distinct_ids(
    drafts: Sequence[tuple[Entity, list[Cluster]]],
) -> list[tuple[Entity, list[Cluster]]]:
    """Return the drafts with ids of their own; where several had one, those not in the tables get a hash."""
    counts = Counter(entity.id for entity, _ in drafts)
    taken = set(counts)
    distinct: list[tuple[Entity, list[Cluster]]] = []
    for entity, group in drafts:
        is_fixed = any(cluster.is_fixed for cluster in group)
        if counts[entity.id] == 1 or (is_fixed and entity.type != "Person"):
            distinct.append((entity, group))
            continue
        cluster = min(group, key=lambda c: (c.article.id, c.places))
        parts = (entity.name, entity.type) if entity.named else (cluster.article.id, entity.id, entity.name)
        side = "Person" if entity.type == "Person" else "other"
        new_id = f"{entity.id}-{hash_parts(side, cluster.key, *parts)[:6]}"
        while new_id in taken:
            new_id = f"{entity.id}-{hash_parts(new_id)[:6]}"
        taken.add(new_id)
        distinct.append((replace(entity, id=new_id), group))
    return distinct


def to_slug(text: str) -> str:
    """Return a readable id of a name: letters and digits of any script, `_` and `-`; never empty, NFC.

    Spaces become `_`, other signs go; what has no letter or is cut short ends in a hash of the whole.

    Example:
        >>> to_slug("Ali Khamenei"), to_slug("Côte d'Ivoire"), to_slug("J. K. Rowling")
        ('Ali_Khamenei', 'Côte_dIvoire', 'J_K_Rowling')
    """
    text = unicodedata.normalize("NFC", text)
    kept = "".join(c for c in re.sub(r"[\s/_|,;:&+–—]+", "_", text) if _is_slug_character(c))
    slug = re.sub(r"_{2,}", "_", kept).strip("_-")
    if not slug or not slug[0].isalnum() or len(slug) > _LONGEST_SLUG:
        slug = f"{slug[:_LONGEST_SLUG].lstrip('_-') if slug[:1].isalnum() else 'x'}-{hash_parts(text)}"
    return slug


def _is_slug_character(c: str) -> bool:
    return c in "_-" or unicodedata.category(c) in ("Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Nd")
