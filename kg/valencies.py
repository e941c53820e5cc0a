"""Mends trees around verbs: voices, particles, recipients, and what a verb says that its object is.

Receives and returns a `Doc` with tags and trees, which are changed in place.
"""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Doc, Token

SUBJECTS = ("nsubj", "nsubj:pass")

AUXILIARY = ("aux", "aux:pass", "cop")

CONTENT_SUBJECTS = (*SUBJECTS, "csubj", "expl")

CLOSE_PARTICLES = {"down", "off", "out", "up"}

PARTICLES = {"away", "back", "down", "off", "out", "over", "up"}

FINING = {"fine", "tax"}

CHOOSING = {"appoint", "crown", "declare", "elect", "make", "name", "proclaim"}

NAMING = CHOOSING | {
    "brand", "call", "consider", "deem", "dub", "entitle", "label", "nickname", "rename", "term", "title",
}  # fmt: skip

GIVING = {
    "award", "cost", "deny", "give", "grant", "hand", "lend", "offer", "owe", "pay", "send", "show", "teach",
}  # fmt: skip

STAYING = {"become", "remain", "stay"}

OUTER_PREPOSITIONS = {"in", "on"}

INNER_PREPOSITIONS = {"of", "to", "with"}

# What stands before "of" as a part of a preposition, behind another and "the": "in the wake of".
OF_PREPOSITIONS = {
    "at": {"behest", "expense", "hands", "request"},
    "for": {"sake"},
    "in": {"aftermath", "course", "face", "form", "guise", "middle", "midst", "name", "wake"},
    "on": {"basis", "part"},
    "under": {"auspices", "guise"},
    "with": {"exception"},
}


def forms_of(verb: Token) -> list[Token]:
    """Return a predicate with its auxiliaries and copulas."""
    return [verb, *(child for child in verb.children if child.dep_ in AUXILIARY)]


def has_tense(verb: Token) -> bool:
    return any(form.tag_ in ("MD", "VBD", "VBZ", "VBP") for form in forms_of(verb))


def part_contents(doc: Doc) -> Doc:
    """Part a copula from the clause that it says its subject is ("The problem is that nobody knows her").

    The clause hangs on the copula, which has the outer subject: no word of the one is shared with the other.
    """
    for head in [word.head for word in doc if word.dep_ == "cop"]:
        parted = _copula_before_clause(head)
        if parted is None:
            continue
        outer, copula = parted
        copula.head, copula.dep_ = (copula if head.head == head else head.head), head.dep_
        copula.pos_, copula.tag_ = "VERB", _finite_tag(copula)
        outer.head, outer.dep_ = copula, "nsubj"
        for child in [child for child in head.children if child != copula]:
            is_own = child.dep_ == "conj" and not any(c.dep_ == "mark" for c in child.children)
            is_own = is_own and any(c.dep_ in CONTENT_SUBJECTS for c in child.children)
            if child.i < copula.i or is_own or child == head.doc[copula.sent.end - 1]:
                child.head = copula
        head.head, head.dep_ = copula, "ccomp"
    return doc


def mend_tenses(doc: Doc) -> Doc:
    """Make a participle of a past tense that tells of a noun without a subject ("the deer counted there")."""
    own = {*CONTENT_SUBJECTS, "obj", "iobj", "ccomp", "xcomp", "aux", "aux:pass", "cop", "mark"}
    for verb in doc:
        parts = {child.dep_ for child in verb.children}
        is_relative = any(child.tag_.startswith("W") for child in verb.children)
        is_behind_noun = verb.head.pos_ in ("NOUN", "PROPN") and verb.head.i < verb.i
        if verb.dep_ == "acl" and verb.tag_ == "VBD" and is_behind_noun and not (parts & own or is_relative):
            verb.tag_ = "VBN"
    return doc


def part_participles(doc: Doc) -> Doc:
    """Part a participle from the verb whose subject it tells of ("said the huts built by miners are old").

    Of two clauses beside each other that are said, and one subject, only one is a clause.
    """
    for verb in doc:
        parts = {child.dep_ for child in verb.children}
        if verb.dep_ != "ccomp" or parts & {"cc", "obj", *CONTENT_SUBJECTS} or not has_tense(verb):
            continue
        start = min(form.i for form in forms_of(verb))
        beside = [c for c in verb.head.children if c.dep_ == "ccomp" and verb.head.i < c.i < start]
        for other in [c for c in beside if c.tag_ in ("VBD", "VBN") and c.lemma_ != "be"]:
            nouns = [child for child in other.children if child.dep_ in SUBJECTS and child.i < other.i]
            is_whole = any(c.dep_ in ("obj", "aux", "aux:pass", "cop", "ccomp") for c in other.children)
            if len(nouns) != 1 or is_whole:
                continue
            for child in [child for child in other.children if child.dep_ == "mark" or child in nouns]:
                child.head = verb if child in nouns or child.i < nouns[0].i else child.head
            nouns[0].dep_ = "nsubj:pass" if "aux:pass" in parts else "nsubj"
            other.head, other.dep_, other.tag_, other.pos_ = nouns[0], "acl", "VBN", "VERB"
    return doc


