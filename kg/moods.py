"""Tells what the form of a clause says of how it is meant: an order, a purpose, a condition, what came later.

Receives clauses of `kg.syntax` and their tokens, returns plain values. What verbs do to their complements
is no matter of form: see the ontology, and `kg.stance`.
"""

from __future__ import annotations

from collections.abc import Container
from typing import TYPE_CHECKING

from kg import syntax
from kg.subjects import is_somebody, owners_of
from kg.verbs import CONDITIONS

if TYPE_CHECKING:
    from kg.arguments import Clause
    from kg.tokens import Token

ACTS = {
    "action", "agreement", "amendment", "ballot", "bill", "campaign", "deal", "decree", "drive",
    "election", "fund", "law", "measure", "mission", "motion", "move", "operation", "pact", "plan",
    "poll", "policy", "program", "programme", "project", "proposal", "push", "raid", "referendum",
    "regulation", "resolution", "rule", "scheme", "strike", "summit", "system", "talk", "talks", "treaty",
    "vote", "warrant", "work",
}  # fmt: skip
"""What people do or make that may itself do what an infinitive says."""

TIMES = {"second", "minute", "hour", "day", "week", "month", "year", "decade", "century", "while", "time"}
"""What something takes that goes on: "takes hours"."""

MOVED = {
    "amazed", "astonished", "delighted", "disappointed", "dismayed", "fortunate", "lucky", "pleased",
    "relieved", "saddened", "shocked", "stunned", "surprised",
}  # fmt: skip
"""What somebody is for a reason that holds: "was surprised to find"."""

MEANING = {
    "aim", "attempt", "claim", "hope", "intend", "offer", "plan", "promise", "refuse", "seek", "try", "vow",
}  # fmt: skip
"""What only somebody does."""

OPEN = {"depending", "irrespective", "regardless"}
"""Before a preposition and a question word, they leave open what that asks."""

FOLLOWING = {"after", "before", "once", "till", "until", "when"}
"""What introduces a clause of time."""

OF_PAST = {
    "eventually", "frequently", "later", "occasionally", "often", "regularly", "sometimes", "subsequently",
    "usually",
}  # fmt: skip
"""Adverbs with which "would" tells what was."""

RECURRING = {"once", "when", "whenever"}
"""What introduces a clause in the present that may hold again and again."""

AIMED = {"in order that", "so that"}
"""What introduces a clause of what is to be reached, as "so" does without a comma before it."""

BALLOTED = {
    "accept", "adopt", "approve", "authorise", "authorize", "back", "confirm", "elect", "endorse", "oppose",
    "pass", "ratify", "re-elect", "reelect", "reject", "support",
}  # fmt: skip
"""What is done by voting for it: "voted to reject the plan"."""

TOPICAL = {"about", "at", "for", "from", "in", "of", "on", "toward", "towards"}
"""Prepositions before a gerund that tells what a noun or an adjective is about ("steps toward leaving")."""

DEEDS = {
    "act", "active", "addition", "apology", "arrest", "ashamed", "award", "behavior", "behaviour", "better",
    "blame", "busy", "congratulations", "conviction", "count", "credit", "crime", "criticism", "custom",
    "delay", "emphasis", "engaged", "experience", "fame", "famous", "fine", "forceful", "good",
    "grateful", "guilt", "guilty", "habit", "history", "instrumental", "involved", "jail", "known",
    "life", "medal", "mistake", "notorious", "offence", "offense", "parole", "penchant", "policy",
    "practice", "praise", "prison", "prize", "process", "progress", "proud", "record", "reputation",
    "responsible", "sentence", "sick", "sorry", "story", "success", "successful", "thanks", "tired",
    "tradition", "weary", "work", "year",
}  # fmt: skip
"""Nouns and adjectives before a gerund of what was done: "the crime of killing", "guilty of killing"."""


