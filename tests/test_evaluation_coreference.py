"""Coreference is measured as the module says, on chains and trees of our own, figures worked out by hand."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from spacy.language import Language

from evaluation import coreference
from evaluation.coreference import (
    Guessed,
    Share,
    chains_to_score,
    match_mentions,
    read_chains,
    resolved_pronouns,
    score_entities,
    score_links,
    score_mentions,
)
from kg.errors import InputError

# Ann Lee met Bob. She thanked him in Oslo, her home. He left Oslo. -- with the entities of each word
ROWS = (
    ("Ann", "PROPN", 3, "nsubj", "(1-person-new-s-cf1-1,2-coref-Ann_Lee"),
    ("Lee", "PROPN", 1, "flat", "1)"),
    ("met", "VERB", 0, "root", ""),
    ("Bob", "PROPN", 3, "obj", "(2-person-new-s-cf2-1-coref)"),
    (".", "PUNCT", 3, "punct", ""),
    (),
    ("She", "PRON", 2, "nsubj", "(1-person-giv:act-s-cf1-1-ana)"),
    ("thanked", "VERB", 0, "root", ""),
    ("him", "PRON", 2, "obj", "(2-person-giv:act-s-cf2-1-ana)"),
    ("in", "ADP", 5, "case", ""),
    ("Oslo", "PROPN", 2, "obl", "(3-place-new-s-cf3-1-coref"),
    (",", "PUNCT", 8, "punct", ""),
    ("her", "PRON", 8, "nmod:poss", "(3-place-giv:act-s-cf3-2-appos(1-person-giv:act-s-cf1-1-ana)"),
    ("home", "NOUN", 5, "appos", "3)3)"),
    (".", "PUNCT", 2, "punct", ""),
    (),
    ("He", "PRON", 2, "nsubj", "(2-person-giv:act-s-cf1-1-ana)"),
    ("left", "VERB", 0, "root", ""),
    ("Oslo", "PROPN", 2, "obj", "(3-place-giv:act-s-cf2-1-coref)"),
    ("with", "ADP", 6, "case", ""),
    ("a", "DET", 6, "det", "(4-object-new-s-cf3-2-sgl"),
    ("map", "NOUN", 2, "obl", "4)"),
    (".", "PUNCT", 2, "punct", ""),
)


def to_conllu(rows: Sequence[tuple[str, str, int, str, str] | tuple[()]], name: str = "GUM_news_own") -> str:
    lines, number = [f"# newdoc id = {name}", "# newpar"], 0
    for row in rows:
        number = number + 1 if row else 0
        if not row:
            lines.append("")
            continue
        form, pos, head, label, entity = row
        columns = (number, form, form.lower(), pos, "_", "_", head, label, "_", f"Entity={entity}|Own=1")
        lines.append("\t".join(map(str, columns)))
    return "\n".join(lines) + "\n\n"


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    path = tmp_path / "own.conllu"
    path.write_text(to_conllu(ROWS), encoding="utf-8")
    return path


# The chains of a word may be read from a letter: mentions are places, written as letters.


def chains(words: str) -> list[list[int]]:
    return [[ord(letter) for letter in word] for word in words.split()]


@pytest.mark.parametrize(
    ("score", "gold", "guess", "share"),
    [
        # Vilain et al.: abcd torn in two is two of three links, and both of the guess's links are right
        (score_links, "abcd", "ab cd", Share(2, 2, 2, 3)),
        (score_links, "ab cd", "abcd", Share(2, 3, 2, 2)),
        (score_links, "abc", "abx", Share(1, 2, 1, 2)),
        # one mention of each chain: nothing is linked
        (score_links, "ab cd", "ac bd", Share(0, 2, 0, 2)),
        (score_links, "", "ab", Share(0, 1, 0, 0)),
        # Bagga and Baldwin: each of abcd is with two of its four
        (score_mentions, "abcd", "ab cd", Share(4, 4, 2, 4)),
        (score_mentions, "ab cd", "abcd", Share(2, 4, 4, 4)),
        # x is no mention: it is wrong, and makes a and b less precise
        (score_mentions, "abc", "abx", Share(4 / 3, 3, 4 / 3, 3)),
        # Luo: one part of abcd is its entity, alike by 2 * 2 / (4 + 2); the other is none
        (score_entities, "abcd", "ab cd", Share(2 / 3, 2, 2 / 3, 1)),
        # the greedy pair abc-abcd (6/7) would leave de without its own
        (score_entities, "abc de", "ab cde", Share(0.8 + 0.8, 2, 0.8 + 0.8, 2)),
        (score_entities, "ab", "xy", Share(0, 1, 0, 1)),
    ],
)
def test_scores(score: object, gold: str, guess: str, share: Share) -> None:
    found = score(chains(gold), chains(guess))  # type: ignore[operator]
    assert (found.precise, found.recalled) == pytest.approx((share.precise, share.recalled))
    assert (found.guessed, found.wanted) == (share.guessed, share.wanted)


def test_shares_of_nothing() -> None:
    assert (Share().precision, Share().recall, Share().f1) == (0, 0, 0)


class TestGold:
    def test_mentions(self, gold: Path) -> None:
        (text,) = read_chains(gold)
        forms = [word.form for word in text.trees.words]
        found = [
            (m.chain, " ".join(forms[i] for i in m.words), forms[m.head], m.is_name) for m in text.mentions
        ]
        assert text.genre == "news"
        assert found == [
            ("1", "Ann Lee", "Ann", True),
            ("2", "Bob", "Bob", True),
            ("1", "She", "She", False),
            ("2", "him", "him", False),
            ("1", "her", "her", False),
            ("3", "her home", "home", False),
            ("3", "Oslo , her home", "Oslo", True),
            ("2", "He", "He", False),
            ("3", "Oslo", "Oslo", True),
            ("4", "a map", "map", False),
        ]
        assert text.mentions[0].core == {0, 1}

    def test_a_mention_that_does_not_end(self, tmp_path: Path) -> None:
        path = tmp_path / "own.conllu"
        path.write_text(
            to_conllu([("Ann", "PROPN", 0, "root", "(1-person-new-s-cf1-1-sgl")]), encoding="utf-8"
        )
        with pytest.raises(InputError, match="mention 1 does not end"):
            read_chains(path)

    def test_a_mention_that_does_not_begin(self, tmp_path: Path) -> None:
        path = tmp_path / "own.conllu"
        path.write_text(to_conllu([("Ann", "PROPN", 0, "root", "1)")]), encoding="utf-8")
        with pytest.raises(InputError, match="does not begin"):
            read_chains(path)


def guessed(chain: int, head: int | None, *words: int, is_name: bool = False) -> Guessed:
    return Guessed(chain, head, frozenset(words), is_name)


class TestMatching:
    def test_head_then_core(self, gold: Path) -> None:
        (text,) = read_chains(gold)
        guess = [
            guessed(0, 1, 0, 1, is_name=True),  # "Ann Lee", headed by the surname
            guessed(1, 3, 3, is_name=True),
            guessed(2, 9, 9, is_name=True),  # "Oslo"
            guessed(2, 12, 12),  # "home"
            guessed(3, 2, 2),  # "met" is no mention
            guessed(3, None),
        ]
        assert match_mentions(text.mentions, guess) == {0: 0, 1: 1, 2: 6, 3: 5}

    def test_chains_that_count(self, gold: Path) -> None:
        (text,) = read_chains(gold)
        found = {0: 0, 1: 2, 2: 9, 3: 8}
        guess = [guessed(0, 0), guessed(0, 5), guessed(1, 19), guessed(1, 17), guessed(2, 2), guessed(2, 6)]
        wanted, counted = chains_to_score(text.mentions, guess, found)
        assert wanted == [[0, 2, 4], [1, 3, 7], [5, 6, 8]]
        # a map that is a place is wrong, and so are two mentions that gold does not know
        assert counted == [[0, 2], [9, 8], [14, 15]]

    def test_pronouns(self, gold: Path) -> None:
        (text,) = read_chains(gold)
        guess = [
            guessed(0, 0, is_name=True),
            guessed(1, 3, is_name=True),
            guessed(0, 5),  # She: Ann
            guessed(0, 7),  # him: Ann too
            guessed(2, 15),  # He: nobody
        ]
        found = match_mentions(text.mentions, guess)
        read = resolved_pronouns(text.trees.words, text.mentions, guess, found)
        assert read == [(2, True), (3, False), (4, False), (7, False)]


def test_command(gold: Path, nlp: Language, capsys: pytest.CaptureFixture[str]) -> None:
    assert coreference.main([str(gold), "--json"]) == 0
    figures = json.loads(capsys.readouterr().out)
    assert figures["pronouns"] == 4
    assert figures["news_mean_f1"] == figures["mean_f1"] > 0
    assert coreference.main([str(gold)]) == 0
    assert "pronoun_accuracy" in capsys.readouterr().out


def test_file_that_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert coreference.main([str(tmp_path / "none.conllu")]) == 2
    assert "cannot be read" in capsys.readouterr().err
