"""What clusters of mentions are as entities: name, type, other names, and an id that tells them apart.

Receives groups of `Cluster`s, each of one thing; returns the `Entity` of each.

References:
    Wikidata's entity IRIs: https://www.wikidata.org/wiki/Wikidata:Data_access
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from kg.clusters import Cluster, clean_name
from kg.likeness import split_home
from kg.model import Entity, MentionKind, hash_parts

WIKIDATA = "http://www.wikidata.org/entity/"

_LONGEST_SLUG = 80


def entity_of(group: Sequence[Cluster]) -> Entity:
    known = next((c.known for c in group if c.known and c.known.name), None)
    if known:
        name, type_ = known.name, known.type
    else:
        # Of several ways to write a name the one written most is its name, a surname or an acronym last;
        # that of a group is its plural.
        names: Counter[str] = Counter()
        types: Counter[str] = Counter()
        for cluster in group:
            names[cluster.name] += len(cluster.mentions)
            types[cluster.type] += len(cluster.mentions)
        type_ = min(types, key=lambda t: (t != "Place" and _is_place(group), -types[t], t == "Thing", t))
        name = min(
            names, key=lambda n: (" " not in n, type_ == "Group" and n[-1] != "s", -names[n], n.isupper(), n)
        )
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


def unnamed_entities(clusters: Iterable[Cluster]) -> Iterator[tuple[Entity, Cluster]]:
    """Yield an entity for each thing that only a common noun names, numbered by its place in the article."""
    counts: Counter[str] = Counter()
    for cluster in clusters:
        if not cluster.named:
            first_id = f"{to_slug(cluster.article.id)}-{to_slug(cluster.name)}"
            counts[first_id] += 1
            number = f"-{counts[first_id]}" if counts[first_id] > 1 else ""
            yield Entity(first_id + number, cluster.type, cluster.name, named=False), cluster


def with_distinct_ids(
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
