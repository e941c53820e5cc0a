"""Which mentions of one article name one thing: chains, and the short forms that join a fuller name.

Receives an `Extraction`; returns `Cluster`s, each with the name, the type and what the tables know of it.
Nothing outside of the article is looked at.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from kg.likeness import split_home
from kg.model import Article, Extraction, Mention, MentionKind
from kg.names import (
    country_named,
    country_of_demonym,
    gender_of,
    is_ambiguous,
    is_generic,
    is_relative,
    is_role,
    is_short_form,
    is_word_for,
    organization_named,
    place_named,
    sector_of,
    split_storm,
    split_title,
)
from kg.ontology import Ontology
from kg.spellings import normalize_name, singular_of


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
    home: str = ""

    @property
    def key(self) -> str:
        """Return what clusters of one thing, in different articles, have in common.

        A name that says what a thing is and not whose ("Supreme Court") has with it whose it is: `home`, a
        country, or the article itself where that is not known.
        """
        if self.home and not self.is_fixed:
            return f"{normalize_name(split_home(self.name)[1])} of {self.home}"
        kind, storm = split_storm(self.name)
        if kind:
            return f"storm {normalize_name(storm)}"  # in one week a storm, in the next a hurricane
        if self.type == "Group":
            return singular_of(normalize_name(self.name))  # "Republican voters" are Republicans
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
    _part_states(clusters)
    return _find_homes(_join_short_forms(clusters), ontology)


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
    if " " in cluster.name and any(_is_relative(other.article, mention) for mention in other.mentions):
        return False  # "Ann Holm … her mother, Ann Lee Holm"
    return all(name == other.name or is_short_form(name, other.name) for name in cluster.written)


def _is_relative(article: Article, mention: Mention) -> bool:
    start = mention.passage.start
    return mention.kind is MentionKind.NAME and is_relative(article.text[max(0, start - 60) : start])


# Whose a body is

_LEAST_OF_HOME = 2
"""Mentions of a country, its people and its places that an article needs to be about that country."""

_SHARE_OF_HOME = 0.6
"""The share that these need to have of all such mentions."""


_LOCAL_BEFORE = re.compile(r"\b(?:state|provincial|regional|local|county|city|commonwealth['’]s)\s+$")
_LOCAL_AFTER = re.compile(r"\s+of the (?:state|province|region|county|city|commonwealth|territory|island)\b")


def _find_homes(clusters: Sequence[Cluster], ontology: Ontology) -> list[Cluster]:
    """Return the clusters, each whose names do not say whose it is with its home.

    What an article calls "the Senate" is the US Senate only if no country is named there more than the
    United States; else these mentions, though in one chain with "the US Senate", are another cluster.
    """
    counts = _count_countries(clusters)
    most = min(counts, key=lambda name: (-counts[name], name), default="")
    is_clear = counts[most] >= max(_LEAST_OF_HOME, _SHARE_OF_HOME * sum(counts.values()))
    found = []
    for cluster in clusters:
        if cluster.type == "Group" or not any(is_generic(split_home(name)[1]) for name in cluster.written):
            found.append(cluster)
            continue
        for part, is_local in _parts_of(cluster, most):
            own = next((own for name in sorted(part.written) if (own := split_home(name)[0])), "")
            is_known = part.is_fixed and not any(map(is_ambiguous, part.written))
            is_own = own or is_known or split_home(part.name)[0] == most
            is_settled = part.is_fixed and not is_local and is_own
            if not is_settled and all(is_generic(split_home(name)[1]) for name in part.written):
                home = "" if is_local else own or (most if is_clear else "")
                _set_home(part, home or part.article.id, ontology)
            found.append(part)
    return found


def _part_states(clusters: Sequence[Cluster]) -> None:
    """Make of a country the state of its name where the article is about that one's land: Georgia, in the US.

    It stays the country wherever its people or its capital are named too.
    """
    counts = _count_countries(clusters)
    for cluster in clusters:
        place = place_named(cluster.name) if cluster.is_fixed and cluster.type == "Country" else None
        if place is None or place.country == cluster.name:
            continue
        words = {normalize_name(cluster.article.cut(mention.passage)) for mention in cluster.mentions}
        others = sum(count for name, count in counts.items() if name != cluster.name)
        least = max(_LEAST_OF_HOME, _SHARE_OF_HOME * others)
        if words == {normalize_name(cluster.name)} and counts[place.country] >= least:
            cluster.known = Known("", "Place", is_place=True)
            cluster.type, cluster.home = "Place", place.country


def _is_bare(name: str) -> bool:
    return is_generic(name) and not split_home(name)[0]


def _parts_of(cluster: Cluster, most: str) -> Iterator[tuple[Cluster, bool]]:
    """Yield the parts of a cluster that may have homes of their own, and whether each is that of no country.

    `most` is the country that the article names most.
    """
    own = next((own for name in sorted(cluster.written) if (own := split_home(name)[0])), "")
    sides: dict[tuple[bool, bool], list[int]] = defaultdict(list)
    others = []
    for i, mention in enumerate(cluster.mentions):
        if mention.kind is not MentionKind.NAME:
            others.append(i)
            continue
        is_bare = _is_bare(mention.name or "")
        is_local = is_bare and _is_local(cluster.article, mention)
        sides[is_local, is_bare and bool(own) and bool(most) and own != most].append(i)
    if len(sides) == 1:
        yield cluster, next(iter(sides))[0]
        return
    largest = max(sides.values(), key=lambda side: (len(side), side))
    for (is_local, _), side in sorted(sides.items()):
        chosen = sorted([*side, *others] if side is largest else side)
        mentions = [cluster.mentions[i] for i in chosen]
        written = Counter(
            clean_name(m.name or "", cluster.type) for m in mentions if m.kind is MentionKind.NAME
        )
        is_named = not all(map(_is_bare, written))
        places = [cluster.places[i] for i in chosen]
        name, known = (cluster.name, cluster.known) if is_named else (_fullest(written), None)
        yield (
            replace(cluster, places=places, mentions=mentions, written=written, name=name, known=known),
            is_local,
        )


def _is_local(article: Article, mention: Mention) -> bool:
    """Whether a body is said to be that of a state, a city: "the state Senate", "the Senate of the state"."""
    before = article.text[max(0, mention.passage.start - 20) : mention.passage.start]
    return bool(_LOCAL_BEFORE.search(before) or _LOCAL_AFTER.match(article.text, mention.passage.end))


def _set_home(cluster: Cluster, home: str, ontology: Ontology) -> None:
    name = cluster.name if not cluster.is_fixed else _fullest(cluster.written)
    bare = split_home(name)[1]
    cluster.home, cluster.name = home, name if split_home(name)[0] == home else bare
    cluster.known = _known(f"{home} {bare}", "Organization", ontology)
    if cluster.is_fixed and cluster.known:
        cluster.name, cluster.type = cluster.known.name, cluster.known.type


def _count_countries(clusters: Iterable[Cluster]) -> Counter[str]:
    """Return how often an article names each country, its people, its places and its bodies."""
    counts: Counter[str] = Counter()
    for cluster in clusters:
        if cluster.type == "Country" and cluster.is_fixed:
            counts[_state_of(cluster.name)] += len(cluster.mentions)
        elif cluster.is_fixed:
            for name, count in cluster.written.items():
                counts[_state_of(split_home(name)[0])] += count
        elif cluster.named and (place := place_named(cluster.name)):
            counts[place.country] += len(cluster.mentions)
    del counts[""]
    return counts


def _state_of(name: str) -> str:
    """Return the state that a country is a part of: of "Scotland", the United Kingdom."""
    country = country_named(name)
    return "United Kingdom" if country and country.kind == "part" else name


# What is said of a person

_BEFORE = 80
_PRONOUN_GENDERS = {"he": "m", "him": "m", "his": "m", "himself": "m"} | {
    "she": "f", "her": "f", "hers": "f", "herself": "f",
}  # fmt: skip


def descriptions_of(cluster: Cluster) -> set[str]:
    """Return the titles before a person's name and the nouns that stand for the person."""
    found = set()
    for mention in cluster.mentions:
        if mention.kind is MentionKind.NOMINAL:
            found.add(_squeeze(cluster.article.cut(mention.passage)))
        elif mention.kind is MentionKind.NAME:
            start = mention.passage.start
            before = cluster.article.text[max(0, start - _BEFORE) : start]
            before = before if start <= _BEFORE else before.partition(" ")[2]  # no half a word
            words = [*_words_of_title(before), *cluster.article.cut(mention.passage).split()]
            found.add(split_title(" ".join(words))[0])
    return found - {""}


