"""What the ontology says, as Python values: classes, predicates, categories, lexicon; and how IRIs are made.

Receives the Turtle files of `ontology/` (`kg.ttl` declares the terms, `lexicon.ttl` says which words mean
which relation, `events.ttl` which nouns name events) and returns one `Ontology`, read once. Every IRI of the
graph is made here, so that no name of a person, file or verb, however odd, can make one that does not parse.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import product
from pathlib import Path

from rdflib import DCTERMS, OWL, PROV, RDF, RDFS, SKOS, XSD, Graph, Namespace, URIRef
from rdflib.term import Node

from kg.errors import OntologyError
from kg.model import hash_parts

KG = Namespace("https://example.org/kg/")
PLOVER = Namespace("https://example.org/kg/plover/")
LEX = Namespace("https://example.org/kg/lexicon/")
ENT = Namespace("https://example.org/data/entity/")
ST = Namespace("https://example.org/data/statement/")
SEN = Namespace("https://example.org/data/sentence/")
MEN = Namespace("https://example.org/data/mention/")
ART = Namespace("https://example.org/data/article/")
SCHEMA = Namespace("https://schema.org/")

PREFIXES: dict[str, str] = {
    "kg": str(KG),
    "ent": str(ENT),
    "st": str(ST),
    "sen": str(SEN),
    "men": str(MEN),
    "art": str(ART),
    "plover": str(PLOVER),
    "schema": str(SCHEMA),
    "prov": str(PROV),
    "skos": str(SKOS),
    "dcterms": str(DCTERMS),
    "rdf": str(RDF),
    "rdfs": str(RDFS),
    "xsd": str(XSD),
    "owl": str(OWL),
}

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


@dataclass(frozen=True, slots=True)
class PredicateTerm:
    """A declared relation. `domain` and `range` are names of classes, "" where nothing is said."""

    name: str
    label: str
    comment: str
    category: str
    domain: str = ""
    range: str = ""


@dataclass(frozen=True, slots=True)
class ClassTerm:
    """A declared class: `parents` among our own classes, `spacy_labels` the entity labels that lead to it."""

    name: str
    label: str
    comment: str
    parents: tuple[str, ...] = ()
    spacy_labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CategoryTerm:
    """A PLOVER category: `quad` is its quad class ("" for SAY and OTHER), `cameo` its CAMEO codes."""

    code: str
    label: str
    definition: str
    quad: str = ""
    cameo: tuple[str, ...] = ()


FrameKey = tuple[str, str, str, str]
"""Lemma, particle, preposition, object noun; "" where the frame asks for none."""


@dataclass(frozen=True, slots=True)
class Ontology:
    """The ontology as read; every mapping is sorted by its key.

    `nominals` are the nouns that name events; of one of `light_verbs`, the subject does what the object says.
    `arguments` are the roles with a property of their own (`with`, `against`, …);
    `lemmas` are the words of frames, with their particles and without; `denials` the predicates of frames
    that deny what is said behind them with "to" or "-ing";
    `reserved` are the names below `kg:` that are not relations (`text`, `start`, `with`, …).
    """

    classes: Mapping[str, ClassTerm]
    predicates: Mapping[str, PredicateTerm]
    categories: Mapping[str, CategoryTerm]
    frames: Mapping[FrameKey, Frame]
    nominals: Mapping[str, Nominal]
    light_verbs: frozenset[str]
    arguments: frozenset[str]
    reserved: frozenset[str]
    class_by_label: Mapping[str, str]
    lemmas: frozenset[str]
    denials: frozenset[str]

    def class_of(self, label: str) -> str:
        """Return the name of the class that a spaCy entity label leads to, "Thing" where there is none."""
        return self.class_by_label.get(label, "Thing")

    def is_known_predicate(self, name: str) -> bool:
        return name in self.predicates

    def frame_of(
        self, lemma: str, *, particle: str = "", preposition: str = "", object_noun: str = ""
    ) -> Frame | None:
        """Return the most specific frame that fits, None for an unknown verb.

        The object noun counts before the preposition. A particle is never overlooked, since it changes the
        meaning: with one that is not listed, the frame is the verb's own under a new predicate name.
        """
        lemma, particle = lemma.lower(), particle.lower()
        preposition, object_noun = preposition.lower(), object_noun.lower()
        for wanted_noun, wanted_preposition in product((object_noun, ""), (preposition, "")):
            if frame := self.frames.get((lemma, particle, wanted_preposition, wanted_noun)):
                return frame
        if not particle:
            return None
        bare = self.frame_of(lemma, preposition=preposition, object_noun=object_noun)
        return bare and replace(bare, predicate=_mint(self.reserved, lemma, particle), absorbs_object=False)


def ontology_dir() -> Path:
    """Return the folder of the Turtle files: inside an installed package, else beside it in a checkout.

    Raises:
        OntologyError: it is in neither place.
    """
    here = Path(__file__).resolve().parent
    for folder in (here / "ontology", here.parent / "ontology"):
        if (folder / "kg.ttl").is_file():
            return folder
    raise OntologyError(f"no kg.ttl in {here / 'ontology'} or {here.parent / 'ontology'}; install kg again")


@cache
def load_ontology(folder: Path | None = None) -> Ontology:
    """Return the ontology in `folder` (None: the one that came with kg), read and checked once.

    Raises:
        OntologyError: a file is missing, is not Turtle, or holds a wrong term; the message names both.
    """
    folder = folder or ontology_dir()
    terms = _parse(folder / "kg.ttl")
    classes = _classes_in(terms)
    categories = _categories_in(terms)
    predicates = _predicates_in(terms, categories)
    named = {_local_name(node) for node in _nodes(terms, KG)}
    arguments = {_local_name(node) for node in _nodes(terms, KG, RDFS.subPropertyOf, KG.argument)}
    frames = _frames_in(_parse(folder / "lexicon.ttl"), predicates, categories)
    events = _parse(folder / "events.ttl")
    return Ontology(
        classes=classes,
        predicates=predicates,
        categories=categories,
        frames=frames,
        nominals=_nominals_in(events, predicates, categories),
        light_verbs=frozenset(str(verb) for verb in events.objects(None, KG.lightVerb)),
        arguments=frozenset(arguments),
        reserved=frozenset(named - predicates.keys()),
        class_by_label=_class_by_label(classes),
        lemmas=frozenset(" ".join(filter(None, key[:2])) for key in frames) | {key[0] for key in frames},
        denials=frozenset(frame.predicate for frame in frames.values() if frame.infinitive == "denied"),
    )


def entity_types(ontology: Ontology) -> frozenset[str]:
    """Return the names of the classes that an entity may be of: those below `Entity`."""
    found, count = {"Entity"}, 0
    while len(found) > count:
        count = len(found)
        found |= {name for name, term in ontology.classes.items() if found & set(term.parents)}
    return frozenset(found - {"Entity"})


# Names and IRIs


def mint_predicate(*parts: str) -> str:
    """Return a predicate name made of words: "come", "after" → "comeAfter".

    Only ASCII letters and digits, a letter first, never empty, never the name of another term of the ontology
    ("text" → "textAct"); words in no Latin script are told apart by a hash.
    """
    return _mint(load_ontology().reserved, *parts)


def is_known_predicate(name: str) -> bool:
    """Whether the ontology declares the relation."""
    return load_ontology().is_known_predicate(name)


def argument_property(role: str) -> URIRef:
    """Return the property that joins a statement to an argument: `kg:with` for "with", else `kg:argument`."""
    return KG[role] if role in load_ontology().arguments else KG.argument


def predicate_iri(name: str) -> URIRef:
    """Return the IRI of a relation; a name that `mint_predicate` could not have made is minted first."""
    is_safe = re.fullmatch(r"[a-z][A-Za-z0-9]*", name) and name not in load_ontology().reserved
    return KG[name] if is_safe else KG[mint_predicate(name)]


def entity_iri(entity_id: str) -> URIRef:
    return ENT[_slug(entity_id)]


def statement_iri(statement_id: str) -> URIRef:
    return ST[_slug(statement_id)]


def sentence_iri(article_id: str, index: int) -> URIRef:
    """Return the IRI of the sentence at a place (from 0) in an article."""
    return SEN[f"{_slug(article_id)}-{index}"]


def mention_iri(article_id: str, start: int, end: int) -> URIRef:
    """Return the IRI of the mention that is the characters `[start, end)` of an article."""
    return MEN[f"{_slug(article_id)}-{start}-{end}"]


def article_iri(article_id: str) -> URIRef:
    return ART[_slug(article_id)]


def _mint(reserved: frozenset[str], *parts: str) -> str:
    folded = unicodedata.normalize("NFKD", " ".join(parts))
    letters = "".join(c for c in folded if not unicodedata.combining(c)).replace("'", "").replace("’", "")
    words = re.findall(r"[a-z0-9]+", letters.lower())
    name = "".join([*words[:1], *(word.capitalize() for word in words[1:])])
    lost = any(c.isalnum() and not c.isascii() for c in letters)
    if lost or not name or len(name) > _LONGEST_SLUG:
        name = f"{name[:_LONGEST_SLUG]}X{hash_parts(*parts)[:8]}"
    if not name[0].islower():
        name = f"relation{name}"
    return f"{name}Act" if name in reserved else name


_LONGEST_SLUG = 120
# What Turtle 1.1 allows within a prefixed name without an escape (PN_CHARS), less what a slug has no use for.
_SLUG_CHARACTER = re.compile(
    "[-_0-9A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u037d\u037f-\u1fff\u2c00-\u2fef\u3001-\ud7ff"
    "\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000dfffd]"
)


@lru_cache(maxsize=1 << 16)
def _slug(text: str) -> str:
    """Return the text where it is fit for an IRI as it stands, else what is fit of it, and a hash.

    A slug is its own slug. It holds no `%`, `#` or `/`, so that it stays a prefixed name and survives
    endpoints that decode it twice.
    """
    kept = "".join(c if _is_slug_character(c) else "_" for c in unicodedata.normalize("NFC", text))
    starts_well = kept[:1].isalnum()
    if kept == text and starts_well and len(text) <= _LONGEST_SLUG:
        return text
    start = kept if starts_well else f"x_{kept}"
    return f"{start[: _LONGEST_SLUG - 17]}-{hash_parts(text)}"


def _is_slug_character(c: str) -> bool:
    return c in "-_" or (unicodedata.category(c)[0] in "LMN" and _SLUG_CHARACTER.match(c) is not None)


# Reading the files


def _parse(path: Path) -> Graph:
    try:
        return Graph(bind_namespaces="none").parse(path, format="turtle")
    except OSError as error:
        raise OntologyError(f"{path}: cannot be read ({error.strerror}); install kg again") from error
    except Exception as error:  # rdflib's Turtle parser raises many types, BadSyntax with the line among them
        reason = " ".join(str(error).split())[:200]
        raise OntologyError(f"{path}: not valid Turtle: {reason}") from error


def _local_name(node: Node | str) -> str:
    return re.split(r"[/#]", str(node))[-1]


def _nodes(
    graph: Graph, namespace: Namespace, predicate: URIRef | None = None, value: URIRef | None = None
) -> list[URIRef]:
    """Return the subjects right below a namespace, sorted; only those with the value, if one is asked for."""
    found = {node for node in graph.subjects(predicate, value) if isinstance(node, URIRef)}
    return sorted(node for node in found if str(node) == f"{namespace}{_local_name(node)}" != str(namespace))


def _texts(graph: Graph, subject: Node, predicate: URIRef) -> list[str]:
    return sorted(str(value) for value in graph.objects(subject, predicate))


def _one(graph: Graph, subject: Node, predicate: URIRef, *, file: str, default: str | None = None) -> str:
    values = _texts(graph, subject, predicate) or ([] if default is None else [default])
    if len(values) != 1:
        count = f"{len(values)} values for" if values else "no"
        term, missing = _local_name(subject), _local_name(predicate)
        raise OntologyError(f"{file}: {term} has {count} {missing}; give it one")
    return values[0]


def _classes_in(graph: Graph) -> dict[str, ClassTerm]:
    return {
        (name := _local_name(node)): ClassTerm(
            name=name,
            label=_one(graph, node, RDFS.label, file="kg.ttl"),
            comment=_one(graph, node, RDFS.comment, file="kg.ttl"),
            parents=tuple(_local_name(p) for p in _texts(graph, node, RDFS.subClassOf) if p.startswith(KG)),
            spacy_labels=tuple(_texts(graph, node, KG.spacyLabel)),
        )
        for node in _nodes(graph, KG, RDF.type, OWL.Class)
    }


def _class_by_label(classes: Mapping[str, ClassTerm]) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, term in classes.items():
        for label in term.spacy_labels:
            if label in found:
                raise OntologyError(f"kg.ttl: spaCy label {label!r} leads to both {found[label]} and {name}")
            found[label] = name
    return dict(sorted(found.items()))


def _categories_in(graph: Graph) -> dict[str, CategoryTerm]:
    return {
        (code := _local_name(node)): CategoryTerm(
            code=code,
            label=_one(graph, node, SKOS.prefLabel, file="kg.ttl"),
            definition=_one(graph, node, SKOS.definition, file="kg.ttl"),
            quad=_one(graph, node, KG.quadClass, file="kg.ttl", default=""),
            cameo=tuple(_texts(graph, node, SKOS.notation)),
        )
        for node in _nodes(graph, PLOVER, RDF.type, SKOS.Concept)
    }


def _category(
    graph: Graph, node: Node, known: Iterable[str], *, file: str, default: str | None = None
) -> str:
    code = _local_name(_one(graph, node, KG.category, file=file, default=default))
    if code not in known:
        choices = ", ".join(known)
        raise OntologyError(f"{file}: {_local_name(node)} has unknown category {code!r}; known: {choices}")
    return code


def _predicates_in(graph: Graph, categories: Mapping[str, CategoryTerm]) -> dict[str, PredicateTerm]:
    return {
        (name := _local_name(node)): PredicateTerm(
            name=name,
            label=_one(graph, node, RDFS.label, file="kg.ttl"),
            comment=_one(graph, node, RDFS.comment, file="kg.ttl"),
            category=_category(graph, node, categories, file="kg.ttl"),
            domain=_local_name(_one(graph, node, RDFS.domain, file="kg.ttl", default="")),
            range=_local_name(_one(graph, node, RDFS.range, file="kg.ttl", default="")),
        )
        for node in _nodes(graph, KG, RDFS.subPropertyOf, KG.related)
    }


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


def _frames_in(
    graph: Graph, predicates: Mapping[str, PredicateTerm], categories: Mapping[str, CategoryTerm]
) -> dict[FrameKey, Frame]:
    """Return the frames by key; one that names a noun goes before one that names a kind of nouns."""
    frames: dict[FrameKey, Frame] = {}
    of_kinds: dict[FrameKey, Frame] = {}
    nouns_by_kind = {_local_name(node): _texts(graph, node, KG.noun) for node in _nodes(graph, LEX, KG.noun)}
    nodes = [node for node in _nodes(graph, LEX) if _local_name(node) not in nouns_by_kind]
    # A frame without a relation of its own has that of its verb alone, which must be known by then.
    for node in sorted(nodes, key=lambda node: (node, KG.predicate, None) not in graph):
        for found in graph.predicates(node):
            if found not in _FRAME_PROPERTIES:
                raise OntologyError(f"lexicon.ttl: {_local_name(node)} has unknown property {found}")
        has_relation = (node, KG.predicate, None) in graph
        made: dict[tuple[str, str], Frame] = {}
        for key, is_of_kind in _keys_of(graph, node, nouns_by_kind):
            verb = ("", "") if has_relation else key[:2]
            if verb not in made:
                bare = None if has_relation else frames.get((*verb, "", ""))
                made[verb] = _frame_at(graph, node, predicates, categories, bare)
            known, frame = of_kinds if is_of_kind else frames, made[verb]
            if key in known:
                words = " ".join(filter(None, key))
                name = _local_name(node)
                raise OntologyError(f"lexicon.ttl: {name} is a second frame for {words!r}; keep one")
            is_absorbed = bool(key[3]) and predicates[frame.predicate].label.endswith(f" {key[3]}")
            known[key] = replace(frame, absorbs_object=True) if is_absorbed else frame
    return dict(sorted((of_kinds | frames).items()))


def _keys_of(
    graph: Graph, node: Node, nouns_by_kind: Mapping[str, list[str]]
) -> Iterator[tuple[FrameKey, bool]]:
    """Yield the keys of a frame, one for each choice of lemma, particle, preposition and noun.

    With each comes whether the noun is there as one of a kind.
    """
    lemmas = _texts(graph, node, KG.lemma)
    if not lemmas:
        raise OntologyError(f"lexicon.ttl: {_local_name(node)} has no lemma; give it one")
    nouns = dict.fromkeys(_texts(graph, node, KG.objectNoun), False)
    for kind in _texts(graph, node, KG.nounKind):
        if _local_name(kind) not in nouns_by_kind:
            raise OntologyError(f"lexicon.ttl: {_local_name(node)} has unknown kind of nouns {kind}")
        nouns = dict.fromkeys(nouns_by_kind[_local_name(kind)], True) | nouns
    particles = _texts(graph, node, KG.particle) or [""]
    prepositions = _texts(graph, node, KG.preposition) or [""]
    for lemma, particle, preposition in product(lemmas, particles, prepositions):
        for noun, is_of_kind in (nouns or {"": False}).items():
            yield (lemma, particle, preposition, noun), is_of_kind


def _frame_at(
    graph: Graph,
    node: Node,
    predicates: Mapping[str, PredicateTerm],
    categories: Mapping[str, CategoryTerm],
    bare: Frame | None,
) -> Frame:
    """Return the frame at a node; where it leaves relation or effects open, they are those of `bare`."""
    file = "lexicon.ttl"
    name = _local_name(_one(graph, node, KG.predicate, file=file, default=bare.predicate if bare else None))
    if name not in predicates:
        raise OntologyError(f"{file}: {_local_name(node)} means {name!r}, which kg.ttl does not declare")
    is_own = bare is None or (node, KG.contentEffect, None) in graph
    content = _one(graph, node, KG.contentEffect, file=file, default=bare.content if bare else "")
    following = content if is_own or bare is None else bare.infinitive
    infinitive = _one(graph, node, KG.infinitiveEffect, file=file, default=following)
    for effect in (content, infinitive):
        if effect not in EFFECTS:
            known = ", ".join(filter(None, EFFECTS))
            raise OntologyError(f"{file}: {_local_name(node)} has unknown effect {effect!r}; known: {known}")
    category = _category(graph, node, categories, file=file, default=predicates[name].category)
    return Frame(
        name, category, content, infinitive,
        has_victim=_is_true(graph, node, KG.hasVictim, file=file),
        needs_complement=_is_true(graph, node, KG.needsComplement, file=file),
    )  # fmt: skip


def _is_true(graph: Graph, node: Node, term: URIRef, *, file: str) -> bool:
    value = _one(graph, node, term, file=file, default="false")
    if value not in ("true", "false"):
        raise OntologyError(
            f"{file}: {_local_name(node)} has {_local_name(term)} {value!r}; say true or false"
        )
    return value == "true"


_NOMINAL_PROPERTIES = frozenset(
    {KG.noun, KG.predicate, KG.category, KG.agentPreposition, KG.patientPreposition, KG.isMutual}
)


def _nominals_in(
    graph: Graph, predicates: Mapping[str, PredicateTerm], categories: Mapping[str, CategoryTerm]
) -> dict[str, Nominal]:
    file = "events.ttl"
    nominals: dict[str, Nominal] = {}
    for node in sorted(set(graph.subjects(KG.noun, None)), key=str):
        for found in graph.predicates(node):
            if found not in _NOMINAL_PROPERTIES:
                raise OntologyError(f"{file}: {_local_name(node)} has unknown property {found}")
        name = _local_name(_one(graph, node, KG.predicate, file=file))
        if name not in predicates:
            raise OntologyError(f"{file}: {_local_name(node)} means {name!r}, which kg.ttl does not declare")
        is_mutual = _one(graph, node, KG.isMutual, file=file, default="false")
        if is_mutual not in ("true", "false"):
            raise OntologyError(f"{file}: {_local_name(node)} is mutual {is_mutual!r}; say true or false")
        nominal = Nominal(
            name,
            _category(graph, node, categories, file=file, default=predicates[name].category),
            frozenset(["by", *_texts(graph, node, KG.agentPreposition)]),
            frozenset(_texts(graph, node, KG.patientPreposition)),
            is_mutual == "true",
        )
        for noun in _texts(graph, node, KG.noun):
            if noun in nominals:
                raise OntologyError(f"{file}: {_local_name(node)} is a second reading of {noun!r}; keep one")
            nominals[noun] = nominal
    return dict(sorted(nominals.items()))
