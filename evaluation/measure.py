"""Lets a pipeline read gold documents, and turns the counts into figures.

Receives a loaded pipeline and documents; returns figures by name, shares between 0 and 1.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterator, Sequence

from spacy.language import Language
from spacy.tokens import Doc

from evaluation.corpora import TYPES, Mention, NameText, TreeText, Word
from evaluation.scores import (
    Figures,
    Overlaps,
    Tallies,
    align,
    count_exact,
    count_overlaps,
    count_sentences,
    count_words,
    new_overlaps,
    new_tallies,
)
from kg.progress import Display


class Reader:
    """A pipeline that counts the words it reads and the seconds of a processor that this takes."""

    def __init__(self, nlp: Language) -> None:
        self.nlp = nlp
        self.words = 0
        self.seconds = 0.0

    def read(self, texts: Sequence[str]) -> Iterator[Doc]:
        """Yield the document of each text, in order."""
        docs = self.nlp.pipe(texts)
        with Display("documents") as display:
            for done in range(len(texts)):
                display(done, len(texts))
                begun = time.process_time()
                doc = next(docs)
                self.seconds += time.process_time() - begun
                self.words += sum(not token.is_space for token in doc)
                yield doc

    @property
    def words_per_second(self) -> float:
        return self.words / self.seconds if self.seconds else 0.0


def measure_trees(reader: Reader, texts: Sequence[TreeText]) -> Figures:
    """Figures from raw text, `gold_` with the gold words given, `gold_las_sents` with gold sentences too."""
    return {
        **_raw_figures(reader, texts),
        **{f"gold_{name}": figure for name, figure in _gold_figures(reader.nlp, texts).items()},
        "gold_las_sents": _gold_figures(reader.nlp, texts, sentences=True)["las"],
    }


def _raw_figures(reader: Reader, texts: Sequence[TreeText]) -> Figures:
    tallies = new_tallies()
    docs = reader.read([gold.text for gold in texts])
    for gold, doc in zip(texts, docs, strict=True):
        guess = words_of(doc)
        count_words(tallies, gold.words, guess, align(gold.words, guess))
        count_sentences(tallies, gold.words, guess)
    return {name: tally.f1 for name, tally in tallies.items()}


def _gold_figures(nlp: Language, texts: Sequence[TreeText], *, sentences: bool = False) -> Figures:
    tallies = new_tallies()
    with Display("documents with gold words") as display:
        for done, gold in enumerate(texts):
            display(done, len(texts))
            doc = doc_of(nlp, gold, sentences=sentences)
            for _, pipe in nlp.pipeline:
                doc = pipe(doc)
            guess = words_of(doc)
            places = range(len(gold.words))
            count_words(tallies, gold.words, guess, list(zip(places, places, strict=True)))
            count_sentences(tallies, _counted(gold.words), _counted(guess))
    del tallies["words_f1"]
    return {name: tally.f1 for name, tally in tallies.items()}


def _counted(words: Sequence[Word]) -> list[Word]:
    """The words with their numbers as spans, since words inside a contraction have no span of their own."""
    return [
        Word(i, i + 1, w.form, w.lemma, w.upos, w.tag, w.head, w.label, w.sentence)
        for i, w in enumerate(words)
    ]


def doc_of(nlp: Language, gold: TreeText, *, sentences: bool) -> Doc:
    """Return the gold words, and white space as spaCy's tokenizer cuts it, as a document not yet read.

    With `sentences`, it is set of each word whether it begins a sentence.
    """
    words: list[str] = []
    spaces: list[bool] = []
    starts: list[bool | int | None] = []
    previous = -1
    for word, after in zip(gold.words, (*gold.words[1:], None), strict=True):
        # empty within a contraction, whose words all have its span
        gap = gold.text[word.end : after.start] if after else ""
        words.append(word.form)
        spaces.append(gap.startswith(" "))
        starts.append(word.sentence != previous)
        previous = word.sentence
        if rest := gap.removeprefix(" "):
            words.append(rest)
            spaces.append(False)
            starts.append(False)
    return Doc(nlp.vocab, words=words, spaces=spaces, sent_starts=starts if sentences else None)


def words_of(doc: Doc) -> tuple[Word, ...]:
    """Return the words of a read document, without white space; a head that is white space is no word's."""
    tokens = [token for token in doc if not token.is_space]
    places = {token.i: place for place, token in enumerate(tokens)}
    sentences = {token.i: number for number, sentence in enumerate(doc.sents) for token in sentence}
    return tuple(
        Word(
            start=token.idx,
            end=token.idx + len(token),
            form=token.text,
            lemma=token.lemma_,
            upos=token.pos_,
            tag=token.tag_,
            head=None if token.head.i == token.i else places.get(token.head.i, -1),
            label="root" if token.dep_ == "ROOT" else token.dep_,
            sentence=sentences[token.i],
        )
        for token in tokens
    )


def measure_names(reader: Reader, texts: Sequence[NameText]) -> Figures:
    """Precision, recall and F1 of exact mentions: `entity_` for all, and by type."""
    tallies, _ = _count_texts(reader, texts)
    figures: Figures = {}
    for kind in ("all", *sorted(tallies.keys() - {"all"})):
        name = "entity" if kind == "all" else kind
        tally = tallies[kind]
        figures |= {f"{name}_p": tally.precision, f"{name}_r": tally.recall, f"{name}_f1": tally.f1}
    return figures


def measure_re3d(reader: Reader, texts: Sequence[NameText]) -> Figures:
    """F1 of exact mentions, and of those that overlap one of their type: `re3d_` for all, and by type."""
    tallies, overlaps = _count_texts(reader, texts)
    figures: Figures = {}
    for kind in ("all", *sorted(tallies.keys() - {"all"})):
        name = "re3d" if kind == "all" else f"re3d_{kind}"
        figures |= {f"{name}_f1": tallies[kind].f1, f"{name}_overlap_f1": overlaps[kind].f1}
    return figures


def _count_texts(reader: Reader, texts: Sequence[NameText]) -> tuple[Tallies, Overlaps]:
    tallies, overlaps = new_tallies(), new_overlaps()
    kinds = {kind for gold in texts for *_, kind in gold.mentions}
    for gold, doc in zip(texts, reader.read([gold.text for gold in texts]), strict=True):
        count_mentions(tallies, overlaps, gold, doc, kinds)
    return tallies, overlaps


def count_mentions(
    tallies: Tallies, overlaps: Overlaps, gold: NameText, doc: Doc, kinds: Collection[str]
) -> None:
    """Add what is right of one document's mentions; of types that are not among `kinds`, nothing is compared.

    `kinds` are the types that the gold has at all, in whatever document.
    """
    guess = {mention for mention in mentions_of(doc) if mention[2] in kinds}
    count_exact(tallies, gold.mentions, guess)
    count_overlaps(overlaps, gold.mentions, guess)


def mentions_of(doc: Doc) -> set[Mention]:
    """Return the entities of a document whose label is in `TYPES`."""
    return {(e.start_char, e.end_char, TYPES[e.label_]) for e in doc.ents if e.label_ in TYPES}


def timed_load(load: Callable[[], Language]) -> tuple[Language, float]:
    """Return the pipeline, and the seconds until it was there."""
    begun = time.perf_counter()
    return load(), time.perf_counter() - begun
