"""Which words are the phrase of a noun or the group of a verb.

Receives tokens of a `Document`, returns `Span`s.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kg.subjects import is_attired, is_beside_place
from kg.syntax import (
    NEGATORS,
    SUBJECTS,
    children_of,
    has_child,
    is_aside,
    is_comma,
    is_content_of_copula,
    is_not_only,
    is_object_complement,
    marker_of,
    preposition_of,
)

if TYPE_CHECKING:
    from kg.tokens import Span, Token

JOINING = {",", ";", ":", "–", "—", "also", "hence", "however", "therefore", "thus"}
"""Words and marks that join a phrase to what is before it, and are no part of it."""


def phrase_of(noun: Token, verb: Token | None = None) -> Span:
    """Return the whole phrase as written: modifiers, prepositional complements, the relative clause that says
    which one is meant; no conjunct but behind "between", nor the part with the `verb` that the phrase is an
    argument of ("benefits paid by the state").
    """
    doc = noun.doc
    outside = (
        "appos", "conj", "cc", "cc:preconj", "parataxis", "advcl", "advcl:relcl", "punct",
        "case",
        "cop", "mark", "discourse", "aux", "advmod:foc", *SUBJECTS,
    )  # fmt: skip
    inside = {noun.i}
    copula = max((child.i for child in children_of(noun, "cop")), default=-1)
    above = set() if verb is None else {verb.i, *(token.i for token in verb.ancestors)}

    def include(token: Token) -> None:
        is_first = token.i != noun.i and preposition_of(token) == "between"
        between = max((c.i for c in children_of(token, "conj") if is_first), default=-1)
        for child in token.children:
            if child.i < between:
                inside.update(word.i for word in child.subtree)
                continue
            is_relative = child.dep_ == "acl:relcl" and token.tag_ != "WP"
            if (is_relative and is_aside(child)) or child.dep_ in ("parataxis", "appos") or child.is_space:
                continue
            is_of_another = is_object_complement(child) or is_beside_place(child) or is_attired(child)
            if is_of_another or child.i in above:
                continue
            if token.i == noun.i and (child.i < copula or _stands_outside(child, noun, outside)):
                continue
            inside.add(child.i)
            include(child)

    if is_content_of_copula(noun) and noun.head == verb:
        return _clausal_phrase_of(noun)
    include(noun)
    start = end = noun.i
    inside -= {c.i for c in children_of(noun, "cc")}
    if noun.dep_ in ("csubj", "csubj:pass") and verb is not None and verb.i != noun.i:
        return _clausal_phrase_of(noun)
    while start - 1 in inside or (start - 2 in inside and doc[start - 1].is_quote):
        start -= 1
    while end + 1 in inside or (
        end + 2 in inside and (doc[end + 1].is_punct or doc[end + 1].dep_ in ("cc", "conj"))
    ):
        end += 1
    while start < noun.i and (doc[start].is_space or _joins(doc[start])):
        start += 1
    while end > noun.i and (
        doc[end].is_space
        or (doc[end].is_punct and not _closes(doc[start : end + 1]))
        or (doc[end].dep_ in ("case", "det") and doc[end].head.i > end)  # of what is outside
    ):
        end -= 1
    return doc.span(start, end + 1)


def _joins(word: Token) -> bool:
    """Whether a word joins a phrase to others, and is no part of it: "not only a port" is a port."""
    is_limit = is_not_only(word) or is_not_only(word.nbor(-1))
    return word.dep_ == "cc" or word.lower_ in JOINING or is_limit


def _clausal_phrase_of(head: Token) -> Span:
    """Return a clause that is an argument, without the marks around it."""
    start, end = head.left_edge.i, head.right_edge.i
    while end > head.i and (head.doc[end].is_punct or head.doc[end].is_space):
        end -= 1
    while start < head.i and (head.doc[start].is_punct or head.doc[start].dep_ in ("mark", "cc")):
        start += 1
    return head.doc.span(start, end + 1)


def _closes(words: Sequence[Token]) -> bool:
    """Whether the last word is a quotation mark that belongs to one among the words."""
    return words[-1].is_quote and sum(token.is_quote for token in words) % 2 == 0


def _stands_outside(child: Token, noun: Token, outside: Sequence[str]) -> bool:
    """Whether a dependent of the head of a phrase is no part of the phrase; "than we had" of "more" is."""
    if child.dep_ == "advcl" and noun.tag_ in ("JJR", "RBR") and marker_of(child) == "than":
        return False
    if child.dep_ == "punct":
        return child.lower_ not in ("-", "–", "'", '"')
    if child.dep_ == "case":
        return child.i < noun.i
    if child.dep_ == "advmod" and has_child(noun, "cop"):
        return child.lower_ in NEGATORS
    if child.dep_ == "acl":  # "the mayor, elected in May", "Known for his jokes, the mayor"
        edge = child.left_edge.i - 1 if child.i > noun.i else child.right_edge.i + 1
        return is_comma(noun.doc[edge]) or (child.i < noun.i and is_comma(child.right_edge))
    return child.dep_ in outside


def verb_group_of(head: Token, last: Token | None = None) -> Span:
    """Return the verb with its auxiliaries, adverbs and particle around it, as one stretch as written.

    `last` stretches it to a later token (a promoted preposition) if only adverbs and particles lie between.
    """
    doc = head.doc
    near = ("aux", "aux:pass", "cop", "advmod", "compound:prt", "mark", "punct")
    start = head.i
    while start > head.sent.start:
        before = doc[start - 1]
        belongs = before.head.i == head.i and before.dep_ in near and not before.is_punct
        if (
            not belongs
            or (before.dep_ == "mark" and before.lower_ != "to")
            or (before.dep_ == "advmod" and before.lower_ in ("when", "where", "why", "how"))
        ):
            break
        start -= 1
    while start < head.i and doc[start].dep_ == "mark":
        start += 1
    end = head.i
    while end + 1 < head.sent.end and doc[end + 1].head.i == head.i and doc[end + 1].dep_ == "compound:prt":
        end += 1
    if (
        last is not None
        and last.i > end
        and all(
            t.head.i == head.i and t.dep_ in ("advmod", "compound:prt") or t.i == last.i or t.dep_ == "fixed"
            for t in doc[end + 1 : last.i + 1]
        )
    ):
        end = last.i
    return doc.span(start, end + 1)
