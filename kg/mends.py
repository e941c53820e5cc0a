"""Mends what no English sentence can mean, whatever pipeline read it so: the component `kg_mends`.

Receives a document with tags and Universal Dependencies; changes words that are read wrong, leaves the rest.
"""

from __future__ import annotations

from collections import Counter

from spacy.language import Language
from spacy.tokens import Doc, MorphAnalysis, Token

from kg import names
from kg.labels import mend_names
from kg.titles import (
    PHRASE_PARTS,
    gather_posts,
    gather_roles,
    join_campuses,
    join_names,
    join_offices,
    join_others,
    join_titles,
    join_works,
    lift_bearers,
    lift_names,
    lift_offices,
    part_lists,
    part_offices,
)
from kg.valencies import (
    AUXILIARY,
    SUBJECTS,
    forms_of,
    has_tense,
    join_prepositions,
    mend_amounts,
    mend_appointments,
    mend_cases,
    mend_complements,
    mend_fines,
    mend_namings,
    mend_particles,
    mend_passives,
    mend_tenses,
    mend_voices,
    part_cases,
    part_inserted,
    part_participles,
    part_recipients,
)

NOUN_RELATIONS = ("obj", "iobj", "obl", "nmod")

CLAUSE_PARTS = {"nsubj", "nsubj:pass", "csubj", "expl", "aux", "aux:pass", "mark", "obj", "ccomp", "xcomp"}

AUXILIARIES = {"am", "are", "is", "have", "has", "do", "does", "'m", "'re", "'s", "'ve"}

BEFORE_OFFICE = ("compound", "nmod:desc")

QUOTATION_MARKS = ('"', "“", "”", "''")

SHARES = {"fraction", "half", "part", "percent", "percentage", "proportion", "quarter", "share", "third"}

# What stands behind "for" is what is sought, or who is.
SEEKING = {
    "appeal", "apply", "ask", "call", "compete", "converge", "fight", "gather", "leave", "meet", "play",
    "run", "stand", "travel", "vote", "work",
}  # fmt: skip


