"""Whose word it is, and how it is meant: the stance of every clause of an article.

Receives the clauses of `kg.syntax` and what the ontology says verbs do to their complements;
returns for each clause whether it is negated, its modality and who says so.
A stance is handed down the tree: what "X denied that …" governs is said by X, and not so.

Reference: factuality as composition along the path from the root, Saurí and Pustejovsky 2009,
"FactBank", https://doi.org/10.1007/s10579-009-9089-9
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kg import frames, syntax
from kg.model import Modality

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

    from kg.ontology import Ontology
    from kg.quotations import Quotation
    from kg.syntax import Clause, Oblique

SET_BY = {
    "desired": Modality.DESIRED,
    "required": Modality.REQUIRED,
    "necessary": Modality.REQUIRED,
    "future": Modality.FUTURE,
    "possible": Modality.POSSIBLE,
    "question": Modality.QUESTION,
}
SPOKEN = ("said", "denied", "charged", "required", "question")
SOURCES = {"according to", "per"}


@dataclass(frozen=True, slots=True)
class Stance:
    """How a clause is meant; `speaker` is the head of the phrase that names who says so, None for the
    article.
    """

    negated: bool = False
    modality: Modality = Modality.ASSERTED
    speaker: Token | None = None


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
        return ""
    return (frame.infinitive or frame.content) if infinitive else frame.content


def stances_of(
    clauses: Mapping[int, Clause], ontology: Ontology, quotations: Sequence[Quotation]
) -> dict[int, Stance]:
    """Return the stance of each clause, by the position of its head in the document."""
    reattach_contents(clauses, ontology)
    reader = _Reader(clauses, ontology)
    found = {i: reader.stance_of(i) for i in clauses}
    return _quoted(found, clauses, quotations, reader.speakers)


def reattach_contents(clauses: Mapping[int, Clause], ontology: Ontology) -> None:
    """Hang contents on the verbs that govern them where the parser did not.

    "told an agency that it was so" is no clause of the agency, and "threatened on Monday to leave" tells no
    purpose of threatening.
    """
    for clause in clauses.values():
        noun = clause.governor
        if noun is None:
            continue
        if clause.link == "advcl" and clause.mark == "to" and _lacks_infinitive(noun, ontology):
            clause.link = "xcomp"
        if _is_done_by(noun, clause) and not frame_content(noun, ontology, infinitive=True):
            clause.subjects = [noun]
            clause.agents = clause.agents if clause.is_passive else [noun]
        if clause.link not in ("acl", "acl:relcl") or clause.is_subject_shared:
            continue
        is_content = clause.mark == "that" and noun.dep_ in ("obj", "iobj", "obl") and noun.head.i in clauses
        if is_content and not frame_content(noun, ontology) and frame_content(noun.head, ontology) in SPOKEN:
            clause.governor, clause.link = noun.head, "ccomp"


def _lacks_infinitive(verb: Token, ontology: Ontology) -> bool:
    """Whether a verb that is known with infinitives of what is to be, or is not, has no other complement."""
    if syntax.has_child(verb, "xcomp", "ccomp", "obj", "nsubj:pass"):
        return False
    return frame_content(verb, ontology, infinitive=True) in ("future", "negated")


def _is_done_by(noun: Token, clause: Clause) -> bool:
    """Whether an infinitive hangs on a noun that may be what does it ("an election to fill the seat")."""
    is_infinitive = clause.link == "acl" and clause.mark == "to" and clause.head.dep_ == "acl"
    is_doer = noun.lemma_ not in syntax.OCCASIONS and not syntax.owners_of(noun)
    return is_infinitive and clause.is_subject_shared and is_doer


class _Reader:
    """Works out stances from governors to the governed, each once."""

    def __init__(self, clauses: Mapping[int, Clause], ontology: Ontology) -> None:
        self.clauses = clauses
        self.ontology = ontology
        self.found: dict[int, Stance] = {}
        self.under_way: set[int] = set()
        self.reported = {
            c.governor.i: c for c in clauses.values() if self._is_inserted_speech(c) and c.governor
        }
        self.speakers = {
            i: c.agents[0]
            for i, c in clauses.items()
            if c.agents and self._speaks(c) and can_speak(c.agents[0])
        }

    def _speaks(self, clause: Clause) -> bool:
        return frame_content(clause.head, self.ontology) in ("said", "denied")

    def _is_inserted_speech(self, clause: Clause) -> bool:
        """Whether the clause is the "he said" within or behind what he said."""
        return (
            clause.link == "parataxis"
            and bool(clause.agents)
            and self._speaks(clause)
            and not syntax.has_child(clause.head, "ccomp", "obj")
        )

    def stance_of(self, i: int) -> Stance:
        if i in self.found:
            return self.found[i]
        if i in self.under_way:
            return Stance()
        self.under_way.add(i)
        clause = self.clauses[i]
        stance = self._own(clause, self._handed_down(clause))
        self.found[i] = stance
        return stance

    def _own(self, clause: Clause, given: Stance) -> Stance:
        """Return the stance given from above together with what the clause itself says."""
        stance = given
        speech = self.reported.get(clause.head.i)
        if speech is not None:
            stance = replace(stance, speaker=speech.agents[0])
        sources = [o.noun for o in self._obliques_around(clause) if o.preposition in SOURCES]
        if sources:
            stance = replace(stance, speaker=sources[0])
        modality = syntax.modality_of(clause)
        if (
            modality is Modality.CONDITIONAL
            and stance.speaker is not None
            and clause.mark not in syntax.CONDITIONS
        ):
            modality = Modality.FUTURE  # "he said he would": the future as seen from the past
        if modality is Modality.ASSERTED or (
            given.modality is not Modality.ASSERTED and modality is Modality.FUTURE
        ):
            modality = given.modality
        return replace(stance, modality=modality, negated=stance.negated != syntax.is_negated(clause))

    def _handed_down(self, clause: Clause) -> Stance:
        """Return the stance that the governor gives to the clause."""
        if clause.governor is None:
            return Stance()
        if self._is_inserted_speech(clause):
            return replace(
                self._around(clause.governor), speaker=None, modality=Modality.ASSERTED, negated=False
            )
        governor = clause.governor
        around = self._around(governor)
        if clause.link in ("ccomp", "xcomp", "csubj:pass", "acl", "advcl", "csubj"):
            effect = self._effect_on(clause, governor)
            if effect is not None:
                return self._under(effect, clause, governor, around)
        if clause.link == "advcl" and clause.mark == "to":
            return replace(around, modality=Modality.DESIRED, negated=False)
        if clause.link == "advcl" and clause.mark == "without":
            return replace(around, negated=not around.negated)
        if clause.link in ("advcl", "acl", "acl:relcl", "advcl:relcl", "parataxis"):
            return Stance(speaker=around.speaker)
        return around

    def _around(self, token: Token) -> Stance:
        """Return the stance of the clause that a token stands in."""
        while token.i not in self.clauses:
            if token.head.i == token.i:
                return Stance()
            token = token.head
        return self.stance_of(token.i)

    def _effect_on(self, clause: Clause, governor: Token) -> str | None:
        """Return what the governor does to this complement; None if the clause is no complement of it."""
        mark = clause.mark
        preposition = mark if mark not in ("to", "that", "if", "whether", "") else ""
        if clause.link == "advcl":
            if preposition not in syntax.OBJECT_CONTROL_MARKS and preposition not in (
                "against",
                "about",
                "to",
            ):
                return None
            effect = frame_content(governor, self.ontology, preposition, infinitive=True)
            return effect if effect in ("charged", "negated", "desired", "required", "denied") else None
        if clause.link == "acl":
            if mark not in ("to", "that", "of"):
                return None
            if mark == "to" and syntax.is_ranked(governor):
                return "factive"
            return frame_content(governor, self.ontology, infinitive=mark == "to") or (
                "said" if mark == "that" else "desired"
            )
        if mark in ("if", "whether"):
            return "question"
        is_infinitive = clause.head.tag_ in ("VB", "VBG", "VBN") and (clause.link == "xcomp" or mark == "to")
        if governor.lower_ == "going" and mark == "to" and syntax.has_child(governor, "aux"):
            return "future"
        effect = frame_content(governor, self.ontology, preposition, infinitive=is_infinitive)
        if effect:
            return effect
        if governor.pos_ == "ADJ" or syntax.has_child(governor, "cop"):
            return "" if mark == "that" or clause.link.startswith("csubj") else "possible"
        if clause.link == "ccomp":
            return "said" if clause.head.tag_ != "VB" else "implied"
        return "implied" if clause.head.tag_ in ("VBG", "VB") and mark != "to" else "possible"

    def _under(self, effect: str, clause: Clause, governor: Token, around: Stance) -> Stance:
        """Return the stance of a complement under a verb, noun or adjective with this effect."""
        speaker = self._speaker_of(governor) if effect in SPOKEN else None
        if effect in SPOKEN:
            stance = Stance(negated=effect == "denied", modality=SET_BY.get(effect, Modality.ASSERTED))
            if speaker is None or not can_speak(speaker):
                said = Modality.ASSERTED if around.speaker is not None else Modality.POSSIBLE
                return replace(stance, speaker=around.speaker, modality=SET_BY.get(effect, said))
            is_unsaid = around.negated or around.modality in (Modality.POSSIBLE, Modality.CONDITIONAL)
            if is_unsaid and effect not in SET_BY:
                stance = replace(stance, modality=Modality.POSSIBLE)
            return replace(stance, speaker=speaker)
        if effect in SET_BY:
            return replace(around, modality=SET_BY[effect])
        if effect == "negated":
            return replace(around, negated=not around.negated)
        if effect == "factive":
            return Stance(modality=Modality.ASSERTED, speaker=around.speaker)
        return around

    def _is_light(self, verb: Token) -> bool:
        """Whether who is its subject does what its object says ("issued a statement")."""
        return verb.lemma_.lower() in self.ontology.light_verbs

    def _obliques_around(self, clause: Clause) -> list[Oblique]:
        """Return the phrases of a clause, and those that stand before all clauses it is coordinated with."""
        first = clause.head
        while first.dep_ == "conj" and first.head.i != first.i and first.head.i in self.clauses:
            first = first.head
        if first.i == clause.head.i:
            return clause.obliques
        shared = [o for o in self.clauses[first.i].obliques if o.noun.i < first.i]
        return [*clause.obliques, *shared]

    def _speaker_of(self, governor: Token) -> Token | None:
        clause = self.clauses.get(governor.i)
        if clause is not None:
            return clause.agents[0] if clause.agents else None
        carrier = self.clauses.get(governor.head.i)
        if carrier is not None and governor in carrier.objects and self._is_light(governor.head):
            return carrier.agents[0] if carrier.agents else None
        owners = syntax.children_of(governor, "nmod:poss")
        owners += [
            n for n in syntax.children_of(governor, "nmod") if syntax.preposition_of(n) in ("by", "from")
        ]
        return owners[0] if owners else None


def can_speak(token: Token) -> bool:
    """Whether a subject can say something, unlike "it" in "it is said", "there", "what" or a clause."""
    is_silent = token.dep_ == "expl" or token.lower_ in ("it", "that", "this", "what", "which")
    return syntax.is_nominal(token) and not is_silent


def _quoted(
    found: dict[int, Stance],
    clauses: Mapping[int, Clause],
    quotations: Sequence[Quotation],
    speakers: Mapping[int, Token],
) -> dict[int, Stance]:
    """Return the stances, with the speaker of a quotation given to its clauses that have none yet."""
    result = dict(found)
    previous: tuple[int, Token] | None = None
    heads = sorted(clauses)
    for quotation in quotations:
        inside = heads[bisect_left(heads, quotation.start) : bisect_left(heads, quotation.end)]
        roots = [i for i in inside if not _has_governor_within(clauses[i], quotation)]
        named = [found[i].speaker for i in roots if found[i].speaker is not None]
        speaker = named[0] if named else None
        if speaker is None and any(_is_whole_sentence(clauses[i].head.sent, quotation) for i in inside):
            speaker = _speaker_beside(quotation, clauses, speakers, previous)
        for i in inside:
            is_fact = result[i] == Stance(negated=result[i].negated)
            if result[i].speaker is None and speaker is not None:
                result[i] = replace(result[i], speaker=speaker)
            elif is_fact and _is_whole_sentence(clauses[i].head.sent, quotation):
                result[i] = replace(result[i], modality=Modality.POSSIBLE)
        if speaker is not None:
            previous = (quotation.end, speaker)
    return result


def _has_governor_within(clause: Clause, quotation: Quotation) -> bool:
    return clause.governor is not None and quotation.start <= clause.governor.i < quotation.end


def _is_whole_sentence(sentence: Span, quotation: Quotation) -> bool:
    """Whether the quotation holds the sentence, not only some words of it."""
    words = [t.i for t in sentence if not t.is_punct and not t.is_space and not t.is_quote]
    return bool(words) and quotation.start <= words[0] and words[-1] < quotation.end


def _speaker_beside(
    quotation: Quotation,
    clauses: Mapping[int, Clause],
    speakers: Mapping[int, Token],
    previous: tuple[int, Token] | None,
) -> Token | None:
    """Return who speaks in a quotation that no verb governs: named in the same sentence, just before or
    after.
    """
    doc = next(iter(clauses.values())).head.doc
    first, last = doc[quotation.start].sent, doc[quotation.end - 1].sent
    near = [i for i in sorted(speakers) if not quotation.start <= i < quotation.end]
    same = [i for i in near if first.start <= i < last.end]
    if same:
        return speakers[same[-1]]
    before = [i for i in near if i < first.start and _is_same_paragraph(doc, i, first.start)]
    if before and doc[before[-1]].sent.end >= first.start - 1:
        return speakers[before[-1]]
    after = [i for i in near if i >= last.end and _is_same_paragraph(doc, last.end - 1, i)]
    if after and doc[after[0]].sent.start <= last.end + 1:
        return speakers[after[0]]
    if previous is not None and first.start - previous[0] <= 30:
        return previous[1]
    return None


def _is_same_paragraph(doc: Doc, first: int, last: int) -> bool:
    return not any("\n" in t.text for t in doc[first:last])
