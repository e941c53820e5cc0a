"""Finds what is mentioned: names, common-noun phrases and pronouns, one for each head token.

Receives a `Document` with Universal Dependencies labels; returns `Markable`s.
Named entities come from the pipeline, corrected and completed by the tables of `kg.names`.
A country is also named by its government ("the US government", "Iran's authorities"), its people
("the Americans"), and its capital or seat of power where that acts ("Washington accused");
it is not by what only belongs to it ("Iranian general", "the US embassy").
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from kg import names, syntax
from kg.dates import MONTHS, WEEKDAYS
from kg.gazetteer import Country, Organization
from kg.model import MentionKind

if TYPE_CHECKING:
    from kg.tokens import Document, Span, Token

LABELS = {"PERSON", "NORP", "ORG", "GPE", "LOC", "FAC", "EVENT", "PRODUCT", "WORK_OF_ART", "LAW"}
TIMES = {"DATE", "TIME"}
AMOUNTS = {"CARDINAL", "MONEY", "ORDINAL", "PERCENT", "QUANTITY"}
"""What is so labelled names nothing, nor does any word in it ("the US" in "5 million US dollars")."""

CALENDAR = {*MONTHS, *WEEKDAYS}
GOVERNMENTS = {"government", "authorities", "administration", "regime"}
OF_GOVERNMENT = {"new", "current", "central", "federal", "national"}
QUANTIFIERS = {
    "additional", "all", "another", "any", "certain", "different", "few", "fewer", "first", "further",
    "last", "least", "many", "more", "most", "next", "numerous", "other", "own", "same", "several",
    "some", "such", "various",
}  # fmt: skip
PLACE_ONLY = {
    "attract", "be", "become", "boast", "border", "burn", "celebrate", "contain", "experience", "fall",
    "grow", "have", "host", "house", "lie", "remain", "see", "shake", "sit", "wake", "welcome",
}  # fmt: skip
ACTED_ON = {
    "accuse", "anger", "ask", "assure", "back", "blame", "condemn", "convince", "criticise",
    "criticize", "defy", "help", "inform", "notify", "persuade", "praise", "press", "pressure",
    "pressurise", "pressurize", "provoke", "sanction", "support", "tell", "thank", "threaten", "urge",
    "warn",
}  # fmt: skip
ACTOR_PREPOSITIONS = {"between", "with", "against", "by", "according to", "toward", "towards"}
DONE_BY_COUNTRY = {
    "aligned", "allied", "armed", "backed", "brokered", "controlled", "funded", "led", "mediated",
    "run", "sponsored", "supported", "trained",
}  # fmt: skip
POSSESSED_BY_COUNTRY = {
    "accusation", "aggression", "aim", "allegation", "ally", "ambassador", "ambition", "announcement",
    "answer", "attitude", "claim", "concern", "condition", "decision", "demand", "denial", "effort",
    "envoy", "government", "influence", "insistence", "intention", "interest", "intervention",
    "invasion", "involvement", "minister", "move", "offer", "opposition", "order", "plan", "policy",
    "position", "proposal", "reaction", "refusal", "rejection", "reply", "request", "response", "role",
    "sanction", "stance", "strategy", "support", "threat", "view", "warning", "willingness",
    "withdrawal",
}  # fmt: skip
RELATIONS = {
    "relation",
    "relations",
    "tie",
    "ties",
    "talks",
    "deal",
    "agreement",
    "alliance",
    "relationship",
    "pact",
}
PREMODIFIERS = ("compound", "amod", "nmod", "nmod:unmarked", "flat", "nmod:desc", "goeswith")
NO_PHRASE = (
    "compound",
    "fixed",
    "case",
    "cc",
    "mark",
    "det",
    "flat",
    "nmod:desc",
    "goeswith",
    "advmod",
    "dep",
)
DASHES = ("-", "–")
LONGEST_NAME = 7


@dataclass(frozen=True, slots=True)
class Markable:
    """A mention in a document: `span` runs from the first premodifier to the last word of the name or noun.

    `head` is the token that stands in the grammar; `label` and `name` are those of `kg.model.Mention`.
    """

    span: Span
    head: Token
    kind: MentionKind
    label: str
    name: str | None


def mentions_in(doc: Document) -> list[Markable]:
    """Return all mentions of a document by position, at most one for each head token."""
    names_found = _with_surnames(sorted(_names_in(doc), key=lambda markable: markable.span.start))
    names_found = _with_shared_surnames(_with_one_label(_with_acronyms(names_found)))
    named = {token.i for markable in names_found for token in markable.span}
    found = {markable.head.i: markable for markable in names_found}
    for token in doc:
        if token.is_space or (token.i in named and token.i not in found) or _is_borne(token, named):
            continue
        markable = _government_at(token, found) or (None if token.i in found else _phrase_at(token, named))
        if markable:
            # the country in "the US government" is said by the whole phrase
            for inner in [i for i in found if markable.label == "GPE" and markable.span.start <= i < token.i]:
                del found[inner]
            found[token.i] = markable
    return sorted(found.values(), key=lambda markable: (markable.span.start, markable.span.end))


def _is_borne(token: Token, named: set[int]) -> bool:
    """Whether a word is a title, with the name behind it: in "Ayatollah Ali Khamenei" the first is nobody."""
    if token.pos_ != "PROPN" or token.i in named or token.i + 1 not in named:
        return False
    return bool(names.split_title(f"{token.text} Ann Lee")[0])


# Names


def _with_surnames(found: list[Markable]) -> list[Markable]:
    """Return the names, those that are the surname of a person named in full labelled as persons."""
    fulls = [m.name or "" for m in found if m.label == "PERSON" and len(m.span) > 1]
    surnames = {surname for full in fulls for surname in _surnames_of(full)}
    return [replace(m, label="PERSON") if _is_surname(m, surnames) else m for m in found]


def _with_shared_surnames(found: list[Markable]) -> list[Markable]:
    """Return the names, a first name with the surname of the next: the first of "Ann and Paul Berg"."""
    fulls = [m.name or "" for m in found if m.label == "PERSON" and len(m.span) > 1]
    surnames = {surname for full in fulls for surname in _surnames_of(full)}
    return [*(_with_surname_of(m, after, surnames) for m, after in pairwise(found)), *found[-1:]]


def _with_surname_of(first: Markable, after: Markable, surnames: set[str]) -> Markable:
    doc, name, words = first.span.doc, first.name or "", (after.name or "").split()
    is_between = [token.text for token in doc[first.span.end : after.span.start]] in (["and"], ["&"])
    are_persons = first.label == after.label == "PERSON" and len(first.span) == 1 and len(words) > 1
    if not is_between or not are_persons or names.normalize_name(name) in surnames:
        return first
    are_first = names.gender_of(name) and names.gender_of(words[0])
    return replace(first, name=" ".join([name, *words[1:]])) if are_first else first


def _with_acronyms(found: list[Markable]) -> list[Markable]:
    """Return the names, an acronym that the document explains by other words than the tables as written:
    behind "the Free Savings Authority (FSA)" it is no army.
    """
    explained = {
        short.span.text: full
        for full, short in zip(found, found[1:], strict=False)
        if _is_bracketed_acronym(short.span[0]) and short.span.start == full.span.end + 1
        and full.label not in ("PERSON", "GPE", "NORP")
        and names.is_short_form(short.span.text, full.span.text)
        and not names.organization_named(full.span.text)
    }  # fmt: skip
    return [
        replace(m, label=full.label, name=full.name)
        if m.name != m.span.text and (full := explained.get(m.span.text))
        else m
        for m in found
    ]


def _surnames_of(full: str) -> Iterator[str]:
    """Yield the surname of a full name in the form that compares, and with its particles: "van Holm"."""
    words = names.normalize_name(full).split()
    yield words[-1]
    start = len(words) - 1
    while start > 1 and names.is_word_for("particle", words[start - 1]):
        start -= 1
        yield " ".join(words[start:])


def _with_one_label(found: list[Markable]) -> list[Markable]:
    """Return the names, those of several words labelled as most of the same words are; and a company's first
    word as the company ("Tarvo" of "Tarvo Motors"), if it is no surname.
    """
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for m in found:
        if len(m.span) > 1:
            counts[m.span.text][m.label] += 1
    labels = {text: max(count, key=lambda k: (count[k], k != "")) for text, count in counts.items()}
    words = {word for text, label in labels.items() if label == "PERSON" for word in text.split()}
    firms = {text.split()[0] for text, label in labels.items() if label == "ORG"} - words
    return [
        replace(m, label="ORG")
        if m.label == "PERSON" and m.span.text in firms
        else replace(m, label=labels.get(m.span.text, m.label))
        for m in found
    ]


def _is_surname(markable: Markable, surnames: set[str]) -> bool:
    text = markable.span.text
    if names.normalize_name(text) not in surnames:
        return False
    return markable.label in ("", "ORG", "LOC", "GPE") and (not _of_tables(markable.span, text))


def _names_in(doc: Document) -> Iterator[Markable]:
    taken = {token.i for entity in doc.ents if entity.label_ in TIMES | AMOUNTS for token in entity}
    taken |= {token.i for token in doc if token.is_space}
    entities = [(e, e.label_) for e in doc.ents if e.label_ in LABELS and not _is_no_person(e)]
    entities += [(e, "") for e in doc.ents if e.label_ == "MISC" and len(e) > 1]  # "Wheels of Fire"
    spans = [(span, label) for entity, label in entities for span in _trimmed(entity)]
    spans += [(span, "") for span in _table_names_in(doc)]
    # a name of the tables that is longer than what the pipeline found there is better
    for span, label in sorted(spans, key=lambda pair: (-len(pair[0]), not pair[1], pair[0].start)):
        if not any(token.i in taken for token in span):
            yield from _markables_of(span, label, taken)
    for span in _proper_runs_in(doc, taken):
        yield from _markables_of(_quoted_title(span) or _with_modifiers(span), "", taken)


def _is_no_person(entity: Span) -> bool:
    """Whether what was taken for a person has an article and an adjective: "the Legislative Yuan"."""
    if entity.label_ != "PERSON" or len(entity) > 1:
        return False
    before = {child.dep_: child for child in entity.root.children if child.i < entity.start}
    adjective = before.get("amod")
    return "det" in before and adjective is not None and _belongs_to_name(adjective)


def _markables_of(span: Span, label: str, taken: set[int]) -> Iterator[Markable]:
    markable = _named(span, label)
    if markable:
        taken.update(token.i for token in markable.span)
        yield markable


def _trimmed(span: Span) -> Iterator[Span]:
    """Yield the span without articles, possessive endings, marks and spaces around it, if any is left."""
    doc, start, end = span.doc, span.start, span.end
    while start < end and (doc[start].tag_ == "DT" or not any(c.isalnum() for c in doc[start].text)):
        start += 1
    while start < end and (doc[end - 1].tag_ == "POS" or not any(c.isalnum() for c in doc[end - 1].text)):
        end -= 1
    if start < end:
        yield doc.span(start, end)


def _table_names_in(doc: Document) -> Iterator[Span]:
    """Yield the longest names of the tables at each word with a capital."""
    for token in doc:
        if not token.text[:1].isupper() or token.tag_ == "DT" or not names.may_begin_name(token.text):
            continue
        for end in range(min(len(doc), token.i + LONGEST_NAME), token.i, -1):
            span = doc.span(token.i, end)
            if span[-1].tag_ == "POS" or not any(c.isalnum() for c in span[-1].text):
                continue
            if _is_in_tables(span) and not (_has_neighbour(span) and not names.country_named(span.text)):
                yield span
                break


def _is_in_tables(span: Span) -> bool:
    text = span.text
    if text.endswith("$"):
        return False
    if names.country_of_demonym(text):
        return True
    if not (names.country_named(text) or names.organization_named(text) or names.place_named(text)):
        return names.country_of_seat(text) is not None or names.country_of_capital(text) is not None
    if not names.is_ambiguous(text) or _is_bracketed_acronym(span[0]):
        return True
    return span.root.pos_ == "PROPN" and not _has_neighbour(span)


def _is_bracketed_acronym(token: Token) -> bool:
    """Whether a word stands alone in brackets and in capitals: "(IS)"."""
    if not token.text.isupper() or len(token.text) < 2 or not 0 < token.i < len(token.doc) - 1:
        return False
    return token.nbor(-1).text == "(" and token.nbor().text == ")"


def _has_neighbour(span: Span) -> bool:
    """Whether the span is a piece of a longer name ("Paris Hilton", "Camp Victoria")."""
    doc = span.doc
    after = doc[span.end] if span.end < len(doc) else None
    before = doc[span.start - 1] if span.start else None
    if after is not None and after.pos_ == "PROPN" and not names.is_role(after.text):
        return after.head in span or (span.root.head == after and span.root.dep_ in ("compound", "flat"))
    if before is not None and before.pos_ == "PROPN" and not names.is_role(before.text):
        return span.root.head == before and span.root.dep_ in ("flat", "compound")
    return False


def _proper_runs_in(doc: Document, taken: set[int]) -> Iterator[Span]:
    """Yield the runs of proper nouns that nothing was said about, with hyphens and what they join."""
    start = 0
    while start < len(doc):
        end = start
        while end < len(doc) and _continues_name(doc, start, end, taken):
            end += 1
        yield from _trimmed(doc.span(start, end)) if end > start else ()
        start = max(end, start + 1)


def _continues_name(doc: Document, start: int, i: int, taken: set[int]) -> bool:
    token = doc[i]
    if i in taken or (i > start and token.is_sent_start):
        return False
    if _is_bracketed_acronym(token):
        return i == start
    if token.pos_ != "PROPN" or not token.text[:1].isupper():
        if i > start and token.text.isdigit() and token.dep_ in ("flat", "nummod") and token.head.i >= start:
            return token.head.i < i  # "Area 51"
        is_joined = i > start and not doc[i - 1].whitespace_
        is_number = doc[i - 1].text == "-" and token.text.isdigit()  # "AR-15"
        return is_joined and (is_number or (token.text == "-" and not token.whitespace_))
    # "Monday Air France": two names that only stand side by side
    return i == start or token.dep_ in ("compound", "flat", "goeswith") or doc[i - 1].head.i >= i


def _quoted_title(span: Span) -> Span | None:
    """Return the whole of what stands in quotation marks around a name if all of it has capitals."""
    doc, start, end = span.doc, span.start, span.end
    while start > span.sent.start and start > span.start - LONGEST_NAME and not doc[start - 1].is_quote:
        start -= 1
    while end < span.sent.end and end < span.end + LONGEST_NAME and not doc[end].is_quote:
        end += 1
    if start == span.sent.start or end == span.sent.end:
        return None
    words = [word for word in doc[start:end] if word.text != ","]
    is_quoted = doc[start - 1].is_quote and doc[end].is_quote and 1 < len(words) <= LONGEST_NAME
    if not is_quoted or not all(_may_be_in_title(word) for word in words):
        return None
    return next(_trimmed(doc.span(start, end)), None)


def _may_be_in_title(word: Token) -> bool:
    return word.text[:1].isupper() or word.text.isdigit() or names.is_word_for("small", word.lower_)


def _with_modifiers(span: Span) -> Span:
    """Return a name with what stands before its noun in capitals: "Syrian Army", "Sheriff's Office".

    A person ("Iranian Ali Lee") is not called so, and what begins a sentence has its capital from that.
    """
    head, start = span.root, span.start
    if names.gender_of(span.text):
        return span
    before = [child for child in head.children if child.i < start]
    for child in sorted(before, key=lambda child: -child.i):
        words = span.doc[child.left_edge.i : child.right_edge.i + 1]
        is_office = child.dep_ == "nmod:poss" and child.text[:1].isupper() and names.is_role(child.text)
        is_next = child.right_edge.i == start - 1 and (is_office or child.dep_ in ("amod", "compound"))
        is_whole = child.left_edge.i == 0 or span.doc[child.left_edge.i - 1].text not in DASHES
        if not is_next or not is_whole:  # "the Iran–Iraq War"
            break
        if not all(_belongs_to_name(word) for word in words if word.dep_ not in ("case", "det")):
            break
        start = next(word.i for word in words if word.dep_ != "det")
    return span.doc.span(start, span.end)


def _belongs_to_name(word: Token) -> bool:
    is_proper = word.pos_ == "PROPN" or (word.tag_ in ("JJ", "NN") and not word.is_sent_start)
    return is_proper and word.text[:1].isupper() and word.lower_ not in QUANTIFIERS


def _named(span: Span, label: str) -> Markable | None:
    """Return the markable of a name, label and canonical name put right by the tables; None for none."""
    span = _without_office(span) if label == "PERSON" else span
    text = " ".join(span.text.split())
    if text.endswith("$") or text.casefold().rstrip("s") in CALENDAR or not any(c.isalpha() for c in text):
        return None
    if names.country_of_demonym(text) and _is_people(span.root):
        return None
    if label == "NORP" and _is_one_of_party(span.root):
        return Markable(span, span.root, MentionKind.NOMINAL, "NORP", text)
    if titled := _titled_place(span):
        return titled
    if text == "No" and span.doc.span(span.end, span.end + 1).text == ".":
        return None  # "number"
    if span.root.tag_ == "PRP" or (_is_adjective(span) and not _of_tables(span, text)):
        return None
    is_person = label == "PERSON" and (names.is_ambiguous(text) or len(span) > 1)
    if not is_person and (markable := _of_tables(span, text)):
        return markable
    if names.is_role(text) and (not names.gender_of(text.split()[0]) or _is_said_of_another(span)):
        return None
    if not label and names.is_generic(text) and _is_office_of(span):
        return None
    title, name = names.split_title(text)
    if title and (label in ("PERSON", "") or names.gender_of(name)):
        begin = span.end_char - len(name)
        span = span.doc.span(next((t.i for t in span if t.idx >= begin), span.start), span.end)
        label = "PERSON"
    if not label and len(span) > 1 and names.gender_of(name):
        label = "PERSON"
    if not label and (title or any(_is_title(child) for child in span.root.children if child.i < span.start)):
        label = "PERSON"
    return Markable(span, span.root, MentionKind.NAME, label, " ".join(span.text.split()))


def _is_one_of_party(noun: Token) -> bool:
    """Whether a word for those of a party or faith means one of them: "a Democrat", "the Muslim"."""
    is_one = any(c.lower_ in ("a", "an", "another") for c in syntax.children_of(noun, "det"))
    is_one = is_one or (noun.tag_ == "NN" and syntax.has_child(noun, "det"))
    is_noun = noun.tag_ in ("NN", "NNP", "JJ") and noun.dep_ not in PREMODIFIERS
    return is_one and is_noun and not noun.text.endswith("s")


def _titled_place(span: Span) -> Markable | None:
    """Return the name of somebody or something called after a place: "Miss Norway" is not Norway."""
    start = span.start if len(span) > 1 else max(span.start - 1, 0)
    whole, title = span.doc.span(start, span.end), span.doc[start]
    is_title = title.text.istitle() and title.text.isalpha() and len(title.text) > len("Mrs")
    is_title = (
        is_title and names.split_title(f"{title.text} Lee")[0] != "" and not names.is_person(title.text)
    )
    place = whole.doc.span(start + 1, whole.end).text
    if not is_title or len(whole) < 2 or not names.country_named(place):
        return None
    return Markable(whole, whole.root, MentionKind.NAME, "", " ".join(whole.text.split()))


def _is_said_of_another(span: Span) -> bool:
    """Whether a title that may be a name is none: "Queen" in "Queen Elizabeth II" and in "the Queen"."""
    after = span.doc[span.end] if span.end < len(span.doc) else None
    is_before_name = after is not None and after.pos_ == "PROPN" and span[-1].whitespace_ == " "
    return is_before_name or any(child.dep_ in ("det", "nmod:poss") for child in span.root.children)


def _without_office(span: Span) -> Span:
    """Return a person's name without what an office before it is of: "Mayor of London Ann Lee"."""
    doc, start = span.doc, span.start
    if (
        doc.span(max(0, start - 1), start).text.lower() != "of"
        and doc.span(max(0, start - 2), start).text.lower() != "of the"
    ):
        return span
    for end in range(span.end - 1, start, -1):
        office = doc.span(start, end).text
        is_place = names.is_generic(office) or names.country_named(office) or names.place_named(office)
        if is_place and names.gender_of(doc[end].text) and not names.gender_of(office):
            return doc.span(end, span.end)
    return span