def is_imperative(clause: Clause, quoted: Container[int]) -> bool:
    """Whether a clause asks for what it says: it begins with a bare verb or its "do" ("Do not shoot")."""
    head, first = clause.head, clause.head.left_edge
    if head.dep_ not in ("ROOT", "parataxis", "ccomp") or head.tag_ != "VB" or clause.mark:
        return False
    words = syntax.children_of(head, *syntax.SUBJECTS, "aux", "aux:pass", "expl", "mark", "cop")
    words += [word for word in syntax.children_of(head, "ccomp", "parataxis") if word.i < head.i]
    is_denied = any(word.lower_ in ("not", "n't") for word in syntax.children_of(head, "advmod"))
    if any(word.lower_ != "do" for word in words) or (is_denied and not words):
        return False
    while first.i < head.i and (first.is_punct or first.is_space):
        first = first.nbor(1)
    before = first.nbor(-1) if first.i > first.sent.start else None
    is_behind = before is not None and before.is_quote and first.i in quoted
    return before is None or before.is_space or before.text == ":" or is_behind


def is_hortative(clause: Clause) -> bool:
    """Whether a bare "let" asks us to do something, wherever it stands: "it is late, so let's go"."""
    head = clause.head
    if head.lower_ != "let" or head.tag_ != "VB" or syntax.has_child(head, *syntax.SUBJECTS, "aux", "mark"):
        return False
    words = {word.lower_ for word in syntax.children_of(head, "obj", "iobj")}
    return "'s" in words or ("us" in words and head.dep_ in ("ROOT", "parataxis", "ccomp"))


def is_subjunctive(clause: Clause) -> bool:
    """Whether a clause with a subject has a bare form: "that he be freed", "that the mayor resign".

    Without "be" that shows only with one who is neither "I" nor "you".
    """
    subjects = syntax.children_of(clause.head, *syntax.SUBJECTS)
    forms = syntax.children_of(clause.head, "aux", "aux:pass", "cop") or [clause.head]
    if not subjects or forms[0].tag_ != "VB" or clause.mark not in ("", "that") or forms[0].i < subjects[0].i:
        return False
    is_one = subjects[0].tag_ in ("NN", "NNP") or subjects[0].lower_ in ("he", "she", "it")
    return forms[0].lower_ == "be" or (is_one and not syntax.has_child(subjects[0], "conj"))


def has_aim(clause: Clause) -> bool:
    """Whether a clause is marked as an aim: "to carry it", "for ships to carry it"."""
    is_infinitive = syntax.has_to(clause.head)
    return clause.mark in ("to", "in order", "so as") or (clause.mark == "for" and is_infinitive)


def is_purpose(clause: Clause) -> bool:
    """Whether "to" tells what for, unlike "confessed to doing it" and "is reported to have done it"."""
    is_done = any(auxiliary.lower_ == "have" for auxiliary in syntax.children_of(clause.head, "aux"))
    governor = clause.governor
    is_ready = governor is not None and syntax.has_child(governor, "cop", "aux:pass")
    is_done = is_done or clause.head.lemma_ == "include"  # "grew to include"
    return not is_done and (clause.head.tag_ != "VBG" or is_ready)


def is_purpose_of_agent(clause: Clause, around: Clause) -> bool:
    """Whether an infinitive tells what an agent behind "by" does it for: "passed by them to help"."""
    is_for = clause.link == "advcl" and clause.mark in ("to", "in order") and not clause.is_passive
    is_after = bool(around.agents) and around.agents[0].i < clause.head.i
    return is_for and is_after and around.is_passive and clause.is_subject_shared and is_purpose(clause)


def is_accompaniment(clause: Clause) -> bool:
    """Whether a participle tells what the subject does along with, or by what means."""
    is_gerund = clause.link == "advcl" and clause.head.tag_ == "VBG" and clause.is_subject_shared
    is_behind = clause.governor is not None and clause.governor.i < clause.head.i
    is_means = clause.mark in ("by", "in", "through", "to") or (not clause.mark and is_apart(clause))
    return is_gerund and is_behind and is_means


def is_later(clause: Clause) -> bool:
    """Whether a clause of time in the present is of what is to come: "will hold after she leaves"."""
    is_present = _has_form(clause.head, "VBZ", "VBP")
    is_present = is_present or (clause.mark == "before" and clause.head.tag_ == "VBG")
    return clause.link == "advcl" and clause.mark in FOLLOWING and is_present


def is_judged(clause: Clause) -> bool:
    """Whether an infinitive is what "it" stands for that is made so: "made it illegal to sell guns"."""
    adjective = clause.governor
    is_infinitive = clause.mark == "to" and adjective is not None and adjective.dep_ == "xcomp"
    return is_infinitive and adjective is not None and syntax.has_child(adjective.head, "expl")


