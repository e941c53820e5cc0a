"""Tells who says something: what subject can speak, and whose words a quotation holds.

Receives the clauses of `kg.syntax` and the quotations of `kg.quotations`; returns the head of the phrase that
names the speaker, None where the text names nobody.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from kg import syntax

if TYPE_CHECKING:
    from kg.arguments import Clause, Oblique
    from kg.quotations import Quotation
    from kg.tokens import Document, Span, Token

SOURCES = {"according to", "per"}
NO_SOURCES = {
    "agreement", "custom", "instruction", "law", "need", "order", "plan", "request", "rule", "schedule",
    "size", "tradition", "wish",
}  # fmt: skip
"""What something is done by, and not said: "according to plan"."""
VIEWS = {"account", "admission", "estimation", "opinion", "reckoning", "view", "word"}
"""What is somebody's when he says so: "in her view", "by his own account"."""
COUNTS = {"count", "estimate", "report", "telling"}
"""What is somebody's where it is by him: "by the army's count"."""
RECORDS = {"data", "figure", "number", "record", "statistic", "statistics", "tally"}
"""What somebody says by having it: "according to the ministry's figures"."""
SEVERAL = {"all", "another", "both", "few", "many", "most", "one", "others", "several", "some"}
"""Words for people that may stand without a noun: "some said"."""


def can_speak(token: Token) -> bool:
    """Whether a subject can say something, unlike "it" in "it is said", "there", "what" or a clause."""
    is_silent = token.dep_ == "expl" or token.lower_ in ("that", "this", "what", "which")
    is_silent = is_silent or (token.lower_ == "it" and token.dep_ == "nsubj:pass")
    return (syntax.is_nominal(token) or token.lower_ in SEVERAL) and not is_silent


def is_own_voice(speaker: Token | None) -> bool:
    """Whether what is quoted has no other speaker than who is quoted: nobody, "I", "we", or "it"."""
    return speaker is None or speaker.lower_ in ("i", "it", "we")


def is_source(oblique: Oblique) -> bool:
    """Whether a phrase names who says so: "according to police"."""
    return oblique.preposition in SOURCES and oblique.noun.lemma_ not in NO_SOURCES


def oblique_of_source(oblique: Oblique) -> Oblique:
    """Return who "according to" names, and so whose view it is ("in her view"); other phrases as they are.

    A date behind them ("according to police on Friday") says nothing, nor does "in my view".
    """
    noun = oblique.noun
    is_view = noun.lemma_ in VIEWS and oblique.preposition in ("in", "from", "by", "on")
    is_record = noun.lemma_ in RECORDS and oblique.preposition in SOURCES
    if is_view or is_record or (noun.lemma_ in COUNTS and oblique.preposition == "by"):
        if noun.lower_ in ("accounts", "reports") and oblique.preposition == "by":
            return replace(oblique, preposition="according to")
        owners = [o for o in syntax.children_of(noun, "nmod:poss") if o.lower_ not in ("my", "our", "your")]
        return replace(oblique, preposition="according to", noun=owners[0]) if owners else oblique
    if oblique.preposition not in SOURCES or noun.ent_type_ not in ("DATE", "TIME"):
        return oblique
    parts = [child for child in noun.lefts if child.pos_ in ("NOUN", "PROPN") and child.dep_ != "compound"]
    return replace(oblique, noun=parts[-1]) if parts else oblique


def ends_sentence(noun: Token) -> bool:
    """Whether a phrase stands behind a comma at the end of its sentence."""
    doc, edge, end = noun.doc, noun.left_edge, noun.sent.end
    is_apart = edge.i > noun.sent.start and "," in (edge.text, edge.nbor(-1).text)
    return is_apart and all(token.is_punct or token.is_space for token in doc[noun.right_edge.i + 1 : end])


def is_whole_sentence(sentence: Span, quotation: Quotation) -> bool:
    """Whether the quotation holds the sentence, not only some words of it."""
    words = [t.i for t in sentence if not t.is_punct and not t.is_space and not t.is_quote]
    return bool(words) and quotation.start <= words[0] and words[-1] < quotation.end


