"""Reads nouns that name events: "Norway's attack on Chile", "the killing of X by Y", "talks between X and Y".

Receives a `Page` and a noun of its document; yields drafts of relations, named as the verb would be.
An event is read where both sides are there, in the noun's own phrase or around a light verb ("launched an
attack on"). A mere plan, denial or fear of it is not said to have come true: its governor gives its stance.

Reference: argument structure of event nouns, Meyers et al. 2004, "The NomBank project",
https://aclanthology.org/W04-2705/
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from kg import stance, syntax
from kg.contents import SPOKEN, frame_content
from kg.model import MentionKind, Modality, Predicate, Relation
from kg.page import (
    Draft,
    Page,
    doubts_of,
    is_time,
    kind_at,
    length_of,
    passage_of,
    phrases_within,
    place_of,
    quoted_speaker_of,
    sentence_passage,
    term_of,
)
from kg.stance import Stance

if TYPE_CHECKING:
    from kg.arguments import Clause
    from kg.lexicon import Nominal
    from kg.tokens import Span, Token

INDEFINITE = {"a", "an", "any", "no", "another", "every", "each", "some"}
SETTLED = ("said", "charged", "possible", "factive", "implied", "")
"""Under these effects of its governor a definite event is presupposed."""


def drafts_of_event(page: Page, noun: Token, sentence: Span) -> Iterator[Draft]:
    """Yield who does what to whom in the event that a noun names; nothing for other nouns."""
    nominal = page.ontology.nominals.get(noun.lemma_.lower()) if noun.pos_ == "NOUN" else None
    if nominal is None or noun.dep_ in ("compound", "nmod:desc", "fixed"):
        return
    light = _light_verb_of(page, noun)
    agents, patients = _sides_of(page, noun, nominal, light)
    state = page.stances[light.head.i] if light else _stance_of(page, noun)
    state = replace(state, speaker=state.speaker or quoted_speaker_of(page, noun))
    if any(child.lower_ == "no" for child in syntax.children_of(noun, "det")) and not light:
        state = replace(state, negated=not state.negated)
    start = min(light.head.i, noun.i) if light else noun.i
    span = page.doc.span(start, max(light.head.i, noun.i) + 1) if light else noun.span
    own = [
        t
        for times in page.times.values()
        for t in times
        if noun.left_edge.i <= t.tokens.start <= noun.right_edge.i
    ]
    own = own or (page.times.get(light.head.i, []) if light else [])
    obliques = [*phrases_within(noun), *(light.obliques if light else [])]
    for agent in agents:
        for patient in patients:
            if agent.i == patient.i or page.mention_at.get(patient.i) is None:
                continue
            relation = Relation(
                subject=term_of(page, agent, "subject"),
                predicate=Predicate(nominal.predicate, passage_of(span), nominal.category),
                object=term_of(page, patient, "object"),
                sentence=sentence_passage(page, sentence),
                rule="event",
                negated=state.negated,
                modality=state.modality,
                attributed_to=term_of(page, state.speaker, "speaker") if state.speaker else None,
                time=own[0].expression if own else None,
                place=place_of(page, [o for o in obliques if o.noun not in patients]),
            )
            doubts = doubts_of("subject", agent) | doubts_of("object", patient)
            ends = {f"subject {kind_at(page, agent)}", f"object {kind_at(page, patient)}"}
            yield Draft(relation, frozenset({"event", *ends, *doubts, *length_of(sentence)}))


def _light_verb_of(page: Page, noun: Token) -> Clause | None:
    """Return the clause whose verb only says that the event took place: of "carry out an attack"."""
    clause = page.clauses.get(noun.head.i)
    if clause is None or noun.head.lemma_.lower() not in page.ontology.light_verbs:
        return None
    return clause if noun in clause.patients else None


def _sides_of(
    page: Page, noun: Token, nominal: Nominal, light: Clause | None
) -> tuple[list[Token], list[Token]]:
    """Return those who do it and those it is done to; of a mutual event, the first side and the others."""
    phrases = phrases_within(noun)
    phrases += [o for phrase in phrases for o in phrases_within(phrase.noun) if o.preposition == "by"]
    phrases = [o for o in phrases if not is_time(page, o.noun)] + (light.obliques if light else [])
    if nominal.is_mutual:
        between = [n for o in phrases if o.preposition == "between" for n in syntax.with_conjuncts(o.noun)]
        if len(between) > 1:
            return between[:1], between[1:]
    agents = [
        n
        for o in phrases
        if o.preposition in nominal.agent_prepositions
        for n in syntax.with_conjuncts(o.noun)
    ]
    prepositions = nominal.patient_prepositions | ({"with"} if nominal.is_mutual else set())
    patients = [n for o in phrases if o.preposition in prepositions for n in syntax.with_conjuncts(o.noun)]
    if light is not None:
        agents = agents or [a for a in light.agents if a.i != noun.i]
        given = light.obliques if "for" in prepositions else []
        patients = patients or light.recipients or [o.noun for o in given if o.preposition == "to"]
    owners = [n for owner in syntax.children_of(noun, "nmod:poss") for n in syntax.with_conjuncts(owner)]
    if agents and not patients and "of" in prepositions:
        # whoever starts "his investigation" is not the one it is of
        patients = [owner for owner in owners if light is None or owner.tag_ != "PRP$"]
    return agents or owners or _named_before(page, noun) or _controllers_of(page, noun), patients


def _controllers_of(page: Page, noun: Token) -> list[Token]:
    """Return who does what he plans or denies: the subject of "plan an attack"."""
    clause = page.clauses.get(noun.head.i)
    if clause is None or noun not in clause.objects:
        return []
    effect = _effect_of(page, noun.head)
    return clause.agents if effect in ("future", "planned", "denied") else []


def _named_before(page: Page, noun: Token) -> list[Token]:
    """Return who stands before an event as an adjective: "Norwegian attack", "NATO attack", "US-led attack".

    The name of a place does so only as an acronym: "the Oslo attack" is one in Oslo.
    """
    found = []
    for child in syntax.children_of(noun, "amod", "compound", "nmod:unmarked", "nmod:desc"):
        if child.i > noun.i:
            continue
        inner = [t for t in child.children if t.i < child.i] if child.tag_ == "VBN" else [child]
        for token in inner:
            mention = page.mention_at.get(token.i)
            if mention is None or page.markables[mention].kind is not MentionKind.NAME:
                continue
            markable = page.markables[mention]
            if markable.label in ("NORP", "ORG") or (
                markable.label == "GPE" and markable.span.text.isupper()
            ):
                found.append(token)
    return found


def _effect_of(page: Page, governor: Token, preposition: str = "") -> str:
    """Return what a governor does to an event: what it does to a clause, else to an infinitive."""
    ontology = page.ontology
    effect = frame_content(governor, ontology, preposition)
    return effect or frame_content(governor, ontology, preposition, infinitive=True)


def _stance_of(page: Page, noun: Token) -> Stance:
    """Return how an event is meant: as what governs it has it, or as presupposed where it is definite."""
    governor = noun
    while governor.dep_ == "conj":
        governor = governor.head
    preposition, governor = syntax.preposition_of(governor), governor.head
    around = governor
    while around.i not in page.clauses and around.head.i != around.i:
        around = around.head
    given = page.stances.get(around.i, Stance())
    is_subject = noun.dep_ in syntax.SUBJECTS and not syntax.is_passive(governor)
    effect = "" if is_subject else _effect_of(page, governor, preposition)
    determiners = {child.lower_ for child in syntax.children_of(noun, "det")}
    is_definite = syntax.has_child(noun, "nmod:poss") or (
        bool(determiners) and determiners.isdisjoint(INDEFINITE)
    )
    if effect in SETTLED and is_definite:
        return Stance(speaker=given.speaker)
    if effect in stance.SET_BY:
        is_denied = given.negated != (effect in stance.DENYING)
        return replace(given, modality=stance.SET_BY[effect], negated=is_denied)
    if effect == "negated":
        return replace(given, negated=not given.negated)
    clause = page.clauses.get(governor.i)
    if effect in SPOKEN and clause is not None and clause.agents:
        modality = Modality.REQUIRED if effect == "required" else Modality.ASSERTED
        return Stance(negated=effect == "denied", modality=modality, speaker=clause.agents[0])
    return given