def mend_passives(doc: Doc) -> Doc:
    """Make a passive of a participle that a day parts from its auxiliary ("was on Monday sentenced")."""
    for auxiliary in doc:
        day = auxiliary.head
        if auxiliary.dep_ != "cop" or day.ent_type_ != "DATE":
            continue
        edge = next((c for c in day.children if c.dep_ == "case" and c.i > auxiliary.i), None)
        verb = next((t for t in doc[day.i + 1 : day.i + 4] if t.tag_ in ("VBD", "VBN")), day)
        if edge is None or verb == day or any(t.is_punct for t in doc[day.i : verb.i]):
            continue
        if verb.head == day and verb.dep_ in ("advcl", "acl", "xcomp", "ccomp"):
            verb.head, verb.dep_ = (verb if day.head == day else day.head), day.dep_
            for child in [c for c in day.children if c.i <= auxiliary.i or c.i > verb.i]:
                child.head = verb
        elif day.head != verb:
            continue
        day.head, day.dep_, auxiliary.head, auxiliary.dep_ = verb, "obl", verb, "aux:pass"
        verb.pos_, verb.tag_ = "VERB", "VBN"
        for child in [child for child in verb.children if child.dep_ == "nsubj"]:
            child.dep_ = "nsubj:pass"
    return doc


def _copula_before_clause(head: Token) -> tuple[Token, Token] | None:
    """Return the outer of two subjects of a word and the copula that parts it from the clause behind."""
    outer = next((c for c in head.children if c.dep_ in ("nsubj", "nsubj:pass", "nsubj:outer")), head)
    copula = next((c for c in head.children if c.dep_ == "cop"), head)
    inner = [c for c in head.children if c.dep_ in CONTENT_SUBJECTS and c.i > copula.i]
    if not outer.i < copula.i < head.i or not inner or outer.lower_ == "it":
        return None
    marks = [c for c in head.children if c.dep_ == "mark" and copula.i < c.i < inner[0].i]
    is_marked = any(mark.lower_ in ("that", "whether") for mark in marks)
    is_bare = not marks and outer.dep_ == "nsubj:outer" and inner[0].i < head.i
    return (outer, copula) if is_marked or is_bare else None


def _finite_tag(copula: Token) -> str:
    """Return the tag of a form of "be" as a verb of its own."""
    return copula.tag_ if copula.tag_.startswith("VB") else "VBZ"


def mend_voices(doc: Doc) -> Doc:
    """Make the subject of a finite verb without a passive auxiliary an active one ("the raid killed").

    A participle too is active where one stands as its agent who is not behind "by" (by a slip: "killed to"),
    or where it has an object ("A fire destroyed homes").
    """
    for token in doc:
        if token.dep_ != "nsubj:pass":
            continue
        siblings = list(token.head.children)
        is_slip = any(child.dep_ == "obl:agent" and not _is_behind_by(child) for child in siblings)
        has_object = any(child.dep_ == "obj" and child.i > token.head.i for child in siblings)
        is_active = token.head.tag_ == "VBN" and (is_slip or (has_object and token.head.dep_ != "conj"))
        is_finite = token.head.tag_ in ("VBD", "VBZ", "VBP") or is_active
        if is_finite and not any(child.dep_ in ("aux:pass", "aux") for child in siblings):
            token.dep_ = "nsubj"
            for child in siblings:
                child.dep_ = "obl" if child.dep_ == "obl:agent" else child.dep_
    return doc


def _is_behind_by(noun: Token) -> bool:
    return any(child.dep_ == "case" and child.lower_ == "by" for child in noun.children)


