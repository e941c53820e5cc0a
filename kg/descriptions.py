"""Joins common nouns to what they describe: appositions, titles and roles, and nouns that are repeated.

Receives the `Chains` of a document, and joins in place.
"""

from __future__ import annotations

from collections.abc import Iterator

from kg import binding, names
from kg.binding import SUBJECTS
from kg.chains import (
    PLURAL,
    SINGULAR,
    Chains,
    Role,
    case_of,
    determiner_of,
    fits_role,
    has_owner,
    is_definite,
    is_demonstrative,
    modifiers_of,
    number_of,
    split_country,
)
from kg.mentions import Markable
from kg.model import MentionKind


def join_appositions(chains: Chains) -> None:
    for place, markable in enumerate(chains.markables):
        for other in _equated_with(chains, markable):
            phrase, name = (place, other) if markable.kind is MentionKind.NOMINAL else (other, place)
            if _is_role_of(chains, phrase, name):
                chains.join(phrase, name, nested=True)
    for place in chains.places(MentionKind.NAME):
        for role in _titles_of(chains, chains.markables[place]):
            chains.of[place].roles.add(role)
            chains.of[place].kind = chains.of[place].kind or "person"
            chains.of[place].gender = chains.of[place].gender or names.gender_of(role.key)


def _equated_with(chains: Chains, markable: Markable) -> Iterator[int]:
    """Yield what is in apposition to a markable, its subject ("X is the president") or its title."""
    head, doc = markable.head, markable.span.doc
    if head.dep_ == "appos" and head.head.i in chains.at:
        yield chains.at[head.head.i]
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


def _is_role_of(chains: Chains, phrase: int, name: int) -> bool:
    """Whether a common noun tells what a name is: "Ann Lee, a judge", "the militant group Boko Haram"."""
    noun, named = chains.markables[phrase], chains.markables[name]
    if noun.kind is not MentionKind.NOMINAL or named.kind is not MentionKind.NAME:
        return False
    # "rebels, Ann and Bea" is a list; "commander Ann Lee and others" is not
    is_list = binding.has_child(named.head, "conj") and noun.span.end != named.span.start
    if number_of(noun) == PLURAL or is_list:
        return False
    is_role, is_group = names.is_role(noun.name or ""), names.sector_of(noun.name or "") != ""
    if is_role:
        if chains.of[name].kind not in ("person", ""):
            return False
        chains.of[phrase].kind = "person"
        chains.of[phrase].roles.add(_role_at(chains, noun))
        return True
    return is_group and named.label == "ORG" and noun.head.dep_ == "appos"


def _titles_of(chains: Chains, named: Markable) -> Iterator[Role]:
    """Yield the role written right before a name: "Iraqi Prime Minister X", whatever the tree."""
    doc, end = named.span.doc, named.span.start
    if chains.of[chains.at[named.head.i]].kind not in ("person", ""):
        return
    for start in range(max(named.head.sent.start, end - 4), end):
        words = doc[start:end]
        if names.is_role(words.text) and words[0].text[:1].isalpha() and words[-1].dep_ not in SUBJECTS:
            country, key = split_country(words.text)
            yield Role(names.normalize_name(key), country or _owner_before(chains, start))
            return


def _owner_before(chains: Chains, start: int) -> str:
    """Return the country or body named right before a token, a possessive ending aside."""
    for place, markable in enumerate(chains.markables):
        gap = markable.span.doc[markable.span.end : start] if markable.span.end <= start else None
        if gap is not None and all(t.tag_ == "POS" for t in gap) and markable.kind is MentionKind.NAME:
            return _owner_key(chains, place)
    return ""


def _owner_key(chains: Chains, place: int) -> str:
    chain = chains.of[place]
    return chain.country or min(chain.full_names, default="") or f"#{min(chain.members)}"


def _role_at(chains: Chains, noun: Markable) -> Role:
    country, key = split_country(noun.name or "")
    return Role(names.normalize_name(key), country or _owner_of(chains, noun))


