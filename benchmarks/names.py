"""What resolving names across articles costs: `python benchmarks/names.py [NAMES]`, 100,000 if not told.

Names are made of syllables, in articles of ten; a third of them is met again, in another spelling, with an
initial, or as it was. Prints seconds and memory for half of the names and for all: work that grows with the
number of names takes about twice as long. Fails above a minute or a gigabyte for 100,000 names.
"""

from __future__ import annotations

import random
import resource
import sys
import time
from collections.abc import Iterator

from evaluation.language import use_one_core

MOST_SECONDS, MOST_BYTES = 60, 1 << 30
NAMES_IN_ARTICLE = 10

ONSETS = [
    "b",
    "ch",
    "d",
    "f",
    "g",
    "h",
    "j",
    "k",
    "kh",
    "l",
    "m",
    "n",
    "p",
    "q",
    "r",
    "s",
    "sh",
    "t",
    "v",
    "z",
]
VOWELS = ["a", "e", "i", "o", "u", "ai", "ou", "ee"]
CODAS = ["", "", "", "n", "r", "l", "s", "m", "d", "th"]
SPELLINGS = [("q", "k"), ("ou", "u"), ("ee", "i"), ("e", "i"), ("s", "ss"), ("kh", "k")]


def make_names(count: int, chance: random.Random) -> Iterator[str]:
    """Yield names of people; a third of them was met before, as it was or written in another way."""

    def word() -> str:
        syllables = (chance.choice(ONSETS) + chance.choice(VOWELS) for _ in range(chance.randint(1, 3)))
        return ("".join(syllables) + chance.choice(CODAS)).capitalize()

    firsts, lasts = [word() for _ in range(2_000)], [word() for _ in range(20_000)]
    met: list[str] = []
    for _ in range(count):
        if met and chance.random() < 1 / 3:
            name = chance.choice(met)
            first, last = name.split()
            written, other = chance.choice(SPELLINGS)
            yield chance.choice(
                [name, f"{first[0]}. {last}", f"{first} {last.replace(written, other)}", last]
            )
        else:
            met.append(f"{chance.choice(firsts)} {chance.choice(lasts)}")
            yield met[-1]


def time_names(count: int) -> float:
    """Return the seconds that resolving so many names takes, their extractions being there."""
    from kg.model import Article, Extraction, Mention, MentionKind, Passage
    from kg.ontology import load_ontology
    from kg.resolve import resolve_extractions

    ontology = load_ontology()
    names = list(make_names(count, random.Random(0)))
    extractions = []
    for start in range(0, count, NAMES_IN_ARTICLE):
        some = names[start : start + NAMES_IN_ARTICLE]
        text, mentions = "", []
        for chain, name in enumerate(some):
            passage = Passage(len(text), len(text) + len(name))
            mentions.append(Mention(passage, MentionKind.NAME, "PERSON", name, chain))
            text += f"{name} met "
        whole = Passage(0, len(text))
        extractions.append(Extraction(Article(f"a{start}", text, (whole,)), tuple(mentions), (), (whole,)))
    begun = time.process_time()
    resolution = resolve_extractions(extractions, ontology)
    seconds = time.process_time() - begun
    print(f"{count:8,} names  {len(resolution.entities):8,} entities  {seconds:6.1f} s")
    return seconds


def main() -> None:
    """Time half and all, print, and fail where it is too much."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    half, whole = time_names(count // 2), time_names(count)
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    print(f"twice the names, {whole / half:.1f} times the time; {used / (1 << 20):,.0f} MiB at most")
    if count <= 100_000 and (whole > MOST_SECONDS or used > MOST_BYTES):
        raise SystemExit("too much")


if __name__ == "__main__":
    use_one_core()
    main()
