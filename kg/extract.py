"""Reads statements out of one article: `Article` and its document in, mentions and relations out.

A pure function of one article, so that articles can be read anywhere and in any order.
Clauses give verbal and copular relations (`kg.clauses`), each with its stance (`kg.stance`);
noun phrases give roles, appositions and hidden actors (`kg.phrases`), and events (`kg.events`).
Only passages of `Article.text` leave this room.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from kg import syntax
from kg.arguments import Clause, is_gerund_behind
from kg.categories import code_relations
from kg.clauses import drafts_of_clause
from kg.confidence import confidence_of
from kg.coreference import chains_of
from kg.events import drafts_of_event
from kg.model import CIRCUMSTANCES, Article, Extraction, Mention, Relation, Term
from kg.ontology import Ontology
from kg.page import Draft, Page, numbers_of, page_of, passage_of, sentence_passage
from kg.phrases import drafts_of_name, drafts_of_participle
from kg.tokens import Span, Token, document_of

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from kg.quotations import Quotation


def extract_article(article: Article, doc: Doc, ontology: Ontology) -> Extraction:
    """Return the mentions and relations of an article; `doc` is its document as `kg.language` makes it.

    Relations are in text order; `left_out` counts the sentences that gave none, and of these the ones that
    are no English.
    """
    document = document_of(doc)
    page = page_of(article, document, ontology)
    relations = _joined(page, list(drafts_in(page)))
    stated = {r.sentence for r in relations}
    passages = tuple(sentence_passage(page, s) for s in page.sentences)
    left_out = Counter(sentences_without_statement=sum(p not in stated for p in passages))
    left_out["sentences_in_other_scripts"] = sum(_is_in_other_script(article.cut(p)) for p in passages)
    left_out["boilerplate_passages"] = len(article.marks)
    chains, joins = chains_of(document, page.markables, page.quotations, dict(_speakers_in(page)))
    mentions = tuple(
        Mention(passage_of(m.span), m.kind, m.label, m.name, chain)
        for m, chain in zip(page.markables, chains, strict=True)
    )
    relations = code_relations(relations, mentions, ontology)
    return Extraction(article, mentions, relations, passages, dict(left_out), tuple(joins))


def _is_in_other_script(text: str) -> bool:
    """Whether most letters of a text are not Latin, so that it is no English."""
    if text.isascii():
        return False
    letters = [letter for letter in text if letter.isalpha()]
    return 2 * sum(not _is_latin(letter) for letter in letters) > len(letters)


def _is_latin(letter: str) -> bool:
    """Whether a letter is of one of the Latin blocks, of which the last is for Vietnamese."""
    return letter < "\u0250" or "\u1e00" <= letter <= "\u1eff"


def _speakers_in(page: Page) -> Iterator[tuple[Quotation, Token]]:
    """Yield the quotations whose speaker is known, with the head of the phrase that names him."""
    for quotation in page.quotations:
        stances = (page.stances.get(i) for i in range(quotation.start, quotation.end))
        speakers = [stance.speaker for stance in stances if stance is not None and stance.speaker is not None]
        outside = [s for s in speakers if not quotation.start <= s.i < quotation.end]
        if outside:
            yield quotation, outside[0]


def _joined(page: Page, drafts: Sequence[Draft]) -> tuple[Relation, ...]:
    """Return the relations, with the relations that are their contents named by place."""
    places: dict[int, list[int]] = {}
    for place, draft in enumerate(drafts):
        places.setdefault(draft.clause, []).append(place)
    relations = []
    for draft in drafts:
        contents = [term for i in draft.contents for term in _contents_at(page, i, draft, places.get(i, []))]
        arguments = (*draft.relation.arguments, *numbers_of(page, draft.relation), *contents)
        confidence = confidence_of(draft.features)
        relations.append(replace(draft.relation, arguments=arguments, confidence=confidence))
    return tuple(relations)


def _contents_at(page: Page, i: int, draft: Draft, places: Sequence[int]) -> Iterator[Term]:
    """Yield the governed clause at a token as terms, one for each relation that was read from it."""
    clause = page.clauses[i]
    is_circumstance = clause.link == "advcl" and clause.mark in CIRCUMSTANCES
    is_marked = is_circumstance or clause.mark in syntax.OBJECT_CONTROL_MARKS or is_gerund_behind(clause)
    role = clause.mark if is_marked and clause.governor is not None else "content"
    mark = role if role not in ("content", "to") else ""
    passage = passage_of(_clause_span(clause, page.doc[draft.clause], mark))
    if not places:
        yield Term(role, passage)
    for place in places:
        yield Term(role, passage, relation=place)


def _clause_span(clause: Clause, verb: Token, mark: str) -> Span:
    """Return the whole clause that a verb governs, without the marks around it, and without the verb's own.

    Without `mark` at its start too, which is its role.

    A verb of speech may stand within what is said ("It failed, he said, at noon"): the longer side counts.
    """
    head, doc = clause.head, clause.head.doc
    start, end = head.left_edge.i, head.right_edge.i
    if start <= verb.i < head.i:
        start = min((verb.right_edge.i if head.is_ancestor(verb) else verb.i) + 1, head.i)
    elif head.i < verb.i <= end:
        end = verb.left_edge.i - 1
    while end > head.i and (doc[end].is_punct or doc[end].is_space):
        end -= 1
    while start < head.i and (doc[start].is_punct or doc[start].is_space or doc[start].dep_ == "cc"):
        start += 1
    if mark and doc[start].lower_ == mark.split()[0]:
        start = min(start + len(mark.split()), head.i)
    return doc.span(start, max(end, head.i) + 1)


def drafts_in(page: Page) -> Iterator[Draft]:
    """Yield what an article says, sentence by sentence, in text order of the predicates."""
    for sentence in page.sentences:
        if _is_in_other_script(page.article.cut(sentence_passage(page, sentence))):
            continue
        for token in sentence:
            clause = page.clauses.get(token.i)
            if clause is not None:
                yield from drafts_of_clause(page, clause, sentence)
            mention = page.mention_at.get(token.i)
            if mention is not None:
                yield from drafts_of_name(page, page.markables[mention], sentence)
            if token.tag_ == "VBN" and token.dep_ == "amod":
                yield from drafts_of_participle(page, token, sentence)
            yield from drafts_of_event(page, token, sentence)
