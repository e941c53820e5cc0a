"""Joins third-person pronouns to their antecedents.

Receives the `Chains` of a document, and joins in place. Where two antecedents fit about equally well,
a pronoun stays alone.

Reference: Lappin and Leass 1994, "An algorithm for pronominal anaphora resolution",
https://aclanthology.org/J94-4002/
"""

from __future__ import annotations

from kg import binding
from kg.binding import GENDER_OF_PRONOUN, SUBJECTS
from kg.chains import PLURAL, Chains, are_of_one_kind
from kg.model import MentionKind
from kg.voices import speaker_of

# Salience of grammatical roles; chosen on the sentence table of the tests.
SALIENCE = {
    "nsubj": 40,
    "nsubj:pass": 36,
    "nsubj:outer": 36,
    "obl:agent": 28,
    "obj": 24,
    "iobj": 22,
    "obl": 14,
}
PER_SENTENCE, MARGIN, LEAST, REACH = 30, 6, 0, 2
TIME_NOUNS = {
    "time", "year", "month", "week", "day", "hour", "minute", "decade", "century", "night", "morning",
}  # fmt: skip


def join_pronouns(chains: Chains) -> None:
    for place in chains.places(MentionKind.PRONOUN):
        token = chains.markables[place].head
        if token.lower_ not in GENDER_OF_PRONOUN or binding.is_pleonastic(token):
            continue
        if token.lower_.endswith(("self", "selves")):
            found = _reflexive_antecedent(chains, place)
        else:
            found = _antecedent(chains, place)
        if found is not None:
            chains.join(place, found)


def _reflexive_antecedent(chains: Chains, place: int) -> int | None:
    subject = binding.subject_around(chains.markables[place].head)
    if subject is None or subject.i not in chains.at or binding.has_conjunct(subject):
        return None
    found = chains.at[subject.i]
    return found if _fits_pronoun(chains, place, found) else None


def _antecedent(chains: Chains, place: int) -> int | None:
    """Return the most salient markable that a pronoun may stand for; None if two are close."""
    token = chains.markables[place].head
    best: dict[int, tuple[float, int]] = {}
    sentence = chains.sentence if token.i in chains.quotation_at else chains.unquoted
    together = float("-inf")
    for other in range(place):
        distance = sentence[place] - sentence[other]
        head = chains.markables[other].head
        if not 0 <= distance <= REACH or head.i >= token.i:
            continue
        score = _salience(chains, place, other, distance)
        if _is_possible(chains, place, other):
            key = id(chains.of[other])
            best[key] = max(best.get(key, (score, other)), (score, other))
        elif GENDER_OF_PRONOUN[token.lower_] == "" and binding.has_conjunct(head):
            together = max(together, score)  # "they" may be all of "Chad and Mali", which is no markable
    ranked = sorted(best.values(), reverse=True)
    is_person = GENDER_OF_PRONOUN[token.lower_] in ("m", "f")
    if not ranked or (ranked[0][0] < LEAST and not is_person):
        return None
    rival = max(together, ranked[1][0] if len(ranked) > 1 else together)
    return ranked[0][1] if ranked[0][0] - rival >= MARGIN else None


def _is_possible(chains: Chains, place: int, other: int) -> bool:
    token, head = chains.markables[place].head, chains.markables[other].head
    if head.lemma_ in TIME_NOUNS or not _fits_pronoun(chains, place, other):
        return False
    if binding.contains(head, token) or binding.contains(token, head):
        return False
    if token.dep_ != "nmod:poss" and binding.are_arguments_of_one(token, head):
        return False
    if GENDER_OF_PRONOUN[token.lower_] == "" and binding.has_conjunct(head):
        return False
    # inside a quotation the third person is not the speaker
    return not (token.i in chains.quotation_at and speaker_of(chains, token) is chains.of[other])


def _fits_pronoun(chains: Chains, place: int, other: int) -> bool:
    token, chain, markable = chains.markables[place].head, chains.of[other], chains.markables[other]
    gender = GENDER_OF_PRONOUN[token.lower_]
    if markable.kind is MentionKind.PRONOUN and len(chain.members) == 1:
        return token.lower_ != "it" and are_of_one_kind(token, markable.head)
    if gender in ("m", "f"):
        return chain.kind == "person" and chain.number != PLURAL and chain.gender in ("", gender)
    if gender == "n":
        is_thing = chain.kind != "person" and chain.gender in ("", "n") and chain.number != PLURAL
        return is_thing and markable.label not in ("NORP", "PERSON")
    is_body = markable.kind is MentionKind.NAME and markable.label == "ORG"
    return is_body or chain.number == PLURAL


def _salience(chains: Chains, place: int, other: int, distance: int) -> float:
    token, head = chains.markables[place].head, chains.markables[other].head
    first = head
    while first.dep_ == "conj" and first.head.i != first.i:
        first = first.head
    score = float(SALIENCE.get(first.dep_, 6)) - PER_SENTENCE * distance
    if chains.quotation_at.get(token.i) != chains.quotation_at.get(head.i):
        score -= 15
    if token.dep_ in SUBJECTS and head.dep_ in SUBJECTS:
        score += 6
    subject = binding.subject_around(token) if token.dep_ == "nmod:poss" else None
    if subject is not None and subject.i == head.i:
        score += 25
    if distance == 0 and head.dep_ == "conj" and not binding.has_conjunct(head):
        score -= 4
    if (
        chains.of[other].kind in ("person", "body")
        and chains.markables[other].kind is not MentionKind.NOMINAL
    ):
        score += 4
    return score + min(3 * len(chains.of[other].members), 15) + head.i / len(head.doc)