def _words_of_title(before: str) -> list[str]:
    """Return the last words of a text that may be of a title: of "said Prime Minister ", the last two."""
    words: list[str] = []
    for word in reversed(before.split()):
        is_fit = word[0].isupper() or is_role(word) or is_word_for("modifier", word)
        if not is_fit or not (word[-1].isalnum() or word.endswith(("'s", "’s", "."))):
            break
        words.append(word)
    return words[::-1]


def genders_of(cluster: Cluster) -> set[str]:
    """Return the genders of the pronouns that stand for a person, the one most used alone."""
    counts = Counter(
        _PRONOUN_GENDERS.get(cluster.article.cut(m.passage).casefold(), "")
        for m in cluster.mentions
        if m.kind is MentionKind.PRONOUN
    )
    del counts[""]
    return {gender for gender, count in counts.items() if 4 * count >= 3 * sum(counts.values())}


# Words


def _squeeze(text: str) -> str:
    return " ".join(text.split())


def clean_name(text: str, type_: str) -> str:
    """Return a name as written without article, closing possessive and quotes; a person's without titles."""
    name = re.sub(r"['’]s?$", "", _squeeze(text).strip('"“”«»‘, ;:')).strip()
    name = re.sub(r"^the (?=\S)", "", name)
    return _without_place(split_title(name)[1]) if type_ == "Person" else name


def _without_place(name: str) -> str:
    """Return a person's name without the place that a title left before it: "Hong Kong Carrie Lam"."""
    words = name.split()
    for size in range(min(3, len(words) - 2), 0, -1):
        place = " ".join(words[:size])
        is_place = country_named(place) or country_of_demonym(place) or place_named(place)
        if is_place and not gender_of(place) and gender_of(words[size]):
            return " ".join(words[size:])
    return name


def _person_key(name: str) -> str:
    """Return the key of a person's name less middle initials: one for "Ann B. Cole" and "Ann Cole"."""
    words = normalize_name(name).split()
    middle = [word for word in words[1:-1] if len(word) > 1]
    return " ".join([words[0], *middle, words[-1]]) if len(words) > 2 else " ".join(words)
