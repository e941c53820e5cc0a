"""The words that mean a relation: verbs with what stands around them, and nouns that name events.

Receives `ontology/lexicon.ttl` and `ontology/events.ttl` with the terms that are declared; returns a `Frame`
for each choice of verb, particle, preposition and object noun, and a `Nominal` for each noun.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import product

from rdflib.term import Node

from kg.iris import KG, LEX
from kg.turtle import TurtleFile, local_name
from kg.vocabulary import CategoryTerm, PredicateTerm, category_of

EFFECTS: Mapping[str, str] = {
    "": "nothing is known",
    "said": "the subject says so",
    "denied": "the subject says that it is not so",
    "factive": "it holds",
    "implied": "it holds, because what the verb says came about (manage to, begin to, force to)",
    "negated": "it does not hold (fail to, refuse to, prevent from)",
    "desired": "it is wished or tried for",
    "required": "it is asked for or ordered",
    "forbidden": "it is asked for or ordered that it not be so (ban from)",
    "necessary": "it has to be so",
    "planned": "it is intended (plan to, intend to)",
    "future": "it is promised or expected",
    "possible": "it may hold",
    "unlikely": "it may hold, but is held not to (unlikely to, doubt)",
    "question": "it is asked or examined whether it holds",
    "charged": "the subject says so, and the object is the one who does it",
}
"""What a verb may do to its clausal complement."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What a verb, with its particle, preposition or object noun, means.

    `content` is the effect (one of `EFFECTS`) on a complement clause; `infinitive` that on an infinitive or
    gerund, where it differs ("tell that" is said, "tell to" is required), else the same as `content`.
    `absorbs_object`: the predicate's name already holds the object noun ("take place"): it is no object.
    `has_victim`: it is done to somebody, and never without ("kill").
    `needs_complement`: it means so only with an object or a clause ("declined the offer").
    """

    predicate: str
    category: str
    content: str
    infinitive: str = ""
    absorbs_object: bool = False
    has_victim: bool = False
    needs_complement: bool = False


@dataclass(frozen=True, slots=True)
class Nominal:
    """What a noun that names an event means, and the prepositions behind which its participants stand.

    An agent may always stand after "by". `is_mutual`: both sides do it ("between", "with").
    """

    predicate: str
    category: str
    agent_prepositions: frozenset[str]
    patient_prepositions: frozenset[str]
    is_mutual: bool = False


FrameKey = tuple[str, str, str, str]
"""Lemma, particle, preposition, object noun; "" where the frame asks for none."""


_FRAME_PROPERTIES = frozenset(
    {
        KG.lemma,
        KG.particle,
        KG.preposition,
        KG.objectNoun,
        KG.nounKind,
        KG.predicate,
        KG.category,
        KG.contentEffect,
        KG.infinitiveEffect,
        KG.hasVictim,
        KG.needsComplement,
    }
)
_NOMINAL_PROPERTIES = frozenset(
    {KG.noun, KG.predicate, KG.category, KG.agentPreposition, KG.patientPreposition, KG.isMutual}
)


# Verbs


def read_frames(
    file: TurtleFile, predicates: Mapping[str, PredicateTerm], categories: Mapping[str, CategoryTerm]
) -> dict[FrameKey, Frame]:
    """Return the frames by key; one that names a noun goes before one that names a kind of nouns."""
    frames: dict[FrameKey, Frame] = {}
    of_kinds: dict[FrameKey, Frame] = {}
    nouns_by_kind = {local_name(node): file.texts(node, KG.noun) for node in file.nodes(LEX, KG.noun)}
    nodes = [node for node in file.nodes(LEX) if local_name(node) not in nouns_by_kind]
    # A frame without a relation of its own has that of its verb alone, which must be known by then.
    for node in sorted(nodes, key=lambda node: not file.has(node, KG.predicate)):
        file.require_known(node, _FRAME_PROPERTIES)
        has_relation = file.has(node, KG.predicate)
        made: dict[tuple[str, str], Frame] = {}
        for key, is_of_kind in _keys_of(file, node, nouns_by_kind):
            verb = ("", "") if has_relation else key[:2]
            if verb not in made:
                bare = None if has_relation else frames.get((*verb, "", ""))
                made[verb] = _frame_at(file, node, predicates, categories, bare)
            known, frame = of_kinds if is_of_kind else frames, made[verb]
            if key in known:
                raise file.fault(node, f"is a second frame for {' '.join(filter(None, key))!r}; keep one")
            is_absorbed = bool(key[3]) and predicates[frame.predicate].label.endswith(f" {key[3]}")
            known[key] = replace(frame, absorbs_object=True) if is_absorbed else frame
    return dict(sorted((of_kinds | frames).items()))


def _keys_of(
    file: TurtleFile, node: Node, nouns_by_kind: Mapping[str, list[str]]
) -> Iterator[tuple[FrameKey, bool]]:
    """Yield the keys of a frame, one for each choice of lemma, particle, preposition and noun.

    With each comes whether the noun is there as one of a kind.
    """
    lemmas = file.texts(node, KG.lemma)
    if not lemmas:
        raise file.fault(node, "has no lemma; give it one")
    nouns = dict.fromkeys(file.texts(node, KG.objectNoun), False)
    for kind in file.texts(node, KG.nounKind):
        if local_name(kind) not in nouns_by_kind:
            raise file.fault(node, f"has unknown kind of nouns {kind}")
        nouns = dict.fromkeys(nouns_by_kind[local_name(kind)], True) | nouns
    particles = file.texts(node, KG.particle) or [""]
    prepositions = file.texts(node, KG.preposition) or [""]
    for lemma, particle, preposition in product(lemmas, particles, prepositions):
        for noun, is_of_kind in (nouns or {"": False}).items():
            yield (lemma, particle, preposition, noun), is_of_kind


def _frame_at(
    file: TurtleFile,
    node: Node,
    predicates: Mapping[str, PredicateTerm],
    categories: Mapping[str, CategoryTerm],
    bare: Frame | None,
) -> Frame:
    """Return the frame at a node; where it leaves relation or effects open, they are those of `bare`."""
    name = _relation_of(file, node, predicates, bare.predicate if bare else None)
    is_own = bare is None or file.has(node, KG.contentEffect)
    content = file.text(node, KG.contentEffect, bare.content if bare else "")
    following = content if is_own or bare is None else bare.infinitive
    infinitive = file.text(node, KG.infinitiveEffect, following)
    for effect in (content, infinitive):
        if effect not in EFFECTS:
            raise file.fault(
                node, f"has unknown effect {effect!r}; known: {', '.join(filter(None, EFFECTS))}"
            )
    return Frame(
        name,
        category_of(file, node, categories, predicates[name].category),
        content,
        infinitive,
        has_victim=file.is_true(node, KG.hasVictim),
        needs_complement=file.is_true(node, KG.needsComplement),
    )


def _relation_of(
    file: TurtleFile, node: Node, predicates: Mapping[str, PredicateTerm], default: str | None = None
) -> str:
    name = local_name(file.text(node, KG.predicate, default))
    if name not in predicates:
        raise file.fault(node, f"means {name!r}, which kg.ttl does not declare")
    return name


# Nouns


def read_nominals(
    file: TurtleFile, predicates: Mapping[str, PredicateTerm], categories: Mapping[str, CategoryTerm]
) -> dict[str, Nominal]:
    nominals: dict[str, Nominal] = {}
    for node in sorted(set(file.graph.subjects(KG.noun, None)), key=str):
        file.require_known(node, _NOMINAL_PROPERTIES)
        name = _relation_of(file, node, predicates)
        nominal = Nominal(
            name,
            category_of(file, node, categories, predicates[name].category),
            frozenset(["by", *file.texts(node, KG.agentPreposition)]),
            frozenset(file.texts(node, KG.patientPreposition)),
            is_mutual=file.is_true(node, KG.isMutual),
        )
        for noun in file.texts(node, KG.noun):
            if noun in nominals:
                raise file.fault(node, f"is a second reading of {noun!r}; keep one")
            nominals[noun] = nominal
    return dict(sorted(nominals.items()))


def read_light_verbs(file: TurtleFile) -> frozenset[str]:
    """Return the verbs whose subject does what their object says ("carry out an attack")."""
    return frozenset(str(verb) for verb in file.graph.objects(None, KG.lightVerb))
