"""Reads sentences that were cut into words, and says which words the parts of each statement are.

Receives the words as a benchmark gives them ("-LRB-", "ca n't", "``"); returns for each sentence its
statements with places among those words. In between the sentence is set as a newspaper prints it, as an
article of its own with one paragraph, since a pipeline is made for that.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.model import Article, Passage, Resolution, Statement

PRINTED = {
    "-LRB-": "(", "-RRB-": ")", "-LSB-": "[", "-RSB-": "]", "-LCB-": "{", "-RCB-": "}", "``": '"', "''": '"',
    "`": "'", "\\*": "*",
}  # fmt: skip
"""Signs of the Penn treebank, and what is printed."""

AFTER_WORD = {",", ".", ";", ":", "?", "!", "%", ")", "]", "}", "...", "''", "'", "n't"}
AFTER_WORD |= {"'s", "'re", "'ve", "'ll", "'d", "'m", "-RRB-", "-RSB-", "-RCB-"}
BEFORE_WORD = {"(", "[", "{", "``", "`", "$", "#", "£", "€", "-LRB-", "-LSB-", "-LCB-"}
BETWEEN_WORDS = {"-", "/", "\\/"}
NUMBERS = ("subject number", "object number")
NOMINAL_RULES = {"title", "apposition"}
NO_PREPOSITION = {"subject", "object", "content", "time", "place", "manner", "speaker", ""}
TIME_PREPOSITIONS = {
    "about", "after", "around", "at", "before", "between", "by", "during", "for", "from", "in", "on", "over",
    "since", "throughout", "till", "until", "within",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a statement: its role, its words by their places, and the words of its preposition.

    `role` is that of `kg.model.Term`, or "time". A preposition is empty where it is not written just before,
    as in "in Paris and Rome", and where there is none.
    """

    role: str
    words: range
    preposition: range = range(0)


@dataclass(frozen=True, slots=True)
class Reading:
    """A statement by the words of its sentence; `others` are the arguments, then time and place.

    `is_nominal`: it is read in a noun phrase, which has no verb ("the captain, a Dutchman").
    """

    predicate: range
    subject: Part | None
    object: Part | None
    others: tuple[Part, ...] = ()
    confidence: float = 0.5
    is_nominal: bool = False

    @property
    def parts(self) -> tuple[Part, ...]:
        return tuple(part for part in (self.subject, self.object, *self.others) if part)


def set_in_type(words: Sequence[str]) -> tuple[str, tuple[Passage, ...]]:
    """Return the words as a text, and where in it each of them stands.

    Example:
        >>> set_in_type("He ca n't pay $ 3 -LRB- or wo n't -RRB- .".split())[0]
        "He can't pay $3 (or won't)."
    """
    text, passages = "", list[Passage]()
    is_quoted, is_joined = False, True
    for place, word in enumerate(words):
        opens, closes = word in BEFORE_WORD, word in AFTER_WORD
        if word == '"':
            opens, closes, is_quoted = not is_quoted, is_quoted, not is_quoted
        around = (words[place - 1][-1:] if place else "") + "".join(words[place + 1 : place + 2])[:1]
        stands_between = word in BETWEEN_WORDS and len(around) == 2 and around.isalnum()
        if not (is_joined or closes or stands_between):
            text += " "
        printed = PRINTED.get(word, word).replace("\\/", "/")
        passages.append(Passage(len(text), len(text) + len(printed)))
        text += printed
        is_joined = opens or stands_between
    return text, tuple(passages)


def read_sentences(
    sentences: Sequence[Sequence[str]], *, model: str | None = None
) -> Iterator[tuple[Reading, ...]]:
    """Yield the statements of each sentence, in order; a sentence holds at least one word.

    Raises:
        KGError: the pipeline does not load, or the ontology is wrong.
    """
    from kg.extract import extract_article
    from kg.language import documents_of, load_pipeline
    from kg.ontology import load_ontology
    from kg.progress import Display
    from kg.resolve import resolve_extractions

    nlp, ontology = load_pipeline(model), load_ontology()
    typeset = [set_in_type(words) for words in sentences]
    articles = [
        Article(id=str(number), text=text, paragraphs=(Passage(0, len(text)),))
        for number, (text, _) in enumerate(typeset)
    ]
    with Display("sentences") as display:
        for number, (article, doc) in enumerate(documents_of(nlp, articles)):
            display(number, len(articles))
            resolution = resolve_extractions([extract_article(article, doc, ontology)], ontology)
            yield to_readings(resolution, sentences[number], typeset[number][1])


def to_readings(
    resolution: Resolution, words: Sequence[str], passages: Sequence[Passage]
) -> tuple[Reading, ...]:
    """Return the statements of an article whose words stand at these passages, in text order."""
    statements = sorted(resolution.statements, key=lambda s: (s.predicate.passage, s.id))
    return tuple(_to_reading(statement, words, passages) for statement in statements)


def _to_reading(statement: Statement, words: Sequence[str], passages: Sequence[Passage]) -> Reading:
    def to_part(role: str, passage: Passage) -> Part:
        found = words_in(passage, passages)
        return Part(role, found, _preposition_before(found, role, words))

    subject, target = statement.subject, statement.object
    # a number is a part of the subject or object
    others = [to_part(a.role, a.phrase.passage) for a in statement.arguments if a.role not in NUMBERS]
    if statement.time:
        others.append(to_part("time", statement.time.passage))
    if statement.place:
        others.append(to_part("place", statement.place.passage))
    taken = [to_part("object", target.passage).words] if target else []
    kept: list[Part] = []
    for part in others:
        # the place is one of the arguments or the object as well, and a time may be part of one
        is_within = part.role == "time" and any(_holds(other, part.words) for other in taken)
        if part.words not in taken and not is_within:
            taken.append(part.words)
            kept.append(part)
    return Reading(
        predicate=words_in(statement.predicate.passage, passages),
        subject=to_part("subject", subject.passage) if subject else None,
        object=to_part("object", target.passage) if target else None,
        others=tuple(kept),
        confidence=statement.confidence,
        is_nominal=statement.rule in NOMINAL_RULES,
    )


def _holds(words: range, others: range) -> bool:
    return words.start <= others.start and others.stop <= words.stop


def words_in(passage: Passage, passages: Sequence[Passage]) -> range:
    """Return the places of the words that share a character with a passage.

    Example:
        >>> words_in(Passage(3, 8), [Passage(0, 2), Passage(3, 5), Passage(5, 8), Passage(9, 12)])
        range(1, 3)
    """
    places = [place for place, word in enumerate(passages) if word.overlaps(passage)]
    return range(places[0], places[-1] + 1) if places else range(0)


def _preposition_before(part: range, role: str, words: Sequence[str]) -> range:
    if role == "time":
        is_before = part.start > 0 and words[part.start - 1].lower() in TIME_PREPOSITIONS
        return range(part.start - 1, part.start) if is_before else range(0)
    if role == "place":
        return range(0)
    wanted = [] if role in NO_PREPOSITION else role.split(" ")
    first = part.start - len(wanted)
    is_there = first >= 0 and [word.lower() for word in words[first : part.start]] == wanted
    return range(first, part.start) if wanted and is_there else range(0)
