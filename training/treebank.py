"""Universal Dependencies files as sentences, and sentences as spaCy documents.

Receives CoNLL-U files; returns `Sentence` records and `Doc`s that hold several sentences with the real white
space between them: the parser learns where sentences end, and the raw text is tokenised as at run time.
EWT and GUM are made to agree in `harmonise`.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from names import words as words_of
from spacy.tokens import Doc
from spacy.vocab import Vocab

MISC_COLUMN = 9
FEATURES = words_of(
    "Case Definite Degree Gender Mood NumType Number Person Polarity"
    " Poss PronType Reflex Tense VerbForm Voice"
)
"""What rules may ask for; features of spelling and style (Typo, Abbr, Style, NumForm …) are left out."""

RARE_LABELS = {"csubj:outer": "csubj", "dislocated:outer": "dislocated"}
"""Subtypes with fewer than ten examples, folded into their type."""


@dataclass(frozen=True, slots=True)
class Word:
    """One syntactic word; `head` is the place of its head in the sentence, its own place for the root."""

    form: str
    lemma: str
    pos: str
    tag: str
    features: str
    head: int
    label: str
    space: bool
    entities: str = ""


@dataclass(frozen=True, slots=True)
class Sentence:
    """The words of one sentence, its names, and whether a paragraph or a text begins with it."""

    words: tuple[Word, ...]
    new_paragraph: bool
    new_text: bool
    spans: tuple[tuple[int, int, str], ...] | None = None
    """Names as `(first, end, label)` of words; None where nobody looked for them."""

    @property
    def text(self) -> str:
        """The sentence as written, without white space at its end."""
        return "".join(w.form + " " * w.space for w in self.words).rstrip()


def sentences_in(path: Path) -> Iterator[Sentence]:
    """Yield the sentences of a CoNLL-U file in order."""
    for block in path.read_text(encoding="utf-8").strip().split("\n\n"):
        lines = block.split("\n")
        comments = [line for line in lines if line.startswith("#")]
        rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
        yield Sentence(
            words=tuple(words_in(rows)),
            new_paragraph=any(
                c.startswith(("# newpar id", "# newpar =", "# newdoc")) or c == "# newpar" for c in comments
            ),
            new_text=any(c.startswith("# newdoc") for c in comments),
        )


def words_in(rows: list[list[str]]) -> Iterator[Word]:
    """Yield the words of one sentence; a contraction's white space goes to its last word."""
    inside: dict[int, bool] = {}
    for row in rows:
        if "-" in row[0]:
            first, last = map(int, row[0].split("-"))
            inside.update(dict.fromkeys(range(first, last), False))
            inside[last] = "SpaceAfter=No" not in row[MISC_COLUMN]
    for row in rows:
        if not row[0].isdigit():
            continue
        place = int(row[0])
        head = int(row[6])
        entities = next((m[7:] for m in row[MISC_COLUMN].split("|") if m.startswith("Entity=")), "")
        yield harmonise(
            Word(
                form=row[1],
                lemma="" if row[2] == "_" and row[1] != "_" else row[2],
                pos=row[3],
                tag=row[4] if row[4] not in {"VERB", "_"} else "",
                features=useful_features(row[5]),
                head=head - 1 if head else place - 1,
                label="ROOT" if row[7] == "root" else RARE_LABELS.get(row[7], row[7]),
                space=inside.get(place, "SpaceAfter=No" not in row[MISC_COLUMN]),
                entities=entities,
            )
        )


def useful_features(features: str) -> str:
    """The features of `FEATURES`, in the order of the file."""
    return "|".join(f for f in features.split("|") if f.split("=")[0] in FEATURES)


def harmonise(word: Word) -> Word:
    """One reading of names for both treebanks: what Penn tags NNP(S) is PROPN with its form as the lemma.

    GUM (and newer EWT) analyse words inside names by their origin ("United/VERB Nations", lemma "Unite").
    """
    if word.tag not in {"NNP", "NNPS"} or word.pos == "PROPN":
        return word
    number = "Number=Plur" if word.tag == "NNPS" else "Number=Sing"
    return replace(word, pos="PROPN", lemma=word.form, features=number)


def groups_in(sentences: Iterator[Sentence], dice: random.Random) -> Iterator[list[Sentence]]:
    """Yield stretches of about eight consecutive sentences of one text."""
    group: list[Sentence] = []
    size = 8
    for sentence in sentences:
        if group and (sentence.new_text or len(group) >= size):
            yield group
            group, size = [], dice.choice((1, 3, 6, 8, 12, 16))
        group.append(sentence)
    if group:
        yield group


def to_doc(vocab: Vocab, group: list[Sentence], dice: random.Random) -> Doc:
    """A document of these sentences; paragraphs are mostly set off by line breaks, which are tokens."""
    columns: dict[str, list[str]] = {key: [] for key in ("words", "lemmas", "pos", "tags", "morphs", "deps")}
    heads: list[int] = []
    spaces: list[bool] = []

    def add(form: str, lemma: str, pos: str, tag: str, features: str, label: str) -> None:
        for key, value in zip(columns, (form, lemma, pos, tag, features, label), strict=True):
            columns[key].append(value)

    for number, sentence in enumerate(group):
        start = len(heads)
        for word in sentence.words:
            add(word.form, word.lemma, word.pos, word.tag, word.features, word.label)
            heads.append(start + word.head)
            spaces.append(word.space)
        if number + 1 < len(group) and group[number + 1].new_paragraph:
            gap = dice.choices(("\n\n", "\n", " "), (6, 3, 1))[0]
            spaces[-1] = gap == " "
            if gap != " ":
                add(gap, gap, "SPACE", "_SP", "", "dep")
                heads.append(len(heads) - 1)
                spaces.append(False)
    spaces[-1] = False
    return Doc(
        vocab,
        words=columns["words"],
        spaces=spaces,
        tags=columns["tags"],
        pos=columns["pos"],
        morphs=columns["morphs"],
        lemmas=columns["lemmas"],
        heads=heads,
        deps=columns["deps"],
    )
