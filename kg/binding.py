"""Answers what grammar alone says of pronouns and their antecedents: what may not be one, and who speaks.

Receives tokens of a `Document` with Universal Dependencies labels, returns tokens and plain values.

Reference: the syntactic filter on pronominal anaphora, Lappin and Leass 1994, "An algorithm for pronominal
anaphora resolution", https://aclanthology.org/J94-4002/
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from kg import syntax
from kg.subjects import is_outcome

if TYPE_CHECKING:
    from kg.quotations import Quotation
    from kg.tokens import Document, Token


SUBJECTS = ("nsubj", "nsubj:pass", "nsubj:outer", "csubj", "csubj:pass")
ARGUMENTS = (*SUBJECTS, "obj", "iobj", "obl", "obl:agent")
CLAUSES = {
    "acl", "acl:relcl", "advcl", "advcl:relcl", "ccomp", "xcomp", "parataxis", "csubj", "csubj:pass", "ROOT",
    "appos", "conj",
}  # fmt: skip
GENDER_OF_PRONOUN = {
    "he": "m", "him": "m", "his": "m", "himself": "m",
    "she": "f", "her": "f", "hers": "f", "herself": "f", "it": "n", "its": "n", "itself": "n",
    "they": "", "them": "", "their": "", "theirs": "", "themselves": "",
}  # fmt: skip
SPEECH = {
    "say", "tell", "add", "claim", "state", "explain", "warn", "announce", "write", "argue",
    "insist", "note", "stress", "reply", "tweet", "recall", "admit", "promise", "vow", "complain",
    "continue", "conclude", "quip", "remark", "comment", "observe", "respond", "answer", "ask", "describe",
    "declare", "assert", "emphasise", "emphasize", "underline", "acknowledge", "reveal", "joke", "predict",
    "report",
}  # fmt: skip
EMPTY_SUBJECT = {"seem", "appear", "happen", "emerge", "turn", "rain", "snow", "matter", "feel", "take"}
OF_SOMEBODY = {
    "able", "afraid", "determined", "eager", "keen", "prepared", "ready", "reluctant", "unable", "unwilling",
    "willing",
}  # fmt: skip
HEDGES = {"not", "n't", "never", "no", "longer", "if", "whether"}


def has_conjunct(token: Token) -> bool:
    """Whether a noun is one of several in a coordination."""
    return token.dep_ == "conj" or any(child.dep_ == "conj" for child in token.children)


def contains(head: Token, token: Token) -> bool:
    """Whether a token is a part of the noun phrase of a head, as "its" of "its leader": they are not one.

    A clause, apposition or conjunct ("the man who lost his job", "Ann and her son") is no such part.
    """
    while token.i != head.i:
        if token.dep_ in CLAUSES or token.head.i == token.i:
            return False
        token = token.head
    return True


def are_arguments_of_one(token: Token, other: Token) -> bool:
    """Whether two nouns are arguments of one verb, shared subjects included: "he saw him" are two people.

    What made him something may be what he did: "he won, making him the champion".
    """
    governor, other = _governor_of(token), _first_conjunct(other)
    if governor is None:
        return False
    if other.head.i == governor.i and other.dep_ in ARGUMENTS:
        return True
    subject = None if is_outcome(governor) else subject_of(governor)
    return subject is not None and _first_conjunct(subject).i == other.i


def is_gap_beside(token: Token, noun: Token) -> bool:
    """Whether the relative clause that a word is an argument of tells of a noun: "the ship it had built"."""
    governor = _governor_of(token)
    return governor is not None and governor.dep_ == "acl:relcl" and governor.head.i == noun.i


def _first_conjunct(token: Token) -> Token:
    while token.dep_ == "conj" and token.head.i != token.i:
        token = token.head
    return token


def _governor_of(token: Token) -> Token | None:
    token = _first_conjunct(token)
    return token.head if token.dep_ in ARGUMENTS else None


def subject_of(verb: Token) -> Token | None:
    """Return the subject of a verb, its own or the one that coordination and control hand on."""
    for child in verb.children:
        if child.dep_ in SUBJECTS:
            return child
    if verb.head.i == verb.i or verb.dep_ not in ("conj", "xcomp", "advcl"):
        return None
    if verb.dep_ == "xcomp":
        for child in verb.head.children:
            if child.dep_ in ("obj", "iobj") and child.i < verb.i:
                return child
    return subject_of(verb.head)


def subject_around(token: Token) -> Token | None:
    """Return the subject of the nearest clause that a token stands in, outside of its subject."""
    place = token
    while place.head.i != place.i:
        place = place.head
        if place.pos_ in ("VERB", "AUX") or syntax.has_child(place, "cop", *SUBJECTS):
            subject = subject_of(place)
            if subject is None or not contains(subject, token):
                return subject
    return None


def has_adverb(verb: Token, adverb: str) -> bool:
    """Whether an adverb says something of a verb: "it also has"."""
    return any(c.dep_ == "advmod" and c.lower_ == adverb for c in verb.children)


def subject_before(token: Token) -> Token | None:
    """Return the subject of the sentence before that of a token, in its paragraph, None if there is none."""
    end = token.sent.start
    if end == 0 or token.doc[end - 1].is_space:
        return None
    return subject_of(token.doc[end - 1].sent.root)


def opening_subject(token: Token) -> Token | None:
    """Return the subject of the clause that opens that of a pronoun: "when prices rise, they"."""
    for clause in token.head.children:
        if clause.dep_ == "advcl" and clause.i < token.i:
            return next((c for c in clause.children if c.dep_ in SUBJECTS), None)
    return None


def is_pleonastic(token: Token) -> bool:
    """Whether "it" stands for nothing: "it is high time that …", "it seems …"; not "it is willing to …"."""
    if token.lower_ != "it" or token.dep_ == "expl":
        return token.dep_ == "expl"
    head = token.head
    if head.lower_ in OF_SOMEBODY:
        return False
    has_clause = any(c.dep_ in CLAUSES - {"conj", "appos"} and c.i > head.i for c in head.children)
    return has_clause and (syntax.has_child(head, "cop", "aux:pass") or head.lemma_ in EMPTY_SUBJECT)


def is_hedged(head: Token) -> bool:
    """Whether "X is Y" is denied, only possible, or a condition."""
    return any(child.tag_ == "MD" or child.lower_ in HEDGES for child in head.children)


def speakers_of(doc: Document, quotation: Quotation, quotation_at: Mapping[int, Quotation]) -> list[Token]:
    """Return the subjects of the verbs of speech in the sentences of a quotation, quoted ones left out."""
    first, last = doc[quotation.start].sent.start, doc[quotation.end - 1].sent.end
    return [s for verb in doc[first:last] for s in _speakers_at(verb, quotation_at)]


def speakers_before(
    doc: Document, quotation: Quotation, quotation_at: Mapping[int, Quotation]
) -> list[Token]:
    """Return the subjects of the last verb of speech before a quotation, in its paragraph."""
    for i in range(doc[quotation.start].sent.start - 1, -1, -1):
        if doc[i].is_space and "\n" in doc[i].text:
            break
        if speakers := _speakers_at(doc[i], quotation_at):
            return speakers
    return []


def _speakers_at(verb: Token, quotation_at: Mapping[int, Quotation]) -> list[Token]:
    if verb.lemma_ not in SPEECH or verb.i in quotation_at:
        return []
    return [child for child in verb.children if child.dep_ == "nsubj" and child.i not in quotation_at]
