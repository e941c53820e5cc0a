"""Mends what no English sentence can mean, whatever pipeline read it so: the component `kg_mends`.

Receives a document with tags and Universal Dependencies; changes words that are read wrong, leaves the rest.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from spacy.language import Language
from spacy.tokens import Doc, MorphAnalysis, Span, Token
from spacy.util import filter_spans

from kg import names
from kg.labels import mend_names

NOUN_RELATIONS = ("obj", "iobj", "obl", "nmod")
SUBJECTS = ("nsubj", "nsubj:pass")
AUXILIARY = ("aux", "aux:pass", "cop")
CLAUSE_PARTS = {"nsubj", "nsubj:pass", "csubj", "expl", "aux", "aux:pass", "mark", "obj", "ccomp", "xcomp"}
AUXILIARIES = {"am", "are", "is", "have", "has", "do", "does", "'m", "'re", "'s", "'ve"}
CLOSE_PARTICLES = {"down", "off", "out", "up"}
PARTICLES = {"away", "back", "down", "off", "out", "over", "up"}
FINING = {"fine", "tax"}
BEFORE_OFFICE = ("compound", "nmod:desc")
CHOOSING = {"appoint", "crown", "declare", "elect", "make", "name", "proclaim"}
NAMING = CHOOSING | {
    "brand", "call", "consider", "deem", "dub", "entitle", "label", "nickname", "rename", "term", "title",
}  # fmt: skip
GIVING = {
    "award", "cost", "deny", "give", "grant", "hand", "lend", "offer", "owe", "pay", "send", "show", "teach",
}  # fmt: skip
SHARES = {"fraction", "half", "part", "percent", "percentage", "proportion", "quarter", "share", "third"}
STAYING = {"become", "remain", "stay"}
# What stands behind "for" is what is sought, or who is.
SEEKING = {
    "appeal", "apply", "ask", "call", "compete", "converge", "fight", "gather", "leave", "meet", "play",
    "run", "stand", "travel", "vote", "work",
}  # fmt: skip
OUTER_PREPOSITIONS = {"in", "on"}
INNER_PREPOSITIONS = {"of", "to", "with"}
WORKERS = ("er", "or", "ist")
OF_THINGS = ("PERSON", "ORG", "GPE", "LOC", "FAC", "EVENT")
# What belongs to a noun phrase, not to one of its words.
PHRASE_PARTS = ("case", "det", "det:predet", "nmod:poss", "nummod")


@Language.component("kg_mends", assigns=["token.pos", "token.tag", "token.dep", "token.head", "doc.ents"])
def mend_readings(doc: Doc) -> Doc:
    """Mend what no English sentence can mean, whatever pipeline read it so."""
    for mend in (
        part_subjects,
        part_openers,
        lower_subjects,
        lower_doers,
        lift_questions,
        part_conjuncts,
        join_sequels,
        join_modifiers,
        part_objects,
        part_numbers,
        mend_speakers,
        mend_nouns,
        join_hyphenated,
        mend_voices,
        part_lists,
        part_offices,
        join_titles,
        join_offices,
        lift_names,
        lift_bearers,
        gather_roles,
        part_appositions,
        mend_relatives,
        mend_cases,
        join_prepositions,
        mend_particles,
        mend_fines,
        mend_appointments,
        mend_namings,
        mend_complements,
        part_recipients,
        part_hearers,
        join_names,
        join_campuses,
        gather_posts,
        agree_lemmas,
    ):
        doc = mend(doc)
    return mend_names(doc)


def agree_lemmas(doc: Doc) -> Doc:
    """Give a plural noun the lemma that most of its kind have in one text: "troops" is not "troop" too."""
    plurals = [token for token in doc if token.tag_ == "NNS"]
    counts: dict[str, Counter[str]] = {}
    for token in plurals:
        counts.setdefault(token.lower_, Counter())[token.lemma_] += 1
    for token in plurals:
        ((lemma, count), *_) = counts[token.lower_].most_common(1)
        if count > counts[token.lower_][token.lemma_]:
            token.lemma_ = lemma
    return doc


def part_subjects(doc: Doc) -> Doc:
    """Give a verb the subject before it that a clause below has too many ("An aide said the army left")."""
    for token in doc:
        verb = token.head.head
        if token.dep_ not in SUBJECTS or not token.i < verb.i < token.head.i:
            continue
        if token.head.dep_ not in ("ccomp", "advcl", "acl:relcl", "parataxis") or verb.pos_ != "VERB":
            continue
        others = [c for c in token.head.children if c.dep_ in SUBJECTS and c != token and c.i > verb.i]
        if others and not any(child.dep_ in SUBJECTS for child in verb.children):
            token.head = verb
    return doc


def part_appositions(doc: Doc) -> Doc:
    """Leave a verb one subject: the second, behind it, is that of what is said, and what is beside it is not.

    "Radio reported Ann Lee, the mayor, has left" has two subjects of "reported", and a mayor who left.
    """
    for noun in doc:
        if noun.dep_ not in SUBJECTS or noun.head.i < noun.i:
            continue
        comma = next(token.i for token in noun.subtree if not token.is_punct or token == noun) - 1
        if comma < 1 or doc[comma].text != ",":
            continue
        name = next((t for t in [doc[comma - 1], *doc[comma - 1].ancestors] if t.dep_ in SUBJECTS), None)
        if name is None or name.ent_type_ != "PERSON" or not name.head.i < name.i < noun.i:
            continue
        clause, verb = noun.head, name.head
        has_other = any(child.dep_ in SUBJECTS and child.i < verb.i for child in verb.children)
        if has_other and clause.head == verb and clause.dep_ in ("ccomp", "parataxis"):
            name.head, name.dep_, clause.dep_ = clause, noun.dep_, "ccomp"
            noun.head, noun.dep_ = name, "appos"
    return doc


def part_openers(doc: Doc) -> Doc:
    """Leave a verb one subject: what stands before a pronoun describes it ("A baker by trade, he left")."""
    for subject in doc:
        if subject.dep_ not in SUBJECTS or subject.tag_ != "PRP" or doc[subject.i - 1].text != ",":
            continue
        if any(token.text == "," for token in doc[subject.i + 1 : subject.i + 3]):
            continue  # "These whales, she said, eat fish."
        for opener in list(subject.head.children):
            if opener.dep_ in SUBJECTS and opener.right_edge.i < subject.i:
                opener.head, opener.dep_ = subject, "appos"
    return doc


def lower_subjects(doc: Doc) -> Doc:
    """Give a clause the noun between its mark and its verb that was hung on the verb above.

    "With a neighbour following suit" and "after the bridge fell" have no other subject.
    """
    for mark in doc[:-1]:
        verb = mark.head
        is_verbal = verb.pos_ == "VERB" or any(child.dep_ == "cop" for child in verb.children)
        if mark.dep_ != "mark" or verb.dep_ != "advcl" or not is_verbal:
            continue
        if any(child.dep_ in SUBJECTS for child in verb.children):
            continue
        for noun in verb.head.children:
            if mark.i < noun.i < verb.i and noun.left_edge == mark.nbor(1):
                is_passive = any(child.dep_ == "aux:pass" for child in verb.children)
                is_passive = is_passive or (verb.tag_ == "VBN" and mark.lower_ == "with")
                noun.head, noun.dep_ = verb, "nsubj:pass" if is_passive else "nsubj"
                break
    return doc


def lower_doers(doc: Doc) -> Doc:
    """Make the noun between "for" and an infinitive its subject ("set the stage for the rebels to leave").

    A place or a bare noun may be what somebody goes for to do so: "left for Rome to study".
    """
    for case in doc:
        noun = case.head
        is_behind = case.lower_ == "for" and case.dep_ == "case" and not case.ent_type_
        if not is_behind or noun.dep_ not in ("obl", "nmod"):
            continue
        verb = _infinitive_behind(noun)
        if verb is None or verb.dep_ not in ("acl", "advcl", "xcomp") or _is_goal(noun):
            continue
        if verb.head == noun:
            verb.head, verb.dep_ = noun.head, "acl" if noun.dep_ == "nmod" else "advcl"
        is_passive = any(child.dep_ == "aux:pass" for child in verb.children)
        noun.head, noun.dep_ = verb, "nsubj:pass" if is_passive else "nsubj"
        case.head, case.dep_ = verb, "mark"
    return doc


def _infinitive_behind(noun: Token) -> Token | None:
    """Return the infinitive right behind a noun, beside it, or within it if the noun may be who does it."""
    within = [child for child in noun.children if child.dep_ == "acl" and child.i > noun.i]
    end = within[0].left_edge.i if within and _can_act(noun) else noun.right_edge.i + 1
    if end >= len(noun.doc) or noun.doc[end].lower_ != "to" or noun.doc[end].dep_ != "mark":
        return None
    verb = noun.doc[end].head
    around = (noun, noun.head, noun.head.head if noun.dep_ == "nmod" else noun.head)
    return verb if verb.head in around and verb != noun.head else None


def _can_act(noun: Token) -> bool:
    lemma = noun.lemma_.lower()
    is_named = noun.ent_type_ in ("PERSON", "ORG", "NORP")
    return is_named or names.is_person(lemma) or names.sector_of(lemma) != ""


def _is_goal(noun: Token) -> bool:
    """Whether what stands behind "for" is what somebody goes or works for."""
    is_bare = noun.tag_ == "NN" and not any(child.dep_ != "case" for child in noun.children)
    is_place = noun.ent_type_ in ("GPE", "LOC", "FAC", "DATE", "TIME")
    return is_bare or is_place or noun.head.lemma_ in SEEKING


def lift_questions(doc: Doc) -> Doc:
    """Hang what is asked on its verb where it hangs on the word that asks ("knows how to end it")."""
    for word in doc:
        clauses = [child for child in word.children if child.dep_ == "acl" and child.i > word.i]
        if word.tag_ == "WRB" and word.dep_ == "obj" and clauses:
            clauses[0].head, clauses[0].dep_ = word.head, "ccomp"
            word.head, word.dep_ = clauses[0], "advmod"
    return doc


def mend_speakers(doc: Doc) -> Doc:
    """Give a verb behind what is said the subject beside it ("The army left," said an aide, or an aide said).

    No finite verb does without one, so the noun next to it is no part of what is said, nor does a name before
    a main verb tell more of a noun before it ("In the city of Oslo, Ann Berg, a cook, left").
    """
    for verb in doc:
        if verb.tag_ not in ("VBD", "VBZ", "VBP") or any(child.dep_ in SUBJECTS for child in verb.children):
            continue
        contents = [child for child in verb.children if child.dep_ == "ccomp" and child.i < verb.i]
        noun = (_noun_before(verb) or _noun_behind(verb)) if contents else None
        if noun is not None and (noun.head == verb or contents[0].is_ancestor(noun)):
            noun.head, noun.dep_ = verb, "nsubj"
        elif not contents and verb.head == verb and verb.nbor(-1 if verb.i > 0 else 0).text == ",":
            noun = _noun_before(verb)
            is_bare = noun is not None and not any(child.dep_ in ("case", "mark") for child in noun.children)
            if noun is not None and is_bare and noun.dep_ in ("appos", "parataxis", "dislocated", "vocative"):
                noun.head, noun.dep_ = verb, "nsubj"
    return doc


def _noun_before(verb: Token) -> Token | None:
    """Return the head of the phrase that ends before a verb, if a comma or a mark parts it from the rest."""
    last = verb.nbor(-1) if verb.i > 0 else verb
    last = last.nbor(-1) if last.text == "," and last.i > 0 else last
    found = None
    while last.i < verb.i and last.right_edge.i < verb.i and last.head != last:
        edge = last.left_edge
        before = edge.nbor(-1) if edge.i > 0 else edge
        is_parted = "," in (edge.text, before.text) or edge.is_quote or before.is_quote
        found = last if is_parted and last.pos_ in ("NOUN", "PROPN", "PRON") else found
        last = last.head
    return found


def _noun_behind(verb: Token) -> Token | None:
    """Return the head of the phrase that begins behind a verb."""
    first = verb.nbor(1) if verb.i + 1 < len(verb.doc) else verb
    found = None
    while first.left_edge.i > verb.i and first.head != first:
        is_open = first.dep_ in SUBJECTS or (first.dep_ in ("obj", "iobj") and first.pos_ == "PROPN")
        found = first if first.pos_ in ("NOUN", "PROPN", "PRON") and is_open else found
        first = first.head
    return found


def part_conjuncts(doc: Doc) -> Doc:
    """Give a verb the noun just before it that was taken for a second object of the verb before.

    "The troops had beaten the rebels and Chad would move in": nothing else joins the verb to the one before.
    """
    for verb in doc:
        if verb.dep_ != "conj" or any(child.dep_ in (*SUBJECTS, "cc") for child in verb.children):
            continue
        first = min([verb, *(c for c in verb.children if c.dep_ in AUXILIARY)], key=lambda token: token.i)
        if first.tag_ not in ("MD", "VBD", "VBZ", "VBP") or first.i == 0:
            continue
        noun = first.nbor(-1)
        while noun.dep_ in ("flat", "compound") and noun.head.i < noun.i:
            noun = noun.head
        joints = [child for child in noun.children if child.dep_ == "cc"]
        if (
            noun.dep_ == "conj"
            and joints
            and noun.head.head == verb.head
            and noun.head.dep_ in NOUN_RELATIONS
        ):
            is_passive = any(child.dep_ == "aux:pass" for child in verb.children)
            noun.head, noun.dep_ = verb, "nsubj:pass" if is_passive else "nsubj"
            for joint in joints:
                joint.head = verb
    return doc


def join_sequels(doc: Doc) -> Doc:
    """Join a verb without a subject behind a comma to the one it goes on with ("won a prize, then left")."""
    for verb in doc:
        edge = verb.left_edge
        if verb.dep_ != "parataxis" or verb.pos_ != "VERB" or edge.i == 0 or verb.head.i > edge.i:
            continue
        forms = [verb, *(child for child in verb.children if child.dep_ in AUXILIARY)]
        is_past = any(form.tag_ == "VBD" for form in forms)
        has_own = any(child.dep_ in (*SUBJECTS, "csubj", "ccomp") for child in verb.children)
        is_told = any(child.dep_ in SUBJECTS for child in verb.head.children)
        if is_past and is_told and not has_own and "," in (edge.text, edge.nbor(-1).text):
            verb.dep_ = "conj"
    return doc


def join_modifiers(doc: Doc) -> Doc:
    """Hang two coordinated words on the noun right behind them, to which both belong ("search and rescue
    teams"): no noun stands beside the last of a list without a comma.
    """
    for noun in doc:
        second = noun.nbor(-1) if noun.i > 2 else noun
        first = second.head
        is_pair = second.dep_ == "conj" and first.tag_ == second.tag_ == "NN" and first.i == second.i - 2
        is_beside = noun.head == first or (noun.head == first.head and noun.dep_ == first.dep_)
        if not is_pair or not is_beside or noun.dep_ not in ("conj", *NOUN_RELATIONS, *SUBJECTS):
            continue
        if noun.tag_ not in ("NN", "NNS") or noun.left_edge != noun or first.ent_type_ or second.ent_type_:
            continue
        if noun.head == first:
            noun.head, noun.dep_ = (noun if first.head == first else first.head), first.dep_
        for child in [child for child in first.children if child.dep_ in PHRASE_PARTS or child.i > noun.i]:
            child.head = noun
        first.head, first.dep_ = noun, "compound"
    return doc


def part_objects(doc: Doc) -> Doc:
    """Give a verb its object that was joined to the object before ("killed ten and wounded 20 soldiers")."""
    for noun in doc:
        edge = noun.left_edge
        if noun.dep_ != "conj" or edge.i == 0 or noun.head.dep_ not in ("obj", "nsubj:pass"):
            continue
        verb = edge.nbor(-1)
        is_between = verb.dep_ == "conj" and verb.pos_ == "VERB" and verb.head == noun.head.head
        is_bare = not any(child.dep_ in ("obj", "nsubj:pass", "ccomp", "xcomp") for child in verb.children)
        if is_between and is_bare and not any(child.dep_ == "cc" for child in noun.children):
            noun.head, noun.dep_ = verb, "obj"
    return doc


def part_numbers(doc: Doc) -> Doc:
    """Give coordinated verbs each its own object where the first is a bare number.

    "Killed ten and wounded 20 more": the second verb stands beside no number, and "killed ten" is no part of
    "20 soldiers".
    """
    for number in doc:
        second = number.nbor(2) if number.i + 2 < len(doc) and number.tag_ == "CD" and number.i else number
        first = number.nbor(-1) if number.i else number
        if second.tag_ not in ("VBD", "VBN") or first.pos_ != "VERB" or second.dep_ != "conj":
            continue
        objects = [child for child in first.children if child.dep_ == "obj"]
        if number not in objects and not (number.dep_ == "nummod" and number.head in objects):
            continue
        number.head, number.dep_, second.head = first, "obj", first
        for noun in objects:
            noun.head = second if noun.i > second.i else first
    return doc


def mend_nouns(doc: Doc) -> Doc:
    """Make nouns of words tagged as finite verbs where none can stand ("started the factory pumps").

    No finite verb is an object, and none is an open complement; the noun just before it modifies it.
    What agrees with a plural before it or has an object of its own behind it may still be a verb.
    """
    for token in doc:
        if token.tag_ not in ("VBP", "VBZ") or _may_be_verb(token):
            continue
        before = token.nbor(-1) if token.i > 0 else token
        is_split = (
            before.head == token.head and before.pos_ in ("NOUN", "PROPN") and before.dep_ in NOUN_RELATIONS
        )
        if token.dep_ in NOUN_RELATIONS or (token.dep_ == "xcomp" and is_split):
            token.pos_, token.tag_ = "NOUN", "NNS" if token.tag_ == "VBZ" else "NN"
            number = "Plur" if token.tag_ == "NNS" else "Sing"
            token.morph = MorphAnalysis(doc.vocab, {"Number": number})
            for child in token.children:
                child.dep_ = "nmod" if child.dep_ == "obl" else child.dep_
            if is_split:
                _make_compound(before, token)
    return doc


def _may_be_verb(token: Token) -> bool:
    before = token.nbor(-1) if token.i > 0 else token
    behind = token.nbor(1) if token.i + 1 < len(token.doc) else token
    return (
        token.lower_ in AUXILIARIES
        or (before.tag_ == "NNS" and token.tag_ == "VBP")
        or behind.tag_ in ("DT", "PRP", "PRP$", "CD", "$")
        or any(child.dep_ in CLAUSE_PARTS for child in token.children)
    )


def _make_compound(modifier: Token, noun: Token) -> None:
    """Put a noun in the place of the one before it, which becomes its modifier."""
    parts = [child for child in modifier.children if child.dep_ in PHRASE_PARTS]
    noun.dep_, modifier.dep_ = modifier.dep_, "compound"
    for word in (modifier, *parts):
        word.head = noun


def join_hyphenated(doc: Doc) -> Doc:
    """Hang what stands before a hyphen on the participle behind it, both being a noun's: "US-led force"."""
    for hyphen in doc[1:-1]:
        before, behind = hyphen.nbor(-1), hyphen.nbor(1)
        if (
            hyphen.text == "-"
            and behind.tag_ == "VBN"
            and before.head == behind.head
            and before.head not in (before, behind)
            and not (before.whitespace_ or hyphen.whitespace_)
        ):
            before.head, before.dep_ = behind, "compound"
            hyphen.head = behind
    return doc


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


def part_lists(doc: Doc) -> Doc:
    """Part names that a comma parts: "Pope Francis" is no end of the name in "Ann Lee, Pope Francis, and"."""
    for name in doc:
        first, before = name.head, doc[name.head.i : name.left_edge.i + 1]
        is_list = any(child.dep_ == "conj" for child in first.children)
        if name.dep_ == "flat" and is_list and any(token.text == "," for token in before):
            name.dep_ = "conj" if name.ent_iob_ != "I" else name.dep_
    return doc


def part_offices(doc: Doc) -> Doc:
    """Part a name from what the office before it is of ("Minister of Health Olav Berg")."""
    doc.ents = [
        Span(doc, entity.start + 1, entity.end, label="PERSON") if _begins_with_office(entity) else entity
        for entity in doc.ents
    ]
    return doc


def _begins_with_office(entity: Span) -> bool:
    if (
        entity.label_ != "PERSON"
        or len(entity) < 3
        or entity.start < 2
        or not names.is_generic(entity[0].text)
    ):
        return False
    is_of = entity.doc[entity.start - 1].lower_ == "of" and names.is_role(entity.doc[entity.start - 2].lower_)
    return is_of and names.is_generic(entity[0].text) and names.gender_of(entity[1].text) != ""


def join_titles(doc: Doc) -> Doc:
    """Hang a role on the name behind it where both have one place in the clause ("to minister Ortega")."""
    for name in doc:
        if name.pos_ != "PROPN" or name.left_edge.i == 0:
            continue
        role = name.left_edge.nbor(-1)
        has_one_place = role.pos_ == "NOUN" and role.head == name.head and role.dep_ == name.dep_
        if has_one_place and role.dep_ in ("nsubj", "obj", "obl", "nmod"):
            role.head, role.dep_ = name, "nmod:desc"
    return doc


def join_offices(doc: Doc) -> Doc:
    """Make one title of two words that are one office together ("Hong Kong Chief Executive Carrie Lam")."""
    for title in doc[:-1]:
        last = title.nbor()
        are_both = title.dep_ == last.dep_ == "nmod:desc" and title.head == last.head
        if are_both and names.is_one_role(f"{title.text} {last.text}"):
            for child in title.children:
                child.head = last
            title.head, title.dep_ = last, "compound"
    return doc


def lift_names(doc: Doc) -> Doc:
    """Hang a role on the name behind it where the name was hung on the role ("British minister Tom Hale")."""
    for role in doc:
        parts = [child for child in role.children if _is_part_of_name(child, role)]
        if role.pos_ != "NOUN" or not parts or any(part.pos_ != "PROPN" for part in parts):
            continue
        name, relation = parts[0], role.dep_
        governor = name if role.head == role else role.head
        for child in [child for child in role.children if child.i > name.i or child.dep_ == "cc"]:
            child.head = name
        name.head, name.dep_ = governor, relation
        role.head, role.dep_ = name, "nmod:desc"
    return doc


def _is_part_of_name(name: Token, role: Token) -> bool:
    """Whether a name was hung on a noun as its last part, or beside it without a comma."""
    is_beside = name.dep_ == "appos" and role.tag_ == "NN" and name.left_edge.i == role.i + 1
    is_beside = is_beside and (name.left_edge.is_quote or not name.left_edge.is_punct)
    is_beside = is_beside and name.ent_type_ != "NORP"  # "the group American"
    is_title = is_beside and names.split_title(f"{name.text} Ann Lee")[0] != ""
    if is_title:  # of the name behind it: "the leader", "Ayatollah", "Ali Lee"
        is_beside = not any(other.dep_ == "appos" and other.i > name.i for other in role.children)
    return name.i > role.i and (name.dep_ == "flat" or is_beside)


def lift_bearers(doc: Doc) -> Doc:
    """Hang a role on who has it where more than a word tells it ("Mayor of London Sadiq Khan")."""
    for name in doc:
        if name.ent_type_ == "PERSON":
            _return_case(name)
        role = _role_before(name) or _title_before(name)
        if role is None:
            continue
        if role.is_ancestor(name):
            name.head, name.dep_ = (name if role.head == role else role.head), role.dep_
            for child in [child for child in role.children if child.i > name.i]:
                child.head = name
        role.head, role.dep_ = name, "nmod:desc"
    return doc


def _return_case(name: Token) -> None:
    """Hang an "of" on the noun behind it, not on the name behind that ("mayor of Oslo Marta Lind")."""
    case = next((child for child in name.children if child.dep_ == "case" and child.i < name.i), None)
    role = case.nbor(-1) if case is not None and case.i else None
    if case is None or case.lower_ != "of" or role is None or name not in (role.head, *role.subtree):
        return
    nouns = [name.head] if name.dep_ == "flat" else [c for c in role.children if c.dep_ == "nmod"]
    inner = next((noun for noun in nouns if case.i < noun.i < name.i), None)
    body = name.nbor(-1)
    is_body = names.is_role(role.lower_) and (body.ent_type_ in ("ORG", "GPE") or names.is_generic(body.text))
    if inner is None and body.head == name and is_body and body.i > case.i:
        for word in [child for child in name.children if case.i < child.i < body.i]:
            word.head = body
        body.head, body.dep_, inner = role, "nmod", body
    if inner is not None:
        case.head = inner


def _role_before(name: Token) -> Token | None:
    """Return the role with an "of" phrase just before a person, apposed or in one place with him."""
    if name.ent_type_ != "PERSON" or name.ent_iob_ != "B" or not _begins_phrase(name):
        return None
    role = name.head if name.dep_ in ("appos", "nmod", "flat") else None
    if role is not None and role.pos_ == "PROPN":  # "Member of Parliament Ann Lee"
        role = next((noun for noun in [role, *role.ancestors] if names.is_role(noun.lower_)), None)
    if name.dep_ in SUBJECTS:
        role = next((c for c in name.head.children if c.i < name.i and c.dep_ == name.dep_), None)
    if role is None or role.i >= name.i:
        return None
    of = [n for n in role.children if n.i < name.i and any(c.lower_ == "of" for c in n.children)]
    is_next = bool(of) and all(
        role in (t, *t.ancestors) or name.is_ancestor(t) for t in name.doc[role.i : name.i]
    )
    is_apart = any(t.text == "," for t in name.doc[role.i : name.i])
    return role if is_next and not is_apart and names.is_role(role.lower_) else None


def _begins_phrase(name: Token) -> bool:
    """Whether nothing before a name belongs to it, or only what stands in brackets ("MP (Leeds) Ann Lee")."""
    before = name.doc[name.left_edge.i : name.i]
    return len(before) == 0 or (before[-1].text == ")" and before.text.count("(") == 1)


def _title_before(name: Token) -> Token | None:
    """Return the name in the title of a person that was taken for one ("Dawn in the City host Ann Lee")."""
    first, before = name.head, name.doc[name.i - 1]
    if name.dep_ not in ("appos", "conj", "flat") or name.ent_type_ != "PERSON" or name.left_edge != name:
        return None
    if name.ent_iob_ != "B" or first.pos_ != "PROPN" or first.dep_ not in SUBJECTS or not first.i < before.i:
        return None
    is_worker = before.tag_ == "NN" and (names.is_person(before.lower_) or before.lower_.endswith(WORKERS))
    between = name.doc[first.i + 1 : name.i]
    is_title = is_worker and first.is_ancestor(before)
    return first if is_title and all(t.ent_type_ != "PERSON" and t.is_alpha for t in between) else None


def gather_roles(doc: Doc) -> Doc:
    """Hang all roles on the name behind the last of them ("actor, singer and activist Ann Lee").

    Another person may stand before them: "Jan Berg and governor and senator Ann Lee".
    """
    for name in doc:
        first = name.head
        if name.dep_ not in ("conj", "appos") or name.ent_type_ != "PERSON" or first.i > name.left_edge.i:
            continue
        beside = [first, *(c for c in first.children if c.dep_ == "conj" and c.i < name.i)]
        own = [child for child in name.children if child.dep_ == "nmod:desc" and child.i < name.i]
        roles = beside[1:] if first.ent_type_ == "PERSON" else beside
        joined = [*roles, *own]
        is_list = bool(roles) and len(joined) > 1 and name.nbor(-1) in joined
        if not is_list or not all(_is_bare_role(noun) for noun in joined):
            continue
        if first in roles:
            name.head, name.dep_ = (name if first.head == first else first.head), first.dep_
            for child in [c for c in first.children if c.dep_ == "conj" and c.i > name.i]:
                child.head = name
        else:
            for joint in [child for child in roles[0].children if child.dep_ == "cc"]:
                joint.head = name
        roles = joined
        for role in roles:
            role.head, role.dep_ = name, "nmod:desc"
    return doc


def gather_posts(doc: Doc) -> Doc:
    """Put beside a name what else the person is ("Ann Lee of the Post and contributor to Slate wrote")."""
    for name in doc:
        for post in name.children if name.ent_type_ == "PERSON" else ():
            is_next = post.dep_ == "conj" and sum(c.dep_ == "conj" for c in name.children) == 1
            if is_next and _is_post(post) and not post.right_edge.nbor().text[0].isupper():
                post.dep_ = "appos"
    return doc


def _is_post(noun: Token) -> bool:
    """Whether a noun tells by itself what somebody is, and of what: "contributor to Slate"."""
    is_bare = noun.tag_ == "NN" and not any(child.dep_ in PHRASE_PARTS for child in noun.children)
    is_person = names.is_person(noun.lower_) or noun.lower_.endswith(WORKERS)
    return is_bare and is_person and any(child.dep_ == "nmod" for child in noun.children)


def join_names(doc: Doc) -> Doc:
    """Give a name one head where its words hang side by side ("Hagia Sophia bears")."""
    for entity in doc.ents:
        heads = [word for word in entity if word.head not in entity]
        if len(heads) > 1 and heads[0].dep_ in ("amod", "compound") and heads[0].head.i < entity.start:
            heads[0].head = heads[-1]
        for word in entity[1:] if entity.label_ in OF_THINGS else ():
            before = word.nbor(-1)
            if word.head == before.head and word.dep_ == before.dep_ and word.dep_ not in ("flat", "conj"):
                word.dep_, word.head = "flat", before
    return doc


def join_campuses(doc: Doc) -> Doc:
    """Make one name of a university of a state and where it is ("University of California, San Diego")."""
    joined = []
    for university, place in pairwise(doc.ents):
        between, behind = doc[university.end : place.start].text, doc[place.end : place.end + 1].text
        state = names.place_named(university[-1:].text)
        if university[0].lower_ != "university" or state is None or state.kind != "state":
            continue
        if place.label_ != "GPE" or between != "," or behind == ",":
            continue
        joined.append(Span(doc, university.start, place.end, label="ORG"))
        head, owned = university.root, place.root.head
        if place.root.dep_ == "nmod:poss" and not owned.is_ancestor(head):
            owned.head, owned.dep_ = (owned if head.head == head else head.head), head.dep_
            head.head, head.dep_ = owned, "nmod:poss"
        place.root.head, place.root.dep_ = head, "flat"
    doc.ents = filter_spans([*joined, *doc.ents])
    return doc


def _is_bare_role(noun: Token) -> bool:
    """Whether a noun tells without an article what one person is."""
    is_one = noun.tag_ in ("NN", "NNP") and (names.is_person(noun.lower_) or names.is_role(noun.lower_))
    return is_one and not any(child.dep_ in PHRASE_PARTS for child in noun.children)


def mend_relatives(doc: Doc) -> Doc:
    """Hang "who" on the person within a thing, not on the thing ("the home of Ann Lee, who").

    What is a share of something does nothing of its own: "a tenth of the body that elects him".
    """
    for pronoun in doc:
        clause, noun = pronoun.head, pronoun.head.head
        if pronoun.lower_ in ("that", "which") and clause.dep_ == "acl:relcl" and noun.lemma_ in SHARES:
            whole = [c for c in noun.children if c.dep_ == "nmod" and c.right_edge.i == pronoun.i - 1]
            clause.head = whole[0] if whole and whole[0].left_edge.lower_ == "of" else noun
        if pronoun.lower_ != "who" or clause.dep_ != "acl:relcl" or noun.pos_ != "NOUN":
            continue
        nouns = [child for child in noun.children if child.dep_ == "nmod"]
        persons = [c for c in nouns if c.ent_type_ == "PERSON" or names.is_person(c.lemma_)]
        within = [person for person in persons if person.i < pronoun.i]
        is_somebody = noun.ent_type_ or names.is_person(noun.lemma_) or names.sector_of(noun.lemma_)
        if not within or is_somebody:
            continue
        if all(token.text == "," for token in doc[within[-1].right_edge.i + 1 : pronoun.i]):
            clause.head = within[-1]
    return doc


def mend_particles(doc: Doc) -> Doc:
    """Make a particle of what stands as a preposition of a direct object ("cordoned off the village").

    So is an adverb like "out" directly behind its verb ("hit out at them"), and "on" of "went on to say".
    What stands bare behind a particle, where the verb has no object, is its object ("called off the summit").
    """
    for token in doc:
        if token.dep_ == "advmod" and token.lower_ in CLOSE_PARTICLES and token.i == token.head.i + 1:
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


def part_hearers(doc: Doc) -> Doc:
    """Give "told" its hearer where he was taken for a part of what is told, whose subject is behind him.

    "Told Reuters trains had stopped": nobody tells without one, so the name right behind is no word of it.
    """
    for verb in doc[:-1]:
        clause = next((c for c in verb.children if c.dep_ == "ccomp" and c.i > verb.i), None)
        if verb.lemma_ != "tell" or clause is None or verb.nbor().dep_ == "mark":
            continue
        subjects = [child for child in clause.children if child.dep_ in SUBJECTS and child.i > verb.i]
        objects = [child for child in verb.children if child.dep_ in ("obj", "iobj") and child.i > verb.i]
        first = next(iter(objects or subjects), None)
        if first is None or first.left_edge != verb.nbor() or (objects and subjects):
            continue
        if len(subjects) > 1:
            first.head, first.dep_ = verb, "iobj"
        elif (hearer := _name_at(first)) is not None and not any(
            child.dep_.startswith("aux:pass") for child in verb.children
        ):
            for word in [word for word in first.children if word.i <= hearer.i]:
                word.head = hearer
            hearer.head, hearer.dep_ = verb, "iobj"
            if objects:
                is_passive = any(child.dep_ == "aux:pass" for child in clause.children)
                first.head, first.dep_ = clause, "nsubj:pass" if is_passive else "nsubj"
    return doc


def _name_at(noun: Token) -> Token | None:
    """Return the last word of a name that a phrase begins with and its noun is no part of."""
    start = noun.i
    while start > noun.left_edge.i and noun.doc[start].ent_iob_ == "I":
        start -= 1
    words = noun.doc[noun.left_edge.i : start]
    end = 0
    while end < len(words) and (words[end].pos_ == "PROPN" or words[end].tag_ in ("DT", "HYPH")):
        end += 1
    is_apart = noun.pos_ == "NOUN" or (noun.ent_iob_ != "O" and end == len(words))
    return words[end - 1] if end and is_apart and words[end - 1].pos_ == "PROPN" else None


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


def join_prepositions(doc: Doc) -> Doc:
    """Make one preposition of two around a bare noun, which names nothing: "voted in favour of the bill"."""
    for noun in doc:
        inner = _preposition_behind(noun)
        if inner is None:
            continue
        case, governed = doc[noun.i - 1], inner.head
        governed.head, governed.dep_ = (governed if noun.head == noun else noun.head), noun.dep_
        for child in [child for child in noun.children if child != governed]:
            child.head = governed
        for part in (noun, inner):
            part.head, part.dep_ = case, "fixed"
        case.head = governed
    return doc


def _preposition_behind(noun: Token) -> Token | None:
    """Return the preposition right behind a bare noun that makes one with that right before it."""
    if noun.dep_ != "obl" or noun.tag_ != "NN" or noun.ent_type_ or noun.i + 1 >= len(noun.doc):
        return None
    before, behind = noun.doc[noun.i - 1], noun.doc[noun.i + 1]
    is_around = before.lower_ in OUTER_PREPOSITIONS and behind.lower_ in INNER_PREPOSITIONS
    is_bare = (
        before.head == noun and before.dep_ == "case" and not any(t.dep_ == "fixed" for t in before.children)
    )
    is_governing = behind.dep_ == "case" and behind.head.head == noun and behind.head.dep_ == "nmod"
    return behind if is_around and is_bare and is_governing else None