def mend_particles(doc: Doc) -> Doc:
    """Make a particle of what stands as a preposition of a direct object ("cordoned off the village").

    So is an adverb like "out" directly behind its verb ("hit out at them"), "together" before its object, and
    "on" of "went on to say".
    What stands bare behind a particle, where the verb has no object, is its object ("called off the summit").
    """
    for token in doc:
        is_close = token.lower_ in CLOSE_PARTICLES or (
            token.lower_ == "together" and _is_before_object(token)
        )
        if token.dep_ == "advmod" and is_close and token.i == token.head.i + 1:
            if token.head.pos_ == "VERB" and not any(token.children):
                token.dep_, token.pos_, token.tag_ = "compound:prt", "ADP", "RP"
            continue
        if token.lower_ == "on" and token.dep_ == "advmod" and token.head.lemma_ == "go":
            for clause in [c for c in token.head.children if c.dep_ == "advcl" and c.tag_ == "VB"]:
                if clause.left_edge.lower_ == "to" and clause.left_edge.i == token.i + 1:
                    token.dep_, token.pos_, token.tag_, clause.dep_ = "compound:prt", "ADP", "RP", "xcomp"
            continue
        verb = token.head if token.dep_ == "compound:prt" else token.head.head
        behind = token.nbor(-1) == verb if token.i > 0 else False
        if not behind or token.lower_ not in PARTICLES:
            continue
        if token.dep_ == "case" and token.head.dep_ == "obj":
            token.head, token.dep_, token.pos_, token.tag_ = verb, "compound:prt", "ADP", "RP"
        elif token.dep_ == "compound:prt" and not any(child.dep_ == "obj" for child in verb.children):
            bare = [c for c in verb.children if c.dep_ == "obl" and c.left_edge.i == token.i + 1]
            for noun in bare:
                if not any(child.dep_ == "case" for child in noun.children) and noun.pos_ != "PROPN":
                    noun.dep_ = "obj"
    return doc


def _is_before_object(adverb: Token) -> bool:
    """Whether the object of a verb stands right behind its adverb: "put together a team"."""
    return any(child.dep_ == "obj" and child.left_edge.i == adverb.i + 1 for child in adverb.head.children)


def mend_fines(doc: Doc) -> Doc:
    """Make an amount of what stands as a second object of a passive ("the firm was fined $3 million")."""
    for token in doc:
        verb = token.head
        is_fined = verb.lemma_ in FINING and any(child.dep_ == "nsubj:pass" for child in verb.children)
        if (
            token.dep_ == "obj"
            and token.ent_type_ in ("", "MONEY")
            and token.pos_ in ("SYM", "NUM", "NOUN")
            and is_fined
        ):
            token.dep_ = "obl:unmarked"
    return doc


def mend_appointments(doc: Doc) -> Doc:
    """Part the person from the office that a verb of choice gives him ("elected Anna Kowalska president")."""
    for office in doc:
        verb = office.head
        names = [
            c for c in office.children if c.dep_ in ("compound", "nmod:desc") and c.ent_type_ == "PERSON"
        ]
        if office.dep_ != "obj" or verb.lemma_ not in CHOOSING or office.tag_ != "NN" or len(names) != 1:
            continue
        (name,) = names
        if name.left_edge.i == office.left_edge.i and name.left_edge.i == verb.i + 1:
            name.head, name.dep_ = verb, "obj"
            office.dep_ = "xcomp"
    return doc


def mend_namings(doc: Doc) -> Doc:
    """Make a complement of what something is called ("called the raid "a crime"", "a film titled Dawn").

    A noun just behind the object, without a comma, is no apposition to it; a passive has no other object.
    """
    for noun in doc:
        verb = noun.head.head if noun.dep_ == "appos" else noun.head
        if verb.lemma_ not in NAMING or noun.pos_ not in ("NOUN", "PROPN") or noun.i < verb.i:
            continue
        objects = [child for child in verb.children if child.dep_ == "obj" and child.i < noun.i]
        is_title = noun.dep_ == "obj" and _is_passive(verb)
        is_open = noun.dep_ == "parataxis" or (noun.dep_ == "appos" and noun.head in objects)
        if is_title or (is_open and _stands_behind(noun, objects)):
            noun.head, noun.dep_ = verb, "xcomp"
    return doc


def mend_complements(doc: Doc) -> Doc:
    """Make a complement of the bare noun behind a verb of staying so, which heads no clause ("remained a
    secret").
    """
    for noun in doc:
        verb = noun.head
        if noun.dep_ == "advcl" and noun.pos_ == "NOUN" and verb.lemma_ in STAYING:
            is_bare = not any(child.dep_ in ("cop", "mark", "case", *SUBJECTS) for child in noun.children)
            if is_bare and noun.left_edge.i == verb.i + 1:
                noun.dep_ = "xcomp"
    return doc


def part_recipients(doc: Doc) -> Doc:
    """Make a recipient of the first of two objects of a verb of giving ("deny the rebels any victory")."""
    for verb in doc:
        objects = (
            [c for c in verb.children if c.dep_ == "obj" and c.i > verb.i] if verb.lemma_ in GIVING else []
        )
        if len(objects) == 2 and not any(child.dep_ == "iobj" for child in verb.children):
            objects[0].dep_ = "iobj"
    return doc


def _is_passive(verb: Token) -> bool:
    is_reduced = verb.tag_ == "VBN" and verb.dep_ == "acl"
    return is_reduced or any(child.dep_ in ("nsubj:pass", "aux:pass") for child in verb.children)


