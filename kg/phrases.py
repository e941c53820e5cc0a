"""Reads noun phrases: titles and roles ("Iranian general X"), appositions, hidden actors ("US-led strike").

Receives a `Page` and a mention or participle in it; yields drafts of relations.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from kg import names, syntax
from kg.coreference import Markable
from kg.model import MentionKind, Predicate, Relation, Term
from kg.ontology import mint_predicate
from kg.page import Draft, Page, kind_at, length_of, name_span, passage_of, sentence_passage, term_of

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

ROLE_PREPOSITIONS = {"of", "for", "in", "at", "to"}
PLACED = {"based", "born", "headquartered"}
"""Participles behind the name of a place, which does nothing: "the Oslo-based company"."""
STATUS = {"former", "ex", "acting", "deputy", "vice", "interim", "late", "incoming", "outgoing", "then"}


def role_words(noun: Token) -> list[str]:
    """Return the words of a role in text order ("prime minister", "supreme leader"), lower case."""
    names_of_others = ("NORP", "GPE", "ORG", "PERSON", "LOC", "FAC")
    before = [
        t
        for t in noun.children
        if t.i < noun.i
        and t.dep_ in ("compound", "amod")
        and t.ent_type_ not in names_of_others
        and t.left_edge.i == t.right_edge.i
    ]
    words = [t.lower_ for t in sorted([*before, noun], key=lambda t: t.i) if t.is_alpha]
    for start in range(len(words)):
        if names.is_role(" ".join(words[start:])):
            return [*(w for w in words[:start] if w in STATUS), *words[start:]]
    return []


def role_predicate(words: Sequence[str]) -> str:
    return mint_predicate(*words, "of")


def holder_of(page: Page, role: Token, name: Token | None = None) -> Token | None:
    """Return whose role it is: a country or organisation that modifies the role, or stands behind "of" or
    "for".
    """
    nouns = [n for n in syntax.children_of(role, "nmod") if syntax.preposition_of(n) in ROLE_PREPOSITIONS]
    owners = syntax.children_of(role, "nmod:poss", "compound", "amod", "nmod:unmarked")
    owners += [n for n in syntax.children_of(role, "nmod") if not syntax.preposition_of(n)]
    around = (
        syntax.children_of(name, "compound", "amod", "nmod:poss", "nmod:desc") if name is not None else []
    )
    for token in [*owners, *nouns, *[t for t in around if t.i < role.i]]:
        mention = page.mention_at.get(token.i)
        if mention is None or token.i == role.i:
            continue
        if page.markables[mention].label in ("GPE", "NORP", "ORG", "LOC", "FAC"):
            return token
        if token in nouns and page.markables[mention].kind is MentionKind.NOMINAL:
            return token
    return None


def drafts_of_name(page: Page, markable: Markable, sentence: Span) -> Iterator[Draft]:
    """Yield the roles of a named person: titles before the name, appositions on either side of it."""
    head = markable.head
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
        yield from _role_draft(page, head, title, sentence, "title")
    appositions = [noun for word in markable.span for noun in syntax.children_of(word, "appos")]
    if head.dep_ == "appos":
        appositions.append(head.head)
    for noun in appositions:
        role_given = list(_role_draft(page, head, noun, sentence, "apposition"))
        yield from role_given
        is_described = noun.i in page.mention_at and noun.pos_ == "NOUN" and noun.i > head.i
        if not role_given and is_described:
            predicate = Predicate("be", passage_of(syntax.phrase_of(noun)), "OTHER")
            yield _noun_draft(page, head, predicate, noun, sentence, "apposition")


def _role_draft(page: Page, name: Token, role: Token, sentence: Span, rule: str) -> Iterator[Draft]:
    words = role_words(role) if role.pos_ in ("NOUN", "PROPN", "ADJ") else []
    around = [t.lower_ for t in name.children if t.dep_ == "amod" and t.i < role.i and t.lower_ in STATUS]
    words = [*around, *words] if words else words
    holder = holder_of(page, role, name) if words else None
    if holder is None:
        return
    first = role.i
    while first - 1 >= role.left_edge.i and page.doc[first - 1].lower_ in words:
        first -= 1
    predicate = Predicate(role_predicate(words), passage_of(page.doc[first : role.i + 1]), "OTHER")
    yield _noun_draft(page, name, predicate, holder, sentence, rule)


def _noun_draft(
    page: Page, subject: Token, predicate: Predicate, target: Token, sentence: Span, rule: str
) -> Draft:
    """Return a relation in a noun phrase: it is presupposed, so the article's own voice says it.

    In a quotation it is the speaker's; negation and modality of the clause around do not touch it.
    """
    relation = Relation(
        subject=term_of(page, subject, "subject"),
        predicate=predicate,
        object=Term("object", passage_of(name_span(page, target)), page.mention_at.get(target.i)),
        sentence=sentence_passage(page, sentence),
        rule=rule,
    )
    return Draft(relation, frozenset({rule, f"subject {kind_at(page, subject)}", *length_of(sentence)}))


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
        words = Predicate(
            f"{participle.lower_}In", passage_of(page.doc[participle.i : participle.i + 1]), "OTHER"
        )
        yield _noun_draft(page, noun, words, before[0], sentence, "hidden actor")
        return
    frame = page.ontology.frame_of(participle.lemma_.lower())
    name = frame.predicate if frame else mint_predicate(participle.lemma_.lower())
    predicate = Predicate(
        name, passage_of(page.doc[participle.i : participle.i + 1]), frame.category if frame else "OTHER"
    )
    yield _noun_draft(page, before[0], predicate, noun, sentence, "hidden actor")