def is_any(clause: Clause) -> bool:
    """Whether it is left open what a clause tells: "regardless of where he lives", "depending on who won"."""
    word = clause.governor
    is_relative = clause.link == "advcl:relcl" and word is not None and word.tag_.startswith("W")
    return is_relative and word is not None and word.head.lower_ in OPEN


def is_of_new(clause: Clause) -> bool:
    """Whether a participle behind a comma tells of a thing that is not there yet: "a search, led by her"."""
    noun = clause.governor
    is_participle = clause.link == "acl" and clause.head.tag_ == "VBN" and is_apart(clause)
    is_new = noun is not None and any(d.lower_ in ("a", "an") for d in syntax.children_of(noun, "det"))
    return is_participle and is_new and bool(clause.agents)


def is_of_one(clause: Clause) -> bool:
    """Whether a clause in the present tells what a thing is like that may not be there yet: "a bridge that
    links them", "tools that help".
    """
    noun = clause.governor
    is_restrictive = clause.link in ("acl", "acl:relcl") and clause.mark != "to" and not is_apart(clause)
    if noun is None or noun.tag_ not in ("NN", "NNS") or not is_restrictive:
        return False
    words = [w.lower_ for w in syntax.children_of(noun, "det", "nmod:poss", "nummod", "case")]
    forms = [clause.head, *syntax.auxiliaries_of(clause.head)]
    is_present = any(f.tag_ in ("VBZ", "VBP") for f in forms) and all(f.lemma_ != "have" for f in forms[1:])
    is_present = is_present or (clause.head.tag_ == "VBG" and clause.link == "acl" and not clause.mark)
    return is_present and (bool({"a", "an", "any"} & set(words)) or (noun.tag_ == "NNS" and not words))


def is_whole(clause: Clause) -> bool:
    """Whether a finite clause behind a noun has a subject of its own: "no sign the army left"."""
    head, subjects = clause.head, clause.subjects
    is_own = clause.link == "acl" and bool(subjects) and head.is_ancestor(subjects[0])
    is_asking = any(word.tag_.startswith("W") for word in head.subtree if word.i < head.i)
    return is_own and not is_asking and syntax.is_finite(head)


def is_without_doubt(noun: Token) -> bool:
    """Whether a noun tells that what is behind it is so: "no doubt that", "little question that"."""
    words = [word.lower_ for word in syntax.children_of(noun, "amod", "det")]
    return noun.lemma_ in ("doubt", "question") and bool({"little", "no"} & set(words))


def is_at_risk(clause: Clause) -> bool:
    """Whether a gerund tells what a thing may do, no preposition before it ("the risk of it falling")."""
    return clause.link == "acl" and clause.head.tag_ == "VBG" and not clause.mark


def is_recurrent(clause: Clause) -> bool:
    """Whether a clause of time tells when something may be so, as "if" would: "works when it rains".

    It and the one around it are in the present; with somebody's name it goes on with a plot ("When Ann
    leaves, he weeps").
    """
    verb = clause.governor
    if verb is None or clause.link not in ("advcl", "advcl:relcl"):
        return False
    word = verb.lower_ if verb.tag_ == "WRB" else clause.mark
    verb = verb.head if verb.tag_ == "WRB" else verb
    is_aside = clause.head.i > verb.i and is_apart(clause)
    is_named = any(noun.ent_type_ == "PERSON" for noun in clause.subjects)
    is_present = _has_form(clause.head, "VBZ", "VBP") and not _has_form(verb, "VBD")
    is_perfect = any(a.lemma_ == "have" for a in syntax.auxiliaries_of(verb))
    return word in RECURRING and is_present and not (is_aside or is_named or is_perfect)


def is_aimed_at(clause: Clause) -> bool:
    """Whether a finite clause tells what something is done for: "built a wall so that ships could enter"."""
    is_aim = clause.mark in AIMED or (clause.mark == "so" and not is_apart(clause))
    return clause.link == "advcl" and is_aim and syntax.has_modal(clause.head)


