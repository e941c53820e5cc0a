"""Join the best models into `kg/pipeline`: `python training/assemble.py`.

The vocabularies of training, which list every word of the corpora, are left behind: only strings that a
component refers to are kept. `measure.json`, if `measure.py` has written one, goes into `meta.json`.
"""

from __future__ import annotations

import argparse
import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import spacy
import srsly  # type: ignore[import-untyped]
from spacy.language import Language
from spacy.strings import StringStore

META = {
    "name": "en_kg_news",
    "version": "0.1.0",
    "description": "English news: tags, morphology, lemmas, Universal Dependencies and entities for kg",
    "author": "the kg authors",
    "license": "CC BY-SA 4.0",
    "sources": [
        {"name": "UD English EWT 2.16", "license": "CC BY-SA 4.0"},
        {
            "name": "UD English GUM (genres with free texts)",
            "license": "annotation CC BY 4.0; texts CC BY, CC BY-SA",
        },
        {"name": "Universal NER, English EWT", "license": "CC BY-SA 4.0"},
        {"name": "WikiGold", "license": "CC BY 4.0"},
        {"name": "Groningen Meaning Bank, news", "license": "texts public domain; annotation terms unstated"},
    ],
}
DOCUMENTS = ("README.md", "LICENSE")
"""Files in the pipeline's folder that people write; a new build keeps them."""


def join(work: Path) -> Language:
    """The parse pipeline with the better lemmatizer for its own, and the entity recogniser behind it."""
    nlp = spacy.load(work / "parse/model-best")
    nlp.remove_pipe("trainable_lemmatizer")
    nlp.add_pipe("trainable_lemmatizer", source=spacy.load(work / "lemmas/model-best"))
    nlp.add_pipe("ner", source=spacy.load(work / "entities/model-best"))
    return nlp


def needed_strings(nlp: Language) -> Iterator[str]:
    """Yield the strings that components look up by hash, edit trees apart: labels, tokens with exceptions."""
    for name in nlp.pipe_names:
        yield from nlp.pipe_labels.get(name, [])
    for pieces in nlp.tokenizer.rules.values():  # type: ignore[union-attr]
        for piece in pieces:
            yield from (
                value if isinstance(value, str) else nlp.vocab.strings[value] for value in piece.values()
            )


def clean_edits(path: Path, labels: list[int], strings: StringStore) -> set[str]:
    """Rewrite the edit trees at `path` without traces of the corpora; return the strings they still need.

    Training keeps a tree for each word that it saw, names and addresses among them, but only those that are
    labels are ever applied: the others are emptied, and so are pieces of addresses (they change "@" to "@").
    """
    stored = srsly.msgpack_loads(path.read_bytes())
    trees: list[dict[str, int]] = stored["trees"]
    used: set[int] = set()
    waiting = [label for label in labels if label < len(trees)]
    while waiting:
        tree = trees[(place := waiting.pop())]
        used.add(place)
        sides = (tree[side] for side in ("prefix_tree", "suffix_tree") if side in tree)
        waiting += [
            side for side in sides if side < len(trees) and side not in used
        ]  # beyond the last: no tree
    needed: set[str] = set()
    for place, tree in enumerate(trees):
        if "orig" not in tree:
            continue
        pieces = {strings[tree[key]] for key in ("orig", "subst")}
        if place not in used or any("@" in piece for piece in pieces):
            tree["orig"] = tree["subst"] = strings.add("@")
            pieces = {"@"}
        needed |= pieces
    path.write_bytes(srsly.msgpack_dumps(stored))
    return needed


def finish(nlp: Language, measured: Path) -> None:
    """Write what the pipeline is into its meta data; training paths come out of its configuration."""
    nlp.meta.update(META)
    nlp.meta["performance"] = json.loads(measured.read_text(encoding="utf-8")) if measured.exists() else {}
    nlp.config["paths"] = dict.fromkeys((*nlp.config["paths"], "vectors", "init_tok2vec"))
    nlp.config["initialize"]["before_init"] = None
    for corpus in nlp.config["corpora"].values():
        corpus["path"] = None


def save(nlp: Language, out: Path) -> None:
    """Write the pipeline beside `out` and rename it there, so that readers never see half of it."""
    beside, old = out.with_name(out.name + ".new"), out.with_name(out.name + ".old")
    shutil.rmtree(beside, ignore_errors=True)
    nlp.to_disk(beside)
    labels = nlp.get_pipe("trainable_lemmatizer").cfg["labels"]  # type: ignore[attr-defined]
    edits = clean_edits(beside / "trainable_lemmatizer/trees", labels, nlp.vocab.strings)
    StringStore(sorted(edits.union(needed_strings(nlp)))).to_disk(beside / "vocab/strings.json")
    for name in DOCUMENTS:
        if (out / name).exists():
            shutil.copy(out / name, beside / name)
    if out.exists():
        out.rename(old)
    beside.rename(out)
    shutil.rmtree(old, ignore_errors=True)


def main() -> None:
    """Assemble, save, and say what was saved."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, default=Path("training/work"))
    parser.add_argument("--out", type=Path, default=Path("kg/pipeline"))
    arguments = parser.parse_args()
    nlp = join(arguments.work)
    finish(nlp, arguments.work / "measure.json")
    save(nlp, arguments.out)
    size = sum(path.stat().st_size for path in arguments.out.rglob("*") if path.is_file())
    print(f"{arguments.out}: {', '.join(nlp.pipe_names)}; {size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
