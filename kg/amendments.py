"""People's corrections, applied to the entities that were found without them.

Receives drafts (an entity with its clusters of mentions) and corrections; returns the drafts as people want
them, and what each correction changed. Splits come first, then merges, then names, types and rejections: the
order of the lines in a file changes nothing. Nothing is remembered: without the line, the entities are what
they were.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from kg.clusters import Cluster
from kg.corrections import contradiction
from kg.entities import entity_of, to_slug
from kg.errors import CorrectionsError
from kg.model import Correction, Decision, Entity, Statement, hash_parts
from kg.spellings import normalize_name

Draft = tuple[Entity, list[Cluster]]


def amend_entities(
    drafts: Sequence[Draft], corrections: Sequence[Correction]
) -> tuple[list[Draft], dict[Correction, tuple[str, ...]]]:
    """Return the drafts as corrected, without the rejected; and the ids that each correction changed.

    A correction of statements, or of names that are not there, changes nothing here.

    Raises:
        CorrectionsError: two corrections contradict each other for an entity that both are about.
    """
    book = _Book(drafts, corrections)
    changed: dict[Correction, list[_Node]] = {}
    for decision, apply in (
        (Decision.SPLIT, book.split),
        (Decision.MERGE, book.merge),
        (Decision.RENAME, book.set_value),
        (Decision.RETYPE, book.set_value),
        (Decision.REJECT, book.reject),
    ):
        for correction in sorted(corrections, key=_order):
            if correction.decision is decision and correction.entities and (nodes := apply(correction)):
                changed[correction] = nodes
    for correction in changed:
        book.check_split(correction)
    amended = [(node.entity, node.group) for node in book.nodes if node.into is None and not node.is_rejected]
    ids = {c: tuple(sorted({_final(node).entity.id for node in nodes})) for c, nodes in changed.items()}
    return amended, ids


def _order(correction: Correction) -> tuple[tuple[str, ...], tuple[str, ...], str, str]:
    return correction.entities, correction.articles, correction.name, correction.type


def reject_statements(
    statements: Sequence[Statement], corrections: Sequence[Correction]
) -> tuple[list[Statement], dict[Correction, tuple[str, ...]]]:
    """Return the statements without the rejected, and the id that each correction left out."""
    ids = {statement.id for statement in statements}
    rejected: dict[Correction, tuple[str, ...]] = {
        c: (c.statement,) for c in corrections if c.statement in ids
    }
    without = {c.statement for c in rejected}
    kept = []
    for statement in statements:
        if any(argument.statement in without for argument in statement.arguments):
            arguments = tuple(
                replace(a, statement=None) if a.statement in without else a for a in statement.arguments
            )
            statement = replace(statement, arguments=arguments)
        if statement.id not in without:
            kept.append(statement)
    return kept, rejected


@dataclass(slots=True, eq=False)
class _Node:
    """A draft that may change; `into` is what it was merged into."""

    entity: Entity
    group: list[Cluster]
    into: _Node | None = None
    is_rejected: bool = False


def _final(node: _Node) -> _Node:
    while node.into is not None:
        node = node.into
    return node


class _Book:
    """The drafts, found by id and by the names of their clusters."""

    def __init__(self, drafts: Sequence[Draft], corrections: Sequence[Correction]) -> None:
        self.nodes = [_Node(entity, group) for entity, group in drafts]
        self._by_id = {node.entity.id: node for node in self.nodes}
        self._by_key: dict[str, list[_Node]] = defaultdict(list)
        for node in self.nodes:
            self._index(node)
        renames = (c for c in corrections if c.decision is Decision.RENAME)
        self._old_name = {normalize_name(c.name): c.entities[0] for c in renames}
        self._decided: dict[tuple[Decision, str], Correction] = {}

    def find(self, name: str) -> list[_Node]:
        """Return what has this id; else what has this name, or got it by a correction."""
        if name in self._by_id:
            return [_final(self._by_id[name])]
        key = normalize_name(name)
        if self._by_key.get(key):
            return list(dict.fromkeys(map(_final, self._by_key[key])))
        old = self._old_name.get(key)
        return self.find(old) if old is not None and normalize_name(old) != key else []

    def split(self, correction: Correction) -> list[_Node]:
        """Make another entity of the mentions in some articles, or of all that have another name."""
        changed: list[_Node] = []
        if correction.articles:
            for node in self.find(correction.entities[0]):
                moved = [c for c in node.group if c.article.id in correction.articles]
                changed += self._part(node, moved, correction.name) if moved else []
            return changed
        for number, name in enumerate(correction.entities[1:], start=1):
            others = {node for other in correction.entities[:number] for node in self.find(other)}
            for node in self.find(name):
                moved = [c for c in node.group if normalize_name(c.name) == normalize_name(name)]
                if node in others and 0 < len(moved) < len(node.group):
                    changed += self._part(node, moved)
        return changed or self._all_of(correction)

    def merge(self, correction: Correction) -> list[_Node]:
        """Make one entity of several: the one in the tables, else the one most spoken of, takes the rest."""
        found = list(dict.fromkeys(node for name in correction.entities for node in self.find(name)))
        if len(found) < 2:
            return self._all_of(correction)
        best, *others = sorted(found, key=_rank)
        names, same_as = {best.entity.name, *best.entity.aliases}, set(best.entity.same_as)
        for node in others:
            node.into = best
            best.group = [*best.group, *node.group]
            names |= {node.entity.name, *node.entity.aliases}
            same_as |= set(node.entity.same_as)
        aliases = tuple(sorted(names - {best.entity.name}))
        best.entity = replace(best.entity, aliases=aliases, same_as=tuple(sorted(same_as)))
        return found

    def set_value(self, correction: Correction) -> list[_Node]:
        """Give an entity another name, the old one kept beside it, or another type."""
        nodes = self.find(correction.entities[0])
        for node in nodes:
            before = self._decided.setdefault((correction.decision, node.entity.id), correction)
            if (before.name, before.type) != (correction.name, correction.type):
                raise CorrectionsError(contradiction(correction, before))
            if correction.decision is Decision.RETYPE:
                node.entity = replace(node.entity, type=correction.type)
            else:
                node.entity = _renamed(node.entity, correction.name)
        return nodes

    def reject(self, correction: Correction) -> list[_Node]:
        """Leave an entity out: its words stay in the statements."""
        nodes = self.find(correction.entities[0])
        for node in nodes:
            node.is_rejected = True
        return nodes

    def check_split(self, correction: Correction) -> None:
        """Raise `CorrectionsError` where what is to be apart is one after all corrections."""
        if correction.decision is not Decision.SPLIT or correction.articles:
            return
        seen: dict[_Node, str] = {}
        for name in correction.entities:
            for node in self.find(name):
                if node in seen:
                    raise CorrectionsError(
                        f"{correction.place}: {seen[node]!r} and {name!r} cannot be two: a merge makes them"
                        " one, or no article has the second name alone"
                    )
                seen[node] = name

    def _all_of(self, correction: Correction) -> list[_Node]:
        """Return what a correction is about if all of it is there, so that it holds without a change."""
        found = [self.find(name) for name in correction.entities]
        return list(dict.fromkeys(node for nodes in found for node in nodes)) if all(found) else []

    def _part(self, node: _Node, moved: list[Cluster], name: str = "") -> list[_Node]:
        """Return the new entity of the moved clusters, and what is left of the old one, if anything is."""
        kept = [cluster for cluster in node.group if all(cluster is not other for other in moved)]
        entity = entity_of(moved)
        entity = replace(_renamed(entity, name), id=to_slug(name)) if name else entity
        self._forget(node)
        if not kept:
            node.entity, node.group = self._with_own_id(entity), moved
            self._index(node)
            return [node]
        rest = entity_of(kept)
        is_still = rest.name == node.entity.name
        node.entity = replace(rest, id=node.entity.id) if is_still else self._with_own_id(rest)
        node.group = kept
        self._index(node)
        part = _Node(self._with_own_id(entity), moved)
        self.nodes.append(part)
        self._index(part)
        return [part, node]

    def _with_own_id(self, entity: Entity) -> Entity:
        new_id = entity.id
        while new_id in self._by_id:
            new_id = f"{entity.id}-{hash_parts('split', new_id, entity.name)[:6]}"
        return replace(entity, id=new_id)

    def _index(self, node: _Node) -> None:
        self._by_id[node.entity.id] = node
        for key in _keys_of(node):
            self._by_key[key].append(node)

    def _forget(self, node: _Node) -> None:
        del self._by_id[node.entity.id]
        for key in _keys_of(node):
            self._by_key[key].remove(node)


def _keys_of(node: _Node) -> set[str]:
    if not node.entity.named:
        return set()
    return {normalize_name(name) for name in (node.entity.name, *(cluster.name for cluster in node.group))}


def _rank(node: _Node) -> tuple[bool, int, str]:
    mentions = sum(len(cluster.mentions) for cluster in node.group)
    return not node.entity.same_as, -mentions, node.entity.id


def _renamed(entity: Entity, name: str) -> Entity:
    names = {entity.name, *entity.aliases} - {name}
    return replace(entity, name=name, aliases=tuple(sorted(names)))
