"""What a predicate has around it: subjects, objects, recipients, adjuncts, agents; its clause.

Receives tokens of a `Document`, returns tokens and `Clause`s.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.subjects import (
    agents_behind,
    can_act,
    conjunct_before,
    gap_before,
    inverted_subject_of,
    is_hardship,
    is_lent,
    misplaced_main_of,
    replace_relative,
    subjects_of,
)
from kg.syntax import (
    SUBJECTS,
    children_of,
    has_child,
    is_nominal_predicate,
    is_object_complement,
    is_passive,
    is_predicate,
    is_relative_pronoun,
    marker_of,
    preposition_of,
    relation_of,
    with_conjuncts,
)

if TYPE_CHECKING:
    from kg.tokens import Span, Token

GERUND_MARKS = {"about", "against", "at", "in", "on", "upon", "with"}
"""Prepositions before a gerund that is to a verb what an object is."""

INTRANSITIVE = {
    "appear", "arrive", "come", "die", "emerge", "fall", "go", "happen", "interact", "laugh", "lie", "remain",
    "rise", "sit", "sleep", "stand", "talk", "wait",
}  # fmt: skip
"""Verbs without an object, which do not share that of a verb beside them ("arrived and shot him")."""


@dataclass(frozen=True, slots=True)
class Oblique:
    """A prepositional (or bare) complement or adjunct: its preposition ("" if bare) and its noun."""

    preposition: str
    noun: Token


@dataclass(slots=True)
class Clause:
    """One predicate with its arguments, shared ones handed on, whatever the voice.

    `subjects` are the surface subjects, `agents` those who do it: the same in the active voice, the
    by-phrases in the passive. `objects` are surface objects; `patients` are those it is done to.
    `stranded` is the preposition left without a noun ("the plan they paid for", "was lied to").
    `link` is how it hangs on `governor` ("" for the main clause): a UD relation without "conj".
    """

    head: Token
    governor: Token | None = None
    link: str = ""
    mark: str = ""
    is_passive: bool = False
    subjects: list[Token] = field(default_factory=list)
    agents: list[Token] = field(default_factory=list)
    objects: list[Token] = field(default_factory=list)
    recipients: list[Token] = field(default_factory=list)
    obliques: list[Oblique] = field(default_factory=list)
    stranded: str = ""
    is_subject_shared: bool = False

    @property
    def patients(self) -> list[Token]:
        return (self.objects or self.subjects) if self.is_passive else self.objects


def is_gerund_behind(clause: Clause) -> bool:
    """Whether a gerund behind a preposition says what a verb is about ("took part in looting")."""
    governor = clause.governor
    is_gerund = clause.link == "advcl" and clause.head.tag_ == "VBG" and clause.is_subject_shared
    is_behind = governor is not None and governor.i < clause.head.i
    return is_gerund and is_behind and clause.mark in GERUND_MARKS


def objects_of(head: Token) -> list[Token]:
    """Return the direct objects, with that of a relative clause, and those shared by coordinated verbs."""
    own = [noun for noun in children_of(head, "obj") if not is_lent(noun)]
    own = own or [noun for noun in children_of(head, "obl") if _case_behind(head, noun)]
    if not has_child(head, *SUBJECTS):
        lent = [*gap_before(head), *inverted_subject_of(head)]
        own = [noun for noun in own if noun not in lent]
    if own:
        return replace_relative(head, own[:1])
    if head.dep_ == "acl:relcl" and not is_passive(head) and head.pos_ == "VERB":
        subjects = children_of(head, "nsubj")
        places = [o for o in children_of(head, "obl") if is_relative_pronoun(o) or not preposition_of(o)]
        places = [o for o in places if o.tag_ not in ("IN", "TO")]
        places += [a for a in children_of(head, "advmod") if a.tag_ == "WRB"]
        if (
            subjects
            and not any(is_relative_pronoun(t) for t in (subjects[0], *subjects[0].children))
            and not has_child(head, "ccomp", "xcomp")
            and not places
        ):
            return (
                [] if head.head.lemma_ in ("time", "way", "reason", "place", "day", "moment") else [head.head]
            )
    if is_hardship(head) and not is_passive(head) and not has_child(head, "ccomp", "xcomp"):
        return [noun for noun in subjects_of(head.head)[0] if noun.lower_ != "it" or noun.head != head.head]
    # "the children that you created and brought up"
    first = head.head
    if head.dep_ == "conj" and first.dep_ == "acl:relcl" and not has_child(head, *SUBJECTS):
        gaps = [noun for noun in children_of(first, "obj") if is_relative_pronoun(noun) and noun.i < first.i]
        if gaps and not is_passive(head):
            return replace_relative(first, gaps[:1])
    # "condemned and rejected the plan", the plan taken for an object of the first verb only
    if head.dep_ == "conj" and head.pos_ == first.pos_ == "VERB" and not has_child(head, "ccomp", "xcomp"):
        behind = [noun for noun in children_of(first, "obj") if noun.left_edge.i > head.i]
        if behind:
            return behind[:1]
    # "condemned and rejected the plan": the object stands with the last verb
    later = [c for c in children_of(head, "conj") if c.pos_ == "VERB" and not has_child(c, *SUBJECTS)]
    if (
        later
        and later[0].i - head.i <= 2
        and head.pos_ == "VERB"
        and head.lemma_ not in INTRANSITIVE
        and not has_child(head, "ccomp", "xcomp")
        and not any(noun.i > head.i for noun in children_of(head, "obl"))
    ):
        return objects_of(later[0])
    return []


def stranded_of(head: Token) -> str:
    """Return the preposition behind a verb whose noun stands elsewhere, lower case; "" if none."""
    for child in children_of(head, "obl", "case") if not has_child(head, "obj") else ():
        is_bare = child.tag_ in ("IN", "TO") and not child.children
        case = child if is_bare else _case_behind(head, child)
        if case is not None and case.i > head.i:
            return case.lower_
    return ""


def _case_behind(head: Token, noun: Token) -> Token | None:
    """Return the preposition that stands behind the verb, the noun before it ("what he asked for")."""
    cases = children_of(noun, "case")
    return cases[0] if cases and noun.i < head.i < cases[0].i else None


def nominal_complements_of(head: Token) -> list[Token]:
    """Return what a verb says that its subject or object is: "became the leader", "called it a crime"."""
    found = [
        c for c in children_of(head, "xcomp") if not is_predicate(c) and c.pos_ != "VERB" and c.i > head.i
    ]
    second = children_of(head, "obj")[1:]
    return [noun for noun in [*found, *second] if not preposition_of(noun) and noun.pos_ != "ADV"]


def obliques_of(head: Token) -> list[Oblique]:
    """Return the prepositional and bare adjuncts of a predicate in text order, coordinated nouns spelled
    out.
    """
    found: list[Oblique] = []
    relations = ("obl", "obl:unmarked", "obl:npmod", "obl:tmod", "obl:arg")
    for noun in children_of(head, *relations):
        if noun.tag_ not in ("IN", "TO") and not _case_behind(head, noun):
            found += _spelled_out(head, noun)
    if not is_nominal_predicate(head):
        return found
    return found + [o for noun in children_of(head, "nmod") for o in _spelled_out(head, noun)]


def _spelled_out(head: Token, noun: Token) -> Iterator[Oblique]:
    preposition = preposition_of(noun)
    if is_relative_pronoun(noun):
        yield from (Oblique(preposition, antecedent) for antecedent in replace_relative(head, [noun]))
        return
    for conjunct in with_conjuncts(noun):
        yield Oblique(preposition_of(conjunct) or preposition, conjunct)


def clause_of(head: Token) -> Clause:
    """Return the clause that a predicate heads, with its arguments and its place in the sentence."""
    subjects, is_shared = subjects_of(head)
    clause = Clause(head, is_passive=is_passive(head), subjects=subjects, is_subject_shared=is_shared)
    clause.mark = marker_of(head)
    first = head
    while first.dep_ == "conj" and is_predicate(first.head):
        first = conjunct_before(first)
    if first.i != head.i:
        clause.mark = clause.mark or marker_of(first)
    if first.head.i != first.i:
        clause.governor, clause.link = first.head, relation_of(first)
        if misplaced_main_of(first.head) == first:
            clause.governor, clause.link = None, ""
        if is_object_complement(first):
            clause.governor, clause.link = first.head.head, "advcl"
    main = misplaced_main_of(first)
    if main is not None:
        clause.governor, clause.link = main, "ccomp"
    clause.objects = objects_of(head)
    clause.recipients = [r for i in children_of(head, "iobj") if not is_lent(i) for r in with_conjuncts(i)]
    clause.obliques = obliques_of(head)
    clause.stranded = stranded_of(head)
    named = agents_behind(head)
    around = [*clause.obliques, *(Oblique("by", noun) for noun in named)]
    clause.obliques = sorted(around, key=lambda oblique: oblique.noun.i)
    if clause.is_passive:
        behind = [o.noun for o in clause.obliques if o.preposition == "by" and can_act(o.noun)]
        clause.agents = [noun for noun in behind if noun in named] or behind or _shared_agents_of(head)
        clause.obliques = [o for o in clause.obliques if o.noun not in clause.agents]
    else:
        clause.agents = subjects
    return clause


def _shared_agents_of(head: Token) -> list[Token]:
    """Return the agents named once for coordinated participles: "is owned and run by a firm"."""
    if head.dep_ == "conj":
        first, second = head.head, head
    else:
        first, second = head, next(iter(children_of(head, "conj")), head)
    between = head.doc[first.i + 1 : second.i]
    if second.tag_ != "VBN" or not between or any(word.dep_ != "cc" for word in between):
        return []
    return [agent for verb in (first, second) for agent in agents_behind(verb) if agent.i > second.i]


def clauses_in(sentence: Span) -> Iterator[Clause]:
    """Yield every clause of a sentence in text order of its predicate."""
    for token in sentence:
        if not token.is_space and is_predicate(token):
            yield clause_of(token)
