"""Whose word it is, and how it is meant: the stance of every clause of an article.

Receives the clauses of `kg.arguments` and what the ontology says verbs do to their complements;
returns for each clause whether it is negated, its modality and who says so.
A stance is handed down the tree: what "X denied that …" governs is said by X, and not so.

Reference: factuality as composition along the path from the root, Saurí and Pustejovsky 2009,
"FactBank", https://doi.org/10.1007/s10579-009-9089-9
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kg import moods, syntax
from kg.contents import AROUND, SPOKEN, addressee_of, clause_over, frame_content, reattach_contents
from kg.model import Modality
from kg.speakers import (
    can_speak,
    is_own_voice,
    is_source,
    is_whole_sentence,
    speaker_around,
    speaker_beside,
)
from kg.subjects import is_ranked, is_severed
from kg.verbs import CONDITIONS, is_indicative, is_negated, is_negative_phrase, modality_of

if TYPE_CHECKING:
    from kg.arguments import Clause
    from kg.ontology import Ontology
    from kg.quotations import Quotation
    from kg.tokens import Token

SET_BY = {
    "desired": Modality.DESIRED,
    "planned": Modality.DESIRED,
    "required": Modality.REQUIRED,
    "forbidden": Modality.REQUIRED,
    "necessary": Modality.REQUIRED,
    "future": Modality.FUTURE,
    "possible": Modality.POSSIBLE,
    "unlikely": Modality.POSSIBLE,
    "question": Modality.QUESTION,
}
DENYING = ("forbidden", "unlikely")
"""Effects of words that also say no."""
FAILED = ("abortive", "failed", "unsuccessful")
WISHES = ("desired", "possible", "required")
UNREAL = (
    Modality.FUTURE, Modality.POSSIBLE, Modality.CONDITIONAL, Modality.DESIRED, Modality.REQUIRED,
)  # fmt: skip
CONTRASTS = ("although", "though", "whereas", "while")
RAISING = ("believe", "expect", "feel", "imagine", "suppose", "think")
"""Verbs that are denied for what is thought: who does not think so thinks it is not so."""
ASIDES = ("advcl", "acl", "acl:relcl", "advcl:relcl")


@dataclass(frozen=True, slots=True)
class Stance:
    """How a clause is meant; `speaker` is the head of the phrase that names who says so, None for the
    article.
    """

    negated: bool = False
    modality: Modality = Modality.ASSERTED
    speaker: Token | None = None


def stances_of(
    clauses: Mapping[int, Clause], ontology: Ontology, quotations: Sequence[Quotation]
) -> dict[int, Stance]:
    """Return the stance of each clause, by the position of its head in the document."""
    quoted = {i for quotation in quotations for i in range(quotation.start, quotation.end)}
    reattach_contents(clauses, ontology, quoted)
    reader = _Reader(clauses, ontology, quoted)
    found = {i: reader.stance_of(i) for i in clauses}
    return _quoted(found, clauses, quotations, quoted, reader.speakers)


class _Reader:
    """Works out stances from governors to the governed, each once."""

    def __init__(self, clauses: Mapping[int, Clause], ontology: Ontology, quoted: Container[int]) -> None:
        self.clauses = clauses
        self.ontology = ontology
        self.quoted = quoted
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
            and clause.governor is not None
            and self._speaks(clause)
            and not is_severed(clause.head, clause.governor)
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
        speech = self.reported.get(self._first_of(clause).i)
        if speech is not None:
            stance = replace(stance, speaker=speech.agents[0])
        if sources := self._sources_around(clause):
            stance = replace(stance, speaker=sources[0])
        modality = modality_of(clause)
        if modality is Modality.CONDITIONAL and (moods.is_told_of_past(clause) or moods.is_habit(clause)):
            modality = Modality.ASSERTED
        if modality is Modality.CONDITIONAL and stance.speaker is not None and self._is_backshifted(clause):
            modality = Modality.FUTURE  # "he said he would": the future as seen from the past
        is_wished = given.modality in (Modality.FUTURE, Modality.DESIRED, Modality.REQUIRED)
        if modality is Modality.CONDITIONAL and is_wished and not moods.has_condition(clause):
            modality = given.modality  # "hoped that it would help"
        is_order = moods.is_imperative(clause, self.quoted) or moods.is_hortative(clause)
        if modality is Modality.ASSERTED and is_order:
            modality = Modality.REQUIRED
        if modality is Modality.ASSERTED and self._is_conditional(clause, given):
            modality = Modality.CONDITIONAL
        if modality is Modality.POSSIBLE and moods.is_hypothetical(clause):
            modality = Modality.CONDITIONAL
        if moods.is_aimed_at(clause):
            modality = Modality.DESIRED
        if (
            modality is Modality.ASSERTED
            or (given.modality is Modality.QUESTION and clause.mark != "that")
            or (given.modality is not Modality.ASSERTED and modality is Modality.FUTURE)
        ):
            modality = given.modality
        return replace(stance, modality=modality, negated=stance.negated != is_negated(clause))

    def _is_conditional(self, clause: Clause, given: Stance) -> bool:
        """Whether a clause in the present holds on a condition, or is one; what is to come is neither."""
        is_open = given.modality is not Modality.FUTURE and moods.is_recurrent(clause)
        return is_open or moods.holds_on_condition(clause)

    def _is_backshifted(self, clause: Clause) -> bool:
        """Whether "would" is "will" told in the past: not quoted, nor in "would have" or "would rather"."""
        words = syntax.children_of(clause.head, "aux", "advmod")
        is_past = any(w.lower_ in ("have", "'ve", "rather", "otherwise") for w in words)
        is_modal = any(word.tag_ == "MD" for word in syntax.auxiliaries_of(clause.head))
        governor = clause.governor
        is_content = clause.link in ("ccomp", "csubj", "csubj:pass")
        is_of_now = is_content and governor is not None and moods.is_of_now(governor)
        if is_past or is_of_now or not is_modal or clause.mark in CONDITIONS:
            return False
        is_direct = governor is None or governor.i not in self.quoted
        return not (
            is_direct and all(t.i in self.quoted for t in (*clause.subjects[:1], *words, clause.head))
        )

    def _handed_down(self, clause: Clause) -> Stance:
        """Return the stance that the governor gives to the clause."""
        if clause.governor is None:
            return Stance()
        if self._is_beside(clause, clause.governor):
            return Stance()
        if self._is_inserted_speech(clause):
            return replace(
                self._around(clause.governor), speaker=None, modality=Modality.ASSERTED, negated=False
            )
        governor = clause.governor
        around = self._around(governor)
        if syntax.is_content_of_copula(self._first_of(clause)):
            noun = next(iter(syntax.children_of(governor, "nsubj")), governor)
            told = "question" if clause.mark == "whether" else frame_content(noun, self.ontology)
            return self._under(told, clause, noun, around)
        if self._is_set_against(clause, governor):
            return around
        if clause.link == "acl" and not clause.mark and syntax.preposition_of(governor) == "without":
            return replace(around, negated=not around.negated)  # "without any arrangements made"
        if clause.link in ASIDES and self._stands_outside(clause, governor, around.speaker):
            return Stance()
        if moods.is_beyond(clause):
            is_denied = governor.i not in self.clauses and syntax.is_denied(governor)  # "not too hot to live"
            return replace(around, modality=Modality.POSSIBLE, negated=around.negated == is_denied)
        if moods.takes_time(clause) or moods.carries_on(clause):
            return around
        if around.modality in UNREAL and self._comes_with(clause, around):
            return replace(around, negated=False)
        if moods.is_any(clause):
            return replace(around, modality=Modality.QUESTION, negated=False)
        if around.modality in UNREAL and moods.is_awaited(clause):
            return replace(around, modality=Modality.CONDITIONAL, negated=False)
        if clause.link == "advcl" and moods.is_seeming(clause):
            return replace(around, modality=Modality.POSSIBLE)
        if clause.link in ("ccomp", "xcomp", "csubj:pass", "acl", "advcl", "csubj"):
            effect = self._effect_on(clause, governor)
            if effect is not None:
                return self._under(effect, clause, governor, around)
        if clause.link == "advcl" and moods.has_aim(clause) and moods.is_purpose(clause):
            return replace(around, modality=Modality.DESIRED, negated=False)
        if clause.link == "advcl" and (
            clause.mark in ("without", "rather than", "instead of") or self._is_less_liked(clause)
        ):
            return replace(around, negated=not around.negated)
        if moods.is_of_one(clause) and governor.dep_ in ("obj", "obl"):
            sought = frame_content(governor.head, self.ontology, syntax.preposition_of(governor))
            if sought in ("desired", "required") and around.modality is Modality.ASSERTED:
                return replace(around, modality=SET_BY[sought], negated=False)
        is_open = around.modality not in (Modality.ASSERTED, Modality.REQUIRED)
        if is_open and moods.is_of_one(clause):
            return replace(around, negated=False)
        if clause.link == "acl:relcl" and governor.lower_ == "way" and is_negative_phrase(governor):
            return around  # "there is no way he can win"
        if clause.link in ("advcl", "acl", "acl:relcl", "advcl:relcl", "parataxis"):
            return Stance(speaker=self._teller_of(clause, governor, around))
        return around

    def _teller_of(self, clause: Clause, governor: Token, around: Stance) -> Token | None:
        """Return who says what is told beside another clause: not who only asks for what that clause says.

        "She told the guards to stop a ship that had left Oslo": that it had is not hers.
        """
        asked = clause_over(governor, self.clauses)
        is_fact = (
            clause.link == "acl:relcl" and is_indicative(clause.head) and clause.head.i not in self.quoted
        )
        if not is_fact or asked is None or asked.governor is None or not syntax.has_to(asked.head):
            return around.speaker
        is_order = asked.link in ("xcomp", "ccomp") and self._effect_on(asked, asked.governor) == "required"
        return self._around(asked.governor).speaker if is_order else around.speaker

    def _comes_with(self, clause: Clause, around: Stance) -> bool:
        """Whether a clause comes about only with the one around it: "could rise, reaching a record", "will
        save fuel by flying less", "will begin a search, led by her", "will hold after she leaves".
        """
        if moods.is_accompaniment(clause):
            governor = clause_over(clause.head.head, self.clauses)
            is_of_aim = not clause.mark and governor is not None and governor.link in ASIDES
            is_told = not clause.mark and frame_content(clause.head, self.ontology) in SPOKEN
            is_known = clause.mark == "to" and bool(frame_content(clause.head.head, self.ontology))
            return not (is_told or is_known or is_of_aim or syntax.has_child(clause.head, "ccomp"))
        return around.modality is Modality.FUTURE and (moods.is_later(clause) or moods.is_of_new(clause))

    def _is_beside(self, clause: Clause, governor: Token) -> bool:
        """Whether a clause that is not quoted stands beside what is said, and not in it: behind a semicolon,
        set against what is to be ("said that it would close, while others closed"), or said by another.
        """
        if clause.head.i in self.quoted or clause.mark == "that":
            return False
        is_contrast = clause.link == "advcl" and clause.mark in CONTRASTS and governor.i < clause.head.i
        is_told_of_plan = syntax.has_modal(governor) and is_indicative(clause.head)
        is_told_by_another = clause.head.i in self.speakers and syntax.has_child(clause.head, "ccomp")
        is_contrast = is_contrast and (is_told_by_another or (is_told_of_plan and moods.is_apart(clause)))
        return is_contrast or is_severed(clause.head, governor)

    def _is_set_against(self, clause: Clause, governor: Token) -> bool:
        """Whether a clause tells what is, beside what is asked for ("asked him to go, but he has stayed")."""
        is_own = clause.head.dep_ == "conj" and syntax.has_child(clause.head, *syntax.SUBJECTS)
        if not is_own or frame_content(governor, self.ontology) != "required":
            return False
        forms = [clause.head, *syntax.children_of(clause.head, "aux", "aux:pass", "cop")]
        is_perfect = any(form.lower_ == "have" and form.tag_ == "VBP" for form in forms)
        return is_perfect or is_indicative(clause.head)

    def _stands_outside(self, clause: Clause, governor: Token, speaker: Token | None) -> bool:
        """Whether an aside is no part of what is said: it is behind a whole quotation, or of the speaker.

        "It failed," she said as she left; according to a poll that a paper published.
        """
        noun = governor
        while noun != speaker and noun.i not in self.clauses and noun.head != noun:
            noun = noun.head
        if noun == speaker and noun.i < clause.head.i:
            return True
        if clause.head.i in self.quoted or clause.head.i < governor.i:
            return False
        if governor.i not in self.clauses:  # "hailed "fine people," meaning the guards"
            edge = clause.head.left_edge
            is_gloss = clause.head.tag_ == "VBG" and clause.link == "acl" and not clause.mark
            return is_gloss and governor.i in self.quoted and "," in edge.doc.span(edge.i - 2, edge.i).text
        words = (governor, *self.clauses[governor.i].subjects[:1])
        return all(word.i in self.quoted for word in words)

    def _around(self, token: Token) -> Stance:
        """Return the stance of the clause that a token stands in."""
        clause = clause_over(token, self.clauses)
        return self.stance_of(clause.head.i) if clause is not None else Stance()

    def _effect_on(self, clause: Clause, governor: Token) -> str | None:
        """Return what the governor does to this complement; None if the clause is no complement of it."""
        if any(word.lower_ == "whether" for word in syntax.children_of(clause.head, "mark")):
            return "question"
        is_plan = clause.link == "acl" and syntax.has_to(clause.head)  # "a plan for Norway to leave"
        mark = "to" if is_plan else clause.mark
        around = self.clauses.get(governor.i)
        if mark == "to" and around and addressee_of(clause, around, self.ontology) is not None:
            return "required"
        if moods.is_balloted(clause, governor):
            return "implied"
        if mark == "to" and governor.lemma_ == "time" and syntax.has_child(governor, "cop"):
            return "necessary"  # "it is time to leave"
        is_told = mark == "to" and not moods.is_purpose(clause) and clause.link in ("advcl", "xcomp")
        effect = frame_content(governor, self.ontology) if is_told else ""
        if is_told and (clause.link == "advcl" or effect in ("said", "denied")):
            return effect or None
        if clause.link == "advcl":
            return self._effect_beside(clause, governor)
        if clause.link == "acl":
            return self._effect_of_noun(clause, governor, mark)
        if mark == "if":
            return "question"
        if mark == "to" and (implied := self._effect_of_aspect(governor)):
            return implied
        return self._effect_of_verb(clause, governor)

    def _effect_beside(self, clause: Clause, governor: Token) -> str | None:
        """Return what a verb or adjective does to a gerund behind its preposition ("charged with lying")."""
        preposition = clause.mark if clause.mark not in ("to", "that", "if") else ""
        is_gerund = clause.head.tag_ == "VBG"
        if preposition == "as" and is_gerund and frame_content(governor, self.ontology) == "said":
            return "said"  # "was quoted as saying", "described it as being lost"
        if governor.pos_ == "ADJ" and preposition in moods.TOPICAL:
            return self._effect_on_gerund(clause, governor)
        if preposition == "of" and governor.lower_ == "short":
            return "negated"  # "stopped short of leaving"
        if preposition not in syntax.OBJECT_CONTROL_MARKS | {"about", "against", "at", "with"}:
            return None
        effect = frame_content(governor, self.ontology, preposition, infinitive=True)
        if preposition == "with":  # "charged with lying", not "with prices falling"
            return effect if effect == "charged" and clause.is_subject_shared else None
        return effect if effect in (*WISHES, "charged", "negated", "denied", "forbidden") else None

    def _effect_of_noun(self, clause: Clause, noun: Token, mark: str) -> str | None:
        """Return what a noun does to the clause that tells what it is about ("a plan to leave")."""
        if not mark and moods.is_at_risk(clause) and self._is_unsure(noun):
            return "possible"
        if moods.is_subjunctive(clause):
            return "required"  # "a proposal the tax be raised"
        if not mark and moods.is_whole(clause):
            mark = "that"  # "no sign he left"
        if mark == "that" and moods.is_without_doubt(noun):
            return "factive"
        if mark not in ("to", "that", *moods.TOPICAL):
            return None
        if mark == "to" and is_ranked(noun):
            return "factive"
        is_tie = clause.head.lemma_ == "do" and any(o.preposition == "with" for o in clause.obliques)
        if mark == "to" and is_tie and noun.dep_ == "obj" and noun.head.lemma_ == "have":
            return "implied"  # "had little to do with it"
        is_object = mark == "that" and noun.dep_ == "obj"
        is_object = is_object and frame_content(noun, self.ontology) != "required"  # "rejected demands that"
        if is_object and frame_content(noun.head, self.ontology) == "denied":
            return "denied"  # "denied reports that …"
        if mark == "to" and any(c.lower_ in FAILED for c in syntax.children_of(noun, "amod")):
            return "negated"
        if mark not in ("to", "that") or clause.head.tag_ == "VBG":
            return self._effect_on_gerund(clause, noun)
        default = "said" if mark == "that" else "desired"
        return frame_content(noun, self.ontology, infinitive=mark == "to") or default

    def _effect_of_aspect(self, governor: Token) -> str:
        """Return what a word that tells how far it came does to its infinitive, "" for other words."""
        if moods.goes_on(governor) or (governor.lower_ == "able" and self._is_of_the_past(governor)):
            return "implied"
        if syntax.has_got(governor):
            return "necessary"
        if governor.lemma_ == "have" and any(
            a.lower_ == "yet" for a in syntax.children_of(governor, "advmod")
        ):
            return "negated"  # "has yet to comment"
        return "future" if governor.lower_ == "going" and syntax.has_child(governor, "aux") else ""

    def _effect_of_verb(self, clause: Clause, governor: Token) -> str:
        """Return what a verb or predicate does to its complement, by the lexicon, else by their forms."""
        mark, form = clause.mark, clause.head.tag_
        preposition = mark if mark not in ("to", "that") else ""
        is_infinitive = mark == "to" or (clause.link == "xcomp" and form in ("VB", "VBG", "VBN"))
        effect = frame_content(governor, self.ontology, preposition, infinitive=is_infinitive)
        if mark == "to" and effect != "question" and clause.head.left_edge.tag_ == "WRB":
            return "possible"  # "taught them how to build it"
        if effect == "necessary" and form == "VBN" and mark != "to":
            return "implied"  # "had its licence revoked"
        if effect == "required" and clause.link == "ccomp" and is_indicative(clause.head):
            return "said"  # "proposed that the wings were used to climb" proposes no act
        if effect in ("said", "future", "possible") and moods.is_subjunctive(clause):
            return "required"  # "insisted that he be freed"
        if effect == "future" and self._foretells(clause, governor):
            return "question" if moods.begins_with_question_word(clause) else "said"
        if effect == "possible" and mark == "to" and self._is_held_of_object(clause, governor):
            return "said"
        if effect:
            return effect
        if governor.pos_ == "ADJ" or syntax.has_child(governor, "cop"):
            return "" if mark == "that" or clause.link.startswith("csubj") else "possible"
        if clause.link == "ccomp":
            return "said" if form != "VB" else "implied"
        if mark == "to" and syntax.has_child(governor, "aux:pass"):
            return "desired"
        return "implied" if form in ("VBG", "VB", "VBN") and mark != "to" else "possible"

    def _foretells(self, clause: Clause, governor: Token) -> bool:
        """Whether somebody says what will be, or what he found to be so: "promised that it would end"."""
        is_finite = clause.link == "ccomp" and syntax.is_finite(clause.head)
        speaker = self._speaker_of(governor) if is_finite and governor.pos_ == "VERB" else None
        return speaker is not None and can_speak(speaker)

    def _is_unsure(self, noun: Token) -> bool:
        """Whether a noun stands, behind "of", below one of what may be ("the risk of part of it falling")."""
        while noun.dep_ == "nmod" and syntax.preposition_of(noun) == "of":
            noun = noun.head
            if frame_content(noun, self.ontology, "of") in ("future", "planned", "possible"):
                return True
        return False

    def _is_held_of_object(self, clause: Clause, governor: Token) -> bool:
        """Whether an infinitive tells what somebody takes a thing for: "considers it to be the best"."""
        around = self.clauses.get(governor.i)
        return around is not None and bool(around.objects) and syntax.has_child(clause.head, "cop")

    def _effect_on_gerund(self, clause: Clause, word: Token) -> str | None:
        """Return what a noun or adjective does to the gerund behind its preposition; None if that tells what
        was done.
        """
        is_finite = syntax.is_finite(clause.head)
        is_tied = clause.mark == "of" or (word.pos_ == "ADJ" and not is_finite)  # "not guilty of killing"
        if word.ent_type_:
            return None  # "in 18 years of working there"
        if word.lemma_ == "charge" and syntax.preposition_of(word) == "in":
            return "implied"
        if word.lemma_ in ("point", "sense") and is_negative_phrase(word):
            return "necessary"  # "no point in waiting"
        if is_finite or clause.head.tag_ != "VBG" or word.lemma_.lower() in moods.DEEDS:
            return "implied" if is_tied else None
        effect = frame_content(word, self.ontology, clause.mark, infinitive=clause.mark != "of")
        return effect if effect in WISHES or (is_tied and effect) else "possible"

    def _is_of_the_past(self, adjective: Token) -> bool:
        """Whether "able" is told of the past: who "was able to" did so, who "is" may."""
        words = syntax.children_of(adjective, "cop", "aux")
        is_past = any(w.lower_ in ("was", "were", "been") for w in words)
        return (
            is_past and not any(w.tag_ == "MD" for w in words) and not is_negated(self.clauses[adjective.i])
        )

    def _under(self, effect: str, clause: Clause, governor: Token, around: Stance) -> Stance:
        """Return the stance of a complement under a verb, noun or adjective with this effect."""
        speaker = self._speaker_of(governor) if effect in SPOKEN else None
        if effect == "question" and (around.speaker is not None or governor.i not in self.clauses):
            speaker = around.speaker  # "they are examining whether he may, she said" is told by her
        if effect in SPOKEN:
            stance = Stance(negated=effect == "denied", modality=SET_BY.get(effect, Modality.ASSERTED))
            if speaker is None or not can_speak(speaker):
                said = Modality.ASSERTED if around.speaker is not None else Modality.POSSIBLE
                return replace(stance, speaker=around.speaker, modality=SET_BY.get(effect, said))
            if around.modality is Modality.QUESTION and speaker.lower_ == "you":
                return replace(around, negated=effect == "denied")  # "Do you think that it works?"
            is_unsaid = around.negated or around.modality in (Modality.POSSIBLE, Modality.CONDITIONAL)
            is_unsaid = is_unsaid and not moods.can_say(governor)
            if is_unsaid and moods.begins_with_question_word(clause):
                return _unsaid(clause, around.speaker)
            if effect == "said" and governor.lemma_ in RAISING and syntax.is_denied(governor):
                return replace(stance, negated=True, speaker=speaker)  # "does not think that it works"
            is_open = around.modality in (Modality.POSSIBLE, Modality.CONDITIONAL)
            if is_unsaid and (effect == "question" or is_negative_phrase(speaker)):
                speaker = around.speaker  # "did not say whether", "not everyone agreed"
            if effect == "required" and is_open:
                speaker = around.speaker  # "could ask him to go"
            if is_unsaid and effect not in SET_BY:
                stance = replace(stance, modality=Modality.POSSIBLE)
            return replace(stance, speaker=speaker)
        if effect == "necessary" and self._serves(clause, governor):
            return replace(around, modality=Modality.DESIRED, negated=False)
        if effect in ("desired", "future", "possible") and self._is_within_condition(governor, around):
            return around  # "if they agree to leave"
        if effect == "possible" and around.modality is Modality.DESIRED and moods.is_permitted(governor):
            return around  # "want to be allowed to vote"
        if effect in SET_BY:
            is_asked = around.modality is Modality.QUESTION  # "whether they were allowed to go" asks for it
            negated = around.negated != (effect in DENYING)
            return around if is_asked else replace(around, modality=SET_BY[effect], negated=negated)
        if effect == "negated":
            return replace(around, negated=not around.negated)
        if effect == "factive" and around.negated and moods.begins_with_question_word(clause):
            return _unsaid(clause, around.speaker)
        if effect == "factive" and clause.mark == "to" and clause.head.left_edge.tag_ == "WRB":
            return replace(around, modality=Modality.POSSIBLE)  # who "knows how to do it" can do it
        if effect == "factive" and clause.link == "xcomp" and clause.mark == "to":
            return replace(around, negated=False)  # "was not surprised to see", "would be proud to serve"
        if effect == "factive":
            return Stance(modality=Modality.ASSERTED, speaker=around.speaker)
        return around

    def _is_within_condition(self, governor: Token, around: Stance) -> bool:
        """Whether a complement belongs to a condition, or to what would have been ("could have tried to")."""
        clause = clause_over(governor, self.clauses)
        is_open = around.modality is Modality.CONDITIONAL
        return is_open and clause is not None and moods.is_hypothetical(clause)

    def _serves(self, clause: Clause, governor: Token) -> bool:
        """Whether an infinitive is what a thing is needed for: "a majority is needed to pass it"."""
        around = self.clauses.get(governor.i)
        return clause.mark == "to" and around is not None and around.is_passive

    def _is_less_liked(self, clause: Clause) -> bool:
        """Whether a clause is what the one around it is rather done than: "would rather starve than beg"."""
        governor = clause.governor
        if governor is None or clause.mark != "than":
            return False
        is_rather = any(word.lower_ == "rather" for word in syntax.children_of(governor, "advmod"))
        return is_rather or governor.lemma_ == "prefer"

    def _carries(self, clause: Clause, noun: Token) -> bool:
        """Whether who is its subject says what a noun does: "issued a statement", "denied reports", "said in
        a statement".
        """
        if noun in clause.objects:
            is_light = clause.head.lemma_.lower() in self.ontology.light_verbs
            is_denied = frame_content(clause.head, self.ontology) == "denied"
            return is_light or (is_denied and frame_content(noun, self.ontology) != "required")
        spoken = [oblique.noun.i for oblique in clause.obliques if oblique.preposition not in AROUND]
        return self._speaks(clause) and noun.i in spoken

    def _first_of(self, clause: Clause) -> Token:
        """Return the head of the first of the clauses that are coordinated with one."""
        first = clause.head
        while first.dep_ == "conj" and first.head.i != first.i and first.head.i in self.clauses:
            first = first.head
        return first

    def _sources_around(self, clause: Clause) -> list[Token]:
        """Return whom a clause names as its source, or all that it is coordinated with, before or behind."""
        first = self._first_of(clause)
        around = [] if first.i == clause.head.i else self.clauses[first.i].obliques
        shared = [o for o in around if not first.i < o.noun.i < clause.head.i]
        return [o.noun for o in (*clause.obliques, *shared) if is_source(o)]

    def _speaker_of(self, governor: Token) -> Token | None:
        clause = self.clauses.get(governor.i)
        if clause is not None:
            return clause.agents[0] if clause.agents else None
        carrier = self.clauses.get(governor.head.i)
        if carrier is not None and self._carries(carrier, governor):
            return carrier.agents[0] if carrier.agents else None
        owners = syntax.children_of(governor, "nmod:poss")
        owners += [
            n for n in syntax.children_of(governor, "nmod") if syntax.preposition_of(n) in ("by", "from")
        ]
        return owners[0] if owners else None


def _unsaid(clause: Clause, speaker: Token | None) -> Stance:
    """Return how it is meant what somebody "did not say": who left why has left, who will leave is open."""
    is_open = any(auxiliary.tag_ == "MD" for auxiliary in syntax.children_of(clause.head, "aux"))
    return Stance(modality=Modality.QUESTION if is_open else Modality.ASSERTED, speaker=speaker)


def _quoted(
    found: dict[int, Stance],
    clauses: Mapping[int, Clause],
    quotations: Sequence[Quotation],
    quoted: Container[int],
    speakers: Mapping[int, Token],
) -> dict[int, Stance]:
    """Return the stances, with the speaker of a quotation given to its clauses that have none yet.

    So is he to what "I" and "we" say in it. Who is named within a quotation does not speak around it.
    """
    result = dict(found)
    previous: tuple[int, Token] | None = None
    heads = sorted(clauses)
    around = {i: speaker for i, speaker in speakers.items() if i not in quoted}
    for quotation in quotations:
        inside = heads[bisect_left(heads, quotation.start) : bisect_left(heads, quotation.end)]
        roots = [i for i in inside if not _has_governor_within(clauses[i], quotation)]
        named = [s for i in roots if (s := found[i].speaker) is not None and not _is_in(s, quotation)]
        speaker = quotation.speaker or (named[0] if named else None)
        if speaker is None and inside:
            speaker = speaker_around(quotation, clauses, around)
        if speaker is None and any(_is_whole(clauses[i], quotation) for i in roots):
            speaker = speaker_beside(quotation, clauses, around, previous)
        for i in inside:
            is_fact = result[i] == Stance(negated=result[i].negated)
            if speaker is not None and is_own_voice(result[i].speaker):
                result[i] = replace(result[i], speaker=speaker)
            elif is_fact and is_whole_sentence(clauses[i].head.sent, quotation):
                result[i] = replace(result[i], modality=Modality.POSSIBLE)
        if speaker is not None:
            previous = (quotation.end, speaker)
    return result


def _is_whole(clause: Clause, quotation: Quotation) -> bool:
    """Whether a quotation holds the sentence of a clause, or all of a clause that needs nothing else."""
    if is_whole_sentence(clause.head.sent, quotation):
        return True
    is_own = clause.link not in ASIDES and not clause.is_subject_shared and not clause.mark
    is_own = is_own and syntax.is_finite(clause.head) and bool(clause.subjects)
    return is_own and _is_in(clause.subjects[0], quotation)


def _is_in(token: Token, quotation: Quotation) -> bool:
    return quotation.start <= token.i < quotation.end


def _has_governor_within(clause: Clause, quotation: Quotation) -> bool:
    return clause.governor is not None and quotation.start <= clause.governor.i < quotation.end
