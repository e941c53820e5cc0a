"""What a relation comes to, as it is meant: the PLOVER category with negation, modality and content in it.

Receives the relations of one article, coded by their words alone, and returns them coded as they are meant:
"will give aid" is no aid yet but agreeing to it, "threatened to attack" no attack but a threat, "refused to
meet" no meeting but a rejection, and "said X must leave" a demand. The words, modality and content of a
relation stay as they are.

Reference: PLOVER, which codes a promise, threat or refusal by its kind, not by what is promised, threatened
or refused; https://github.com/openeventdata/PLOVER
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from kg import names
from kg.model import Mention, MentionKind, Modality, Relation
from kg.ontology import Ontology

CODED = ("verb", "copula", "event")
SPOKEN = frozenset({"AGREE", "SUPPORT", "ACCUSE", "DEMAND", "REJECT", "THREATEN"})
"""What is done by saying so: who says "we reject it" rejects it."""
COMMITTING = frozenset({"AGREE", "REJECT", "THREATEN"})
OPEN = frozenset({"SAY", "OTHER"})
KNOWN_NOT_SO = (Modality.ASSERTED, Modality.FUTURE, Modality.POSSIBLE)
PLANS = frozenset({"intend", "plan"})
"""Who plans an act means to do it, though it is only wished so far."""
MUTUAL = frozenset({"agree", "agreeTo", "agreeOn", "accept", "approve"})
"""Said to somebody who wants it too, so it is no threat to him."""
THINGS = frozenset({"EVENT", "PRODUCT", "WORK_OF_ART", "LAW", "LANGUAGE", "FAC", "LOC"})
PEOPLE = re.compile(
    r"\b(country|countries|nation|state|part(y|ies)|side|group|gang|neighbou?r|youth|fan|parent|ally|allies|"
    r"community|bloc|\w+(ers|ors|ists|ians|ees|men))s?$"
)
"""Common nouns of those who can mean to do something, beside the roles and bodies of `kg.names`."""


def code_relations(
    relations: Sequence[Relation], mentions: Sequence[Mention], ontology: Ontology
) -> tuple[Relation, ...]:
    """Return the relations in order, each with the category that it has as it is meant."""
    return tuple(_Coder(relations, mentions, ontology).coded())


def category_as_meant(category: str, modality: Modality, ontology: Ontology, *, negated: bool = False) -> str:
    """Return the category of an act that is to come, or that is said not to be.

    Example:
        >>> from kg.ontology import load_ontology
        >>> [category_as_meant("AID", m, load_ontology()) for m in (Modality.ASSERTED, Modality.FUTURE)]
        ['AID', 'AGREE']
        >>> category_as_meant("AID", Modality.FUTURE, load_ontology(), negated=True)
        'REJECT'
    """
    quad = ontology.categories[category].quad
    if quad.endswith("cooperation") and negated and modality in KNOWN_NOT_SO:
        return "REJECT"
    if modality is not Modality.FUTURE:
        return category
    if quad.endswith("cooperation"):
        return "AGREE"
    if category == "MOBILIZE":
        # an order to deploy shows force before the first soldier has gone
        return "REJECT" if negated else category
    if quad == "material conflict":
        return "AGREE" if negated else "THREATEN"
    return category


@dataclass(slots=True)
class _Coder:
    """Codes from contents to what governs them, and then what a promise, threat or refusal is about."""

    relations: Sequence[Relation]
    mentions: Sequence[Mention]
    ontology: Ontology
    own: list[str] = field(default_factory=list)
    planned: set[int] = field(default_factory=set)
    found: dict[int, str] = field(default_factory=dict)
    under_way: set[int] = field(default_factory=set)

    def coded(self) -> Iterator[Relation]:
        places = range(len(self.relations))
        denied = {j for i in places if self._denies(i) for j in self._contents_of(i)}
        plans = (i for i in places if self.relations[i].predicate.name in PLANS)
        self.planned = {j for i in plans for j in self._contents_of(i)}
        self.own = [self._own(i, is_denied=i in denied) for i in places]
        categories = [self._category_of(i) for i in range(len(self.relations))]
        for i, category in enumerate(list(categories)):
            if self.own[i] in COMMITTING and category in COMMITTING and not self._denies(i):
                for j in self._commitments_of(i):
                    # "vowed not to return it" leaves open what that comes to; "agreed to expel them" does not
                    is_open = self.own[j] == "OTHER" and self.relations[j].negated
                    if category == "REJECT" or not (is_open or self.own[j] == "THREATEN"):
                        categories[j] = category
        for relation, category in zip(self.relations, categories, strict=True):
            yield replace(relation, predicate=replace(relation.predicate, category=category))

    def _own(self, i: int, *, is_denied: bool) -> str:
        """Return the category by the words and the stance of a relation, its contents left aside.

        What somebody says that he did not do is not what he will not do.
        """
        relation = self.relations[i]
        category = relation.predicate.category
        if relation.rule not in CODED or is_denied or not self._can_mean_to_act(relation):
            return category
        return category_as_meant(category, self._modality_of(i), self.ontology, negated=relation.negated)

    def _modality_of(self, i: int) -> Modality:
        """Return the modality of a relation, what is planned being what is to come."""
        modality = self.relations[i].modality
        return Modality.FUTURE if modality is Modality.DESIRED and i in self.planned else modality

    def _can_mean_to_act(self, relation: Relation) -> bool:
        """Whether the subject may be somebody: "the tax will harm the poor" threatens nobody."""
        if relation.subject is None:
            return False
        if relation.subject.mention is None:
            return True
        mention = self.mentions[relation.subject.mention]
        if mention.kind is not MentionKind.NOMINAL:
            return mention.label not in THINGS
        noun = mention.name or ""
        is_known = names.is_role(noun) or bool(names.sector_of(noun) or names.gender_of(noun))
        return is_known or PEOPLE.search(noun) is not None

    def _category_of(self, i: int) -> str:
        if i in self.found:
            return self.found[i]
        if i in self.under_way:
            return self.own[i]
        self.under_way.add(i)
        self.found[i] = self._with_contents(i)
        return self.found[i]

    def _with_contents(self, i: int) -> str:
        own = self.own[i]
        if self.relations[i].rule not in CODED or self.relations[i].modality is Modality.CONDITIONAL:
            return own
        if own in OPEN or (own == "AGREE" and self.relations[i].predicate.name not in MUTUAL):
            for j in self._commitments_of(i):
                if (category := self._category_of(j)) in COMMITTING - {own}:
                    return category
        if own != "SAY":
            return own
        for j in self._contents_of(i):
            if self._is_same_subject(i, j):
                is_said_of_now = self.relations[j].modality is Modality.ASSERTED
                if is_said_of_now and self._category_of(j) in SPOKEN and not self.relations[j].negated:
                    return self._category_of(j)
            elif self._is_required(j):
                return "DEMAND"
        return own

    def _contents_of(self, i: int) -> list[int]:
        return [a.relation for a in self.relations[i].arguments if a.relation is not None and a.relation != i]

    def _commitments_of(self, i: int) -> Iterator[int]:
        """Yield the contents that the subject itself is to do, or is not to do or does not do."""
        for j in self._contents_of(i):
            content = self.relations[j]
            is_open = self._modality_of(j) is Modality.FUTURE or content.negated
            is_passed_on = self._category_of(j) in COMMITTING and self.own[j] in OPEN
            if (is_open or is_passed_on) and self._is_same_subject(i, j):
                yield j

    def _is_required(self, i: int) -> bool:
        """Whether a content is asked for: it "must" be so, or somebody "needs to" do it."""
        relation = self.relations[i]
        if relation.modality is Modality.REQUIRED:
            return relation.subject is not None
        return self.own[i] == "OTHER" and any(
            self.relations[j].modality is Modality.REQUIRED and self._is_same_subject(i, j)
            for j in self._contents_of(i)
        )

    def _is_same_subject(self, i: int, j: int) -> bool:
        one, other = self.relations[i].subject, self.relations[j].subject
        if one is None or other is None:
            return False
        if one.mention is not None and other.mention is not None:
            return self.mentions[one.mention].chain == self.mentions[other.mention].chain
        return one.passage == other.passage

    def _denies(self, i: int) -> bool:
        return self.relations[i].predicate.name in self.ontology.denials
