"""Who does what a predicate says: its own subject, or one that it shares with another clause.

Receives tokens of a `Document`, returns tokens. Subjects are handed on by coordination, control and raising,
participles and relative clauses.

References: enhanced Universal Dependencies, https://universaldependencies.org/u/overview/enhanced-syntax.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg import names
from kg.model import CIRCUMSTANCES
from kg.syntax import (
    GETTING,
    OBJECT_CONTROL_MARKS,
    SUBJECTS,
    children_of,
    has_child,
    has_to,
    is_aside,
    is_bare,
    is_comma,
    is_finite,
    is_nominal,
    is_object_complement,
    is_passive,
    is_predicate,
    is_relative_pronoun,
    is_to_infinitive,
    marker_of,
    preposition_of,
    relation_of,
    with_conjuncts,
)

if TYPE_CHECKING:
    from kg.tokens import Token

RELATIVES = ("acl", "acl:relcl", "advcl:relcl")

WHOLES = {"all", "both", "each"}
"""Words for all of those whom "of whom" behind them stands for."""

HARDSHIPS = {
    "cheap", "costly", "dangerous", "difficult", "easy", "expensive", "fun", "hard", "impossible", "safe",
    "simple", "tough", "tricky", "unavailable",
}  # fmt: skip
"""Adjectives for what somebody else does with their subject ("the fort is hard to take")."""

MEANS = {
    "air", "ambulance", "boat", "bus", "car", "consensus", "default", "e-mail", "email", "fax", "ferry",
    "hand", "helicopter", "land", "law", "letter", "lorry", "mail", "mistake", "name", "phone", "plane",
    "post", "rail", "road", "sea", "ship", "telephone", "train", "truck", "vote",
}  # fmt: skip
"""Nouns that tell bare behind "by" how it is done, not who does it."""

ENDS = {"end", "beginning", "start", "middle", "close", "time", "turn"}

RANKS = {"first", "second", "third", "fourth", "fifth", "sixth", "last", "latest", "only", "next"}

OCCASIONS = {"attempt", "bid", "chance", "effort", "hour", "moment", "occasion", "step", "time", "way"}
"""Nouns that do not do what the infinitive behind them says ("the third attempt to leave")."""

STRUGGLES = {"difficulty", "luck", "success", "time", "trouble"}
"""Nouns for how somebody gets on who does what the gerund behind them says ("had trouble leaving")."""

IMPERSONAL = {
    "allow", "ban", "cover", "discourage", "encourage", "entail", "forbid", "include", "involve", "justify",
    "outlaw", "permit", "prohibit", "recommend", "require",
}  # fmt: skip
"""Verbs with a subject that does not do what the gerund behind them says ("the law bans smoking")."""

JUDGING = {
    "applaud", "condemn", "criticise", "criticize", "decry", "denounce", "deplore", "hail", "oppose",
    "praise", "welcome",
}  # fmt: skip
"""Verbs with a subject that has no part in what their object is to do ("opposed a plan to build")."""

OUTCOMES = {"arise", "lead", "mean", "result", "stem"}
"""Verbs behind a comma that tell what came of what somebody did, or of what it came."""

PICTURES = {"clip", "film", "footage", "image", "photo", "photograph", "picture", "recording", "video"}
"""Nouns for what shows who does what the gerund behind them says ("images of him leaving")."""

WITH_PERSONS = {"allow", "permit", "tell"}
"""Verbs with an object that is no subject of a finite clause behind it."""

HAVING = GETTING | {"be", "give", "show"}
"""Verbs with a subject that may be a thing that does what their object says ("the cup has no chance of")."""

BODIES = {"city", "country", "crew", "family", "group", "movement", "nation", "side", "state", "unit"}
"""Nouns for those who act as one."""

DOERS = (*names.WORKERS, "ant", "ee")
"""Ends of plurals for people by what they do, or what is done to them."""

SERVING = {"require", "use"}
"""Verbs for what serves an end, before an infinitive that somebody else does ("used to cool it")."""

ASSIGNING = {
    "appoint", "assign", "bring", "choose", "deploy", "dispatch", "elect", "employ", "extradite", "hire",
    "invite", "pay", "prepare", "recruit", "select", "send", "train",
}  # fmt: skip
"""Verbs with somebody as their object who is to do what the infinitive behind says ("sent her to ask")."""

BANS = {"ban", "cap", "curb", "fee", "limit", "moratorium", "prohibition", "restriction", "rule", "tax"}
"""Nouns for what others are kept from doing, or pay for ("announced a ban on selling tea")."""

UNDERGOING = {"experience", "face", "have", "see", "suffer", "survive", "witness"}
"""Verbs with a subject that does nothing of what comes of their object."""

CAUSING = {"affect", "cause", "force", "injure", "involve", "kill", "leave", "prevent", "require"}
"""Verbs, behind one of those, for what their object does."""

TRYING = {"attempt", "hope", "intend", "plan", "seek", "try", "wait"}
"""Verbs for what only somebody does, not a place."""

ATTIRED = {"accompanied", "armed", "clad", "disguised", "dressed", "handcuffed", "holding", "wearing"}
"""Participles for how somebody comes or goes, not a place."""

VISITING = {"attend", "enter", "leave", "reach", "storm", "visit"}
"""Verbs with a place as their object."""

BACKSHIFTED = {"could", "had", "might", "would"}
"""Auxiliaries of what was said, behind a verb of the past."""

PLACES = {
    "in", "at", "near", "on", "outside", "inside", "across", "throughout", "around", "within", "over", "off",
}  # fmt: skip


WAYS = PLACES | {"from", "into", "out of", "to"}
"""Prepositions before where somebody is, comes from or goes."""


def subjects_of(head: Token) -> tuple[list[Token], bool]:
    """Return the surface subjects of a predicate and whether they are shared from another clause."""
    main = misplaced_main_of(head)
    if main is not None:
        lent = [noun for noun in children_of(main, "obj", "iobj") if main.i < noun.i < head.i]
        return [n for noun in lent[-1:] for n in with_conjuncts(noun)], False
    own = children_of(head, *SUBJECTS) or gap_before(head) or inverted_subject_of(head)
    if own:
        outer = [s for s in own if s.dep_ == "nsubj:outer"]
        return replace_relative(head, (outer or own)[:1]), False
    return _shared_subjects(head), True


def inverted_subject_of(head: Token) -> list[Token]:
    """Return the text that reads what stands before it, taken for its object: "…, reads the statement"."""
    before = head.doc[head.i - 1] if head.i > head.sent.start else None
    is_behind = before is not None and (before.is_quote or before.lower_ in (",", ";"))
    if not is_behind or head.lemma_ != "read" or head.dep_ not in ("ROOT", "root", "parataxis"):
        return []
    return [noun for noun in children_of(head, "obj") if noun.left_edge.i == head.i + 1][:1]


def gap_before(head: Token) -> list[Token]:
    """Return the relative pronoun that is the subject of "which they said would go", taken for its object."""
    if head.dep_ != "ccomp" or not is_finite(head) or has_child(head, "mark"):
        return []
    return [o for o in children_of(head, "obj") if is_relative_pronoun(o) and o.i < head.head.i < head.i]


def is_severed(head: Token, governor: Token) -> bool:
    """Whether a semicolon cuts a clause off from the one it hangs on."""
    doc, first, last = head.doc, head.left_edge.i, head.right_edge.i
    edges = doc[last : last + 2] if head.i < governor.i else doc[max(first - 1, 0) : first + 1]
    return any(token.text == ";" for token in edges)


def replace_relative(head: Token, found: list[Token]) -> list[Token]:
    """Return the tokens, relative pronouns replaced by their antecedents, coordinated ones spelled out."""
    clause = head
    while clause.dep_ in ("conj", "ccomp", "xcomp") and clause.head.i != clause.i:
        clause = clause.head
    result: list[Token] = []
    for token in found:
        pronoun = next(iter(children_of(token, "nmod")), token) if token.lower_ in WHOLES else token
        if is_relative_pronoun(pronoun) and clause.dep_ in RELATIVES and is_nominal(clause.head):
            noun = _antecedent_of(pronoun, head, clause.head)
            result += with_conjuncts(noun) if _agrees_plural(head) else [noun]
        else:
            result += with_conjuncts(token)
    return result


def _antecedent_of(pronoun: Token, verb: Token, noun: Token) -> Token:
    """Return what a relative pronoun stands for: a singular around or within a plural that its verb does not
    agree with ("a welder with two children who has left", "shares in the bank, which was sold"), and
    somebody or something by its form ("pleas from a lawyer, who left", "a play by Berg, which ends well").
    """
    forms = [verb, *children_of(verb, "aux", "aux:pass", "cop")]
    is_singular = any(form.lower_ in ("is", "was", "has") or form.tag_ == "VBZ" for form in forms)
    is_subject = pronoun.dep_ in SUBJECTS and pronoun.head == verb
    parts = [child for child in children_of(noun, "nmod") if preposition_of(child) != "like"]
    inner = [n for part in parts for n in with_conjuncts(part) if n.i < pronoun.i]
    if pronoun.lower_ in ("who", "whom") and not is_somebody(noun):
        return next((n for n in reversed(inner) if is_somebody(n) and n.ent_type_ != "GPE"), noun)
    if pronoun.lower_ == "which" and noun.ent_type_ == "PERSON":
        around = [noun.head] if noun.dep_ == "nmod" and noun.head.pos_ == "NOUN" else [noun]
        return [*around, *(n for n in inner if n.ent_type_ not in ("PERSON", "DATE"))][-1]
    if not (is_subject and is_singular and noun.tag_ == "NNS") or has_child(noun, "conj"):
        return noun
    if noun.dep_ == "nmod" and noun.head.tag_ in ("NN", "NNP"):
        return noun.head
    within = [n for n in children_of(noun, "nmod") if n.tag_ in ("NN", "NNP") and n.i < pronoun.i]
    return within[-1] if within else noun


def _agrees_plural(verb: Token) -> bool:
    """Whether a verb form goes with a plural subject, so that a relative clause speaks of all conjuncts."""
    forms = [verb, *children_of(verb, "aux", "aux:pass", "cop")]
    return any(f.lower_ in ("are", "were", "have") or f.tag_ == "VBP" for f in forms)


def _shared_subjects(head: Token) -> list[Token]:
    """Return the subjects handed on by coordination, control, participles and relative clauses."""
    if head.dep_ == "conj":
        first = conjunct_before(head)
        return subjects_of(first)[0] if is_predicate(first) and not has_child(head, "expl") else []
    if is_hardship(head) or _is_meant(head):
        return []
    if head.dep_ == "xcomp":
        return _controllers_of(head)
    if relation_of(head) == "ccomp":
        hearers = children_of(head.head, "iobj") if has_to(head) and head.head.lemma_ != "ask" else []
        if hearers and head.left_edge.tag_ == "WRB":
            return with_conjuncts(hearers[0])  # "taught them how to build it"
        lent = [noun for noun in children_of(head.head, "obj", "iobj") if is_lent(noun)]
        return replace_relative(head, lent[:1]) if lent else _subjects_of_form(head)
    if relation_of(head) == "advcl":
        return _subjects_of_form(head)
    if head.dep_ == "acl":
        return _subjects_at_noun(head)
    if head.dep_ == "acl:relcl" and not _relative_in(head) and has_child(head, "obj"):
        return [head.head]
    return []


def _controllers_of(head: Token) -> list[Token]:
    """Return who does what an open complement says: the object of its verb, else the subject."""
    verb = head.head
    controllers = children_of(verb, "obj", "iobj")
    is_to_do = verb.lemma_ == "have" and is_to_infinitive(head)  # "have nobody to turn to"
    is_to_do = is_to_do or is_attired(head)
    if controllers and not is_passive(verb) and controllers[0].i < head.i and not is_to_do:
        return with_conjuncts(controllers[0])
    if _is_done_by_others(head) or _is_enough(head):
        return []
    if _is_served(head):
        return agents_behind(verb)
    is_told = is_predicate(verb) or verb.dep_ == "xcomp"  # "were found likely to leave"
    return subjects_of(verb)[0] if is_told else []


def agents_behind(verb: Token) -> list[Token]:
    """Return who is named behind a passive as doing it, coordinated ones spelled out."""
    return [agent for noun in children_of(verb, "obl:agent") for agent in with_conjuncts(noun)]


def _subjects_of_form(head: Token) -> list[Token]:
    """Return who does what a participle, gerund or infinitive beside a clause says; none if it has tense."""
    verb, mark = head.head, marker_of(head)
    is_form = head.tag_ in ("VBG", "VBN", "VB") or head.pos_ not in ("VERB", "AUX")
    if not is_form or is_finite(head) or _is_done_by_others(head) or _is_enough(head):
        return []
    if _is_served(head):
        return agents_behind(verb)
    if _is_compared(head, mark):
        return []
    if told := _told_of(head, mark):
        nouns = with_conjuncts(told)  # "with Berg calling it old and Lund calling it new"
        has_own = any(word.pos_ == "VERB" for word in head.doc[told.i : nouns[-1].i])
        return nouns[-1:] if has_own else nouns
    if objects := _objects_that_do(head, mark):
        return objects
    is_means = mark == "by" or (head.lower_ == "using" and not mark)
    if (is_means and head.tag_ == "VBG" and is_passive(verb)) or is_outcome(head):
        return []
    if is_predicate(verb):
        # "efforts are under way to find her"
        return [s for s in subjects_of(verb)[0] if mark != "to" or s.lemma_ not in OCCASIONS]
    if verb.tag_ == "JJ" and verb.dep_ in ("acl", "amod") and is_nominal(verb.head):
        return [verb.head]  # "a ship able to carry cars"
    return _subjects_around(verb, is_content=verb.pos_ not in ("ADJ", "ADV"))


def _is_compared(head: Token, mark: str) -> bool:
    """Whether a participle tells of all that is around it: "As expected, he won", "less than hoped"."""
    if head.tag_ != "VBN" or has_child(head, "aux", "aux:pass", "cop", "obj"):
        return False
    is_apart = is_aside(head) if head.i > head.head.i else is_comma(head.doc[head.right_edge.i + 1])
    return mark == "than" or (mark == "as" and (is_apart or is_comma(head.right_edge)))


def _objects_that_do(head: Token, mark: str) -> list[Token]:
    """Return the objects of a verb that do what a form behind them says ("accuse them of doing it")."""
    verb = head.head
    objects = [noun for noun in children_of(verb, "obj") if noun.i < head.i] if not is_passive(verb) else []
    if not objects:
        return []
    is_beside = objects[0].right_edge.i == head.left_edge.i - 1
    if verb.lemma_ in UNDERGOING and head.lemma_ in CAUSING and is_beside and not mark:
        return objects[:1]  # "suffered a stroke causing her to fall"
    if relation_of(head) == "ccomp" and mark == "to":
        return replace_relative(verb, objects[:1])  # "believe him to be ill"
    is_beside = mark in ("as", "with") and not is_comma(head.doc[head.left_edge.i - 1])
    if mark in OBJECT_CONTROL_MARKS or is_beside:
        return replace_relative(verb, objects) if mark != "for" or verb.lemma_ not in GETTING else []
    is_assigned = verb.lemma_ in ASSIGNING and any(map(is_somebody, objects))
    # "sent samples to be tested", but not "took two weeks to be tested"
    is_undergone = is_passive(head) and objects[0].ent_type_ not in ("DATE", "TIME")
    return with_conjuncts(objects[0]) if mark == "to" and (is_assigned or is_undergone) else []


def _told_of(head: Token, mark: str) -> Token | None:
    """Return who is told of as doing what a form right behind says: "spoke of Norway leaving", "led to lifts
    becoming useless", "stopped, with its crew wounded".
    """
    beside = [o for o in children_of(head.head, "obl") if o.right_edge.i == head.left_edge.i - 1]
    beside = beside or [o for o in children_of(head, "obl") if o.right_edge.i == head.i - 1]
    if mark or not beside or head.tag_ not in ("VBG", "VBN"):
        return None
    noun, preposition = beside[0], preposition_of(beside[0])
    if preposition == "with":
        return noun if is_aside(noun) else None
    is_told = preposition == "of" and is_somebody(noun)
    is_gerund = head.tag_ == "VBG"
    return noun if is_gerund and (is_told or (preposition == "to" and head.head.lemma_ == "lead")) else None


def _subjects_at_noun(head: Token) -> list[Token]:
    """Return who does what a form says that hangs on a noun: the noun, or who is around it."""
    noun, mark = head.head, marker_of(head)
    if is_object_complement(head) or is_ranked(noun) or mark in ("with", "without"):
        return [noun]
    is_how = noun.lemma_ in STRUGGLES or noun.head.lemma_ == "spend"  # "spent years waiting"
    if head.tag_ == "VBG" and is_how and not has_child(head, "mark"):
        return _subjects_around(noun)
    if mark in ("on", "against") and noun.lemma_ in BANS:
        return []
    if mark or has_child(head, "mark"):
        return _subjects_around(noun, is_content=mark not in CIRCUMSTANCES - {"for", "to"})
    if is_beside_place(head):
        return subjects_of(noun)[0]
    if is_attired(head):
        return _subjects_around(noun, is_content=False)
    return _shown_in(head) or [noun]


def _is_done_by_others(head: Token) -> bool:
    """Whether a gerund tells what the verb above bans or recommends, and not what its subject does."""
    return head.tag_ == "VBG" and head.dep_ in ("xcomp", "ccomp") and head.head.lemma_ in IMPERSONAL


def _is_enough(head: Token) -> bool:
    """Whether an infinitive tells what something is enough for: "the money is enough to build it"."""
    governor = head.head
    return head.tag_ == "VB" and governor.lower_ in ("enough", "sufficient") and has_child(governor, "cop")


def _is_served(head: Token) -> bool:
    """Whether a clause tells what something is used or required for: "water is used to cool the plant"."""
    governor = head.head
    if governor.lemma_ not in SERVING or not is_passive(governor):
        return False
    is_end = is_to_infinitive(head) or (head.tag_ == "VBG" and marker_of(head) in ("for", "in", "when"))
    return is_end and (governor.lemma_ == "use" or not any(map(is_somebody, subjects_of(governor)[0])))


def is_beside_place(head: Token) -> bool:
    """Whether a gerund tells what somebody does who is somewhere: "was on hand selling books", "was in the
    garden trying to mend a pump".
    """
    place = head.head
    is_alone = is_bare(place) and not has_child(place, "nmod")
    is_try = head.lemma_ in TRYING and not is_somebody(place)
    is_gerund = head.tag_ == "VBG" and not has_child(head, "mark") and has_child(place, "cop")
    return is_gerund and (is_alone or is_try) and preposition_of(place) in PLACES


def is_attired(head: Token) -> bool:
    """Whether a participle tells how somebody is somewhere: "attended the fair dressed as a pirate"."""
    if head.lower_ not in ATTIRED or head.dep_ not in ("acl", "xcomp"):
        return False
    place = head.head if head.dep_ == "acl" else next(iter(children_of(head.head, "obj")), head.head)
    while place.dep_ == "nmod" and preposition_of(place) == "of":
        place = place.head
    nouns = (place, head.head if head.dep_ == "acl" else place)
    is_person = any(n.ent_type_ in ("PERSON", "NORP") or n.tag_ in ("NNS", "PRP") for n in nouns)
    is_visit = place.dep_ == "obj" and place.head.lemma_ in VISITING
    is_there = is_visit or (place.dep_ == "obl" and preposition_of(place) in WAYS)
    return is_there and not is_person and not has_child(head, "mark") and not is_aside(head)


def _shown_in(head: Token) -> list[Token]:
    """Return who does what a picture shows: "images of him leaving"."""
    if head.tag_ != "VBG" or head.head.lemma_ not in PICTURES:
        return []
    shown = [noun for noun in children_of(head.head, "nmod") if preposition_of(noun) == "of"]
    return [noun for noun in shown if noun.right_edge.i == head.left_edge.i - 1]


def is_outcome(head: Token) -> bool:
    """Whether the whole clause before makes something what it is: "He won, making Oslo the first city to".

    So it is, and not somebody, that leads to something: "He was convicted, leading to a riot".
    """
    edge = head.left_edge
    is_apart = head.head.i < edge.i and (is_comma(edge) or is_comma(head.doc[edge.i - 1]))
    if is_apart and head.tag_ == "VBG" and head.lemma_ in OUTCOMES and not has_child(head, "obj"):
        subjects = subjects_of(head.head)[0] if is_predicate(head.head) else []
        return any(_is_surely_somebody(noun) or noun.ent_type_ in ("GPE", "ORG") for noun in subjects)
    is_making = head.tag_ == "VBG" and head.dep_ == "advcl" and head.lemma_ == "make"
    objects = children_of(head, "obj")
    is_of_another = bool(objects) and "Reflex=Yes" not in objects[0].morph
    return is_apart and is_making and is_of_another and has_child(head, "xcomp")


def _is_meant(head: Token) -> bool:
    """Whether the whole clause before means something: "he won, meaning that the party stays"."""
    return head.lower_ == "meaning" and head.dep_ in ("acl", "advcl") and has_child(head, "ccomp")


def is_hardship(head: Token) -> bool:
    """Whether an infinitive says what is hard to do, and not who does it."""
    is_under = head.dep_ in ("xcomp", "ccomp", "advcl") and head.head.pos_ == "ADJ"
    return is_to_infinitive(head) and is_under and head.head.lemma_.lower() in HARDSHIPS


def conjunct_before(head: Token) -> Token:
    """Return the predicate that a coordinated one stands beside, mostly that which it hangs on.

    What has tense stands beside what has tense ("abstains from judging and dismisses the suit"), and not
    beside what would or will be, under a verb of its own tense ("said it would leave and closed the door").
    """
    first = head.head
    if has_child(head, *SUBJECTS) or not _is_surely_finite(head) or not is_predicate(first):
        return first
    content = _content_in_tense(head, first)
    if content is not None:
        return content
    around = _predicate_around(first)
    if around is None or has_child(first, *SUBJECTS) and not _is_out_of_tense(head, first, around):
        return first
    if not is_finite(first) or _is_out_of_tense(head, first, around):
        return around
    return first


def _content_in_tense(head: Token, first: Token) -> Token | None:
    """Return what is said before a verb that is of its tense, and not of that of who says so: "said she had
    been ill but had left".
    """
    if first.tag_ != "VBD" or has_child(first, "aux", "cop"):
        return None
    contents = [child for child in children_of(first, "ccomp") if first.i < child.i < head.i]
    auxiliaries = {auxiliary.lower_ for auxiliary in children_of(head, "aux")} & BACKSHIFTED
    shared = {auxiliary.lower_ for content in contents[-1:] for auxiliary in children_of(content, "aux")}
    return contents[-1] if auxiliaries & shared else None


def _is_surely_finite(head: Token) -> bool:
    """Whether a predicate has tense, a bare participle or infinitive taken for it left aside."""
    if has_child(head, "aux", "aux:pass", "cop"):
        return is_finite(head)
    return head.tag_ == "VBZ" or (head.tag_ == "VBD" and has_child(head, "obj", "ccomp", "xcomp"))


def _is_out_of_tense(head: Token, first: Token, around: Token) -> bool:
    is_modal = first.tag_ == "VB" and any(a.tag_ == "MD" for a in children_of(first, "aux"))
    is_simple = head.tag_ == "VBD" == around.tag_ and not has_child(head, "aux", "aux:pass", "cop")
    return is_modal and is_simple


def _predicate_around(head: Token) -> Token | None:
    """Return the next predicate above that has tense."""
    token = head
    while token.head.i != token.i:
        token = token.head
        if is_predicate(token) and is_finite(token):
            return token
    return None


def is_ranked(noun: Token) -> bool:
    """Whether a noun is told apart by rank: who is "the first to leave", "the only one to stay" did so."""
    ranks = children_of(noun, "amod", "nummod", "advmod") if noun.lemma_ not in OCCASIONS else ()
    return any(c.lower_ in RANKS or c.tag_ == "JJS" for c in ranks)


def misplaced_main_of(head: Token) -> Token | None:
    """Return the verb of "X said Y will go" where the parser took "X said Y" for the subject of "go".

    English has no clause as a subject without a word that introduces it, so such a subject is the main
    clause.
    """
    for clause in children_of(head, "csubj", "nsubj"):
        if clause.pos_ == "VERB" and has_child(clause, "nsubj") and not has_child(clause, "mark"):
            return clause if has_child(clause, "obj", "iobj") and clause.i < head.i else None
    return None


def is_lent(noun: Token) -> bool:
    """Whether a noun taken for an object is the subject of a finite clause behind it ("said the US will
    …").
    """
    if noun.head.dep_ in SUBJECTS and misplaced_main_of(noun.head.head) == noun.head:
        return True
    if noun.dep_ == "iobj" or noun.head.lemma_ in WITH_PERSONS:
        return False
    return any(
        noun.i < clause.i
        and not has_child(clause, *SUBJECTS)
        and (is_finite(clause) or has_child(clause, "aux"))
        for clause in children_of(noun.head, "ccomp", "acl", "acl:relcl")
        if relation_of(clause) == "ccomp" and not has_to(clause)
    )


def _subjects_around(noun: Token, is_content: bool = True) -> list[Token]:
    """Return whose plan "the plan to attack" is: the owner, else the subject of the clause around.

    What is no content, as in "in his cot after falling", has only the subject around.
    """
    owners = owners_of(noun) if is_content else []
    if owners:
        return with_conjuncts(owners[0])
    if has_child(noun, "cop"):
        return [
            s for s in subjects_of(noun)[0] if s.dep_ != "expl" and s.lower_ not in ("it", "this", "that")
        ]
    token = noun
    while token.head.i != token.i:
        if preposition_of(token) == "against" or (token.dep_ == "obj" and token.head.lemma_ in JUDGING):
            return []
        if is_predicate(token.head):
            found = [s for s in subjects_of(token.head)[0] if s.i != noun.i]
            is_try = preposition_of(token) == "in" and token.lemma_ in {"addition", *OCCASIONS}
            is_had = token.head.lemma_ in HAVING or is_try  # "spoke in an effort to stay"
            return found if is_had or not is_content else [s for s in found if is_somebody(s)]
        token = token.head
    return []


def is_somebody(noun: Token) -> bool:
    """Whether a noun may name somebody who can act: a name, a pronoun, people, a role or a body."""
    lemma = noun.lemma_.lower()
    if noun.pos_ in ("PROPN", "PRON", "NUM", "DET", "SYM") or lemma in BODIES:
        return True
    if noun.ent_type_ in ("PERSON", "NORP", "ORG", "GPE"):
        return True
    is_doer = noun.tag_ == "NNS" and lemma.endswith(DOERS)
    return is_doer or names.is_role(lemma) or bool(names.sector_of(lemma) or names.gender_of(lemma))


def _is_surely_somebody(noun: Token) -> bool:
    """Whether a noun surely names somebody: a name, or a pronoun for a person."""
    is_named = noun.ent_type_ in ("PERSON", "ORG", "GPE", "NORP")
    return is_named or noun.lower_ in ("i", "we", "you", "he", "she")


def owners_of(noun: Token) -> list[Token]:
    """Return whose plan or attempt a noun names: "Norway's attempt to leave", "a move by Norway to leave"."""
    by = [child for child in children_of(noun, "nmod") if preposition_of(child) == "by" and can_act(child)]
    return children_of(noun, "nmod:poss") or by


def _relative_in(head: Token) -> list[Token]:
    return [child for child in head.children if is_relative_pronoun(child)]


def can_act(noun: Token) -> bool:
    """Whether it may be done by a noun behind "by", which may also say when, how much and by what means."""
    is_measure = noun.ent_type_ in ("DATE", "TIME", "MONEY", "PERCENT", "QUANTITY") or noun.lower_ in ENDS
    is_means = noun.lower_ in MEANS and not has_child(noun, "det", "nmod:poss", "nummod")
    return not is_measure and not is_means and noun.pos_ in ("NOUN", "PROPN", "PRON", "NUM", "DET")
