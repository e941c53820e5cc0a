"""Puts right which words are a name and of what: what the tables and the shape of words tell for sure.

Receives a document with tags and entities; changes the borders and labels of entities that cannot be so.
"""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

from spacy.tokens import Doc, Span, Token
from spacy.util import filter_spans

from kg import names
from kg.dates import MONTHS

NAMES = {"PERSON", "NORP", "ORG", "GPE", "LOC", "FAC", "EVENT", "MISC"}
BODIES = {
    "academy", "agency", "alliance", "assembly", "association", "authority", "board", "bureau",
    "center", "centre", "commission", "committee", "confederation", "congress", "corporation",
    "corps", "council", "court", "department", "federation", "foundation", "front", "group", "guard",
    "guards", "institute", "jihad", "league", "marines", "ministry", "movement", "navy", "organisation",
    "organization", "parliament", "party", "police", "senate", "service", "society", "union",
}  # fmt: skip
BY_SHAPE = {"PERSON", "GPE", "LOC", "FAC"}
OF_PLACES = {
    "baja", "central", "east", "eastern", "federal", "former", "free", "greater", "gulf", "inner", "islamic",
    "lower", "mainland", "middle", "new", "north", "northern", "occupied", "outer", "people", "port",
    "republic", "south", "southern", "state", "the", "upper", "west", "western",
}  # fmt: skip
ABBREVIATED = {"EU", "UK", "UN", "US", "U.K.", "U.N.", "U.S."}
POSTAL = {
    "AL", "AK", "AZ", "AR", "CA", "CO", "CT", "DE", "FL", "GA", "HI", "ID", "IL", "IN", "IA", "KS", "KY",
    "LA", "ME", "MD", "MA", "MI", "MN", "MS", "MO", "MT", "NE", "NV", "NH", "NJ", "NM", "NY", "NC", "ND",
    "OH", "OK", "OR", "PA", "RI", "SC", "SD", "TN", "TX", "UT", "VT", "VA", "WA", "WV", "WI", "WY",
}  # fmt: skip
"""States of the United States as letters are addressed."""


def mend_names(doc: Doc) -> Doc:
    """Mend the borders and labels of names, whatever pipeline found them."""
    for mend in (drop_addresses, name_storms, part_places, join_bodies, join_homes, join_spelled):
        doc = mend(doc)
    return agree_labels(label_known(doc))


def label_known(doc: Doc) -> Doc:
    """Label what the tables know as what it is: "Daesh" and "Raqqa" are no people, months no places.

    A role alone is no name: "Supreme Leader".
    """
    entities = []
    for entity in doc.ents:
        label = entity.label_
        if label == "PERSON":
            label = _known_label(entity.text) or label
        elif label in ("GPE", "LOC", "FAC") and entity.text.istitle() and entity.text.lower() in MONTHS:
            label = "DATE"
        elif label == "ORG" and names.is_role(entity.text) and not names.organization_named(entity.text):
            continue
        entities.append(Span(doc, entity.start, entity.end, label=label))
    doc.ents = entities
    return doc


def _known_label(text: str) -> str:
    """Return the label of a body or a place of the tables that is nothing else, "" for none."""
    if names.is_ambiguous(text) or names.gender_of(text):
        return ""
    if names.organization_named(text):
        return "ORG"
    return "GPE" if names.country_named(text) or names.place_named(text) else ""


def agree_labels(doc: Doc) -> Doc:
    """Give all entities of one text the label that most of them have; MISC only where there is no other.

    What looks like a group, but is joined to a place by "and the", is one too ("Iraq and the Levant").
    """
    counts: dict[str, Counter[str]] = {}
    for entity in doc.ents:
        counts.setdefault(entity.text, Counter())[entity.label_] += entity.label_ != "MISC"
    entities = []
    for entity in doc.ents:
        (label, count), *others = counts[entity.text].most_common(2)
        is_clear = entity.label_ == "MISC" or not others or count > others[0][1]
        label = label if count and is_clear and entity.label_ in NAMES and label in NAMES else entity.label_
        label = "LOC" if label == "NORP" and _is_place(entity) else label
        entities.append(Span(doc, entity.start, entity.end, label=label))
    doc.ents = entities
    return doc


def _is_place(entity: Span) -> bool:
    word = entity[0]
    is_proper = len(entity) == 1 and word.tag_ == "NNP" and word.i > 2 and word.nbor(-1).lower_ == "the"
    return is_proper and word.nbor(-2).lower_ == "and" and word.nbor(-3).ent_type_ in ("GPE", "LOC")


def join_bodies(doc: Doc) -> Doc:
    """Make one name of a nationality and the body in capitals behind it: "the Iraqi Islamic Party".

    So too of "US" and its like. What follows with "of" in capitals belongs to a name that was none before:
    "the Norwegian Confederation of Trade Unions".
    """
    joined = []
    for entity in doc.ents:
        is_owner = entity.label_ == "NORP" or (entity.label_ == "GPE" and entity.text in ABBREVIATED)
        end = entity.end
        while end < len(doc) and _is_title(doc[end]) and doc[end].ent_type_ in ("", "ORG"):
            end += 1
        if not is_owner or end == entity.end or doc[end - 1].lower_ not in BODIES or _is_cut(doc, end):
            continue
        is_new = not doc[end - 1].ent_type_
        while is_new and end + 1 < len(doc) and doc[end].lower_ in ("of", "for") and _is_title(doc[end + 1]):
            end += 2
            while end < len(doc) and _is_title(doc[end]):
                end += 1
        joined.append(Span(doc, entity.start, end, label="ORG"))
    doc.ents = filter_spans([*joined, *(entity for entity in doc.ents if not _is_within(entity, joined))])
    return doc


