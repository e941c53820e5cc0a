"""The things that are carried from room to room: frozen records, no behaviour beyond their own laws.

Read → `Article`; extract → `Extraction` (mentions, relations of one article);
resolve → `Resolution` (entities, statements of all articles); graph → `rdflib.Graph`.
All offsets are characters of `Article.text`, `[start, end)`: `article.cut(p)` *is* the quotation.
"""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Modality(StrEnum):
    """How a statement is meant by the one who makes it."""

    ASSERTED = "asserted"
    POSSIBLE = "possible"
    FUTURE = "future"
    DESIRED = "desired"
    REQUIRED = "required"
    CONDITIONAL = "conditional"
    QUESTION = "question"


def hash_parts(*parts: object) -> str:
    """Return 16 hexadecimal digits that depend on the parts alone (joined by U+001F, SHA-256)."""
    joined = "\x1f".join(str(part) for part in parts)
    return hashlib.sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()[:16]


@dataclass(frozen=True, slots=True, order=True)
class Passage:
    """Characters `[start, end)` of an article; never empty."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"a passage must not be empty or negative: [{self.start}, {self.end})")

    def overlaps(self, other: Passage) -> bool:
        return self.start < other.end and other.start < self.end

    def contains(self, other: Passage) -> bool:
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class Mark:
    """A passage that is not prose, and what it is: date, title, heading, dateline, link, credit or
    boilerplate.
    """

    kind: str
    passage: Passage


@dataclass(frozen=True, slots=True)
class Article:
    """One article as it was given; `text` is never changed, what is not prose is marked.

    `paragraphs` (prose) and `marks` (the rest) are sorted and disjoint;
    together they hold every character of `text` that is not white space.
    """

    id: str
    text: str
    paragraphs: tuple[Passage, ...]
    marks: tuple[Mark, ...] = ()
    title: str | None = None
    published: datetime.date | None = None
    url: str | None = None
    source: str | None = None
    credits: tuple[str, ...] = ()

    def cut(self, passage: Passage) -> str:
        """Return the words of a passage."""
        return self.text[passage.start : passage.end]


@dataclass(frozen=True, slots=True)
class Interval:
    """Days `start` to `end`, both included; None is open or unknown. `inferred`: not written as a full
    date.
    """

    start: datetime.date | None
    end: datetime.date | None
    inferred: bool = False

    def __post_init__(self) -> None:
        if self.start and self.end and self.start > self.end:
            raise ValueError(f"an interval must not end before it begins: {self.start} to {self.end}")


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """A time as written, and the days it stands for (None: it could not be resolved)."""

    passage: Passage
    interval: Interval | None


class MentionKind(StrEnum):
    """How a mention names its thing: by name, by a common noun, by a pronoun."""

    NAME = "name"
    NOMINAL = "nominal"
    PRONOUN = "pronoun"


@dataclass(frozen=True, slots=True)
class Mention:
    """A passage that names something.

    `name` is what the passage alone names, in canonical form ("United States" for "Washington" as an actor,
    "Ali Khamenei" for "Ayatollah Ali Khamenei"), None for pronouns; for a common noun, the noun without its
    determiner ("rocket"). Mentions of one article with the same `chain` name one thing.
    `label` is a spaCy entity label (PERSON, ORG, GPE, …) or "" where none applies.
    """

    passage: Passage
    kind: MentionKind
    label: str
    name: str | None
    chain: int


class Reason(StrEnum):
    """Why two mentions name one thing: the step that joined them; each is described in `ontology/kg.ttl`."""

    NAME = "SameName"
    KNOWN = "KnownName"
    ALIAS = "Alias"
    SHORT = "ShortForm"
    SPELLING = "Spelling"
    DESCRIPTION = "Description"
    ROLE = "SameRole"
    KIND = "Kind"
    NOUN = "SameNoun"
    PRONOUN = "Pronoun"
    VOICE = "Voice"
    DECISION = "Decision"


@dataclass(frozen=True, slots=True)
class Join:
    """Two mentions of one article, by their places in `Extraction.mentions`, and why they name one thing."""

    mention: int
    other: int
    reason: Reason


@dataclass(frozen=True, slots=True)
class Antecedent:
    """The mention that another was joined to, by its article and its place there, and why."""

    article: str
    mention: int
    reason: Reason


CIRCUMSTANCES = frozenset(
    {
        "after",
        "although",
        "as",
        "as if",
        "because",
        "before",
        "by",
        "despite",
        "even though",
        "if",
        "in order",
    }
    | {"instead of", "lest", "once", "provided", "since", "so", "so that", "though", "till", "to", "unless"}
    | {"until", "when", "whenever", "where", "wherever", "whereas", "whether", "while", "without"}
)
"""Roles of a clause that says when, why or under what condition, not what: "left after signing"."""


@dataclass(frozen=True, slots=True)
class Term:
    """A phrase in a relation: its role, its words, and the mention or the relation that it stands for.

    `role` is "subject", "object", "content", "time", "place", "manner", "speaker", or the preposition or
    conjunction as a lower-case word.
    `mention` and `relation` are places in `Extraction.mentions` and `Extraction.relations`.
    """

    role: str
    passage: Passage
    mention: int | None = None
    relation: int | None = None


@dataclass(frozen=True, slots=True)
class Predicate:
    """What is said of the subject: canonical name (`accuse`, `comeAfter`, `presidentOf`), words, PLOVER
    category.
    """

    name: str
    passage: Passage
    category: str


@dataclass(frozen=True, slots=True)
class Relation:
    """One reading of one sentence, between mentions of one article.

    `subject` is the agent and `object` the patient whatever the voice; either may be missing.
    `attributed_to` is who says so, None for the article's own voice.
    `rule` names the reading that made it ("verb", "copula", "apposition", …).
    """

    subject: Term | None
    predicate: Predicate
    object: Term | None
    sentence: Passage
    rule: str
    arguments: tuple[Term, ...] = ()
    negated: bool = False
    modality: Modality = Modality.ASSERTED
    attributed_to: Term | None = None
    time: TimeExpression | None = None
    place: Term | None = None
    confidence: float = 0.5


@dataclass(frozen=True, slots=True)
class Extraction:
    """What was read out of one article. `left_out` counts, by reason, what gave nothing.

    `joins` make the chains of the mentions: one fewer than each chain has mentions.
    """

    article: Article
    mentions: tuple[Mention, ...]
    relations: tuple[Relation, ...]
    sentences: tuple[Passage, ...]
    left_out: Mapping[str, int] = field(default_factory=dict)
    joins: tuple[Join, ...] = ()


@dataclass(frozen=True, slots=True)
class Entity:
    """A thing named, one per thing. `type` is a class of the ontology ("Person", "Country", …).

    `named` is False for a thing known only by a common noun ("rocket"); such an entity belongs to one
    article.
    """

    id: str
    type: str
    name: str
    aliases: tuple[str, ...] = ()
    named: bool = True
    same_as: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Phrase:
    """A whole phrase as written, and the entity it names (None: it names nothing we keep)."""

    text: str
    passage: Passage
    entity: str | None = None


@dataclass(frozen=True, slots=True)
class Argument:
    """A further complement or adjunct of a statement; `statement` is set when the argument is itself a
    statement.
    """

    role: str
    phrase: Phrase
    statement: str | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a statement was read: article, sentence (its place in the article, from 0, and its words)."""

    article: str
    index: int
    sentence: Passage
    text: str


