"""Which mentions of one article name one thing: chains, and the short forms that join a fuller name.

Receives an `Extraction`; returns `Cluster`s, each with the name, the type and what the tables know of it.
Nothing outside of the article is looked at.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from kg.model import Article, Extraction, Mention, MentionKind
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


@dataclass(frozen=True, slots=True)
class Known:
    """What the tables say of a name. `is_place`: only its type is known."""

    name: str
    type: str
    wikidata: str = ""
    is_place: bool = False


@dataclass(slots=True)
class Cluster:
    """The mentions of one article that name one thing: a chain, with the chains that joined it."""

    article: Article
    places: list[int]
    mentions: list[Mention]
    name: str
    named: bool
    type: str
    known: Known | None
    written: Counter[str] = field(default_factory=Counter)

    @property
    def key(self) -> str:
        return _person_key(self.name) if self.type == "Person" else normalize_name(self.name)

    @property
    def is_fixed(self) -> bool:
        return self.known is not None and not self.known.is_place


def clusters_in(extraction: Extraction, ontology: Ontology) -> list[Cluster]:
    """Return what is named in an article and what a common noun names there, in the order of the text."""
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


def _cluster_of(extraction: Extraction, places: list[int], ontology: Ontology) -> Cluster | None:
    """Return what a chain names; None where it holds pronouns alone."""
    places = sorted(places, key=lambda place: extraction.mentions[place].passage)
    mentions = [extraction.mentions[place] for place in places]
    labels = Counter(mention.label for mention in mentions if mention.label)
    of_names = Counter(m.label for m in mentions if m.label and m.kind is MentionKind.NAME)
    type_ = _type_voted(of_names or labels, ontology)
    names = (clean_name(m.name or "", type_) for m in mentions if m.kind is MentionKind.NAME)
    if written := Counter(name for name in names if name):
        known = _most_known(written, type_, ontology)
        name = known.name if known and not known.is_place else _fullest(written)
        type_ = known.type if known else type_
        return Cluster(extraction.article, places, mentions, name, True, type_, known, written)
    nouns = [
        _squeeze(m.name) for m in mentions if m.kind is MentionKind.NOMINAL and m.name and m.name.strip()
    ]
    if not nouns:
        return None
    type_ = type_ if labels else _type_of_noun(nouns[0])
    return Cluster(extraction.article, places, mentions, nouns[0], False, type_, None)


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


def _most_known(written: Counter[str], type_: str, ontology: Ontology) -> Known | None:
    """Return what most of the names are known for, if the tables know as many of them as they do not."""
    votes: Counter[Known] = Counter()
    for name, count in written.items():
        if known := _known(name, type_, ontology):
            votes[known] += count
    if not votes or 2 * sum(votes.values()) < sum(written.values()):
        return None
    return min(votes, key=lambda k: (k.is_place, -votes[k], k.name))


def _known(name: str, type_: str, ontology: Ontology) -> Known | None:
    """Return what a name is in the tables, if the labels of its mentions do not speak against it.

    A surname may well be that of a country ("Holland"), so a person is never taken for one; a body that a
    pipeline labels a person ("Hezbollah") is a body all the same.
    """
    is_clear = not is_ambiguous(name)
    country, body = country_named(name), organization_named(name)
    if country and type_ != "Person" and (is_clear or type_ in ("Group", "Organization", "Place", "Thing")):
        return Known(country.name, "Country", country.wikidata)
    if body and (is_clear or type_ in ("Group", "Organization")):
        return Known(body.name, body.type if body.type in ontology.classes else "Organization", body.wikidata)
    is_place = type_ in ("Group", "Organization", "Place", "Thing") and place_named(name) is not None
    return Known("", "Place", is_place=True) if is_place else None


def _fullest(written: Counter[str]) -> str:
    """Return a name that is no short form of another: the longest in words, then the most frequent."""
    full = [n for n in written if not any(_rank(n) < _rank(o) and is_short_form(n, o) for o in written)]
    return min(full, key=lambda n: (-len(n.split()), -written[n], n))


def _rank(name: str) -> tuple[int, int, str]:
    """Return an order in which a short form comes before its full form."""
    return len(normalize_name(name).split()), len(name), name


def _join_short_forms(clusters: list[Cluster]) -> list[Cluster]:
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


def _may_stand_for(cluster: Cluster, other: Cluster) -> bool:
    if cluster.known or _rank(cluster.name) >= _rank(other.name):
        return False
    if cluster.type != other.type and "Thing" not in (cluster.type, other.type):
        return False
    return all(name == other.name or is_short_form(name, other.name) for name in cluster.written)


# Words


def _squeeze(text: str) -> str:
    return " ".join(text.split())


def clean_name(text: str, type_: str) -> str:
    """Return a name as written without article, closing possessive and quotes; a person's without titles."""
    name = re.sub(r"['’]s?$", "", _squeeze(text).strip('"“”«»‘, ;:')).strip()
    name = re.sub(r"^the (?=\S)", "", name)
    return split_title(name)[1] if type_ == "Person" else name


def _person_key(name: str) -> str:
    """Return the key of a person's name less middle initials: one for "Ann B. Cole" and "Ann Cole"."""
    words = normalize_name(name).split()
    middle = [word for word in words[1:-1] if len(word) > 1]
    return " ".join([words[0], *middle, words[-1]]) if len(words) > 2 else " ".join(words)
