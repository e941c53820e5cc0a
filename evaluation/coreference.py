"""Measure coreference against the chains of GUM: one figure a line, shares between 0 and 1.

muc, b3, ceafe, each as _p, _r, _f1, and their mean: how far the chains of kg, read from raw text with
mentions of its own, are those of the gold, for persons, organizations and places. As in the CoNLL-2012 shared
task singletons are left out and counts are added up over documents; but a mention is known by its head, since
kg marks no whole noun phrases (as in the shared task of CorefUD). The same as news_… for the news documents.
A chain of kg counts unless all its mentions are of gold mentions of other types; in a chain that counts, a
mention of another type is wrong. Adjectives of nationality are no mentions in GUM, and are left out.
mentions_p, mentions_r, mentions_f1: mentions that are in a chain, whichever it is.
pronoun_accuracy: of the third-person pronouns and possessives in news and interviews that go back to a name
in gold, the share that is in a chain with names, most of them of the right entity. pronouns: how many.

References: MUC, Vilain et al. 1995, https://aclanthology.org/M95-1005/ ; B³, Bagga and Baldwin 1998,
https://aclanthology.org/P98-1012/ ; CEAFe, Luo 2005, https://aclanthology.org/H05-1004/ ; how predicted
mentions count, Pradhan et al. 2014, https://aclanthology.org/P14-2006/ ; heads, Žabokrtský et al. 2023,
https://aclanthology.org/2023.crac-sharedtask.1/ ; GUM, Zeldes 2017,
https://doi.org/10.1007/s10579-016-9343-x
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import networkx

from evaluation.corpora import TreeText, Word, read_text, read_trees
from evaluation.language import rounded, use_one_core
from evaluation.scores import Figures, align
from kg.errors import InputError, KGError

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from kg.mentions import Markable

EXAMPLE = """example:
  python -m evaluation.coreference gum_dev.conllu --json