def join_homes(doc: Doc) -> Doc:
    """Make one name of a body that may be anybody's and the place it is of: "the Supreme Court of Peru"."""
    joined = []
    for body, place in pairwise(doc.ents):
        between = doc[body.end : place.start].text.lower()
        is_of = place.label_ == "GPE" and between in ("of", "of the")
        if body.label_ == "ORG" and is_of and names.is_generic(body.text):
            joined.append(Span(doc, body.start, place.end, label="ORG"))
    doc.ents = filter_spans([*joined, *doc.ents])
    return doc


def join_spelled(doc: Doc) -> Doc:
    """Make one name of what the letters in brackets behind it spell: "Transport for London (TfL)"."""
    joined = []
    for letters in doc[2:-1]:
        if letters.nbor(-1).text != "(" or letters.nbor(1).text != ")":
            continue
        end = letters.i - 1
        starts = range(max(letters.sent.start, end - 2 * len(letters)), end - 1)
        spelling = (
            s for s in starts if doc[s].text[0].isupper() and names.is_acronym(letters.text, doc[s:end].text)
        )
        start = next(spelling, None)
        if start is not None and not _is_cut(doc, start):
            joined.append(Span(doc, start, end, label="ORG"))
    doc.ents = filter_spans([*joined, *(entity for entity in doc.ents if not _is_within(entity, joined))])
    return doc


def _is_cut(doc: Doc, place: int) -> bool:
    """Whether a border at a place would cut an entity."""
    return place < len(doc) and doc[place].ent_iob_ == "I"


def drop_addresses(doc: Doc) -> Doc:
    """Leave no person or place where the word is an address or the name of a file."""
    doc.ents = [e for e in doc.ents if e.label_ not in BY_SHAPE or not any(map(_is_address, e))]
    return doc


def _is_address(token: Token) -> bool:
    return bool(set("_<>") & set(token.text)) or token.like_url or token.like_email


def name_storms(doc: Doc) -> Doc:
    """Make events of storms and of what they are called after: "Tropical Storm Rita", "Rita"."""
    full = {}
    for entity in doc.ents:
        start = _start_of_storm(doc, entity)
        if start is not None:
            full[entity.start] = Span(doc, start, entity.end, label="EVENT")
    called = {names.split_storm(storm.text)[1] for storm in full.values()}
    alone = (Span(doc, e.start, e.end, label="EVENT") if e.text in called else e for e in doc.ents)
    doc.ents = filter_spans([full.get(entity.start, entity) for entity in alone])
    return doc


def _start_of_storm(doc: Doc, entity: Span) -> int | None:
    """Return where the whole name of a storm begins that an entity is the end of, None if it is of none."""
    kind = entity.end - 2
    if kind < 0 or not names.is_word_for("storm", doc[kind].lower_):
        return None
    start = kind - (kind > 0 and doc[kind - 1].text == "Tropical")
    is_whole = doc[entity.start].sent.start <= start <= entity.start
    return start if is_whole and names.split_storm(doc[start : entity.end].text)[0] else None


def part_places(doc: Doc) -> Doc:
    """Part a place from the country or state behind it: "Miramar California" are two."""
    entities: list[Span] = []
    for entity in doc.ents:
        border = _border_in(entity) if entity.label_ == "GPE" else entity.end
        entities += [Span(doc, entity.start, border, label=entity.label_)]
        if border < entity.end:
            entities += [Span(doc, border, entity.end, label=entity.label_)]
    doc.ents = entities
    return doc


def _border_in(place: Span) -> int:
    """Return where the country or state begins at the end of a place, the end where none does.

    Names that are in the tables as a whole are one, and so is what a point of the compass, "New" or another
    adjective begins.
    """
    first = place[0].lower_
    if len(place) < 2 or first in OF_PLACES or names.country_of_demonym(place[0].text):
        return place.end
    if names.country_named(place.text) or names.place_named(place.text):
        return place.end
    if len(place[-1]) == 2 and place[-1].text.upper() in POSTAL and place[-1].text[0].isupper():
        return place.end - 1
    for border in range(place.start + 1, place.end):
        whole = place.doc[border : place.end].text
        region = names.place_named(whole) or names.place_named(whole.title())
        is_state = region is not None and region.kind == "state"
        if is_state or names.country_named(whole) or names.country_named(whole.title()):
            return border
    return place.end


def _is_title(token: Token) -> bool:
    return token.is_title and token.is_alpha


def _is_within(entity: Span, spans: list[Span]) -> bool:
    return any(span.start < entity.end and entity.start < span.end for span in spans)