def _is_office_of(span: Span) -> bool:
    """Whether a word only says what an office is of: "State" in "the Secretary of State"."""
    head = span.root.head
    is_of = span.start > 0 and span.doc[span.start - 1].lower_ == "of"
    return is_of and head.i < span.start and head.tag_ in ("NN", "NNP") and names.is_role(head.text)


def _is_adjective(span: Span) -> bool:
    """Whether a word in capitals only says of what sort a noun is: "the Olympic regatta", "Nordic states"."""
    head = span.root
    return len(span) == 1 and head.dep_ == "amod" and head.ent_type_ not in ("NORP", "PERSON")


def _is_title(token: Token) -> bool:
    return token.dep_ in ("nmod:desc", "compound") and names.is_role(token.text)


def _of_tables(span: Span, text: str) -> Markable | None:
    head = span.root
    if country := names.country_named(text):
        return Markable(span, head, MentionKind.NAME, "GPE", country.name)
    if country := names.country_of_demonym(text):
        return Markable(span, head, MentionKind.NAME, "NORP", country.name)
    if country := names.country_of_seat(text):
        if _acts(head):
            return Markable(span, head, MentionKind.NAME, "GPE", country.name)
        return Markable(span, head, MentionKind.NAME, "FAC", text)
    if country := names.country_of_capital(text):
        return _capital_at(span, text, country)
    if body := names.organization_named(text) or _named_with_article(span, text):
        # "House of Representatives" may be any country's; an acronym in capitals is what it says
        is_sure = not names.is_ambiguous(text) or text.isupper()
        return Markable(span, head, MentionKind.NAME, "ORG", body.name if is_sure else text)
    if place := names.place_named(text):
        label = "LOC" if place.kind in ("region", "continent") else "GPE"
        return Markable(span, head, MentionKind.NAME, label, place.name)
    return None


