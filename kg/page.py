"""What is known of a document while its statements are read, and what each reading needs of it.

A `Page` holds the article, its document, mentions, clauses with their stances, and times.
Only passages of `Article.text` leave it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from kg import stance, syntax, times
from kg.arguments import Clause, Oblique, clauses_in
from kg.contents import SPOKEN, frame_content
from kg.coreference import Markable, mentions_in
from kg.mentions import AMOUNTS
from kg.model import Article, MentionKind, Modality, Passage, Relation, Term, TimeExpression
from kg.ontology import Ontology
from kg.quotations import quotations_in
from kg.spans import phrase_of
from kg.stance import Stance
from kg.subjects import PLACES
from kg.verbs import tense_of

if TYPE_CHECKING:
    from kg.quotations import Quotation
    from kg.tokens import Document, Span, Token

COUNTS = {"CARDINAL", "MONEY", "PERCENT", "QUANTITY"}
PLACE_LABELS = {"GPE", "LOC", "FAC"}


@dataclass(frozen=True, slots=True)
class PlacedTime:
    """A time expression and the clause whose time it is, by the position of its head (-1: none)."""

    expression: TimeExpression
    clause: int
    tokens: range


@dataclass(slots=True)
class Draft:
    """A relation read from the clause at `clause` (-1: from a noun phrase); `contents` are heads of
    clauses, `features` what `kg.confidence` weighs.
    """

    relation: Relation
    features: frozenset[str] = frozenset()
    clause: int = -1
    contents: list[int] = field(default_factory=list)


@dataclass(slots=True)
class Page:
    """What is known of the document while its relations are read.

    `governed` and `times` are the clauses and times of each clause, by the position of its head; `time_at` is
    the time that a token is in; `quoted` are the tokens in quotations; `passages` are those of the sentences
    asked for so far, by their first token; `countries` are the tokens that name each country among the first
    `counted` markables.
    """

    article: Article
    doc: Document
    ontology: Ontology
    markables: Sequence[Markable]
    mention_at: dict[int, int]
    clauses: dict[int, Clause]
    stances: dict[int, Stance]
    sentences: Sequence[Span]
    quotations: Sequence[Quotation]
    quoted: frozenset[int]
    governed: dict[int, list[Clause]] = field(default_factory=dict)
    times: dict[int, list[PlacedTime]] = field(default_factory=dict)
    time_at: dict[int, PlacedTime] = field(default_factory=dict)
    passages: dict[int, Passage] = field(default_factory=dict)
    countries: dict[str, list[int]] = field(default_factory=dict)
    counted: int = 0


def page_of(article: Article, doc: Document, ontology: Ontology) -> Page:
    """Return the page of an article; `doc` is its document as `kg.language` makes it."""
    sentences = [s for s in doc.sents if s.text.strip()]
    markables = mentions_in(doc)
    clauses = {clause.head.i: clause for s in sentences for clause in clauses_in(s)}
    quotations = quotations_in(doc, article.text)
    page = Page(
        article, doc, ontology, markables, {m.head.i: n for n, m in enumerate(markables)},
        clauses, stance.stances_of(clauses, ontology, quotations), sentences, quotations,
        frozenset(i for quotation in quotations for i in range(quotation.start, quotation.end)),
    )  # fmt: skip
    page.mention_at |= dict(_counted_in(page))
    for clause in clauses.values():
        if clause.governor is not None:
            page.governed.setdefault(clause.governor.i, []).append(clause)
    for time in [time for s in sentences for time in _times_in(page, s)]:
        page.times.setdefault(time.clause, []).append(time)
        page.time_at |= dict.fromkeys(time.tokens, time)
    return page


def quoted_speaker_of(page: Page, token: Token) -> Token | None:
    """Return who says what a noun phrase says in a quotation; None outside of one, and where nobody is named.

    Words quoted in a sentence are those of whoever its verb has speak ("cited the "ongoing attack"").
    """
    if token.i not in page.quoted:
        return None
    for above in (token, *token.ancestors):
        clause = page.clauses.get(above.i)
        if clause is None:
            continue
        speaks = above.i not in page.quoted and frame_content(above, page.ontology) in SPOKEN
        return clause.agents[0] if speaks and clause.agents else page.stances[above.i].speaker
    return None


def _counted_in(page: Page) -> Iterator[tuple[int, int]]:
    """Yield amounts with the mention of what they are of: "dozens of people" are people.

    "Two of the people" are not the people, so what is definite, named or a pronoun does not count.
    """
    for token in page.doc:
        if token.ent_type_ not in AMOUNTS or token.i in page.mention_at:
            continue
        for noun in syntax.children_of(token, "nmod"):
            mention = page.mention_at.get(noun.i)
            is_bare = not syntax.has_child(noun, "det", "nmod:poss") and syntax.preposition_of(noun) == "of"
            if mention is not None and is_bare and page.markables[mention].kind is MentionKind.NOMINAL:
                yield token.i, mention


def passage_of(span: Span) -> Passage:
    """Return the characters of a span, white space around them left out."""
    start, end = span.start_char, span.end_char
    if not (span[0].is_space or span[-1].is_space):
        return Passage(start, end)
    text = span.text
    start += len(text) - len(text.lstrip())
    return Passage(start, max(start + 1, start + len(text.strip())))


def sentence_passage(page: Page, sentence: Span) -> Passage:
    """Return a sentence without the closing marks of the one before, which parsers leave at its start."""
    if sentence.start not in page.passages:
        passage = passage_of(sentence)
        rest = page.article.cut(passage).lstrip("”’)] \t\n\r\u00a0")
        page.passages[sentence.start] = Passage(passage.end - len(rest), passage.end) if rest else passage
    return page.passages[sentence.start]


def term_of(page: Page, token: Token, role: str, verb: Token | None = None) -> Term:
    """Return the phrase of a token as a term, without the part that its `verb` stands in."""
    # who is Mexican is not Mexico
    is_quality = token.tag_ == "JJ" and syntax.has_child(token, "cop") and not syntax.has_child(token, "det")
    is_clause = syntax.is_content_of_copula(token) and token.head == verb
    mention = None if is_quality or is_clause else page.mention_at.get(token.i)
    return Term(role, passage_of(phrase_of(token, verb)), mention)


def numbers_of(page: Page, relation: Relation) -> Iterator[Term]:
    """Yield how many or how much the subject and the object are: "seven" of "killed seven people"."""
    for role, term in (("subject number", relation.subject), ("object number", relation.object)):
        if term is None or term.mention is None:
            continue
        noun = page.markables[term.mention].head
        beside = [*syntax.children_of(noun, "nummod"), *([noun.head] if noun.dep_ == "nmod" else [])]
        passages = [_entity_at(page.doc, t) for t in beside if t.ent_type_ in COUNTS]
        yield from (Term(role, passage) for passage in passages if _is_part(passage, term.passage))


def _entity_at(doc: Document, token: Token) -> Passage:
    """Return the entity that a token is in, with what is said of a number before it ("more than 300")."""
    start, end = token.left_edge.i if token.dep_ == "nummod" else token.i, token.i + 1
    while start > 0 and doc[start].ent_iob_ == "I":
        start -= 1
    while end < len(doc) and doc[end].ent_iob_ == "I":
        end += 1
    return passage_of(doc.span(start, end))


def _is_part(passage: Passage, whole: Passage) -> bool:
    return passage != whole and whole.start <= passage.start and passage.end <= whole.end


def name_span(page: Page, token: Token) -> Span:
    mention = page.mention_at.get(token.i)
    return phrase_of(token) if mention is None else page.markables[mention].span


def _times_in(page: Page, sentence: Span) -> Iterator[PlacedTime]:
    """Yield the times of a sentence, each with the clause that it belongs to."""
    for start, end in times.times_in(sentence.text):
        span = page.doc.span_of_characters(sentence.start_char + start, sentence.start_char + end)
        if not span.text.strip():
            continue
        preposition = _word_before(span) or syntax.preposition_of(span.root)
        token = _clause_around(page, span)
        clause = page.clauses.get(token.i)
        tense = tense_of(clause) if clause else "past"
        if clause is not None and _looks_ahead(page, clause, preposition):
            tense = "future"
        interval = times.resolve_time(span.text, page.article.published, preposition=preposition, tense=tense)
        yield PlacedTime(TimeExpression(passage_of(span), interval), token.i, range(span.start, span.end))


def _clause_around(page: Page, span: Span) -> Token:
    """Return the head of the clause that a time belongs to.

    What stands between a verb and the subject of what is said is the verb's: "said on Monday it would go".
    """
    token = span.root
    while token.i not in page.clauses and token.head.i != token.i:
        token = token.head
    clause = page.clauses.get(token.i)
    if clause is None or clause.link != "ccomp" or clause.governor is None or span.root.dep_ == "nmod:poss":
        return token
    if span.end <= clause.governor.i < token.i and clause.governor.i in page.clauses:
        return clause.governor
    between = page.doc[clause.governor.i + 1 : span.start]
    is_next = clause.governor.i < span.start < token.i and all(word.pos_ == "ADP" for word in between)
    return clause.governor if is_next and clause.governor.i in page.clauses else token


def _word_before(span: Span) -> str:
    """Return the preposition just before a time, with the words it consists of ("ahead of")."""
    before = span.doc[span.start - 1] if span.start > span.sent.start else None
    if before is None or before.pos_ not in ("ADP", "SCONJ"):
        return ""
    first = before.head if before.dep_ == "fixed" else before
    return " ".join(token.lower_ for token in [first, *syntax.children_of(first, "fixed")])


def _looks_ahead(page: Page, clause: Clause, preposition: str) -> bool:
    """Whether what is said is still to come: planned or expected; of what was promised once, its deadline."""
    if page.stances[clause.head.i].modality in (Modality.FUTURE, Modality.DESIRED, Modality.REQUIRED):
        return True
    first = [*syntax.auxiliaries_of(clause.head), clause.head][0]
    is_past = first.tag_ == "VBD" and preposition not in ("by", "until", "before")
    return not is_past and frame_content(clause.head, page.ontology) in ("future", "planned")


def time_of(page: Page, clause: Clause) -> PlacedTime | None:
    """Return the time of a clause: the first that could be resolved, else the first.

    Without one, a clause with "when" has that which it explains ("in May, when he left"), and a participle
    that of its verb.
    """
    own = page.times.get(clause.head.i, [])
    if not own and clause.governor is not None:
        edge = clause.head.left_edge
        edge = edge.nbor(1) if edge.is_punct else edge
        if edge.lower_ == "when":
            near = next((page.time_at[i] for i in (edge.i - 1, edge.i - 2) if i in page.time_at), None)
            own = [_without_preposition(page, clause, near)] if near is not None else []
        elif clause.link == "advcl" and clause.head.tag_ == "VBG" and not clause.mark:
            own = page.times.get(clause.governor.i, [])
    return next((t for t in own if t.expression.interval), own[0] if own else None)


def _without_preposition(page: Page, clause: Clause, time: PlacedTime) -> PlacedTime:
    """Return a time as the clause that it is explained by has it: "since May, when he left" is in May."""
    passage = time.expression.passage
    tense = tense_of(clause)
    interval = times.resolve_time(page.article.cut(passage), page.article.published, tense=tense)
    return replace(time, expression=TimeExpression(passage, interval))


def is_time(page: Page, noun: Token) -> bool:
    return is_date(page, noun) or noun.ent_type_ == "TIME"


def is_date(page: Page, noun: Token) -> bool:
    """Whether a noun is of a date or of a time that its clause has; "at noon" and "two hours" are not."""
    return noun.i in page.time_at or (noun.ent_type_ == "DATE" and noun.i not in page.mention_at)


def place_of(page: Page, obliques: Sequence[Oblique]) -> Term | None:
    for oblique in obliques:
        mention = page.mention_at.get(oblique.noun.i)
        if oblique.preposition.split(" ")[-1] not in PLACES or mention is None:
            continue
        if page.markables[mention].label in PLACE_LABELS:
            return term_of(page, oblique.noun, "place")
    return None


def phrases_within(noun: Token | None) -> list[Oblique]:
    """The prepositional phrases of a noun: what there is "in Paris" is there, wherever the words hang."""
    nouns = syntax.children_of(noun, "nmod") if noun is not None else []
    return [Oblique(syntax.preposition_of(child), child) for child in nouns]


def kind_at(page: Page, token: Token | None) -> str:
    """Return what stands at a token: "name", "nominal", "pronoun", "phrase" (nothing we keep), "nothing"."""
    if token is None:
        return "nothing"
    mention = page.mention_at.get(token.i)
    return "phrase" if mention is None else page.markables[mention].kind.value


def doubts_of(role: str, token: Token | None) -> set[str]:
    """Return how unsure the parser is of a word, as features."""
    if token is None:
        return set()
    return {f"{role} under {share}" for share in (0.6, 0.9) if token.certainty < share}


def length_of(sentence: Span) -> set[str]:
    """Return how long a sentence is, as features: over 20, 30, 40 words."""
    return {f"over {words} words" for words in (20, 30, 40) if len(sentence) > words}