def _owner_of(chains: Chains, noun: Markable) -> str:
    """Return whose it is: "Iran's leader", "the Iranian leader", "the leader of Iran"."""
    for child in noun.head.children:
        relation = child.dep_
        is_of = relation == "nmod" and case_of(child) in ("of", "for")
        if child.i in chains.at and (relation in ("nmod:poss", "amod", "compound", "nmod:unmarked") or is_of):
            return _owner_key(chains, chains.at[child.i])
        if is_of or relation == "nmod:poss":
            return child.lemma_.casefold()
    return ""


def join_roles(chains: Chains) -> None:
    """Join "the prime minister" to the only one in the article who was said to be that."""
    for place in chains.places(MentionKind.NOMINAL):
        noun, chain = chains.markables[place], chains.of[place]
        if len(chain.members) > 1 or not names.is_role(noun.name or "") or number_of(noun) == PLURAL:
            continue
        role = _role_at(chains, noun)
        is_known = is_definite(noun) or (role.owner and not determiner_of(noun))
        if not is_known or noun.head.dep_ == "nmod:desc" or binding.is_hedged(noun.head):
            continue
        chain.kind, chain.gender = "person", names.gender_of(noun.name or "")
        found = _bearers_of(chains, role, place)
        if len(found) == 1:
            chains.join(place, found[0])
        chain.roles.add(role)


def _bearers_of(chains: Chains, role: Role, place: int) -> list[int]:
    """Return a markable of each chain with a role; of later chains only if it is exactly theirs."""
    exact, loose = [], []
    for chain in {id(c): c for c in chains.of if c is not chains.of[place] and c.roles}.values():
        if role in chain.roles and role.owner:
            exact.append(chain.members[0])
        elif chain.members[0] < place and any(fits_role(role, other) for other in chain.roles):
            loose.append(chain.members[0])
    return exact or loose


# Common nouns


def join_repeated_nouns(chains: Chains) -> None:
    """Join "the attack" to the only earlier attack that it may be."""
    for place in chains.places(MentionKind.NOMINAL):
        noun = chains.markables[place]
        if len(chains.of[place].members) > 1 or not is_definite(noun) or not _may_repeat(chains, noun):
            continue
        candidates = {id(chains.of[p]): p for p in range(place) if _repeats(chains, place, p)}
        if len(candidates) > 1:
            same = [p for p in candidates.values() if chains.markables[p].name == noun.name]
            candidates = {p: p for p in same}
        if len(candidates) == 1:
            chains.join(place, next(iter(candidates.values())))


def _may_repeat(chains: Chains, noun: Markable) -> bool:
    """Whether a definite phrase is not defined by itself, as "the man who left" is."""
    for child in noun.head.children:
        if child.dep_ in ("acl", "acl:relcl", "nummod", "det:predet", "conj") or child.tag_ in (
            "JJS",
            "RBS",
        ):
            return False
        if child.dep_ == "nmod" and child.ent_type_ not in ("DATE", "TIME"):
            return False
    return not any(
        t.lower_ in ("other", "another", "same", "first", "last", "next") for t in noun.head.children
    )


def _repeats(chains: Chains, place: int, earlier: int) -> bool:
    noun, other = chains.markables[place], chains.markables[earlier]
    is_government = other.kind is MentionKind.NAME and other.head.pos_ == "NOUN"
    if not (other.kind is MentionKind.NOMINAL or is_government) or other.head.lemma_ != noun.head.lemma_:
        return False
    if (
        number_of(noun) != number_of(other)
        or chains.sentence[place] == chains.sentence[earlier]
        and (noun.head.head == other.head.head)
    ):
        return False
    if is_demonstrative(noun) and chains.sentence[place] - chains.sentence[earlier] > 3:
        return False
    mine, theirs = _owner_of(chains, noun), _owner_of(chains, other)
    if has_owner(noun) and (mine != theirs or not mine):
        return False
    words, others = modifiers_of(noun), modifiers_of(other)
    return words <= others if not words or number_of(noun) == SINGULAR else words == others