def speaker_around(
    quotation: Quotation, clauses: Mapping[int, Clause], speakers: Mapping[int, Token]
) -> Token | None:
    """Return who speaks by the verb that a quotation hangs on, or that hangs on it: "…", he continued.

    Behind a colon it is who does what stands before it: "She took to the radio: '…'".
    """
    doc = next(iter(clauses.values())).head.doc
    for token in doc[quotation.start : quotation.end]:
        if quotation.start <= token.head.i < quotation.end and token.head.i != token.i:
            continue
        beside = [] if token.head.i == token.i else [token.head]
        if beside and beside[0].i in speakers:
            return speakers[beside[0].i]
        parts = syntax.children_of(token, *syntax.SUBJECTS, "aux", "aux:pass", "cop")
        is_whole = token.dep_ in ("ccomp", "parataxis") or (token.dep_ == "conj" and bool(parts))
        is_whole = is_whole and all(part.i >= quotation.start for part in parts)
        beside = beside if is_whole else []
        beside += [c for c in syntax.children_of(token, "parataxis") if 0 <= c.i - quotation.end <= 4]
        for verb in beside:
            agents = clauses[verb.i].agents if verb.i in clauses else []
            if agents and can_speak(agents[0]) and not syntax.has_child(verb, "cop"):
                return agents[0]
    return _speaker_before_colon(doc, quotation, clauses)


def _speaker_before_colon(doc: Document, quotation: Quotation, clauses: Mapping[int, Clause]) -> Token | None:
    mark = quotation.start - 1
    if mark < 2 or not doc[mark].is_quote or doc[mark - 1].text != ":":
        return None
    start = doc[mark - 1].sent.start
    before = [clauses[i] for i in range(start, mark) if i in clauses]
    main = [c for c in before if c.governor is None or not start <= c.governor.i < mark][:1]
    is_act = bool(main and main[0].agents) and not syntax.has_child(main[0].head, "cop")
    return main[0].agents[0] if is_act and can_speak(main[0].agents[0]) else None


def speaker_beside(
    quotation: Quotation,
    clauses: Mapping[int, Clause],
    speakers: Mapping[int, Token],
    previous: tuple[int, Token] | None,
) -> Token | None:
    """Return who speaks in a quotation that no verb governs: named in the same sentence, just before or
    after.
    """
    doc = next(iter(clauses.values())).head.doc
    first, last = doc[quotation.start].sent, doc[quotation.end - 1].sent
    near = [i for i in sorted(speakers) if not quotation.start <= i < quotation.end]
    same = [i for i in near if first.start <= i < last.end]
    if same:
        return speakers[same[-1]]
    before = [i for i in near if i < first.start and _is_same_paragraph(doc, i, first.start)]
    if before and doc[before[-1]].sent.end >= first.start - 1:
        return speakers[before[-1]]
    after = [i for i in near if i >= last.end and _is_same_paragraph(doc, last.end - 1, i)]
    if after and doc[after[0]].sent.start <= last.end + 1:
        return speakers[after[0]]
    if previous is not None and first.start - previous[0] <= 30 and _goes_on(doc, previous[0], quotation):
        return previous[1]
    return _person_before(doc, first, clauses)


def _goes_on(doc: Document, end: int, quotation: Quotation) -> bool:
    """Whether a quotation follows on another in its paragraph, or begins the next one."""
    between = [token for token in doc[end : quotation.start] if not token.is_punct and not token.is_quote]
    breaks = [n for n, token in enumerate(between) if "\n" in token.text]
    return not breaks or all(token.is_space for token in between[breaks[-1] :])


def _person_before(doc: Document, sentence: Span, clauses: Mapping[int, Clause]) -> Token | None:
    """Return the person that the sentence before is about: his is the quotation that follows on it."""
    end = sentence.start - 1
    while end > 0 and (doc[end].is_space or doc[end].is_quote) and "\n" not in doc[end].text:
        end -= 1
    if end <= 0 or "\n" in doc[end].text:
        return None
    main = clauses.get(doc[end].sent.root.i)
    subjects = main.subjects[:1] if main is not None else []
    return next((s for s in subjects if s.ent_type_ == "PERSON" or s.lower_ in ("he", "she")), None)


def _is_same_paragraph(doc: Document, first: int, last: int) -> bool:
    return not any("\n" in t.text for t in doc[first:last])
