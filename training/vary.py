"""News typography: sentences as they might have been printed elsewhere.

Each function receives a `Sentence` and returns another with the same words, or fewer; nothing is looked up.
"""

from __future__ import annotations

import random
from collections.abc import Callable
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