def _capital_at(span: Span, text: str, country: Country) -> Markable:
    """Return the markable of a capital: where it acts its country, or the body that has its seat there."""
    if not _acts(span.root):
        return Markable(span, span.root, MentionKind.NAME, "GPE", text)
    if body := names.organization_named(text):  # Brussels is the European Union sooner than Belgium
        return Markable(span, span.root, MentionKind.NAME, "ORG", body.name)
    place = names.place_named(text)  # Victoria is a state of Australia sooner than the Seychelles
    is_country = place is not None and place.country == country.name
    return Markable(span, span.root, MentionKind.NAME, "GPE", country.name if is_country else text)


def _named_with_article(span: Span, text: str) -> Organization | None:
    """Return the body whose name has an article, which is not in the span: "The Guardian"."""
    has_article = span.start > 0 and span.doc[span.start - 1].lower_ == "the"
    is_whole = span.root.pos_ == "PROPN" and not _has_neighbour(span)  # "the Independent Ann Lee"
    return names.organization_named(f"The {text}") if has_article and is_whole else None


def _is_people(token: Token) -> bool:
    """Whether a demonym is a noun ("Iranians", "an American", "the Chinese"), not an adjective."""
    if token.pos_ == "ADJ" or token.tag_ in ("JJ", "NNP"):
        modifies = token.dep_ in ("amod", "compound", "nmod:desc", "nmod", "nmod:unmarked")
        return not modifies and any(child.dep_ == "det" for child in token.children)
    return token.tag_ in ("NNS", "NNPS") or (token.tag_ == "NN" and token.dep_ not in ("compound", "amod"))