def is_awaited(clause: Clause) -> bool:
    """Whether a clause of time tells of what need not come: "must stay until it ends", "wash before eating".

    What "has" happened may be a reason ("may close after workers have left").
    """
    is_perfect = any(a.lemma_ == "have" for a in syntax.auxiliaries_of(clause.head))
    return is_later(clause) and (clause.mark in ("before", "till", "until") or not is_perfect)


def is_balloted(clause: Clause, verb: Token) -> bool:
    """Whether an infinitive is what a vote itself does: "the council voted to reject the plan".

    It need not be done "if it votes to", nor "until it votes to".
    """
    is_act = (
        verb.lemma_ == "vote"
        and verb.pos_ == "VERB"
        and verb.dep_ != "advcl"
        and clause.head.lemma_ in BALLOTED
    )
    return is_act and clause.mark == "to" and all(noun.ent_type_ != "PERSON" for noun in clause.subjects)


def is_hypothetical(clause: Clause) -> bool:
    """Whether a clause is a condition, or tells what could or would have been."""
    is_past = any(auxiliary.lower_ in ("have", "'ve") for auxiliary in syntax.children_of(clause.head, "aux"))
    return clause.mark in CONDITIONS or (is_past and has_condition(clause))


def _has_form(head: Token, *tags: str) -> bool:
    return any(form.tag_ in tags for form in (head, *syntax.auxiliaries_of(head)))


def carries_on(clause: Clause) -> bool:
    """Whether a gerund is what somebody carries on with: "carry on working"."""
    verb = clause.governor
    return verb is not None and clause.mark == "on" and verb.lemma_ in ("carry", "go", "keep")


def is_habit(clause: Clause) -> bool:
    """Whether "would" tells what was so again and again: "a child, when she would draw"."""
    return clause.mark in ("when", "whenever") and syntax.has_modal(clause.head)


def is_of_now(verb: Token) -> bool:
    """Whether a verb or predicate is in the present, and no auxiliary makes it past: "says", "is clear"."""
    forms = syntax.children_of(verb, "aux", "aux:pass", "cop") or [verb]
    return forms[0].tag_ in ("VBZ", "VBP") and forms[0].lemma_ != "have"


def holds_on_condition(clause: Clause) -> bool:
    """Whether a clause in the present, or the first of those coordinated, holds if another one does."""
    first = clause.head
    while first.dep_ == "conj":
        first = first.head
    if clause.link == "acl:relcl" or not _has_form(clause.head, "VBZ", "VBP"):
        return False
    conditions = [c for c in syntax.children_of(first, "advcl") if syntax.marker_of(c) in ("if", "unless")]
    if first is not clause.head:
        conditions = [c for c in conditions if c.i < first.i]
    return any(c.left_edge.lower_ == syntax.marker_of(c) for c in conditions)


def is_told_of_past(clause: Clause) -> bool:
    """Whether "would" tells what came later or was usual: "she would later say", "would often draw"."""
    adverbs = {adverb.lower_ for adverb in syntax.children_of(clause.head, "advmod")}
    return clause.governor is None and not has_condition(clause) and bool(adverbs & OF_PAST)


def has_condition(clause: Clause) -> bool:
    """Whether a clause is a condition or holds on one."""
    heads = [clause.head, *syntax.children_of(clause.head, "advcl")]
    return any(syntax.marker_of(head) in CONDITIONS for head in heads)


def begins_with_question_word(clause: Clause) -> bool:
    """Whether a finite clause tells who, when, why …: "said why he left"."""
    return clause.head.left_edge.tag_ in ("WDT", "WP", "WRB") and clause.mark != "to"


def takes_time(clause: Clause) -> bool:
    """Whether an infinitive is what time is taken for, and not what for: "takes hours to dry"."""
    noun = clause.governor if clause.link == "acl" else None
    verb = noun.head if noun is not None else clause.governor
    if verb is None or verb.lemma_ != "take" or clause.mark != "to":
        return False
    objects = [noun] if noun is not None else syntax.children_of(verb, "obj", "obl:unmarked")
    return any(o.dep_ in ("obj", "obl:unmarked") and o.lemma_ in TIMES for o in objects)


def is_seeming(clause: Clause) -> bool:
    """Whether a clause only tells how something seems: "it appears as if it was so"."""
    marks = [mark.lower_ for mark in syntax.children_of(clause.head, "mark")]
    return "as" in marks and ("if" in marks or "though" in marks)


