"""Tells whose voice words are in: the speaker's of a quotation, or the text's own; and joins what it says.

Receives the `Chains` of a document, and joins in place: in one voice "I" is one person, "we" are one group.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg import binding
from kg.chains import SPEAKER_ALONE, SPEAKERS, Chain, Chains
from kg.model import MentionKind

if TYPE_CHECKING:
    from kg.tokens import Token

ADDRESSED = {"you", "your", "yours", "yourself", "yourselves"}


def join_speakers(chains: Chains) -> None:
    """Join "I" in a quotation to who says it, and "we" to the country that does."""
    for place in chains.places(MentionKind.PRONOUN):
        token = chains.markables[place].head
        if token.i not in chains.quotation_at or token.lower_ not in SPEAKER_ALONE | SPEAKERS:
            continue
        speaker = speaker_of(chains, token)
        is_person = speaker is not None and speaker.kind == "person"
        if (
            speaker is not None
            and is_person == (token.lower_ in SPEAKER_ALONE)
            and (is_person or speaker.country)
        ):
            chains.join(place, speaker.members[0])


def speaker_of(chains: Chains, token: Token) -> Chain | None:
    """Return who says the quotation around a token: the subject of the one verb of speech beside it.

    Where none is beside it, who spoke last before it in its paragraph goes on, or who is known to speak.
    """
    quotation = chains.quotation_at[token.i]
    if quotation not in chains.speakers:
        around = binding.speakers_of(chains.doc, quotation, chains.quotation_at)
        around = around or binding.speakers_before(chains.doc, quotation, chains.quotation_at)
        if not around and quotation in chains.named:
            around = [chains.named[quotation]]
        chains.speakers[quotation] = [chains.at[speaker.i] for speaker in around if speaker.i in chains.at]
    found = chains.distinct(chains.speakers[quotation])
    return chains.of[found[0]] if len(found) == 1 else None


def is_one_voice(chains: Chains, token: Token, other: Token) -> bool:
    """Whether two words stand in one quotation, in two of one speaker, or in none."""
    one, two = chains.quotation_at.get(token.i), chains.quotation_at.get(other.i)
    if one is None or two is None or one == two:
        return one == two
    speaker = speaker_of(chains, token)
    return speaker is not None and speaker is speaker_of(chains, other)


def join_voices(chains: Chains) -> None:
    """Join what speaks, and what is spoken to, within one voice."""
    first: dict[tuple[object, str], int] = {}
    is_dialogue = _is_dialogue(chains)
    speakers = {q.speaker for q in chains.quotation_at.values() if q.speaker is not None}
    for place in chains.places(MentionKind.PRONOUN):
        if person := _person_of(chains.markables[place].head):
            if person == "you" and (asked := _interviewed_by(chains, chains.markables[place].head, speakers)):
                chains.join(place, asked.members[0])
            voice = _voice_of(chains, place, is_dialogue=is_dialogue)
            chains.join(place, first.setdefault((voice, person), place))


def _interviewed_by(chains: Chains, token: Token, speakers: set[Token]) -> Chain | None:
    """Return whom "you" is in a turn of an interview: the one other who speaks, if a person is known."""
    own = chains.quotation_at.get(token.i)
    if own is None or own.speaker is None:
        return None
    found = [chains.of[chains.at[s.i]] for s in speakers if s.i in chains.at and s.text != own.speaker.text]
    is_one = len({speaker.text for speaker in speakers}) == 2
    return next((chain for chain in found if is_one and chain.kind == "person"), None)


def _person_of(token: Token) -> str:
    for words, person in ((SPEAKER_ALONE, "I"), (SPEAKERS, "we"), (ADDRESSED, "you")):
        if token.lower_ in words:
            return person
    return ""


def _voice_of(chains: Chains, place: int, *, is_dialogue: bool) -> object:
    """Return the quotation or its speaker; else the text, or the paragraph where speakers take turns."""
    token = chains.markables[place].head
    quotation = chains.quotation_at.get(token.i)
    if quotation is None:
        return chains.paragraph[place] if is_dialogue else -1
    speaker = speaker_of(chains, token)
    return quotation if speaker is None else ("speaker", id(speaker))


def _is_dialogue(chains: Chains) -> bool:
    """Whether a paragraph ends with a question that is not quoted: somebody will answer."""
    words = [token for token in chains.doc if token.text.strip(" ")]
    return any(
        token.text == "?" and token.i not in chains.quotation_at and after.is_space
        for token, after in zip(words, words[1:], strict=False)
    )
