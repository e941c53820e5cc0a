"""Finds the contents of verbs, and what a word does to its content by the lexicon.

Receives the clauses of `kg.arguments` and the ontology, and hangs in place on the verbs that govern them the
clauses that a parser hung elsewhere: what is told, asked for or planned, and who says so.
"""

from __future__ import annotations

from collections.abc import Container, Mapping
from typing import TYPE_CHECKING

from kg import frames, moods, syntax
from kg.speakers import can_speak, ends_sentence, is_source, oblique_of_source
from kg.subjects import is_somebody

if TYPE_CHECKING:
    from kg.arguments import Clause
    from kg.ontology import Ontology
    from kg.tokens import Token

SPOKEN = ("said", "denied", "charged", "required", "question")
"""Effects of words that name who means what they govern."""
AROUND = ("after", "amid", "because of", "before", "despite", "due to", "during", "following", "since")
"""Prepositions behind a verb of saying that do not lead to what is said ("resigned after claims that")."""
EVIDENCE = ("indicate", "mean", "show", "suggest")
"""Verbs of saying whose participle tells what a thing says, not somebody."""


def frame_content(head: Token, ontology: Ontology, preposition: str = "", *, infinitive: bool = False) -> str:
    """Return what a verb, noun or adjective does to its complement (see `ontology/README.md`), "" if unknown.

    `infinitive`: the complement is an infinitive or a gerund ("told him to go"), not a clause with "that".
    """
    lemma = frames.lemma_of(head, ontology)
    objects = syntax.children_of(head, "obj")
    frame = ontology.frame_of(
        lemma,
        particle=syntax.particle_of(head),
        preposition=preposition,
        object_noun=objects[0].lemma_.lower() if objects else "",
    )
    if frame is None and head.lower_ != lemma:
        frame = ontology.frame_of(head.lower_)
    if frame is None:
        return "factive" if moods.is_moved(head) else ""
    return (frame.infinitive or frame.content) if infinitive else frame.content


def reattach_contents(clauses: Mapping[int, Clause], ontology: Ontology, quoted: Container[int]) -> None:
    """Hang contents on the verbs that govern them where the parser did not.

    "told an agency that it was so" is no clause of the agency, and "threatened on Monday to leave" tells no
    purpose of threatening. An order ("Close the border, he said") has no subject.
    """
    for clause in clauses.values():
        _lift_source(clause, clauses)
    for clause in clauses.values():
        if clause.is_subject_shared and moods.is_imperative(clause, quoted):
            clause.subjects, clause.agents = [], []
        if clause.governor is None and _is_told_too(clause, ontology):
            clause.governor, clause.link = clause.head.head, "ccomp"
        noun = clause.governor
        if noun is None:
            continue
        if clause.is_subject_shared and moods.is_judged(clause):
            clause.link, clause.subjects, clause.agents = "ccomp", [], []
        if clause.link in ("advcl", "xcomp") and clause.mark in ("to", "for") and clause.head.tag_ != "VBG":
            if clause.link == "advcl" and _lacks_infinitive(noun, ontology):
                clause.link = "xcomp"
            around = clauses.get(noun.i)
            asked = addressee_of(clause, around, ontology) if around is not None else None
            if asked is not None:
                clause.link, clause.subjects = "xcomp", syntax.with_conjuncts(asked)
                clause.agents = clause.agents if clause.is_passive else clause.subjects
            elif (
                around is not None
                and moods.is_purpose_of_agent(clause, around)
                and not frame_content(noun, ontology, infinitive=True)
            ):
                clause.subjects = clause.agents = around.agents
        told = clauses.get(noun.i)
        if told is not None and told.governor is not None and _is_told_beside(clause, told, ontology):
            clause.governor = told.governor
            over = clauses.get(told.governor.i)
            if clause.is_subject_shared and over is not None and over.agents and not clause.is_passive:
                clause.subjects = clause.agents = over.agents
        if clause.link == "advcl" and _is_bare_speech(clause, ontology):
            clause.link = "parataxis"
        if clause.link == "parataxis" and _goes_on_with(clause, noun, ontology):
            clause.link = "ccomp"
        if moods.is_meant_by_subject(noun, clause) and (around := clause_over(noun, clauses)) is not None:
            clause.subjects = clause.agents = around.agents or around.subjects
        if moods.is_done_by(noun, clause) and not frame_content(noun, ontology, infinitive=True):
            clause.subjects = [noun]
            clause.agents = clause.agents if clause.is_passive else [noun]
        if clause.link not in ("acl", "acl:relcl") or clause.is_subject_shared:
            continue
        if _is_bare_content(clause, noun, ontology):
            clause.link, clause.mark = "acl", "that"
        is_content = clause.mark == "that" and noun.dep_ in ("obj", "iobj", "obl") and noun.head.i in clauses
        is_content = is_content and syntax.preposition_of(noun) not in AROUND
        if is_content and not frame_content(noun, ontology) and frame_content(noun.head, ontology) in SPOKEN:
            clause.governor, clause.link = noun.head, "ccomp"


def _lift_source(clause: Clause, clauses: Mapping[int, Clause]) -> None:
    """Name the sources of a clause as such; the one that ends a sentence is the source of all of it."""
    main = clauses.get(clause.head.sent.root.i, clause)
    phrases, clause.obliques = clause.obliques, []
    for phrase in phrases:
        oblique = oblique_of_source(phrase)
        is_last = is_source(oblique) and ends_sentence(phrase.noun)
        (main if is_last else clause).obliques.append(oblique)


