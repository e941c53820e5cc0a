"""The IRIs of a graph: its namespaces, and the name of each thing within them.

Receives ids and words of any kind and returns IRIs, so that no name of a person, file or verb, however odd,
can make one that does not parse. Those of relations ask the ontology first: `ontology.predicate_iri`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from functools import lru_cache

from rdflib import DCTERMS, OWL, PROV, RDF, RDFS, SKOS, XSD, Namespace, URIRef

from kg.model import Correction, hash_parts

KG = Namespace("https://example.org/kg/")
PLOVER = Namespace("https://example.org/kg/plover/")
LEX = Namespace("https://example.org/kg/lexicon/")
ENT = Namespace("https://example.org/data/entity/")
ST = Namespace("https://example.org/data/statement/")
SEN = Namespace("https://example.org/data/sentence/")
MEN = Namespace("https://example.org/data/mention/")
ART = Namespace("https://example.org/data/article/")
RUN = Namespace("https://example.org/data/run/")
CORRECTION = Namespace("https://example.org/data/correction/")
SCHEMA = Namespace("https://schema.org/")
DATASET = URIRef("https://example.org/data/graph")
"""The graph itself, as the subject of what is said about how it was made."""

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

_LONGEST_SLUG = 120
# What Turtle 1.1 allows within a prefixed name without an escape (PN_CHARS), less what a slug has no use for.
_SLUG_CHARACTER = re.compile(
    "[-_0-9A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u037d\u037f-\u1fff\u2c00-\u2fef\u3001-\ud7ff"
    "\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000dfffd]"
)


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


def correction_iri(correction: Correction) -> URIRef:
    """Return the IRI of a decision: a hash of all that it says."""
    parts = (*correction.entities, "", *correction.articles, correction.statement, correction.name)
    signed = (correction.type, correction.who, correction.when, correction.why)
    return CORRECTION[hash_parts(correction.decision, *parts, *signed)]


def mint_name(reserved: Collection[str], *parts: str) -> str:
    """Return a name made of words, fit to stand below a namespace and none of those that are `reserved`."""
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
