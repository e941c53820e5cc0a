"""Sentences as they might have been printed elsewhere: other typography, other names.

Receives a `Sentence`; returns another with as many words, or fewer, and the same tags and parse.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import replace

from names import words
from treebank import Sentence, Word

CURLY = {"``": "“", "''": "”"}
SMALL_WORDS = words("a an the of in on at to for and or but by as with from 's is")


def vary(sentence: Sentence, dice: random.Random) -> Sentence:
    """The sentence, by chance, with curly quotes and long dashes, as a headline, or in one case."""
    if dice.random() < 0.5:
        sentence = with_curly_quotes(sentence, dice)
    chance = dice.random()
    if chance < 0.03:
        return recased(sentence, str.upper)
    if chance < 0.05:
        return recased(sentence, str.lower)
    if chance < 0.08:
        return as_headline(sentence)
    return sentence


def with_curly_quotes(sentence: Sentence, dice: random.Random) -> Sentence:
    """The sentence with ’ “ ” and, where a dash stands between words, – or —."""
    dash = dice.choice("–—")
    printed = []
    for word in sentence.words:
        form = word.form.replace("'", "’")
        if word.form == '"':
            form = CURLY.get(word.tag, '"')
        elif word.form == "'":
            form = "‘" if word.tag == "``" else "’"
        elif word.form in {"-", "--"} and word.tag != "HYPH":
            form = dash
        lemma = form if word.lemma == word.form else word.lemma
        printed.append(replace(word, form=form, lemma=lemma))
    return replace(sentence, words=tuple(printed))


def recased(sentence: Sentence, change: Callable[[str], str]) -> Sentence:
    """The sentence all in capitals or all in small letters; lemmas are left open."""
    words = tuple(replace(w, form=change(w.form), lemma="") for w in sentence.words)
    return replace(sentence, words=words)


def as_headline(sentence: Sentence) -> Sentence:
    """The sentence with Capitals On All Longer Words and, where it ends in a full stop, without it."""
    words = tuple(capitalised(w) for w in sentence.words)
    last = len(words) - 1
    leaf = all(w.head != last or place == last for place, w in enumerate(words))
    if last > 0 and words[last].form == "." and leaf and words[last].label == "punct":
        words = words[:last]
    return replace(sentence, words=words)


def capitalised(word: Word) -> Word:
    """The word with a capital, unless it is one of `SMALL_WORDS`."""
    if word.form in SMALL_WORDS or not word.form[0].islower():
        return word
    return replace(word, form=word.form[0].upper() + word.form[1:])


class Names:
    """Names by their label and the tags of their words: one may stand in another's place, its parse kept.

    Replacing mentions is the augmentation of Dai and Adel 2020 (https://aclanthology.org/2020.coling-main.343).
    """

    def __init__(
        self, sentences: Iterable[Sentence], untagged: Iterable[tuple[str, tuple[str, ...]]]
    ) -> None:
        found: dict[tuple[str, tuple[str, ...]], set[tuple[str, ...]]] = defaultdict(set)
        for sentence in sentences:
            for first, end, label in sentence.spans or ():
                words = sentence.words[first:end]
                found[label, tuple(w.tag for w in words)].add(tuple(w.form for w in words))
        for label, forms in untagged:
            if all(form.isalpha() and form[0].isupper() for form in forms):
                found[label, ("NNP",) * len(forms)].add(forms)
        self.alike = {key: sorted(forms) for key, forms in found.items()}

    def exchanged(self, group: list[Sentence], share: float, dice: random.Random) -> list[Sentence]:
        """The group with a share of its names exchanged, the same name by the same one throughout."""
        chosen: dict[tuple[str, tuple[str, ...]], tuple[str, ...]] = {}

        def exchange(sentence: Sentence) -> Sentence:
            words = list(sentence.words)
            for first, end, label in sentence.spans or ():
                old = tuple(w.form for w in words[first:end])
                if (label, old) not in chosen:
                    alike = self.alike[label, tuple(w.tag for w in words[first:end])]
                    chosen[label, old] = dice.choice(alike) if dice.random() < share else old
                for place, form in enumerate(chosen[label, old], start=first):
                    word = words[place]
                    lemma = form if word.lemma == word.form else word.lemma
                    words[place] = replace(word, form=form, lemma=lemma)
            return replace(sentence, words=tuple(words))

        return [exchange(sentence) for sentence in group]
