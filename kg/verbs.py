"""How a predicate is meant by its own form: polarity, modality, question or not, tense.

Receives `Clause`s and tokens, returns plain values.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kg.arguments import Clause
from kg.model import Modality
from kg.subjects import conjunct_before
from kg.syntax import (
    HEDGES,
    NEGATORS,
    SUBJECTS,
    auxiliaries_of,
    children_of,
    follows_no,
    has_child,
    has_to,
    is_comma,
    is_nominal,
    is_not_only,
    is_to_do,
    is_to_infinitive,
    shares_auxiliary,
    tells_aim,
)

if TYPE_CHECKING:
    from kg.tokens import Token

NEGATIVE_NOUNS = {"no", "none", "nobody", "nothing", "neither", "nor"}

MODAL = {
    "may": Modality.POSSIBLE, "might": Modality.POSSIBLE, "could": Modality.POSSIBLE, "can":
    Modality.POSSIBLE,
    "will": Modality.FUTURE, "'ll": Modality.FUTURE, "wo": Modality.FUTURE, "shall": Modality.FUTURE,
    "ca": Modality.POSSIBLE, "must": Modality.REQUIRED, "should": Modality.REQUIRED, "ought":
    Modality.REQUIRED,
    "would": Modality.CONDITIONAL, "'d": Modality.CONDITIONAL,
}  # fmt: skip

CONDITIONS = {"if", "in case", "unless", "lest", "provided", "had"}


def is_negated(clause: Clause) -> bool:
    """Whether the clause itself says that it is not so (two negations cancel out)."""
    head = clause.head
    words = [
        c for c in head.children if c.dep_ in ("advmod", "cc:preconj", "det", "cc") and c.lower_ in NEGATORS
    ]
    words = [w for w in words if not (w.lower_ == "no" and w.dep_ == "advmod") and not is_not_only(w)]
    words += [c for c in children_of(head, "advmod") if c.lower_ == "longer" and follows_no(c)]
    words += [c for c in children_of(head, "cc") if c.lower_ in ("rather", "instead")]
    if head.dep_ == "conj" and not words and shares_auxiliary(head):
        words = [c for c in children_of(head.head, "advmod") if c.lower_ in ("not", "n't", "never")]
    count = len([w for w in words if w.lower_ not in ("nor", "neither")]) or bool(words)
    edge = head.left_edge
    is_aside = head.dep_ == "acl:relcl" and (is_comma(edge) or is_comma(head.doc[edge.i - 1]))
    own = [noun for noun in clause.subjects[:1] if head.is_ancestor(noun) or not is_aside]
    is_shared = clause.is_subject_shared and not _tells_what_there_is(head)
    arguments = [*([] if is_shared else own), *clause.objects[:1]]
    arguments += [o.noun for o in clause.obliques]
    nouns = [noun for noun in arguments if is_negative_phrase(noun)]
    return bool((count + bool(nouns)) % 2)


def _tells_what_there_is(head: Token) -> bool:
    """Whether a clause hangs on what there is, or is not ("There were no soldiers wounded")."""
    return head.dep_ == "acl" and head.head.dep_ == "nsubj" and has_child(head.head.head, "expl")


def is_negative_phrase(noun: Token) -> bool:
    """Whether a noun phrase denies what is said of it: "nobody", "no minister", "not everyone"."""
    if noun.lower_ in NEGATIVE_NOUNS:
        return True
    first = noun.left_edge
    if first.lower_ == "not" and first.head == noun and is_nominal(noun) and not is_not_only(first):
        return True  # "not everyone", "not a single shot"
    return any(
        c.lower_ in ("no", "neither") and c.dep_ in ("det", "advmod", "cc:preconj") for c in noun.children
    )


def is_denied_beside(noun: Token) -> bool:
    """Whether a noun phrase is denied beside one that is not: "has a port but no airport or station"."""
    denied = False
    while noun.dep_ == "conj":
        denied = denied or is_negative_phrase(noun)
        noun = noun.head
    return denied and not is_negative_phrase(noun)


def modality_of(clause: Clause) -> Modality:
    """Return how the clause itself is meant: its auxiliaries, hedging adverbs, condition or question."""
    head = clause.head
    if is_question(head):
        return Modality.QUESTION
    if clause.mark in CONDITIONS:
        return Modality.CONDITIONAL
    if any(c.lower_ in HEDGES for c in _adverbs_over(head)) or _is_alternative(head):
        return Modality.POSSIBLE
    auxiliaries = auxiliaries_of(head)
    if _is_inverted(head, auxiliaries):
        return Modality.DESIRED if auxiliaries[0].lower_ == "may" else Modality.CONDITIONAL
    for auxiliary in auxiliaries:
        if auxiliary.tag_ == "MD" and auxiliary.lower_ in MODAL:
            return MODAL[auxiliary.lower_]
    is_finite = any(a.lemma_ == "be" and a.tag_ in ("VBD", "VBZ", "VBP") for a in auxiliaries)
    if head.dep_ == "conj" and has_to(head) and has_child(head.head, "cop") and tells_aim(head.head):
        return Modality.DESIRED  # "the aim is to end the war and to bring peace"
    if is_to_do(head) or (has_to(head) and is_finite and not tells_aim(head)):
        return Modality.FUTURE  # "is to leave", "were to be told"
    return Modality.ASSERTED


def _adverbs_over(head: Token) -> list[Token]:
    """Return the adverbs of a predicate, with those before the subject that it shares ("Reportedly …"), or
    that open the sentence ("Allegedly, one fled and two died").
    """
    found = children_of(head, "advmod")
    first = conjunct_before(head) if head.dep_ == "conj" else head
    if first is not head:
        subjects, is_shared = children_of(first, *SUBJECTS), not has_child(head, *SUBJECTS)
        before = [a for a in children_of(first, "advmod") if subjects and a.i < subjects[0].left_edge.i]
        is_more = any(joint.lower_ == "and" for joint in children_of(head, "cc"))
        found += [a for a in before if is_shared or (is_more and is_comma(a.nbor(1)))]
    return found


def _is_alternative(head: Token) -> bool:
    """Whether one of two things is so: "is either elected or appointed"."""
    first = head.head if head.dep_ == "conj" else head
    return any(c.lower_ == "either" for c in children_of(first, "cc:preconj"))


def _is_inverted(head: Token, auxiliaries: Sequence[Token]) -> bool:
    """Whether a clause is a condition or a wish by its order: "should he resign", "may he rest"."""
    subjects = children_of(head, *SUBJECTS)
    is_before = bool(subjects and auxiliaries) and auxiliaries[0].i < subjects[0].left_edge.i
    is_before = is_before and not has_child(head, "expl")
    is_adverbial = head.dep_ in ("advcl", "acl", "acl:relcl", "parataxis")
    openers = ("should", "had", "were") if is_adverbial else ("may",)
    return is_before and auxiliaries[0].lower_ in openers


def is_question(head: Token) -> bool:
    """Whether the clause asks: it is direct speech, or the main one of a sentence that ends in "?".

    What introduces a question asks nothing ("he said, 'Why?'"), nor what goes before it ("we lost, so why
    stay?").
    """
    top = head
    while top.dep_ == "conj":
        top = top.head
    behind = head.doc[head.i + 1 : top.sent.end]
    marks = [t for t in behind if t.is_punct and t.text in (".", "!", "?")]
    if top.dep_ in ("ccomp", "parataxis"):
        return bool(marks) and marks[0].text == "?" and _asks_by_form(head)
    if top.dep_.lower() != "root" or not marks or marks[-1].text != "?":
        return False
    doc, end = head.doc, marks[-1].i
    is_around = (
        sum(t.is_quote for t in doc[head.i : end]) % 2 and end + 1 < len(doc) and doc[end + 1].is_quote
    )
    later = any(_asks_by_form(t) for t in doc[head.i + 1 : end] if t.dep_ in ("conj", "parataxis"))
    return not is_around and (not later or _asks_by_form(head))


def _asks_by_form(head: Token) -> bool:
    """Whether a clause has the form of a question: "why he left", "who left", "did he leave"."""
    subjects, forms = children_of(head, *SUBJECTS), children_of(head, "aux", "aux:pass", "cop")
    is_inverted = bool(subjects and forms) and forms[0].i < subjects[0].left_edge.i
    phrases = [c for c in head.children if c.i < head.i and not c.dep_.startswith(("advcl", "ccomp", "acl"))]
    has_word = any(phrase.left_edge.tag_ in ("WRB", "WP", "WDT") for phrase in phrases)
    return not has_child(head, "mark") and (is_inverted or has_word)


def is_indicative(head: Token) -> bool:
    """Whether a clause tells what is or was, by the form of its verb: "he left", not "he leave"."""
    forms = [head, *children_of(head, "aux", "aux:pass", "cop")]
    return any(form.tag_ in ("VBD", "VBZ") for form in forms) and all(form.tag_ != "MD" for form in forms)


def tense_of(clause: Clause) -> str:
    """Return "past", "present" or "future", for the reading of bare dates ("in June")."""
    auxiliaries = auxiliaries_of(clause.head)
    words = {a.lower_ for a in auxiliaries}
    if words & {"will", "'ll", "wo", "shall"} or is_to_infinitive(clause.head):
        return "future"
    first = auxiliaries[0] if auxiliaries else clause.head
    return (
        "past" if first.tag_ in ("VBD", "VBN") or first.lower_ in ("was", "were", "had", "did") else "present"
    )
