"""Joins third-person pronouns to their antecedents.

Receives the `Chains` of a document, and joins in place. Where two antecedents fit about equally well,
a pronoun stays alone.

Reference: Lappin and Leass 1994, "An algorithm for pronominal anaphora resolution",
https://aclanthology.org/J94-4002/
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kg import binding, names, syntax
from kg.binding import GENDER_OF_PRONOUN, SPEECH, SUBJECTS
from kg.chains import PLURAL, TIME_NOUNS, Chains, are_of_one_kind, number_of
from kg.model import MentionKind
from kg.voices import is_one_voice, speaker_of

if TYPE_CHECKING:
    from kg.tokens import Token

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
PER_SENTENCE, REACH = 30, 2
QUANTITIES = {
    "all", "both", "dozens", "few", "group", "half", "hundreds", "lot", "lots", "majority", "many", "most",
    "number", "several", "some", "thousands",
}  # fmt: skip
COLLECTIVES = {"band", "couple", "crew", "duo", "family", "group", "pair", "panel", "team", "trio"}
"""Nouns for several people, who are "they" or "it"."""
KNOWN_GENDER, OWN, DOUBT, CLEARLY = 20, 25, 15, 2
PARALLEL, CONJOINED = 25, 45
THOUGHT = {"agree", "believe", "consider", "debate", "decide", "hope", "reason", "suspect", "think", "vote"}
SHOWING = {"ensure", "imply", "indicate", "mean", "prove", "reveal", "show", "suggest"}
"""Verbs with a clause as their object that things do too."""
LEAST, MARGIN, MARGIN_OF_PERSON = 16, 20, 6
"""How salient an antecedent must be, and how much more than the next, chosen on the train part of GUM:
there "he" and "she" are right nine times in ten whatever the salience, "it" and "they" only above these."""


def join_pronouns(chains: Chains) -> None:
    """Join pronouns to their antecedents: those of the text's own voice first, then those that are quoted."""
    places = [place for place in chains.places(MentionKind.PRONOUN) if _is_third_person(chains, place)]
    for place in sorted(places, key=lambda place: chains.markables[place].head.i in chains.quotation_at):
        if chains.markables[place].head.lower_.endswith(("self", "selves")):
            found = _reflexive_antecedent(chains, place)
        else:
            found = _antecedent(chains, place)
        if found is not None:
            chains.join(place, found)
    for place in places:
        if len(chains.of[place].members) == 1 and (found := _subject_behind(chains, place)) is not None:
            chains.join(place, found)


def _is_third_person(chains: Chains, place: int) -> bool:
    token = chains.markables[place].head
    is_deed = token.lower_ == "it" and token.dep_ == "obj" and token.head.lemma_ == "do"  # "he did it again"
    return token.lower_ in GENDER_OF_PRONOUN and not is_deed and not binding.is_pleonastic(token)


def _subject_behind(chains: Chains, place: int) -> int | None:
    """Return the subject that a possessive stands before: "In her speech, Ann Lee said"."""
    token = chains.markables[place].head
    subject = _own_subject(token)
    if subject is None or subject.i < token.i or binding.contains(subject, token):
        return None
    found = chains.at.get(subject.i)
    is_name = found is not None and chains.markables[found].kind is MentionKind.NAME
    return found if found is not None and is_name and _fits_pronoun(chains, place, found) else None


def join_lone_pronouns(chains: Chains) -> None:
    """Join "he" and "she" that nothing nearby explains to the person whom the text is about so far."""
    for place in chains.distinct(chains.places(MentionKind.PRONOUN)):
        members = chains.of[place].members
        gender = GENDER_OF_PRONOUN.get(chains.markables[place].head.lower_)
        are_pronouns = all(chains.markables[m].kind is MentionKind.PRONOUN for m in members)
        if gender in ("m", "f") and are_pronouns:
            person = _person_before(chains, members, gender)
            if person is not None:
                chains.join(place, person)


