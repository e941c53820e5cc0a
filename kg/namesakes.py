"""Joins names of one thing: the same name, a name and its short form, an acronym and what it stands for.

Receives the `Chains` of a document, and joins in place. These are the most precise passes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from kg import names
from kg.chains import Chain, Chains, is_alias, is_first_name
from kg.mentions import Markable
from kg.model import MentionKind

NO_BODY = ("PERSON", "GPE", "LOC", "NORP")

_MUCH_MORE = 3
"""How often somebody is named for each time that another of the surname is, and how often by it alone, where
the surname alone is theirs.
"""


def join_same_names(chains: Chains) -> None:
    """Join what has one name, in the tables or as written."""
    first: dict[tuple[str, str], int] = {}
    for place in chains.places(MentionKind.NAME):
        markable = chains.markables[place]
        name = markable.name or ""
        key = names.normalize_name(names.split_storm(name)[1] if markable.label == "EVENT" else name)
        label = "GPE" if chains.of[place].country else markable.label
        for kind in (label, "") if label else ("", "PERSON", "ORG", "GPE", "LOC"):
            if (key, kind) in first and chains.join(place, first[key, kind], nested=bool(label)):
                break
        first.setdefault((key, label), place)


def join_aliases(chains: Chains) -> None:
    """Join "the Free Trade League (FTL)" and names in apposition to names that they are short for."""
    named = list(chains.places(MentionKind.NAME))
    for place, after in zip(named, named[1:], strict=False):
        full, short = chains.markables[place], chains.markables[after]
        between = full.span.doc[full.span.end : short.span.start]
        is_bracket = [t.text for t in between if not t.is_space] == ["("]
        is_apposition = short.head.dep_ == "appos" and short.head.head == full.head
        is_reversed = is_bracket and (is_alias(full, short) or _is_foreign_acronym(short, full))
        if is_reversed or ((is_bracket or is_apposition) and is_alias(short, full)):
            chains.join(after, place)


def _is_foreign_acronym(short: Markable, full: Markable) -> bool:
    """Whether an acronym alone in brackets behind a body is its own, whatever the language of its letters."""
    doc, end = short.span.doc, short.span.end
    is_closed = end < len(doc) and doc[end].text == ")"
    is_acronym = len(short.span) == 1 and short.head.text.isupper() and len(short.head.text) > 1
    is_body = full.label == "ORG" and len(full.span) > 1 and short.label not in NO_BODY
    return is_closed and is_acronym and is_body and names.organization_named(short.span.text) is None


def join_short_forms(chains: Chains) -> None:
    """Join a surname, first name or acronym to the one full name that it may stand for."""
    fulls = chains.distinct(chains.places(MentionKind.NAME))
    with_word = _by_word(chains, fulls)
    for place in list(chains.places(MentionKind.NAME)):
        short, chain = chains.markables[place], chains.of[place]
        if chain.country or short.label in ("GPE", "LOC", "NORP"):
            continue
        near: Iterable[int] = fulls
        if not short.span.text.isupper():  # it is short only for what has its last word
            near = sorted({p for key in _keys_of(short) for p in with_word[key.split()[-1]]})
        others = [p for p in near if chains.of[p] is not chain]
        candidates = [p for p in chains.distinct(others) if _may_be_short(chains, place, p)]
        if len(candidates) > 1:  # the one that was named in full before
            candidates = [p for p in candidates if chains.of[p].members[0] < chain.members[0]]
        if len(candidates) > 1 and short.label == "PERSON" and _count_names(chains, place) >= _MUCH_MORE:
            candidates = _first_by_far(chains, candidates)
        if len(candidates) == 1:
            chains.join(place, candidates[0])


def _first_by_far(chains: Chains, candidates: Sequence[int]) -> list[int]:
    """Return the bearer of a surname that is named first, if named much more often than the others.

    An article on Ginger Baker names his daughter Nettie Baker in full, just since "Baker" is himself.
    """
    counts = {p: _count_names(chains, p) for p in candidates}
    first, *others = sorted(candidates, key=lambda p: chains.of[p].members[0])
    is_main = all(counts[first] >= _MUCH_MORE * counts[other] for other in others)
    return [first] if is_main else list(candidates)


def _count_names(chains: Chains, place: int) -> int:
    """Return how often the thing at a place is named."""
    return sum(chains.markables[m].kind is MentionKind.NAME for m in chains.of[place].members)


def _keys_of(markable: Markable) -> set[str]:
    """Return the names of a name, as written and in canonical form, in the form that compares."""
    return {names.normalize_name(text) for text in (markable.span.text, markable.name or "") if text.strip()}


def _by_word(chains: Chains, fulls: Iterable[int]) -> dict[str, set[int]]:
    """Return, by word, the places of the chains that have a name with it."""
    found: dict[str, set[int]] = defaultdict(set)
    for place in fulls:
        for member in _names_of(chains, chains.of[place]):
            for key in _keys_of(chains.markables[member]):
                for word in key.split():
                    found[word].add(place)
    return found


def _may_be_short(chains: Chains, place: int, full: int) -> bool:
    short = chains.markables[place]
    if len(short.span) > 1 and any(
        _is_relative(chains.markables[m]) for m in _names_of(chains, chains.of[full])
    ):
        return False  # "Ann Holm … her mother, Ann Lee Holm"
    return any(
        is_alias(short, chains.markables[m]) or (is_first_name(short, chains.markables[m]) and m < place)
        for m in _names_of(chains, chains.of[full])
    )


def _is_relative(named: Markable) -> bool:
    before = named.span.doc.span(max(0, named.span.start - 8), named.span.start)
    return named.label == "PERSON" and names.is_relative(before.text_with_ws)


def _names_of(chains: Chains, chain: Chain) -> list[int]:
    """Return the first place of each name of a chain."""
    first: dict[tuple[str, str | None], int] = {}
    for place in chain.members:
        markable = chains.markables[place]
        if markable.kind is MentionKind.NAME:
            first.setdefault((markable.span.text, markable.name), place)
    return list(first.values())
