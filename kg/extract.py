"""Reads statements out of one article: `Article` and its document in, mentions and relations out.

A pure function of one article, so that articles can be read anywhere and in any order.
Clauses give verbal and copular relations (`kg.syntax`), each with its stance (`kg.stance`);
noun phrases give roles ("Iranian general X"), appositions and hidden actors ("US-led strike").
Only passages of `Article.text` leave this room.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from kg import frames, names, stance, syntax, times
from kg.categories import code_relations
from kg.coreference import Markable, chains_of, mentions_in
from kg.model import (
    Article,
    Extraction,
    Mention,
    MentionKind,
    Modality,
    Passage,
    Predicate,
    Relation,
    Term,
    TimeExpression,
)
from kg.ontology import Ontology, mint_predicate
from kg.quotations import quotations_in
from kg.stance import Stance
from kg.syntax import Clause, Oblique

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

PLACE_LABELS = {"GPE", "LOC", "FAC"}
ROLE_PREPOSITIONS = {"of", "for", "in", "at", "to"}
STATUS = {"former", "ex", "acting", "deputy", "vice", "interim", "late", "incoming", "outgoing", "then"}
# Prepositions that turn into arguments only: the rest of the clause is not about them.
ASIDE = {
    "according to", "per", "by", "despite", "including", "like", "as", "because of", "due to", "without",
    "since",
    "until", "during", "amid", "in addition to", "such as", "along with", "along", "than", "instead of",
}  # fmt: skip
# These are objects only of verbs that the lexicon knows with them ("come after").
ASIDE_UNLESS_KNOWN = {"after", "before", "under", "while", "within", "throughout"}
# Confidence of each reading, from a first count of right readings by eye; calibrated on gold later.
CONFIDENCE = {"verb": 0.8, "copula": 0.75, "title": 0.9, "apposition": 0.8, "hidden actor": 0.85}


@dataclass(frozen=True, slots=True)
class _Time:
    """A time expression and the clause whose time it is, by the position of its head (-1: none)."""

    expression: TimeExpression
    clause: int
    tokens: range


@dataclass(slots=True)
class _Draft:
    """A relation read from the clause at `clause` (-1: from a noun phrase); `contents` are heads of
    clauses.
    """

    relation: Relation
    clause: int = -1
    contents: list[int] = field(default_factory=list)


@dataclass(slots=True)
class _Page:
    """What is known of the document while its relations are read.

    `governed` and `times` are the clauses and times of each clause, by the position of its head.
    """

    article: Article
    doc: Doc
    ontology: Ontology
    markables: Sequence[Markable]
    mention_at: dict[int, int]
    clauses: dict[int, Clause]
    stances: dict[int, Stance]
    governed: dict[int, list[Clause]] = field(default_factory=dict)
    times: dict[int, list[_Time]] = field(default_factory=dict)
    time_tokens: set[int] = field(default_factory=set)


def extract_article(article: Article, doc: Doc, ontology: Ontology) -> Extraction:
    """Return the mentions and relations of an article; `doc` is its document as `kg.language` makes it.

    Relations are in text order; `left_out` counts the sentences that gave none.
    """
    sentences = [s for s in doc.sents if s.text.strip()]
    markables = mentions_in(doc)
    clauses = {clause.head.i: clause for s in sentences for clause in syntax.clauses_in(s)}
    quotations = quotations_in(doc, article.text)
    page = _Page(
        article, doc, ontology, markables, {m.head.i: n for n, m in enumerate(markables)},
        clauses, stance.stances_of(clauses, ontology, quotations),
    )  # fmt: skip
    for clause in clauses.values():
        if clause.governor is not None:
            page.governed.setdefault(clause.governor.i, []).append(clause)
    for time in [time for s in sentences for time in _times_in(page, s)]:
        page.times.setdefault(time.clause, []).append(time)
        page.time_tokens.update(time.tokens)
    drafts = [d for s in sentences for d in _drafts_in(page, s)]
    relations = _joined(page, drafts)
    stated = {r.sentence for r in relations}
    passages = tuple(_sentence_passage(page, s) for s in sentences)
    left_out = Counter(sentences_without_statement=sum(p not in stated for p in passages))
    left_out["boilerplate_passages"] = len(article.marks)
    chains = chains_of(doc, markables, quotations)
    mentions = tuple(
        Mention(_passage(m.span), m.kind, m.label, m.name, chain)
        for m, chain in zip(markables, chains, strict=True)
    )
    relations = code_relations(relations, mentions, ontology)
    return Extraction(article, mentions, relations, passages, dict(left_out))


def _joined(page: _Page, drafts: Sequence[_Draft]) -> tuple[Relation, ...]:
    """Return the relations, with the relations that are their contents named by place."""
    places: dict[int, list[int]] = {}
    for place, draft in enumerate(drafts):
        places.setdefault(draft.clause, []).append(place)
    relations = []
    for draft in drafts:
        contents = [term for i in draft.contents for term in _contents_at(page, i, places.get(i, []))]
        arguments = (*draft.relation.arguments, *contents)
        relations.append(replace(draft.relation, arguments=arguments))
    return tuple(relations)


def _contents_at(page: _Page, i: int, places: Sequence[int]) -> Iterator[Term]:
    """Yield the complement clause at a token as terms, one for each relation that was read from it."""
    clause = page.clauses[i]
    role = clause.mark if clause.mark in syntax.OBJECT_CONTROL_MARKS else "content"
    passage = _passage(_clause_span(clause))
    if not places:
        yield Term(role, passage)
    for place in places:
        yield Term(role, passage, relation=place)


def _clause_span(clause: Clause) -> Span:
    """Return the whole clause without the marks around it, and without its governor."""
    head, governor = clause.head, clause.governor
    start, end = head.left_edge.i, head.right_edge.i
    if governor is not None and start <= governor.i < head.i:
        start = governor.i + 1
    while end > head.i and (head.doc[end].is_punct or head.doc[end].is_space):
        end -= 1
    while start < head.i and (
        head.doc[start].is_punct or head.doc[start].is_space or head.doc[start].dep_ == "cc"
    ):
        start += 1
    return head.doc[start : end + 1]


def _passage(span: Span) -> Passage:
    """Return the characters of a span, white space around them left out."""
    text = span.text
    start = span.start_char + len(text) - len(text.lstrip())
    return Passage(start, max(start + 1, start + len(text.strip())))


def _sentence_passage(page: _Page, sentence: Span) -> Passage:
    """Return a sentence without the closing marks of the one before, which parsers leave at its start."""
    passage = _passage(sentence)
    text = page.article.cut(passage)
    rest = text.lstrip("”’)] \t\n\r\u00a0")
    return Passage(passage.end - len(rest), passage.end) if rest else passage


def _term(page: _Page, token: Token, role: str) -> Term:
    return Term(role, _passage(syntax.phrase_of(token)), page.mention_at.get(token.i))


# Times and places


def _times_in(page: _Page, sentence: Span) -> Iterator[_Time]:
    """Yield the times of a sentence, each with the clause that it belongs to."""
    for start, end in times.times_in(sentence.text):
        span = page.doc.char_span(
            sentence.start_char + start, sentence.start_char + end, alignment_mode="expand"
        )
        if span is None or not span.text.strip():
            continue
        token = span.root
        preposition = syntax.preposition_of(token) or _word_before(span)
        while token.i not in page.clauses and token.head.i != token.i:
            token = token.head
        clause = page.clauses.get(token.i)
        tense = syntax.tense_of(clause) if clause else "past"
        if clause is not None and _looks_ahead(page, clause):
            tense = "future"
        interval = times.resolve_time(span.text, page.article.published, preposition=preposition, tense=tense)
        yield _Time(TimeExpression(_passage(span), interval), token.i, range(span.start, span.end))


def _word_before(span: Span) -> str:
    before = span.doc[span.start - 1] if span.start > span.sent.start else None
    return before.lower_ if before is not None and before.pos_ in ("ADP", "SCONJ") else ""


def _looks_ahead(page: _Page, clause: Clause) -> bool:
    """Whether what is said is still to come: planned, promised or expected."""
    own = page.stances[clause.head.i].modality in (Modality.FUTURE, Modality.DESIRED, Modality.REQUIRED)
    return own or stance.frame_content(clause.head, page.ontology) == "future"


def _time_of(page: _Page, clause: Clause) -> _Time | None:
    """Return the time of a clause: the first that could be resolved, else the first."""
    own = page.times.get(clause.head.i, [])
    return next((t for t in own if t.expression.interval), own[0] if own else None)


def _is_time(page: _Page, noun: Token) -> bool:
    if noun.i in page.time_tokens:
        return True
    return noun.ent_type_ in ("DATE", "TIME") and noun.i not in page.mention_at


def _place_of(page: _Page, obliques: Sequence[Oblique]) -> Term | None:
    for oblique in obliques:
        mention = page.mention_at.get(oblique.noun.i)
        if oblique.preposition.split(" ")[-1] not in syntax.PLACES or mention is None:
            continue
        if page.markables[mention].label in PLACE_LABELS:
            return _term(page, oblique.noun, "place")
    return None


def _phrases_within(noun: Token | None) -> list[Oblique]:
    """The prepositional phrases of a noun: what there is "in Paris" is there, wherever the words hang."""
    nouns = syntax.children_of(noun, "nmod") if noun is not None else []
    return [Oblique(syntax.preposition_of(child), child) for child in nouns]


# Clauses


def _drafts_in(page: _Page, sentence: Span) -> Iterator[_Draft]:
    """Yield what a sentence says, in text order of the predicates."""
    for token in sentence:
        clause = page.clauses.get(token.i)
        if clause is not None:
            yield from _clause_drafts(page, clause, sentence)
        mention = page.mention_at.get(token.i)
        if mention is not None:
            yield from _noun_drafts(page, page.markables[mention], sentence)
        if token.tag_ == "VBN" and token.dep_ == "amod":
            yield from _hidden_actors(page, token, sentence)


def _clause_drafts(page: _Page, clause: Clause, sentence: Span) -> Iterator[_Draft]:
    reading = _read_copula(page, clause) if _is_copular(clause) else _read_verb(page, clause)
    if reading is None:
        return
    contents = _contents_of(page, clause)
    if not reading.subjects and not reading.objects:
        return
    if _is_carried_by_content(page, clause, reading, contents):
        return
    state = page.stances[clause.head.i]
    time = _time_of(page, clause)
    speaker = _term(page, state.speaker, "speaker") if state.speaker is not None else None
    subjects: Sequence[Token | None] = reading.subjects or [None]
    objects: Sequence[Token | None] = reading.objects or [None]
    arguments = tuple(
        _term(page, o.noun, o.preposition or "manner")
        for o in reading.arguments
        if not (o.preposition in stance.SOURCES and o.noun == state.speaker)
    )
    for subject in subjects:
        for target in objects:
            if subject is not None and target is not None and subject.i == target.i:
                continue
            relation = Relation(
                subject=_term(page, subject, "subject") if subject is not None else None,
                predicate=Predicate(reading.name, _passage(reading.span), reading.category),
                object=_term(page, target, "object") if target is not None else None,
                sentence=_sentence_passage(page, sentence),
                rule=reading.rule,
                arguments=arguments,
                negated=state.negated,
                modality=state.modality,
                attributed_to=speaker,
                time=time.expression if time else None,
                place=_place_of(page, clause.obliques)
                or (_place_of(page, _phrases_within(subject)) if reading.name == "exist" else None),
                confidence=_confidence(page, clause, reading, subject, target),
            )
            yield _Draft(relation, clause.head.i, contents)


@dataclass(slots=True)
class _Reading:
    """A predicate by its canonical name, and the tokens of its arguments."""

    rule: str
    name: str
    category: str
    span: Span
    subjects: list[Token]
    objects: list[Token]
    arguments: list[Oblique]


def _is_copular(clause: Clause) -> bool:
    return syntax.has_child(clause.head, "cop") or (clause.head.lemma_ == "be" and clause.head.dep_ != "aux")


def _read_verb(page: _Page, clause: Clause) -> _Reading | None:
    """Return a verb with its arguments: who does it is the subject, whom it is done to the object.

    In a passive without an agent the patient is the subject, and the predicate is named by the participle.
    Without an object, the first prepositional complement is the object, its preposition in the predicate.
    """
    head = clause.head
    if head.pos_ not in ("VERB", "AUX") and not clause.subjects:
        return None
    particle = syntax.particle_of(head)
    frame = frames.frame_of_clause(clause, page.ontology)
    obliques = [o for o in clause.obliques if not _is_time(page, o.noun)]
    subjects = clause.agents
    objects = [noun for noun in clause.patients if not _is_time(page, noun) or noun in clause.subjects]
    if clause.is_passive and clause.objects:
        obliques += [Oblique("", noun) for noun in clause.subjects if noun not in clause.objects]
    victims = _victims_behind_to(page, clause, obliques) if frame is not None and frame.has_victim else []
    if victims:
        subjects, objects = clause.subjects, victims
        obliques = [o for o in obliques if o.noun not in victims]
    without_agent = clause.is_passive and not clause.agents and not victims
    lemma = frames.lemma_of(head, page.ontology)
    words = [lemma if not without_agent else head.lower_, *particle.split()]
    if without_agent:
        subjects, objects = clause.patients, []
    elif frame is not None and frame.absorbs_object and not clause.is_passive:
        objects = []
    if not objects and clause.recipients and not without_agent:
        objects = clause.recipients
    else:
        obliques = [*(Oblique("to", r) for r in clause.recipients), *obliques]
    last: Token | None = None
    promoted = None if objects else _promoted(page, clause, obliques)
    if promoted is not None:
        objects = [o.noun for o in obliques if _is_coordinated(o, promoted)]
        frame = frames.frame_of_clause(clause, page.ontology, promoted.preposition) or frame
        is_named_so = _is_named_with(page, clause, promoted.preposition)
        obliques = [o for o in obliques if o.noun not in objects]
        last = next((c for c in promoted.noun.children if c.dep_ == "case"), None)
        if without_agent or not is_named_so:
            words += promoted.preposition.split()
            name = mint_predicate(*words)
        else:
            name = frame.predicate if frame else mint_predicate(*words)
    elif without_agent or frame is None:
        name = mint_predicate(*words)
    else:
        name = frame.predicate
    category = frames.category_of_clause(clause, page.ontology, frame)
    return _Reading("verb", name, category, syntax.verb_group_of(head, last), subjects, objects, obliques)


def _victims_behind_to(page: _Page, clause: Clause, obliques: Sequence[Oblique]) -> list[Token]:
    """Return the persons named behind "to" where a verb with a victim has no other ("killed to the king").

    No passive of such a verb takes "to": it is a slip, and who stands before the verb is no victim.
    """
    if clause.objects or (clause.is_passive and clause.agents):
        return []
    behind = [o.noun for o in obliques if o.preposition == "to" and o.noun.i in page.mention_at]
    markables = {noun: page.markables[page.mention_at[noun.i]] for noun in behind}
    return [n for n, m in markables.items() if m.kind is MentionKind.NAME and m.label == "PERSON"]


def _is_named_with(page: _Page, clause: Clause, preposition: str) -> bool:
    """Whether the lexicon knows the verb with this very preposition ("meet with" is `meet`)."""
    verb = frames.lemma_of(clause.head, page.ontology), syntax.particle_of(clause.head)
    return (*verb, preposition, "") in page.ontology.frames


def _is_coordinated(oblique: Oblique, first: Oblique) -> bool:
    return oblique.noun.i == first.noun.i or (
        oblique.noun.dep_ == "conj" and oblique.noun.head.i == first.noun.i
    )


def _promoted(page: _Page, clause: Clause, obliques: Sequence[Oblique]) -> Oblique | None:
    """Return the prepositional complement that stands for an object: behind the verb, naming something."""
    for oblique in obliques:
        if not oblique.preposition or oblique.preposition in ASIDE or oblique.noun.i < clause.head.i:
            continue
        if oblique.preposition in ASIDE_UNLESS_KNOWN:
            lemma = frames.lemma_of(clause.head, page.ontology)
            known = page.ontology.frame_of(lemma, preposition=oblique.preposition)
            if known is None or known == page.ontology.frame_of(lemma):
                continue
        if oblique.noun.i in page.mention_at:
            return oblique
    return None


def _read_copula(page: _Page, clause: Clause) -> _Reading | None:
    """Return what something is: its role ("is president of"), its quality, its place, or that it exists."""
    head = clause.head
    copulas = syntax.children_of(head, "cop")
    if head.lemma_ == "be" and not copulas:
        if not syntax.has_child(head, "expl") and not clause.obliques:
            return None
        name, objects, arguments = "exist", [], [o for o in clause.obliques if not _is_time(page, o.noun)]
        if not syntax.has_child(head, "expl"):
            promoted = _promoted(page, clause, arguments)
            if promoted is None:
                return None
            name, objects = mint_predicate("be", *promoted.preposition.split()), [promoted.noun]
            arguments = [o for o in arguments if o is not promoted]
        return _Reading(
            "copula", name, "OTHER", syntax.verb_group_of(head), clause.subjects, objects, arguments
        )
    if not clause.subjects or not copulas:
        return None
    obliques = [o for o in clause.obliques if not _is_time(page, o.noun) and o.noun.i > head.i]
    start = min([head.i, *(c.i for c in head.children if c.dep_ in ("cop", "aux"))])
    preposition = syntax.preposition_of(head)
    if preposition and head.pos_ not in ("ADJ", "VERB"):
        name = mint_predicate("be", *preposition.split())
        end = max((c.i for c in head.children if c.dep_ == "case"), default=start)
        return _Reading(
            "copula", name, "OTHER", page.doc[start : max(start, end) + 1], clause.subjects, [head], obliques
        )
    promoted = _promoted(page, clause, obliques)
    role = _role_words(head) if head.pos_ in ("NOUN", "PROPN") else []
    is_role = bool(role) and names.is_role(" ".join(role))
    if is_role:
        holder = _holder_of(page, head)
        if holder is not None:
            span = page.doc[start : max(head.i, start) + 1]
            return _Reading("copula", _role_predicate(role), "OTHER", span, clause.subjects, [holder], [])
    if head.pos_ in ("ADJ", "VERB") and promoted is not None:
        frame = page.ontology.frame_of(head.lower_, preposition=promoted.preposition)
        name = frame.predicate if frame else mint_predicate("be", head.lower_, *promoted.preposition.split())
        case = [c.i for c in promoted.noun.children if c.dep_ == "case"]
        end = case[-1] if case and case[-1] == head.i + 1 else head.i
        rest = [o for o in obliques if o is not promoted]
        span = page.doc[start : max(end, start) + 1]
        return _Reading(
            "copula", name, frame.category if frame else "OTHER", span, clause.subjects, [promoted.noun], rest
        )
    end = max((c.i for c in copulas), default=start)
    return _Reading("copula", "be", "OTHER", page.doc[start : end + 1], clause.subjects, [head], obliques)


def _contents_of(page: _Page, clause: Clause) -> list[int]:
    """Return the heads of the clauses that say what is said, wanted, feared: those it governs as
    complements.
    """
    found = {
        other.head.i
        for other in page.governed.get(clause.head.i, [])
        if other.link in ("ccomp", "xcomp", "csubj:pass")
        or (other.link == "advcl" and other.mark in syntax.OBJECT_CONTROL_MARKS)
    }
    governor = clause.governor
    if clause.link == "parataxis" and governor is not None and governor.i in page.clauses:
        speaker = page.stances[governor.i].speaker
        if speaker is not None and speaker in clause.agents:
            found.add(governor.i)
    return sorted(found - {clause.head.i})


def _is_carried_by_content(page: _Page, clause: Clause, reading: _Reading, contents: Sequence[int]) -> bool:
    """Whether the verb adds nothing to its complement, which says it all ("began to withdraw")."""
    if not contents or reading.objects or page.clauses[contents[0]].link != "xcomp":
        return False
    is_going_to = clause.head.lower_ == "going" and syntax.has_child(clause.head, "aux")
    return is_going_to or stance.frame_content(clause.head, page.ontology, infinitive=True) == "implied"


def _confidence(
    page: _Page, clause: Clause, reading: _Reading, subject: Token | None, target: Token | None
) -> float:
    """Return how far a reading is to be trusted, from 0 to 1: less for shared, distant or missing
    arguments.
    """
    value = CONFIDENCE[reading.rule]
    if clause.is_subject_shared:
        value -= 0.1
    if clause.head.dep_ in ("parataxis", "dep", "conj"):
        value -= 0.05
    for token in (subject, target):
        if token is None:
            value -= 0.1
            continue
        mention = page.mention_at.get(token.i)
        if mention is None or page.markables[mention].kind is MentionKind.PRONOUN:
            value -= 0.1
        elif page.markables[mention].kind is MentionKind.NAME:
            value += 0.05
        value -= min(0.15, abs(token.i - clause.head.i) / 150)
    return round(min(0.95, max(0.1, value)), 2)


# Noun phrases


def _role_words(noun: Token) -> list[str]:
    """Return the words of a role in text order ("prime minister", "supreme leader"), lower case."""
    names_of_others = ("NORP", "GPE", "ORG", "PERSON", "LOC", "FAC")
    before = [
        t
        for t in noun.children
        if t.i < noun.i and t.dep_ in ("compound", "amod") and t.ent_type_ not in names_of_others
    ]
    words = [t.lower_ for t in sorted([*before, noun], key=lambda t: t.i) if t.is_alpha]
    for start in range(len(words)):
        if names.is_role(" ".join(words[start:])):
            return [*(w for w in words[:start] if w in STATUS), *words[start:]]
    return []


def _role_predicate(words: Sequence[str]) -> str:
    return mint_predicate(*words, "of")


def _holder_of(page: _Page, role: Token, name: Token | None = None) -> Token | None:
    """Return whose role it is: a country or organisation that modifies the role, or stands behind "of" or
    "for".
    """
    nouns = [n for n in syntax.children_of(role, "nmod") if syntax.preposition_of(n) in ROLE_PREPOSITIONS]
    owners = syntax.children_of(role, "nmod:poss", "compound", "amod", "nmod:unmarked", "nmod")
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


def _noun_drafts(page: _Page, markable: Markable, sentence: Span) -> Iterator[_Draft]:
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
            predicate = Predicate("be", _passage(syntax.phrase_of(noun)), "OTHER")
            yield _Draft(_noun_relation(page, head, predicate, noun, sentence, "apposition"))


def _role_draft(page: _Page, name: Token, role: Token, sentence: Span, rule: str) -> Iterator[_Draft]:
    words = _role_words(role) if role.pos_ in ("NOUN", "PROPN", "ADJ") else []
    around = [t.lower_ for t in name.children if t.dep_ == "amod" and t.i < role.i and t.lower_ in STATUS]
    words = [*around, *words] if words else words
    holder = _holder_of(page, role, name) if words else None
    if holder is None:
        return
    first = role.i
    while first - 1 >= role.left_edge.i and page.doc[first - 1].lower_ in words:
        first -= 1
    predicate = Predicate(_role_predicate(words), _passage(page.doc[first : role.i + 1]), "OTHER")
    yield _Draft(_noun_relation(page, name, predicate, holder, sentence, rule))


def _noun_relation(
    page: _Page, subject: Token, predicate: Predicate, target: Token, sentence: Span, rule: str
) -> Relation:
    """Return a relation in a noun phrase: it is presupposed, so the article's own voice says it.

    In a quotation it is the speaker's; negation and modality of the clause around do not touch it.
    """
    return Relation(
        subject=_term(page, subject, "subject"),
        predicate=predicate,
        object=Term("object", _passage(_name_span(page, target)), page.mention_at.get(target.i)),
        sentence=_sentence_passage(page, sentence),
        rule=rule,
        confidence=CONFIDENCE[rule],
    )


def _name_span(page: _Page, token: Token) -> Span:
    mention = page.mention_at.get(token.i)
    return syntax.phrase_of(token) if mention is None else page.markables[mention].span


def _hidden_actors(page: _Page, participle: Token, sentence: Span) -> Iterator[_Draft]:
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
    frame = page.ontology.frame_of(participle.lemma_.lower())
    name = frame.predicate if frame else mint_predicate(participle.lemma_.lower())
    predicate = Predicate(
        name, _passage(page.doc[participle.i : participle.i + 1]), frame.category if frame else "OTHER"
    )
    yield _Draft(_noun_relation(page, before[0], predicate, noun, sentence, "hidden actor"))