# A capital or a seat of power as an actor


def _acts(token: Token) -> bool:
    """Whether a capital's name stands for the government: as agent, speaker, or one side of a relation."""
    head, relation = token.head, token.dep_
    if relation == "conj" and head.i != token.i:
        return not _has_case(token) and _acts(head)
    if relation == "nsubj":
        return (
            head.pos_ == "VERB"
            and head.lemma_ not in PLACE_ONLY
            and not syntax.has_child(head, "cop", "aux:pass")
        )
    if relation == "obl:agent":
        return True
    if relation == "obj":
        return head.lemma_ in ACTED_ON
    preposition = _preposition_of(token)
    if relation in ("obl", "nmod") and preposition:
        return preposition in ACTOR_PREPOSITIONS
    if relation == "nmod:poss":
        return head.lemma_.casefold() in POSSESSED_BY_COUNTRY
    if relation in ("compound", "obl:unmarked", "nmod", "nmod:unmarked"):
        return head.lower_ in DONE_BY_COUNTRY or head.lower_ in RELATIONS
    return False


def _has_case(token: Token) -> bool:
    return any(child.dep_ == "case" and child.i < token.i for child in token.children)


def _preposition_of(token: Token) -> str:
    for child in token.children:
        if child.dep_ == "case" and child.i < token.i:
            words = [child, *(fixed for fixed in child.children if fixed.dep_ == "fixed")]
            return " ".join(word.lower_ for word in words)
    return ""


