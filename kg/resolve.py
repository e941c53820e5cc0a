"""Mentions become entities, in an article and across articles; relations become statements.

Receives the `Extraction`s of all articles and returns one `Resolution`. In an article the mentions of a chain
are one thing, and a surname joins the one full name that it may stand for. Across articles only the same name
is the same thing: a wrong guess is worse than two nodes. The order of the extractions changes nothing.

References:
    Wikidata's entity IRIs: https://www.wikidata.org/wiki/Wikidata:Data_access
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from kg.model import (
    Argument,
    Article,
    Entity,
    Evidence,
    Extraction,
    Mention,
    MentionKind,
    Passage,
    Phrase,
    Predicate,
    Relation,
    Resolution,
    Statement,
    Term,
    hash_parts,
)
from kg.names import (
    country_named,
    gender_of,
    is_ambiguous,
    is_role,
    is_short_form,
    normalize_name,
    organization_named,
    place_named,
    sector_of,
    split_title,
)
from kg.ontology import Ontology

WIKIDATA = "http://www.wikidata.org/entity/"

# Below this share of a name's mentions, a reading as a person (or as anything else) is taken for a slip.
_SLIP = 0.25
_LONGEST_SLUG = 80


@dataclass(frozen=True, slots=True)
class _Known:
    """What the tables say of a name. `is_place`: only its type is known."""

    name: str
    type: str
    wikidata: str = ""
    is_place: bool = False


@dataclass(slots=True)
class _Cluster:
    """The mentions of one article that name one thing: a chain, with the chains that joined it."""

    article: Article
    places: list[int]
    mentions: list[Mention]
    name: str
    named: bool
    type: str
    known: _Known | None
    written: Counter[str] = field(default_factory=Counter)

    @property
    def key(self) -> str:
        return _person_key(self.name) if self.type == "Person" else normalize_name(self.name)

    @property
    def is_fixed(self) -> bool:
        return self.known is not None and not self.known.is_place


def resolve_extractions(extractions: Iterable[Extraction], ontology: Ontology) -> Resolution:
    """Return the entities and statements of all articles; of two with one id, one is kept.

    All named entities are kept, unnamed ones only where a statement speaks of them. `left_out` counts what
    was not kept: duplicate_articles, duplicate_statements, empty_statements (no subject, object nor
    argument), self_statements ("X is X", by another name) and mentions_without_entity.
    """
    left_out: Counter[str] = Counter()
    kept = _distinct_articles(extractions, left_out)
    clusters = [cluster for extraction in kept for cluster in _clusters_in(extraction, ontology)]
    groups = _named_groups(clusters)
    drafts = [(_entity_of(group), group) for group in groups]
    drafts += [(entity, [cluster]) for entity, cluster in _unnamed_entities(clusters)]
    entities = _with_distinct_ids(drafts)
    entity_ids: dict[str, list[str | None]] = {e.article.id: [None] * len(e.mentions) for e in kept}
    for entity, group in entities:
        for cluster in group:
            for place in cluster.places:
                entity_ids[cluster.article.id][place] = entity.id
    statements = [s for e in kept for s in _statements_in(e, entity_ids[e.article.id], left_out)]
    used = {entity_id for statement in statements for entity_id in _entities_of(statement)}
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


# In an article


def _clusters_in(extraction: Extraction, ontology: Ontology) -> list[_Cluster]:
    chains: dict[int, list[int]] = defaultdict(list)
    for place, mention in enumerate(extraction.mentions):
        chains[mention.chain].append(place)
    clusters = [
        cluster
        for places in chains.values()
        if (cluster := _cluster_of(extraction, places, ontology)) is not None
    ]
    clusters.sort(key=lambda c: (c.mentions[0].passage, c.places))
    return _join_short_forms(clusters)


def _cluster_of(extraction: Extraction, places: list[int], ontology: Ontology) -> _Cluster | None:
    """Return what a chain names; None where it holds pronouns alone."""
    places = sorted(places, key=lambda place: extraction.mentions[place].passage)
    mentions = [extraction.mentions[place] for place in places]
    labels = Counter(mention.label for mention in mentions if mention.label)
    of_names = Counter(m.label for m in mentions if m.label and m.kind is MentionKind.NAME)
    type_ = _type_voted(of_names or labels, ontology)
    names = (_clean(m.name or "", type_) for m in mentions if m.kind is MentionKind.NAME)
    if written := Counter(name for name in names if name):
        known = _most_known(written, type_, ontology)
        name = known.name if known and not known.is_place else _fullest(written)
        type_ = known.type if known else type_
        return _Cluster(extraction.article, places, mentions, name, True, type_, known, written)
    nouns = [
        _squeeze(m.name) for m in mentions if m.kind is MentionKind.NOMINAL and m.name and m.name.strip()
    ]
    if not nouns:
        return None
    type_ = type_ if labels else _type_of_noun(nouns[0])
    return _Cluster(extraction.article, places, mentions, nouns[0], False, type_, None)


def _type_voted(labels: Mapping[str, int], ontology: Ontology) -> str:
    """Return the class that most mentions are of; of as many, the first that says something."""
    votes: Counter[str] = Counter()
    for label, count in labels.items():
        votes[ontology.class_of(label)] += count
    return min(votes, key=lambda t: (-votes[t], t == "Thing", t), default="Thing")


def _type_of_noun(noun: str) -> str:
    last = noun.casefold().split()[-1]
    is_plural = last.endswith(("men", "people", "police")) or (last.endswith("s") and not last.endswith("ss"))
    if is_role(noun) or gender_of(noun):
        return "Group" if is_plural else "Person"
    if sector_of(noun):
        return "Group" if is_plural else "Organization"
    return "Thing"


def _most_known(written: Counter[str], type_: str, ontology: Ontology) -> _Known | None:
    """Return what most of the names are known for, if the tables know as many of them as they do not."""
    votes: Counter[_Known] = Counter()
    for name, count in written.items():
        if known := _known(name, type_, ontology):
            votes[known] += count
    if not votes or 2 * sum(votes.values()) < sum(written.values()):
        return None
    return min(votes, key=lambda k: (k.is_place, -votes[k], k.name))


def _known(name: str, type_: str, ontology: Ontology) -> _Known | None:
    """Return what a name is in the tables, if the labels of its mentions do not speak against it.

    A surname may well be that of a country ("Holland"), so a person is never taken for one; a body that a
    pipeline labels a person ("Hezbollah") is a body all the same.
    """
    is_clear = not is_ambiguous(name)
    country, body = country_named(name), organization_named(name)
    if country and type_ != "Person" and (is_clear or type_ in ("Group", "Organization", "Place", "Thing")):
        return _Known(country.name, "Country", country.wikidata)
    if body and (is_clear or type_ in ("Group", "Organization")):
        return _Known(
            body.name, body.type if body.type in ontology.classes else "Organization", body.wikidata
        )
    is_place = type_ in ("Group", "Organization", "Place", "Thing") and place_named(name) is not None
    return _Known("", "Place", is_place=True) if is_place else None


def _fullest(written: Counter[str]) -> str:
    """Return a name that is no short form of another: the longest in words, then the most frequent."""
    full = [n for n in written if not any(_rank(n) < _rank(o) and is_short_form(n, o) for o in written)]
    return min(full, key=lambda n: (-len(n.split()), -written[n], n))


def _rank(name: str) -> tuple[int, int, str]:
    """Return an order in which a short form comes before its full form."""
    return len(normalize_name(name).split()), len(name), name


def _join_short_forms(clusters: list[_Cluster]) -> list[_Cluster]:
    """Return the clusters of an article, short forms joined to the one they may stand for."""
    root_of: dict[int, int] = {}
    named = [i for i, cluster in enumerate(clusters) if cluster.named]
    for i in sorted(named, key=lambda i: (_rank(clusters[i].name), -i), reverse=True):
        longer = [j for j in root_of if _may_stand_for(clusters[i], clusters[j])]
        roots = sorted({root_of[j] for j in longer})
        is_one = len({(clusters[j].key, clusters[j].type) for j in roots}) == 1
        root_of[i] = roots[0] if is_one else i
    for i, j in sorted(root_of.items()):
        if i != j:
            root, cluster = clusters[j], clusters[i]
            root.places += cluster.places
            root.mentions += cluster.mentions
            root.written += cluster.written
            root.type = cluster.type if root.type == "Thing" else root.type
    return [cluster for i, cluster in enumerate(clusters) if root_of.get(i, i) == i]


def _may_stand_for(cluster: _Cluster, other: _Cluster) -> bool:
    if cluster.known or _rank(cluster.name) >= _rank(other.name):
        return False
    if cluster.type != other.type and "Thing" not in (cluster.type, other.type):
        return False
    return all(name == other.name or is_short_form(name, other.name) for name in cluster.written)


# Across articles


def _named_groups(clusters: Sequence[_Cluster]) -> list[list[_Cluster]]:
    """Return the named clusters that are one entity each: the same name, and a person or not."""
    by_key: dict[str, list[_Cluster]] = defaultdict(list)
    for cluster in clusters:
        if cluster.named:
            by_key[cluster.key].append(cluster)
    return [group for key in sorted(by_key) for group in _sides(by_key[key])]


def _sides(clusters: list[_Cluster]) -> list[list[_Cluster]]:
    """Return the clusters of one name as one group, the larger reading first; as two if both are frequent."""
    persons = [c for c in clusters if c.type == "Person"]
    others = [c for c in clusters if c.type != "Person"]
    larger, smaller = sorted((persons, others), key=_count_mentions, reverse=True)
    is_slip = _count_mentions(smaller) < _SLIP * _count_mentions(clusters)
    if is_slip and not any(c.is_fixed for c in smaller):
        return [[*larger, *smaller]]
    return [persons, others]


def _count_mentions(clusters: Iterable[_Cluster]) -> int:
    return sum(len(cluster.mentions) for cluster in clusters)


def _entity_of(group: Sequence[_Cluster]) -> Entity:
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
        id=to_slug(name),
        type=type_,
        name=name,
        aliases=tuple(sorted(aliases - {name})),
        named=True,
        same_as=(WIKIDATA + known.wikidata,) if known and known.wikidata else (),
    )


def _is_place(group: Sequence[_Cluster]) -> bool:
    return any(cluster.known and cluster.known.is_place for cluster in group)


def _forms_in(cluster: _Cluster, type_: str) -> Iterator[str]:
    for mention in cluster.mentions:
        if mention.kind is MentionKind.NAME and (form := _clean(cluster.article.cut(mention.passage), type_)):
            yield form


def _unnamed_entities(clusters: Iterable[_Cluster]) -> Iterator[tuple[Entity, _Cluster]]:
    """Yield an entity for each thing that only a common noun names, numbered by its place in the article."""
    counts: Counter[str] = Counter()
    for cluster in clusters:
        if not cluster.named:
            first_id = f"{to_slug(cluster.article.id)}-{to_slug(cluster.name)}"
            counts[first_id] += 1
            number = f"-{counts[first_id]}" if counts[first_id] > 1 else ""
            yield Entity(first_id + number, cluster.type, cluster.name, named=False), cluster


def _with_distinct_ids(
    drafts: Sequence[tuple[Entity, list[_Cluster]]],
) -> list[tuple[Entity, list[_Cluster]]]:
    """Return the drafts with ids of their own; where several had one, those not in the tables get a hash."""
    counts = Counter(entity.id for entity, _ in drafts)
    taken = set(counts)
    distinct: list[tuple[Entity, list[_Cluster]]] = []
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


# Words


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


def _squeeze(text: str) -> str:
    return " ".join(text.split())


def _clean(text: str, type_: str) -> str:
    """Return a name as written without article, closing possessive and quotes; a person's without titles."""
    name = re.sub(r"['’]s?$", "", _squeeze(text).strip('"“”«»‘, ;:')).strip()
    name = re.sub(r"^the (?=\S)", "", name)
    return split_title(name)[1] if type_ == "Person" else name


