"""Keeps what is known of the mentions that name one thing, and tells whether two sets of them may be one.

Receives the markables of `kg.mentions`; returns chains, roles, and answers about single markables.
`Chains` holds those of one document, while the passes of `kg.coreference` join them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg import binding, names, syntax
from kg.binding import GENDER_OF_PRONOUN
from kg.model import Join, MentionKind, Reason

if TYPE_CHECKING:
    from kg.mentions import Markable
    from kg.quotations import Quotation
    from kg.tokens import Document, Token

DEFINITE = {"the", "this", "that", "these", "those"}
DEMONSTRATIVE = {"this", "that", "these", "those"}
TIME_NOUNS = {
    "time", "year", "month", "week", "day", "hour", "minute", "decade", "century", "night", "morning",
}  # fmt: skip
SINGULAR, PLURAL = "singular", "plural"
SPEAKER_ALONE = {"i", "me", "my", "mine", "myself"}
SPEAKERS = {"we", "us", "our", "ours", "ourselves"}


Owner = str | int
"""Whose something is: a country by name, the place of a markable, any other word; "" if it is not said."""


@dataclass(frozen=True, slots=True)
class Role:
    """What somebody is: the words of the role as a key, and whose."""

    key: str
    owner: Owner


@dataclass(slots=True)
class Chain:
    """The markables that name one thing, by place, with what is known of it."""

    members: list[int]
    full_names: set[str] = field(default_factory=set)
    country: str = ""
    kind: str = ""
    gender: str = ""
    number: str = ""
    roles: set[Role] = field(default_factory=set)


class Chains:
    """The markables of a document, and the chain that each is in so far.

    `joins` are those made so far, each for the `reason` that was set when it was made.
    """

    def __init__(
        self,
        doc: Document,
        markables: Sequence[Markable],
        quotations: Sequence[Quotation],
        named: Mapping[Quotation, Token] | None = None,
    ) -> None:
        self.doc = doc
        self.named = named or {}
        self.markables = markables
        self.at = {markable.head.i: place for place, markable in enumerate(markables)}
        self.of = [chain_of(markable, place) for place, markable in enumerate(markables)]
        self.reason = Reason.NAME
        self.joins: list[Join] = []
        self.quotation_at = {i: q for q in quotations for i in range(q.start, q.end)}
        self.speakers: dict[Quotation, list[int]] = {}
        # the sentence of each markable: all counted, and without those that are only quoted or only marks
        self.sentence, self.unquoted = [0] * len(markables), [0] * len(markables)
        self.paragraph = [0] * len(markables)
        unquoted = paragraph = 0
        for number, sentence in enumerate(doc.sents):
            unquoted += any(token.text.isalpha() and token.i not in self.quotation_at for token in sentence)
            for token in sentence:
                paragraph += token.is_space and "\n" in token.text
                if (place := self.at.get(token.i)) is not None:
                    self.sentence[place], self.unquoted[place] = number, unquoted
                    self.paragraph[place] = paragraph

    def places(self, *kinds: MentionKind) -> Iterator[int]:
        """Yield the places of the markables of these kinds, in text order."""
        return (place for place, markable in enumerate(self.markables) if markable.kind in kinds)

    def distinct(self, places: Iterable[int]) -> list[int]:
        """Return one place of each chain, in the order in which they are met."""
        return list({id(self.of[place]): place for place in places}.values())

    def last_before(self, place: int, other: int) -> int:
        """Return where the chain of another was last mentioned before a place; its first place if nowhere."""
        return max((m for m in self.of[other].members if m < place), default=self.of[other].members[0])

    def join(self, place: int, other: int, *, nested: bool = False) -> bool:
        """Make one chain of those of two markables unless what is known of them disagrees."""
        chain, into = self.of[place], self.of[other]
        if chain is into:
            return True
        if not agree(chain, into) or (not nested and self._is_nested(chain, into)):
            return False
        self.joins.append(Join(place, other, self.reason))
        merge(into, chain)
        for member in chain.members:
            self.of[member] = into
        return True

    def _is_nested(self, chain: Chain, other: Chain) -> bool:
        """Whether a member of one is a part of a member of the other, as "its" is of "its leader"."""
        sentences = {self.sentence[m] for m in chain.members}
        return any(
            self.sentence[a] == self.sentence[b]
            and (binding.contains(self.markables[a].head, self.markables[b].head)
                 or binding.contains(self.markables[b].head, self.markables[a].head))
            for b in other.members if self.sentence[b] in sentences
            for a in chain.members
        )  # fmt: skip


def chain_of(markable: Markable, place: int) -> Chain:
    """Return the chain of one markable alone, with what its words tell."""
    chain = Chain([place], number=number_of(markable))
    if markable.kind is MentionKind.PRONOUN:
        chain.gender = GENDER_OF_PRONOUN.get(markable.head.lower_, "")
        chain.kind = "person" if chain.gender in ("m", "f") or markable.head.lower_ in SPEAKER_ALONE else ""
        return chain
    name = markable.name or ""
    if markable.kind is MentionKind.NOMINAL:
        is_one_of_people = markable.label == "NORP" and chain.number == SINGULAR
        if names.is_person(name) or is_one_of_people:
            chain.kind, chain.gender = "person", names.gender_of(name)
        elif names.sector_of(name):
            chain.kind = "body"
        return chain
    country = names.country_named(name) if markable.label in ("GPE", "NORP") else None
    chain.country = country.name if country else ""
    chain.number = number_of(markable)
    if markable.label == "PERSON" and chain.number == SINGULAR:
        title, _ = names.split_title(
            markable.span.doc.span(max(markable.span.start - 1, 0), markable.span.end).text
        )
        chain.kind, chain.gender = "person", names.gender_of(title) or names.gender_of(name)
        if " " in name:
            chain.full_names.add(names.normalize_name(name))
    elif markable.label:
        chain.kind = "body" if markable.label in ("ORG", "GPE", "NORP") else "thing"
        chain.full_names.add(names.normalize_name(name))
    return chain


def agree(chain: Chain, other: Chain) -> bool:
    """Whether two chains may be one thing."""
    if chain.country and other.country and chain.country != other.country:
        return False
    if chain.kind and other.kind and (chain.kind == "person") != (other.kind == "person"):
        return False
    if chain.gender and other.gender and chain.gender != other.gender:
        return False
    return all(
        a == b or names.is_short_form(a.title(), b.title()) or names.is_short_form(b.title(), a.title())
        for a in chain.full_names
        for b in other.full_names
        if chain.kind == "person"
    )


def merge(into: Chain, chain: Chain) -> None:
    """Add to a chain all that is known of another."""
    into.members = sorted(into.members + chain.members)
    into.full_names |= chain.full_names
    into.roles |= chain.roles
    into.country = into.country or chain.country
    into.kind = into.kind or chain.kind
    into.gender = into.gender or chain.gender
    into.number = into.number or chain.number


def split_country(text: str) -> tuple[str, str]:
    """Return the country that a phrase begins with, and the rest: "Iraqi prime minister", "US president"."""
    words = text.split()
    for end in range(min(3, len(words) - 1), 0, -1):
        first = " ".join(words[:end])
        country = names.country_named(first) or names.country_of_demonym(first)
        if country:
            return country.name, " ".join(words[end:])
    return "", text


def is_alias(short: Markable, full: Markable) -> bool:
    """Whether a name may be short for another, of a thing of the same sort."""
    labels = {short.label, full.label}
    if labels & {"GPE", "LOC", "NORP"} or ("PERSON" in labels and not labels <= {"PERSON", ""}):
        return False
    return names.is_short_form(short.name or "", full.name or "") or names.is_short_form(
        short.span.text, full.span.text
    )


def is_first_name(short: Markable, full: Markable) -> bool:
    """Whether a name is the first name of a person named in full."""
    words = (full.name or "").split()
    return (
        full.label == "PERSON" and short.label in ("PERSON", "") and len(words) > 1 and short.name == words[0]
    )


def case_of(token: Token) -> str:
    """Return the first preposition before a noun, lower case; "" if none."""
    return next(
        (child.lower_ for child in token.children if child.dep_ == "case" and child.i < token.i),
        "",
    )


def determiner_of(noun: Markable) -> str:
    """Return the article or demonstrative of a phrase, lower case; "" if none."""
    return next((child.lower_ for child in noun.head.children if child.dep_ == "det"), "")


def has_owner(noun: Markable) -> bool:
    """Whether a phrase says whose it is by a possessor."""
    return syntax.has_child(noun.head, "nmod:poss")


def is_demonstrative(noun: Markable) -> bool:
    """Whether a phrase points: "this attack"."""
    return determiner_of(noun) in DEMONSTRATIVE


def is_definite(noun: Markable) -> bool:
    """Whether a phrase speaks of what is known: "the", "this", a possessor, or a title without an article."""
    if determiner_of(noun):
        return determiner_of(noun) in DEFINITE
    return has_owner(noun) or noun.head.pos_ == "PROPN"


def modifiers_of(noun: Markable) -> set[str]:
    """Return the words before the noun of a phrase, lower case."""
    return {token.lower_ for token in noun.span if token.i != noun.head.i and token.text[0].isalnum()}


def number_of(markable: Markable) -> str:
    """Return whether one thing is meant or several; "" if the word does not tell."""
    head = markable.head
    if markable.kind is MentionKind.NAME:
        return PLURAL if _is_several(markable) else SINGULAR
    if markable.kind is MentionKind.PRONOUN:
        gender = GENDER_OF_PRONOUN.get(head.lower_)
        return PLURAL if gender == "" or head.lower_ in SPEAKERS else SINGULAR if gender else ""
    return PLURAL if head.tag_ in ("NNS", "NNPS") or head.lemma_ in ("police", "people") else SINGULAR


def _is_several(named: Markable) -> bool:
    """Whether a name is of a people or a family: "the Palestinians", "the Hills"."""
    if named.label == "NORP" or (named.label == "GPE" and names.country_of_demonym(named.span.text)):
        return named.head.tag_ in ("NNS", "NNPS")
    is_one_word = len(named.span) == 1 and named.head.text.endswith("s")
    return named.label == "PERSON" and is_one_word and determiner_of(named) == "the"


def are_of_one_kind(token: Token, other: Token) -> bool:
    """Whether two pronouns are of one person, number and gender ("he" and "his")."""
    gender = GENDER_OF_PRONOUN.get(token.lower_)
    return gender is not None and gender == GENDER_OF_PRONOUN.get(other.lower_)


def owner_at(chains: Chains, place: int) -> Owner:
    """Return what a markable names, as an owner."""
    return chains.of[place].country or place


def owner_of(chains: Chains, noun: Token) -> Owner:
    """Return whose it is: "Iran's leader", "the Iranian leader", "the leader of Iran"."""
    for child in noun.children:
        relation = child.dep_
        is_of = relation == "nmod" and case_of(child) in ("of", "for")
        if child.i in chains.at and (relation in ("nmod:poss", "amod", "compound", "nmod:unmarked") or is_of):
            return owner_at(chains, chains.at[child.i])
        if is_of or relation == "nmod:poss":
            return child.lemma_.casefold()
    return ""


def is_one_owner(chains: Chains, one: Owner, other: Owner) -> bool:
    """Whether two owners are one thing, as far as is known by now."""
    if isinstance(one, int) and isinstance(other, int):
        return chains.of[one] is chains.of[other]
    return one == other