# Common nouns


def _government_at(token: Token, found: dict[int, Markable]) -> Markable | None:
    """Return the country that a phrase for its government or its people names."""
    if token.pos_ not in ("NOUN", "PROPN", "ADJ"):
        return None
    if (
        token.text[:1].isupper()
        and token.i not in found
        and (country := names.country_of_demonym(token.text))
    ):
        if _is_people(token) and _is_whole_people(token):
            return Markable(token.span, token, MentionKind.NAME, "GPE", country.name)
        return None
    if token.lower_ not in GOVERNMENTS or token.dep_ == "compound":
        return None
    countries: set[str] = set()
    for child in token.children:
        of_country = child.dep_ in ("amod", "compound", "nmod:poss") or (
            child.dep_ == "nmod" and _preposition_of(child) in ("of", "")
        )
        name = _country_at(child, found) if of_country else None
        if name and not syntax.has_child(child, "conj"):
            countries.add(name)
        elif child.dep_ in ("amod", "compound", "nmod:poss", "nummod") and child.lower_ not in OF_GOVERNMENT:
            return None
    if len(countries) != 1:
        return None
    span = token.doc.span(_first_modifier(token), token.i + 1)
    return Markable(span, token, MentionKind.NAME, "GPE", countries.pop())


def _country_at(token: Token, found: dict[int, Markable]) -> str | None:
    markable = found.get(token.i)
    if markable is None or markable.label not in ("GPE", "NORP"):
        return None
    country = names.country_named(markable.name or "")
    return country.name if country else None


