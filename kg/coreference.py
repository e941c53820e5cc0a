"""Tells which mentions of one article are one thing.

Receives the markables of `kg.mentions`; returns a chain number for each.
A sieve of passes, the most precise first, each of which sees the chains made so far: names and their short
forms; appositions, titles and roles; repeated common nouns; pronouns, and what their owners then tell of
roles and nouns; who speaks. Where two antecedents fit about equally well, a mention stays alone.

Reference: Lee et al. 2013, "Deterministic coreference resolution based on entity-centric,
precision-ranked rules", https://doi.org/10.1162/COLI_a_00152
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from kg.chains import Chains
from kg.descriptions import join_appositions, join_roles
from kg.mentions import Markable, mentions_in
from kg.model import Join, Reason
from kg.namesakes import join_aliases, join_same_names, join_short_forms
from kg.pronouns import join_lone_pronouns, join_pronouns
from kg.repetitions import join_nouns_of_names, join_repeated_nouns
from kg.voices import join_speakers, join_voices

if TYPE_CHECKING:
    from kg.quotations import Quotation
    from kg.tokens import Document, Token

__all__ = ["Markable", "chains_of", "mentions_in"]

SIEVE: tuple[tuple[Reason, Callable[[Chains], None]], ...] = (
    (Reason.NAME, join_same_names),
    (Reason.ALIAS, join_aliases),
    (Reason.SHORT, join_short_forms),
    (Reason.DESCRIPTION, join_appositions),
    (Reason.ROLE, join_roles),
    (Reason.KIND, join_nouns_of_names),
    (Reason.NOUN, join_repeated_nouns),
    (Reason.PRONOUN, join_pronouns),
    (Reason.PRONOUN, join_lone_pronouns),
    (Reason.ROLE, join_roles),
    (Reason.NOUN, join_repeated_nouns),
    (Reason.VOICE, join_speakers),
    (Reason.VOICE, join_voices),
)
"""The passes, in their order, each with its reason: it joins what it is sure of, and leaves the rest to those
behind it.
"""


def chains_of(
    doc: Document,
    markables: Sequence[Markable],
    quotations: Sequence[Quotation],
    speakers: Mapping[Quotation, Token] | None = None,
) -> tuple[list[int], list[Join]]:
    """Return the chain of each markable: 0, 1, … in the order of their first mentions; and what made them.

    `quotations` are those of the document, since "I" is who speaks there, and "he" is not; `speakers` are the
    heads of the phrases that name who does, as far as is known.
    """
    chains = Chains(doc, markables, quotations, speakers)
    for chains.reason, join in SIEVE:
        join(chains)
    number_of: dict[int, int] = {}
    return [number_of.setdefault(id(chain), len(number_of)) for chain in chains.of], chains.joins
