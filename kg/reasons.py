"""Why the mentions of an entity are one: each leads to another, and by that to the first.

Receives the clusters of each entity, and what joined them; returns the `Antecedent` of each mention. In an
article coreference joined them (`Extraction.joins`), or one is short for another; across articles they have
one name, or names that are alike; what is left was joined by people.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence

from kg.clusters import Cluster
from kg.model import Antecedent, Entity, Extraction, MentionKind, Reason
from kg.spellings import normalize_name

_Place = tuple[str, int]
"""An article's id, and the place of a mention there."""

_Edge = tuple[_Place, _Place, Reason]


def find_antecedents(
    entities: Iterable[tuple[Entity, Sequence[Cluster]]],
    extractions: Iterable[Extraction],
    spelled: Iterable[tuple[Cluster, Cluster]],
) -> dict[str, tuple[Antecedent | None, ...]]:
    """Return, by article and place there, what each mention was joined to; None for the first of its entity.

    `spelled` are pairs of clusters, of different names, that were joined across articles. The first of an
    entity is the first with the entity's own name, in the order of the articles' ids.
    """
    antecedents: dict[str, list[Antecedent | None]] = {}
    joins: dict[str, dict[int, list[_Edge]]] = {}
    for extraction in extractions:
        article = extraction.article.id
        antecedents[article] = [None] * len(extraction.mentions)
        joins[article] = defaultdict(list)
        for join in extraction.joins:
            edge = ((article, join.mention), (article, join.other), join.reason)
            joins[article][extraction.mentions[join.mention].chain].append(edge)
    alike: dict[int, list[Cluster]] = defaultdict(list)
    for one, other in spelled:
        alike[id(one)].append(other)
    for entity, group in entities:
        for place, antecedent in _antecedents_of(entity, group, joins, alike):
            antecedents[place[0]][place[1]] = antecedent
    return {article: tuple(found) for article, found in antecedents.items()}


def _antecedents_of(
    entity: Entity,
    group: Sequence[Cluster],
    joins: Mapping[str, Mapping[int, Sequence[_Edge]]],
    alike: Mapping[int, Sequence[Cluster]],
) -> Iterator[tuple[_Place, Antecedent]]:
    words = {place: text for cluster in group for place, text in _words_in(cluster)}
    first = min(words, key=lambda place: (words[place] != entity.name, not words[place], place))
    beside: dict[_Place, list[tuple[_Place, Reason]]] = defaultdict(list)
    for one, other, reason in [*_edges_within(group, joins), *_edges_between(group, alike)]:
        if one in words and other in words:
            beside[one].append((other, reason))
            beside[other].append((one, reason))
    found = dict.fromkeys([first], (first, Reason.NAME))
    _walk(first, beside, found)
    for cluster in group:
        named = _named_in(cluster)
        for place in (named, *((cluster.article.id, place) for place in cluster.places)):
            if place not in found:
                found[place] = (first, Reason.DECISION) if place == named else (named, Reason.NAME)
                _walk(place, beside, found)
    known = {cluster.article.id for cluster in group if cluster.is_fixed}
    for place, (other, reason) in found.items():
        if place != first:
            is_other = normalize_name(words[place] or "-") != normalize_name(words[other] or "-")
            is_known = reason is Reason.NAME and is_other and place[0] in known
            yield place, Antecedent(*other, Reason.KNOWN if is_known else reason)


def _words_in(cluster: Cluster) -> Iterator[tuple[_Place, str]]:
    """Yield the places of the mentions of a cluster, with the name that stands there, "" if none does."""
    for place, mention in zip(cluster.places, cluster.mentions, strict=True):
        is_name = mention.kind is MentionKind.NAME
        yield (cluster.article.id, place), cluster.article.cut(mention.passage) if is_name else ""


def _named_in(cluster: Cluster, chain: int | None = None) -> _Place:
    """Return the first mention of a cluster, or of a chain in it, that is a name; the first if none is."""
    pairs = zip(cluster.places, cluster.mentions, strict=True)
    of_chain = [(place, m.kind) for place, m in pairs if chain is None or m.chain == chain]
    named = (place for place, kind in of_chain if kind is MentionKind.NAME)
    return cluster.article.id, next(named, of_chain[0][0])


def _edges_within(
    group: Sequence[Cluster], joins: Mapping[str, Mapping[int, Sequence[_Edge]]]
) -> Iterator[_Edge]:
    """Yield what makes the chains of each cluster, and what makes one cluster of several chains."""
    for cluster in group:
        named = _named_in(cluster)
        for chain in dict.fromkeys(mention.chain for mention in cluster.mentions):
            yield from joins[cluster.article.id].get(chain, ())
            if (place := _named_in(cluster, chain)) != named:
                yield place, named, Reason.SHORT


def _edges_between(group: Sequence[Cluster], alike: Mapping[int, Sequence[Cluster]]) -> Iterator[_Edge]:
    """Yield what makes one entity of clusters of different articles."""
    of_key: dict[str, _Place] = {}
    for cluster in group:
        place = _named_in(cluster)
        yield place, of_key.setdefault(cluster.key, place), Reason.NAME
        for other in alike.get(id(cluster), ()):
            yield place, _named_in(other), Reason.SPELLING


def _walk(
    start: _Place,
    beside: Mapping[_Place, Sequence[tuple[_Place, Reason]]],
    found: dict[_Place, tuple[_Place, Reason]],
) -> None:
    """Add to `found` what can be reached from a place and is not there yet, with the step that led to it."""
    ahead = deque([start])
    while ahead:
        place = ahead.popleft()
        for other, reason in beside.get(place, ()):
            if other not in found:
                found[other] = (place, reason)
                ahead.append(other)