def _is_whole_people(token: Token) -> bool:
    """Whether "Iranians" means the country's: not counted, described or one of them."""
    if any(child.dep_ not in ("det", "case", "punct", "cc", "conj", "cop") for child in token.children):
        return False
    articles = [child.lower_ for child in token.children if child.dep_ == "det"]
    return articles == ["the"] or (not articles and token.tag_ in ("NNS", "NNPS"))


def _phrase_at(token: Token, named: set[int]) -> Markable | None:
    """Return the markable of a pronoun or of a phrase headed by a common noun."""
    if token.pos_ == "PRON":
        return _pronoun_at(token)
    is_title = token.pos_ == "PROPN" and names.is_role(token.text)
    people = token.pos_ in ("NOUN", "PROPN", "ADJ") and names.country_of_demonym(token.text) is not None
    if not (token.pos_ == "NOUN" or is_title or (people and _is_people(token))):
        return None
    if token.dep_ in NO_PHRASE and not _is_sort(token):
        return None
    if token.ent_type_ in TIMES | AMOUNTS or not token.text[-1:].isalnum():
        return None
    if token.dep_ == "obl:unmarked" and token.lower_ in CALENDAR:
        return None
    first = _first_modifier(token)
    span = token.doc.span(first, token.i + 1)
    name = _nominal_name(span)
    label = "NORP" if people else ""
    return Markable(span, token, MentionKind.NOMINAL, label, name) if name else None


