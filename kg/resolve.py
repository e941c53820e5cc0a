"""Mentions become entities, in an article and across articles; relations become statements.

Receives the `Extraction`s of all articles and returns one `Resolution`. In an article the mentions of a chain
are one thing, and a surname joins the one full name that it may stand for. Across articles one name is one
thing, unless what is said of it disagrees, and so are two spellings if it agrees: a wrong guess is worse than
two nodes. The order of the extractions changes nothing.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import replace

from kg.actors import Actor, Traits, join_actors, merge_actors, part_homonyms, traits_in
from kg.amendments import amend_entities, reject_statements
from kg.clusters import Cluster, clusters_in, descriptions_of, genders_of
from kg.entities import entity_of, unnamed_entities, with_distinct_ids
from kg.likeness import PARTIAL, liken_names
from kg.model import Correction, Extraction, Resolution
from kg.ontology import Ontology
from kg.reasons import find_antecedents
from kg.statements import entities_of, statements_in

# Below this share of a name's mentions, a reading as a person (or as anything else) is taken for a slip.
_SLIP = 0.25

# A name that stands in more articles, or in a greater share of them, says nothing of who is named beside it.
_FEW, _FEW_OF = 5, 0.05


def resolve_extractions(
    extractions: Iterable[Extraction],
    ontology: Ontology,
    corrections: Sequence[Correction] = (),
    *,
    least_confidence: float = 0.0,
) -> Resolution:
    """Return the entities and statements of all articles, as corrected; of two articles with one id, one.

    All named entities are kept, unnamed ones only where a statement speaks of them. `left_out` counts what
    was not kept: duplicate_articles, duplicate_statements, empty_statements (no subject, object nor
    argument), self_statements ("X is X", by another name), unlikely_statements (less likely to be right than
    `least_confidence`), rejected_statements and mentions_without_entity.

    Raises:
        CorrectionsError: two corrections contradict each other.
    """
    left_out: Counter[str] = Counter()
    kept = _distinct_articles(extractions, left_out)
    clusters = [cluster for extraction in kept for cluster in clusters_in(extraction, ontology)]
    groups, spelled = _named_groups(clusters)
    drafts = [(entity_of(group), group) for group in groups]
    drafts += [(entity, [cluster]) for entity, cluster in unnamed_entities(clusters)]
    entities, corrected = amend_entities(with_distinct_ids(drafts), corrections)
    entity_ids: dict[str, list[str | None]] = {e.article.id: [None] * len(e.mentions) for e in kept}
    for entity, group in entities:
        for cluster in group:
            for place in cluster.places:
                entity_ids[cluster.article.id][place] = entity.id
    read = [s for e in kept for s in statements_in(e, entity_ids[e.article.id], left_out, least_confidence)]
    statements, rejected = reject_statements(read, corrections)
    left_out["rejected_statements"] = len(read) - len(statements)
    used = {entity_id for statement in statements for entity_id in entities_of(statement)}
    shown = {entity.id for entity, _ in entities if entity.named or entity.id in used}
    by_mention = {
        article: tuple(i if i in shown else None for i in ids) for article, ids in sorted(entity_ids.items())
    }
    antecedents = find_antecedents((draft for draft in entities if draft[0].id in shown), kept, spelled)
    left_out["mentions_without_entity"] = sum(ids.count(None) for ids in by_mention.values())
    return Resolution(
        extractions=tuple(kept),
        entities=tuple(sorted((e for e, _ in entities if e.id in shown), key=lambda e: e.id)),
        statements=tuple(sorted(statements, key=lambda s: s.id)),
        entity_by_mention=by_mention,
        antecedents=antecedents,
        left_out={reason: left_out[reason] for reason in sorted(left_out)},
        corrected=corrected | rejected,
    )


def _distinct_articles(extractions: Iterable[Extraction], left_out: Counter[str]) -> list[Extraction]:
    by_id: dict[str, list[Extraction]] = defaultdict(list)
    for extraction in extractions:
        by_id[extraction.article.id].append(extraction)
    left_out["duplicate_articles"] = sum(len(same) - 1 for same in by_id.values())
    return [same[0] if len(same) == 1 else min(same, key=repr) for _, same in sorted(by_id.items())]


# Across articles


def _named_groups(
    clusters: Sequence[Cluster],
) -> tuple[list[list[Cluster]], list[tuple[Cluster, Cluster]]]:
    """Return the named clusters that are one entity each, in the order of their names and articles.

    Behind them come the pairs of clusters with different names that are one since these are alike.
    """
    by_key: dict[str, list[Cluster]] = defaultdict(list)
    for cluster in clusters:
        if cluster.named:
            by_key[cluster.key].append(cluster)
    actor_of = _actors_of(by_key)
    groups: list[list[Cluster]] = []
    for key in sorted(by_key):
        for side in _sides(by_key[key], actor_of):
            if side and side[0].type == "Person":
                people = [replace(actor_of[id(cluster)], type="Person") for cluster in side]
                groups += [[side[i] for i in part] for part in part_homonyms(people)]
            elif side:
                groups.append(side)
    actors = [merge_actors([actor_of[id(cluster)] for cluster in group]) for group in groups]
    lists, pairs = join_actors(actors)
    joined = [[cluster for i in places for cluster in groups[i]] for places in lists]
    return joined, [(groups[one][0], groups[other][0]) for one, other in pairs]


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
        names=tuple(sorted(_full_names(cluster))),
        type=cluster.type,
        fixed=cluster.name if cluster.is_fixed else cluster.key if cluster.home else "",
        traits=traits,
        neighbours=frozenset(names - {cluster.key}),
        articles=frozenset([cluster.article.id]),
    )


def _full_names(cluster: Cluster) -> set[str]:
    """Return the name of a cluster and, of a person, each other that would do in an article of its own."""
    others = [name for name in cluster.written if " " in name] if cluster.type == "Person" else []
    likely = {name for name in others if liken_names(name, cluster.name, person=True) >= PARTIAL}
    return likely | {cluster.name}


def _sides(clusters: list[Cluster], actor_of: Mapping[int, Actor]) -> list[list[Cluster]]:
    """Return the clusters of one name as one group, the larger reading first; as two if both are right.

    A reading is a slip if it is rare, or if it is as a person and nothing tells that it is one.
    """
    persons = [c for c in clusters if c.type == "Person"]
    others = [c for c in clusters if c.type != "Person"]
    larger, smaller = sorted((persons, others), key=_count_mentions, reverse=True)
    is_slip = _count_mentions(smaller) < _SLIP * _count_mentions(clusters)
    is_told = any(" " in c.name or actor_of[id(c)].traits != Traits() for c in persons)
    is_one = is_slip or not is_told
    return [persons, others] if not is_one or any(c.is_fixed for c in smaller) else [[*larger, *smaller]]


def _count_mentions(clusters: Iterable[Cluster]) -> int:
    return sum(len(cluster.mentions) for cluster in clusters)
