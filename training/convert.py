"""Turn the corpora into spaCy's training files: `python training/convert.py --corpora DIR`."""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterable
from dataclasses import replace
from itertools import chain
from pathlib import Path

from entities import (
    Tagged,
    bare,
    gum_names,
    lexicon_of,
    mark_names,
    mend,
    read_columns,
    read_gmb,
    recase,
    to_entity_doc,
    with_names,
)
from names import Lexicon
from spacy.language import Language
from spacy.tokens import Doc, DocBin
from tokens import blank_english
from treebank import Sentence, groups_in, sentences_in, to_doc
from vary import Names, vary
from verbs import verb_docs

SEED = 20200519
EXCHANGED = 0.5
"""The share of names that are others in a varied text."""

TREEBANKS = {
    "ewt": "ud_ewt/en_ewt-ud-{}.conllu",
    "gum": "ud_gum/gum_permissive_{}.conllu",
}
UNER = "uner_ewt/en_ewt-ud-{}.iob2"


def write_docs(docs: Iterable[Doc], path: Path) -> None:
    """Store documents; say how many and how long."""
    stored = list(docs)
    DocBin(docs=stored, store_user_data=False).to_disk(path)
    print(f"{path}: {len(stored)} documents, {sum(map(len, stored))} tokens")


def varied(group: list[Sentence], names: Names, dice: random.Random) -> list[Sentence]:
    """The group with its sentences varied; after a headline comes a new paragraph."""
    out: list[Sentence] = []
    for sentence in names.exchanged(group, EXCHANGED, dice):
        new = vary(sentence, dice)
        if out and len(out[-1].words) < len(group[len(out) - 1].words):
            new = replace(new, new_paragraph=True)
        out.append(new)
    return out


def named_sentences(corpora: Path, corpus: str, part: str, lexicon: Lexicon) -> list[Sentence]:
    """The sentences of a treebank with the names that people found in them."""
    sentences = list(sentences_in(corpora / TREEBANKS[corpus].format(part)))
    if corpus == "gum":
        tagged = [mend(gum_names(s), lexicon, trusted=True) for s in sentences]
        return [with_names(s, t) for s, t in zip(sentences, tagged, strict=True)]
    file = corpora / UNER.format({"train": "train.firstcommit"}.get(part, part))
    uner = {bare(t.words): mend(t, lexicon, trusted=True) for t in read_columns(file, 1, 2, "\t")}
    return [with_names(s, uner.get(bare(w.form for w in s.words))) for s in sentences]


def convert_treebanks(nlp: Language, corpora: Path, out: Path, lexicon: Lexicon) -> None:
    """Write `CORPUS-train.spacy`, with `CORPUS-varied.spacy` in the same order, and `CORPUS-dev.spacy`."""
    dice = random.Random(SEED)

    def document(group: list[Sentence]) -> Doc:
        doc = to_doc(nlp.vocab, group, dice)
        mark_names(doc, group, lexicon)
        return doc

    treebanks = {corpus: named_sentences(corpora, corpus, "train", lexicon) for corpus in TREEBANKS}
    wikigold = (mend(t, lexicon, trusted=True) for t in read_wikigold(corpora))
    untagged = ((label, tuple(t.words[a:b])) for t in wikigold for a, b, label in t.spans)
    names = Names(chain.from_iterable(treebanks.values()), untagged)
    for corpus, sentences in treebanks.items():
        groups = list(groups_in(iter(sentences), dice))
        write_docs(map(document, groups), out / f"{corpus}-train.spacy")
        write_docs((document(varied(group, names, dice)) for group in groups), out / f"{corpus}-varied.spacy")
        held_out = groups_in(iter(named_sentences(corpora, corpus, "dev", lexicon)), dice)
        write_docs(map(document, held_out), out / f"{corpus}-dev.spacy")
    write_docs(verb_docs(nlp.vocab), out / "verbs-train.spacy")


def entity_docs(
    nlp: Language, sentences: list[Tagged], lexicon: Lexicon, dice: random.Random, *, trusted: bool = False
) -> list[Doc]:
    """Documents of one to eight consecutive sentences, each as news might print it."""
    docs = []
    mended = [recase(mend(sentence, lexicon, trusted=trusted), dice) for sentence in sentences]
    place = 0
    while place < len(mended):
        size = dice.choice((1, 2, 3, 5, 8))
        docs.append(to_entity_doc(nlp, mended[place : place + size], lexicon, dice))
        place += size
    return docs


def convert_entities(nlp: Language, corpora: Path, out: Path, gmb: list[Tagged], lexicon: Lexicon) -> None:
    """Write the corpora that know names only; of GMB every tenth block of fifty sentences is held out."""
    dice = random.Random(SEED)
    held_out = [s for i, s in enumerate(gmb) if i // 50 % 10 == 9]
    write_docs(entity_docs(nlp, taught(gmb), lexicon, dice), out / "gmb-train.spacy")
    write_docs(entity_docs(nlp, held_out, lexicon, dice), out / "gmb-dev.spacy")
    write_docs(
        entity_docs(nlp, read_wikigold(corpora), lexicon, dice, trusted=True), out / "wikigold-train.spacy"
    )


def read_wikigold(corpora: Path) -> list[Tagged]:
    """The sentences of WikiGold."""
    return read_columns(corpora / "wikigold/wikigold.conll.txt", 0, 1, " ")


def taught(gmb: list[Tagged]) -> list[Tagged]:
    """The part of GMB that is not held out."""
    return [s for i, s in enumerate(gmb) if i // 50 % 10 != 9]


def main() -> None:
    """Write the tokenizer and all training files."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--corpora", type=Path, required=True, help="folder with ud_ewt, ud_gum, gmb, uner_ewt, wikigold"
    )
    parser.add_argument("--out", type=Path, default=Path("training/work"))
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    nlp = blank_english()
    nlp.to_disk(arguments.out / "tokenizer")
    gmb = read_gmb(arguments.corpora / "gmb/ner_dataset.csv.zip")
    lexicon = lexicon_of(taught(gmb))
    convert_treebanks(nlp, arguments.corpora, arguments.out, lexicon)
    convert_entities(nlp, arguments.corpora, arguments.out, gmb, lexicon)


if __name__ == "__main__":
    main()
