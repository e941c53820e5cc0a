"""What the ontology says, as one Python value, and the names that relations have by it.

Receives the Turtle files of `ontology/` (`kg.ttl` declares the terms, `lexicon.ttl` says which words mean
which relation, `events.ttl` which nouns name events) and returns one `Ontology`, read once. A relation that
is met for the first time gets its name here, so that it can be no other term.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from itertools import product
from pathlib import Path

from rdflib import RDFS, URIRef

from kg.errors import OntologyError
from kg.iris import KG, mint_name
from kg.lexicon import Frame, FrameKey, Nominal, read_frames, read_light_verbs, read_nominals
from kg.turtle import TurtleFile, local_name
from kg.vocabulary import (
    CategoryTerm,
    ClassTerm,
    PredicateTerm,
    class_by_label,
    read_categories,
    read_classes,
    read_predicates,
)


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
        return bare and replace(
            bare, predicate=mint_name(self.reserved, lemma, particle), absorbs_object=False
        )


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
    terms = TurtleFile(folder / "kg.ttl")
    classes = read_classes(terms)
    categories = read_categories(terms)
    predicates = read_predicates(terms, categories)
    named = {local_name(node) for node in terms.nodes(KG)}
    arguments = {local_name(node) for node in terms.nodes(KG, RDFS.subPropertyOf, KG.argument)}
    frames = read_frames(TurtleFile(folder / "lexicon.ttl"), predicates, categories)
    events = TurtleFile(folder / "events.ttl")
    return Ontology(
        classes=classes,
        predicates=predicates,
        categories=categories,
        frames=frames,
        nominals=read_nominals(events, predicates, categories),
        light_verbs=read_light_verbs(events),
        arguments=frozenset(arguments),
        reserved=frozenset(named - predicates.keys()),
        class_by_label=class_by_label(classes),
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


# Names of relations


def mint_predicate(*parts: str) -> str:
    """Return a predicate name made of words: "come", "after" → "comeAfter".

    Only ASCII letters and digits, a letter first, never empty, never the name of another term of the ontology
    ("text" → "textAct"); words in no Latin script are told apart by a hash.
    """
    return mint_name(load_ontology().reserved, *parts)


def argument_property(role: str) -> URIRef:
    """Return the property that joins a statement to an argument: `kg:with` for "with", else `kg:argument`."""
    return KG[role] if role in load_ontology().arguments else KG.argument


def predicate_iri(name: str) -> URIRef:
    """Return the IRI of a relation; a name that `mint_predicate` could not have made is minted first."""
    is_safe = re.fullmatch(r"[a-z][A-Za-z0-9]*", name) and name not in load_ontology().reserved
    return KG[name] if is_safe else KG[mint_predicate(name)]
