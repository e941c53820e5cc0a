"""Turn the corpora into spaCy's training files: `python training/convert.py --corpora DIR`."""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterable
from pathlib import Path

from entities import Tagged, lexicon_of, mend, read_columns, read_gmb, read_gum, recase, to_entity_doc
from names import Lexicon
from spacy.language import Language
from spacy.tokens import Doc, DocBin
from tokens import blank_english
from treebank import Sentence, groups_in, sentences_in, to_doc
from vary import vary
from verbs import verb_docs

SEED = 20200519
TREEBANKS = {
    "ewt": "ud_ewt/en_ewt-ud-{}.conllu",
    "gum": "ud_gum/gum_permissive_{}.conllu",
}


def write_docs(docs: Iterable[Doc], path: Path) -> None:
    """Store documents; say how many and how long."""
    stored = list(docs)
    DocBin(docs=stored, store_user_data=False).to_disk(path)
    print(f"{path}: {len(stored)} documents, {sum(map(len, stored))} tokens")


def varied(group: list[Sentence], dice: random.Random) -> list[Sentence]:
    """The group with its sentences varied; after a headline comes a new paragraph."""
    out: list[Sentence] = []
    for sentence in group:
        new = vary(sentence, dice)
        if out and len(out[-1].words) < len(group[len(out) - 1].words):
            new = Sentence(new.words, True, new.new_text)
        out.append(new)
    return out


def convert_treebanks(nlp: Language, corpora: Path, out: Path) -> None:
    """Write `parse-train.spacy`, each text twice, the second time varied, and the held-out parts.

    `lemmas-train.spacy` has the sentences of `verbs` besides.
    """
    dice = random.Random(SEED)
    docs: list[Doc] = []
    for pattern in TREEBANKS.values():
        sentences = list(sentences_in(corpora / pattern.format("train")))
        docs += [to_doc(nlp.vocab, group, dice) for group in groups_in(iter(sentences), dice)]
        docs += [to_doc(nlp.vocab, varied(group, dice), dice) for group in groups_in(iter(sentences), dice)]
    dice.shuffle(docs)
    write_docs(docs, out / "parse-train.spacy")
    lemma_docs = [*docs, *verb_docs(nlp.vocab)]
    random.Random(SEED).shuffle(lemma_docs)
    write_docs(lemma_docs, out / "lemmas-train.spacy")
    held_out: list[Doc] = []
    for name, pattern in TREEBANKS.items():
        part = [
            to_doc(nlp.vocab, g, dice) for g in groups_in(sentences_in(corpora / pattern.format("dev")), dice)
        ]
        write_docs(part, out / f"parse-dev-{name}.spacy")
        held_out += part
    write_docs(held_out, out / "parse-dev.spacy")


def entity_docs(
    nlp: Language, sentences: list[Tagged], lexicon: Lexicon, dice: random.Random, copies: int
) -> list[Doc]:
    """Documents of one to five consecutive sentences; copies after the first are printed otherwise."""
    docs = []
    mended = [mend(sentence, lexicon) for sentence in sentences]
    for copy in range(copies):
        place = 0
        while place < len(mended):
            size = dice.choice((1, 2, 3, 4, 5))
            group = mended[place : place + size]
            printed = [recase(sentence, dice) for sentence in group] if copy else group
            docs.append(to_entity_doc(nlp, printed, lexicon, dice))
            place += size
    return docs


def convert_entities(nlp: Language, corpora: Path, out: Path) -> None:
    """Write `entities-train.spacy`; held out are UNER-EWT dev and every tenth block of fifty of GMB."""
    dice = random.Random(SEED)
    gmb = read_gmb(corpora / "gmb/ner_dataset.csv.zip")
    train_part = [s for i, s in enumerate(gmb) if i // 50 % 10 != 9]
    lexicon = lexicon_of(train_part)
    print(f"{len(lexicon.demonyms)} demonyms, {len(lexicon.label_by_name)} names learned from GMB")
    docs = entity_docs(nlp, train_part, lexicon, dice, 1)
    docs += entity_docs(
        nlp, train_part[::5], lexicon, dice, 2
    )  # a fifth of GMB twice more, once printed otherwise
    uner = read_columns(corpora / "uner_ewt/en_ewt-ud-train.firstcommit.iob2", 1, 2, "\t")
    docs += entity_docs(nlp, uner, lexicon, dice, 3)
    docs += entity_docs(
        nlp, read_columns(corpora / "wikigold/wikigold.conll.txt", 0, 1, " "), lexicon, dice, 2
    )
    docs += entity_docs(nlp, read_gum(corpora / "ud_gum/gum_permissive_train.conllu"), lexicon, dice, 2)
    dice.shuffle(docs)
    write_docs(docs, out / "entities-train.spacy")
    uner_dev = read_columns(corpora / "uner_ewt/en_ewt-ud-dev.iob2", 1, 2, "\t")
    uner_docs = entity_docs(nlp, uner_dev, lexicon, dice, 1)
    gmb_docs = entity_docs(nlp, [s for i, s in enumerate(gmb) if i // 50 % 10 == 9], lexicon, dice, 1)
    write_docs(uner_docs, out / "entities-dev-uner.spacy")
    write_docs(gmb_docs, out / "entities-dev-gmb.spacy")
    write_docs(uner_docs + gmb_docs[::3], out / "entities-dev.spacy")


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
    convert_treebanks(nlp, arguments.corpora, arguments.out)
    convert_entities(nlp, arguments.corpora, arguments.out)


if __name__ == "__main__":
    main()
