"""Finds the frame of the lexicon that a clause has: its verb with particle, preposition and noun.

Receives clauses of `kg.syntax` and the ontology; returns frames of `kg.ontology`. The noun may stand where
it counts for as much: as the subject of a passive ("sanctions were imposed"), behind a word of measure ("a
series of attacks"), before a word that only carries it ("an aid programme"), or, for a frame with a
preposition, behind that ("went on strike").
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kg import syntax
from kg.lemmas import spelt_lemma

if TYPE_CHECKING:
    from kg.arguments import Clause
    from kg.lexicon import Frame, FrameKey
    from kg.ontology import Ontology
    from kg.tokens import Token

# What is counted or measured stands behind "of".
MEASURES = frozenset(
    {
        "all", "array", "bit", "bulk", "bunch", "couple", "dozen", "flow", "form", "group", "half",
        "handful", "host", "hundred", "kind", "lot", "majority", "million", "minimum", "most",
        "number", "package", "part", "piece", "portion", "range", "rest", "round", "score",
        "sequence", "series", "set", "some", "sort", "spate", "string", "sum", "thousand", "ton",
        "tonne", "type", "variety", "wave", "worth",
    }
)  # fmt: skip
# What is done stands before a noun that says only that it is done.
CARRIERS = frozenset(
    {
        "action", "agreement", "arrangement", "attempt", "campaign", "cargo", "convoy", "deal",
        "delivery", "drive", "effort", "flight", "initiative", "measure", "mission", "move",
        "operation", "order", "package", "payment", "plan", "policy", "process", "programme",
        "program", "project", "regime", "round", "scheme", "service", "session", "shipment",
        "spree", "system", "wave", "work",
    }
)  # fmt: skip
DOUBLED = frozenset("bdfgklmnprtvz")
HYPHENS = ("-", "‐", "‑")

Noun = tuple[str, bool]
"""A noun that a verb may be known with, and whether it is the object itself."""


@dataclass(frozen=True, slots=True)
class _Words:
    """What frames may ask of a clause; `phrases` are the nouns behind prepositions."""

    lemma: str
    particle: str
    nouns: tuple[Noun, ...]
    phrases: tuple[tuple[str, Token], ...]


def frame_of_clause(clause: Clause, ontology: Ontology, preposition: str = "") -> Frame | None:
    """Return the frame that names what the clause says, None for a verb that the lexicon does not list.

    `preposition` is that of the complement that stands for an object; without one, it may stand before a
    gerund ("kept them from leaving").
    """
    words = _words_of_clause(clause, ontology)
    particle = words.particle
    for gerund in syntax.children_of(clause.head, "advcl") if not preposition else ():
        mark = syntax.marker_of(gerund)
        if gerund.tag_ == "VBG" and (words.lemma, particle, mark, "") in ontology.frames:
            preposition = mark
    bare = ontology.frame_of(words.lemma, particle=particle, preposition=preposition)
    for noun, is_itself in words.nouns:
        frame = ontology.frame_of(words.lemma, particle=particle, preposition=preposition, object_noun=noun)
        if frame is not None and frame.absorbs_object and is_itself and _is_owned(clause):
            continue
        if frame is not None and frame != bare:
            return frame if is_itself and not clause.is_passive else replace(frame, absorbs_object=False)
    return None if bare is not None and bare.needs_complement and not _has_complement(clause) else bare


def _has_complement(clause: Clause) -> bool:
    """Whether something is done to an object or told by a clause; how much it is ("fell 40 %") is neither."""
    is_measure = clause.patients and clause.patients[0].ent_type_ in (
        "PERCENT",
        "QUANTITY",
        "MONEY",
        "CARDINAL",
    )
    return syntax.has_child(clause.head, "xcomp", "ccomp") or bool(clause.patients and not is_measure)


def _is_owned(clause: Clause) -> bool:
    """Whether the object is somebody's, or one of several, so that no idiom has it.

    Neither "took its place" nor "took third place" is "took place".
    """
    return any(
        child.dep_ == "nmod:poss" or child.ent_type_ == "ORDINAL"
        for noun in clause.patients[:1]
        for child in noun.children
    )


def particle_of(head: Token, ontology: Ontology) -> str:
    """Return the particle of a verb, or the adverb that is one in the lexicon ("called them back home")."""
    if particle := syntax.particle_of(head):
        return particle
    adverbs = [c for c in syntax.children_of(head, "advmod", "xcomp") if c.pos_ == "ADV" and c.i > head.i]
    words = [word.lower_ for adverb in adverbs for word in (adverb.doc[adverb.left_edge.i], adverb)]
    words += [adverb.doc[adverb.i - 1].lower_ for adverb in adverbs]
    lemma = lemma_of(head, ontology)
    return next((word for word in words if (lemma, word, "", "") in ontology.frames), "")


def category_of_clause(clause: Clause, ontology: Ontology, frame: Frame | None) -> str:
    """Return the category of what the clause says, `frame` being the one that names it; OTHER if unknown.

    A noun says more than the verb alone, and one with its preposition says most.
    """
    words = _words_of_clause(clause, ontology)
    other = _with_hidden_particle(words, clause, ontology)
    keys = [*_keys_with_noun(words), *(_keys_with_noun(other) if other else ())]
    if other:
        prepositions = ("", *(preposition for preposition, _ in other.phrases))
        keys += [(other.lemma, other.particle, preposition, "") for preposition in prepositions]
    known = next((ontology.frames[key] for key in keys if key in ontology.frames), frame)
    return known.category if known else "OTHER"


def _keys_with_noun(words: _Words) -> Iterator[FrameKey]:
    verb = words.lemma, words.particle
    nouns = [noun for noun, _ in words.nouns]
    prepositions = dict.fromkeys(preposition for preposition, _ in words.phrases if preposition)
    yield from ((*verb, preposition, noun) for noun in nouns for preposition in prepositions)
    yield from ((*verb, "", noun) for noun in nouns)
    for preposition, token in words.phrases:
        yield from ((*verb, preposition, noun) for noun, _ in nouns_of([token]))


def _words_of_clause(clause: Clause, ontology: Ontology) -> _Words:
    """Return what frames may ask of a clause; "hostage" of "took them hostage" is taken for an object, and
    "guilty" of "found them guilty".
    """
    complements = syntax.children_of(clause.head, "xcomp", "obl:unmarked")
    nouns = [*clause.patients[:1], *(token for token in complements if token.pos_ in ("ADJ", "NOUN"))]
    return _Words(
        lemma_of(clause.head, ontology),
        particle_of(clause.head, ontology),
        tuple(nouns_of(nouns)),
        tuple((oblique.preposition, oblique.noun) for oblique in clause.obliques),
    )


def _with_hidden_particle(words: _Words, clause: Clause, ontology: Ontology) -> _Words | None:
    """Return the words with a particle that the lexicon knows where the parser saw none; None if there is
    none to see.

    "aside" of "brushed it aside" is taken for an adverb, "out" of "walked out of the talks" and "off" of
    "cordoned off the village" for prepositions.
    """
    if words.particle:
        return None
    for adverb in syntax.children_of(clause.head, "advmod"):
        if adverb.i > clause.head.i and f"{words.lemma} {adverb.lower_}" in ontology.lemmas:
            return replace(words, particle=adverb.lower_)
    for place, (preposition, noun) in enumerate(words.phrases):
        cases = syntax.children_of(noun, "case")
        is_next = bool(cases) and cases[0].i == clause.head.i + 1
        if is_next and f"{words.lemma} {preposition}" in ontology.lemmas:
            behind = " ".join(token.lower_ for token in cases[1:])
            phrases = list(words.phrases)
            phrases[place] = (behind, noun)
            nouns = words.nouns if behind else (*words.nouns, *nouns_of([noun]))
            return replace(words, particle=preposition, nouns=nouns, phrases=tuple(phrases))
    return None


def nouns_of(tokens: Sequence[Token]) -> Iterator[Noun]:
    """Yield the nouns that a noun may count for, its own first."""
    for token in tokens:
        yield from ((word, True) for word in _words_of(token))
        if token.lemma_.lower() in MEASURES:
            for inner in syntax.children_of(token, "nmod"):
                if syntax.preposition_of(inner) == "of":
                    yield from ((word, False) for word, _ in nouns_of([inner]))
        if token.lemma_.lower() in CARRIERS:
            modifiers = [*syntax.children_of(token, "compound"), *syntax.children_of(token, "amod")]
            yield from ((word, False) for m in reversed(modifiers) for word in _words_of(m))


def _words_of(token: Token) -> Iterator[str]:
    """Yield a noun as frames may have it: with the word before it ("hunger-strike"), as lemma and as form."""
    before = token.doc[token.i - 1] if token.i else None
    if before is not None and before.text in HYPHENS and token.i > 1:
        before = token.doc[token.i - 2]
    if before is not None and before.head == token and before.dep_ in ("compound", "amod"):
        yield f"{before.lower_}-{token.lemma_.lower()}"
    form = token.lower_
    yield from dict.fromkeys((token.lemma_.lower(), form))
    if form.endswith("men"):
        yield f"{form[:-3]}man"


def lemma_of(head: Token, ontology: Ontology) -> str:
    """Return the lemma of a word; where it cannot have such a form, or is no verb that the lexicon knows, one
    that it knows with such a form.

    A lemmatizer that has not met a verb may cut it short ("reneged" → "rene") or miss it ("touts" → "toy").
    """
    lemma = head.lemma_.lower()
    stems = list(_stems_of(head.lower_)) if head.pos_ == "VERB" else []
    if lemma in ontology.lemmas and (head.tag_ in ("VB", "VBP") or lemma in stems):
        return lemma
    known = next((stem for stem in stems if stem in ontology.lemmas), None)
    if known is None and head.tag_ in ("VBD", "VBN", "VBG"):
        return spelt_lemma(head.lower_, lemma)
    is_cut = known is None and head.tag_ in ("VB", "VBP") and head.lower_.startswith(lemma)
    return head.lower_ if is_cut else known or lemma


def _stems_of(form: str) -> Iterator[str]:
    for ending in ("ed", "ing", "es", "s", "d"):
        stem = form.removesuffix(ending)
        if stem == form or len(stem) < 3:
            continue
        yield from (stem, f"{stem}e")
        if stem[-1] == stem[-2] and stem[-1] in DOUBLED:
            yield stem[:-1]
        if stem[-1] == "i":
            yield f"{stem[:-1]}y"
