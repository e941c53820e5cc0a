"""Compares what was read with what people marked, and counts.

Receives words and mentions, gold and guessed; returns counts that can be added up over documents.

References: the CoNLL 2018 shared task, Zeman et al. 2018, https://aclanthology.org/K18-2001/ , whose
`conll18_ud_eval.py` defines alignment and figures; exact spans as in CoNLL 2003,
Tjong Kim Sang and De Meulder, https://aclanthology.org/W03-0419/
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from evaluation.corpora import Mention, Word

Pairs = Sequence[tuple[int, int]]
"""Places of words in gold and guess that are the same word, both rising."""


@dataclass(slots=True)
class Tally:
    """How many were guessed, how many there were, and how many of both are right."""

    right: int = 0
    guessed: int = 0
    wanted: int = 0

    def add(self, right: int, guessed: int, wanted: int) -> None:
        self.right += right
        self.guessed += guessed
        self.wanted += wanted

    @property
    def precision(self) -> float:
        return self.right / self.guessed if self.guessed else 0.0

    @property
    def recall(self) -> float:
        return self.right / self.wanted if self.wanted else 0.0

    @property
    def f1(self) -> float:
        return 2 * self.right / (self.guessed + self.wanted) if self.guessed + self.wanted else 0.0


Tallies = defaultdict[str, Tally]
Figures = dict[str, float]


def align(gold: Sequence[Word], guess: Sequence[Word]) -> list[tuple[int, int]]:
    """Return the pairs of words with the same span, and of those inside a contraction with the same forms.

    Guessed words have a span of their own each; those wholly inside the span of a gold contraction are
    aligned with its words by the longest common subsequence of their forms in lower case.
    """
    by_start = {word.start: place for place, word in enumerate(guess)}
    pairs: list[tuple[int, int]] = []
    for (start, end), group in groupby(range(len(gold)), key=lambda i: (gold[i].start, gold[i].end)):
        places = list(group)
        if gold[places[0]].contracted:
            starting = [by_start[c] for c in range(start, end) if c in by_start]
            inside = [j for j in starting if guess[j].end <= end]
            common = _common([gold[i].form.lower() for i in places], [guess[j].form.lower() for j in inside])
            pairs.extend((places[i], inside[j]) for i, j in common)
        elif start in by_start and guess[by_start[start]].end == end:
            pairs.append((places[0], by_start[start]))
    return pairs


def _common(left: Sequence[str], right: Sequence[str]) -> list[tuple[int, int]]:
    """The places of a longest common subsequence, from the left."""
    length = [[0] * (len(right) + 1) for _ in range(len(left) + 1)]
    for i in reversed(range(len(left))):
        for j in reversed(range(len(right))):
            same = left[i] == right[j]
            length[i][j] = 1 + length[i + 1][j + 1] if same else max(length[i + 1][j], length[i][j + 1])
    pairs, i, j = [], 0, 0
    while i < len(left) and j < len(right):
        if left[i] == right[j]:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        elif length[i + 1][j] >= length[i][j + 1]:
            i += 1
        else:
            j += 1
    return pairs


def universal(label: str) -> str:
    """The label without what one language adds to it.

    Example:
        >>> universal("nsubj:pass")
        'nsubj'
    """
    return label.partition(":")[0]


CHECKS: Mapping[str, Callable[[Word, Word, bool], bool]] = {
    "uas": lambda gold, guess, same_head: same_head,
    "las": lambda gold, guess, same_head: same_head and universal(gold.label) == universal(guess.label),
    "las_subtyped": lambda gold, guess, same_head: same_head and gold.label == guess.label,
    "upos": lambda gold, guess, same_head: gold.upos == guess.upos,
    "tag": lambda gold, guess, same_head: gold.tag == guess.tag,
    "lemma": lambda gold, guess, same_head: gold.lemma in ("_", guess.lemma),
    "words_f1": lambda gold, guess, same_head: True,
}
"""When an aligned word is right, by figure; heads are the same where they are aligned, or both are none."""


def count_words(tallies: Tallies, gold: Sequence[Word], guess: Sequence[Word], pairs: Pairs) -> None:
    """Add what is right of one document's aligned words to the tally of each of `CHECKS`."""
    aligned: dict[int | None, int | None] = {j: i for i, j in pairs} | {None: None}
    for name, is_right in CHECKS.items():
        right = sum(
            is_right(gold[i], guess[j], aligned.get(guess[j].head, -1) == gold[i].head) for i, j in pairs
        )
        tallies[name].add(right, len(guess), len(gold))


def count_sentences(tallies: Tallies, gold: Sequence[Word], guess: Sequence[Word]) -> None:
    """Add to `sentence_f1` the sentences whose first and last characters are right."""
    wanted, guessed = _sentences(gold), _sentences(guess)
    tallies["sentence_f1"].add(len(wanted & guessed), len(guessed), len(wanted))


def _sentences(words: Sequence[Word]) -> set[tuple[int, int]]:
    groups = [list(group) for _, group in groupby(words, key=lambda word: word.sentence)]
    return {(group[0].start, group[-1].end) for group in groups}


def count_exact(tallies: Tallies, gold: Iterable[Mention], guess: Iterable[Mention]) -> None:
    """Add to "all" and to each type the mentions of which both ends and the type are right."""
    wanted, guessed = set(gold), set(guess)
    for kind in {kind for *_, kind in wanted | guessed}:
        ours, theirs = _of_kind(wanted, kind), _of_kind(guessed, kind)
        for name in ("all", kind):
            tallies[name].add(len(ours & theirs), len(theirs), len(ours))


@dataclass(slots=True)
class Overlap:
    """Mentions that share a character with one of their type on the other side."""

    guessed: Tally
    wanted: Tally

    @property
    def f1(self) -> float:
        """The harmonic mean of the guessed that touch a wanted one and the wanted that are touched."""
        precision, recall = self.guessed.precision, self.wanted.recall
        return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


Overlaps = defaultdict[str, Overlap]


def new_tallies() -> Tallies:
    """Tallies that begin at nothing."""
    return defaultdict(Tally)


def new_overlaps() -> Overlaps:
    """Overlaps that begin at nothing."""
    return defaultdict(lambda: Overlap(Tally(), Tally()))


def count_overlaps(overlaps: Overlaps, gold: Iterable[Mention], guess: Iterable[Mention]) -> None:
    """Add to "all" and to each type the mentions that share a character with one of their type."""
    wanted, guessed = set(gold), set(guess)
    for kind in {kind for *_, kind in wanted | guessed}:
        ours, theirs = _of_kind(wanted, kind), _of_kind(guessed, kind)
        touching, touched = _touching(theirs, ours), _touching(ours, theirs)
        for name in ("all", kind):
            overlaps[name].guessed.add(touching, len(theirs), 0)
            overlaps[name].wanted.add(touched, 0, len(ours))


def _of_kind(mentions: set[Mention], kind: str) -> set[Mention]:
    return {mention for mention in mentions if mention[2] == kind}


def _touching(mentions: set[Mention], others: set[Mention]) -> int:
    return sum(any(start < b and a < end for a, b, _ in others) for start, end, _ in mentions)
