"""Reads noun phrases: titles and roles ("Iranian general X"), appositions, hidden actors ("US-led strike").

Receives a `Page` and a mention or participle in it; yields drafts of relations.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from kg import names, syntax
from kg.coreference import Markable
from kg.descriptions import PLACES
from kg.model import MentionKind, Modality, Predicate, Relation, Term
from kg.ontology import mint_predicate
from kg.page import (
    Draft,
    Page,
    doubts_of,
    kind_at,
    length_of,
    name_span,
    passage_of,
    quoted_speaker_of,
    sentence_passage,
    term_of,
)
from kg.spans import phrase_of

if TYPE_CHECKING:
    from kg.tokens import Span, Token

ROLE_PREPOSITIONS = {"of", "for", "in", "at", "to"}
PLACED = {"based", "born", "headquartered"}
"""Participles behind the name of a place, which does nothing: "the Oslo-based company"."""
STATUS = {"former", "ex", "acting", "deputy", "vice", "interim", "late", "incoming", "outgoing", "then"}
UNSAID = {
    "accredited", "brilliant", "controversial", "current", "current-day", "famed", "famous", "fellow",
    "incumbent", "influential", "late", "legendary", "long-serving", "longtime", "new", "notable", "noted",
    "own", "popular", "powerful", "present", "prominent", "renowned", "respected", "top", "topmost",
    "veteran", "young",
}  # fmt: skip
"""Words before a role that are no part of it: who is "the new mayor" is mayor."""
HEDGED = {
    "alleged": Modality.POSSIBLE, "suspected": Modality.POSSIBLE, "presumed": Modality.POSSIBLE,
    "future": Modality.FUTURE,
}  # fmt: skip
WORDS_FOR_WORDS = {"hashtag", "name", "nickname", "pseudonym", "slogan", "term", "title", "word"}
"""What is in apposition to the words themselves: "under the name X"."""
OF_SPEAKERS = {"my", "our", "your"}
PORTFOLIOS = {"minister", "secretary"}
COMPLEMENTS = {"state", "staff"}
"""What stands behind "of" as a part of the role itself: "secretary of state", "chief of staff"."""
LEADING = {
    "boss", "captain", "chair", "chairman", "chairwoman", "chief", "commander", "director", "head", "leader",
    "official", "president", "speaker", "spokesman", "spokesperson", "spokeswoman",
}  # fmt: skip
"""Who speaks for or leads what a common noun before it names: "opposition leader", "police spokesman"."""
OFFICES = re.compile(r"(.* )?(?!chief |first )\w+ minister")
"""Offices of a state, held in the country that an article is about if it names no other. Presidents of other
countries are often named without it."""
BELONGING = {"citizen", "national", "resident"}
"""Who belongs to the country before it; a painter or a lawyer is only from there."""
SECTS = {"catholic", "christian", "democrat", "democratic", "jewish", "muslim", "republican"}
"""Words for people of a party or faith, which has no office: "Republican senator X"."""
IN_NAMES_OF_PEOPLE = ("PERSON", "ORG", "")
GROUPS = ("GPE", "NORP", "ORG", "LOC", "FAC")


def role_words(noun: Token, *, owned: bool = False) -> list[str]:
    """Return the words of a role in text order ("prime minister", "supreme leader"), lower case.

    What is `owned` may also be a relative or somebody who does something: "his mother", "its owner".
    """
    before = [
        t
        for t in noun.children
        if t.i < noun.i
        and t.dep_ in ("compound", "amod")
        and t.ent_type_ not in (*GROUPS, "PERSON")
        and all(part.is_punct for part in t.subtree if part != t)
        and not _is_body_of(t, noun)
        and not (t.pos_ == "PROPN" and noun.text[:1].islower())  # "Pacific Oceanography director"
    ]
    tokens = [t for t in sorted([*before, noun], key=lambda t: t.i) if t.text.isalpha()]
    words = [_singular(t) if t == noun else t.lower_ for t in tokens]  # "sports minister"
    for start in range(len(words)):
        text = " ".join(words[start:])
        if names.is_role(text) or (owned and (names.is_person(text) or words[-1].endswith(names.WORKERS))):
            words = [*(w for w in words[:start] if w in STATUS), *words[start:]]
            return [*(w for w in words if w not in UNSAID and w not in HEDGED), *_complement_of(noun)]
    return []


def _singular(word: Token) -> str:
    if word.tag_ == "NNPS" and names.is_role(word.lower_.removesuffix("s")):
        return word.lower_.removesuffix("s")
    return word.lemma_.lower() if word.tag_ == "NNS" else word.lower_


def _complement_of(role: Token) -> list[str]:
    """Return the words behind a role that belong to it: "of state"."""
    for noun in syntax.children_of(role, "nmod"):
        if noun.lower_ in COMPLEMENTS and noun.i == role.i + 2 and syntax.preposition_of(noun) == "of":
            return ["of", noun.lower_]
    return []


def _is_body_of(word: Token, role: Token) -> bool:
    """Whether a common noun before a role names the body that it leads or speaks for: "council leader"."""
    is_noun = word.dep_ in ("compound", "amod") and word.i < role.i and word.ent_type_ not in GROUPS
    return (
        is_noun
        and role.lower_ in LEADING
        and names.sector_of(word.lower_) not in ("", "CVL")
        and not names.is_person(word.lower_)
    )


def role_predicate(words: Sequence[str]) -> str:
    return mint_predicate(*words, "of")


def holder_of(page: Page, role: Token, name: Token | None = None) -> Token | None:
    """Return whose role it is: a country or organisation that modifies the role, an owner, or what stands
    behind "of" or "for".
    """
    nouns = [n for n in syntax.children_of(role, "nmod") if syntax.preposition_of(n) in ROLE_PREPOSITIONS]
    owners = syntax.children_of(role, "nmod:poss", "compound", "amod", "nmod:unmarked")
    owners += [n for n in syntax.children_of(role, "nmod") if not syntax.preposition_of(n)]
    around, behind = [], []
    if name is not None:
        around = syntax.children_of(name, "compound", "amod", "nmod:poss", "nmod:desc")
        around = [t for t in around if t.i < role.i]
        is_office = role.i < name.i and role.text[:1].isupper()  # "President X of Iran"
        behind = syntax.children_of(name, "nmod") if is_office else []
        behind = [n for n in behind if syntax.preposition_of(n) in ("of", "at")]
    for token in [*owners, *nouns, *around, *behind]:
        if token.i != role.i and _holds(page, role, token, is_behind=token in nouns):
            return _named_place(page, token)
    return next((t for t in owners if _is_body_of(t, role)), None)


def _holds(page: Page, role: Token, token: Token, *, is_behind: bool) -> bool:
    mention = page.mention_at.get(token.i)
    if mention is None or (is_behind and _complement_of(role) and token.lower_ in COMPLEMENTS):
        return False
    markable = page.markables[mention]
    if (markable.label == "NORP" and markable.head.lower_ in SECTS) or token.lower_ in OF_SPEAKERS:
        return False
    if markable.label in GROUPS or token.dep_ == "nmod:poss":
        return token.dep_ not in ("compound", "amod") or not _is_from(markable, role)
    if (
        role.lemma_.lower() in PORTFOLIOS
        and token.lower_ not in PLACES
        and syntax.preposition_of(token) == "of"
    ):
        return False  # "the minister of justice"
    return is_behind and markable.kind is not MentionKind.PRONOUN


def _is_from(place: Markable, role: Token) -> bool:
    """Whether a place before a role that is no office is where somebody is from: "a French painter"."""
    is_office = role.text[:1].isupper() or names.sector_of(role.lower_) != "CVL"
    return place.label in ("GPE", "NORP") and not is_office and role.lemma_ not in BELONGING


def _country_of(page: Page, role: Token) -> Token | None:
    """Return the last mention of the country that an article is about before an office in capitals:
    "Prime Minister X". It is named, or its people, twice as often as any other so far.
    """
    if not role.text[:1].isupper() or not OFFICES.fullmatch(" ".join(role_words(role))):
        return None
    counts = _countries_before(page, role.sent.end)
    ranked = sorted(counts.values(), key=len, reverse=True)
    is_clear = ranked and (len(ranked) == 1 or len(ranked[0]) >= 2 * len(ranked[1]))
    return page.doc[ranked[0][-1]] if is_clear else None


def _countries_before(page: Page, end: int) -> dict[str, list[int]]:
    """Return the tokens that name each country or its people before a token; sentences are asked in order."""
    while page.counted < len(page.markables) and page.markables[page.counted].span.start <= end:
        markable = page.markables[page.counted]
        page.counted += 1
        if markable.label in ("GPE", "NORP") and (country := names.country_named(markable.name or "")):
            page.countries.setdefault(country.name, []).append(markable.head.i)
    return page.countries


def _named_place(page: Page, noun: Token) -> Token:
    """Return the name of a place behind its sort: in "the city of Lodz" it is "Lodz"."""
    for inner in syntax.children_of(noun, "nmod") if noun.lower_ in PLACES else ():
        mention = page.mention_at.get(inner.i)
        if mention is not None and syntax.preposition_of(inner) == "of" and page.markables[mention].label:
            return inner
    return noun


def drafts_of_name(page: Page, markable: Markable, sentence: Span) -> Iterator[Draft]:
    """Yield the roles of a named person: titles before it, appositions on either side; and age."""
    if markable.kind is not MentionKind.NAME or markable.label in ("GPE", "NORP", "LOC"):
        return
    relations = ("nmod:desc", "compound", "amod", "flat", "nmod")
    titles = [
        t
        for word in markable.span
        for t in word.children
        if t.i < markable.span.start and t.dep_ in relations
    ]
    for title in titles:
        role_given = list(_role_draft(page, markable, title, sentence, "title"))
        yield from role_given or _described(page, markable, title, sentence, "title")
    for noun in _apposed_to(page, markable):
        role_given = list(_role_draft(page, markable, noun, sentence, "apposition"))
        yield from role_given or _described(page, markable, noun, sentence, "apposition")
    yield from _age_draft(page, markable, sentence)
    yield from _member_draft(page, markable, sentence)


def _apposed_to(page: Page, markable: Markable) -> list[Token]:
    """Return the nouns in apposition to a name, on either side; no list ("X, his son, and his wife")."""
    head = markable.head
    appositions = [noun for word in markable.span for noun in syntax.children_of(word, "appos")]
    if head.dep_ == "appos":
        appositions.append(_around_place(page, head.head) if markable.label == "PERSON" else head.head)
        # "its leader, Ann Lee, a judge": all that stands beside the leader
        beside = syntax.children_of(head.head, "appos") if markable.label == "PERSON" else []
        appositions += [noun for noun in beside if noun.i > head.i and noun.tag_ == "NN"]
    if _goes_on(head):
        return []
    return [noun for noun in appositions if not _goes_on(noun) and not _is_denied(noun)]


def _around_place(page: Page, noun: Token) -> Token:
    """Return the role around a place: in "the mayor of Vienna, Paul Stern" Stern is no Vienna."""
    outer = noun
    while outer.dep_ == "nmod" and outer.i in page.mention_at and syntax.preposition_of(outer) == "of":
        outer = outer.head
    return outer if outer.tag_ == "NN" and role_words(outer) else noun


def _goes_on(noun: Token) -> bool:
    """Whether a noun is one of a list: behind a comma and "and" follows another with its own owner."""
    return any(
        syntax.has_child(other, "nmod:poss")
        and any(cc.nbor(-1).text == "," for cc in syntax.children_of(other, "cc"))
        for other in syntax.children_of(noun, "conj")
    )


def _is_denied(noun: Token) -> bool:
    return any(child.lower_ == "no" for child in syntax.children_of(noun, "det"))


def _described(page: Page, markable: Markable, noun: Token, sentence: Span, rule: str) -> Iterator[Draft]:
    """Yield what a name is said to be without a role: "a baker", "the newspaper"; a title is a part of it."""
    if noun.pos_ != "NOUN" or noun.lemma_ in WORDS_FOR_WORDS or _is_further(noun):
        return
    is_before = noun.i < markable.head.i
    if is_before and not (_may_describe(noun, markable, rule) and _stands_before(noun, markable)):
        return
    if is_before or noun.i in page.mention_at:
        predicate = Predicate("be", passage_of(phrase_of(noun)), "OTHER")
        yield _noun_draft(page, markable.head, predicate, noun, sentence, rule)


def _is_further(noun: Token) -> bool:
    """Whether one of a row is meant: who is "a third president" is no third president."""
    articles = {child.lower_ for child in syntax.children_of(noun, "det")}
    return bool(articles & {"a", "an"}) and any(
        child.ent_type_ == "ORDINAL" for child in syntax.children_of(noun, "amod")
    )


def _may_describe(noun: Token, markable: Markable, rule: str) -> bool:
    """Whether a noun before a name may say what it names: one thing, of its sort, no title in capitals."""
    is_lower = noun.text[:1].islower() or noun.is_sent_start
    if noun.tag_ != "NN" or not is_lower or syntax.has_child(noun, "nmod:poss", "nummod"):
        return False
    is_person = names.is_person(noun.lower_) or (
        noun.lower_.endswith(names.WORKERS) and noun.lower_ not in PLACES
    )
    if markable.label == "PERSON":
        return is_person or (rule != "title" and not names.sector_of(noun.lower_))
    return (rule != "title" or noun.dep_ == "nmod:desc") and not names.is_person(noun.lower_)


def _stands_before(noun: Token, markable: Markable) -> bool:
    """Whether nothing but a comma, an article or what belongs to the noun is between it and a name."""
    own = {
        token.i
        for child in noun.children
        if child.dep_ in ("nmod", "acl") and child.right_edge.i < markable.span.start
        for token in child.subtree
    }
    between = [t for t in noun.doc[noun.i + 1 : markable.span.start] if t.i not in own]
    return all(t.is_quote or t.text == "," or t.dep_ == "det" or t.is_space for t in between)


def _age_draft(page: Page, markable: Markable, sentence: Span) -> Iterator[Draft]:
    """Yield the age of a person: "Ann Lee, 61, was"."""
    doc, end = markable.span.doc, markable.span.end
    if markable.label != "PERSON" or end + 2 >= sentence.end or doc[end].text not in (",", "("):
        return
    age, after = doc[end + 1], doc[end + 2].text
    if not age.text.isdigit() or not 1 < int(age.text) < 120 or after not in (",", ".", ")", ";"):
        return
    span = age.span
    draft = _noun_draft(
        page, markable.head, Predicate("be", passage_of(span), "OTHER"), age, sentence, "apposition"
    )
    yield replace(draft, relation=replace(draft.relation, object=Term("object", passage_of(span))))


def _member_draft(page: Page, markable: Markable, sentence: Span) -> Iterator[Draft]:
    """Yield the body that a person is of: "Lena Ortiz of the Farmers' Party"."""
    name = markable.head
    has_office = any(_is_office(title) for title in syntax.children_of(name, "nmod:desc"))
    if markable.label != "PERSON" or has_office or names.is_role(markable.span.text):
        return
    for body in syntax.children_of(name, "nmod"):
        mention = page.mention_at.get(body.i)
        if mention is None or syntax.preposition_of(body) != "of":
            continue
        if page.markables[mention].kind is MentionKind.NAME and page.markables[mention].label == "ORG":
            words = body.left_edge.span
            predicate = Predicate("memberOf", passage_of(words), "OTHER")
            yield _noun_draft(page, name, predicate, body, sentence, "apposition")


def _is_office(title: Token) -> bool:
    return title.text[:1].isupper() and bool(role_words(title))


def _role_draft(page: Page, named: Markable, role: Token, sentence: Span, rule: str) -> Iterator[Draft]:
    name, is_noun = named.head, role.pos_ in ("NOUN", "PROPN", "ADJ")
    if not is_noun or named.label not in IN_NAMES_OF_PEOPLE:
        return
    if named.label != "PERSON" and role.text[:1].isupper():
        return  # "Jehovah's Witnesses (JWs)"
    holder = holder_of(page, role, name) or (_country_of(page, role) if rule == "title" else None)
    if holder is None:
        return
    is_owned = holder.dep_ == "nmod:poss" or (holder.dep_ == "nmod" and syntax.preposition_of(holder) == "of")
    words = role_words(role, owned=is_owned and holder.head.i == role.i)
    if not words or role.nbor().text == "-":
        return
    around = [t.lower_ for t in name.children if t.dep_ == "amod" and t.i < role.i and t.lower_ in STATUS]
    words = [*around, *words]
    first = role.i
    while first - 1 >= role.left_edge.i and page.doc[first - 1].lower_ in words:
        first -= 1
    predicate = Predicate(role_predicate(words), passage_of(page.doc.span(first, role.i + 1)), "OTHER")
    draft = _noun_draft(page, name, predicate, holder, sentence, rule)
    if not sentence.start <= holder.i < sentence.end:  # the office stands for the country in its sentence
        told = Term("object", predicate.passage, page.mention_at[holder.i])
        draft = replace(draft, relation=replace(draft.relation, object=told))
    hedges = [HEDGED[t.lower_] for noun in (role, name) for t in noun.children if t.lower_ in HEDGED]
    modality = hedges[0] if hedges else draft.relation.modality
    yield replace(draft, relation=replace(draft.relation, modality=modality))


def _noun_draft(
    page: Page, subject: Token, predicate: Predicate, target: Token, sentence: Span, rule: str
) -> Draft:
    """Return a relation in a noun phrase: it is presupposed, so the article's own voice says it.

    In a quotation it is the speaker's; negation and modality of the clause around do not touch it.
    """
    speaker = quoted_speaker_of(page, target)
    relation = Relation(
        subject=term_of(page, subject, "subject"),
        predicate=predicate,
        object=Term("object", passage_of(name_span(page, target)), page.mention_at.get(target.i)),
        sentence=sentence_passage(page, sentence),
        rule=rule,
        attributed_to=term_of(page, speaker, "speaker") if speaker is not None else None,
    )
    doubts = doubts_of("subject", subject) | doubts_of("object", target)
    kinds = {rule, f"subject {kind_at(page, subject)}"}
    return Draft(relation, frozenset(kinds | doubts | length_of(sentence)))


def drafts_of_participle(page: Page, participle: Token, sentence: Span) -> Iterator[Draft]:
    """Yield who does what in a compound: "US-led strike" says that the United States leads the strike."""
    before = [t for t in participle.children if t.i < participle.i and t.i in page.mention_at]
    noun = participle.head
    if (
        not before
        or noun.i not in page.mention_at
        or page.doc[participle.i - 1].lower_ not in ("-", "–", "‑")
    ):
        return
    if page.markables[page.mention_at[before[0].i]].kind is not MentionKind.NAME:
        return
    if participle.lower_ in PLACED:
        words = Predicate(f"{participle.lower_}In", passage_of(participle.span), "OTHER")
        yield _noun_draft(page, noun, words, before[0], sentence, "hidden actor")
        return
    frame = page.ontology.frame_of(participle.lemma_.lower())
    name = frame.predicate if frame else mint_predicate(participle.lemma_.lower())
    predicate = Predicate(name, passage_of(participle.span), frame.category if frame else "OTHER")
    yield _noun_draft(page, before[0], predicate, noun, sentence, "hidden actor")