def _person_before(chains: Chains, pronouns: Sequence[int], gender: str) -> int | None:
    """Return the person named before, of that gender if any is, mentioned twice as often as the next."""
    named = (p for p in chains.places(MentionKind.NAME) if p < pronouns[0])
    people = [
        p
        for p in chains.distinct(p for p in named if chains.of[p].kind == "person")
        if chains.of[p].gender in ("", gender) and not _excludes(chains, pronouns, p)
    ]
    people = [p for p in people if chains.of[p].gender == gender] or people
    ranked = sorted(people, key=lambda p: -len(chains.of[p].members))
    sizes = [len(chains.of[p].members) for p in ranked]
    is_clear = len(ranked) == 1 or (len(ranked) > 1 and sizes[0] >= CLEARLY * sizes[1])
    return ranked[0] if is_clear else None


def _excludes(chains: Chains, pronouns: Sequence[int], person: int) -> bool:
    """Whether grammar says of some pronoun that it is not a person."""
    return any(
        chains.sentence[place] == chains.sentence[other]
        and binding.are_arguments_of_one(chains.markables[place].head, chains.markables[other].head)
        for place in pronouns
        for other in chains.of[person].members
    )


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
    own, parallel = _own_subject(token), _parallel_to(chains, token)
    if _is_of_some(chains, token):
        return None
    for other in range(place - 1, -1, -1):
        distance = sentence[place] - sentence[other]
        head = chains.markables[other].head
        if distance > REACH:
            break
        if head.i >= token.i:
            continue
        score = _salience(chains, place, other, distance)
        if head == own:
            score += OWN
        if head == parallel:
            score += CONJOINED if token.dep_ == "nmod:poss" else PARALLEL
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
    margin = MARGIN_OF_PERSON if is_person else MARGIN
    if chains.markables[ranked[0][1]].head in (own, parallel):
        margin = 0
    return ranked[0][1] if ranked[0][0] - rival >= margin else None


def _is_possible(chains: Chains, place: int, other: int) -> bool:
    token, head = chains.markables[place].head, chains.markables[other].head
    if head.lemma_ in TIME_NOUNS or not _fits_pronoun(chains, place, other):
        return False
    if binding.contains(head, token) or binding.contains(token, head):
        return False
    if _leads(token) and not _is_actor(chains, head):
        return False
    if _thinks(token) and not (_is_actor(chains, head) or head.lemma_.endswith(names.WORKERS)):
        return False
    is_own = token.dep_ == "nmod:poss"
    if not is_own and (binding.are_arguments_of_one(token, head) or binding.is_gap_beside(token, head)):
        return False
    if GENDER_OF_PRONOUN[token.lower_] == "" and binding.has_conjunct(head):
        return False
    return token.i not in chains.quotation_at or not _is_of_speaker(chains, token, other)


def _is_of_speaker(chains: Chains, token: Token, other: int) -> bool:
    """Whether a noun would be "I" or "we" to who says a quoted word: the speaker, or "his team"."""
    speaker, head = speaker_of(chains, token), chains.markables[other].head
    owners = syntax.children_of(head, "nmod:poss") if head.lemma_ in COLLECTIVES else []
    places = [other, *(chains.at[owner.i] for owner in owners if owner.i in chains.at)]
    return any(chains.of[place] is speaker for place in places)


def _leads(token: Token) -> bool:
    """Whether a possessive is of something that has leaders: "its chairman"."""
    return token.lower_ == "its" and names.is_role(token.head.lower_)


def _thinks(token: Token) -> bool:
    """Whether "they" do what only somebody does: "they said", "they debated", "they found that …"."""
    verb = token.head
    has_content = syntax.has_child(verb, "ccomp") and verb.lemma_ not in SHOWING
    is_thought = verb.lemma_ in SPEECH | THOUGHT or has_content
    return token.lower_ == "they" and token.dep_ == "nsubj" and is_thought


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
    is_body = markable.label == "ORG" or names.sector_of(markable.name or "") != ""
    is_body = is_body or markable.head.lemma_ in COLLECTIVES
    has_others = any(child.lower_ in ("al", "al.") for child in markable.head.children)
    is_several = has_others or PLURAL in (chain.number, number_of(markable))
    return is_several or (is_body and chain.kind != "person")


def _role_of(noun: Token) -> str:
    """Return the role of a noun in its clause; for "Ann and Bea" that of "Ann", for "some of them" of "some".

    What there is ("there is a plan") is no subject.
    """
    while noun.head.i != noun.i and (
        noun.dep_ == "conj" or (noun.dep_ == "nmod" and noun.head.lower_ in QUANTITIES)
    ):
        noun = noun.head
    return "" if syntax.has_child(noun.head, "expl") else noun.dep_


