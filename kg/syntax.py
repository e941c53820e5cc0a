"""Answers grammar questions about tokens: who does it to whom, is it meant so, who says it.

Receives tokens of a `Document` with Universal Dependencies v2 labels (see `kg.language`), returns tokens and
plain values.
It knows no word list but the closed classes of English (auxiliaries, prepositions, negators);
what single verbs do to their complements stands in the ontology.

References: Universal Dependencies v2, https://universaldependencies.org/u/dep/ ; enhanced UD for shared
arguments, https://universaldependencies.org/u/overview/enhanced-syntax.html
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from kg import names
from kg.model import CIRCUMSTANCES, Modality

if TYPE_CHECKING:
    from kg.tokens import Span, Token

SUBJECTS = ("nsubj", "nsubj:pass", "nsubj:outer", "csubj", "csubj:pass", "csubj:outer")
RELATIVES = ("acl", "acl:relcl", "advcl:relcl")
NEGATORS = {"not", "n't", "never", "no", "neither", "nor", "nobody", "none", "nothing", "nowhere"}
NEGATIVE_NOUNS = {"no", "none", "nobody", "nothing", "neither", "nor"}
LIMITS = {"deliberately", "intentionally", "just", "knowingly", "merely", "only", "purposely"}
"""Adverbs that "not" denies alone."""
PARTICLES = {
    "accordingly", "actually", "additionally", "again", "also", "anyway", "as", "besides", "consequently",
    "either", "else", "even", "finally", "first", "furthermore", "hence", "however", "indeed", "instead",
    "just", "meanwhile", "moreover", "namely", "nevertheless", "nonetheless", "now", "only", "otherwise",
    "rather", "so", "still", "then", "therefore", "though", "thus", "too", "very", "well", "yet",
}  # fmt: skip
"""Adverbs that join or stress, and say nothing of where, when or how."""

JOINING = {",", ";", ":", "–", "—", "also", "hence", "however", "therefore", "thus"}
"""Words and marks that join a phrase to what is before it, and are no part of it."""

HEDGES = {
    "reportedly", "allegedly", "apparently", "possibly", "perhaps", "maybe", "probably", "purportedly",
    "supposedly", "seemingly", "presumably", "likely", "potentially",
}  # fmt: skip
MODAL = {
    "may": Modality.POSSIBLE, "might": Modality.POSSIBLE, "could": Modality.POSSIBLE, "can":
    Modality.POSSIBLE,
    "will": Modality.FUTURE, "'ll": Modality.FUTURE, "wo": Modality.FUTURE, "shall": Modality.FUTURE,
    "ca": Modality.POSSIBLE, "must": Modality.REQUIRED, "should": Modality.REQUIRED, "ought":
    Modality.REQUIRED,
    "would": Modality.CONDITIONAL, "'d": Modality.CONDITIONAL,
}  # fmt: skip
CONDITIONS = {"if", "unless", "lest", "provided", "had"}
OBJECT_CONTROL_MARKS = {"of", "from", "for", "into"}
HARDSHIPS = {
    "cheap", "costly", "dangerous", "difficult", "easy", "expensive", "fun", "hard", "impossible", "safe",
    "simple", "tough", "tricky", "unavailable",
}  # fmt: skip
"""Adjectives for what somebody else does with their subject ("the fort is hard to take")."""
GERUND_MARKS = {"about", "against", "at", "in", "on", "upon", "with"}
"""Prepositions before a gerund that is to a verb what an object is."""
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
CAUSATIVES = {"make", "let", "have", "get"}
"""Verbs with an object that only does what the infinitive behind it says ("let them go")."""
STRUGGLES = {"difficulty", "luck", "success", "time", "trouble"}
"""Nouns for how somebody gets on who does what the gerund behind them says ("had trouble leaving")."""
CHARGES = {
    "absolve", "accuse", "acquit", "assure", "clear", "convict", "cure", "inform", "notify", "remind",
    "suspect", "warn",
}  # fmt: skip
"""Verbs with an object that does what the gerund behind "of" says."""
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
AIMS = {
    "aim", "ambition", "answer", "challenge", "choice", "dream", "goal", "hope", "idea", "intent",
    "intention", "job", "key", "mission", "objective", "option", "path", "plan", "point", "policy",
    "priority", "purpose", "role", "solution", "step", "strategy", "target", "task", "thing", "way",
    "what", "wish", "work",
}  # fmt: skip
"""Nouns that an infinitive behind "is" describes."""
INTRANSITIVE = {
    "appear", "arrive", "come", "die", "emerge", "fall", "go", "happen", "interact", "laugh", "lie", "remain",
    "rise", "sit", "sleep", "stand", "talk", "wait",
}  # fmt: skip
"""Verbs without an object, which do not share that of a verb beside them ("arrived and shot him")."""
WITH_PERSONS = {"allow", "permit", "tell"}
"""Verbs with an object that is no subject of a finite clause behind it."""
GETTING = {"draw", "earn", "face", "get", "have", "need", "offer", "receive", "use", "win"}
"""Verbs with a subject that does what is behind "for" ("won a prize for finding it")."""
HAVING = GETTING | {"be", "give", "show"}
"""Verbs with a subject that may be a thing that does what their object says ("the cup has no chance of")."""
BODIES = {"city", "country", "crew", "family", "group", "movement", "nation", "side", "state", "unit"}
"""Nouns for those who act as one."""
DOERS = ("ant", "ee", "er", "ist", "or")
"""Ends of nouns for people by what they do."""
SERVING = {"require", "use"}
"""Verbs for what serves an end, before an infinitive that somebody else does ("used to cool it")."""
ASSIGNING = {
    "appoint", "assign", "bring", "choose", "deploy", "dispatch", "elect", "employ", "extradite", "hire",
    "invite", "pay", "prepare", "recruit", "select", "send", "train",
}  # fmt: skip
"""Verbs with somebody as their object who is to do what the infinitive behind says ("sent her to ask")."""
PREPOSITIONAL = {
    "based": {"on"}, "compared": {"to", "with"}, "following": {""}, "given": {""}, "owing": {"to"},
    "pending": {""}, "regarding": {""},
}  # fmt: skip
"""Participles that stand for prepositions, with what stands behind them."""
PLACES = {
    "in",
    "at",
    "near",
    "on",
    "outside",
    "inside",
    "across",
    "throughout",
    "around",
    "within",
    "over",
    "off",
}


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


@lru_cache(maxsize=1 << 14)
def dependents_of(token: Token) -> tuple[Token, ...]:
    """Return the dependents in text order, without white space; those asked for last are remembered."""
    return tuple(child for child in token.children if not child.is_space)


def children_of(token: Token, *relations: str) -> list[Token]:
    """Return the dependents with one of these relations; a relation without subtype does not match
    subtypes.
    """
    return [child for child in dependents_of(token) if child.dep_ in relations]


def has_child(token: Token, *relations: str) -> bool:
    return any(child.dep_ in relations for child in dependents_of(token))


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
    denied = any(c.lower_ in NEGATORS and not _is_not_only(c) for c in children_of(head, "advmod"))
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
        return " ".join(t.lower_ for t in [case, *children_of(case, "fixed")])
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


def phrase_of(noun: Token, verb: Token | None = None) -> Span:
    """Return the whole phrase as written: modifiers, prepositional complements, the relative clause that says
    which one is meant; no conjunct, nor the part with the `verb` that the phrase is an argument of
    ("benefits paid by the state").
    """
    doc = noun.doc
    outside = (
        "appos", "conj", "cc", "cc:preconj", "parataxis", "advcl", "advcl:relcl", "punct",
        "case",
        "cop", "mark", "discourse", "aux", "advmod:foc", *SUBJECTS,
    )  # fmt: skip
    inside = {noun.i}
    copula = max((child.i for child in children_of(noun, "cop")), default=-1)
    above = set() if verb is None else {verb.i, *(token.i for token in verb.ancestors)}

    def include(token: Token) -> None:
        for child in dependents_of(token):
            is_relative = child.dep_ == "acl:relcl" and token.tag_ != "WP"
            if (is_relative and _is_aside(child)) or child.dep_ in ("parataxis", "appos") or child.is_space:
                continue
            if is_object_complement(child) or child.i in above:
                continue
            if token.i == noun.i and (child.i < copula or _stands_outside(child, noun, outside)):
                continue
            inside.add(child.i)
            include(child)

    if has_child(noun, "nsubj:outer") and has_child(noun, "nsubj", "nsubj:pass") and verb is not None:
        return _clausal_phrase_of(noun, copula + 1)
    include(noun)
    start = end = noun.i
    inside -= {c.i for c in children_of(noun, "cc")}
    if noun.dep_ in ("csubj", "csubj:pass") and verb is not None:
        return _clausal_phrase_of(noun)
    while start - 1 in inside or (start - 2 in inside and doc[start - 1].is_quote):
        start -= 1
    while end + 1 in inside or (
        end + 2 in inside and (doc[end + 1].is_punct or doc[end + 1].dep_ in ("cc", "conj"))
    ):
        end += 1
    while start < noun.i and (doc[start].is_space or doc[start].dep_ == "cc" or doc[start].lower_ in JOINING):
        start += 1
    while end > noun.i and (doc[end].is_space or (doc[end].is_punct and not _closes(doc[start : end + 1]))):
        end -= 1
    return doc.span(start, end + 1)


def _clausal_phrase_of(head: Token, first: int = 0) -> Span:
    """Return a clause that is an argument, from `first` on at most, without the marks around it."""
    start, end = max(head.left_edge.i, first), head.right_edge.i
    while end > head.i and (head.doc[end].is_punct or head.doc[end].is_space):
        end -= 1
    while start < head.i and (head.doc[start].is_punct or head.doc[start].dep_ in ("mark", "cc")):
        start += 1
    return head.doc.span(start, end + 1)


def _closes(words: Sequence[Token]) -> bool:
    """Whether the last word is a quotation mark that belongs to one among the words."""
    return words[-1].is_quote and sum(token.is_quote for token in words) % 2 == 0


def _stands_outside(child: Token, noun: Token, outside: Sequence[str]) -> bool:
    """Whether a dependent of the head of a phrase is no part of the phrase."""
    if child.dep_ == "punct":
        return child.lower_ not in ("-", "–", "'", '"')
    if child.dep_ == "case":
        return child.i < noun.i
    if child.dep_ == "advmod" and has_child(noun, "cop"):
        return child.lower_ in NEGATORS
    if child.dep_ == "acl":  # "the mayor, elected in May", "Known for his jokes, the mayor"
        edge = child.left_edge.i - 1 if child.i > noun.i else child.right_edge.i + 1
        return _is_comma(noun.doc[edge]) or (child.i < noun.i and _is_comma(child.right_edge))
    return child.dep_ in outside


def _is_aside(clause: Token) -> bool:
    """Whether a relative clause tells more of its noun, behind a comma, and not which one is meant."""
    edge = clause.left_edge
    return _is_comma(edge) or _is_comma(edge.doc[edge.i - 1])


def _is_comma(token: Token) -> bool:
    return token.lower_ in (",", "–", "—")


def subjects_of(head: Token) -> tuple[list[Token], bool]:
    """Return the surface subjects of a predicate and whether they are shared from another clause."""
    main = misplaced_main_of(head)
    if main is not None:
        lent = [noun for noun in children_of(main, "obj", "iobj") if main.i < noun.i < head.i]
        return [n for noun in lent[-1:] for n in with_conjuncts(noun)], False
    own = children_of(head, *SUBJECTS) or _gap_before(head) or _inverted_subject_of(head)
    if own:
        outer = [s for s in own if s.dep_ == "nsubj:outer"]
        return _replace_relative(head, (outer or own)[:1]), False
    return _shared_subjects(head), True


def _inverted_subject_of(head: Token) -> list[Token]:
    """Return the text that reads what stands before it, taken for its object: "…, reads the statement"."""
    before = head.doc[head.i - 1] if head.i > head.sent.start else None
    is_behind = before is not None and (before.is_quote or before.lower_ in (",", ";"))
    if not is_behind or head.lemma_ != "read" or head.dep_ not in ("ROOT", "root", "parataxis"):
        return []
    return [noun for noun in children_of(head, "obj") if noun.left_edge.i == head.i + 1][:1]


def _gap_before(head: Token) -> list[Token]:
    """Return the relative pronoun that is the subject of "which they said would go", taken for its object."""
    if head.dep_ != "ccomp" or not is_finite(head) or has_child(head, "mark"):
        return []
    return [o for o in children_of(head, "obj") if is_relative_pronoun(o) and o.i < head.head.i < head.i]


def is_severed(head: Token, governor: Token) -> bool:
    """Whether a semicolon cuts a clause off from the one it hangs on."""
    doc, first, last = head.doc, head.left_edge.i, head.right_edge.i
    edges = doc[last : last + 2] if head.i < governor.i else doc[max(first - 1, 0) : first + 1]
    return any(token.text == ";" for token in edges)


def is_finite(head: Token) -> bool:
    """Whether a predicate has tense: itself, or by an auxiliary or copula."""
    finite = ("VBD", "VBZ", "VBP", "MD")
    return head.tag_ in finite or any(a.tag_ in finite for a in children_of(head, "aux", "aux:pass", "cop"))


def _replace_relative(head: Token, found: list[Token]) -> list[Token]:
    """Return the tokens, relative pronouns replaced by their antecedents, coordinated ones spelled out."""
    clause = head
    while clause.dep_ in ("conj", "ccomp", "xcomp") and clause.head.i != clause.i:
        clause = clause.head
    result: list[Token] = []
    for token in found:
        if is_relative_pronoun(token) and clause.dep_ in RELATIVES and is_nominal(clause.head):
            noun = _antecedent_of(token, head, clause.head)
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
        return subjects_of(first)[0] if is_predicate(first) else []
    if _is_hardship(head) or _is_meant(head):
        return []
    if head.dep_ == "xcomp":
        controllers = children_of(head.head, "obj", "iobj")
        is_to_do = head.head.lemma_ == "have" and _is_to_infinitive(head)  # "have nobody to turn to"
        if controllers and not is_passive(head.head) and controllers[0].i < head.i and not is_to_do:
            return with_conjuncts(controllers[0])
        if _is_done_by_others(head) or _is_enough(head):
            return []
        if _is_served(head):
            return [a for noun in children_of(head.head, "obl:agent") for a in with_conjuncts(noun)]
        is_told = is_predicate(head.head) or head.head.dep_ == "xcomp"  # "were found likely to leave"
        return subjects_of(head.head)[0] if is_told else []
    if relation_of(head) in ("advcl", "ccomp"):
        lent = [noun for noun in children_of(head.head, "obj", "iobj") if is_lent(noun)]
        if relation_of(head) == "ccomp" and lent:
            return _replace_relative(head, lent[:1])
        is_form = head.tag_ in ("VBG", "VBN", "VB") or head.pos_ not in ("VERB", "AUX")
        if not is_form or is_finite(head):
            return []
        if _is_done_by_others(head) or _is_enough(head):
            return []
        if _is_served(head):
            return [a for noun in children_of(head.head, "obl:agent") for a in with_conjuncts(noun)]
        mark = marker_of(head)
        if relation_of(head) == "ccomp" and mark == "to" and not is_passive(head.head):
            believed = [noun for noun in children_of(head.head, "obj") if noun.i < head.i]
            if believed:
                return _replace_relative(head.head, believed[:1])  # "believe him to be ill"
        is_apart = _is_aside(head) and head.i > head.head.i
        if mark == "as" and is_apart and is_passive(head) and has_child(head, "obl:agent"):
            return []  # "The bridge is safe, as noted by the mayor"
        if mark in OBJECT_CONTROL_MARKS or (
            mark in ("as", "with") and not _is_comma(head.doc[head.left_edge.i - 1])
        ):
            controllers = children_of(head.head, "obj") if not is_passive(head.head) else []
            controllers = _replace_relative(head.head, [noun for noun in controllers if noun.i < head.i])
            if controllers and not (mark == "for" and head.head.lemma_ in GETTING):
                return controllers
        is_means = mark == "by" or (head.lower_ == "using" and not mark)
        if is_means and head.tag_ == "VBG" and is_passive(head.head):
            return []
        if mark == "to" and not is_passive(head.head):
            # "sent samples to be tested", but not "took two weeks to be tested"
            found = [noun for noun in children_of(head.head, "obj") if noun.i < head.i]
            is_assigned = head.head.lemma_ in ASSIGNING and any(map(is_somebody, found))
            if found and (is_assigned or (is_passive(head) and found[0].ent_type_ not in ("DATE", "TIME"))):
                return with_conjuncts(found[0])
        if _is_outcome(head):
            return []
        if is_predicate(head.head):
            # "efforts are under way to find her"
            return [s for s in subjects_of(head.head)[0] if mark != "to" or s.lemma_ not in OCCASIONS]
        if head.head.tag_ == "JJ" and head.head.dep_ in ("acl", "amod") and is_nominal(head.head.head):
            return [head.head.head]  # "a ship able to carry cars"
        return _subjects_around(head.head, is_content=head.head.pos_ not in ("ADJ", "ADV"))
    if head.dep_ == "acl":
        if is_object_complement(head) or is_ranked(head.head) or marker_of(head) in ("with", "without"):
            return [head.head]
        is_how = head.head.lemma_ in STRUGGLES or head.head.head.lemma_ == "spend"  # "spent years waiting"
        if head.tag_ == "VBG" and is_how and not has_child(head, "mark"):
            return _subjects_around(head.head)
        if marker_of(head) or has_child(head, "mark"):
            return _subjects_around(
                head.head, is_content=marker_of(head) not in CIRCUMSTANCES - {"for", "to"}
            )
        if _is_beside_place(head):
            return subjects_of(head.head)[0]
        return _shown_in(head) or [head.head]
    if head.dep_ == "acl:relcl" and not _relative_in(head) and has_child(head, "obj"):
        return [head.head]
    return []


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
    is_end = _is_to_infinitive(head) or (head.tag_ == "VBG" and marker_of(head) in ("for", "in", "when"))
    return is_end and (governor.lemma_ == "use" or not any(map(is_somebody, subjects_of(governor)[0])))


def _is_beside_place(head: Token) -> bool:
    """Whether a gerund tells what somebody does who is somewhere: "was on hand selling books"."""
    place = head.head
    is_bare = not has_child(place, "det", "nmod:poss", "nummod", "amod", "compound", "nmod")
    return head.tag_ == "VBG" and is_bare and has_child(place, "cop") and preposition_of(place) in PLACES


def _shown_in(head: Token) -> list[Token]:
    """Return who does what a picture shows: "images of him leaving"."""
    if head.tag_ != "VBG" or head.head.lemma_ not in PICTURES:
        return []
    shown = [noun for noun in children_of(head.head, "nmod") if preposition_of(noun) == "of"]
    return [noun for noun in shown if noun.right_edge.i == head.left_edge.i - 1]


def _is_outcome(head: Token) -> bool:
    """Whether the whole clause before makes something what it is: "He won, making Oslo the first city to".

    So it is, and not somebody, that leads to something: "He was convicted, leading to a riot".
    """
    edge = head.left_edge
    is_apart = head.head.i < edge.i and (_is_comma(edge) or _is_comma(head.doc[edge.i - 1]))
    if is_apart and head.tag_ == "VBG" and head.lemma_ in OUTCOMES and not has_child(head, "obj"):
        subjects = subjects_of(head.head)[0] if is_predicate(head.head) else []
        return any(_is_surely_somebody(noun) for noun in subjects)
    is_making = head.tag_ == "VBG" and head.dep_ == "advcl" and head.lemma_ == "make"
    objects = children_of(head, "obj")
    is_of_another = bool(objects) and "Reflex=Yes" not in objects[0].morph
    return is_apart and is_making and is_of_another and has_child(head, "xcomp")


def _is_meant(head: Token) -> bool:
    """Whether the whole clause before means something: "he won, meaning that the party stays"."""
    return head.lower_ == "meaning" and head.dep_ in ("acl", "advcl") and has_child(head, "ccomp")


def _is_hardship(head: Token) -> bool:
    """Whether an infinitive says what is hard to do, and not who does it."""
    is_infinitive = head.tag_ == "VB" and any(mark.lower_ == "to" for mark in children_of(head, "mark"))
    is_under = head.dep_ in ("xcomp", "ccomp", "advcl") and head.head.pos_ == "ADJ"
    return is_infinitive and is_under and head.head.lemma_.lower() in HARDSHIPS


def conjunct_before(head: Token) -> Token:
    """Return the predicate that a coordinated one stands beside, mostly that which it hangs on.

    What has tense stands beside what has tense ("abstains from judging and dismisses the suit"), and not
    beside what would or will be, under a verb of its own tense ("said it would leave and closed the door").
    """
    first = head.head
    if has_child(head, *SUBJECTS) or not _is_surely_finite(head) or not is_predicate(first):
        return first
    around = _predicate_around(first)
    if around is None or has_child(first, *SUBJECTS) and not _is_out_of_tense(head, first, around):
        return first
    if not is_finite(first) or _is_out_of_tense(head, first, around):
        return around
    return first


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


def is_gerund_behind(clause: Clause) -> bool:
    """Whether a gerund behind a preposition says what a verb is about ("took part in looting")."""
    governor = clause.governor
    is_gerund = clause.link == "advcl" and clause.head.tag_ == "VBG" and clause.is_subject_shared
    is_behind = governor is not None and governor.i < clause.head.i
    return is_gerund and is_behind and clause.mark in GERUND_MARKS


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
        if relation_of(clause) == "ccomp"
        and not any(mark.lower_ == "to" for mark in children_of(clause, "mark"))
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
    by = [child for child in children_of(noun, "nmod") if preposition_of(child) == "by" and _can_act(child)]
    return children_of(noun, "nmod:poss") or by


def _relative_in(head: Token) -> list[Token]:
    return [child for child in dependents_of(head) if is_relative_pronoun(child)]


def objects_of(head: Token) -> list[Token]:
    """Return the direct objects, with that of a relative clause, and those shared by coordinated verbs."""
    own = [noun for noun in children_of(head, "obj") if not is_lent(noun)]
    own = own or [noun for noun in children_of(head, "obl") if _case_behind(head, noun)]
    if not has_child(head, *SUBJECTS):
        lent = [*_gap_before(head), *_inverted_subject_of(head)]
        own = [noun for noun in own if noun not in lent]
    if own:
        return _replace_relative(head, own[:1])
    if head.dep_ == "acl:relcl" and not is_passive(head) and head.pos_ == "VERB":
        subjects = children_of(head, "nsubj")
        places = [o for o in children_of(head, "obl") if is_relative_pronoun(o) or not preposition_of(o)]
        places = [o for o in places if o.tag_ not in ("IN", "TO")]
        places += [a for a in children_of(head, "advmod") if a.tag_ == "WRB"]
        if (
            subjects
            and not any(is_relative_pronoun(t) for t in (subjects[0], *dependents_of(subjects[0])))
            and not has_child(head, "ccomp", "xcomp")
            and not places
        ):
            return (
                [] if head.head.lemma_ in ("time", "way", "reason", "place", "day", "moment") else [head.head]
            )
    if _is_hardship(head) and not is_passive(head) and not has_child(head, "ccomp", "xcomp"):
        return [noun for noun in subjects_of(head.head)[0] if noun.lower_ != "it" or noun.head != head.head]
    # "the children that you created and brought up"
    first = head.head
    if head.dep_ == "conj" and first.dep_ == "acl:relcl" and not has_child(head, *SUBJECTS):
        gaps = [noun for noun in children_of(first, "obj") if is_relative_pronoun(noun) and noun.i < first.i]
        if gaps and not is_passive(head):
            return _replace_relative(first, gaps[:1])
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
        is_bare = child.tag_ in ("IN", "TO") and not any(True for _ in child.children)
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
        yield from (Oblique(preposition, antecedent) for antecedent in _replace_relative(head, [noun]))
        return
    for conjunct in with_conjuncts(noun):
        yield Oblique(preposition_of(conjunct) or preposition, conjunct)


def is_nominal_predicate(head: Token) -> bool:
    return has_child(head, "cop") and head.pos_ not in ("VERB", "AUX")


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
    named = [a for noun in children_of(head, "obl:agent") for a in with_conjuncts(noun)]
    around = [*clause.obliques, *(Oblique("by", noun) for noun in named)]
    clause.obliques = sorted(around, key=lambda oblique: oblique.noun.i)
    if clause.is_passive:
        behind = [o.noun for o in clause.obliques if o.preposition == "by" and _can_act(o.noun)]
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
    agents = [*children_of(first, "obl:agent"), *children_of(second, "obl:agent")]
    return [noun for agent in agents if agent.i > second.i for noun in with_conjuncts(agent)]


def _can_act(noun: Token) -> bool:
    """Whether it may be done by a noun behind "by", which may also say when, how much and by what means."""
    is_measure = noun.ent_type_ in ("DATE", "TIME", "MONEY", "PERCENT", "QUANTITY") or noun.lower_ in ENDS
    is_means = noun.lower_ in MEANS and not has_child(noun, "det", "nmod:poss", "nummod")
    return not is_measure and not is_means and noun.pos_ in ("NOUN", "PROPN", "PRON", "NUM", "DET")


def clauses_in(sentence: Span) -> Iterator[Clause]:
    """Yield every clause of a sentence in text order of its predicate."""
    for token in sentence:
        if not token.is_space and is_predicate(token):
            yield clause_of(token)


def is_negated(clause: Clause) -> bool:
    """Whether the clause itself says that it is not so (two negations cancel out)."""
    head = clause.head
    words = [
        c
        for c in dependents_of(head)
        if c.dep_ in ("advmod", "cc:preconj", "det", "cc") and c.lower_ in NEGATORS
    ]
    words = [w for w in words if not (w.lower_ == "no" and w.dep_ == "advmod") and not _is_not_only(w)]
    words += [c for c in children_of(head, "advmod") if c.lower_ == "longer" and _follows_no(c)]
    words += [c for c in children_of(head, "cc") if c.lower_ in ("rather", "instead")]
    if head.dep_ == "conj" and not words and _shares_auxiliary(head):
        words = [c for c in children_of(head.head, "advmod") if c.lower_ in ("not", "n't", "never")]
    count = len([w for w in words if w.lower_ not in ("nor", "neither")]) or bool(words)
    edge = head.left_edge
    is_aside = head.dep_ == "acl:relcl" and (_is_comma(edge) or _is_comma(head.doc[edge.i - 1]))
    own = [noun for noun in clause.subjects[:1] if head.is_ancestor(noun) or not is_aside]
    arguments = [*([] if clause.is_subject_shared else own), *clause.objects[:1]]
    arguments += [o.noun for o in clause.obliques]
    nouns = [noun for noun in arguments if is_negative_phrase(noun)]
    return bool((count + bool(nouns)) % 2)


def is_denied(head: Token) -> bool:
    """Whether an adverb denies a predicate: "not", "never"."""
    words = [word for word in children_of(head, "advmod") if word.lower_ in ("not", "n't", "never")]
    return any(not _is_not_only(word) for word in words)


def is_particle(adverb: Token) -> bool:
    """Whether an adverb says nothing of where, when or how: it joins, stresses, hedges or denies."""
    return adverb.lower_ in PARTICLES | HEDGES | NEGATORS or _follows_no(adverb)


def _follows_no(word: Token) -> bool:
    """Whether an adverb stands in "no longer"."""
    return word.i > 0 and word.doc[word.i - 1].lower_ == "no"


def _is_not_only(word: Token) -> bool:
    """Whether "not" denies the adverb behind it alone: "not only … but", "did not mean it purposely"."""
    following = word.doc[word.i + 1].lower_ if word.i + 1 < len(word.doc) else ""
    return following in LIMITS


def is_negative_phrase(noun: Token) -> bool:
    """Whether a noun phrase denies what is said of it: "nobody", "no minister", "not everyone"."""
    if noun.lower_ in NEGATIVE_NOUNS:
        return True
    first = noun.left_edge
    if first.lower_ == "not" and first.head == noun and is_nominal(noun) and not _is_not_only(first):
        return True  # "not everyone", "not a single shot"
    return any(
        c.lower_ in ("no", "neither") and c.dep_ in ("det", "advmod", "cc:preconj")
        for c in dependents_of(noun)
    )


def is_denied_beside(noun: Token) -> bool:
    """Whether a noun phrase is denied beside one that is not: "has a port but no airport or station"."""
    denied = False
    while noun.dep_ == "conj":
        denied = denied or is_negative_phrase(noun)
        noun = noun.head
    return denied and not is_negative_phrase(noun)


def _shares_auxiliary(head: Token) -> bool:
    """Whether a coordinated verb stands under the auxiliaries of the first ("will not stay or fight")."""
    first = head.head
    if has_child(head, "aux", "aux:pass", "cop", *SUBJECTS) or not has_child(first, "aux", "aux:pass"):
        return False
    return head.tag_ == first.tag_ and head.tag_ in ("VB", "VBN", "VBG")


def auxiliaries_of(head: Token) -> list[Token]:
    """Return the auxiliaries and copulas of a predicate, those shared by coordination included."""
    own = children_of(head, "aux", "aux:pass", "cop")
    if not own and head.dep_ == "conj" and _shares_auxiliary(head):
        return children_of(head.head, "aux", "aux:pass", "cop")
    return own


def has_modal(head: Token) -> bool:
    """Whether a predicate has a modal auxiliary of its own."""
    return any(auxiliary.tag_ == "MD" for auxiliary in children_of(head, "aux"))


def modality_of(clause: Clause) -> Modality:
    """Return how the clause itself is meant: its auxiliaries, hedging adverbs, condition or question."""
    head = clause.head
    if is_question(head):
        return Modality.QUESTION
    if clause.mark in CONDITIONS or _is_of_anyone(clause):
        return Modality.CONDITIONAL
    if any(c.lower_ in HEDGES for c in _adverbs_over(head)) or _is_alternative(head):
        return Modality.POSSIBLE
    auxiliaries = auxiliaries_of(head)
    if _is_inverted(head, auxiliaries):
        return Modality.DESIRED if auxiliaries[0].lower_ == "may" else Modality.CONDITIONAL
    for auxiliary in auxiliaries:
        if auxiliary.tag_ == "MD" and auxiliary.lower_ in MODAL:
            return MODAL[auxiliary.lower_]
    has_to = any(mark.lower_ == "to" for mark in children_of(head, "mark"))
    is_finite = any(a.lemma_ == "be" and a.tag_ in ("VBD", "VBZ", "VBP") for a in auxiliaries)
    if is_to_do(head) or (has_to and is_finite and not _tells_aim(head)):
        return Modality.FUTURE  # "is to leave", "were to be told"
    return Modality.ASSERTED


def _adverbs_over(head: Token) -> list[Token]:
    """Return the adverbs of a predicate, with those before the subject that it shares ("Reportedly …")."""
    found = children_of(head, "advmod")
    first = conjunct_before(head) if head.dep_ == "conj" else head
    if first is not head and not has_child(head, *SUBJECTS):
        shared = children_of(first, *SUBJECTS)
        found += [a for a in children_of(first, "advmod") if shared and a.i < shared[0].left_edge.i]
    return found


def _is_alternative(head: Token) -> bool:
    """Whether one of two things is so: "is either elected or appointed"."""
    first = head.head if head.dep_ == "conj" else head
    return any(c.lower_ == "either" for c in children_of(first, "cc:preconj"))


def _is_of_anyone(clause: Clause) -> bool:
    """Whether "when" stands for "if", for "you" are anyone: "when you have children, you worry"."""
    is_open = clause.mark in ("when", "whenever") and any(s.lower_ == "you" for s in clause.subjects)
    forms = (clause.head, *children_of(clause.head, "aux", "cop"))
    return is_open and any(form.tag_ == "VBP" for form in forms)


def _is_inverted(head: Token, auxiliaries: Sequence[Token]) -> bool:
    """Whether a clause is a condition or a wish by its order: "should he resign", "may he rest"."""
    subjects = children_of(head, *SUBJECTS)
    is_before = bool(subjects and auxiliaries) and auxiliaries[0].i < subjects[0].left_edge.i
    is_before = is_before and not has_child(head, "expl")
    is_adverbial = head.dep_ in ("advcl", "acl", "acl:relcl", "parataxis")
    openers = ("should", "had", "were") if is_adverbial else ("may",)
    return is_before and auxiliaries[0].lower_ in openers


def _is_to_infinitive(head: Token) -> bool:
    return head.tag_ == "VB" and any(c.lower_ == "to" for c in children_of(head, "mark"))


def is_to_do(head: Token) -> bool:
    """Whether a verb has a copula only because it is to be done: "is to leave", "was due to leave"."""
    marks = [t for mark in children_of(head, "mark", "case") for t in (mark, *children_of(mark, "fixed"))]
    is_verb = head.pos_ == "VERB" and has_child(head, "cop")
    return is_verb and any(mark.lower_ == "to" for mark in marks) and not _tells_aim(head)


def _tells_aim(head: Token) -> bool:
    """Whether an infinitive behind a copula says what an aim is: "the goal is to leave"."""
    subjects = children_of(head, *SUBJECTS)
    nouns = [n for s in subjects for n in (s, *(children_of(s, "nmod") if s.tag_ in ("CD", "DT") else ()))]
    return any(noun.lemma_ in AIMS or noun.dep_.startswith("csubj") for noun in nouns)


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
    phrases = [
        c for c in dependents_of(head) if c.i < head.i and not c.dep_.startswith(("advcl", "ccomp", "acl"))
    ]
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
    if words & {"will", "'ll", "wo", "shall"} or _is_to_infinitive(clause.head):
        return "future"
    first = auxiliaries[0] if auxiliaries else clause.head
    return (
        "past" if first.tag_ in ("VBD", "VBN") or first.lower_ in ("was", "were", "had", "did") else "present"
    )


def particle_of(head: Token) -> str:
    """Return the particle of a phrasal verb, lower case ("out" of "carry out"); "" if none."""
    found = [
        t for t in dependents_of(head) if t.dep_ == "compound:prt" or (t.tag_ == "RP" and t.i == head.i + 1)
    ]
    return " ".join(t.lower_ for t in found)


def verb_group_of(head: Token, last: Token | None = None) -> Span:
    """Return the verb with its auxiliaries, adverbs and particle around it, as one stretch as written.

    `last` stretches it to a later token (a promoted preposition) if only adverbs and particles lie between.
    """
    doc = head.doc
    near = ("aux", "aux:pass", "cop", "advmod", "compound:prt", "mark", "punct")
    start = head.i
    while start > head.sent.start:
        before = doc[start - 1]
        belongs = before.head.i == head.i and before.dep_ in near and not before.is_punct
        if (
            not belongs
            or (before.dep_ == "mark" and before.lower_ != "to")
            or (before.dep_ == "advmod" and before.lower_ in ("when", "where", "why", "how"))
        ):
            break
        start -= 1
    while start < head.i and doc[start].dep_ == "mark":
        start += 1
    end = head.i
    while end + 1 < head.sent.end and doc[end + 1].head.i == head.i and doc[end + 1].dep_ == "compound:prt":
        end += 1
    if (
        last is not None
        and last.i > end
        and all(
            t.head.i == head.i and t.dep_ in ("advmod", "compound:prt") or t.i == last.i or t.dep_ == "fixed"
            for t in doc[end + 1 : last.i + 1]
        )
    ):
        end = last.i
    return doc.span(start, end + 1)