def _is_sort(token: Token) -> bool:
    """Whether a noun before a name says what is named: "the airline Condor"; no title, as "Mayor" is."""
    return token.dep_ == "nmod:desc" and token.tag_ == "NN" and token.text[:1].islower()


def _pronoun_at(token: Token) -> Markable | None:
    is_relative = token.tag_ in ("WDT", "WP", "WP$") or (token.lower_ == "that" and token.tag_ != "DT")
    if token.dep_ in ("expl", "det", "cc:preconj") or token.tag_ == "EX" or is_relative:
        return None
    return Markable(token.span, token, MentionKind.PRONOUN, "", None)


def _first_modifier(noun: Token) -> int:
    """Return the place of the first word that says what sort of thing it is: no article, owner or number."""
    first = noun.i
    for child in sorted(noun.children, key=lambda child: -child.i):
        if child.i > noun.i or child.dep_ == "punct" or child.is_space:
            continue
        if child.dep_ not in PREMODIFIERS or child.lower_ in QUANTIFIERS or child.right_edge.i >= first:
            break
        owners = [t.right_edge.i + 1 for t in child.subtree if t.dep_ == "nmod:poss"]
        first = max(child.left_edge.i, *owners, 0)
    while noun.doc[first].is_punct or noun.doc[first].is_space or noun.doc[first].dep_ in ("det", "case"):
        first += 1
    return min(first, noun.i)


def _nominal_name(words: Span) -> str:
    """Return the words of a phrase, lower-case but for proper names, without quotation marks."""
    # "Supreme Leader" is a role in capitals, in "Moscow-backed rebels" the capital belongs to a name
    is_role = names.is_role(words.text) and words[-1].text[:1].isupper()
    text = "".join(_plain_word(token, is_role) + token.whitespace_ for token in words)
    return " ".join(re.sub(r"\(.*?\)|[()]", " ", text).split())


def _plain_word(token: Token, is_role: bool) -> str:
    if token.is_quote or token.is_space:
        return ""
    is_country = names.country_of_demonym(token.text) or names.country_named(token.text)
    is_name = token.pos_ == "PROPN" or (token.pos_ == "ADJ" and not token.is_sent_start)
    is_proper = token.text[:1].isupper() and (is_country or (is_name and not is_role))
    return token.text if is_proper else token.lower_