def _stands_behind(noun: Token, objects: Sequence[Token]) -> bool:
    """Whether no mark but one of quotation parts a noun from one of the objects."""
    return any(
        all(token.is_quote or not token.is_punct for token in noun.doc[other.i + 1 : noun.i])
        for other in objects
    )


def mend_cases(doc: Doc) -> Doc:
    """Hang a preposition on the noun that it governs, not on the title before it ("to minister Ortega")."""
    for token in doc:
        title = token.head
        if token.dep_ == "case" and title.dep_ == "nmod:desc" and token.i < title.i < title.head.i:
            token.head = title.head
    return doc


def part_cases(doc: Doc) -> Doc:
    """Part two phrases read as one noun behind two prepositions ("jumped on stage during the show")."""
    for noun in doc:
        cases = [child for child in noun.children if child.dep_ == "case" and child.i < noun.i]
        inner = [child for child in noun.children if child.dep_ == "nmod:desc" and child.pos_ == "NOUN"]
        if noun.dep_ != "obl" or len(cases) < 2 or len(inner) != 1 or cases[-1].lower_ == "of":
            continue
        is_other = inner[0].ent_type_ in ("DATE", "TIME") or cases[0].lower_ == "according"
        if is_other or not cases[0].i < inner[0].i < cases[-1].i:
            continue
        for child in [child for child in noun.children if child.i < inner[0].i]:
            child.head = inner[0]
        inner[0].head, inner[0].dep_ = noun.head, "obl"
    return doc


def mend_amounts(doc: Doc) -> Doc:
    """Take "around" before money for how much it is, not for where ("delay around $400 million in aid")."""
    for noun in doc:
        about = noun.left_edge
        is_about = about.lower_ in ("about", "around") and about.head == noun and about.dep_ == "case"
        if is_about and noun.dep_ in ("obj", "obl") and noun.text[-1] in "$€£":
            about.dep_ = "advmod"
            has_object = any(child.dep_ == "obj" for child in noun.head.children)
            noun.dep_ = noun.dep_ if has_object or _is_passive(noun.head) else "obj"
    return doc


def part_inserted(doc: Doc) -> Doc:
    """Part what a verb is about from "among other things" before it ("sells, among other things, tea")."""
    for things in doc:
        cases = [child for child in things.children if child.dep_ == "case"]
        are_others = any(child.lower_ == "other" for child in things.children)
        if not are_others or things.dep_ != "obl" or not cases or cases[-1].lower_ != "among":
            continue
        behind = [c for c in things.children if c.dep_ in ("appos", "conj") and c.i > things.i]
        has_object = any(child.dep_ == "obj" for child in things.head.children)
        if not behind or (has_object and len(cases) == 1):
            continue
        noun, *others = behind
        noun.head, noun.dep_ = things.head, "obl" if len(cases) > 1 else "obj"
        for child in [*cases[:-1], *others]:
            child.head = noun
    return doc


def join_prepositions(doc: Doc) -> Doc:
    """Make one preposition of two around a noun that names nothing ("voted in favour of the bill")."""
    for noun in doc:
        inner = _preposition_behind(noun)
        if inner is None:
            continue
        case, governed = noun.left_edge, inner.head
        parts = [*(child for child in noun.children if child.dep_ == "det"), noun, inner]
        governed.head, governed.dep_ = (governed if noun.head == noun else noun.head), noun.dep_
        for child in [child for child in noun.children if child != governed]:
            child.head = governed
        for part in parts:
            part.head, part.dep_ = case, "fixed"
        case.head = governed
    return doc


def _preposition_behind(noun: Token) -> Token | None:
    """Return the preposition right behind a noun that makes one with that before it."""
    if noun.dep_ not in ("obl", "nmod") or noun.ent_type_ or noun.i + 1 >= len(noun.doc):
        return None
    case, behind = noun.left_edge, noun.doc[noun.i + 1]
    words = noun.doc[case.i : noun.i + 2].text.lower().split()
    is_bare = noun.dep_ == "obl" and noun.tag_ == "NN" and words[0] in OUTER_PREPOSITIONS and len(words) == 3
    is_bare = is_bare and words[-1] in INNER_PREPOSITIONS
    is_between = words[1:] == ["the", noun.lower_, "of"]
    is_fixed = is_between and noun.lower_ in OF_PREPOSITIONS.get(words[0], ())
    is_single = case.head == noun and case.dep_ == "case" and not any(case.children)
    is_governing = behind.dep_ == "case" and behind.head.head == noun and behind.head.dep_ == "nmod"
    return behind if (is_bare or is_fixed) and is_single and is_governing else None