@Language.component("kg_mends", assigns=["token.pos", "token.tag", "token.dep", "token.head", "doc.ents"])
def mend_readings(doc: Doc) -> Doc:
    """Mend what no English sentence can mean, whatever pipeline read it so."""
    for mend in (
        part_participles,
        mend_tenses,
        part_subjects,
        part_openers,
        lower_subjects,
        lower_doers,
        mend_marks,
        lift_questions,
        turn_progressives,
        part_conjuncts,
        join_sequels,
        lift_sequels,
        join_owners,
        join_modifiers,
        part_objects,
        part_numbers,
        mend_speakers,
        lift_asides,
        lift_from_quotations,
        mend_nouns,
        join_hyphenated,
        mend_passives,
        mend_voices,
        part_lists,
        part_offices,
        lift_offices,
        join_titles,
        join_offices,
        lift_names,
        lift_bearers,
        gather_roles,
        part_appositions,
        mend_relatives,
        mend_cases,
        part_inserted,
        part_cases,
        mend_amounts,
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
        join_works,
        join_others,
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
    """Leave a verb one subject: what stands before a pronoun or a person describes it.

    "A baker by trade, he left"; "A son of the valley, Ann Berg left".
    """
    for subject in doc:
        is_person = subject.tag_ == "PRP" or subject.ent_type_ == "PERSON"
        if subject.dep_ not in SUBJECTS or not is_person or doc[subject.left_edge.i - 1].text != ",":
            continue
        end = subject.right_edge.i + 1
        if any(token.text == "," for token in doc[end : end + 2]):
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


def mend_marks(doc: Doc) -> Doc:
    """Make "that" a mark where it is no pronoun ("no evidence that he lied")."""
    for word in doc:
        is_mark = word.lower_ == "that" and word.tag_ == "IN" and word.head.pos_ in ("VERB", "AUX")
        if is_mark and word.i < word.head.i and word.dep_ in ("obj", "obl", "obl:unmarked", "advmod"):
            word.dep_ = "mark"
    return doc


def lift_questions(doc: Doc) -> Doc:
    """Hang what is asked on its verb where it hangs on the word that asks ("knows how to end it")."""
    for word in doc:
        clauses = [child for child in word.children if child.dep_ == "acl" and child.i > word.i]
        if word.tag_ == "WRB" and word.dep_ == "obj" and clauses:
            clauses[0].head, clauses[0].dep_ = word.head, "ccomp"
            word.head, word.dep_ = clauses[0], "advmod"
    return doc


def turn_progressives(doc: Doc) -> Doc:
    """Make who stands behind "were" the subject of the gerund before it ("Joining them were two teachers").

    What a gerund itself is said to be is one thing and no name: "Leaving them is a mistake".
    """
    for gerund in doc:
        noun = gerund.head
        if gerund.dep_ != "csubj" or gerund.tag_ != "VBG" or not gerund.i < noun.i:
            continue
        copulas = [c for c in noun.children if c.dep_ == "cop" and gerund.right_edge.i == c.i - 1]
        has_own = any(child.dep_ in SUBJECTS for child in gerund.children)
        is_somebody = noun.ent_type_ in ("PERSON", "ORG", "NORP")
        if not copulas or has_own or not (is_somebody or copulas[0].lower_ in ("are", "were")):
            continue
        gerund.head, gerund.dep_ = (gerund if noun.head == noun else noun.head), noun.dep_
        copulas[0].head, copulas[0].dep_ = gerund, "aux"
        noun.head, noun.dep_ = gerund, "nsubj"
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


def lift_asides(doc: Doc) -> Doc:
    """Hang who says so within a relative clause on its verb ("a step whose cost, Berg said, is high")."""
    for verb in doc:
        first, last = verb.left_edge, verb.right_edge
        if verb.dep_ != "acl:relcl" or last.i + 1 >= len(doc) or first.i == 0:
            continue
        is_apart = "," in (first.text, first.nbor(-1).text) and "," in (last.text, last.nbor().text)
        parts = [child.dep_ for child in verb.children if not child.is_punct]
        around = [c for c in verb.head.children if c.dep_ == "acl:relcl" and c.i > last.i]
        clause = next((c for c in around if c.left_edge.i < first.i), None)
        if is_apart and parts == ["nsubj"] and clause is not None:
            verb.head, verb.dep_ = clause, "parataxis"
    return doc


def lift_from_quotations(doc: Doc) -> Doc:
    """Hang what stands outside a quotation on the verb outside that says it, not on a word within.

    Who speaks does so and not who is spoken of: "The law is old," she said, also noting; said, in Oslo, "We".
    """
    for phrase in doc:
        if phrase.dep_ not in ("advcl", "obl") or phrase.head.head == phrase.head:
            continue
        content = phrase.head
        while content.dep_ != "ccomp" and content.head != content and content.head.sent == phrase.sent:
            content = content.head
        subjects = [child for child in content.children if child.dep_ in (*SUBJECTS, "csubj", "expl")]
        if content.dep_ != "ccomp" or not subjects or phrase.is_ancestor(content.head):
            continue
        if any(child.dep_ == "mark" and child.i < phrase.left_edge.i for child in content.children):
            continue  # "said that if it rains, "we stay""
        quoted = (phrase.head, content, subjects[0])
        is_within = all(_marks_between(phrase.head, word) % 2 == 0 for word in quoted)
        edge = phrase.left_edge if phrase.i > phrase.head.i else phrase.right_edge
        if is_within and all(_marks_between(phrase.head, word) == 1 for word in (phrase, edge, content.head)):
            phrase.head = content.head
    return doc


def _marks_between(token: Token, other: Token) -> int:
    """Return how many marks of quotation stand between two words."""
    first, last = sorted((token.i, other.i))
    return sum(between.text in QUOTATION_MARKS for between in token.doc[first + 1 : last])


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
        is_past = any(form.tag_ == "VBD" for form in forms_of(verb))
        has_own = any(child.dep_ in (*SUBJECTS, "csubj", "ccomp") for child in verb.children)
        is_told = any(child.dep_ in SUBJECTS for child in verb.head.children)
        if is_past and is_told and not has_own and "," in (edge.text, edge.nbor(-1).text):
            verb.dep_ = "conj"
    return doc


def lift_sequels(doc: Doc) -> Doc:
    """Join a finite verb without a subject to the finite one above it, not to a gerund or infinitive between
    them ("It met, with Norway sending envoys, and lasted two days").
    """
    for verb in doc:
        first = verb.head
        is_own = any(child.dep_ in (*SUBJECTS, "expl", "csubj", "mark") for child in verb.children)
        if verb.dep_ != "conj" or verb.pos_ != "VERB" or is_own or verb.i < first.i or has_tense(first):
            continue
        is_told = any(form.tag_ in ("VBD", "VBZ") for form in forms_of(verb))
        above = next((t for t in first.ancestors if t.pos_ in ("VERB", "AUX") and has_tense(t)), None)
        if is_told and first.tag_ in ("VB", "VBG") and above is not None and above.i < verb.i:
            verb.head = above
    return doc


def join_owners(doc: Doc) -> Doc:
    """Make two owners of a thing of what was taken for a subject beside it ("Jan and Olav's mother wept")."""
    for owner in doc[2:]:
        owned, joint = owner.head, owner.nbor(-1)
        first = joint.nbor(-1)
        is_beside = joint.dep_ == "cc" and joint.head == owner and owner.dep_ == "nmod:poss"
        if (
            not is_beside
            or owned.dep_ not in SUBJECTS
            or first.dep_ != owned.dep_
            or first.head != owned.head
        ):
            continue
        first.head, first.dep_ = owned, "nmod:poss"
        owner.head, owner.dep_ = first, "conj"
        for case in [child for child in owner.children if child.dep_ == "case"]:
            case.head = first
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
