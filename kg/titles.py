"""Mends trees around names: titles, offices and roles beside them, and what is part of a name.

Receives and returns a `Doc` with tags, trees and entities; what is set already is changed in place.
"""

from __future__ import annotations

from itertools import pairwise

from spacy.tokens import Doc, Span, Token
from spacy.util import filter_spans

from kg import names
from kg.valencies import SUBJECTS

OF_THINGS = ("PERSON", "ORG", "GPE", "LOC", "FAC", "EVENT")

WORKS = {
    "album", "book", "comic", "documentary", "drama", "film", "game", "memoir", "movie", "musical", "novel",
    "opera", "play", "podcast", "poem", "program", "programme", "series", "show", "sitcom", "song", "track",
}  # fmt: skip

IN_TITLES = {"and", "at", "for", "from", "in", "of", "on", "or", "the", "to", "with"}

OF_OFFICES = ("for", "of")

JOINTS = ("HYPH", "POS")

PLACES_AND_TIMES = ("GPE", "LOC", "FAC", "ORG", "NORP", "DATE", "TIME")

# What belongs to a noun phrase, not to one of its words.
PHRASE_PARTS = ("case", "det", "det:predet", "nmod:poss", "nummod")


def part_lists(doc: Doc) -> Doc:
    """Part names that a comma parts: "Pope Francis" is no end of the name in "Ann Lee, Pope Francis, and"."""
    for name in doc:
        first, before = name.head, doc[name.head.i : name.left_edge.i + 1]
        is_list = any(child.dep_ == "conj" for child in first.children)
        if name.dep_ == "flat" and is_list and any(token.text == "," for token in before):
            name.dep_ = "conj" if name.ent_iob_ != "I" else name.dep_
    return doc


def part_offices(doc: Doc) -> Doc:
    """Part a name from what the office before it is of ("Mayor of Oslo Ann Holm")."""
    parted: list[Span] = []
    for entity in doc.ents:
        if not _begins_with_office(entity):
            parted.append(entity)
            continue
        if not names.is_generic(entity[0].text):
            parted.append(Span(doc, entity.start, entity.start + 1, label="GPE"))
        parted.append(Span(doc, entity.start + 1, entity.end, label="PERSON"))
    doc.ents = parted
    return doc


def _begins_with_office(entity: Span) -> bool:
    if entity.label_ != "PERSON" or len(entity) < 3 or entity.start < 2:
        return False
    role, case = entity.doc[entity.start - 2 : entity.start]
    is_of = case.lower_ in OF_OFFICES and names.is_role(role.lower_)
    first, second = entity[0].text, entity[1].text
    is_person = names.gender_of(second) != "" and names.gender_of(first) == ""
    is_place = names.place_named(first) is not None or names.country_of_capital(first) is not None
    return is_of and (is_person or is_place or names.is_generic(first))


def join_titles(doc: Doc) -> Doc:
    """Hang a role on the name behind it where both have one place in the clause ("to minister Ortega")."""
    for name in doc:
        if name.pos_ != "PROPN" or name.left_edge.i == 0:
            continue
        role = name.left_edge.nbor(-1)
        first = role.head if role.dep_ == "conj" else role
        has_one_place = role.pos_ == "NOUN" and first.head == name.head and first.dep_ == name.dep_
        if not has_one_place or first.dep_ not in ("nsubj", "obj", "obl", "nmod"):
            continue
        roles = [first, *(child for child in first.children if child.dep_ == "conj" and child.i < name.i)]
        if first == role or all(_is_bare_role(noun) for noun in roles):  # "actor, singer and poet Ann Lee"
            for noun in roles:
                noun.head, noun.dep_ = name, "nmod:desc"
    return doc


def join_others(doc: Doc) -> Doc:
    """Make "et al." a part of the name before it, which alone stands in the clause ("Berg et al's paper")."""
    for word in doc[2:]:
        name = word.head
        if word.lower_ not in ("al", "al.") or word.nbor(-1).lower_ != "et" or name.i != word.i - 2:
            continue
        word.dep_ = "flat"
        # taken for a subject itself, beside what is his
        cases = [child for child in (*word.children, *name.children) if child.tag_ == "POS"]
        owned = cases[0].nbor() if cases and cases[0].i + 1 < len(doc) else None
        if owned is not None and owned.dep_ == name.dep_ and owned.head == name.head:
            name.head, name.dep_ = owned, "nmod:poss"
    return doc


def lift_offices(doc: Doc) -> Doc:
    """Give an office its first word where that was read as the end of a name ("Oslo District Attorney")."""
    kept: list[Span] = []
    for entity in doc.ents:
        last, office = entity[-1], doc[entity.end] if entity.end < len(doc) else entity[-1]
        is_office = office.dep_ == "nmod:desc" and office.text[:1].isupper() and last.lower_ != "party"
        is_office = is_office and names.is_one_role(f"{last.text} {office.text}")
        if len(entity) < 2 or entity.label_ not in ("ORG", "GPE", "FAC", "LOC") or not is_office:
            kept.append(entity)
            continue
        holder = Span(doc, entity.start, entity.end - 1, label="GPE")
        kept.append(holder)
        for word in (holder.root, last):
            word.head, word.dep_ = office, "compound"
    doc.ents = kept
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
    if case is None or case.lower_ not in OF_OFFICES or role is None:
        return
    if name not in (role.head, *role.subtree):
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
    of = [n for n in role.children if n.i < name.i and any(c.lower_ in OF_OFFICES for c in n.children)]
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
    is_worker = before.tag_ == "NN" and (
        names.is_person(before.lower_) or before.lower_.endswith(names.WORKERS)
    )
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
    is_person = names.is_person(noun.lower_) or noun.lower_.endswith(names.WORKERS)
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


def join_works(doc: Doc) -> Doc:
    """Make one name of the title behind the sort of a work ("the film Bird and the House of Glass")."""
    joined = []
    for work in doc[:-1]:
        end = _end_of_title(work.nbor()) if work.lower_ in WORKS and work.tag_ == "NN" else 0
        if not end:
            continue
        joined.append(Span(doc, work.i + 1, end, label="MISC"))
        heads = [word for word in joined[-1] if word.head not in joined[-1]]
        root = next(word for word in heads if not any(other.is_ancestor(word) for other in heads))
        for word in heads:
            if word != root:
                word.head, word.dep_ = root, "flat" if root.i < word.i else "compound"
        for word in joined[-1]:
            word.dep_ = "flat" if word.dep_ == "conj" else word.dep_
    doc.ents = filter_spans([*joined, *doc.ents])
    return doc


def _end_of_title(first: Token) -> int:
    """Return where a title ends that begins with a word and has small words in it; 0 where it has none."""
    doc, last, end, inner = first.doc, first.sent.end, first.i, 0
    while True:
        while end < last and (doc[end].text[0].isupper() or (doc[end].tag_ in JOINTS and end > first.i)):
            end += 1
        behind = end
        while behind < last and doc[behind].lower_ in IN_TITLES:
            behind += 1
        if behind == last or end == first.i or not _goes_on(doc[end:behind].text.lower(), doc[behind]):
            return end if inner else 0
        inner, end = end, behind


def _goes_on(small: str, word: Token) -> bool:
    """Whether small words and the word behind them are of a title, and do not tell where or when it was."""
    is_joined = small in ("of", "or") or small.endswith(" the")
    is_around = word.ent_type_ in PLACES_AND_TIMES and not small.startswith("of")
    return is_joined and word.text[0].isupper() and not is_around


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