def is_apart(clause: Clause) -> bool:
    """Whether a clause, or the first of those coordinated, stands behind a comma."""
    first = clause.head
    while first.dep_ == "conj":
        first = first.head
    edge = first.left_edge
    return edge.i > 0 and "," in (edge.text, edge.nbor(-1).text)


def is_told_behind(clause: Clause, around: Clause) -> bool:
    """Whether "before" goes on with the story behind what was to be: "said he would go, before staying"."""
    is_behind = clause.link == "advcl" and clause.mark == "before" and clause.head.tag_ == "VBG"
    is_behind = is_behind and is_apart(clause) and around.head.i < clause.head.i
    return is_behind and around.link == "ccomp" and syntax.has_modal(around.head)


def is_moved(word: Token) -> bool:
    """Whether an adjective or participle tells what something that happened made of somebody."""
    return word.lower_ in MOVED and syntax.has_child(word, "cop", "aux:pass")


def can_say(verb: Token) -> bool:
    """Whether "can" only leads up to what is said: "I can confirm that they left"."""
    words = [word.lower_ for word in syntax.children_of(verb, "aux", "advmod")]
    return "can" in words and not syntax.NEGATORS & set(words)


def goes_on(verb: Token) -> bool:
    """Whether a verb only says that what is said behind it came next: "went on to serve"."""
    return verb.lemma_ == "go" and verb.nbor(1).lower_ == "on"


def is_done_by(noun: Token, clause: Clause) -> bool:
    """Whether an infinitive hangs on a noun that may be what does it ("an election to fill the seat").

    So may what stands behind "for" before a clause: "for the pact to hold, they must sign".
    """
    is_infinitive = clause.link == "acl" and clause.mark == "to" and clause.head.dep_ == "acl"
    is_doer = noun.lemma_ in ACTS or is_somebody(noun) or noun.tag_ == "NNS"
    is_doer = is_doer or (syntax.preposition_of(noun) == "for" and noun.i < noun.head.i)
    return is_infinitive and clause.is_subject_shared and is_doer and not owners_of(noun)


def is_meant_by_subject(noun: Token, clause: Clause) -> bool:
    """Whether a participle behind a comma tells what the subject meant to do, not the thing before it.

    "It turned back with a broken wing, intending to land"; "asked for papers, attempting to learn why".
    """
    is_participle = clause.link == "acl" and clause.head.tag_ == "VBG" and clause.head.lemma_ in MEANING
    return is_participle and is_apart(clause) and not is_somebody(noun)


def is_beyond(clause: Clause) -> bool:
    """Whether something is too much for what an infinitive says: "too thin for humans to breathe"."""
    governor = clause.governor
    is_infinitive = syntax.has_to(clause.head)
    return (
        governor is not None
        and is_infinitive
        and governor.pos_ in ("ADJ", "ADV")
        and any(adverb.lower_ == "too" for adverb in syntax.children_of(governor, "advmod"))
    )


def is_likeness(clause: Clause) -> bool:
    """Whether a clause only tells what something is like or how much it is: "like scoring glass", "more than
    we can bear".
    """
    head = clause.head
    is_beyond = clause.mark == "than" and any(a.lower_ in ("can", "could") for a in head.children)
    return is_beyond or (head.tag_ == "VBG" and head.i > 0 and head.nbor(-1).lower_ == "like")


def is_permitted(word: Token) -> bool:
    """Whether a word tells that somebody may or can do something: "to be allowed to vote"."""
    return word.lemma_ in ("able", "allow", "enable", "let", "permit")


def is_filler(clause: Clause) -> bool:
    """Whether a clause fills a pause or tells no more than when: "you know", "to say the least", "the next
    steps going forward".
    """
    if clause.head.lower_ in ("going", "moving") and clause.link in ("acl", "advcl") and not clause.mark:
        return clause.head.nbor(1).lower_ == "forward"
    words = [word.lower_ for word in clause.subjects] + [clause.head.lower_]
    if clause.head.lower_ == "say" and clause.mark == "to":
        return any(noun.lower_ == "least" for noun in clause.objects)
    return clause.link == "parataxis" and words in (["you", "know"], ["i", "mean"]) and not clause.objects