def _person_key(name: str) -> str:
    """Return the key of a person's name less middle initials: one for "Ann B. Cole" and "Ann Cole"."""
    words = normalize_name(name).split()
    middle = [word for word in words[1:-1] if len(word) > 1]
    return " ".join([words[0], *middle, words[-1]]) if len(words) > 2 else " ".join(words)


# Statements


def _statements_in(
    extraction: Extraction, entity_ids: Sequence[str | None], left_out: Counter[str]
) -> list[Statement]:
    ids: list[str | None] = [None] * len(extraction.relations)
    first_by_id: dict[str, int] = {}
    for place in sorted(range(len(ids)), key=lambda place: _preference(extraction.relations[place])):
        relation = extraction.relations[place]
        if reason := _reason_to_drop(relation, extraction, entity_ids):
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


def _reason_to_drop(relation: Relation, extraction: Extraction, entity_ids: Sequence[str | None]) -> str:
    """Return why a relation makes no statement, "" if it makes one."""
    if not (relation.subject or relation.object or relation.arguments):
        return "empty_statements"
    if not extraction.article.cut(relation.sentence).strip():
        return "empty_statements"
    return "self_statements" if _is_of_itself(relation, extraction, entity_ids) else ""


def _is_of_itself(
    relation: Relation, extraction: Extraction, entity_ids: Sequence[str | None], *, described: bool = False
) -> bool:
    """Whether a thing is said to be itself: by another name, or `described` by a common noun."""
    if relation.rule not in ("apposition", "copula") or not (relation.subject and relation.object):
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


def _entities_of(statement: Statement) -> Iterator[str]:
    phrases = [statement.subject, statement.object, statement.attributed_to, statement.place]
    phrases += [argument.phrase for argument in statement.arguments]
    return (phrase.entity for phrase in phrases if phrase and phrase.entity)