def clause_over(noun: Token, clauses: Mapping[int, Clause]) -> Clause | None:
    """Return the clause that a noun stands in, None for none."""
    while noun.i not in clauses and noun.head.i != noun.i:
        noun = noun.head
    return clauses.get(noun.i)


def _is_bare_speech(clause: Clause, ontology: Ontology) -> bool:
    """Whether a finite clause that nothing introduces tells who speaks: "Police said on Friday, two died"."""
    head = clause.head
    is_own = bool(clause.agents) and not clause.is_subject_shared and can_speak(clause.agents[0])
    first, last = head.left_edge, head.right_edge
    edges = (first, first.nbor(-1)) if first.i > head.head.i else (last, last.nbor(1))
    is_apart = any(token.text == "," for token in edges)
    is_bare = is_own and is_apart and not clause.mark and head.tag_ in ("VBD", "VBZ", "VBP")
    return is_bare and frame_content(head, ontology) == "said" and not syntax.has_child(head, "ccomp", "obj")


def _is_bare_content(clause: Clause, noun: Token, ontology: Ontology) -> bool:
    """Whether a finite clause without gap or mark is what a noun of saying says: "claims he took a bribe"."""
    head = clause.head
    is_whole = syntax.has_child(head, "obj", "ccomp", "xcomp", "cop", "aux:pass")
    is_whole = is_whole and syntax.is_finite(head) and syntax.has_child(head, *syntax.SUBJECTS)
    is_marked = bool(clause.mark) or any(t.tag_.startswith("W") for t in head.subtree if t.i < head.i)
    return is_whole and not is_marked and frame_content(noun, ontology) in ("said", "denied")


def _is_told_too(clause: Clause, ontology: Ontology) -> bool:
    """Whether "would" tells that a clause beside "he said it works" is said too: "but it would be slow", "but
    would not sell it".
    """
    head, verb = clause.head, clause.head.head
    is_beside = head.dep_ == "conj" and not moods.is_told_of_past(clause)
    is_backshifted = any(a.lower_ == "would" for a in syntax.children_of(head, "aux"))
    is_past = verb.tag_ == "VBD" or any(a.lower_ == "had" for a in syntax.children_of(verb, "aux"))
    is_told = is_past and syntax.has_child(verb, "ccomp")
    return is_beside and is_backshifted and is_told and frame_content(verb, ontology) == "said"


def _is_told_beside(clause: Clause, told: Clause, ontology: Ontology) -> bool:
    """Whether a clause behind what is told goes on with the story, or with the telling: "said it was so,
    adding that it would end".
    """
    if told.link != "ccomp" or told.governor is None:
        return False
    is_saying = clause.link == "advcl" and clause.head.tag_ == "VBG" and not clause.mark
    is_saying = is_saying and (clause.head.lemma_ == "cite" or syntax.has_child(clause.head, "ccomp"))
    is_saying = is_saying and told.governor.i < told.head.i < clause.head.i and moods.is_apart(clause)
    speeches = [frame_content(verb, ontology) for verb in (clause.head, told.governor)]
    is_saying = is_saying and speeches == ["said", "said"] and clause.head.lemma_ not in EVIDENCE
    return is_saying or moods.is_told_behind(clause, told)


def _goes_on_with(clause: Clause, verb: Token, ontology: Ontology) -> bool:
    """Whether a clause goes on with what is said: "said one fled, two died"."""
    if frame_content(verb, ontology) != "said" or clause.head.left_edge.i == 0 or clause.mark:
        return False
    contents = [child for child in syntax.children_of(verb, "ccomp") if verb.i < child.i < clause.head.i]
    first = clause.head
    while first.dep_ == "conj" and first.head.i > verb.i:
        first = first.head
    edge = first.left_edge
    return bool(contents) and "," in (edge.text, edge.nbor(-1).text) and bool(clause.subjects)


def addressee_of(clause: Clause, governor: Clause, ontology: Ontology) -> Token | None:
    """Return who is behind a preposition asked to do what an infinitive says ("called on rebels to leave").

    What is asked for to serve an end ("called for money to build a road") does nothing.
    """
    is_told = frame_content(governor.head, ontology, infinitive=True) == "required"
    if governor.objects:
        told = [noun for noun in governor.objects if is_told and is_somebody(noun)]
        return told[0] if told and not governor.is_passive else None
    for oblique in governor.obliques:
        # parsers hang the "for" of "called for rebels to leave" on either verb
        noun, preposition = oblique.noun, oblique.preposition or clause.mark.replace("to", "")
        if not (preposition and governor.head.i < noun.i < clause.head.i):
            continue
        may_act = preposition != "for" or clause.is_passive or is_somebody(noun)
        if may_act and frame_content(governor.head, ontology, preposition, infinitive=True) == "required":
            return noun
    return None


def _lacks_infinitive(verb: Token, ontology: Ontology) -> bool:
    """Whether a verb that is known with infinitives of what is to be, is not, moves somebody or came next has
    no other complement.
    """
    if syntax.has_child(verb, "xcomp", "ccomp", "obj"):
        return False
    effect = frame_content(verb, ontology, infinitive=True)
    if moods.is_moved(verb) or syntax.has_child(verb, "nsubj:pass"):
        return effect == "factive"
    return moods.goes_on(verb) or effect in ("future", "planned", "negated")