@dataclass(frozen=True, slots=True)
class Statement:
    """One reading of one sentence between entities, with the evidence for it; see `Relation` for the
    parts.
    """

    id: str
    subject: Phrase | None
    predicate: Predicate
    predicate_text: str
    object: Phrase | None
    evidence: Evidence
    rule: str
    arguments: tuple[Argument, ...] = ()
    negated: bool = False
    modality: Modality = Modality.ASSERTED
    attributed_to: Phrase | None = None
    time: TimeExpression | None = None
    time_text: str | None = None
    place: Phrase | None = None
    confidence: float = 0.5

    def __post_init__(self) -> None:
        if not self.evidence.text.strip():
            raise ValueError(f"statement {self.id} has no evidence")

    @property
    def is_asserted(self) -> bool:
        """Whether the article itself holds it for true: only such statements become plain triples."""
        return not self.negated and self.modality is Modality.ASSERTED and self.attributed_to is None


class Decision(StrEnum):
    """What people may decide of entities and statements."""

    MERGE = "merge"
    SPLIT = "split"
    RENAME = "rename"
    RETYPE = "retype"
    REJECT = "reject"


@dataclass(frozen=True, slots=True)
class Correction:
    """What a person decided, when and why.

    `entities` are names or ids; a split with `articles` makes the mentions there an entity called `name`.
    `statement` is an id, `type` a class of the ontology; `place` is where the decision is written.
    """

    decision: Decision
    who: str
    when: datetime.date
    why: str
    entities: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()
    statement: str = ""
    name: str = ""
    type: str = ""
    place: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Resolution:
    """Entities and statements of all articles, each sorted by id; what the graph is made from.

    `entity_by_mention[article id]` gives, for each place in `Extraction.mentions`, the entity's id (None:
    none kept), and `antecedents` what it was joined to (None: it is the first of its entity).
    `corrected` gives the ids of what each correction changed; one that changed nothing is not there.
    """

    extractions: tuple[Extraction, ...]
    entities: tuple[Entity, ...]
    statements: tuple[Statement, ...]
    entity_by_mention: Mapping[str, tuple[str | None, ...]]
    antecedents: Mapping[str, tuple[Antecedent | None, ...]] = field(default_factory=dict)
    left_out: Mapping[str, int] = field(default_factory=dict)
    corrected: Mapping[Correction, tuple[str, ...]] = field(default_factory=dict)
