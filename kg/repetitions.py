"""Joins common nouns that are repeated: "a bomb attack … the attack".

Receives the `Chains` of a document, and joins in place. The owner of what is owned must be one thing too,
so the pass may be run again once more is known of owners.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from kg.chains import (
    SINGULAR,
    TIME_NOUNS,
    Chains,
    determiner_of,
    has_owner,
    is_definite,
    is_demonstrative,
    is_one_owner,
    modifiers_of,
    number_of,
    owner_of,
)
from kg.mentions import Markable
from kg.model import MentionKind

REACH, NEAR, DEMONSTRATED, FAR_NAMED, CLEARLY = 10, 3, 3, 2, 2
"""How many sentences back a noun alone may reach; one of several; "this"; "the country". Chosen on the train
part of GUM."""

COUNTRY, CITY = {"country", "nation", "government"}, {"city", "town"}
UNIQUE = {"only", "other", "another", "same", "first", "last", "next"}
"""Words that say which one is meant, or that it is a new one."""

UNKNOWN = {"no", "any", "every", "each", "what", "which", "whatever", "another"}
"""Determiners of phrases that bring nothing to which "the" could point back."""


def join_repeated_nouns(chains: Chains) -> None:
    """Join "the attack" to the only earlier attack that it may be, "its leader" to another of the same."""
    with_noun: dict[str, list[int]] = defaultdict(list)
    for place, noun in enumerate(chains.markables):
        if noun.kind is MentionKind.NOMINAL:
            if len(chains.of[place].members) == 1 and is_definite(noun) and _may_repeat(noun):
                _join_repeated(chains, place, with_noun[noun.head.lemma_])
            with_noun[noun.head.lemma_].append(place)
        elif noun.kind is MentionKind.NAME and noun.head.pos_ == "NOUN":  # "the Iranian government"
            with_noun[noun.head.lemma_].append(place)


def _join_repeated(chains: Chains, place: int, earlier: list[int]) -> None:
    noun = chains.markables[place]
    candidates = chains.distinct(p for p in earlier if _repeats(chains, place, p))
    reach = REACH
    if len(candidates) > 1:
        candidates = [p for p in candidates if chains.markables[p].name == noun.name]
        if len(candidates) > 1:  # of several, the one that was spoken of just now
            candidates = sorted(candidates, key=lambda p: chains.last_before(place, p))[-1:]
            reach = NEAR
    is_bare = len(noun.span) == 1 and not has_owner(noun) and not _complement_of(noun)
    for other in candidates:
        distance = chains.sentence[place] - chains.sentence[chains.last_before(place, other)]
        if distance <= reach or not is_bare:
            chains.join(place, other)


def join_nouns_of_names(chains: Chains) -> None:
    """Join "the church" to the only thing named just before that is one: "the Church of the Harbour", "the
    country" to the one that is named most.
    """
    named: dict[str, list[int]] = defaultdict(list)
    for place, markable in enumerate(chains.markables):
        if markable.kind is MentionKind.NAME:
            for noun in _nouns_of_name(chains, place):
                named[noun].append(place)
        elif len(chains.of[place].members) == 1 and _is_noun_alone(markable):
            noun = markable.head.lower_
            reach = FAR_NAMED if noun in COUNTRY | CITY else REACH
            near = [p for p in named[noun] if chains.sentence[place] - chains.sentence[p] <= reach]
            found = chains.distinct(near)
            if noun == "government":
                found = _most_named(chains, chains.distinct(named[noun]), place)
            elif len(found) > 1 and noun in COUNTRY:
                found = _most_named(chains, found, place)
            if len(found) == 1:
                chains.join(place, found[0])


def _most_named(chains: Chains, found: list[int], place: int) -> list[int]:
    """Return the one that is mentioned twice as often as any other so far, if any is."""
    counts = sorted(((sum(m < place for m in chains.of[p].members), p) for p in found), reverse=True)
    second = counts[1][0] if len(counts) > 1 else 1
    return [counts[0][1]] if counts and counts[0][0] >= CLEARLY * second else []


def _nouns_of_name(chains: Chains, place: int) -> Iterable[str]:
    """Return what a named thing may be called: by its name, its last word or the one before "of"."""
    named, chain = chains.markables[place], chains.of[place]
    if chain.country:
        return COUNTRY
    if named.label == "GPE":
        return CITY
    words = [token.lower_ for token in named.span if not token.text.isdigit()]  # "the Health Bill 2019"
    end = next((i for i, word in enumerate(words) if i and word in ("of", "for", "in")), len(words))
    return words[end - 1 : end] if len(words) > 1 and chain.kind != "person" else ()


def _is_noun_alone(noun: Markable) -> bool:
    """Whether a phrase is "the" and a noun, of one thing, and nothing more."""
    is_bare = noun.kind is MentionKind.NOMINAL and len(noun.span) == 1 and determiner_of(noun) == "the"
    return is_bare and number_of(noun) == SINGULAR and _may_repeat(noun) and not _complement_of(noun)


def _may_repeat(noun: Markable) -> bool:
    """Whether a definite phrase is not defined by itself, as "the man who left" is."""
    return noun.head.lemma_ not in TIME_NOUNS and not any(
        child.dep_ in ("acl", "acl:relcl", "nummod", "det:predet", "conj")
        or child.tag_ in ("JJS", "RBS")
        or child.lower_ in UNIQUE
        for child in noun.head.children
    )


def _repeats(chains: Chains, place: int, earlier: int) -> bool:
    noun, other = chains.markables[place], chains.markables[earlier]
    distance = chains.sentence[place] - chains.sentence[earlier]
    if number_of(noun) != number_of(other) or determiner_of(other) in UNKNOWN:
        return False
    if distance == 0 and noun.head.head == other.head.head:
        return False
    if is_demonstrative(noun) and distance > DEMONSTRATED:
        return False
    mine, complement = owner_of(chains, noun.head), _complement_of(noun)
    if has_owner(noun) and not (mine and is_one_owner(chains, mine, owner_of(chains, other.head))):
        return False
    if complement and complement != _complement_of(other):
        return False
    words, others = modifiers_of(noun), modifiers_of(other)
    return words <= others if not words or number_of(noun) == SINGULAR else words == others


def _complement_of(noun: Markable) -> str:
    """Return the words behind a noun that say which it is: "of the harbour"; a date does not."""
    phrases = [c for c in noun.head.children if c.dep_ == "nmod" and c.ent_type_ not in ("DATE", "TIME")]
    return " ".join(token.lower_ for phrase in phrases for token in phrase.subtree)
