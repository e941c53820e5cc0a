"""Mends what no English sentence can mean, whatever pipeline read it so: the component `kg_mends`.

Receives a document with tags and Universal Dependencies; changes words that are read wrong, leaves the rest.
"""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc, MorphAnalysis, Token

NOUN_RELATIONS = ("obj", "iobj", "obl", "nmod")
CLAUSE_PARTS = {"nsubj", "nsubj:pass", "csubj", "expl", "aux", "aux:pass", "mark", "obj", "ccomp", "xcomp"}
AUXILIARIES = {"am", "are", "is", "have", "has", "do", "does", "'m", "'re", "'s", "'ve"}
# What belongs to a noun phrase, not to one of its words.
PHRASE_PARTS = ("case", "det", "det:predet", "nmod:poss", "nummod")


@Language.component("kg_mends", assigns=["token.pos", "token.tag", "token.dep", "token.head"])
def mend_readings(doc: Doc) -> Doc:
    """Mend what no English sentence can mean, whatever pipeline read it so."""
    return mend_cases(join_titles(mend_voices(join_hyphenated(mend_nouns(doc)))))


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
    """Make the subject of a finite verb without a passive auxiliary an active one ("the raid killed")."""
    for token in doc:
        if token.dep_ == "nsubj:pass" and token.head.tag_ in ("VBD", "VBZ", "VBP"):
            siblings = list(token.head.children)
            if not any(child.dep_ in ("aux:pass", "aux") for child in siblings):
                token.dep_ = "nsubj"
                for child in siblings:
                    child.dep_ = "obl" if child.dep_ == "obl:agent" else child.dep_
    return doc


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


def mend_cases(doc: Doc) -> Doc:
    """Hang a preposition on the noun that it governs, not on the title before it ("to minister Ortega")."""
    for token in doc:
        title = token.head
        if token.dep_ == "case" and title.dep_ == "nmod:desc" and token.i < title.i < title.head.i:
            token.head = title.head
    return doc
