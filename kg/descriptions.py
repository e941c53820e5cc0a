"""Joins common nouns to who or what they describe: appositions, titles and roles.

Receives the `Chains` of a document, and joins in place.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from kg import binding, names, syntax
from kg.binding import SUBJECTS
from kg.chains import (
    PLURAL,
    Chains,
    Role,
    case_of,
    determiner_of,
    has_owner,
    is_definite,
    is_one_owner,
    number_of,
    owner_at,
    owner_of,
    split_country,
)
from kg.mentions import Markable
from kg.model import MentionKind

if TYPE_CHECKING:
    from kg.tokens import Token

OTHER_ROLE = {"former", "deputy", "vice", "ex", "then", "acting", "assistant"}
NAMING = {"call", "dub", "entitle", "know", "name", "nickname"}
PLACES = {
    "area", "base", "capital", "city", "country", "county", "district", "island", "nation", "neighbourhood",
    "neighborhood", "port", "province", "region", "republic", "resort", "state", "suburb", "territory",
    "town", "village",
}  # fmt: skip


def join_appositions(chains: Chains) -> None:
    """Join common nouns to the names that they stand beside, and note titles and roles."""
    for place, markable in enumerate(chains.markables):
        for other in _equated_with(chains, markable):
            phrase, name = (place, other) if markable.kind is MentionKind.NOMINAL else (other, place)
            if _is_said_of(chains, phrase, name):
                # "his mother, Robin Lee" tells more than a first name
                if has_owner(chains.markables[phrase]):
                    chains.of[name].gender = chains.of[phrase].gender or chains.of[name].gender
                chains.join(phrase, name, nested=True)
    for place in chains.places(MentionKind.NOMINAL):
        inner = _place_within(chains, place)
        if inner is not None:
            chains.join(place, inner, nested=True)
    name_ending = {chains.markables[place].span.end: place for place in chains.places(MentionKind.NAME)}
    for place in chains.places(MentionKind.NAME):
        for role in _titles_of(chains, chains.markables[place], name_ending):
            chains.of[place].roles.add(role)
            chains.of[place].kind = chains.of[place].kind or "person"
            chains.of[place].gender = chains.of[place].gender or names.gender_of(role.key)


def _equated_with(chains: Chains, markable: Markable) -> Iterator[int]:
    """Yield what is in apposition to a markable, its subject ("X is the president") or its title."""
    head, doc = markable.head, markable.span.doc
    if head.dep_ in ("appos", "nmod:desc") and head.head.i in chains.at:
        yield chains.at[head.head.i]
    yield from _named_by(chains, head)
    copulas = [child for child in head.children if child.dep_ == "cop"]
    if copulas and copulas[0].lower_ in ("is", "'s", "are") and not binding.is_hedged(head):
        yield from (chains.at[c.i] for c in head.children if c.dep_ == "nsubj" and c.i in chains.at)
    if markable.kind is MentionKind.NAME:
        before = markable.span.start
        while (
            before and names.split_title(doc[before - 1].text + " Ann Lee")[0] and before - 1 not in chains.at
        ):
            before -= 1
        if before and before - 1 in chains.at:
            yield chains.at[before - 1]  # "Iran's supreme leader Ayatollah X", whatever the tree


def _place_within(chains: Chains, phrase: int) -> int | None:
    """Return the place that a phrase tells the sort of and names: "the port of Odessa"."""
    noun = chains.markables[phrase]
    if noun.head.lower_ not in PLACES or determiner_of(noun) not in ("", "the"):
        return None
    for child in noun.head.children:
        place = chains.at.get(child.i) if child.dep_ == "nmod" and case_of(child) == "of" else None
        if place is not None and not syntax.has_child(child, "conj", "nmod:poss"):
            named = chains.markables[place]
            is_place = named.kind is MentionKind.NAME and named.label in ("GPE", "LOC", "FAC", "")
            # "the capital of Peru", "the north-east province of Spain" are in them
            return place if is_place and _is_so_named(noun, chains, place) else None
    return None


def _is_so_named(noun: Markable, chains: Chains, place: int) -> bool:
    """Whether a place may be of that sort: a country is none of the places that a country has."""
    if chains.of[place].country:
        return noun.head.lower_ in ("country", "nation", "republic", "state")
    return noun.head.lower_ not in ("capital", "area", "neighbourhood", "neighborhood", "suburb", "district")


def _named_by(chains: Chains, noun: Token) -> Iterator[int]:
    """Yield the name that a phrase gives: "a man named Bob Hill", "the group known as the Order"."""
    for verb in noun.children:
        if verb.dep_ == "acl" and verb.tag_ == "VBN" and verb.lemma_ in NAMING:
            behind = (chains.at.get(token.i) for token in noun.doc[verb.i + 1 : verb.i + 6])
            places = [place for place in behind if place is not None]
            if places and chains.markables[places[0]].kind is MentionKind.NAME:
                yield places[0]


def _is_said_of(chains: Chains, phrase: int, name: int) -> bool:
    """Whether a common noun tells what a name is: "Ann Lee, a judge", "the militant group Boko Haram"."""
    noun, named = chains.markables[phrase], chains.markables[name]
    if noun.kind is not MentionKind.NOMINAL or named.kind is not MentionKind.NAME:
        return False
    # "rebels, Ann and Bea" is a list; "commander Ann Lee and others" is not
    is_list = syntax.has_child(named.head, "conj") and noun.span.end != named.span.start
    if number_of(noun) == PLURAL or is_list:
        return False
    is_one_of_people = noun.label == "NORP" and named.label == "PERSON"  # "a Democrat, Ann Lee"
    if names.is_person(noun.name or "") or is_one_of_people:
        if chains.of[name].kind not in ("person", ""):
            return False
        chains.of[phrase].kind = "person"
        chains.of[phrase].roles.add(_role_at(chains, noun))
        return True
    if noun.head.dep_ == "nmod:desc" and noun.head.head == named.head and named.label != "PERSON":
        return True  # "the journal Nature"
    is_group = names.sector_of(noun.name or "") != "" and named.label == "ORG"
    is_place = noun.head.lemma_ in PLACES and named.label in ("GPE", "LOC", "FAC")
    return (is_group or is_place) and "appos" in (noun.head.dep_, named.head.dep_)


def _titles_of(chains: Chains, named: Markable, name_ending: Mapping[int, int]) -> Iterator[Role]:
    """Yield the role right before a name: "Mayor of Bonn X", "Iraqi Prime Minister X", whatever the tree."""
    doc, end = named.span.doc, named.span.start
    if chains.of[chains.at[named.head.i]].kind not in ("person", ""):
        return
    for title in named.head.children:
        if title.dep_ == "nmod:desc" and syntax.has_child(title, "nmod") and names.is_role(title.lower_):
            country, key = split_country(doc.span(title.left_edge.i, title.i + 1).text)
            yield Role(names.normalize_name(key), country or owner_of(chains, title))
    for start in range(max(named.head.sent.start, end - 4), end):
        words = doc.span(start, end)
        if names.is_role(words.text) and words[0].text[:1].isalpha() and words[-1].dep_ not in SUBJECTS:
            country, key = split_country(words.text)
            place = name_ending.get(start - 1 if start and doc[start - 1].tag_ == "POS" else start)
            owner = "" if place is None else owner_at(chains, place)
            yield Role(names.normalize_name(key), country or owner)
            return


def _role_at(chains: Chains, noun: Markable) -> Role:
    country, key = split_country(noun.name or "")
    return Role(names.normalize_name(key), country or owner_of(chains, noun.head))


def join_roles(chains: Chains) -> None:
    """Join "the prime minister" to the only one in the article who was said to be that."""
    bearers = [place for place, chain in enumerate(chains.of) if chain.roles]
    for place in chains.places(MentionKind.NOMINAL):
        noun, chain = chains.markables[place], chains.of[place]
        if len(chain.members) > 1 or not names.is_person(noun.name or "") or number_of(noun) == PLURAL:
            continue
        role = _role_at(chains, noun)
        if not _is_known(noun, role):
            continue
        chain.kind, chain.gender = "person", names.gender_of(noun.name or "")
        found = _bearers_of(chains, role, place, bearers)
        if len(found) == 1:
            chains.join(place, found[0])
        chain.roles.add(role)
        bearers.append(place)


def _is_known(noun: Markable, role: Role) -> bool:
    """Whether a phrase speaks of one who is known by it: "the leader", "Iran's leader", not "as leader"."""
    head = noun.head
    if (
        head.dep_ == "nmod:desc"
        or binding.is_hedged(head)
        or syntax.has_child(head, "acl:relcl", "acl", "nummod")
    ):
        return False
    if determiner_of(noun) or has_owner(noun):
        return is_definite(noun)
    return role.owner != "" or (head.pos_ == "PROPN" and head.dep_ in SUBJECTS)


def _bearers_of(chains: Chains, role: Role, place: int, bearers: Iterable[int]) -> list[int]:
    """Return a markable of each chain with a role; of later chains only if it is exactly theirs."""
    exact, loose = [], []
    for other in chains.distinct(bearers):
        chain = chains.of[other]
        is_named = any(chains.markables[m].kind is MentionKind.NAME for m in chain.members)
        if chain is chains.of[place] or not is_named:
            continue
        if role.owner != "" and any(_is_one_role(chains, role, known) for known in chain.roles):
            exact.append(other)
        elif chain.members[0] < place and any(_fits(chains, role, known) for known in chain.roles):
            loose.append(other)
    return exact or loose


def _is_one_role(chains: Chains, role: Role, other: Role) -> bool:
    return role.key == other.key and is_one_owner(chains, role.owner, other.owner)


def _fits(chains: Chains, role: Role, other: Role) -> bool:
    """Whether who is `other` may be called `role`: "the minister" for "the Chadian foreign minister"."""
    if role.owner != "" and not is_one_owner(chains, role.owner, other.owner):
        return False
    is_shorter = other.key.endswith(" " + role.key) and not set(other.key.split()) & OTHER_ROLE
    return role.key == other.key or is_shorter
