"""Tells which mentions of one article are one thing.

Receives the markables of `kg.mentions`; returns a chain number for each.
A sieve of passes, the most precise first, each of which sees the chains made so far: same canonical name;
aliases and short forms; appositions, titles and roles; repeated common nouns; pronouns.
Nothing is guessed: where two antecedents fit about equally well, a mention stays alone.

Reference: Lee et al. 2013, "Deterministic coreference resolution based on entity-centric,
precision-ranked rules", https://doi.org/10.1162/COLI_a_00152
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from kg import binding, names
from kg.binding import GENDER_OF_PRONOUN, SUBJECTS
from kg.chains import (
    PLURAL,
    SINGULAR,
    SPEAKER_ALONE,
    SPEAKERS,
    Chain,
    Role,
    agree,
    are_of_one_kind,
    case_of,
    chain_of,
    determiner_of,
    fits_role,
    has_owner,
    is_alias,
    is_definite,
    is_demonstrative,
    is_first_name,
    merge,
    modifiers_of,
    number_of,
    split_country,
)
from kg.mentions import Markable, mentions_in
from kg.model import MentionKind

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from kg.quotations import Quotation

__all__ = ["Markable", "chains_of", "mentions_in"]

# Salience of grammatical roles, after Lappin and Leass 1994; chosen on the sentence table of the tests.
SALIENCE = {
    "nsubj": 40,
    "nsubj:pass": 36,
    "nsubj:outer": 36,
    "obl:agent": 28,
    "obj": 24,
    "iobj": 22,
    "obl": 14,
}
PER_SENTENCE, MARGIN, LEAST, REACH = 30, 6, 0, 2
TIME_NOUNS = {
    "time", "year", "month", "week", "day", "hour", "minute", "decade", "century", "night", "morning",
}  # fmt: skip


def chains_of(doc: Doc, markables: Sequence[Markable], quotations: Sequence[Quotation]) -> list[int]:
    """Return the chain of each markable: 0, 1, … in the order of their first mentions.

    `quotations` are those of the document, since "I" is who speaks there, and "he" is not.
    """
    sieve = _Sieve(doc, markables, quotations)
    sieve.run()
    number_of: dict[int, int] = {}
    return [number_of.setdefault(id(chain), len(number_of)) for chain in sieve.chains]


def _keys_of(markable: Markable) -> set[str]:
    """Return the names of a name, as written and in canonical form, in the form that compares."""
    if markable.kind is not MentionKind.NAME:
        return set()
    return {names.normalize_name(text) for text in (markable.span.text, markable.name or "") if text.strip()}


class _Sieve:
    def __init__(self, doc: Doc, markables: Sequence[Markable], quotations: Sequence[Quotation]) -> None:
        self.markables = markables
        self.at = {markable.head.i: place for place, markable in enumerate(markables)}
        self.chains = [chain_of(markable, place) for place, markable in enumerate(markables)]
        self.quotation_at = {i: q for q in quotations for i in range(q.start, q.end)}
        self.keys = [_keys_of(markable) for markable in markables]
        # the sentence of each markable: all counted, and without those that are only quoted or only marks
        self.sentence, self.unquoted = [0] * len(markables), [0] * len(markables)
        unquoted = 0
        for number, sentence in enumerate(doc.sents):
            unquoted += any(token.is_alpha and token.i not in self.quotation_at for token in sentence)
            for place in [self.at[token.i] for token in sentence if token.i in self.at]:
                self.sentence[place], self.unquoted[place] = number, unquoted

    def run(self) -> None:
        self._join_same_names()
        self._join_aliases()
        self._join_short_forms()
        self._join_appositions()
        self._join_roles()
        self._join_repeated_nouns()
        self._join_pronouns()
        self._join_speakers()

    def _places(self, *kinds: MentionKind) -> Iterator[int]:
        return (place for place, markable in enumerate(self.markables) if markable.kind in kinds)

    def _join(self, place: int, other: int, *, nested: bool = False) -> bool:
        """Make one chain of those of two markables unless what is known of them disagrees."""
        chain, into = self.chains[place], self.chains[other]
        if chain is into:
            return True
        if not agree(chain, into) or (not nested and self._is_nested(chain, into)):
            return False
        merge(into, chain)
        for member in chain.members:
            self.chains[member] = into
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

    # Names

    def _join_same_names(self) -> None:
        first: dict[tuple[str, str], int] = {}
        for place in self._places(MentionKind.NAME):
            markable = self.markables[place]
            key = names.normalize_name(markable.name or "")
            label = "GPE" if self.chains[place].country else markable.label
            for kind in (label, "") if label else ("", "PERSON", "ORG", "GPE", "LOC"):
                if (key, kind) in first and self._join(place, first[key, kind], nested=bool(label)):
                    break
            first.setdefault((key, label), place)

    def _join_aliases(self) -> None:
        """Join "the Free Trade League (FTL)" and names in apposition to names that they are short for."""
        named = list(self._places(MentionKind.NAME))
        for place, after in zip(named, named[1:], strict=False):
            full, short = self.markables[place], self.markables[after]
            between = short.span.doc[full.span.end : short.span.start]
            is_bracket = [t.text for t in between if not t.is_space] == ["("]
            is_apposition = short.head.dep_ == "appos" and short.head.head == full.head
            if (is_bracket or is_apposition) and is_alias(short, full):
                self._join(after, place)

    def _join_short_forms(self) -> None:
        """Join a surname, first name or acronym to the one full name that it may stand for."""
        fulls = list({id(self.chains[p]): p for p in self._places(MentionKind.NAME)}.values())
        for place in list(self._places(MentionKind.NAME)):
            short = self.markables[place]
            if self.chains[place].country or short.label in ("GPE", "LOC", "NORP"):
                continue
            chain = self.chains[place]
            full_names = fulls if short.span.text.isupper() else self._with_last_word_of(place, fulls)
            others = {id(self.chains[p]): p for p in full_names if self.chains[p] is not chain}
            candidates = [p for p in others.values() if self._may_be_short(place, p)]
            if len(candidates) > 1:  # the one that was named in full before
                candidates = [p for p in candidates if self.chains[p].members[0] < chain.members[0]]
            if len(candidates) == 1:
                self._join(place, candidates[0])

    def _with_last_word_of(self, place: int, fulls: Sequence[int]) -> list[int]:
        """Return those whose chain has a name with the last word of this one: it is short for no other."""
        last = {key.split()[-1] for key in self.keys[place]}
        return [
            p
            for p in fulls
            if any(not last.isdisjoint(key.split()) for m in self.chains[p].members for key in self.keys[m])
        ]

    def _may_be_short(self, place: int, full: int) -> bool:
        return any(
            is_alias(self.markables[place], self.markables[m])
            or (is_first_name(self.markables[place], self.markables[m]) and m < place)
            for m in self._names_of(self.chains[full])
        )

    def _names_of(self, chain: Chain) -> list[int]:
        """Return the first place of each name of a chain."""
        first: dict[str | None, int] = {}
        for place in chain.members:
            if self.markables[place].kind is MentionKind.NAME:
                first.setdefault(self.markables[place].name, place)
        return list(first.values())

    # Appositions and roles

    def _join_appositions(self) -> None:
        for place, markable in enumerate(self.markables):
            for other in self._equated_with(markable):
                phrase, name = (place, other) if markable.kind is MentionKind.NOMINAL else (other, place)
                if self._is_role_of(phrase, name):
                    self._join(phrase, name, nested=True)
        for place in self._places(MentionKind.NAME):
            for role in self._titles_of(self.markables[place]):
                self.chains[place].roles.add(role)
                self.chains[place].kind = self.chains[place].kind or "person"
                self.chains[place].gender = self.chains[place].gender or names.gender_of(role.key)

    def _equated_with(self, markable: Markable) -> Iterator[int]:
        """Yield what is in apposition to a markable, its subject ("X is the president") or its title."""
        head, doc = markable.head, markable.span.doc
        if head.dep_ == "appos" and head.head.i in self.at:
            yield self.at[head.head.i]
        copulas = [child for child in head.children if child.dep_ == "cop"]
        if copulas and copulas[0].lower_ in ("is", "'s", "are") and not binding.is_hedged(head):
            yield from (self.at[c.i] for c in head.children if c.dep_ == "nsubj" and c.i in self.at)
        if markable.kind is MentionKind.NAME:
            before = markable.span.start
            while (
                before
                and names.split_title(doc[before - 1].text + " Ann Lee")[0]
                and before - 1 not in self.at
            ):
                before -= 1
            if before and before - 1 in self.at:
                yield self.at[before - 1]  # "Iran's supreme leader Ayatollah X", whatever the tree

    def _is_role_of(self, phrase: int, name: int) -> bool:
        """Whether a common noun tells what a name is: "Ann Lee, a judge", "the militant group Boko Haram"."""
        noun, named = self.markables[phrase], self.markables[name]
        if noun.kind is not MentionKind.NOMINAL or named.kind is not MentionKind.NAME:
            return False
        # "rebels, Ann and Bea" is a list; "commander Ann Lee and others" is not
        is_list = binding.has_child(named.head, "conj") and noun.span.end != named.span.start
        if number_of(noun) == PLURAL or is_list:
            return False
        is_role, is_group = names.is_role(noun.name or ""), names.sector_of(noun.name or "") != ""
        if is_role:
            if self.chains[name].kind not in ("person", ""):
                return False
            self.chains[phrase].kind = "person"
            self.chains[phrase].roles.add(self._role_at(noun))
            return True
        return is_group and named.label == "ORG" and noun.head.dep_ == "appos"

    def _titles_of(self, named: Markable) -> Iterator[Role]:
        """Yield the role written right before a name: "Iraqi Prime Minister X", whatever the tree."""
        doc, end = named.span.doc, named.span.start
        if self.chains[self.at[named.head.i]].kind not in ("person", ""):
            return
        for start in range(max(named.head.sent.start, end - 4), end):
            words = doc[start:end]
            if names.is_role(words.text) and words[0].text[:1].isalpha() and words[-1].dep_ not in SUBJECTS:
                country, key = split_country(words.text)
                yield Role(names.normalize_name(key), country or self._owner_before(start))
                return

    def _owner_before(self, start: int) -> str:
        """Return the country or body named right before a token, a possessive ending aside."""
        for place, markable in enumerate(self.markables):
            gap = markable.span.doc[markable.span.end : start] if markable.span.end <= start else None
            if gap is not None and all(t.tag_ == "POS" for t in gap) and markable.kind is MentionKind.NAME:
                return self._owner_key(place)
        return ""

    def _owner_key(self, place: int) -> str:
        chain = self.chains[place]
        return chain.country or min(chain.full_names, default="") or f"#{min(chain.members)}"

    def _role_at(self, noun: Markable) -> Role:
        country, key = split_country(noun.name or "")
        return Role(names.normalize_name(key), country or self._owner_of(noun))

    def _owner_of(self, noun: Markable) -> str:
        """Return whose it is: "Iran's leader", "the Iranian leader", "the leader of Iran"."""
        for child in noun.head.children:
            relation = child.dep_
            is_of = relation == "nmod" and case_of(child) in ("of", "for")
            if child.i in self.at and (
                relation in ("nmod:poss", "amod", "compound", "nmod:unmarked") or is_of
            ):
                return self._owner_key(self.at[child.i])
            if is_of or relation == "nmod:poss":
                return child.lemma_.casefold()
        return ""

    def _join_roles(self) -> None:
        """Join "the prime minister" to the only one in the article who was said to be that."""
        for place in self._places(MentionKind.NOMINAL):
            noun, chain = self.markables[place], self.chains[place]
            if len(chain.members) > 1 or not names.is_role(noun.name or "") or number_of(noun) == PLURAL:
                continue
            role = self._role_at(noun)
            is_known = is_definite(noun) or (role.owner and not determiner_of(noun))
            if not is_known or noun.head.dep_ == "nmod:desc" or binding.is_hedged(noun.head):
                continue
            chain.kind, chain.gender = "person", names.gender_of(noun.name or "")
            found = self._bearers_of(role, place)
            if len(found) == 1:
                self._join(place, found[0])
            chain.roles.add(role)

    def _bearers_of(self, role: Role, place: int) -> list[int]:
        """Return a markable of each chain with a role; of later chains only if it is exactly theirs."""
        exact, loose = [], []
        for chain in {id(c): c for c in self.chains if c is not self.chains[place] and c.roles}.values():
            if role in chain.roles and role.owner:
                exact.append(chain.members[0])
            elif chain.members[0] < place and any(fits_role(role, other) for other in chain.roles):
                loose.append(chain.members[0])
        return exact or loose

    # Common nouns

    def _join_repeated_nouns(self) -> None:
        """Join "the attack" to the only earlier attack that it may be."""
        for place in self._places(MentionKind.NOMINAL):
            noun = self.markables[place]
            if len(self.chains[place].members) > 1 or not is_definite(noun) or not self._may_repeat(noun):
                continue
            candidates = {id(self.chains[p]): p for p in range(place) if self._repeats(place, p)}
            if len(candidates) > 1:
                same = [p for p in candidates.values() if self.markables[p].name == noun.name]
                candidates = {p: p for p in same}
            if len(candidates) == 1:
                self._join(place, next(iter(candidates.values())))

    def _may_repeat(self, noun: Markable) -> bool:
        """Whether a definite phrase is not defined by itself, as "the man who left" is."""
        for child in noun.head.children:
            if child.dep_ in ("acl", "acl:relcl", "nummod", "det:predet", "conj") or child.tag_ in (
                "JJS",
                "RBS",
            ):
                return False
            if child.dep_ == "nmod" and child.ent_type_ not in ("DATE", "TIME"):
                return False
        return not any(
            t.lower_ in ("other", "another", "same", "first", "last", "next") for t in noun.head.children
        )

    def _repeats(self, place: int, earlier: int) -> bool:
        noun, other = self.markables[place], self.markables[earlier]
        is_government = other.kind is MentionKind.NAME and other.head.pos_ == "NOUN"
        if not (other.kind is MentionKind.NOMINAL or is_government) or other.head.lemma_ != noun.head.lemma_:
            return False
        if (
            number_of(noun) != number_of(other)
            or self.sentence[place] == self.sentence[earlier]
            and (noun.head.head == other.head.head)
        ):
            return False
        if is_demonstrative(noun) and self.sentence[place] - self.sentence[earlier] > 3:
            return False
        mine, theirs = self._owner_of(noun), self._owner_of(other)
        if has_owner(noun) and (mine != theirs or not mine):
            return False
        words, others = modifiers_of(noun), modifiers_of(other)
        return words <= others if not words or number_of(noun) == SINGULAR else words == others

    # Pronouns

    def _join_pronouns(self) -> None:
        for place in self._places(MentionKind.PRONOUN):
            token = self.markables[place].head
            if token.lower_ not in GENDER_OF_PRONOUN or binding.is_pleonastic(token):
                continue
            if token.lower_.endswith(("self", "selves")):
                found = self._reflexive_antecedent(place)
            else:
                found = self._antecedent(place)
            if found is not None:
                self._join(place, found)

    def _reflexive_antecedent(self, place: int) -> int | None:
        subject = binding.subject_around(self.markables[place].head)
        if subject is None or subject.i not in self.at or binding.has_conjunct(subject):
            return None
        found = self.at[subject.i]
        return found if self._fits_pronoun(place, found) else None

    def _antecedent(self, place: int) -> int | None:
        """Return the most salient markable that a pronoun may stand for; None if two are close."""
        token = self.markables[place].head
        best: dict[int, tuple[float, int]] = {}
        sentence = self.sentence if token.i in self.quotation_at else self.unquoted
        together = float("-inf")
        for other in range(place):
            distance = sentence[place] - sentence[other]
            head = self.markables[other].head
            if not 0 <= distance <= REACH or head.i >= token.i:
                continue
            score = self._salience(place, other, distance)
            if self._is_possible(place, other):
                key = id(self.chains[other])
                best[key] = max(best.get(key, (score, other)), (score, other))
            elif GENDER_OF_PRONOUN[token.lower_] == "" and binding.has_conjunct(head):
                together = max(together, score)  # "they" may be all of "Chad and Mali", which is no markable
        ranked = sorted(best.values(), reverse=True)
        is_person = GENDER_OF_PRONOUN[token.lower_] in ("m", "f")
        if not ranked or (ranked[0][0] < LEAST and not is_person):
            return None
        rival = max(together, ranked[1][0] if len(ranked) > 1 else together)
        return ranked[0][1] if ranked[0][0] - rival >= MARGIN else None

    def _is_possible(self, place: int, other: int) -> bool:
        token, head = self.markables[place].head, self.markables[other].head
        if head.lemma_ in TIME_NOUNS or not self._fits_pronoun(place, other):
            return False
        if binding.contains(head, token) or binding.contains(token, head):
            return False
        if token.dep_ != "nmod:poss" and binding.are_arguments_of_one(token, head):
            return False
        if GENDER_OF_PRONOUN[token.lower_] == "" and binding.has_conjunct(head):
            return False
        # inside a quotation the third person is not the speaker
        return not (token.i in self.quotation_at and self._speaker_of(token) is self.chains[other])

    def _fits_pronoun(self, place: int, other: int) -> bool:
        token, chain, markable = self.markables[place].head, self.chains[other], self.markables[other]
        gender = GENDER_OF_PRONOUN[token.lower_]
        if markable.kind is MentionKind.PRONOUN and len(chain.members) == 1:
            return token.lower_ != "it" and are_of_one_kind(token, markable.head)
        if gender in ("m", "f"):
            return chain.kind == "person" and chain.number != PLURAL and chain.gender in ("", gender)
        if gender == "n":
            is_thing = chain.kind != "person" and chain.gender in ("", "n") and chain.number != PLURAL
            return is_thing and markable.label not in ("NORP", "PERSON")
        is_body = markable.kind is MentionKind.NAME and markable.label == "ORG"
        return is_body or chain.number == PLURAL

    def _salience(self, place: int, other: int, distance: int) -> float:
        token, head = self.markables[place].head, self.markables[other].head
        first = head
        while first.dep_ == "conj" and first.head.i != first.i:
            first = first.head
        score = float(SALIENCE.get(first.dep_, 6)) - PER_SENTENCE * distance
        if self.quotation_at.get(token.i) != self.quotation_at.get(head.i):
            score -= 15
        if token.dep_ in SUBJECTS and head.dep_ in SUBJECTS:
            score += 6
        subject = binding.subject_around(token) if token.dep_ == "nmod:poss" else None
        if subject is not None and subject.i == head.i:
            score += 25
        if distance == 0 and head.dep_ == "conj" and not binding.has_conjunct(head):
            score -= 4
        if (
            self.chains[other].kind in ("person", "body")
            and self.markables[other].kind is not MentionKind.NOMINAL
        ):
            score += 4
        return score + min(3 * len(self.chains[other].members), 15) + head.i / len(head.doc)

    # Quotations

    def _join_speakers(self) -> None:
        for place in self._places(MentionKind.PRONOUN):
            token = self.markables[place].head
            if token.i not in self.quotation_at or token.lower_ not in SPEAKER_ALONE | SPEAKERS:
                continue
            speaker = self._speaker_of(token)
            is_person = speaker is not None and speaker.kind == "person"
            if (
                speaker is not None
                and is_person == (token.lower_ in SPEAKER_ALONE)
                and (is_person or speaker.country)
            ):
                self._join(place, speaker.members[0])

    def _speaker_of(self, token: Token) -> Chain | None:
        """Return who says the quotation around a token: the subject of the one verb of speech beside it."""
        around = binding.speakers_of(token.doc, self.quotation_at[token.i], self.quotation_at)
        speakers = [self.at[speaker.i] for speaker in around if speaker.i in self.at]
        found = {id(self.chains[place]): self.chains[place] for place in speakers}
        return next(iter(found.values())) if len(found) == 1 else None