"""
TYPES = frozenset({"person", "organization", "place"})
PRONOUN_GENRES = ("news", "interview")
THIRD_PERSON = frozenset(
    {"he", "him", "his", "himself", "she", "her", "hers", "herself", "it", "its", "itself"}
    | {"they", "them", "their", "theirs", "themselves"}
)
BRACKET = re.compile(r"\((?P<opened>[^()-]+)-(?P<fields>[^()]*)(?P<closed>\)?)|(?P<ended>[^()]+)\)")
CORE = 4
"""The place of the words that make up the core of a mention among its fields, behind the type."""

Chains = Sequence[Collection[int]]
"""Each chain is the places of its mentions; a mention of both sides has the same place in both."""


@dataclass(frozen=True, slots=True)
class GoldMention:
    """One mention: places of its words, of its head and of its core; `chain` is its name in its document."""

    chain: str
    type: str
    words: range
    head: int
    core: frozenset[int]
    is_name: bool


@dataclass(frozen=True, slots=True)
class ChainText:
    """One document with its trees and mentions; `genre` is the part of its name behind "GUM_"."""

    trees: TreeText
    genre: str
    mentions: tuple[GoldMention, ...]


@dataclass(slots=True)
class Share:
    """What is right of the chains guessed and of those wanted, each with what it is a share of."""

    precise: float = 0.0
    guessed: float = 0.0
    recalled: float = 0.0
    wanted: float = 0.0

    def add(self, other: Share) -> None:
        self.precise += other.precise
        self.guessed += other.guessed
        self.recalled += other.recalled
        self.wanted += other.wanted

    @property
    def precision(self) -> float:
        return self.precise / self.guessed if self.guessed else 0.0

    @property
    def recall(self) -> float:
        return self.recalled / self.wanted if self.wanted else 0.0

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass(slots=True)
class Scores:
    """The figures of some documents, as they are added up."""

    muc: Share = field(default_factory=Share)
    b3: Share = field(default_factory=Share)
    ceafe: Share = field(default_factory=Share)
    mentions: Share = field(default_factory=Share)

    def add(self, gold: Chains, guess: Chains) -> None:
        self.muc.add(score_links(gold, guess))
        self.b3.add(score_mentions(gold, guess))
        self.ceafe.add(score_entities(gold, guess))
        ours, theirs = {m for chain in gold for m in chain}, {m for chain in guess for m in chain}
        both = float(len(ours & theirs))
        self.mentions.add(Share(both, len(theirs), both, len(ours)))

    def figures(self, prefix: str = "") -> Figures:
        named = {"muc": self.muc, "b3": self.b3, "ceafe": self.ceafe, "mentions": self.mentions}
        figures = {
            f"{prefix}{name}_{figure}": value
            for name, share in named.items()
            for figure, value in (("p", share.precision), ("r", share.recall), ("f1", share.f1))
        }
        return figures | {f"{prefix}mean_f1": (self.muc.f1 + self.b3.f1 + self.ceafe.f1) / 3}


# Scores


def score_links(gold: Chains, guess: Chains) -> Share:
    """Return the links of MUC: a chain of n mentions has n - 1, less one for each part it is torn into."""
    precise, guessed = _links(guess, gold)
    recalled, wanted = _links(gold, guess)
    return Share(precise, guessed, recalled, wanted)


def _links(chains: Chains, others: Chains) -> tuple[int, int]:
    """Return how many links of the chains are in the others too, and how many there are."""
    other_of = _chain_of(others)
    kept = all_links = 0
    for chain in chains:
        parts = {other_of[m] for m in chain if m in other_of}
        alone = sum(m not in other_of for m in chain)
        kept += len(chain) - len(parts) - alone
        all_links += len(chain) - 1
    return kept, all_links


def _chain_of(chains: Chains) -> dict[int, int]:
    return {mention: place for place, chain in enumerate(chains) for mention in chain}


def score_mentions(gold: Chains, guess: Chains) -> Share:
    """Return the mentions of B³: each counts for the share of its chain that is with it on the other side."""
    precise, guessed = _kept(guess, gold)
    recalled, wanted = _kept(gold, guess)
    return Share(precise, guessed, recalled, wanted)


def _kept(chains: Chains, others: Chains) -> tuple[float, int]:
    other_of = _chain_of(others)
    kept = 0.0
    for chain in chains:
        together = Counter(other_of[m] for m in chain if m in other_of)
        kept += sum(count * count for count in together.values()) / len(chain)
    return kept, sum(len(chain) for chain in chains)


def score_entities(gold: Chains, guess: Chains) -> Share:
    """Return the likeness (φ₄) of chains paired one to one so that it is greatest: the entities of CEAF."""
    other_of = _chain_of(guess)
    graph = networkx.Graph()
    for place, chain in enumerate(gold):
        for other, shared in Counter(other_of[m] for m in chain if m in other_of).items():
            alike = 2 * shared / (len(chain) + len(guess[other]))
            graph.add_edge(("gold", place), ("guess", other), weight=alike)
    pairs = networkx.max_weight_matching(graph)
    alike = sum(graph.edges[pair]["weight"] for pair in pairs)
    return Share(alike, len(guess), alike, len(gold))


# Gold


def read_chains(path: Path) -> list[ChainText]:
    """Return the documents of a CoNLL-U file in which `Entity=` tells mentions as GUM does.

    Raises:
        InputError: the file cannot be read, is not CoNLL-U, or a mention of it is not closed.
    """
    notes = _notes_in(read_text(path))
    texts = []
    for trees in read_trees(path):
        own = [next(notes) for _ in trees.words]
        genre = (trees.name.split("_") + [""])[1]
        texts.append(ChainText(trees, genre, tuple(_mentions_in(trees, own))))
    return texts


def _notes_in(text: str) -> Iterator[str]:
    """Yield what the last column tells of mentions, word by word."""
    for line in text.splitlines():
        columns = line.split("\t")
        if columns[0].isdigit():
            features = dict(feature.partition("=")[::2] for feature in columns[-1].split("|"))
            yield features.get("Entity", "")


def _mentions_in(trees: TreeText, notes: Sequence[str]) -> Iterator[GoldMention]:
    opened: dict[str, list[tuple[int, list[str]]]] = defaultdict(list)
    for place, note in enumerate(notes):
        for bracket in BRACKET.finditer(note):
            chain = bracket["opened"] or bracket["ended"]
            if bracket["opened"]:
                opened[chain].append((place, bracket["fields"].split("-")))
            if bracket["closed"] or bracket["ended"]:
                if not opened[chain]:
                    raise InputError(f"{trees.name}: mention {chain} ends at {place} and does not begin")
                start, fields = opened[chain].pop()
                yield _mention(trees.words, chain, fields, range(start, place + 1))
    if left := sorted(chain for chain, starts in opened.items() if starts):
        raise InputError(f"{trees.name}: mention {left[0]} does not end")


def _mention(words: Sequence[Word], chain: str, fields: Sequence[str], places: range) -> GoldMention:
    head = next((i for i in places if words[i].head not in places), places[0])
    numbers = fields[CORE].split(",") if len(fields) > CORE else []
    core = {places[int(n) - 1] for n in numbers if n.isdigit() and 0 < int(n) <= len(places)}
    is_group = any(words[i].head == head and words[i].label == "conj" for i in places)
    is_name = words[head].upos == "PROPN" and not is_group
    return GoldMention(chain, fields[0], places, head, frozenset(core | {head}), is_name)


# Guess


@dataclass(frozen=True, slots=True)
class Guessed:
    """One mention of kg: the gold words of its head and its span, and whether it is a name."""

    chain: int
    head: int | None
    words: frozenset[int]
    is_name: bool


def read_guess(doc: Doc, text: str, words: Sequence[Word]) -> list[Guessed]:
    """Return the mentions that kg finds in a document and chains; `words` are the gold ones."""
    from evaluation.measure import words_of
    from kg.coreference import chains_of, mentions_in
    from kg.quotations import quotations_in
    from kg.tokens import document_of

    tokens = [token.i for token in doc if not token.is_space]
    gold_at = {tokens[j]: i for i, j in align(words, words_of(doc))}
    document = document_of(doc)
    markables = mentions_in(document)
    chains, _ = chains_of(document, markables, quotations_in(document, text))
    return [
        Guessed(
            chain,
            gold_at.get(markable.head.i),
            frozenset(gold_at[t.i] for t in markable.span if t.i in gold_at),
            markable.kind == "name",
        )
        for chain, markable in zip(chains, markables, strict=True)
        if not _is_nationality(markable)
    ]


def _is_nationality(markable: Markable) -> bool:
    return markable.label == "NORP" and markable.head.pos_ == "ADJ"


def match_mentions(gold: Sequence[GoldMention], guess: Sequence[Guessed]) -> dict[int, int]:
    """Return the place of the gold mention that each guessed one is: of the same head, and most alike.

    What is left may have its head elsewhere in the core of a gold mention: what heads a name is convention.
    """
    found: dict[int, int] = {}
    by_head, by_core = defaultdict[int, list[int]](list), defaultdict[int, list[int]](list)
    for place, mention in enumerate(gold):
        by_head[mention.head].append(place)
        for word in mention.core:
            by_core[word].append(place)
    for places in (by_head, by_core):
        taken = set(found.values())
        pairs = [
            (_likeness(gold[theirs], mention), -ours, -theirs)
            for ours, mention in enumerate(guess)
            if mention.head is not None and ours not in found
            for theirs in places[mention.head]
            if theirs not in taken and (places is by_head or gold[theirs].head in mention.words)
        ]
        for _, ours, theirs in sorted(pairs, reverse=True):
            if -ours not in found and -theirs not in taken:
                found[-ours] = -theirs
                taken.add(-theirs)
    return found


def _likeness(gold: GoldMention, guess: Guessed) -> float:
    return len(guess.words & set(gold.words)) / len(guess.words | set(gold.words))


def chains_to_score(
    gold: Sequence[GoldMention], guess: Sequence[Guessed], found: Mapping[int, int]
) -> tuple[list[list[int]], list[list[int]]]:
    """Return the chains of both sides that count, a mention by its place in gold, or behind all gold."""
    wanted, guessed = defaultdict[str, list[int]](list), defaultdict[int, list[int]](list)
    for place, mention in enumerate(gold):
        if mention.type in TYPES:
            wanted[mention.chain].append(place)
    for place, guessed_mention in enumerate(guess):
        guessed[guessed_mention.chain].append(found.get(place, len(gold) + place))
    return _longer(wanted.values()), [
        chain
        for chain in _longer(guessed.values())
        if any(m >= len(gold) or gold[m].type in TYPES for m in chain)
    ]


def _longer(chains: Iterable[list[int]]) -> list[list[int]]:
    return [chain for chain in chains if len(chain) > 1]


def resolved_pronouns(
    words: Sequence[Word], gold: Sequence[GoldMention], guess: Sequence[Guessed], found: Mapping[int, int]
) -> list[tuple[int, bool]]:
    """Return the pronouns that go back to a name, by the place of their mention, and whether rightly read."""
    first_name: dict[str, int] = {}
    for mention in gold:
        if mention.is_name:
            first_name.setdefault(mention.chain, mention.head)
    names_of: dict[int, Counter[str]] = defaultdict(Counter)
    for ours, theirs in found.items():
        if guess[ours].is_name:
            names_of[guess[ours].chain][gold[theirs].chain] += 1
    chain_at = {theirs: guess[ours].chain for ours, theirs in found.items()}
    pronouns = []
    for place, mention in enumerate(gold):
        is_pronoun = len(mention.words) == 1 and words[mention.head].form.lower() in THIRD_PERSON
        has_name = first_name.get(mention.chain, mention.head) < mention.head
        if is_pronoun and has_name and mention.type in TYPES:
            named = names_of[chain_at[place]] if place in chain_at else Counter[str]()
            pronouns.append((place, [c for c, _ in named.most_common(1)] == [mention.chain]))
    return pronouns


# Figures


def measure(path: Path, *, model: str | None = None) -> Figures:
    """Return the figures of the documents in a file.

    Raises:
        KGError: the file is not readable, or the pipeline does not load.
    """
    texts = read_chains(path)
    from evaluation.statements import GivenText, to_prose
    from kg.language import documents_of, load_pipeline
    from kg.progress import Display

    articles = [to_prose(GivenText(text.trees.name, text.trees.text)) for text in texts]
    documents = documents_of(load_pipeline(model), articles)
    every, news, pronouns = Scores(), Scores(), list[bool]()
    with Display("documents") as display:
        for done, (text, (article, doc)) in enumerate(zip(texts, documents, strict=True)):
            display(done, len(texts))
            guess = read_guess(doc, article.text, text.trees.words)
            found = match_mentions(text.mentions, guess)
            chains = chains_to_score(text.mentions, guess, found)
            every.add(*chains)
            if text.genre == "news":
                news.add(*chains)
            if text.genre in PRONOUN_GENRES:
                read = resolved_pronouns(text.trees.words, text.mentions, guess, found)
                pronouns += [is_right for _, is_right in read]
    accuracy = sum(pronouns) / len(pronouns) if pronouns else 0.0
    counted = {"pronoun_accuracy": accuracy, "pronouns": float(len(pronouns))}
    return every.figures() | news.figures("news_") | counted


def parse_arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    """Return what was asked for; `--help` and wrong options end the program."""
    parser = argparse.ArgumentParser(
        prog="python -m evaluation.coreference",
        description=__doc__,
        epilog=EXAMPLE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("gold", type=Path, metavar="FILE.conllu", help="GUM, or chains written as there")
    parser.add_argument("--model", metavar="NAME", help="a pipeline or its path, not the bundled one")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    return parser.parse_args(arguments)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; return 2 after one line on standard error if something was wrong with the input."""
    asked = parse_arguments(arguments)
    use_one_core()
    try:
        figures = rounded(measure(asked.gold, model=asked.model))
    except KGError as error:
        print(f"evaluation.coreference: {error}", file=sys.stderr)
        return 2
    if asked.json:
        print(json.dumps(figures, indent=1))
    else:
        for name, figure in figures.items():
            print(f"{name:20} {figure:g}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