def _is_of_some(chains: Chains, token: Token) -> bool:
    """Whether "they" are some that a word alone stands for: "several said they fled"."""
    verb = token.head
    subject = binding.subject_of(verb.head) if verb.dep_ == "ccomp" and token.dep_ in SUBJECTS else None
    if subject is None or token.lower_ != "they" or verb.head.lemma_ not in SPEECH:
        return False
    is_some = subject.lower_ in QUANTITIES and _counted_by(subject) == subject
    return is_some and subject.i not in chains.at


def _counted_by(noun: Token) -> Token:
    """Return what a word for a quantity is of, or the noun itself: the people in "some of the people"."""
    parts = syntax.children_of(noun, "nmod") if noun.lower_ in QUANTITIES else []
    return parts[0] if parts else noun


def _own_subject(token: Token) -> Token | None:
    """Return the subject of the clause that a possessive stands in: whose something is, as a rule."""
    return binding.subject_around(token) if token.dep_ == "nmod:poss" else None


def _parallel_to(chains: Chains, token: Token) -> Token | None:
    """Return the noun in the same place of the clause around or before: in "the firm said it would sell" and
    "the firm sold it as it had to" the firm, in "they bought a ship and sold it" the ship; for "Ann and her
    son" and "Ann's house and her boat" Ann. What only shows or finds something does not speak of itself.
    """
    verb = token.head
    if token.dep_ == "nmod:poss" and verb.dep_ == "conj":
        owners = syntax.children_of(verb.head, "nmod:poss")
        return verb.head if _is_actor(chains, verb.head) else next(iter(owners), None)
    if token.dep_ in SUBJECTS:
        if binding.has_adverb(verb, "also"):
            return binding.subject_before(token)
        if (opener := binding.opening_subject(token)) is not None and _may_be(chains, token, opener):
            return opener
        while verb.dep_ == "conj" and verb.head.i < verb.i:
            verb = verb.head
        subject = binding.subject_of(verb.head) if verb.dep_ in ("advcl", "ccomp") else None
        if subject is None or subject.i > token.i:
            return None
        subject = _counted_by(subject)
        return subject if verb.dep_ == "advcl" or _is_actor(chains, subject) else None
    if token.dep_ == "obj" and verb.dep_ == "conj":
        return next((child for child in verb.head.children if child.dep_ == "obj"), None)
    return None


def _may_be(chains: Chains, token: Token, noun: Token) -> bool:
    return noun.i in chains.at and _is_possible(chains, chains.at[token.i], chains.at[noun.i])


def _is_actor(chains: Chains, noun: Token) -> bool:
    """Whether a noun is of somebody: a person, a body, a country, or people of a sort."""
    place = chains.at.get(noun.i)
    if place is None:
        return False
    chain, markable = chains.of[place], chains.markables[place]
    is_name = markable.kind is MentionKind.NAME and markable.label in ("ORG", "GPE", "")
    is_body = is_name or names.sector_of(markable.name or "") != "" or noun.lemma_ in COLLECTIVES
    return is_body or chain.kind == "person" or names.is_person(noun.lemma_)


def _salience(chains: Chains, place: int, other: int, distance: int) -> float:
    token, head = chains.markables[place].head, chains.markables[other].head
    role = _role_of(head)
    score = float(SALIENCE.get(role, 6)) - PER_SENTENCE * distance
    if chains.of[other].gender in ("m", "f"):  # and the same, else it would not fit
        score += KNOWN_GENDER
    if not is_one_voice(chains, token, head):
        score -= DOUBT
    if (
        GENDER_OF_PRONOUN[token.lower_] == ""
        and chains.markables[other].label == "ORG"
        and head.tag_ == "NNP"
    ):
        score -= DOUBT  # a body may be "they", as a couple or a band is
    if token.dep_ in SUBJECTS and role in SUBJECTS:
        score += 6
    if distance == 0 and head.dep_ == "conj" and not binding.has_conjunct(head):
        score -= 4
    if (
        chains.of[other].kind in ("person", "body")
        and chains.markables[other].kind is not MentionKind.NOMINAL
    ):
        score += 4
    return score + min(3 * len(chains.of[other].members), 15) + head.i / len(head.doc)
