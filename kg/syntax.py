"""Answers the first questions of grammar about tokens: what hangs on a word, and as what.

Receives tokens of a `Document` with Universal Dependencies v2 labels (see `kg.language`), returns tokens and
plain values.
It knows no word list but the closed classes of English (auxiliaries, prepositions, negators);
what single verbs do to their complements stands in the ontology.

References: Universal Dependencies v2, https://universaldependencies.org/u/dep/ ; enhanced UD for shared
arguments, https://universaldependencies.org/u/overview/enhanced-syntax.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.tokens import Token

SUBJECTS = ("nsubj", "nsubj:pass", "nsubj:outer", "csubj", "csubj:pass", "csubj:outer")

NEGATORS = {"not", "n't", "never", "no", "neither", "nor", "nobody", "none", "nothing", "nowhere"}

LIMITS = {"deliberately", "intentionally", "just", "knowingly", "merely", "only", "purposely"}
"""Adverbs that "not" denies alone."""

PARTICLES = {
    "accordingly", "actually", "additionally", "again", "also", "anyway", "as", "besides", "consequently",
    "either", "else", "even", "finally", "first", "furthermore", "hence", "however", "indeed", "instead",
    "just", "meanwhile", "moreover", "namely", "nevertheless", "nonetheless", "now", "only", "otherwise",
    "rather", "so", "still", "then", "therefore", "though", "thus", "too", "very", "well", "yet",
}  # fmt: skip
"""Adverbs that join or stress, and say nothing of where, when or how."""

HEDGES = {
    "reportedly", "allegedly", "apparently", "possibly", "perhaps", "maybe", "probably", "purportedly",
    "supposedly", "seemingly", "presumably", "likely", "potentially",
}  # fmt: skip

OBJECT_CONTROL_MARKS = {"of", "from", "for", "into"}

CAUSATIVES = {"make", "let", "have", "get"}
"""Verbs with an object that only does what the infinitive behind it says ("let them go")."""

CHARGES = {
    "absolve", "accuse", "acquit", "assure", "clear", "convict", "cure", "inform", "notify", "remind",
    "suspect", "warn",
}  # fmt: skip
"""Verbs with an object that does what the gerund behind "of" says."""

AIMS = {
    "aim", "ambition", "answer", "challenge", "choice", "dream", "goal", "hope", "idea", "intent",
    "intention", "job", "key", "mission", "objective", "option", "path", "plan", "point", "policy",
    "priority", "purpose", "role", "solution", "step", "strategy", "target", "task", "thing", "way",
    "what", "wish", "work",
}  # fmt: skip
"""Nouns that an infinitive behind "is" describes."""

GETTING = {"draw", "earn", "face", "get", "have", "need", "offer", "receive", "use", "win"}
"""Verbs with a subject that does what is behind "for" ("won a prize for finding it")."""

PREPOSITIONAL = {
    "based": {"on"}, "compared": {"to", "with"}, "following": {""}, "given": {""}, "owing": {"to"},
    "pending": {""}, "regarding": {""},
}  # fmt: skip
"""Participles that stand for prepositions, with what stands behind them."""


def children_of(token: Token, *relations: str) -> list[Token]:
    """Return the dependents with one of these relations; a relation without subtype does not match
    subtypes.
    """
    return [child for child in token.children if child.dep_ in relations]


def has_child(token: Token, *relations: str) -> bool:
    return any(child.dep_ in relations for child in token.children)


def with_conjuncts(token: Token) -> list[Token]:
    """Return the token and what is coordinated with it, in text order (only nouns with nouns, verbs with
    verbs); what is set against a noun ("men but not women") is left out.
    """
    found = [token]
    for conjunct in children_of(token, "conj"):
        is_denied = is_nominal(conjunct) and any(c.lower_ == "not" for c in children_of(conjunct, "advmod"))
        is_of_kind = is_nominal(conjunct) == is_nominal(token) and not has_child(conjunct, *SUBJECTS)
        if is_of_kind and not is_denied:
            found += with_conjuncts(conjunct)
    return found


def qualities_of(head: Token) -> list[Token]:
    """Return all that a copula says of its subject: "is old and ill", "is a cook and a poet"."""
    denied = any(c.lower_ in NEGATORS and not is_not_only(c) for c in children_of(head, "advmod"))
    return [head, *(c for c in with_conjuncts(head)[1:] if _is_like_quality(c, denied=denied))]


def _is_like_quality(conjunct: Token, *, denied: bool) -> bool:
    """Whether what stands beside a quality is one that shares its copula and is meant as it is."""
    is_of_kind = is_nominal(conjunct) or conjunct.pos_ == "ADJ"
    if not is_of_kind or has_child(conjunct, "cop", "aux", "mark", "case"):
        return False
    if any(child.lower_ in NEGATORS for child in children_of(conjunct, "advmod")):
        return False  # "old but not ill"
    return not (denied and any(cc.lower_ == "but" for cc in children_of(conjunct, "cc")))


def is_nominal(token: Token) -> bool:
    return token.pos_ in ("NOUN", "PROPN", "PRON", "NUM", "SYM", "X") or (
        token.pos_ in ("ADJ", "DET") and has_child(token, "det", "case")
    )


def is_bare(noun: Token) -> bool:
    """Whether nothing before a noun says which or what sort is meant: "on display", "at odds"."""
    return not has_child(noun, "det", "nmod:poss", "nummod", "amod", "compound")


def is_relative_pronoun(token: Token) -> bool:
    """Whether the token stands for the noun that its relative clause belongs to."""
    return token.tag_ in ("WDT", "WP", "WP$") or (token.lower_ == "that" and "PronType=Rel" in token.morph)


def is_predicate(token: Token) -> bool:
    """Whether the token heads a clause: a verb, a word with a copula; not "given" of "given the cost"."""
    if token.dep_ in (
        "aux",
        "aux:pass",
        "cop",
        "case",
        "fixed",
        "mark",
        "amod",
        "compound",
        "flat",
        "nmod:desc",
    ):
        return False
    if has_child(token, "cop"):
        return True
    if token.pos_ not in ("VERB", "AUX"):
        return token.dep_ in ("root", "ROOT", "ccomp", "advcl", "conj") and has_child(token, *SUBJECTS)
    return not (token.dep_ == "nmod" or token.tag_ in ("NN", "NNS", "NNP") or _is_prepositional(token))


def _is_prepositional(participle: Token) -> bool:
    """Whether a participle without a subject is but a preposition: "based on polls", "starting in May"."""
    if participle.dep_ != "advcl" or has_child(participle, "aux", "aux:pass", "mark", *SUBJECTS):
        return False
    if participle.lower_ in ("beginning", "starting"):
        phrases = children_of(participle, "obl", "obl:unmarked")
        return not has_child(participle, "obj", "xcomp") and any(n.ent_type_ == "DATE" for n in phrases)
    behind = PREPOSITIONAL.get(participle.lower_, set())
    return "" in behind or any(preposition_of(noun) in behind for noun in children_of(participle, "obl"))


def preposition_of(noun: Token) -> str:
    """Return the preposition before a noun, lower case, multiword ones with blanks ("according to"); "" if
    none.
    """
    for case in children_of(noun, "case"):
        if case.lower_ in ("'s", "’s", "'"):
            continue
        other = " or without" if any(c.lower_ == "without" for c in children_of(case, "conj")) else ""
        return " ".join(t.lower_ for t in [case, *children_of(case, "fixed")]) + other
    return ""


def marker_of(head: Token) -> str:
    """Return the word that introduces a clause ("that", "if", "to", "after", "of"), lower case; "" if
    none.
    """
    marks = [m for m in children_of(head, "mark") if m.i < head.i]
    words = [" ".join(t.lower_ for t in [m, *children_of(m, "fixed")]) for m in marks if m.lower_ != "to"]
    if not marks and head.dep_ in ("advcl", "conj"):
        words = [a.lower_ for a in children_of(head, "advmod") if a.tag_ == "WRB" and a.i < head.i]
    return words[0] if words else ("to" if marks else "")


def is_passive(head: Token) -> bool:
    """Whether a verb is in the passive voice, reduced passives included ("the strikes carried out by")."""
    if has_child(head, "aux:pass", "nsubj:pass", "csubj:pass"):
        return True
    if _is_coordinated_participle(head):
        return True
    if head.tag_ != "VBN" or has_child(head, "aux", "cop"):
        return False
    if head.dep_ == "conj" and not is_passive(head.head):
        # "was 45 years old and born in Oslo"
        return has_child(head.head, "cop") and not has_child(head, "obj", "xcomp", "ccomp", *SUBJECTS)
    return head.dep_ in ("acl", "advcl", "xcomp", "conj") and not has_child(head, "nsubj")


def _is_coordinated_participle(head: Token) -> bool:
    """Whether a participle is taken for a past tense beside a reduced passive ("destroyed and rebuilt")."""
    first = head.head
    return (
        head.dep_ == "conj"
        and head.tag_ == "VBD"
        and has_child(head, "cc")
        and first.tag_ == "VBN"
        and first.dep_ in ("acl", "advcl")
        and not has_child(first, "aux", "aux:pass", "cop", *SUBJECTS)
        and not has_child(head, "obj", "ccomp", "xcomp", "aux", *SUBJECTS)
    )


def is_aside(clause: Token) -> bool:
    """Whether a relative clause tells more of its noun, behind a comma, and not which one is meant."""
    edge = clause.left_edge
    return is_comma(edge) or is_comma(edge.doc[edge.i - 1])


def is_comma(token: Token) -> bool:
    return token.lower_ in (",", "–", "—")


def is_finite(head: Token) -> bool:
    """Whether a predicate has tense: itself, or by an auxiliary or copula."""
    finite = ("VBD", "VBZ", "VBP", "MD")
    return head.tag_ in finite or any(a.tag_ in finite for a in children_of(head, "aux", "aux:pass", "cop"))


def relation_of(head: Token) -> str:
    """Return the relation of a clause to its head; a "relative" clause of a verb is a complement of it."""
    if head.dep_ in ("acl", "acl:relcl") and not is_nominal(head.head) and has_child(head, "aux", "nsubj"):
        return "ccomp"
    return head.dep_


def is_object_complement(head: Token) -> bool:
    """Whether "of doing it" hangs on the object of "accuse them of doing it", as parsers will have it."""
    return (
        head.dep_ == "acl"
        and head.tag_ == "VBG"
        and marker_of(head) in OBJECT_CONTROL_MARKS
        and head.head.dep_ in ("obj", "nsubj:pass")
        and is_predicate(head.head.head)
        and not (marker_of(head) == "for" and head.head.head.lemma_ in GETTING)
        and not (marker_of(head) == "of" and head.head.head.lemma_ not in CHARGES)
    )


def is_content_of_copula(head: Token) -> bool:
    """Whether a clause is what a copula says its subject is: "the problem is that nobody knows"."""
    return head.dep_ == "ccomp" and head.head.lemma_ == "be" and has_child(head.head, "nsubj")


def is_nominal_predicate(head: Token) -> bool:
    return has_child(head, "cop") and head.pos_ not in ("VERB", "AUX")


def is_denied(head: Token) -> bool:
    """Whether an adverb denies a predicate: "not", "never"."""
    words = [word for word in children_of(head, "advmod") if word.lower_ in ("not", "n't", "never")]
    return any(not is_not_only(word) for word in words)


def is_particle(adverb: Token) -> bool:
    """Whether an adverb says nothing of where, when or how: it joins, stresses, hedges or denies."""
    return adverb.lower_ in PARTICLES | HEDGES | NEGATORS or follows_no(adverb)


def follows_no(word: Token) -> bool:
    """Whether an adverb stands in "no longer"."""
    return word.i > 0 and word.doc[word.i - 1].lower_ == "no"


def is_not_only(word: Token) -> bool:
    """Whether "not" denies the adverb behind it alone: "not only … but", "did not mean it purposely"."""
    following = word.doc[word.i + 1].lower_ if word.i + 1 < len(word.doc) else ""
    return word.lower_ in NEGATORS and following in LIMITS


def shares_auxiliary(head: Token) -> bool:
    """Whether a coordinated verb stands under the auxiliaries of the first ("will not stay or fight")."""
    first = head.head
    if has_child(head, "aux", "aux:pass", "cop", *SUBJECTS) or not has_child(first, "aux", "aux:pass"):
        return False
    return head.tag_ == first.tag_ and head.tag_ in ("VB", "VBN", "VBG")


def auxiliaries_of(head: Token) -> list[Token]:
    """Return the auxiliaries and copulas of a predicate, those shared by coordination included: a bare verb
    shares the modal alone ("would be led by her and feature songs").
    """
    own = children_of(head, "aux", "aux:pass", "cop")
    if own or head.dep_ != "conj":
        return own
    if shares_auxiliary(head):
        return children_of(head.head, "aux", "aux:pass", "cop")
    is_bare = head.tag_ == "VB" and head.head.tag_ != "VB" and not has_child(head, "mark", *SUBJECTS)
    return [a for a in children_of(head.head, "aux") if is_bare and a.tag_ == "MD"]


def has_modal(head: Token) -> bool:
    """Whether a predicate has a modal auxiliary of its own."""
    return any(auxiliary.tag_ == "MD" for auxiliary in children_of(head, "aux"))


def has_to(head: Token) -> bool:
    """Whether a predicate is marked by "to", be it alone or behind other marks ("for ships to sail")."""
    return any(mark.lower_ == "to" for mark in children_of(head, "mark"))


def has_got(head: Token) -> bool:
    """Whether "got" stands for "have": "has got to leave", "gotta leave"; who "got to meet him" met him."""
    is_perfect = any(auxiliary.lemma_ == "have" for auxiliary in children_of(head, "aux"))
    return head.lower_ == "got" and (is_perfect or head.nbor(1).text.lower() == "ta")


def is_to_infinitive(head: Token) -> bool:
    return head.tag_ == "VB" and has_to(head)


def is_to_do(head: Token) -> bool:
    """Whether a verb has a copula only because it is to be done: "is to leave", "was due to leave"."""
    marks = [t for mark in children_of(head, "mark", "case") for t in (mark, *children_of(mark, "fixed"))]
    is_verb = head.pos_ == "VERB" and has_child(head, "cop")
    return is_verb and any(mark.lower_ == "to" for mark in marks) and not tells_aim(head)


def tells_aim(head: Token) -> bool:
    """Whether an infinitive behind a copula says what an aim is: "the goal is to leave"."""
    subjects = children_of(head, *SUBJECTS)
    nouns = [n for s in subjects for n in (s, *(children_of(s, "nmod") if s.tag_ in ("CD", "DT") else ()))]
    return any(noun.lemma_ in AIMS or noun.dep_.startswith("csubj") for noun in nouns)


def particle_of(head: Token) -> str:
    """Return the particle of a phrasal verb, lower case ("out" of "carry out"); "" if none."""
    found = [t for t in head.children if t.dep_ == "compound:prt" or (t.tag_ == "RP" and t.i == head.i + 1)]
    return " ".join(t.lower_ for t in found)
